//! Runs see through markup: the same words by two routes stand in the same places (M-cmp).

use crate::reader::Block;
use crate::specimen::DIRECTIONS;
use crate::specimen::Set;
use crate::specimen::Specimen;

const TEXTS: [(&str, &str); 3] = [
    (
        "ja",
        "彼は「『山』へ、海へ。」と言った（昨日・今日）。それから——三日後に、「はい」！と答えた……。山と川、空と雲；すべて「静か」だった。",
    ),
    ("zh-Hans-CN", "他说：“‘山’和海，都好。”（昨天、今天）于是——三天后，“好”！他答道……。山、川、天、云；都“静”了。《书〈篇〉》也读。"),
    (
        "zh-Hant-TW",
        "他說：「『山』和海，都好。」（昨天、今天）於是——三天後，「好」！他答道……。山、川、天、雲；都「靜」了。《書〈篇〉》也讀。",
    ),
];

/// A glyph by its line, its text and its place from the start of the type area and from the middle of its line, in em.
type Placed = (usize, String, f64, f64);

fn places(set: &Set, block: &Block) -> Vec<Placed> {
    let mut places = Vec::new();
    for (index, line) in block.lines.iter().enumerate() {
        for glyph in &line.glyphs {
            let across = (line.across(glyph.origin) - line.across(line.glyphs[0].origin)) / set.em;
            places.push((index, glyph.text.clone(), (line.start_of(glyph) - set.start(line)) / set.em, across));
        }
    }
    places
}

/// Each pair of neighbours with the border of an element between them.
fn split(text: &str, wrap: impl Fn(&str) -> String) -> Vec<String> {
    let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(1).collect();
    // A unit of two characters is one, and is never split by an author.
    let borders = borders.into_iter().filter(|at| {
        let (before, after) = (text[..*at].chars().next_back(), text[*at..].chars().next());
        before != after
    });
    borders
        .map(|at| {
            let end = text[at..].chars().next().unwrap().len_utf8() + at;
            let end = if text[end..].starts_with(&text[at..end]) { end + (end - at) } else { end };
            format!("{}{}{}", &text[..at], wrap(&text[at..end]), &text[end..])
        })
        .collect()
}

fn unchanged(wrap: impl Fn(&str) -> String + Copy) {
    for (language, text) in TEXTS {
        for direction in DIRECTIONS {
            let specimen = Specimen::new(language, direction).narrow();
            let mut paragraphs = vec![text.to_owned()];
            paragraphs.extend(split(text, wrap));
            let set = specimen.set(&paragraphs.join("\n\n"));
            let blocks = set.body();
            let plain = places(&set, &blocks[0]);
            for (block, words) in blocks.iter().zip(&paragraphs).skip(1) {
                let marked = places(&set, block);
                let differs = plain
                    .iter()
                    .zip(&marked)
                    .find(|(plain, marked)| plain.0 != marked.0 || plain.1 != marked.1 || (plain.2 - marked.2).abs() > 0.003);
                assert!(differs.is_none() && plain.len() == marked.len(), "{language} {direction:?}: {words}\n{differs:?}");
            }
        }
    }
}

/// Proves: SPC-15 [ALL] [HV]: gaps collapse between final neighbours, whatever element ends or begins between them.
/// Proves: KIN-11 [ALL] [HV]: breaks see through the borders of elements.
#[test]
fn a_span_around_any_character_changes_nothing() {
    unchanged(|inner| format!("[{inner}]{{.nobreak}}"));
}

/// Proves: SPC-15 [ALL] [HV]: a link around any character changes no gap.
/// Proves: KIN-11 [ALL] [HV]: a link around any character changes no break.
#[test]
fn a_link_around_any_character_changes_nothing() {
    unchanged(|inner| format!("[{inner}](https://example.org/)"));
}

/// Proves: SPC-15 [ALL] [HV]: emphasis around any character changes no gap.
/// Proves: KIN-11 [ALL] [HV]: emphasis around any character changes no break.
#[test]
fn strong_text_around_any_character_changes_nothing() {
    unchanged(|inner| format!("[{inner}]{{.strong}}"));
}

/// Proves: SPC-15 [ALL] [HV]: a line beside a name changes no gap.
#[test]
fn an_underline_around_any_character_changes_nothing() {
    unchanged(|inner| format!("[{inner}]{{.underline}}"));
}

/// Proves: CLS-09 [ALL] [HV]: a line end of the manuscript between wide characters vanishes.
#[test]
fn a_line_end_in_the_manuscript_changes_nothing() {
    for (language, text) in TEXTS {
        for direction in DIRECTIONS {
            let wrapped: Vec<String> = text.chars().collect::<Vec<_>>().chunks(7).map(|part| part.iter().collect()).collect();
            let set = Specimen::new(language, direction).set(&format!("{text}\n\n{}", wrapped.join("\n")));
            let blocks = set.body();
            let near = |(line, text, along, _): Placed| (line, text, (along * 500.0).round());
            let own = |block: &Block| places(&set, block).into_iter().map(near).collect::<Vec<_>>();
            assert_eq!(own(&blocks[0]), own(&blocks[1]), "{language} {direction:?}");
        }
    }
}
