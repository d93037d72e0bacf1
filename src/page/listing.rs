//! What stands on which page, in one line each.

use std::fmt::Write;

use super::frame::ItemKind;
use super::frame::Pages;
use crate::book::Owner;

/// One line a page: its label, its side, how it begins and how many marks it has.
pub fn list_pages(pages: &Pages) -> String {
    let mut out = String::new();
    for (index, page) in pages.pages.iter().enumerate() {
        let runs = page.items.iter().filter_map(|item| match (&item.kind, item.owner) {
            (ItemKind::Text(run), Owner::Node(..)) => Some(&run.text),
            _ => None,
        });
        let begins: String = runs.flat_map(|text| text.chars()).take(20).collect();
        line(&mut out, format_args!("page {}  label {:?}  {:?}  {} items  {begins}", index + 1, page.label, page.side, page.items.len()));
    }
    for start in &pages.map.starts {
        line(&mut out, format_args!("starts {:?} at byte {} of node {}", start.label, start.offset, start.node.index()));
    }
    out
}

fn line(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(out, "{arguments}").expect("writing to a String cannot fail");
}
