//! Western words and the spaces between them.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::cell::Cell;
use super::cell::Join;
use super::class::Class;
use super::class::is_shared;
use super::collect::Breaks;
use super::collect::Ornament;
use super::collect::WantedSetting;
use super::itemize::Itemizer;
use super::itemize::Placed;
use super::line::GlyphSetting;
use super::shaper::Shaped;
use super::shaper::Way;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::SourceMap;
use crate::diag::Span;
use crate::font::FaceMetrics;
use crate::font::FontRole;
use crate::font::PairedScript;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::unicode::Language;
use crate::unicode::Region;
use crate::unicode::hyphenation_points;

/// What parts a word at the end of a line.
pub(super) const HYPHEN: &str = "-";

/// Words of so many bytes or fewer stay whole.
const SHORT: usize = 4;

/// How much of a long word a finding shows, in characters.
const SHOWN: usize = 30;

/// Whether hyphens may part a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hyphens {
    Allowed,
    Forbidden,
}

impl Itemizer<'_, '_> {
    /// A word space: no body of its own, the gap before it is the space.
    pub(super) fn space(&mut self, look: usize, character: char, at: usize) {
        if self.cells.cells.last().is_some_and(|cell| cell.class == Class::WordSpace) {
            return;
        }
        if self.pending == Some(Join::Fused) {
            self.pending = None;
        }
        let mut bytes = [0; 4];
        let text = character.encode_utf8(&mut bytes);
        let (_, shaped) = self.shaper.shape(&self.cells.looks[look], " ", Way::Horizontal, None);
        let glyphs: Vec<Placed> =
            shaped.iter().take(1).map(|glyph| (glyph.id, text.len(), glyph.face, Length::ZERO, Length::ZERO)).collect();
        let join = if character == '\u{A0}' { Join::Tied } else { Join::ByClass };
        self.push(look, Class::WordSpace, Length::ZERO, lying(self.mode), text, at, &glyphs);
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
    pub(super) fn word(&mut self, look: usize, text: &str, range: Range<usize>, map: Option<&SourceMap>) {
        let word = &text[range.clone()];
        let look = self.look_of_word(look, word);
        if word.starts_with(closes_word) && self.pending.is_none() && self.cells.cells.last().is_some_and(stands_in_a_box) {
            self.pending = Some(Join::Fused);
        }
        let hyphens = self.hyphens_of(look, word);
        let mut start = 0;
        for end in opportunities(word).into_iter().chain([word.len()]) {
            if start > 0 && self.pending.is_none() {
                self.pending = Some(Join::Opportunity);
            }
            let span = map.and_then(|map| map.span(range.start + start, range.start + end));
            self.unbroken(look, &word[start..end], range.start + start, hyphens, span);
            start = end;
        }
        if word.ends_with(['(', '[', '{']) {
            self.pending = Some(Join::Fused);
        }
    }

    /// Marks that CJK and Latin text share have their Latin forms in a word, whatever the language around it.
    fn look_of_word(&mut self, look: usize, word: &str) -> usize {
        if word.is_ascii() || self.cells.looks[look].language.region() == Region::Western || !word.contains(is_shared) {
            return look;
        }
        self.look_with(look, |look| look.drawn.language = Language::new("en"))
    }

    /// A part of a word without an opportunity: whole, or in pieces that a hyphen may part, or cluster by cluster when no line
    /// holds it.
    fn unbroken(&mut self, look: usize, part: &str, offset: usize, hyphens: Hyphens, span: Option<Span>) {
        let paired = self.paired(look, PairedScript::Latin);
        let (_, shaped) = self.shaper.shape(&self.cells.looks[paired], part, Way::Horizontal, span);
        let size = self.cells.looks[paired].size;
        let advance = |shaped: &[Shaped]| shaped.iter().map(|glyph| size.scale(glyph.advance, glyph.upem)).sum::<Length>();
        // The whole part is shaped at once, so that kerning and ligatures stay; a hyphen never parts a ligature.
        let points = match hyphens {
            Hyphens::Allowed => hyphenation_points(part, &self.cells.looks[look].language),
            Hyphens::Forbidden => Vec::new(),
        };
        let starts = points.into_iter().filter_map(|point| {
            let glyph = shaped.iter().position(|glyph| glyph.cluster == point)?;
            Some((point, glyph))
        });
        let starts: Vec<(usize, usize)> = [(0, 0)].into_iter().chain(starts).collect();
        let ends = starts.iter().skip(1).copied().chain([(part.len(), shaped.len())]);
        let pieces: Vec<_> = starts.iter().copied().zip(ends).collect();
        let hyphen = if pieces.len() > 1 { self.hyphen(paired) } else { Length::ZERO };
        if pieces.iter().any(|&((_, from), (_, to))| advance(&shaped[from..to]) + hyphen > self.widest) {
            return self.broken_word(look, part, offset, span);
        }
        for (index, &((start, from), (end, to))) in pieces.iter().enumerate() {
            if index > 0 {
                self.pending = Some(Join::Hyphen);
            }
            let glyphs: Vec<Shaped> = shaped[from..to].iter().map(|glyph| Shaped { cluster: glyph.cluster - start, ..*glyph }).collect();
            self.word_part(look, &part[start..end], offset + start, &glyphs);
            if let Some(cell) = self.cells.cells.last_mut().filter(|_| index + 1 < pieces.len()) {
                cell.tail_extra = hyphen;
            }
        }
    }

    /// Hyphens part words of Western runs alone, and never in code, addresses, paths and spans without breaks.
    fn hyphens_of(&self, look: usize, word: &str) -> Hyphens {
        let look = &self.cells.looks[look];
        let is_text = look.role != FontRole::Mono && look.setting != WantedSetting::Upright && look.breaks == Breaks::Allowed;
        let is_address = is_address(word) || word.contains(['@', '/', '\\', '_']);
        if is_text && !is_address && look.language.region() == Region::Western && word.len() > SHORT {
            Hyphens::Allowed
        } else {
            Hyphens::Forbidden
        }
    }

    /// The advance of a hyphen.
    fn hyphen(&mut self, look: usize) -> Length {
        let look = &self.cells.looks[look];
        let (_, shaped) = self.shaper.shape(look, HYPHEN, Way::Horizontal, None);
        shaped.iter().map(|glyph| look.size.scale(glyph.advance, glyph.upem)).sum()
    }

    /// A word that no line can hold, cluster by cluster.
    fn broken_word(&mut self, look: usize, part: &str, offset: usize, span: Option<Span>) {
        let shown: String = part.chars().take(SHOWN).collect();
        self.shaper.report.add(Diagnostic::new(Code::BrokenWord).maybe_at(span).with("word", shown));
        for (at, cluster) in part.grapheme_indices(true) {
            let paired = self.paired(look, PairedScript::Latin);
            let (_, shaped) = self.shaper.shape(&self.cells.looks[paired], cluster, Way::Horizontal, span);
            if at > 0 && self.pending.is_none() {
                self.pending = Some(Join::Opportunity);
            }
            self.word_part(look, cluster, offset + at, &shaped);
        }
    }

    /// A part of a word, its glyphs on one baseline whatever faces they come from.
    fn word_part(&mut self, look: usize, part: &str, offset: usize, shaped: &[Shaped]) {
        let paired = self.paired(look, PairedScript::Latin);
        let size = self.cells.looks[paired].size;
        let baseline = self.baseline(look, paired);
        let mut pen = Length::ZERO;
        let mut glyphs: Vec<Placed> = Vec::with_capacity(shaped.len());
        for (index, glyph) in shaped.iter().enumerate() {
            let next = shaped.get(index + 1).map_or(part.len(), |next| next.cluster);
            let bytes = next.saturating_sub(glyph.cluster);
            let unit = |value: i64| size.scale(value, glyph.upem);
            let own = unit(self.shaper.face(glyph.face).metrics().em_middle());
            glyphs.push((glyph.id, bytes, glyph.face, pen + unit(glyph.inline), baseline - own - unit(glyph.cross)));
            pen += unit(glyph.advance);
        }
        let class = self.class_of_word(look, part);
        self.push(paired, class, pen, lying(self.mode), part, offset, &glyphs);
        if let Some(cell) = self.cells.cells.last_mut() {
            cell.em = self.cells.looks[look].size;
        }
    }

    /// The class of a part of a word, by what it stands beside.
    fn class_of_word(&self, look: usize, part: &str) -> Class {
        let before = self.cells.cells.iter().rev().find(|cell| cell.class != Class::WordSpace).map(|cell| cell.class);
        if self.cells.looks[look].ornament == Ornament::Yes {
            Class::Ornamented
        } else if part.starts_with(|first: char| first.is_ascii_digit()) && part.chars().all(is_of_number) {
            Class::Numeral
        } else if before == Some(Class::Numeral) && is_unit(part) {
            Class::UnitSymbol
        } else {
            Class::Western
        }
    }

    /// Where the baseline of words lies, from the line's middle towards the block end. In horizontal lines it is that of the Han
    /// beside them; in vertical ones the middle of the letters comes near the middle of the line (requirement LAT-01).
    pub(super) fn baseline(&self, look: usize, paired: usize) -> Length {
        let measure = |look: usize, height: fn(&FaceMetrics) -> i64| {
            let look = &self.cells.looks[look];
            self.shaper.primary_face(look).map_or(Length::ZERO, |id| {
                let face = self.shaper.face(id);
                look.size.scale(height(face.metrics()), face.units_per_em())
            })
        };
        match self.mode {
            WritingMode::HorizontalTb => measure(look, FaceMetrics::em_middle),
            WritingMode::VerticalRl => measure(paired, FaceMetrics::letter_middle),
        }
    }
}

/// How Western text stands in lines of this direction.
fn lying(mode: WritingMode) -> GlyphSetting {
    match mode {
        WritingMode::HorizontalTb => GlyphSetting::Upright,
        WritingMode::VerticalRl => GlyphSetting::Sideways,
    }
}

/// Western marks that close what stands before them: after Han they neither begin a line nor keep off.
fn closes_word(character: char) -> bool {
    matches!(character, '!' | '?' | ',' | ':' | ';' | ')' | ']' | '}')
}

/// Whether a Western mark may follow it directly: spaces and marks with a blank of their own keep it off.
fn stands_in_a_box(cell: &Cell) -> bool {
    cell.class != Class::WordSpace && cell.after.is_zero()
}

/// Bytes of a Western word before which a line may begin: UAX 14, and after the punctuation of addresses.
fn opportunities(word: &str) -> Vec<usize> {
    if word.len() < 4 || word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Vec::new();
    }
    let mut places: Vec<usize> = unicode_linebreak::linebreaks(word).map(|(at, _)| at).filter(|&at| at < word.len()).collect();
    if is_address(word) {
        let after = word.char_indices().filter(|&(_, character)| matches!(character, '/' | '.' | '?' | '&' | '=' | '-' | '_' | '#' | '%'));
        places.extend(after.map(|(at, character)| at + character.len_utf8()).filter(|&at| at < word.len()));
        places.sort_unstable();
        places.dedup();
        let bytes = word.as_bytes();
        places.retain(|&at| !matches!(bytes[at], b'/' | b'.'));
    }
    places
}

/// Digits with the points and commas between them (JLREQ cl-24).
fn is_of_number(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '.' | ',')
}

/// Units of the SI, those used with them and those of data, which stand after a number and a space (JLREQ cl-25).
fn is_unit(word: &str) -> bool {
    const PREFIXES: [&str; 10] = ["", "k", "c", "m", "d", "h", "M", "G", "T", "n"];
    const UNITS: [&str; 24] = [
        "m", "g", "t", "s", "h", "l", "L", "A", "V", "W", "J", "K", "N", "B", "Pa", "Hz", "mol", "cal", "min", "ha", "bit", "Wh", "dB",
        "cd",
    ];
    let word = word.trim_end_matches(['.', ',']).trim_end_matches(['2', '3', '²', '³']);
    let (word, per) = word.split_once('/').map_or((word, None), |(word, per)| (word, Some(per)));
    let single = |word: &str| {
        let word = word.trim_start_matches(['µ', 'μ']);
        PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix)).any(|unit| UNITS.contains(&unit))
    };
    single(word) && per.is_none_or(single)
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.contains("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_break_after_their_punctuation() {
        assert_eq!(opportunities("https://example.org/ab"), [8, 16, 20]);
        assert_eq!(opportunities("word"), Vec::<usize>::new());
    }
}
