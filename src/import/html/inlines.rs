//! Inline elements.

use super::line::Blanks;
use super::line::Line;
use super::line::OBJECT;
use super::look::Look;
use super::look::looks_of;
use super::page::State;
use super::reader::Kind;
use super::reader::Reader;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::Style;
use crate::book::plain_text;
use crate::html::Declared;
use crate::html::Node;
use crate::unicode::Region;

/// Looks inside each other; what lies deeper is plain.
const DEEPEST_LOOK: usize = 12;

impl<'a> Reader<'a, '_> {
    /// The inlines inside an element.
    pub(super) fn inlines(&mut self, node: Node<'a>, line: &mut Line) {
        for child in node.children() {
            match child.text() {
                Some(text) => self.text(text, line),
                None if child.is_element() => {
                    let declared = self.declared(child);
                    if self.is_read(child, &declared) {
                        self.inline(child, &declared, line);
                    }
                }
                None => {}
            }
        }
    }

    pub(super) fn text(&mut self, text: &str, line: &mut Line) {
        let blanks = if self.lines_kept > 0 && !text.trim().is_empty() { Blanks::Lines } else { Blanks::Collapse };
        for _ in 0..line.text(text, blanks, &mut self.tree) {
            self.tally.simplified("characters that no format may hold, as 〓");
        }
    }

    pub(super) fn inline(&mut self, node: Node<'a>, declared: &Declared, line: &mut Line) {
        self.wait_for(node);
        let keeps_lines = matches!(declared.get("white-space"), Some("pre" | "pre-wrap" | "pre-line" | "break-spaces"));
        let collapses = matches!(declared.get("white-space"), Some("normal" | "nowrap"));
        let outer = self.lines_kept;
        self.lines_kept = if keeps_lines {
            1
        } else if collapses {
            0
        } else {
            outer
        };
        match node.name() {
            "br" => line.line_break(&mut self.tree),
            "wbr" => {}
            "img" | "image" => self.inline_picture(node, declared, line),
            "picture" => match node.descendants().find(|inner| inner.name() == "img") {
                Some(image) => self.inline_picture(image, declared, line),
                None => self.tally.dropped("pictures without address"),
            },
            "ruby" => self.ruby(node, line),
            "rp" => {}
            // A reading outside of ruby is text.
            "rt" | "rtc" | "rb" => self.inlines(node, line),
            "a" => self.link(node, declared, line),
            "code" | "kbd" | "samp" | "tt" => self.code(node, line),
            "q" => self.quoted(node, line),
            "svg" => self.drawing(node, line),
            "math" => self.maths(node, line),
            "audio" | "video" | "iframe" | "embed" | "frame" | "noembed" | "mp-common-videosnap" | "mpvoice" | "mpvideo" => {
                self.medium(node)
            }
            "object" | "canvas" => {
                self.tally.dropped("embedded objects");
                self.inlines(node, line);
            }
            "noscript" => self.noscript(node, line),
            _ => self.styled(node, declared, line),
        }
        self.lines_kept = outer;
    }

    fn styled(&mut self, node: Node<'a>, declared: &Declared, line: &mut Line) {
        if ["sidenote", "marginnote", "footnote-inline", "inline-footnote"].iter().any(|class| node.has_class(class)) {
            let language = self.tree.language.clone();
            let note = self.note(None, |reader| {
                reader.tree.language = language;
                let mut blocks = Vec::new();
                reader.flow(node, &mut blocks);
                blocks
            });
            return self.mark(note, line);
        }
        let mut looks = looks_of(node, declared, self.region());
        if self.kind == Kind::Own && is_automatic(&node.line()) {
            // The rule for numbers makes these anew.
            looks.retain(|look| !matches!(look, Look::Style(Style::TateChuYoko | Style::Upright | Style::Sideways)));
        }
        // A mark of a note is raised by its style.
        if looks.contains(&Look::Style(Style::Superscript)) && self.is_only_marks(node) {
            looks.retain(|look| *look != Look::Style(Style::Superscript));
        }
        if node.name() == "mark" {
            self.tally.simplified("highlighted text");
        }
        let language = self.language_of(node).map(|language| Look::Style(Style::Language(language)));
        let looks: Vec<Look> = language.into_iter().chain(looks).collect();
        self.look(node, looks, line);
    }

    /// What an element holds with looks around it.
    pub(super) fn look(&mut self, node: Node<'a>, looks: Vec<Look>, line: &mut Line) {
        let before = self.looks.len();
        for look in looks {
            if self.looks.len() < DEEPEST_LOOK && !self.looks.contains(&look) {
                line.open();
                self.looks.push(look);
            }
        }
        let language = self.looks[before..].iter().rev().find_map(|look| match look {
            Look::Style(Style::Language(language)) => Some(language.clone()),
            Look::Style(_) | Look::Emphasis | Look::Strong => None,
        });
        let outer = language.map(|language| std::mem::replace(&mut self.tree.language, language));
        self.inlines(node, line);
        if let Some(outer) = outer {
            self.tree.language = outer;
        }
        while self.looks.len() > before {
            let look = self.looks.pop().expect("there are more than before");
            let content = line.close();
            self.wrap_look(look, content, line);
        }
    }

    pub(super) fn wrap_look(&mut self, look: Look, content: Vec<Inline>, line: &mut Line) {
        let is_text = content.iter().any(|inline| !matches!(inline.kind, InlineKind::LineBreak | InlineKind::NoteMark { .. }));
        let is_cell = matches!(&look, Look::Style(Style::TateChuYoko | Style::Upright));
        if !is_text || (is_cell && plain_text(&content).trim().is_empty()) {
            return line.extend(content);
        }
        match look {
            Look::Emphasis => {
                self.tally.found("emphasis");
                line.wrapped(InlineKind::Emphasis(content), &mut self.tree);
            }
            Look::Strong => {
                self.tally.found("strong");
                line.wrapped(InlineKind::Strong(content), &mut self.tree);
            }
            Look::Style(style) => {
                match &style {
                    Style::EmphasisMarks(_) => self.tally.found("emphasis-marks"),
                    Style::TateChuYoko => self.tally.found("tate-chu-yoko"),
                    _ => {}
                }
                line.wrapped(InlineKind::Styled(style, content), &mut self.tree);
            }
        }
    }

    /// Whether nothing but marks of notes and links back stand in an element.
    fn is_only_marks(&self, node: Node<'_>) -> bool {
        let mut links = node.descendants().filter(|inner| inner.name() == "a").peekable();
        links.peek().is_some()
            && links.all(|link| self.notes.bodies.contains_key(&(self.page, link.index())) || self.here().state(link) == State::BackLink)
    }

    pub(super) fn mark(&mut self, note: Option<crate::book::NodeId>, line: &mut Line) {
        if let Some(note) = note {
            let inline = self.tree.inline(InlineKind::NoteMark { note });
            line.mark(inline);
        }
    }

    fn link(&mut self, node: Node<'a>, declared: &Declared, line: &mut Line) {
        if self.notes.bodies.contains_key(&(self.page, node.index())) {
            let note = self.note_of(node);
            if note.is_none() {
                self.tally.dropped_text("marks of empty notes", &node.line());
            }
            return self.mark(note, line);
        }
        let target = node.attribute("href").and_then(|href| self.target(href.trim()));
        if self.kind == Kind::Own && node.has_class("generated") {
            if let Some(target) = target.filter(|target| target.starts_with('\u{1}')) {
                let kind = InlineKind::Reference { target, page: false };
                line.object(kind, OBJECT, OBJECT, &mut self.tree);
            }
            return;
        }
        let Some(target) = target.filter(|_| self.in_link == 0) else { return self.styled(node, declared, line) };
        self.in_link += 1;
        line.open();
        self.styled(node, declared, line);
        let content = line.close();
        self.in_link -= 1;
        let is_text = content.iter().any(|inline| {
            let mut text = false;
            inline.walk(&mut |node| {
                text |= matches!(node.kind, InlineKind::Text(_) | InlineKind::Ruby(_) | InlineKind::Code(_) | InlineKind::Gaiji(_));
            });
            text
        });
        let has_note = content.iter().any(|inline| matches!(inline.kind, InlineKind::NoteMark { .. }));
        if !is_text || has_note {
            return line.extend(content);
        }
        self.tally.found("links");
        let title = node.attribute("title").map(clean).filter(|title| !title.is_empty() && *title != plain_text(&content));
        line.wrapped(InlineKind::Link { target, title, content }, &mut self.tree);
    }

    /// Where a link leads: an address, or a place in these documents behind U+0001, by document and id.
    fn target(&mut self, href: &str) -> Option<String> {
        let path = &self.pages[self.page].path;
        if let Some((page, id)) = self.targets.resolve(self.page, path, href) {
            // A link to the top of the page that it stands on leads nowhere.
            if page == self.page && id.is_none() {
                return None;
            }
            return Some(format!("\u{1}{page}\u{1}{}", id.unwrap_or_default()));
        }
        let address: String = href.chars().filter(|character| !character.is_control()).collect();
        let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            Some("http" | "https" | "mailto" | "tel" | "urn" | "doi") => Some(address.replace(' ', "%20")),
            Some(scheme) if scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+') => {
                self.tally.dropped("addresses of links that mean nothing to a reader");
                None
            }
            _ => {
                let whole = self.address.as_deref().and_then(|base| absolute(base, &address));
                if whole.is_none() {
                    self.tally.dropped("addresses of links to other files");
                }
                whole
            }
        }
    }

    fn code(&mut self, node: Node<'a>, line: &mut Line) {
        let text = clean(&node.all_text());
        if text.is_empty() {
            return self.inlines(node, line);
        }
        let illegal = text.chars().any(|character| !super::line::is_legal(character));
        if illegal || node.descendants().any(|inner| inner.is(&["ruby", "img"])) {
            return self.inlines(node, line);
        }
        self.tally.found("code");
        let first = text.chars().next().unwrap_or(OBJECT);
        let last = text.chars().next_back().unwrap_or(OBJECT);
        let run = self.tree.run(text);
        line.object(InlineKind::Code(run), first, last, &mut self.tree);
    }

    /// `<q>`, whose marks a browser writes.
    fn quoted(&mut self, node: Node<'a>, line: &mut Line) {
        let (open, close) = match self.region() {
            Region::Taiwan | Region::HongKong | Region::Japan => ("「", "」"),
            Region::Mainland | Region::Korea | Region::Western => ("“", "”"),
        };
        self.tally.simplified("quotation marks that the browser writes");
        self.text(open, line);
        self.inlines(node, line);
        self.text(close, line);
    }

    fn maths(&mut self, node: Node<'a>, line: &mut Line) {
        let alternative = node.attribute("alttext").or_else(|| node.attribute("aria-label")).map(clean).filter(|text| !text.is_empty());
        let annotation = node.descendants().find(|inner| inner.name() == "annotation").map(|inner| clean(&inner.all_text()));
        let text = alternative.or(annotation).unwrap_or_else(|| clean(&node.all_text()));
        self.tally.simplified("formulas, as text");
        self.text(&text, line);
    }

    fn medium(&mut self, node: Node<'_>) {
        let address = ["src", "data-src", "data", "href"].iter().find_map(|name| node.attribute(name));
        let address = address.or_else(|| node.descendants().find_map(|inner| inner.attribute("src"))).unwrap_or_default();
        let short: String = address.chars().take(200).collect();
        self.tally.dropped_text("sound, film and frames", &short);
    }
}

/// Whether text is a number as the rule for vertical lines sets it by itself.
fn is_automatic(text: &str) -> bool {
    text.chars().any(|character| character.is_ascii_digit())
        && text.chars().all(|character| character.is_ascii_alphanumeric() || "+-.,/%:!?".contains(character))
}

/// Text on one line.
pub fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The whole address of a relative one.
pub fn absolute(base: &str, relative: &str) -> Option<String> {
    let (scheme, rest) = base.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    let (host, path) = rest.split_once('/').map_or((rest, ""), |(host, path)| (host, path));
    if let Some(rest) = relative.strip_prefix("//") {
        return Some(format!("{scheme}://{rest}"));
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let (relative, tail) = relative.find(['?', '#']).map_or((relative, ""), |at| relative.split_at(at));
    let folder = if relative.starts_with('/') { "" } else { path.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let joined = if relative.is_empty() { path.to_owned() } else { parts.join("/") };
    let slash = if relative.ends_with('/') && !joined.is_empty() { "/" } else { "" };
    Some(format!("{scheme}://{host}/{joined}{slash}{tail}").replace(' ', "%20"))
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[test]
    fn relative_addresses_are_made_whole() {
        let base = "https://example.org/a/b.html?c=1";
        for (relative, whole) in [
            ("c.html", "https://example.org/a/c.html"),
            ("../d/", "https://example.org/d/"),
            ("/e?f=g#h", "https://example.org/e?f=g#h"),
            ("//cdn.example.org/i", "https://cdn.example.org/i"),
            ("#j", "https://example.org/a/b.html#j"),
        ] {
            assert_eq!(absolute(base, relative).as_deref(), Some(whole), "{relative}");
        }
        assert_eq!(absolute("file:///a", "b"), None);
    }
}
