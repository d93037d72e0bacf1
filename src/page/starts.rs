//! Which text begins each page.

use super::compose::Composer;
use super::sheet::Sheet;
use crate::book::NodeId;
use crate::book::Owner;
use crate::book::Part;
use crate::flow::Piece;
use crate::resolve::PageMap;
use crate::resolve::PageStart;
use std::collections::BTreeSet;

impl Composer<'_> {
    /// Where each page of the body begins in the text, and on which page each heading stands.
    pub(super) fn page_map(&self, sheets: &[Sheet]) -> PageMap {
        let mut map = PageMap::default();
        let entries: BTreeSet<NodeId> = self.input.resolved.contents.iter().map(|entry| entry.node).collect();
        for (index, sheet) in sheets.iter().enumerate() {
            let label = (index + 1).to_string();
            if let Some((node, offset)) = sheet.slabs().find_map(|slab| slab.pieces.iter().find_map(first_content)) {
                map.starts.push(PageStart { label: label.clone(), node, offset });
            }
            if !self.input.resolved.index_places.is_empty() {
                for piece in sheet.slabs().flat_map(|slab| &slab.pieces) {
                    piece.lines(&mut |line| {
                        for run in &line.runs {
                            let Owner::Node(node, _) = run.owner else { continue };
                            if let Some(place) = self.input.resolved.index_places.get(&node) {
                                map.headings.entry(*place).or_insert_with(|| label.clone());
                            }
                        }
                    });
                }
            }
            for node in sheet.slabs().flat_map(|slab| &slab.anchors) {
                let heading = entries.contains(node) || self.input.resolved.anchors.contains_key(node);
                if heading {
                    map.headings.entry(*node).or_insert_with(|| label.clone());
                }
            }
        }
        map
    }
}

/// The first text of the manuscript or the first picture in a piece.
fn first_content(piece: &Piece) -> Option<(NodeId, usize)> {
    match piece {
        Piece::Line { line, .. } => {
            let content = line.runs.iter().find_map(|run| match run.owner {
                Owner::Node(node, Part::Content | Part::RubyBase(_)) => Some(node),
                Owner::Node(_, Part::RubyReading(_) | Part::RubyUnder | Part::Label | Part::ContentsTitle | Part::ContentsFolio)
                | Owner::Artifact(_) => None,
            })?;
            line.first.or(Some((content, 0)))
        }
        Piece::Picture { owner: Owner::Node(node, _), .. } => Some((*node, 0)),
        Piece::Island { pieces, .. } | Piece::Turned { pieces, .. } => pieces.iter().find_map(first_content),
        Piece::Picture { owner: Owner::Artifact(_), .. } | Piece::Fill { .. } => None,
    }
}
