//! Pages as text that can be judged by eye.

use super::frame::{GlyphRun, Item, ItemKind, PageSide, Pages, Setting};
use crate::book::Artifact;
use crate::book::Owner;
use crate::book::Part;
use crate::geom::Length;
use crate::geom::Point;
use crate::geom::WritingMode;
use std::fmt::Write;

/// One line for each line of text that is in one piece, with the place of its first glyph in points from the page's top left corner.
pub fn dump(pages: &Pages) -> String {
    let mut text = String::new();
    for page in &pages.pages {
        let side = match page.side {
            PageSide::Recto => "recto",
            PageSide::Verso => "verso",
        };
        line(&mut text, format_args!("page {}  {side}  {} × {}", page.label, page.size.width, page.size.height));
        let mut current: Option<Row> = None;
        for item in &page.items {
            match &item.kind {
                ItemKind::Text(run) => {
                    let row = Row::of(item, run, pages.mode);
                    match &mut current {
                        Some(open) if open.kind == row.kind && open.setting_across == row.setting_across && open.across == row.across => {
                            open.text.push_str(&row.text);
                        }
                        _ => {
                            flush(&mut text, current.take());
                            current = Some(row);
                        }
                    }
                }
                ItemKind::Picture(picture) => {
                    flush(&mut text, current.take());
                    let rect = picture.rect;
                    let (x, y, width, height) = (rect.origin.x, rect.origin.y, rect.size.width, rect.size.height);
                    line(&mut text, format_args!("  picture  {x} {y}  {width} × {height}  {}", picture.path));
                }
                ItemKind::Fill(fill) => {
                    flush(&mut text, current.take());
                    let rect = fill.rect;
                    let (x, y, width, height) = (rect.origin.x, rect.origin.y, rect.size.width, rect.size.height);
                    line(&mut text, format_args!("  rule     {x} {y}  {width} × {height}"));
                }
                ItemKind::Path(path) => {
                    flush(&mut text, current.take());
                    line(&mut text, format_args!("  wave     {} {}", path.start.x, path.start.y));
                }
            }
        }
        flush(&mut text, current);
    }
    text
}

/// Runs on one line.
struct Row {
    kind: &'static str,
    origin: Point,
    /// The coordinate that all of a line's runs share, its setting apart.
    across: Length,
    setting_across: bool,
    text: String,
}

impl Row {
    fn of(item: &Item, run: &GlyphRun, mode: WritingMode) -> Row {
        let kind = match item.owner {
            Owner::Node(_, Part::Content | Part::RubyBase(_)) => "text",
            Owner::Node(_, Part::RubyReading(_) | Part::RubyUnder) => "reading",
            Owner::Node(_, Part::Label) => "label",
            Owner::Node(_, Part::ContentsTitle) => "entry",
            Owner::Node(_, Part::ContentsFolio) => "folio",
            Owner::Artifact(Artifact::RunningHead) => "head",
            Owner::Artifact(Artifact::Folio) => "number",
            Owner::Artifact(Artifact::Layout | Artifact::Background) => "mark",
        };
        let upright = mode == WritingMode::VerticalRl && run.setting == Setting::Vertical;
        let across = if upright { run.origin.x } else { run.origin.y };
        Row { kind, origin: run.origin, across, setting_across: upright, text: run.text.to_string() }
    }
}

fn flush(text: &mut String, row: Option<Row>) {
    if let Some(Row { kind, origin, text: content, .. }) = row {
        line(text, format_args!("  {kind:<8} {} {}  {content}", origin.x, origin.y));
    }
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(text, "{arguments}").expect("writing to a String cannot fail");
}
