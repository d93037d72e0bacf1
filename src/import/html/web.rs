//! A saved page to a text of the project.

use super::article::drop_boilerplate;
use super::article::find_body;
use super::finish::join_text;
use super::finish::settle_levels;
use super::finish::settle_links;
use super::finish::tidy;
use super::head::Head;
use super::head::date;
use super::head::read_head;
use super::inlines::absolute;
use super::mhtml;
use super::mhtml::Part;
use super::notes::Targets;
use super::notes::decode_percent;
use super::notes::find_notes;
use super::page::Page;
use super::reader::Anchors;
use super::reader::Kind;
use super::reader::Reader;
use super::store::Shelf;
use super::store::Store;
use super::tally::Tally;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Heading;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PartMetadata;
use crate::book::plain_text;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Limits;
use crate::diag::Report;
use crate::html::Node;
use crate::html::StyleSheet;
use crate::html::parse_html;
use crate::import::encoding::Decoded;
use crate::import::encoding::NotText;
use crate::import::front_matter::Field;
use crate::import::project::Request;
use crate::import::settings::Settings;
use crate::import::text::Text;
use crate::import::text::TextPart;
use crate::import::tree::Tree;
use crate::manuscript::FileError;
use crate::manuscript::Files;
use crate::manuscript::join;
use crate::markdown::write;
use crate::unicode::Language;
use crate::unicode::Region;
use serde_json::json;
use std::collections::BTreeMap;

pub use super::mhtml::is_message;

/// A page as it lies in a file: its text, and what was saved with it in the same file.
pub struct Saved {
    pub decoded: Decoded,
    parts: Vec<Part>,
    address: Option<String>,
    captured: Option<crate::manuscript::Date>,
}

impl Saved {
    /// The page in the bytes of a file, which may be a message with pictures.
    pub fn read(request: &Request) -> Result<Saved, NotText> {
        if !mhtml::is_message(request.bytes) {
            let decoded = super::decode_page(request.bytes, request.encoding, None)?;
            return Ok(Saved { decoded, parts: Vec::new(), address: None, captured: None });
        }
        let none = || NotText { reason: "its parts cannot be told from each other".to_owned() };
        let (headers, mut parts) = mhtml::parts(request.bytes).ok_or_else(none)?;
        let page = parts.iter().position(|part| matches!(part.kind.as_str(), "text/html" | "application/xhtml+xml")).ok_or_else(none)?;
        let page = parts.remove(page);
        let decoded = super::decode_page(&page.bytes, request.encoding, page.charset.as_deref())?;
        let address = mhtml::value(&headers, "snapshot-content-location").map(str::to_owned).or_else(|| page.addresses.into_iter().next());
        let captured = mhtml::value(&headers, "date").and_then(captured);
        Ok(Saved { decoded, parts, address: address.filter(|address| address.starts_with("http")), captured })
    }
}

/// The day in a date of mail, such as `Fri, 27 Mar 2020 10:15:00 +0800`.
fn captured(text: &str) -> Option<crate::manuscript::Date> {
    const MONTHS: &[&str] = &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().position(|word| MONTHS.contains(word))?;
    let month = MONTHS.iter().position(|month| *month == words[at])? + 1;
    let (day, year) = (words.get(at.checked_sub(1)?)?, words.get(at + 1)?);
    date(&format!("{year}-{month:02}-{day:0>2}"))
}

/// The pictures that lie beside a page, in its message, or in its own text.
struct Beside<'a> {
    files: Option<&'a dyn Files>,
    parts: BTreeMap<&'a str, &'a Part>,
    /// Where relative addresses of a message start.
    address: Option<&'a str>,
}

impl Shelf for Beside<'_> {
    fn get(&self, address: &str, _: usize) -> Result<(String, Vec<u8>), String> {
        if let Some(data) = address.strip_prefix("data:") {
            return data_address(data).map(|bytes| (address.to_owned(), bytes)).ok_or_else(|| "its data cannot be read".to_owned());
        }
        let whole = self.address.and_then(|base| absolute(base, address));
        if let Some(part) = [Some(address), whole.as_deref()].into_iter().flatten().find_map(|known| self.parts.get(known)) {
            return Ok((address.to_owned(), part.bytes.clone()));
        }
        if address.starts_with("//") || address.contains("://") || address.starts_with("cid:") || address.starts_with("blob:") {
            return Err("it was not saved with the page, and nothing is fetched".to_owned());
        }
        let Some(files) = self.files else { return Err("the page lies in no folder".to_owned()) };
        let plain = address.split(['?', '#']).next().unwrap_or_default();
        let names = [decode_percent(address), decode_percent(plain), plain.to_owned()];
        let mut reason = FileError::Missing;
        for name in names {
            let Some(path) = join("", &name) else {
                reason = FileError::Outside;
                continue;
            };
            match files.size(&path) {
                Ok(size) if size > Limits::default().picture_bytes => return Err(format!("it has {size} bytes, which is too much")),
                Ok(_) => return files.read(&path).map(|bytes| (path, bytes)).map_err(|error| error.to_string()),
                Err(error) => reason = error,
            }
        }
        Err(match reason {
            FileError::Missing => "no such file lies beside the page".to_owned(),
            FileError::Outside => "it lies outside the folder of the page".to_owned(),
            FileError::Unreadable(reason) => reason,
        })
    }
}

/// The bytes of an address that holds its data itself (RFC 2397).
pub fn data_address(data: &str) -> Option<Vec<u8>> {
    let (kind, content) = data.split_once(',')?;
    if kind.rsplit(';').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("base64")) {
        return Some(mhtml::base64(decode_percent(content).as_bytes()));
    }
    Some(decode_percent(content).into_bytes())
}

/// Reads a page.
pub fn from_html(saved: &Saved, request: &Request, stem: &str, report: &mut Report) -> Text {
    let document = parse_html(&saved.decoded.text);
    let mut tally = Tally::default();
    if document.cut {
        report.add(
            Diagnostic::new(Code::LimitExceeded).with("what", "the number of nodes of the page").with("limit", crate::html::MOST_NODES),
        );
    }
    for _ in 0..document.flattened.min(1) {
        report.add(Diagnostic::new(Code::ImportSimplified).with("what", "elements nested too deep").with("count", document.flattened));
    }
    let sheets: Vec<String> = document.root().descendants().filter(|node| node.name() == "style").map(Node::all_text).collect();
    let sheets: Vec<&str> = sheets.iter().map(String::as_str).collect();
    let mut page = Page::new("", &document, StyleSheet::new(&sheets));
    let body = find_body(&page);
    let root = body.as_ref().map_or(document.root(), |body| body.node);
    let mut head = read_head(&document, Some(root));
    head.captured = saved.captured.clone().or(head.captured);
    head.address = head.address.or_else(|| saved.address.clone());
    if let Some(body) = &body {
        report.add(Diagnostic::new(Code::ImportedBody).with("reason", &body.reason));
    }
    let mut pages = vec![page];
    let targets = Targets::new(&pages);
    let notes = find_notes(&mut pages, &targets);
    page = pages.remove(0);
    drop_boilerplate(&mut page, root);
    let pages = vec![page];

    let words = root.line();
    let given = language(&head, &words);
    let settings = Settings::guess(&words, given.map(|language| (language, "the page says so")));
    let mut anchors = Anchors::new(&pages, &targets, &notes, &|_| true);
    let beside = Beside {
        files: request.near.0,
        parts: saved.parts.iter().flat_map(|part| part.addresses.iter().map(move |address| (address.as_str(), part))).collect(),
        address: saved.address.as_deref(),
    };
    let mut store = Store::new(&beside);
    let mut reader = Reader {
        pages: &pages,
        page: 0,
        kind: Kind::Web,
        tree: Tree::new(settings.language.clone()),
        targets: &targets,
        notes: &notes,
        anchors: &mut anchors,
        store: &mut store,
        tally: &mut tally,
        address: head.address.clone(),
        root: Some((0, root.index())),
        known_notes: BTreeMap::new(),
        looks: Vec::new(),
        in_link: 0,
        depth: 0,
        waiting: Vec::new(),
        large: std::collections::BTreeSet::new(),
        lines_kept: 0,
        passed: None,
    };
    let mut blocks = reader.read(0, root);
    let mut tree = reader.tree;
    let title = take_title(&mut blocks, &mut head, stem);
    take_captions(&mut blocks);
    take_byline(&mut blocks, &mut head, &mut tally);
    tidy(&mut blocks, !notes.bodies.is_empty(), &mut tally);
    join_text(&mut blocks);
    let from_bold = bold_headings(&mut blocks);
    let mut changes: Vec<String> = settle_levels(&mut [&mut blocks], 2).into_iter().collect();
    if from_bold > 0 {
        changes.push(format!("{from_bold} short lines in bold became headings, since the page has no others"));
    }
    if writes_vertically(&pages[0], root) {
        changes.push("the page is written in vertical lines; both editions are made".to_owned());
    }
    let byline = crate::import::project::people_of(&head.people).into_iter().map(|(role, name)| (role, tree.text(&name))).collect();
    let metadata = PartMetadata {
        title: Some(tree.text(&title)),
        subtitle: head.subtitle.as_ref().map(|subtitle| tree.text(subtitle)),
        byline,
        date: head.published.as_ref().map(|date| date.as_str().to_owned()),
        captured: head.captured.as_ref().map(|date| date.as_str().to_owned()),
        source_url: head.address.clone(),
        ..PartMetadata::default()
    };
    let mut division = tree.division(stem, metadata, blocks);
    settle_links(&mut division, &anchors, &mut tally);
    tally.tell(report);
    let body = write(&division, &settings.language);
    let work = work(&head, &words, &mut changes);
    let mut facts = tally.facts();
    facts.push(("page", facts_of(&head, &title)));
    Text {
        people: head.people,
        changes,
        parts: vec![TextPart { stem: None, body, division: Some(division) }],
        files: store.files,
        work,
        found: tally.counts(),
        facts,
        ..Text::new(title, settings)
    }
}

/// The language of the page, when it is one that its text can be in.
fn language(head: &Head, words: &str) -> Option<Language> {
    let language = head.language.clone()?;
    let wide = words.chars().filter(|c| matches!(c, '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')).count();
    let letters = words.chars().filter(|character| character.is_alphabetic()).count();
    let is_wide = wide * 4 > letters;
    let guess = crate::import::guess::guess_language(words).language;
    match language.region() {
        Region::Western if is_wide => None,
        Region::Western => Some(language),
        _ if !is_wide => None,
        // `zh` alone does not say which Chinese it is; characters do. Kana and Hangul are no Chinese.
        _ if language.primary() != guess.primary() && guess.region() != Region::Western => None,
        _ if language.as_str().eq_ignore_ascii_case("zh") => None,
        _ => Some(normal(&language)),
    }
}

/// The tag as the project's settings have it, such as `zh-Hant-TW` for `zh-TW`.
fn normal(language: &Language) -> Language {
    let region = language.region();
    if matches!(region, Region::Western) || !matches!(language.primary(), "zh" | "ja" | "ko") {
        return language.clone();
    }
    Language::new(region.as_str()).unwrap_or_else(|| language.clone())
}

/// The title, which no block repeats.
fn take_title(blocks: &mut Vec<Block>, head: &mut Head, stem: &str) -> String {
    let first = blocks.iter().take(6).position(|block| matches!(&block.kind, BlockKind::Heading(_)));
    let bare = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).collect::<String>();
    if let Some(at) = first
        && let BlockKind::Heading(heading) = &blocks[at].kind
    {
        let text = plain_text(&heading.content);
        let is_title = head.title.as_ref().is_some_and(|title| bare(title) == bare(&text)) || (heading.level == 1 && head.title.is_none());
        if is_title {
            blocks.remove(at);
            return text;
        }
    }
    head.title.clone().unwrap_or_else(|| stem.to_owned())
}

/// Where a page has no headings, short paragraphs in bold before text are these. How many there are comes back.
fn bold_headings(blocks: &mut [Block]) -> usize {
    const LONGEST: usize = 30;
    if blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading(_))) {
        return 0;
    }
    let title = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => match &content[..] {
            [only] => match &only.kind {
                InlineKind::Strong(inner) => {
                    let text = plain_text(inner);
                    let is_line =
                        text.chars().count() <= LONGEST && !text.ends_with(['。', '，', '：', '；', '！', '.', ',', ':', '」', '”']);
                    is_line && !inner.iter().any(|inline| inline.kind == InlineKind::LineBreak)
                }
                _ => false,
            },
            _ => false,
        },
        _ => false,
    };
    let mut places = Vec::new();
    for at in 0..blocks.len() {
        let before_text = blocks.get(at + 1).is_some_and(|next| !title(next) && !matches!(next.kind, BlockKind::SceneBreak));
        if title(&blocks[at]) && before_text {
            places.push(at);
        }
    }
    for at in &places {
        let block = &mut blocks[*at];
        if let BlockKind::Paragraph(content) = &mut block.kind
            && let Some(Inline { kind: InlineKind::Strong(inner), .. }) = content.pop()
        {
            block.kind = BlockKind::Heading(Heading { level: 2, content: inner, numbered: true, short: None });
        }
    }
    places.len()
}

/// A line after a figure that says that it belongs to it becomes its caption.
fn take_captions(blocks: &mut Vec<Block>) {
    let mut at = 1;
    while at < blocks.len() {
        let is_caption = matches!(&blocks[at].kind, BlockKind::Paragraph(content) if super::paragraphs::is_caption(&plain_text(content)));
        let bare = matches!(&blocks[at - 1].kind, BlockKind::Figure(figure) if figure.caption.is_empty());
        if is_caption && bare {
            let block = blocks.remove(at);
            if let (BlockKind::Paragraph(content), BlockKind::Figure(figure)) = (block.kind, &mut blocks[at - 1].kind) {
                figure.caption = content;
            }
        } else {
            at += 1;
        }
    }
}

/// Lines before the text that name people or the day, and lines that sites write, are no text.
fn take_byline(blocks: &mut Vec<Block>, head: &mut Head, tally: &mut Tally) {
    const FIRST: usize = 6;
    let mut at = 0;
    let mut looked = 0;
    while at < blocks.len() {
        looked += 1;
        let BlockKind::Paragraph(content) = &blocks[at].kind else {
            at += 1;
            continue;
        };
        let text = plain_text(content);
        let near_end = at + FIRST >= blocks.len();
        if let Some(kind) = super::article::line_kind(&text) {
            tally.dropped_text(kind, &text);
            blocks.remove(at);
            continue;
        }
        if (looked <= FIRST || near_end)
            && let Some(found) = crate::import::credits::credits(&text)
        {
            let is_known = |name: &String| head.people.iter().any(|other| other.names.contains(name));
            let says_nothing_new = found.iter().all(|credit| credit.names.iter().all(is_known));
            if head.people.is_empty() || says_nothing_new {
                if head.people.is_empty() {
                    head.people.extend(found);
                }
                tally.found("bylines");
                blocks.remove(at);
                continue;
            }
        }
        let is_day = looked <= FIRST && text.chars().count() < 32 && head.published.is_some() && date(&text) == head.published;
        if is_day {
            tally.dropped_text("the day, which the head says", &text);
            blocks.remove(at);
            continue;
        }
        at += 1;
    }
}

/// Whether the text is set in vertical lines.
fn writes_vertically(page: &Page<'_>, root: Node<'_>) -> bool {
    std::iter::once(root).chain(root.ancestors()).chain(root.elements()).any(|node| {
        node.is_element() && page.sheet.of(node).get("writing-mode").is_some_and(|mode| matches!(mode, "vertical-rl" | "tb-rl" | "tb"))
    })
}

/// Keys of `book.toml` that the page gives.
fn work(head: &Head, words: &str, changes: &mut Vec<String>) -> Vec<(&'static str, Field)> {
    let mut keys = Vec::new();
    keys.extend(head.subtitle.clone().map(|subtitle| ("subtitle", Field::Text(subtitle))));
    keys.extend(head.published.clone().map(|date| ("first-published", Field::Date(date))));
    keys.extend(head.captured.clone().map(|date| ("captured", Field::Date(date))));
    keys.extend(
        head.address.clone().filter(|address| !address.contains(char::is_whitespace)).map(|address| ("source-url", Field::Text(address))),
    );
    if let Some(description) = &head.description {
        let bare = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).collect::<String>();
        let start: String = bare(description);
        if !start.is_empty() && bare(words).contains(&start) {
            changes.push("the description only repeats the text, so it is left out".to_owned());
        } else {
            keys.push(("description", Field::Text(description.clone())));
        }
    }
    if !head.subjects.is_empty() {
        let subjects: Vec<String> = head.subjects.iter().map(|subject| crate::import::escape::quoted(subject)).collect();
        keys.push(("subjects", Field::Toml(format!("[{}]", subjects.join(", ")))));
    }
    keys.extend(
        head.rights_address
            .clone()
            .filter(|address| !address.contains(char::is_whitespace))
            .map(|address| ("rights-url", Field::Text(address))),
    );
    if let Some(site) = &head.site {
        let site: String = site.chars().filter(|character| !character.is_control()).collect();
        keys.push(("site", Field::Comment(format!("The page is from {site}; name it as publisher if it publishes this edition too."))));
    }
    keys
}

fn facts_of(head: &Head, title: &str) -> serde_json::Value {
    json!({
        "title": title,
        "site": head.site,
        "address": head.address,
        "published": head.published.as_ref().map(|date| date.as_str()),
        "description": head.description,
        "language": head.language.as_ref().map(Language::as_str),
    })
}
