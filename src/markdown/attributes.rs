//! Attribute lists: `{#id .class key=value key="a value"}`.

use std::ops::Range;

use super::mask::is_illegal;

/// An attribute list, its items in the order written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    pub items: Vec<Item>,
    /// The bytes of the whole list, braces included.
    pub range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub kind: ItemKind,
    pub range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    Identifier(String),
    Class(String),
    /// A key and its value; of `.han=always` the key is `.han`.
    Pair(String, String),
}

/// The attribute list that begins with the brace at byte `open`, and the byte after its end; none when there is no such list on
/// this line.
pub(super) fn parse_attributes(text: &str, open: usize) -> Option<(Attributes, usize)> {
    let mut at = open + 1;
    let mut items = Vec::new();
    loop {
        at += text[at..].len() - text[at..].trim_start_matches([' ', '\t']).len();
        let rest = &text[at..];
        if rest.starts_with('}') {
            break;
        }
        let (kind, length) = parse_item(rest)?;
        items.push(Item { kind, range: at..at + length });
        at += length;
        if !text[at..].starts_with([' ', '\t', '}']) {
            return None;
        }
    }
    let end = at + 1;
    (!items.is_empty()).then_some((Attributes { items, range: open..end }, end))
}

fn parse_item(rest: &str) -> Option<(ItemKind, usize)> {
    let first = rest.chars().next()?;
    let sign = matches!(first, '#' | '.');
    if !sign && !first.is_ascii_alphabetic() {
        return None;
    }
    let name_start = usize::from(sign);
    let ends_name = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '{' | '}' | '=' | '"' | '\'' | '#' | '|' | '[' | ']');
    let name_length = rest[name_start..].find(ends_name)?;
    let name = &rest[name_start..name_start + name_length];
    let after = name_start + name_length;
    if name.is_empty() {
        return None;
    }
    match (first, rest[after..].starts_with('=')) {
        ('#', false) => Some((ItemKind::Identifier(name.to_owned()), after)),
        ('.', false) => Some((ItemKind::Class(name.to_owned()), after)),
        ('#', true) => None,
        ('.', true) | (_, true) => {
            let key = rest[..after].to_owned();
            let (value, length) = parse_value(&rest[after + 1..])?;
            Some((ItemKind::Pair(key, value), after + 1 + length))
        }
        (_, false) => None,
    }
}

/// A value and its length as written.
fn parse_value(rest: &str) -> Option<(String, usize)> {
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(quote) = quote else {
        let length = rest.find(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '{' | '}' | '"'))?;
        return (length > 0).then(|| (rest[..length].to_owned(), length));
    };
    let mut value = String::new();
    let mut characters = rest.char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        match c {
            c if c.is_control() || is_illegal(c) => return None,
            '\\' => match characters.next()? {
                (_, next) if next == quote || next == '\\' => value.push(next),
                (_, '\n') => return None,
                (_, next) => value.extend(['\\', next]),
            },
            c if c == quote => return Some((value, at + 1)),
            c => value.push(c),
        }
    }
    None
}

/// A value as it is written in an attribute list.
pub(super) fn quote_value(value: &str) -> String {
    let plain = !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '%' | '、'));
    if plain {
        return value.to_owned();
    }
    let escaped: String = value
        .chars()
        .flat_map(|c| match c {
            '"' | '\\' => vec!['\\', c],
            '\n' => vec![' '],
            c => vec![c],
        })
        .collect();
    format!("\"{escaped}\"")
}

impl Attributes {
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Removes the identifier and gives it.
    pub fn take_identifier(&mut self) -> Option<(String, Range<usize>)> {
        let at = self.items.iter().position(|item| matches!(item.kind, ItemKind::Identifier(_)))?;
        let item = self.items.remove(at);
        match item.kind {
            ItemKind::Identifier(identifier) => Some((identifier, item.range)),
            ItemKind::Class(_) | ItemKind::Pair(_, _) => None,
        }
    }

    /// Removes a class and says whether it was there.
    pub fn take_class(&mut self, class: &str) -> bool {
        let before = self.items.len();
        self.items.retain(|item| !matches!(&item.kind, ItemKind::Class(name) if name == class));
        self.items.len() < before
    }

    /// Removes a key and gives its value with the item's place.
    pub fn take(&mut self, key: &str) -> Option<(String, Range<usize>)> {
        let at = self.items.iter().position(|item| matches!(&item.kind, ItemKind::Pair(name, _) if name == key))?;
        let item = self.items.remove(at);
        match item.kind {
            ItemKind::Pair(_, value) => Some((value, item.range)),
            ItemKind::Identifier(_) | ItemKind::Class(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Option<Vec<ItemKind>> {
        parse_attributes(text, 0).map(|(attributes, _)| attributes.items.into_iter().map(|item| item.kind).collect())
    }

    #[test]
    fn a_list_holds_identifiers_classes_and_keys() {
        let pair = |key: &str, value: &str| ItemKind::Pair(key.to_owned(), value.to_owned());
        assert_eq!(
            items("{#圖1 .name .han=always ruby=\"かん,\\\"じ\" width=80%}x"),
            Some(vec![
                ItemKind::Identifier("圖1".to_owned()),
                ItemKind::Class("name".to_owned()),
                pair(".han", "always"),
                pair("ruby", "かん,\"じ"),
                pair("width", "80%"),
            ])
        );
    }

    #[test]
    fn what_is_no_list_is_text() {
        for text in ["{}", "{漢字|かんじ}", "{a}", "{a b}", "{.}", "{a=}", "{a=\"b}", "{#a", "{.a\n}", "{a=b\"c\"}", "{{.a}}"] {
            assert_eq!(items(text), None, "{text}");
        }
    }
}
