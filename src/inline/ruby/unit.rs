//! A base with its readings as one unit of the line, set anew for each place where it may stand.

use std::ops::Range;

use super::jukugo::Pair;
use super::jukugo::word;
use super::overhang::Caps;
use super::overhang::RubyTable;
use super::reading::Filling;
use super::reading::Reading;
use super::reading::Setting;
use super::solve::Alignment;
use super::solve::Rooms;
use super::solve::Solved;
use super::solve::extent;
use super::solve::from_start;
use super::solve::together;
use crate::geom::Length;
use crate::inline::line::Run;
use crate::inline::unit::Part;
use crate::inline::unit::SolvedPart;
use crate::inline::unit::Unit;

/// How the readings of a unit belong to its bases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Mono ruby, or group ruby: one piece.
    Together,
    /// Jukugo ruby: each base has a reading of its own, and a line may end between two.
    Word,
    /// The same by the rules for simple placement: set as one piece where a reading is longer than its base.
    SimpleWord,
}

impl Kind {
    pub fn is_word(self) -> bool {
        match self {
            Kind::Together => false,
            Kind::Word | Kind::SimpleWord => true,
        }
    }
}

/// What readings may stand over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// By the caps of the edition, never over another base with a reading.
    Japanese,
    /// Romanized Chinese: over the empty tops of neighbours.
    Romanized,
}

/// A base and its reading.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// The lengths of its cells.
    pub bases: Vec<Length>,
    pub reading: Reading,
}

impl Segment {
    fn is_longer(&self) -> bool {
        self.reading.length > self.bases.iter().copied().sum()
    }
}

/// A base with its readings.
#[derive(Clone, Debug)]
pub(in crate::inline) struct RubyUnit {
    /// Its first cell.
    pub(super) first: usize,
    pub(super) kind: Kind,
    pub(super) manner: Manner,
    pub(super) alignment: Alignment,
    pub(super) segments: Vec<Segment>,
    /// On the other side, over the whole base.
    pub(super) under: Option<Reading>,
    /// Of the readings.
    pub(super) size: Length,
    /// From the middle of the line to that of the reading above, and of the one below.
    pub(super) over_block: Length,
    pub(super) under_block: Length,
    /// Beside the unit inside a line.
    pub(super) rooms: Rooms,
    /// By these rooms.
    pub(super) reach: Reach,
}

/// Where the bases and readings of some segments stand, from the start of the first body.
struct Laid {
    bodies: Vec<Length>,
    shifts: Vec<Length>,
    /// Of each segment's reading.
    over: Vec<Setting>,
    under: Option<Setting>,
    /// From the first reading's start to the end of the last.
    span: (Length, Length),
}

/// What a unit does at its ends, at most, wherever it stands in a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reach {
    /// How far its readings stand out before it.
    pub before: Length,
    /// The same after it; below zero where they end before it does.
    pub after: Length,
}

impl RubyUnit {
    /// Whether its reading is that of a whole word in Latin letters.
    pub(super) fn is_romanized_word(&self) -> bool {
        self.manner == Manner::Romanized && self.segments.iter().any(|segment| segment.bases.len() > 1)
    }

    pub(super) fn cells(&self) -> Range<usize> {
        self.first..self.first + self.segments.iter().map(|segment| segment.bases.len()).sum::<usize>()
    }

    pub(super) fn caps<'t>(&self, table: &'t RubyTable, edition: &'t Caps) -> &'t Caps {
        match self.manner {
            Manner::Japanese => edition,
            Manner::Romanized => table.romanized(),
        }
    }

    /// How far its reading ends from the ends of its bases when both are solid: below zero where it is longer.
    pub(super) fn inset(&self) -> Length {
        let base: Length = self.segments.iter().flat_map(|segment| &segment.bases).copied().sum();
        (base - self.longest(&self.segments)).scale(1, 2)
    }

    /// The longest of its readings beyond its bases.
    pub(super) fn excess(&self) -> Length {
        self.inset() * -2
    }

    /// The first cells, counted from the unit's, of the parts that a line may begin with.
    pub(super) fn beginnings(&self) -> Vec<usize> {
        let mut beginnings = vec![0];
        if self.kind.is_word() {
            let mut at = 0;
            for segment in self.segments.iter().take(self.segments.len() - 1) {
                at += segment.bases.len();
                beginnings.push(at);
            }
        }
        beginnings
    }

    fn longest(&self, segments: &[Segment]) -> Length {
        let over: Length = segments.iter().map(|segment| segment.reading.length).sum();
        over.max(self.under.as_ref().map_or(Length::ZERO, |under| under.length))
    }

    /// What its readings take of a longer base when they are spread over it.
    fn spread(&self, segments: &[Segment], base: Length) -> Length {
        let end_blank = RubyTable::get().end_blank.of(self.size);
        let taken = |reading: &Reading| {
            let (from, to) = ends(reading, reading.over(Length::ZERO, base, end_blank));
            to - from
        };
        let over = taken(&whole(segments));
        over.max(self.under.as_ref().map_or(Length::ZERO, taken))
    }

    /// The segments whose cells are in `cells`, counted from the unit's first.
    fn segments_in(&self, cells: &Range<usize>) -> Range<usize> {
        let mut at = 0;
        let mut found = self.segments.len()..0;
        for (index, segment) in self.segments.iter().enumerate() {
            if at < cells.end && at + segment.bases.len() > cells.start {
                found = found.start.min(index)..index + 1;
            }
            at += segment.bases.len();
        }
        found
    }

    fn lay(&self, segments: &[Segment], rooms: Rooms) -> Laid {
        match self.kind {
            Kind::Together => self.lay_together(segments, rooms),
            Kind::SimpleWord if segments.len() > 1 && segments.iter().any(Segment::is_longer) => self.lay_together(segments, rooms),
            Kind::Word | Kind::SimpleWord => self.lay_word(segments, rooms),
        }
    }

    fn lay_together(&self, segments: &[Segment], rooms: Rooms) -> Laid {
        let bases: Vec<Length> = segments.iter().flat_map(|segment| &segment.bases).copied().collect();
        let longest = self.longest(segments);
        let taken = longest.max(self.spread(segments, bases.iter().copied().sum()));
        let alignment = if bases.len() == 1 && is_mono(segments) { self.alignment } else { Alignment::Centre };
        let solved = match (alignment, bases.as_slice()) {
            (Alignment::Start, &[base]) => from_start(base, taken, rooms),
            (Alignment::Start | Alignment::Centre, _) => together(&bases, taken, rooms),
        };
        let (from, to) = extent(&solved, &bases);
        let start = solved.starts.first().copied().unwrap_or_default();
        let end_blank = RubyTable::get().end_blank.of(self.size);
        let set = |reading: &Reading, length: Length| {
            if length == longest && length >= to - from {
                Setting { start, between: Length::ZERO }
            } else if alignment == Alignment::Start && length <= to - from {
                Setting { start: from, between: Length::ZERO }
            } else {
                reading.over(from, to, end_blank)
            }
        };
        let all = whole(segments);
        let above = set(&all, all.length);
        let under = self.under.as_ref().map(|reading| (reading, set(reading, reading.length)));
        let mut span = ends(&all, above);
        if let Some((reading, setting)) = under {
            let (from, to) = ends(reading, setting);
            span = (span.0.min(from), span.1.max(to));
        }
        let over = in_turn(segments, above);
        let under = under.map(|(_, setting)| setting);
        Laid { bodies: solved.bodies, shifts: solved.shifts, over, under, span }
    }

    fn lay_word(&self, segments: &[Segment], rooms: Rooms) -> Laid {
        let pair = |segment: &Segment| Pair { base: segment.bases.iter().copied().sum(), reading: segment.reading.length };
        let pairs: Vec<Pair> = segments.iter().map(pair).collect();
        let solved: Solved = match pairs.as_slice() {
            [one] if self.alignment == Alignment::Start && is_mono(segments) => from_start(one.base, one.reading, rooms),
            [one] => together(&[one.base], one.reading, rooms),
            several => word(several, RubyTable::get().inner.of(self.size), rooms, self.alignment),
        };
        let mut bodies = Vec::new();
        let mut shifts = Vec::new();
        for (index, segment) in segments.iter().enumerate() {
            let trail = solved.bodies[index] - solved.shifts[index] - pairs[index].base;
            let last = segment.bases.len() - 1;
            for (place, &base) in segment.bases.iter().enumerate() {
                let lead = if place == 0 { solved.shifts[index] } else { Length::ZERO };
                bodies.push(lead + base + if place == last { trail } else { Length::ZERO });
                shifts.push(lead);
            }
        }
        let over: Vec<Setting> = solved.starts.iter().map(|&start| Setting { start, between: Length::ZERO }).collect();
        let end = over.last().map_or(Length::ZERO, |last| last.start) + pairs.last().map_or(Length::ZERO, |pair| pair.reading);
        let span = (over.first().map_or(Length::ZERO, |first| first.start), end);
        Laid { bodies, shifts, over, under: None, span }
    }

    fn rooms_at(&self, segments: &Range<usize>, head: bool, tail: bool) -> Rooms {
        let before = if segments.start == 0 && !head { self.rooms.before } else { Length::ZERO };
        let after = if segments.end == self.segments.len() && !tail { self.rooms.after } else { Length::ZERO };
        Rooms { before, after }
    }

    /// The bodies of the cells of a part.
    pub(super) fn bodies(&self, cells: &Range<usize>, head: bool, tail: bool) -> Vec<Length> {
        let segments = self.segments_in(cells);
        self.lay(&self.segments[segments.clone()], self.rooms_at(&segments, head, tail)).bodies
    }

    /// The most that it does at its ends, over all the parts of it that a line may hold.
    pub(super) fn measure_reach(&self) -> Reach {
        let count = self.segments.len();
        let mut reach = Reach { before: -self.size * 1000, after: -self.size * 1000 };
        let mut look = |segments: Range<usize>, head: bool, tail: bool| {
            let laid = self.lay(&self.segments[segments.clone()], self.rooms_at(&segments, head, tail));
            let width: Length = laid.bodies.iter().copied().sum();
            if segments.start == 0 && !head {
                reach.before = reach.before.max(-laid.span.0);
            }
            if segments.end == count && !tail {
                reach.after = reach.after.max(laid.span.1 - width);
            }
        };
        look(0..count, false, false);
        look(0..count, true, false);
        look(0..count, false, true);
        if self.kind.is_word() {
            for cut in 1..count {
                look(cut..count, true, false);
                look(0..cut, false, true);
            }
        }
        reach
    }
}

/// Where a reading begins and ends.
fn ends(reading: &Reading, setting: Setting) -> (Length, Length) {
    let count = reading.glyphs.iter().filter(|glyph| !glyph.advance.is_zero()).count() as i64;
    (setting.start, setting.start + reading.length + setting.between * (count - 1).max(0))
}

/// Whether a reading belongs to one character, not to a Western word.
fn is_mono(segments: &[Segment]) -> bool {
    matches!(segments, [segment] if segment.reading.filling == Filling::Solid)
}

/// Several readings as one.
fn whole(segments: &[Segment]) -> std::borrow::Cow<'_, Reading> {
    if let [segment] = segments {
        return std::borrow::Cow::Borrowed(&segment.reading);
    }
    let mut whole = segments[0].reading.clone();
    for segment in &segments[1..] {
        whole.glyphs.extend(segment.reading.glyphs.iter().cloned());
        whole.length += segment.reading.length;
    }
    std::borrow::Cow::Owned(whole)
}

/// The setting of several readings as one, handed to each in turn.
fn in_turn(segments: &[Segment], setting: Setting) -> Vec<Setting> {
    let mut start = setting.start;
    let mut settings = Vec::with_capacity(segments.len());
    for segment in segments {
        let own = Setting { start, between: setting.between };
        start = ends(&segment.reading, own).1 + setting.between;
        settings.push(own);
    }
    settings
}

impl Unit for RubyUnit {
    fn solve(&self, part: &Part) -> SolvedPart {
        let cells = part.cells.start - self.first..part.cells.end - self.first;
        let segments = self.segments_in(&cells);
        let own = &self.segments[segments.clone()];
        let laid = self.lay(own, self.rooms_at(&segments, part.edges.head, part.edges.tail));
        let mut interlinear: Vec<Run> = Vec::new();
        for (segment, &setting) in own.iter().zip(&laid.over) {
            segment.reading.runs(setting, self.over_block, &mut interlinear);
        }
        if let (Some(under), Some(setting)) = (&self.under, laid.under) {
            under.runs(setting, self.under_block, &mut interlinear);
        }
        SolvedPart { bodies: laid.bodies, shifts: laid.shifts, base: Vec::new(), interlinear }
    }
}
