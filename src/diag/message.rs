//! The words of findings: `assets/messages/en.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::catalogue::Code;
use super::report::Diagnostic;

/// The words of one code, with `{arguments}` to be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// What is wrong.
    pub message: String,
    /// What stands under the carets.
    pub label: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// A paragraph for `fuzi explain`.
    pub explain: Option<String>,
}

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    pub message: String,
    pub label: Option<String>,
    /// None when the message has none or when it comes out empty.
    pub help: Option<String>,
}

static ENGLISH: &str = include_str!("../../assets/messages/en.toml");

fn catalogue() -> &'static BTreeMap<String, Message> {
    static MESSAGES: OnceLock<BTreeMap<String, Message>> = OnceLock::new();
    MESSAGES.get_or_init(|| toml::from_str(ENGLISH).expect("assets/messages/en.toml is part of the program and tested"))
}

impl Code {
    /// The code that is printed as `id`.
    pub fn from_id(id: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }

    /// The words of this code, not filled in.
    pub fn words(self) -> &'static Message {
        catalogue().get(self.id()).expect("a test finds every code in assets/messages/en.toml")
    }
}

impl Diagnostic {
    /// The finding in words, its arguments filled in.
    pub fn wording(&self) -> Wording {
        let words = self.code.words();
        let fill = |template: &String| fill(template, &self.arguments);
        Wording {
            message: fill(&words.message),
            label: words.label.as_ref().map(fill),
            help: words.help.as_ref().map(fill).filter(|help| !help.is_empty()),
        }
    }
}

/// The template with each `{name}` replaced by its argument; a name without argument leaves nothing.
fn fill(template: &str, arguments: &[(&'static str, String)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        filled.push_str(before);
        if let Some((_, value)) = arguments.iter().find(|(key, _)| *key == name) {
            filled.push_str(value);
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// The names in braces of a template, in order.
#[cfg(test)]
fn names(template: &str) -> Vec<&str> {
    template.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_words_and_no_words_lack_a_code() {
        for code in Code::ALL {
            assert!(catalogue().contains_key(code.id()), "{code:?} ({}) is not in en.toml", code.id());
        }
        for id in catalogue().keys() {
            assert!(Code::from_id(id).is_some(), "en.toml has {id}, which is no code");
        }
    }

    #[test]
    fn words_are_lower_case_fragments_with_well_formed_arguments() {
        for (id, words) in catalogue() {
            for text in [Some(&words.message), words.label.as_ref(), words.help.as_ref()].into_iter().flatten() {
                assert!(!text.ends_with('.') || text.ends_with("..."), "{id}: full stop after {text:?}");
                assert!(!text.chars().next().is_some_and(|first| first.is_ascii_uppercase() && !text.starts_with("PDF")), "{id}: {text:?}");
                assert_eq!(text.matches('{').count(), names(text).len(), "{id}: braces in {text:?}");
                for name in names(text) {
                    assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{id}: argument {name:?}");
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
    fn help_that_comes_out_empty_is_left_out() {
        assert_eq!(Diagnostic::new(Code::UnknownKey).with("key", "x").with("suggestion", "").wording().help, None);
    }
}
