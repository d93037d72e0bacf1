//! The tree as text, for people and for tests that are judged by eye.

use std::fmt::Write;

use super::block::Block;
use super::block::BlockKind;
use super::block::Book;
use super::inline::Inline;
use super::inline::InlineKind;
use super::walk::BlockPart;

/// One line a node, indented by its depth. Node numbers are left out, so that an edit elsewhere changes nothing here.
pub fn dump_book(book: &Book) -> String {
    let mut out = String::new();
    for division in &book.divisions {
        line(&mut out, 0, &format!("{:?} {} [{}]", division.role, division.name, division.language));
        for content in division.headline() {
            line(&mut out, 1, "headline");
            inlines(&mut out, 2, content);
        }
        division.blocks.iter().for_each(|item| block(&mut out, 1, item));
        for note in &division.notes {
            line(&mut out, 1, &format!("note {}", note.label.as_deref().unwrap_or("(inline)")));
            note.blocks.iter().for_each(|item| block(&mut out, 2, item));
        }
    }
    out
}

fn block(out: &mut String, depth: usize, block_: &Block) {
    let identifier = block_.identifier.as_ref().map_or(String::new(), |identifier| format!(" #{identifier}"));
    line(out, depth, &format!("{}{identifier}", block_name(&block_.kind)));
    for part in block_.parts() {
        match part {
            BlockPart::Text(content) => inlines(out, depth + 1, content),
            BlockPart::Plain(text) => line(out, depth + 1, &format!("{text:?}")),
            BlockPart::Blocks(blocks) => blocks.iter().for_each(|item| block(out, depth + 1, item)),
        }
    }
}

fn block_name(kind: &BlockKind) -> String {
    match kind {
        BlockKind::Heading(heading) => format!("heading {}", heading.level),
        BlockKind::Paragraph(_) => "paragraph".to_owned(),
        BlockKind::Figure(figure) => {
            let pictures = figure.pictures.iter().map(|picture| format!("{:?} alt {:?}", picture.file.path, picture.file.alternative));
            format!("figure {}", pictures.collect::<Vec<_>>().join(", "))
        }
        BlockKind::Table(table) => format!("table {} x {}", table.rows.len(), table.alignments.len()),
        BlockKind::Quotation(_) => "quotation".to_owned(),
        BlockKind::List(list) => list.start.map_or("list".to_owned(), |start| format!("list from {start}")),
        BlockKind::Code { language, .. } => format!("code {}", language.as_deref().unwrap_or_default()),
        BlockKind::Container(container, _) => format!("container {container:?}"),
        BlockKind::SceneBreak => "scene break".to_owned(),
        BlockKind::Break(kind) => format!("break {kind:?}"),
        BlockKind::Contents => "contents".to_owned(),
    }
}

fn inlines(out: &mut String, depth: usize, content: &[Inline]) {
    for inline in content {
        line(out, depth, &inline_name(&inline.kind));
        inlines(out, depth + 1, inline.children());
    }
}

fn inline_name(kind: &InlineKind) -> String {
    match kind {
        InlineKind::Text(run) => format!("{:?}", run.text),
        InlineKind::Ruby(ruby) => {
            let segments = ruby.segments.iter().map(|segment| format!("{}|{}", segment.base.text, segment.reading.text));
            let under = ruby.under.as_ref().map_or(String::new(), |under| format!(" under {}", under.text));
            format!("ruby {:?} {}{under}", ruby.script, segments.collect::<Vec<_>>().join(" "))
        }
        InlineKind::Emphasis(_) => "emphasis".to_owned(),
        InlineKind::Strong(_) => "strong".to_owned(),
        InlineKind::Styled(style, _) => format!("{style:?}"),
        InlineKind::Code(run) => format!("code {:?}", run.text),
        InlineKind::Link { target, .. } => format!("link {target}"),
        InlineKind::Reference { target, page } => format!("reference {target}{}", if *page { " page" } else { "" }),
        InlineKind::NoteMark { .. } => "note mark".to_owned(),
        InlineKind::Picture(file) | InlineKind::Gaiji(file) => format!("picture {:?} alt {:?}", file.path, file.alternative),
        InlineKind::LineBreak => "line break".to_owned(),
    }
}

fn line(out: &mut String, depth: usize, text: &str) {
    writeln!(out, "{:indent$}{text}", "", indent = depth * 2).expect("writing to a String cannot fail");
}
