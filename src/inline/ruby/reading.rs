//! A reading: its glyphs, and where they stand.

use std::ops::Range;

use crate::book::Owner;
use crate::font::FaceId;
use crate::geom::Length;
use crate::inline::line::GlyphSetting;
use crate::inline::line::Run;
use crate::inline::line::RunGlyph;
use crate::unicode::Language;

/// A shaped reading. Its length is that of its glyphs set solid.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub owner: Owner,
    pub language: Language,
    pub size: Length,
    pub text: String,
    pub glyphs: Vec<ReadingGlyph>,
    pub length: Length,
    pub filling: Filling,
}

#[derive(Clone, Debug)]
pub(super) struct ReadingGlyph {
    pub id: u16,
    pub face: FaceId,
    /// Bytes of the reading's text.
    pub text: Range<usize>,
    pub advance: Length,
    /// Of its origin from where it begins.
    pub inline: Length,
    /// Towards the block end.
    pub block: Length,
    pub setting: GlyphSetting,
}

/// What a reading does on a base that is longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filling {
    /// It stays as it is: readings of one character, and Latin words.
    Solid,
    /// Its characters are spread over the base.
    Spread,
}

/// Where the characters of a reading stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    pub start: Length,
    /// Between its characters.
    pub between: Length,
}

impl Reading {
    /// Stands on the part `from..to` of its bases: spread 1:2:1 when it is shorter, with at most `end_blank` at both ends
    /// (JLREQ 3.3.6), else in the middle.
    pub fn over(&self, from: Length, to: Length, end_blank: Length) -> Setting {
        let room = to - from - self.length;
        let count = self.characters();
        let middle = Setting { start: from + room.scale(1, 2), between: Length::ZERO };
        if self.filling == Filling::Solid || room <= Length::ZERO || count < 2 {
            return middle;
        }
        let end = room.scale(1, 2 * count).min(end_blank);
        Setting { start: from + end, between: (room - end * 2).scale(1, count - 1) }
    }

    /// Glyphs that take room along the line.
    fn characters(&self) -> i64 {
        self.glyphs.iter().filter(|glyph| !glyph.advance.is_zero()).count() as i64
    }

    /// The runs of the reading, its line's middle at `block`.
    pub fn runs(&self, setting: Setting, block: Length, runs: &mut Vec<Run>) {
        let mut pen = setting.start;
        let first = runs.len();
        for (index, glyph) in self.glyphs.iter().enumerate() {
            let inline = pen + glyph.inline;
            let block = block + glyph.block;
            let fits = |run: &Run| run.face == glyph.face && run.setting == glyph.setting && run.block == block;
            if runs.len() == first || !runs.last().is_some_and(fits) {
                runs.push(self.run(glyph, inline, block));
            }
            let run = runs.last_mut().expect("a run was pushed above if there was none");
            let text = &self.text[glyph.text.clone()];
            run.text.push_str(text);
            let bytes = u8::try_from(text.len()).unwrap_or(u8::MAX);
            run.glyphs.push(RunGlyph { id: glyph.id, bytes, along: inline - run.inline });
            pen += glyph.advance;
            run.advance = pen - run.inline;
            if self.glyphs.get(index + 1).is_some_and(|next| !next.advance.is_zero()) {
                pen += setting.between;
            }
        }
    }

    fn run(&self, glyph: &ReadingGlyph, inline: Length, block: Length) -> Run {
        Run {
            owner: self.owner,
            language: self.language.clone(),
            face: glyph.face,
            size: self.size,
            setting: glyph.setting,
            stretch: 1000,
            inline,
            block,
            advance: Length::ZERO,
            text: String::new(),
            glyphs: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Artifact;

    fn reading(count: usize, filling: Filling) -> Reading {
        let em = Length::units(800);
        let glyph = |index: usize| ReadingGlyph {
            id: 1,
            face: FaceId::default(),
            text: index..index + 1,
            advance: em,
            inline: Length::ZERO,
            block: Length::ZERO,
            setting: GlyphSetting::Upright,
        };
        Reading {
            owner: Owner::Artifact(Artifact::Layout),
            language: Language::new("ja").unwrap(),
            size: em,
            text: "a".repeat(count),
            glyphs: (0..count).map(glyph).collect(),
            length: em * count as i64,
            filling,
        }
    }

    /// Where each character stands over a base of so many units.
    fn places(reading: &Reading, base: i64) -> Vec<i64> {
        let mut runs = Vec::new();
        reading.runs(reading.over(Length::ZERO, Length::units(base), Length::units(800)), Length::ZERO, &mut runs);
        runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| (run.inline + glyph.along).to_units())).collect()
    }

    /// Proves: RUB-04 [JA] [HV]: blanks of a shorter group reading are 1:2:1, at most a ruby em at the ends (JLREQ 3.3.6).
    #[test]
    fn a_shorter_group_reading_is_spread_one_two_one() {
        assert_eq!(places(&reading(3, Filling::Spread), 4800), [400, 2000, 3600]);
        assert_eq!(places(&reading(2, Filling::Spread), 3200), [400, 2000]);
        // Two kana over four Han: a blank of a ruby em, then all that is left.
        assert_eq!(places(&reading(2, Filling::Spread), 8000), [800, 6400]);
        assert_eq!(places(&reading(4, Filling::Spread), 3200), [0, 800, 1600, 2400]);
    }

    #[test]
    fn latin_words_stay_together() {
        assert_eq!(places(&reading(3, Filling::Solid), 4800), [1200, 2000, 2800]);
    }
}
