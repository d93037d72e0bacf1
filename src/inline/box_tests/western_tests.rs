//! Words, numbers and cells of several characters.

use super::*;

/// Proves: TCY-01 [ALL] [V]: a run in one cell takes an em of the column and stands in its middle.
/// Proves: TCY-03 [ALL] [V]: narrow glyphs where the font has them, compression to six tenths, and never in the next column.
#[test]
fn a_run_in_one_cell_stands_in_the_middle_of_the_column() {
    for region in REGIONS {
        for role in ROLES {
            for words in ["12", "20", "88", "123", "AB", "ABC", "2024", "!?", "！！", "？！"] {
                let mut ids = NodeIds::default();
                let content =
                    [node(&mut ids, "第", region.1), styled(&mut ids, Style::TateChuYoko, words, region.1), node(&mut ids, "期", region.1)];
                let (lines, found) = set(&content, V, region, role);
                assert!(found.is_empty());
                assert_eq!((lines[0].inline_size, text_of(&lines[0])), (em() * 3, format!("第{words}期")));
                let run = lines[0].runs.iter().find(|run| run.setting == GlyphSetting::Combined).unwrap();
                assert!(run.stretch >= 600 && run.advance <= em().scale(7, 5), "{words} {role:?}: {} {:?}", run.stretch, run.advance);
                let glyphs = drawn(&lines[0], V);
                let cell: Vec<_> = glyphs.iter().filter(|glyph| glyph.setting == GlyphSetting::Combined).collect();
                let over = cell.iter().map(|glyph| glyph.across[0]).min().unwrap();
                let under = cell.iter().map(|glyph| glyph.across[1]).max().unwrap();
                assert!((over + under).abs() <= 80, "{words} {role:?}: {over} {under}");
                assert!(under - over <= 1400, "{words} {role:?}: {over} {under}");
                let (from, to) =
                    (cell.iter().map(|glyph| glyph.along[0]).min().unwrap(), cell.iter().map(|glyph| glyph.along[1]).max().unwrap());
                assert!(from >= 1000 && to <= 2000, "{words} {role:?}: {from} {to}");
            }
        }
    }
}

/// Proves: TCY-03 [ALL] [V]: two digits wider than an em are drawn with the font's half-width glyphs, not squeezed.
#[test]
fn two_digits_have_half_width_glyphs() {
    let mut ids = NodeIds::default();
    let content = [styled(&mut ids, Style::TateChuYoko, "23", "ja")];
    let (lines, _) = set(&content, V, REGIONS[3], FontRole::Serif);
    let run = &lines[0].runs[0];
    assert_eq!((run.stretch, run.advance), (1000, em()));
    let natural = set(&content, H, REGIONS[3], FontRole::Serif).0[0].inline_size;
    assert!(natural > em(), "{natural:?}");
}

/// Proves: TCY-03 [ALL] [V]: a run too wide for its cell lies on its side, with a finding.
#[test]
fn a_crowded_cell_is_a_finding_and_lies_on_its_side() {
    let mut ids = NodeIds::default();
    let content = [node(&mut ids, "第", "ja"), styled(&mut ids, Style::TateChuYoko, "12345678", "ja"), node(&mut ids, "期", "ja")];
    let (lines, found) = set(&content, V, REGIONS[3], FontRole::Serif);
    assert_eq!(found, ["LN020"]);
    assert_eq!(text_of(&lines[0]), "第12345678期");
    assert!(lines[0].runs.iter().any(|run| run.setting == GlyphSetting::Sideways && run.text == "12345678"));
}

/// Proves: LAT-01 [ALL] [V]: words lie on their side as one shaped run, the middle of their small letters near the column's.
#[test]
fn words_on_their_side_lie_in_the_middle_of_the_column() {
    for region in REGIONS {
        for role in ROLES {
            let mut ids = NodeIds::default();
            let (lines, _) = set(&[node(&mut ids, "字xHAVx字", region.1)], V, region, role);
            let glyphs = drawn(&lines[0], V);
            let [x, h] = [1, 2].map(|index| glyphs[index].middle().1);
            assert!(x.abs() <= 60 && h.abs() <= 60, "{region:?} {role:?}: x {x}, H {h}");
            let flat = set(&[node(&mut ids, "字xHAVx字", region.1)], H, region, role).0;
            // In horizontal lines they stand on the baseline of the Han face, 0.38 em below the middle of its em box.
            assert!((drawn(&flat[0], H)[2].across[1] - 380).abs() <= 2, "{region:?} {role:?}");
            assert_eq!(lines[0].inline_size, flat[0].inline_size, "kerning is kept");
        }
    }
}

/// Proves: LAT-02 [ALL] [V]: letters that stand upright take an em each, in its middle.
#[test]
fn upright_letters_take_an_em_each() {
    for region in REGIONS {
        for role in ROLES {
            let mut ids = NodeIds::default();
            let content = [styled(&mut ids, Style::Upright, "HNO", region.1)];
            let (lines, _) = set(&content, V, region, role);
            assert_eq!(lines[0].inline_size, em() * 3);
            for (index, glyph) in drawn(&lines[0], V).iter().enumerate() {
                let (along, across) = glyph.middle();
                assert!((along - 500 - 1000 * index as i64).abs() <= 30 && across.abs() <= 30, "{role:?} {}: {along} {across}", glyph.text);
            }
        }
    }
}

/// Proves: CLS-10 [CN TW HK JA] [HV]: a typed space between Han and Latin gives the line that none gives.
#[test]
fn typed_spaces_between_han_and_latin_change_nothing() {
    for mode in MODES {
        for region in REGIONS {
            let [bare, typed] = ["用WeLink與VPN，共abc好", "用 WeLink 與 VPN，共 abc 好"].map(|words| set_text(words, mode, region));
            let ink = |line: &Line| drawn(line, mode).iter().map(|glyph| (glyph.id, glyph.along)).collect::<Vec<_>>();
            assert_eq!(ink(&bare), ink(&typed), "{mode:?} {region:?}");
        }
    }
}

/// Western marks after Han neither begin a line nor keep off, and Western brackets hold what is between them.
#[test]
fn western_marks_stay_with_the_han_before_them() {
    let line = set_text("字(字)字!", H, REGIONS[0]);
    let glyphs = drawn(&line, H);
    let place = |text: &str| glyphs.iter().find(|glyph| glyph.text == text).unwrap().along;
    assert!(place(")")[0] - 1000 < place("(")[1] + 1000);
    for measure in 1..8 {
        let mut ids = NodeIds::default();
        let words = "字字字(字字)字字!字字";
        let content = [node(&mut ids, words, "zh-Hant-TW")];
        let resolved = Resolved::default();
        let language = Language::new("zh-Hant-TW").unwrap();
        let paragraph =
            Paragraph { content: &content, owner: None, style: TextStyle { size: em(), role: FontRole::Serif }, language: &language };
        let settings = LineSettings {
            mode: H,
            region: Region::Taiwan,
            measure: em() * (measure + 2),
            first_indent: Length::ZERO,
            indent: Length::ZERO,
            alignment: Alignment::Start,
        };
        let environment =
            Environment { fonts: bundled(), resolved: &resolved, pairings: &Default::default(), readings: Default::default(), rules: None };
        for line in compose(&paragraph, &settings, &environment, &mut Report::default()) {
            let text = text_of(&line);
            assert!(!text.starts_with([')', '!']) && !text.ends_with('('), "{measure}: {text}");
        }
    }
}

/// Proves: LAT-04 [ALL] [HV]: Latin beside Han in another face and size stands on the baseline of the Han, its shift added; the Han
/// and the line do not move.
#[test]
fn paired_latin_stands_on_the_baseline_of_the_han() {
    let pairing = |size, shift, family: Option<&str>| {
        let family = family.map(str::to_owned);
        Pairings::new([Pairing { role: FontRole::Serif, script: PairedScript::Latin, family, size, shift }])
    };
    for region in REGIONS {
        for mode in MODES {
            let mut ids = NodeIds::default();
            let content = [node(&mut ids, "国Hx国", region.1)];
            let plain = set(&content, mode, region, FontRole::Serif).0.remove(0);
            let foot = |line: &Line| drawn(line, mode)[1].across[1];
            let han = |line: &Line| drawn(line, mode)[0].across;
            for (size, family) in [(1100, None), (900, None), (1000, Some("Noto Serif")), (1100, Some("Noto Serif"))] {
                let line = set_paired(&content, mode, region, FontRole::Serif, &pairing(size, 0, family)).0.remove(0);
                let shown = format!("{region:?} {mode:?} {size} {family:?}");
                assert_eq!(han(&line), han(&plain), "{shown}");
                assert_eq!(line.size, plain.size);
                let run = line.runs.iter().find(|run| run.text.contains('H')).unwrap();
                assert_eq!(run.size, em().scale(size, 1000).type_size(), "{shown}");
                if let Some(family) = family {
                    assert_eq!(bundled().face(run.face).family(), family);
                }
                match mode {
                    WritingMode::HorizontalTb => assert!((foot(&line) - foot(&plain)).abs() <= 2, "{shown}: {}", foot(&line)),
                    // On its side it stays in the middle of the column.
                    WritingMode::VerticalRl => assert!(drawn(&line, mode)[1].middle().1.abs() <= 70, "{shown}"),
                }
                let shifted = set_paired(&content, mode, region, FontRole::Serif, &pairing(size, 50, family)).0.remove(0);
                assert!((foot(&shifted) - foot(&line) + 50).abs() <= 2, "{shown}");
            }
        }
    }
}

/// Proves: LAT-04 [JA] [HV]: kana of another size keep their em, and stand in its middle.
#[test]
fn paired_kana_keep_their_em() {
    let pairings = Pairings::new([Pairing { role: FontRole::Serif, script: PairedScript::Kana, family: None, size: 950, shift: 0 }]);
    for mode in MODES {
        let mut ids = NodeIds::default();
        let content = [node(&mut ids, "国の国ッ国ー国", "ja")];
        let plain = set(&content, mode, REGIONS[3], FontRole::Serif).0.remove(0);
        let line = set_paired(&content, mode, REGIONS[3], FontRole::Serif, &pairings).0.remove(0);
        assert_eq!(line.inline_size, plain.inline_size);
        for (small, full) in drawn(&line, mode).iter().zip(drawn(&plain, mode)) {
            let scale = if small.text == "国" { 1000 } else { 950 };
            let (extent, whole) = (small.along[1] - small.along[0], full.along[1] - full.along[0]);
            assert!((extent - whole * scale / 1000).abs() <= 2, "{}", small.text);
            // The ink moves with its em box, which shrinks towards its middle.
            let drift = (small.middle().0 - full.middle().0).abs() + (small.middle().1 - full.middle().1).abs();
            assert!(drift <= 40, "{} {drift}", small.text);
        }
    }
}

/// Proves: CLS-04 [ALL] [HV]: marks inside Western words and sentences have their Latin forms in a text of any language.
#[test]
fn marks_in_western_words_have_latin_forms() {
    for mode in MODES {
        for region in REGIONS {
            for words in ["用It’s了", "用used “no” in了"] {
                let line = set_text(words, mode, region);
                let mut ids = NodeIds::default();
                let english =
                    [node(&mut ids, "用", region.1), node(&mut ids, &words[3..words.len() - 3], "en"), node(&mut ids, "了", region.1)];
                let marked = set(&english, mode, region, FontRole::Serif).0.remove(0);
                assert_eq!(line.inline_size, marked.inline_size, "{words} {mode:?} {region:?}");
            }
        }
    }
}

/// Lines of a narrow measure, as text and with the hyphens that they end with.
fn narrow(content: &[Inline], mode: WritingMode, region: (Region, &str), measure: i64) -> Vec<Line> {
    let resolved = Resolved::default();
    let language = Language::new(region.1).unwrap();
    let paragraph = Paragraph { content, owner: None, style: TextStyle { size: em(), role: FontRole::Serif }, language: &language };
    let settings = LineSettings {
        mode,
        region: region.0,
        measure: em() * measure,
        first_indent: Length::ZERO,
        indent: Length::ZERO,
        alignment: Alignment::Justify,
    };
    let environment =
        Environment { fonts: bundled(), resolved: &resolved, pairings: &Default::default(), readings: Default::default(), rules: None };
    compose(&paragraph, &settings, &environment, &mut Report::default())
}

fn ends_with_hyphen(line: &Line) -> bool {
    line.runs.last().and_then(|run| run.glyphs.last()).is_some_and(|glyph| glyph.bytes == 0)
}

/// Proves: LAT-05 [ALL] [HV]: words of a run marked with its language part with a hyphen at the end of a line, which closes on the
/// measure with it; the text of the lines is the author's, without hyphens.
#[test]
fn marked_words_part_with_a_hyphen_that_is_no_text() {
    let words = "typography considers hyphenation particularly important everywhere";
    for region in REGIONS {
        for mode in MODES {
            let mut hyphens = 0;
            for measure in 6..14 {
                let mut ids = NodeIds::default();
                let content = [node(&mut ids, "他引用", region.1), node(&mut ids, words, "en"), node(&mut ids, "這一句話", region.1)];
                let lines = narrow(&content, mode, region, measure);
                let text: String = lines.iter().map(text_of).collect();
                assert_eq!(text, format!("他引用{words}這一句話"), "{region:?} {mode:?} {measure}");
                for line in lines.iter().filter(|line| ends_with_hyphen(line)) {
                    hyphens += 1;
                    let run = line.runs.last().unwrap();
                    // A line of one word has nothing that could open.
                    let opens =
                        text_of(line).trim().chars().any(|character| character == ' ' || crate::inline::itemize::is_wide(character));
                    let closed = line.inline_size == em() * measure || !opens && line.inline_size <= em() * measure;
                    assert!(!line.adjustment.excess.is_zero() || closed, "{region:?} {mode:?} {measure}: {}", text_of(line));
                    assert_eq!(run.inline + run.advance, line.inline_size, "the hyphen ends the line");
                }
            }
            assert!(hyphens > 3, "{region:?} {mode:?}: {hyphens}");
        }
    }
}

/// Proves: LAT-05 [ALL] [HV]: words of a Chinese or Japanese run, code and addresses have no hyphens.
#[test]
fn unmarked_words_code_and_addresses_have_no_hyphens() {
    let plain = "字字字字字typography字字字字hyphenation字字字字";
    for mode in MODES {
        for measure in 6..14 {
            let mut ids = NodeIds::default();
            let mut content = vec![node(&mut ids, plain, "zh-Hant-TW")];
            let run =
                TextRun { text: "particularly_important".to_owned(), language: Language::new("en").unwrap(), map: SourceMap::default() };
            content.push(Inline { id: ids.fresh(), span: None, kind: InlineKind::Code(run) });
            content.push(node(&mut ids, "https://example.org/particularly/important", "en"));
            let lines = narrow(&content, mode, REGIONS[0], measure);
            assert!(lines.iter().all(|line| !ends_with_hyphen(line)), "{mode:?} {measure}");
        }
    }
}

/// Hyphenation points leave the shape of a word in one line alone.
#[test]
fn a_word_with_points_is_set_as_one_without() {
    let mut ids = NodeIds::default();
    for mode in MODES {
        let marked = narrow(&[node(&mut ids, "字AVATAR office typography字", "en")], mode, REGIONS[0], 40).remove(0);
        let plain = narrow(&[node(&mut ids, "字AVATAR office typography字", "tlh")], mode, REGIONS[0], 40).remove(0);
        let places = |line: &Line| drawn(line, mode).iter().map(|glyph| (glyph.id, glyph.along)).collect::<Vec<_>>();
        assert_eq!(places(&marked), places(&plain));
    }
}
