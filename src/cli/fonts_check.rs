//! `fuzi fonts check`

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use super::arguments::MessageFormat;
use super::console::Console;
use super::exit::Exit;
use super::project;
use super::table::Align;
use super::table::grouped;
use super::table::table;
use crate::book::CanonicalText;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::diag::Sources;
use crate::font::Embedding;
use crate::font::Face;
use crate::font::FaceId;
use crate::font::FontRole;
use crate::font::Fonts;
use crate::manuscript::Manuscript;
use crate::page::ItemKind;
use crate::pipeline;
use crate::pipeline::Composed;
use crate::pipeline::MissingGlyphs;
use crate::pipeline::Request;

/// How many characters of a fallback face are shown.
const SHOWN: usize = 60;

/// How many places of a missing character are named.
const PLACES: usize = 5;

/// The faces of one edition, each with the characters that it set.
type Used = BTreeMap<FaceId, BTreeSet<char>>;

/// The places of each character that no font has.
type Missing = BTreeMap<String, Vec<String>>;

pub fn check(dir: &Path, editions: Vec<String>, console: &Console) -> Exit {
    let context = Context::default();
    let mut report = Report::default();
    let (told, sources) = match project::open(dir, &context, &mut report) {
        Ok(mut manuscript) => (tell(&mut manuscript, editions, &context, console, &mut report), manuscript.sources),
        Err((sources, error)) => (Err(error), sources),
    };
    match told {
        Ok(complete) => {
            if complete {
                Exit::Done
            } else {
                Exit::Manuscript
            }
        }
        Err(_) => {
            console.findings(&report, &sources);
            Exit::of(&report)
        }
    }
}

/// Says what each edition is set in, and whether the fonts have everything.
fn tell(
    manuscript: &mut Manuscript,
    editions: Vec<String>,
    context: &Context,
    console: &Console,
    report: &mut Report,
) -> Result<bool, ErrorReported> {
    let files = project::fonts(manuscript, report);
    let request = Request { editions, missing_glyphs: MissingGlyphs::Allow, source_date: project::source_date(), ..Request::default() };
    let composition = pipeline::compose(manuscript, files, &request, context, report)?;
    let fonts = &composition.fonts;
    for composed in &composition.editions {
        let used = used(composed, fonts);
        match console.format {
            MessageFormat::Human => console.print(&human(composed, &used, fonts)),
            MessageFormat::Json => console.print(&json(composed, &used, fonts)),
        }
    }
    report.merge_editions();
    let missing = missing(report, &manuscript.sources);
    match console.format {
        MessageFormat::Human => console.print(&missing_lines(&missing)),
        MessageFormat::Json => {
            for (character, places) in &missing {
                let value = serde_json::json!({ "type": "missing", "version": 1, "character": character, "places": places });
                console.print(&format!("{value}\n"));
            }
        }
    }
    Ok(missing.is_empty())
}

/// Which face sets which characters; of an edition without pages, which would.
fn used(composed: &Composed, fonts: &Fonts) -> Used {
    let mut used = Used::new();
    let mut add = |face: FaceId, character: char| {
        if fonts.face(face).has(character) {
            used.entry(face).or_default().insert(character);
        }
    };
    match &composed.pages {
        Some(pages) => {
            for item in pages.pages.iter().flat_map(|page| &page.items) {
                if let ItemKind::Text(run) = &item.kind {
                    run.text.chars().filter(|character| !character.is_whitespace()).for_each(|character| add(run.face, character));
                }
            }
        }
        None => {
            let text = CanonicalText::of(&composed.text.book);
            for character in text.body.iter().chain(&text.readings).flat_map(|line| line.chars()).filter(|c| !c.is_whitespace()) {
                let face = fonts.select(FontRole::Serif, &composed.text.book.language, character.encode_utf8(&mut [0; 4]));
                face.into_iter().for_each(|face| add(face, character));
            }
        }
    }
    used
}

/// Whether a face is the first choice of some role in the book's language.
fn is_first_choice(face: FaceId, composed: &Composed, fonts: &Fonts) -> bool {
    let language = &composed.text.book.language;
    [FontRole::Serif, FontRole::Sans, FontRole::Mono].iter().any(|role| fonts.primary(*role, language) == Some(face))
}

fn human(composed: &Composed, used: &Used, fonts: &Fonts) -> String {
    let mut rows = vec![["face", "characters", "use", "embedding", "licence"].map(str::to_owned).to_vec()];
    let mut steps_in = String::new();
    for (id, characters) in used {
        let face = fonts.face(*id);
        let first = is_first_choice(*id, composed, fonts);
        let role = if first { "first choice" } else { "steps in" };
        rows.push(vec![face.name().to_owned(), grouped(characters.len()), role.to_owned(), embedding(face).to_owned(), licence(face)]);
        if !first {
            let shown: String = characters.iter().take(SHOWN).collect();
            let more = if characters.len() > SHOWN { " …" } else { "" };
            steps_in.push_str(&format!("  {}: {shown}{more}\n", face.name()));
        }
    }
    let mut out = format!("edition {}\n", composed.edition.name);
    out.push_str(&table(&[Align::Start, Align::End, Align::Start, Align::Start, Align::Start], &rows));
    if !steps_in.is_empty() {
        out.push_str("characters that the first choices lack, or that the theme sets in another face:\n");
        out.push_str(&steps_in);
    }
    out.push('\n');
    out
}

fn json(composed: &Composed, used: &Used, fonts: &Fonts) -> String {
    let line = |(id, characters): (&FaceId, &BTreeSet<char>)| {
        let face = fonts.face(*id);
        let value = serde_json::json!({
            "type": "face", "version": 1, "edition": composed.edition.name, "name": face.name(), "file": face.file(),
            "first_choice": is_first_choice(*id, composed, fonts), "embedding": embedding(face), "licence": face.licence(),
            "characters": characters.iter().collect::<String>(),
        });
        format!("{value}\n")
    };
    used.iter().map(line).collect()
}

/// What the font's bits allow (OpenType `OS/2` fsType).
fn embedding(face: &Face) -> &'static str {
    match face.embedding() {
        Embedding::Installable => "free",
        Embedding::Editable => "editable documents",
        Embedding::PreviewAndPrint => "preview and print",
        Embedding::Restricted => "forbidden",
    }
}

/// The first sentence of the font's licence.
fn licence(face: &Face) -> String {
    let text = face.licence();
    let line = text.lines().next().unwrap_or_default().trim();
    let sentence = line.split_inclusive(". ").next().unwrap_or_default().trim();
    if sentence.is_empty() { "not stated".to_owned() } else { sentence.trim_end_matches('.').to_owned() }
}

/// The characters that no font has, with their places.
fn missing(report: &Report, sources: &Sources) -> Missing {
    let mut missing = Missing::new();
    for finding in report.findings().iter().filter(|finding| finding.code == Code::MissingGlyph) {
        let argument = |name: &str| finding.arguments.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value.as_str());
        let key = format!("{} {}", argument("character"), argument("codepoint"));
        let place = finding.span.map(|span| {
            let position = sources.position(span);
            format!("{}:{}:{}", sources.file(span.file).name, position.line, position.column)
        });
        missing.entry(key).or_default().extend(place);
    }
    missing
}

fn missing_lines(missing: &Missing) -> String {
    if missing.is_empty() {
        return "every character has a glyph\n".to_owned();
    }
    let mut out = "no font has:\n".to_owned();
    for (character, places) in missing {
        let mut named: Vec<&str> = places.iter().take(PLACES).map(String::as_str).collect();
        let more = format!("and {} more places", places.len().saturating_sub(PLACES));
        if places.len() > PLACES {
            named.push(&more);
        }
        out.push_str(&format!("  {character}  {}\n", named.join(", ")));
    }
    out.push_str("put a font that has them into the book's fonts folder; `missing = \"mark\"` under [fonts] sets 〓 for them\n");
    out
}
