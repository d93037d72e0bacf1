//! `[pdf]`: what the PDF conforms to and how a viewer opens it.

use super::table::Table;
use super::table::Value;
use crate::diag::Report;

/// `[pdf]`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PdfSettings {
    pub standards: PdfStandards,
    pub direction: PdfDirection,
    pub layout: PdfLayout,
    pub outline: PdfOutline,
    pub title_bar: PdfTitleBar,
    pub open_at: PdfOpenAt,
    pub zoom: PdfZoom,
    /// Pictures of more pixels per inch than this are made smaller; none keeps every pixel.
    pub picture_dpi: Option<u32>,
}

/// `pdf.standards`: what the file is to conform to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PdfStandards {
    pub archive: Option<PdfArchive>,
    pub access: Option<PdfAccess>,
}

/// A part and level of PDF/A (ISO 19005).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfArchive {
    /// PDF/A-2a: tagged, every character has its text.
    A2a,
    /// PDF/A-2u: every character has a text.
    A2u,
    /// PDF/A-3a: as 2a, and carries the manuscript and the EPUB.
    A3a,
}

/// A part of PDF/UA (ISO 14289).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfAccess {
    Ua1,
}

impl Default for PdfStandards {
    fn default() -> PdfStandards {
        PdfStandards { archive: Some(PdfArchive::A2a), access: Some(PdfAccess::Ua1) }
    }
}

/// `pdf.direction`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PdfDirection {
    /// `/Direction /R2L` for right-bound editions.
    #[default]
    Auto,
    None,
}

/// `pdf.layout`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PdfLayout {
    /// Two pages side by side for print formats, one for screen formats.
    #[default]
    Auto,
    Single,
    Spread,
}

/// `pdf.outline`: whether a viewer opens with the outline beside the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PdfOutline {
    #[default]
    Shown,
    Hidden,
}

/// `pdf.title-bar`: what a viewer's window is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PdfTitleBar {
    #[default]
    Title,
    FileName,
}

/// `pdf.open-at`: the page that a viewer opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PdfOpenAt {
    #[default]
    Cover,
    Contents,
    Text,
}

/// `pdf.zoom`: how large a viewer shows the page that it opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PdfZoom {
    /// As the reader has it.
    #[default]
    Reader,
    Page,
    Width,
}

const DIRECTIONS: &[(&str, PdfDirection)] = &[("auto", PdfDirection::Auto), ("none", PdfDirection::None)];
const LAYOUTS: &[(&str, PdfLayout)] = &[("auto", PdfLayout::Auto), ("single", PdfLayout::Single), ("spread", PdfLayout::Spread)];
const OUTLINES: &[(&str, PdfOutline)] = &[("shown", PdfOutline::Shown), ("hidden", PdfOutline::Hidden)];
const TITLE_BARS: &[(&str, PdfTitleBar)] = &[("title", PdfTitleBar::Title), ("file-name", PdfTitleBar::FileName)];
const PLACES: &[(&str, PdfOpenAt)] = &[("cover", PdfOpenAt::Cover), ("contents", PdfOpenAt::Contents), ("text", PdfOpenAt::Text)];
const ZOOMS: &[(&str, PdfZoom)] = &[("reader", PdfZoom::Reader), ("page", PdfZoom::Page), ("width", PdfZoom::Width)];

/// Pixels per inch that a picture may be brought down to.
const LEAST_DPI: u32 = 72;

impl PdfSettings {
    /// Overrides these settings with what the table says.
    pub(super) fn read(&mut self, keys: &mut Table, report: &mut Report) {
        let standards = keys.take("standards");
        if let Some(read) = standards.as_ref().and_then(|value| read_standards(value, report)) {
            self.standards = read;
        }
        set(keys, "direction", DIRECTIONS, &mut self.direction, report);
        set(keys, "layout", LAYOUTS, &mut self.layout, report);
        set(keys, "outline", OUTLINES, &mut self.outline, report);
        let title_bar = keys.take("title-bar");
        if let Some(read) = title_bar.as_ref().and_then(|value| value.choice(TITLE_BARS, report)) {
            self.title_bar = read;
        }
        set(keys, "open-at", PLACES, &mut self.open_at, report);
        set(keys, "zoom", ZOOMS, &mut self.zoom, report);
        if let Some(value) = keys.take("picture-dpi") {
            self.picture_dpi = value.number(report).filter(|dpi| *dpi >= LEAST_DPI);
            if self.picture_dpi.is_none() {
                value.refuse("write a number of pixels per inch from 72 up, such as 300", report);
            }
        }
        if let (Some(PdfAccess::Ua1), PdfTitleBar::FileName, Some(value)) = (self.standards.access, self.title_bar, title_bar.or(standards))
        {
            value.refuse(
                "PDF/UA-1 wants the title in the window (ISO 14289-1, 7.1): take `title-bar` out, or `ua-1` out of `standards`",
                report,
            );
        }
    }
}

fn set<T: Copy>(table: &mut Table, key: &'static str, choices: &[(&str, T)], target: &mut T, report: &mut Report) {
    if let Some(value) = table.take(key).and_then(|value| value.choice(choices, report)) {
        *target = value;
    }
}

/// One word or a list of them. What no file can be is refused with the reason.
fn read_standards(value: &Value, report: &mut Report) -> Option<PdfStandards> {
    let mut standards = PdfStandards { archive: None, access: None };
    let words = value.one_or_more(report);
    let count = words.len();
    for word in &words {
        let archive = match word.string(report)?.to_ascii_lowercase().trim_start_matches("pdf/").trim_start_matches("pdf") {
            "none" if count == 1 => return Some(standards),
            "none" => {
                word.refuse("\"none\" stands alone: it means that the file claims nothing", report);
                return None;
            }
            "ua-1" => {
                standards.access = Some(PdfAccess::Ua1);
                continue;
            }
            "a-2a" => PdfArchive::A2a,
            "a-2u" => PdfArchive::A2u,
            "a-3a" => PdfArchive::A3a,
            other => {
                word.refuse(why_not(other), report);
                return None;
            }
        };
        if standards.archive.is_some_and(|known| known != archive) {
            word.refuse("a file belongs to one part and level of PDF/A: keep one of them; a-2a holds whatever a-2u asks", report);
            return None;
        }
        standards.archive = Some(archive);
    }
    Some(standards)
}

fn why_not(word: &str) -> &'static str {
    match word {
        "a-1a" | "a-1b" => "PDF/A-1 knows neither transparent pictures nor compressed objects: write \"a-2a\"",
        "a-2b" | "a-3b" | "a-3u" => "it asks for less than what the file holds anyway: write \"a-2a\", \"a-2u\" or \"a-3a\"",
        "a-4" | "a-4e" | "a-4f" => "PDF/A-4 rests on PDF 2.0 and cannot be PDF/UA-1 too: write \"a-2a\", or \"a-3a\" to carry files",
        "ua-2" => "PDF/UA-2 rests on PDF 2.0, which PDF/A-2 and PDF/A-3 exclude: write \"ua-1\"",
        "x-1a" | "x-3" | "x-4" | "x-6" => "PDF/X needs the printer's colour profile, which the book does not have: write \"a-2a\"",
        _ => "write \"none\" or some of: \"a-2a\", \"a-2u\", \"a-3a\", \"ua-1\"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Sources;
    use crate::diag::Span;
    use toml::de::DeTable;

    /// The settings that a table gives, and the findings about it.
    fn read(text: &str) -> (PdfSettings, Vec<String>) {
        let file = Sources::default().add("book.toml", text);
        let document = DeTable::parse(text).unwrap();
        let mut table = Table::new(file, "pdf", Span::new(file, 0, 0), document.get_ref());
        let (mut settings, mut report) = (PdfSettings::default(), Report::default());
        settings.read(&mut table, &mut report);
        table.finish(&mut report);
        (settings, report.findings().iter().map(|finding| format!("{finding:?}")).collect())
    }

    #[test]
    fn a_file_claims_archive_and_access_unless_it_is_told_otherwise() {
        assert_eq!(read("").0.standards, PdfStandards::default());
        let claims = |text: &str| {
            let (settings, findings) = read(text);
            assert!(findings.is_empty(), "{findings:?}");
            (settings.standards.archive, settings.standards.access)
        };
        assert_eq!(claims("standards = [\"a-2u\", \"ua-1\"]"), (Some(PdfArchive::A2u), Some(PdfAccess::Ua1)));
        assert_eq!(claims("standards = [\"PDF/A-3a\"]"), (Some(PdfArchive::A3a), None));
        assert_eq!(claims("standards = \"none\""), (None, None));
    }

    #[test]
    fn what_no_file_can_be_is_refused_with_the_reason() {
        for (text, reason) in [
            ("standards = [\"a-2a\", \"a-3a\"]", "one part and level"),
            ("standards = [\"a-4\", \"ua-1\"]", "PDF 2.0"),
            ("standards = [\"ua-2\"]", "PDF 2.0"),
            ("standards = [\"a-1b\"]", "transparent"),
            ("standards = [\"none\", \"ua-1\"]", "stands alone"),
            ("standards = [\"x-4\"]", "colour profile"),
            ("title-bar = \"file-name\"", "7.1"),
            ("picture-dpi = 10", "72"),
        ] {
            let findings = read(text).1;
            assert!(findings.len() == 1 && findings[0].contains(reason), "{text}: {findings:?}");
        }
        assert!(read("standards = \"a-2a\"\ntitle-bar = \"file-name\"").1.is_empty());
    }
}
