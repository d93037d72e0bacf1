//! What the documents of a publication are for.

use super::package::Package;
use crate::html::Node;
use crate::import::html::Kind;
use crate::import::html::Page;
use crate::import::names::file_name;

/// What a document of the spine is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Text,
    /// Generated, or made of the metadata again; why it is left out.
    LeftOut(&'static str),
    /// A cover, left out when it only shows a picture.
    Cover,
    TitlePage,
}

/// What the document is for, by what it and the package say.
pub fn use_of(package: &Package, page: &Page<'_>, root: Node<'_>, kind: Kind) -> Use {
    let listed = |name: &str| package.guide.iter().any(|(kind, path)| kind == name && *path == page.path);
    let item = package.items.iter().find(|item| item.path == page.path);
    let typed = |name: &str| {
        root.has_word("epub:type", name)
            || root.elements().any(|child| child.has_word("epub:type", name) && child.line().len() * 10 >= root.line().len() * 9)
    };
    if item.is_some_and(|item| item.properties.iter().any(|property| property == "nav")) || listed("toc") || typed("toc") {
        return Use::LeftOut("the list of contents, which is made anew");
    }
    if kind == Kind::Own && root.has_class("cover") {
        return Use::LeftOut("the cover, which is made anew");
    }
    if kind == Kind::Own && root.has_class("colophon") {
        return Use::LeftOut("the imprint, which is made anew");
    }
    if listed("cover") || typed("cover") || file_name(&page.path).0.eq_ignore_ascii_case("cover") {
        return Use::Cover;
    }
    if listed("title-page") || listed("titlepage") || typed("titlepage") || typed("halftitlepage") {
        return Use::TitlePage;
    }
    Use::Text
}

/// Whether a text says nothing but what the metadata says.
pub fn is_of_metadata(text: &str, package: &Package) -> bool {
    let bare = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).collect::<String>();
    let mut left = bare(text);
    let mut said: Vec<String> = package
        .entries
        .iter()
        .filter(|entry| matches!(entry.name.as_str(), "title" | "creator" | "contributor" | "publisher" | "date"))
        .map(|entry| bare(&entry.text))
        .collect();
    said.extend(["著", "作", "訳", "譯", "译", "編", "编", "画", "写真", "Cover", "cover", "封面", "表紙", "by"].map(str::to_owned));
    said.sort_by_key(|text| std::cmp::Reverse(text.len()));
    for part in said.iter().filter(|part| !part.is_empty()) {
        left = left.replace(part.as_str(), "");
    }
    left.is_empty()
}

/// Whether the document's lines are vertical.
pub fn is_vertical(page: &Page<'_>, root: Node<'_>) -> bool {
    let around = root.parent().filter(|node| node.is_element());
    let first = root.elements().take(1);
    std::iter::once(root).chain(around).chain(first).any(|node| {
        node.has_class("vrtl")
            || page.sheet.of(node).get("writing-mode").is_some_and(|mode| matches!(mode, "vertical-rl" | "tb-rl" | "vertical-lr" | "tb"))
    })
}
