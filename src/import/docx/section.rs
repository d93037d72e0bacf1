//! Sections: how they begin and in which direction their lines run.

use super::properties::twips;
use super::properties::value;
use crate::book::PageBreak;
use crate::xml::Element;

/// The properties of a section, which stand at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    pub vertical: bool,
    /// What stands between the section before and this one.
    pub begins: Option<PageBreak>,
    pub columns: u32,
}

impl Section {
    /// Reads `w:sectPr`.
    pub fn read(element: &Element) -> Section {
        let direction = element.child("w:textDirection").and_then(value).unwrap_or_default();
        let begins = match element.child("w:type").and_then(value) {
            Some("continuous") => None,
            Some("nextColumn") => Some(PageBreak::Column),
            Some("oddPage") => Some(PageBreak::Recto),
            Some("evenPage") => Some(PageBreak::Verso),
            Some(_) | None => Some(PageBreak::Page),
        };
        let columns = element.child("w:cols").and_then(|columns| columns.attribute("w:num")).and_then(|count| count.parse().ok());
        Section { vertical: matches!(direction, "tbRl" | "tbRlV" | "rl" | "rlV"), begins, columns: columns.unwrap_or(1) }
    }
}

/// The room for text between the margins of a section, in twentieths of a point; a usual page when it does not say.
pub fn measure(element: Option<&Element>) -> i64 {
    const USUAL: i64 = 8_300;
    let number = |element: Option<&Element>, names: &[&str]| {
        let element = element?;
        names.iter().find_map(|name| twips(element.attribute(name)?)).map(i64::from)
    };
    let Some(element) = element else { return USUAL };
    let (page, margins) = (element.child("w:pgSz"), element.child("w:pgMar"));
    let width = number(page, &["w:w"]).unwrap_or(11_906);
    let margins = [&["w:left", "w:start"], &["w:right", "w:end"]].map(|names| number(margins, names).unwrap_or(1_800));
    let room = width - margins.iter().sum::<i64>();
    let columns = i64::from(Section::read(element).columns.clamp(1, 8));
    if room > 1_000 { room / columns } else { USUAL }
}
