//! Inline notes of two lines (requirements WAR).

use super::kinsoku::scan;
use crate::reader::Glyph;
use crate::reader::Line;
use crate::specimen::DIRECTIONS;
use crate::specimen::Set;
use crate::specimen::Specimen;

/// The rows of an inline note in a line: characters and extent of each, in em.
fn rows(line: &Line) -> Vec<(String, f64, f64)> {
    let size = line.glyphs.iter().map(|glyph| glyph.size).fold(0.0, f64::max);
    let small: Vec<&Glyph> = line.glyphs.iter().filter(|glyph| glyph.size < 0.9 * size).collect();
    let mut rows: Vec<(f64, String, f64, f64)> = Vec::new();
    for glyph in small {
        let across = line.across(glyph.centre());
        let (start, end) = (line.start_of(glyph) / size, line.end_of(glyph) / size);
        match rows.iter_mut().find(|row| (row.0 - across).abs() < 0.2 * size) {
            Some(row) => {
                row.1.push_str(&glyph.text);
                row.3 = end;
            }
            None => rows.push((across, glyph.text.clone(), start, end)),
        }
    }
    rows.into_iter().map(|(_, text, start, end)| (text, start, end)).collect()
}

/// Proves: WAR-01 [JA CN TW] [HV]: an inline note is two rows, as equal as they may be, the first not the shorter, beside the middle of the line.
/// Proves: WAR-02 [JA CN TW] [HV]: over a line end each part has two rows of its own, read one after the other.
#[test]
fn inline_notes_have_two_equal_rows() {
    const NOTE: &str = "一二三四五六七八九十甲乙丙丁";
    for language in ["ja", "zh-Hans-CN", "zh-Hant-TW"] {
        for direction in DIRECTIONS {
            for length in [4, 5, 8, 11, 14] {
                let note: String = NOTE.chars().take(length).collect();
                let (set, blocks): (Set, _) = scan(&Specimen::new(language, direction).narrow(), &[format!("[{note}]{{.warichu}}")]);
                let mut parted = 0;
                for (_, block) in &blocks {
                    let mut said = String::new();
                    let parts: Vec<Vec<(String, f64, f64)>> = block.lines.iter().map(rows).filter(|rows| !rows.is_empty()).collect();
                    parted += usize::from(parts.len() > 1);
                    for rows in &parts {
                        let counts: Vec<usize> = rows.iter().map(|(text, ..)| text.chars().filter(|c| NOTE.contains(*c)).count()).collect();
                        assert!(rows.len() <= 2 && counts[0] >= counts.get(1).copied().unwrap_or(0), "{language} {direction:?}: {rows:?}");
                        assert!(
                            counts[0] - counts.get(1).copied().unwrap_or(0) <= 1,
                            "{language} {direction:?} {length}: {rows:?} in {:?}",
                            block.lines.iter().map(Line::text).collect::<Vec<_>>()
                        );
                        rows.iter().for_each(|(text, ..)| said.push_str(text));
                        if let [first, second] = &rows[..] {
                            assert!((first.1 - second.1).abs() < 0.01, "{language} {direction:?}: {rows:?}");
                        }
                    }
                    let said: String = said.chars().filter(|character| NOTE.contains(*character)).collect();
                    assert_eq!(said, note, "{language} {direction:?}");
                }
                assert!(length < 8 || parted > 0, "{language} {direction:?} {length}: it never parts");
                assert_eq!(set.line_findings(), Vec::<&str>::new(), "{language} {direction:?}");
            }
        }
    }
}
