//! The tree as text, for goldens and `fuzi dump book`: one node a line, indented by depth; without ids and places.

use std::fmt::Write;

use super::block::Block;
use super::block::BlockKind;
use super::block::Book;
use super::block::Container;
use super::block::Division;
use super::block::Edge;
use super::block::Figure;
use super::block::PartMetadata;
use super::block::PictureFile;
use super::block::Placement;
use super::block::Table;
use super::inline::Inline;
use super::inline::InlineKind;
use super::inline::Ruby;
use super::inline::Style;
use super::inline::TextRun;
use super::node::NodeId;
use crate::geom::WritingMode;
use crate::unicode::Language;

/// Writes the tree of a whole book.
pub fn dump_book(book: &Book) -> String {
    let mut out = Dump { text: String::new(), depth: 0, language: book.language.clone(), notes: Vec::new() };
    out.line(&format!("book {}", book.language));
    for division in &book.divisions {
        out.inside(|out| out.division(division));
    }
    out.text
}

struct Dump {
    text: String,
    depth: usize,
    /// The language of what surrounds; a node says its own only where it differs.
    language: Language,
    /// The notes of the division, to number their marks.
    notes: Vec<NodeId>,
}

impl Dump {
    fn line(&mut self, line: &str) {
        writeln!(self.text, "{:width$}{line}", "", width = self.depth * 2).expect("writing to a String cannot fail");
    }

    fn inside(&mut self, write: impl FnOnce(&mut Dump)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    fn division(&mut self, division: &Division) {
        self.notes = division.notes.iter().map(|note| note.id).collect();
        let language = self.switch(&division.language);
        self.line(&format!("division {:?} {}{language}", division.role, quoted(&division.name)).replace("  ", " "));
        let outer = std::mem::replace(&mut self.language, division.language.clone());
        self.inside(|out| {
            out.metadata(&division.metadata);
            division.blocks.iter().for_each(|block| out.block(block));
            for (index, note) in division.notes.iter().enumerate() {
                let label = note.label.as_ref().map(|label| format!(" {}", quoted(label))).unwrap_or_default();
                let placement = note.placement.map(|placement| format!(" {placement:?}")).unwrap_or_default();
                out.line(&format!("note {}{label}{placement}", index + 1));
                out.inside(|out| note.blocks.iter().for_each(|block| out.block(block)));
            }
        });
        self.language = outer;
    }

    fn metadata(&mut self, metadata: &PartMetadata) {
        let titles = [("title", &metadata.title), ("subtitle", &metadata.subtitle), ("kicker", &metadata.kicker), ("lead", &metadata.lead)];
        for (name, content) in titles {
            if let Some(content) = content {
                self.inlines(name, content);
            }
        }
        for (role, name) in &metadata.byline {
            self.inlines(&format!("creator{}", value("role", role.as_deref())), name);
        }
        let keys = [
            ("date", &metadata.date),
            ("first-published", &metadata.first_published),
            ("captured", &metadata.captured),
            ("source-url", &metadata.source_url),
            ("id", &metadata.identifier),
            ("theme", &metadata.theme),
        ];
        for (name, text) in keys {
            if let Some(text) = text {
                self.line(&format!("{name} {}", quoted(text)));
            }
        }
        if let Some(placement) = metadata.notes {
            self.line(&format!("notes {placement:?}"));
        }
    }

    /// The language when it is not that of what surrounds.
    fn switch(&self, language: &Language) -> String {
        if *language == self.language { String::new() } else { format!(" lang={language}") }
    }

    fn block(&mut self, block: &Block) {
        let identifier = block.identifier.as_ref().map(|identifier| format!(" #{identifier}")).unwrap_or_default();
        let ends = format!("{identifier}{}", self.switch(&block.language));
        let outer = std::mem::replace(&mut self.language, block.language.clone());
        match &block.kind {
            BlockKind::Heading(heading) => {
                let unnumbered = if heading.numbered { "" } else { " unnumbered" };
                let short = value("short", heading.short.as_deref());
                self.inlines(&format!("heading {}{unnumbered}{short}{ends}", heading.level), &heading.content);
            }
            BlockKind::Paragraph(content) => self.inlines(&format!("paragraph{ends}"), content),
            BlockKind::Figure(figure) => self.figure(figure, &ends),
            BlockKind::Table(table) => self.table(table, &ends),
            BlockKind::Quotation(quotation) => {
                self.line(&format!("quotation{ends}"));
                self.inside(|out| {
                    quotation.blocks.iter().for_each(|block| out.block(block));
                    if let Some(source) = &quotation.source {
                        out.inlines("source", source);
                    }
                });
            }
            BlockKind::List(list) => {
                let start = list.start.map(|start| format!(" from {start}")).unwrap_or_default();
                self.line(&format!("list{start}{}{ends}", value("marker", list.marker.as_deref())));
                for item in &list.items {
                    self.inside(|out| {
                        out.line("item");
                        out.inside(|out| item.blocks.iter().for_each(|block| out.block(block)));
                    });
                }
            }
            BlockKind::Code { language, text } => {
                self.line(&format!("code{}{ends}", value("language", language.as_deref())));
                self.inside(|out| text.lines().for_each(|line| out.line(&quoted(line))));
            }
            BlockKind::Container(container, blocks) => {
                let name = match container {
                    Container::Verse => "verse".to_owned(),
                    Container::Dialogue => "dialogue".to_owned(),
                    Container::Box { title } => format!("box{}", value("title", title.as_deref())),
                    Container::Lead => "lead".to_owned(),
                    Container::PullQuote => "pull".to_owned(),
                    Container::Colophon => "colophon".to_owned(),
                    Container::Direction(WritingMode::HorizontalTb) => "div horizontal".to_owned(),
                    Container::Direction(WritingMode::VerticalRl) => "div vertical".to_owned(),
                    Container::Placed(placement) => placed(placement),
                    Container::Plain => "div".to_owned(),
                };
                self.line(&format!("{name}{ends}"));
                self.inside(|out| blocks.iter().for_each(|block| out.block(block)));
            }
            BlockKind::SceneBreak => self.line(&format!("scene break{ends}")),
            BlockKind::Break(kind) => self.line(&format!("break {kind:?}{ends}")),
            BlockKind::Contents => self.line(&format!("contents{ends}")),
        }
        self.language = outer;
    }

    fn figure(&mut self, figure: &Figure, ends: &str) {
        let width = figure.width.map(|width| format!(" width={width}%")).unwrap_or_default();
        self.line(&format!("figure {:?}{width}{}{ends}", figure.placement, value("credit", figure.credit.as_deref())));
        self.inside(|out| {
            figure.pictures.iter().for_each(|picture| out.line(&picture_file("picture", &picture.file)));
            if !figure.caption.is_empty() {
                out.inlines("caption", &figure.caption);
            }
        });
    }

    fn table(&mut self, table: &Table, ends: &str) {
        let alignments: Vec<String> = table.alignments.iter().map(|alignment| format!("{alignment:?}")).collect();
        self.line(&format!("table {} header={}{ends}", alignments.join(","), table.header_rows));
        self.inside(|out| {
            if !table.caption.is_empty() {
                out.inlines("caption", &table.caption);
            }
            for row in &table.rows {
                out.line("row");
                out.inside(|out| row.iter().for_each(|cell| out.inlines("cell", &cell.content)));
            }
        });
    }

    /// A node with inlines: on one line when they are one run of text.
    fn inlines(&mut self, name: &str, content: &[Inline]) {
        if let [Inline { kind: InlineKind::Text(run), .. }] = content {
            let text = self.run(run);
            self.line(&format!("{name} {text}"));
            return;
        }
        self.line(name);
        self.inside(|out| content.iter().for_each(|inline| out.inline(inline)));
    }

    fn run(&self, run: &TextRun) -> String {
        format!("{}{}", quoted(&run.text), self.switch(&run.language))
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(run) => {
                let text = self.run(run);
                self.line(&text);
            }
            InlineKind::Ruby(ruby) => self.ruby(ruby),
            InlineKind::Emphasis(content) => self.inlines("emphasis", content),
            InlineKind::Strong(content) => self.inlines("strong", content),
            InlineKind::Styled(style, content) => {
                let name = style_name(style);
                match style {
                    Style::Language(language) => {
                        let outer = std::mem::replace(&mut self.language, language.clone());
                        self.inlines(&name, content);
                        self.language = outer;
                    }
                    _ => self.inlines(&name, content),
                }
            }
            InlineKind::Code(run) => {
                let text = self.run(run);
                self.line(&format!("code {text}"));
            }
            InlineKind::Link { target, title, content } => {
                self.inlines(&format!("link {target}{}", value("title", title.as_deref())), content);
            }
            InlineKind::Reference { target, page } => self.line(&format!("reference #{target}{}", if *page { " page" } else { "" })),
            InlineKind::NoteMark { note } => {
                let number = self.notes.iter().position(|id| id == note).map_or("?".to_owned(), |index| (index + 1).to_string());
                self.line(&format!("note mark {number}"));
            }
            InlineKind::Picture(file) => self.line(&picture_file("picture", file)),
            InlineKind::Gaiji(file) => self.line(&picture_file("gaiji", file)),
            InlineKind::LineBreak => self.line("line break"),
        }
    }

    fn ruby(&mut self, ruby: &Ruby) {
        let pairs: Vec<String> = ruby.segments.iter().map(|segment| format!("{}|{}", segment.base.text, segment.reading.text)).collect();
        let under = ruby.under.as_ref().map(|under| format!(" under={}", quoted(&under.text))).unwrap_or_default();
        self.line(&format!("ruby {:?} {}{under}", ruby.script, pairs.join(" ")));
    }
}

fn quoted(text: &str) -> String {
    format!("“{}”", text.replace('\n', "↵"))
}

fn value(name: &str, value: Option<&str>) -> String {
    value.map(|value| format!(" {name}={}", quoted(value))).unwrap_or_default()
}

fn placed(placement: &Placement) -> String {
    let mut text = format!("placed start={} end={}", placement.start, placement.end);
    text.extend(placement.first.map(|first| format!(" first={first}")));
    text.extend(placement.measure.map(|measure| format!(" measure={measure}")));
    match placement.edge {
        Edge::Start => {}
        Edge::Center => text.push_str(" in the middle"),
        Edge::End => text.push_str(" at the end"),
    }
    text
}

fn picture_file(name: &str, file: &PictureFile) -> String {
    let path = if file.path.is_empty() { "(none)" } else { &file.path };
    let decorative = if file.decorative { " decorative" } else { "" };
    format!("{name} {path}{decorative} {}", quoted(&file.alternative))
}

fn style_name(style: &Style) -> String {
    match style {
        Style::EmphasisMarks(marks) => format!("marks {marks:?}"),
        Style::ProperName => "name".to_owned(),
        Style::BookTitle => "title".to_owned(),
        Style::TateChuYoko => "tcy".to_owned(),
        Style::Upright => "upright".to_owned(),
        Style::Sideways => "sideways".to_owned(),
        Style::HanDigits { always: true } => "han always".to_owned(),
        Style::HanDigits { always: false } => "han".to_owned(),
        Style::Warichu => "warichu".to_owned(),
        Style::Spread(em) => format!("spread {em}"),
        Style::Small => "small".to_owned(),
        Style::Superscript => "superscript".to_owned(),
        Style::Subscript => "subscript".to_owned(),
        Style::Underline => "underline".to_owned(),
        Style::Strikethrough => "strikethrough".to_owned(),
        Style::NoBreak => "no break".to_owned(),
        Style::Index(entry) => format!("index {}", quoted(entry)),
        Style::Language(language) => format!("language {language}"),
        Style::Anchor(identifier) => format!("anchor #{identifier}"),
    }
}
