//! The 652 examples of the CommonMark specification (version 0.31.2, CC BY-SA 4.0; read where `FUZI_CORPUS` has it, never copied):
//! what fuzi reads is what they say, but where an extension of the manuscript language says otherwise.

use std::collections::BTreeMap;
use std::sync::Arc;

use fuzi::book::Block;
use fuzi::book::BlockKind;
use fuzi::book::Inline;
use fuzi::book::InlineKind;
use fuzi::book::Style;
use fuzi::book::plain_text;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::diag::Severity;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::markdown::read;

use crate::aozora::corpus;

const BOOK: &str = "schema = 1\nslug = \"a\"\n[book]\nlanguage = \"en\"\ntitle = \"a\"\nfiles = \"a.md\"\n[text]\ndialect = \"fuzi\"\n[edition.horizontal]\n";

/// Why an example is read otherwise: the part of docs/manuscript.md that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Extension {
    /// "HTML": a few tags are read, any other is a finding, and its text is kept and read as Markdown.
    Html,
    /// "Front matter": what stands between two lines of three hyphens at the head of a file, even when it is empty.
    FrontMatter,
    /// "Figures": only a picture in a paragraph of its own has a caption; elsewhere a finding says that it is left out.
    CaptionInLine,
}

/// The examples that an extension changes. Each must differ, so that the list is never longer than it need be.
const CHANGED: &[(Extension, &[usize])] = &[
    (Extension::Html, &[21]),
    // HTML blocks.
    (Extension::Html, &[148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169]),
    (Extension::Html, &[170, 171, 172, 173, 174, 175, 176, 177, 178, 180, 181, 182, 184, 185, 186, 188, 189, 190, 191]),
    // Tags inside links, emphasis and definitions.
    (Extension::Html, &[201, 475, 491, 494, 524, 536]),
    // Raw HTML.
    (Extension::Html, &[613, 614, 615, 616, 617, 623, 627, 628, 629]),
    (Extension::FrontMatter, &[98]),
    (Extension::CaptionInLine, &[579, 587]),
];

struct Example {
    number: usize,
    section: String,
    markdown: String,
    html: String,
}

/// The examples: between fences of 32 backticks, Markdown and HTML parted by a line with a full stop; an arrow is a tab.
fn examples(spec: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut section = String::new();
    let mut lines = spec.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
            section = title.to_owned();
        }
        if line != format!("{fence} example") {
            continue;
        }
        let mut take = |end: &str| -> String {
            let part: Vec<String> = lines.by_ref().take_while(|line| *line != end).map(|line| line.replace('→', "\t") + "\n").collect();
            part.concat()
        };
        let (markdown, html) = (take("."), take(&fence));
        examples.push(Example { number: examples.len() + 1, section: section.clone(), markdown, html });
    }
    examples
}

impl Example {
    /// The same with addresses that a book can hold: a path from the root is none (documented under "link" and "picture").
    fn with_usable_addresses(mut self) -> Example {
        let base = if self.html.contains("<img") { "" } else { "https://example.org/" };
        for path in ["url", "uri", "bar", "foo", "path", "train", "my", "f&", "f%"] {
            for side in [&mut self.markdown, &mut self.html] {
                for before in ["(", "<", " ", ":\n", "\"", "\n"] {
                    *side = side.replace(&format!("{before}/{path}"), &format!("{before}{base}{path}"));
                }
            }
        }
        self
    }
}

/// HTML as a list of tags and texts in which nothing of its layout is left: a boundary of blocks is `¶`.
#[derive(Default)]
struct Marks {
    out: String,
    pre: usize,
}

impl Marks {
    fn boundary(&mut self) {
        while self.pre == 0 && self.out.ends_with(' ') {
            self.out.pop();
        }
        if !self.out.ends_with('¶') {
            self.out.push('¶');
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            // A line end in running text is a space, and a space at the edge of a block is none.
            match c {
                c if self.pre > 0 => self.out.push(c),
                ' ' | '\n' | '\t' => {
                    if !self.out.ends_with(['¶', ' ']) && !self.out.ends_with("[br]") {
                        self.out.push(' ');
                    }
                }
                c => self.out.push(c),
            }
        }
    }

    fn tag(&mut self, tag: &str) {
        self.out.push_str(&format!("[{tag}]"));
    }

    fn block(&mut self, tag: &str, content: impl FnOnce(&mut Marks)) {
        self.boundary();
        self.tag(tag);
        self.boundary();
        content(self);
        self.boundary();
        self.tag(&format!("/{}", tag.split(' ').next().unwrap_or_default()));
        self.boundary();
    }

    fn of_blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.boundary();
            match &block.kind {
                BlockKind::Heading(heading) => self.block(&format!("h{}", heading.level), |marks| marks.of_inlines(&heading.content)),
                BlockKind::Paragraph(content) => self.of_inlines(content),
                BlockKind::Figure(figure) => {
                    for picture in &figure.pictures {
                        self.tag(&format!("img {} {} {}", picture.file.path, picture.file.alternative, plain_text(&figure.caption)));
                    }
                }
                BlockKind::Quotation(quotation) => self.block("blockquote", |marks| {
                    marks.of_blocks(&quotation.blocks);
                    quotation.source.iter().for_each(|source| marks.of_inlines(source));
                }),
                BlockKind::List(list) => {
                    let name = match list.start {
                        None => "ul".to_owned(),
                        Some(1) => "ol".to_owned(),
                        Some(start) => format!("ol {start}"),
                    };
                    self.block(&name, |marks| list.items.iter().for_each(|item| marks.block("li", |marks| marks.of_blocks(&item.blocks))));
                }
                BlockKind::Code { language, text } => {
                    let name = language.as_ref().map_or("pre".to_owned(), |language| format!("pre {language}"));
                    self.block(&name, |marks| {
                        marks.pre += 1;
                        marks.text(text);
                        marks.pre -= 1;
                    });
                }
                BlockKind::SceneBreak => self.tag("hr"),
                BlockKind::Container(_, blocks) => self.of_blocks(blocks),
                BlockKind::Table(_) | BlockKind::Break(_) | BlockKind::Contents => self.tag("other"),
            }
            self.boundary();
        }
    }

    fn of_inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(run) => self.text(&run.text),
                InlineKind::Code(run) => self.code(&run.text),
                InlineKind::Emphasis(content) => self.inside("em", "em", content),
                InlineKind::Strong(content) => self.inside("strong", "strong", content),
                InlineKind::Link { target, title, content } => {
                    self.inside(&format!("a {} {}", decoded(target), title.as_deref().unwrap_or_default()), "a", content);
                }
                InlineKind::Picture(file) | InlineKind::Gaiji(file) => self.tag(&format!("img {} {} ", file.path, file.alternative)),
                InlineKind::LineBreak => self.tag("br"),
                InlineKind::Styled(Style::Anchor(_), content) => self.of_inlines(content),
                InlineKind::Styled(_, content) => self.inside("styled", "styled", content),
                InlineKind::Ruby(_) | InlineKind::Reference { .. } | InlineKind::NoteMark { .. } => self.tag("other"),
            }
        }
    }

    fn inside(&mut self, tag: &str, name: &str, content: &[Inline]) {
        self.tag(tag);
        self.of_inlines(content);
        self.tag(&format!("/{name}"));
    }

    fn code(&mut self, text: &str) {
        self.tag("code");
        self.pre += 1;
        self.text(text);
        self.pre -= 1;
        self.tag("/code");
    }
}

/// An address with its escapes taken back.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = (*first == b'%').then(|| after.get(..2)).flatten().and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> String {
    let value = tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"')).map_or("", |(value, _)| value);
    unescaped(value)
}

/// Whether a link leads somewhere from a book; one that does not is a finding, and its text is kept.
fn is_usable(target: &str) -> bool {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    target.len() > 1 && target.starts_with('#')
        || matches!(scheme.as_deref(), Some("http" | "https" | "mailto" | "tel" | "ftp" | "urn" | "doi"))
}

/// What the specification's HTML says.
fn of_html(html: &str) -> String {
    let mut marks = Marks::default();
    let mut open_links = Vec::new();
    let mut in_pre = false;
    let mut rest = html;
    marks.boundary();
    while let Some(at) = rest.find('<') {
        let text = unescaped(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        let name: String = tag[1..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        // A code block's last line end is its notation's.
        marks.text(if name == "/code" && in_pre { text.strip_suffix('\n').unwrap_or(&text) } else { &text });
        rest = &rest[end..];
        match name.as_str() {
            "p" | "/p" => marks.boundary(),
            "" if tag.starts_with("<!--") => {}
            "pre" => {
                in_pre = true;
                marks.pre += 1;
            }
            "/pre" => {
                in_pre = false;
                marks.pre -= 1;
                marks.boundary();
                marks.tag("/pre");
                marks.boundary();
            }
            "code" if in_pre => {
                let language = attribute(tag, "class").strip_prefix("language-").unwrap_or_default().to_owned();
                marks.pre -= 1;
                marks.boundary();
                marks.tag(if language.is_empty() { "pre".to_owned() } else { format!("pre {language}") }.as_str());
                marks.boundary();
                marks.pre += 1;
            }
            "/code" if in_pre => {}
            "code" => {
                marks.tag("code");
                marks.pre += 1;
            }
            "/code" => {
                marks.pre -= 1;
                marks.tag("/code");
            }
            "br/" | "br" => marks.tag("br"),
            "hr/" | "hr" => {
                marks.boundary();
                marks.tag("hr");
                marks.boundary();
            }
            "img" => marks.tag(&format!("img {} {} {}", decoded(&attribute(tag, "src")), attribute(tag, "alt"), attribute(tag, "title"))),
            "a" => {
                let target = attribute(tag, "href");
                open_links.push(is_usable(&target));
                if is_usable(&target) {
                    marks.tag(&format!("a {} {}", decoded(&target), attribute(tag, "title")));
                }
            }
            "/a" => {
                if open_links.pop() == Some(true) {
                    marks.tag("/a");
                }
            }
            "em" | "/em" | "strong" | "/strong" => marks.tag(&name),
            _ => {
                marks.boundary();
                let start = attribute(tag, "start");
                marks.tag(if start.is_empty() { name.clone() } else { format!("{name} {start}") }.as_str());
                marks.boundary();
            }
        }
    }
    marks.text(&unescaped(rest));
    marks.boundary();
    marks.out
}

/// What fuzi reads; the findings where it reads no book.
fn of_markdown(text: &str) -> Result<String, String> {
    let files = MemoryFiles::new("a").with("book.toml", BOOK).with("a.md", text);
    let (mut report, context) = (Report::default(), Context::default());
    let book =
        Manuscript::open(Arc::new(files), &context, &mut report).and_then(|mut manuscript| read(&mut manuscript, &context, &mut report));
    let grave =
        || report.findings().iter().filter(|finding| finding.severity() >= Severity::Error).map(|finding| finding.wording().message);
    let book = book.map_err(|_| grave().collect::<Vec<_>>().join("; "))?;
    let mut marks = Marks::default();
    marks.boundary();
    marks.of_blocks(&book.divisions[0].blocks);
    marks.boundary();
    Ok(marks.out)
}

#[test]
fn every_example_of_commonmark_is_read_as_it_says_or_as_an_extension_says() {
    let Some(folder) = corpus("4-standards/commonmark") else { return };
    let examples = examples(&std::fs::read_to_string(folder.join("spec-0.31.2.txt")).unwrap());
    assert_eq!(examples.len(), 652);
    let reasons: BTreeMap<usize, Extension> =
        CHANGED.iter().flat_map(|(reason, numbers)| numbers.iter().map(|number| (*number, *reason))).collect();
    let mut wrong = Vec::new();
    for example in examples.into_iter().map(Example::with_usable_addresses) {
        let (wanted, found) = (of_html(&example.html), of_markdown(&example.markdown));
        let same = found.as_deref() == Ok(wanted.as_str());
        if same == reasons.contains_key(&example.number) {
            let Example { number, section, markdown, .. } = &example;
            wrong.push(format!("{number} ({section}), {:?}:\n{markdown:?}\n  wanted {wanted:?}\n  found  {found:?}", reasons.get(number)));
        }
    }
    println!("{} of 652 as CommonMark says", 652 - reasons.len());
    assert!(wrong.is_empty(), "{} examples:\n{}", wrong.len(), wrong.join("\n"));
}
