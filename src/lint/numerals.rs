//! Numbers of one kind written in two ways: 第三章 and 第4章.

use std::collections::BTreeMap;
use std::ops::Range;

use super::characters::is_full_width_digit;
use super::characters::is_han_digit;
use super::characters::is_han_number;
use super::found::Found;
use super::row::Row;
use super::row::RowKind;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Span;

/// What counts as the same kind: years of four digits, days of a month, and the numbers of each kind of part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Year,
    Day,
    Part(char),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Arabic,
    Han,
}

/// Numbers of the other form below which nothing prevails: of parts, of dates.
const LEAST_PARTS: usize = 3;
const LEAST_DATES: usize = 8;

struct Number {
    row: usize,
    range: Range<usize>,
    kind: Kind,
    form: Form,
}

/// Units of parts of a book.
const PARTS: &str = "章回節节卷部篇話话集冊册編编幕場";

/// A form counts as a slip where the other one stands at least this many times as often.
const PREVAILS: usize = 4;

/// Numbers of the form that is rare for their kind (GB/T 15835, 4.1; REG-06).
pub fn mixed_numerals(rows: &[Row], out: &mut Vec<Found>) {
    let mut numbers = Vec::new();
    for (index, row) in rows.iter().enumerate().filter(|(_, row)| row.is_full_width() && row.kind != RowKind::Colophon) {
        find(row, index, &mut numbers);
    }
    let mut counts: BTreeMap<(Kind, Form), usize> = BTreeMap::new();
    let mut firsts: BTreeMap<(Kind, Form), Option<Span>> = BTreeMap::new();
    for number in &numbers {
        *counts.entry((number.kind, number.form)).or_default() += 1;
        firsts.entry((number.kind, number.form)).or_insert_with(|| rows[number.row].span(number.range.clone()));
    }
    for number in &numbers {
        let other = if number.form == Form::Arabic { Form::Han } else { Form::Arabic };
        let count = |form| counts.get(&(number.kind, form)).copied().unwrap_or_default();
        let least = if matches!(number.kind, Kind::Part(_)) { LEAST_PARTS } else { LEAST_DATES };
        if count(other) < least.max(count(number.form) * PREVAILS) {
            continue;
        }
        let row = &rows[number.row];
        let finding = Diagnostic::new(Code::MixedNumerals).maybe_at(row.span(number.range.clone()));
        let first = firsts.get(&(number.kind, other)).copied().flatten();
        out.push(Found::new(finding.with("text", row.text(number.range.clone())).and_at(first)));
    }
}

fn find(row: &Row, index: usize, numbers: &mut Vec<Number>) {
    let is_arabic = |character: char| character.is_ascii_digit() || is_full_width_digit(character);
    let mut at = 0;
    while at < row.len() {
        let character = row.chars[at];
        let (run, form) = if is_arabic(character) {
            (row.run_of(at, is_arabic), Form::Arabic)
        } else if is_han_number(character) {
            (row.run_of(at, is_han_number), Form::Han)
        } else {
            at += 1;
            continue;
        };
        at = run.end;
        let (previous, unit) = (row.previous(run.start), row.get(run.end));
        let by_digit = row.chars[run.clone()].iter().all(|c| is_arabic(*c) || is_han_digit(*c) || matches!(c, '○' | '◯'));
        let kind = match unit {
            Some('年') if run.len() == 4 && by_digit => Kind::Year,
            Some('日') if previous == Some('月') => Kind::Day,
            Some(unit) if previous == Some('第') && PARTS.contains(unit) => Kind::Part(unit),
            _ => continue,
        };
        if row.is_free(run.clone()) {
            numbers.push(Number { row: index, range: run, kind, form });
        }
    }
}
