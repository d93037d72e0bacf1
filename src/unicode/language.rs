//! Language tags and the typographic region that they stand for.

use std::fmt;
use std::sync::Arc;

/// A language tag of BCP 47, as the author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language {
    tag: Arc<str>,
    /// Asked for at every character, and known from the tag.
    region: Region,
}

/// Whose typographic customs apply; follows from the language unless the book says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    Taiwan,
    HongKong,
    Mainland,
    Japan,
    Korea,
    /// Not a CJK language.
    Western,
}

impl Region {
    /// The word for it in book.toml and in dumps.
    pub fn as_str(self) -> &'static str {
        match self {
            Region::Taiwan => "zh-Hant-TW",
            Region::HongKong => "zh-Hant-HK",
            Region::Mainland => "zh-Hans-CN",
            Region::Japan => "ja",
            Region::Korea => "ko",
            Region::Western => "western",
        }
    }
}

impl Language {
    /// Takes a tag when it has the form of one: subtags of 1 to 8 ASCII letters or digits, the first of 2 to 8 letters.
    pub fn new(tag: &str) -> Option<Language> {
        let mut subtags = tag.split('-');
        let primary = subtags.next()?;
        let well_formed = (2..=8).contains(&primary.len())
            && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
            && subtags.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        well_formed.then(|| Language { tag: Arc::from(tag), region: region_of(tag) })
    }

    pub fn as_str(&self) -> &str {
        &self.tag
    }

    /// The primary subtag, such as `zh`.
    pub fn primary(&self) -> &str {
        primary(&self.tag)
    }

    /// The region whose customs the tag implies (typesetting conventions of the project, by script and region subtag).
    pub fn region(&self) -> Region {
        self.region
    }
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

fn region_of(tag: &str) -> Region {
    let has = |subtag: &str| tag.split('-').skip(1).any(|part| part.eq_ignore_ascii_case(subtag));
    match primary(tag).to_ascii_lowercase().as_str() {
        "ja" => Region::Japan,
        "ko" => Region::Korea,
        "zh" | "yue" | "nan" | "hak" | "lzh" | "cmn" if has("HK") || has("MO") => Region::HongKong,
        "zh" | "cmn" | "yue" | "nan" | "hak" | "lzh" if has("Hant") || has("TW") => Region::Taiwan,
        "yue" => Region::HongKong,
        "nan" | "hak" => Region::Taiwan,
        "zh" | "cmn" | "lzh" => Region::Mainland,
        _ => Region::Western,
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.tag)
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Region};

    #[test]
    fn regions_follow_from_tags() {
        for (tag, region) in [
            ("zh-Hant-TW", Region::Taiwan),
            ("zh-Hant", Region::Taiwan),
            ("zh-TW", Region::Taiwan),
            ("zh-Hant-HK", Region::HongKong),
            ("zh-Hans-CN", Region::Mainland),
            ("zh", Region::Mainland),
            ("ja", Region::Japan),
            ("en-GB", Region::Western),
        ] {
            assert_eq!(Language::new(tag).unwrap().region(), region, "{tag}");
        }
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for tag in ["", "中文", "zh_TW", "z", "zh--TW"] {
            assert_eq!(Language::new(tag), None, "{tag}");
        }
    }
}
