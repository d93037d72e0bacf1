//! What a line is made of, for those who judge it.

use super::adjust::Adjusted;
use super::breaks::Break;
use super::cell::Cells;
use super::class::Class;
use super::rules::GapKind;
use super::rules::LineRules;
use super::shaper::Shaper;
use super::space::Gap;
use super::sums::opens_last;
use super::sums::room_to_shrink;
use super::sums::room_to_stretch;
use crate::geom::Length;

/// Whether lines say what they are made of ([`super::Line::detail`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    #[default]
    Off,
    On,
}

/// What a line is made of. Positions as in [`super::Line`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineDetail {
    /// Without the spaces at the line's end.
    pub cells: Vec<CellDetail>,
    /// The gap after each cell but the last.
    pub gaps: Vec<GapDetail>,
    pub end: EndForm,
}

/// The form of a line's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndForm {
    /// The blank of the last mark stays.
    Full,
    /// It goes.
    Half,
    /// The mark itself stands outside the measure.
    Hung,
    /// There is a hyphen.
    Hyphen,
}

/// A cell of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellDetail {
    pub class: Class,
    pub text: String,
    /// Where its body begins.
    pub start: Length,
    /// The length of its body.
    pub body: Length,
    /// The em of its character.
    pub em: Length,
    /// Whether another face than the one asked for draws it.
    pub fallback: bool,
}

/// A gap between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GapDetail {
    pub kind: GapKind,
    pub natural: Length,
    /// After adjustment.
    pub size: Length,
    /// The last stage that changed it, counted from 1; 0 for none. It squeezed when `size` is below `natural`.
    pub stage: u8,
}

/// What a chosen line is made of, once it is adjusted.
pub(super) fn detail(
    cells: &Cells,
    gaps: &[Gap],
    rules: &LineRules,
    shaper: &Shaper<'_>,
    line: &Break,
    adjusted: &Adjusted,
    indent: Length,
) -> LineDetail {
    let visible = line.cells.start..line.cells.start + line.visible;
    let list = &cells.cells[visible.clone()];
    let places = adjusted.bodies.iter().zip(&adjusted.lengths);
    let described = list.iter().zip(places).map(|(cell, (&start, &body))| {
        let wanted = shaper.primary_face(cells.look(cell));
        CellDetail {
            class: cell.class,
            text: cells.text_of(cell).to_owned(),
            start: indent + start,
            body,
            em: cell.em,
            fallback: cells.glyphs_of(cell).iter().any(|glyph| Some(glyph.face) != wanted),
        }
    });
    let inner = gaps.get(visible.start + 1..visible.end).unwrap_or_default();
    let between = inner.iter().enumerate().map(|(index, gap)| {
        let size = adjusted.bodies[index + 1] - adjusted.bodies[index] - adjusted.lengths[index];
        let stage = if size == gap.natural { 0 } else { last_stage(gap, size, rules, adjusted.adjustment.stage) };
        GapDetail { kind: gap.kind, natural: gap.natural, size, stage }
    });
    LineDetail { cells: described.collect(), gaps: between.collect(), end: line.end }
}

/// The last stage up to the line's own that had room in a gap: stages share equally among all gaps with room.
fn last_stage(gap: &Gap, size: Length, rules: &LineRules, used: u8) -> u8 {
    if size > gap.natural && usize::from(used) > rules.stretch.len() && opens_last(gap) {
        return used;
    }
    let (stages, room): (_, fn(&Gap, &super::rules::Stage) -> Length) =
        if size < gap.natural { (&rules.shrink, room_to_shrink) } else { (&rules.stretch, room_to_stretch) };
    let with_room = (1..=used).zip(stages).rfind(|(_, stage)| room(gap, stage) > Length::ZERO);
    with_room.map_or(used, |(number, _)| number)
}
