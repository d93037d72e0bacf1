//! How far a reading may stand over what is beside its base: the caps of assets/regions/ruby.toml.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::geom::Length;
use crate::inline::class::Class;
use crate::manuscript::RubyOverhang;

/// The table of sizes and caps.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RubyTable {
    pub size: Part,
    pub apart: Part,
    pub words_apart: Part,
    pub inner: Part,
    pub end_blank: Part,
    pub longest: Part,
    mode: Modes,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Modes {
    none: Caps,
    kana_half: Caps,
    kana_full: Caps,
    jis: Caps,
    simple: Caps,
    romanized: Caps,
}

/// A part of an em.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Part(i64, i64);

impl Default for Part {
    fn default() -> Part {
        Part(0, 1)
    }
}

impl Part {
    pub fn of(self, em: Length) -> Length {
        em.scale(self.0, self.1)
    }
}

/// The most that a reading stands over each kind of neighbour, in its own em.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Caps {
    han: Part,
    hiragana: Part,
    katakana: Part,
    inseparable: Part,
    blank: Part,
    facing: Part,
    corner: Part,
    dot: Part,
}

impl RubyTable {
    pub fn get() -> &'static RubyTable {
        static TABLE: OnceLock<RubyTable> = OnceLock::new();
        TABLE.get_or_init(|| toml::from_str(TEXT).expect("a test reads the bundled table of readings"))
    }

    pub fn caps(&self, overhang: RubyOverhang) -> &Caps {
        match overhang {
            RubyOverhang::None => &self.mode.none,
            RubyOverhang::KanaHalf => &self.mode.kana_half,
            RubyOverhang::KanaFull => &self.mode.kana_full,
            RubyOverhang::Jis => &self.mode.jis,
            RubyOverhang::Simple => &self.mode.simple,
        }
    }

    /// Of readings in Latin letters over Chinese.
    pub fn romanized(&self) -> &Caps {
        &self.mode.romanized
    }
}

const TEXT: &str = include_str!("../../../assets/regions/ruby.toml");

/// On which side of a base its neighbour stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// What stands beside a base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Neighbour {
    pub class: Class,
    pub character: char,
    /// The gap between it and the base.
    pub gap: Length,
    pub body: Length,
}

impl Neighbour {
    /// How far a reading with an em of `em` may stand over it, its gap first.
    pub fn room(&self, side: Side, caps: &Caps, em: Length) -> Length {
        let over_gap = caps.blank.of(em).min(self.gap);
        let most =
            match self.class.plain() {
                Class::Kana | Class::SmallKana | Class::ProlongedSound => self.kana(caps).of(em).min(self.gap + self.body),
                Class::Inseparable => caps.inseparable.of(em),
                // Its body is a blank too.
                Class::IdeographicSpace => caps.blank.of(em).min(self.gap + self.body),
                Class::MiddleDot => caps.dot.of(em).min(self.gap + em.scale(1, 2)).max(over_gap),
                Class::OpeningBracket | Class::ClosingBracket | Class::FullStop | Class::Comma | Class::Colon => {
                    let faces = match side {
                        Side::Before => self.class.plain() == Class::OpeningBracket,
                        Side::After => self.class.plain() != Class::OpeningBracket,
                    };
                    let over_body = if faces && self.gap.is_zero() { self.facing(caps).of(em).min(self.body) } else { Length::ZERO };
                    over_gap + over_body
                }
                Class::Ideograph | Class::IterationMark | Class::Prefix | Class::Postfix | Class::DividingMark => {
                    if caps.han.of(em).is_zero() { over_gap } else { caps.han.of(em).min(self.gap + self.body) }
                }
                Class::Hyphen
                | Class::Solidus
                | Class::NoteMark
                | Class::RubyUnit
                | Class::JukugoUnit
                | Class::WordSpace
                | Class::Western
                | Class::Ornamented
                | Class::Numeral
                | Class::UnitSymbol
                | Class::NoteOpening
                | Class::NoteClosing
                | Class::TateChuYoko => over_gap,
            };
        most.max(Length::ZERO)
    }

    /// The part of `used` that lies in the gap, which may then not be squeezed away. Over a middle dot the white may go as far as
    /// half a character of the reading still stands over its body (JLREQ 3.3.8 e).
    pub fn lent(&self, used: Length, em: Length) -> Length {
        let over_body = if self.class == Class::MiddleDot { em.scale(1, 2) } else { Length::ZERO };
        (used - over_body).max(Length::ZERO).min(self.gap)
    }

    fn kana(&self, caps: &Caps) -> Part {
        let katakana = matches!(self.character, '\u{30A0}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}');
        // The prolonged sound mark goes with hiragana in every mode.
        if katakana && self.class != Class::ProlongedSound { caps.katakana } else { caps.hiragana }
    }

    fn facing(&self, caps: &Caps) -> Part {
        if matches!(self.character, '「' | '」' | '『' | '』') { caps.corner } else { caps.facing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODES: [RubyOverhang; 5] =
        [RubyOverhang::None, RubyOverhang::KanaHalf, RubyOverhang::KanaFull, RubyOverhang::Jis, RubyOverhang::Simple];

    /// The room beside a character in each mode, in hundredths of a ruby em of 100 units.
    fn rooms(side: Side, class: Class, character: char, gap: i64, body: i64) -> [i64; 5] {
        let neighbour = Neighbour { class, character, gap: Length::units(gap), body: Length::units(body) };
        MODES.map(|mode| neighbour.room(side, RubyTable::get().caps(mode), Length::units(100)).to_units())
    }

    /// Proves: RUB-06 [JA] [HV]: the caps over each kind of neighbour in each mode (JLREQ 3.3.8).
    /// Proves: RUB-07 [JA] [HV]: simple placement stands over blanks alone.
    #[test]
    fn caps_are_those_of_the_table() {
        for side in [Side::Before, Side::After] {
            assert_eq!(rooms(side, Class::Kana, 'の', 0, 200), [0, 50, 100, 100, 0]);
            assert_eq!(rooms(side, Class::SmallKana, 'っ', 0, 200), [0, 50, 100, 100, 0]);
            assert_eq!(rooms(side, Class::ProlongedSound, 'ー', 0, 200), [0, 50, 100, 100, 0]);
            assert_eq!(rooms(side, Class::Kana, 'ノ', 0, 200), [0, 50, 100, 0, 0]);
            assert_eq!(rooms(side, Class::Ideograph, '字', 0, 200), [0; 5]);
            assert_eq!(rooms(side, Class::RubyUnit, '字', 0, 200), [0; 5]);
            assert_eq!(rooms(side, Class::JukugoUnit, '字', 0, 200), [0; 5]);
            assert_eq!(rooms(side, Class::DividingMark, '！', 0, 200), [0; 5]);
            assert_eq!(rooms(side, Class::Inseparable, '…', 0, 400), [0, 100, 100, 100, 0]);
            assert_eq!(rooms(side, Class::IdeographicSpace, '　', 0, 200), [0, 100, 100, 100, 100]);
            // A quarter em is half a ruby em; with the gap to Latin letters, the gap alone.
            assert_eq!(rooms(side, Class::MiddleDot, '・', 50, 100), [0, 100, 100, 100, 50]);
            assert_eq!(rooms(side, Class::Western, 'a', 50, 90), [0, 50, 50, 50, 50]);
        }
        for (class, mark) in [(Class::ClosingBracket, '）'), (Class::FullStop, '。'), (Class::Comma, '、')] {
            assert_eq!(rooms(Side::Before, class, mark, 100, 100), [0, 100, 100, 100, 100]);
            assert_eq!(rooms(Side::After, class, mark, 0, 100), [0, 50, 100, 100, 0]);
        }
        assert_eq!(rooms(Side::After, Class::OpeningBracket, '（', 100, 100), [0, 100, 100, 100, 100]);
        assert_eq!(rooms(Side::Before, Class::OpeningBracket, '（', 0, 100), [0, 50, 100, 100, 0]);
        assert_eq!(rooms(Side::Before, Class::OpeningBracket, '「', 0, 100), [0, 50, 50, 100, 0]);
    }

    /// What is left of a squeezed blank is all that a reading may stand over.
    #[test]
    fn a_squeezed_blank_gives_what_is_left_of_it() {
        assert_eq!(rooms(Side::Before, Class::Comma, '、', 40, 100), [0, 40, 40, 40, 40]);
        assert_eq!(rooms(Side::Before, Class::MiddleDot, '・', 20, 100), [0, 70, 70, 70, 20]);
    }

    #[test]
    fn a_middle_dot_lends_what_its_body_does_not_carry() {
        let dot = Neighbour { class: Class::MiddleDot, character: '・', gap: Length::units(50), body: Length::units(100) };
        let lent = [30, 50, 80, 100].map(|used| dot.lent(Length::units(used), Length::units(100)).to_units());
        assert_eq!(lent, [0, 0, 30, 50]);
    }
}
