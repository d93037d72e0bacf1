//! Text that the program writes itself, as inline content.

use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Style;
use crate::book::TextRun;
use crate::diag::SourceMap;
use crate::geom::WritingMode;
use crate::unicode::Language;
use crate::unicode::han_number;

/// One run of text as it is.
pub(super) fn plain(node: NodeId, text: &str, language: &Language) -> Vec<Inline> {
    vec![inline(node, InlineKind::Text(TextRun { text: text.to_owned(), language: language.clone(), map: SourceMap::default() }))]
}

/// Text whose numbers stand upright in vertical lines: one or two digits in one cell, more of them stacked (requirement TCY-02).
pub(super) fn numbered(node: NodeId, text: &str, language: &Language, mode: WritingMode) -> Vec<Inline> {
    if mode == WritingMode::HorizontalTb {
        return plain(node, text, language);
    }
    let mut content = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest.find(|character: char| character.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (run, tail) = rest.split_at(end);
        let run_content = plain(node, run, language);
        content.extend(match (digits, run.len()) {
            (true, 1 | 2) => vec![inline(node, InlineKind::Styled(Style::TateChuYoko, run_content))],
            (true, _) => vec![inline(node, InlineKind::Styled(Style::Upright, run_content))],
            (false, _) => run_content,
        });
        rest = tail;
    }
    content
}

fn inline(id: NodeId, kind: InlineKind) -> Inline {
    Inline { id, span: None, kind }
}

/// A list marker by its pattern, whose first numeral says how to count: `一、`, `（1）`, `①`, `ア`, `a.`; a pattern without a numeral
/// stands as it is.
pub(super) fn marker(pattern: &str, number: u64) -> String {
    const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラム";
    const KANA: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
    let in_turn = |letters: &str| letters.chars().nth((number.max(1) - 1) as usize % letters.chars().count()).map(String::from);
    let numeral = |character: char| match character {
        '一' => Some(han_number(number)),
        '1' => Some(number.to_string()),
        '①' => {
            let circled = u32::try_from(number).ok().filter(|number| (1..=20).contains(number));
            Some(circled.and_then(|number| char::from_u32(0x2460 + number - 1)).map_or_else(|| format!("({number})"), String::from))
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_follows_its_pattern() {
        for (pattern, number, text) in [("一、", 11, "十一、"), ("（1）", 3, "（3）"), ("①", 20, "⑳"), ("ア", 2, "イ"), ("→", 2, "→")]
        {
            assert_eq!(marker(pattern, number), text, "{pattern}");
        }
    }
}
