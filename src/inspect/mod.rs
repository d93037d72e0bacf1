//! Finished files read back: what a PDF or an EPUB holds and says of itself, from its bytes alone.

mod content;
mod epub;
mod human;
mod meaning;
mod pdf;
mod report;
mod structure;

pub use human::Tree;
pub use human::human;
pub use report::Box;
pub use report::EpubReport;
pub use report::FontReport;
pub use report::InspectError;
pub use report::Inspection;
pub use report::OutlineEntry;
pub use report::PdfReport;
pub use report::PictureReport;
pub use report::StructureLine;

use crate::diag::Limits;

/// What is in a file, by its first bytes.
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<Inspection, InspectError> {
    if bytes.starts_with(b"%PDF-") {
        return pdf::read(bytes, limits).map(Inspection::pdf);
    }
    if bytes.starts_with(b"PK") {
        return epub::read(bytes).map(Inspection::epub);
    }
    Err(InspectError::Unknown)
}
