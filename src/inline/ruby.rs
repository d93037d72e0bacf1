//! Bases with readings: ruby beside the line, bopomofo in a strip at the right of each character.

use unicode_segmentation::UnicodeSegmentation;

use super::cell::Attachment;
use super::cell::Join;
use super::class::Class;
use super::itemize::Itemizer;
use super::line::GlyphSetting;
use super::line::Run;
use super::line::RunGlyph;
use super::shaper::Way;
use crate::book::Owner;
use crate::book::Part;
use crate::book::Ruby;
use crate::book::RubyScript;
use crate::book::RubySegment;
use crate::book::TextRun;
use crate::geom::Length;
use crate::geom::WritingMode;

/// Ruby is in principle half the size of its base (JLREQ 3.3.3).
const RUBY_SIZE: (i64, i64) = (1, 2);
/// Bopomofo symbols are three tenths of their base (CLREQ, choice of size and ratio for zhuyin).
const BOPOMOFO_SIZE: (i64, i64) = (3, 10);
/// The strip beside an annotated character takes half an em in horizontal lines.
const STRIP: (i64, i64) = (1, 2);

impl Itemizer<'_, '_> {
    pub(super) fn ruby(&mut self, look: usize, ruby: &Ruby) {
        for (index, segment) in ruby.segments.iter().enumerate() {
            let number = u16::try_from(index).unwrap_or(u16::MAX);
            match ruby.script {
                RubyScript::Bopomofo => self.bopomofo(look, segment, number),
                RubyScript::Kana | RubyScript::Latin | RubyScript::Han => self.beside(look, segment, number),
            }
        }
    }

    /// A base as one unit with its reading on the over side: centred, or spread so that the ends keep half of the space
    /// between (JLREQ 3.3.6, 1:2:1), whichever of the two is shorter.
    fn beside(&mut self, look: usize, segment: &RubySegment, number: u16) {
        let first = self.cells.cells.len();
        self.base(look, &segment.base, number);
        let em = self.cells.looks[look].size;
        let size = em.scale(RUBY_SIZE.0, RUBY_SIZE.1);
        let mut base_size: Length = self.cells.cells[first..].iter().map(|cell| cell.body).sum();
        let glyphs = self.reading_glyphs(look, &segment.reading, size);
        let reading_size: Length = glyphs.iter().map(|glyph| glyph.advance).sum();
        if reading_size > base_size && !self.cells.cells[first..].is_empty() {
            let room = reading_size - base_size;
            let count = self.cells.cells.len() - first;
            for (turn, cell) in self.cells.cells[first..].iter_mut().enumerate() {
                let (turn, count) = (turn as i64, count as i64);
                let share = room.scale(turn + 1, count) - room.scale(turn, count);
                cell.body += share;
                let lead = share.scale(1, 2);
                for glyph in &mut self.cells.glyphs[cell.glyphs.start as usize..cell.glyphs.end as usize] {
                    glyph.along += lead;
                }
            }
            base_size = reading_size;
        }
        let block = -(em + size).scale(1, 2);
        let runs = self.reading_runs(look, number, &segment.reading, size, &glyphs, base_size, block);
        self.attach(first, runs);
    }

    /// The characters of a base as fused cells.
    fn base(&mut self, look: usize, base: &TextRun, number: u16) {
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
                cell.class = Class::RubyUnit;
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

    fn reading_glyphs(&mut self, look: usize, reading: &TextRun, size: Length) -> Vec<ReadingGlyph> {
        let mut reading_look = self.cells.looks[look].clone();
        reading_look.language = reading.language.clone();
        let upright = self.mode == WritingMode::HorizontalTb || reading.text.chars().any(super::itemize::is_wide);
        let way = if upright { Way::of(self.mode) } else { Way::Horizontal };
        let span = reading.map.span(0, reading.text.len());
        let (_, shaped) = self.shaper.shape(&reading_look, &reading.text, way, span);
        let mut glyphs = Vec::with_capacity(shaped.len());
        for (index, glyph) in shaped.iter().enumerate() {
            let end = shaped.get(index + 1).map_or(reading.text.len(), |next| next.cluster);
            let unit = |value: i64| size.scale(value, glyph.upem);
            glyphs.push(ReadingGlyph {
                id: glyph.id,
                face: glyph.face,
                text: glyph.cluster..end.max(glyph.cluster),
                advance: unit(glyph.advance),
                inline: unit(glyph.inline),
                setting: if upright { GlyphSetting::Upright } else { GlyphSetting::Sideways },
            });
        }
        glyphs
    }

    /// A reading as runs over a base of `base_size`.
    #[expect(clippy::too_many_arguments, reason = "one call for each side of a base")]
    fn reading_runs(
        &self,
        look: usize,
        number: u16,
        reading: &TextRun,
        size: Length,
        glyphs: &[ReadingGlyph],
        base_size: Length,
        block: Length,
    ) -> Vec<Run> {
        let total: Length = glyphs.iter().map(|glyph| glyph.advance).sum();
        let room = (base_size - total).max(Length::ZERO);
        let count = glyphs.len() as i64;
        // Latin readings stay words; others spread 1:2:1, their ends at most one reading em in from the base.
        let spreads = count > 1 && reading.text.chars().all(super::itemize::is_wide);
        let end = if spreads { room.scale(1, 2 * count).min(size) } else { room.scale(1, 2) };
        let between = if spreads { (room - end * 2).scale(1, (count - 1).max(1)) } else { Length::ZERO };
        let mut runs: Vec<Run> = Vec::new();
        let mut pen = end;
        for glyph in glyphs {
            let text = &reading.text[glyph.text.clone()];
            let same = runs.last().is_some_and(|run| run.face == glyph.face);
            if !same {
                runs.push(self.reading_run(look, number, reading, glyph, size, pen, block));
            }
            if let Some(run) = runs.last_mut() {
                run.text.push_str(text);
                let bytes = u8::try_from(text.len()).unwrap_or(u8::MAX);
                run.glyphs.push(RunGlyph { id: glyph.id, bytes, along: pen + glyph.inline - run.inline });
                run.advance = pen + glyph.advance - run.inline;
            }
            pen += glyph.advance + between;
        }
        runs
    }

    #[expect(clippy::too_many_arguments, reason = "the run's own fields")]
    fn reading_run(
        &self,
        look: usize,
        number: u16,
        reading: &TextRun,
        glyph: &ReadingGlyph,
        size: Length,
        inline: Length,
        block: Length,
    ) -> Run {
        Run {
            owner: self.reading_owner(look, number),
            language: reading.language.clone(),
            face: glyph.face,
            size,
            setting: glyph.setting,
            stretch: 1000,
            inline,
            block,
            advance: Length::ZERO,
            text: String::new(),
            glyphs: Vec::new(),
        }
    }

    fn reading_owner(&self, look: usize, number: u16) -> Owner {
        match self.cells.looks[look].owner {
            Owner::Node(node, Part::Content) => Owner::Node(node, Part::RubyReading(number)),
            owner => owner,
        }
    }

    /// Bopomofo: one strip for each character of the base, at its right in both directions (CLREQ, positioning of zhuyin).
    fn bopomofo(&mut self, look: usize, segment: &RubySegment, number: u16) {
        let bases: Vec<&str> = segment.base.text.graphemes(true).collect();
        let syllables: Vec<&str> = segment.reading.text.split_whitespace().collect();
        if bases.len() > 1 && syllables.len() != bases.len() {
            // Readings that cannot be told apart by character stand over the word.
            return self.beside(look, segment, number);
        }
        let first = self.cells.cells.len();
        self.base(look, &segment.base, number);
        let em = self.cells.looks[look].size;
        let mut runs = Vec::new();
        let mut pen = Length::ZERO;
        for (index, cell) in self.cells.cells[first..].iter_mut().enumerate() {
            if self.mode == WritingMode::HorizontalTb {
                cell.body += em.scale(STRIP.0, STRIP.1);
            }
            let centre = pen + em.scale(1, 2);
            pen += cell.body;
            runs.push((centre, syllables.get(index).copied().unwrap_or_default()));
        }
        let strips: Vec<Run> =
            runs.into_iter().flat_map(|(centre, syllable)| self.strip(look, number, &segment.reading, syllable, centre)).collect();
        self.attach(first, strips);
    }

    /// The symbols of one syllable below each other, the tone beside the last (neutral tone: above the first). `centre` is the
    /// middle of the base along the line.
    fn strip(&mut self, look: usize, number: u16, reading: &TextRun, syllable: &str, centre: Length) -> Vec<Run> {
        let em = self.cells.looks[look].size;
        let size = em.scale(BOPOMOFO_SIZE.0, BOPOMOFO_SIZE.1);
        let symbols: Vec<char> = syllable.chars().filter(|&character| tone(character).is_none()).collect();
        let count = symbols.len() as i64;
        let column = em.scale(1, 2) + size.scale(11, 20);
        let top = -(size * count).scale(1, 2);
        let mut runs = Vec::new();
        // In the order of the text, so that copying gives the syllable as it was written.
        let mut placed = 0;
        for character in syllable.chars() {
            let (right, down) = match tone(character) {
                None => {
                    let down = top + size * placed + size.scale(1, 2);
                    placed += 1;
                    (column, down)
                }
                Some(Tone::Neutral) => (column, top - size.scale(1, 4)),
                // Half above the top of the last symbol (CLREQ, positioning of tones).
                Some(Tone::Contour) => (column + size.scale(17, 20), -top - size),
            };
            let mut bytes = [0; 4];
            runs.extend(self.symbol(look, number, reading, character.encode_utf8(&mut bytes), size, centre, right, down));
        }
        runs
    }

    /// One symbol with its middle `right` of the base's middle and `down` below it, as they stand on the page.
    #[expect(clippy::too_many_arguments, reason = "a symbol and its place")]
    fn symbol(
        &mut self,
        look: usize,
        number: u16,
        reading: &TextRun,
        text: &str,
        size: Length,
        centre: Length,
        right: Length,
        down: Length,
    ) -> Vec<Run> {
        let owner = self.reading_owner(look, number);
        let mut symbol_look = self.cells.looks[look].clone();
        symbol_look.language = reading.language.clone();
        let (_, shaped) = self.shaper.shape(&symbol_look, text, Way::Horizontal, reading.map.span(0, reading.text.len()));
        let Some(glyph) = shaped.first() else { return Vec::new() };
        let advance = size.scale(glyph.advance, glyph.upem);
        let run_glyph = RunGlyph { id: glyph.id, bytes: u8::try_from(text.len()).unwrap_or(u8::MAX), along: Length::ZERO };
        // Both directions draw the horizontal glyph; in a vertical line that is a combined run, centred across it.
        let (inline, block, setting) = match self.mode {
            WritingMode::HorizontalTb => (centre + right - advance.scale(1, 2), down, GlyphSetting::Upright),
            WritingMode::VerticalRl => (centre + down - size.scale(1, 2), -right, GlyphSetting::Combined),
        };
        vec![Run {
            owner,
            language: reading.language.clone(),
            face: glyph.face,
            size,
            setting,
            stretch: 1000,
            inline,
            block,
            advance,
            text: text.to_owned(),
            glyphs: vec![run_glyph],
        }]
    }

    fn attach(&mut self, first: usize, runs: Vec<Run>) {
        if let Some(cell) = self.cells.cells.get_mut(first) {
            cell.attachment = Some(self.cells.attachments.len() as u32);
            self.cells.attachments.push(Attachment::Reading(runs));
        }
    }
}

struct ReadingGlyph {
    id: u16,
    face: crate::font::FaceId,
    text: std::ops::Range<usize>,
    advance: Length,
    inline: Length,
    setting: GlyphSetting,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    Neutral,
    Contour,
}

fn tone(character: char) -> Option<Tone> {
    match character {
        '˙' => Some(Tone::Neutral),
        'ˊ' | 'ˇ' | 'ˋ' | 'ˉ' => Some(Tone::Contour),
        _ => None,
    }
}
