//! Readings of neighbouring lines that come upon each other: a gloss below one and a reading above the next, in a line gap that
//! holds only one of them.

use crate::geom::Length;
use crate::inline::line::Line;
use crate::inline::line::Run;

/// Readings below a line with those above the next that they touch, as texts. `pitch` is from the middle of a line to the middle of
/// the next.
pub fn meeting_readings(lines: &[Line], pitch: Length) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for pair in lines.windows(2) {
        for below in pair[0].interlinear.iter().filter(|run| run.block > Length::ZERO) {
            let above = pair[1].interlinear.iter().find(|run| run.block < Length::ZERO && meets(below, run, pitch));
            found.extend(above.map(|above| (below.text.clone(), above.text.clone())));
        }
    }
    found
}

fn meets(below: &Run, above: &Run, pitch: Length) -> bool {
    let foot = below.block + below.size.scale(1, 2);
    let head = pitch + above.block - above.size.scale(1, 2);
    let along = below.inline < above.inline + above.advance && above.inline < below.inline + below.advance;
    along && foot > head
}
