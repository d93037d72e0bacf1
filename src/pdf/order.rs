//! The items of a page in the order of its content stream, with whose they are.

use crate::book::Artifact;
use crate::book::Owner;
use crate::book::Part;
use crate::page::Item;
use crate::page::ItemKind;
use crate::page::Page;

/// What belongs to the text comes first, what only belongs to the page after it.
pub(super) fn in_order(page: &Page) -> Vec<(&Item, Owner)> {
    let mut items: Vec<(&Item, Owner)> = page.items.iter().map(|item| (item, owner_of(item))).collect();
    items.sort_by_key(|(_, owner)| matches!(owner, Owner::Artifact(_)));
    items
}

/// What leaders are made of.
const LEADERS: &str = "…‥.․·・⋯ ";

/// Leaders between an entry of the contents and its folio only guide the eye.
fn owner_of(item: &Item) -> Owner {
    match (&item.kind, item.owner) {
        (ItemKind::Text(run), Owner::Node(_, Part::ContentsFolio)) if run.text.chars().all(|character| LEADERS.contains(character)) => {
            Owner::Artifact(Artifact::Layout)
        }
        (_, owner) => owner,
    }
}
