//! The computed style of an edition.

use super::area::TypeArea;
use super::check::check;
use super::format::{Medium, Trim, find_format, format_names};
use super::layers::{Occasion, layered, overridden, theme_names};
use super::number::{Em, Role};
use super::pairing::pairings;
use super::theme::{TextSpec, Theme};
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::font::Pairings;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::manuscript::Edition;
use crate::manuscript::Readings;
use crate::resolve::HeadingNumbers;
use crate::unicode::Region;

/// A theme applied to an edition: every length is known.
#[derive(Clone, Debug)]
pub struct Styled {
    pub region: Region,
    pub trim: Trim,
    pub area: TypeArea,
    pub theme: Theme,
    /// How Latin and kana stand beside Han.
    pub pairings: Pairings,
    pub readings: Readings,
}

/// A type size and a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRule {
    pub size: Length,
    pub role: Role,
}

/// Finds the edition's page format and theme, puts the book's own properties over it and computes its type area. An unknown name is a
/// finding, and the default stands in for it, so that the rest can be checked.
pub fn cascade(edition: &Edition, report: &mut Report) -> Styled {
    let name = &edition.page.0;
    let default = super::format::default_format(edition.region, edition.direction);
    let found = if name.is_empty() { find_format(default, edition.region) } else { find_format(name, edition.region) };
    let trim = found.unwrap_or_else(|| {
        report.add(invalid(edition, "page", name, &format!("{}, or a size such as 148x210 mm", format_names().join(", "))));
        find_format(default, edition.region).expect("the default formats are bundled")
    });
    let occasion = Occasion { region: edition.region, mode: edition.direction, medium: trim.medium };
    let table = layered(&edition.theme, occasion).unwrap_or_else(|| {
        report.add(invalid(edition, "theme", &edition.theme, &theme_names().join(", ")));
        layered("article", occasion).expect("the theme is bundled")
    });
    let theme = overridden(table, &edition.style, report);
    let columns = i64::from(edition.layout.columns.unwrap_or(match edition.direction {
        WritingMode::VerticalRl => theme.columns.vertical,
        WritingMode::HorizontalTb => theme.columns.horizontal,
    }));
    let columns = columns.clamp(1, 4);
    let area = TypeArea::derive(&trim, edition.direction, &theme, columns);
    let area = check(area, columns, (&trim, &theme), edition, report);
    let pairings = pairings(&theme.pairing, edition.region);
    Styled { region: edition.region, trim, area, theme, pairings, readings: edition.line.readings() }
}

/// The patterns of the numbers of headings, by level; what is wrong with the style is told by [`cascade`].
pub fn heading_numbers(edition: &Edition) -> HeadingNumbers {
    let theme = cascade(edition, &mut Report::default()).theme;
    [1, 2, 3, 4, 5, 6].map(|level| theme.heading(level).number.clone())
}

impl Styled {
    /// The body's text.
    pub fn body(&self) -> TextRule {
        TextRule { size: self.area.grid.em, role: Role::Serif }
    }

    /// A size given as a multiple of the body's.
    pub fn size(&self, multiple: Em) -> Length {
        multiple.of(self.area.grid.em).type_size()
    }

    pub fn text(&self, spec: &TextSpec) -> TextRule {
        TextRule { size: self.size(spec.size), role: spec.role }
    }

    /// The indent of a first line in em of its text, in a measure of so many em (requirement PAR-01).
    pub fn first_indent(&self, characters: i64) -> i64 {
        let rule = &self.theme.paragraph;
        match self.region {
            Region::Taiwan | Region::HongKong | Region::Mainland if characters < rule.short_measure => 1,
            Region::Taiwan | Region::HongKong | Region::Mainland => rule.indent_chinese,
            Region::Japan => rule.indent_japanese,
            Region::Korea => rule.indent_korean,
            Region::Western => rule.indent_western,
        }
    }

    /// Whether a page is a side of a leaf, so that parts may begin on rectos and margins mirror.
    pub fn has_leaves(&self) -> bool {
        match self.trim.medium {
            Medium::Print => true,
            Medium::Screen => false,
        }
    }
}

fn invalid(edition: &Edition, key: &str, value: &str, known: &str) -> Diagnostic {
    let mut finding = Diagnostic::new(Code::InvalidValue)
        .with("key", format!("edition.{}.{key}", edition.name))
        .with("value", value)
        .with("expected", format!("known are: {known}"));
    finding.edition = Some(edition.name.clone());
    finding
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::manuscript::EpubSettings;
    use crate::manuscript::Format;
    use crate::manuscript::LayoutSettings;
    use crate::manuscript::LineOptions;
    use crate::manuscript::NumberStyle;
    use crate::manuscript::PageFormat;
    use crate::manuscript::PdfSettings;
    use crate::manuscript::PunctuationConversion;
    use crate::manuscript::QuoteConversion;
    use crate::manuscript::TextSettings;

    pub(crate) fn edition(direction: WritingMode, region: Region, page: &str) -> Edition {
        Edition {
            name: "test".to_owned(),
            label: "直排".to_owned(),
            direction,
            region,
            formats: vec![Format::Pdf],
            page: PageFormat(page.to_owned()),
            theme: "article".to_owned(),
            layout: LayoutSettings::default(),
            style: Vec::new(),
            text: TextSettings {
                quotes: QuoteConversion::Keep,
                punctuation: PunctuationConversion::Keep,
                numbers: NumberStyle::TateChuYoko,
            },
            epub: EpubSettings::default(),
            pdf: PdfSettings::default(),
            line: LineOptions::default(),
            identifiers: Vec::new(),
            modified: None,
            revision: None,
            files: Vec::new(),
        }
    }

    #[test]
    fn no_bundled_format_breaks_the_rules_of_its_own_theme() {
        for name in format_names() {
            for mode in [WritingMode::VerticalRl, WritingMode::HorizontalTb] {
                let mut report = Report::default();
                let styled = cascade(&edition(mode, Region::Taiwan, name), &mut report);
                assert!(report.findings().is_empty(), "{name} {mode:?}: {:?}", report.findings());
                assert!(styled.area.characters >= 14 && styled.area.lines >= 8, "{name} {mode:?}: {:?}", styled.area);
            }
        }
    }

    #[test]
    fn an_unknown_page_format_is_an_error_that_names_the_known_ones() {
        let mut report = Report::default();
        cascade(&edition(WritingMode::VerticalRl, Region::Taiwan, "a9"), &mut report);
        let finding = &report.findings()[0];
        assert_eq!(finding.code, Code::InvalidValue);
        assert!(finding.arguments.iter().any(|(_, value)| value.contains("25k-tw")));
    }

    /// Requirement PAR-01.
    #[test]
    fn chinese_is_indented_by_two_and_japanese_by_one() {
        let mut report = Report::default();
        let chinese = cascade(&edition(WritingMode::VerticalRl, Region::Taiwan, "25k-tw"), &mut report);
        assert_eq!((chinese.first_indent(40), chinese.first_indent(12)), (2, 1));
        let japanese = cascade(&edition(WritingMode::VerticalRl, Region::Japan, "shiroku"), &mut report);
        assert_eq!(japanese.first_indent(40), 1);
    }
}
