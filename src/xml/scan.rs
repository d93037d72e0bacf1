//! Reading as a stream of tokens, for documents too large to become trees.

use super::reader::XmlError;
use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A piece of a document in the order of its text.
#[derive(Debug)]
pub enum Token<'a> {
    /// An element begins; an empty element begins and ends.
    Start(Tag<'a>),
    End(&'a str),
    /// Character data, references resolved; a run may come in several pieces.
    Text(&'a str),
    Instruction(&'a str),
    /// What stands between `<!DOCTYPE` and its end.
    DocType(&'a str),
    /// The version that the XML declaration names.
    Version(&'a str),
}

/// The start of an element, names with their prefixes as written.
#[derive(Debug)]
pub struct Tag<'a> {
    pub name: &'a str,
    pub attributes: &'a [(&'a str, Cow<'a, str>)],
}

impl Tag<'_> {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_ref())
    }
}

/// Gives `each` every token with the byte after which it stands. Entities are those of XML and those that the document type declares
/// inside the document; a prefix that nothing declares is refused (Namespaces in XML 1.0, 5).
pub fn scan(text: &str, depth_limit: usize, mut each: impl FnMut(u64, Token<'_>)) -> Result<(), XmlError> {
    let mut reader = Reader::from_str(text);
    let mut entities = BTreeMap::new();
    let mut scopes = Scopes::default();
    let mut elements = 0_usize;
    loop {
        let at = reader.buffer_position();
        let wrong = |reason: String| XmlError::Malformed { at, reason };
        match reader.read_event().map_err(|error| wrong(error.to_string()))? {
            Event::Start(tag) => {
                if scopes.depth >= depth_limit {
                    return Err(XmlError::TooDeep(depth_limit));
                }
                elements += 1;
                scopes.depth += 1;
                start(at, &tag, &entities, &mut scopes, &mut each).map_err(wrong)?;
            }
            Event::Empty(tag) => {
                elements += 1;
                scopes.depth += 1;
                start(at, &tag, &entities, &mut scopes, &mut each).map_err(wrong)?;
                each(at, Token::End(tag.name().as_ref()));
                scopes.close();
            }
            Event::End(tag) => {
                each(at, Token::End(tag.name().as_ref()));
                scopes.close();
            }
            Event::Text(text) => each(at, Token::Text(&text.xml10_content())),
            Event::CData(text) => each(at, Token::Text(&text.xml10_content())),
            Event::GeneralRef(reference) => {
                let name = format!("&{};", reference.xml10_content());
                let text = unescape(&name, &entities).map_err(wrong)?;
                each(at, Token::Text(&text));
            }
            Event::Decl(declaration) => {
                let version = declaration.version().map_err(|error| wrong(error.to_string()))?;
                each(at, Token::Version(&version));
            }
            Event::PI(instruction) => each(at, Token::Instruction(&instruction)),
            Event::DocType(kind) => {
                let kind = kind.xml10_content();
                declare(&kind, &mut entities);
                each(at, Token::DocType(&kind));
            }
            Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    if scopes.depth > 0 {
        return Err(XmlError::Malformed { at: text.len() as u64, reason: "an element is not closed".to_owned() });
    }
    if elements == 0 { Err(XmlError::Empty) } else { Ok(()) }
}

fn start(
    at: u64,
    tag: &BytesStart<'_>,
    entities: &BTreeMap<String, String>,
    scopes: &mut Scopes,
    each: &mut impl FnMut(u64, Token<'_>),
) -> Result<(), String> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let name = attribute.key.into_inner();
        let value = match attribute.value {
            Cow::Borrowed(value) => unescape(value, entities)?,
            Cow::Owned(value) => Cow::Owned(unescape(&value, entities)?.into_owned()),
        };
        if let Some(prefix) = name.strip_prefix("xmlns:") {
            scopes.declared.push((scopes.depth, prefix.to_owned()));
        }
        attributes.push((name, value));
    }
    let name = tag.name().into_inner();
    for name in std::iter::once(name).chain(attributes.iter().map(|(name, _)| *name)) {
        if let Some((prefix, _)) = name.split_once(':')
            && !scopes.knows(prefix)
        {
            return Err(format!("the prefix {prefix} is bound to no namespace"));
        }
    }
    each(at, Token::Start(Tag { name, attributes: &attributes }));
    Ok(())
}

fn unescape<'a>(text: &'a str, entities: &BTreeMap<String, String>) -> Result<Cow<'a, str>, String> {
    if !text.contains('&') {
        return Ok(Cow::Borrowed(text));
    }
    let known = |name: &str| quick_xml::escape::resolve_xml_entity(name).or_else(|| entities.get(name).map(String::as_str));
    quick_xml::escape::unescape_with(text, known).map_err(|error| error.to_string())
}

/// The entities with a text of their own; those that stand in other files are not among them.
fn declare(kind: &str, entities: &mut BTreeMap<String, String>) {
    for declaration in kind.split("<!ENTITY").skip(1) {
        let mut words = declaration.split_whitespace();
        let (Some(name), Some(value)) = (words.next(), words.next()) else { continue };
        if value.starts_with(['"', '\'']) {
            entities.insert(name.to_owned(), String::new());
        }
    }
}

/// Which prefixes are bound where.
#[derive(Default)]
struct Scopes {
    depth: usize,
    declared: Vec<(usize, String)>,
}

impl Scopes {
    fn knows(&self, prefix: &str) -> bool {
        matches!(prefix, "xml" | "xmlns") || self.declared.iter().any(|(_, known)| known == prefix)
    }

    fn close(&mut self) {
        self.depth -= 1;
        while self.declared.last().is_some_and(|(depth, _)| *depth > self.depth) {
            self.declared.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Token;
    use super::scan;

    fn tokens(text: &str) -> Result<Vec<String>, String> {
        let mut out = Vec::new();
        let each = |_, token: Token<'_>| {
            out.push(match token {
                Token::Start(tag) => format!("<{} {}", tag.name, tag.attribute("a").unwrap_or("-")),
                Token::End(name) => format!("/{name}"),
                Token::Text(text) => text.to_owned(),
                Token::Instruction(text) => format!("?{text}"),
                Token::DocType(kind) => format!("!{}", kind.trim()),
                Token::Version(version) => format!("v{version}"),
            });
        };
        scan(text, 5, each).map_err(|error| error.to_string())?;
        Ok(out)
    }

    #[test]
    fn tokens_come_in_order() {
        let found = tokens("<?xml version=\"1.0\"?><!DOCTYPE p><p a=\"1&amp;2\">一&#x4E8C;<b/></p>").unwrap();
        assert_eq!(found, ["v1.0", "!p", "<p 1&2", "一", "二", "<b -", "/b", "/p"]);
    }

    #[test]
    fn entities_of_the_document_are_known_and_others_are_not() {
        assert!(tokens("<!DOCTYPE p [<!ENTITY x \"y\">]><p>&x;</p>").is_ok());
        for text in ["<p>&x;</p>", "<p a=\"&x;\"/>", "<!DOCTYPE p [<!ENTITY x SYSTEM \"y\">]><p>&x;</p>"] {
            assert!(tokens(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_prefix_holds_inside_its_element() {
        assert!(tokens("<p xmlns:e=\"u\"><e:b e:c=\"\"/></p>").is_ok());
        assert!(tokens("<p><b xmlns:e=\"u\"/><e:b/></p>").is_err());
        assert!(tokens("<p><b><c><d><e><f/></e></d></c></b></p>").is_ok());
        assert!(tokens("<p><b><c><d><e><f></f></e></d></c></b></p>").is_err());
    }
}
