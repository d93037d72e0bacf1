//! Character classes: what the rules of a line are about.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A character class of JLREQ appendix A, with those that Chinese adds (CLREQ 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[repr(u8)]
pub enum Class {
    /// cl-01
    OpeningBracket,
    /// cl-02
    ClosingBracket,
    /// cl-03; the connectors of Chinese.
    Hyphen,
    /// cl-04: question and exclamation marks.
    DividingMark,
    /// cl-05; the interpunct of Chinese.
    MiddleDot,
    /// Full-width colon and semicolon, where they are no middle dots.
    Colon,
    /// cl-06
    FullStop,
    /// cl-07
    Comma,
    /// cl-08: dashes and ellipses, in units of two.
    Inseparable,
    /// cl-09
    IterationMark,
    /// cl-10
    ProlongedSound,
    /// cl-11
    SmallKana,
    /// cl-12
    Prefix,
    /// cl-13
    Postfix,
    /// cl-14
    IdeographicSpace,
    /// ／
    Solidus,
    /// cl-15 and cl-16
    Kana,
    /// cl-19: Han and everything else that stands in an em box; also upright letters and digits.
    Ideograph,
    /// cl-20
    NoteMark,
    /// cl-22: a base with a mono or group reading, as one.
    RubyUnit,
    /// cl-23: a base with a jukugo reading.
    JukugoUnit,
    /// cl-21: Western text with what is set above or below its line.
    Ornamented,
    /// cl-24: a number in Western digits.
    Numeral,
    /// cl-25: the sign of a unit in Western letters, after its number.
    UnitSymbol,
    /// cl-26
    WordSpace,
    /// cl-27: Western letters.
    Western,
    /// cl-28: the bracket before an inline note in two rows.
    NoteOpening,
    /// cl-29: the bracket after it.
    NoteClosing,
    /// cl-30
    TateChuYoko,
}

/// How many classes there are.
pub(super) const CLASSES: usize = Class::TateChuYoko as usize + 1;

impl Class {
    /// The class of a character that stands in an em box when no table names it.
    pub(super) fn by_range(character: char) -> Class {
        match character {
            'ぁ'..='ゖ' | 'ァ'..='ヺ' | '\u{1B000}'..='\u{1B16F}' => Class::Kana,
            _ => Class::Ideograph,
        }
    }

    /// Whether a quarter-em gap stands between it and Western text (JLREQ table 1, rows and columns 19 to 27).
    pub(super) fn keeps_off_western(self) -> bool {
        match self {
            Class::IterationMark
            | Class::ProlongedSound
            | Class::SmallKana
            | Class::Kana
            | Class::Ideograph
            | Class::RubyUnit
            | Class::JukugoUnit
            | Class::TateChuYoko => true,
            Class::OpeningBracket
            | Class::ClosingBracket
            | Class::Hyphen
            | Class::DividingMark
            | Class::MiddleDot
            | Class::Colon
            | Class::FullStop
            | Class::Comma
            | Class::Inseparable
            | Class::Prefix
            | Class::Postfix
            | Class::IdeographicSpace
            | Class::Solidus
            | Class::NoteMark
            | Class::WordSpace
            | Class::Western
            | Class::Ornamented
            | Class::Numeral
            | Class::UnitSymbol
            | Class::NoteOpening
            | Class::NoteClosing => false,
        }
    }

    /// Western text of any kind.
    pub(super) fn is_western(self) -> bool {
        matches!(self, Class::Western | Class::Ornamented | Class::Numeral | Class::UnitSymbol)
    }

    /// The class that one of structure is a case of.
    pub(super) fn plain(self) -> Class {
        match self {
            Class::Ornamented | Class::Numeral | Class::UnitSymbol => Class::Western,
            Class::NoteOpening => Class::OpeningBracket,
            Class::NoteClosing => Class::ClosingBracket,
            plain => plain,
        }
    }

    /// Whether emphasis marks stand beside it: text does, marks and spaces do not (JLREQ 3.3.9).
    pub(super) fn takes_emphasis(self) -> bool {
        match self {
            Class::IterationMark
            | Class::ProlongedSound
            | Class::SmallKana
            | Class::Kana
            | Class::Ideograph
            | Class::RubyUnit
            | Class::JukugoUnit
            | Class::TateChuYoko
            | Class::Western
            | Class::Ornamented
            | Class::Numeral
            | Class::UnitSymbol
            | Class::Prefix
            | Class::Postfix => true,
            Class::OpeningBracket
            | Class::ClosingBracket
            | Class::Hyphen
            | Class::DividingMark
            | Class::MiddleDot
            | Class::Colon
            | Class::FullStop
            | Class::Comma
            | Class::Inseparable
            | Class::IdeographicSpace
            | Class::Solidus
            | Class::NoteMark
            | Class::NoteOpening
            | Class::NoteClosing
            | Class::WordSpace => false,
        }
    }

    /// Whether it is a pause, stop or bracket: a mark that a last line must not consist of alone.
    pub(super) fn is_mark(self) -> bool {
        matches!(
            self,
            Class::OpeningBracket
                | Class::ClosingBracket
                | Class::DividingMark
                | Class::MiddleDot
                | Class::Colon
                | Class::FullStop
                | Class::Comma
                | Class::NoteMark
                | Class::NoteOpening
                | Class::NoteClosing
                | Class::WordSpace
        )
    }
}

/// The classes of characters that stand in an em box.
#[derive(Clone)]
pub(super) struct ClassTable {
    named: BTreeMap<char, Class>,
    /// Those of the blocks that nearly all marks and kana are of.
    blocks: [Box<[Class]>; BLOCKS.len()],
}

/// CJK symbols with kana, full-width forms.
const BLOCKS: [(char, char); 2] = [('\u{3000}', '\u{30FF}'), ('\u{FF00}', '\u{FF60}')];

impl ClassTable {
    /// From the classes of single characters; others go by their range.
    pub fn new(named: BTreeMap<char, Class>) -> ClassTable {
        let class = |character: char| named.get(&character).copied().unwrap_or_else(|| Class::by_range(character));
        let blocks = BLOCKS.map(|(first, last)| (first..=last).map(class).collect());
        ClassTable { named, blocks }
    }

    pub fn of(&self, character: char) -> Class {
        if matches!(character, '\u{4E00}'..='\u{9FFF}') {
            return Class::Ideograph;
        }
        for ((first, last), classes) in BLOCKS.into_iter().zip(&self.blocks) {
            if (first..=last).contains(&character) {
                return classes[character as usize - first as usize];
            }
        }
        self.named.get(&character).copied().unwrap_or_else(|| Class::by_range(character))
    }
}

/// Whether text is set as Western: shaped by words, on its side in vertical.
pub(super) fn is_western(character: char) -> bool {
    let western = matches!(character, '\u{21}'..='\u{24F}' | '\u{250}'..='\u{2AF}' | '\u{300}'..='\u{58F}' | '\u{1E00}'..='\u{1FFF}'
        | '\u{2010}'..='\u{2011}' | '\u{2018}'..='\u{201F}' | '\u{2020}'..='\u{2024}' | '\u{2030}' | '\u{2070}'..='\u{209C}' | '\u{2039}'..='\u{203A}' | '\u{20A0}'..='\u{20CF}' | '\u{2C60}'..='\u{2C7F}' | '\u{A720}'..='\u{A7FF}');
    western && !matches!(character, '\u{AD}')
}

/// Code points that Latin and CJK text share: the language and the neighbours decide (CLREQ 3.1.3, JLREQ 3.2.1).
pub(super) fn is_shared(character: char) -> bool {
    matches!(
        character,
        '‘' | '’'
            | '“'
            | '”'
            | '…'
            | '—'
            | '–'
            | '·'
            | '‐'
            | '×'
            | '÷'
            | '°'
            | '§'
            | '±'
            | '¶'
            | '‧'
            | '•'
            | '‰'
            | '′'
            | '″'
            | '¢'
            | '£'
            | '¥'
            | '→'
    )
}
