//! What stands beside lines: emphasis marks, lines beside names, readings, bopomofo; none of it moves a line
//! (typesetting requirements EMP, INT, RUB, ZHU, WAR, GRD, PAR).

use std::collections::BTreeMap;

use crate::reader::Block;
use crate::reader::Drawn;
use crate::reader::Glyph;
use crate::reader::Line;
use crate::reader::Marks;
use crate::reader::Shape;
use crate::specimen::DIRECTIONS;
use crate::specimen::Direction;
use crate::specimen::REGIONS;
use crate::specimen::Set;
use crate::specimen::Specimen;

/// How far a place lies over (negative) or under the middle of a line, in em of the line.
fn off(line: &Line, place: (f64, f64)) -> f64 {
    (line.across(place) - line.across(line.glyphs[0].centre())) / line.size()
}

/// The middle of a glyph's ink.
fn ink_centre(glyph: &Glyph) -> (f64, f64) {
    let [left, top, right, bottom] = glyph.ink().unwrap();
    ((left + right) / 2.0, (top + bottom) / 2.0)
}

/// Small glyphs of no element beside a line.
fn dots<'a>(marks: &'a Marks, line: &Line) -> Vec<&'a Glyph> {
    let small = marks.artifacts().filter(|glyph| glyph.page == line.page && glyph.size < line.size() * 0.8);
    small.filter(|glyph| off(line, glyph.centre()).abs() < 1.2).collect()
}

/// Proves: EMP-01 [JA] [HV]: one mark of half the size stands over the middle of each character that takes one, above or to the right, and none at marks.
/// Proves: EMP-02 [CN TW HK] [HV]: the dot stands below in horizontal lines and to the right in vertical ones, and none at marks.
/// Proves: EMP-03 [ALL] [HV]: emphasis marks change no place of the text.
#[test]
fn emphasis_marks_stand_on_the_middle_of_their_characters() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let set = Specimen::new(language, direction).set("国[重点、就是（这里）。]{.dots}国\n\n国重点、就是（这里）。国");
            let blocks = set.body();
            let line = &blocks[0].lines[0];
            let dots = dots(&set.marks, line);
            let eligible: Vec<&Glyph> = line.glyphs.iter().filter(|glyph| "重点就是这里".contains(&glyph.text)).collect();
            assert_eq!(dots.len(), eligible.len(), "{language} {direction:?}");
            for (dot, glyph) in dots.iter().zip(&eligible) {
                let apart = (line.along(ink_centre(dot)) - line.along(glyph.centre())) / line.size();
                assert!(apart.abs() < 0.03, "{language} {direction:?} {}: {apart:.3}", glyph.text);
                let across = off(line, dot.centre());
                let expected = if language == "ja" || direction.is_vertical() { -0.75 } else { 0.75 };
                assert!((across - expected).abs() < 0.15, "{language} {direction:?}: {across:.3}");
                let [left, top, right, bottom] = dot.ink().unwrap();
                let size = (right - left).max(bottom - top) / glyph.size;
                assert!((0.12..=0.45).contains(&size), "{language} {direction:?}: {size:.2}");
            }
            let bare = &blocks[1].lines[0];
            for (one, other) in line.glyphs.iter().zip(&bare.glyphs) {
                let moved = (line.start_of(one) - set.start(line)) - (bare.start_of(other) - set.start(bare));
                assert!(moved.abs() < 0.02, "{language} {direction:?} {}: {moved:.3} pt", one.text);
            }
        }
    }
}

/// The shapes beside a line: their extent along it and how far they are across, in em.
fn rules(set: &Set, line: &Line) -> Vec<(f64, f64, f64, Shape)> {
    let near = set.marks.shapes.iter().filter(|shape| shape.page == line.page);
    let mut rules: Vec<(f64, f64, f64, Shape)> = near
        .map(|shape| {
            let (from, to) = (line.along((shape.left, shape.top)), line.along((shape.right, shape.bottom)));
            let middle = ((shape.left + shape.right) / 2.0, (shape.top + shape.bottom) / 2.0);
            (from / line.size(), to / line.size(), off(line, middle), shape.clone())
        })
        .filter(|(_, _, across, _)| across.abs() < 0.9)
        .collect();
    rules.sort_by(|one, other| one.0.total_cmp(&other.0));
    rules
}

fn extent(line: &Line, text: &str) -> (f64, f64) {
    let own: Vec<&Glyph> = line.glyphs.iter().filter(|glyph| text.contains(&glyph.text)).collect();
    (line.start_of(own[0]) / line.size(), line.end_of(own.last().unwrap()) / line.size())
}

/// Proves: INT-01 [CN TW HK] [HV]: a proper name has a straight line and a book title a wavy one, below the text or to its left, from its start to its end.
/// Proves: INT-02 [TW HK] [HV]: between two neighbouring names the line is broken by an eighth of an em at most.
#[test]
fn names_and_titles_have_their_lines() {
    for language in ["zh-Hant-TW", "zh-Hant-HK", "zh-Hans-CN"] {
        for direction in DIRECTIONS {
            let set = Specimen::new(language, direction).set("国[甲乙]{.name}[丙丁]{.name}国国[戊己庚]{.title}国国");
            let line = &set.body()[0].lines[0];
            let rules = rules(&set, line);
            assert_eq!(rules.len(), 3, "{language} {direction:?}: {rules:?}");
            for ((from, to, across, shape), (name, wavy)) in rules.iter().zip([("甲乙", false), ("丙丁", false), ("戊己庚", true)]) {
                let (start, end) = extent(line, name);
                assert!(
                    (-0.01..=0.1).contains(&(from - start)) && (-0.01..=0.1).contains(&(end - to)),
                    "{name}: {from}–{to} of {start}–{end}"
                );
                assert!((0.5..=0.8).contains(across), "{language} {direction:?} {name}: {across:.3}");
                assert_eq!(shape.curves > 0, wavy, "{name}");
                let thick = match shape.drawn {
                    Drawn::Filled => (shape.right - shape.left).min(shape.bottom - shape.top),
                    Drawn::Stroked(width) => width,
                };
                assert!((0.03..=0.07).contains(&(thick / set.em)), "{name}: {}", thick / set.em);
            }
            let apart = rules[1].0 - rules[0].1;
            assert!((0.06..=0.13).contains(&apart), "{language} {direction:?}: {apart:.3}");
        }
    }
}

/// Proves: INT-03 [TW HK CN] [HV]: over a line end the line beside a name is two, and it leaves the blank of a mark and the gap to Latin free.
#[test]
fn a_line_beside_a_name_goes_on_in_the_next_line() {
    for language in ["zh-Hant-TW", "zh-Hant-HK", "zh-Hans-CN"] {
        for direction in DIRECTIONS {
            let specimen = Specimen::new(language, direction).narrow();
            let columns = specimen.set("国").columns();
            let set = specimen.set(&format!("{}[甲乙丙丁戊己]{{.name}}国国\n\n国[甲乙]{{.name}}abc国", "国".repeat(columns - 5)));
            let blocks = set.body();
            let [first, second] = &blocks[0].lines[..] else { panic!("{}", blocks[0].lines.len()) };
            let mut covered = 0.0;
            for line in [first, second] {
                let rules = rules(&set, line);
                assert_eq!(rules.len(), 1, "{language} {direction:?}: {}", line.text());
                let (start, end) = extent(line, "甲乙丙丁戊己");
                assert!((rules[0].0 - start).abs() < 0.1 && (rules[0].1 - end).abs() < 0.1, "{language} {direction:?}");
                covered += rules[0].1 - rules[0].0;
            }
            assert!((5.5..=6.01).contains(&covered), "{language} {direction:?}: {covered:.2}");
            let line = &blocks[1].lines[0];
            let (_, end) = extent(line, "甲乙");
            assert!(rules(&set, line)[0].1 <= end + 0.002, "{language} {direction:?}: over the gap");
        }
    }
}

fn reading_extent(readings: &[Line], text: &str) -> (Vec<Glyph>, f64, f64) {
    let all: Vec<Glyph> = readings.iter().flat_map(|line| line.glyphs.clone()).collect();
    let own: Vec<Glyph> = all.into_iter().filter(|glyph| text.contains(&glyph.text) && !glyph.text.is_empty()).collect();
    let line = &readings[0];
    let (start, end) = (line.start_of(&own[0]), line.end_of(own.last().unwrap()));
    (own, start, end)
}

/// Proves: RUB-02 [JA] [HV]: a reading is half the size of its base, and their frames touch, above or to the right.
/// Proves: RUB-03 [JA] [HV]: a reading of one character is centred on its base.
/// Proves: RUB-04 [JA] [HV]: a reading shorter than its word is spread with blanks of one to two to one, a longer one spreads its word.
#[test]
fn readings_stand_on_their_bases() {
    for direction in DIRECTIONS {
        let texts = ["国{山|やま}国", "国{川|かは}国", "国{木|き}国", "国{東西南北|ほうい}国", "国{心太|ところてんや}国"];
        let set = Specimen::new("ja", direction).set(&texts.join("\n\n"));
        let blocks = set.body();
        let base = |block: &Block, first: usize, last: usize| {
            let line = &block.lines[0];
            (line.start_of(&line.glyphs[first]), line.end_of(&line.glyphs[last]))
        };
        for (block, (text, last)) in blocks.iter().zip([("やま", 1), ("かは", 1), ("き", 1), ("ほうい", 4)]) {
            let line = &block.lines[0];
            let (glyphs, start, end) = reading_extent(&block.readings, text);
            let (from, to) = base(block, 1, last);
            assert!(((start + end) - (from + to)).abs() / line.size() < 0.02, "{direction:?} {text} is off its base");
            for glyph in &glyphs {
                assert!((glyph.size / line.size() - 0.5).abs() < 0.001, "{direction:?} {text}: {}", glyph.size);
                let across = off(line, glyph.centre());
                assert!((across + 0.75).abs() < 0.01, "{direction:?} {text}: {across:.3}");
            }
        }
        // Three kana of half an em on four em: 1 : 2 : 2 : 1 of what is left, 2.5 em.
        let block = &blocks[3];
        let size = block.lines[0].size();
        let (glyphs, start, _) = reading_extent(&block.readings, "ほうい");
        let line = &block.readings[0];
        let head = (start - base(block, 1, 4).0) / size;
        let between = (line.start_of(&glyphs[1]) - line.end_of(&glyphs[0])) / size;
        assert!((head - 2.5 / 6.0).abs() < 0.01 && (between - 2.5 / 3.0).abs() < 0.01, "{direction:?}: {head:.3} {between:.3}");
        // Six kana on two characters between Han, over which nothing may hang: three em in all.
        let line = &blocks[4].lines[0];
        assert!((line.span() - 4.0).abs() < 0.01, "{direction:?}: {}", line.span());
    }
}

/// A page of everything that stands beside lines, and the same text bare.
const BESIDE: &str = "国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国国";

/// Proves: RUB-10 [ALL] [HV]: readings move no line.
/// Proves: EMP-03 [ALL] [HV]: emphasis marks move no line.
/// Proves: INT-04 [ALL] [HV]: lines beside names move no line.
/// Proves: WAR-04 [ALL] [HV]: inline notes of two lines move no line.
/// Proves: WAR-07 [ALL] [HV]: raised and lowered characters move no line.
/// Proves: GRD-05 [ALL] [HV]: nothing between lines or smaller in a line changes their distance.
/// Proves: GRD-04 [ALL] [HV]: lines stand on the grid of the page, on both sides of a leaf, after headings and notes too.
/// Proves: GRD-07 [ALL] [HV]: a character of a fallback face moves no line.
#[test]
fn nothing_moves_the_grid() {
    let things = [
        "{漢字|かんじ}",
        "[重要]{.dots}",
        "[孔子]{.name}",
        "[論語]{.title}",
        "[割り注の文がここに二行で入る]{.warichu}",
        "甲[2]{.sup}乙[3]{.sub}",
        "[12]{.tcy}",
        "[小]{.small}",
        "Ωж",
        "word",
        "[下]{.underline}",
    ];
    for language in REGIONS {
        for direction in DIRECTIONS {
            let mut text = String::new();
            for round in 0..4 {
                for (index, thing) in things.iter().enumerate() {
                    text += &format!("{}{thing}{BESIDE}{thing}{BESIDE}\n\n", "国".repeat(index + round * 5));
                }
                text += &format!("## 標題{round}\n\n国国国[^{round}]{BESIDE}\n\n[^{round}]: {BESIDE}\n\n> {BESIDE}\n\n");
            }
            let set = Specimen::new(language, direction).page("a6").set(&text);
            let mut phases: BTreeMap<bool, Vec<f64>> = BTreeMap::new();
            let mut pages = 0;
            for line in set.body().iter().flat_map(|block| &block.lines) {
                let Some(glyph) = line.glyphs.iter().find(|glyph| glyph.text == "国" && (glyph.size - set.em).abs() < 0.01) else {
                    continue;
                };
                let extent = set.marks.pages[line.page];
                let across = if direction.is_vertical() { extent.0 - glyph.origin.0 } else { glyph.origin.1 };
                phases.entry(line.page % 2 == 0).or_default().push(across.rem_euclid(set.pitch));
                pages = pages.max(line.page);
            }
            assert!(pages > 5, "{pages}");
            for (side, phases) in phases {
                let first = phases[0];
                let worst = phases.iter().map(|phase| (phase - first).abs()).map(|off| off.min(set.pitch - off)).fold(0.0, f64::max);
                assert!(worst < 0.011, "{language} {direction:?} {side}: {worst:.4} pt off the grid");
            }
        }
    }
}

/// Proves: PAR-01 [ALL] [HV]: a first line is indented by two em in Chinese and by one in Japanese, whatever the line's adjustment.
/// Proves: PAR-02 [JA CN TW HK] [HV]: an opening bracket at the head of a first line stands at the indent, flush or with its blank, as the region has it.
#[test]
fn first_lines_are_indented_by_whole_em() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let long = "国国、国「国国」国。国国国国，".repeat(9);
            let set = Specimen::new(language, direction).set(&format!("国国\n\n{long}\n\n「国国」国"));
            let expected = if language == "ja" { 1.0 } else { 2.0 };
            let starts: Vec<f64> = set.body().iter().map(|block| set.extent(&block.lines[0]).0).collect();
            assert!((starts[0] - expected).abs() < 0.002 && (starts[1] - expected).abs() < 0.002, "{language} {direction:?}: {starts:?}");
            let bracket = if language == "ja" { expected - 0.5 } else { expected };
            assert!((starts[2] - bracket).abs() < 0.002, "{language} {direction:?}: {starts:?}");
        }
    }
}

/// Symbols of a syllable and its tone: initials, medials and finals down the strip.
const SYLLABLES: [(&str, usize); 9] =
    [("ㄚ", 1), ("ㄅㄚ", 2), ("ㄒㄧㄠ", 3), ("ㄧˊ", 1), ("ㄇㄚˊ", 2), ("ㄌㄧㄤˇ", 3), ("ㄕˋ", 1), ("ㄉㄨㄥˋ", 3), ("˙ㄉㄜ", 2)];

/// Proves: ZHU-01 [TW] [HV]: symbols of three tenths of the size stand in a strip at the right of the character; in horizontal lines each character with its strip takes one and a half em.
/// Proves: ZHU-02 [TW] [HV]: one, two or three symbols are centred on the base as a block.
/// Proves: ZHU-03 [TW] [HV]: second to fourth tones stand to the right of the last symbol, the neutral tone over the first.
#[test]
fn bopomofo_stands_in_its_strip() {
    for direction in DIRECTIONS {
        let paragraphs: Vec<String> = SYLLABLES.iter().map(|(reading, _)| format!("{{國|{reading}}}{{國|{reading}}}")).collect();
        let blocks = Specimen::new("zh-Hant-TW", direction).paragraphs(&paragraphs);
        for (block, (reading, count)) in blocks.iter().zip(SYLLABLES) {
            let line = &block.lines[0];
            let em = line.size();
            let pitch = if direction == Direction::Horizontal { 1.5 } else { 1.0 };
            assert!((line.span() - pitch).abs() < 0.002, "{direction:?} {reading}: {}", line.span());
            let base = &line.glyphs[0];
            let glyphs: Vec<&Glyph> = block.readings.iter().flat_map(|line| &line.glyphs).take(reading.chars().count()).collect();
            let tone = |glyph: &&&Glyph| "ˊˇˋ˙".contains(&glyph.text);
            let symbols: Vec<&&Glyph> = glyphs.iter().filter(|glyph| !tone(glyph)).collect();
            assert_eq!(symbols.len(), count, "{direction:?} {reading}");
            let middle = base.centre();
            for symbol in &symbols {
                assert!((symbol.size / em - 0.3).abs() < 0.01, "{direction:?} {reading}: {}", symbol.size / em);
                let right = (symbol.centre().0 - middle.0) / em;
                assert!((0.5..=1.0).contains(&right), "{direction:?} {reading}: {right:.3}");
                assert!(symbol.upright());
            }
            let (first, last) = (symbols[0].centre().1, symbols[count - 1].centre().1);
            assert!(((first + last) / 2.0 - middle.1).abs() / em < 0.08, "{direction:?} {reading}: {first} {last} beside {}", middle.1);
            assert!(count == 1 || last > first);
            for mark in glyphs.iter().filter(tone) {
                let (x, y) = ink_centre(mark);
                match mark.text.as_str() {
                    "˙" => {
                        assert!(y < ink_centre(symbols[0]).1 && (x - symbols[0].centre().0).abs() / em < 0.1, "{direction:?} {reading}")
                    }
                    _ => assert!(
                        x > ink_centre(symbols[count - 1]).0 && y < ink_centre(symbols[count - 1]).1 + 0.02 * em,
                        "{direction:?} {reading}"
                    ),
                }
            }
        }
    }
}
