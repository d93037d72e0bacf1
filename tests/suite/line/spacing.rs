//! Widths of marks and the gaps between neighbours (typesetting requirements SPC).

use super::oracle::MARKS;
use super::oracle::pair;
use crate::reader::Block;
use crate::reader::Glyph;
use crate::specimen::DIRECTIONS;
use crate::specimen::Direction;
use crate::specimen::REGIONS;
use crate::specimen::Specimen;

/// A five-hundredth of an em: what whole thousandths in the file leave uncertain.
const NEAR: f64 = 0.002;

/// The distance of the Han around each of these, in em, from single lines of a finished PDF.
pub fn distances(specimen: &Specimen, words: &[String]) -> Vec<f64> {
    let paragraphs: Vec<String> = words.iter().map(|words| format!("国{words}国")).collect();
    let blocks = specimen.paragraphs(&paragraphs);
    let lines = blocks.iter().map(|block| match &block.lines[..] {
        [line] => line.span(),
        lines => panic!("{} lines: {}", lines.len(), lines[0].text()),
    });
    lines.collect()
}

/// Says all that differ, not the first alone.
pub fn compare(what: &str, words: &[String], found: &[f64], expected: &[f64]) {
    let rows = words.iter().zip(found.iter().zip(expected));
    let wrong: Vec<String> = rows
        .filter(|(_, (found, expected))| (*found - *expected).abs() > NEAR)
        .map(|(words, (found, expected))| format!("国{words}国 is {found:.3} em and not {expected:.3}"))
        .collect();
    assert!(wrong.is_empty(), "{what}: {} of {} differ\n{}", wrong.len(), words.len(), wrong.join("\n"));
}

/// Proves: SPC-01 [JA] [HV]: a mark beside Han takes its body and the blanks of table 1, in the finished PDF.
#[test]
fn a_mark_between_han_takes_its_body_and_its_blanks() {
    let words: Vec<String> = MARKS.iter().map(|(mark, ..)| mark.to_string()).collect();
    let expected: Vec<f64> = MARKS.iter().map(|(_, class, body)| 1.0 + pair("19", class).gap() + body + pair(class, "19").gap()).collect();
    for direction in DIRECTIONS {
        let found = distances(&Specimen::new("ja", direction), &words);
        compare(direction.name(), &words, &found, &expected);
    }
}

/// Proves: SPC-02 [JA] [HV]: forty marks by forty marks between Han stand as far apart as table 1 of JLREQ says.
#[test]
fn forty_marks_by_forty_stand_as_the_oracle_says() {
    let pairs: Vec<_> = MARKS.iter().flat_map(|first| MARKS.iter().map(move |second| (first, second))).collect();
    let words: Vec<String> = pairs.iter().map(|(first, second)| format!("{}{}", first.0, second.0)).collect();
    for direction in DIRECTIONS {
        let expected = pairs.iter().map(|((one, before, first), (other, after, second))| {
            // Two dividing marks share a cell in vertical lines (TCY-02).
            let cell = direction.is_vertical() && "！？".contains(*one) && "！？".contains(*other);
            let bodies = if cell { 1.0 } else { first + second };
            1.0 + pair("19", before).gap() + bodies + pair(before, after).gap() + pair(after, "19").gap()
        });
        let found = distances(&Specimen::new("ja", direction), &words);
        compare(direction.name(), &words, &found, &expected.collect::<Vec<f64>>());
    }
}

/// The gap between two neighbours that say these texts, where they first follow each other, in em of the line.
fn gap(block: &Block, before: &str, after: &str) -> f64 {
    let line = &block.lines[0];
    let shown: Vec<&Glyph> = line.glyphs.iter().filter(|glyph| glyph.text != " ").collect();
    let pair = shown.windows(2).find(|pair| pair[0].text == before && pair[1].text == after);
    let pair = pair.unwrap_or_else(|| panic!("no {before}{after} in {}", line.text()));
    (line.start_of(pair[1]) - line.end_of(pair[0])) / line.size()
}

/// Proves: SPC-06 [CN TW HK] [HV]: connector, interpunct and solidus take half an em on the mainland; units of two dashes or six dots take two em.
/// Proves: SPC-07 [ALL] [HV]: the interpunct takes half an em on the mainland and one em elsewhere.
/// Proves: CLS-05 [ALL] [HV]: the dash and the ellipsis are two em.
#[test]
fn rigid_marks_take_what_their_region_says() {
    let table: [(&str, &[(&str, f64)]); 4] = [
        ("ja", &[("・", 2.0), ("——", 3.0), ("……", 3.0)]),
        ("zh-Hans-CN", &[("·", 1.5), ("–", 1.5), ("／", 1.5), ("——", 3.0), ("……", 3.0)]),
        ("zh-Hant-TW", &[("‧", 2.0), ("・", 2.0), ("！", 2.0), ("？", 2.0), ("。", 2.0), ("，", 2.0), ("——", 3.0), ("……", 3.0)]),
        ("zh-Hant-HK", &[("‧", 2.0), ("・", 2.0), ("！", 2.0), ("？", 2.0), ("。", 2.0), ("，", 2.0), ("——", 3.0), ("……", 3.0)]),
    ];
    for (language, rows) in table {
        for direction in DIRECTIONS {
            let words: Vec<String> = rows.iter().map(|(mark, _)| (*mark).to_owned()).collect();
            let expected: Vec<f64> = rows.iter().map(|(_, width)| *width).collect();
            let found = distances(&Specimen::new(language, direction), &words);
            compare(&format!("{language} {direction:?}"), &words, &found, &expected);
        }
    }
}

/// Proves: SPC-10 [ALL] [HV]: a quarter em stands between Han or kana and Latin letters or numbers, on both sides, and none beside marks.
#[test]
fn a_quarter_em_stands_between_han_and_latin() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let texts = ["国abcd国", "国，abcd，国", "国。abcd「国", "国　abcd　国"];
            let blocks = Specimen::new(language, direction).paragraphs(&texts.map(String::from));
            let gaps = [
                (gap(&blocks[0], "国", "a"), 0.25),
                (gap(&blocks[0], "d", "国"), 0.25),
                (gap(&blocks[1], "，", "a"), 0.0),
                (gap(&blocks[1], "d", "，"), 0.0),
                (gap(&blocks[2], "。", "a"), 0.0),
                (gap(&blocks[2], "d", "「"), 0.0),
                (gap(&blocks[3], "　", "a"), 0.0),
                (gap(&blocks[3], "d", "　"), 0.0),
            ];
            for (index, (found, expected)) in gaps.into_iter().enumerate() {
                assert!((found - expected).abs() < NEAR, "{language} {direction:?} {index}: {found:.3} and not {expected}");
            }
        }
    }
}

/// Proves: SPC-10 [ALL] [HV]: no gap stands at the head or the end of a line, in whatever column the word falls.
#[test]
fn the_gap_beside_latin_vanishes_at_both_ends_of_a_line() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let specimen = Specimen::new(language, direction).narrow();
            let columns = specimen.set("国").columns();
            let paragraphs: Vec<String> =
                (0..columns).map(|prefix| format!("{}abcd{}", "国".repeat(prefix), "国".repeat(columns * 2))).collect();
            let set = specimen.set(&paragraphs.join("\n\n"));
            let (mut heads, mut ends) = (0, 0);
            for block in set.body() {
                for (index, line) in block.lines.iter().enumerate().filter(|(index, _)| *index + 1 < block.lines.len()) {
                    let (start, end) = set.extent(line);
                    let text = line.text();
                    if index > 0 && text.starts_with('a') {
                        heads += 1;
                        assert!(start.abs() < NEAR, "{language} {direction:?}: {start:.3} {text}");
                    }
                    if text.ends_with('d') {
                        ends += 1;
                        assert!((end - columns as f64).abs() < NEAR, "{language} {direction:?}: {end:.3} {text}");
                    }
                }
            }
            assert!(heads > 0 && ends > 0, "{language} {direction:?}: {heads} {ends}");
        }
    }
}

/// Proves: SPC-11 [ALL] [HV]: underlines and the areas of links end with the words that they belong to and leave the gaps free.
#[test]
fn underlines_and_links_do_not_cover_gaps() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let set = Specimen::new(language, direction).set("国[abcd](https://example.org/)国\n\n国[abcd]{.underline}国");
            let blocks = set.body();
            let word = |line: &crate::reader::Line| (line.start_of(&line.glyphs[1]), line.end_of(&line.glyphs[4]));
            let along = |box_: [f64; 4]| if direction.is_vertical() { (box_[1], box_[3]) } else { (box_[0], box_[2]) };
            // A line beside a word may be a sixteenth of an em shorter at each end, so that neighbours stay apart.
            let near = |found: (f64, f64), expected: (f64, f64)| {
                let shorter = (found.0 - expected.0, expected.1 - found.1);
                let within = [shorter.0, shorter.1].iter().all(|by| (-0.02..0.07 * set.em).contains(by));
                assert!(within, "{language} {direction:?}: {found:?} and not {expected:?}");
            };
            let page = blocks[0].lines[0].page;
            let link = set.marks.links.iter().find(|(at, _)| *at == page).expect("the link has an area");
            near(along(link.1), word(&blocks[0].lines[0]));
            let shapes: Vec<_> = set.marks.shapes.iter().filter(|shape| shape.page == page).collect();
            let [line] = &shapes[..] else { panic!("{language} {direction:?}: {shapes:?}") };
            near(along([line.left, line.top, line.right, line.bottom]), word(&blocks[1].lines[0]));
        }
    }
}

/// Proves: SPC-13 [ALL] [HV]: the space between Latin words in CJK text is a third of an em by nature.
#[test]
fn the_space_between_words_is_a_third_of_an_em() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let blocks = Specimen::new(language, direction).paragraphs(&["国abcd efgh国".to_owned()]);
            let found = gap(&blocks[0], "d", "e");
            assert!((found - 1.0 / 3.0).abs() < NEAR, "{language} {direction:?}: {found:.3}");
        }
    }
}

/// The middle of a glyph's ink in its em box, in em from the top left.
fn in_box(glyph: &Glyph) -> (f64, f64) {
    let [left, top, right, bottom] = glyph.ink().unwrap();
    // The em box: from the top middle of a vertical glyph, from the baseline of a horizontal one.
    let corner = match glyph.font.vertical {
        true => (glyph.origin.0 - glyph.size / 2.0, glyph.origin.1),
        false => (glyph.origin.0, glyph.origin.1 - glyph.font.ascent * glyph.size),
    };
    (((left + right) / 2.0 - corner.0) / glyph.size, ((top + bottom) / 2.0 - corner.1) / glyph.size)
}

/// Proves: REG-03 [ALL] [HV]: ：；！？ stand at the left in horizontal and at the right in vertical lines of the mainland, in the middle elsewhere, upright.
#[test]
fn colons_and_dividing_marks_stand_where_their_region_has_them() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let blocks = Specimen::new(language, direction).paragraphs(&["国：国；国！国？国".to_owned()]);
            let line = &blocks[0].lines[0];
            for mark in ["：", "；", "！", "？"] {
                let glyph = line.glyphs.iter().find(|glyph| glyph.text == mark).unwrap();
                let (x, y) = in_box(glyph);
                let holds = match (language, direction) {
                    ("zh-Hans-CN", Direction::Horizontal) => x < 0.45,
                    ("zh-Hans-CN", Direction::Vertical) => x > 0.55,
                    _ => (x - 0.5).abs() < 0.08 && (y - 0.5).abs() < 0.15,
                };
                assert!(holds && glyph.upright(), "{language} {direction:?} {mark}: ({x:.2}, {y:.2}) from the top left");
            }
        }
    }
}

/// Proves: CLS-10 [ALL] [HV]: a space typed between Han and Latin is the gap that stands there anyway.
#[test]
fn a_typed_space_is_the_gap() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let blocks = Specimen::new(language, direction).paragraphs(&["国abcd国".to_owned(), "国 abcd 国".to_owned()]);
            let spans: Vec<f64> = blocks.iter().map(|block| block.lines[0].span()).collect();
            assert!((spans[0] - spans[1]).abs() < NEAR, "{language} {direction:?}: {spans:?}");
        }
    }
}

/// Proves: QUO-01 [ALL] [HV]: quotation marks become those of region and direction where the book asks for it.
#[test]
fn quotation_marks_follow_region_and_direction_on_request() {
    for (language, horizontal, vertical) in [
        ("zh-Hans-CN", "国“外‘内’外”国", "国『外「内」外』国"),
        ("zh-Hant-TW", "国「外『内』外」国", "国「外『内』外」国"),
        ("ja", "国「外『内』外」国", "国「外『内』外」国"),
    ] {
        for (direction, expected) in DIRECTIONS.into_iter().zip([horizontal, vertical]) {
            // Corner brackets are the mainland's own in vertical lines too, whichever stand outside.
            let corners = (language, direction) != ("zh-Hans-CN", Direction::Vertical);
            for text in ["国“外‘内’外”国", "国「外『内』外」国"].into_iter().take(if corners { 2 } else { 1 }) {
                let specimen = Specimen { quotes: "region".to_owned(), ..Specimen::new(language, direction) };
                assert_eq!(specimen.paragraphs(&[text.to_owned()])[0].lines[0].text(), expected, "{language} {direction:?}");
            }
        }
    }
}

/// Proves: REG-01 [ALL] [HV]: the full stop stands at the corner of its em box on the mainland and in Japan and in the middle in Taiwan and Hong Kong, by the font's own glyph.
#[test]
fn the_full_stop_stands_where_its_region_has_it() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let blocks = Specimen::new(language, direction).paragraphs(&["国。国，国、国".to_owned()]);
            let line = &blocks[0].lines[0];
            for mark in ["。", "，", "、"] {
                let glyph = line.glyphs.iter().find(|glyph| glyph.text == mark).unwrap();
                let (x, y) = in_box(glyph);
                let holds = match (language, direction) {
                    ("ja" | "zh-Hans-CN", Direction::Horizontal) => x < 0.4 && y > 0.65,
                    ("ja" | "zh-Hans-CN", Direction::Vertical) => x > 0.6 && y < 0.35,
                    _ => (x - 0.5).abs() < 0.06 && (y - 0.5).abs() < 0.06,
                };
                assert!(holds, "{language} {direction:?} {mark}: ({x:.2}, {y:.2}) from the top left");
            }
        }
    }
}
