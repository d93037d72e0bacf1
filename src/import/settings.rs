//! The settings that a text suggests.

use super::guess::LanguageGuess;
use super::guess::guess_language;
use super::guess::half_width_marks;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::unicode::Language;
use crate::unicode::Region;

#[derive(Debug)]
pub struct Settings {
    pub language: Language,
    /// Where it comes from, as a comment says it.
    pub language_from: &'static str,
    pub language_reason: String,
    pub quotes: &'static str,
    pub punctuation: &'static str,
    pub punctuation_reason: String,
    /// The direction in which the source itself is set, whose edition comes first.
    pub direction: Option<&'static str>,
}

impl Settings {
    /// `given` is the language that the text names itself, with what names it.
    pub fn guess(text: &str, given: Option<(Language, &str)>) -> Settings {
        let language_from = if given.is_some() { "Given" } else { "A guess" };
        let guess = match given {
            Some((language, reason)) => LanguageGuess { language, reason: reason.to_owned() },
            None => guess_language(text),
        };
        let region = guess.language.region();
        let quotes = if region == Region::Taiwan { "region" } else { "vertical" };
        let half_width = half_width_marks(text);
        // Japanese texts hold numbers of their own, such as (1), which are as they should be.
        let converts = half_width > 0 && !matches!(region, Region::Korea | Region::Western | Region::Japan);
        let (punctuation, punctuation_reason) = if converts {
            ("region", format!("{half_width} half-width marks stand in Han context"))
        } else if half_width > 0 {
            ("keep", format!("{half_width} half-width marks stand in Han context and are left as they are"))
        } else {
            ("keep", "no half-width mark stands in Han context".to_owned())
        };
        Settings {
            language: guess.language,
            language_from,
            language_reason: guess.reason,
            quotes,
            punctuation,
            punctuation_reason,
            direction: None,
        }
    }

    pub fn tell(&self, report: &mut Report) {
        for (key, value, reason) in [
            ("language", self.language.as_str(), self.language_reason.as_str()),
            ("text.quotes", self.quotes, "what the language suggests"),
            ("text.punctuation", self.punctuation, &self.punctuation_reason),
        ] {
            report.add(Diagnostic::new(Code::ImportedSetting).with("key", key).with("value", value).with("reason", reason));
        }
    }
}
