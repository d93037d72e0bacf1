//! An edition as content documents.

use super::document::Attributes;
use super::document::DocumentWriter;
use super::navigation;
use super::pages::PageMarks;
use super::pages::PageTarget;
use super::plan::FileNames;
use super::plan::Piece;
use super::plan::Plan;
use super::plan::Position;
use crate::book::Book;
use crate::book::DivisionRole;
use crate::book::PartMetadata;
use crate::book::plain_text;
use crate::geom::WritingMode;
use crate::manuscript::Words;
use crate::resolve::PageMap;
use crate::resolve::Resolved;
use std::collections::BTreeMap;

/// What content documents are made from.
pub struct ContentInput<'a> {
    pub book: &'a Book,
    pub resolved: &'a Resolved,
    /// None when the edition has no PDF: there are no pages to point to then.
    pub page_map: Option<&'a PageMap>,
    /// By path in the project. A picture that is not here shows its place-holder.
    pub pictures: &'a BTreeMap<String, EmbeddedPicture>,
    pub direction: WritingMode,
    pub names: FileNames,
    pub readings: ReadingMarkup,
    /// Of the book, as plain text.
    pub title: &'a str,
}

/// How readings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReadingMarkup {
    #[default]
    Ruby,
    /// With parentheses that reading systems without ruby show.
    Parentheses,
    /// Not at all.
    Omitted,
}

/// A picture in the publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbeddedPicture {
    /// Relative to the package document.
    pub href: String,
}

/// A content document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentDocument {
    /// Relative to the package document; ASCII.
    pub path: String,
    pub role: DivisionRole,
    /// Whether the reading order has it. The navigation document is only in it when the edition has a contents division.
    pub in_spine: bool,
    pub title: String,
    pub text: String,
}

/// All content documents of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// In reading order; one of them is the navigation document.
    pub documents: Vec<ContentDocument>,
    /// In the order of the text.
    pub pages: Vec<PageTarget>,
    /// Characters that XML cannot say and that were left out.
    pub removed: BTreeMap<char, usize>,
}

/// Writes the content documents and the navigation document of an edition.
pub fn compose(input: &ContentInput<'_>) -> Content {
    let plan = Plan::new(input.book, input.resolved, input.names);
    let mut marks = PageMarks::new(input.page_map);
    let mut content = Content { documents: Vec::new(), pages: Vec::new(), removed: BTreeMap::new() };
    for piece in plan.pieces.iter().filter(|piece| piece.path != input.names.navigation()) {
        let direction = direction_of(piece, input.direction);
        let mut writer = DocumentWriter::new(input, &plan, piece, &mut marks, direction);
        let title = title_of(piece, input.title);
        write_document(&mut writer, &title);
        content.pages.append(&mut writer.targets);
        let document = writer.xml.finish();
        for (character, count) in document.removed {
            *content.removed.entry(character).or_default() += count;
        }
        content.documents.push(ContentDocument {
            path: piece.path.clone(),
            role: piece.division.role,
            in_spine: true,
            title,
            text: document.text,
        });
    }
    let place = plan.pieces.iter().position(|piece| piece.path == input.names.navigation());
    let navigation = navigation::write(input, &plan, &content, place.is_some());
    content.documents.insert(place.unwrap_or(content.documents.len()), navigation);
    content
}

/// Covers and imprints are horizontal in vertical books too: addresses and numbers read better so.
fn direction_of(piece: &Piece<'_>, edition: WritingMode) -> WritingMode {
    match piece.division.role {
        DivisionRole::Cover | DivisionRole::Colophon => WritingMode::HorizontalTb,
        DivisionRole::Title | DivisionRole::Contents | DivisionRole::Body | DivisionRole::Index => edition,
    }
}

/// The class of the root element, as Japanese and Taiwanese production guides name it.
pub fn direction_class(direction: WritingMode) -> &'static str {
    match direction {
        WritingMode::HorizontalTb => "hltr",
        WritingMode::VerticalRl => "vrtl",
    }
}

/// The division's or first heading's title, else the book's.
fn title_of(piece: &Piece<'_>, book: &str) -> String {
    let headline = match piece.position {
        Position::First => piece.division.metadata.title.as_deref().map(plain_text),
        Position::Later => None,
    };
    let heading = piece.blocks.iter().find_map(|block| match &block.kind {
        crate::book::BlockKind::Heading(heading) => Some(plain_text(&heading.content)),
        _ => None,
    });
    if piece.blocks.is_empty() && !piece.end_notes.is_empty() && piece.position == Position::Later {
        return Words::of(&piece.division.language).notes.clone();
    }
    headline.or(heading).map(|title| title.trim().to_owned()).filter(|title| !title.is_empty()).unwrap_or_else(|| book.to_owned())
}

fn write_document(writer: &mut DocumentWriter<'_>, title: &str) {
    let piece = writer.piece;
    let division = piece.division;
    let language = division.language.clone();
    writer.xml.html_doctype();
    let direction = direction_class(writer.direction);
    let root = Attributes::new()
        .with("xmlns", "http://www.w3.org/1999/xhtml")
        .with("xmlns:epub", "http://www.idpf.org/2007/ops")
        .with("lang", language.as_str())
        .with("xml:lang", language.as_str())
        .class(direction);
    writer.open("html", root);
    writer.xml.line_end();
    writer.open("head", Attributes::new());
    writer.xml.line_end();
    writer.empty("meta", Attributes::new().with("charset", "UTF-8"));
    writer.xml.line_end();
    writer.xml.element("title", &[], title);
    writer.xml.line_end();
    let style = format!("{}{}", writer.up(), writer.input.names.style_sheet());
    writer.empty("link", Attributes::new().with("rel", "stylesheet").with("type", "text/css").with("href", style));
    writer.xml.line_end();
    writer.close_block();
    let (class, kind, section) = match (division.role, piece.position) {
        (DivisionRole::Cover, _) => ("cover", "cover", Attributes::new()),
        (DivisionRole::Title, _) => ("cover title-leaf", "frontmatter", Attributes::new().with("epub:type", "titlepage")),
        (DivisionRole::Index, _) => ("index", "backmatter", Attributes::new().with("epub:type", "index").with("role", "doc-index")),
        (DivisionRole::Colophon, _) => {
            ("colophon", "backmatter", Attributes::new().with("epub:type", "colophon").with("role", "doc-colophon"))
        }
        (DivisionRole::Contents | DivisionRole::Body, Position::First) => {
            ("body", "bodymatter", Attributes::new().with("epub:type", "chapter").with("role", "doc-chapter"))
        }
        (DivisionRole::Contents | DivisionRole::Body, Position::Later) => ("body", "bodymatter", Attributes::new()),
    };
    writer.open("body", Attributes::new().class(class).with("epub:type", kind));
    writer.xml.line_end();
    let section = match piece.position {
        Position::First => section.maybe("id", writer.id(division.id)),
        Position::Later => section,
    };
    writer.open("section", section.maybe("aria-label", Some(title).filter(|_| division.role != DivisionRole::Cover)));
    writer.xml.line_end();
    writer.hold_marks(division.id);
    if piece.position == Position::First {
        headline(writer, &division.metadata);
    }
    writer.blocks(piece.blocks);
    writer.end_notes();
}

/// Kicker, title, subtitle, byline, date and lead.
fn headline(writer: &mut DocumentWriter<'_>, metadata: &PartMetadata) {
    let lines = [("p", "kicker", &metadata.kicker), ("h1", "title", &metadata.title), ("p", "subtitle", &metadata.subtitle)];
    let is_empty = lines.iter().all(|(_, _, content)| content.is_none()) && metadata.byline.is_empty();
    if is_empty && metadata.lead.is_none() && metadata.date.is_none() {
        return;
    }
    writer.open("header", Attributes::new().class("headline"));
    writer.xml.line_end();
    for (name, class, content) in lines {
        if let Some(content) = content {
            writer.text_block(name, Attributes::new().class(class), content);
        }
    }
    if !metadata.byline.is_empty() {
        writer.open("p", Attributes::new().class("byline"));
        writer.release_marks();
        for (role, name) in &metadata.byline {
            if let Some(role) = role {
                writer.xml.element("span", &[("class", "role")], role);
            }
            writer.open("span", Attributes::new().class("by"));
            writer.inlines(name);
            writer.close();
        }
        writer.close_block();
    }
    if let Some(date) = &metadata.date {
        let printed = writer.words.date.print(date, writer.direction);
        writer.open("p", Attributes::new().class("date generated"));
        writer.xml.element("time", &[("datetime", date)], &printed);
        writer.close_block();
    }
    if let Some(lead) = &metadata.lead {
        writer.open("div", Attributes::new().class("lead"));
        writer.text_block("p", Attributes::new(), lead);
        writer.close_block();
    }
    writer.close_block();
    let texts = [&metadata.kicker, &metadata.title, &metadata.subtitle, &metadata.lead];
    let texts: Vec<_> = texts.into_iter().flatten().map(Vec::as_slice).collect();
    writer.notes_of(&texts);
}
