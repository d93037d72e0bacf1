//! Glyphs in their boxes: orientation, forms, widths and places, measured from the composed runs and the fonts' outlines.

use std::fmt::Write;

use super::*;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeIds;
use crate::book::Style;
use crate::book::TextRun;
use crate::diag::Report;
use crate::diag::SourceMap;
use crate::font::FontRole;
use crate::font::PairedScript;
use crate::font::Pairing;
use crate::font::Pairings;
use crate::font::bundled_for_tests as bundled;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::resolve::Resolved;
use crate::unicode::Language;
use crate::unicode::Region;

const H: WritingMode = WritingMode::HorizontalTb;
const V: WritingMode = WritingMode::VerticalRl;
const MODES: [WritingMode; 2] = [H, V];
const REGIONS: [(Region, &str); 4] =
    [(Region::Taiwan, "zh-Hant-TW"), (Region::HongKong, "zh-Hant-HK"), (Region::Mainland, "zh-Hans-CN"), (Region::Japan, "ja")];
const ROLES: [FontRole; 2] = [FontRole::Serif, FontRole::Sans];

fn em() -> Length {
    Length::pt(10).type_size()
}

fn node(ids: &mut NodeIds, words: &str, tag: &str) -> Inline {
    let run = TextRun { text: words.to_owned(), language: Language::new(tag).unwrap(), map: SourceMap::default() };
    Inline { id: ids.fresh(), span: None, kind: InlineKind::Text(run) }
}

fn styled(ids: &mut NodeIds, style: Style, words: &str, tag: &str) -> Inline {
    let inner = node(ids, words, tag);
    Inline { id: ids.fresh(), span: None, kind: InlineKind::Styled(style, vec![inner]) }
}

fn set(content: &[Inline], mode: WritingMode, region: (Region, &str), role: FontRole) -> (Vec<Line>, Vec<&'static str>) {
    set_paired(content, mode, region, role, &Pairings::default())
}

fn set_paired(
    content: &[Inline],
    mode: WritingMode,
    (region, tag): (Region, &str),
    role: FontRole,
    pairings: &Pairings,
) -> (Vec<Line>, Vec<&'static str>) {
    let resolved = Resolved::default();
    let language = Language::new(tag).unwrap();
    let paragraph = Paragraph { content, owner: None, style: TextStyle { size: em(), role }, language: &language };
    let settings =
        LineSettings { mode, region, measure: em() * 60, first_indent: Length::ZERO, indent: Length::ZERO, alignment: Alignment::Start };
    let mut report = Report::default();
    let environment = Environment { fonts: bundled(), resolved: &resolved, pairings };
    let lines = compose(&paragraph, &settings, &environment, &mut report);
    (lines, report.findings().iter().map(|finding| finding.code.id()).collect())
}

fn set_text(words: &str, mode: WritingMode, region: (Region, &str)) -> Line {
    let mut ids = NodeIds::default();
    set(&[node(&mut ids, words, region.1)], mode, region, FontRole::Serif).0.remove(0)
}

fn text_of(line: &Line) -> String {
    line.runs.iter().map(|run| run.text.as_str()).collect()
}

/// A glyph as it stands: its text, run, and the ink along the line and across it in thousandths of an em, from the line's start
/// and from its middle towards the block end.
#[derive(Clone, Debug)]
struct Drawn {
    text: String,
    setting: GlyphSetting,
    id: u16,
    along: [i64; 2],
    across: [i64; 2],
}

impl Drawn {
    fn middle(&self) -> (i64, i64) {
        ((self.along[0] + self.along[1]) / 2, (self.across[0] + self.across[1]) / 2)
    }
}

/// The glyphs of a line with their ink, worked out from origins and outlines as a page places them.
fn drawn(line: &Line, mode: WritingMode) -> Vec<Drawn> {
    let mut all = Vec::new();
    for run in &line.runs {
        let face = bundled().face(run.face);
        let upem = face.units_per_em();
        let metrics = face.metrics();
        let thousandths = |length: Length| length.scale(1000, line.size.to_units()).to_units();
        let unit = |value: i64| value * thousandths(run.size) / upem;
        let stretched = |value: i64| unit(value) * i64::from(run.stretch) / 1000;
        let middle = (metrics.ascender + metrics.descender) / 2;
        let mut at = 0;
        for glyph in &run.glyphs {
            let text = run.text[at..at + usize::from(glyph.bytes)].to_owned();
            at += usize::from(glyph.bytes);
            let Some([left, bottom, right, top]) = face.glyph_bounds(glyph.id) else { continue };
            let origin = thousandths(run.inline + glyph.along);
            let block = thousandths(run.block);
            let (along, across) = match (mode, run.setting) {
                (WritingMode::VerticalRl, GlyphSetting::Upright) => {
                    let (x, y) = face.vertical_origin(glyph.id);
                    let along = [origin + stretched(y - top), origin + stretched(y - bottom)];
                    (along, [block - unit(right - x), block - unit(left - x)])
                }
                (WritingMode::VerticalRl, GlyphSetting::Combined) => {
                    let cell = thousandths(run.inline);
                    let half = thousandths(run.size) / 2;
                    let start = thousandths(glyph.along) - thousandths(run.advance) / 2;
                    let along = [cell + half - unit(top - middle), cell + half - unit(bottom - middle)];
                    // To the right is towards the block start.
                    (along, [-(start + stretched(right)), -(start + stretched(left))])
                }
                (WritingMode::VerticalRl, GlyphSetting::Sideways) | (WritingMode::HorizontalTb, _) => {
                    let along = [origin + stretched(left), origin + stretched(right)];
                    (along, [block - unit(top - middle), block - unit(bottom - middle)])
                }
            };
            all.push(Drawn { text, setting: run.setting, id: glyph.id, along, across });
        }
    }
    all
}

/// Characters of the chart: what stands in CJK text beside Han.
fn chart_characters() -> Vec<char> {
    let mut characters: Vec<char> = "字永、A1aé".chars().collect();
    characters.extend(('\u{3000}'..='\u{3029}').chain('\u{3030}'..='\u{303F}'));
    characters.extend('\u{FF01}'..='\u{FF60}');
    characters.extend('\u{FFE0}'..='\u{FFE6}');
    characters.extend(('\u{2010}'..='\u{2027}').chain('\u{2030}'..='\u{203E}').chain(['⁂', '⁇', '⁈', '⁉', '⁎', '⁑']));
    characters.extend("¡¢£¥§¨©«¬®°±´¶·¸»¼½¾¿×÷".chars());
    characters.extend("←↑→↓↔↕↖↗↘↙⇒⇔−√∞∠∥∴∵≈≠≡≦≧⊂⊥⋯".chars());
    characters.extend("℃℉№℡Å⅓ⅠⅣⅩⅰ①⑩⑴⒈ⓐ㈠㈱㉑㊀㊤㊿㌃㌔㍉㍻㎏㎡㏋".chars());
    characters.extend("─│┌━■□▲△▼▽◆◇○◎●◯★☆☎♀♂♠♪♭⸺⸻".chars());
    characters.extend("ぁあっゃ゛゜ゝゞゟ゠ァアッヮヵヶ・ーヽヾヿㇰㇻ々〆〇".chars());
    characters.extend("ㄅㄆㄇㄚㄧㄩㆠㆴˉˊˇˋ˙˪˫".chars());
    characters.extend('\u{FE10}'..='\u{FE19}');
    characters.extend('\u{FE30}'..='\u{FE4F}');
    characters.extend("αΩβЯж가ㄱ丨亠龘𠮟豈".chars());
    let mut seen = std::collections::BTreeSet::new();
    characters.retain(|&character| seen.insert(character));
    characters
}

/// How a character stands in a vertical line between Han: `U` upright, `S` on its side, each with `v` where the font's vertical
/// form is drawn; `-` where no bundled face has it.
fn standing(character: char, region: (Region, &str)) -> String {
    let words = format!("字{character}字");
    let line = set_text(&words, V, region);
    let own = character.to_string();
    let Some((run, glyph)) = line.runs.iter().find_map(|run| {
        let at = run.text.find(&own)?;
        let mut before = 0;
        let glyph = run.glyphs.iter().find(|glyph| {
            let here = before == at;
            before += usize::from(glyph.bytes);
            here && glyph.bytes > 0
        })?;
        Some((run, glyph.id))
    }) else {
        return "-".to_owned();
    };
    let face = bundled().face(run.face);
    if !face.has(crate::unicode::plain_form(character).unwrap_or(character)) {
        return "-".to_owned();
    }
    let plain = set_text(&words, H, region);
    let flat = plain.runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.id)).any(|id| id == glyph);
    let stands = match run.setting {
        GlyphSetting::Upright => "U",
        GlyphSetting::Sideways => "S",
        GlyphSetting::Combined => "C",
    };
    format!("{stands}{}", if flat { "" } else { "v" })
}

/// Writes the chart anew with FUZI_BLESS=1; judge each row that differs before it is committed.
/// Proves: VRT-01 [ALL] [V]: orientation by UAX 50, the vertical form where the font has one.
/// Proves: VRT-02 [ALL] [V]: tones, colons, dashes, quotation marks and signs of units as CJK text wants them.
/// Proves: VRT-03 [ALL] [V]: vertical forms come from the font, presentation forms too.
/// Proves: REG-03 [ALL] [V]: colons, semicolons and dividing marks upright in Chinese, the colon turned in Japanese.
#[test]
#[expect(clippy::disallowed_methods, reason = "tests read and write their goldens themselves")]
fn every_character_of_the_chart_stands_as_judged() {
    let mut found = String::from(
        "# How characters stand in vertical lines: Vertical_Orientation, then TW HK CN JA: U upright, S on its side, v in the vertical form.\n",
    );
    for character in chart_characters() {
        let stands = REGIONS.map(|region| standing(character, region));
        let orientation = match crate::unicode::orientation(character) {
            crate::unicode::Orientation::Upright => "U ",
            crate::unicode::Orientation::Rotated => "R ",
            crate::unicode::Orientation::TransformedUpright => "Tu",
            crate::unicode::Orientation::TransformedRotated => "Tr",
        };
        writeln!(found, "U+{:04X} {character} {orientation} {}", u32::from(character), stands.join(" ")).unwrap();
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/vertical-orientation.txt");
    if std::env::var_os("FUZI_BLESS").is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    for (found, expected) in found.lines().zip(expected.lines()) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.lines().count(), expected.lines().count());
}

/// Proves: REG-01 [ALL] [HV]: the full stop stands in the corner in mainland China and Japan, in the middle in Taiwan and Hong Kong.
#[test]
fn the_full_stop_stands_where_the_region_has_it() {
    for (region, tag) in REGIONS {
        for mode in MODES {
            let line = set_text("国。国", mode, (region, tag));
            let glyphs = drawn(&line, mode);
            let (along, across) = glyphs[1].middle();
            // From the em box's start, and from its over edge.
            let (along, across) = (along - 1000, across + 500);
            let centred = matches!(region, Region::Taiwan | Region::HongKong);
            let shown = format!("{tag} {mode:?}: {along} {across}");
            match (centred, mode) {
                (true, _) => assert!((along - 500).abs() <= 60 && (across - 500).abs() <= 60, "{shown}"),
                (false, WritingMode::HorizontalTb) => assert!(along < 400 && across > 650, "{shown}"),
                (false, WritingMode::VerticalRl) => assert!(along < 400 && across < 350, "{shown}"),
            }
        }
    }
}

/// Proves: REG-02 [ALL] [HV]: the run's language decides the form of a Han character, not the paragraph's.
#[test]
fn a_quoted_language_has_its_own_forms() {
    let mut ids = NodeIds::default();
    for mode in MODES {
        let content = ["zh-Hans-CN", "zh-Hant-TW", "ja"].map(|tag| node(&mut ids, "骨", tag));
        let (lines, _) = set(&content, mode, REGIONS[2], FontRole::Serif);
        let glyphs: std::collections::BTreeSet<_> = drawn(&lines[0], mode).iter().map(|glyph| glyph.id).collect();
        assert_eq!(glyphs.len(), 3, "{mode:?}");
    }
}

/// Proves: VRT-04 [ALL] [V]: upright glyphs have their origin from the font, so that 口 stands in the middle of its column.
#[test]
fn the_column_runs_through_the_middle_of_its_characters() {
    for region in REGIONS {
        for role in ROLES {
            let mut ids = NodeIds::default();
            let (lines, _) = set(&[node(&mut ids, "口田口", region.1)], V, region, role);
            for (index, glyph) in drawn(&lines[0], V).iter().enumerate() {
                let (along, across) = glyph.middle();
                // The ink of 口 itself stands up to 0.03 em off the middle of its em box in the serif faces.
                assert!(across.abs() <= 31, "{region:?} {role:?}: {across}");
                assert!((along - 1000 * index as i64 - 500).abs() <= 40, "{region:?} {role:?}: {along}");
            }
        }
    }
}

/// Proves: SPC-07 [ALL] [HV]: the interpunct takes half an em in mainland China and one elsewhere, its dot in the middle.
#[test]
fn the_interpunct_fills_its_body() {
    for (region, tag) in REGIONS {
        for mode in MODES {
            for dot in ['·', '‧', '・'] {
                let line = set_text(&format!("乔{dot}华"), mode, (region, tag));
                let wanted = if region == Region::Mainland { em() * 2 + em().scale(1, 2) } else { em() * 3 };
                assert_eq!(line.inline_size, wanted, "{tag} {mode:?} {dot}");
                let glyphs = drawn(&line, mode);
                let (along, across) = glyphs[1].middle();
                let middle = line.inline_size.scale(500, em().to_units()).to_units();
                assert!((along - middle).abs() <= 20 && across.abs() <= 20, "{tag} {mode:?} {dot}: {along} {across}");
            }
        }
    }
}

/// Proves: CLS-04 [ALL] [HV]: quotation marks between Han are CJK marks, in an English run they are Latin.
/// Proves: QUO-02 [ALL] [HV]: they take an em between Han, and in vertical lines never lie on their side there.
#[test]
fn quotation_marks_follow_the_language_of_their_run() {
    for region in REGIONS {
        let line = set_text("说“好”的", H, region);
        assert_eq!(line.inline_size, em() * 5);
        let column = set_text("说“好‘哈’”的", V, region);
        assert!(column.runs.iter().all(|run| run.setting == GlyphSetting::Upright), "{region:?}");
        let mut ids = NodeIds::default();
        let english = [node(&mut ids, "说", region.1), node(&mut ids, "He said “yes”.", "en"), node(&mut ids, "的", region.1)];
        let (lines, _) = set(&english, V, region, FontRole::Serif);
        let quote = lines[0].runs.iter().find(|run| run.text.contains('“')).unwrap();
        assert_eq!(quote.setting, GlyphSetting::Sideways);
    }
}

/// Proves: SPC-16 [ALL] [HV]: the ink of every mark lies in its half-em body, in every bundled family and form of the font.
#[test]
fn the_ink_of_marks_lies_in_their_bodies() {
    let marks = "，。、；：！？「」『』（）《》〈〉【】〔〕“”‘’［］｛｝";
    for region in REGIONS {
        for tag in ["zh-Hant-TW", "zh-Hans-CN", "ja"] {
            for (mode, role) in MODES.iter().flat_map(|&mode| ROLES.map(|role| (mode, role))) {
                for mark in marks.chars() {
                    // The marks before and after leave the body alone: the Han after a mark stands where its blank ends.
                    let mut ids = NodeIds::default();
                    let content = [node(&mut ids, "国", region.1), node(&mut ids, &mark.to_string(), tag), node(&mut ids, "国", region.1)];
                    let (lines, _) = set(&content, mode, region, role);
                    let glyphs = drawn(&lines[0], mode);
                    let Some(glyph) = glyphs.iter().find(|glyph| glyph.text == mark.to_string()) else { continue };
                    let size = lines[0].inline_size.scale(1000, em().to_units()).to_units() - 2000;
                    let shown = format!("{mark} {tag} in {region:?} {mode:?} {role:?}: {:?} of {size}", glyph.along);
                    assert!(glyph.along[0] >= 1000 - 32 && glyph.along[1] <= 1000 + size + 32, "{shown}");
                }
            }
        }
    }
}

/// Proves: VRT-03 [ALL] [HV]: presentation forms are drawn as the plain characters are, and the text keeps what the author wrote.
#[test]
fn presentation_forms_are_drawn_as_their_plain_characters() {
    let pairs = ("字﹁直﹂，︽書︾︱︱好︙︙完︒", "字「直」，《書》——好……完。");
    for region in REGIONS {
        for mode in MODES {
            let [form, plain] = [pairs.0, pairs.1].map(|words| set_text(words, mode, region));
            assert_eq!(text_of(&form), pairs.0, "{region:?} {mode:?}");
            let places = |line: &Line| drawn(line, mode).iter().map(|glyph| (glyph.id, glyph.along, glyph.across)).collect::<Vec<_>>();
            assert_eq!(places(&form), places(&plain), "{region:?} {mode:?}");
        }
    }
}

/// Proves: CLS-07 [ALL] [HV]: a variation sequence is one cell with one glyph; one that no font has is a finding and draws its base.
#[test]
fn variation_sequences_are_one_cell() {
    for mode in MODES {
        for (words, glyph_differs, findings) in
            [("葛\u{E0100}城", true, vec![]), ("龍\u{E01EF}城", false, vec!["FT005"]), ("葛\u{E0102}城", false, vec!["FT005"])]
        {
            let mut ids = NodeIds::default();
            let (lines, found) = set(&[node(&mut ids, words, "ja")], mode, REGIONS[3], FontRole::Serif);
            let base: String = words.chars().filter(|character| !('\u{E0100}'..='\u{E01EF}').contains(character)).collect();
            let plain = set_text(&base, mode, REGIONS[3]);
            assert_eq!((text_of(&lines[0]), lines[0].inline_size), (words.to_owned(), em() * 2), "{mode:?}");
            assert_eq!(drawn(&lines[0], mode)[0].id != drawn(&plain, mode)[0].id, glyph_differs, "{words} {mode:?}");
            assert_eq!(found, findings, "{words}");
        }
    }
}

/// Proves: CLS-07 [ALL] [HV]: the standardized forms of marks: corner and centred, full-width and proportional.
#[test]
fn standardized_forms_of_marks_follow_their_selector() {
    let middle = |words: &str, region| drawn(&set_text(words, H, region), H)[1].middle();
    let [taiwan, _, mainland, _] = REGIONS;
    assert_eq!(middle("国，\u{FE01}国", mainland).1, middle("国，国", taiwan).1);
    assert_eq!(middle("国，\u{FE00}国", taiwan).1, middle("国，国", mainland).1);
}

/// What has no place in a line costs no room, is a finding, and stays in the text.
#[test]
fn selectors_and_controls_without_a_base_are_findings() {
    for mode in MODES {
        for (words, findings) in [
            ("\u{FE00}国国", vec!["FT006"]),
            ("国、\u{200E}国", vec![]),
            ("国\u{1}国", vec!["FT007"]),
            ("国\u{85}国", vec!["FT007"]),
            ("\u{E0101}", vec!["FT006"]),
        ] {
            let mut ids = NodeIds::default();
            let content = [node(&mut ids, "文", "ja"), node(&mut ids, words, "ja"), node(&mut ids, "文", "ja")];
            let (lines, found) = set(&content, mode, REGIONS[3], FontRole::Serif);
            assert_eq!(found, findings, "{words:?}");
            assert_eq!(text_of(&lines[0]), format!("文{words}文"), "{mode:?}");
            let visible: String = words.chars().filter(|&character| super::itemize::is_wide(character)).collect();
            let bare = set_text(&format!("文{visible}文"), mode, REGIONS[3]);
            assert_eq!(lines[0].inline_size, bare.inline_size, "{words:?}");
        }
    }
}

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

/// Proves: GRD-07 [ALL] [HV]: a glyph of another face moves neither its line's middle nor the letters beside it.
#[test]
fn a_fallback_glyph_never_moves_the_line() {
    for mode in MODES {
        for region in REGIONS {
            let plain = set_text("国国国", mode, region);
            for other in ["Ł", "₂", "\u{13000}", "😀"] {
                let line = set_text(&format!("国{other}国"), mode, region);
                let han =
                    |line: &Line| drawn(line, mode).iter().filter(|glyph| glyph.text == "国").map(|glyph| glyph.across).collect::<Vec<_>>();
                assert_eq!(han(&line), han(&plain)[..2], "{other}");
                assert_eq!(line.size, plain.size);
            }
            // A Latin letter of a Latin face stands on the baseline of those of the Han face.
            let mixed = set_text("国HŁ国", mode, region);
            let feet: Vec<i64> =
                drawn(&mixed, mode).iter().filter(|glyph| "HŁ".contains(&glyph.text)).map(|glyph| glyph.across[1]).collect();
            assert!((feet[0] - feet[1]).abs() <= 12, "{region:?} {mode:?}: {feet:?}");
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
        let environment = Environment { fonts: bundled(), resolved: &resolved, pairings: &Default::default() };
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
