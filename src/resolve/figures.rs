//! Numbers of figures and tables.

use super::resolved::Resolved;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Division;
use crate::book::DivisionRole;
use crate::book::NodeId;
use crate::manuscript::FigureNumbering;
use crate::manuscript::Words;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Figures and tables with the number of their chapter.
type Numbered = Vec<(NodeId, Option<usize>)>;

/// Labels captioned figures and tables: each kind when something refers to one of it, or all when the edition asks for it.
pub(super) fn number_figures(book: &Book, targets: &BTreeSet<NodeId>, numbering: FigureNumbering, resolved: &mut Resolved) {
    let words = Words::of(&book.language);
    let (mut figures, mut tables): (Numbered, Numbered) = (Vec::new(), Vec::new());
    let mut chapters = 0;
    for division in book.divisions.iter().filter(|division| division.role == DivisionRole::Body) {
        let chapter = is_chapter(division).then(|| {
            chapters += 1;
            chapters
        });
        division.blocks.iter().for_each(|block| {
            block.walk(&mut |block| match &block.kind {
                BlockKind::Figure(figure) if !figure.caption.is_empty() || targets.contains(&block.id) => figures.push((block.id, chapter)),
                BlockKind::Table(table) if !table.caption.is_empty() || targets.contains(&block.id) => tables.push((block.id, chapter)),
                _ => {}
            });
        });
    }
    let labels = |nodes: Numbered, word: &str| {
        let wanted = numbering != FigureNumbering::Referred || nodes.iter().any(|(node, _)| targets.contains(node));
        if wanted { labels(nodes, word, numbering) } else { BTreeMap::new() }
    };
    resolved.figure_numbers = labels(figures, &words.figure);
    resolved.table_numbers = labels(tables, &words.table);
}

/// A file whose title takes part in numbering; prefaces and the like are marked `.unnumbered`.
fn is_chapter(division: &Division) -> bool {
    let mut first = None;
    division.walk(&mut |block| {
        if let BlockKind::Heading(heading) = &block.kind
            && first.is_none()
        {
            first = Some(heading.numbered);
        }
    });
    first.unwrap_or(division.metadata.title.is_some())
}

/// 圖1, 圖2 through the book; 圖2-1 by chapter, and as through the book outside chapters.
fn labels(nodes: Numbered, word: &str, numbering: FigureNumbering) -> BTreeMap<NodeId, String> {
    let mut counts: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    let label = |(node, chapter): (NodeId, Option<usize>)| {
        let chapter = chapter.filter(|_| numbering == FigureNumbering::Chapter);
        let count = counts.entry(chapter).or_default();
        *count += 1;
        match chapter {
            Some(chapter) => (node, format!("{word}{chapter}-{count}")),
            None => (node, format!("{word}{count}")),
        }
    };
    nodes.into_iter().map(label).collect()
}
