//! The document tree back to the manuscript language: reading what is written gives the same tree.

use super::attributes::quote_value;
use super::blocks::PLACES;
use super::directive::BREAKS;
use super::notes::PLACEMENTS;
use super::placement::written;
use super::write_inline::InlineWriter;
use super::write_inline::Place;
use super::write_inline::generated_label;
use super::write_inline::write_picture;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::CellAlignment;
use crate::book::Container;
use crate::book::Division;
use crate::book::Figure;
use crate::book::FigurePlacement;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::List;
use crate::book::PageBreak;
use crate::book::PartMetadata;
use crate::book::Quotation;
use crate::book::Table;
use crate::book::plain_text;
use crate::geom::WritingMode;
use crate::unicode::Language;

/// One division as a file of the manuscript that lies in the project folder itself. `language` is the book's; a division in
/// another one says so.
pub fn write(division: &Division, language: &Language) -> String {
    let mut writer = Writer { inline: InlineWriter::new(&division.notes), lines: false };
    let mut out = writer.front_matter(&division.metadata, (division.language != *language).then_some(&division.language));
    let mut parts = vec![writer.blocks(&division.blocks, &division.language)];
    for note in &division.notes {
        let is_inline = note.label.is_none() && matches!(&note.blocks[..], [Block { kind: BlockKind::Paragraph(_), .. }]);
        if !is_inline {
            let label = note.label.clone().unwrap_or_else(|| generated_label(&division.notes, note.id));
            let body = writer.blocks(&note.blocks, &division.language);
            parts.push(format!("[^{label}]: {}", indented(&body, "    ")));
        }
    }
    parts.retain(|part| !part.is_empty());
    out.push_str(&parts.join("\n\n"));
    out.push('\n');
    out
}

struct Writer<'a> {
    inline: InlineWriter<'a>,
    /// Inside verse or dialogue.
    lines: bool,
}

/// The text with every line but the first behind a prefix; empty lines stay empty.
fn indented(text: &str, prefix: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        if !line.is_empty() {
            out.push_str(prefix);
            out.push_str(line);
        }
    }
    out
}

impl Writer<'_> {
    fn front_matter(&mut self, metadata: &PartMetadata, language: Option<&Language>) -> String {
        let mut lines = Vec::new();
        let titles = [("kicker", &metadata.kicker), ("title", &metadata.title), ("subtitle", &metadata.subtitle), ("lead", &metadata.lead)];
        for (key, content) in titles {
            if let Some(content) = content {
                lines.push(format!("{key}: {}", self.yaml_inlines(content)));
            }
        }
        if !metadata.byline.is_empty() {
            lines.push("creators:".to_owned());
        }
        for (role, name) in &metadata.byline {
            lines.push(format!("  - name: {}", self.yaml_inlines(name)));
            lines.extend(role.as_ref().map(|role| format!("    role: {}", yaml(role))));
        }
        let keys = [
            ("date", &metadata.date),
            ("published-first", &metadata.first_published),
            ("captured", &metadata.captured),
            ("source-url", &metadata.source_url),
            ("id", &metadata.identifier),
            ("theme", &metadata.theme),
        ];
        lines.extend(keys.iter().filter_map(|(key, value)| value.as_ref().map(|value| format!("{key}: {}", yaml(value)))));
        let notes = metadata.notes.and_then(|placement| PLACEMENTS.iter().find(|(_, kind)| *kind == placement));
        lines.extend(notes.map(|(name, _)| format!("notes: {name}")));
        lines.extend(language.map(|language| format!("language: {language}")));
        if lines.is_empty() { String::new() } else { format!("---\n{}\n---\n\n", lines.join("\n")) }
    }

    fn yaml_inlines(&mut self, content: &[Inline]) -> String {
        yaml(&self.inline.write(content, Place::Line))
    }

    fn blocks(&mut self, blocks: &[Block], language: &Language) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut other = false;
        for (at, block) in blocks.iter().enumerate() {
            // Two lists that follow each other stay two when their marks differ.
            let follows = at > 0 && is_list(&blocks[at - 1], block);
            other = follows && !other;
            let text = self.block(block, language, other);
            if !text.is_empty() {
                parts.push(text);
            }
        }
        parts.join("\n\n")
    }

    fn block(&mut self, block: &Block, language: &Language, other: bool) -> String {
        let mut list: Vec<String> = block.identifier.iter().map(|identifier| format!("#{identifier}")).collect();
        if block.language != *language {
            list.push(format!("lang={}", block.language));
        }
        let own = &block.language;
        match &block.kind {
            BlockKind::Heading(heading) => {
                if !heading.numbered {
                    list.push(".unnumbered".to_owned());
                }
                list.extend(heading.short.as_ref().map(|short| format!("short={}", quote_value(short))));
                let content = self.inline.write(&heading.content, Place::Line);
                let attributes = if list.is_empty() { String::new() } else { format!(" {}", braces(&list)) };
                format!("{} {content}{attributes}", "#".repeat(usize::from(heading.level)))
            }
            BlockKind::Paragraph(content) => {
                let place = if self.lines { Place::Lines } else { Place::Paragraph };
                let text = self.inline.write(content, place);
                if list.is_empty() { text } else { format!("{}\n{text}", braces(&list)) }
            }
            BlockKind::Figure(figure) => self.figure(figure, list),
            BlockKind::Table(table) => self.table(table, list),
            BlockKind::Quotation(quotation) => before(&list, self.quotation(quotation, own)),
            BlockKind::List(items) => {
                list.extend(items.marker.as_ref().map(|marker| format!("marker={}", quote_value(marker))));
                before(&list, self.list(items, own, other))
            }
            BlockKind::Code { language, text } => {
                let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat((longest + 1).max(3));
                before(&list, format!("{fence}{}\n{text}\n{fence}", language.as_deref().unwrap_or_default()))
            }
            BlockKind::Container(container, blocks) => self.container(container, blocks, list, own),
            BlockKind::SceneBreak => before(&list, "***".to_owned()),
            BlockKind::Break(kind) => {
                list.push(match kind {
                    PageBreak::Lines(lines) => format!("lines={lines}"),
                    PageBreak::Page | PageBreak::Recto | PageBreak::Verso | PageBreak::Column => {
                        let name = BREAKS.iter().find(|(_, other)| other == kind).map_or("page", |(name, _)| *name);
                        format!("to={name}")
                    }
                });
                format!("::: break {}", braces(&list))
            }
            BlockKind::Contents => String::new(),
        }
    }

    fn figure(&mut self, figure: &Figure, mut list: Vec<String>) -> String {
        list.extend(figure.credit.as_ref().map(|credit| format!("credit={}", quote_value(credit))));
        list.extend(figure.width.map(|width| format!("width={width}%")));
        if figure.placement != FigurePlacement::Here {
            let place = PLACES.iter().find(|(_, place)| *place == figure.placement);
            list.extend(place.map(|(name, _)| format!("place={name}")));
        }
        let is_text = figure.caption.iter().all(|inline| matches!(&inline.kind, InlineKind::Text(run) if !run.text.contains('"')));
        if let [picture] = &figure.pictures[..]
            && is_text
        {
            let title = self.inline.write(&figure.caption, Place::Line);
            return write_picture(&picture.file, &title, &list);
        }
        let mut parts: Vec<String> = figure.pictures.iter().map(|picture| write_picture(&picture.file, "", &[])).collect();
        for line in figure.caption.split(|inline| inline.kind == InlineKind::LineBreak) {
            parts.push(self.inline.write(line, Place::Paragraph));
        }
        let name = if figure.pictures.len() > 1 { "gallery" } else { "figure" };
        fenced(name, &list, &parts.join("\n\n"), 3)
    }

    fn table(&mut self, table: &Table, mut list: Vec<String>) -> String {
        let mut lines = Vec::new();
        let empty = vec![String::new(); table.alignments.len()];
        let rows: Vec<Vec<String>> =
            table.rows.iter().map(|row| row.iter().map(|cell| self.inline.write(&cell.content, Place::Cell)).collect()).collect();
        let (header, body) = if table.header_rows > 0 && !rows.is_empty() { (&rows[0], &rows[1..]) } else { (&empty, &rows[..]) };
        let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
        lines.push(line(header));
        let marks = table.alignments.iter().map(|alignment| match alignment {
            CellAlignment::Start => "---".to_owned(),
            CellAlignment::Center => ":-:".to_owned(),
            CellAlignment::End => "--:".to_owned(),
        });
        lines.push(line(&marks.collect::<Vec<_>>()));
        lines.extend(body.iter().map(|row| line(row)));
        let text = lines.join("\n");
        if table.caption.is_empty() {
            return before(&list, text);
        }
        let caption = self.inline.write(&table.caption, Place::Line);
        let caption = if caption.contains(['"', '\\']) { plain_text(&table.caption) } else { caption };
        list.push(format!("caption=\"{}\"", caption.replace('\\', "\\\\").replace('"', "\\\"")));
        fenced("table", &list, &text, 3)
    }

    fn quotation(&mut self, quotation: &Quotation, language: &Language) -> String {
        let mut inner = self.blocks(&quotation.blocks, language);
        if let Some(source) = &quotation.source {
            if !inner.is_empty() {
                inner.push_str("\n\n");
            }
            inner.push_str("——");
            inner.push_str(&self.inline.write(source, Place::Line));
        }
        let lines: Vec<String> = inner.split('\n').map(|line| format!("> {line}").trim_end().to_owned()).collect();
        lines.join("\n")
    }

    fn list(&mut self, list: &List, language: &Language, other: bool) -> String {
        let mut items = Vec::new();
        for (at, item) in list.items.iter().enumerate() {
            let mark = match list.start {
                Some(start) => format!("{}{} ", start.saturating_add(at as u64), if other { ')' } else { '.' }),
                None => if other { "+ " } else { "- " }.to_owned(),
            };
            let body = self.blocks(&item.blocks, language);
            items.push(format!("{mark}{}", indented(&body, &" ".repeat(mark.len()))).trim_end().to_owned());
        }
        items.join("\n")
    }

    fn container(&mut self, container: &Container, blocks: &[Block], mut list: Vec<String>, language: &Language) -> String {
        let name = match container {
            Container::Verse => "verse",
            Container::Dialogue => "dialogue",
            Container::Box { title } => {
                list.extend(title.as_ref().map(|title| format!("title={}", quote_value(title))));
                "box"
            }
            Container::Lead => "lead",
            Container::PullQuote => "pull",
            Container::Colophon => "colophon",
            Container::Direction(mode) => {
                let word = match mode {
                    WritingMode::HorizontalTb => "horizontal",
                    WritingMode::VerticalRl => "vertical",
                };
                list.push(format!("writing={word}"));
                "div"
            }
            Container::Placed(placement) => {
                list.extend(written(placement));
                "div"
            }
            Container::Plain => "div",
        };
        let keeps = matches!(container, Container::Verse | Container::Dialogue);
        let outer = self.lines;
        self.lines = outer || keeps;
        let body = self.blocks(blocks, language);
        self.lines = outer;
        let inner = body.lines().map(|line| line.trim_start_matches([' ', '>']).bytes().take_while(|byte| *byte == b':').count()).max();
        fenced(name, &list, &body, inner.filter(|length| *length >= 3).map_or(3, |length| length + 1))
    }
}

fn is_list(before: &Block, after: &Block) -> bool {
    match (&before.kind, &after.kind) {
        (BlockKind::List(before), BlockKind::List(after)) => before.start.is_some() == after.start.is_some(),
        _ => false,
    }
}

fn braces(list: &[String]) -> String {
    format!("{{{}}}", list.join(" "))
}

/// A block with its attributes on a line of their own before it.
fn before(list: &[String], block: String) -> String {
    if list.is_empty() { block } else { format!("{}\n\n{block}", braces(list)) }
}

fn fenced(name: &str, list: &[String], body: &str, length: usize) -> String {
    let fence = ":".repeat(length);
    let attributes = if list.is_empty() { String::new() } else { format!(" {}", braces(list)) };
    format!("{fence} {name}{attributes}\n{body}\n{fence}")
}

/// A text as a value of YAML.
fn yaml(text: &str) -> String {
    let text = text.replace('\n', " ");
    if !text.contains(['"', '\\']) {
        format!("\"{text}\"")
    } else if !text.contains('\'') {
        format!("'{text}'")
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}
