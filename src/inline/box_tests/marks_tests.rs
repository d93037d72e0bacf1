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
