//! Where style sheets say that paragraphs stand on their lines.

use super::reader::Kind;
use crate::book::Edge;
use crate::book::Placement;
use crate::html::Declared;
use crate::html::Node;

/// Where an element says that its paragraphs stand.
pub fn placement(node: Node<'_>, declared: &Declared, kind: Kind) -> Option<Placement> {
    if node.is(&["section", "article", "main", "header", "body"]) {
        return None;
    }
    let em = |names: &[&str]| names.iter().filter_map(|name| declared.em(name)).fold(0.0, f64::max);
    let whole = |length: f64| if (1.0..=40.0).contains(&length) { length.round() as u8 } else { 0 };
    let edge = match declared.get("text-align").or(node.attribute("align")) {
        Some("right" | "end") => Edge::End,
        _ => Edge::Start,
    };
    if kind == Kind::Web {
        return (edge == Edge::End).then(|| Placement { edge, ..Placement::default() });
    }
    let vertical = kind != Kind::Own && declared.em("margin-left").unwrap_or(0.0) == 0.0;
    let start = if vertical {
        em(&["margin-inline-start", "margin-top", "padding-top", "padding-inline-start"])
    } else {
        em(&["margin-inline-start", "margin-left", "padding-left"])
    };
    let end = if vertical { em(&["margin-inline-end", "margin-bottom"]) } else { em(&["margin-inline-end", "margin-right"]) };
    // White above and below paragraphs of horizontal text is no indent.
    let (start, end) =
        if vertical && declared.get("margin-inline-start").is_none() && !in_vertical(node) { (0, 0) } else { (whole(start), whole(end)) };
    let first = declared.em("text-indent").filter(|first| start > 0 && first.abs() <= 40.0).map(|first| first.round() as i8);
    let measure = declared.em("max-inline-size").map(whole).filter(|measure| *measure > 0);
    let placement = Placement { start, end, first, measure, edge };
    (placement != Placement { first, ..Placement::default() }).then_some(placement)
}

/// Whether the root element says by its class that its lines are vertical, as guides for production in Japan and Taiwan have it.
fn in_vertical(node: Node<'_>) -> bool {
    node.ancestors().any(|around| around.name() == "html" && (around.has_class("vrtl") || around.has_class("vltr")))
}
