//! What an EPUB says by itself: assets/epub/phrases.toml.

use crate::unicode::Language;
use crate::unicode::Region;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The phrases of one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    /// Label of the landmarks.
    pub landmarks: String,
    /// Label of the page list.
    pub pages: String,
    /// Where the text begins.
    pub body: String,
    /// Label of a note's link back to its mark.
    pub back: String,
    pub summary_ruby: String,
    pub summary_full_ruby: String,
    pub summary_alternatives: String,
    pub summary_missing: String,
    pub summary_no_pictures: String,
    pub summary_pages: String,
    pub summary_text: String,
}

impl Phrases {
    /// The phrases of a language; English where it has none.
    pub fn of(language: &Language) -> &'static Phrases {
        static ALL: LazyLock<BTreeMap<String, Phrases>> =
            LazyLock::new(|| toml::from_str(include_str!("../../assets/epub/phrases.toml")).expect("a test reads the phrases"));
        let name = match language.region() {
            Region::Taiwan | Region::HongKong => "zh-Hant",
            Region::Mainland => "zh-Hans",
            Region::Japan => "ja",
            Region::Korea => "ko",
            Region::Western => "en",
        };
        &ALL[name]
    }
}

#[cfg(test)]
mod tests {
    use super::Phrases;
    use crate::unicode::Language;

    #[test]
    fn every_language_has_phrases_of_its_own() {
        let labels: std::collections::BTreeSet<&str> =
            ["zh-Hant-TW", "zh-Hans", "ja", "ko", "en"].map(|tag| Phrases::of(&Language::new(tag).unwrap()).pages.as_str()).into();
        assert_eq!(labels.len(), 5);
    }
}
