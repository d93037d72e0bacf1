//! A document with its style sheet and what is known of its nodes before they are read.

use crate::html::Document;
use crate::html::Node;
use crate::html::StyleSheet;

/// A document to be read.
pub struct Page<'d> {
    /// Where it lies in its source, such as `OEBPS/text/c1.xhtml`; empty for a page alone.
    pub path: String,
    pub document: &'d Document,
    pub sheet: StyleSheet<'d>,
    facts: Vec<Facts>,
}

/// What is known of one node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Facts {
    /// A block lies somewhere inside.
    holds_block: bool,
    /// The body of a note lies somewhere inside.
    holds_note: bool,
    state: State,
}

/// Whether a node is read where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Read,
    /// The body of a note, which is read at its mark.
    Note,
    /// The mark that leads from a note back to the text.
    BackLink,
    /// No part of the text; why.
    Dropped(&'static str),
}

/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "listing",
    "xmp",
];

impl<'d> Page<'d> {
    pub fn new(path: impl Into<String>, document: &'d Document, sheet: StyleSheet<'d>) -> Page<'d> {
        let mut facts = vec![Facts::default(); document.size()];
        for node in document.root().descendants().filter(|node| BLOCKS.contains(&node.name())) {
            for around in node.ancestors() {
                if std::mem::replace(&mut facts[around.index()].holds_block, true) {
                    break;
                }
            }
        }
        Page { path: path.into(), document, sheet, facts }
    }

    /// Whether the element is a block by its name, or holds one.
    pub fn is_block(&self, node: Node<'_>) -> bool {
        BLOCKS.contains(&node.name()) || self.facts[node.index()].holds_block
    }

    pub fn state(&self, node: Node<'_>) -> State {
        self.facts[node.index()].state
    }

    /// Whether bodies of notes lie inside.
    pub fn holds_note(&self, node: Node<'_>) -> bool {
        self.facts[node.index()].holds_note
    }

    pub fn set(&mut self, node: Node<'_>, state: State) {
        self.facts[node.index()].state = state;
        if state == State::Note {
            for around in node.ancestors() {
                if std::mem::replace(&mut self.facts[around.index()].holds_note, true) {
                    break;
                }
            }
        }
    }
}
