//! The record of an edition.

use super::identity::identify;
use super::request::Request;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::manuscript::Date;
use crate::manuscript::Manuscript;
use crate::record;
use crate::record::RecordFormat;
use crate::record::RecordInput;

/// The catalogue record of an edition, the first one declared when none is named. What every catalogue asks for and the book does not
/// say is a finding; the record is made without it.
pub fn catalogue(
    manuscript: &Manuscript,
    edition: Option<&str>,
    source_date: Option<&Date>,
    format: RecordFormat,
    report: &mut Report,
) -> Result<String, ErrorReported> {
    let request = Request { editions: edition.map(str::to_owned).into_iter().collect(), ..Request::default() };
    let editions = request.editions(manuscript, report)?;
    let metadata = &manuscript.metadata;
    let Some(edition) = editions.first().map(|edition| identify(edition, metadata, &manuscript.slug, source_date)) else {
        return Err(report
            .error(Diagnostic::new(Code::MissingKey).in_file("book.toml").with("key", "edition").with("example", "[edition.vertical]")));
    };
    let wanted = [
        ("creators", !metadata.creators.is_empty()),
        ("publisher", metadata.publisher.is_some()),
        ("published", metadata.published.is_some()),
    ];
    for (key, _) in wanted.into_iter().filter(|(_, is_there)| !is_there) {
        report.add(Diagnostic::new(Code::IncompleteRecord).in_file("book.toml").with("key", key));
    }
    Ok(record::write(&RecordInput { metadata, edition: &edition, slug: &manuscript.slug }, format))
}
