//! Characters in em boxes: Han, kana, marks; dashes and ellipses in units of two.

use std::borrow::Cow;
use std::ops::Range;

use super::cell::Join;
use super::class::Class;
use super::cluster::FULL_OR_CENTRED;
use super::cluster::PROPORTIONAL_OR_CORNER;
use super::cluster::is_selector;
use super::collect::Look;
use super::collect::WantedSetting;
use super::itemize::Itemizer;
use super::itemize::Placed;
use super::line::GlyphSetting;
use super::rules::LineEnd;
use super::shaper::Shaped;
use super::shaper::Shaper;
use super::shaper::Way;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::SourceMap;
use crate::diag::Span;
use crate::font::PairedScript;
use crate::font::UnitShape;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::unicode::Language;
use crate::unicode::Stance;
use crate::unicode::plain_form;
use crate::unicode::stance;

/// The parts of a cell's em box.
#[derive(Clone, Copy)]
struct Boxed {
    before: Length,
    body: Length,
    after: Length,
}

impl Boxed {
    fn size(self) -> Length {
        self.before + self.body + self.after
    }
}

/// How far ink may stand out of a mark's body before its blanks are measured anew, as a part of an em (requirement SPC-16).
const INK_GUARD: (i64, i64) = (1, 32);

impl Itemizer<'_, '_> {
    /// A cluster in an em box, or a unit of two dashes or ellipses.
    pub(super) fn wide(&mut self, look: usize, text: &str, range: Range<usize>, map: Option<&SourceMap>) {
        let cluster = &text[range.clone()];
        let written = cluster.chars().next().unwrap_or(' ');
        if is_han(written) && cluster.len() == written.len_utf8() && self.han(look, cluster, written, range.start) {
            return;
        }
        let character = plain_form(written).unwrap_or(written);
        // A horizontal bar is the dash of many Japanese manuscripts.
        let class = self.rules.class_of(if character == '―' { '—' } else { character });
        let form = self.rules.form(character, class);
        let look = self.look_of_quote(look, character);
        self.keep_with_number(class, character);
        let em = self.cells.looks[look].size;
        let look = if is_kana(character) { self.paired(look, PairedScript::Kana) } else { look };
        let size = self.cells.looks[look].size;
        let look_now = &self.cells.looks[look];
        let boxed = Boxed { before: form.before.of(em), body: form.body.of(em), after: form.after.of(em) };
        let setting = wide_setting(self.shaper, self.mode, look_now, character);
        let way = way_of(setting, self.mode);
        let is_single = cluster.len() == written.len_utf8();
        let boxed = if way == Way::Horizontal && is_sign_of_unit(character) { self.narrow_box(look, cluster, boxed) } else { boxed };
        let look_now = &self.cells.looks[look];
        // Almost every character is one glyph as wide as its em box.
        if is_single
            && class != Class::Inseparable
            && let Some(glyph) = self.shaper.glyph(look_now, character, way)
        {
            let (boxed, glyph) = self.placed(class, boxed, &glyph, cluster.len(), (size, em, way));
            self.push(look, class, boxed.body, setting, cluster, range.start, &[glyph]);
            return self.set_blanks(em, boxed, form.line_end);
        }
        let span = map.and_then(|map| map.span(range.start, range.end));
        if class == Class::Inseparable && self.unit(look, cluster, range.start, setting) {
            return;
        }
        let (drawn, look) = self.variation(look, cluster, written, span);
        let (_, shaped) = self.shaper.shape(&self.cells.looks[look], &drawn, way, span);
        if let [glyph] = shaped.as_slice() {
            let (boxed, glyph) = self.placed(class, boxed, glyph, cluster.len(), (size, em, way));
            self.push(look, class, boxed.body, setting, cluster, range.start, &[glyph]);
            return self.set_blanks(em, boxed, form.line_end);
        }
        let natural: Length = shaped.iter().map(|glyph| size.scale(glyph.advance, glyph.upem)).sum();
        let mut pen = if fills(natural, boxed.size()) { -boxed.before } else { (boxed.body - natural).scale(1, 2) };
        let mut glyphs: Vec<Placed> = Vec::with_capacity(shaped.len());
        for (index, glyph) in shaped.iter().enumerate() {
            let next = shaped.get(index + 1).map_or(cluster.len(), |next| next.cluster);
            let unit = |value: i64| size.scale(value, glyph.upem);
            glyphs.push((glyph.id, next.saturating_sub(glyph.cluster), glyph.face, pen + unit(glyph.inline), -unit(glyph.cross)));
            pen += unit(glyph.advance);
        }
        self.push(look, class, boxed.body, setting, cluster, range.start, &glyphs);
        self.set_blanks(em, boxed, form.line_end);
    }

    /// A single Han character as nearly all are: one glyph of an em, in its place. False when it is not so.
    fn han(&mut self, look: usize, cluster: &str, character: char, offset: usize) -> bool {
        let look_now = &self.cells.looks[look];
        let Some(glyph) = self.shaper.glyph(look_now, character, Way::of(self.mode)) else { return false };
        if glyph.advance != glyph.upem || glyph.inline != 0 || glyph.cross != 0 {
            return false;
        }
        let glyph = (glyph.id, cluster.len(), glyph.face, Length::ZERO, Length::ZERO);
        self.push(look, Class::Ideograph, look_now.size, GlyphSetting::Upright, cluster, offset, &[glyph]);
        true
    }

    /// A glyph in its em box of blank, body, blank. One of another width is centred on the body; a point between names by its ink.
    /// Where the ink of a mark stands elsewhere than its body, the blanks are divided as the ink has them.
    fn placed(&self, class: Class, boxed: Boxed, glyph: &Shaped, bytes: usize, (size, em, way): (Length, Length, Way)) -> (Boxed, Placed) {
        let unit = |value: i64| size.scale(value, glyph.upem);
        let natural = unit(glyph.advance);
        if !fills(natural, boxed.size()) {
            let squeezed = natural > boxed.size();
            let (along, block) = match self.shaper.ink(glyph, way).filter(|_| class == Class::MiddleDot || squeezed) {
                Some(ink) if class == Class::MiddleDot => (boxed.body.scale(1, 2) - unit(ink.along), unit(ink.across)),
                Some(ink) => {
                    // Of an em box that is cut to a part, the part with the ink stays.
                    let cut = boxed.body - natural;
                    let middle = unit(ink.along + glyph.inline);
                    let lead = if middle * 5 < natural * 2 {
                        Length::ZERO
                    } else if middle * 5 > natural * 3 {
                        cut
                    } else {
                        cut.scale(1, 2)
                    };
                    (lead + unit(glyph.inline), -unit(glyph.cross))
                }
                None => ((boxed.body - natural).scale(1, 2) + unit(glyph.inline), -unit(glyph.cross)),
            };
            return (boxed, (glyph.id, bytes, glyph.face, along, block));
        }
        let mut boxed = boxed;
        if boxed.body < boxed.size()
            && let Some((start, end)) = self.shaper.face(glyph.face).ink_along(glyph.id, way.direction())
        {
            let (start, end) = (unit(start + glyph.inline), unit(end + glyph.inline));
            let guard = em.scale(INK_GUARD.0, INK_GUARD.1);
            if start + guard < boxed.before || end > boxed.before + boxed.body + guard {
                // Ink longer than the body, such as an upright semicolon's, takes what it needs from the blanks.
                let body = boxed.body.max((end - start + guard * 2).min(boxed.size()));
                let blank = boxed.size() - body;
                let before = (start + end - body).scale(1, 2).clamp(Length::ZERO, blank);
                boxed = Boxed { before, body, after: blank - before };
            }
        }
        (boxed, (glyph.id, bytes, glyph.face, unit(glyph.inline) - boxed.before, -unit(glyph.cross)))
    }

    /// A dash or an ellipsis, alone or in pairs: an em for each, fitted by its ink. False when no face has it whole.
    fn unit(&mut self, look: usize, cluster: &str, offset: usize, setting: GlyphSetting) -> bool {
        let plain: String = cluster.chars().map(|character| plain_form(character).unwrap_or(character)).collect();
        let ems = unit_ems(&plain);
        let shape = match plain.chars().next() {
            Some('—' | '―' | '⸺' | '─') => UnitShape::Stroke,
            _ => UnitShape::Dots,
        };
        let way = way_of(setting, self.mode);
        let look_now = &self.cells.looks[look];
        let em = look_now.size;
        let Some((face, form)) = self.shaper.unit(look_now, &plain, way, ems, shape) else { return false };
        let upem = self.shaper.face(face).units_per_em();
        let glyphs = form.glyphs.iter().enumerate().map(|(index, glyph)| {
            // The bytes of what the author wrote, which may be presentation forms of other lengths.
            let at = |place: usize| plain[..place].chars().zip(cluster.chars()).map(|(_, written)| written.len_utf8()).sum::<usize>();
            let next = form.glyphs.get(index + 1).map_or(plain.len(), |next| next.cluster);
            let bytes = at(next).saturating_sub(at(glyph.cluster));
            (glyph.id, bytes, face, em.scale(glyph.inline, upem), -em.scale(glyph.cross, upem))
        });
        let glyphs: Vec<Placed> = glyphs.collect();
        self.push(look, Class::Inseparable, em * ems, setting, cluster, offset, &glyphs);
        if let Some(cell) = self.cells.cells.last_mut() {
            cell.stretch = form.stretch;
        }
        true
    }

    /// What a cluster with a variation selector draws: the sequence where the face has it, else its base. The forms that Unicode
    /// standardizes for marks are also found in the font's forms for a language.
    fn variation<'t>(&mut self, look: usize, cluster: &'t str, base: char, span: Option<Span>) -> (Cow<'t, str>, usize) {
        let Some(selector) = cluster.chars().nth(1).filter(|&character| is_selector(character)) else {
            return match plain_form(base) {
                Some(plain) => (Cow::Owned(plain.to_string()), look),
                None => (Cow::Borrowed(cluster), look),
            };
        };
        let (base_end, selector_end) = (base.len_utf8(), base.len_utf8() + selector.len_utf8());
        if let Some(face) = self.shaper.variant(&self.cells.looks[look], base, selector) {
            let is_own = self.shaper.primary_face(&self.cells.looks[look]) == Some(face);
            let look = if is_own { look } else { self.look_with(look, |look| look.drawn.face = Some(face)) };
            return (Cow::Borrowed(cluster), look);
        }
        let without = || Cow::Owned(format!("{}{}", &cluster[..base_end], &cluster[selector_end..]));
        let by_language = match (base, selector) {
            ('‘' | '’' | '“' | '”', FULL_OR_CENTRED) => Some("zh-Hans"),
            ('，' | '．' | '、' | '。' | '：' | '；' | '！' | '？', PROPORTIONAL_OR_CORNER) => Some("zh-Hans"),
            ('，' | '．' | '、' | '。' | '：' | '；' | '！' | '？', FULL_OR_CENTRED) => Some("zh-Hant"),
            _ => None,
        };
        if let Some(language) = by_language.and_then(Language::new) {
            return (without(), self.look_with(look, |look| look.drawn.language = Some(language)));
        }
        // The text form of an emoji is what a face without colours draws anyway.
        if selector != '\u{FE0E}' {
            self.shaper.report.add(
                Diagnostic::new(Code::MissingVariant)
                    .maybe_at(span)
                    .with("character", base)
                    .with("selector", format!("U+{:04X}", u32::from(selector))),
            );
        }
        (without(), look)
    }

    /// Quotation marks of a language whose form has none for vertical lines take the corner form of Chinese: between Han they
    /// never lie on their side (requirement QUO-02).
    fn look_of_quote(&mut self, look: usize, character: char) -> usize {
        let is_quote = matches!(character, '‘' | '’' | '“' | '”');
        if !is_quote || self.mode == WritingMode::HorizontalTb || self.shaper.has_vertical_form(&self.cells.looks[look], character) {
            return look;
        }
        self.look_with(look, |look| look.drawn.language = Language::new("zh-Hant"))
    }

    /// The box of a glyph that takes its own width, where that is less than the box.
    fn narrow_box(&mut self, look: usize, cluster: &str, boxed: Boxed) -> Boxed {
        let look = &self.cells.looks[look];
        let (_, shaped) = self.shaper.shape(look, cluster, Way::Horizontal, None);
        let natural: Length = shaped.iter().map(|glyph| look.size.scale(glyph.advance, glyph.upem)).sum();
        if natural < boxed.size() { Boxed { before: Length::ZERO, body: natural, after: Length::ZERO } } else { boxed }
    }

    /// A sign of a unit such as ％ or ° stays with the number before it, however it stands (JLREQ table 2, numbers).
    fn keep_with_number(&mut self, class: Class, character: char) {
        let is_digit = |last: char| last.is_ascii_digit() || "〇零一二三四五六七八九十百千万萬亿億半".contains(last);
        let is_sign = class == Class::Postfix || is_sign_of_unit(character);
        if is_sign && self.pending.is_none() && self.cells.text.ends_with(is_digit) {
            self.pending = Some(Join::Tied);
        }
    }

    fn set_blanks(&mut self, em: Length, boxed: Boxed, line_end: LineEnd) {
        if let Some(cell) = self.cells.cells.last_mut() {
            cell.em = em;
            cell.before = boxed.before;
            cell.after = boxed.after;
            cell.line_end = line_end;
        }
    }
}

fn way_of(setting: GlyphSetting, mode: WritingMode) -> Way {
    match setting {
        GlyphSetting::Upright => Way::of(mode),
        GlyphSetting::Sideways | GlyphSetting::Combined => Way::Horizontal,
    }
}

/// How a character in an em box stands in a line of this direction: by its stance, and for some by what the font has.
pub(super) fn wide_setting(shaper: &mut Shaper<'_>, mode: WritingMode, look: &Look, character: char) -> GlyphSetting {
    if mode == WritingMode::HorizontalTb || is_han(character) || matches!(character, '\u{3041}'..='\u{3096}') {
        return GlyphSetting::Upright;
    }
    if look.setting == WantedSetting::Upright {
        return GlyphSetting::Upright;
    }
    match stance(character, look.language.region()) {
        Stance::Upright => GlyphSetting::Upright,
        Stance::Sideways => GlyphSetting::Sideways,
        Stance::FormOrSideways => {
            if shaper.has_vertical_form(look, character) {
                GlyphSetting::Upright
            } else {
                GlyphSetting::Sideways
            }
        }
    }
}

/// Signs of units that fonts draw narrow: in horizontal lines they take the width that they have.
fn is_sign_of_unit(character: char) -> bool {
    matches!(character, '°' | '′' | '″' | '‴' | '‰')
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{4E00}'..='\u{9FFF}')
}

fn is_kana(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{3096}' | '\u{309B}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}')
}

/// Whether a glyph is as wide as its em box, up to rounding.
fn fills(natural: Length, boxed: Length) -> bool {
    (natural - boxed).abs() <= Length::units(4)
}

fn unit_ems(cluster: &str) -> i64 {
    match cluster.chars().next() {
        Some('⸺') => 2,
        _ => cluster.chars().count().max(1) as i64,
    }
}
