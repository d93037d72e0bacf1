//! `fuzi dump`

use super::arguments::DumpArguments;
use super::arguments::DumpFormat;
use super::arguments::DumpStage;
use super::console::Console;
use super::exit::Exit;
use super::project;
use crate::book;
use crate::book::CanonicalText;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::font::Fonts;
use crate::manuscript::Manuscript;
use crate::page;
use crate::page::Layout;
use crate::page::Pages;
use crate::pipeline;
use crate::pipeline::Composed;
use crate::pipeline::Lines;
use crate::pipeline::MissingGlyphs;
use crate::pipeline::Request;

pub fn dump(arguments: &DumpArguments, console: &Console) -> Exit {
    let context = Context::default();
    let mut report = Report::default();
    let (text, sources) = match project::open(&arguments.dir, &context, &mut report) {
        Ok(mut manuscript) => (text_of(&mut manuscript, arguments, &context, &mut report), manuscript.sources),
        Err((sources, error)) => (Err(error), sources),
    };
    console.findings(&report, &sources);
    match text {
        Ok(text) => {
            console.print(&text);
            Exit::Done
        }
        Err(_) => Exit::of(&report),
    }
}

fn text_of(
    manuscript: &mut Manuscript,
    arguments: &DumpArguments,
    context: &Context,
    report: &mut Report,
) -> Result<String, ErrorReported> {
    let fonts = project::fonts(manuscript, report);
    let edition = arguments.edition.clone().or_else(|| manuscript.editions.first().map(|edition| edition.name.clone()));
    let request = Request {
        editions: edition.into_iter().collect(),
        missing_glyphs: MissingGlyphs::Allow,
        source_date: project::source_date(),
        lines: match arguments.stage {
            DumpStage::Layout => Lines::Detail,
            DumpStage::Text | DumpStage::Book | DumpStage::Pages | DumpStage::Marks => Lines::Nothing,
        },
        ..Request::default()
    };
    let composition = pipeline::compose(manuscript, fonts, &request, context, report)?;
    composition.editions.iter().map(|composed| stage(arguments, composed, &composition.fonts, report)).collect()
}

fn stage(arguments: &DumpArguments, composed: &Composed, fonts: &Fonts, report: &mut Report) -> Result<String, ErrorReported> {
    Ok(match arguments.stage {
        DumpStage::Text => streams(composed),
        DumpStage::Book => book::dump_book(&composed.text.book),
        DumpStage::Pages => composed.pages.as_ref().map(page::list_pages).unwrap_or_default(),
        DumpStage::Layout => match &composed.pages {
            Some(pages) => layout(pages, arguments, composed, fonts, report)?,
            None => String::new(),
        },
        DumpStage::Marks => composed.pages.as_ref().map(page::dump).unwrap_or_default(),
    })
}

fn layout(
    pages: &Pages,
    arguments: &DumpArguments,
    composed: &Composed,
    fonts: &Fonts,
    report: &mut Report,
) -> Result<String, ErrorReported> {
    let count = pages.pages.len();
    if let Some(page) = arguments.page.filter(|page| !(1..=count).contains(page)) {
        return Err(report.error(Diagnostic::new(Code::UnknownPage).with("page", page).with("count", count)));
    }
    let layout = Layout::of(pages, &composed.edition, fonts, arguments.page);
    Ok(match arguments.format {
        DumpFormat::Text => layout.to_text(),
        DumpFormat::Json => layout.to_json(),
    })
}

/// The canonical text: each stream under its name, one block a line.
fn streams(composed: &Composed) -> String {
    let CanonicalText { body, readings, mut generated } = CanonicalText::of(&composed.text.book);
    generated.extend(composed.resolved.generated_text());
    let mut out = String::new();
    for (name, lines) in [("body", body), ("readings", readings), ("generated", generated)] {
        out.push_str(&format!("== {name}\n"));
        for line in lines {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}
