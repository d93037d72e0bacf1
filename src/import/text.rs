//! A text as the project will have it, whatever it was written in.

use super::aozora::FindingKind;
use super::aozora::Tally;
use super::aozora::read_aozora;
use super::credits::Credit;
use super::docx::Refused;
use super::docx::Told;
use super::docx::read_docx;
use super::escape::markdown_title;
use super::escape::quoted;
use super::front_matter::Field;
use super::markdown::Line;
use super::markdown::read_markdown;
use super::pictures::Pictures;
use super::plain::Article;
use super::plain::Dropped;
use super::plain::Part;
use super::plain::read_plain;
use super::project::ImportedFile;
use super::project::given;
use super::project::people_of;
use super::settings::Settings;
use super::stored::read_stored;
use super::tree::Tree;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Division;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PartMetadata;
use crate::book::PictureFile;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::FileId;
use crate::diag::Report;
use crate::diag::Span;
use crate::markdown::write;
use crate::unicode::Language;
use std::fmt::Write;

/// A text read.
pub struct Text {
    pub title: String,
    pub people: Vec<Credit>,
    pub dropped: Vec<Dropped>,
    /// What was made otherwise than it stood, in words.
    pub changes: Vec<String>,
    /// The Markdown files in the order of reading.
    pub parts: Vec<TextPart>,
    /// Pictures that the source itself holds, with their paths in the project.
    pub files: Vec<ImportedFile>,
    /// The cover among the pictures.
    pub cover: Option<String>,
    pub settings: Settings,
    /// Further keys of `[book]`.
    pub work: Vec<(&'static str, Field)>,
    /// Counts of what was found, by name.
    pub found: Vec<(&'static str, usize)>,
    /// What the report says besides, by name.
    pub facts: Vec<(&'static str, serde_json::Value)>,
    pub(super) tally: Tally,
}

/// One Markdown file.
pub struct TextPart {
    /// Its name without ending; that of the source when none.
    pub stem: Option<String>,
    pub body: String,
    /// The tree that the Markdown says, unless the text was Markdown already.
    pub division: Option<Division>,
}

impl Text {
    /// A text with settings and nothing else.
    pub fn new(title: String, settings: Settings) -> Text {
        Text {
            title,
            people: Vec::new(),
            dropped: Vec::new(),
            changes: Vec::new(),
            parts: Vec::new(),
            files: Vec::new(),
            cover: None,
            settings,
            work: Vec::new(),
            found: Vec::new(),
            facts: Vec::new(),
            tally: Tally::default(),
        }
    }
}

/// A text in Aozora's notation.
pub fn from_aozora(source: &str, stem: &str, pictures: &mut Pictures) -> Text {
    // Readings in kana would make any text Japanese, but bopomofo is Chinese.
    let is_chinese = source.chars().take(4000).any(|character| ('\u{3105}'..='\u{312F}').contains(&character));
    let japanese = Language::new("ja").map(|language| (language, "Aozora's notation"));
    let settings = Settings::guess(source, japanese.filter(|_| !is_chinese));
    let mut tree = Tree::new(settings.language.clone());
    let mut work = read_aozora(source, &mut tree);
    place_pictures(&mut work.blocks, pictures, &mut tree);
    if work.metadata.title.is_none() {
        stem.clone_into(&mut work.title);
        work.metadata.title = Some(tree.text(stem));
    }
    let mut keys: Vec<(&'static str, Field)> = Vec::new();
    keys.extend(work.subtitle.map(|subtitle| ("subtitle", Field::Text(subtitle))));
    keys.extend(work.first_published.map(|date| ("first-published", Field::Date(date))));
    let mut dropped = Vec::new();
    if !work.legend.is_empty() {
        let text = "the explanation of Aozora's symbols".to_owned();
        dropped.push(Dropped { text, place: work.legend.start..work.legend.end.saturating_sub(1) });
    }
    let tally = work.tally;
    let mut changes = Vec::new();
    if tally.iterations > 0 {
        changes.push(format!("{} marks of repetition written with slashes became 〳〵 or 〴〵", tally.iterations));
    }
    if tally.accents > 0 {
        changes.push(format!("{} brackets 〔〕 were left out and the Latin letters in them put together", tally.accents));
    }
    let found = vec![
        ("readings", tally.ruby),
        ("annotations", tally.annotations),
        ("gaiji", tally.gaiji),
        ("brackets-that-are-text", tally.literal),
        ("readings-in-annotations", tally.quoted),
        ("gaiji-without-number", tally.described),
        ("warichu", tally.warichu),
        ("kunten", tally.kunten),
        ("remarks", tally.remarks),
        ("annotations-kept-as-notes", tally.kept),
        ("headings", tally.headings),
        ("figures", tally.figures),
    ];
    let division = tree.division(stem, work.metadata, work.blocks);
    let body = write(&division, &settings.language);
    let parts = vec![TextPart { stem: None, body, division: Some(division) }];
    Text { people: work.people, dropped, changes, parts, work: keys, found, tally, ..Text::new(work.title, settings) }
}

/// A Word document; what is to be told about it goes into `report`.
pub fn from_docx(bytes: &[u8], name: &str, stem: &str, report: &mut Report) -> Result<Text, Refused> {
    let document = read_docx(bytes, stem)?;
    let mut settings = document.settings;
    settings.direction = Some(if document.vertical { "vertical" } else { "horizontal" });
    let tally = document.tally;
    for credit in &document.people {
        report.add(Diagnostic::new(Code::ImportedCredit).with("word", &credit.word).with("names", credit.names.join(", ")));
    }
    let changes = tally.changes();
    for change in &changes {
        report.add(Diagnostic::new(Code::ImportChanged).with("change", change));
    }
    tally.told().iter().for_each(|told| report.add(told.finding(name)));
    if tally.more() > 0 {
        report.add(Diagnostic::new(Code::FurtherFaults).with("count", tally.more()));
    }
    let found = tally.all_found();
    if !found.is_empty() {
        let counts: Vec<String> = found.iter().map(|(name, count)| format!("{name} {count}")).collect();
        report.add(Diagnostic::new(Code::ImportedCounts).with("counts", counts.join(", ")));
    }
    let dropped = tally.told().iter().filter_map(Told::dropped).map(|text| Dropped { text, place: 0..0 }).collect();
    let body = write(&document.division, &settings.language);
    let parts = vec![TextPart { stem: None, body, division: Some(document.division) }];
    let files = document.pictures.into_iter().map(|(path, bytes)| ImportedFile { path, bytes }).collect();
    let (people, work) = (document.people, document.work);
    Ok(Text { people, dropped, changes, parts, files, work, found, ..Text::new(document.title, settings) })
}

/// Gives the pictures that the text names their files. A figure whose file is nowhere waits for it; a missing picture in a line is
/// named in a note.
fn place_pictures(blocks: &mut [Block], pictures: &mut Pictures, tree: &mut Tree) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Figure(figure) => {
                for picture in &mut figure.pictures {
                    picture.file.path = pictures.named(&picture.file.path).unwrap_or_default();
                }
            }
            BlockKind::Paragraph(content) => place_in_line(content, pictures, tree),
            BlockKind::Heading(heading) => place_in_line(&mut heading.content, pictures, tree),
            BlockKind::Container(_, blocks) => place_pictures(blocks, pictures, tree),
            BlockKind::Table(_)
            | BlockKind::Quotation(_)
            | BlockKind::List(_)
            | BlockKind::Code { .. }
            | BlockKind::SceneBreak
            | BlockKind::Break(_)
            | BlockKind::Contents => {}
        }
    }
}

fn place_in_line(content: &mut [Inline], pictures: &mut Pictures, tree: &mut Tree) {
    for inline in content {
        match &mut inline.kind {
            InlineKind::Picture(PictureFile { path, alternative, .. }) => match pictures.named(path) {
                Some(file) => *path = file,
                None => {
                    let text = tree.text(&format!("{alternative}（{path}）"));
                    *inline = tree.note(text);
                }
            },
            InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Styled(_, content) => {
                place_in_line(content, pictures, tree);
            }
            InlineKind::Text(_)
            | InlineKind::Ruby(_)
            | InlineKind::Code(_)
            | InlineKind::Link { .. }
            | InlineKind::Reference { .. }
            | InlineKind::NoteMark { .. }
            | InlineKind::Gaiji(_)
            | InlineKind::LineBreak => {}
        }
    }
}

/// A text without notation.
pub fn from_plain(source: &str, stem: &str, pictures: &mut Pictures) -> Text {
    let mut article = read_stored(source).unwrap_or_else(|| read_plain(source));
    if article.title.is_empty() {
        stem.clone_into(&mut article.title);
    }
    let settings = Settings::guess(source, given(None));
    let mut tree = Tree::new(settings.language.clone());
    let blocks: Vec<Block> = article.parts.iter().map(|part| block(part, &mut tree, pictures)).collect();
    let byline = people_of(&article.credits).into_iter().map(|(role, name)| (role, tree.text(&name))).collect();
    let metadata = PartMetadata { title: Some(tree.text(&article.title)), byline, ..PartMetadata::default() };
    let division = tree.division(stem, metadata, blocks);
    let body = write(&division, &settings.language);
    let count = |is: fn(&Part) -> bool| article.parts.iter().filter(|part| is(part)).count();
    let found = vec![
        ("headings", count(|part| matches!(part, Part::Heading { .. }))),
        ("paragraphs", count(|part| matches!(part, Part::Paragraph(_)))),
        ("figures", count(|part| matches!(part, Part::Figure(_)))),
        ("scene-breaks", count(|part| matches!(part, Part::SceneBreak))),
    ];
    let Article { title, credits, dropped, changes, .. } = article;
    let parts = vec![TextPart { stem: None, body, division: Some(division) }];
    Text { people: credits, dropped, changes, parts, found, ..Text::new(title, settings) }
}

fn block(part: &Part, tree: &mut Tree, pictures: &mut Pictures) -> Block {
    match part {
        Part::Heading { level, text } => {
            let content = tree.text(text);
            tree.heading(*level, content)
        }
        Part::Paragraph(text) => {
            let content = tree.text(text);
            tree.block(BlockKind::Paragraph(content))
        }
        Part::List(items) => {
            let items = items.iter().map(|item| tree.text(item)).collect();
            tree.list(items)
        }
        Part::Figure(caption) => {
            let file = PictureFile { path: pictures.next(), alternative: String::new(), decorative: false };
            let caption = tree.text(caption);
            tree.figure(file, caption)
        }
        Part::SceneBreak => tree.block(BlockKind::SceneBreak),
        Part::Verse(lines) => {
            let mut content = Vec::new();
            for line in lines {
                if !content.is_empty() {
                    content.push(tree.inline(InlineKind::LineBreak));
                }
                content.extend(tree.text(line));
            }
            let paragraph = tree.block(BlockKind::Paragraph(content));
            tree.block(BlockKind::Container(crate::book::Container::Verse, vec![paragraph]))
        }
    }
}

/// Markdown from elsewhere, which stays as it is but for what is no part of the text.
pub fn from_markdown(source: &str, stem: &str, pictures: &mut Pictures) -> Text {
    let mut read = read_markdown(source);
    if read.found.title.is_empty() {
        stem.clone_into(&mut read.found.title);
    }
    let own = read.front_matter;
    for (text, place) in own.left_out {
        read.found.dropped.push(Dropped { text, place });
    }
    let mut body = match own.title {
        Some(_) => own.kept,
        // The title comes first; the file's other keys follow it.
        None if own.kept.is_empty() => front_matter(&read.found),
        None => own.kept.replacen("---\n", &format!("---\ntitle: {}\n", quoted(&read.found.title)), 1),
    };
    read.found.credits.extend(own.people);
    let mut empty = false;
    for line in read.lines {
        let line = match line {
            Line::Text(line) => line,
            Line::Figure(caption) => figure(&pictures.next(), &caption),
        };
        // Where lines were taken out, one empty line remains.
        let is_empty = line.trim().is_empty();
        if !(is_empty && empty) {
            body.push_str(&line);
            body.push('\n');
        }
        empty = is_empty;
    }
    let Article { title, credits, dropped, changes, .. } = read.found;
    let body = format!("{}\n", body.trim_end());
    let settings = Settings::guess(source, given(own.language));
    let parts = vec![TextPart { stem: None, body, division: None }];
    Text { people: credits, dropped, changes, parts, work: own.work, ..Text::new(title, settings) }
}

/// A figure among the lines of a Markdown file.
fn figure(file: &str, caption: &str) -> String {
    let file = if file.is_empty() { "<>" } else { file };
    let caption = if caption.is_empty() { String::new() } else { format!(" \"{}\"", markdown_title(caption)) };
    format!("![]({file}{caption})")
}

fn front_matter(article: &Article) -> String {
    let mut text = format!("---\ntitle: {}\n", quoted(&article.title));
    if !article.credits.is_empty() {
        text.push_str("creators:\n");
        for credit in &article.credits {
            for name in &credit.names {
                let (name, role) = (quoted(name), quoted(&credit.word));
                writeln!(text, "  - name: {name}\n    role: {role}").expect("writing to a String cannot fail");
            }
        }
    }
    text.push_str("---\n");
    text
}

impl Text {
    /// What Aozora's notation held that does not stand in the project as it stood in the file.
    pub fn tell_aozora(&self, file: FileId, report: &mut Report) {
        for finding in &self.tally.findings {
            let code = match finding.kind {
                FindingKind::UnknownAnnotation => Code::UnknownAnnotation,
                FindingKind::UnclosedAnnotation => Code::UnclosedAnnotation,
                FindingKind::UnendedAnnotation => Code::UnendedAnnotation,
                FindingKind::DescribedGaiji => Code::DescribedGaiji,
                FindingKind::ReadingOfNothing => Code::ReadingOfNothing,
                FindingKind::EmptyReading => Code::EmptyReading,
                FindingKind::UnclosedReading => Code::UnclosedReading,
            };
            let span = Span::new(file, finding.place.start, finding.place.end);
            report.add(Diagnostic::new(code).at(span).with("text", &finding.text));
        }
        for kind in &self.tally.approximated {
            let span = Span::new(file, kind.place.start, kind.place.end);
            let finding = Diagnostic::new(Code::ApproximatedAnnotation).at(span).with("annotation", &kind.annotation);
            report.add(finding.with("count", kind.count).with("instead", kind.instead));
        }
        let counts: Vec<String> =
            self.found.iter().filter(|(_, count)| *count > 0).map(|(name, count)| format!("{name} {count}")).collect();
        if !counts.is_empty() {
            report.add(Diagnostic::new(Code::ImportedCounts).with("counts", counts.join(", ")));
        }
    }
}
