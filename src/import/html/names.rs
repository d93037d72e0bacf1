//! The names by which pages say what their parts are: assets/import/page.toml.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    pub containers: Vec<String>,
    pub boilerplate: BTreeMap<String, Vec<String>>,
    pub lines: BTreeMap<String, Vec<String>>,
    pub note_headings: Vec<String>,
    pub no_alternatives: Vec<String>,
    pub trackers: Vec<String>,
    pub placeholders: Vec<String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/import/page.toml")).expect("the table is part of the program and tested")
});

impl Names {
    pub fn get() -> &'static Names {
        &NAMES
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn the_table_is_whole() {
        let names = Names::get();
        assert!(names.containers.len() > 40 && names.boilerplate.len() > 5 && names.lines.len() > 2);
        assert!(names.no_alternatives.iter().all(|text| *text == text.to_lowercase()), "they are compared in lower case");
    }
}
