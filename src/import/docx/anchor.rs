//! Bookmarks that something in the document leads to.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::field::Kind;
use super::field::kind;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Division;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::xml::Element;

/// The bookmarks of a document that links and references name.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    /// Identifiers by bookmark.
    ids: BTreeMap<String, String>,
    /// Identifiers that became another's, when two stand on one block.
    aliases: BTreeMap<String, String>,
    /// Bookmarks that began since the last block.
    pending: Vec<String>,
}

impl Anchors {
    /// Finds the bookmarks of a part that something leads to.
    pub fn find(root: &Element) -> Anchors {
        let (mut named, mut wanted) = (BTreeSet::new(), BTreeSet::new());
        let mut codes = vec![String::new()];
        collect(root, &mut named, &mut wanted, &mut codes);
        let mut anchors = Anchors::default();
        let mut taken = BTreeSet::new();
        for name in named.intersection(&wanted) {
            let mut id: String =
                name.chars().map(|character| if character.is_alphanumeric() || character == '_' { character } else { '-' }).collect();
            while !taken.insert(id.clone()) {
                id.push('-');
            }
            anchors.ids.insert(name.clone(), id);
        }
        anchors
    }

    /// The identifier of a bookmark that is there.
    pub fn id(&self, bookmark: &str) -> Option<&str> {
        self.ids.get(bookmark).map(String::as_str)
    }

    /// A bookmark begins.
    pub fn begin(&mut self, bookmark: &str) {
        if let Some(id) = self.ids.get(bookmark).filter(|id| !self.pending.contains(id)) {
            self.pending.push(id.clone());
        }
    }

    /// Gives what has begun to a block.
    pub fn give(&mut self, block: &mut Block) {
        let mut pending = std::mem::take(&mut self.pending).into_iter();
        if block.identifier.is_none() {
            block.identifier = pending.next();
        }
        if let Some(own) = &block.identifier {
            self.aliases.extend(pending.map(|id| (id, own.clone())));
        }
    }

    /// What has begun, for a block that is made later.
    pub fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.pending)
    }

    pub fn put_back(&mut self, ids: Vec<String>) {
        let later = std::mem::replace(&mut self.pending, ids);
        self.pending.extend(later);
    }

    /// Leads links to the identifiers that blocks have in the end, and joins runs of text that came to stand side by side. A link
    /// to a place that is gone leaves its words.
    pub fn settle(&self, division: &mut Division) {
        let mut given = BTreeSet::new();
        division.walk(&mut |block| given.extend(block.identifier.clone()));
        let target = |id: &str| {
            let id = self.aliases.get(id).map_or(id, String::as_str);
            given.get(id).cloned()
        };
        let metadata = &mut division.metadata;
        let titles = [&mut metadata.title, &mut metadata.subtitle, &mut metadata.lead].into_iter().flatten();
        titles.chain(metadata.byline.iter_mut().map(|(_, name)| name)).for_each(|content| lead(content, &target));
        lead_blocks(&mut division.blocks, &target);
        division.notes.iter_mut().for_each(|note| lead_blocks(&mut note.blocks, &target));
    }
}

fn collect(element: &Element, named: &mut BTreeSet<String>, wanted: &mut BTreeSet<String>, codes: &mut Vec<String>) {
    match element.name.as_str() {
        "w:bookmarkStart" => {
            named.extend(element.attribute("w:name").map(str::to_owned));
        }
        "w:hyperlink" => {
            wanted.extend(element.attribute("w:anchor").filter(|name| !name.starts_with("_Toc")).map(str::to_owned));
        }
        "w:fldChar" => match element.attribute("w:fldCharType") {
            Some("begin") if codes.len() < 64 => codes.push(String::new()),
            Some("separate" | "end") => {
                if let Some(code) = codes.last_mut() {
                    want(&std::mem::take(code), wanted);
                }
                if element.attribute("w:fldCharType") == Some("end") && codes.len() > 1 {
                    codes.pop();
                }
            }
            _ => {}
        },
        "w:instrText" => {
            if let Some(code) = codes.last_mut() {
                code.push_str(&element.text());
            }
        }
        "w:fldSimple" => want(element.attribute("w:instr").unwrap_or_default(), wanted),
        _ => {}
    }
    element.elements().for_each(|child| collect(child, named, wanted, codes));
}

fn want(code: &str, wanted: &mut BTreeSet<String>) {
    let place = match kind(code) {
        Kind::Link(target) => target.strip_prefix('#').map(str::to_owned),
        Kind::Page(place) => Some(place),
        _ => None,
    };
    wanted.extend(place.filter(|place| !place.starts_with("_Toc")));
}

fn lead_blocks(blocks: &mut [Block], target: &dyn Fn(&str) -> Option<String>) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Heading(heading) => lead(&mut heading.content, target),
            BlockKind::Paragraph(content) => lead(content, target),
            BlockKind::Figure(figure) => lead(&mut figure.caption, target),
            BlockKind::Table(table) => {
                lead(&mut table.caption, target);
                table.rows.iter_mut().flatten().for_each(|cell| lead(&mut cell.content, target));
            }
            BlockKind::Quotation(quotation) => {
                lead_blocks(&mut quotation.blocks, target);
                quotation.source.iter_mut().for_each(|source| lead(source, target));
            }
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| lead_blocks(&mut item.blocks, target)),
            BlockKind::Container(_, blocks) => lead_blocks(blocks, target),
            BlockKind::Code { .. } | BlockKind::SceneBreak | BlockKind::Break(_) | BlockKind::Contents => {}
        }
    }
}

fn lead(content: &mut Vec<Inline>, target_of: &dyn Fn(&str) -> Option<String>) {
    for mut inline in std::mem::take(content) {
        match &mut inline.kind {
            InlineKind::Link { target, content: words, .. } => {
                lead(words, target_of);
                if let Some(id) = target.strip_prefix('#') {
                    match target_of(id) {
                        Some(id) => *target = format!("#{id}"),
                        None => {
                            words.drain(..).for_each(|word| push(content, word));
                            continue;
                        }
                    }
                }
            }
            InlineKind::Reference { target, .. } => match target_of(target) {
                Some(id) => *target = id,
                None => continue,
            },
            InlineKind::Emphasis(inner) | InlineKind::Strong(inner) | InlineKind::Styled(_, inner) => lead(inner, target_of),
            _ => {}
        }
        push(content, inline);
    }
}

/// Adds a node; text that follows text is one run.
fn push(content: &mut Vec<Inline>, inline: Inline) {
    if let (Some(InlineKind::Text(before)), InlineKind::Text(run)) = (content.last_mut().map(|last| &mut last.kind), &inline.kind)
        && before.language == run.language
    {
        before.text.push_str(&run.text);
        return;
    }
    content.push(inline);
}
