//! Inlines back to the manuscript language.

use std::collections::BTreeSet;

use super::attributes::quote_value;
use super::notes::PLACEMENTS;
use super::spans::CLASSES;
use super::spans::MARKS;
use crate::book::BlockKind;
use crate::book::EmphasisMarks;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Note;
use crate::book::PictureFile;
use crate::book::Ruby;
use crate::book::Style;

/// Where the inlines stand, which decides how a line end is written and what must be escaped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    /// A paragraph of verse or dialogue, whose line ends are line breaks.
    Lines,
    /// A heading, caption or title, which is one line.
    Line,
    Cell,
}

/// Writes inlines; knows the notes that they mark.
pub(super) struct InlineWriter<'a> {
    notes: &'a [Note],
    /// Notes whose placement has been written.
    marked: BTreeSet<NodeId>,
}

impl<'a> InlineWriter<'a> {
    pub fn new(notes: &'a [Note]) -> InlineWriter<'a> {
        InlineWriter { notes, marked: BTreeSet::new() }
    }

    /// The inlines as they are written at a place.
    pub fn write(&mut self, inlines: &[Inline], place: Place) -> String {
        let mut out = String::new();
        self.sequence(inlines, place, &mut out);
        let out = protect_lines(&out, place);
        if place == Place::Cell { out.replace('|', "\\|") } else { out }
    }

    fn sequence(&mut self, inlines: &[Inline], place: Place, out: &mut String) {
        for (at, inline) in inlines.iter().enumerate() {
            match &inline.kind {
                InlineKind::Text(run) => escape(&run.text, place, out),
                InlineKind::Ruby(ruby) => write_ruby(ruby, place, out),
                InlineKind::Emphasis(content) => self.emphasis(content, "*", ".em", place, out),
                InlineKind::Strong(content) => self.emphasis(content, "**", ".strong", place, out),
                InlineKind::Styled(style, content) => self.bracketed(content, &attribute(style), place, out),
                InlineKind::Code(run) => write_code(&run.text, out),
                InlineKind::Link { target, title, content } => {
                    out.push('[');
                    self.sequence(content, place, out);
                    let title = title.as_ref().map(|title| format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\"")));
                    out.push_str(&format!("]({}{})", destination(target), title.unwrap_or_default()));
                }
                InlineKind::Reference { target, page } => {
                    out.push_str(&format!("[]({}){}", destination(&format!("#{target}")), if *page { "{.page}" } else { "" }));
                }
                InlineKind::NoteMark { note } => self.note_mark(*note, place, out),
                InlineKind::Picture(file) => out.push_str(&write_picture(file, "", &[])),
                InlineKind::Gaiji(file) => out.push_str(&write_picture(file, "", &[".gaiji".to_owned()])),
                InlineKind::LineBreak => {
                    let last = at + 1 == inlines.len();
                    let again =
                        inlines.get(at + 1).is_some_and(|next| next.kind == InlineKind::LineBreak) || out.ends_with('\n') || out.is_empty();
                    match place {
                        Place::Paragraph if !last && !again => out.push_str("\\\n"),
                        Place::Lines if !last && !again => out.push('\n'),
                        Place::Paragraph | Place::Lines | Place::Line | Place::Cell => out.push_str("<br>"),
                    }
                }
            }
        }
    }

    /// With asterisks where nothing around them is in doubt, else as a bracketed span.
    fn emphasis(&mut self, content: &[Inline], marks: &str, class: &str, place: Place, out: &mut String) {
        let is_plain = |inline: Option<&Inline>, edge: fn(&str) -> Option<char>| match inline.map(|inline| &inline.kind) {
            Some(InlineKind::Text(run)) => edge(&run.text).is_some_and(char::is_alphanumeric),
            _ => false,
        };
        let clear = is_plain(content.first(), |text| text.chars().next()) && is_plain(content.last(), |text| text.chars().next_back());
        // Asterisks inside asterisks pair otherwise, however deep they lie.
        let mut nested = false;
        for inline in content {
            inline.walk(&mut |node| nested |= matches!(node.kind, InlineKind::Emphasis(_) | InlineKind::Strong(_)));
        }
        if !clear || nested || out.ends_with('*') {
            self.bracketed(content, class, place, out);
            return;
        }
        out.push_str(marks);
        self.sequence(content, place, out);
        out.push_str(marks);
    }

    fn bracketed(&mut self, content: &[Inline], attribute: &str, place: Place, out: &mut String) {
        out.push('[');
        self.sequence(content, place, out);
        out.push_str(&format!("]{{{attribute}}}"));
    }

    fn note_mark(&mut self, id: NodeId, place: Place, out: &mut String) {
        let Some(note) = self.notes.iter().find(|note| note.id == id) else { return };
        let first = self.marked.insert(id);
        let placement = note.placement.filter(|_| first).and_then(|placement| PLACEMENTS.iter().find(|(_, kind)| *kind == placement));
        match (&note.label, &note.blocks[..]) {
            (Some(label), _) => out.push_str(&format!("[^{label}]")),
            (None, [block]) if matches!(block.kind, BlockKind::Paragraph(_)) => {
                let BlockKind::Paragraph(content) = &block.kind else { return };
                out.push_str("^[");
                let inner = if place == Place::Cell { Place::Cell } else { Place::Line };
                self.sequence(content, inner, out);
                out.push(']');
            }
            (None, _) => out.push_str(&format!("[^{}]", generated_label(self.notes, id))),
        }
        if let Some((class, _)) = placement {
            out.push_str(&format!("{{.{class}}}"));
        }
    }
}

/// A label for a note that has none and is more than a paragraph.
pub(super) fn generated_label(notes: &[Note], id: NodeId) -> String {
    let number = notes.iter().position(|note| note.id == id).map_or(0, |at| at + 1);
    format!("note-{number}")
}

/// The attribute that gives a style.
fn attribute(style: &Style) -> String {
    match style {
        Style::EmphasisMarks(EmphasisMarks::Region) => ".dots".to_owned(),
        Style::EmphasisMarks(marks) => {
            let name = MARKS.iter().find(|(_, kind)| kind == marks).map_or("dot", |(name, _)| *name);
            format!("dots={name}")
        }
        Style::HanDigits { always: true } => ".han=always".to_owned(),
        Style::Spread(em) => format!("spread={em}"),
        Style::Index(entry) => format!("index={}", quote_value(entry)),
        Style::Language(language) => format!("lang={language}"),
        Style::Anchor(identifier) => format!("#{identifier}"),
        Style::ProperName
        | Style::BookTitle
        | Style::TateChuYoko
        | Style::Upright
        | Style::Sideways
        | Style::HanDigits { always: false }
        | Style::Warichu
        | Style::Small
        | Style::Superscript
        | Style::Subscript
        | Style::Underline
        | Style::Strikethrough
        | Style::NoBreak => {
            let name = CLASSES.iter().find(|(_, kind)| kind == style).map_or("small", |(name, _)| *name);
            format!(".{name}")
        }
    }
}

/// Text with a backslash before what would be notation.
fn escape(text: &str, place: Place, out: &mut String) {
    for c in text.chars() {
        let notation =
            matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '<' | '&' | '$' | '^' | '!') || (c == '#' && place == Place::Line);
        if notation {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Escapes what would be a block's beginning at the start of a line, and white space that would be lost.
fn protect_lines(text: &str, place: Place) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| protect_line(line, place)).collect();
    lines.join("\n")
}

fn protect_line(line: &str, place: Place) -> String {
    let mut line = line.to_owned();
    if line.ends_with(' ') {
        line.replace_range(line.len() - 1.., "&#32;");
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let first = line.chars().next();
    match first {
        Some(' ') => line.replace_range(..1, "&#32;"),
        Some('\t') => line.replace_range(..1, "&#9;"),
        _ if place == Place::Cell => {}
        Some('\u{3000}') if place == Place::Paragraph => line.replace_range(..3, "&#x3000;"),
        Some('#' | '>' | '-' | '+' | '=' | '~' | ':' | '|') => line.insert(0, '\\'),
        Some('\u{2014}' | '\u{2015}' | '\u{2500}') if place == Place::Paragraph => {
            // Two dashes would begin the source of a quotation.
            let dash = first.map_or(0, char::len_utf8);
            let code = first.map_or(0, |c| c as u32);
            line.replace_range(..dash, &format!("&#x{code:X};"));
        }
        Some(_) if digits > 0 && line[digits..].starts_with(['.', ')']) => line.insert(digits, '\\'),
        _ => {}
    }
    line
}

fn write_code(text: &str, out: &mut String) {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let ticks = "`".repeat(longest + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    out.push_str(&format!("{ticks}{pad}{text}{pad}{ticks}"));
}

fn write_ruby(ruby: &Ruby, place: Place, out: &mut String) {
    let is_simple = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| c.is_alphanumeric() || (!c.is_ascii() && !c.is_whitespace()) || matches!(c, '-' | '.' | '\''))
    };
    let one_each = ruby.segments.len() == 1 || ruby.segments.iter().all(|segment| segment.base.text.chars().count() == 1);
    let simple = ruby.segments.iter().all(|segment| is_simple(&segment.base.text) && is_simple(&segment.reading.text));
    let base: String = ruby.segments.iter().map(|segment| segment.base.text.as_str()).collect();
    let readings: Vec<&str> = ruby.segments.iter().map(|segment| segment.reading.text.as_str()).collect();
    if ruby.under.is_none() && simple && one_each && place != Place::Cell {
        out.push_str(&format!("{{{base}|{}}}", readings.join("|")));
        return;
    }
    if ruby.under.is_some() || (one_each && simple) {
        out.push('[');
        escape(&base, place, out);
        out.push_str("]{");
        let has_reading = readings.iter().any(|reading| !reading.is_empty());
        if has_reading {
            out.push_str(&format!("ruby=\"{}\"", readings.join(",").replace('"', "\\\"")));
        }
        if let Some(under) = &ruby.under {
            let gap = if has_reading { " " } else { "" };
            out.push_str(&format!("{gap}under={}", quote_value(&under.text)));
        }
        out.push('}');
        return;
    }
    out.push_str("<ruby>");
    for segment in &ruby.segments {
        escape(&segment.base.text, place, out);
        out.push_str("<rt>");
        escape(&segment.reading.text, place, out);
        out.push_str("</rt>");
    }
    out.push_str("</ruby>");
}

/// A link's or picture's destination.
fn destination(target: &str) -> String {
    let plain = !target.is_empty()
        && target.chars().all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '(' | ')' | '<' | '>' | '\\' | '&'));
    if plain || target.is_empty() {
        return target.to_owned();
    }
    let escaped: String = target
        .chars()
        .flat_map(|c| match c {
            '<' | '>' | '\\' | '&' => vec!['\\', c],
            '\n' | '\r' => vec![' '],
            c => vec![c],
        })
        .collect();
    format!("<{escaped}>")
}

/// A picture with its title and further attributes.
pub(super) fn write_picture(file: &PictureFile, title: &str, attributes: &[String]) -> String {
    let mut alternative = String::new();
    escape(&file.alternative, Place::Line, &mut alternative);
    let mut list: Vec<String> = Vec::new();
    if file.decorative {
        list.push(".decorative".to_owned());
    }
    list.extend_from_slice(attributes);
    let title = if title.is_empty() { String::new() } else { format!(" \"{title}\"") };
    let list = if list.is_empty() { String::new() } else { format!("{{{}}}", list.join(" ")) };
    // A title needs a destination before it, if only an empty one.
    if file.path.is_empty() && !title.is_empty() {
        return format!("![{alternative}](<>{title}){list}");
    }
    // A percent sign in a path would be read as the start of an encoded byte.
    format!("![{alternative}]({}{title}){list}", destination(&file.path.replace('%', "%25")))
}
