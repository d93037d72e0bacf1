//! Variation sequences, presentation forms, and characters that draw nothing.

use super::*;

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
            [("葛\u{E0100}城", true, vec![]), ("龍\u{E01EF}城", false, vec!["FT005"]), ("一\u{E01E0}城", false, vec!["FT005"])]
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
            let visible: String = words.chars().filter(|&character| crate::inline::itemize::is_wide(character)).collect();
            let bare = set_text(&format!("文{visible}文"), mode, REGIONS[3]);
            assert_eq!(lines[0].inline_size, bare.inline_size, "{words:?}");
        }
    }
}

/// Proves: CLS-07 [TW CN HK JA] [HV]: a sequence that the region's face lacks comes from another face of the family that has it.
#[test]
fn a_sequence_comes_from_the_face_that_has_it() {
    for mode in MODES {
        for region in REGIONS {
            let mut ids = NodeIds::default();
            let (lines, found) = set(&[node(&mut ids, "葛\u{E0100}城", region.1)], mode, region, FontRole::Serif);
            assert!(found.is_empty(), "{region:?}");
            let run = &lines[0].runs[0];
            assert_eq!(run.text.chars().next(), Some('葛'));
            assert_eq!(lines[0].inline_size, em() * 2);
        }
    }
}
