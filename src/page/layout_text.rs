//! Lines as text that can be judged by eye, and compared with a golden.

use std::fmt::Write;

use super::layout::CellRecord;
use super::layout::GapRecord;
use super::layout::Layout;
use super::layout::LineFinding;
use super::layout::LineRecord;
use crate::geom::Length;

/// Classes of characters that fill an em box and need no word.
const PLAIN: [&str; 2] = ["Ideograph", "Kana"];

impl Layout {
    /// Two rows a line: its place, size, adjustment, end and text; then its cells and gaps.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let Layout { edition, region, direction, .. } = self;
        row(&mut out, format_args!("layout of edition {edition}, {region}, {direction}; places in pt, what is inside a line in em"));
        for page in &self.pages {
            let (width, height) = (page.width.0, page.height.0);
            row(&mut out, format_args!("page {}  {}  {}  {width} × {height}", page.number, page.label, page.side));
            for frame in &page.frames {
                let (inline, block, inline_size, block_size) = (frame.inline.0, frame.block.0, frame.inline_size.0, frame.block_size.0);
                row(&mut out, format_args!(" {} {}  at {inline}, {block}  size {inline_size} × {block_size}", frame.kind, frame.direction));
                frame.lines.iter().for_each(|line| line_rows(&mut out, line));
            }
        }
        out
    }
}

fn row(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(out, "{arguments}").expect("writing to a String cannot fail");
}

/// A length in em with three decimals, without zeros at the end.
fn em(length: Length, em: Length) -> String {
    let thousandths = length.scale(1000, em.to_units().max(1)).to_units();
    let sign = if thousandths < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:03}", thousandths.abs() / 1000, thousandths.abs() % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn line_rows(out: &mut String, line: &LineRecord) {
    let size = line.em.0;
    let demand = line.adjustment.demand.0;
    let adjusted = match (line.adjustment.stage, demand < Length::ZERO) {
        (0, _) => "as it is".to_owned(),
        (stage, true) => format!("squeezed {} to stage {stage}", em(-demand, size)),
        (stage, false) => format!("opened {} to stage {stage}", em(demand, size)),
    };
    let (number, inline, block) = (line.number, line.inline.0, line.block.0);
    let length = em(line.inline_size.0, size);
    let solid = opened_solid(line).map(|gap| format!(", {gap}")).unwrap_or_default();
    row(out, format_args!("  {number:>3}  {inline}, {block}  em {size}  {length}  {adjusted}{solid}  end {}  {}", line.end, line.text));
    row(out, format_args!("       {}", cells(line)));
    for reading in &line.readings {
        let (start, advance, block) = (em(reading.start.0, size), em(reading.advance.0, size), em(reading.block.0, size));
        row(out, format_args!("       reading {}  {start} + {advance} at {block}", reading.text));
    }
    for finding in &line.findings {
        match finding {
            LineFinding::OverFull { amount } => row(out, format_args!("       over-full by {}", em(amount.0, size))),
            LineFinding::Short { amount } => row(out, format_args!("       too short by {}", em(amount.0, size))),
            LineFinding::Relaxed => row(out, format_args!("       ends where a rule forbids it")),
            LineFinding::Fallback { text, face } => row(out, format_args!("       fallback {text} from {face}")),
            LineFinding::Missing { text } => {
                let points: Vec<String> = text.chars().map(|character| format!("U+{:04X}", u32::from(character))).collect();
                row(out, format_args!("       missing {text} {}", points.join(" ")));
            }
            LineFinding::Hung { text } => row(out, format_args!("       hung {text}")),
        }
    }
}

/// What solid gaps became in a line that was opened as far as that: said once for the line.
fn opened_solid(line: &LineRecord) -> Option<String> {
    let gap = line.gaps.iter().find(|gap| is_solid(gap) && gap.size != gap.natural)?;
    Some(describe(gap, line.em.0))
}

fn is_solid(gap: &GapRecord) -> bool {
    gap.kind == "Solid" && gap.natural.0.is_zero()
}

/// Plain cells follow each other as in the text; others name their class and, when it is not an em, their body; gaps stand in
/// brackets unless they are nothing and stay so, or are solid and became what the line's solid gaps became.
fn cells(line: &LineRecord) -> String {
    let opened = opened_solid(line);
    let gap_after = |index: usize| match line.gaps.get(index) {
        Some(gap) => match (describe(gap, line.em.0), &opened) {
            (described, Some(opened)) if is_solid(gap) && described == *opened => String::new(),
            (described, Some(_)) if is_solid(gap) && described.is_empty() => "Solid 0".to_owned(),
            (described, _) => described,
        },
        None => String::new(),
    };
    let mut words: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(cell) = line.cells.get(at) {
        if is_plain(cell) {
            let inside = gap_after(at);
            let goes_on = |index: usize| gap_after(index) == inside && line.cells.get(index + 1).is_some_and(is_plain);
            let last = (at..).find(|&index| !goes_on(index)).unwrap_or(at);
            words.push(line.cells[at..=last].iter().map(|cell| cell.text.as_str()).collect());
            if last > at && !inside.is_empty() {
                words.push(format!("[each {inside}]"));
            }
            at = last;
        } else {
            let body = if cell.body == cell.em { String::new() } else { format!(" {}", em(cell.body.0, cell.em.0)) };
            let text = if cell.text.trim().is_empty() { "␣" } else { &cell.text };
            words.push(format!("{text} {}{body}", cell.class));
        }
        let gap = gap_after(at);
        if !gap.is_empty() {
            words.push(format!("[{gap}]"));
        }
        at += 1;
    }
    words.join("  ")
}

fn is_plain(cell: &CellRecord) -> bool {
    PLAIN.contains(&cell.class.as_str()) && cell.body == cell.em
}

/// `Comma 0.5→0.25 s5`: kind, natural and final size, stage; nothing for a gap that is nothing.
fn describe(gap: &GapRecord, size: Length) -> String {
    let (natural, last) = (em(gap.natural.0, size), em(gap.size.0, size));
    match (gap.natural.0.is_zero() && gap.size.0.is_zero(), gap.natural == gap.size) {
        (true, _) => String::new(),
        (false, true) => format!("{} {natural}", gap.kind),
        (false, false) => format!("{} {natural}→{last} s{}", gap.kind, gap.stage),
    }
}
