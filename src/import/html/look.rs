//! What an element's name, classes and style say about the look of its text.

use crate::book::EmphasisMarks;
use crate::book::Style;
use crate::html::Declared;
use crate::html::Node;
use crate::unicode::Region;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A look of text in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    Emphasis,
    Strong,
    Style(Style),
}

/// Names of classes by what they mean.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Classes {
    marks: BTreeMap<String, Vec<String>>,
    looks: BTreeMap<String, Vec<String>>,
    blocks: BTreeMap<String, Vec<String>>,
}

static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/import/classes.toml")).expect("the table is part of the program and tested")
});

const MARKS: &[(&str, EmphasisMarks)] = &[
    ("region", EmphasisMarks::Region),
    ("dot", EmphasisMarks::Dot),
    ("open-dot", EmphasisMarks::OpenDot),
    ("circle", EmphasisMarks::Circle),
    ("open-circle", EmphasisMarks::OpenCircle),
    ("sesame", EmphasisMarks::Sesame),
    ("open-sesame", EmphasisMarks::OpenSesame),
    ("double-circle", EmphasisMarks::DoubleCircle),
    ("fisheye", EmphasisMarks::Fisheye),
    ("triangle", EmphasisMarks::Triangle),
    ("open-triangle", EmphasisMarks::OpenTriangle),
    ("saltire", EmphasisMarks::Saltire),
];

/// The name under which a table of classes has one of the node's; the most telling class is the longest.
fn named<'t>(table: &'t BTreeMap<String, Vec<String>>, node: Node<'_>) -> Option<&'t str> {
    let mut found: Option<(&str, usize)> = None;
    for class in node.classes() {
        let name = table.iter().find(|(_, classes)| classes.iter().any(|known| known == class)).map(|(name, _)| name.as_str());
        if let Some(name) = name
            && found.is_none_or(|(known, length)| known == "region" || class.len() > length)
        {
            found = Some((name, class.len()));
        }
    }
    found.map(|(name, _)| name)
}

/// The block that a class of the node means, such as `verse`.
pub fn block_class(node: Node<'_>) -> Option<&'static str> {
    named(&CLASSES.blocks, node)
}

/// Emphasis marks by a declared shape (CSS Text Decoration 3, 3.1).
fn marks_of(value: &str) -> Option<EmphasisMarks> {
    let open = value.contains("open");
    let shape = value.split_whitespace().find(|word| !matches!(*word, "open" | "filled"))?;
    Some(match (shape, open) {
        ("none" | "initial" | "inherit" | "unset", _) => return None,
        ("dot", false) => EmphasisMarks::Dot,
        ("dot", true) => EmphasisMarks::OpenDot,
        ("circle", false) => EmphasisMarks::Circle,
        ("circle", true) => EmphasisMarks::OpenCircle,
        ("double-circle", false) => EmphasisMarks::Fisheye,
        ("double-circle", true) => EmphasisMarks::DoubleCircle,
        ("triangle", false) => EmphasisMarks::Triangle,
        ("triangle", true) => EmphasisMarks::OpenTriangle,
        ("sesame", false) => EmphasisMarks::Sesame,
        ("sesame", true) => EmphasisMarks::OpenSesame,
        (other, _) => match other.trim_matches(['"', '\'']) {
            "﹅" | "、" | "ヽ" => EmphasisMarks::Sesame,
            "﹆" => EmphasisMarks::OpenSesame,
            "●" => EmphasisMarks::Circle,
            "○" => EmphasisMarks::OpenCircle,
            "•" | "・" | "." => EmphasisMarks::Dot,
            "◦" => EmphasisMarks::OpenDot,
            "◎" => EmphasisMarks::DoubleCircle,
            "◉" => EmphasisMarks::Fisheye,
            "▲" => EmphasisMarks::Triangle,
            "△" => EmphasisMarks::OpenTriangle,
            "×" | "✕" => EmphasisMarks::Saltire,
            _ => EmphasisMarks::Region,
        },
    })
}

/// The looks of an inline element, the outermost first.
pub fn looks_of(node: Node<'_>, declared: &Declared, region: Region) -> Vec<Look> {
    let mut looks = Vec::new();
    let marks_declared = declared.get("text-emphasis-style");
    let has_class = node.attribute("class").is_some() || node.attribute("style").is_some();
    let marks = named(&CLASSES.marks, node).and_then(|name| MARKS.iter().find(|(known, _)| *known == name)).map(|(_, marks)| *marks);
    let cancelled = marks_declared.is_some_and(|value| value.starts_with("none"));
    let marks = match (marks, marks_declared.and_then(marks_of)) {
        _ if cancelled => None,
        (Some(marks), _) => Some(marks),
        // A bare element of emphasis is shown with marks where Han characters are never slanted.
        (None, Some(_)) if node.is(&["em", "i"]) && !has_class => None,
        (None, declared) => declared,
    };
    let class = named(&CLASSES.looks, node);
    let upright = declared.is("font-style", "normal");
    match node.name() {
        "b" | "strong" if !declared.is("font-weight", "normal") && !declared.is("font-weight", "400") => looks.push(Look::Strong),
        "em" | "i" | "dfn" | "var" | "cite" if marks.is_some() || class == Some("title") => {}
        // An icon is drawn by an empty element.
        "em" | "dfn" | "var" => looks.push(Look::Emphasis),
        "i" | "cite" if !upright => looks.push(Look::Emphasis),
        "u" if class == Some("name") => {}
        "u" | "ins" if declared.get("text-decoration") != Some("none") => looks.push(Look::Style(Style::Underline)),
        "s" | "strike" | "del" => looks.push(Look::Style(Style::Strikethrough)),
        "sup" => looks.push(Look::Style(Style::Superscript)),
        "sub" => looks.push(Look::Style(Style::Subscript)),
        "small" => looks.push(Look::Style(Style::Small)),
        _ => {}
    }
    match class {
        Some("tcy") => looks.push(Look::Style(Style::TateChuYoko)),
        Some("upright") => looks.push(Look::Style(Style::Upright)),
        Some("sideways") => looks.push(Look::Style(Style::Sideways)),
        Some("warichu") => looks.push(Look::Style(Style::Warichu)),
        Some("sup") => looks.push(Look::Style(Style::Superscript)),
        Some("sub") => looks.push(Look::Style(Style::Subscript)),
        Some("name") if node.is(&["u", "span"]) && region != Region::Western => looks.push(Look::Style(Style::ProperName)),
        Some("title") => looks.push(Look::Style(Style::BookTitle)),
        Some("strong") => looks.push(Look::Strong),
        Some("em") => looks.push(Look::Emphasis),
        Some("nobreak") => looks.push(Look::Style(Style::NoBreak)),
        Some("underline") => looks.push(Look::Style(Style::Underline)),
        _ if node.name() == "cite" && node.has_class("title") => looks.push(Look::Style(Style::BookTitle)),
        _ => {}
    }
    looks.extend(marks.map(|marks| Look::Style(Style::EmphasisMarks(marks))));
    looks.extend(declared_looks(node, declared));
    looks.dedup();
    let mut unique: Vec<Look> = Vec::new();
    for look in looks {
        if !unique.contains(&look) {
            unique.push(look);
        }
    }
    unique
}

/// Looks that style sheets alone declare.
fn declared_looks(node: Node<'_>, declared: &Declared) -> Vec<Look> {
    let mut looks = Vec::new();
    let bold = |value: &str| matches!(value, "bold" | "bolder") || value.parse::<u32>().is_ok_and(|weight| weight >= 600);
    if declared.get("font-weight").is_some_and(bold) && !node.is(&["b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"]) {
        looks.push(Look::Strong);
    }
    if declared.get("font-style").is_some_and(|value| matches!(value, "italic" | "oblique")) && !node.is(&["em", "i", "cite", "dfn", "var"])
    {
        looks.push(Look::Emphasis);
    }
    let combined = declared.get("text-combine-upright").is_some_and(|value| matches!(value, "all" | "horizontal"));
    if combined {
        looks.push(Look::Style(Style::TateChuYoko));
    }
    match declared.get("text-orientation") {
        Some("upright") if !combined => looks.push(Look::Style(Style::Upright)),
        Some("sideways" | "sideways-right") => looks.push(Look::Style(Style::Sideways)),
        _ => {}
    }
    if let Some(decoration) = declared.get("text-decoration")
        && !node.is(&["a", "u", "ins", "s", "strike", "del"])
    {
        if decoration.contains("line-through") {
            looks.push(Look::Style(Style::Strikethrough));
        } else if decoration.contains("underline") || decoration.contains("overline") {
            let wavy = decoration.contains("wavy");
            looks.push(Look::Style(if wavy { Style::BookTitle } else { Style::Underline }));
        }
    }
    if !node.is(&["sup", "sub", "rt", "td", "th", "img"]) {
        match declared.get("vertical-align").or(declared.get("font-variant-position")) {
            Some("super") => looks.push(Look::Style(Style::Superscript)),
            Some("sub") => looks.push(Look::Style(Style::Subscript)),
            _ => {}
        }
    }
    looks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::StyleSheet;
    use crate::html::parse_html;

    fn looks(html: &str, css: &str) -> Vec<Look> {
        let document = parse_html(html);
        let node = document.find("body").and_then(|body| body.elements().next()).unwrap();
        looks_of(node, &StyleSheet::new(&[css]).of(node), Region::Japan)
    }

    #[test]
    fn marks_come_from_classes_and_from_style_sheets() {
        let marks = |marks| vec![Look::Style(Style::EmphasisMarks(marks))];
        assert_eq!(looks("<em class=sesame_dot>", ""), marks(EmphasisMarks::Sesame));
        assert_eq!(looks("<span class=a>", ".a { -epub-text-emphasis-style: open circle }"), marks(EmphasisMarks::OpenCircle));
        assert_eq!(looks("<em class='marks saltire'>", "em { text-emphasis: filled dot }"), marks(EmphasisMarks::Saltire));
        assert_eq!(looks("<span style='text-emphasis: \"×\"'>", ""), marks(EmphasisMarks::Saltire));
        assert_eq!(looks("<em>", "em { text-emphasis: filled dot; font-style: normal }"), [Look::Emphasis]);
        assert_eq!(looks("<span style='text-emphasis: none'>", ""), []);
    }

    #[test]
    fn weight_and_direction_come_from_style_sheets() {
        assert_eq!(
            looks("<span class=k>", ".k { font-weight: 700; text-combine-upright: all }"),
            [Look::Strong, Look::Style(Style::TateChuYoko)]
        );
        assert_eq!(looks("<b style='font-weight:normal'>", ""), []);
        assert_eq!(looks("<span class=tcy>", ".tcy { -webkit-text-combine: horizontal }"), [Look::Style(Style::TateChuYoko)]);
    }
}
