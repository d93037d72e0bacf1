//! Notes in their place: at the block end of the page, or in a band beside the text.

use super::compose::Composer;
use super::frame::FrameKind;
use super::place::{Area, Placer};
use super::room::Room;
use super::sheet::{BandPart, NotePart, Sheet};
use crate::flow::Piece;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::LogicalSize;

impl Composer<'_> {
    /// The last line of the notes ends at the end of the type area (requirement NOT-07); on the last vertical page of a part they
    /// follow the text (requirement NOT-09).
    pub(super) fn notes(&self, sheet: &Sheet, origin: LogicalPoint, area: Area, placer: &mut Placer<'_>) {
        let count: usize = sheet.notes.iter().map(NotePart::lines).sum();
        if count == 0 {
            return;
        }
        let room = self.whole_room();
        let rule = &self.styled.theme.note;
        let end = origin.block + self.styled.area.block_size();
        let extent = room.notes_extent(count) - room.note_separation;
        let thickness = Length::micrometres(rule.rule_thickness);
        let above = (room.note_pitch - room.note_size).max(thickness * 4);
        let start = match sheet.notes_after {
            None => end - extent,
            Some(0) => origin.block + above,
            Some(lines) => origin.block + room.grid.extent(lines) + room.note_separation,
        };
        let start = start.min(end - extent).max(origin.block);
        let measure = self.styled.area.measure();
        if start > origin.block {
            let rule_at = LogicalPoint { inline: origin.inline, block: start - above };
            let rule_size = LogicalSize { inline: measure.scale(rule.rule, 1000), block: thickness };
            placer.piece(area, Piece::Fill { rect: LogicalRect { origin: rule_at, size: rule_size }, grey: 0 });
        }
        let size = LogicalSize { inline: measure, block: extent };
        let at = LogicalPoint { inline: origin.inline, block: start };
        placer.begin_frame(FrameKind::Notes, area.mode, area.rect(LogicalRect { origin: at, size }));
        let mut block = start;
        for part in &sheet.notes {
            self.note_part(part, LogicalPoint { inline: origin.inline, block }, measure, &room, area, placer);
            block += room.note_pitch * i64::try_from(part.lines()).unwrap_or(0);
        }
        placer.end_paragraph();
    }

    /// Notes beside the text, `inline` from the type area's start.
    pub(super) fn band(&self, parts: &[BandPart], measure: Length, at: LogicalPoint, area: Area, placer: &mut Placer<'_>) {
        if parts.is_empty() {
            return;
        }
        let room = self.whole_room();
        let size = LogicalSize { inline: measure, block: self.styled.area.block_size() };
        placer.begin_frame(FrameKind::Notes, area.mode, area.rect(LogicalRect { origin: at, size }));
        for BandPart { part, block } in parts {
            self.note_part(part, LogicalPoint { inline: at.inline, block: at.block + *block }, measure, &room, area, placer);
        }
        placer.end_paragraph();
    }

    /// Lines of a note from the block start of its first line's em box on.
    fn note_part(&self, part: &NotePart, at: LogicalPoint, measure: Length, room: &Room, area: Area, placer: &mut Placer<'_>) {
        let Some(body) = self.notes.get(&part.note) else { return };
        placer.end_paragraph();
        let mut centre = at.block + room.note_size.scale(1, 2);
        for (index, line) in body.lines.iter().enumerate().take(part.to).skip(part.from) {
            if index == 0 {
                let size = LogicalSize { inline: measure, block: room.note_size };
                for node in body.anchors.iter().chain([&part.note]) {
                    placer.destination(area, *node, LogicalRect { origin: at, size });
                }
            }
            line.iter().for_each(|piece| placer.piece(area, piece.clone().shifted(at.inline, centre)));
            centre += room.note_pitch;
        }
    }
}
