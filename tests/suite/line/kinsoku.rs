//! Where lines may end (typesetting requirements KIN), by phase scans: each mark visits each column.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::marks::closes;
use super::marks::ends_beyond;
use super::marks::is_narrow;
use super::marks::marks;
use super::marks::never_ends;
use super::marks::never_starts;
use super::marks::opens;
use crate::reader::Block;
use crate::specimen::DIRECTIONS;
use crate::specimen::REGIONS;
use crate::specimen::Set;
use crate::specimen::Specimen;

/// Each of these after none, one, two … Han, as many as a line holds, and more than a line of Han after it.
pub fn scan(specimen: &Specimen, items: &[String]) -> (Set, Vec<(String, Block)>) {
    let columns = specimen.set("国").columns();
    let mut words = Vec::new();
    let mut paragraphs = Vec::new();
    for item in items {
        for prefix in 0..columns {
            words.push(item.clone());
            paragraphs.push(format!("{}{item}{}", "国".repeat(prefix), "国".repeat(columns + 3)));
        }
    }
    let set = specimen.set(&paragraphs.join("\n\n"));
    let blocks = set.body();
    assert_eq!(blocks.len(), paragraphs.len());
    (set, words.into_iter().zip(blocks).collect())
}

fn single_marks(language: &str) -> Vec<String> {
    marks(language).chars().map(String::from).collect()
}

/// What is wrong at the edges of the lines of a block: forbidden marks there.
fn forbidden(language: &str, block: &Block) -> Option<String> {
    let texts: Vec<String> = block.lines.iter().map(crate::reader::Line::text).collect();
    let (last, inner) = texts.split_last().unwrap();
    let starts = texts.iter().skip(1).any(|text| text.chars().next().is_some_and(never_starts));
    let ends = inner.iter().any(|text| text.chars().next_back().is_some_and(|mark| never_ends(language, mark)));
    (starts || ends || last.is_empty()).then(|| texts.join(" | "))
}

/// Proves: KIN-02 [ALL] [HV]: no line starts with a closing, pause or stop mark, a hyphen or a middle dot, in whatever column it would stand.
/// Proves: KIN-03 [ALL] [HV]: no line ends with an opening bracket, nor in Japanese with a sign that stands before its number.
/// Proves: KIN-01 [ALL] [HV]: between two Han a line may end, and no hyphen is added.
#[test]
fn no_mark_stands_where_it_is_barred_in_any_column() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let specimen = Specimen::new(language, direction).narrow();
            let (set, blocks) = scan(&specimen, &single_marks(language));
            let wrong: Vec<String> = blocks.iter().filter_map(|(_, block)| forbidden(language, block)).collect();
            assert!(wrong.is_empty(), "{language} {direction:?}: {} lines\n{}", wrong.len(), wrong.join("\n"));
            assert_eq!(set.line_findings(), Vec::<&str>::new(), "{language} {direction:?}");
            visits_each_column(&set, &blocks);
        }
    }
}

/// The scan is one: each mark stands in each column, but for those where it is barred.
fn visits_each_column(set: &Set, blocks: &[(String, Block)]) {
    let mut columns: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    for (mark, block) in blocks {
        for line in &block.lines {
            for glyph in line.glyphs.iter().filter(|glyph| glyph.text == *mark) {
                let place = (line.start_of(glyph) - line.start_of(&line.glyphs[0])) / set.em;
                columns.entry(mark).or_default().insert(place.round() as i64);
            }
        }
    }
    for (mark, visited) in columns {
        assert!(visited.len() + 4 >= set.columns(), "{mark} visits {visited:?} of {}", set.columns());
    }
}

/// Proves: SPC-05 [ALL] [HV]: an opening bracket is flush at the head of a line, and the last mark of a line gives up its blank as its region says.
/// Proves: ADJ-01 [ALL] [HV]: with each mark in each column every full line ends on the measure.
#[test]
fn lines_are_flush_at_both_ends_with_each_mark_in_each_column() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let specimen = Specimen::new(language, direction).narrow();
            let (set, blocks) = scan(&specimen, &single_marks(language));
            let columns = set.columns() as f64;
            let mut wrong = BTreeSet::new();
            for line in blocks.iter().flat_map(|(_, block)| {
                let inner = block.lines.len() - 1;
                block.lines.iter().enumerate().filter(move |(index, _)| *index < inner)
            }) {
                let (index, line) = line;
                let text = line.text();
                let (first, last) = (text.chars().next().unwrap(), text.chars().next_back().unwrap());
                let (start, end) = set.extent(line);
                if index > 0 && !is_narrow(first) {
                    let expected = if opens(first) { -0.5 } else { 0.0 };
                    if (start - expected).abs() > 0.002 {
                        wrong.insert(format!("{first} starts at {start:.3}: {text}"));
                    }
                }
                let forms = ends_beyond(language, direction, last);
                if !is_narrow(last) && forms.iter().all(|beyond| (end - columns - beyond).abs() > 0.002) {
                    wrong.insert(format!("{last} ends at {end:.3} of {columns}: {text}"));
                }
            }
            let wrong: Vec<String> = wrong.into_iter().collect();
            assert!(wrong.is_empty(), "{language} {direction:?}: {}\n{}", wrong.len(), wrong.join("\n"));
        }
    }
}

/// What every line of a scan of these must hold together.
fn never_parted(language: &str, items: &[&str], whole: &[&str]) {
    for direction in DIRECTIONS {
        let specimen = Specimen::new(language, direction).narrow();
        let owned: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
        let (_, blocks) = scan(&specimen, &owned);
        for (item, block) in &blocks {
            let unit = whole[items.iter().position(|known| known == item).unwrap()];
            let texts: Vec<String> = block.lines.iter().map(crate::reader::Line::text).collect();
            assert!(texts.iter().any(|text| text.contains(unit)), "{language} {direction:?} parts {unit}: {}", texts.join(" | "));
        }
    }
}

/// Proves: KIN-06 [ALL] [HV]: a dash of two em and an ellipsis of six dots never split.
/// Proves: CLS-05 [ALL] [HV]: the dash and the ellipsis are one item that never stands over a line end.
#[test]
fn dashes_and_ellipses_never_split() {
    for language in REGIONS {
        never_parted(language, &["——", "……"], &["——", "……"]);
    }
}

/// Proves: KIN-06 [ALL] [HV]: two ellipses may part between each other, and nowhere else.
#[test]
fn two_ellipses_part_in_the_middle_alone() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let (_, blocks) = scan(&Specimen::new(language, direction).narrow(), &["…………".to_owned()]);
            let mut parted = 0;
            for (_, block) in &blocks {
                let counts: Vec<usize> = block.lines.iter().map(|line| line.text().matches('…').count()).collect();
                assert!(counts.iter().all(|count| count % 2 == 0), "{language} {direction:?}: {counts:?}");
                parted += usize::from(counts.iter().filter(|count| **count == 2).count() == 2);
            }
            assert!(parted > 0, "{language} {direction:?}: they never part");
        }
    }
}

/// Proves: KIN-07 [ALL] [HV]: numbers with what belongs to them, and words, do not break.
#[test]
fn numbers_and_words_do_not_break() {
    for language in REGIONS {
        let items = ["50％", "25℃", "￥100", "№5", "1,234.5", "word", "3.14", "100％"];
        never_parted(language, &items, &items);
    }
}

/// Proves: KIN-10 [ALL] [HV]: strings in which the Unicode classes allow or forbid too much break as the pair table says.
#[test]
fn strings_that_unicode_breaks_wrongly_break_rightly() {
    for (language, items) in [
        ("zh-Hans-CN", ["本，“测”试", "乔治·华盛顿", "说：“好”。", "国……”他", "“国”“国”"]),
        ("ja", ["国、「測」試", "ジョージ・ワシントン", "行っちゃった", "国々の人", "サッカー！」"]),
        ("zh-Hant-TW", ["本，「測」試", "喬治‧華盛頓", "說：「好」。", "國……」他", "「國」「國」"]),
    ] {
        for direction in DIRECTIONS {
            let specimen = Specimen::new(language, direction).narrow();
            let (set, blocks) = scan(&specimen, &items.map(String::from));
            let wrong: Vec<String> = blocks.iter().filter_map(|(_, block)| forbidden(language, block)).collect();
            assert!(wrong.is_empty() && set.line_findings().is_empty(), "{language} {direction:?}\n{}", wrong.join("\n"));
            // Each string does break somewhere between its characters.
            for item in items {
                let own = blocks.iter().filter(|(known, _)| known == item);
                let parted = own.filter(|(_, block)| block.lines.iter().all(|line| !line.text().contains(item))).count();
                assert!(parted > 1, "{language} {direction:?}: {item} never breaks");
            }
        }
    }
}

/// Proves: KIN-13 [ALL] [HV]: no paragraph of three lines and more ends with a line of one character.
#[test]
fn no_last_line_has_a_single_character() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let specimen = Specimen::new(language, direction).narrow();
            let columns = specimen.set("国").columns();
            let paragraphs: Vec<String> =
                (0..2 * columns).map(|extra| format!("国国，国国国国。国国国（国）国国、{}。", "国".repeat(3 * columns + extra))).collect();
            for block in specimen.paragraphs(&paragraphs) {
                let last = block.lines.last().unwrap().text();
                let count = last.chars().filter(|character| *character == '国').count();
                assert!(count > 1, "{language} {direction:?}: {last} after {}", block.lines[block.lines.len() - 2].text());
            }
        }
    }
}

/// Proves: KIN-07 [ALL] [HV]: an address breaks, and only where an address may.
#[test]
fn an_address_breaks_after_its_slashes() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let item = "https://example.org/alpha/beta/gamma".to_owned();
            let (_, blocks) = scan(&Specimen::new(language, direction).narrow(), &[item]);
            let mut broken = 0;
            for (_, block) in &blocks {
                for line in &block.lines[..block.lines.len() - 1] {
                    let text = line.text();
                    let last = text.chars().next_back().unwrap();
                    assert!(!last.is_ascii_alphanumeric() || text.ends_with("gamma"), "{language} {direction:?}: {text}");
                    broken += usize::from(last.is_ascii());
                }
            }
            assert!(broken > 0);
        }
    }
}

/// Proves: KIN-08 [ALL] [HV]: the mark of a note stays with what precedes it.
#[test]
fn the_mark_of_a_note_never_starts_a_line() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let specimen = Specimen::new(language, direction).narrow();
            let columns = specimen.set("国").columns();
            let paragraphs: Vec<String> = (0..columns)
                .map(|prefix| format!("{}字[^{prefix}]{}\n\n[^{prefix}]: 注。", "国".repeat(prefix), "国".repeat(columns)))
                .collect();
            let set = specimen.set(&paragraphs.join("\n\n"));
            let mut marks = 0;
            for line in set.body().iter().flat_map(|block| &block.lines).filter(|line| line.text().contains(['国', '字'])) {
                let in_mark = |glyph: &crate::reader::Glyph| set.marks.within(glyph.element, "Reference");
                assert!(!in_mark(&line.glyphs[0]), "{language} {direction:?}: {}", line.text());
                marks += usize::from(line.glyphs.iter().any(in_mark));
            }
            assert_eq!(marks, columns, "{language} {direction:?}");
        }
    }
}

/// Proves: KIN-02 [ALL] [HV]: in lines of four to twelve em too; what cannot be kept is reported.
/// Proves: KIN-03 [ALL] [HV]: in lines of four to twelve em too; what cannot be kept is reported.
#[test]
fn narrow_columns_keep_the_rules_or_say_so() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            for (millimetres, quoted) in [(40, "> > > "), (40, "> > "), (40, "> "), (40, ""), (46, ""), (52, "")] {
                let page = match direction.is_vertical() {
                    true => format!("90x{millimetres} mm"),
                    false => format!("{millimetres}x90 mm"),
                };
                let specimen = Specimen::new(language, direction).page(&page);
                let text = "国国国。」国「国」国、国（国国）国国——国国！？国国国国国……国「『国』」。国国・国国：国国国";
                let paragraphs: Vec<String> = (0..12).map(|prefix| format!("{}{text}", "国".repeat(prefix))).collect();
                let quoted: Vec<String> = paragraphs.iter().map(|paragraph| format!("{quoted}{paragraph}")).collect();
                let set = specimen.set(&quoted.join("\n\n***\n\n"));
                let blocks: Vec<Block> = set.body().into_iter().filter(|block| block.lines[0].text().starts_with('国')).collect();
                let said: String = blocks.iter().flat_map(|block| &block.lines).map(crate::reader::Line::text).collect();
                assert_eq!(said, paragraphs.concat(), "{language} {direction:?} {page}");
                if set.line_findings().is_empty() {
                    let wrong: Vec<String> = blocks.iter().filter_map(|block| forbidden(language, block)).collect();
                    assert!(wrong.is_empty(), "{language} {direction:?} {} em\n{}", set.columns(), wrong.join("\n"));
                }
                let beyond = |line: &&crate::reader::Line| {
                    let last = line.text().chars().next_back().unwrap();
                    let allowed = if closes(last) || "、。，・：；！？".contains(last) { 0.502 } else { 0.002 };
                    set.extent(line).1 > set.columns() as f64 + allowed
                };
                let over: Vec<String> =
                    blocks.iter().flat_map(|block| &block.lines).filter(beyond).map(crate::reader::Line::text).collect();
                assert!(over.is_empty() || !set.line_findings().is_empty(), "{language} {direction:?} {} em: {over:?}", set.columns());
            }
        }
    }
}
