//! Blanks that do not belong, seen and unseen.

use std::ops::Range;

use super::characters::code_point;
use super::characters::is_closing;
use super::characters::is_katakana;
use super::characters::is_letter;
use super::characters::is_opening;
use super::characters::is_pause;
use super::found::Found;
use super::row::Row;
use super::row::RowKind;
use crate::adapt::Script;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Sources;
use crate::unicode::Region;

/// Characters of a paragraph below which a blank may be its way of setting names and numbers apart.
const SHORTEST_TEXT: usize = 20;

/// Blanks between letters that a paragraph has by mistake; one with more is set out by blanks.
const MOST_MISTAKES: usize = 3;

/// Blanks between Han characters, and beside marks that bring their own white.
pub fn stray_spaces(row: &Row, out: &mut Vec<Found>) {
    if !row.is_full_width() || !row.chars.iter().any(|character| is_blank(*character)) {
        return;
    }
    let mut between = Vec::new();
    let mut at = 1;
    while at < row.len() {
        if !is_blank(row.chars[at]) {
            at += 1;
            continue;
        }
        let run = row.run_of(at, is_blank);
        at = run.end;
        let (Some(previous), Some(next)) = (row.previous(run.start), row.get(run.end)) else { continue };
        if !row.is_free(run.clone()) || previous == '\n' || next == '\n' {
            continue;
        }
        let ascii = row.chars[run.clone()].iter().all(|character| *character == ' ');
        if is_beside_mark(row.region, previous, next, ascii) {
            out.push(told(row, &run, Some("")));
        } else if is_katakana(previous) && is_katakana(next) {
            // The words of a foreign name or title.
        } else if is_letter(previous) && is_letter(next) {
            between.push((run, ascii));
        } else if run.len() > 1 && ascii {
            out.push(told(row, &run, Some(" ")));
        }
    }
    if row.kind == RowKind::Paragraph && is_running(row) && between.len() <= MOST_MISTAKES {
        for (run, ascii) in between.into_iter().filter(|(run, _)| !sets_apart(row, run)) {
            out.push(told(row, &run, ascii.then_some("")));
        }
    }
}

fn told(row: &Row, run: &Range<usize>, to: Option<&str>) -> Found {
    let finding = Diagnostic::new(Code::StraySpace).maybe_at(row.span(run.clone())).with("codepoint", code_point(row.chars[run.start]));
    Found::with(finding, to.and_then(|to| row.replace(run.clone(), to)))
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\u{3000}')
}

fn is_beside_mark(region: Region, previous: char, next: char, ascii: bool) -> bool {
    // A blank follows ？ and ！ in Japanese text (JLREQ 3.1.6).
    let asks = matches!(previous, '！' | '？');
    let closes = is_pause(next) || (is_closing(next) && !matches!(next, '”' | '’')) || matches!(next, '！' | '？');
    if closes {
        return !(asks && region == Region::Japan);
    }
    let opens = is_opening(previous) && !matches!(previous, '“' | '‘');
    let after_pause = (is_pause(previous) && previous != '．') || (asks && region != Region::Japan);
    ascii && (opens || (after_pause && (is_letter(next) || is_opening(next))))
}

/// Whether the paragraph is running text: long enough, with a stop.
fn is_running(row: &Row) -> bool {
    let stops = row.chars.iter().any(|character| matches!(character, '。' | '！' | '？' | '．' | '，' | '、'));
    row.len() >= SHORTEST_TEXT && stops
}

/// Whether a blank parts a number or name from what it names: 第一章 總則, 圖二 水位, an entry of a list at the head of the row.
fn sets_apart(row: &Row, run: &Range<usize>) -> bool {
    const HEAD: usize = 8;
    let previous = row.chars[run.start - 1];
    let counts = "章回節节卷部篇條条款項项表圖图図課课期集輯辑册冊號号".contains(previous) || super::characters::is_han_number(previous);
    counts || run.start <= HEAD || row.len() - run.end <= HEAD
}

/// Characters that take no room, or that hold together what may part, where Han text needs neither.
pub fn invisible(row: &Row, sources: &Sources, out: &mut Vec<Found>) {
    for at in 0..row.len() {
        let character = row.chars[at];
        let Some(kind) = Invisible::of(character) else { continue };
        let beside = [row.previous(at), row.get(at + 1)];
        let is_han = |beside: &Option<char>| beside.is_some_and(|c| Script::of(c) == Script::Han || is_opening(c) || is_closing(c));
        let han = beside.iter().filter(|beside| is_han(beside)).count();
        let edge = beside.contains(&None);
        let wrong = match kind {
            Invisible::Blank => han == 2 || (han == 1 && matches!(character, '\u{A0}' | '\u{202F}') && row.is_full_width()),
            Invisible::Joint => han > 0 || (edge && row.is_full_width()),
            Invisible::Order => !row.chars.iter().any(|c| matches!(c, '\u{590}'..='\u{8FF}')),
            Invisible::Mark => true,
        };
        // An entity, and `<wbr>`, are written on purpose.
        if !wrong || !row.is_free(at..at + 1) || !row.is_literal(at..at + 1, sources) {
            continue;
        }
        let to = if matches!(kind, Invisible::Blank) && han < 2 { " " } else { "" };
        let finding = Diagnostic::new(Code::InvisibleCharacter).maybe_at(row.span(at..at + 1)).with("codepoint", code_point(character));
        out.push(Found::with(finding.with("name", name(character)), row.replace(at..at + 1, to)));
    }
}

#[derive(Clone, Copy)]
enum Invisible {
    /// White that never breaks, or of an odd width.
    Blank,
    /// No width: a chance or a ban of a break.
    Joint,
    /// The order of right-to-left text.
    Order,
    /// A byte order mark in the midst of text.
    Mark,
}

impl Invisible {
    fn of(character: char) -> Option<Invisible> {
        Some(match character {
            '\u{A0}' | '\u{202F}' | '\u{2000}'..='\u{200A}' | '\u{205F}' | '\u{3164}' | '\u{FFA0}' => Invisible::Blank,
            '\u{200B}' | '\u{2060}' | '\u{AD}' | '\u{180E}' => Invisible::Joint,
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Invisible::Order,
            '\u{FEFF}' => Invisible::Mark,
            _ => return None,
        })
    }
}

/// The name that Unicode gives to an unseen character.
fn name(character: char) -> &'static str {
    match character {
        '\u{A0}' => "NO-BREAK SPACE",
        '\u{AD}' => "SOFT HYPHEN",
        '\u{200B}' => "ZERO WIDTH SPACE",
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => "BIDI CONTROL",
        '\u{202F}' => "NARROW NO-BREAK SPACE",
        '\u{2060}' => "WORD JOINER",
        '\u{3164}' | '\u{FFA0}' => "HANGUL FILLER",
        '\u{FEFF}' => "BYTE ORDER MARK",
        _ => "SPACE",
    }
}
