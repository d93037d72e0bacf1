//! Inline notes in whole paragraphs.

use super::*;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeIds;
use crate::book::Style;
use crate::book::TextRun;
use crate::diag::Report;
use crate::diag::SourceMap;
use crate::font::FontRole;
use crate::font::bundled_for_tests as bundled;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::resolve::Resolved;
use crate::unicode::Language;
use crate::unicode::Region;

const MODES: [WritingMode; 2] = [WritingMode::HorizontalTb, WritingMode::VerticalRl];
const REGIONS: [(Region, &str); 4] =
    [(Region::Taiwan, "zh-Hant-TW"), (Region::HongKong, "zh-Hant-HK"), (Region::Mainland, "zh-Hans-CN"), (Region::Japan, "ja")];

fn em() -> Length {
    Length::pt(10).type_size()
}

fn text(ids: &mut NodeIds, words: &str, tag: &str) -> Inline {
    let run = TextRun { text: words.to_owned(), language: Language::new(tag).unwrap(), map: SourceMap::default() };
    Inline { id: ids.fresh(), span: None, kind: InlineKind::Text(run) }
}

/// A paragraph with a note between two pieces of text.
fn set(before: &str, note: &str, after: &str, mode: WritingMode, place: (Region, &str), ems: i64) -> (Vec<Line>, Report) {
    let (region, tag) = place;
    let mut ids = NodeIds::default();
    let inner = text(&mut ids, note, tag);
    let note = Inline { id: ids.fresh(), span: None, kind: InlineKind::Styled(Style::Warichu, vec![inner]) };
    let content = [text(&mut ids, before, tag), note, text(&mut ids, after, tag)];
    let language = Language::new(tag).unwrap();
    let paragraph =
        Paragraph { content: &content, owner: None, style: TextStyle { size: em(), role: FontRole::Serif }, language: &language };
    let settings =
        LineSettings { mode, region, measure: em() * ems, first_indent: Length::ZERO, indent: Length::ZERO, alignment: Alignment::Justify };
    let mut report = Report::default();
    let environment = Environment {
        fonts: bundled(),
        resolved: &Resolved::default(),
        pairings: &Default::default(),
        readings: Default::default(),
        rules: None,
    };
    let lines = compose(&paragraph, &settings, &environment, &mut report);
    (lines, report)
}

/// A row of a note in a line.
#[derive(Debug)]
struct Found {
    text: String,
    start: Length,
    end: Length,
    /// Before the middle of the line, on it, or after it.
    side: i64,
    /// The middle of its first run across the line.
    block: Length,
}

fn rows(line: &Line) -> Vec<Found> {
    let mut rows: Vec<Found> = Vec::new();
    for run in line.runs.iter().filter(|run| run.size < em()) {
        let end = run.inline + run.advance;
        let side = if run.block.abs() * 4 < run.size { 0 } else { run.block.to_units().signum() };
        match rows.last_mut().filter(|row| row.side == side) {
            Some(row) => {
                row.text.push_str(&run.text);
                row.end = end;
            }
            None => {
                // The glyph of an opening bracket has its blank before the body.
                let blank = if run.text.starts_with(['「', '（']) { run.size.scale(1, 2) } else { Length::ZERO };
                rows.push(Found { text: run.text.clone(), start: run.inline + blank, end, side, block: run.block });
            }
        }
    }
    rows
}

fn joined(lines: &[Line]) -> String {
    lines.iter().flat_map(|line| &line.runs).map(|run| run.text.as_str()).collect()
}

/// So many characters, the last no opening bracket.
fn words(count: usize) -> String {
    let text = "天地玄黃，宇宙「洪荒」日月。盈昃、辰宿列張EPUB寒來暑往（秋收）冬藏";
    let cut: String = text.chars().cycle().take(count - 1).collect();
    let last = text.chars().cycle().nth(count - 1).filter(|last| !"「（".contains(*last)).unwrap_or('一');
    format!("{cut}{last}")
}

/// Proves: WAR-01 [JA CN TW HK] [HV], WAR-02 [JA CN TW HK] [HV]: notes of 1 to 80 characters at every column: no line over-full, no
/// character lost, every inner line closed, each line's part in two rows on both sides of the line's middle, read first row then
/// second, no row with a forbidden start or end, rows of nearly the same length.
#[test]
fn notes_of_every_length_stand_at_every_column() {
    let measure = 14;
    for mode in MODES {
        for place in REGIONS {
            for count in 1..=80 {
                for column in 0..measure {
                    let before = "一".repeat(column + 1);
                    let note = words(count);
                    let (lines, report) = set(&before, &note, "而後，乃有四時。", mode, place, measure as i64);
                    let at = format!("{mode:?} {place:?} {count} {column}\n{}", dump(&lines));
                    assert_eq!(report.findings().len(), 0, "{at}");
                    assert_eq!(joined(&lines), format!("{before}{note}而後，乃有四時。"), "{at}");
                    let (_, inner) = lines.split_last().unwrap();
                    assert!(inner.iter().all(|line| line.inline_size == em() * measure as i64), "{at}");
                    for line in &lines {
                        check_rows(line, &at);
                    }
                }
            }
        }
    }
}

fn check_rows(line: &Line, at: &str) {
    let found = rows(line);
    assert!(found.len() <= 2, "{at}");
    for Found { text, .. } in &found {
        assert!(!"，。、」）".contains(text.chars().next().unwrap()), "row {text}: {at}");
        assert!(!"「（".contains(text.chars().next_back().unwrap()), "row {text}: {at}");
    }
    let [first, second] = &found[..] else {
        assert!(found.iter().all(|row| row.side == 0), "{at}");
        return;
    };
    assert_eq!((first.start, first.side, second.side), (second.start, -1, 1), "{at}");
    let size = line.runs.iter().find(|run| run.size < em()).unwrap().size;
    let difference = (first.end - first.start) - (second.end - second.start);
    // A row may not begin with a mark or end with a bracket; a Latin word stays whole.
    assert!(difference > -size * 2 && difference < size.scale(9, 2), "{at} {}", difference.to_units() * 1000 / size.to_units());
}

/// Proves: WAR-01 [JA CN TW HK] [HV], WAR-04 [ALL] [HV]: 13/20 of the text in Japanese and 16/21 in Chinese, solid, two rows about
/// the middle of the line between brackets of the text's size without a blank inside, and in Japanese none outside (JLREQ table 1,
/// cl-28 and cl-29); the line does not move.
#[test]
fn the_rows_of_a_note_are_solid_between_brackets() {
    for mode in MODES {
        for place in REGIONS {
            let (lines, _) = set("見", "割注文字", "曰", mode, place, 20);
            let size = if place.0 == Region::Japan { em().scale(13, 20) } else { em().scale(16, 21) }.type_size();
            let found = rows(&lines[0]);
            let texts: Vec<&str> = found.iter().map(|row| row.text.as_str()).collect();
            assert_eq!(texts, ["割注", "文字"], "{mode:?} {place:?}");
            let bracket = if place.0 == Region::Japan { em().scale(1, 2) } else { em() };
            let start = em() + bracket;
            let is_solid = |row: &Found| row.start == start && row.end == start + size * 2 && row.block == size.scale(row.side, 2);
            assert!(found.iter().all(is_solid), "{mode:?} {place:?} {found:?}");
            let brackets: Vec<&str> = lines[0].marks.iter().map(|run| run.text.as_str()).collect();
            assert_eq!(brackets, ["（", "）"]);
            assert!(lines[0].marks.iter().all(|run| run.size == em() && run.block.is_zero()));
            let last = lines[0].runs.last().unwrap();
            assert_eq!((last.text.as_str(), last.inline), ("曰", start + size * 2 + bracket), "{mode:?} {place:?}");
        }
    }
}

/// Proves: WAR-01 [JA CN TW HK] [HV]: a note of one character stands on the line's middle; the author's brackets, inside or outside
/// the note, stand for those that would be added.
#[test]
fn short_notes_and_notes_with_brackets() {
    for mode in MODES {
        for place in REGIONS {
            let (lines, _) = set("見", "注", "曰", mode, place, 20);
            assert_eq!(rows(&lines[0]).iter().map(|row| row.block).collect::<Vec<_>>(), [Length::ZERO]);
            let added = set("見", "割注文字", "曰", mode, place, 20).0;
            for (before, note, after) in [("見（", "割注文字", "）曰"), ("見", "（割注文字）", "曰")] {
                let (lines, _) = set(before, note, after, mode, place, 20);
                assert!(lines[0].marks.is_empty());
                assert_eq!(lines[0].inline_size, added[0].inline_size, "{mode:?} {place:?} {note}");
                assert_eq!(joined(&lines), "見（割注文字）曰");
                assert!(lines[0].runs.iter().filter(|run| run.text.contains(['（', '）'])).all(|run| run.size == em()));
            }
        }
    }
}

/// Proves: WAR-02 [JA CN TW HK] [HV]: no line ends after the opening bracket or before the closing one.
#[test]
fn brackets_stay_with_their_note() {
    for mode in MODES {
        for place in REGIONS {
            for column in 0..24 {
                let (lines, _) = set(&"一".repeat(column + 1), &words(31), "曰也。", mode, place, 12);
                for line in &lines {
                    let end = line.runs.iter().map(|run| run.inline + run.advance).max().unwrap();
                    let start = line.runs.iter().map(|run| run.inline).min().unwrap();
                    for mark in &line.marks {
                        assert!(if mark.text == "（" { mark.inline < end - em().scale(1, 2) } else { mark.inline > start });
                    }
                }
            }
        }
    }
}

/// Proves: WAR-03 [CN TW] [HV]: a note in one line is small text between brackets of the text, about the same middle.
#[test]
fn a_note_in_one_line_is_small_text() {
    for mode in MODES {
        let mut ids = NodeIds::default();
        let inner = text(&mut ids, "小字", "zh-Hans-CN");
        let small = Inline { id: ids.fresh(), span: None, kind: InlineKind::Styled(Style::Small, vec![inner]) };
        let content = [text(&mut ids, "文（", "zh-Hans-CN"), small, text(&mut ids, "）", "zh-Hans-CN")];
        let language = Language::new("zh-Hans-CN").unwrap();
        let paragraph =
            Paragraph { content: &content, owner: None, style: TextStyle { size: em(), role: FontRole::Serif }, language: &language };
        let settings = LineSettings {
            mode,
            region: Region::Mainland,
            measure: em() * 20,
            first_indent: Length::ZERO,
            indent: Length::ZERO,
            alignment: Alignment::Justify,
        };
        let environment = Environment {
            fonts: bundled(),
            resolved: &Resolved::default(),
            pairings: &Default::default(),
            readings: Default::default(),
            rules: None,
        };
        let lines = compose(&paragraph, &settings, &environment, &mut Report::default());
        let run = lines[0].runs.iter().find(|run| run.text == "小字").unwrap();
        assert_eq!((run.size, run.block), (em().scale(17, 20), Length::ZERO));
    }
}
