//! Orientation, forms and places of single characters.

use std::fmt::Write;

use super::*;

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
