//! What runs along the text of a line: emphasis marks, lines of names and titles, underlines, links.

use std::collections::BTreeSet;

use super::cell::Attachment;
use super::cell::Cell;
use super::cell::Cells;
use super::cell::NotePlace;
use super::class::Class;
use super::collect::LinkSource;
use super::collect::Look;
use super::collect::RuleKind;
use super::customs::Customs;
use super::customs::MarksBesideReading;
use super::line::Line;
use super::line::LinkRange;
use super::line::Rule;
use super::line::RuleShape;
use super::marks::MarkPlace;
use super::marks::centres;
use super::marks::distance;
use super::marks::emphasis;
use super::rules::InterlinearSide;
use super::shaper::Shaper;
use crate::book::EmphasisMarks;
use crate::book::Part;
use crate::geom::Length;
use crate::geom::WritingMode;

/// A cell where it stands in a line.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub cell: &'a Cell,
    /// Where its body begins, from the line's start edge.
    pub start: Length,
    /// As it is set in this line.
    pub body: Length,
    /// Where its glyphs begin, beyond where they begin in a body of their own.
    pub lead: Length,
    /// Of the row that it stands in, towards the block end.
    pub shift: Length,
    pub row: Row,
}

impl Placed<'_> {
    /// Where a reading stands across the line: outside the rows of an inline note.
    pub fn block_of(&self, reading: Length) -> Length {
        let beside = reading.abs() * 2 > self.cell.em;
        if self.row == Row::Second && beside { self.shift - reading } else { self.shift + reading }
    }
}

/// Which row of a line a cell stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Main,
    /// The first row of an inline note.
    First,
    Second,
}

pub(super) struct Beside<'a, 'f> {
    pub cells: &'a Cells,
    pub links: &'a [LinkSource],
    /// Names and emphasised spans with a reading over any of their text.
    pub read: &'a BTreeSet<u32>,
    pub customs: Customs,
    pub emphasis: InterlinearSide,
    pub mode: WritingMode,
    pub shaper: &'a mut Shaper<'f>,
}

/// The thickness of lines beside the text (CLREQ gives 0.04 to 0.06 em).
const THICKNESS: (i64, i64) = (1, 20);
/// How far the middle of a straight line stands from the middle of its text: a sixteenth of an em from the em box.
const STRAIGHT: (i64, i64) = (9, 16);
/// The same for a wavy line, which swings to both sides.
const WAVY: (i64, i64) = (5, 8);
/// How far a wavy line reaches on either side of its middle, in multiples of its thickness.
const WAVE_REACH: i64 = 2;
/// What lies between the lines of neighbouring names (CLREQ: at most an eighth of an em).
const BETWEEN_NAMES: (i64, i64) = (1, 8);

/// A line beside a part of the text of this line.
struct Span {
    rule: Rule,
    side: Option<InterlinearSide>,
    row: Row,
    /// Indices into the placed cells.
    first: usize,
    last: usize,
}

impl Beside<'_, '_> {
    /// Adds marks, rules and links to a line whose glyphs and readings are set. The cells are in reading order.
    pub fn add(&mut self, placed: &[Placed<'_>], line: &mut Line) {
        if placed.iter().all(|place| is_plain(self.cells.look(place.cell))) {
            return;
        }
        let mut rules = self.rules(placed, line, |look| look.rule);
        part_neighbours(&mut rules, line.size);
        self.marks(placed, &rules, line);
        rules.extend(self.rules(placed, line, |look| look.strike.map(|group| (RuleKind::Strikethrough, group))));
        line.rules.extend(rules.into_iter().map(|span| span.rule));
        self.links(placed, line);
    }

    /// A line for each part of a name that stands in this line: from its first body to its last, through the gaps between, over no
    /// gap before or after it.
    fn rules(&self, placed: &[Placed<'_>], line: &Line, rule_of: impl Fn(&Look) -> Option<(RuleKind, u32)>) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let mut open = false;
        for (index, place) in placed.iter().enumerate() {
            if is_transparent(place.cell) {
                continue;
            }
            let look = self.cells.look(place.cell);
            let Some((kind, group)) = rule_of(look) else {
                open = false;
                continue;
            };
            let (from, to) = extent(self.cells, place);
            match spans.last_mut().filter(|span| open && span.rule.group == group && span.row == place.row) {
                Some(span) => {
                    span.rule.to = to;
                    span.last = index;
                }
                None => {
                    let thickness = look.size.scale(THICKNESS.0, THICKNESS.1);
                    let shape = if kind == RuleKind::BookTitle { RuleShape::Wavy } else { RuleShape::Straight };
                    let rule = Rule { shape, from, to, block: place.shift, thickness, group };
                    spans.push(Span { rule, side: self.side_of(kind, place.row), row: place.row, first: index, last: index });
                }
            }
            open = true;
        }
        for span in &mut spans {
            let Some(side) = span.side else { continue };
            let stretch = &placed[span.first..=span.last];
            let taken = self.is_read(span.rule.group, span.row, side) || occupied(line, stretch, side);
            let side = if taken && !occupied(line, stretch, side.other()) { side.other() } else { side };
            let away = if span.rule.shape == RuleShape::Wavy { WAVY } else { STRAIGHT };
            let em = self.cells.look(placed[span.first].cell).size;
            span.side = Some(side);
            span.rule.block += em.scale(away.0, away.1) * side.sign();
        }
        spans
    }

    /// None for a line through the middle. In an inline note lines stand outside its rows.
    fn side_of(&self, kind: RuleKind, row: Row) -> Option<InterlinearSide> {
        let own = match kind {
            RuleKind::ProperName | RuleKind::BookTitle => self.customs.name,
            RuleKind::Underline => self.customs.underline,
            RuleKind::Strikethrough => return None,
        };
        Some(row.side().unwrap_or(own))
    }

    /// Emphasis marks of each span: on the region's side, or on the other where a reading stands there.
    fn marks(&mut self, placed: &[Placed<'_>], rules: &[Span], line: &mut Line) {
        let mut at = 0;
        while at < placed.len() {
            let key = |place: &Placed<'_>| self.cells.look(place.cell).emphasis.map(|(marks, group)| (marks, group, place.row));
            let Some((marks, group, row)) = key(&placed[at]) else {
                at += 1;
                continue;
            };
            let end = placed[at..].iter().position(|place| key(place) != Some((marks, group, row))).map_or(placed.len(), |more| at + more);
            if let Some(side) = self.marks_side(&placed[at..end], group, row, line) {
                for (index, place) in placed.iter().enumerate().take(end).skip(at) {
                    let covering = rules.iter().find(|span| (span.first..=span.last).contains(&index) && span.side == Some(side));
                    let edge = covering.map(|span| (span.rule.block - place.shift).abs() + reach(&span.rule));
                    self.marks_of(place, marks, side, edge, line);
                }
            }
            at = end;
        }
    }

    /// Whether a reading stands on this side of a part of the span, in this line or another: a span has its marks and its line on one
    /// side from its start to its end.
    fn is_read(&self, group: u32, row: Row, side: InterlinearSide) -> bool {
        row == Row::Main && side == InterlinearSide::Over && self.read.contains(&group)
    }

    fn marks_side(&self, stretch: &[Placed<'_>], group: u32, row: Row, line: &Line) -> Option<InterlinearSide> {
        let own = row.side().unwrap_or(self.emphasis);
        if !self.is_read(group, row, own) && !occupied(line, stretch, own) {
            return Some(own);
        }
        match self.customs.marks_beside_reading {
            MarksBesideReading::OtherSide => Some(own.other()).filter(|&side| row == Row::Main && !occupied(line, stretch, side)),
            MarksBesideReading::Drop => None,
        }
    }

    fn marks_of(&mut self, place: &Placed<'_>, marks: EmphasisMarks, side: InterlinearSide, line_edge: Option<Length>, line: &mut Line) {
        let look = self.cells.look(place.cell);
        let block = place.shift + look.shift + distance(look.size, line_edge) * side.sign();
        for centre in centres(self.cells, place.cell, self.shaper, self.mode) {
            let place = MarkPlace { inline: place.start + place.lead + centre, block };
            line.marks.extend(emphasis(self.shaper, look, marks, self.customs.marks, self.mode, place));
        }
    }

    /// Where links cover the line: bodies and the gaps between them, no gap before or after.
    fn links(&self, placed: &[Placed<'_>], line: &mut Line) {
        for place in placed {
            let Some(link) = self.cells.look(place.cell).link.map(|index| &self.links[index]) else { continue };
            if place.cell.class == Class::WordSpace {
                continue;
            }
            let (from, to, block, extent) = self.covered(place, line.size);
            match line.links.last_mut().filter(|range| range.owner == link.owner && range.block == block) {
                Some(range) => range.to = range.to.max(to),
                None => {
                    line.links.push(LinkRange { owner: link.owner, target: link.target.clone(), note: link.note, from, to, block, extent })
                }
            }
        }
    }

    /// From where to where a link covers a cell, and the middle and extent of that across the line.
    fn covered(&self, place: &Placed<'_>, line_em: Length) -> (Length, Length, Length, Length) {
        let em = place.cell.em;
        let note = place.cell.attachment.map(|index| &self.cells.attachments[index as usize]);
        if let Some(Attachment::Note(_, NotePlace::Beside { back })) = note {
            let from = place.start - *back;
            return (from, from + em, place.shift + self.cells.look(place.cell).shift, em);
        }
        let extent = if place.row == Row::Main { line_em } else { em };
        (place.start, place.start + place.body, place.shift, extent)
    }
}

impl Row {
    /// Where what belongs to a row of an inline note stands: outside the note.
    fn side(self) -> Option<InterlinearSide> {
        match self {
            Row::Main => None,
            Row::First => Some(InterlinearSide::Over),
            Row::Second => Some(InterlinearSide::Under),
        }
    }
}

impl InterlinearSide {
    /// Towards the block end: over is before the line, under after it.
    pub(super) fn sign(self) -> i64 {
        match self {
            InterlinearSide::Over => -1,
            InterlinearSide::Under => 1,
        }
    }

    fn other(self) -> InterlinearSide {
        match self {
            InterlinearSide::Over => InterlinearSide::Under,
            InterlinearSide::Under => InterlinearSide::Over,
        }
    }
}

fn is_plain(look: &Look) -> bool {
    look.emphasis.is_none() && look.rule.is_none() && look.strike.is_none() && look.link.is_none()
}

/// Spaces and note marks neither begin nor end a line beside the text.
fn is_transparent(cell: &Cell) -> bool {
    matches!(cell.class, Class::WordSpace | Class::NoteMark)
}

/// From where to where a line beside the text covers a cell: its body, without what a reading wider than its base adds at the ends.
fn extent(cells: &Cells, place: &Placed<'_>) -> (Length, Length) {
    let lead = match place.cell.part {
        Part::RubyBase(_) => {
            let along = cells.glyphs_of(place.cell).first().map_or(Length::ZERO, |glyph| glyph.along);
            (place.lead + along).max(Length::ZERO)
        }
        Part::Content | Part::RubyReading(_) | Part::RubyUnder | Part::Label | Part::ContentsTitle | Part::ContentsFolio => Length::ZERO,
    };
    let to = place.start + place.body;
    let lead = lead.min(place.body.scale(1, 4));
    (place.start + lead, to - lead)
}

/// The numbers of names, underlined and emphasised spans that hold a base with a reading.
pub(super) fn spans_with_readings(cells: &Cells) -> BTreeSet<u32> {
    let bases = cells.cells.iter().filter(|cell| matches!(cell.part, Part::RubyBase(_)));
    let looks = bases.map(|cell| cells.look(cell));
    looks.flat_map(|look| look.emphasis.map(|(_, group)| group).into_iter().chain(look.rule.map(|(_, group)| group))).collect()
}

/// Whether a reading stands on this side of any of the cells.
fn occupied(line: &Line, stretch: &[Placed<'_>], side: InterlinearSide) -> bool {
    line.interlinear.iter().any(|run| {
        let beside = run.block * side.sign() > line.size.scale(1, 2);
        let to = run.inline + run.advance.max(run.size.scale(1, 2));
        beside && stretch.iter().any(|place| run.inline < place.start + place.body && place.start < to)
    })
}

/// How far a rule reaches from its middle across the line.
fn reach(rule: &Rule) -> Length {
    match rule.shape {
        RuleShape::Straight => rule.thickness.scale(1, 2),
        RuleShape::Wavy => rule.thickness * WAVE_REACH,
    }
}

/// Neighbouring names show where one ends (CLREQ, interlinear punctuation): where two lines meet, both give up the same.
fn part_neighbours(spans: &mut [Span], em: Length) {
    let wanted = em.scale(BETWEEN_NAMES.0, BETWEEN_NAMES.1);
    for index in 1..spans.len() {
        let (before, after) = spans.split_at_mut(index);
        let (Some(previous), Some(next)) = (before.last_mut(), after.first_mut()) else { continue };
        if previous.row != next.row || previous.side != next.side {
            continue;
        }
        let missing = wanted - (next.rule.from - previous.rule.to);
        if missing > Length::ZERO {
            previous.rule.to -= missing.scale(1, 2);
            next.rule.from += missing - missing.scale(1, 2);
        }
    }
}
