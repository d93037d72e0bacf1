//! Pages as text, for people and for tests that are judged by eye.

use std::fmt::Write;

use super::frame::Item;
use super::frame::ItemKind;
use super::frame::Pages;
use crate::book::Owner;
use crate::geom::Length;
use crate::geom::Point;

/// One line a page: its label, its side, how it begins and how many marks it has.
pub fn dump_pages(pages: &Pages) -> String {
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

/// One line a mark. Lengths are in points from the page's top left corner.
pub fn dump_layout(pages: &Pages) -> String {
    let mut out = String::new();
    for (index, page) in pages.pages.iter().enumerate() {
        let size = (points(page.size.width), points(page.size.height));
        line(&mut out, format_args!("page {}  label {:?}  {:?}  {} x {}", index + 1, page.label, page.side, size.0, size.1));
        page.items.iter().for_each(|item| mark(&mut out, item));
    }
    out
}

fn mark(out: &mut String, item: &Item) {
    let owner = match item.owner {
        Owner::Node(_, part) => format!("{part:?}"),
        Owner::Artifact(artifact) => format!("artifact {artifact:?}"),
    };
    match &item.kind {
        ItemKind::Text(run) => {
            let (size, place) = (points(run.size), point(run.origin));
            line(out, format_args!("  {place}  {:?} {size} face {}  {:?}  {owner}", run.setting, run.face.index(), run.text));
        }
        ItemKind::Picture(placed) => {
            let size = placed.rect.size;
            let (place, width, height) = (point(placed.rect.origin), points(size.width), points(size.height));
            line(out, format_args!("  {place}  picture {:?} {width} x {height}  {owner}", placed.path));
        }
        ItemKind::Fill(fill) => {
            let size = fill.rect.size;
            let (place, width, height) = (point(fill.rect.origin), points(size.width), points(size.height));
            line(out, format_args!("  {place}  fill {width} x {height} grey {}  {owner}", fill.grey));
        }
        ItemKind::Path(path) => {
            let (place, width, count) = (point(path.start), points(path.width), path.segments.len());
            line(out, format_args!("  {place}  path of {count} width {width} grey {}  {owner}", path.grey));
        }
    }
}

fn points(length: Length) -> String {
    format!("{:.2}", length.to_pt())
}

fn point(point: Point) -> String {
    format!("{:>7} {:>7}", points(point.x), points(point.y))
}

fn line(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(out, "{arguments}").expect("writing to a String cannot fail");
}
