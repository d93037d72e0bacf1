//! `fuzi check`

use super::arguments::CheckArguments;
use super::console::Console;
use super::exit::Exit;
use super::project;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::lint;
use crate::manuscript::Edition;
use crate::manuscript::EpubProfile;
use crate::manuscript::Format;
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
            if let Some(profile) = arguments.profile {
                // What fails is in the report.
                let _ = judge(&mut manuscript, profile, &context, &mut report);
            }
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

/// Makes the EPUB of every edition as the profile has it, for what it refuses, and keeps none of them.
fn judge(manuscript: &mut Manuscript, profile: EpubProfile, context: &Context, report: &mut Report) -> Result<(), ErrorReported> {
    let fonts = project::fonts(manuscript, report);
    let own: Vec<_> = manuscript.editions.iter().map(|edition| edition.epub).collect();
    for edition in &mut manuscript.editions {
        edition.epub.profile = profile;
        edition.epub.fonts = profile.fonts();
    }
    let request = Request { only: Some(Format::Epub), source_date: project::source_date(), ..Request::default() };
    let mut found = Report::default();
    let built = pipeline::build(manuscript, fonts, &request, context, &mut found);
    for (edition, epub) in manuscript.editions.iter_mut().zip(own) {
        edition.epub = epub;
    }
    // What is said of the manuscript is said again when the editions are composed.
    let of_profile = |finding: &&Diagnostic| matches!(finding.code, Code::ProfileRefuses | Code::ProfileWarns | Code::InvalidPublication);
    found.findings().iter().filter(of_profile).for_each(|finding| report.add(finding.clone()));
    built.map(|_| ())
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
