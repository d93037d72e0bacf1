//! `fuzi check`

use std::collections::BTreeMap;

use super::arguments::CheckArguments;
use super::arguments::Denied;
use super::arguments::MessageFormat;
use super::console::Console;
use super::console::Verbosity;
use super::exit::Exit;
use super::project;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::diag::Severity;
use crate::lint;
use crate::lint::Subject;
use crate::manuscript::EpubProfile;
use crate::manuscript::Format;
use crate::manuscript::Manuscript;
use crate::page::Pages;
use crate::pipeline;
use crate::pipeline::MissingGlyphs;
use crate::pipeline::Request;
use crate::pipeline::Survey;

/// Findings of one code that are shown in full.
const SHOWN: usize = 10;

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
            let _ = rules(&mut manuscript, arguments, &context, &mut report);
            report.judge(|finding| manuscript.check.judge(finding));
            manuscript.sources
        }
        Err((sources, _)) => sources,
    };
    report.merge_editions();
    report.sort();
    let exit = denied(&report, &arguments.deny);
    let more = if arguments.all || console.format == MessageFormat::Json || console.verbosity == Verbosity::Verbose {
        BTreeMap::new()
    } else {
        shorten(&mut report)
    };
    console.findings(&report, &sources);
    if console.verbosity != Verbosity::Quiet {
        more.into_iter().for_each(|(code, count)| console.more(code, count));
    }
    exit
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

/// Reads the book, composes it where that is asked for, and asks every rule.
fn rules(manuscript: &mut Manuscript, arguments: &CheckArguments, context: &Context, report: &mut Report) -> Result<(), ErrorReported> {
    let fonts = project::fonts(manuscript, report);
    let request = Request { missing_glyphs: MissingGlyphs::Refuse, source_date: project::source_date(), ..Request::default() };
    let mut pages: Vec<(String, Pages)> = Vec::new();
    let (book, pictures, fonts) = if arguments.pages {
        let composition = pipeline::compose(manuscript, fonts, &request, context, report)?;
        let of_edition = |composed: pipeline::Composed| Some((composed.edition.name, composed.pages?));
        pages.extend(composition.editions.into_iter().filter_map(of_edition));
        (composition.book, composition.pictures, composition.fonts)
    } else {
        let Survey { book, pictures, fonts } = pipeline::survey(manuscript, fonts, &request, context, report)?;
        (book, pictures, fonts)
    };
    let subject = Subject { manuscript, book: &book, pictures: &pictures, fonts: &fonts, pages: &pages };
    lint::check(&subject, context, report);
    Ok(())
}

/// How the run ends: with the gravest finding, or with what the caller denies.
fn denied(report: &Report, deny: &[Denied]) -> Exit {
    let is_denied = deny.iter().any(|denied| {
        report.findings().iter().any(|finding| match denied {
            Denied::Warnings => finding.severity() == Severity::Warning,
            Denied::Code(code) => finding.code == *code,
        })
    });
    match Exit::of(report) {
        Exit::Done if is_denied => Exit::Manuscript,
        exit => exit,
    }
}

/// Keeps the first findings of each code, and counts the rest.
fn shorten(report: &mut Report) -> BTreeMap<Code, usize> {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    report.judge(|finding| {
        let count = counts.entry(finding.code).or_default();
        *count += 1;
        (*count <= SHOWN || finding.severity() >= Severity::Error).then_some(finding)
    });
    counts.retain(|code, count| *count > SHOWN && code.severity() < Severity::Error);
    counts.values_mut().for_each(|count| *count -= SHOWN);
    counts
}
