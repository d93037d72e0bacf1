//! Which characters a publication sets in which role.

use crate::font::FontRole;
use crate::style::Role;
use crate::style::Theme;
use crate::unicode::Region;
use crate::xml::Element;
use crate::xml::Node;
use crate::xml::XmlError;
use crate::xml::parse;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Deeper than any document that is written.
const DEPTH: usize = 500;

/// The characters of content documents by the role in which the style sheet sets them. Code is the reading system's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Characters {
    pub by_role: BTreeMap<FontRole, BTreeSet<char>>,
    /// Those of headings alone.
    pub headings: BTreeMap<FontRole, BTreeSet<char>>,
}

/// Which role each element of content documents is set in.
#[derive(Clone, Debug)]
pub struct ElementRoles {
    headings: [FontRole; 6],
    classes: Vec<(&'static str, FontRole)>,
    quotation: FontRole,
    caption: FontRole,
    header_cell: FontRole,
    table: FontRole,
}

impl ElementRoles {
    /// As the theme has them; the style sheet says the same.
    pub fn of(theme: &Theme, region: Region) -> ElementRoles {
        let font = |role: Role| role.font(region);
        ElementRoles {
            headings: [1, 2, 3, 4, 5, 6].map(|level| font(theme.heading(level).role)),
            classes: vec![
                ("kicker", font(theme.headline.kicker.role)),
                ("title", font(theme.headline.title.role)),
                ("subtitle", font(theme.headline.subtitle.role)),
                ("byline", font(theme.headline.byline.role)),
                ("lead", font(theme.headline.lead.role)),
                ("pull", font(theme.pull.role)),
                ("box", font(theme.r#box.role)),
                ("box-title", FontRole::Sans),
                ("verse", font(theme.verse.role)),
                ("note", font(theme.note.role)),
            ],
            quotation: font(theme.quotation.role),
            caption: font(theme.caption.role),
            header_cell: font(theme.table.header_role),
            table: font(theme.table.role),
        }
    }

    fn role(&self, element: &Element) -> Option<FontRole> {
        let class = element.attribute("class").unwrap_or_default();
        let by_class = || self.classes.iter().find(|(name, _)| class.split(' ').any(|one| one == *name)).map(|(_, role)| *role);
        match element.name.as_str() {
            "strong" | "b" => Some(FontRole::Sans),
            "th" => Some(self.header_cell),
            "table" => Some(self.table),
            "blockquote" => Some(self.quotation),
            "figcaption" | "caption" => Some(self.caption),
            name => by_class().or_else(|| heading_level(name).map(|level| self.headings[level])),
        }
    }
}

/// From 0.
fn heading_level(name: &str) -> Option<usize> {
    ["h1", "h2", "h3", "h4", "h5", "h6"].iter().position(|known| *known == name)
}

impl Characters {
    /// Adds the characters of a content document.
    pub fn add(&mut self, xhtml: &str, roles: &ElementRoles) -> Result<(), XmlError> {
        if let Some(body) = parse(xhtml, DEPTH)?.child("body") {
            self.element(body, FontRole::Serif, false, roles);
        }
        Ok(())
    }

    fn element(&mut self, element: &Element, outer: FontRole, in_heading: bool, roles: &ElementRoles) {
        if let "code" | "pre" = element.name.as_str() {
            return;
        }
        let role = roles.role(element).unwrap_or(outer);
        let in_heading = in_heading || heading_level(&element.name).is_some();
        for child in &element.children {
            match child {
                Node::Element(child) => self.element(child, role, in_heading, roles),
                Node::Text(text) => {
                    for character in text.chars().filter(|character| !character.is_control()) {
                        let role = role.of(character);
                        self.by_role.entry(role).or_default().insert(character);
                        if in_heading {
                            self.headings.entry(role).or_default().insert(character);
                        }
                    }
                }
            }
        }
    }
}

/// Whether reading systems are likely to have no glyph of their own: Han beyond the set of Unicode 1.1 (U+4E00 to U+9FA5), which every
/// system font has, extended bopomofo, radicals, strokes, description characters and private characters.
pub fn is_rare(character: char) -> bool {
    matches!(character,
        '\u{2E80}'..='\u{2FFF}'
        | '\u{31A0}'..='\u{31EF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{9FA6}'..='\u{9FFF}'
        | '\u{E000}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}'
        | '\u{F0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::{Characters, ElementRoles, is_rare};
    use crate::diag::Report;
    use crate::font::FontRole;
    use crate::geom::WritingMode;
    use crate::style::cascade;
    use crate::style::edition_for_tests as edition;
    use crate::unicode::Region;

    #[test]
    fn characters_go_to_the_role_of_their_element() {
        let styled = cascade(&edition(WritingMode::HorizontalTb, Region::Taiwan, "a5"), &mut Report::default());
        let roles = ElementRoles::of(&styled.theme, Region::Taiwan);
        let mut characters = Characters::default();
        let text = "<html><head/><body><h1>題</h1><p>文<strong>重</strong><em class=\"marks dot\">點</em><code>x</code></p>\
                    <blockquote><p>引，<b>黑</b></p></blockquote></body></html>";
        characters.add(text, &roles).unwrap();
        let of = |role: FontRole| characters.by_role[&role].iter().collect::<String>();
        assert_eq!(
            (of(FontRole::Sans), of(FontRole::Serif), of(FontRole::Kai)),
            ("重題黑".to_owned(), "文點，".to_owned(), "引".to_owned())
        );
        assert_eq!(characters.headings[&FontRole::Sans].iter().collect::<String>(), "題");
    }

    #[test]
    fn common_characters_are_not_rare() {
        assert!(!"一龥あアㄅ、「」，。—…AΩ가①".chars().any(is_rare));
        assert!("㐀𠮷ㆠ⺀\u{F900}".chars().all(is_rare));
    }
}
