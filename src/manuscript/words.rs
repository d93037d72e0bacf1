//! Words that the program writes itself, by language: assets/words.

use crate::unicode::Language;
use crate::unicode::Region;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The words of one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub cover: String,
    pub contents: String,
    pub colophon: String,
    pub notes: String,
    /// Stands before a figure's number, with the space that the language wants.
    pub figure: String,
    /// Stands before a table's number.
    pub table: String,
    pub page: String,
    /// Above a table that goes on from the page before.
    pub continued: String,
    /// In the frame of a figure that has no picture.
    pub missing_picture: String,
    pub colon: String,
    /// Between the members of a list.
    pub separator: String,
    pub imprint: ImprintWords,
    pub date: DateWords,
    /// By MARC relator code.
    pub roles: BTreeMap<String, String>,
}

/// The labels of the imprint's lines.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImprintWords {
    pub title: String,
    pub series: String,
    pub edition: String,
    pub publisher: String,
    pub published: String,
    pub first_published: String,
    pub captured: String,
    pub modified: String,
    pub revision: String,
    pub identifier: String,
    pub source: String,
    pub issn: String,
    pub issue: String,
    pub rights: String,
    pub fonts: String,
}

/// What follows year, month and day in a printed date.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateWords {
    pub year: String,
    pub month: String,
    pub day: String,
}

impl Words {
    /// The words of a language; English where it has no list.
    pub fn of(language: &Language) -> &'static Words {
        static TRADITIONAL: LazyLock<Words> = LazyLock::new(|| parse(include_str!("../../assets/words/zh-Hant.toml")));
        static SIMPLIFIED: LazyLock<Words> = LazyLock::new(|| parse(include_str!("../../assets/words/zh-Hans.toml")));
        static JAPANESE: LazyLock<Words> = LazyLock::new(|| parse(include_str!("../../assets/words/ja.toml")));
        static KOREAN: LazyLock<Words> = LazyLock::new(|| parse(include_str!("../../assets/words/ko.toml")));
        static ENGLISH: LazyLock<Words> = LazyLock::new(|| parse(include_str!("../../assets/words/en.toml")));
        match language.region() {
            Region::Taiwan | Region::HongKong => &TRADITIONAL,
            Region::Mainland => &SIMPLIFIED,
            Region::Japan => &JAPANESE,
            Region::Korea => &KOREAN,
            Region::Western => &ENGLISH,
        }
    }

    /// The word for a MARC relator code; that for a contributor when no list has the code.
    pub fn role(&self, code: &str) -> &str {
        self.roles.get(code).or_else(|| self.roles.get("ctb")).map_or("", String::as_str)
    }
}

fn parse(text: &str) -> Words {
    toml::from_str(text).expect("the word lists are part of the program and read by a test")
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::unicode::Language;

    #[test]
    fn every_list_of_words_is_whole_and_names_the_same_roles() {
        let english = Words::of(&Language::new("en").unwrap());
        for tag in ["zh-Hant-TW", "zh-Hans-CN", "ja", "ko"] {
            let words = Words::of(&Language::new(tag).unwrap());
            assert_ne!(words.contents, english.contents, "{tag}");
            assert!(words.roles.keys().eq(english.roles.keys()), "{tag}");
        }
    }
}
