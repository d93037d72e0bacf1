//! Letters and digits of another width than the rest of the manuscript.

use std::ops::Range;

use super::characters::is_full_width_digit;
use super::characters::is_full_width_latin;
use super::characters::is_half_width_kana;
use super::characters::narrow;
use super::characters::widen;
use super::found::Found;
use super::row::Row;
use super::row::RowKind;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::unicode::full_width_kana;

/// A form counts as a slip where the other one stands at least this many times as often.
const PREVAILS: usize = 10;

/// Single letters and digits may have another width than words and numbers, since they stand upright in vertical lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    /// Two or three capitals.
    Initials,
    Word,
    Digit,
    Number,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Width {
    Half,
    Full,
    Mixed,
}

/// How often each kind of run has each width, in text whose rows ask for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Widths {
    half: [usize; 5],
    full: [usize; 5],
}

impl Widths {
    pub fn of(rows: &[Row]) -> Widths {
        let mut widths = Widths::default();
        for row in rows.iter().filter(|row| row.is_full_width()) {
            for_each_run(row, &mut |_, kind, width| match width {
                Width::Half => widths.half[kind as usize] += 1,
                Width::Full => widths.full[kind as usize] += 1,
                Width::Mixed => {}
            });
        }
        widths
    }

    /// The width that a run should have; none where both are in use.
    fn right(&self, kind: Kind, width: Width) -> Option<Width> {
        let (half, full) = (self.half[kind as usize], self.full[kind as usize]);
        match width {
            Width::Half => (half * PREVAILS <= full).then_some(Width::Full),
            Width::Full => (full * PREVAILS <= half).then_some(Width::Half),
            Width::Mixed => Some(if full > half { Width::Full } else { Width::Half }),
        }
    }
}

/// Runs of letters or digits, each with its place.
fn for_each_run(row: &Row, visit: &mut dyn FnMut(Range<usize>, Kind, Width)) {
    let is_letter = |character: char| character.is_ascii_alphabetic() || is_full_width_latin(character);
    let is_digit = |character: char| character.is_ascii_digit() || is_full_width_digit(character);
    let mut at = 0;
    while at < row.len() {
        let character = row.chars[at];
        let (run, single, several) = if is_letter(character) {
            (row.run_of(at, is_letter), Kind::Letter, Kind::Word)
        } else if is_digit(character) {
            (row.run_of(at, is_digit), Kind::Digit, Kind::Number)
        } else {
            at += 1;
            continue;
        };
        at = run.end;
        // Signs such as Ｐ１ are one thing, and the imprint has customs of its own.
        let beside = [row.previous(run.start), row.get(run.end)];
        let in_sign = beside.into_iter().flatten().any(|character| is_letter(character) || is_digit(character));
        if !row.is_free(run.clone()) || in_sign || row.kind == RowKind::Colophon {
            continue;
        }
        let half = row.chars[run.clone()].iter().filter(|character| character.is_ascii()).count();
        let width = match half {
            0 => Width::Full,
            half if half == run.len() => Width::Half,
            _ => Width::Mixed,
        };
        let capitals = run.len() <= 3 && row.chars[run.clone()].iter().all(|character| narrow(*character).is_ascii_uppercase());
        let kind = match run.len() {
            1 => single,
            _ if capitals => Kind::Initials,
            _ => several,
        };
        visit(run.clone(), kind, width);
    }
}

/// Runs of a width that the manuscript does not use elsewhere, or of two widths.
pub fn mixed_widths(row: &Row, widths: &Widths, out: &mut Vec<Found>) {
    if !row.is_full_width() {
        return;
    }
    for_each_run(row, &mut |run, kind, width| {
        let Some(right) = widths.right(kind, width) else { return };
        let change = if right == Width::Full { widen } else { narrow };
        let to: String = row.chars[run.clone()].iter().map(|character| change(*character)).collect();
        out.push(told(row, run, to));
    });
}

/// Half-width katakana, which no typesetter uses.
pub fn half_width_kana(row: &Row, out: &mut Vec<Found>) {
    let mut at = 0;
    while at < row.len() {
        if !is_half_width_kana(row.chars[at]) {
            at += 1;
            continue;
        }
        let run = row.run_of(at, is_half_width_kana);
        at = run.end;
        if row.is_free(run.clone()) {
            let to = full_width_kana(&row.text(run.clone()));
            out.push(told(row, run, to));
        }
    }
}

fn told(row: &Row, run: Range<usize>, to: String) -> Found {
    let finding = Diagnostic::new(Code::MixedWidth).maybe_at(row.span(run.clone()));
    let finding = finding.with("text", row.text(run.clone())).with("right", &to);
    Found::with(finding, row.replace(run, to))
}
