//! What `[line]` of book.toml asks of the composition of lines; the rules themselves are tables of `inline`.

use crate::diag::Span;

/// `[line]` of an edition, the book's where the edition says nothing. What nobody says is left to the region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineOptions {
    pub kinsoku: Option<Given<Kinsoku>>,
    pub punctuation: Option<Given<WidthStyle>>,
    pub hanging: Option<Given<Hanging>>,
    pub adjustment: Option<Given<AdjustmentOrder>>,
    pub prefer: Option<Given<Preference>>,
    pub breaker: Option<Given<Breaker>>,
    pub autospace: Option<Given<Autospace>>,
    pub ruby_overhang: Option<Given<RubyOverhang>>,
    pub ruby_alignment: Option<Given<RubyAlignment>>,
    pub line_end: Option<Given<MarkAtLineEnd>>,
    /// Characters that the level lets start a line and that shall not.
    pub no_line_start: Option<Given<String>>,
    /// Characters that the level lets end a line and that shall not.
    pub no_line_end: Option<Given<String>>,
    /// Characters that the level keeps from a line's start and that may stand there.
    pub may_start_line: Option<Given<String>>,
    /// Characters that the level keeps from a line's end and that may stand there.
    pub may_end_line: Option<Given<String>>,
    /// In the order of their characters in Unicode, each once.
    pub marks: Vec<MarkOption>,
}

/// A value and its place in book.toml.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given<T> {
    pub value: T,
    pub span: Span,
}

/// `line.kinsoku`: what may start and end a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinsoku {
    /// Japanese: iteration marks, ー and small kana start no line (JLREQ 3.1.7).
    VeryStrict,
    /// Japanese: they may. Chinese: as [`Kinsoku::Gb`], and dashes and ellipses start no line either.
    Strict,
    /// Japanese, as magazines.
    Loose,
    /// Japanese, as newspapers.
    VeryLoose,
    /// Chinese: no rule but that units stay whole.
    None,
    /// Chinese (CLREQ 6.1.1).
    Basic,
    /// Chinese: as [`Kinsoku::Basic`], and the solidus ends no line (GB/T 15834).
    Gb,
}

/// `line.punctuation`: how wide marks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WidthStyle {
    /// 全角式: full, neighbouring marks give up a half.
    Quanjiao,
    /// 开明式: full at the end of a sentence, half elsewhere.
    Kaiming,
    /// 行末半角式: full, half at the end of a line.
    LineEndHalf,
    /// 全部半角式
    Banjiao,
    /// Every mark keeps its em.
    Plain,
    /// As the typesetting system CCT: seven tenths of an em.
    Cct,
    /// Full, neighbouring marks together an em.
    Tight,
    /// Japanese (JLREQ 3.1.2 to 3.1.6).
    Jlreq,
}

/// `line.hanging`: marks beyond the measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hanging {
    Off,
    /// Where the mark would otherwise start the next line.
    Allow,
    /// Wherever a line ends with such a mark.
    Force,
}

/// `line.adjustment`: the order in which gaps give way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdjustmentOrder {
    /// The region's.
    Default,
    /// JLREQ tables 3 and 6.
    Jlreq,
    /// JIS X 4051.
    Jis,
    /// As Japanese books are set: marks to a quarter at least, Han and Latin apart.
    Books,
}

/// `line.prefer`: which of two lines that differ equally from their natural length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    Shrink,
    Stretch,
}

/// `line.breaker`: how lines are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breaker {
    /// All lines of a paragraph together.
    TotalFit,
    /// Line by line.
    Greedy,
}

/// `line.autospace`: the gap between Han and Latin text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Autospace {
    Quarter,
    Eighth,
    None,
}

/// `line.ruby-overhang`: how far a reading may stand over the neighbours of its base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RubyOverhang {
    None,
    /// Half the reading's em over kana.
    KanaHalf,
    /// The reading's em over kana.
    #[default]
    KanaFull,
    /// JIS X 4051.
    Jis,
    /// Over the blanks of marks only.
    Simple,
}

/// `line.ruby-alignment`: where a reading stands on a single character in vertical lines (JLREQ 3.3.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RubyAlignment {
    /// Nakatsuki: in its middle.
    #[default]
    Centre,
    /// Katatsuki: from its shoulder.
    Shoulder,
}

/// How readings stand, with the default for what nobody says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Readings {
    pub overhang: RubyOverhang,
    pub alignment: RubyAlignment,
}

impl LineOptions {
    /// What they say of readings.
    pub fn readings(&self) -> Readings {
        Readings {
            overhang: self.ruby_overhang.map(|given| given.value).unwrap_or_default(),
            alignment: self.ruby_alignment.map(|given| given.value).unwrap_or_default(),
        }
    }
}

/// `line.line-end`: the blank after a mark that ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkAtLineEnd {
    /// It stays.
    Full,
    /// It goes.
    Half,
    /// It goes where the line needs the room.
    Either,
}

/// An entry of `[line.marks]`: one character that is set unlike the region's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkOption {
    pub mark: char,
    /// Of the whole entry's value.
    pub span: Span,
    pub width: Option<MarkWidth>,
    pub class: Option<MarkClass>,
}

/// The form of one mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkWidth {
    /// Half an em of body, and blanks as its class has them, which give way.
    Full,
    /// Half an em of body without blanks.
    Half,
    /// An em that never gives way.
    Rigid,
    /// Body and blanks in thousandths of an em.
    Parts { before: u16, body: u16, after: u16 },
}

/// A class of characters that book.toml may give a mark, by its name in JLREQ appendix A and CLREQ 3.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkClass {
    OpeningBracket,
    ClosingBracket,
    Hyphen,
    DividingMark,
    MiddleDot,
    Colon,
    FullStop,
    Comma,
    Inseparable,
    IterationMark,
    ProlongedSound,
    SmallKana,
    Prefix,
    Postfix,
    IdeographicSpace,
    Solidus,
    Kana,
    Ideograph,
}
