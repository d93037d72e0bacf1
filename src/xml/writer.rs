//! Writing.

use quick_xml::Writer as EventWriter;
use quick_xml::events::{BytesDecl, BytesEnd, BytesPI, BytesStart, BytesText, Event};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How elements are laid out in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// No white space but that of the text: content documents, where a line end would show as a gap between Han characters.
    Inline,
    /// One element a line, two spaces a level: package documents, NCX, XMP. Elements hold either text or elements.
    Indented,
}

/// A finished document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// UTF-8, without a byte order mark, ending in a line end.
    pub text: String,
    /// Characters that XML 1.0 cannot say and that were left out, each with how often it occurred.
    pub removed: BTreeMap<char, usize>,
}

/// Writes one document. Every value is escaped here and nowhere else; [`Writer::close`] knows which element is open.
pub struct Writer {
    events: EventWriter<Vec<u8>>,
    open: Vec<String>,
    removed: BTreeMap<char, usize>,
}

/// Whether the character may stand in a document: XML 1.0 production 2, without the controls U+007F to U+009F that it discourages.
pub fn is_xml_character(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\u{FFFE}' | '\u{FFFF}' | '\u{7F}'..='\u{9F}' => false,
        character => character >= ' ',
    }
}

impl Writer {
    /// A document without an XML declaration.
    pub fn new(layout: Layout) -> Writer {
        let events = match layout {
            Layout::Inline => EventWriter::new(Vec::new()),
            Layout::Indented => EventWriter::new_with_indent(Vec::new(), b' ', 2),
        };
        Writer { events, open: Vec::new(), removed: BTreeMap::new() }
    }

    /// A document that begins with `<?xml version="1.0" encoding="UTF-8"?>` on a line of its own.
    pub fn with_declaration(layout: Layout) -> Writer {
        let mut writer = Writer::new(layout);
        writer.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        if layout == Layout::Inline {
            writer.line_end();
        }
        writer
    }

    /// `<!DOCTYPE html>` on a line of its own.
    pub fn html_doctype(&mut self) {
        self.event(Event::DocType(BytesText::from_escaped("html")));
        self.line_end();
    }

    /// A processing instruction; `content` is written as it stands.
    pub fn instruction(&mut self, content: &str) {
        self.event(Event::PI(BytesPI::new(content)));
    }

    /// Begins an element.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = self.start(name, attributes);
        self.event(Event::Start(start));
        self.open.push(name.to_owned());
    }

    /// Ends the innermost open element.
    pub fn close(&mut self) {
        let name = self.open.pop().expect("the caller closes what it opened");
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// `<name …/>`
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = self.start(name, attributes);
        self.event(Event::Empty(start));
    }

    /// Text content.
    pub fn text(&mut self, text: &str) {
        let text = self.allowed(text);
        self.event(Event::Text(BytesText::from_escaped(quick_xml::escape::partial_escape(text))));
    }

    /// An element that holds only text; `<name></name>` when the text is empty.
    pub fn element(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    /// A line end that carries no meaning: only between blocks.
    pub fn line_end(&mut self) {
        self.events.get_mut().push(b'\n');
    }

    /// Appends `content` as it stands, such as a document part that another writer made; it must be well formed.
    pub fn well_formed(&mut self, content: &str) {
        self.events.get_mut().extend_from_slice(content.as_bytes());
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Bytes written so far.
    pub fn size(&self) -> usize {
        self.events.get_ref().len()
    }

    /// Closes what is open and hands the document out.
    pub fn finish(mut self) -> Document {
        while !self.open.is_empty() {
            self.close();
        }
        let mut text = String::from_utf8(self.events.into_inner()).expect("only strings were written");
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Document { text, removed: self.removed }
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) -> BytesStart<'static> {
        let mut start = BytesStart::new(name.to_owned());
        for (key, value) in attributes {
            let value = self.allowed(value);
            start.push_attribute((*key, value.as_ref()));
        }
        start
    }

    /// The text without characters that XML cannot say, which are counted.
    fn allowed<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        if text.chars().all(is_xml_character) {
            return Cow::Borrowed(text);
        }
        let mut kept = String::with_capacity(text.len());
        for character in text.chars() {
            if is_xml_character(character) {
                kept.push(character);
            } else {
                *self.removed.entry(character).or_default() += 1;
            }
        }
        Cow::Owned(kept)
    }

    fn event(&mut self, event: Event<'_>) {
        self.events.write_event(event).expect("writing to memory cannot fail");
    }
}

#[cfg(test)]
mod tests {
    use super::{Layout, Writer};

    #[test]
    fn markup_in_text_and_attributes_is_escaped() {
        let mut writer = Writer::new(Layout::Inline);
        writer.element("p", &[("title", "a\"<b>&\n")], "x < y & z");
        assert_eq!(writer.finish().text, "<p title=\"a&quot;&lt;b&gt;&amp;&#10;\">x &lt; y &amp; z</p>\n");
    }

    #[test]
    fn inline_layout_adds_no_white_space() {
        let mut writer = Writer::new(Layout::Inline);
        writer.open("ruby", &[]);
        writer.text("漢");
        writer.element("rt", &[], "かん");
        writer.close();
        writer.empty("br", &[]);
        assert_eq!(writer.finish().text, "<ruby>漢<rt>かん</rt></ruby><br/>\n");
    }

    #[test]
    fn indented_layout_puts_one_element_on_a_line() {
        let mut writer = Writer::with_declaration(Layout::Indented);
        writer.open("a", &[]);
        writer.element("b", &[], "一");
        writer.empty("c", &[("d", "1")]);
        writer.close();
        assert_eq!(writer.finish().text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n  <b>一</b>\n  <c d=\"1\"/>\n</a>\n");
    }

    /// XML 1.0, production 2.
    #[test]
    fn characters_that_xml_cannot_say_are_left_out_and_counted() {
        let mut writer = Writer::new(Layout::Inline);
        writer.element("p", &[("title", "\u{B}t")], "一\u{1}二\u{1}\t");
        let document = writer.finish();
        assert_eq!(document.text, "<p title=\"t\">一二\t</p>\n");
        assert_eq!(document.removed.into_iter().collect::<Vec<_>>(), [('\u{1}', 2), ('\u{B}', 1)]);
    }

    #[test]
    fn what_is_left_open_is_closed() {
        let mut writer = Writer::new(Layout::Inline);
        writer.open("a", &[]);
        writer.open("b", &[]);
        assert_eq!(writer.depth(), 2);
        assert_eq!(writer.finish().text, "<a><b></b></a>\n");
    }
}
