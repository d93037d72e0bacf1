//! What notation means as plain text.

use super::accent;
use super::gaiji::Gaiji;
use super::gaiji::gaiji;

/// A character without a number, as type shows it.
pub const GETA: char = '〓';

/// The end of the annotation whose ［＃ stands at the head of the text, without and with its ］.
pub fn annotation_end(text: &str) -> Option<(usize, usize)> {
    if !text.starts_with(OPEN) {
        return None;
    }
    let text = near(text);
    let mut depth = 0usize;
    for (at, character) in text.char_indices() {
        match character {
            '［' => depth += 1,
            '］' => {
                depth -= 1;
                if depth == 0 {
                    return Some((at, at + '］'.len_utf8()));
                }
            }
            _ => {}
        }
    }
    None
}

/// What a bracket may reach: a longer text without its partner is no annotation and no reading.
pub fn near(text: &str) -> &str {
    const FARTHEST: usize = 4096;
    &text[..boundary(text, FARTHEST)]
}

pub const OPEN: &str = "［＃";

/// The text that an annotation's words, a reading or a title mean: gaiji and letters put together, annotations and readings left out.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let length = character.len_utf8();
        if let Some(after) = rest.strip_prefix('※')
            && let Some((end, whole)) = annotation_end(after)
        {
            match gaiji(&after[OPEN.len()..end]) {
                Gaiji::Character(text) => out.push_str(&text),
                Gaiji::InOneCell(text) => out.push_str(text),
                Gaiji::Described => out.push(GETA),
            }
            rest = &after[whole..];
        } else if let Some((_, whole)) = annotation_end(rest) {
            rest = &rest[whole..];
        } else if let Some(length) = accent::decomposed(near(rest)) {
            let start = '〔'.len_utf8();
            out.push_str(&plain(&accent::composed(&rest[start..start + length])));
            rest = &rest[start + length + '〕'.len_utf8()..];
        } else if let Some((mark, length)) = iteration(rest) {
            out.push_str(mark);
            rest = &rest[length..];
        } else if let Some(end) = near(rest).find('》').filter(|_| character == '《') {
            rest = &rest[end + '》'.len_utf8()..];
        } else {
            if character != '｜' {
                out.push(character);
            }
            rest = &rest[length..];
        }
    }
    out
}

/// A mark of repetition two characters long, which the file writes with slashes.
pub fn iteration(text: &str) -> Option<(&'static str, usize)> {
    [("／＼", "〳〵"), ("／″＼", "〴〵")].into_iter().find_map(|(written, mark)| text.starts_with(written).then_some((mark, written.len())))
}

/// A literal 《…》 as text: its gaiji and letters resolved, the brackets kept.
pub fn plain_keeping(text: &str) -> String {
    let inner = text.trim_start_matches('《').trim_end_matches('》');
    format!("《{}》", plain(inner))
}

/// The place of a character's first byte at or before a place.
pub fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
