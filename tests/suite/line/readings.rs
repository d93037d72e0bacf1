//! Readings at line edges and beside their neighbours (requirements RUB and ZHU).

use super::kinsoku::scan;
use crate::reader::Block;
use crate::reader::Glyph;
use crate::reader::Line;
use crate::specimen::DIRECTIONS;
use crate::specimen::Specimen;

/// The readings of a block that stand beside this line, by their extents along it, in em from its first glyph.
fn beside(block: &Block, line: &Line) -> Vec<(f64, f64)> {
    let first = line.start_of(&line.glyphs[0]);
    let near = |glyph: &&Glyph| {
        let apart = line.across(glyph.centre()) - line.across(line.glyphs[0].centre());
        glyph.page == line.page && (-0.95..-0.55).contains(&(apart / line.size()))
    };
    let glyphs = block.readings.iter().flat_map(|reading| &reading.glyphs).filter(near);
    glyphs.map(|glyph| ((line.start_of(glyph) - first) / line.size(), (line.end_of(glyph) - first) / line.size())).collect()
}

/// Proves: RUB-09 [JA] [HV]: in whatever column a long reading falls, it does not stick out of its line at either end.
/// Proves: RUB-12 [JA] [HV]: lines with long readings end on the measure, so the breaker knew what they need.
#[test]
fn no_reading_sticks_out_of_its_line() {
    for direction in DIRECTIONS {
        let specimen = Specimen::new("ja", direction).narrow();
        let items = ["{心|こころざし}", "{山|やまかわ}", "の{心|こころざし}の", "{東西|とうざいなんぼくの}"];
        let columns = specimen.set("国").columns();
        let (mut at_head, mut at_end) = (0, 0);
        let paragraphs: Vec<String> = items
            .iter()
            .flat_map(|item| (0..columns).map(move |prefix| format!("{}{item}{}", "国".repeat(prefix), "国".repeat(columns + 3))))
            .collect();
        let set = specimen.set(&paragraphs.join("\n\n"));
        for (block, words) in set.body().iter().zip(&paragraphs) {
            for (index, line) in block.lines.iter().enumerate() {
                let indent = if index == 0 { 1.0 } else { 0.0 };
                let first = (line.start_of(&line.glyphs[0]) - set.start(line)) / set.em;
                for (start, end) in beside(block, line) {
                    let (start, end) = (start + first, end + first);
                    assert!(start > indent - 0.003, "{direction:?}: starts at {start:.3}: {} {words}", line.text());
                    assert!(end < columns as f64 + 0.003, "{direction:?}: ends at {end:.3}: {} {words}", line.text());
                    at_head += usize::from(index > 0 && start < 0.01);
                    at_end += usize::from(end > columns as f64 - 0.01);
                }
            }
        }
        assert!(at_head > 0 && at_end > 0, "{direction:?}: {at_head} at heads, {at_end} at ends");
        assert_eq!(set.line_findings(), Vec::<&str>::new());
    }
}

/// Proves: RUB-08 [JA] [HV]: readings of neighbours never touch.
#[test]
fn readings_of_neighbours_never_touch() {
    for direction in DIRECTIONS {
        let texts = ["{山|やまかわ}{川|かわやま}", "{心|こころざし}{志|こころざし}国", "{一|いちばん}の{二|にばんめ}"];
        for block in Specimen::new("ja", direction).paragraphs(&texts.map(String::from)) {
            let line = &block.lines[0];
            let extents = beside(&block, line);
            for pair in extents.windows(2) {
                assert!(pair[1].0 > pair[0].1 - 0.003, "{direction:?} {}: {extents:?}", line.text());
            }
        }
    }
}

/// Proves: RUB-13 [JA TW] [HV]: the readings are elements of their own, and the text without them is the author's.
/// Proves: RUB-15 [JA] [HV]: readings work in headings, quotations, lists, tables, notes and links.
#[test]
fn readings_stand_apart_in_every_kind_of_text() {
    let text = "## {山|やま}の{上|うえ}\n\n国[{川|かわ}](https://example.org/)国[^1]\n\n> {海|うみ}\n\n- {空|そら}\n\n| {甲|こう} | 乙 |\n|---|---|\n| {丙|へい} | 丁 |\n\n\
                [^1]: {星|ほし}を見る。\n";
    for direction in DIRECTIONS {
        let set = Specimen::new("ja", direction).set(text);
        let blocks = set.marks.blocks(direction.is_vertical());
        for (base, reading) in
            [("山", "やま"), ("川", "かわ"), ("海", "うみ"), ("空", "そら"), ("甲", "こう"), ("丙", "へい"), ("星", "ほし")]
        {
            let block = blocks.iter().find(|block| block.lines.iter().any(|line| line.text().contains(base)));
            let block = block.unwrap_or_else(|| panic!("{direction:?}: no {base}"));
            let said: String = block.readings.iter().map(Line::text).collect();
            assert!(said.contains(reading), "{direction:?} {base}: {said}");
            assert!(block.lines.iter().all(|line| !line.text().contains(reading)), "{direction:?} {base}");
        }
    }
}

/// Proves: ZHU-05 [TW] [HV]: in whatever column a syllable falls, its symbols stand beside their own character.
#[test]
fn bopomofo_stays_with_its_character() {
    for direction in DIRECTIONS {
        let specimen = Specimen::new("zh-Hant-TW", direction).narrow();
        let (_, blocks) = scan(&specimen, &["{東|ㄚ}{西|ㄧ}，{南|ㄨ}。".to_owned()]);
        for (_, block) in &blocks {
            let bases: Vec<&Glyph> =
                block.lines.iter().flat_map(|line| &line.glyphs).filter(|glyph| "東西南".contains(&glyph.text)).collect();
            let symbols: Vec<&Glyph> = block.readings.iter().flat_map(|line| &line.glyphs).collect();
            assert_eq!((bases.len(), symbols.len()), (3, 3));
            for (base, symbol) in bases.iter().zip(&symbols) {
                let (x, y) = (symbol.centre().0 - base.centre().0, symbol.centre().1 - base.centre().1);
                assert!(
                    base.page == symbol.page && x > 0.4 * base.size && x < base.size && y.abs() < 0.3 * base.size,
                    "{direction:?} {}",
                    base.text
                );
            }
        }
    }
}
