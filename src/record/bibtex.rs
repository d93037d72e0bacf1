//! BibTeX, with the fields of biblatex where BibTeX has none.

use super::input::RecordInput;
use super::input::isbn;
use super::input::urn;
use crate::manuscript::IdentifierScheme;
use crate::manuscript::TitleKind;
use std::fmt::Write;

pub fn write(input: &RecordInput<'_>) -> String {
    let metadata = input.metadata;
    let of = |role: &str| {
        let names: Vec<String> =
            input.people().filter(|person| person.role == role).map(|person| format!("{{{}}}", escape(&person.name.text))).collect();
        names.join(" and ")
    };
    let identifiers: Vec<_> = input.outputs();
    let isbns: Vec<String> = identifiers.iter().filter(|(_, one)| one.scheme == IdentifierScheme::Isbn).map(|(_, one)| isbn(one)).collect();
    let work = metadata.identifier.as_ref();
    let doi = work.into_iter().chain(identifiers.iter().map(|(_, one)| *one)).find(|one| one.scheme == IdentifierScheme::Doi);
    let address = metadata.source_url.clone().or_else(|| work.filter(|one| one.scheme == IdentifierScheme::Uri).map(urn));
    let own = |text: Option<&str>| text.map(escape).unwrap_or_default();
    // Values with braces of their own are written as they are.
    let fields = [
        ("author", of("aut")),
        ("translator", of("trl")),
        ("editor", of("edt")),
        ("title", format!("{{{}}}", escape(input.main_title()))),
        ("subtitle", own(input.title(TitleKind::Subtitle).map(|title| title.text.as_str()))),
        ("publisher", own(metadata.publisher.as_ref().map(|publisher| publisher.text.as_str()))),
        ("year", own(input.year())),
        ("date", own(metadata.published.as_ref().map(|date| date.as_str()))),
        ("edition", own(Some(&input.edition.label))),
        ("series", own(metadata.series.as_ref().map(|series| series.name.text.as_str()))),
        ("number", own(metadata.series.as_ref().and_then(|series| series.position.as_deref()))),
        ("isbn", isbns.join(", ")),
        ("doi", own(doi.map(|doi| doi.value.as_str()))),
        ("url", address.unwrap_or_default()),
        ("langid", own(Some(metadata.language.as_str()))),
    ];
    let mut text = format!("@book{{{},\n", input.slug);
    for (key, value) in fields.iter().filter(|(_, value)| !matches!(value.as_str(), "" | "{}")) {
        writeln!(text, "  {key} = {{{value}}},").expect("a string takes what is written");
    }
    text.push_str("}\n");
    text
}

/// Characters that mean something to TeX.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '{' | '}' | '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(character);
            }
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '\n' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn what_means_something_to_tex_is_hidden() {
        assert_eq!(escape("a&b_{1}%"), "a\\&b\\_\\{1\\}\\%");
    }
}
