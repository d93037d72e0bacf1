//! Words that the program writes itself, by language: assets/words.

use crate::geom::WritingMode;
use crate::unicode::Language;
use crate::unicode::Region;
use crate::unicode::han_digits;
use crate::unicode::han_number;
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
    pub index: String,
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
    /// Between a title and its subtitle in one line.
    pub subtitle: String,
    pub imprint: ImprintWords,
    pub date: DateWords,
    pub proof: ProofWords,
    /// By MARC relator code.
    pub roles: BTreeMap<String, String>,
    /// What follows names on covers and title leaves, by MARC relator code.
    pub credits: BTreeMap<String, String>,
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

/// What stands on a proof of lines; words in braces are filled in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofWords {
    pub title: String,
    pub squeezed: String,
    pub opened: String,
    pub hung: String,
    pub line_end: String,
    pub overfull: String,
    pub short: String,
    pub relaxed: String,
    pub fallback: String,
    pub missing: String,
    /// Explains the numbers in the margins.
    pub number: String,
    /// Above the list of lines with findings.
    pub look: String,
    pub place: String,
    pub more: String,
    /// By the name of the kind of gap.
    pub gaps: BTreeMap<String, String>,
}

impl DateWords {
    /// A date of ISO 8601 as printed, in the precision given and without a time of day: 2020年4月1日, in vertical lines 二〇二〇年四月一日,
    /// and as it is where the language has no words for it.
    pub fn print(&self, date: &str, mode: WritingMode) -> String {
        let day = date.split('T').next().unwrap_or_default();
        if self.year.is_ascii() {
            return day.to_owned();
        }
        let number = |(place, part): (usize, &str)| match (part.parse::<u64>(), mode, place) {
            (Ok(number), WritingMode::VerticalRl, 0) => han_digits(number),
            (Ok(number), WritingMode::VerticalRl, _) => han_number(number),
            (Ok(number), WritingMode::HorizontalTb, _) => number.to_string(),
            (Err(_), _, _) => part.to_owned(),
        };
        let words = [&self.year, &self.month, &self.day];
        let text: String = day.split('-').enumerate().map(number).zip(words).map(|(number, word)| number + word).collect();
        text.trim_end().to_owned()
    }
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
    use crate::geom::WritingMode;
    use crate::unicode::Language;

    #[test]
    fn dates_are_printed_in_the_precision_given() {
        let words = &Words::of(&Language::new("zh-Hant-TW").unwrap()).date;
        assert_eq!(words.print("2020-04-01T08:00:00Z", WritingMode::HorizontalTb), "2020年4月1日");
        assert_eq!(words.print("2020-11", WritingMode::VerticalRl), "二〇二〇年十一月");
        assert_eq!(Words::of(&Language::new("en").unwrap()).date.print("2020-04-01", WritingMode::HorizontalTb), "2020-04-01");
    }

    #[test]
    fn every_list_of_words_is_whole_and_names_the_same_roles() {
        let english = Words::of(&Language::new("en").unwrap());
        for tag in ["zh-Hant-TW", "zh-Hans-CN", "ja", "ko"] {
            let words = Words::of(&Language::new(tag).unwrap());
            assert_ne!(words.contents, english.contents, "{tag}");
            assert!(words.roles.keys().eq(english.roles.keys()), "{tag}");
            assert!(words.proof.gaps.keys().eq(english.proof.gaps.keys()), "{tag}");
            let proof = &words.proof;
            let (stages, places) = ([&proof.squeezed, &proof.opened], [&proof.place]);
            assert!(stages.iter().all(|text| text.contains("{stage}") && text.contains("{gaps}")), "{tag}");
            assert!(
                places.iter().all(|text| text.contains("{page}") && text.contains("{line}")) && proof.more.contains("{count}"),
                "{tag}"
            );
        }
    }
}
