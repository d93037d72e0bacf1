//! Inline content.

use super::block::PictureFile;
use super::node::NodeId;
use crate::diag::SourceMap;
use crate::diag::Span;
use crate::unicode::Language;

/// A node of running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    pub id: NodeId,
    /// The place in the author's file; none for generated text.
    pub span: Option<Span>,
    pub kind: InlineKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineKind {
    Text(TextRun),
    Ruby(Ruby),
    /// `*…*`
    Emphasis(Vec<Inline>),
    /// `**…**`
    Strong(Vec<Inline>),
    /// A bracketed span with one property; several properties nest.
    Styled(Style, Vec<Inline>),
    /// Inline code; never converted, broken only where its text allows.
    Code(TextRun),
    /// A link to an address outside the book, or to `#id` inside it.
    Link {
        target: String,
        title: Option<String>,
        content: Vec<Inline>,
    },
    /// A cross reference whose text is generated: number of the target, or its page.
    Reference {
        target: String,
        page: bool,
    },
    /// The mark of a note; the note's text is [`super::Division::notes`].
    NoteMark {
        note: NodeId,
    },
    /// A picture in the line.
    Picture(PictureFile),
    /// A glyph image (gaiji); the alternative text is the character or its description.
    Gaiji(PictureFile),
    /// A line end that the author asks for.
    LineBreak,
}

/// Text without markup, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRun {
    pub text: String,
    /// The language in effect.
    pub language: Language,
    /// Which bytes of the file each byte comes from.
    pub map: SourceMap,
}

/// A base with readings beside it. The text of all bases is the base text; readings are a stream of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruby {
    pub script: RubyScript,
    /// One segment: mono or group ruby. Several, one reading for each base character: jukugo ruby.
    pub segments: Vec<RubySegment>,
    /// A gloss for the whole word on the other side.
    pub under: Option<TextRun>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RubySegment {
    pub base: TextRun,
    pub reading: TextRun,
}

/// What the reading is written in decides where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RubyScript {
    Kana,
    Bopomofo,
    Latin,
    Han,
}

/// A property of a span of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Style {
    /// `{.dots}` `{dots=sesame}`
    EmphasisMarks(EmphasisMarks),
    /// `{.name}`: a straight line beside it.
    ProperName,
    /// `{.title}`: a wavy line beside it.
    BookTitle,
    /// Horizontal-in-vertical in one cell. Written by the author or by the edition's rule for numbers.
    TateChuYoko,
    /// Characters upright one below the other in vertical.
    Upright,
    /// On its side in vertical.
    Sideways,
    /// Digits as Han numerals; done by `adapt`, which removes this node.
    HanDigits {
        always: bool,
    },
    Warichu,
    /// Spread evenly to this many em.
    Spread(u8),
    Small,
    Superscript,
    Subscript,
    /// `<u>` of HTML input.
    Underline,
    /// `<s>` of HTML input.
    Strikethrough,
    NoBreak,
    /// An index entry with its reading.
    Index(String),
    /// A change of language; the runs inside carry it too.
    Language(Language),
    /// A place that links may point to.
    Anchor(String),
}

/// The shape of emphasis marks (CSS text-emphasis-style).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EmphasisMarks {
    /// What the region uses: sesame in vertical Japanese, else a filled dot.
    Region,
    Dot,
    OpenDot,
    Circle,
    OpenCircle,
    Sesame,
    OpenSesame,
    /// ◎
    DoubleCircle,
    /// ◉
    Fisheye,
    Triangle,
    OpenTriangle,
    /// ×
    Saltire,
}

impl Inline {
    /// Calls `visit` for this node and every node inside it, in text order.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Inline)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }

    pub fn children(&self) -> &[Inline] {
        match &self.kind {
            InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Styled(_, content) => content,
            InlineKind::Link { content, .. } => content,
            InlineKind::Text(_)
            | InlineKind::Ruby(_)
            | InlineKind::Code(_)
            | InlineKind::Reference { .. }
            | InlineKind::NoteMark { .. }
            | InlineKind::Picture(_)
            | InlineKind::Gaiji(_)
            | InlineKind::LineBreak => &[],
        }
    }
}
