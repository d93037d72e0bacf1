//! Quotation marks and brackets without partner.

use std::collections::BTreeMap;

use super::characters::is_han_number;
use super::characters::is_pause;
use super::found::Found;
use super::row::Row;
use crate::adapt::Script;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Span;

/// Opening marks with their closing ones.
const PAIRS: &[(char, char)] = &[
    ('「', '」'),
    ('『', '』'),
    ('“', '”'),
    ('‘', '’'),
    ('（', '）'),
    ('(', ')'),
    ('《', '》'),
    ('〈', '〉'),
    ('【', '】'),
    ('〔', '〕'),
    ('［', '］'),
    ('｛', '｝'),
    ('〖', '〗'),
    ('〘', '〙'),
    ('〝', '〟'),
];

/// The quotation marks among them come first.
const QUOTES: usize = 4;

/// Paragraphs left open from which on that is a habit.
const LEAST_HABIT: usize = 10;

/// Paragraphs that a quotation may go over before its mark counts as forgotten.
const LONGEST_QUOTATION: usize = 40;

/// Paragraphs that a bracket may go over.
const LONGEST_BRACKET: usize = 5;

#[derive(Clone, Copy, Debug)]
struct Mark {
    row: usize,
    at: usize,
    /// Which pair.
    pair: usize,
    opens: bool,
}

/// A mark without partner and the mark that crosses it.
struct Lone {
    mark: Mark,
    crossed_by: Option<Mark>,
    settled: bool,
}

/// Looks at every stretch of text between headings for marks without partner.
pub fn unpaired(rows: &[Row], out: &mut Vec<Found>) {
    let mut sections: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        sections.entry(row.section).or_default().push(index);
    }
    let mut lone = Vec::new();
    for section in sections.values() {
        let mut of_section: Vec<Lone> = section.iter().flat_map(|index| pair_row(rows, *index)).collect();
        join_paragraphs(rows, section, &mut of_section);
        lone.extend(of_section.into_iter().filter(|lone| !lone.settled));
    }
    // An author who never closes what paragraphs begin with does so on purpose.
    let begins = |mark: &Mark| mark.opens && mark.pair < QUOTES && head(&rows[mark.row]) == Some(PAIRS[mark.pair].0) && is_head(rows, mark);
    let left_open = lone.iter().filter(|lone| begins(&lone.mark)).count();
    let spoken = rows.iter().filter(|row| head(row).is_some_and(|first| PAIRS[..QUOTES].iter().any(|(open, _)| *open == first))).count();
    let habit = left_open >= LEAST_HABIT && left_open * 2 > spoken;
    for lone in lone.iter().filter(|lone| !(habit && begins(&lone.mark))) {
        out.push(Found::new(finding(rows, lone)));
    }
}

/// The first character that is no blank.
fn head(row: &Row) -> Option<char> {
    row.chars.iter().copied().find(|character| !character.is_whitespace())
}

fn is_head(rows: &[Row], mark: &Mark) -> bool {
    rows[mark.row].chars[..mark.at].iter().all(|character| character.is_whitespace())
}

fn finding(rows: &[Row], lone: &Lone) -> Diagnostic {
    let place = |mark: Mark| -> Option<Span> { rows[mark.row].span(mark.at..mark.at + 1) };
    let (open, close) = PAIRS[lone.mark.pair];
    let crossing = lone.crossed_by.map(|mark| (place(mark), rows[mark.row].chars[mark.at]));
    let (code, mark, partner) = if lone.mark.opens { (Code::UnclosedMark, open, close) } else { (Code::UnopenedMark, close, open) };
    let finding = Diagnostic::new(code).maybe_at(place(lone.mark)).with("mark", mark).with("partner", partner);
    match crossing {
        Some((span, other)) => finding.and_at(span).with("other", other),
        None => finding,
    }
}

/// The marks of one paragraph that have no partner in it.
fn pair_row(rows: &[Row], index: usize) -> Vec<Lone> {
    let row = &rows[index];
    let mut open: Vec<Mark> = Vec::new();
    let mut lone: Vec<Lone> = Vec::new();
    for at in 0..row.len() {
        let Some((pair, opens)) = role(row, at) else { continue };
        let mark = Mark { row: index, at, pair, opens };
        if opens {
            open.push(mark);
            continue;
        }
        match open.iter().rposition(|other| other.pair == pair) {
            Some(partner) => {
                for crossed in open.drain(partner..).skip(1) {
                    lone.push(Lone { mark: crossed, crossed_by: Some(mark), settled: false });
                }
            }
            None if is_enumerator(row, at) => {}
            None => lone.push(Lone { mark, crossed_by: open.last().copied(), settled: false }),
        }
    }
    lone.extend(open.into_iter().map(|mark| Lone { mark, crossed_by: None, settled: false }));
    lone.sort_by_key(|lone| lone.mark.at);
    lone
}

/// What a mark does; none for what is no mark of a pair at its place.
fn role(row: &Row, at: usize) -> Option<(usize, bool)> {
    let character = row.chars[at];
    if character.is_ascii() && !matches!(character, '(' | ')') {
        return None;
    }
    let (pair, opens) = PAIRS.iter().enumerate().find_map(|(pair, (open, close))| match character {
        _ if character == *open => Some((pair, true)),
        _ if character == *close => Some((pair, false)),
        _ => None,
    })?;
    // A bracket of either width closes one of the other: the width is another rule's matter.
    let pair = if PAIRS[pair].0 == '(' { QUOTES } else { pair };
    if !row.is_free(at..at + 1) {
        return None;
    }
    let is_word = |at: Option<char>| at.is_some_and(|c| c.is_alphanumeric() && Script::of(c) != Script::Han);
    match character {
        '’' if is_word(row.previous(at)) => None,
        '’' | '‘' if is_word(row.get(at + 1)) && !row.chars.contains(&'‘') => None,
        '(' | ')' if is_smiley(row, at) => None,
        // German and Polish text opens below and closes with what opens elsewhere.
        '“' | '”' if row.chars.contains(&'„') => None,
        _ => Some((pair, opens)),
    }
}

fn is_smiley(row: &Row, at: usize) -> bool {
    let eyes = |at: Option<char>| matches!(at, Some(':' | ';' | '^' | '=' | '-' | 'ω' | '´' | '`' | '・' | '_' | '≧' | '▽'));
    eyes(row.previous(at)) || eyes(row.get(at + 1))
}

/// `1)` and `甲）`, which open nothing.
fn is_enumerator(row: &Row, at: usize) -> bool {
    if !matches!(row.chars[at], ')' | '）') {
        return false;
    }
    const LONGEST: usize = 3;
    let is_part = |c: char| c.is_alphanumeric() && (Script::of(c) != Script::Han || is_han_number(c) || "甲乙丙丁戊己庚辛壬癸".contains(c));
    let length = row.chars[..at].iter().rev().take_while(|c| is_part(**c)).count();
    let before = row.chars[..at - length].last().copied();
    (1..=LONGEST).contains(&length) && before.is_none_or(|c| c.is_whitespace() || is_pause(c) || matches!(c, '　' | '\n'))
}

/// Quotations over several paragraphs: each repeats the opening mark and the last closes, or only the first opens and the last closes
/// (CLREQ, quotation marks; requirement QUO-03). Brackets may go over a few paragraphs too.
fn join_paragraphs(rows: &[Row], section: &[usize], lone: &mut [Lone]) {
    for first in 0..lone.len() {
        let Mark { row, pair, opens, .. } = lone[first].mark;
        if !opens || lone[first].settled {
            continue;
        }
        let place = |row: usize| section.partition_point(|other| *other < row);
        let reach = place(row) + if pair < QUOTES { LONGEST_QUOTATION } else { LONGEST_BRACKET };
        // The next paragraph begins with the same mark: closed in it or not, the quotation goes on there.
        let next = section.get(place(row) + 1).map(|next| &rows[*next]);
        if pair < QUOTES && next.is_some_and(|next| head(next) == Some(PAIRS[pair].0)) {
            lone[first].settled = true;
            continue;
        }
        for second in first + 1..lone.len() {
            let mark = lone[second].mark;
            if place(mark.row) > reach {
                break;
            }
            if mark.pair != pair || mark.row == row || lone[second].settled {
                continue;
            }
            if !mark.opens {
                (lone[first].settled, lone[second].settled) = (true, true);
                break;
            }
            if pair >= QUOTES || !is_head(rows, &mark) {
                break;
            }
        }
    }
}
