//! Rules about pictures.

use super::found::Found;
use crate::adapt;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Division;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PictureFile;
use crate::book::plain_text;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::diag::Span;
use crate::font::Fonts;
use crate::inline::Detail;
use crate::manuscript::Edition;
use crate::manuscript::Format;
use crate::manuscript::Manuscript;
use crate::page;
use crate::page::ItemKind;
use crate::page::Pages;
use crate::picture::Pictures;
use crate::resolve;

/// Pixels per inch below which a printed picture looks soft.
pub const LEAST_DENSITY: f64 = 200.0;

/// Pictures that say nothing to those who do not see them, or only what the caption says already (WCAG 2.2, 1.1.1).
pub fn alternatives(book: &Book, out: &mut Vec<Found>) {
    let mut look = |file: &PictureFile, span: Option<Span>, caption: &str| {
        let alternative = file.alternative.trim();
        if file.path.is_empty() || file.decorative {
            return;
        }
        let code = match alternative {
            "" => Code::MissingAlternative,
            text if !caption.is_empty() && said(text) == said(caption) => Code::AlternativeIsCaption,
            text if is_file_name(text, &file.path) => Code::AlternativeIsName,
            _ => return,
        };
        out.push(Found::new(Diagnostic::new(code).maybe_at(span).with("path", &file.path).with("text", alternative)));
    };
    for division in &book.divisions {
        division.walk(&mut |block| {
            if let BlockKind::Figure(figure) = &block.kind {
                let caption = plain_text(&figure.caption);
                figure.pictures.iter().for_each(|picture| look(&picture.file, picture.span.or(block.span), &caption));
            }
        });
        division.walk_inlines(&mut |inline| {
            if let InlineKind::Picture(file) | InlineKind::Gaiji(file) = &inline.kind {
                look(file, inline.span, "");
            }
        });
    }
}

/// The words of a text, without marks and blanks.
fn said(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).collect()
}

/// Whether a text is the picture's file name, or a camera's.
fn is_file_name(text: &str, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let camera = ["IMG_", "DSC_", "DSCN", "image", "Screenshot"].iter().any(|prefix| {
        text.strip_prefix(prefix)
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '_' | '-' | '.')))
    });
    text == name || (text == stem && stem.is_ascii()) || camera
}

/// Every picture that is printed with fewer than [`LEAST_DENSITY`] pixels per inch, once for each edition.
pub fn low_density(pages: &Pages, edition: &str, pictures: &Pictures, out: &mut Vec<Found>) {
    for page in &pages.pages {
        for item in &page.items {
            let ItemKind::Picture(placed) = &item.kind else { continue };
            let density = pictures.get(&placed.path).and_then(|picture| picture.density_at(placed.rect.size.width));
            if let Some(density) = density.filter(|density| *density < LEAST_DENSITY) {
                let finding = Diagnostic::new(Code::LowDensity).in_file(&placed.path).in_edition(edition);
                let finding = finding.with("path", &placed.path).with("dpi", density.round()).with("least", LEAST_DENSITY);
                out.push(Found::new(finding.with("width", (placed.rect.size.width.to_pt() / 72.0 * 25.4).round())));
            }
        }
    }
}

/// The pages of an edition's pictures alone, which are as large there as among the text.
pub fn picture_pages(
    manuscript: &Manuscript,
    book: &Book,
    edition: &Edition,
    pictures: &Pictures,
    fonts: &Fonts,
    context: &Context,
) -> Option<Pages> {
    if pictures.is_empty() || !edition.formats.contains(&Format::Pdf) {
        return None;
    }
    // What is missing without the text is no finding.
    let mut ignored = Report::default();
    let divisions = book.divisions.iter().map(only_pictures).collect();
    let pictured = Book { language: book.language.clone(), divisions, ids: book.ids.clone() };
    let metadata = &manuscript.metadata;
    let text = adapt::adapt(&pictured, metadata, edition, manuscript.cover.as_deref(), &mut ignored);
    let resolved = resolve::resolve(&text.book, &mut ignored);
    let input = page::PageInput { book: &text.book, resolved: &resolved, pictures, fonts, metadata, edition, detail: Detail::default() };
    Some(page::compose(&input, context, &mut ignored))
}

fn only_pictures(division: &Division) -> Division {
    Division { blocks: pictured(&division.blocks), notes: Vec::new(), ..division.clone() }
}

/// The blocks that show a picture, with what stands around them.
fn pictured(blocks: &[Block]) -> Vec<Block> {
    let shows = |content: &[Inline]| {
        let mut found = false;
        content.iter().for_each(|inline| inline.walk(&mut |node| found |= matches!(node.kind, InlineKind::Picture(_))));
        found
    };
    let keep = |block: &Block| -> Option<Block> {
        let mut block = block.clone();
        let kept = match &mut block.kind {
            BlockKind::Figure(_) => true,
            BlockKind::Paragraph(content) => shows(content),
            BlockKind::Table(table) => table.rows.iter().flatten().any(|cell| shows(&cell.content)),
            BlockKind::Quotation(quotation) => {
                quotation.blocks = pictured(&quotation.blocks);
                !quotation.blocks.is_empty()
            }
            BlockKind::List(list) => {
                list.items.iter_mut().for_each(|item| item.blocks = pictured(&item.blocks));
                list.items.retain(|item| !item.blocks.is_empty());
                !list.items.is_empty()
            }
            BlockKind::Container(_, blocks) => {
                *blocks = pictured(blocks);
                !blocks.is_empty()
            }
            BlockKind::Heading(_) | BlockKind::Code { .. } | BlockKind::SceneBreak | BlockKind::Break(_) | BlockKind::Contents => false,
        };
        kept.then_some(block)
    };
    blocks.iter().filter_map(keep).collect()
}
