//! Bytes to text.

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// What could be read, for showing the place.
    pub shown: String,
    /// The byte of `shown` at which reading failed.
    pub at: usize,
}

/// The text of a file in UTF-8, with or without byte order mark, or in UTF-16 with one. Line ends become `\n`.
pub fn decode(bytes: &[u8]) -> Result<String, NotText> {
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest)?,
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => utf8(bytes)?,
    };
    // No text holds these; UTF-16 without a mark, ISO 2022 and other files do.
    if let Some(at) = text.find(['\0', '\u{1B}']) {
        return Err(NotText { shown: text, at });
    }
    Ok(text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n"))
}

fn utf8(bytes: &[u8]) -> Result<String, NotText> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(NotText { shown: String::from_utf8_lossy(bytes).into_owned(), at: error.valid_up_to() }),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NotText> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16(&units).map_err(|_| {
        let shown = String::from_utf16_lossy(&units);
        let at = shown.find(char::REPLACEMENT_CHARACTER).unwrap_or(0);
        NotText { shown, at }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_marks_tell_the_encoding() {
        assert_eq!(decode("\u{FEFF}中文\r\n".as_bytes()).unwrap(), "中文\n");
        let little: Vec<u8> = [0xFEFF].into_iter().chain("中文".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = [0xFEFF].into_iter().chain("中文".encode_utf16()).flat_map(u16::to_be_bytes).collect();
        assert_eq!((decode(&little).unwrap(), decode(&big).unwrap()), ("中文".to_owned(), "中文".to_owned()));
    }

    #[test]
    fn other_bytes_are_refused_at_their_place() {
        assert_eq!(decode(b"ab\xA4\xA4").unwrap_err().at, 2);
        assert_eq!(decode(b"a\0b\0").unwrap_err().at, 1);
        assert_eq!(decode(b"\x1B$B").unwrap_err().at, 0);
    }
}
