//! Editions of some of the files: an offprint of one article has the article's own title, names and date.

use crate::book::Book;
use crate::book::Division;
use crate::book::plain_text;
use crate::manuscript::Creator;
use crate::manuscript::Date;
use crate::manuscript::Edition;
use crate::manuscript::Localized;
use crate::manuscript::Manuscript;
use crate::manuscript::Metadata;
use crate::manuscript::Series;
use crate::manuscript::Title;
use crate::manuscript::TitleKind;
use crate::manuscript::Words;

/// What an edition is made from, when that is not the whole book.
pub(super) struct Excerpt {
    pub book: Book,
    pub metadata: Metadata,
    /// Whether it is one article with a title of its own.
    pub is_offprint: bool,
}

/// The files that an edition names; none when it has them all.
pub(super) fn excerpt(book: &Book, manuscript: &Manuscript, edition: &Edition) -> Option<Excerpt> {
    if edition.files.is_empty() {
        return None;
    }
    let named = |index: usize| manuscript.files.get(index).is_some_and(|file| edition.files.contains(&file.path));
    let divisions: Vec<Division> =
        book.divisions.iter().enumerate().filter(|(index, _)| named(*index)).map(|(_, division)| division.clone()).collect();
    let offprint = match divisions.as_slice() {
        [only] => offprint(only, &manuscript.metadata),
        _ => None,
    };
    let is_offprint = offprint.is_some();
    let metadata = offprint.unwrap_or_else(|| manuscript.metadata.clone());
    Some(Excerpt { book: Book { divisions, ..book.clone() }, metadata, is_offprint })
}

/// The metadata of one article: its own title, names and dates; the book that it is from becomes its series.
fn offprint(division: &Division, book: &Metadata) -> Option<Metadata> {
    let part = &division.metadata;
    let localized = |text: String| Localized { text, language: division.language.clone(), alternates: Vec::new() };
    let title = |kind, text: String| Title { kind, text: localized(text), sort: None };
    let mut titles = vec![title(TitleKind::Main, plain_text(part.title.as_ref()?))];
    titles.extend(part.subtitle.as_ref().map(|subtitle| title(TitleKind::Subtitle, plain_text(subtitle))));
    let words = Words::of(&book.language);
    let creators: Vec<Creator> = part
        .byline
        .iter()
        .map(|(role, name)| {
            let code = words.roles.iter().find(|(_, word)| Some(*word) == role.as_ref()).map_or("aut", |(code, _)| code);
            Creator { name: localized(plain_text(name)), role: code.to_owned(), sort: None }
        })
        .collect();
    let signed = !creators.is_empty();
    let date = |text: &Option<String>| text.as_deref().and_then(Date::new);
    let series = book.main_title().map(|title| Series { name: title.text.clone(), position: book.issue.clone(), issn: book.issn.clone() });
    Some(Metadata {
        titles,
        creators: if signed { creators } else { book.creators.clone() },
        contributors: if signed { Vec::new() } else { book.contributors.clone() },
        published: date(&part.date).or_else(|| book.published.clone()),
        first_published: date(&part.first_published),
        captured: date(&part.captured),
        source_url: part.source_url.clone(),
        description: part.lead.as_ref().map(|lead| localized(plain_text(lead))),
        series,
        identifier: None,
        ..book.clone()
    })
}
