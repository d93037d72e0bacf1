//! Atoms to cells: clusters, words, units of two, each with its class, face and glyphs.

use unicode_segmentation::UnicodeSegmentation;

use super::cell::Attachment;
use super::cell::Cell;
use super::cell::CellGlyph;
use super::cell::Cells;
use super::cell::Join;
use super::class::Class;
use super::class::is_shared;
use super::class::is_western;
use super::collect::AtomKind;
use super::collect::Breaks;
use super::collect::Collected;
use super::collect::GlyphImage;
use super::collect::LinkSource;
use super::collect::Look;
use super::collect::WantedSetting;
use super::line::GlyphSetting;
use super::rules::LineEnd;
use super::rules::LineRules;
use super::shaper::Shaped;
use super::shaper::Shaper;
use super::shaper::Way;
use crate::book::Part;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::SourceMap;
use crate::diag::Span;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::unicode::Orientation;
use crate::unicode::Region;
use crate::unicode::orientation;

/// How much of a long word a finding shows, in characters.
const SHOWN: usize = 30;

/// Makes the item list of a paragraph.
pub(super) struct Itemizer<'a, 'f> {
    pub rules: &'static LineRules,
    pub mode: WritingMode,
    pub shaper: &'a mut Shaper<'f>,
    /// The longest line; a Western word beyond it may break anywhere.
    pub widest: Length,
    pub cells: Cells,
    /// What the next cell must do before the one it follows, beyond its class.
    pub(super) pending: Option<Join>,
}

/// Text before and after a character, for code points that Latin and CJK share.
struct Neighbours {
    before: Option<char>,
    after: Option<char>,
}

impl<'a, 'f> Itemizer<'a, 'f> {
    pub fn new(rules: &'static LineRules, mode: WritingMode, shaper: &'a mut Shaper<'f>, widest: Length) -> Self {
        Itemizer { rules, mode, shaper, widest, cells: Cells::default(), pending: None }
    }

    pub fn itemize(mut self, collected: Collected<'_>) -> (Cells, Vec<LinkSource>) {
        self.cells.looks = collected.looks;
        let atoms = collected.atoms;
        for (index, atom) in atoms.iter().enumerate() {
            let first_cell = self.cells.cells.len();
            match &atom.kind {
                AtomKind::Text { text, map } => {
                    let outside = Neighbours {
                        before: self.cells.text.chars().next_back(),
                        after: atoms.get(index + 1).and_then(|next| match &next.kind {
                            AtomKind::Text { text, .. } => text.chars().next(),
                            AtomKind::Ruby(_) | AtomKind::NoteMark { .. } | AtomKind::Picture { .. } | AtomKind::Break => None,
                        }),
                    };
                    self.text(atom.look, text, *map, &outside);
                }
                AtomKind::Ruby(ruby) => self.ruby(atom.look, ruby),
                AtomKind::NoteMark { note, text } => {
                    self.note_mark(atom.look, text, *note);
                }
                AtomKind::Picture { file, glyph } => self.picture(atom.look, &file.path, &file.alternative, *glyph),
                AtomKind::Break => self.pending = Some(Join::Forced),
            }
            self.finish_atom(atom.look, first_cell);
        }
        (self.cells, collected.links)
    }

    /// Ties the cells of an unbreakable span.
    fn finish_atom(&mut self, look: usize, first_cell: usize) {
        let look_now = &self.cells.looks[look];
        if look_now.breaks == Breaks::Allowed && look_now.spread.is_none() {
            return;
        }
        let same_span = |cells: &Cells| {
            first_cell > 0 && {
                let before = &cells.looks[cells.cells[first_cell - 1].look as usize];
                let now = &cells.looks[look];
                before.breaks == Breaks::Forbidden && now.breaks == Breaks::Forbidden
                    || before.spread.is_some() && before.spread == now.spread
            }
        };
        let from = if same_span(&self.cells) { first_cell } else { first_cell + 1 };
        for cell in self.cells.cells.iter_mut().skip(from) {
            if cell.join == Join::ByClass || cell.join == Join::Opportunity {
                cell.join = Join::Tied;
            }
        }
    }

    /// The text of a run inside a unit, where neighbours do not matter.
    pub(super) fn plain_text(&mut self, look: usize, run: &crate::book::TextRun) {
        self.text(look, &run.text, Some(&run.map), &Neighbours { before: None, after: None });
    }

    fn text(&mut self, look: usize, text: &str, map: Option<&SourceMap>, outside: &Neighbours) {
        match self.cells.looks[look].setting {
            WantedSetting::Combined if self.mode == WritingMode::VerticalRl => return self.combined(look, text, map),
            WantedSetting::Upright if self.mode == WritingMode::VerticalRl => return self.upright(look, text, map),
            WantedSetting::Natural | WantedSetting::Upright | WantedSetting::Sideways | WantedSetting::Combined => {}
        }
        let region = self.cells.looks[look].language.region();
        let all_western = self.cells.looks[look].setting == WantedSetting::Sideways;
        let mut characters = text.char_indices().peekable();
        let mut before = outside.before;
        let mut word_start = None;
        while let Some((at, character)) = characters.next() {
            let after = characters.peek().map(|&(_, next)| next).or(outside.after);
            let western = character != ' '
                && if is_shared(character) && region != Region::Western && !all_western {
                    shared_is_western(character, &Neighbours { before, after })
                } else {
                    is_western(character) || (all_western && !is_wide(character) && !character.is_whitespace())
                };
            before = Some(character);
            if western {
                word_start.get_or_insert(at);
                continue;
            }
            // A combining mark or joiner goes with the word before it.
            if word_start.is_some() && is_extender(character) {
                continue;
            }
            if let Some(start) = word_start.take() {
                self.word(look, text, start..at, map);
            }
            match character {
                ' ' | '\t' | '\n' | '\u{A0}' => self.space(look, character, at),
                '\u{200B}' => self.pending = Some(Join::Opportunity),
                '\u{2060}' | '\u{FEFF}' => self.pending = Some(Join::Tied),
                _ => {
                    let end = cluster_end(text, at, character);
                    while characters.peek().is_some_and(|&(next, _)| next < end) {
                        characters.next();
                    }
                    self.wide(look, text, at..end, map);
                }
            }
        }
        if let Some(start) = word_start {
            self.word(look, text, start..text.len(), map);
        }
    }

    /// A word space: no body of its own, the gap before it is the space.
    fn space(&mut self, look: usize, character: char, at: usize) {
        if self.cells.cells.last().is_some_and(|cell| cell.class == Class::WordSpace) {
            return;
        }
        let mut bytes = [0; 4];
        let text = character.encode_utf8(&mut bytes);
        let (_, shaped) = self.shaper.shape(&self.cells.looks[look], " ", Way::Horizontal, None);
        let glyphs: Vec<_> = shaped.iter().take(1).map(|glyph| (glyph.id, text.len(), glyph.face, Length::ZERO, Length::ZERO)).collect();
        let setting = match self.mode {
            WritingMode::HorizontalTb => GlyphSetting::Upright,
            WritingMode::VerticalRl => GlyphSetting::Sideways,
        };
        let join = if character == '\u{A0}' { Join::Tied } else { Join::ByClass };
        self.push(look, Class::WordSpace, Length::ZERO, setting, text, at, &glyphs);
        if let Some(cell) = self.cells.cells.last_mut()
            && cell.join == Join::ByClass
        {
            cell.join = join;
        }
        if character == '\u{A0}' {
            self.pending = Some(Join::Tied);
        }
    }

    /// A Western word: one cell for each part between places where a break is allowed, and for each cluster of a part that no
    /// line can hold.
    pub(super) fn word(&mut self, look: usize, text: &str, range: std::ops::Range<usize>, map: Option<&SourceMap>) {
        let word = &text[range.clone()];
        let mut start = 0;
        for end in opportunities(word).into_iter().chain([word.len()]) {
            let part = &word[start..end];
            let span = map.and_then(|map| map.span(range.start + start, range.start + end));
            let (_, shaped) = self.shaper.shape(&self.cells.looks[look], part, Way::Horizontal, span);
            let size = self.cells.looks[look].size;
            let advance: Length = shaped.iter().map(|glyph| size.scale(glyph.advance, glyph.upem)).sum();
            if start > 0 && self.pending.is_none() {
                self.pending = Some(Join::Opportunity);
            }
            if advance > self.widest {
                self.broken_word(look, part, range.start + start, span);
            } else {
                self.word_part(look, part, range.start + start, &shaped);
            }
            start = end;
        }
    }

    /// A word that no line can hold, cluster by cluster.
    fn broken_word(&mut self, look: usize, part: &str, offset: usize, span: Option<Span>) {
        let shown: String = part.chars().take(SHOWN).collect();
        self.shaper.report.add(Diagnostic::new(Code::BrokenWord).maybe_at(span).with("word", shown));
        for (at, cluster) in part.grapheme_indices(true) {
            let (_, shaped) = self.shaper.shape(&self.cells.looks[look], cluster, Way::Horizontal, span);
            if at > 0 && self.pending.is_none() {
                self.pending = Some(Join::Opportunity);
            }
            self.word_part(look, cluster, offset + at, &shaped);
        }
    }

    fn word_part(&mut self, look: usize, part: &str, offset: usize, shaped: &[Shaped]) {
        let size = self.cells.looks[look].size;
        let mut pen = Length::ZERO;
        let mut glyphs = Vec::with_capacity(shaped.len());
        for (index, glyph) in shaped.iter().enumerate() {
            let next = shaped.get(index + 1).map_or(part.len(), |next| next.cluster);
            let bytes = next.saturating_sub(glyph.cluster);
            let unit = |value: i64| size.scale(value, glyph.upem);
            glyphs.push((glyph.id, bytes, glyph.face, pen + unit(glyph.inline), -unit(glyph.cross)));
            pen += unit(glyph.advance);
        }
        let setting = match self.mode {
            WritingMode::HorizontalTb => GlyphSetting::Upright,
            WritingMode::VerticalRl => GlyphSetting::Sideways,
        };
        self.push(look, Class::Western, pen, setting, part, offset, &glyphs);
    }

    /// A cluster in an em box, or a unit of two dashes or ellipses.
    fn wide(&mut self, look: usize, text: &str, range: std::ops::Range<usize>, map: Option<&SourceMap>) {
        let cluster = &text[range.clone()];
        let character = cluster.chars().next().unwrap_or(' ');
        let class = self.rules.class_of(character);
        let look_now = &self.cells.looks[look];
        let em = look_now.size;
        let setting = wide_setting(self.shaper, self.mode, look_now, cluster, character);
        let way = match setting {
            GlyphSetting::Upright => Way::of(self.mode),
            GlyphSetting::Sideways | GlyphSetting::Combined => Way::Horizontal,
        };
        let single = if cluster.len() == character.len_utf8() { self.shaper.glyph(look_now, character, way) } else { None };
        let form = self.rules.mark(class);
        // Almost every character is one glyph as wide as its em box.
        if let Some(glyph) = single
            && class != Class::Inseparable
        {
            let (before, body, after) = (form.before.of(em), form.body.of(em), form.after.of(em));
            let unit = |value: i64| em.scale(value, glyph.upem);
            let natural = unit(glyph.advance);
            let lead = if fills(natural, before + body + after) { -before } else { (body - natural).scale(1, 2) };
            let placed = (glyph.id, cluster.len(), glyph.face, lead + unit(glyph.inline), -unit(glyph.cross));
            self.push(look, class, body, setting, cluster, range.start, &[placed]);
            self.set_blanks(before, after, form.line_end);
            return;
        }
        let span = map.and_then(|map| map.span(range.start, range.end));
        let (_, shaped) = self.shaper.shape(look_now, cluster, way, span);
        let count = if class == Class::Inseparable { unit_ems(cluster) } else { 1 };
        let (before, body, after) =
            if count > 1 { (Length::ZERO, em * count, Length::ZERO) } else { (form.before.of(em), form.body.of(em), form.after.of(em)) };
        let natural: Length = shaped.iter().map(|glyph| em.scale(glyph.advance, glyph.upem)).sum();
        // The glyph's em box is blank, body, blank; a glyph of another width is centred on the body.
        let boxed = before + body + after;
        let mut pen = if fills(natural, boxed) { -before } else { (body - natural).scale(1, 2) };
        let mut glyphs = Vec::with_capacity(shaped.len());
        for (index, glyph) in shaped.iter().enumerate() {
            let next = shaped.get(index + 1).map_or(cluster.len(), |next| next.cluster);
            let unit = |value: i64| em.scale(value, glyph.upem);
            glyphs.push((glyph.id, next.saturating_sub(glyph.cluster), glyph.face, pen + unit(glyph.inline), -unit(glyph.cross)));
            pen += unit(glyph.advance);
        }
        self.push(look, class, body, setting, cluster, range.start, &glyphs);
        self.set_blanks(before, after, form.line_end);
    }

    fn set_blanks(&mut self, before: Length, after: Length, line_end: LineEnd) {
        if let Some(cell) = self.cells.cells.last_mut() {
            cell.before = before;
            cell.after = after;
            cell.line_end = line_end;
        }
    }

    /// Several characters in one cell, across the line.
    pub(super) fn combined(&mut self, look: usize, text: &str, map: Option<&SourceMap>) {
        let look_now = &self.cells.looks[look];
        let em = look_now.size;
        let span = map.and_then(|map| map.span(0, text.len()));
        let (_, shaped) = self.shaper.shape(look_now, text, Way::Horizontal, span);
        let natural: Length = shaped.iter().map(|glyph| em.scale(glyph.advance, glyph.upem)).sum();
        // Compressed into the cell, but never below six tenths; wider runs jut out on both sides (JLREQ 3.2.5).
        let stretch = if natural > em { (em * 1000).divide(natural).clamp(600, 1000) } else { 1000 };
        let mut pen = Length::ZERO;
        let mut glyphs = Vec::new();
        for (index, glyph) in shaped.iter().enumerate() {
            let next = shaped.get(index + 1).map_or(text.len(), |next| next.cluster);
            glyphs.push((glyph.id, next.saturating_sub(glyph.cluster), glyph.face, pen.scale(stretch, 1000), Length::ZERO));
            pen += em.scale(glyph.advance, glyph.upem);
        }
        self.push(look, Class::TateChuYoko, em, GlyphSetting::Combined, text, 0, &glyphs);
        if let Some(cell) = self.cells.cells.last_mut() {
            cell.stretch = stretch as u16;
        }
    }

    /// Letters and digits upright below each other, an em each.
    fn upright(&mut self, look: usize, text: &str, map: Option<&SourceMap>) {
        for (at, cluster) in text.grapheme_indices(true) {
            if cluster == " " {
                self.space(look, ' ', at);
                continue;
            }
            let look_now = &self.cells.looks[look];
            let em = look_now.size;
            let span = map.and_then(|map| map.span(at, at + cluster.len()));
            let (_, shaped) = self.shaper.shape(look_now, cluster, Way::Vertical, span);
            let natural: Length = shaped.iter().map(|glyph| em.scale(glyph.advance, glyph.upem)).sum();
            let mut pen = (em - natural).scale(1, 2);
            let mut glyphs = Vec::new();
            for (index, glyph) in shaped.iter().enumerate() {
                let next = shaped.get(index + 1).map_or(cluster.len(), |next| next.cluster);
                let unit = |value: i64| em.scale(value, glyph.upem);
                glyphs.push((glyph.id, next.saturating_sub(glyph.cluster), glyph.face, pen + unit(glyph.inline), -unit(glyph.cross)));
                pen += unit(glyph.advance);
            }
            let wide = cluster.chars().next().is_some_and(is_wide);
            let class = if wide { self.rules.class_of(cluster.chars().next().unwrap_or(' ')) } else { Class::Ideograph };
            if at > 0 && !wide && self.pending.is_none() {
                self.pending = Some(Join::Tied);
            }
            self.push(look, class, em, GlyphSetting::Upright, cluster, at, &glyphs);
        }
    }

    fn picture(&mut self, look: usize, path: &str, alternative: &str, glyph: GlyphImage) {
        let em = self.cells.looks[look].size;
        let text = match glyph {
            GlyphImage::Yes => alternative,
            GlyphImage::No => "",
        };
        self.push(look, Class::Ideograph, em, GlyphSetting::Upright, text, 0, &[]);
        if let Some(cell) = self.cells.cells.last_mut() {
            cell.attachment = Some(self.cells.attachments.len() as u32);
        }
        self.cells.attachments.push(Attachment::Picture { path: path.to_owned(), extent: em });
    }

    /// Adds a cell with neither blanks nor attachment; glyphs are (id, bytes, face, along, block).
    #[expect(clippy::too_many_arguments, reason = "the cell's own fields, given once")]
    pub(super) fn push(
        &mut self,
        look: usize,
        class: Class,
        body: Length,
        setting: GlyphSetting,
        text: &str,
        offset: usize,
        glyphs: &[(u16, usize, crate::font::FaceId, Length, Length)],
    ) {
        let text_start = self.cells.text.len() as u32;
        self.cells.text.push_str(text);
        let glyph_start = self.cells.glyphs.len() as u32;
        let cell_glyph = |&(id, bytes, face, along, block): &(u16, usize, _, _, _)| CellGlyph {
            id,
            bytes: u8::try_from(bytes).unwrap_or(u8::MAX),
            face,
            along,
            block,
        };
        self.cells.glyphs.extend(glyphs.iter().map(cell_glyph));
        self.cells.cells.push(Cell {
            class,
            look: look as u32,
            em: self.cells.looks[look].size,
            before: Length::ZERO,
            body,
            after: Length::ZERO,
            line_end: LineEnd::Full,
            join: self.pending.take().unwrap_or(Join::ByClass),
            setting,
            stretch: 1000,
            part: Part::Content,
            glyphs: glyph_start..self.cells.glyphs.len() as u32,
            text: text_start..self.cells.text.len() as u32,
            offset: offset as u32,
            attachment: None,
        });
    }
}

/// UAX 50 with the exceptions of CJK text: marks that a font draws for the middle of the em stay upright, dashes and
/// ellipses take the font's vertical form (spec of the region: centred marks).
fn wide_setting(shaper: &mut Shaper<'_>, mode: WritingMode, look: &Look, cluster: &str, character: char) -> GlyphSetting {
    if mode == WritingMode::HorizontalTb {
        return GlyphSetting::Upright;
    }
    if matches!(character, '\u{4E00}'..='\u{9FFF}') {
        return GlyphSetting::Upright;
    }
    let has_form = |shaper: &mut Shaper<'_>| {
        let (_, upright) = shaper.shape(look, cluster, Way::Vertical, None);
        let (_, flat) = shaper.shape(look, cluster, Way::Horizontal, None);
        upright.first().map(|glyph| glyph.id) != flat.first().map(|glyph| glyph.id)
    };
    match orientation(character) {
        Orientation::Upright | Orientation::TransformedUpright => GlyphSetting::Upright,
        Orientation::TransformedRotated | Orientation::Rotated => {
            if matches!(character, '：' | '；' | '！' | '？' | 'ˊ' | 'ˇ' | 'ˋ' | '˙' | '·' | '‧' | '•') || has_form(shaper) {
                GlyphSetting::Upright
            } else {
                GlyphSetting::Sideways
            }
        }
    }
}

/// Whether a glyph is as wide as its em box, up to rounding.
fn fills(natural: Length, boxed: Length) -> bool {
    (natural - boxed).abs() <= Length::units(4)
}

/// Whether the character fills an em by itself.
pub(super) fn is_wide(character: char) -> bool {
    matches!(character, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{1B000}'..='\u{1B16F}' | '\u{1F300}'..='\u{1F64F}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_extender(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{AD}')
}

/// A shared code point in CJK text is Western between two Western letters (an apostrophe), and when it closes or joins Western
/// text on one side without CJK text on the other.
fn shared_is_western(character: char, neighbours: &Neighbours) -> bool {
    let letter = |at: Option<char>| at.is_some_and(|at| at.is_ascii_alphanumeric());
    match character {
        '’' | '‘' | '–' | '‐' | '·' | '×' | '°' | '′' | '″' | '±' | '‰' | '§' | '¢' | '£' | '¥' => {
            letter(neighbours.before) && (letter(neighbours.after) || matches!(character, '°' | '′' | '″' | '‰'))
                || (matches!(character, '£' | '¥' | '±' | '§') && letter(neighbours.after))
        }
        _ => false,
    }
}

/// Where the cluster that begins at `at` ends: a grapheme, or a pair of equal dashes or ellipses, which make one unit.
fn cluster_end(text: &str, at: usize, character: char) -> usize {
    let rest = &text[at..];
    if matches!(character, '—' | '…' | '⋯' | '─' | '‥') {
        let doubled = rest.chars().nth(1) == Some(character);
        return at + character.len_utf8() * if doubled { 2 } else { 1 };
    }
    // The usual case: a single Han character or mark followed by another.
    let mut characters = rest.chars();
    characters.next();
    match characters.next() {
        Some(next) if next > '\u{2FFF}' && next < '\u{A000}' && !matches!(next, '\u{302A}'..='\u{302F}' | '\u{3099}' | '\u{309A}') => {
            at + character.len_utf8()
        }
        None => text.len(),
        Some(_) => at + rest.graphemes(true).next().map_or(character.len_utf8(), str::len),
    }
}

fn unit_ems(cluster: &str) -> i64 {
    match cluster.chars().next() {
        Some('⸺') => 2,
        _ => cluster.chars().count().max(1) as i64,
    }
}

/// Bytes of a Western word before which a line may begin: UAX 14, and after the punctuation of addresses.
fn opportunities(word: &str) -> Vec<usize> {
    if word.len() < 4 || word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Vec::new();
    }
    let address = word.contains("://") || word.contains("www.");
    let mut places: Vec<usize> = unicode_linebreak::linebreaks(word).map(|(at, _)| at).filter(|&at| at < word.len()).collect();
    if address {
        let after = word.char_indices().filter(|&(_, character)| matches!(character, '/' | '.' | '?' | '&' | '=' | '-' | '_' | '#' | '%'));
        places.extend(after.map(|(at, character)| at + character.len_utf8()).filter(|&at| at < word.len()));
        places.sort_unstable();
        places.dedup();
        let bytes = word.as_bytes();
        places.retain(|&at| !matches!(bytes[at], b'/' | b'.'));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_break_after_their_punctuation() {
        assert_eq!(opportunities("https://example.org/ab"), [8, 16, 20]);
        assert_eq!(opportunities("word"), Vec::<usize>::new());
    }

    #[test]
    fn two_dashes_are_one_unit() {
        assert_eq!(cluster_end("———", 0, '—'), 6);
        assert_eq!(cluster_end("字字", 0, '字'), 3);
        assert_eq!(cluster_end("葛\u{E0100}字", 0, '葛'), 7);
    }
}
