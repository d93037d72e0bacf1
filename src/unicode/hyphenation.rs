//! Where words of a language may be parted with a hyphen.

use hypher::Lang;

use super::language::Language;

/// The fewest letters before a hyphen and after it (requirement LAT-05); a language may ask for more.
const LEAST_BEFORE: usize = 2;
const LEAST_AFTER: usize = 3;

/// Words in so many letters or fewer stay whole.
const SHORT: usize = 4;

/// The bytes of a text at which a hyphen may part it: within its words, by the patterns of the language. Words with a digit, an
/// underscore or a capital that is not their first letter have none, and neither have languages without patterns.
pub fn hyphenation_points(text: &str, language: &Language) -> Vec<usize> {
    let Some(patterns) = patterns(language) else { return Vec::new() };
    let (before, after) = patterns.bounds();
    let mut points = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(is_of_word).map(|at| rest + at) {
        let end = text[start..].find(|character: char| !is_of_word(character)).map_or(text.len(), |at| start + at);
        rest = end;
        let word = &text[start..end];
        if !is_plain(word) {
            continue;
        }
        let mut at = start;
        for syllable in hypher::hyphenate_bounded(word, patterns, before.max(LEAST_BEFORE), after.max(LEAST_AFTER)) {
            at += syllable.len();
            if at < end {
                points.push(at);
            }
        }
    }
    points
}

fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn is_plain(word: &str) -> bool {
    word.chars().count() > SHORT && word.chars().all(char::is_alphabetic) && word.chars().skip(1).all(|character| !character.is_uppercase())
}

fn patterns(language: &Language) -> Option<Lang> {
    let [first, second] = language.primary().as_bytes() else { return None };
    Lang::from_iso([first.to_ascii_lowercase(), second.to_ascii_lowercase()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parted(text: &str, tag: &str) -> String {
        let mut shown = String::new();
        let mut start = 0;
        for point in hyphenation_points(text, &Language::new(tag).unwrap()) {
            shown.push_str(&text[start..point]);
            shown.push('|');
            start = point;
        }
        shown + &text[start..]
    }

    /// Proves: LAT-05 [ALL] [HV]: words part by the patterns of their language, two letters before a hyphen and three after at least.
    #[test]
    fn words_part_by_the_patterns_of_their_language() {
        for (tag, text, expected) in [
            ("en", "typography, hyphenation", "ty|pog|ra|phy, hy|phen|ation"),
            ("en-GB", "only", "only"),
            ("de", "Schifffahrt", "Schiff|fahrt"),
            ("fr", "l’imprimerie", "l’im|pri|me|rie"),
            ("zh-Hant-TW", "typography", "typography"),
            ("tlh", "typography", "typography"),
        ] {
            assert_eq!(parted(text, tag), expected, "{tag}");
        }
    }

    /// Proves: LAT-05 [ALL] [HV]: words with digits or capitals inside stay whole.
    #[test]
    fn names_and_formulae_stay_whole() {
        for text in ["WeLinking", "TYPOGRAPHY", "covid19tests", "snake_typography"] {
            assert_eq!(parted(text, "en"), text);
        }
        assert_eq!(parted("Typography", "en"), "Ty|pog|ra|phy");
    }
}
