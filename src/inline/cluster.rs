//! Clusters of a text, and whether they stand in an em box or belong to a Western word.

use unicode_segmentation::UnicodeSegmentation;

/// The nearest characters before and after a place, for code points that Latin and CJK text share.
#[derive(Clone, Copy)]
pub(super) struct Neighbours {
    pub before: Option<char>,
    pub after: Option<char>,
}

/// Whether the character fills an em by itself.
pub(super) fn is_wide(character: char) -> bool {
    matches!(character, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{1B000}'..='\u{1B16F}' | '\u{1F300}'..='\u{1F64F}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a character surely begins a cluster of its own: Han, kana, marks and ASCII, without looking at tables.
pub(super) fn begins_cluster(character: char) -> bool {
    match character {
        '\u{302A}'..='\u{302F}' | '\u{3099}' | '\u{309A}' => false,
        ' '..='~' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{9FFF}' | '\u{FF01}'..='\u{FF60}' => true,
        _ => false,
    }
}

/// Whether it belongs to the character before it.
pub(super) fn is_extender(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{200C}' | '\u{200D}' | '\u{AD}') || is_selector(character)
}

/// A variation selector.
pub(super) fn is_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Characters that draw nothing and take no room: controls, marks of direction, fillers and tags.
pub(super) fn is_invisible(character: char) -> bool {
    is_selector(character)
        || matches!(character, '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2061}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Signs of the Latin blocks that stand upright in vertical lines (UAX 50, U) unless they belong to a word or number.
pub(super) fn is_upright_sign(character: char) -> bool {
    matches!(character, '©' | '®' | '¼' | '½' | '¾' | '†' | '‡')
}

/// The selector that asks for the full-width form of a quotation mark, and for the centred form of a pause or stop mark
/// (standardized variants of Unicode).
pub(super) const FULL_OR_CENTRED: char = '\u{FE01}';
/// The selector that asks for the proportional form of a quotation mark, and for the corner form of a pause or stop mark.
pub(super) const PROPORTIONAL_OR_CORNER: char = '\u{FE00}';

/// A shared code point in CJK text is Western between two Western letters (an apostrophe, a dash between words), and when it
/// closes or joins Western text on one side without CJK text on the other.
pub(super) fn shared_is_western(character: char, neighbours: Neighbours) -> bool {
    match neighbours.after {
        Some(FULL_OR_CENTRED) => return false,
        Some(PROPORTIONAL_OR_CORNER) => return true,
        Some(_) | None => {}
    }
    let letter = |at: Option<char>| at.is_some_and(|at| at.is_ascii_alphanumeric());
    let western = |at: Option<char>| at.is_some_and(|at| at.is_alphanumeric() && !is_wide(at));
    match character {
        '’' | '‘' | '–' | '‐' | '·' | '×' | '÷' | '±' | '§' | '¢' | '£' | '¥' => {
            western(neighbours.before) && western(neighbours.after)
                || matches!(character, '£' | '¥' | '±' | '§') && letter(neighbours.after)
        }
        '°' | '′' | '″' | '‰' => letter(neighbours.before),
        '—' | '…' => western(neighbours.before) && western(neighbours.after),
        _ => false,
    }
}

/// The bytes of quotation marks in CJK text that belong to Western words: pairs with Western text outside at both ends, as a
/// Western sentence has them that a CJK text quotes (requirement CLS-04).
pub(super) fn western_quotes(text: &str, outside: Neighbours) -> Vec<usize> {
    let is_western = |at: char| at.is_alphanumeric() && !is_wide(at);
    let mut open = Vec::new();
    let mut western = Vec::new();
    for (at, character) in text.char_indices() {
        match character {
            '“' | '‘' => open.push((at, character)),
            '”' | '’' => {
                let partner = if character == '”' { '“' } else { '‘' };
                let Some(from) = open.iter().rposition(|&(_, mark)| mark == partner) else { continue };
                let (start, _) = open[from];
                open.truncate(from);
                let before = text[..start].chars().rev().find(|&mark| mark != ' ').or(outside.before);
                let mut rest = text[at + character.len_utf8()..].chars();
                let after = rest.find(|&mark| !matches!(mark, ' ' | ',' | '.' | ';' | ':' | '!' | '?')).or(outside.after);
                if before.is_some_and(is_western) && after.is_some_and(is_western) {
                    western.extend([start, at]);
                }
            }
            _ => {}
        }
    }
    western
}

/// Where the cluster that begins at `at` ends: a grapheme, or a pair of equal dashes or ellipses, which make one unit unless they
/// may be split.
pub(super) fn cluster_end(text: &str, at: usize, character: char, split: &[char]) -> usize {
    let rest = &text[at..];
    if matches!(character, '—' | '―' | '…' | '⋯' | '─' | '‥' | '︱' | '︙' | '︰' | '〳' | '〴') {
        let second = if matches!(character, '〳' | '〴') { '〵' } else { character };
        let doubled = rest.chars().nth(1) == Some(second) && !split.contains(&character);
        return at + character.len_utf8() + if doubled { second.len_utf8() } else { 0 };
    }
    // The usual case: a single Han character or mark followed by another.
    let mut characters = rest.chars();
    characters.next();
    match characters.next() {
        Some(next) if begins_cluster(next) => at + character.len_utf8(),
        None => text.len(),
        Some(_) => at + rest.graphemes(true).next().map_or(character.len_utf8(), str::len),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_dashes_are_one_unit() {
        assert_eq!(cluster_end("———", 0, '—', &[]), 6);
        assert_eq!(cluster_end("――", 0, '―', &[]), 6);
        assert_eq!(cluster_end("〳〵字", 0, '〳', &[]), 6);
        assert_eq!(cluster_end("〳字", 0, '〳', &[]), 3);
        assert_eq!(cluster_end("……", 0, '…', &['…']), 3);
        assert_eq!(cluster_end("字字", 0, '字', &[]), 3);
        assert_eq!(cluster_end("葛\u{E0100}字", 0, '葛', &[]), 7);
    }

    #[test]
    fn quotation_marks_inside_western_text_are_western() {
        let none = Neighbours { before: None, after: None };
        assert_eq!(western_quotes("used “Graphics”, in C", none), [5, 16]);
        assert_eq!(western_quotes("用“ok”了", none), Vec::<usize>::new());
        assert_eq!(western_quotes("用WeLink “Pro” 版", none), Vec::<usize>::new());
        assert_eq!(western_quotes("“a ‘b’ c”", Neighbours { before: Some('x'), after: Some('y') }), [5, 9, 0, 14]);
    }

    /// Proves: CLS-04 [ALL] [HV]: where nothing else decides, the neighbours of a shared code point do.
    #[test]
    fn neighbours_decide_on_shared_code_points() {
        let between = |before: char, character: char, after: char| {
            shared_is_western(character, Neighbours { before: Some(before), after: Some(after) })
        };
        assert!(between('t', '’', 's') && between('A', '—', 'B') && between('5', '°', '、') && between('é', '·', 'b'));
        assert!(!between('說', '“', 'o') && !between('k', '”', '。') && !between('治', '·', '華') && !between('十', '°', '角'));
        assert!(!between('說', '—', '他') && !between('A', '—', '他') && !between('t', '“', FULL_OR_CENTRED));
        assert!(between('說', '“', PROPORTIONAL_OR_CORNER));
    }
}
