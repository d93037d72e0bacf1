//! Lines that name a part of a book.

/// A part of a book by its depth: 1 for volumes, 2 for chapters, 3 for sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chapter {
    pub rank: u8,
}

/// What is counted, with its rank.
const UNITS: &[(char, u8)] = &[
    ('卷', 1),
    ('部', 1),
    ('集', 1),
    ('冊', 1),
    ('册', 1),
    ('篇', 1),
    ('編', 1),
    ('章', 2),
    ('回', 2),
    ('折', 2),
    ('齣', 2),
    ('出', 2),
    ('幕', 2),
    ('話', 2),
    ('话', 2),
    ('課', 2),
    ('课', 2),
    ('節', 3),
    ('节', 3),
];

/// Parts without a number.
const NAMED: &[&str] = &[
    "序",
    "自序",
    "序言",
    "序章",
    "前言",
    "引言",
    "引子",
    "緒言",
    "绪言",
    "導言",
    "导言",
    "楔子",
    "小引",
    "弁言",
    "凡例",
    "後記",
    "后记",
    "跋",
    "附錄",
    "附录",
    "尾聲",
    "尾声",
    "終章",
    "终章",
    "結語",
    "结语",
    "番外",
    "プロローグ",
    "エピローグ",
    "はじめに",
    "まえがき",
    "あとがき",
    "おわりに",
];

/// The longest line that names a part.
const LONGEST: usize = 45;

/// The part that a line names: 第一回　…, 第01齣 標目, 卷一, 自序.
pub fn chapter(line: &str) -> Option<Chapter> {
    if line.len() > LONGEST * 4
        || line.chars().count() > LONGEST
        || line.ends_with(['。', '，', '；', '！', '？', '」', '』', '、', ',', '.'])
    {
        return None;
    }
    if NAMED.contains(&line) {
        return Some(Chapter { rank: 2 });
    }
    let (_, length, rank) = numbered(line)?;
    // The words of a heading stand apart from its number, or follow it at once; those of a sentence go on from it.
    let goes_on = line[length..].starts_with(['的', '是', '有', '在', '了', '就', '也', '，', '。', 'の', 'は', 'で', 'に', 'が', 'を']);
    (!goes_on).then_some(Chapter { rank })
}

/// The number at the head of a text such as 第十二回 or 卷三, the bytes that it takes, and its rank.
pub fn numbered(text: &str) -> Option<(u32, usize, u8)> {
    if let Some(rest) = text.strip_prefix('第') {
        let rest = rest.trim_start_matches([' ', '\u{3000}']);
        let (number, length) = number(rest)?;
        let after = rest[length..].trim_start_matches([' ', '\u{3000}']);
        let unit = after.chars().next()?;
        let (_, rank) = UNITS.iter().find(|(known, _)| *known == unit)?;
        let used = text.len() - after.len() + unit.len_utf8();
        return Some((number, used, *rank));
    }
    let rest = text.strip_prefix('卷')?;
    let rest = rest.strip_prefix('之').unwrap_or(rest).trim_start_matches([' ', '\u{3000}']);
    let (number, length) = number(rest)?;
    Some((number, text.len() - rest.len() + length, 1))
}

/// A number in digits or Han numerals, and its bytes.
fn number(text: &str) -> Option<(u32, usize)> {
    const DIGITS: &str = "〇一二三四五六七八九";
    let (mut total, mut current, mut length) = (0u32, 0u32, 0usize);
    for character in text.chars() {
        let digit = match character {
            '0'..='9' => Some(u32::from(character) - u32::from('0')),
            '０'..='９' => Some(u32::from(character) - u32::from('０')),
            '零' => Some(0),
            '兩' | '两' => Some(2),
            _ => DIGITS.chars().position(|known| known == character).map(|at| at as u32),
        };
        match (digit, character) {
            (Some(digit), _) => current = current.checked_mul(10)?.checked_add(digit)?,
            (None, '十') => (total, current) = (total + current.max(1) * 10, 0),
            (None, '百') => (total, current) = (total + current.max(1).checked_mul(100)?, 0),
            (None, '廿') => (total, current) = (total + 20, 0),
            (None, '卅') => (total, current) = (total + 30, 0),
            (None, _) => break,
        }
        length += character.len_utf8();
        if length > 24 {
            return None;
        }
    }
    (length > 0).then_some((total.checked_add(current)?, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_books_are_told_from_sentences() {
        let rank = |line: &str| chapter(line).map(|chapter| chapter.rank);
        for (line, expected) in [
            ("第一回：宴桃園豪傑三結義，斬黃巾英雄首立功", Some(2)),
            ("第01齣 標目", Some(2)),
            ("第一百二十回　薦杜預老將獻新謀", Some(2)),
            ("卷之三", Some(1)),
            ("第三節", Some(3)),
            ("自序", Some(2)),
            ("第一回的事情", None),
            ("第一回我去了。", None),
            ("第一次見面", None),
            ("序幕拉開了", None),
        ] {
            assert_eq!(rank(line), expected, "{line}");
        }
        assert_eq!(numbered("第一百二十回").map(|(number, ..)| number), Some(120));
        assert_eq!(numbered("卷二十三").map(|(number, ..)| number), Some(23));
    }
}
