//! Numbers written after a pattern.

use super::han_number;

const KANA: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラム";
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
/// Marks that are repeated instead of counted.
const REPEATED: &str = "*＊†‡※";
/// How often such a mark stands before it takes a number.
const MOST_REPEATED: u64 = 3;

/// A number after a pattern, whose first numeral says how to count: `一、`, `（1）`, `①`, `ア`, `a.`; `＊` stands once, twice, three
/// times. A pattern without a numeral stands as it is.
pub fn counted(pattern: &str, number: u64) -> String {
    let in_turn = |letters: &str| letters.chars().nth((number.max(1) - 1) as usize % letters.chars().count()).map(String::from);
    let mut only = pattern.chars();
    if let (Some(mark), None) = (only.next(), only.next())
        && REPEATED.contains(mark)
    {
        let times = usize::try_from(number.clamp(1, MOST_REPEATED)).unwrap_or(1);
        return if number <= MOST_REPEATED { pattern.repeat(times) } else { format!("{mark}{number}") };
    }
    let numeral = |character: char| match character {
        '一' => Some(han_number(number)),
        '1' => Some(number.to_string()),
        '１' => Some(number.to_string().chars().map(full_width).collect()),
        '①' => Some(circled(number).map_or_else(|| format!("({number})"), String::from)),
        '甲' => in_turn(STEMS),
        'ア' => in_turn(KANA),
        'イ' => in_turn(IROHA),
        'a' => in_turn("abcdefghijklmnopqrstuvwxyz"),
        'A' => in_turn("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        _ => None,
    };
    for (at, character) in pattern.char_indices() {
        if let Some(text) = numeral(character) {
            return format!("{}{text}{}", &pattern[..at], &pattern[at + character.len_utf8()..]);
        }
    }
    pattern.to_owned()
}

/// ① to ㊿.
fn circled(number: u64) -> Option<char> {
    let number = u32::try_from(number).ok()?;
    match number {
        1..=20 => char::from_u32(0x2460 + number - 1),
        21..=35 => char::from_u32(0x3251 + number - 21),
        36..=50 => char::from_u32(0x32B1 + number - 36),
        _ => None,
    }
}

fn full_width(digit: char) -> char {
    digit.to_digit(10).and_then(|digit| char::from_u32(0xFF10 + digit)).unwrap_or(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_follows_its_pattern() {
        let cases = [
            ("一、", 11, "十一、"),
            ("（1）", 3, "（3）"),
            ("①", 20, "⑳"),
            ("①", 21, "㉑"),
            ("①", 50, "㊿"),
            ("①", 51, "(51)"),
            ("ア", 2, "イ"),
            ("〔一〕", 3, "〔三〕"),
            ("注1", 12, "注12"),
            ("＊", 2, "＊＊"),
            ("＊", 4, "＊4"),
            ("→", 2, "→"),
        ];
        for (pattern, number, text) in cases {
            assert_eq!(counted(pattern, number), text, "{pattern}");
        }
    }
}
