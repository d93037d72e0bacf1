//! What a record is made from.

use crate::manuscript::Creator;
use crate::manuscript::Date;
use crate::manuscript::Edition;
use crate::manuscript::Format;
use crate::manuscript::Identifier;
use crate::manuscript::IdentifierScheme;
use crate::manuscript::Localized;
use crate::manuscript::Metadata;
use crate::manuscript::TitleKind;

/// An edition with an identifier for each of its outputs.
pub struct RecordInput<'a> {
    pub metadata: &'a Metadata,
    pub edition: &'a Edition,
    pub slug: &'a str,
}

impl<'a> RecordInput<'a> {
    pub fn title(&self, kind: TitleKind) -> Option<&'a Localized> {
        self.metadata.titles.iter().find(|title| title.kind == kind).map(|title| &title.text)
    }

    /// The main title, empty when there is none.
    pub fn main_title(&self) -> &'a str {
        self.title(TitleKind::Main).map_or("", |title| title.text.as_str())
    }

    /// The identifiers of the outputs in the order of the formats declared.
    pub fn outputs(&self) -> Vec<(Format, &'a Identifier)> {
        let of = |format: &Format| self.edition.identifiers.iter().find(|(other, _)| other == format).map(|(_, one)| (*format, one));
        self.edition.formats.iter().filter_map(of).collect()
    }

    /// Everyone with responsibility: those with the primary one first.
    pub fn people(&self) -> impl Iterator<Item = &'a Creator> {
        self.metadata.creators.iter().chain(&self.metadata.contributors)
    }

    /// When the edition was last changed, as far as anyone knows.
    pub fn modified(&self) -> Option<&'a Date> {
        self.edition.modified.as_ref().or(self.metadata.modified.as_ref()).or(self.metadata.published.as_ref())
    }

    /// The year of publication.
    pub fn year(&self) -> Option<&'a str> {
        self.metadata.published.as_ref().and_then(|date| date.as_str().get(..4))
    }

    /// What names this record: the work's own identifier, else that of its first output.
    pub fn record_identifier(&self) -> String {
        let work = self.metadata.identifier.as_ref();
        let own = work.or_else(|| self.outputs().first().map(|(_, identifier)| *identifier));
        own.map_or_else(|| self.slug.to_owned(), urn)
    }
}

/// The form of a string in a script, given by its subtag, such as `Latn`.
pub fn in_script<'a>(value: &'a Localized, script: &str) -> Option<&'a str> {
    let has = |tag: &str| tag.split('-').any(|part| part.eq_ignore_ascii_case(script));
    value.alternates.iter().find(|(language, _)| has(language.as_str())).map(|(_, text)| text.as_str())
}

/// The identifier as a URN or address.
pub fn urn(identifier: &Identifier) -> String {
    match identifier.scheme {
        IdentifierScheme::Isbn => format!("urn:isbn:{}", isbn(identifier)),
        IdentifierScheme::Doi => format!("https://doi.org/{}", identifier.value),
        IdentifierScheme::Uuid => format!("urn:uuid:{}", identifier.value),
        IdentifierScheme::Uri => identifier.value.clone(),
    }
}

/// The digits of an ISBN.
pub fn isbn(identifier: &Identifier) -> String {
    identifier.value.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase()
}
