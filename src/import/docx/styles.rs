//! Styles and what they are based on.

use std::collections::BTreeMap;

use super::properties::ParagraphProperties;
use super::properties::RunProperties;
use super::properties::value;
use super::role::Role;
use super::role::role_of;
use crate::xml::Element;

/// How many styles may be based on each other in a row.
const LONGEST_CHAIN: usize = 64;

#[derive(Clone, Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    paragraph: ParagraphProperties,
    run: RunProperties,
}

/// A paragraph style with all that it is based on.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    pub role: Role,
    pub paragraph: ParagraphProperties,
    pub run: RunProperties,
}

/// The styles of a document.
#[derive(Clone, Debug, Default)]
pub struct Styles {
    styles: BTreeMap<String, Style>,
    default_paragraph: String,
    /// What holds where no style says anything.
    pub run: RunProperties,
    paragraph: ParagraphProperties,
    resolved: BTreeMap<String, Resolved>,
}

impl Styles {
    /// Reads `w:styles`.
    pub fn read(root: Option<&Element>) -> Styles {
        let mut styles = Styles::default();
        let Some(root) = root else { return styles };
        for element in root.elements() {
            match element.name.as_str() {
                "w:docDefaults" => {
                    let inner = |outer: &str, inner: &str| element.child(outer).and_then(|element| element.child(inner));
                    styles.run = inner("w:rPrDefault", "w:rPr").map(RunProperties::read).unwrap_or_default();
                    styles.paragraph = inner("w:pPrDefault", "w:pPr").map(ParagraphProperties::read).unwrap_or_default();
                }
                "w:style" => styles.add(element),
                _ => {}
            }
        }
        let ids: Vec<String> = styles.styles.keys().cloned().collect();
        for id in ids {
            let resolved = styles.resolve(&id);
            styles.resolved.insert(id, resolved);
        }
        styles
    }

    fn add(&mut self, element: &Element) {
        let Some(id) = element.attribute("w:styleId") else { return };
        if element.attribute("w:type") == Some("paragraph") && matches!(element.attribute("w:default"), Some("1" | "true" | "on")) {
            id.clone_into(&mut self.default_paragraph);
        }
        let text = |name: &str| element.child(name).and_then(value).map(str::to_owned);
        let style = Style {
            name: text("w:name").unwrap_or_else(|| id.to_owned()),
            based_on: text("w:basedOn"),
            paragraph: element.child("w:pPr").map(ParagraphProperties::read).unwrap_or_default(),
            run: element.child("w:rPr").map(RunProperties::read).unwrap_or_default(),
        };
        self.styles.insert(id.to_owned(), style);
    }

    fn resolve(&self, id: &str) -> Resolved {
        let mut resolved = Resolved::default();
        let mut role = None;
        let mut next = Some(id.to_owned());
        for _ in 0..LONGEST_CHAIN {
            let Some(style) = next.and_then(|id| self.styles.get(&id)) else { break };
            // A style of the author's own that is based on a heading is one, unless it says otherwise.
            let outline = style.paragraph.outline.map(|level| if level < 9 { Role::Heading(level + 1) } else { Role::Body });
            role = role.or_else(|| role_of(&style.name)).or(outline);
            resolved.paragraph = resolved.paragraph.over(&style.paragraph);
            resolved.run = resolved.run.over(&style.run);
            next = style.based_on.clone();
        }
        resolved.role = role.or_else(|| role_of(id)).unwrap_or_default();
        resolved.paragraph = resolved.paragraph.over(&self.paragraph);
        resolved
    }

    /// The style of a paragraph; the default style for none and for an unknown one.
    pub fn paragraph(&self, id: Option<&str>) -> Resolved {
        let known = id.and_then(|id| self.resolved.get(id)).or_else(|| self.resolved.get(&self.default_paragraph));
        known.cloned().unwrap_or_else(|| Resolved { paragraph: self.paragraph.clone(), ..Resolved::default() })
    }

    /// What the default style says about runs.
    pub fn default_run(&self) -> RunProperties {
        self.resolved.get(&self.default_paragraph).map(|style| style.run.clone()).unwrap_or_default().over(&self.run)
    }

    /// What a character style says.
    pub fn character(&self, id: &str) -> Option<&RunProperties> {
        self.resolved.get(id).map(|style| &style.run)
    }

    /// The name of a style.
    pub fn name(&self, id: &str) -> &str {
        self.styles.get(id).map_or("", |style| style.name.as_str())
    }

    /// The list that a numbering style names.
    pub fn list_of(&self, id: &str) -> Option<&str> {
        self.resolved.get(id)?.paragraph.list.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::parse;

    #[test]
    fn a_style_is_what_it_is_based_on() {
        let text = "<w:styles><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style>\
            <w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"a\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>\
            <w:style w:styleId=\"own\"><w:name w:val=\"章\"/><w:basedOn w:val=\"1\"/><w:rPr><w:b/></w:rPr></w:style>\
            <w:style w:styleId=\"lvl\"><w:name w:val=\"x\"/><w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr></w:style>\
            <w:style w:styleId=\"p\"><w:name w:val=\"p\"/><w:basedOn w:val=\"q\"/></w:style>\
            <w:style w:styleId=\"q\"><w:name w:val=\"q\"/><w:basedOn w:val=\"p\"/></w:style></w:styles>";
        let styles = Styles::read(Some(&parse(text, 9).unwrap()));
        let role = |id: &str| styles.paragraph(Some(id)).role;
        assert_eq!((role("own"), role("lvl"), role("a"), role("nowhere")), (Role::Heading(1), Role::Heading(3), Role::Body, Role::Body));
        assert_eq!(role("p"), Role::Body, "styles in a circle end");
        assert_eq!(styles.paragraph(Some("own")).run.bold, Some(true));
    }
}
