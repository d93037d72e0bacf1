//! The table of contents (requirements TOC-01 to TOC-03).

use super::column::{Break, Slab, Start, tidy};
use super::flow_block::{Flow, Frame, PartKind};
use super::generated;
use crate::book::BlockKind;
use crate::book::Division;
use crate::book::NodeId;
use crate::book::Owner;
use crate::book::Part;
use crate::diag::Report;
use crate::geom::Length;
use crate::inline::Alignment;
use crate::resolve::ContentsEntry;

/// The leader's unit, one em wide, so that its dots are in phase from line to line.
const LEADER: char = '…';

/// Tells the folio of an entry's node.
pub type EntryFolio<'a> = &'a dyn Fn(NodeId) -> Option<String>;

impl Flow<'_> {
    /// The division that holds the contents, with folios.
    pub fn contents(&self, division: &Division, folio: EntryFolio<'_>, report: &mut Report) -> Vec<Slab> {
        let flow = Flow { part: PartKind::Generated, ..*self };
        let mut slabs = Vec::new();
        for block in &division.blocks {
            match &block.kind {
                BlockKind::Contents => {
                    let entries = self.resolved.contents.iter().filter(|entry| entry.level <= self.styled.theme.contents.depth);
                    let first = entries.clone().map(|entry| entry.level).min().unwrap_or(1);
                    for entry in entries {
                        slabs.extend(self.entry(entry, first, folio(entry.node), division, report));
                    }
                }
                BlockKind::Heading(_)
                | BlockKind::Paragraph(_)
                | BlockKind::Figure(_)
                | BlockKind::Table(_)
                | BlockKind::Quotation(_)
                | BlockKind::List(_)
                | BlockKind::Code { .. }
                | BlockKind::Container(..)
                | BlockKind::SceneBreak
                | BlockKind::Break(_) => slabs.extend(flow.blocks(std::slice::from_ref(block), self.body_frame(), report)),
            }
        }
        tidy(slabs)
    }

    fn entry(&self, entry: &ContentsEntry, first: u8, folio: Option<String>, division: &Division, report: &mut Report) -> Vec<Slab> {
        let rule = &self.styled.theme.contents;
        let text = self.styled.text(&rule.entry);
        let em = text.size;
        let body = self.body_frame();
        let frame = Frame { alignment: Alignment::Start, text, ..body.without_indent() };
        let level = i64::from(entry.level.saturating_sub(first));
        let folio_owner = Some(Owner::Node(entry.node, Part::ContentsFolio));
        let number = folio.map(|folio| {
            let content = generated::numbered(self.spare, &folio, &division.language, frame.mode);
            self.lines(&content, folio_owner, &division.language, frame, report)
        });
        let number = number.and_then(|lines| lines.into_iter().next());
        // Folios stand in a box of whole em at the end, so that leaders end together.
        let width = number.as_ref().map_or(Length::ZERO, |line| line.inline_size);
        let folio_box = em * ((width + em - Length::units(1)).divide(em).max(2) + 1);
        let end = frame.measure - folio_box;
        let indented = frame.inset(em * (rule.indent * level), folio_box + em * rule.leader);
        let title_owner = Some(Owner::Node(entry.node, Part::ContentsTitle));
        let lines = self.hanging_lines(&entry.title, title_owner, &division.language, indented, em, report);
        let title_end = lines.last().map_or(Length::ZERO, |line| indented.start + line.inline_size);
        let mut slabs = self.line_slabs(lines, indented);
        for slab in slabs.iter_mut().skip(1) {
            slab.before = Break::Avoided;
            slab.start = Start::Continues;
        }
        let (Some(number), Some(last)) = (number, slabs.last_mut()) else { return slabs };
        let centre = self.grid().em.scale(1, 2);
        let leader_start = em * (title_end + em.scale(1, 2) + em - Length::units(1)).divide(em);
        let count = (end - leader_start).divide(em);
        if count > 0 {
            let dots: String = std::iter::repeat_n(LEADER, usize::try_from(count).unwrap_or(0)).collect();
            let content = generated::plain(self.spare, &dots, &division.language);
            let leader = frame.inset(end - em * count, folio_box);
            let composed = self.lines(&content, folio_owner, &division.language, leader, report);
            last.pieces.extend(composed.into_iter().take(1).map(|line| self.line_piece(line, leader.start, centre)));
        }
        let start = frame.measure - number.inline_size;
        last.pieces.push(self.line_piece(number, start, centre));
        slabs
    }
}
