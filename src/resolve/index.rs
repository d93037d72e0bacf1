//! The index: the places that the author marks, by their readings (requirement IDX-01).

use std::collections::BTreeMap;

use crate::book::Book;
use crate::book::DivisionRole;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Style;
use crate::book::plain_text;
use crate::unicode::Collation;
use crate::unicode::SortKey;
use crate::unicode::sort_key;

/// A word of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry {
    /// What stands above the words that begin alike, at the first of them.
    pub group: Option<String>,
    pub word: String,
    /// The marked places in the order of the text.
    pub places: Vec<NodeId>,
}

/// A marked place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct IndexPlace {
    pub node: NodeId,
    /// The first text in it.
    pub text: NodeId,
    pub word: String,
    pub division: usize,
}

/// Every marked place, and the words in their order.
pub(super) fn index(book: &Book) -> (Vec<IndexPlace>, Vec<IndexEntry>) {
    let mut places = Vec::new();
    let mut words: BTreeMap<(String, String), Vec<NodeId>> = BTreeMap::new();
    for (division_index, division) in book.divisions.iter().enumerate().filter(|(_, division)| division.role == DivisionRole::Body) {
        division.walk_inlines(&mut |inline| {
            let InlineKind::Styled(Style::Index(reading), content) = &inline.kind else { return };
            let word = plain_text(content).trim().to_owned();
            let Some(text) = first_text(content).filter(|_| !word.is_empty()) else { return };
            words.entry((word.clone(), reading.trim().to_owned())).or_default().push(inline.id);
            places.push(IndexPlace { node: inline.id, text, word, division: division_index });
        });
    }
    let collation = Collation::of(&book.language);
    let mut keyed: Vec<(SortKey, String, Vec<NodeId>)> =
        words.into_iter().map(|((word, reading), places)| (sort_key(&word, &reading), word, places)).collect();
    keyed.sort_by(|one, other| one.0.order(&other.0, &collation).then_with(|| one.1.cmp(&other.1)));
    let mut last = None;
    let mut entries = Vec::new();
    for (key, word, places) in keyed {
        let group = key.group(&collation);
        let shown = group.clone().filter(|_| group != last);
        last = group;
        entries.push(IndexEntry { group: shown, word, places });
    }
    (places, entries)
}

fn first_text(content: &[Inline]) -> Option<NodeId> {
    content.iter().find_map(|inline| match &inline.kind {
        InlineKind::Text(_) | InlineKind::Ruby(_) | InlineKind::Code(_) => Some(inline.id),
        _ => first_text(inline.children()),
    })
}
