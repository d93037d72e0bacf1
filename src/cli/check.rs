//! `fuzi check`

use super::arguments::CheckArguments;
use super::console::Console;
use super::exit::Exit;
use super::project;
use crate::diag::Context;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::lint;
use crate::manuscript::Edition;
use crate::manuscript::Manuscript;
use crate::manuscript::PunctuationConversion;
use crate::pipeline;
use crate::pipeline::MissingGlyphs;
use crate::pipeline::Request;

pub fn check(arguments: &CheckArguments, console: &Console) -> Exit {
    let context = Context::default();
    let mut report = Report::default();
    let sources = match project::open(&arguments.dir, &context, &mut report) {
        Ok(mut manuscript) => {
            // What fails is in the report, and the exit code follows from it.
            let _ = rules(&mut manuscript, &context, &mut report);
            manuscript.sources
        }
        Err((sources, _)) => sources,
    };
    report.merge_editions();
    console.findings(&report, &sources);
    Exit::of(&report)
}

/// Composes every edition, for what only pages show, and asks every rule.
fn rules(manuscript: &mut Manuscript, context: &Context, report: &mut Report) -> Result<(), ErrorReported> {
    let fonts = project::fonts(manuscript, report);
    let request = Request { missing_glyphs: MissingGlyphs::Refuse, source_date: project::source_date(), ..Request::default() };
    let composition = pipeline::compose(manuscript, fonts, &request, context, report)?;
    // What every edition converts is not for the author to do.
    let converted = |edition: &Edition| edition.text.punctuation == PunctuationConversion::Region;
    if !manuscript.editions.iter().all(converted) {
        lint::half_width_punctuation(&composition.book, report);
    }
    lint::compatibility_characters(&composition.book, report);
    lint::missing_alternatives(&composition.book, report);
    for composed in &composition.editions {
        if let Some(pages) = &composed.pages {
            lint::low_density(pages, &composed.edition.name, &composition.pictures, report);
        }
    }
    Ok(())
}
