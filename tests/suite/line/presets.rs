//! What book.toml's table `[line]` changes: width styles, levels of kinsoku, hanging, single marks (requirements STY, KIN, HNG). Each
//! style is a negative control of the others.

use std::collections::BTreeSet;

use super::kinsoku::scan;
use super::marks::opens;
use super::spacing::compare;
use super::spacing::distances;
use crate::specimen::DIRECTIONS;
use crate::specimen::Direction;
use crate::specimen::Set;
use crate::specimen::Specimen;

const OPENING: &str = "“‘（〔［｛《〈「『【〖";
const CLOSING: &str = "”’）〕］｝》〉」』】〗";
const COMMAS: &str = "，、";
const COLONS: &str = "；：";
const STOPS: &str = "。？！";
const RIGID: &str = "·–／～…—％￥〇";

fn styled(language: &str, direction: Direction, style: &str) -> Specimen {
    Specimen::new(language, direction).with(&format!("[line]\npunctuation = \"{style}\""))
}

/// Whether a mark keeps its em in vertical lines whatever the style (CLREQ, figure of adjustable space).
fn keeps(direction: Direction, mark: char) -> bool {
    direction.is_vertical() && "；：？！".contains(mark)
}

/// The width of a single mark between Han, by the table of widths.
fn single(style: &str, direction: Direction, mark: char) -> f64 {
    match style {
        _ if keeps(direction, mark) => 1.0,
        "kaiming" if STOPS.contains(mark) => 1.0,
        "kaiming" | "banjiao" => 0.5,
        "cct" => 0.7,
        _ => 1.0,
    }
}

const STYLES: [&str; 6] = ["quanjiao", "kaiming", "line-end-half", "banjiao", "plain", "cct"];

/// Proves: STY-01 [CN] [HV]: a mark between Han has the width of its style, in six styles.
#[test]
fn single_marks_have_the_width_of_their_style() {
    let marks: Vec<char> = [OPENING, CLOSING, COMMAS, COLONS, STOPS].concat().chars().collect();
    let words: Vec<String> = marks.iter().map(char::to_string).collect();
    for style in STYLES {
        for direction in DIRECTIONS {
            let found = distances(&styled("zh-Hans-CN", direction, style), &words);
            let expected: Vec<f64> = marks.iter().map(|mark| 1.0 + single(style, direction, *mark)).collect();
            compare(&format!("{style} {direction:?}"), &words, &found, &expected);
        }
    }
}

/// The width of two neighbouring marks in a style that shares their blanks; none where the style's table does not say.
fn shared(style: &str, direction: Direction, first: char, second: char) -> Option<f64> {
    if keeps(direction, first) || keeps(direction, second) || RIGID.contains(first) || RIGID.contains(second) {
        return None;
    }
    let (stop, opening) = (STOPS.contains(first), opens(second));
    match style {
        // An opening mark and a closing one have their blanks outside, and nothing between them to share.
        "quanjiao" if opens(first) && !opening => Some(2.0),
        "quanjiao" => Some(1.5),
        "plain" | "line-end-half" => Some(2.0),
        "banjiao" => Some(1.0),
        "kaiming" if stop && (opening || CLOSING.contains(second)) => Some(1.5),
        "kaiming" if stop || STOPS.contains(second) => None,
        "kaiming" => Some(1.0),
        _ => None,
    }
}

/// Proves: STY-01 [CN] [HV], SPC-03 [CN] [HV]: forty marks by forty between Han stand as their style says: in full-width style two take one
/// and a half em, in half-width style one, in plain style two, in kaiming a stop and a quotation mark one and a half.
#[test]
fn forty_marks_by_forty_stand_as_their_style_says() {
    let marks: Vec<char> = [OPENING, CLOSING, COMMAS, COLONS, STOPS, RIGID].concat().chars().collect();
    assert_eq!(marks.len(), 40);
    let pairs: Vec<(char, char)> = marks.iter().flat_map(|first| marks.iter().map(|second| (*first, *second))).collect();
    let words: Vec<String> = pairs.iter().map(|(first, second)| format!("{first}{second}")).collect();
    for style in &STYLES[..5] {
        for direction in DIRECTIONS {
            let found = distances(&styled("zh-Hans-CN", direction, style), &words);
            let expected = pairs.iter().zip(&found).map(|((first, second), found)| match shared(style, direction, *first, *second) {
                Some(width) => 1.0 + width,
                // Where the table says nothing, marks take no more than apart and never less than their bodies.
                None => found.clamp(1.5, 3.0),
            });
            compare(&format!("{style} {direction:?}"), &words, &found, &expected.collect::<Vec<f64>>());
        }
    }
}

/// Proves: SPC-04 [TW] [HV], STY-01 [TW HK] [HV]: centred pause and stop marks keep their em beside any mark in the plain preset.
#[test]
fn centred_marks_keep_their_em_in_taiwan() {
    let words: Vec<String> = ["，，", "。。", "。！", "，：", "！？", "；、"].map(String::from).to_vec();
    let expected = vec![3.0; words.len()];
    for direction in DIRECTIONS {
        let found = distances(&styled("zh-Hant-TW", direction, "plain"), &words[..4]);
        compare(direction.name(), &words[..4], &found, &expected[..4]);
        let brackets: Vec<String> = ["。」", "」「", "「『", "』」", "，「"].map(String::from).to_vec();
        let tight = distances(&styled("zh-Hant-TW", direction, "tight"), &brackets);
        let plain = distances(&styled("zh-Hant-TW", direction, "plain"), &brackets);
        assert!(tight.iter().zip(&plain).all(|(tight, plain)| tight <= plain), "{direction:?}: {tight:?} {plain:?}");
        assert!(tight != plain, "{direction:?}: the presets differ");
    }
}

/// Proves: SPC-03 [CN HK] [HV]: the ink of neighbouring marks never meets, in any style.
#[test]
fn ink_of_neighbouring_marks_never_meets() {
    let marks: Vec<char> = "“（《「”）》」，、；：。？！".chars().collect();
    let words: Vec<String> = marks.iter().flat_map(|first| marks.iter().map(move |second| format!("国{first}{second}国"))).collect();
    for language in ["zh-Hans-CN", "zh-Hant-HK", "zh-Hant-TW"] {
        for style in ["quanjiao", "banjiao", "tight"] {
            for direction in DIRECTIONS {
                let mut wrong = Vec::new();
                for block in styled(language, direction, style).paragraphs(&words) {
                    let line = &block.lines[0];
                    let along = |ink: [f64; 4]| if direction.is_vertical() { (ink[1], ink[3]) } else { (ink[0], ink[2]) };
                    let inks: Vec<(f64, f64)> = line.glyphs.iter().filter_map(|glyph| glyph.ink().map(along)).collect();
                    // Dividing marks that share a cell stand side by side in it.
                    let cell = line.text().chars().filter(|mark| "？！".contains(*mark)).count() == 2;
                    if !cell && inks.windows(2).any(|pair| pair[1].0 - pair[0].1 < 0.02 * line.size()) {
                        wrong.push(line.text());
                    }
                }
                assert!(wrong.is_empty(), "{language} {style} {direction:?}: {wrong:?}");
            }
        }
    }
}

/// The marks of these that start a line, and those that end one, in some column.
fn at_edges(specimen: &Specimen, marks: &[&str]) -> (BTreeSet<String>, BTreeSet<String>) {
    let items: Vec<String> = marks.iter().map(|mark| (*mark).to_owned()).collect();
    let (_, blocks) = scan(&specimen.clone().narrow(), &items);
    let (mut starts, mut ends) = (BTreeSet::new(), BTreeSet::new());
    for (mark, block) in blocks {
        let last = block.lines.len() - 1;
        for (index, line) in block.lines.iter().enumerate() {
            if index > 0 && line.text().starts_with(&mark) {
                starts.insert(mark.clone());
            }
            if index < last && line.text().ends_with(&mark) {
                ends.insert(mark.clone());
            }
        }
    }
    (starts, ends)
}

fn level(language: &str, direction: Direction, level: &str) -> Specimen {
    Specimen::new(language, direction).with(&format!("[line]\nkinsoku = \"{level}\""))
}

fn set_of(marks: &[&str]) -> BTreeSet<String> {
    marks.iter().map(|mark| (*mark).to_owned()).collect()
}

/// Proves: KIN-04 [JA] [HV]: four Japanese levels, by the marks that start a line in some column.
#[test]
fn japanese_levels_bar_what_they_name() {
    let marks = ["々", "ー", "っ", "ャ", "・", "？", "！", "〜", "。", "、", "」"];
    let table: [(&str, &[&str]); 4] = [
        ("very-strict", &[]),
        ("strict", &["々", "ー", "っ", "ャ"]),
        ("loose", &["々", "ー", "っ", "ャ", "・"]),
        ("very-loose", &["々", "ー", "っ", "ャ", "・", "？", "！", "〜"]),
    ];
    for direction in DIRECTIONS {
        for (name, allowed) in table {
            let (starts, _) = at_edges(&level("ja", direction, name), &marks);
            assert_eq!(starts, set_of(allowed), "{name} {direction:?}");
        }
    }
}

/// Proves: KIN-05 [CN TW HK] [HV]: four Chinese levels, by the marks that start or end a line in some column.
#[test]
fn chinese_levels_bar_what_they_name() {
    let marks = ["，", "。", "！", "”", "）", "·", "–", "“", "（", "／", "——", "……"];
    for language in ["zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK"] {
        for direction in DIRECTIONS {
            let edges = |name| at_edges(&level(language, direction, name), &marks);
            let (starts, ends) = edges("none");
            assert!(["，", "。", "）", "——"].iter().all(|mark| starts.contains(*mark)), "{language} {direction:?}: {starts:?}");
            assert!(ends.contains("（") && ends.contains("／"), "{language} {direction:?}: {ends:?}");
            let (starts, ends) = edges("basic");
            assert_eq!(
                starts.difference(&set_of(&["／", "（", "“"])).cloned().collect::<BTreeSet<_>>(),
                set_of(&["——", "……"]),
                "{language} {direction:?}"
            );
            assert!(!ends.contains("（") && !ends.contains("“") && ends.contains("／"), "{language} {direction:?}: {ends:?}");
            let (starts, ends) = edges("gb");
            assert!(starts.contains("——") && !starts.contains("，") && !ends.contains("／"), "{language} {direction:?}: {ends:?}");
            let (starts, ends) = edges("strict");
            assert!(!starts.contains("——") && !starts.contains("……") && !ends.contains("／"), "{language} {direction:?}: {starts:?}");
        }
    }
}

/// The marks that stand beyond the measure in some column, and how often lines end with them inside it.
fn hung(set: &Set, blocks: &[(String, crate::reader::Block)]) -> (BTreeSet<char>, usize) {
    let (mut marks, mut inside) = (BTreeSet::new(), 0);
    for line in blocks.iter().flat_map(|(_, block)| &block.lines[..block.lines.len() - 1]) {
        let last = line.text().chars().next_back().unwrap();
        let start = set.extent(line).1 - 1.0;
        match start > set.columns() as f64 - 0.3 {
            true => drop(marks.insert(last)),
            false if "、。".contains(last) => inside += 1,
            false => {}
        }
    }
    (marks, inside)
}

/// Proves: HNG-01 [JA CN] [HV]: stops and commas hang where the book allows it, and nothing else ever does.
/// Proves: HNG-02 [JA CN] [HV]: a mark that fits stands inside; by force every one at a line's end hangs.
#[test]
fn stops_and_commas_hang_where_it_is_allowed() {
    let items: Vec<String> = "、。，．」）！？・国".chars().map(String::from).collect();
    for language in ["ja", "zh-Hans-CN"] {
        for direction in DIRECTIONS {
            let of = |hanging: &str| {
                let specimen = Specimen::new(language, direction).narrow().with(&format!("[line]\nhanging = \"{hanging}\""));
                let (set, blocks) = scan(&specimen, &items);
                hung(&set, &blocks)
            };
            let expected: BTreeSet<char> = "、。，．".chars().collect();
            let (off, _) = of("off");
            assert_eq!(off, BTreeSet::new(), "{language} {direction:?}");
            let (allowed, _) = of("allow");
            assert!(!allowed.is_empty() && allowed.is_subset(&expected), "{language} {direction:?}: {allowed:?}");
            let (forced, inside) = of("force");
            assert!(forced.contains(&'。') && forced.is_subset(&expected), "{language} {direction:?}: {forced:?}");
            assert_eq!(inside, 0, "{language} {direction:?}: every one at a line's end hangs");
        }
    }
}

/// Proves: KIN-14 [ALL] [HV]: a book bars and frees single marks.
#[test]
fn a_book_changes_the_rule_of_single_marks() {
    for direction in DIRECTIONS {
        let marks = ["ー", "・", "。", "国"];
        let own = Specimen::new("ja", direction).with("[line]\nno-line-start = \"ー\"\nmay-start-line = \"・\"");
        assert_eq!(at_edges(&own, &marks).0, set_of(&["・", "国"]), "{direction:?}");
        assert_eq!(at_edges(&Specimen::new("ja", direction), &marks).0, set_of(&["ー", "国"]), "{direction:?}");
    }
}

/// Proves: STY-02 [ALL] [HV]: a book changes the width of single marks.
#[test]
fn a_book_changes_the_width_of_single_marks() {
    let words: Vec<String> = ["。", "，"].map(String::from).to_vec();
    for direction in DIRECTIONS {
        let own = Specimen::new("zh-Hans-CN", direction).with("[line.marks]\n\"。\" = \"half\"");
        compare(direction.name(), &words, &distances(&own, &words), &[1.5, 2.0]);
    }
}
