//! What the file may say of itself: the standards asked for, as far as the text and the pictures allow.

use std::collections::BTreeSet;

use super::findings;
use super::write::Claim;
use super::write::PdfInput;
use crate::diag::Report;
use crate::diag::Severity;
use crate::manuscript::EpubProfile;
use crate::manuscript::PdfAccess;
use crate::manuscript::PdfArchive;
use crate::manuscript::PdfStandards;

/// The standards that a file claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Conformance {
    pub(super) archive: Option<ArchivePart>,
    pub(super) access: Option<PdfAccess>,
}

/// Part and level of PDF/A as XMP names them (ISO 19005-2, 6.6.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ArchivePart {
    pub(super) part: &'static str,
    pub(super) level: &'static str,
}

/// What is claimed, with findings about what is not although it was asked for. `private` are the characters of private use that the
/// fonts give as text.
pub(super) fn claimed(input: &PdfInput<'_>, private: &BTreeSet<char>, report: &mut Report) -> Conformance {
    let asked = match input.claim {
        Claim::Archive => input.edition.pdf.standards,
        Claim::None => PdfStandards { archive: None, access: None },
    };
    let archive = asked.archive.map(|archive| {
        let (part, tagged) = match archive {
            PdfArchive::A2a => ("2", "A"),
            PdfArchive::A2u => ("2", "U"),
            PdfArchive::A3a => ("3", "A"),
        };
        let level = if private.is_empty() { tagged } else { "U" };
        if level != tagged {
            findings::private_use(private, part, report);
        }
        ArchivePart { part, level }
    });
    let silent = match asked.access {
        Some(PdfAccess::Ua1) => findings::pictures_without_words(input.book, input.pictures, silence(input.edition.epub.profile), report),
        None => 0,
    };
    Conformance { archive, access: asked.access.filter(|_| silent == 0) }
}

/// How grave a picture without words is: archives take no file with one.
fn silence(profile: EpubProfile) -> Severity {
    match profile {
        EpubProfile::Library => Severity::Error,
        EpubProfile::Default | EpubProfile::Kindle | EpubProfile::Kobo | EpubProfile::Japan | EpubProfile::Taiwan => Severity::Warning,
    }
}
