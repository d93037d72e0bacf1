//! Where the pages of the typeset edition begin.

use crate::book::Inline;
use crate::book::NodeId;
use crate::resolve::PageMap;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// A page-break marker in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageTarget {
    /// The folio.
    pub label: String,
    /// Relative to the package document, with the marker's id.
    pub href: String,
}

/// A page whose marker has not been written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageMark {
    pub label: String,
    /// Unique in the publication.
    pub id: String,
}

/// The marks not yet written, by the node that they stand in.
#[derive(Debug, Default)]
pub struct PageMarks {
    by_node: BTreeMap<NodeId, Vec<(usize, PageMark)>>,
}

impl PageMarks {
    pub fn new(map: Option<&PageMap>) -> PageMarks {
        let mut marks = PageMarks::default();
        let mut taken = BTreeSet::new();
        for start in map.iter().flat_map(|map| &map.starts) {
            let mut id = format!("page-{}", ascii(&start.label));
            while !taken.insert(id.clone()) {
                id.push('-');
            }
            let mark = PageMark { label: start.label.clone(), id };
            marks.by_node.entry(start.node).or_default().push((start.offset, mark));
        }
        marks
    }

    /// Takes the marks of one node, by their byte in its text.
    pub fn take(&mut self, node: NodeId) -> Vec<(usize, PageMark)> {
        if self.by_node.is_empty() { Vec::new() } else { self.by_node.remove(&node).unwrap_or_default() }
    }

    /// Takes the marks of a node and of all nodes inside it: for what no marker may stand in.
    pub fn take_all(&mut self, inline: &Inline) -> Vec<PageMark> {
        let mut taken = Vec::new();
        if !self.by_node.is_empty() {
            inline.walk(&mut |node| taken.extend(self.take(node.id).into_iter().map(|(_, mark)| mark)));
        }
        taken
    }
}

/// The label in characters that an id may have; others by their number.
fn ascii(label: &str) -> String {
    let mut text = String::new();
    for character in label.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' => text.push(character),
            character => text.push_str(&format!("{:x}", u32::from(character))),
        }
    }
    text
}
