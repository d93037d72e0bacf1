//! Ellipses and dashes: two full-width marks, however they were typed.

use std::ops::Range;

use super::characters::is_closing;
use super::characters::is_letter;
use super::characters::is_opening;
use super::characters::is_pause;
use super::found::Found;
use super::habits::Habits;
use super::row::Row;
use super::row::RowKind;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::unicode::Region;

/// Dots that are no ellipsis of the region: `...`, `。。。`, `・・・`, a single `…` (CLREQ, 省略号; JIS Z 8208).
pub fn ellipses(row: &Row, habits: &Habits, out: &mut Vec<Found>) {
    if !row.is_full_width() {
        return;
    }
    let mut at = 0;
    while at < row.len() {
        let character = row.chars[at];
        let same = if character == '.' { dots(row, at) } else { row.run_of(at, |other| other == character) };
        at = same.end;
        if !is_wrong_ellipsis(row, character, &same) || !row.is_free(same.clone()) {
            continue;
        }
        let inside_latin = |at: Option<char>| at.is_some_and(|character| character.is_ascii_alphanumeric());
        if (inside_latin(row.previous(same.start)) && inside_latin(row.get(same.end))) || !row.in_han(&same) {
            continue;
        }
        let finding = Diagnostic::new(Code::ImproperEllipsis).maybe_at(row.span(same.clone()));
        let finding = finding.with("mark", row.text(same.clone())).with("right", habits.ellipses());
        out.push(Found::with(finding, row.replace(same, habits.ellipses())));
    }
}

/// Dots from `at` on, with single blanks between them.
fn dots(row: &Row, at: usize) -> Range<usize> {
    let mut end = at + 1;
    loop {
        match (row.get(end), row.get(end + 1)) {
            (Some('.'), _) => end += 1,
            (Some(' '), Some('.')) => end += 2,
            _ => return at..end,
        }
    }
}

fn is_wrong_ellipsis(row: &Row, character: char, run: &Range<usize>) -> bool {
    let beside = |at: Option<char>| matches!(at, Some('…' | '⋯' | '‥'));
    let alone = !beside(row.previous(run.start)) && !beside(row.get(run.end));
    match character {
        '.' | '．' | '。' | '·' => run.len() >= 3,
        // One or two points of Japanese text stand for letters that are left out.
        '・' | '･' => matches!(run.len(), 3 | 6) && row.kind != RowKind::Lines && !between_katakana(row, run),
        '、' | '，' => run.len() >= 3,
        '…' | '⋯' => run.len() % 2 == 1 && alone,
        '‥' => row.region != Region::Japan && alone,
        _ => false,
    }
}

fn between_katakana(row: &Row, run: &Range<usize>) -> bool {
    let katakana = |at: Option<char>| at.is_some_and(super::characters::is_katakana);
    katakana(row.previous(run.start)) && katakana(row.get(run.end))
}

/// Hyphens or a single dash where two dashes belong (CLREQ, 破折号).
pub fn dashes(row: &Row, habits: &Habits, out: &mut Vec<Found>) {
    if !row.is_full_width() {
        return;
    }
    let mut at = 0;
    while at < row.len() {
        let character = row.chars[at];
        if !matches!(character, '-' | '－' | '–' | '—' | '―' | '─') {
            at += 1;
            continue;
        }
        let run = row.run_of(at, |other| matches!(other, '-' | '－' | '–' | '—' | '―' | '─'));
        at = run.end;
        if !row.is_free(run.clone()) || !is_wrong_dash(row, &run) {
            continue;
        }
        let finding = Diagnostic::new(Code::ImproperDash).maybe_at(row.span(run.clone()));
        let finding = finding.with("mark", row.text(run.clone())).with("right", habits.dashes());
        out.push(Found::with(finding, row.replace(run, habits.dashes())));
    }
}

fn is_wrong_dash(row: &Row, run: &Range<usize>) -> bool {
    let (previous, next) = (row.previous(run.start), row.get(run.end));
    let typed = |at: Option<char>| at.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '<' | '>' | '!' | '|' | '=' | '/' | '\\'));
    let marks = &row.chars[run.clone()];
    let first = marks[0];
    let same = marks.iter().all(|mark| *mark == first);
    match (first, marks.len()) {
        ('-' | '－' | '–', 1) => false,
        ('-', _) => !typed(previous) && !typed(next) && row.in_han(run) && marks.len() <= 4 && same,
        ('－' | '–', _) => row.in_han(run) && marks.len() <= 4 && !typed(previous),
        // One dash joins two names or numbers; where nothing stands on one side it joins nothing.
        (_, 1) => {
            let joins = |at: Option<char>| at.is_some_and(|c| is_letter(c) || c.is_alphanumeric() || is_sign(c));
            let breaks = |at: Option<char>| at.is_some_and(|c| is_pause(c) || is_closing(c) || is_opening(c) || matches!(c, '！' | '？'));
            row.kind != RowKind::Source
                && row.in_han(run)
                && (breaks(previous) || breaks(next))
                && (joins(previous) || joins(next))
                && !is_in_title(row, run)
        }
        (_, 2..) => !same && row.in_han(run),
        _ => false,
    }
}

fn is_sign(character: char) -> bool {
    matches!(character, '%' | '％' | '℃' | '°')
}

/// A dash between the closing and the opening mark of two titles joins them.
fn is_in_title(row: &Row, run: &Range<usize>) -> bool {
    let closes = row.previous(run.start).is_some_and(is_closing);
    let opens = row.get(run.end).is_some_and(is_opening);
    closes && (opens || row.get(run.end).is_some_and(is_letter)) || (opens && row.previous(run.start).is_some_and(is_letter))
}
