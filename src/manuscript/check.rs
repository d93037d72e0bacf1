//! `[check]`: how grave findings are.

use super::table::Table;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::diag::Severity;

/// What the book says of findings, by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckSettings {
    /// None where the finding is switched off.
    levels: Vec<(Code, Option<Severity>)>,
}

const LEVELS: &[(&str, Option<Severity>)] =
    &[("off", None), ("note", Some(Severity::Note)), ("warning", Some(Severity::Warning)), ("error", Some(Severity::Error))];

impl CheckSettings {
    /// Reads the table; codes that stop a build keep their severity.
    pub(super) fn read(keys: &mut Table, report: &mut Report) -> CheckSettings {
        let mut levels = Vec::new();
        for (name, span, value) in keys.take_rest() {
            let Some(code) = Code::from_id(&name).filter(|code| code.severity() < Severity::Error) else {
                let suggestion = match Code::from_id(&name) {
                    Some(_) => "it stops a build and stays as grave as it is",
                    None => "write the code of a warning or a note, such as CK008",
                };
                report.add(Diagnostic::new(Code::UnknownKey).at(span).with("key", format!("check.{name}")).with("suggestion", suggestion));
                continue;
            };
            if let Some(level) = value.choice(LEVELS, report) {
                levels.push((code, level));
            }
        }
        CheckSettings { levels }
    }

    /// The finding as grave as the book says; none when it is switched off.
    pub fn judge(&self, finding: Diagnostic) -> Option<Diagnostic> {
        match self.levels.iter().find(|(code, _)| *code == finding.code) {
            Some((_, level)) => level.map(|severity| finding.with_severity(severity)),
            None => Some(finding),
        }
    }

    /// Whether findings of this code are wanted at all.
    pub fn wants(&self, code: Code) -> bool {
        !self.levels.iter().any(|(other, level)| *other == code && level.is_none())
    }
}
