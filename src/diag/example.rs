//! Examples of findings: `assets/messages/examples.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::catalogue::Code;

/// What gives a finding, and what does not.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What the two are: `manuscript`, `toml`, `shell`, `aozora`, `csv`, `yaml`, `svg`.
    #[serde(default = "manuscript")]
    pub kind: String,
    /// The language of a manuscript.
    #[serde(default = "language")]
    pub language: String,
    pub wrong: String,
    pub right: String,
}

fn manuscript() -> String {
    "manuscript".to_owned()
}

fn language() -> String {
    "zh-Hant-TW".to_owned()
}

fn examples() -> &'static BTreeMap<String, Example> {
    static EXAMPLES: OnceLock<BTreeMap<String, Example>> = OnceLock::new();
    let read = || toml::from_str(include_str!("../../assets/messages/examples.toml")).expect("examples.toml is tested");
    EXAMPLES.get_or_init(read)
}

impl Code {
    /// A wrong and a right example.
    pub fn example(self) -> &'static Example {
        examples().get(self.id()).expect("a test finds every code in assets/messages/examples.toml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_an_example_and_no_example_lacks_a_code() {
        let missing: Vec<&str> = Code::ALL.iter().map(|code| code.id()).filter(|id| !examples().contains_key(*id)).collect();
        assert!(missing.is_empty(), "examples to be written: {missing:?}");
        for id in examples().keys() {
            assert!(Code::from_id(id).is_some(), "examples.toml has {id}, which is no code");
        }
    }
}
