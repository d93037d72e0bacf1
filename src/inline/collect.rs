//! The inline tree as a flat list of atoms, each with the look that its ancestors give it.

use crate::book::Artifact;
use crate::book::EmphasisMarks;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NOTE_BRACKETS;
use crate::book::NodeId;
use crate::book::NoteBrackets;
use crate::book::Owner;
use crate::book::Part;
use crate::book::PictureFile;
use crate::book::Ruby;
use crate::book::Style;
use crate::book::first_text;
use crate::diag::SourceMap;
use crate::font::FaceId;
use crate::font::FontRole;
use crate::geom::Length;
use crate::resolve::Resolved;
use crate::unicode::Language;
use crate::unicode::Region;

use super::customs::Customs;
use super::paragraph::Paragraph;

/// What the ancestors of a piece of text ask for.
#[derive(Clone, Debug)]
pub(super) struct Look {
    pub owner: Owner,
    /// The node whose text it is, for the page map.
    pub node: Option<NodeId>,
    pub language: Language,
    pub role: FontRole,
    pub size: Length,
    /// Towards the block end, from the line's centre.
    pub shift: Length,
    pub setting: WantedSetting,
    /// With a number that tells neighbouring spans apart.
    pub emphasis: Option<(EmphasisMarks, u32)>,
    /// The kind of line beside it; neighbours of one kind but different names have different numbers.
    pub rule: Option<(RuleKind, u32)>,
    /// Struck through, with the number of its span.
    pub strike: Option<u32>,
    /// Index into [`Collected::links`].
    pub link: Option<usize>,
    pub breaks: Breaks,
    /// The inline note that it belongs to, by number.
    pub note: Option<(u32, NotePart)>,
    /// In an inline note that has brackets of its own, the size of the text around it.
    pub outer_size: Option<Length>,
    pub ornament: Ornament,
    /// Spread to this many em, with a number that tells neighbours apart.
    pub spread: Option<(u8, u32)>,
    pub drawn: Drawn,
}

/// How glyphs are chosen where it is not by the language and the role alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Drawn {
    /// Whose forms of characters are drawn.
    pub language: Option<Language>,
    /// The face of a paired script.
    pub face: Option<FaceId>,
}

impl Look {
    /// The language whose forms of characters are drawn.
    pub fn glyph_language(&self) -> &Language {
        self.drawn.language.as_ref().unwrap_or(&self.language)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WantedSetting {
    /// By the character's orientation.
    Natural,
    Upright,
    Sideways,
    Combined,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RuleKind {
    ProperName,
    BookTitle,
    Underline,
    Strikethrough,
}

/// Whether a piece of text is set small above or below the line of what it follows, and is one with it (JLREQ cl-21).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ornament {
    No,
    Yes,
}

/// What a piece of an inline note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotePart {
    /// Set in two rows.
    Text,
    /// Around the rows; the author's.
    Bracket,
    /// Around the rows; the edition's.
    AddedBracket,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breaks {
    Allowed,
    Forbidden,
}

/// A link and whose it is.
#[derive(Clone, Debug)]
pub(super) struct LinkSource {
    pub owner: Owner,
    pub target: String,
    pub note: Option<NodeId>,
}

pub(super) enum AtomKind<'a> {
    Text { text: std::borrow::Cow<'a, str>, map: Option<&'a SourceMap> },
    Ruby(&'a Ruby),
    NoteMark { note: NodeId, text: String },
    Picture { file: &'a PictureFile, glyph: GlyphImage },
    Break,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GlyphImage {
    Yes,
    No,
}

pub(super) struct Atom<'a> {
    /// Index into [`Collected::looks`].
    pub look: usize,
    pub kind: AtomKind<'a>,
}

#[derive(Default)]
pub(super) struct Collected<'a> {
    pub looks: Vec<Look>,
    pub atoms: Vec<Atom<'a>>,
    pub links: Vec<LinkSource>,
    groups: u32,
    warichu_size: (i64, i64),
}

/// Flattens a paragraph.
pub(super) fn collect<'a>(paragraph: &Paragraph<'a>, resolved: &'a Resolved, customs: Customs) -> Collected<'a> {
    let mut collected = Collected { warichu_size: customs.warichu_size, ..Collected::default() };
    let look = Look {
        owner: paragraph.owner.unwrap_or(Owner::Artifact(crate::book::Artifact::Layout)),
        node: None,
        language: paragraph.language.clone(),
        role: paragraph.style.role,
        size: paragraph.style.size,
        shift: Length::ZERO,
        setting: WantedSetting::Natural,
        emphasis: None,
        rule: None,
        strike: None,
        link: None,
        breaks: Breaks::Allowed,
        note: None,
        outer_size: None,
        ornament: Ornament::No,
        spread: None,
        drawn: Drawn::default(),
    };
    collected.walk(paragraph.content, &look, paragraph.owner, resolved);
    collected
}

/// Superscripts, subscripts and note marks are six tenths of their text (JLREQ 3.3.13 gives 60 to 70 percent).
const SCRIPT_SIZE: (i64, i64) = (3, 5);
/// Small text is 85 percent.
const SMALL_SIZE: (i64, i64) = (17, 20);

impl<'a> Collected<'a> {
    fn walk(&mut self, content: &'a [Inline], look: &Look, owner: Option<Owner>, resolved: &'a Resolved) {
        for (index, inline) in content.iter().enumerate() {
            let mut look = look.clone();
            look.owner = owner.unwrap_or(Owner::Node(inline.id, Part::Content));
            look.node = Some(inline.id);
            match &inline.kind {
                InlineKind::Text(run) => {
                    look.language = run.language.clone();
                    self.push(look, AtomKind::Text { text: (&run.text).into(), map: Some(&run.map) });
                }
                InlineKind::Code(run) => {
                    look.role = FontRole::Mono;
                    if look.setting == WantedSetting::Natural {
                        look.setting = WantedSetting::Sideways;
                    }
                    self.push(look, AtomKind::Text { text: (&run.text).into(), map: Some(&run.map) });
                }
                InlineKind::Ruby(ruby) => self.push(look, AtomKind::Ruby(ruby)),
                InlineKind::Emphasis(children) => {
                    if look.language.region() != Region::Western {
                        look.emphasis = look.emphasis.or(Some((EmphasisMarks::Region, self.group())));
                    }
                    self.walk(children, &look, owner, resolved);
                }
                InlineKind::Strong(children) => {
                    look.role = FontRole::Sans;
                    self.walk(children, &look, owner, resolved);
                }
                InlineKind::Styled(Style::Warichu, children) if look.note.is_none() => {
                    self.warichu(children, NoteBrackets::of(content, index), &look, owner, resolved);
                }
                InlineKind::Styled(style, children) => {
                    self.apply(style, &mut look);
                    self.walk(children, &look, owner, resolved);
                }
                InlineKind::Link { target, content, .. } => {
                    look.link = Some(self.link(look.owner, target.clone(), None));
                    self.walk(content, &look, owner, resolved);
                }
                InlineKind::Reference { target, .. } => {
                    look.link = Some(self.link(look.owner, target.clone(), None));
                    let text = resolved.references.get(&inline.id).map_or("", String::as_str);
                    self.push_generated(&look, text);
                }
                InlineKind::NoteMark { note } => {
                    let number = resolved.note_label(*note).unwrap_or_default().to_owned();
                    look.link = Some(self.link(look.owner, String::new(), Some(*note)));
                    let full = look.size;
                    look.size = full.scale(SCRIPT_SIZE.0, SCRIPT_SIZE.1);
                    look.shift -= full.scale(1, 4);
                    self.push(look, AtomKind::NoteMark { note: *note, text: number });
                }
                InlineKind::Picture(file) => self.push(look, AtomKind::Picture { file, glyph: GlyphImage::No }),
                InlineKind::Gaiji(file) => self.push(look, AtomKind::Picture { file, glyph: GlyphImage::Yes }),
                InlineKind::LineBreak => self.push(look, AtomKind::Break),
            }
        }
    }

    /// The text of an inline note at the size of its rows, between brackets.
    fn warichu(&mut self, content: &'a [Inline], brackets: NoteBrackets, look: &Look, owner: Option<Owner>, resolved: &'a Resolved) {
        let Some(first) = first_text(content) else { return self.walk(content, look, owner, resolved) };
        let group = self.group();
        let bracket = Look {
            owner: Owner::Artifact(Artifact::Layout),
            // A line that begins with the bracket begins where the note begins.
            node: Some(first.id),
            note: Some((group, NotePart::AddedBracket)),
            ..look.clone()
        };
        let mut rows = Look { note: Some((group, NotePart::Text)), ..look.clone() };
        rows.size = look.size.scale(self.warichu_size.0, self.warichu_size.1).type_size();
        match brackets {
            NoteBrackets::Missing => {
                self.push(bracket.clone(), AtomKind::Text { text: NOTE_BRACKETS[0].into(), map: None });
                self.walk(content, &rows, owner, resolved);
                self.push(bracket, AtomKind::Text { text: NOTE_BRACKETS[1].into(), map: None });
            }
            NoteBrackets::Inside => {
                rows.outer_size = Some(look.size);
                self.walk(content, &rows, owner, resolved);
            }
            NoteBrackets::Outside => self.walk(content, &rows, owner, resolved),
        }
    }

    fn apply(&mut self, style: &Style, look: &mut Look) {
        let script = |look: &mut Look, direction: i64| {
            let full = look.size;
            look.size = full.scale(SCRIPT_SIZE.0, SCRIPT_SIZE.1);
            look.shift += full.scale(direction, 5);
            look.ornament = Ornament::Yes;
        };
        match style {
            Style::EmphasisMarks(marks) => look.emphasis = Some((*marks, self.group())),
            Style::ProperName => look.rule = Some((RuleKind::ProperName, self.group())),
            Style::BookTitle => look.rule = Some((RuleKind::BookTitle, self.group())),
            Style::Underline => look.rule = Some((RuleKind::Underline, self.group())),
            Style::Strikethrough => look.strike = Some(self.group()),
            Style::TateChuYoko => look.setting = WantedSetting::Combined,
            Style::Upright => look.setting = WantedSetting::Upright,
            Style::Sideways => look.setting = WantedSetting::Sideways,
            Style::Spread(count) => look.spread = Some((*count, self.group())),
            Style::Small => look.size = look.size.scale(SMALL_SIZE.0, SMALL_SIZE.1),
            Style::Superscript => script(look, -1),
            Style::Subscript => script(look, 1),
            Style::NoBreak => look.breaks = Breaks::Forbidden,
            Style::Language(language) => look.language = language.clone(),
            // A note inside a note goes on as part of it.
            Style::Warichu | Style::HanDigits { .. } | Style::Index(_) | Style::Anchor(_) => {}
        }
    }

    fn push(&mut self, look: Look, kind: AtomKind<'a>) {
        self.looks.push(look);
        self.atoms.push(Atom { look: self.looks.len() - 1, kind });
    }

    /// Generated text: its numbers stand in one cell or upright in vertical lines, as the author's own do.
    fn push_generated(&mut self, look: &Look, text: &'a str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let is_digit = |character: char| character.is_ascii_digit();
            let end = rest.find(|character: char| is_digit(character) != is_digit(first)).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            let mut look = look.clone();
            if is_digit(first) {
                look.setting = if piece.len() == 2 { WantedSetting::Combined } else { WantedSetting::Upright };
            }
            self.push(look, AtomKind::Text { text: piece.into(), map: None });
            rest = after;
        }
    }

    fn link(&mut self, owner: Owner, target: String, note: Option<NodeId>) -> usize {
        self.links.push(LinkSource { owner, target, note });
        self.links.len() - 1
    }

    fn group(&mut self) -> u32 {
        self.groups += 1;
        self.groups
    }
}
