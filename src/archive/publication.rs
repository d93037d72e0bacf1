//! Whether an EPUB or a PDF is whole, whoever made it.

use crate::container::ContainerLimits;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Limits;
use crate::diag::Severity;
use crate::epub::validate::Gravity;
use crate::epub::validate::validate;
use crate::inspect;
use crate::pdf;

/// Findings of one file that are told one by one.
const TOLD: usize = 20;

/// What a file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Epub,
    Pdf,
}

/// The kind that a name promises.
pub fn kind_of_name(path: &str) -> Option<Kind> {
    let (_, extension) = path.rsplit_once('.')?;
    [("epub", Kind::Epub), ("pdf", Kind::Pdf)].into_iter().find(|(own, _)| extension.eq_ignore_ascii_case(own)).map(|(_, kind)| kind)
}

/// What is wrong with a publication. Warnings of the EPUB validator stay warnings.
pub fn faults(path: &str, bytes: &[u8], kind: Kind) -> Vec<Diagnostic> {
    let reasons: Vec<(Severity, String)> = match kind {
        Kind::Epub => {
            let faults = validate(bytes, ContainerLimits::default());
            let told = faults.iter().filter(|fault| fault.gravity >= Gravity::Warning);
            told.map(|fault| (if fault.gravity == Gravity::Warning { Severity::Warning } else { Severity::Error }, fault.to_string()))
                .collect()
        }
        Kind::Pdf => of_pdf(bytes).into_iter().map(|reason| (Severity::Error, reason)).collect(),
    };
    let finding = |severity: Severity, reason: &str| {
        Diagnostic::new(Code::UnsoundFile).in_file(path).with("path", path).with("reason", reason).with_severity(severity)
    };
    let mut findings: Vec<Diagnostic> = reasons.iter().take(TOLD).map(|(severity, reason)| finding(*severity, reason)).collect();
    if let Some(gravest) = reasons.iter().skip(TOLD).map(|(severity, _)| *severity).max() {
        findings.push(finding(gravest, &format!("{} more findings of this kind", reasons.len() - TOLD)));
    }
    findings
}

fn of_pdf(bytes: &[u8]) -> Vec<String> {
    let mut reasons = pdf::unsound(bytes);
    if !reasons.is_empty() {
        return reasons;
    }
    let inspected = inspect::inspect(bytes, &Limits::default());
    let Some(report) = inspected.as_ref().ok().and_then(|inspection| inspection.pdf.as_ref()) else {
        return vec!["it cannot be looked into".to_owned()];
    };
    // What claims to be PDF/A carries its fonts (ISO 19005-2, 6.2.11.4).
    if report.standards.iter().any(|standard| standard.starts_with("PDF/A")) {
        let outside = report.fonts.iter().filter(|font| !font.embedded);
        reasons.extend(outside.map(|font| format!("it claims to be PDF/A, and font {} is not in it", font.name)));
    }
    reasons
}
