//! Lines as text, to be judged by eye.

use std::fmt::Write;

use super::line::Line;

/// One row a line: its size in em of the paragraph, how it was adjusted, and its text. The same text of plain Han set in both
/// directions gives equal dumps.
pub fn dump(lines: &[Line]) -> String {
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        let milli_em = |length: crate::geom::Length| length.scale(1000, line.size.to_units().max(1)).to_units();
        let text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
        let size = milli_em(line.inline_size);
        let demand = milli_em(line.adjustment.demand);
        let stage = match (line.adjustment.stage, demand) {
            (0, _) => String::new(),
            (stage, demand) if demand < 0 => format!("  squeezed {} in stage {stage}", -demand),
            (stage, demand) => format!("  opened {demand} in stage {stage}"),
        };
        writeln!(out, "{:3}  {}.{:03}{stage}  {text}", index + 1, size / 1000, size % 1000).expect("writing to a String cannot fail");
        if !line.interlinear.is_empty() {
            let readings: Vec<&str> = line.interlinear.iter().map(|run| run.text.as_str()).collect();
            writeln!(out, "     reading  {}", readings.join(" ")).expect("writing to a String cannot fail");
        }
    }
    out
}
