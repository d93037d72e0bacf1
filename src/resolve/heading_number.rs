//! Numbers of headings, by patterns such as 第一章, 一、, （一）, 1.1 (requirement HED-10).

use std::collections::BTreeMap;

use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::DivisionRole;
use crate::book::NodeId;
use crate::book::plain_text;
use crate::unicode::han_number;

/// The patterns of the six levels; an empty one numbers nothing. Each numeral in a pattern (`一`, `1`, `１`, `壱`, `①`, `I`, `A`, `甲`) stands
/// for a number: the last for that of the level, those before it for the levels above.
pub type HeadingNumbers = [String; 6];

const LEVELS: usize = 6;

/// Numbers every heading of the text whose level has a pattern, but those that the author leaves out and those that begin with a number of
/// the author's own. Numbers go through the whole book; those of a level begin anew after a heading of a level above.
pub(super) fn number_headings(book: &Book, patterns: &HeadingNumbers) -> BTreeMap<NodeId, String> {
    let mut numbers = BTreeMap::new();
    if patterns.iter().all(String::is_empty) {
        return numbers;
    }
    let mut counts = [0u64; LEVELS];
    for division in book.divisions.iter().filter(|division| division.role == DivisionRole::Body) {
        if division.metadata.title.is_some() {
            counts[1..].fill(0);
        }
        number_blocks(&division.blocks, patterns, &mut counts, &mut numbers);
    }
    numbers
}

fn number_blocks(blocks: &[Block], patterns: &HeadingNumbers, counts: &mut [u64; LEVELS], numbers: &mut BTreeMap<NodeId, String>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(heading) if heading.numbered => {
                let level = usize::from(heading.level.clamp(1, LEVELS as u8)) - 1;
                counts[level] += 1;
                counts[level + 1..].fill(0);
                if !patterns[level].is_empty() && !has_number(&plain_text(&heading.content)) {
                    numbers.insert(block.id, number(&patterns[level], &counts[..=level]));
                }
            }
            BlockKind::Container(_, blocks) => number_blocks(blocks, patterns, counts, numbers),
            _ => {}
        }
    }
}

/// A pattern with the counts of its levels; a level above that has no heading yet is left out with the point after it.
fn number(pattern: &str, counts: &[u64]) -> String {
    let places = pattern.chars().filter(|character| numeral(*character, 1).is_some()).count();
    let mut counts = counts[counts.len().saturating_sub(places)..].iter();
    let mut text = String::new();
    let mut skipped = false;
    for character in pattern.chars() {
        match numeral(character, 1).and_then(|_| counts.next()) {
            Some(0) => skipped = true,
            Some(count) => {
                skipped = false;
                text.extend(numeral(character, *count));
            }
            None if skipped && character == '.' => {}
            None => text.push(character),
        }
    }
    text
}

/// A number as this numeral of a pattern writes it; none when the character is no numeral.
fn numeral(kind: char, number: u64) -> Option<String> {
    let in_turn = |letters: &str| letters.chars().nth((number.max(1) - 1) as usize % letters.chars().count()).map(String::from);
    match kind {
        '一' => Some(han_number(number)),
        '1' => Some(number.to_string()),
        '１' => Some(number.to_string().chars().filter_map(|digit| char::from_u32(u32::from(digit) - 0x30 + 0xFF10)).collect()),
        '壱' => Some(han_number(number).chars().map(formal).collect()),
        '①' => {
            let circled = u32::try_from(number).ok().filter(|number| (1..=20).contains(number));
            Some(circled.and_then(|number| char::from_u32(0x2460 + number - 1)).map_or_else(|| number.to_string(), String::from))
        }
        'I' => Some(roman(number)),
        'A' => in_turn("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        '甲' => in_turn("甲乙丙丁戊己庚辛壬癸"),
        _ => None,
    }
}

fn formal(digit: char) -> char {
    match digit {
        '一' => '壱',
        '二' => '弐',
        '三' => '参',
        '十' => '拾',
        other => other,
    }
}

fn roman(number: u64) -> String {
    const NUMERALS: [(u64, &str); 9] = [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = number;
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        while rest >= value && text.len() < 32 {
            text.push_str(numeral);
            rest -= value;
        }
    }
    text
}

/// Whether a title begins with a number of the author's own: 第一章, 一、, （一）, 1., 1.1, １　, Chapter 1.
pub(super) fn has_number(title: &str) -> bool {
    let title = title.trim_start();
    let digit =
        |character: char| character.is_ascii_digit() || "０１２３４５６７８９〇零一二三四五六七八九十百千壱弐参拾".contains(character);
    let digits = |text: &str| text.find(|character| !digit(character)).unwrap_or(text.len());
    if let Some(rest) = title.strip_prefix('第') {
        let end = digits(rest);
        return end > 0 && rest[end..].chars().next().is_some_and(|unit| "章节節回卷巻部編编篇話话講讲課课條条幕集輯辑".contains(unit));
    }
    if let Some(rest) = title.strip_prefix(['（', '(']) {
        let end = digits(rest);
        return end > 0 && rest[end..].starts_with(['）', ')']);
    }
    if title.chars().next().is_some_and(|first| ('①'..='⑳').contains(&first)) {
        return true;
    }
    let end = digits(title);
    let (number, rest) = title.split_at(end);
    let western = number.chars().all(|character| character.is_ascii_digit());
    let ends = match western {
        true => rest.is_empty() || rest.starts_with(['.', '．', '、', ' ', '\u{3000}', ')', '）']),
        false => rest.is_empty() || rest.starts_with(['、', '．', '\u{3000}', ' ']),
    };
    end > 0 && ends
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves: HED-10 [ALL] [HV]: numbers of headings by pattern.
    #[test]
    fn a_number_follows_its_pattern() {
        for (pattern, counts, text) in [
            ("第一章", &[12][..], "第十二章"),
            ("第1章", &[3], "第3章"),
            ("第１章", &[13], "第１３章"),
            ("一、", &[2, 10], "十、"),
            ("（一）", &[1, 1, 4], "（四）"),
            ("1.1", &[2, 3], "2.3"),
            ("1.1.1", &[2, 3, 1], "2.3.1"),
            ("1.1", &[0, 3], "3"),
            ("壱", &[21], "弐拾壱"),
            ("I", &[14], "XIV"),
            ("①", &[5], "⑤"),
            ("甲", &[3], "丙"),
        ] {
            assert_eq!(number(pattern, counts), text, "{pattern} {counts:?}");
        }
    }

    #[test]
    fn a_number_of_the_authors_own_is_known() {
        for own in ["第一章　起", "第3回 風", "一、緒論", "（二）法", "1.1 Scope", "2　題", "３．題", "①題", "一", "12"]
        {
            assert!(has_number(own), "{own}");
        }
        for none in ["起", "第二次世界大戰", "一個人", "2020年", "十年", "（附錄）", "三國", ""] {
            assert!(!has_number(none), "{none}");
        }
    }
}
