//! The fonts of a publication.

use super::assemble::Resource;
use super::write::EpubInput;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::font::Embedding;
use crate::font::FontRole;
use crate::manuscript::EpubFonts;
use crate::style::Theme;
use crate::unicode::Language;
use crate::unicode::Region;
use crate::xhtml::Characters;
use crate::xhtml::Content;
use crate::xhtml::ElementRoles;
use crate::xhtml::FontRule;
use crate::xhtml::is_rare;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The notice of the bundled faces; their licence wants it beside them.
const NOTICE: &str = include_str!("../../fonts/OFL.txt");
/// The same of the Kai face, with its reserved names.
const KAI_NOTICE: &str = include_str!("../../fonts/OFL-LXGW.txt");

/// Fonts as files of the publication, and what the style sheet says of them.
#[derive(Debug, Default)]
pub struct EmbeddedFonts {
    pub rules: Vec<FontRule>,
    pub resources: Vec<Resource>,
    pub faces: Vec<EmbeddedFace>,
}

/// A face of which a publication holds a subset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbeddedFace {
    /// The PostScript name.
    pub name: String,
    /// What the subset supplies.
    pub characters: BTreeSet<char>,
}

/// Makes the subsets that `epub.fonts` asks for: one face for each role that the text has.
pub fn choose(input: &EpubInput<'_>, theme: &Theme, content: &Content, report: &mut Report) -> Result<EmbeddedFonts, ErrorReported> {
    let mut fonts = EmbeddedFonts::default();
    let choice = input.edition.epub.fonts;
    if choice == EpubFonts::None || input.fonts.is_empty() {
        return Ok(fonts);
    }
    let mut characters = characters(content, &ElementRoles::of(theme, input.edition.region), choice);
    // Without a Kai face the running text's stands in.
    let primary = |role| input.fonts.primary(role, &input.book.language);
    if primary(FontRole::Kai) == primary(FontRole::Serif) {
        let kai = characters.remove(&FontRole::Kai).unwrap_or_default();
        characters.entry(FontRole::Serif).or_default().extend(kai);
    }
    let languages = languages(input);
    for (role, name) in [(FontRole::Serif, "serif"), (FontRole::Sans, "sans"), (FontRole::Kai, "kai")] {
        let characters = characters.remove(&role).unwrap_or_default();
        let Some(face) = input.fonts.primary(role, &input.book.language).map(|id| input.fonts.face(id)) else { continue };
        let characters: BTreeSet<char> = characters.into_iter().filter(|&character| face.has(character)).collect();
        if characters.is_empty() {
            continue;
        }
        if face.embedding() == Embedding::Restricted {
            report.add(Diagnostic::new(Code::FontNotEmbeddable).with("font", face.name()));
            continue;
        }
        let data = face.web_subset(&characters, &languages).map_err(|error| {
            report.error(Diagnostic::new(Code::UnusableFont).in_file(face.file()).with("path", face.file()).with("reason", error))
        })?;
        let (extension, media_type) = if data.starts_with(b"OTTO") { ("otf", "font/otf") } else { ("ttf", "font/ttf") };
        let path = format!("font/{name}.{extension}");
        let weight = if face.weight() >= 600 { 700 } else { 400 };
        fonts.rules.push(FontRule { role, family: format!("Book {name}"), href: path.clone(), weight });
        fonts.resources.push(Resource { path, media_type, data: data.into() });
        fonts.faces.push(EmbeddedFace { name: face.postscript_name().to_owned(), characters });
    }
    if !fonts.rules.is_empty() {
        fonts.resources.push(Resource::text("font/ofl.txt", "text/plain", NOTICE.to_owned()));
    }
    if fonts.rules.iter().any(|rule| rule.role == FontRole::Kai) {
        fonts.resources.push(Resource::text("font/ofl-kai.txt", "text/plain", KAI_NOTICE.to_owned()));
    }
    Ok(fonts)
}

fn characters(content: &Content, roles: &ElementRoles, choice: EpubFonts) -> BTreeMap<FontRole, BTreeSet<char>> {
    let mut characters = Characters::default();
    for document in &content.documents {
        characters.add(&document.text, roles).expect("content documents are well formed");
    }
    let Characters { mut by_role, mut headings } = characters;
    match choice {
        EpubFonts::None => BTreeMap::new(),
        EpubFonts::Rare => {
            by_role.values_mut().for_each(|set| set.retain(|&character| is_rare(character)));
            by_role
        }
        EpubFonts::Headings => {
            // What is strong in the text stands in the face of most headings.
            headings.entry(FontRole::Sans).or_default().extend(by_role.remove(&FontRole::Sans).unwrap_or_default());
            headings
        }
        EpubFonts::All => by_role,
    }
}

/// The languages whose forms of Han the text needs.
fn languages(input: &EpubInput<'_>) -> BTreeSet<Language> {
    let mut languages = BTreeSet::from([input.book.language.clone()]);
    input.book.walk_inlines(&mut |inline| {
        if let crate::book::InlineKind::Text(run) = &inline.kind
            && run.language.region() != Region::Western
            && !languages.contains(&run.language)
        {
            languages.insert(run.language.clone());
        }
    });
    languages
}
