//! The text of a page: what it declares of its encoding, held against its bytes.

use crate::import::charset::Charset;
use crate::import::encoding::Decoded;
use crate::import::encoding::NotText;
use crate::import::encoding::decode;

/// Bytes at the head of a page in which it declares its encoding (HTML, 13.2.3.2, with room for long heads).
const HEAD: usize = 4096;

/// Whether a text is HTML, with the reason.
pub fn looks_like_html(text: &str) -> Option<&'static str> {
    let head: String =
        text.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']).chars().take(600).collect::<String>().to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.starts_with("<html") {
        return Some("it begins as a page does");
    }
    let declared = head.starts_with("<?xml") || head.starts_with("<!--");
    (declared && (head.contains("<html") || head.contains("<!doctype html"))).then_some("it begins as a page does")
}

/// Reads the bytes of a page: as asked for, by its byte order mark, as it declares, or as the bytes look. A declaration that the bytes
/// do not keep to is not believed.
pub fn decode_page(bytes: &[u8], given: Option<Charset>, declared: Option<&str>) -> Result<Decoded, NotText> {
    let marked = bytes.starts_with(&[0xEF, 0xBB, 0xBF]) || bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if given.is_some() || marked {
        return decode(bytes, given);
    }
    let own = declaration(&bytes[..bytes.len().min(HEAD)]);
    let Some(name) = declared.map(str::to_owned).or(own) else { return decode(bytes, None) };
    let Some(charset) = charset_of(&name) else { return decode(bytes, None) };
    let as_declared = decode(bytes, Some(charset));
    if let Ok(decoded) = as_declared
        && decoded.fault_count == 0
    {
        return Ok(Decoded { reason: format!("the page declares {name}"), ..decoded });
    }
    let as_found = decode(bytes, None)?;
    let found_fewer = match decode(bytes, Some(charset)) {
        Ok(decoded) if decoded.fault_count <= as_found.fault_count => {
            return Ok(Decoded { reason: format!("the page declares {name}"), ..decoded });
        }
        Ok(decoded) => decoded.fault_count,
        Err(_) => bytes.len(),
    };
    let reason = format!("the page declares {name}, in which {found_fewer} places cannot be read; {}", as_found.reason);
    Ok(Decoded { reason, ..as_found })
}

/// What the head of a page declares: `<meta charset=…>`, `content="text/html; charset=…"`, or the declaration of XML.
fn declaration(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    for mark in ["charset", "encoding"] {
        for (at, _) in text.match_indices(mark) {
            if mark == "encoding" && !text.trim_start().starts_with("<?xml") {
                continue;
            }
            let rest = text[at + mark.len()..].trim_start();
            let Some(rest) = rest.strip_prefix('=') else { continue };
            let name: String = rest
                .trim_start()
                .trim_start_matches(['"', '\''])
                .chars()
                .take_while(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | ':' | '.'))
                .collect();
            if !name.is_empty() {
                return Some(name);
            }
        }
    }
    None
}

/// The encoding that a label means to browsers.
fn charset_of(name: &str) -> Option<Charset> {
    let plain = name.trim().to_ascii_lowercase();
    let known = match plain.as_str() {
        "gb2312" | "gbk" | "x-gbk" | "gb_2312-80" | "chinese" => "gb18030",
        "big5" | "big5-hkscs" | "x-x-big5" | "cn-big5" => "big5",
        "shift_jis" | "shift-jis" | "sjis" | "x-sjis" | "ms_kanji" | "windows-31j" | "cp932" => "shift_jis",
        "x-euc-jp" | "euc-jp" => "euc-jp",
        "ks_c_5601-1987" | "korean" | "cp949" | "windows-949" | "euc-kr" => "euc-kr",
        "utf8" | "unicode-1-1-utf-8" => "utf-8",
        other => other,
    };
    known.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_believed_when_the_bytes_keep_to_them() {
        let page = b"<html><meta http-equiv=Content-Type content='text/html; charset=big5'><p>\xA4\xA4\xA4\xE5";
        let decoded = decode_page(page, None, None).unwrap_or_else(|refused| panic!("{}", refused.reason));
        assert!(decoded.text.ends_with("中文") && decoded.reason == "the page declares big5", "{}", decoded.reason);
        let lying = "<meta charset=big5><p>這是一個用 UTF-8 寫的頁面，宣告的卻是別的。";
        let decoded = decode_page(lying.as_bytes(), None, None).unwrap_or_else(|refused| panic!("{}", refused.reason));
        assert_eq!(decoded.text, lying);
        assert!(decoded.reason.contains("declares big5"), "{}", decoded.reason);
    }
}
