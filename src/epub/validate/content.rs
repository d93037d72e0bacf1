//! Content documents: XHTML and SVG (EPUB 3.3, 6).

use super::address;
use super::elements;
use super::elements::Content;
use super::elements::Element;
use super::elements::Place;
use super::fault::Faults;
use super::style;
use super::times;
use super::uses::References;
use super::uses::Use;
use super::vocabulary::is_name;
use crate::xml::Tag;
use crate::xml::Token;
use crate::xml::scan;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Deeper than any document that is read.
const DEPTH: usize = 500;

/// Namespaces of the two bodies that make the rules; others of theirs are not for authors' attributes (EPUB 3.3, 6.1.3).
const KNOWN_NAMESPACES: &[&str] = &[
    "http://www.w3.org/1999/xhtml",
    "http://www.idpf.org/2007/ops",
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/XML/1998/namespace",
    "http://www.w3.org/2001/xml-events",
    "http://www.w3.org/2001/10/synthesis",
    "http://www.w3.org/2001/XMLSchema",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
];

/// What a content document holds as far as other documents are concerned.
#[derive(Debug, Default)]
pub struct Document {
    pub ids: BTreeSet<String>,
    pub references: References,
    pub has_svg: bool,
    pub has_mathml: bool,
    pub has_script: bool,
    pub has_switch: bool,
    /// Relative addresses go by this place outside the container.
    pub remote_base: bool,
}

/// Which names an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    Html,
    Svg,
    MathMl,
    Epub,
    Foreign,
}

struct Open {
    space: Space,
    element: Option<&'static Element>,
    /// What it holds once a transparent parent is looked through.
    content: Content,
    name: String,
    /// The namespace that names without a prefix have inside.
    default_space: Space,
    filled: bool,
    /// Where the reference of an `object` lies, to tell it of its content.
    reference: Option<usize>,
}

/// Reads and checks an XHTML or SVG document.
pub fn read(path: &str, text: &str, is_svg: bool, faults: &mut Faults) -> Document {
    let mut reader = Reader {
        path,
        is_svg,
        document: Document::default(),
        open: Vec::new(),
        idrefs: Vec::new(),
        prefixes: BTreeMap::new(),
        style: None,
        title: None,
        heads: BTreeMap::new(),
        faults,
    };
    let result = scan(text, DEPTH, |_, token| reader.token(token));
    if let Err(error) = result {
        reader.faults.fatal("RSC-016", path, error.to_string());
        return reader.document;
    }
    reader.finish();
    reader.document
}

struct Reader<'a> {
    path: &'a str,
    is_svg: bool,
    document: Document,
    open: Vec<Open>,
    /// References to ids of the same document with the attribute's name.
    idrefs: Vec<(&'static str, String)>,
    prefixes: BTreeMap<String, String>,
    /// The style sheet being read.
    style: Option<String>,
    title: Option<String>,
    /// How many of some elements there are.
    heads: BTreeMap<&'static str, usize>,
    faults: &'a mut Faults,
}

impl Reader<'_> {
    fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Start(tag) => self.start(&tag),
            Token::End(_) => self.end(),
            Token::Text(text) => self.text(text),
            Token::Instruction(text) => self.instruction(text),
            Token::DocType(kind) => self.doctype(kind),
            Token::Version(version) => {
                if version != "1.0" {
                    self.faults.error("HTM-001", self.path, "the document is not XML 1.0");
                }
            }
        }
    }

    fn wrong(&mut self, reason: impl Into<String>) {
        self.faults.error("RSC-005", self.path, reason);
    }

    fn start(&mut self, tag: &Tag<'_>) {
        for (name, value) in tag.attributes {
            if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.prefixes.insert(prefix.to_owned(), value.to_string());
                let host = value.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
                let reserved = ["idpf.org", "w3.org"].iter().any(|own| host.ends_with(own));
                if reserved && !KNOWN_NAMESPACES.contains(&value.as_ref()) {
                    self.faults.error("HTM-054", self.path, format!("{value} is no namespace of one's own"));
                }
            }
        }
        let inherited = self.open.last().map_or(if self.is_svg { Space::Svg } else { Space::Html }, |open| open.default_space);
        let default_space = tag.attribute("xmlns").map_or(inherited, space_of);
        let (space, name) = match tag.name.split_once(':') {
            None => (default_space, tag.name),
            Some((prefix, name)) => (self.prefixes.get(prefix).map_or(Space::Foreign, |uri| space_of(uri)), name),
        };
        let (content, element) = self.place(space, name, tag);
        self.attributes(space, name, tag);
        let before = self.document.references.list.len();
        if space == Space::Html {
            let parent = self.open.last().map_or("", |open| open.name.as_str());
            self.document.references.of_html(name, parent, tag);
        } else if space == Space::Svg {
            let href = tag.attribute("href").or_else(|| tag.attribute("xlink:href"));
            if name == "use" && href.is_some_and(|href| !href.contains('#')) {
                self.faults.error("RSC-015", self.path, "<use> names a file without a fragment");
            }
            self.document.references.of_svg(name, tag);
        }
        if space == Space::MathMl {
            self.document.references.add(Use::Image, tag.attribute("altimg"), None);
        }
        let reference = (name == "object" && self.document.references.list.len() > before).then_some(before);
        self.flags(space, name, tag);
        self.open.push(Open { space, element, content, name: name.to_owned(), default_space, filled: false, reference });
        if name == "style" && matches!(space, Space::Html | Space::Svg) {
            self.style = Some(String::new());
        }
        if name == "title" && space == Space::Html && self.open.len() == 3 {
            self.title = Some(String::new());
        }
    }

    /// Checks that the element may stand here and says what it may hold.
    fn place(&mut self, space: Space, name: &str, tag: &Tag<'_>) -> (Content, Option<&'static Element>) {
        let parent = self.open.last();
        if let Some(open) = parent
            && let Some(index) = open.reference
            && name != "param"
            && let Use::Object { has_content } = &mut self.document.references.list[index].usage
        {
            *has_content = true;
        }
        let parent_space = self.open.last().map(|open| open.space);
        if space != Space::Html {
            let foreign = space == Space::Foreign && parent.is_some_and(|open| open.name == "foreignObject");
            if foreign {
                self.wrong(format!("<{name}> may not stand in <foreignObject>"));
            }
            if space == Space::Epub && parent_space == Some(Space::Html) {
                self.faults.warning("RSC-017", self.path, format!("<epub:{name}> is deprecated"));
            }
            if let Some(open) = self.open.last_mut() {
                open.filled = true;
            }
            return (Content::Flow, None);
        }
        let Some(element) = elements::element(name) else {
            self.wrong(format!("XHTML has no element <{name}>"));
            return (Content::Flow, None);
        };
        if let Some(open) = self.open.last() {
            let stands = match open.space {
                Space::Html => may_stand(element, open.content, tag),
                _ => open.name != "foreignObject" || element.place != Place::Named || name == "body",
            };
            if !stands {
                let reason = format!("<{name}> may not stand in <{}>", open.name);
                self.wrong(reason);
            }
        }
        self.nesting(name, tag);
        for required in element.required {
            if tag.attribute(required).is_none_or(|value| value.trim().is_empty() && matches!(*required, "src" | "href")) {
                self.wrong(format!("<{name}> has no {required}"));
            }
        }
        for once in ["head", "body", "title", "main"] {
            if once == name && self.open.last().is_some_and(|open| open.space == Space::Html) {
                let count = self.heads.entry(once).or_default();
                *count += 1;
                if *count > 1 && !(once == "main" && tag.attribute("hidden").is_some()) {
                    self.wrong(format!("there is more than one <{once}>"));
                }
            }
        }
        if let Some(open) = self.open.last_mut() {
            open.filled = true;
        }
        let content = match element.content {
            Content::Transparent => self.open.last().map_or(Content::Flow, |open| match open.content {
                Content::Only(_) => Content::Flow,
                content => content,
            }),
            content => content,
        };
        (content, Some(element))
    }

    /// What may not stand anywhere inside something else.
    fn nesting(&mut self, name: &str, tag: &Tag<'_>) {
        const INSIDE: &[(&str, &[&str])] = &[
            ("a", &["a", "button"]),
            ("address", &["address", "header", "footer"]),
            ("article", &["address", "dt"]),
            ("aside", &["address", "dt"]),
            ("audio", &["audio", "video"]),
            ("button", &["a", "button"]),
            ("details", &["a", "button"]),
            ("dfn", &["dfn"]),
            ("embed", &["a", "button"]),
            ("footer", &["address", "header", "footer", "dt", "th"]),
            ("form", &["form"]),
            ("h1", &["address", "dt", "th"]),
            ("h2", &["address", "dt", "th"]),
            ("h3", &["address", "dt", "th"]),
            ("h4", &["address", "dt", "th"]),
            ("h5", &["address", "dt", "th"]),
            ("h6", &["address", "dt", "th"]),
            ("header", &["address", "header", "footer", "dt", "th"]),
            ("hgroup", &["address", "dt"]),
            ("iframe", &["a", "button"]),
            ("label", &["label"]),
            ("meter", &["meter"]),
            ("nav", &["address", "dt"]),
            ("progress", &["progress"]),
            ("section", &["address", "dt"]),
            ("select", &["a", "button"]),
            ("table", &["caption"]),
            ("textarea", &["a", "button"]),
            ("time", &["time"]),
            ("video", &["audio", "video"]),
        ];
        // Readings on both sides of a word are a ruby whose base is one ruby, and that one holds none (HTML, 4.5.10).
        let around = self.open.iter().filter(|open| open.space == Space::Html && open.name == "ruby").count();
        if name == "ruby" && around > 1 {
            self.wrong("<ruby> may not stand inside <ruby> inside <ruby>");
        }
        let Ok(row) = INSIDE.binary_search_by(|(inner, _)| (*inner).cmp(name)) else { return };
        if name == "a" && tag.attribute("href").is_none() && self.open.iter().all(|open| open.name != "a") {
            return;
        }
        let outer = INSIDE[row].1;
        if let Some(open) = self.open.iter().rev().find(|open| open.space == Space::Html && outer.contains(&open.name.as_str())) {
            let reason = format!("<{name}> may not stand inside <{}>", open.name);
            self.wrong(reason);
        }
    }

    fn attributes(&mut self, space: Space, name: &str, tag: &Tag<'_>) {
        let element = (space == Space::Html).then(|| elements::element(name)).flatten();
        for (key, value) in tag.attributes {
            match key.split_once(':') {
                None => {
                    if let Some(element) = element
                        && !element.takes(key)
                    {
                        self.wrong(format!("<{name}> takes no attribute {key}"));
                    }
                    if let Some(data) = key.strip_prefix("data-")
                        && (data.is_empty() || data.chars().any(|c| c.is_ascii_uppercase()))
                    {
                        self.faults.error("HTM-061", self.path, format!("{key} is no name of a data attribute"));
                    }
                }
                Some(("xml", "lang")) => {
                    if !super::package::is_language(value) {
                        self.faults.error("OPF-092", self.path, format!("{value:?} is no language tag"));
                    }
                    if tag.attribute("lang").is_some_and(|lang| !lang.eq_ignore_ascii_case(value)) && space == Space::Html {
                        self.wrong("lang and xml:lang differ");
                    }
                }
                Some((prefix, "type")) if self.is_epub(prefix) => self.semantics(space, name),
                Some((prefix, own)) if self.is_epub(prefix) && own != "prefix" => self.wrong(format!("there is no attribute epub:{own}")),
                Some(_) => {}
            }
        }
        if let Some(id) = tag.attribute("id") {
            let id = id.trim();
            if id.is_empty() || (self.is_svg && !is_name(id)) {
                self.wrong("an id is empty or no name");
            } else if !self.document.ids.insert(id.to_owned()) {
                self.wrong(format!("the id {id} is used twice"));
            }
        }
        for key in [
            "for",
            "headers",
            "aria-describedby",
            "aria-labelledby",
            "aria-controls",
            "aria-owns",
            "aria-flowto",
            "aria-activedescendant",
            "aria-details",
            "list",
            "form",
        ] {
            if space == Space::Html
                && let Some(value) = tag.attribute(key)
            {
                self.idrefs.extend(value.split_whitespace().map(|id| (key, id.to_owned())));
            }
        }
        if space == Space::Html {
            self.values(name, tag);
        }
        if let Some(declarations) = tag.attribute("style") {
            style::declarations(self.path, declarations, self.faults);
        }
    }

    fn values(&mut self, name: &str, tag: &Tag<'_>) {
        let needed = match name {
            "a" | "area" | "link" => Some("href"),
            "audio" | "embed" | "iframe" | "img" | "source" | "track" | "video" => Some("src"),
            "object" => Some("data"),
            _ => None,
        };
        if let Some(needed) = needed.filter(|needed| tag.attribute("itemprop").is_some() && tag.attribute(needed).is_none()) {
            self.wrong(format!("<{name}> has itemprop and no {needed}"));
        }
        match name {
            "img" if tag.attribute("usemap").is_some_and(|map| !map.starts_with('#')) => self.wrong("usemap is no reference to a map"),
            "table" if tag.attribute("border").is_some_and(|border| !matches!(border, "" | "1")) => self.wrong("border is 1 or empty"),
            "meta" => {
                let is_type = tag.attribute("http-equiv").is_some_and(|value| value.eq_ignore_ascii_case("content-type"));
                let content = tag.attribute("content").unwrap_or_default().to_ascii_lowercase();
                if is_type && content.split_whitespace().collect::<String>() != "text/html;charset=utf-8" {
                    self.wrong("the content type is not text/html; charset=utf-8");
                }
                if is_type {
                    *self.heads.entry("http-equiv").or_default() += 1;
                }
                if tag.attribute("charset").is_some() {
                    *self.heads.entry("charset").or_default() += 1;
                }
            }
            "link" => {
                let relations = tag.attribute("rel").unwrap_or_default().to_ascii_lowercase();
                let has = |name: &str| relations.split_whitespace().any(|one| one == name);
                if has("stylesheet") && has("alternate") && tag.attribute("title").is_none_or(str::is_empty) {
                    self.faults.error("CSS-015", self.path, "an alternate style sheet has no title");
                }
            }
            "img"
                if tag.attribute("alt").is_none()
                    && tag.attribute("title").is_none()
                    && self.open.iter().all(|open| open.name != "figure") =>
            {
                self.wrong("a picture has no alternative text");
            }
            "time" if tag.attribute("datetime").is_some_and(|value| !times::is_time(value)) => self.wrong("datetime is no time"),
            "bdo" if !matches!(tag.attribute("dir"), Some("ltr" | "rtl")) => self.wrong("dir of <bdo> is ltr or rtl"),
            _ => {}
        }
    }

    fn semantics(&mut self, space: Space, name: &str) {
        let refused = match space {
            Space::Html => matches!(name, "head" | "meta" | "title" | "style" | "link" | "script" | "base" | "noscript"),
            Space::Svg => matches!(name, "title" | "desc" | "metadata" | "style" | "script" | "defs" | "foreignObject"),
            _ => false,
        };
        if refused {
            self.wrong(format!("epub:type may not stand on <{name}>"));
        }
    }

    fn is_epub(&self, prefix: &str) -> bool {
        self.prefixes.get(prefix).is_some_and(|uri| uri == "http://www.idpf.org/2007/ops")
    }

    fn flags(&mut self, space: Space, name: &str, tag: &Tag<'_>) {
        match (space, name) {
            (Space::Svg, "svg") => self.document.has_svg = true,
            (Space::MathMl, "math") => self.document.has_mathml = true,
            (Space::Epub, "switch") => self.document.has_switch = true,
            (Space::Html | Space::Svg, "script") => {
                let kind = tag.attribute("type").unwrap_or("text/javascript").trim().to_ascii_lowercase();
                self.document.has_script |= super::types::is_script(&kind) || matches!(kind.as_str(), "" | "module");
            }
            (Space::Html, "form") => self.document.has_script = true,
            _ => {}
        }
        let handles = |key: &str| key.len() > 2 && key.starts_with("on") && key.bytes().all(|byte| byte.is_ascii_lowercase());
        if matches!(space, Space::Html | Space::Svg) && tag.attributes.iter().any(|(key, _)| handles(key)) {
            self.document.has_script = true;
        }
        let base = if name == "base" && space == Space::Html { tag.attribute("href") } else { tag.attribute("xml:base") };
        if base.is_some_and(address::is_remote) {
            self.document.remote_base = true;
        }
    }

    fn text(&mut self, text: &str) {
        let blank = text.trim().is_empty();
        if let Some(sheet) = &mut self.style {
            sheet.push_str(text);
        }
        if let Some(title) = &mut self.title {
            title.push_str(text);
        }
        let Some(open) = self.open.last_mut() else { return };
        if blank {
            return;
        }
        open.filled = true;
        if let Some(index) = open.reference
            && let Use::Object { has_content } = &mut self.document.references.list[index].usage
        {
            *has_content = true;
        }
        if let (Some(element), Space::Html) = (open.element, open.space)
            && matches!(element.content, Content::Only(_) | Content::Nothing)
        {
            let reason = format!("text may not stand in <{}>", element.name);
            self.wrong(reason);
        }
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if open.name == "style"
            && let Some(sheet) = self.style.take()
        {
            let found = style::sheet(self.path, &sheet, self.faults);
            self.document.references.list.extend(found);
        }
        if open.space != Space::Html {
            return;
        }
        match open.name.as_str() {
            "title" => {
                if let Some(title) = self.title.take()
                    && title.trim().is_empty()
                {
                    self.wrong("the title is empty");
                }
            }
            "head" if !self.heads.contains_key("title") => {
                self.faults.warning("RSC-017", self.path, "the head has no title");
            }
            "ruby" | "picture" if !open.filled => {
                let reason = format!("<{}> is empty", open.name);
                self.wrong(reason);
            }
            _ => {}
        }
    }

    fn instruction(&mut self, text: &str) {
        if let Some(rest) = text.strip_prefix("xml-stylesheet") {
            let href = rest.split("href=").nth(1).and_then(|value| {
                let quote = value.chars().next()?;
                value[1..].split(quote).next()
            });
            self.document.references.add(Use::Style, href, None);
        }
    }

    fn doctype(&mut self, kind: &str) {
        let head = kind.split('[').next().unwrap_or_default();
        let named = head.contains("PUBLIC") || (head.contains("SYSTEM") && !head.contains("about:legacy-compat"));
        if named && head.contains("XHTML") {
            self.faults.error("HTM-004", self.path, "the document type is that of an older XHTML");
        } else if named && !(self.is_svg && head.contains("-//W3C//DTD SVG 1.1")) {
            self.faults.error("OPF-073", self.path, "the document type names something outside the document");
        }
        let external = |declaration: &str| {
            let mut words = declaration.split_whitespace().skip_while(|word| *word == "%");
            words.next();
            matches!(words.next(), Some("SYSTEM" | "PUBLIC"))
        };
        if kind.split("<!ENTITY").skip(1).any(external) {
            self.faults.error("HTM-003", self.path, "an entity stands in another file");
        }
    }

    fn finish(&mut self) {
        if self.heads.get("charset").is_some_and(|count| *count > 0) && self.heads.contains_key("http-equiv") {
            self.wrong("the encoding is declared twice");
        }
        if !self.is_svg && !self.heads.contains_key("body") {
            self.wrong("there is no <body>");
        }
        let missing: Vec<_> = self.idrefs.iter().filter(|(_, id)| !self.document.ids.contains(id)).cloned().collect();
        for (attribute, id) in missing {
            self.wrong(format!("{attribute} names the id {id}, which nothing has"));
        }
    }
}

fn space_of(uri: &str) -> Space {
    match uri {
        "http://www.w3.org/1999/xhtml" => Space::Html,
        "http://www.w3.org/2000/svg" => Space::Svg,
        "http://www.w3.org/1998/Math/MathML" => Space::MathMl,
        "http://www.idpf.org/2007/ops" => Space::Epub,
        _ => Space::Foreign,
    }
}

fn may_stand(element: &Element, allowed: Content, tag: &Tag<'_>) -> bool {
    match allowed {
        Content::Only(names) => names.contains(&element.name),
        Content::Nothing | Content::Text => false,
        Content::Flow | Content::FlowAnd(_) | Content::Phrasing | Content::PhrasingAnd(_) | Content::Transparent => {
            if let Content::FlowAnd(names) | Content::PhrasingAnd(names) = allowed
                && names.contains(&element.name)
            {
                return true;
            }
            let standing = match element.name {
                // Metadata stands in the text only with a meaning for it.
                "link" | "meta" => {
                    tag.attribute("itemprop").is_some() || tag.attribute("property").is_some() || tag.attribute("rel").is_some()
                }
                _ => true,
            };
            let flow = matches!(allowed, Content::Flow | Content::FlowAnd(_));
            standing && (element.place == Place::Phrasing || (flow && element.place == Place::Flow))
        }
    }
}
