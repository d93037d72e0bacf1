//! Hides notation of our own from comrak, byte for byte: what stands in an attribute list is no emphasis, and the bar of a ruby no
//! border of a table cell. Positions stay as they are, and [`unmask`] gives every byte back.

use super::attributes::parse_attributes;

/// What comrak would read as notation, and the control character that stands for it meanwhile. The author's own control characters
/// have been replaced before.
const MASKS: &[(u8, u8)] = &[
    (b'|', 0x01),
    (b'*', 0x02),
    (b'_', 0x03),
    (b'[', 0x04),
    (b']', 0x05),
    (b'<', 0x06),
    (b'`', 0x07),
    (b'\\', 0x0E),
    (b'&', 0x0F),
    (b'~', 0x10),
    (b'$', 0x11),
    (b'!', 0x12),
    (b'^', 0x13),
    (b'#', 0x14),
    (b':', 0x15),
    (b'>', 0x16),
    (b'=', 0x17),
];

/// Stands for a control character of the author's, which no format may hold.
const REMOVED: u8 = 0x7F;

/// Whether a character may stand in no XML document and is no line end (XML 1.0, 2.2).
pub(super) fn is_illegal(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// The text with its own notation masked; as long as the text.
pub(super) fn mask(text: &str) -> String {
    let mut bytes: Vec<u8> = text.bytes().map(|byte| if byte < 0x80 && is_illegal(byte as char) { REMOVED } else { byte }).collect();
    let mut fence: Option<(u8, usize)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.len();
        start = range.end;
        let trimmed = line.trim_start_matches([' ', '>']);
        let mark = trimmed.bytes().next().filter(|mark| matches!(mark, b'`' | b'~'));
        let length = mark.map_or(0, |mark| trimmed.bytes().take_while(|byte| *byte == mark).count());
        match (fence, mark) {
            (None, Some(mark)) if length >= 3 && !(mark == b'`' && trimmed[length..].contains('`')) => fence = Some((mark, length)),
            (Some((open, least)), Some(mark)) if mark == open && length >= least && trimmed[length..].trim().is_empty() => fence = None,
            (Some(_), _) => {}
            (None, _) => mask_line(line, &mut bytes[range]),
        }
    }
    // Only ASCII bytes were replaced, each by an ASCII byte.
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn mask_line(line: &str, bytes: &mut [u8]) {
    if !line.contains('{') && !line.contains(":::") {
        return;
    }
    if let Some((at, length)) = leaf_directive(line) {
        // A heading ends a paragraph and holds one line, which is what a directive without a body needs from comrak.
        bytes[at] = b'#';
        bytes[at + 1..at + length].fill(b' ');
    }
    let source = line.as_bytes();
    let mut at = 0;
    while let Some(found) = line[at..].find('{') {
        let open = at + found;
        let escaped = source[..open].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
        let end = if escaped { None } else { notation_end(line, open) };
        match end {
            Some(end) => {
                for byte in &mut bytes[open..end] {
                    if let Some((_, masked)) = MASKS.iter().find(|(plain, _)| plain == byte) {
                        *byte = *masked;
                    }
                }
                at = end;
            }
            None => at = open + 1,
        }
    }
}

/// Where an attribute list or a ruby that begins at `open` ends.
fn notation_end(line: &str, open: usize) -> Option<usize> {
    parse_attributes(line, open).map(|(_, end)| end).or_else(|| ruby_end(line, open))
}

/// The end of `{base|reading}`: bars without space beside them, no braces inside.
fn ruby_end(line: &str, open: usize) -> Option<usize> {
    let inner = &line[open + 1..];
    let close = inner.find(['{', '}', '\n']).filter(|at| inner.as_bytes()[*at] == b'}')?;
    is_ruby(&inner[..close]).then_some(open + 1 + close + 1)
}

/// Whether the text between braces is that of a ruby.
pub(super) fn is_ruby(inner: &str) -> bool {
    let mut parts = 0;
    inner.split('|').all(|part| {
        parts += 1;
        !part.is_empty() && !part.starts_with([' ', '\t']) && !part.ends_with([' ', '\t'])
    }) && parts > 1
}

/// The place and length of the colons of a directive that has no body: break, include, table from a file.
pub(super) fn leaf_directive(line: &str) -> Option<(usize, usize)> {
    let rest = line.trim_start_matches([' ', '>']);
    let at = line.len() - rest.len();
    let length = rest.bytes().take_while(|byte| *byte == b':').count();
    let words = rest[length..].trim_start();
    let is_word = |word: &str| words.strip_prefix(word).is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '-'));
    let is_leaf = is_word("break") || is_word("include") || (is_word("table") && words.contains("src="));
    (length >= 3 && is_leaf).then_some((at, length))
}

/// What was masked, in plain text again; the author's control characters are left out.
pub(super) fn unmask(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{7F}' | '\u{FFFE}' | '\u{FFFF}')).map(unmask_char).collect()
}

fn unmask_char(c: char) -> char {
    MASKS.iter().find(|(_, masked)| *masked as char == c).map_or(c, |(plain, _)| *plain as char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masking_keeps_every_byte_in_its_place() {
        for text in
            ["a {漢字|かん|じ} b", "[x]{.name title=\"a*b|c\"}", "{a | b}", "```\n{a|b}\n```\n{a|b}", "\\{a|b}", "::: break {to=page}\n"]
        {
            let masked = mask(text);
            assert_eq!(masked.len(), text.len());
            if !text.starts_with(":::") {
                assert_eq!(unmask(&masked), text);
            }
        }
        assert_eq!(mask("{a|b}"), "{a\u{1}b}");
        assert_eq!(mask("{a | b}"), "{a | b}");
        assert_eq!(mask("::: break {to=page}"), "#   break {to\u{17}page}");
        assert_eq!(mask("```\n::: break\n```"), "```\n::: break\n```");
    }
}
