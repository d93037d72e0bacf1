//! Files that travel inside the file (ISO 19005-3, 6.8; ISO 32000-2, 7.11.4, 14.13).

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;
use lopdf::StringFormat;

use super::object::Objects;
use super::object::compressed;
use super::object::dictionary;
use super::object::name;
use super::object::text;
use super::tree;

/// A file that travels inside a PDF.
pub struct Attachment {
    /// Its name, with `/` where it stood in a folder.
    pub name: String,
    pub media_type: &'static str,
    pub relation: Relation,
    /// What it is, in the language of the book.
    pub description: String,
    pub bytes: Vec<u8>,
}

/// What an attached file is to the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// What the document was made from.
    Source,
    /// The same in another form.
    Alternative,
}

/// Adds the files; gives back their specifications and the name tree over them. `modified` is a date as PDF writes it.
pub(super) fn add(attachments: &[Attachment], modified: Option<&Object>, objects: &mut Objects) -> Option<(Vec<Object>, Dictionary)> {
    if attachments.is_empty() {
        return None;
    }
    let mut specifications = Vec::new();
    let mut named = Vec::new();
    for attachment in attachments {
        let mut parameters = dictionary([("Size", (attachment.bytes.len() as i64).into())]);
        if let Some(modified) = modified {
            parameters.set("ModDate", modified.clone());
        }
        let dictionary_of_file =
            dictionary([("Type", name("EmbeddedFile")), ("Subtype", name(attachment.media_type)), ("Params", parameters.into())]);
        let file: ObjectId = objects.add(compressed(dictionary_of_file, attachment.bytes.clone()));
        let relation = match attachment.relation {
            Relation::Source => "Source",
            Relation::Alternative => "Alternative",
        };
        let specification = dictionary([
            ("Type", name("Filespec")),
            ("F", text(&attachment.name)),
            ("UF", text(&attachment.name)),
            ("EF", dictionary([("F", file.into()), ("UF", file.into())]).into()),
            ("AFRelationship", name(relation)),
            ("Desc", text(&attachment.description)),
        ]);
        let specification = Object::from(objects.add(specification));
        let Object::String(key, _) = text(&attachment.name) else { continue };
        named.push((key, specification.clone()));
        specifications.push(specification);
    }
    named.sort_by(|(first, _), (second, _)| first.cmp(second));
    let names = tree::names(objects, named);
    Some((specifications, names))
}

/// A date as PDF writes it (PDF 32000-1, 7.9.4), from a timestamp in UTC.
pub(super) fn date(timestamp: &str) -> Object {
    let digits: String = timestamp.chars().filter(char::is_ascii_digit).collect();
    Object::String(format!("D:{digits}Z").into_bytes(), StringFormat::Literal)
}
