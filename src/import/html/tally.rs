//! What was found in pages, made simpler and left out, with counts.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use serde_json::json;
use std::collections::BTreeMap;

/// Texts of one kind that the report quotes; the rest is counted.
const MOST_QUOTED: usize = 200;

/// Characters of a text that the report quotes.
const LONGEST_QUOTE: usize = 80;

/// Counts by name. Names are words of the report, such as `figures`.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    found: BTreeMap<&'static str, usize>,
    simplified: BTreeMap<&'static str, usize>,
    dropped: BTreeMap<&'static str, usize>,
    /// Text that is left out, shortened.
    quoted: Vec<String>,
    /// Pictures that are nowhere: the address and why.
    missing: Vec<(String, String)>,
}

impl Tally {
    pub fn found(&mut self, what: &'static str) {
        *self.found.entry(what).or_default() += 1;
    }

    /// Something that the manuscript says in a simpler way, its text kept.
    pub fn simplified(&mut self, what: &'static str) {
        *self.simplified.entry(what).or_default() += 1;
    }

    pub fn dropped(&mut self, what: &'static str) {
        *self.dropped.entry(what).or_default() += 1;
    }

    /// Text that is left out.
    pub fn dropped_text(&mut self, what: &'static str, text: &str) {
        self.dropped(what);
        let text = text.trim();
        if !text.is_empty() && self.quoted.len() < MOST_QUOTED {
            let mut short: String = text.chars().take(LONGEST_QUOTE).collect();
            if text.chars().nth(LONGEST_QUOTE).is_some() {
                short.push('…');
            }
            self.quoted.push(format!("{what}: {short}"));
        }
    }

    pub fn missing(&mut self, address: &str, reason: &str) {
        let short: String = address.chars().take(300).collect();
        self.missing.push((short, reason.to_owned()));
    }

    /// The findings about it, in a fixed order.
    pub fn tell(&self, report: &mut Report) {
        for (address, reason) in self.missing.iter().take(MOST_QUOTED) {
            report.add(Diagnostic::new(Code::PagePictureMissing).with("address", address).with("reason", reason));
        }
        if self.missing.len() > MOST_QUOTED {
            report.add(Diagnostic::new(Code::FurtherFaults).with("count", self.missing.len() - MOST_QUOTED));
        }
        for (what, count) in &self.simplified {
            report.add(Diagnostic::new(Code::ImportSimplified).with("what", what).with("count", count));
        }
        for (what, count) in &self.dropped {
            report.add(Diagnostic::new(Code::ImportLeftOut).with("what", what).with("count", count));
        }
    }

    pub fn counts(&self) -> Vec<(&'static str, usize)> {
        self.found.iter().map(|(what, count)| (*what, *count)).collect()
    }

    /// What `import.json` says besides the counts.
    pub fn facts(&self) -> Vec<(&'static str, serde_json::Value)> {
        let missing: Vec<_> = self.missing.iter().map(|(address, reason)| json!({ "address": address, "reason": reason })).collect();
        vec![
            ("simplified", json!(self.simplified)),
            ("left-out", json!(self.dropped)),
            ("dropped", json!(self.quoted)),
            ("missing-pictures", json!(missing)),
        ]
    }
}
