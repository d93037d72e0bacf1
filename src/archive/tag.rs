//! Tag files of a bag: their encoding, `bagit.txt`, `bag-info.txt`, `fetch.txt` (RFC 8493, 2).

/// The file that makes a folder a bag.
pub const DECLARATION: &str = "bagit.txt";
pub const BAG_INFO: &str = "bag-info.txt";
pub const FETCH: &str = "fetch.txt";

/// The encodings of tag files that are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Of which ASCII is a part.
    #[default]
    Utf8,
    Utf16,
    Latin1,
}

impl Encoding {
    fn of(name: &str) -> Option<Encoding> {
        match name.to_ascii_uppercase().as_str() {
            "UTF-8" | "UTF8" | "US-ASCII" | "ASCII" => Some(Encoding::Utf8),
            "UTF-16" | "UTF-16BE" | "UTF-16LE" => Some(Encoding::Utf16),
            "ISO-8859-1" | "LATIN1" | "LATIN-1" => Some(Encoding::Latin1),
            _ => None,
        }
    }
}

/// A tag file as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagText {
    pub text: String,
    /// Whether a byte order mark stood before it.
    pub has_mark: bool,
}

/// The text of a tag file; none when its bytes are not of the encoding.
pub fn decode(bytes: &[u8], encoding: Encoding) -> Option<TagText> {
    let wide = |bytes: &[u8], order: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| order([pair[0], pair[1]]));
        char::decode_utf16(units).collect::<Result<String, _>>().ok().filter(|_| bytes.len().is_multiple_of(2))
    };
    let (text, has_mark) = match encoding {
        Encoding::Utf8 => {
            let bare = bytes.strip_prefix(b"\xef\xbb\xbf");
            (std::str::from_utf8(bare.unwrap_or(bytes)).ok()?.to_owned(), bare.is_some())
        }
        Encoding::Latin1 => (bytes.iter().map(|byte| char::from(*byte)).collect(), false),
        Encoding::Utf16 => match bytes {
            [0xff, 0xfe, rest @ ..] => (wide(rest, u16::from_le_bytes)?, true),
            [0xfe, 0xff, rest @ ..] => (wide(rest, u16::from_be_bytes)?, true),
            _ => (wide(bytes, u16::from_be_bytes)?, false),
        },
    };
    Some(TagText { text, has_mark })
}

/// The lines of a text with the place of each in bytes. A line ends in LF, CR or both (RFC 8493, 2.1.3); empty ones are left out.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive(['\n', '\r']).filter_map(move |line| {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        (!line.is_empty()).then_some((start, line))
    })
}

/// What `bagit.txt` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Major and minor number, such as 1 and 0.
    pub version: (u32, u32),
    pub encoding: Encoding,
}

/// Reads `bagit.txt`, of which there are two lines (RFC 8493, 2.1.1).
pub fn declaration(text: &str) -> Result<Declaration, String> {
    let labels = labels(text);
    let value = |label: &str| labels.iter().find(|(own, _)| own.eq_ignore_ascii_case(label)).map(|(_, value)| value.as_str());
    let version = value("BagIt-Version").ok_or("it does not say BagIt-Version")?;
    let numbers = version.split_once('.').and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
    let numbers: (u32, u32) = numbers.ok_or_else(|| format!("{version} is no version of BagIt"))?;
    if numbers.0 > 1 || numbers == (0, 0) {
        return Err(format!("version {version} of BagIt is not known; 0.93 to 1.0 are"));
    }
    let encoding = value("Tag-File-Character-Encoding").ok_or("it does not say Tag-File-Character-Encoding")?;
    let encoding = Encoding::of(encoding).ok_or_else(|| format!("tag files in {encoding} are not read"))?;
    Ok(Declaration { version: numbers, encoding })
}

/// Labels and values, in order; a line that begins with a blank goes on with the value before it (RFC 8493, 2.2.2).
pub fn labels(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for (_, line) in lines(text) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = found.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((label, value)) = line.split_once(':') {
            found.push((label.trim().to_owned(), value.trim().to_owned()));
        }
    }
    found
}

/// A line of `bag-info.txt`. Line ends of the value become spaces.
pub fn label(name: &str, value: &str) -> String {
    let value: Vec<&str> = value.split(['\r', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
    format!("{name}: {}\n", value.join(" "))
}

/// Address and path of a line of `fetch.txt`: address, length or `-`, path (RFC 8493, 2.2.3).
pub fn fetched(line: &str) -> Option<(&str, &str)> {
    let (address, rest) = line.split_once([' ', '\t'])?;
    let (length, path) = rest.trim_start().split_once([' ', '\t'])?;
    let is_length = length == "-" || length.bytes().all(|byte| byte.is_ascii_digit());
    is_length.then(|| (address, path.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_of_every_system_are_line_ends() {
        let all = |text: &'static str| lines(text).collect::<Vec<_>>();
        assert_eq!(all("a\r\nbc\n\n"), [(0, "a"), (3, "bc")]);
        assert_eq!(all("a\rb"), [(0, "a"), (2, "b")]);
    }

    #[test]
    fn tag_files_are_read_in_their_encoding() {
        assert_eq!(decode(b"\xef\xbb\xbfa", Encoding::Utf8), Some(TagText { text: "a".to_owned(), has_mark: true }));
        assert_eq!(decode(b"\xff\xfe\x71\x5c", Encoding::Utf16).unwrap().text, "山");
        assert_eq!(decode(b"\xe9", Encoding::Latin1).unwrap().text, "é");
        assert_eq!(decode(b"\xe9", Encoding::Utf8), None);
    }

    #[test]
    fn a_value_goes_on_over_indented_lines() {
        let text = "External-Description: 山\r\n  水\nPayload-Oxum: 3.1\n";
        let expected = [("External-Description", "山 水"), ("Payload-Oxum", "3.1")];
        assert_eq!(labels(text), expected.map(|(label, value)| (label.to_owned(), value.to_owned())));
        assert_eq!(label("Source-Organization", "山\n水"), "Source-Organization: 山 水\n");
    }

    #[test]
    fn a_declaration_names_version_and_encoding() {
        let read = |text: &str| declaration(text);
        assert_eq!(read("BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n").unwrap().version, (0, 97));
        for broken in ["", "BagIt-Version: 1.0\n", "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8", "BagIt-Version: x\n"] {
            assert!(read(broken).is_err(), "{broken}");
        }
    }
}
