//! Half-width marks, doubled marks, marks of another custom, and the commas of Japanese text.

use std::sync::OnceLock;

use serde::Deserialize;

use super::characters::is_katakana;
use super::characters::is_letter;
use super::characters::is_opening;
use super::characters::is_pause;
use super::characters::starts_no_line;
use super::found::Found;
use super::habits::Habits;
use super::row::Row;
use super::row::RowKind;
use crate::adapt::Script;
use crate::adapt::punctuation_edits;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::unicode::Region;
use crate::unicode::plain_form;

/// Half-width marks in Han context; white beside them that the full-width mark brings itself goes with them.
pub fn half_width(row: &Row, habits: &Habits, out: &mut Vec<Found>) {
    if !row.is_full_width() || !row.chars.iter().any(|character| is_half_width(*character)) {
        return;
    }
    for edit in punctuation_edits(row.content, row.region) {
        let Some(first) = row.index_of(edit.run, edit.start) else { continue };
        let Some(at) = (first..row.len()).find(|at| is_half_width(row.chars[*at])) else { continue };
        if !row.is_free(at..at + 1) {
            continue;
        }
        // Dots with blanks between them are an ellipsis.
        if row.chars[at] == '.' && is_dotted(row, at) {
            continue;
        }
        // Numbers in brackets are set half-width in Japanese text, such as (1).
        if row.region == Region::Japan && is_number_bracket(row, at) {
            continue;
        }
        let length = (edit.end - edit.start) as usize;
        let to = match (row.region, edit.to.as_str()) {
            (Region::Japan, "、") => habits.comma.to_string(),
            (Region::Japan, "。") => habits.stop.to_string(),
            _ => edit.to,
        };
        let finding = Diagnostic::new(Code::HalfWidthMark).maybe_at(row.span(at..at + 1));
        let finding = finding.with("mark", row.chars[at]).with("right", &to);
        out.push(Found::with(finding, row.replace(first..first + length, to)));
    }
}

/// Whether another dot stands beside a dot, blanks apart.
fn is_dotted(row: &Row, at: usize) -> bool {
    let next = row.chars[at + 1..].iter().find(|character| **character != ' ');
    let previous = row.chars[..at].iter().rev().find(|character| **character != ' ');
    next == Some(&'.') || previous == Some(&'.')
}

fn is_half_width(character: char) -> bool {
    matches!(character, ',' | ';' | ':' | '?' | '!' | '(' | ')' | '.')
}

fn is_number_bracket(row: &Row, at: usize) -> bool {
    const LONGEST: usize = 5;
    let short = |inside: &[char]| inside.len() <= LONGEST && inside.iter().all(char::is_ascii_alphanumeric);
    match row.chars[at] {
        '(' => row.chars[at + 1..].iter().position(|c| *c == ')').is_some_and(|end| short(&row.chars[at + 1..at + 1 + end])),
        ')' => row.chars[..at].iter().rposition(|c| *c == '(').is_some_and(|start| short(&row.chars[start + 1..at])),
        _ => false,
    }
}

/// The same mark twice, or two marks of which one is too many.
pub fn doubled(row: &Row, out: &mut Vec<Found>) {
    if !row.is_full_width() {
        return;
    }
    let mut at = 0;
    while at + 1 < row.len() {
        let (first, second) = (row.chars[at], row.chars[at + 1]);
        let range = at..at + 2;
        at += 1;
        if !is_too_many(first, second) || !row.is_free(range.clone()) {
            continue;
        }
        let same = row.run_of(range.start, |character| character == first);
        at = same.end.max(range.end);
        // Three stops or commas stand for an ellipsis.
        if same.len() > 2 && matches!(first, '。' | '、') {
            continue;
        }
        let range = if first == second { same } else { range };
        let finding = Diagnostic::new(Code::DoubledMark).maybe_at(row.span(range.clone())).with("marks", row.text(range.clone()));
        let proposal = if first == second && is_pause(first) { row.replace(range, first) } else { None };
        out.push(Found::with(finding, proposal));
    }
}

fn is_too_many(first: char, second: char) -> bool {
    let stops = |character: char| is_pause(character) && character != '．';
    match (first, second) {
        ('！' | '？', second) => matches!(second, '。' | '，' | '、'),
        ('。', '！' | '？') => true,
        ('：', second) => matches!(second, '，' | '。' | '、' | '；' | '：'),
        (first, second) => stops(first) && stops(second) && second != '：',
    }
}

/// A mark that stands for another one; assets/lint/marks.toml.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkRule {
    wrong: String,
    right: String,
    regions: Vec<String>,
    between: Between,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Between {
    /// Han characters or kana on both sides.
    Letters,
    /// Katakana on both sides.
    Katakana,
    /// Han characters, kana or digits on both sides, in Han text.
    Wide,
}

#[derive(Deserialize)]
struct MarkRules {
    mark: Vec<MarkRule>,
}

fn mark_rules() -> &'static [MarkRule] {
    static RULES: OnceLock<MarkRules> = OnceLock::new();
    let rules = || toml::from_str(include_str!("../../assets/lint/marks.toml")).expect("assets/lint/marks.toml is tested");
    &RULES.get_or_init(rules).mark
}

/// Marks of another region or of no custom at all, and presentation forms that fonts and vertical lines make by themselves.
pub fn foreign_marks(row: &Row, out: &mut Vec<Found>) {
    if !row.is_full_width() {
        return;
    }
    for at in 0..row.len() {
        let character = row.chars[at];
        if is_letter(character) || character.is_ascii_alphanumeric() || !row.is_free(at..at + 1) {
            continue;
        }
        let right = match plain_form(character) {
            Some(plain) => Some(plain.to_string()),
            None => {
                let fits = |rule: &&MarkRule| {
                    rule.wrong.contains(character)
                        && rule.regions.iter().any(|region| region == row.region.as_str())
                        && stands_between(row, at, rule.between)
                };
                mark_rules().iter().find(fits).map(|rule| rule.right.clone())
            }
        };
        if let Some(right) = right {
            let finding = Diagnostic::new(Code::ForeignMark).maybe_at(row.span(at..at + 1));
            let finding = finding.with("mark", character).with("codepoint", super::characters::code_point(character)).with("right", &right);
            out.push(Found::with(finding, row.replace(at..at + 1, right)));
        }
    }
}

fn stands_between(row: &Row, at: usize, between: Between) -> bool {
    let (Some(previous), Some(next)) = (row.previous(at), row.get(at + 1)) else { return false };
    match between {
        Between::Letters => is_letter(previous) && is_letter(next),
        Between::Katakana => (is_katakana(previous) || previous == 'ー') && is_katakana(next),
        Between::Wide => {
            let fits = |character: char| is_letter(character) || character.is_ascii_digit();
            fits(previous) && fits(next) && (row.before[at] == Script::Han || row.after[at] == Script::Han)
        }
    }
}

/// Commas and stops of another system than the rest of a Japanese manuscript (requirement QUO-04).
pub fn mixed_commas(row: &Row, habits: &Habits, out: &mut Vec<Found>) {
    if row.region != Region::Japan {
        return;
    }
    let wrong = [(habits.comma, ['、', '，']), (habits.stop, ['。', '．'])];
    for at in 0..row.len() {
        let character = row.chars[at];
        let Some((right, _)) = wrong.iter().find(|(right, forms)| forms.contains(&character) && character != *right) else { continue };
        let beside = [row.previous(at), row.get(at + 1)];
        let in_number = beside.iter().flatten().any(|character| character.is_ascii_digit() || matches!(character, '０'..='９'));
        let after_letter = row.previous(at).is_some_and(|previous| is_letter(previous) || super::characters::is_closing(previous));
        if !row.is_free(at..at + 1) || in_number || !after_letter {
            continue;
        }
        let finding = Diagnostic::new(Code::MixedCommas).maybe_at(row.span(at..at + 1)).with("mark", character).with("right", right);
        out.push(Found::with(finding, row.replace(at..at + 1, right.to_string())));
    }
}

/// Line ends written by hand that leave a mark at the head of a line, or an opening one at its end.
pub fn line_ends(row: &Row, out: &mut Vec<Found>) {
    if !row.is_full_width() {
        return;
    }
    for at in (0..row.len()).filter(|at| row.chars[*at] == '\n') {
        if let Some(next) = row.get(at + 1).filter(|next| starts_no_line(*next)) {
            // A line of dialogue or verse may begin with a dash or an ellipsis.
            let is_lines = matches!(next, '…' | '—' | '―') || (row.kind == RowKind::Lines && matches!(next, 'ー' | '・' | '·'));
            if !is_lines {
                let finding = Diagnostic::new(Code::ForbiddenLineStart).maybe_at(row.span(at + 1..at + 2)).with("mark", next);
                out.push(Found::new(finding));
            }
        }
        if let Some(last) = row.previous(at).filter(|last| is_opening(*last)) {
            out.push(Found::new(Diagnostic::new(Code::ForbiddenLineEnd).maybe_at(row.span(at - 1..at)).with("mark", last)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mark_rules;
    use crate::unicode::Language;

    #[test]
    fn every_rule_of_marks_names_regions_that_exist() {
        assert!(!mark_rules().is_empty());
        for rule in mark_rules() {
            assert!(!rule.wrong.contains(&rule.right), "{}", rule.wrong);
            for region in &rule.regions {
                assert_eq!(Language::new(region).unwrap().region().as_str(), region);
            }
        }
    }
}
