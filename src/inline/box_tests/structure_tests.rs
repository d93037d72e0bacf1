//! Classes that structure gives: what the item list says of the same characters in other places.

use super::*;
use crate::book::Ruby;
use crate::book::RubyScript;
use crate::book::RubySegment;

fn run(words: &str, tag: &str) -> TextRun {
    TextRun { text: words.to_owned(), language: Language::new(tag).unwrap(), map: SourceMap::default() }
}

fn ruby(ids: &mut NodeIds, segments: &[(&str, &str)], tag: &str) -> Inline {
    let segments = segments.iter().map(|(base, reading)| RubySegment { base: run(base, tag), reading: run(reading, tag) }).collect();
    let ruby = Ruby { script: RubyScript::Kana, segments, under: None };
    Inline { id: ids.fresh(), span: None, kind: InlineKind::Ruby(ruby) }
}

/// The cells of a text with their classes.
fn classes(content: &[Inline], notes: &[crate::book::NodeId], mode: WritingMode, (region, tag): (Region, &str)) -> Vec<(String, Class)> {
    let mut resolved = Resolved::default();
    resolved.renumber(&notes.iter().enumerate().map(|(index, &note)| (note, index as u32 + 12)).collect(), "1");
    let language = Language::new(tag).unwrap();
    let style = TextStyle { size: em(), role: FontRole::Serif };
    let paragraph = Paragraph { content, owner: None, style, language: &language };
    let settings =
        LineSettings { mode, region, measure: em() * 60, first_indent: Length::ZERO, indent: Length::ZERO, alignment: Alignment::Start };
    let pairings = Pairings::default();
    let environment = Environment { fonts: bundled(), resolved: &resolved, pairings: &pairings, readings: Default::default(), rules: None };
    let lines = compose_with(&paragraph, &settings, &environment, Detail::On, &mut Report::default());
    assert_eq!(lines.len(), 1);
    lines[0].detail.as_ref().unwrap().cells.iter().map(|cell| (cell.text.clone(), cell.class)).collect()
}

/// Proves: CLS-03 [ALL] [HV]: the same digits are a number, a cell, the mark of a note or part of an ornament, the same Han text or
/// the base of a reading, the same brackets those of a text or of an inline note, by structure and not by code point.
#[test]
fn structure_gives_classes_that_no_code_point_has() {
    for mode in MODES {
        for region in REGIONS {
            let tag = region.1;
            let mut ids = NodeIds::default();
            let note = ids.fresh();
            let content = [
                node(&mut ids, "長12，15 km（字）", tag),
                styled(&mut ids, Style::TateChuYoko, "12", tag),
                node(&mut ids, "字", tag),
                Inline { id: ids.fresh(), span: None, kind: InlineKind::NoteMark { note } },
                node(&mut ids, "x", tag),
                styled(&mut ids, Style::Superscript, "12", tag),
                node(&mut ids, "，km", tag),
                ruby(&mut ids, &[("字", "じ")], tag),
                ruby(&mut ids, &[("字", "じ"), ("字", "じ")], tag),
                styled(&mut ids, Style::Warichu, "（字字）", tag),
                node(&mut ids, "字", tag),
                styled(&mut ids, Style::Warichu, "字字", tag),
            ];
            let found = classes(&content, &[note], mode, region);
            let shown: Vec<(&str, Class)> = found.iter().map(|(text, class)| (text.as_str(), *class)).collect();
            use Class::*;
            let one_cell = if mode == V { TateChuYoko } else { Numeral };
            let expected = [
                ("長", Ideograph),
                ("12", Numeral),
                ("，", Comma),
                ("15", Numeral),
                (" ", WordSpace),
                ("km", UnitSymbol),
                ("（", OpeningBracket),
                ("字", Ideograph),
                ("）", ClosingBracket),
                ("12", one_cell),
                ("字", Ideograph),
                ("12", NoteMark),
                ("x", Western),
                ("12", Ornamented),
                ("，", Comma),
                ("km", Western),
                ("字", RubyUnit),
                ("字", JukugoUnit),
                ("字", JukugoUnit),
                ("（", NoteOpening),
                ("字", Ideograph),
                ("字", Ideograph),
                ("）", NoteClosing),
                ("字", Ideograph),
                ("（", NoteOpening),
                ("字", Ideograph),
                ("字", Ideograph),
                ("）", NoteClosing),
            ];
            assert_eq!(shown, expected, "{mode:?} {region:?}");
        }
    }
}

/// Proves: KIN-07 [ALL] [HV], KIN-08 [ALL] [HV]: a number and its unit, and a text with what is set above or below its line, part at
/// no measure; a quarter em stands between number and unit.
#[test]
fn units_and_ornaments_stay_with_what_they_follow() {
    for mode in MODES {
        for (region, tag) in REGIONS {
            let mut ids = NodeIds::default();
            let content = [
                node(&mut ids, "字字字字15 km字字天", tag),
                styled(&mut ids, Style::Superscript, "レ", tag),
                styled(&mut ids, Style::Subscript, "一", tag),
                node(&mut ids, "字字字字", tag),
            ];
            let language = Language::new(tag).unwrap();
            let style = TextStyle { size: em(), role: FontRole::Serif };
            let paragraph = Paragraph { content: &content, owner: None, style, language: &language };
            for measure in 3..14 {
                let settings = LineSettings {
                    mode,
                    region,
                    measure: em() * measure,
                    first_indent: Length::ZERO,
                    indent: Length::ZERO,
                    alignment: Alignment::Justify,
                };
                let (resolved, pairings) = (Resolved::default(), Pairings::default());
                let environment =
                    Environment { fonts: bundled(), resolved: &resolved, pairings: &pairings, readings: Default::default(), rules: None };
                let lines = compose(&paragraph, &settings, &environment, &mut Report::default());
                for line in &lines {
                    let text = text_of(line);
                    assert!(!text.starts_with(['k', 'レ', '一']) && !text.ends_with(['5', ' ', '天', 'レ']), "{measure} {text}");
                }
            }
        }
    }
}
