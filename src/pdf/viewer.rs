//! How a viewer opens the file (PDF 32000-1, 7.7.2, 12.2, 12.3.2).

use std::collections::BTreeMap;

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;

use super::object::dictionary;
use super::object::name;
use super::write::PdfInput;
use crate::book::DivisionRole;
use crate::book::NodeId;
use crate::geom::WritingMode;
use crate::manuscript::PdfDirection;
use crate::manuscript::PdfLayout;
use crate::manuscript::PdfOpenAt;
use crate::manuscript::PdfOutline;
use crate::manuscript::PdfTitleBar;
use crate::manuscript::PdfZoom;
use crate::style::Medium;
use crate::style::find_format;

/// PDF 32000-1, 12.2.
pub(super) fn preferences(input: &PdfInput<'_>) -> Dictionary {
    let title = input.edition.pdf.title_bar == PdfTitleBar::Title;
    let mut preferences = dictionary([("DisplayDocTitle", title.into())]);
    match (input.edition.pdf.direction, input.pages.mode) {
        (PdfDirection::Auto, WritingMode::VerticalRl) => preferences.set("Direction", name("R2L")),
        (PdfDirection::Auto, WritingMode::HorizontalTb) | (PdfDirection::None, _) => {}
    }
    preferences
}

/// Facing pages with the first alone, as a book lies; or one page (PDF 32000-1, table 28).
pub(super) fn layout(input: &PdfInput<'_>) -> &'static str {
    let medium = find_format(&input.edition.page.0, input.edition.region).map_or(Medium::Print, |trim| trim.medium);
    match (input.edition.pdf.layout, medium) {
        (PdfLayout::Spread, _) | (PdfLayout::Auto, Medium::Print) => "TwoPageRight",
        (PdfLayout::Single, _) | (PdfLayout::Auto, Medium::Screen) => "SinglePage",
    }
}

/// Whether the outline stands beside the page.
pub(super) fn mode(input: &PdfInput<'_>, outline: Option<ObjectId>) -> &'static str {
    match (input.edition.pdf.outline, outline) {
        (PdfOutline::Shown, Some(_)) => "UseOutlines",
        (PdfOutline::Hidden, _) | (PdfOutline::Shown, None) => "UseNone",
    }
}

/// The place that opens first; none in a file without pages.
pub(super) fn opening(input: &PdfInput<'_>, destinations: &BTreeMap<NodeId, Object>, pages: &[ObjectId]) -> Option<Object> {
    let role = match input.edition.pdf.open_at {
        PdfOpenAt::Cover => None,
        PdfOpenAt::Contents => Some(DivisionRole::Contents),
        PdfOpenAt::Text => Some(DivisionRole::Body),
    };
    let division = role.and_then(|role| input.book.divisions.iter().find(|division| division.role == role));
    let page = division
        .and_then(|division| destinations.get(&division.id))
        .and_then(|place| place.as_array().ok()?.first()?.as_reference().ok())
        .or_else(|| pages.first().copied())?;
    let page = Object::from(page);
    Some(Object::Array(match input.edition.pdf.zoom {
        PdfZoom::Reader => vec![page, name("XYZ"), Object::Null, Object::Null, Object::Null],
        PdfZoom::Page => vec![page, name("Fit")],
        PdfZoom::Width => vec![page, name("FitH"), Object::Null],
    }))
}
