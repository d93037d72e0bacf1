//! Character references, decoded as comrak decodes them.

use comrak::Arena;
use comrak::Options;
use comrak::parse_document;

/// The longest reference with a name, ampersand and semicolon included.
const LONGEST: usize = 34;

/// The characters that the reference at the start of `text` stands for, and its length; none when there is none.
pub(super) fn decode(text: &str) -> Option<(String, usize)> {
    let length = text.bytes().take(LONGEST).position(|byte| byte == b';')? + 1;
    let reference = text.get(..length)?;
    let inner = &reference[1..length - 1];
    let is_name = !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    if !is_name {
        return None;
    }
    let arena = Arena::new();
    let root = parse_document(&arena, reference, &Options::default());
    let decoded = root.collect_text();
    (decoded != reference).then_some((decoded, length))
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn references_are_decoded() {
        assert_eq!(decode("&amp;x"), Some(("&".to_owned(), 5)));
        assert_eq!(decode("&#x4E00;"), Some(("一".to_owned(), 8)));
        assert_eq!(decode("&nosuch;"), None);
        assert_eq!(decode("& b;"), None);
    }
}
