//! Names of encodings.

use encoding_rs::Encoding;
use std::fmt;
use std::str::FromStr;

/// An encoding that import reads: those of the WHATWG standard, and a few older ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// Read by encoding_rs.
    Known(&'static Encoding),
    Utf32Le,
    Utf32Be,
    /// RFC 1843.
    Hz,
    /// RFC 1557.
    Iso2022Kr,
    /// KS X 1001, annex 3.
    Johab,
}

/// A name that no encoding has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCharset;

impl Charset {
    pub fn name(self) -> &'static str {
        match self {
            Charset::Known(encoding) => encoding.name(),
            Charset::Utf32Le => "UTF-32LE",
            Charset::Utf32Be => "UTF-32BE",
            Charset::Hz => "HZ-GB-2312",
            Charset::Iso2022Kr => "ISO-2022-KR",
            Charset::Johab => "Johab",
        }
    }

    /// The bytes of the byte order mark at the head, if there is one.
    pub(super) fn mark_length(self, bytes: &[u8]) -> usize {
        let mark: &[u8] = match self {
            Charset::Known(encoding) if encoding == encoding_rs::UTF_8 => &[0xEF, 0xBB, 0xBF],
            Charset::Known(encoding) if encoding == encoding_rs::UTF_16LE => &[0xFF, 0xFE],
            Charset::Known(encoding) if encoding == encoding_rs::UTF_16BE => &[0xFE, 0xFF],
            Charset::Utf32Le => &[0xFF, 0xFE, 0, 0],
            Charset::Utf32Be => &[0, 0, 0xFE, 0xFF],
            Charset::Known(_) | Charset::Hz | Charset::Iso2022Kr | Charset::Johab => &[],
        };
        if !mark.is_empty() && bytes.starts_with(mark) { mark.len() } else { 0 }
    }
}

impl FromStr for Charset {
    type Err = UnknownCharset;

    /// By any label of the WHATWG standard, or the names that programs write.
    fn from_str(name: &str) -> Result<Charset, UnknownCharset> {
        let label = name.trim().to_ascii_lowercase();
        match label.as_str() {
            "utf-32" | "utf-32le" => Ok(Charset::Utf32Le),
            "utf-32be" => Ok(Charset::Utf32Be),
            "hz" | "hz-gb-2312" => Ok(Charset::Hz),
            "iso-2022-kr" => Ok(Charset::Iso2022Kr),
            "johab" | "cp1361" => Ok(Charset::Johab),
            "cp932" | "sjis" => Ok(Charset::Known(encoding_rs::SHIFT_JIS)),
            "cp936" => Ok(Charset::Known(encoding_rs::GB18030)),
            "cp949" | "uhc" => Ok(Charset::Known(encoding_rs::EUC_KR)),
            "cp950" | "hkscs" => Ok(Charset::Known(encoding_rs::BIG5)),
            _ => Encoding::for_label(label.as_bytes())
                .filter(|encoding| *encoding != encoding_rs::REPLACEMENT)
                .map(Charset::Known)
                .ok_or(UnknownCharset),
        }
    }
}

impl fmt::Display for UnknownCharset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no encoding has this name; write one such as utf-8, shift_jis, big5, gb18030, euc-jp or euc-kr")
    }
}

impl std::error::Error for UnknownCharset {}
