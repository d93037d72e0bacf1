//! Readings that are longer than their bases, and pinyin (requirements RUB-06 and PIN).

use crate::reader::Glyph;
use crate::specimen::DIRECTIONS;
use crate::specimen::Direction;
use crate::specimen::Specimen;

/// Proves: RUB-06 [JA] [HV]: a long reading stands over kana beside it by one of its own characters at most, and never over Han or Latin.
#[test]
fn long_readings_overhang_kana_alone() {
    // Five kana on one character: two and a half em.
    let table = [("国{心|こころざし}国", 3.5), ("の{心|こころざし}の", 2.5), ("の{心|こころざし}国", 3.0), ("国{心|こころざし}の", 3.0)];
    for direction in DIRECTIONS {
        let texts: Vec<String> = table.iter().map(|(text, _)| (*text).to_owned()).collect();
        for (block, (text, expected)) in Specimen::new("ja", direction).paragraphs(&texts).iter().zip(table) {
            let found = block.lines[0].span();
            assert!((found - expected).abs() < 0.01, "{direction:?} {text}: {found:.3} and not {expected}");
        }
    }
}

/// Proves: PIN-01 [CN] [H]: pinyin stands above its character at half the size, centred, and syllables stay a quarter of their em apart.
#[test]
fn pinyin_stands_above_its_characters() {
    let texts = ["{汉|hàn}{语|yǔ}", "{装|zhuāng}{床|chuáng}{双|shuāng}"];
    for block in Specimen::new("zh-Hans-CN", Direction::Horizontal).paragraphs(&texts.map(String::from)) {
        let line = &block.lines[0];
        let em = line.size();
        let readings: Vec<&Glyph> = block.readings.iter().flat_map(|reading| &reading.glyphs).collect();
        assert!(readings.iter().all(|glyph| (0.4..=0.6).contains(&(glyph.size / em))));
        assert!(readings.iter().all(|glyph| glyph.centre().1 < line.glyphs[0].centre().1 - 0.6 * em));
        // Syllables: letters that follow each other without a gap.
        let mut syllables: Vec<(f64, f64)> = Vec::new();
        for glyph in &readings {
            let (start, end) = (line.start_of(glyph), line.end_of(glyph));
            match syllables.last_mut() {
                Some(last) if start - last.1 < 0.1 * glyph.size => last.1 = end,
                _ => syllables.push((start, end)),
            }
        }
        assert_eq!(syllables.len(), line.glyphs.len(), "{}", line.text());
        for (syllable, base) in syllables.iter().zip(&line.glyphs) {
            let off = ((syllable.0 + syllable.1) / 2.0 - base.centre().0) / em;
            assert!(off.abs() < 0.05, "{} is {off:.3} off", base.text);
        }
        for pair in syllables.windows(2) {
            assert!((pair[1].0 - pair[0].1) / readings[0].size > 0.24, "{}", line.text());
        }
    }
}
