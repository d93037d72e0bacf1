//! `import.json`: what was found in the source, changed and dropped.

use super::encoding::Decoded;
use super::format::Format;
use super::text::Text;
use crate::diag::Diagnostic;
use crate::diag::Sources;
use serde_json::json;

/// What the report is made of.
pub struct Record<'a> {
    pub name: &'a str,
    /// None for a source that is no text.
    pub decoded: Option<&'a Decoded>,
    pub format: (Format, &'a str),
    pub text: &'a Text,
    pub findings: &'a [Diagnostic],
    pub sources: &'a Sources,
}

impl Record<'_> {
    /// The report as JSON, version 1.
    pub fn write(&self) -> String {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let found: serde_json::Map<String, serde_json::Value> =
            self.text.found.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect();
        let dropped: Vec<&str> = self.text.dropped.iter().map(|dropped| dropped.text.as_str()).collect();
        let findings: Vec<serde_json::Value> = self
            .findings
            .iter()
            .map(|finding| {
                let place = finding.span.map(|span| self.sources.position(span));
                let message = finding.wording().message;
                match place {
                    Some(place) => json!({ "code": finding.code.id(), "line": place.line, "column": place.column, "message": message }),
                    None => json!({ "code": finding.code.id(), "message": message }),
                }
            })
            .collect();
        let encoding =
            self.decoded.map(|decoded| json!({ "name": decoded.charset.name(), "reason": decoded.reason, "faults": decoded.fault_count }));
        let mut record = json!({
            "schema": 1,
            "source": name,
            "encoding": encoding,
            "format": { "name": self.format.0.name(), "reason": self.format.1 },
            "found": found,
            "changed": self.text.changes,
            "dropped": dropped,
            "findings": findings,
        });
        for (name, fact) in &self.text.facts {
            record[*name] = fact.clone();
        }
        format!("{record:#}\n")
    }
}
