//! Bases and readings of the manuscript to cells and units.

use super::overhang::RubyTable;
use super::reading::Filling;
use super::reading::Reading;
use super::reading::ReadingGlyph;
use super::solve::Alignment;
use super::solve::Rooms;
use super::unit::Kind;
use super::unit::Manner;
use super::unit::Reach;
use super::unit::RubyUnit;
use super::unit::Segment;
use crate::book::Owner;
use crate::book::Part;
use crate::book::Ruby;
use crate::book::RubyScript;
use crate::book::TextRun;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::font::PairedScript;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::inline::cell::Join;
use crate::inline::class::Class;
use crate::inline::itemize::Itemizer;
use crate::inline::itemize::is_wide;
use crate::inline::line::GlyphSetting;
use crate::inline::shaper::Way;
use crate::unicode::Region;

/// How much of a reading a finding shows, in characters.
const SHOWN: usize = 30;

impl Itemizer<'_, '_> {
    pub(in crate::inline) fn ruby(&mut self, look: usize, ruby: &Ruby) {
        // A list of contents leaves readings to the headings that it lists.
        if let Owner::Node(_, Part::ContentsTitle) = self.cells.looks[look].owner {
            for (index, segment) in ruby.segments.iter().enumerate() {
                self.plain_base(look, &segment.base, number(index));
            }
            return;
        }
        if ruby.script == RubyScript::Bopomofo && ruby.under.is_none() && self.strips_fit(ruby) {
            for (index, segment) in ruby.segments.iter().enumerate() {
                self.bopomofo(look, segment, number(index));
            }
            return;
        }
        let romanized = ruby.script == RubyScript::Latin && self.cells.looks[look].language.region() != Region::Japan;
        // A base without a reading of its own is plain text that readings beside it may overhang; and syllables stand by
        // themselves, each over its character.
        let several = ruby.segments.len() > 1 && ruby.under.is_none();
        let apart = several && romanized;
        let mut open: Vec<usize> = Vec::new();
        for (index, segment) in ruby.segments.iter().enumerate() {
            if several && segment.reading.text.trim().is_empty() {
                self.readings_over(look, ruby, &std::mem::take(&mut open), romanized);
                self.plain_base(look, &segment.base, number(index));
                continue;
            }
            open.push(index);
            if apart {
                self.readings_over(look, ruby, &std::mem::take(&mut open), romanized);
            }
        }
        self.readings_over(look, ruby, &open, romanized);
    }

    /// One unit of some segments of a ruby.
    fn readings_over(&mut self, look: usize, ruby: &Ruby, indices: &[usize], romanized: bool) {
        let Some(&first_index) = indices.first() else { return };
        let first = self.cells.cells.len();
        let em = self.cells.looks[look].size;
        let size = RubyTable::get().size.of(em);
        let kind = if indices.len() > 1 && ruby.under.is_none() { Kind::Word } else { Kind::Together };
        let class = if kind.is_word() { Class::JukugoUnit } else { Class::RubyUnit };
        let mut segments = Vec::with_capacity(indices.len());
        for &index in indices {
            let segment = &ruby.segments[index];
            let start = self.cells.cells.len();
            self.base(look, &segment.base, number(index), class);
            if start > first {
                let join = if kind.is_word() { Join::ByClass } else { Join::Fused };
                if let Some(cell) = self.cells.cells.get_mut(start) {
                    cell.join = join;
                }
            }
            let bases: Vec<Length> = self.cells.cells[start..].iter().map(|cell| cell.body).collect();
            let filling = self.filling(start, &segment.reading);
            let owner = self.reading_owner(look, Part::RubyReading(number(index)));
            let reading = self.reading(look, &segment.reading, owner, filling);
            if bases.is_empty() {
                continue;
            }
            segments.push(Segment { bases, reading });
        }
        if segments.is_empty() {
            return;
        }
        let under = ruby.under.as_ref().filter(|_| first_index == 0).map(|gloss| {
            let owner = self.reading_owner(look, Part::RubyUnder);
            let filling = self.filling(first, gloss);
            self.reading(look, gloss, owner, filling)
        });
        let shift = self.cells.looks[look].shift;
        let away = (em + size).scale(1, 2);
        let unit = RubyUnit {
            first,
            kind,
            manner: if romanized { Manner::Romanized } else { Manner::Japanese },
            alignment: Alignment::Centre,
            segments,
            under,
            size,
            over_block: shift - away,
            under_block: shift + away,
            rooms: Rooms::default(),
            reach: Reach::default(),
        };
        self.check_length(&unit, ruby, first_index, em);
        self.cells.readings.push(unit);
    }

    /// Over a single character a reading stays solid (JLREQ 3.3.5), over more it is spread unless it is words.
    fn filling(&self, first: usize, reading: &TextRun) -> Filling {
        let single = match &self.cells.cells[first..] {
            [cell] => !cell.class.is_western(),
            _ => false,
        };
        if single || !reading.text.chars().all(is_wide) { Filling::Solid } else { Filling::Spread }
    }

    /// A finding where a reading is longer than the line, or far longer than its base; it is set all the same.
    fn check_length(&mut self, unit: &RubyUnit, ruby: &Ruby, index: usize, em: Length) {
        let excess = unit.excess();
        let whole: Length = unit.segments.iter().map(|segment| segment.reading.length).sum();
        if excess <= RubyTable::get().longest.of(em) && whole <= self.widest {
            return;
        }
        let reading = &ruby.segments[index].reading;
        let tenths = excess.scale(10, em.to_units().max(1)).to_units().max(0);
        let shown: String = reading.text.chars().take(SHOWN).collect();
        self.shaper.report.add(
            Diagnostic::new(Code::LongReading)
                .maybe_at(reading.map.span(0, reading.text.len()))
                .with("reading", shown)
                .with("base", ruby.segments[index].base.text.clone())
                .with("amount", format!("{}.{}", tenths / 10, tenths % 10)),
        );
    }

    /// A base of a word that has no reading.
    fn plain_base(&mut self, look: usize, base: &TextRun, number: u16) {
        let first = self.cells.cells.len();
        self.cells.looks[look].language = base.language.clone();
        self.plain_text(look, base);
        for cell in self.cells.cells.iter_mut().skip(first) {
            cell.part = Part::RubyBase(number);
        }
    }

    /// The characters of a base as fused cells.
    pub(super) fn base(&mut self, look: usize, base: &TextRun, number: u16, class: Class) {
        let first = self.cells.cells.len();
        let language = base.language.clone();
        self.cells.looks[look].language = language;
        self.plain_text(look, base);
        for (index, cell) in self.cells.cells.iter_mut().enumerate().skip(first) {
            if index > first {
                cell.join = Join::Fused;
            }
            cell.part = Part::RubyBase(number);
            if cell.class == Class::Kana || cell.class == Class::Ideograph {
                cell.class = class;
            }
            // A unit keeps its marks whole: their blanks belong to the body.
            let (before, after) = (cell.before, cell.after);
            cell.body += before + after;
            cell.before = Length::ZERO;
            cell.after = Length::ZERO;
            for glyph in &mut self.cells.glyphs[cell.glyphs.start as usize..cell.glyphs.end as usize] {
                glyph.along += before;
            }
        }
    }

    fn reading(&mut self, look: usize, reading: &TextRun, owner: Owner, filling: Filling) -> Reading {
        let wide = reading.text.chars().any(is_wide);
        // Words take the face, size and baseline that words beside this text have.
        let paired = if wide { look } else { self.paired(look, PairedScript::Latin) };
        let baseline = if wide { None } else { Some(RubyTable::get().size.of(self.baseline(look, paired))) };
        let mut reading_look = self.cells.looks[paired].clone();
        reading_look.language = reading.language.clone();
        let size = RubyTable::get().size.of(reading_look.size);
        let (way, setting) = match (self.mode, wide) {
            (WritingMode::HorizontalTb, _) => (Way::Horizontal, GlyphSetting::Upright),
            (WritingMode::VerticalRl, true) => (Way::Vertical, GlyphSetting::Upright),
            (WritingMode::VerticalRl, false) => (Way::Horizontal, GlyphSetting::Sideways),
        };
        let span = reading.map.span(0, reading.text.len());
        let (_, shaped) = self.shaper.shape(&reading_look, &reading.text, way, span);
        let mut glyphs = Vec::with_capacity(shaped.len());
        for (index, glyph) in shaped.iter().enumerate() {
            let end = shaped.get(index + 1).map_or(reading.text.len(), |next| next.cluster);
            let unit = |value: i64| size.scale(value, glyph.upem);
            let line = baseline.map_or(Length::ZERO, |line| line - unit(self.shaper.face(glyph.face).metrics().em_middle()));
            glyphs.push(ReadingGlyph {
                id: glyph.id,
                face: glyph.face,
                text: glyph.cluster..end.max(glyph.cluster),
                advance: unit(glyph.advance),
                inline: unit(glyph.inline),
                block: line - unit(glyph.cross),
                setting,
            });
        }
        let length = glyphs.iter().map(|glyph| glyph.advance).sum();
        Reading { owner, language: reading.language.clone(), size, text: reading.text.clone(), glyphs, length, filling }
    }

    pub(super) fn reading_owner(&self, look: usize, part: Part) -> Owner {
        match self.cells.looks[look].owner {
            Owner::Node(node, Part::Content) => Owner::Node(node, part),
            owner => owner,
        }
    }
}

fn number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}
