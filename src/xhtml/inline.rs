//! Running text.

use super::content::ReadingMarkup;
use super::document::Attributes;
use super::document::DocumentWriter;
use super::document::LinkState;
use crate::book::EmphasisMarks;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NOTE_BRACKETS;
use crate::book::NodeId;
use crate::book::NoteBrackets;
use crate::book::PictureFile;
use crate::book::Ruby;
use crate::book::RubyScript;
use crate::book::Style;
use crate::book::TextRun;
use crate::geom::WritingMode;
use crate::resolve::NotePlace;
use crate::unicode::Language;
use crate::unicode::Region;

/// Schemes that a link may have in a publication; anything else could run code or means nothing to a reader.
const SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "urn", "doi"];

impl DocumentWriter<'_> {
    pub fn inlines(&mut self, content: &[Inline]) {
        for (index, inline) in content.iter().enumerate() {
            match &inline.kind {
                InlineKind::Styled(Style::Warichu, note) => self.warichu(note, NoteBrackets::of(content, index)),
                InlineKind::Styled(style @ (Style::ProperName | Style::BookTitle), name) => {
                    let follows = index.checked_sub(1).is_some_and(|before| is_name(&content[before]));
                    self.name(style, name, follows);
                }
                InlineKind::Text(_)
                | InlineKind::Ruby(_)
                | InlineKind::Emphasis(_)
                | InlineKind::Strong(_)
                | InlineKind::Styled(_, _)
                | InlineKind::Code(_)
                | InlineKind::Link { .. }
                | InlineKind::Reference { .. }
                | InlineKind::NoteMark { .. }
                | InlineKind::Picture(_)
                | InlineKind::Gaiji(_)
                | InlineKind::LineBreak => self.inline(inline),
            }
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(run) => self.run(inline.id, run),
            InlineKind::Ruby(ruby) => {
                self.before_unbreakable(inline);
                self.ruby(ruby);
            }
            InlineKind::Emphasis(content) => {
                let western = self.language().region() == Region::Western;
                let attributes = if western { Attributes::new().class("western") } else { Attributes::new() };
                self.wrapped("em", attributes, content);
            }
            InlineKind::Strong(content) => self.wrapped("strong", Attributes::new(), content),
            InlineKind::Styled(style, content) => self.styled(inline, style, content),
            InlineKind::Code(run) => {
                self.release_marks();
                self.open("code", Attributes::new());
                self.run(inline.id, run);
                self.close();
            }
            InlineKind::Link { target, title, content } => self.link(inline, target, title.as_deref(), content),
            InlineKind::Reference { target, page } => self.reference(inline.id, target, *page),
            InlineKind::NoteMark { note } => self.note_mark(inline.id, *note),
            InlineKind::Picture(file) => self.inline_picture(inline.id, file, "picture"),
            InlineKind::Gaiji(file) => self.inline_picture(inline.id, file, "gaiji"),
            InlineKind::LineBreak => self.empty("br", Attributes::new()),
        }
    }

    /// An inline note as small text between brackets of the text's size, the author's or else added ones: two rows need what
    /// reading systems do not have.
    fn warichu(&mut self, note: &[Inline], brackets: NoteBrackets) {
        self.release_marks();
        let added = brackets == NoteBrackets::Missing && !note.is_empty();
        if added {
            self.generated(NOTE_BRACKETS[0]);
        }
        self.wrapped("span", Attributes::new().class("warichu"), note);
        if added {
            self.generated(NOTE_BRACKETS[1]);
        }
    }

    /// A name or a title; one that directly follows another is told apart from it.
    fn name(&mut self, style: &Style, content: &[Inline], follows: bool) {
        let (element, class) = if *style == Style::BookTitle { ("cite", "title") } else { ("u", "name") };
        let class = if follows { format!("{class} next") } else { class.to_owned() };
        self.wrapped(element, Attributes::new().class(&class), content);
    }

    /// Text in its language.
    fn run(&mut self, node: NodeId, run: &TextRun) {
        if *self.language() == run.language {
            return self.text_of(node, &run.text);
        }
        self.release_marks();
        let attributes = self.language_change(Attributes::new(), &run.language);
        self.open("span", attributes);
        self.text_of(node, &run.text);
        self.close();
    }

    fn wrapped(&mut self, name: &str, attributes: Attributes, content: &[Inline]) {
        self.release_marks();
        self.open(name, attributes);
        self.inlines(content);
        self.close();
    }

    /// No marker may stand inside: those of the node and of what it holds stand before it.
    fn before_unbreakable(&mut self, inline: &Inline) {
        let marks = self.marks.take_all(inline);
        self.hold(marks);
        self.release_marks();
    }

    /// Bases and readings in turn, as HTML has it; no brackets for readers without ruby, which would enter the text.
    fn ruby(&mut self, ruby: &Ruby) {
        if self.input.readings == ReadingMarkup::Omitted {
            for segment in &ruby.segments {
                self.xml.text(&segment.base.text);
            }
            return;
        }
        let class = match ruby.script {
            RubyScript::Kana => "kana",
            RubyScript::Bopomofo => "bopomofo",
            RubyScript::Latin => "latin",
            RubyScript::Han => "han",
        };
        let language = ruby.segments.first().map_or_else(|| self.language().clone(), |segment| segment.base.language.clone());
        if ruby.under.is_some() {
            let attributes = self.language_change(Attributes::new().class("gloss"), &language);
            self.open("ruby", attributes);
        }
        let attributes = Attributes::new().class(class);
        let attributes = if ruby.under.is_some() { attributes } else { self.language_change(attributes, &language) };
        self.open("ruby", attributes);
        for segment in &ruby.segments {
            self.xml.text(&segment.base.text);
            self.reading(&segment.reading, &language);
        }
        self.close();
        if let Some(under) = &ruby.under {
            self.reading(under, &language);
            self.close();
        }
    }

    fn reading(&mut self, reading: &TextRun, base: &Language) {
        let attributes = if reading.language == *base {
            Attributes::new()
        } else {
            Attributes::new().with("lang", reading.language.as_str()).with("xml:lang", reading.language.as_str())
        };
        let parentheses = self.input.readings == ReadingMarkup::Parentheses;
        if parentheses {
            self.xml.element("rp", &[], "（");
        }
        self.open("rt", attributes);
        self.xml.text(&reading.text);
        self.close();
        if parentheses {
            self.xml.element("rp", &[], "）");
        }
    }

    fn styled(&mut self, inline: &Inline, style: &Style, content: &[Inline]) {
        let class = |name: &str| Attributes::new().class(name);
        match style {
            Style::EmphasisMarks(marks) => self.wrapped("em", class(&format!("marks {}", marks_class(*marks))), content),
            Style::ProperName | Style::BookTitle => self.name(style, content, false),
            Style::TateChuYoko => {
                self.before_unbreakable(inline);
                self.wrapped("span", class("tcy"), content);
            }
            Style::Upright => {
                self.before_unbreakable(inline);
                self.wrapped("span", class("upright"), content);
            }
            Style::Sideways => self.wrapped("span", class("sideways"), content),
            Style::Index(_) => self.wrapped("span", Attributes::new().class("indexed").maybe("id", self.id(inline.id)), content),
            Style::HanDigits { .. } => self.inlines(content),
            Style::Warichu => self.warichu(content, NoteBrackets::Missing),
            Style::Spread(width) => self.wrapped("span", class("spread").with("style", format!("min-inline-size: {width}em")), content),
            Style::Small => self.wrapped("small", Attributes::new(), content),
            Style::Superscript => self.wrapped("sup", Attributes::new(), content),
            Style::Subscript => self.wrapped("sub", Attributes::new(), content),
            Style::Underline => self.wrapped("u", Attributes::new(), content),
            Style::Strikethrough => self.wrapped("s", Attributes::new(), content),
            Style::NoBreak => self.wrapped("span", class("nobreak"), content),
            Style::Language(language) => {
                self.release_marks();
                let attributes = self.language_change(Attributes::new(), language);
                self.open("span", attributes);
                self.in_language(language, |writer| writer.inlines(content));
                self.close();
            }
            Style::Anchor(_) => {
                let id = self.id(inline.id);
                self.wrapped("span", Attributes::new().maybe("id", id), content);
            }
        }
    }

    /// Text that the manuscript does not have.
    pub fn generated(&mut self, text: &str) {
        self.open("span", Attributes::new().class("generated"));
        self.xml.text(text);
        self.close();
    }

    fn link(&mut self, inline: &Inline, target: &str, title: Option<&str>, content: &[Inline]) {
        let address = match target.strip_prefix('#') {
            Some(identifier) => self.input.resolved.target(identifier).and_then(|node| self.address(node)),
            None => outside_address(target),
        };
        let (Some(address), LinkState::Outside) = (address, &self.link) else {
            return self.inlines(content);
        };
        self.release_marks();
        let attributes = Attributes::new().maybe("id", self.id(inline.id)).with("href", address).maybe("title", title);
        self.open("a", attributes);
        self.link = LinkState::Inside(Vec::new());
        self.inlines(content);
        self.close();
        if let LinkState::Inside(waiting) = std::mem::replace(&mut self.link, LinkState::Outside) {
            waiting.into_iter().for_each(|(mark, note)| self.note_mark(mark, note));
        }
    }

    fn reference(&mut self, node: NodeId, target: &str, page: bool) {
        let Some(found) = self.input.resolved.target(target) else { return };
        let label = match page {
            true => self.input.page_map.and_then(|map| map.headings.get(&found)).cloned(),
            false => None,
        };
        let Some(text) = label.or_else(|| self.input.resolved.references.get(&node).cloned()) else { return };
        self.release_marks();
        match (self.address(found), &self.link) {
            (Some(address), LinkState::Outside) => {
                self.open("a", Attributes::new().class("generated").with("href", address));
                self.xml.text(&text);
                self.close();
            }
            _ => self.generated(&text),
        }
    }

    fn note_mark(&mut self, mark: NodeId, note: NodeId) {
        if let LinkState::Inside(waiting) = &mut self.link {
            return waiting.push((mark, note));
        }
        if self.input.resolved.note_place(note) == NotePlace::Inline
            && let Some(note) = self.notes.get(&note).copied()
        {
            return self.note_in_line(note);
        }
        let Some(number) = self.input.resolved.note_label(note) else { return };
        let Some(address) = self.address(note) else { return };
        self.release_marks();
        let attributes = Attributes::new().class("note-mark generated").maybe("id", self.id(mark));
        let attributes = attributes.with("epub:type", "noteref").with("role", "doc-noteref").with("href", address);
        self.open("a", attributes);
        self.note_number(number);
        self.close();
    }

    /// A note's number: upright in vertical text.
    pub fn note_number(&mut self, number: &str) {
        match (self.direction, number.len()) {
            (WritingMode::VerticalRl, 1..=2) => {
                self.open("span", Attributes::new().class("tcy"));
                self.xml.text(number);
                self.close();
            }
            _ => self.xml.text(number),
        }
    }

    fn inline_picture(&mut self, node: NodeId, file: &PictureFile, class: &str) {
        self.hold_marks(node);
        self.release_marks();
        match self.input.pictures.get(&file.path) {
            Some(picture) => {
                let attributes = Attributes::new().class(class).with("src", format!("{}{}", self.up(), picture.href));
                self.empty("img", described(attributes, file));
            }
            None if file.alternative.is_empty() => {}
            None if class == "gaiji" => self.xml.text(&file.alternative),
            None => self.generated(&file.alternative),
        }
    }
}

/// The alternative text, or the mark of a decoration.
pub fn described(attributes: Attributes, file: &PictureFile) -> Attributes {
    if file.decorative { attributes.with("alt", "").with("role", "presentation") } else { attributes.with("alt", file.alternative.clone()) }
}

fn is_name(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::Styled(Style::ProperName | Style::BookTitle, _))
}

fn marks_class(marks: EmphasisMarks) -> &'static str {
    match marks {
        EmphasisMarks::Region => "region",
        EmphasisMarks::Dot => "dot",
        EmphasisMarks::OpenDot => "open-dot",
        EmphasisMarks::Circle => "circle",
        EmphasisMarks::OpenCircle => "open-circle",
        EmphasisMarks::Sesame => "sesame",
        EmphasisMarks::OpenSesame => "open-sesame",
        EmphasisMarks::DoubleCircle => "double-circle",
        EmphasisMarks::Fisheye => "fisheye",
        EmphasisMarks::Triangle => "triangle",
        EmphasisMarks::OpenTriangle => "open-triangle",
        EmphasisMarks::Saltire => "saltire",
    }
}

/// The address of something outside the book, with what a URL may not hold percent-encoded; none when its scheme is not allowed.
fn outside_address(target: &str) -> Option<String> {
    let (scheme, rest) = target.split_once(':')?;
    let allowed = SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) && !rest.is_empty();
    if !allowed {
        return None;
    }
    let mut address = String::with_capacity(target.len());
    for (at, character) in target.char_indices() {
        let broken_percent = character == '%' && !target[at + 1..].bytes().take(2).filter(u8::is_ascii_hexdigit).count().eq(&2);
        if broken_percent || character.is_control() || matches!(character, ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}') {
            for byte in character.to_string().bytes() {
                address.push_str(&format!("%{byte:02X}"));
            }
        } else {
            address.push(character);
        }
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::outside_address;

    #[test]
    fn addresses_are_valid_and_harmless() {
        assert_eq!(outside_address("https://example.org/a b?c=100%").as_deref(), Some("https://example.org/a%20b?c=100%25"));
        assert_eq!(outside_address("https://example.org/%E4%B8%80/書").as_deref(), Some("https://example.org/%E4%B8%80/書"));
        assert_eq!(outside_address("javascript:alert(1)"), None);
        assert_eq!(outside_address("other.html"), None);
    }
}
