//! Whether a type area can be read and fits its page.

use super::area::TypeArea;
use super::format::Trim;
use super::theme::Theme;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::WritingMode;
use crate::manuscript::Edition;

/// From this many characters on, the gap is one em (JLREQ 2.4.2).
const LONG_LINE: i64 = 35;

/// Reports lines that are too close for their length, lines too long to read (JLREQ 2.4.2; requirement GRD-03) and an area that is larger
/// than its page, in place of which stands what fits, so that the rest can be checked.
pub(super) fn check(area: TypeArea, columns: i64, styled: (&Trim, &Theme), edition: &Edition, report: &mut Report) -> TypeArea {
    let (trim, theme) = styled;
    let characters = area.characters / columns.max(1);
    let mut add = |finding: Diagnostic| {
        let mut finding = finding;
        finding.edition = Some(edition.name.clone());
        report.add(finding);
    };
    let page = area.mode.logical_size(trim.size);
    let outside = [area.recto, area.verso].into_iter().any(|origin| {
        let end = LogicalPoint { inline: origin.inline + area.measure(), block: origin.block + area.block_size() };
        origin.inline < Length::ZERO || origin.block < Length::ZERO || end.inline > page.inline || end.block > page.block
    });
    if outside {
        let size = area.mode.physical_size(area.size());
        let finding = Diagnostic::new(Code::TypeAreaOutside)
            .with("characters", characters)
            .with("lines", area.lines)
            .with("area", millimetres(size.width, size.height))
            .with("page", millimetres(trim.size.width, trim.size.height));
        add(finding);
    }
    let grid = area.grid;
    let least = if characters >= LONG_LINE { grid.em } else { grid.em.scale(1, 2) };
    // What the trade sets on a format is closer than the rule for lines that are counted out.
    let trade = theme.area.characters == 0 && theme.preset.iter().any(|preset| preset.sets(trim.name, area.mode, &theme.area));
    if grid.gap() < least && !trade {
        let gap = grid.gap().scale(100, grid.em.to_units()).to_units();
        add(Diagnostic::new(Code::TightLines).with("gap", gap).with("characters", characters));
    }
    let most = match area.mode {
        WritingMode::VerticalRl => 52,
        WritingMode::HorizontalTb => 40,
    };
    if characters > most {
        add(Diagnostic::new(Code::LongLines).with("characters", characters).with("most", most));
    }
    if !outside {
        return area;
    }
    let origin = LogicalPoint::default();
    let characters = area.characters.min(page.inline.divide(grid.em)).max(1);
    let lines = area.lines.min((page.block + grid.gap()).divide(grid.pitch)).max(1);
    TypeArea { characters, lines, recto: origin, verso: origin, ..area }
}

/// A size in whole millimetres.
fn millimetres(width: Length, height: Length) -> String {
    let round = |side: Length| (side.to_pt() * 25.4 / 72.0).round();
    format!("{} × {} mm", round(width), round(height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Sources;
    use crate::diag::Span;
    use crate::manuscript::StyleSetting;
    use crate::manuscript::StyleValue;
    use crate::style::cascade;
    use crate::style::cascade::tests::edition;
    use crate::unicode::Region;

    fn found(mode: WritingMode, page: &str, settings: &[(&str, i64)]) -> Vec<Code> {
        let file = Sources::default().add("book.toml", "x".to_owned());
        let span = Span::new(file, 0, 1);
        let mut edition = edition(mode, Region::Taiwan, page);
        edition.style = settings
            .iter()
            .map(|(path, thousandths)| StyleSetting {
                path: path.split('.').map(str::to_owned).collect(),
                value: StyleValue::Number(*thousandths),
                key_span: span,
                value_span: span,
            })
            .collect();
        let mut report = Report::default();
        let styled = cascade(&edition, &mut report);
        let page = mode.logical_size(styled.trim.size);
        assert!(styled.area.measure() <= page.inline && styled.area.block_size() <= page.block, "{page:?}: what stands in fits");
        report.findings().iter().map(|finding| finding.code).collect()
    }

    /// Proves: GRD-03 [ALL] [HV]: lines too close, lines too long for one column.
    #[test]
    fn lines_too_close_and_too_long_are_findings() {
        for mode in [WritingMode::VerticalRl, WritingMode::HorizontalTb] {
            assert_eq!(found(mode, "a5", &[]), []);
            assert_eq!(found(mode, "a5", &[("line.gap", 400), ("area.characters", 20_000), ("area.lines", 10_000)]), [Code::TightLines]);
            assert_eq!(found(mode, "a5", &[("line.gap-long", 600), ("area.characters", 36_000)]), [Code::TightLines]);
            assert_eq!(found(mode, "a4", &[("area.characters", 53_000), ("area.lines", 10_000)]), [Code::LongLines]);
        }
        assert_eq!(found(WritingMode::VerticalRl, "a4", &[("area.characters", 52_000)]), []);
        assert_eq!(found(WritingMode::HorizontalTb, "a4", &[("area.characters", 41_000)]), [Code::LongLines]);
    }

    #[test]
    fn an_area_beyond_its_page_is_an_error() {
        for mode in [WritingMode::VerticalRl, WritingMode::HorizontalTb] {
            assert_eq!(found(mode, "a6", &[("area.lines", 60_000)]), [Code::TypeAreaOutside]);
            assert_eq!(found(mode, "a6", &[("area.head", 140_000)]), [Code::TypeAreaOutside]);
        }
    }
}
