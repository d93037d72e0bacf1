//! The index: words with the folios of their places, in small type (requirement IDX-01).

use super::column::{Break, Slab, SlabKind, tidy};
use super::contents::EntryFolio;
use super::flow_block::{Flow, Frame, PartKind};
use super::generated;
use crate::book::BlockKind;
use crate::book::Division;
use crate::book::NodeId;
use crate::book::Owner;
use crate::book::Part;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::inline::Alignment;
use crate::resolve::IndexEntry;
use crate::style::TextRule;

/// Folios that do not fit stand on a further line, so far in.
const TURNOVER: i64 = 2;
/// White after the comma between two folios, in em.
const BETWEEN: (i64, i64) = (1, 4);

impl Flow<'_> {
    /// The division that holds the index, with folios.
    pub fn index(&self, division: &Division, folio: EntryFolio<'_>, report: &mut Report) -> Vec<Slab> {
        let title = Flow { part: PartKind::Generated, measure: self.whole, ..*self };
        let mut slabs = Vec::new();
        for block in &division.blocks {
            if block.kind != BlockKind::Contents {
                slabs.extend(title.blocks(std::slice::from_ref(block), title.body_frame(), report));
                continue;
            }
            for entry in &self.resolved.index {
                slabs.extend(self.index_group(entry, division, report));
                slabs.extend(self.index_entry(entry, folio, division, report));
            }
        }
        tidy(slabs)
    }

    fn index_frame(&self) -> Frame {
        let rule = &self.styled.theme.index;
        let text = TextRule { size: self.styled.size(rule.size), role: rule.role };
        Frame { alignment: Alignment::Start, ..self.body_frame().with_text(text).without_indent() }
    }

    /// The letter or kana above the words that begin with it.
    fn index_group(&self, entry: &IndexEntry, division: &Division, report: &mut Report) -> Vec<Slab> {
        let (Some(group), Some(place)) = (&entry.group, entry.places.first()) else { return Vec::new() };
        let text = TextRule { size: self.styled.body().size, role: self.styled.theme.index.heading_role };
        let frame = Frame { text, ..self.index_frame() };
        let owner = Some(Owner::Node(*place, Part::ContentsTitle));
        let lines = self.lines(&generated::plain(self.spare, group, &division.language), owner, &division.language, frame, report);
        let slab = self.group(lines, frame, self.grid().pitch, 1);
        vec![Slab::space(1), Slab { kind: SlabKind::Kept, ..slab }]
    }

    fn index_entry(&self, entry: &IndexEntry, folio: EntryFolio<'_>, division: &Division, report: &mut Report) -> Vec<Slab> {
        let frame = self.index_frame();
        let em = frame.text.size;
        let Some(first) = entry.places.first() else { return Vec::new() };
        let owner = Some(Owner::Node(*first, Part::ContentsTitle));
        let word = generated::numbered(self.spare, &entry.word, &division.language, frame.mode);
        let lines = self.hanging_lines(&word, owner, &division.language, frame, em * TURNOVER, report);
        let mut at = lines.last().map_or(Length::ZERO, |line| line.inline_size);
        if lines.len() > 1 {
            at += em * TURNOVER;
        }
        at += em;
        let mut slabs = self.line_slabs(lines, frame);
        let centre = self.grid().em.scale(1, 2);
        let mut named: Vec<(NodeId, String)> = Vec::new();
        for place in &entry.places {
            // A page that names a word twice is named once.
            let label = folio(*place).filter(|label| named.iter().all(|(_, named)| named != label));
            named.extend(label.map(|label| (*place, label)));
        }
        let (separator, between) = match frame.mode {
            WritingMode::VerticalRl => ("、", Length::ZERO),
            WritingMode::HorizontalTb => (",", em.scale(BETWEEN.0, BETWEEN.1)),
        };
        let count = named.len();
        for (index, (place, mut label)) in named.into_iter().enumerate() {
            if index + 1 < count {
                label.push_str(separator);
            }
            let number = generated::numbered(self.spare, &label, &division.language, frame.mode);
            let owner = Some(Owner::Node(place, Part::ContentsFolio));
            let Some(line) = self.lines(&number, owner, &division.language, frame, report).into_iter().next() else { continue };
            let size = line.inline_size;
            if at + size > frame.measure {
                slabs.push(Slab { lines: 1, before: Break::Avoided, ..Slab::default() });
                at = em * TURNOVER;
            }
            if let Some(last) = slabs.last_mut() {
                last.pieces.push(self.line_piece(line, frame.start + at, centre));
            }
            at += size + between;
        }
        slabs
    }
}
