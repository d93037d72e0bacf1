//! Code in its cells.

use super::*;

/// The lines of a line of code in a measure of so many cells: text, and how many cells it takes.
fn code(text: &str, cells: i64, turnover: i64, region: (Region, &str)) -> Vec<(String, i64)> {
    let half = em().scale(1, 2);
    let mut ids = NodeIds::default();
    let content = [node(&mut ids, text, region.1)];
    let language = Language::new(region.1).unwrap();
    let paragraph =
        Paragraph { content: &content, owner: None, style: TextStyle { size: em(), role: FontRole::Mono }, language: &language };
    let settings = LineSettings {
        mode: H,
        region: region.0,
        measure: half * cells,
        first_indent: Length::ZERO,
        indent: half * turnover,
        alignment: Alignment::Start,
    };
    let (resolved, pairings) = (Resolved::default(), Pairings::default());
    let environment = Environment { fonts: bundled(), resolved: &resolved, pairings: &pairings, readings: Default::default(), rules: None };
    let mut report = Report::default();
    let lines = compose_code(&paragraph, &settings, &environment, Detail::Off, &mut report);
    assert!(report.findings().is_empty(), "{:?}", report.findings());
    lines.iter().map(|line| (text_of(line), line.inline_size.divide(half))).collect()
}

#[test]
fn every_character_of_code_takes_one_cell_or_two_and_blanks_stay() {
    for region in REGIONS {
        assert_eq!(code("    let x = 1;", 60, 0, region), [("    let x = 1;".to_owned(), 14)]);
        assert_eq!(code("x = 「字、」 // 註。", 60, 0, region), [("x = 「字、」 // 註。".to_owned(), 20)]);
        assert_eq!(code("a\tb\t\tc", 60, 0, region), [("a\tb\t\tc".to_owned(), 13)]);
        assert_eq!(code("iiii  WWWW", 60, 0, region), [("iiii  WWWW".to_owned(), 10)]);
    }
}

#[test]
fn a_long_line_of_code_is_broken_after_a_blank_and_loses_nothing() {
    for region in REGIONS {
        let text = "    call(first, second, third)";
        let lines = code(text, 20, 8, region);
        assert_eq!(lines.iter().map(|(text, _)| text.as_str()).collect::<String>(), text);
        assert_eq!(lines[0].0, "    call(first, ");
        let address = "https://example.org/a/long/path/to/something";
        let lines = code(address, 20, 4, region);
        assert_eq!(lines.iter().map(|(text, _)| text.as_str()).collect::<String>(), address);
        assert!(lines.iter().all(|(_, cells)| *cells <= 20), "{lines:?}");
        assert!(lines[..lines.len() - 1].iter().all(|(text, _)| text.ends_with(['/', '.', ':'])), "{lines:?}");
        let name = "a".repeat(50);
        assert_eq!(code(&name, 20, 4, region).iter().map(|(text, _)| text.len()).sum::<usize>(), 50);
    }
}
