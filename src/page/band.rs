//! Notes in a band beside the text (requirement NOT-10): each begins at the line of its mark or, when the band is taken there, after
//! the note before it; what does not fit goes to the band of the next page.

use super::room::Room;
use super::sheet::{BandPart, NotePart};
use crate::geom::Length;

/// Packs notes, each with the block place that it wants, into one band; gives back what is left.
pub(super) fn pack(wanted: Vec<(NotePart, Length)>, room: &Room) -> (Vec<BandPart>, Vec<NotePart>) {
    let most = room.grid.extent(room.lines);
    // From note to note there is a line gap more than inside one.
    let between = room.note_pitch - room.note_size;
    let lines = |part: &NotePart| i64::try_from(part.lines()).unwrap_or(0);
    let (mut placed, mut rest): (Vec<BandPart>, Vec<NotePart>) = (Vec::new(), Vec::new());
    let mut taken = Length::ZERO;
    for (part, block) in wanted {
        let before = if placed.is_empty() { Length::ZERO } else { between };
        // What all notes so far take when they stand together.
        let free = most - taken - before - room.note_size;
        let fitting = if free < Length::ZERO { 0 } else { free.divide(room.note_pitch) + 1 };
        let count = lines(&part).min(fitting);
        if !rest.is_empty() || count <= 0 {
            rest.push(part);
            continue;
        }
        let now = NotePart { to: part.from + usize::try_from(count).unwrap_or(0), ..part };
        if now.to < part.to {
            rest.push(NotePart { from: now.to, ..part });
        }
        taken += before + room.note_pitch * count;
        placed.push(BandPart { part: now, block });
    }
    // Downwards each begins after the one before it, upwards each ends before the one after it or the end of the band.
    let extent = |part: &BandPart| room.note_pitch * (lines(&part.part) - 1) + room.note_size;
    let mut least = Length::ZERO;
    for part in &mut placed {
        part.block = part.block.max(least);
        least = part.block + extent(part) + between * 2;
    }
    let mut end = most;
    for part in placed.iter_mut().rev() {
        part.block = part.block.min(end - extent(part)).max(Length::ZERO);
        end = part.block - between * 2;
    }
    (placed, rest)
}
