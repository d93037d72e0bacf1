//! The whole flow on one page.

use rayon::prelude::*;

use super::built::Built;
use super::built::BuiltFile;
use super::built::EditionText;
use super::built::text_sha256;
use super::edition::Composed;
use super::edition::Shared;
use super::record::Conversions;
use super::record::record;
use super::request::Request;
use crate::book::Book;
use crate::diag::Context;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::diag::Stage;
use crate::font::FontFile;
use crate::font::Fonts;
use crate::manuscript::Edition;
use crate::manuscript::Manuscript;
use crate::markdown;
use crate::picture::Pictures;

/// Builds the editions asked for. The finished files come back as bytes; with an error in the report nothing does.
///
/// The manuscript's sources grow by the files that it includes, so that findings can point into them.
pub fn build(
    manuscript: &mut Manuscript,
    fonts: Vec<FontFile>,
    request: &Request,
    context: &Context,
    report: &mut Report,
) -> Result<Built, ErrorReported> {
    request.editions(manuscript, report)?;
    let book = read(manuscript, context, report)?;
    let shared = Shared::load(manuscript, &book, Fonts::new(fonts, report), request, context, report);
    report.checked()?;
    let editions = request.editions(manuscript, report)?;
    let made = in_parallel(&editions, context, |edition, report| {
        let composed = shared.compose(edition, report)?;
        let files = shared.write(&composed, report)?;
        let text_sha256 = text_sha256(&composed.text.book);
        Ok((files, Conversions { edition: edition.name.clone(), text_sha256, substitutions: composed.text.substitutions }))
    });
    let (files, conversions) = join(made, &editions, report);
    report.merge_editions();
    report.checked()?;
    let report_json = record(&manuscript.slug, &files, &conversions, report, &manuscript.sources);
    let text = |edition: &Conversions| EditionText { edition: edition.edition.clone(), sha256: edition.text_sha256.clone() };
    Ok(Built { files, texts: conversions.iter().map(text).collect(), report_json })
}

/// A book's editions before they are written, for dumps and checks.
pub struct Composition {
    /// As the author wrote it.
    pub book: Book,
    pub pictures: Pictures,
    pub fonts: Fonts,
    pub editions: Vec<Composed>,
}

/// The same flow without the writing.
pub fn compose(
    manuscript: &mut Manuscript,
    fonts: Vec<FontFile>,
    request: &Request,
    context: &Context,
    report: &mut Report,
) -> Result<Composition, ErrorReported> {
    request.editions(manuscript, report)?;
    let book = read(manuscript, context, report)?;
    let shared = Shared::load(manuscript, &book, Fonts::new(fonts, report), request, context, report);
    let mut editions = Vec::new();
    for edition in request.editions(manuscript, report)? {
        editions.push(shared.compose(edition, report)?);
    }
    let (pictures, fonts) = shared.into_parts();
    Ok(Composition { book, pictures, fonts, editions })
}

/// A manuscript read, with its pictures and fonts, before anything is made of it.
pub struct Survey {
    pub book: Book,
    pub pictures: Pictures,
    pub fonts: Fonts,
}

/// Reads what a check needs that looks at no page.
pub fn survey(
    manuscript: &mut Manuscript,
    fonts: Vec<FontFile>,
    request: &Request,
    context: &Context,
    report: &mut Report,
) -> Result<Survey, ErrorReported> {
    let book = read(manuscript, context, report)?;
    let shared = Shared::load(manuscript, &book, Fonts::new(fonts, report), request, context, report);
    for edition in &manuscript.editions {
        shared.date(edition, report);
    }
    let (pictures, fonts) = shared.into_parts();
    Ok(Survey { book, pictures, fonts })
}

/// The manuscript's files as one tree.
fn read(manuscript: &mut Manuscript, context: &Context, report: &mut Report) -> Result<Book, ErrorReported> {
    context.begin(Stage::Read, "");
    let book = markdown::read(manuscript, context, report);
    context.end(Stage::Read, "");
    book
}

type Made = (Vec<BuiltFile>, Conversions);

/// Makes each edition with a report of its own, in a pool of this build's own.
fn in_parallel(
    editions: &[&Edition],
    context: &Context,
    make: impl Fn(&Edition, &mut Report) -> Result<Made, ErrorReported> + Sync,
) -> Vec<(Result<Made, ErrorReported>, Report)> {
    let one = |edition: &&Edition| {
        let mut report = Report::default();
        (make(edition, &mut report), report)
    };
    match rayon::ThreadPoolBuilder::new().num_threads(context.jobs).build() {
        Ok(pool) => pool.install(|| editions.par_iter().map(one).collect()),
        // A system that gives no threads still has this one.
        Err(_) => editions.iter().map(one).collect(),
    }
}

/// What the editions gave, in their order.
fn join(
    made: Vec<(Result<Made, ErrorReported>, Report)>,
    editions: &[&Edition],
    report: &mut Report,
) -> (Vec<BuiltFile>, Vec<Conversions>) {
    let (mut files, mut conversions) = (Vec::new(), Vec::new());
    for ((result, mut own), edition) in made.into_iter().zip(editions) {
        own.attribute(&edition.name);
        report.append(own);
        if let Ok((finished, conversion)) = result {
            files.extend(finished);
            conversions.push(conversion);
        }
    }
    (files, conversions)
}
