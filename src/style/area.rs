//! The type area (JLREQ 2.4, CLREQ 2.1): a measure of whole em, a number of lines, and where both stand on the page.

use super::format::{Medium, Trim};
use super::number::Em;
use super::theme::{MarginRule, Theme};
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalSize;
use crate::geom::WritingMode;

/// Body lines at equal distances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The body size.
    pub em: Length,
    /// From line to line: the body size and the line gap.
    pub pitch: Length,
}

impl Grid {
    /// The white between two lines.
    pub fn gap(self) -> Length {
        self.pitch - self.em
    }

    /// The block size of `count` lines: no gap after the last (requirement HED-02).
    pub fn extent(self, count: i64) -> Length {
        if count <= 0 { Length::ZERO } else { self.pitch * count - self.gap() }
    }

    /// How many lines an object of this block size takes.
    pub fn lines_for(self, extent: Length) -> i64 {
        if extent <= Length::ZERO { 0 } else { (extent + self.gap() + self.pitch - Length::units(1)).divide(self.pitch) }
    }

    /// The em-box centre of line `index`, from the start of the first line's em box.
    pub fn centre(self, index: i64) -> Length {
        self.pitch * index + self.em.scale(1, 2)
    }
}

/// The type area, by its logical size and its place on both sides of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeArea {
    pub mode: WritingMode,
    pub grid: Grid,
    /// Characters in a line across the whole area; where text stands in columns, those of all columns and of the gaps between them.
    pub characters: i64,
    /// Lines on a page.
    pub lines: i64,
    /// From the page's inline start and block start, on a recto.
    pub recto: LogicalPoint,
    /// The same on a verso.
    pub verso: LogicalPoint,
}

impl TypeArea {
    /// The inline size of a line: size × characters (requirement GRD-01).
    pub fn measure(&self) -> Length {
        self.grid.em * self.characters
    }

    /// size × lines + gap × (lines − 1).
    pub fn block_size(&self) -> Length {
        self.grid.extent(self.lines)
    }

    pub fn size(&self) -> LogicalSize {
        LogicalSize { inline: self.measure(), block: self.block_size() }
    }

    /// The type area that the theme defines for the page; what it leaves open is the largest number of whole characters and lines
    /// within its margins. What remains of the page goes to the margins in their proportion, but for those given. `columns` is how many
    /// columns its lines are divided into; its characters and those of the theme are counted in one of them.
    pub(super) fn derive(trim: &Trim, mode: WritingMode, theme: &Theme, columns: i64) -> TypeArea {
        let area = &theme.area;
        let preset = theme.preset.iter().find(|preset| preset.format == trim.name && preset.direction.is(mode) && columns == 1);
        let em = area.size.length().or_else(|| preset.and_then(|preset| preset.size.length()));
        let em = em.unwrap_or_else(|| body_size(theme, trim)).type_size();
        let margins = match (trim.medium, mode) {
            (Medium::Screen, WritingMode::HorizontalTb | WritingMode::VerticalRl) => &theme.margins.screen,
            (Medium::Print, WritingMode::VerticalRl) => &theme.margins.vertical,
            (Medium::Print, WritingMode::HorizontalTb) => &theme.margins.horizontal,
        };
        let page = mode.logical_size(trim.size);
        let Sides { inline_start, inline_end, block_start, block_end } = Sides::recto(margins, mode);
        let most = match mode {
            WritingMode::VerticalRl => theme.line.most_vertical,
            WritingMode::HorizontalTb => theme.line.most_horizontal,
        };
        let room = |side: Length, margins: i64| side.scale(1000 - margins, 1000);
        let gaps = theme.columns.gap.of(em) * (columns - 1);
        let inline_room = (room(page.inline, inline_start + inline_end) - gaps).scale(1, columns);
        // A definition of the author's own holds as it is, a preset where it fits the page.
        let preset = preset.filter(|preset| area.size.length().is_none() && em * preset.characters < page.inline);
        let characters = match (area.characters, preset) {
            (0, None) => inline_room.divide(em).min(most.max(1)),
            (0, Some(preset)) => preset.characters,
            (given, _) => given,
        };
        let characters = characters.max(1);
        let gap = match preset {
            Some(preset) => preset.gap,
            None if characters >= theme.line.long => theme.line.gap_long,
            None => theme.line.gap,
        };
        let grid = Grid { em, pitch: em + even_sixteenth(gap, em) };
        let lines = match (area.lines, preset) {
            (0, None) => (room(page.block, block_start + block_end) + grid.gap()).divide(grid.pitch),
            (0, Some(preset)) => preset.lines,
            (given, _) => given,
        };
        let lines = lines.max(1);
        let characters = characters * columns + (gaps + em - Length::units(1)).divide(em);
        let origin = LogicalPoint::default();
        let mut whole = TypeArea { mode, grid, characters, lines, recto: origin, verso: origin };
        let share = |rest: Length, start: i64, end: i64| if start + end == 0 { rest.scale(1, 2) } else { rest.scale(start, start + end) };
        let rest = LogicalSize { inline: page.inline - whole.measure(), block: page.block - whole.block_size() };
        whole.recto =
            LogicalPoint { inline: share(rest.inline, inline_start, inline_end), block: share(rest.block, block_start, block_end) };
        let given = |margin: Em| (margin > Em::whole(0)).then(|| Length::micrometres(margin.to_thousandths()));
        let (head, inner) = match mode {
            WritingMode::HorizontalTb => (&mut whole.recto.block, &mut whole.recto.inline),
            WritingMode::VerticalRl => (&mut whole.recto.inline, &mut whole.recto.block),
        };
        *head = given(area.head).unwrap_or(*head);
        *inner = given(area.inner).unwrap_or(*inner);
        // The other side of the leaf shows the gutter at the other edge of the page; head and foot stay.
        whole.verso = match mode {
            WritingMode::HorizontalTb => LogicalPoint { inline: rest.inline - whole.recto.inline, block: whole.recto.block },
            WritingMode::VerticalRl => LogicalPoint { inline: whole.recto.inline, block: rest.block - whole.recto.block },
        };
        whole
    }
}

/// The body size of a page that no definition gives one.
fn body_size(theme: &Theme, trim: &Trim) -> Length {
    let shorter = trim.size.width.min(trim.size.height);
    let rule = theme.body_size.iter().find(|rule| shorter <= Length::mm(rule.up_to)).or(theme.body_size.last());
    rule.map_or(Length::pt(10), |rule| rule.points.of(Length::pt(1))).type_size()
}

/// The gap rounded to a sixteenth of an em, so that half of it is a whole unit.
fn even_sixteenth(gap: Em, em: Length) -> Length {
    em.scale((gap.to_thousandths() * 16 + 500) / 1000, 16)
}

/// Margins along the logical axes, in thousandths of the page.
struct Sides {
    inline_start: i64,
    inline_end: i64,
    block_start: i64,
    block_end: i64,
}

impl Sides {
    /// A recto has its gutter where reading begins: at the left in horizontal books, at the right in vertical ones.
    fn recto(margins: &MarginRule, mode: WritingMode) -> Sides {
        match mode {
            WritingMode::HorizontalTb => {
                Sides { inline_start: margins.inner, inline_end: margins.outer, block_start: margins.head, block_end: margins.foot }
            }
            WritingMode::VerticalRl => {
                Sides { inline_start: margins.head, inline_end: margins.foot, block_start: margins.inner, block_end: margins.outer }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::find_format;
    use crate::style::layers::tests::bundled;
    use crate::unicode::Region;

    /// JLREQ 2.4.1: 9 pt, 52 characters, 18 lines, a gap of 8 pt make 468 × 298 pt.
    #[test]
    fn the_type_area_is_counted_from_characters_and_lines() {
        let grid = Grid { em: Length::pt(9), pitch: Length::pt(17) };
        assert_eq!(grid.em * 52, Length::pt(468));
        assert_eq!(grid.extent(18), Length::pt(298));
    }

    #[test]
    fn an_object_takes_the_fewest_lines_that_hold_it() {
        let grid = Grid { em: Length::pt(10), pitch: Length::pt(18) };
        for (extent, lines) in [(0, 0), (1, 1), (10, 1), (11, 2), (28, 2), (29, 3)] {
            assert_eq!(grid.lines_for(Length::pt(extent)), lines, "{extent} pt");
        }
    }

    #[test]
    fn both_sides_of_a_leaf_carry_the_same_area() {
        let trim = find_format("25k-tw", Region::Taiwan).unwrap();
        for mode in [WritingMode::HorizontalTb, WritingMode::VerticalRl] {
            let area = TypeArea::derive(&trim, mode, &bundled("article", Region::Taiwan, mode), 1);
            let recto = mode.place(trim.size, crate::geom::LogicalRect { origin: area.recto, size: area.size() });
            let verso = mode.place(trim.size, crate::geom::LogicalRect { origin: area.verso, size: area.size() });
            assert_eq!(recto.origin.y, verso.origin.y, "{mode:?}: head and foot stay");
            assert_eq!(recto.origin.x + recto.size.width + verso.origin.x, trim.size.width, "{mode:?}: the leaf is turned over");
        }
    }

    /// Proves: GRD-01 [ALL] [HV]: a type area of so many characters, lines and columns is as large as the definition says.
    /// Proves: GRD-02 [ALL] [HV]: and stands where it says.
    #[test]
    fn a_type_area_by_definition_is_exact_in_both_directions() {
        let trim = find_format("a4", Region::Japan).unwrap();
        for mode in [WritingMode::HorizontalTb, WritingMode::VerticalRl] {
            let mut theme = bundled("article", Region::Japan, mode);
            theme.area.size = super::super::number::TypeSize::parse("9pt").unwrap();
            (theme.area.characters, theme.area.lines) = (25, 30);
            (theme.columns.gap, theme.area.head, theme.area.inner) = (Em::whole(2), Em::whole(30), Em::whole(25));
            theme.line.gap = Em::thousandths(625);
            let area = TypeArea::derive(&trim, mode, &theme, 2);
            let em = Length::pt(9).type_size();
            assert_eq!(area.measure(), em * 52, "two columns of 25 and a gap of 2");
            assert_eq!(area.block_size(), em * 30 + em.scale(10, 16) * 29);
            let rect = mode.place(trim.size, crate::geom::LogicalRect { origin: area.recto, size: area.size() });
            assert_eq!(rect.origin.y, Length::mm(30), "{mode:?}");
            let gutter = match mode {
                WritingMode::HorizontalTb => rect.origin.x,
                WritingMode::VerticalRl => trim.size.width - rect.origin.x - rect.size.width,
            };
            assert_eq!(gutter, Length::mm(25), "{mode:?}");
        }
    }
}
