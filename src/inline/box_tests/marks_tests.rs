//! Marks in their bodies.

use super::*;

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
                    let mut ids = NodeIds::default();
                    let content = [node(&mut ids, "国", region.1), node(&mut ids, &mark.to_string(), tag), node(&mut ids, "国", region.1)];
                    let (lines, _) = set(&content, mode, region, role);
                    let glyphs = drawn(&lines[0], mode);
                    let glyph = glyphs.iter().find(|glyph| glyph.text == mark.to_string()).unwrap();
                    let detail = lines[0].detail.as_ref().unwrap();
                    let cell = &detail.cells[1];
                    let thousandths = |length: Length| length.scale(1000, em().to_units()).to_units();
                    let (start, end) = (thousandths(cell.start), thousandths(cell.start + cell.body));
                    let shown = format!("{mark} {tag} in {region:?} {mode:?} {role:?}: {:?} in {start} to {end}", glyph.along);
                    assert!(glyph.along[0] >= start - 33 && glyph.along[1] <= end + 33, "{shown}");
                    assert_eq!(lines[0].inline_size, em() * 2 + cell.body + detail.gaps.iter().map(|gap| gap.size).sum::<Length>());
                }
            }
        }
    }
}

/// A degree sign takes its own width beside Han numerals and stays with them.
#[test]
fn signs_of_units_stay_with_their_number() {
    for region in REGIONS {
        let line = set_text("三十五°角", H, region);
        assert!(line.inline_size < em() * 5 && line.inline_size > em() * 4, "{region:?}");
        let column = set_text("三十五°角", V, region);
        assert_eq!(column.inline_size, em() * 5);
    }
}

/// The places where the em boxes of a line's cells begin, with what they are, in thousandths of the line's em.
fn boxes(line: &Line) -> Vec<(String, i64)> {
    let milli = |length: Length| length.scale(1000, line.size.to_units()).to_units();
    line.detail.as_ref().unwrap().cells.iter().map(|cell| (cell.text.clone(), milli(cell.start))).collect()
}

/// Proves: SPC-12 [JA CN TW] [HV]: signs of operation and relation between Han take an em each, solid.
#[test]
fn signs_of_mathematics_are_solid_in_their_em() {
    for mode in MODES {
        for region in REGIONS {
            for sign in ["＝", "＋", "－", "×", "÷", "＜", "≠"] {
                let line = set_text(&format!("国{sign}国"), mode, region);
                let places: Vec<i64> = boxes(&line).iter().map(|(_, start)| *start).collect();
                assert_eq!(places, [0, 1000, 2000], "{sign} {mode:?} {region:?}");
            }
        }
    }
}

/// Proves: SPC-09 [JA CN TW] [V]: a comma or a middle dot between Han digits of vertical text is half an em, solid; between other
/// characters, after the number of a list, and in horizontal text it keeps its em.
#[test]
fn commas_between_han_digits_are_half_an_em_in_vertical_text() {
    for region in REGIONS {
        let length = |words: &str, mode: WritingMode| {
            let line = set_text(words, mode, region);
            line.inline_size.scale(1000, em().to_units()).to_units()
        };
        let dot = if region.0 == Region::Japan || region.0 == Region::Taiwan { "・" } else { "·" };
        assert_eq!(length("約二、三人", V), 4500, "{region:?}");
        assert_eq!(length(&format!("約三{dot}一四"), V), 4500, "{region:?}");
        assert_eq!(length("約二、三人", H), 5000, "{region:?}");
        assert_eq!(length("約人、三人", V), 5000, "{region:?}");
        assert_eq!(length("二、三人", V), 4000, "{region:?}");
        let line = set_text("約三・一四", V, region);
        let ink = drawn(&line, V);
        let (point, next) = (&ink[2], &ink[3]);
        assert!(point.along[0] > ink[1].along[1] && point.along[1] < next.along[0], "{region:?} {ink:?}");
    }
}

/// Proves: SPC-14 [ALL] [HV]: beside text of another size a mark's blank is of its own em, between brackets of unlike size it is the
/// mean of theirs, and between Han and Latin it is of the Han's em.
#[test]
fn blanks_between_unlike_sizes_are_of_their_marks() {
    for mode in MODES {
        for region in [REGIONS[2], REGIONS[3]] {
            let tag = region.1;
            let gap = |first: &str, small: &str| {
                let mut ids = NodeIds::default();
                let content = [node(&mut ids, first, tag), styled(&mut ids, Style::Small, small, tag)];
                let (lines, _) = set(&content, mode, region, FontRole::Serif);
                let cells = &lines[0].detail.as_ref().unwrap().cells;
                let at = first.chars().count();
                (cells[at].start - cells[at - 1].start - cells[at - 1].body).scale(1000, em().to_units()).to_units()
            };
            assert_eq!(gap("国」", "国"), 500, "{region:?}");
            assert_eq!(gap("国", "（国"), 425, "{region:?}");
            assert_eq!(gap("国」", "（国"), 463, "{region:?}");
            assert_eq!(gap("国", "a"), 250, "{region:?}");
            assert!((212..=213).contains(&gap("國a", "国")), "{region:?}: a quarter of 0.85 em");
        }
    }
}
