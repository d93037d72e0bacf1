//! Stable identifiers: made of what a node says and is, never of where it stands in a count, so that an edit elsewhere leaves
//! them alone.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Hands out identifiers, each once.
pub struct Anchors {
    taken: BTreeSet<String>,
    /// How often each stem has been asked for.
    occurrences: BTreeMap<String, u32>,
}

impl Anchors {
    /// `reserved` are the author's identifiers, which nothing generated may take.
    pub fn new(reserved: BTreeSet<String>) -> Anchors {
        Anchors { taken: reserved, occurrences: BTreeMap::new() }
    }

    /// An identifier for a node of this kind (`h` for headings and so on) with this text. A text that stands several times gets its
    /// occurrence number from the second one on.
    pub fn make(&mut self, kind: &str, text: &str) -> String {
        self.number(format!("{kind}-{}", stem(text)))
    }

    /// An identifier for a node that is one of a kind.
    pub fn make_single(&mut self, name: &str) -> String {
        self.number(name.to_owned())
    }

    fn number(&mut self, stem: String) -> String {
        let occurrence = self.occurrences.entry(stem.clone()).or_insert(0);
        loop {
            *occurrence += 1;
            let name = if *occurrence == 1 { stem.clone() } else { format!("{stem}-{occurrence}") };
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// The author's identifier as a valid XML name (XML 1.0, NCName): what may not stand in one becomes a hyphen.
pub fn xml_name(identifier: &str) -> String {
    let mut name = String::new();
    for character in identifier.chars() {
        let starts = character.is_alphabetic() || character == '_';
        let follows = starts || character.is_ascii_digit() || matches!(character, '-' | '.' | '\u{B7}');
        if name.is_empty() && !starts {
            name.push('_');
        }
        name.push(if follows { character } else { '-' });
    }
    if name.is_empty() { "_".to_owned() } else { name }
}

/// The identifier that Markdown readers give to a heading: its letters, digits, hyphens and low lines in lower case, a hyphen for
/// each space.
pub fn title_identifier(title: &str) -> String {
    let kept = title.trim().chars().filter(|character| character.is_alphanumeric() || matches!(character, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|character| if character == ' ' { '-' } else { character }).collect()
}

/// A short ASCII text as words joined by hyphens; the hash of any other.
fn stem(text: &str) -> String {
    const LONGEST: usize = 40;
    let text = text.trim();
    let slug: Vec<String> = text
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let slug = slug.join("-");
    if text.is_ascii() && !slug.is_empty() && slug.len() <= LONGEST { slug } else { format!("{:012x}", hash(text) >> 16) }
}

/// FNV-1a with 64 bits (IETF draft-eastlake-fnv).
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_texts_become_words_and_others_a_hash() {
        let mut anchors = Anchors::new(BTreeSet::from(["h-intro".to_owned()]));
        assert_eq!(anchors.make("h", "Part One: the Start"), "h-part-one-the-start");
        assert_eq!(anchors.make("h", "Intro"), "h-intro-2", "the author's own identifier is taken");
        let han = anchors.make("h", "第一章");
        assert_eq!(han.len(), "h-".len() + 12);
        assert_eq!(anchors.make("h", "第一章"), format!("{han}-2"));
        assert_ne!(anchors.make("h", "第二章"), han);
    }

    #[test]
    fn identifiers_become_xml_names() {
        assert_eq!(xml_name("第一章"), "第一章");
        assert_eq!(xml_name("1 a:b"), "_1-a-b");
    }
}
