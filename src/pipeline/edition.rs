//! One edition: its text, its pages, its files.

use super::built::BuiltFile;
use super::built::file_name;
use super::built::fonts_in;
use super::built::fonts_on;
use super::built::pictures_in;
use super::built::pictures_on;
use super::built::proof_name;
use super::excerpt::excerpt;
use super::identity::identifier;
use super::identity::identify;
use super::identity::missing_date;
use super::identity::package_date;
use super::pictures::load_pictures;
use super::request::Lines;
use super::request::Request;
use crate::adapt;
use crate::adapt::Counts;
use crate::adapt::EditionBook;
use crate::adapt::Surroundings;
use crate::book::Book;
use crate::book::CanonicalText;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::diag::Stage;
use crate::epub;
use crate::font::Fonts;
use crate::geom::Length;
use crate::manuscript::Edition;
use crate::manuscript::Format;
use crate::manuscript::ImprintTemplate;
use crate::manuscript::Manuscript;
use crate::manuscript::Metadata;
use crate::manuscript::MissingCharacters;
use crate::manuscript::PdfArchive;
use crate::page;
use crate::page::Pages;
use crate::pdf;
use crate::pdf::Attachment;
use crate::pdf::Relation;
use crate::picture::Pictures;
use crate::resolve;
use crate::resolve::Resolved;
use crate::style;
use crate::style::ImprintPlace;

/// What the editions of a build have in common.
pub(super) struct Shared<'a> {
    manuscript: &'a Manuscript,
    book: &'a Book,
    fonts: Fonts,
    pictures: Pictures,
    request: &'a Request,
    context: &'a Context,
}

/// An edition before it is written.
pub struct Composed {
    /// With identifiers and a date of modification.
    pub edition: Edition,
    /// The book's, or those of the one article that the edition holds.
    pub metadata: Metadata,
    pub text: EditionBook,
    pub resolved: Resolved,
    /// None when the edition declares no PDF.
    pub pages: Option<Pages>,
    /// Characters of the text without spaces.
    pub characters: usize,
}

impl<'a> Shared<'a> {
    /// Reads the pictures, which no edition changes.
    pub(super) fn load(
        manuscript: &'a Manuscript,
        book: &'a Book,
        fonts: Fonts,
        request: &'a Request,
        context: &'a Context,
        report: &mut Report,
    ) -> Shared<'a> {
        let pictures = load_pictures(book, manuscript, context, report);
        Shared { manuscript, book, fonts, pictures, request, context }
    }

    pub(super) fn into_parts(self) -> (Pictures, Fonts) {
        (self.pictures, self.fonts)
    }

    /// Tells when an edition has no date of modification.
    pub(super) fn date(&self, edition: &Edition, report: &mut Report) {
        let Shared { manuscript, request, .. } = *self;
        missing_date(&identify(edition, &manuscript.metadata, &manuscript.slug, request.source_date.as_ref()), report);
    }

    /// The edition's text, its side tables and, when it declares a PDF, its pages.
    pub(super) fn compose(&self, edition: &Edition, report: &mut Report) -> Result<Composed, ErrorReported> {
        let Shared { manuscript, context, .. } = *self;
        self.go_on(report)?;
        let edition = identify(edition, &manuscript.metadata, &manuscript.slug, self.request.source_date.as_ref());
        missing_date(&edition, report);
        context.begin(Stage::Adapt, &edition.name);
        let excerpt = excerpt(self.book, manuscript, &edition);
        let (book, metadata) = excerpt.as_ref().map_or((self.book, &manuscript.metadata), |excerpt| (&excerpt.book, &excerpt.metadata));
        let mut surroundings = surroundings(&edition, metadata);
        let cover = manuscript.cover.as_deref().filter(|_| excerpt.as_ref().is_none_or(|excerpt| !excerpt.is_offprint));
        let mut text = adapt::adapt_with(book, metadata, &edition, cover, &surroundings, report);
        let numbers = style::heading_numbers(&edition);
        let resolved = resolve::resolve_for(&text.book, &numbers, &style::note_rules(&edition), report);
        context.end(Stage::Adapt, &edition.name);
        self.go_on(report)?;

        context.begin(Stage::Compose, &edition.name);
        let paged = |text: &EditionBook, report: &mut Report| {
            let (book, pictures, fonts) = (&text.book, &self.pictures, &self.fonts);
            let input =
                page::PageInput { book, resolved: &resolved, pictures, fonts, metadata, edition: &edition, detail: self.request.detail() };
            page::compose(&input, context, report)
        };
        let mut pages = None;
        if edition.formats.contains(&Format::Pdf) {
            if metadata.imprint.template_for(edition.region) == ImprintTemplate::Mainland {
                // The imprint says how many characters and sheets the pages have, which takes pages without it first.
                let counted = paged(&text, &mut Report::default());
                count(&counted, &edition, &mut surroundings.counts);
                text = adapt::adapt_with(book, metadata, &edition, cover, &surroundings, &mut Report::default());
            }
            pages = Some(paged(&text, report));
        }
        context.end(Stage::Compose, &edition.name);
        self.request.allow(report);
        if manuscript.fonts.missing == MissingCharacters::Mark {
            report.allow(Code::MissingGlyph);
        }
        report.checked()?;
        let body = CanonicalText::of(&text.book).body;
        let characters = body.iter().flat_map(|line| line.chars()).filter(|character| !character.is_whitespace()).count();
        let metadata = metadata.clone();
        Ok(Composed { edition, metadata, text, resolved, pages, characters })
    }

    /// The edition's files, those asked for.
    pub(super) fn write(&self, composed: &Composed, report: &mut Report) -> Result<Vec<BuiltFile>, ErrorReported> {
        let mut files = Vec::new();
        for &format in composed.edition.formats.iter().filter(|format| self.request.writes(**format)) {
            self.go_on(report)?;
            files.push(match format {
                Format::Pdf => self.write_pdf(composed, &files, report)?,
                Format::Epub => self.write_epub(composed, report)?,
            });
            if let (Format::Pdf, Lines::Proof) = (format, self.request.lines) {
                files.push(self.write_proof(composed, report)?);
            }
        }
        Ok(files)
    }

    fn write_pdf(&self, composed: &Composed, written: &[BuiltFile], report: &mut Report) -> Result<BuiltFile, ErrorReported> {
        let pages = composed.pages.as_ref().expect("an edition that declares a PDF is laid out");
        let name = file_name(&self.manuscript.slug, &composed.edition, Format::Pdf);
        let attachments = match composed.edition.pdf.standards.archive {
            Some(PdfArchive::A3a) => self.attachments(composed, written, report)?,
            Some(PdfArchive::A2a | PdfArchive::A2u) | None => Vec::new(),
        };
        self.write_pages(name, pages, (pdf::Claim::Archive, &attachments), composed, report)
    }

    /// The manuscript's text files and, when the edition has one, its EPUB.
    fn attachments(&self, composed: &Composed, written: &[BuiltFile], report: &mut Report) -> Result<Vec<Attachment>, ErrorReported> {
        let sources = self.manuscript.sources.iter().map(|file| Attachment {
            name: file.name.clone(),
            media_type: if file.name.ends_with(".md") { "text/markdown" } else { "text/plain" },
            relation: Relation::Source,
            description: file.name.clone(),
            bytes: file.text.as_bytes().to_vec(),
        });
        let mut attachments: Vec<Attachment> = sources.collect();
        if composed.edition.formats.contains(&Format::Epub) {
            let known = written.iter().find(|file| file.format == Format::Epub).cloned();
            let epub = match known {
                Some(epub) => epub,
                // It is written on its own too, and its findings are told there.
                None if self.request.writes(Format::Epub) => self.write_epub(composed, &mut Report::default())?,
                None => self.write_epub(composed, report)?,
            };
            attachments.push(Attachment {
                description: epub.name.clone(),
                name: epub.name,
                media_type: "application/epub+zip",
                relation: Relation::Alternative,
                bytes: epub.bytes,
            });
        }
        Ok(attachments)
    }

    /// The pages with what was done to their lines.
    fn write_proof(&self, composed: &Composed, report: &mut Report) -> Result<BuiltFile, ErrorReported> {
        let Composed { edition, text, resolved, .. } = composed;
        let pages = composed.pages.as_ref().expect("an edition that declares a PDF is laid out");
        let pages = page::proof(pages, resolved, &self.fonts, edition, &text.book.language);
        self.write_pages(proof_name(&self.manuscript.slug, edition), &pages, (pdf::Claim::None, &[]), composed, report)
    }

    fn write_pages(
        &self,
        name: String,
        pages: &Pages,
        (claim, attachments): (pdf::Claim, &[Attachment]),
        composed: &Composed,
        report: &mut Report,
    ) -> Result<BuiltFile, ErrorReported> {
        let Composed { edition, text, resolved, .. } = composed;
        let (metadata, pictures, fonts) = (&composed.metadata, &self.pictures, &self.fonts);
        let identifier = identifier(edition, Format::Pdf).urn();
        let input = pdf::PdfInput {
            book: &text.book,
            resolved,
            pages,
            pictures,
            fonts,
            metadata,
            edition,
            identifier: &identifier,
            claim,
            attachments,
        };
        self.context.begin(Stage::WritePdf, &edition.name);
        let bytes = pdf::write(&input, self.context, report);
        self.context.end(Stage::WritePdf, &edition.name);
        Ok(BuiltFile {
            name,
            edition: edition.name.clone(),
            format: Format::Pdf,
            bytes: bytes?,
            pages: pages.pages.len(),
            characters: composed.characters,
            fonts: fonts_on(pages, fonts),
            pictures: pictures_on(pages, pictures),
        })
    }

    fn write_epub(&self, composed: &Composed, report: &mut Report) -> Result<BuiltFile, ErrorReported> {
        let Composed { edition, text, resolved, pages, .. } = composed;
        let modified = package_date(edition, &composed.metadata, report);
        let input = epub::EpubInput {
            book: &text.book,
            resolved,
            page_map: pages.as_ref().map(|pages| &pages.map),
            pictures: &self.pictures,
            fonts: &self.fonts,
            metadata: &composed.metadata,
            edition,
            identifier: identifier(edition, Format::Epub),
            pdf_identifier: pages.as_ref().map(|_| identifier(edition, Format::Pdf)),
            modified: Some(&modified),
        };
        self.context.begin(Stage::WriteEpub, &edition.name);
        let written = epub::write(&input, self.context, report);
        self.context.end(Stage::WriteEpub, &edition.name);
        let written = written?;
        Ok(BuiltFile {
            name: file_name(&self.manuscript.slug, edition, Format::Epub),
            edition: edition.name.clone(),
            format: Format::Epub,
            bytes: written.bytes,
            pages: pages.as_ref().map_or(0, |pages| pages.map.starts.len()),
            characters: composed.characters,
            fonts: fonts_in(written.fonts),
            pictures: pictures_in(&text.book, &self.pictures),
        })
    }

    /// Whether to go on: no, when the caller asked to stop.
    fn go_on(&self, report: &mut Report) -> Result<(), ErrorReported> {
        if self.context.is_cancelled() { Err(report.error(Diagnostic::new(Code::Cancelled))) } else { Ok(()) }
    }
}

/// Which parts the edition's theme asks for around the manuscript.
fn surroundings(edition: &Edition, metadata: &Metadata) -> Surroundings {
    // What is wrong with the style is told where the pages are composed.
    let styled = style::cascade(edition, &mut Report::default());
    let (parts, millimetres) = (&styled.theme.parts, |side: Length| (side.to_pt() * 25.4 / 72.0).round() as u32);
    let size = styled.trim.size;
    let trim = styled.has_leaves().then(|| (millimetres(size.width), millimetres(size.height), styled.trim.leaves));
    let title_page = metadata.main_title().is_some();
    Surroundings {
        title_leaf: parts.title_leaf && title_page && styled.has_leaves(),
        half_title: parts.half_title && title_page && styled.has_leaves(),
        imprint_behind_title: parts.imprint == ImprintPlace::Title,
        contents_from: usize::try_from(parts.contents_from).unwrap_or(2),
        contents_depth: styled.theme.contents.depth,
        counts: Counts { trim, ..Counts::default() },
    }
}

/// Counts pages, and characters as the type area has them (版面字數): in a line, lines on a page, pages with folios of the body.
fn count(pages: &Pages, edition: &Edition, counts: &mut Counts) {
    let area = style::cascade(edition, &mut Report::default()).area;
    let body = pages.map.starts.len() as i64;
    counts.characters = u64::try_from(area.characters * area.lines * body).ok();
    counts.pages = u64::try_from(pages.pages.len()).ok();
}
