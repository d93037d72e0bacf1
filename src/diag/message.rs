//! The words of findings: `assets/messages`, one file for each language that the program speaks.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::catalogue::Code;
use super::report::Diagnostic;

/// A language that findings are told in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tongue {
    #[default]
    English,
    /// As in Taiwan.
    TraditionalChinese,
    /// As on the mainland.
    SimplifiedChinese,
    Japanese,
}

/// The words of one code, with `{arguments}` to be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// What is wrong.
    pub message: String,
    /// What stands under the carets.
    pub label: Option<String>,
    /// What stands under the carets of the other place.
    pub also: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// A paragraph for `fuzi explain`.
    pub explain: Option<String>,
}

/// The words around findings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    pub error: String,
    pub warning: String,
    pub note: String,
    pub help: String,
    /// After a message: which edition it is about, `{name}`.
    pub edition: String,
    /// `{count}` further findings of `{code}` are not shown.
    pub more: String,
    /// `fix` changes nothing.
    pub nothing: String,
    /// `fix` has written its changes.
    pub written: String,
    /// How to write what `fix` shows.
    pub apply: String,
    /// `{count}` proposals are not carried out.
    pub left: String,
    /// `explain` does not know `{code}`.
    pub unknown: String,
    /// Before a wrong example.
    pub wrong: String,
    /// Before a right example.
    pub right: String,
    /// Before the clause of a standard.
    pub rule: String,
}

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    pub message: String,
    pub label: Option<String>,
    /// None when the finding has no other place.
    pub also: Option<String>,
    /// None when the message has none or when it comes out empty.
    pub help: Option<String>,
}

/// What a file of `assets/messages` holds.
#[derive(Debug, Deserialize)]
struct Catalogue {
    words: Words,
    /// Texts that the program puts together, in English, and how they are said; `{}` stands for a part that stays.
    #[serde(default)]
    phrases: BTreeMap<String, String>,
    #[serde(flatten)]
    messages: BTreeMap<String, Message>,
}

static FILES: [&str; 4] = [
    include_str!("../../assets/messages/en.toml"),
    include_str!("../../assets/messages/zh-Hant.toml"),
    include_str!("../../assets/messages/zh-Hans.toml"),
    include_str!("../../assets/messages/ja.toml"),
];

impl Tongue {
    pub const ALL: [Tongue; 4] = [Tongue::English, Tongue::TraditionalChinese, Tongue::SimplifiedChinese, Tongue::Japanese];

    /// The language tag, which is also the name of the file of messages.
    pub const fn tag(self) -> &'static str {
        match self {
            Tongue::English => "en",
            Tongue::TraditionalChinese => "zh-Hant",
            Tongue::SimplifiedChinese => "zh-Hans",
            Tongue::Japanese => "ja",
        }
    }

    /// The tongue of a language tag or of a locale such as `zh_TW.UTF-8`; none for a language that the program does not speak.
    pub fn of(name: &str) -> Option<Tongue> {
        let name = name.split(['.', '@']).next().unwrap_or_default().to_ascii_lowercase();
        let parts: Vec<&str> = name.split(['-', '_']).collect();
        let has = |words: &[&str]| parts.iter().any(|part| words.contains(part));
        match parts[0] {
            "en" | "c" | "posix" => Some(Tongue::English),
            "ja" => Some(Tongue::Japanese),
            "zh" | "cmn" | "yue" | "nan" | "hak" if has(&["hans", "cn", "sg", "my"]) => Some(Tongue::SimplifiedChinese),
            "zh" | "cmn" if has(&["hant", "tw", "hk", "mo"]) => Some(Tongue::TraditionalChinese),
            "zh" | "cmn" => Some(Tongue::SimplifiedChinese),
            "yue" | "nan" | "hak" => Some(Tongue::TraditionalChinese),
            _ => None,
        }
    }

    fn catalogue(self) -> &'static Catalogue {
        static CATALOGUES: [OnceLock<Catalogue>; 4] = [const { OnceLock::new() }; 4];
        let read = || toml::from_str(FILES[self as usize]).expect("assets/messages is part of the program and tested");
        CATALOGUES[self as usize].get_or_init(read)
    }

    pub fn words(self) -> &'static Words {
        &self.catalogue().words
    }

    /// A text that the program put together, in this tongue; as it is where nothing translates it.
    fn phrase(self, text: &str) -> String {
        let phrases = &self.catalogue().phrases;
        if let Some(phrase) = phrases.get(text) {
            return phrase.clone();
        }
        let found = phrases.iter().filter(|(pattern, _)| pattern.contains("{}"));
        let said = found.filter_map(|(pattern, phrase)| parts(pattern, text).map(|parts| (pattern.len(), phrase, parts)));
        match said.max_by_key(|(length, _, _)| *length) {
            Some((_, phrase, parts)) => parts.into_iter().fold(phrase.clone(), |phrase, part| phrase.replacen("{}", part, 1)),
            None => text.to_owned(),
        }
    }
}

/// The texts that stand for each `{}` of a pattern; none when the text does not fit.
fn parts<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut pieces = pattern.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut parts = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let at = if pieces.peek().is_none() {
            rest.len().checked_sub(piece.len()).filter(|at| rest.is_char_boundary(*at) && rest.ends_with(piece))?
        } else {
            rest.find(piece)?
        };
        parts.push(&rest[..at]);
        rest = &rest[at + piece.len()..];
    }
    Some(parts)
}

impl Code {
    /// The code that is printed as `id`.
    pub fn from_id(id: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }

    /// The English words of this code, not filled in.
    pub fn words(self) -> &'static Message {
        self.words_in(Tongue::English)
    }

    /// The words of this code, not filled in.
    pub fn words_in(self, tongue: Tongue) -> &'static Message {
        tongue.catalogue().messages.get(self.id()).expect("a test finds every code in every file of assets/messages")
    }
}

impl Diagnostic {
    /// The finding in English words, its arguments filled in.
    pub fn wording(&self) -> Wording {
        self.wording_in(Tongue::English)
    }

    /// The finding in words, its arguments filled in.
    pub fn wording_in(&self, tongue: Tongue) -> Wording {
        let words = self.code.words_in(tongue);
        let arguments: Vec<(&str, String)> = match tongue {
            Tongue::English => self.arguments.iter().map(|(name, value)| (*name, value.clone())).collect(),
            tongue => self.arguments.iter().map(|(name, value)| (*name, tongue.phrase(value))).collect(),
        };
        let fill = |template: &String| fill(template, &arguments);
        Wording {
            message: fill(&words.message),
            label: words.label.as_ref().map(fill),
            also: words.also.as_ref().filter(|_| self.also.is_some()).map(fill),
            help: words.help.as_ref().map(fill).filter(|help| !help.is_empty()),
        }
    }
}

/// The template with each `{name}` replaced by its argument; a name without argument leaves nothing, and braces around anything but a
/// name stay.
pub fn fill(template: &str, arguments: &[(&str, String)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        filled.push_str(before);
        if !is_name(name) {
            filled.push('{');
            rest = after;
            continue;
        }
        if let Some((_, value)) = arguments.iter().find(|(key, _)| *key == name) {
            filled.push_str(value);
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-'))
}

/// The names in braces of a template, in order.
#[cfg(test)]
fn names(template: &str) -> Vec<&str> {
    template.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).filter(|name| is_name(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn arguments(text: Option<&String>) -> Option<BTreeSet<&str>> {
        text.map(|text| names(text).into_iter().collect())
    }

    fn templates(message: &Message) -> [(&'static str, Option<&String>); 5] {
        [
            ("message", Some(&message.message)),
            ("label", message.label.as_ref()),
            ("also", message.also.as_ref()),
            ("help", message.help.as_ref()),
            ("explain", message.explain.as_ref()),
        ]
    }

    #[test]
    fn every_code_has_words_in_every_tongue_and_no_words_lack_a_code() {
        let mut missing = Vec::new();
        for tongue in Tongue::ALL {
            let messages = &tongue.catalogue().messages;
            missing.extend(Code::ALL.iter().filter(|code| !messages.contains_key(code.id())).map(|code| (tongue.tag(), code.id())));
            for id in messages.keys() {
                assert!(Code::from_id(id).is_some(), "{}.toml has {id}, which is no code", tongue.tag());
            }
        }
        assert!(missing.is_empty(), "rows to be written: {missing:?}");
    }

    #[test]
    fn every_tongue_says_the_same_with_the_same_arguments() {
        let mut different = Vec::new();
        for tongue in Tongue::ALL {
            for code in Code::ALL {
                for ((key, english), (_, said)) in templates(code.words()).into_iter().zip(templates(code.words_in(tongue))) {
                    if arguments(english) != arguments(said) {
                        different.push(format!("{}.toml {} {key}", tongue.tag(), code.id()));
                    }
                }
            }
            let phrases = |tongue: Tongue| tongue.catalogue().phrases.keys().cloned().collect::<BTreeSet<_>>();
            if tongue != Tongue::English {
                assert_eq!(phrases(tongue), phrases(Tongue::Japanese), "{}", tongue.tag());
            }
            for (pattern, phrase) in &tongue.catalogue().phrases {
                assert_eq!(pattern.matches("{}").count(), phrase.matches("{}").count(), "{pattern}");
            }
        }
        assert!(different.is_empty(), "{}", different.join("\n"));
    }

    #[test]
    fn words_are_fragments_without_a_full_stop() {
        for tongue in Tongue::ALL {
            for (id, words) in &tongue.catalogue().messages {
                for (key, text) in templates(words).into_iter().filter(|(key, _)| *key != "explain") {
                    let Some(text) = text else { continue };
                    assert!(!text.ends_with(['.', '。']) || text.ends_with("..."), "{} {id}: full stop after {text:?}", tongue.tag());
                    let first = text.chars().next();
                    let capital = first.is_some_and(|first| first.is_ascii_uppercase()) && !text.starts_with("PDF");
                    assert!(!capital || tongue != Tongue::English, "{id} {key}: {text:?}");
                    assert!(!text.is_empty(), "{} {id} {key} is empty", tongue.tag());
                }
            }
        }
    }

    #[test]
    fn arguments_are_filled_in_once() {
        let finding = Diagnostic::new(Code::MissingKey).with("key", "title").with("example", "title = \"{key}\"");
        let wording = finding.wording();
        assert_eq!(wording.message, "`title` is missing");
        assert_eq!(wording.help.as_deref(), Some("add `title = \"{key}\"`"));
    }

    #[test]
    fn braces_that_are_no_argument_stay() {
        assert_eq!(fill("mark it {.decorative}, {name}", &[("name", "a".to_owned())]), "mark it {.decorative}, a");
    }

    #[test]
    fn help_that_comes_out_empty_is_left_out() {
        assert_eq!(Diagnostic::new(Code::UnknownKey).with("key", "x").with("suggestion", "").wording().help, None);
    }

    #[test]
    fn locales_name_a_tongue() {
        for (name, tongue) in [
            ("zh_TW.UTF-8", Some(Tongue::TraditionalChinese)),
            ("zh_HK", Some(Tongue::TraditionalChinese)),
            ("zh-Hant", Some(Tongue::TraditionalChinese)),
            ("zh_CN.UTF-8", Some(Tongue::SimplifiedChinese)),
            ("zh-Hans-TW", Some(Tongue::SimplifiedChinese)),
            ("ja_JP.UTF-8", Some(Tongue::Japanese)),
            ("en_GB.UTF-8", Some(Tongue::English)),
            ("C.UTF-8", Some(Tongue::English)),
            ("fr_FR", None),
        ] {
            assert_eq!(Tongue::of(name), tongue, "{name}");
        }
    }

    #[test]
    fn a_pattern_finds_the_parts_that_stay() {
        assert_eq!(parts("did you mean `{}`?", "did you mean `quotes`?"), Some(vec!["quotes"]));
        assert_eq!(parts("from {} to {}", "from 1 to 100"), Some(vec!["1", "100"]));
        assert_eq!(parts("from {} to {}", "until 100"), None);
    }
}
