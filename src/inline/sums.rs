//! What the breaker sees of a paragraph: sums over its cells and gaps, so that a line is priced without walking it.

use super::cell::Cell;
use super::cell::Cells;
use super::cell::Join;
use super::class::Class;
use super::cost::SHRINKS;
use super::cost::STRETCHES;
use super::rules::FirstLineBracket;
use super::rules::GapKind;
use super::rules::LineEnd;
use super::rules::LineRules;
use super::rules::Stage;
use super::space::Gap;
use super::space::Opens;
use crate::geom::Length;

/// Sums before each cell and after the last.
pub(super) struct Sums {
    cells: Vec<Sum>,
    /// After each gap that a stage changes; first of none.
    elastic: Vec<Elastic>,
}

/// Sums up to a cell; the gap before a cell counts with the cell.
#[derive(Clone, Copy, Default)]
struct Sum {
    /// Bodies and natural gaps.
    natural: Length,
    /// What the gaps that open first may open by, a quarter em each.
    open: Length,
    /// How many gaps the last stage may open.
    places: u32,
    /// Index into [`Sums::elastic`].
    elastic: u32,
}

/// What the stages may take and give.
#[derive(Clone, Copy, Default)]
struct Elastic {
    shrink: [Length; SHRINKS],
    /// Of all stages.
    shrink_all: Length,
    stretch: [Length; STRETCHES],
}

/// What the gaps inside a line may give.
#[derive(Clone, Copy)]
pub(super) struct Rooms<'a> {
    sums: [&'a Sum; 2],
    /// None when no stage changes any of them.
    elastic: Option<[&'a Elastic; 2]>,
}

impl Rooms<'_> {
    pub fn shrink(&self, stage: usize) -> Length {
        self.elastic.map_or(Length::ZERO, |[first, last]| last.shrink[stage] - first.shrink[stage])
    }

    pub fn shrink_all(&self) -> Length {
        self.elastic.map_or(Length::ZERO, |[first, last]| last.shrink_all - first.shrink_all)
    }

    pub fn stretch(&self, stage: usize) -> Length {
        self.elastic.map_or(Length::ZERO, |[first, last]| last.stretch[stage] - first.stretch[stage])
    }

    pub fn open(&self) -> Length {
        self.sums[1].open - self.sums[0].open
    }

    pub fn places(&self) -> i64 {
        i64::from(self.sums[1].places - self.sums[0].places)
    }
}

impl Sums {
    pub fn new(cells: &Cells, gaps: &[Gap], rules: &LineRules) -> Sums {
        let mut sums = Vec::with_capacity(cells.cells.len() + 1);
        let mut sum = Sum::default();
        let mut elastic = vec![Elastic::default()];
        for (cell, gap) in cells.cells.iter().zip(gaps) {
            sums.push(sum);
            sum.natural += gap.natural + cell.body;
            match gap.kind {
                GapKind::Rigid => continue,
                GapKind::Solid => {}
                GapKind::WordSpace
                | GapKind::HanLatin
                | GapKind::Bracket
                | GapKind::Comma
                | GapKind::Stop
                | GapKind::MiddleDot
                | GapKind::LineEnd => {
                    let mut rooms = elastic[sum.elastic as usize];
                    rooms.add(gap, rules);
                    sum.elastic = elastic.len() as u32;
                    elastic.push(rooms);
                }
            }
            if opens_last(gap) {
                sum.places += 1;
                sum.open += room_to_open(gap, rules);
            }
        }
        sums.push(sum);
        Sums { cells: sums, elastic }
    }

    /// Bodies and natural gaps before a cell.
    pub fn natural(&self, cell: usize) -> Length {
        self.cells[cell].natural
    }

    /// What the gaps inside a line of these cells may give.
    pub fn inside(&self, start: usize, end: usize) -> Rooms<'_> {
        let sums = [&self.cells[(start + 1).min(end)], &self.cells[end]];
        let is_elastic = sums[0].elastic != sums[1].elastic;
        Rooms { sums, elastic: is_elastic.then(|| sums.map(|sum| &self.elastic[sum.elastic as usize])) }
    }
}

impl Elastic {
    fn add(&mut self, gap: &Gap, rules: &LineRules) {
        for (stage, total) in rules.shrink.iter().zip(&mut self.shrink) {
            let room = room_to_shrink(gap, stage);
            *total += room;
            self.shrink_all += room;
        }
        for (stage, total) in rules.stretch.iter().zip(&mut self.stretch) {
            *total += room_to_stretch(gap, stage);
        }
    }
}

pub(super) fn room_to_shrink(gap: &Gap, stage: &Stage) -> Length {
    if stage.gap.contains(&gap.kind) { (gap.natural - stage.to.of(gap.em).max(gap.lent)).max(Length::ZERO) } else { Length::ZERO }
}

pub(super) fn room_to_stretch(gap: &Gap, stage: &Stage) -> Length {
    if stage.gap.contains(&gap.kind) { (stage.to.of(gap.em) - gap.natural).max(Length::ZERO) } else { Length::ZERO }
}

/// Whether the last stage of stretching may open a gap.
pub(super) fn opens_last(gap: &Gap) -> bool {
    gap.kind != GapKind::Rigid && gap.opens != Opens::Never
}

/// What a gap may open by before all places open.
pub(super) fn room_to_open(gap: &Gap, rules: &LineRules) -> Length {
    match gap.opens {
        _ if gap.kind == GapKind::Rigid => Length::ZERO,
        Opens::Early if gap.kind == GapKind::Solid || !rules.solid_opens_first => gap.em.scale(1, 4),
        Opens::Last if !rules.solid_opens_first => gap.em.scale(1, 4),
        Opens::Early | Opens::Last | Opens::Never => Length::ZERO,
    }
}

/// How a line may end at a place.
#[derive(Clone, Copy)]
pub(super) struct Tail {
    /// The cell after the last one that is seen: spaces at the end are dropped.
    pub visible: usize,
    /// What an end adds beyond the last body: a hyphen, what a unit gains at the end.
    pub extra: Length,
    /// The blank after the last mark.
    pub blank: Length,
    pub form: LineEnd,
    /// The length that leaves the measure when the last mark hangs.
    pub hung: Option<Length>,
    pub hyphen: bool,
}

impl Tail {
    /// Whether a line has but one way to end here, with all of its last cell.
    pub fn is_plain(&self) -> bool {
        self.blank.is_zero() && self.hung.is_none() && !self.hyphen && self.form != LineEnd::Half
    }

    /// The end of a line that begins before `end` and ends there.
    pub fn of(cells: &Cells, gaps: &[Gap], rules: &LineRules, start: usize, end: usize) -> Tail {
        let list = &cells.cells;
        let mut visible = end;
        while visible > start + 1 && is_dropped(&list[visible - 2], &list[visible - 1]) {
            visible -= 1;
        }
        let mut last = visible - 1;
        while last > start && list[last].class == Class::NoteMark {
            last -= 1;
        }
        let mark = &list[last];
        let hangs = rules.hangs(mark.class) && last > start && last + 1 == visible && gaps[last].natural.is_zero();
        Tail {
            visible,
            extra: list[visible - 1].tail_extra,
            blank: mark.after,
            form: mark.line_end,
            hung: hangs.then_some(mark.body),
            hyphen: list.get(end).is_some_and(|next: &Cell| next.join == Join::Hyphen),
        }
    }
}

/// Spaces that a line's end drops: word spaces, and the blank after a mark that ends a sentence (JLREQ 3.1.6).
fn is_dropped(before: &Cell, last: &Cell) -> bool {
    last.class == Class::WordSpace || last.class == Class::IdeographicSpace && before.class == Class::DividingMark
}

/// What a line that begins with a cell gains or lacks there, against the sums: its gap, the blank of an opening bracket, what a
/// unit gains at a line's head.
pub(super) fn head(cells: &Cells, gaps: &[Gap], rules: &LineRules, start: usize) -> Length {
    head_blank(cells, rules, start) + cells.cells[start].head_extra - gaps[start].natural
}

/// The blank that an opening bracket keeps at the head of a line (JLREQ 3.1.5, CLREQ 5.1.2.4): none, except by the region's custom
/// at the head of a paragraph, or by the style everywhere.
pub(super) fn head_blank(cells: &Cells, rules: &LineRules, start: usize) -> Length {
    match rules.first_line_bracket {
        _ if rules.bracket_keeps_at_head => cells.cells[start].before,
        FirstLineBracket::Keeps if start == 0 => cells.cells[0].before,
        FirstLineBracket::Keeps | FirstLineBracket::Flush => Length::ZERO,
    }
}
