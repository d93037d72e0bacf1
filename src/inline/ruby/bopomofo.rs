//! Bopomofo: a strip at the right of each character in both directions, its symbols below each other (CLREQ, positioning of
//! zhuyin).

use unicode_segmentation::UnicodeSegmentation;

use crate::book::Owner;
use crate::book::Part;
use crate::book::Ruby;
use crate::book::RubyScript;
use crate::book::RubySegment;
use crate::book::TextRun;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::inline::cell::Attachment;
use crate::inline::cell::Cell;
use crate::inline::class::Class;
use crate::inline::collect::Atom;
use crate::inline::collect::AtomKind;
use crate::inline::itemize::Itemizer;
use crate::inline::line::GlyphSetting;
use crate::inline::line::Run;
use crate::inline::line::RunGlyph;
use crate::inline::paragraph::LineSettings;
use crate::inline::shaper::Shaped;
use crate::inline::shaper::Way;

/// Symbols are three tenths of their base (CLREQ, choice of size and ratio for zhuyin).
const SYMBOL: (i64, i64) = (3, 10);
/// The strip beside a character of a horizontal line takes half an em, tone included, with a tone or without.
const STRIP: (i64, i64) = (1, 2);
/// The neutral tone takes a tenth of the base above the first symbol, as wide as a symbol.
const NEUTRAL: (i64, i64) = (1, 10);
/// From the middle of the column to that of a tone beside it, in the symbols' size: the rest of the strip.
const BESIDE: (i64, i64) = (31, 40);

/// Whether most Han characters of a paragraph have bopomofo: in horizontal lines every character then keeps a strip, marks too, so
/// that bases stand on a grid (CLREQ, note 42).
pub(in crate::inline) fn is_annotated(atoms: &[Atom<'_>]) -> bool {
    let has_bopomofo = |atom: &Atom<'_>| matches!(&atom.kind, AtomKind::Ruby(ruby) if ruby.script == RubyScript::Bopomofo);
    if !atoms.iter().any(has_bopomofo) {
        return false;
    }
    let han = |text: &str| text.chars().filter(|&character| is_han(character)).count();
    let (mut with, mut without) = (0, 0);
    for atom in atoms {
        match &atom.kind {
            AtomKind::Ruby(ruby) => {
                let count: usize = ruby.segments.iter().map(|segment| han(&segment.base.text)).sum();
                if ruby.script == RubyScript::Bopomofo {
                    with += count;
                } else {
                    without += count;
                }
            }
            AtomKind::Text { text, .. } => without += han(text),
            AtomKind::NoteMark { .. } | AtomKind::Picture { .. } | AtomKind::Break => {}
        }
    }
    with > 0 && with >= without
}

/// The settings of an annotated paragraph: an indent of so many characters has their strips too (CLREQ, note 42).
pub(in crate::inline) fn with_strips(settings: &LineSettings, atoms: &[Atom<'_>]) -> LineSettings {
    let mut settings = *settings;
    if settings.mode == WritingMode::HorizontalTb && settings.first_indent > settings.indent && is_annotated(atoms) {
        settings.first_indent += (settings.first_indent - settings.indent).scale(STRIP.0, STRIP.1);
    }
    settings
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

/// What a character of a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Symbol,
    /// Above the first symbol.
    Neutral,
    /// At the upper right of the last symbol.
    Tone,
    /// A final that ends the syllable short, at the lower right of the last symbol.
    Entering,
}

impl Sign {
    fn of(cluster: &str) -> Sign {
        match cluster.chars().next() {
            Some('˙') => Sign::Neutral,
            Some('ˊ' | 'ˇ' | 'ˋ' | 'ˉ' | '˪' | '˫') => Sign::Tone,
            Some('\u{31B4}'..='\u{31B7}' | '\u{31BB}') => Sign::Entering,
            Some(_) | None => Sign::Symbol,
        }
    }
}

/// A place on the page from the middle of a base, to the right and down.
#[derive(Clone, Copy, Debug)]
struct Spot {
    /// The left end of the glyph's advance.
    left: Length,
    baseline: Length,
}

/// A tone as the font hangs it on a symbol, in font units.
#[derive(Clone, Copy, Debug)]
struct Hung {
    glyph: Shaped,
    /// From the middle of the column to its origin.
    left: i64,
    /// From the top of the symbol's em box down to its baseline.
    baseline: i64,
}

impl Itemizer<'_, '_> {
    /// Whether each character of each base has a syllable; else the reading stands above the word.
    pub(super) fn strips_fit(&self, ruby: &Ruby) -> bool {
        ruby.segments.iter().all(|segment| {
            let bases = segment.base.text.graphemes(true).count();
            bases == 1 || segment.reading.text.split_whitespace().count() == bases
        })
    }

    pub(super) fn bopomofo(&mut self, look: usize, segment: &RubySegment, number: u16) {
        let syllables: Vec<&str> = match segment.base.text.graphemes(true).count() {
            1 => vec![segment.reading.text.trim()],
            _ => segment.reading.text.split_whitespace().collect(),
        };
        let first = self.cells.cells.len();
        self.base(look, &segment.base, number, Class::RubyUnit);
        let em = self.cells.looks[look].size;
        for (turn, index) in (first..self.cells.cells.len()).enumerate() {
            let cell = &mut self.cells.cells[index];
            let centre = cell.body.scale(1, 2);
            // Readings stay with their bases; bases part where their classes let them.
            cell.join = if turn > 0 { crate::inline::cell::Join::ByClass } else { cell.join };
            if self.mode == WritingMode::HorizontalTb {
                cell.body += em.scale(STRIP.0, STRIP.1);
            }
            let syllable = syllables.get(turn).copied().unwrap_or_default();
            let runs = self.strip(look, number, &segment.reading, syllable, centre);
            let cell = &mut self.cells.cells[index];
            cell.attachment = Some(self.cells.attachments.len() as u32);
            self.cells.attachments.push(Attachment::Reading(runs));
        }
    }

    /// Gives every other character of an annotated paragraph the room of a strip.
    pub(in crate::inline) fn keep_strips(&mut self) {
        let in_units: Vec<std::ops::Range<usize>> = self.cells.readings.iter().map(super::RubyUnit::cells).collect();
        for (index, cell) in self.cells.cells.iter_mut().enumerate() {
            let has_strip = matches!(cell.part, Part::RubyBase(_)) && cell.attachment.is_some();
            if has_strip || !keeps_strip(cell) || in_units.iter().any(|range| range.contains(&index)) {
                continue;
            }
            // A unit of two dashes keeps two strips, half of them before it.
            let count = cell.body.divide(cell.em).max(1);
            let room = cell.em.scale(STRIP.0, STRIP.1) * count;
            cell.body += room;
            if count > 1 {
                for glyph in &mut self.cells.glyphs[cell.glyphs.start as usize..cell.glyphs.end as usize] {
                    glyph.along += room.scale(1, 2);
                }
            }
        }
    }

    /// The signs of one syllable, in the order of the text, so that copying gives it as it was written. `centre` is the middle of
    /// the base along the line. The block of symbols, with a neutral tone, has its middle on that of the base.
    fn strip(&mut self, look: usize, number: u16, reading: &TextRun, syllable: &str, centre: Length) -> Vec<Run> {
        let em = self.cells.looks[look].size;
        let size = em.scale(SYMBOL.0, SYMBOL.1);
        let clusters: Vec<&str> = syllable.graphemes(true).collect();
        let count = clusters.iter().filter(|cluster| Sign::of(cluster) == Sign::Symbol).count() as i64;
        let neutral = clusters.iter().any(|cluster| Sign::of(cluster) == Sign::Neutral);
        let above = if neutral { em.scale(NEUTRAL.0, NEUTRAL.1) } else { Length::ZERO };
        let top = -(size * count + above).scale(1, 2);
        let column = (em + size).scale(1, 2);
        let last_top = top + above + size * (count - 1).max(0);
        let mut runs = Vec::new();
        let mut placed = 0;
        let mut symbol = "";
        for cluster in clusters {
            let sign = Sign::of(cluster);
            let Some(mut glyph) = self.sign(look, reading, cluster, sign) else { continue };
            let face = self.shaper.face(glyph.face);
            let ascent = size.scale(face.metrics().ascender, glyph.upem);
            let spot = match sign {
                Sign::Symbol => {
                    symbol = cluster;
                    let box_top = top + above + size * placed;
                    placed += 1;
                    Spot { left: column - size.scale(glyph.advance, 2 * glyph.upem), baseline: box_top + ascent }
                }
                // Its ink in the middle of its band.
                Sign::Neutral => self.ink_at(&glyph, size, column, top + above.scale(1, 2)),
                Sign::Tone | Sign::Entering => {
                    let hung = self.hung(look, reading, symbol, cluster);
                    glyph = hung.map_or(glyph, |hung| hung.glyph);
                    match hung.filter(|hung| self.is_clear(hung)) {
                        Some(hung) => Spot {
                            left: column + size.scale(hung.left, glyph.upem),
                            baseline: last_top + size.scale(hung.baseline, glyph.upem),
                        },
                        None => self.beside_last(&glyph, size, column, last_top, sign),
                    }
                }
            };
            runs.push(self.sign_run(look, number, reading, cluster, &glyph, size, centre, spot));
        }
        runs
    }

    /// The horizontal glyph of a sign, which both directions draw. ㄧ is a horizontal stroke in Taiwan whatever the direction
    /// (CLREQ, note on U+3127): a font that turns it gives that form to vertical text.
    fn sign(&mut self, look: usize, reading: &TextRun, cluster: &str, sign: Sign) -> Option<Shaped> {
        let mut sign_look = self.cells.looks[look].clone();
        sign_look.language = reading.language.clone();
        let span = reading.map.span(0, reading.text.len());
        let (_, flat) = self.shaper.shape(&sign_look, cluster, Way::Horizontal, span);
        let flat = flat.first().copied()?;
        if sign != Sign::Symbol || !cluster.starts_with('ㄧ') || self.lies(&flat) {
            return Some(flat);
        }
        let (_, upright) = self.shaper.shape(&sign_look, cluster, Way::Vertical, span);
        let advance = flat.advance;
        Some(upright.first().filter(|glyph| self.lies(glyph)).map_or(flat, |glyph| Shaped { advance, ..*glyph }))
    }

    fn lies(&self, glyph: &Shaped) -> bool {
        let bounds = self.shaper.face(glyph.face).glyph_bounds(glyph.id);
        bounds.is_some_and(|[left, low, right, high]| right - left >= high - low)
    }

    /// Where the font hangs a tone on the symbol before it when both are set below each other. None when the tone takes room of
    /// its own.
    fn hung(&mut self, look: usize, reading: &TextRun, symbol: &str, tone: &str) -> Option<Hung> {
        if symbol.is_empty() {
            return None;
        }
        let mut tone_look = self.cells.looks[look].clone();
        tone_look.language = reading.language.clone();
        let (_, shaped) = self.shaper.shape(&tone_look, &format!("{symbol}{tone}"), Way::Vertical, None);
        let [base, glyph] = shaped.as_slice() else { return None };
        if glyph.advance != 0 || glyph.face != base.face {
            return None;
        }
        let face = self.shaper.face(glyph.face);
        let (_, base_origin) = face.vertical_origin(base.id);
        let (across, up) = face.vertical_origin(glyph.id);
        // From the top of the symbol's em box to where the font ends it.
        let end = face.metrics().ascender - base_origin + base.advance;
        let advance = face.horizontal_advance(glyph.id);
        Some(Hung { glyph: Shaped { advance, ..*glyph }, left: glyph.cross - across, baseline: end + glyph.inline + up })
    }

    /// Whether a hung tone stands beside the column of symbols, not in it.
    fn is_clear(&self, hung: &Hung) -> bool {
        let bounds = self.shaper.face(hung.glyph.face).glyph_bounds(hung.glyph.id);
        bounds.is_some_and(|[left, ..]| (hung.left + left) * 2 >= hung.glyph.upem)
    }

    /// Half of a tone's ink above the top of the last symbol, an entering tone at its foot, both beside it.
    fn beside_last(&self, glyph: &Shaped, size: Length, column: Length, last_top: Length, sign: Sign) -> Spot {
        let across = column + size.scale(BESIDE.0, BESIDE.1);
        let [_, low, _, high] = self.bounds(glyph);
        let down = match sign {
            Sign::Entering => last_top + size - size.scale(high - low, 2 * glyph.upem),
            Sign::Tone | Sign::Neutral | Sign::Symbol => last_top,
        };
        self.ink_at(glyph, size, across, down)
    }

    /// The spot that puts the middle of a glyph's ink at a place.
    fn ink_at(&self, glyph: &Shaped, size: Length, across: Length, down: Length) -> Spot {
        let [left, low, right, high] = self.bounds(glyph);
        Spot { left: across - size.scale(left + right, 2 * glyph.upem), baseline: down + size.scale(low + high, 2 * glyph.upem) }
    }

    fn bounds(&self, glyph: &Shaped) -> [i64; 4] {
        self.shaper.face(glyph.face).glyph_bounds(glyph.id).unwrap_or([0, 0, glyph.advance, 0])
    }

    #[expect(clippy::too_many_arguments, reason = "a glyph, its place and whose it is")]
    fn sign_run(
        &self,
        look: usize,
        number: u16,
        reading: &TextRun,
        text: &str,
        glyph: &Shaped,
        size: Length,
        centre: Length,
        spot: Spot,
    ) -> Run {
        let owner: Owner = self.reading_owner(look, Part::RubyReading(number));
        let shift = self.cells.looks[look].shift;
        let advance = size.scale(glyph.advance, glyph.upem);
        // From the middle of its em box to the baseline.
        let drop = size.scale(self.shaper.face(glyph.face).metrics().ascender, glyph.upem) - size.scale(1, 2);
        // In a vertical line it is a combined run: a cell of the line, drawn across its middle.
        let (inline, block, setting) = match self.mode {
            WritingMode::HorizontalTb => (centre + spot.left, shift + spot.baseline - drop, GlyphSetting::Upright),
            WritingMode::VerticalRl => {
                let right = spot.left + advance.scale(1, 2);
                (centre + spot.baseline - drop - size.scale(1, 2), shift - right, GlyphSetting::Combined)
            }
        };
        Run {
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
            glyphs: vec![RunGlyph { id: glyph.id, bytes: u8::try_from(text.len()).unwrap_or(u8::MAX), along: Length::ZERO }],
        }
    }
}

/// Characters in an em box keep a strip; words, spaces between them and note marks do not.
fn keeps_strip(cell: &Cell) -> bool {
    !cell.class.is_western() && !matches!(cell.class, Class::WordSpace | Class::NoteMark | Class::TateChuYoko)
}
