//! Atoms to cells: the text is cut into words, spaces and characters in em boxes, each with its class, face and glyphs.

use super::cell::Attachment;
use super::cell::Cell;
use super::cell::CellGlyph;
use super::cell::Cells;
use super::cell::Join;
use super::class::Class;
use super::class::is_shared;
use super::class::is_western;
use super::cluster::Neighbours;
use super::cluster::cluster_end;
use super::cluster::is_extender;
use super::cluster::is_invisible;
use super::cluster::is_selector;
use super::cluster::is_upright_sign;
pub(super) use super::cluster::is_wide;
use super::cluster::shared_is_western;
use super::cluster::western_quotes;
use super::code::Pitch;
use super::collect::Atom;
use super::collect::AtomKind;
use super::collect::Breaks;
use super::collect::Collected;
use super::collect::GlyphImage;
use super::collect::LinkSource;
use super::collect::Look;
use super::collect::Ornament;
use super::collect::WantedSetting;
use super::line::GlyphSetting;
use super::rules::LineEnd;
use super::rules::LineRules;
use super::shaper::Shaper;
use crate::book::Part;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::SourceMap;
use crate::diag::Span;
use crate::font::FaceId;
use crate::font::PairedScript;
use crate::font::Pairings;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::unicode::Region;

/// A glyph of a cell: number, bytes of the text, face, along from the body's start, towards the block end.
pub(super) type Placed = (u16, usize, FaceId, Length, Length);

/// Superscripts and subscripts of at most so many cells stay whole.
const SHORT_ORNAMENT: usize = 4;

/// Makes the item list of a paragraph.
pub(super) struct Itemizer<'a, 'f> {
    pub rules: &'a LineRules,
    pub mode: WritingMode,
    pub shaper: &'a mut Shaper<'f>,
    /// The longest line; a Western word beyond it may break anywhere.
    pub widest: Length,
    pub cells: Cells,
    /// What the next cell must do before the one it follows, beyond its class.
    pub(super) pending: Option<Join>,
    pub(super) pitch: Pitch,
    /// Text without a glyph that waits for the next cell.
    unseen: String,
    pairings: &'a Pairings,
    /// Looks of scripts that are set otherwise than the Han beside them.
    paired: Vec<(usize, PairedScript, usize)>,
}

impl<'a, 'f> Itemizer<'a, 'f> {
    pub fn new(rules: &'a LineRules, mode: WritingMode, shaper: &'a mut Shaper<'f>, widest: Length, pairings: &'a Pairings) -> Self {
        Itemizer {
            rules,
            mode,
            shaper,
            widest,
            cells: Cells::default(),
            pending: None,
            pitch: Pitch::Proportional,
            unseen: String::new(),
            pairings,
            paired: Vec::new(),
        }
    }

    pub fn itemize(mut self, collected: Collected<'_>) -> (Cells, Vec<LinkSource>) {
        self.cells.looks = collected.looks;
        let atoms = collected.atoms;
        self.reserve(&atoms);
        let annotated = self.mode == WritingMode::HorizontalTb && super::ruby::is_annotated(&atoms);
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
        if annotated {
            self.keep_strips();
        }
        (self.cells, collected.links)
    }

    /// Makes room for the cells of a text that is Han for the most part, three bytes each.
    fn reserve(&mut self, atoms: &[Atom<'_>]) {
        let bytes = atoms.iter().map(|atom| match &atom.kind {
            AtomKind::Text { text, .. } => text.len(),
            AtomKind::Ruby(_) | AtomKind::NoteMark { .. } | AtomKind::Picture { .. } | AtomKind::Break => 0,
        });
        let bytes = bytes.sum::<usize>();
        self.cells.text.reserve(bytes);
        self.cells.cells.reserve(bytes / 3 + atoms.len());
        self.cells.glyphs.reserve(bytes / 3 + atoms.len());
    }

    /// A superscript or subscript is one piece with the text that it follows; a short one is whole (requirement KIN-08).
    fn hang_ornament(&mut self, first_cell: usize) {
        let (before, own) = self.cells.cells.split_at_mut(first_cell);
        let Some((first, rest)) = own.split_first_mut() else { return };
        let free = |cell: &Cell| matches!(cell.join, Join::ByClass | Join::Tied);
        match before.last() {
            Some(base) if free(first) && base.class.takes_emphasis() => first.join = Join::Fused,
            Some(base) if free(first) && base.class != Class::WordSpace => first.join = Join::Tied,
            Some(_) | None => {}
        }
        if rest.len() < SHORT_ORNAMENT {
            rest.iter_mut().filter(|cell| cell.join == Join::ByClass).for_each(|cell| cell.join = Join::Tied);
        }
    }

    /// Ties the cells of an unbreakable span.
    fn finish_atom(&mut self, look: usize, first_cell: usize) {
        if self.cells.looks[look].ornament == Ornament::Yes {
            self.hang_ornament(first_cell);
        }
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
        if self.pitch == Pitch::Cells {
            return self.code(look, text, map);
        }
        match self.cells.looks[look].setting {
            WantedSetting::Combined if self.mode == WritingMode::VerticalRl => return self.combined(look, text, map),
            WantedSetting::Upright if self.mode == WritingMode::VerticalRl => return self.upright(look, text, map),
            WantedSetting::Natural | WantedSetting::Upright | WantedSetting::Sideways | WantedSetting::Combined => {}
        }
        self.running_text(look, text, map, *outside);
    }

    /// The text in a look that is like this one but for a change.
    pub(super) fn look_with(&mut self, look: usize, change: impl FnOnce(&mut Look)) -> usize {
        let mut changed = self.cells.looks[look].clone();
        change(&mut changed);
        self.cells.looks.push(changed);
        self.cells.looks.len() - 1
    }

    /// The look of a script beside Han: its own face, size and height where the edition pairs it with the Han so.
    pub(super) fn paired(&mut self, look: usize, script: PairedScript) -> usize {
        let pairings = self.pairings;
        let Some(pairing) = pairings.of(self.cells.looks[look].role, script) else { return look };
        if let Some(&(_, _, known)) = self.paired.iter().find(|&&(base, paired, _)| base == look && paired == script) {
            return known;
        }
        let face = pairing.family.as_ref().and_then(|family| self.shaper.family(&self.cells.looks[look], family));
        let paired = self.look_with(look, |look| {
            look.shift -= look.size.scale(pairing.shift, 1000);
            look.size = look.size.scale(pairing.size, 1000).type_size();
            look.drawn.face = face;
        });
        self.paired.push((look, script, paired));
        paired
    }

    pub(super) fn text_in_look(&mut self, look: usize, text: &str, map: Option<&SourceMap>) {
        self.running_text(look, text, map, Neighbours { before: None, after: None });
    }

    /// Cuts text into words, spaces and characters in em boxes.
    fn running_text(&mut self, look: usize, text: &str, map: Option<&SourceMap>, outside: Neighbours) {
        let region = self.cells.looks[look].language.region();
        let all_western = self.cells.looks[look].setting == WantedSetting::Sideways;
        let has_quotes = region != Region::Western && text.contains(['”', '’']);
        let quotes = if has_quotes { western_quotes(text, outside) } else { Vec::new() };
        let mut characters = text.char_indices().peekable();
        let mut before = outside.before;
        let mut word_start = None;
        while let Some((at, character)) = characters.next() {
            let after = characters.peek().map(|&(_, next)| next).or(outside.after);
            let western = quotes.contains(&at) || self.is_western(character, region, all_western, Neighbours { before, after });
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
                _ if is_invisible(character) => {
                    self.invisible(look, character, map.and_then(|map| map.span(at, at + character.len_utf8())))
                }
                _ => {
                    let end = cluster_end(text, at, character, &self.rules.split);
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

    /// Whether a character belongs to a Western word: by its language where the text's is Western, else by itself, and for code
    /// points that Latin and CJK text share by its neighbours.
    fn is_western(&self, character: char, region: Region, all_western: bool, neighbours: Neighbours) -> bool {
        if is_wide(character) || character == ' ' || character.is_control() {
            return false;
        }
        let in_han = region != Region::Western && !all_western;
        if in_han && is_shared(character) {
            return shared_is_western(character, neighbours);
        }
        if in_han && self.mode == WritingMode::VerticalRl && is_upright_sign(character) {
            let western = |at: Option<char>| at.is_some_and(|at| at.is_alphanumeric() && !is_wide(at));
            return western(neighbours.before) || western(neighbours.after);
        }
        is_western(character) || (all_western && !is_wide(character) && !character.is_whitespace())
    }

    /// A character that draws nothing takes no room, and its text stays with its neighbour. A selector without a base and a
    /// control are findings.
    fn invisible(&mut self, look: usize, character: char, span: Option<Span>) {
        let code = if is_selector(character) {
            Some(Code::LooseSelector)
        } else {
            matches!(character, '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
                .then_some(Code::ControlCharacter)
        };
        if let Some(code) = code {
            let point = format!("U+{:04X}", u32::from(character));
            self.shaper.report.add(Diagnostic::new(code).maybe_at(span).with("codepoint", point));
        }
        let text_end = self.cells.text.len() as u32;
        let last = self.cells.cells.last_mut().filter(|cell| cell.look as usize == look && cell.text.end == text_end);
        let glyph = last.as_ref().and_then(|cell| cell.glyphs.clone().next_back());
        match (last, glyph.and_then(|glyph| self.cells.glyphs.get_mut(glyph as usize))) {
            (Some(cell), Some(glyph)) if usize::from(glyph.bytes) + character.len_utf8() <= usize::from(u8::MAX) => {
                self.cells.text.push(character);
                cell.text.end = self.cells.text.len() as u32;
                glyph.bytes += character.len_utf8() as u8;
            }
            (Some(_) | None, _) => self.unseen.push(character),
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
        glyphs: &[Placed],
    ) {
        let text_start = self.cells.text.len() as u32;
        let unseen = std::mem::take(&mut self.unseen);
        self.cells.text.push_str(&unseen);
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
        if let Some(first) = self.cells.glyphs.get_mut(glyph_start as usize) {
            first.bytes = first.bytes.saturating_add(u8::try_from(unseen.len()).unwrap_or(u8::MAX));
        }
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
            unit: None,
            head_extra: Length::ZERO,
            tail_extra: Length::ZERO,
        });
    }
}
