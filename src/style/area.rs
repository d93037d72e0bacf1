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
    /// Characters in a line.
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

    /// The largest type area of whole characters and lines within the theme's margins; what remains goes to the margins in their
    /// proportion.
    pub(super) fn derive(trim: &Trim, mode: WritingMode, theme: &Theme, em: Length) -> TypeArea {
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
        let characters = room(page.inline, inline_start + inline_end).divide(em).clamp(1, most.max(1));
        let gap = if characters >= theme.line.long { theme.line.gap_long } else { theme.line.gap };
        let grid = Grid { em, pitch: em + even_sixteenth(gap, em) };
        let lines = (room(page.block, block_start + block_end) + grid.gap()).divide(grid.pitch).max(1);
        let share = |rest: Length, start: i64, end: i64| if start + end == 0 { rest.scale(1, 2) } else { rest.scale(start, start + end) };
        let rest = LogicalSize { inline: page.inline - em * characters, block: page.block - grid.extent(lines) };
        let recto = LogicalPoint { inline: share(rest.inline, inline_start, inline_end), block: share(rest.block, block_start, block_end) };
        // The other side of the leaf shows the gutter at the other edge of the page; head and foot stay.
        let verso = match mode {
            WritingMode::HorizontalTb => LogicalPoint { inline: rest.inline - recto.inline, block: recto.block },
            WritingMode::VerticalRl => LogicalPoint { inline: recto.inline, block: rest.block - recto.block },
        };
        TypeArea { mode, grid, characters, lines, recto, verso }
    }
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
        let theme = Theme::find("article").unwrap();
        let trim = find_format("25k-tw").unwrap();
        for mode in [WritingMode::HorizontalTb, WritingMode::VerticalRl] {
            let area = TypeArea::derive(&trim, mode, &theme, Length::milli_pt(10_500).type_size());
            let recto = mode.place(trim.size, crate::geom::LogicalRect { origin: area.recto, size: area.size() });
            let verso = mode.place(trim.size, crate::geom::LogicalRect { origin: area.verso, size: area.size() });
            assert_eq!(recto.origin.y, verso.origin.y, "{mode:?}: head and foot stay");
            assert_eq!(recto.origin.x + recto.size.width + verso.origin.x, trim.size.width, "{mode:?}: the leaf is turned over");
        }
    }
}
