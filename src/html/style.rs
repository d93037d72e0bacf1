//! The few properties of style sheets that say what text means: emphasis marks, directions, weight, indents, what is hidden.

use super::node::Node;
use simplecss::AttributeOperator;
use simplecss::DeclarationTokenizer;
use simplecss::PseudoClass;
use std::collections::BTreeMap;

/// Properties that are read, without the prefixes of makers.
const PROPERTIES: &[&str] = &[
    "direction",
    "display",
    "font-size",
    "font-style",
    "font-variant-position",
    "font-weight",
    "list-style-type",
    "margin-bottom",
    "margin-inline-end",
    "margin-inline-start",
    "margin-left",
    "margin-right",
    "margin-top",
    "opacity",
    "padding-inline-start",
    "padding-left",
    "padding-top",
    "text-align",
    "text-combine-upright",
    "text-decoration",
    "text-emphasis-style",
    "text-indent",
    "text-orientation",
    "vertical-align",
    "visibility",
    "white-space",
    "writing-mode",
];

/// Rules and declarations beyond these are not read.
const MOST_RULES: usize = 20_000;

/// A style sheet, or several one after the other.
pub struct StyleSheet<'t> {
    rules: Vec<Rule<'t>>,
    /// Rules by what the last part of their selector asks for: `.class`, `#id`, `name`, or nothing.
    by_key: BTreeMap<String, Vec<usize>>,
}

struct Rule<'t> {
    selector: simplecss::Selector<'t>,
    declarations: Vec<(&'static str, String, Weight)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Normal,
    Important,
}

/// The properties that are declared for an element itself; nothing is inherited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared(BTreeMap<&'static str, String>);

impl Declared {
    pub fn get(&self, property: &str) -> Option<&str> {
        self.0.get(property).map(String::as_str)
    }

    /// Whether a property has this value.
    pub fn is(&self, property: &str, value: &str) -> bool {
        self.get(property) == Some(value)
    }

    /// A length in em or in characters; none when it is of another unit.
    pub fn em(&self, property: &str) -> Option<f64> {
        let value = self.get(property)?;
        if value == "0" {
            return Some(0.0);
        }
        let number = value.strip_suffix("rem").or_else(|| value.strip_suffix("em")).or_else(|| value.strip_suffix("ic"))?;
        number.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }
}

impl<'t> StyleSheet<'t> {
    /// Reads style sheets, the first the weakest. Rules with selectors that are not read are left out.
    pub fn new(texts: &[&'t str]) -> StyleSheet<'t> {
        let mut sheet = simplecss::StyleSheet::new();
        for text in texts {
            sheet.parse_more(text);
        }
        let mut rules = Vec::new();
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for rule in sheet.rules.into_iter().take(MOST_RULES) {
            let mut declarations = Vec::new();
            for declaration in &rule.declarations {
                let weight = if declaration.important { Weight::Important } else { Weight::Normal };
                read(declaration.name, declaration.value, &mut |property, value| declarations.push((property, value, weight)));
            }
            if !declarations.is_empty() {
                by_key.entry(key_of(&rule.selector.to_string())).or_default().push(rules.len());
                rules.push(Rule { selector: rule.selector, declarations });
            }
        }
        StyleSheet { rules, by_key }
    }

    /// What the style sheets and the element's own `style` declare.
    pub fn of(&self, node: Node<'_>) -> Declared {
        let mut matching: Vec<usize> = Vec::new();
        let classes = node.classes().map(|class| format!(".{class}"));
        let id = node.attribute("id").map(|id| format!("#{id}"));
        for key in classes.chain(id).chain([node.name().to_owned(), String::new()]) {
            let Some(rules) = self.by_key.get(&key) else { continue };
            matching.extend(rules.iter().copied().filter(|rule| self.rules[*rule].selector.matches(&Matched(node))));
        }
        // The rules stand in the order of their specificity.
        matching.sort_unstable();
        matching.dedup();
        let mut declared = Declared::default();
        let mut set = |weight: Weight| {
            for rule in &matching {
                let own = self.rules[*rule].declarations.iter().filter(|(_, _, other)| *other == weight);
                own.for_each(|(property, value, _)| {
                    declared.0.insert(property, value.clone());
                });
            }
            if weight == Weight::Normal
                && let Some(style) = node.attribute("style")
            {
                declared.0.extend(inline_style(style).0);
            }
        };
        set(Weight::Normal);
        set(Weight::Important);
        declared
    }
}

/// What a `style` attribute declares.
pub fn inline_style(style: &str) -> Declared {
    let mut declared = Declared::default();
    for declaration in DeclarationTokenizer::from(style) {
        read(declaration.name, declaration.value, &mut |property, value| {
            declared.0.insert(property, value);
        });
    }
    declared
}

/// Gives a declaration under the name of the property that it sets, its value in lower case.
fn read(name: &str, value: &str, set: &mut dyn FnMut(&'static str, String)) {
    let name = name.to_ascii_lowercase();
    let plain = ["-webkit-", "-epub-", "-moz-", "-ms-", "-ah-", "-o-"].iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(&name);
    let plain = match plain {
        "text-combine" | "text-combine-horizontal" => "text-combine-upright",
        "text-emphasis" => "text-emphasis-style",
        "text-decoration-line" => "text-decoration",
        other => other,
    };
    let value = value.trim().to_ascii_lowercase();
    let mut one = |property: &str, value: String| {
        if let Some(known) = PROPERTIES.iter().find(|known| **known == property) {
            set(known, value);
        }
    };
    if plain == "margin" {
        let parts: Vec<&str> = value.split_whitespace().collect();
        let at = |index: usize| parts.get(index).copied();
        let (top, right) = (at(0), at(1).or(at(0)));
        let sides = [("margin-top", top), ("margin-right", right), ("margin-bottom", at(2).or(top)), ("margin-left", at(3).or(right))];
        sides.into_iter().for_each(|(side, length)| one(side, length.unwrap_or("0").to_owned()));
    } else {
        one(plain, value);
    }
}

/// What the last part of a selector asks for, so that few selectors are tried for an element.
fn key_of(selector: &str) -> String {
    let last = selector.rsplit([' ', '>', '+']).next().unwrap_or_default();
    let attribute = |name: &str, sign: &str| {
        let start = last.find(name)? + name.len();
        let end = last[start..].find('\'')?;
        Some(format!("{sign}{}", &last[start..start + end]))
    };
    if let Some(key) = attribute("[id='", "#").or_else(|| attribute("[class~='", ".")) {
        return key;
    }
    let name: String = last.chars().take_while(|character| !matches!(character, '[' | ':' | '*')).collect();
    name
}

/// A node as selectors look at it.
struct Matched<'a>(Node<'a>);

impl simplecss::Element for Matched<'_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent().filter(|node| node.is_element()).map(Matched)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.previous_element().map(Matched)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.name().eq_ignore_ascii_case(name)
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.0.attribute(name).is_some_and(|value| match operator {
            AttributeOperator::Contains(word) => value.split_whitespace().any(|other| other == word),
            AttributeOperator::Exists | AttributeOperator::Matches(_) | AttributeOperator::StartsWith(_) => operator.matches(value),
        })
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        match class {
            PseudoClass::FirstChild => self.0.previous_element().is_none(),
            PseudoClass::Link => self.0.attribute("href").is_some(),
            PseudoClass::Lang(language) => std::iter::once(self.0)
                .chain(self.0.ancestors())
                .find_map(|node| node.attribute("lang").or_else(|| node.attribute("xml:lang")))
                .is_some_and(|own| own.eq_ignore_ascii_case(language) || own.split('-').next() == Some(language)),
            PseudoClass::Visited | PseudoClass::Hover | PseudoClass::Active | PseudoClass::Focus => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::StyleSheet;
    use crate::html::parse_html;

    #[test]
    fn the_stronger_rule_wins_and_prefixes_do_not_count() {
        let css = "@media print { p { display: none } } .a { -epub-text-emphasis: filled sesame; font-weight: bold }\n\
                   p .a { text-emphasis-style: open dot } #x { display: none !important } span { display: block } ::before { display: none }";
        let document = parse_html("<p><span class='b a' style='font-weight: normal; display: inline'>點</span><i id=x>隱</i>");
        let sheet = StyleSheet::new(&[css]);
        let span = sheet.of(document.find("span").unwrap());
        assert_eq!((span.get("text-emphasis-style"), span.get("font-weight")), (Some("open dot"), Some("normal")));
        assert_eq!(span.get("display"), Some("inline"));
        assert!(sheet.of(document.find("i").unwrap()).is("display", "none"));
        assert_eq!(sheet.of(document.find("p").unwrap()).get("display"), None);
    }

    #[test]
    fn margins_are_read_side_by_side() {
        let sheet = StyleSheet::new(&[".s { margin: 0 1em 0 3em; text-indent: -1em }"]);
        let document = parse_html("<p class=s>文");
        let declared = sheet.of(document.find("p").unwrap());
        assert_eq!((declared.em("margin-left"), declared.em("margin-top"), declared.em("text-indent")), (Some(3.0), Some(0.0), Some(-1.0)));
    }
}
