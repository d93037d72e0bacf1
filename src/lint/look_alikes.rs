//! Characters that look like the one that is meant, where what stands around them proves it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

use super::characters::begins_no_word;
use super::characters::code_point;
use super::characters::is_han;
use super::characters::is_han_digit;
use super::characters::is_hiragana;
use super::characters::is_katakana;
use super::characters::is_letter;
use super::found::Found;
use super::row::Row;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::unicode::Region;
use crate::unicode::ordinary_form;

/// Words with a character of another script in them; assets/lint/look-alikes.toml.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// Wrong word and right word.
    words: BTreeMap<String, String>,
}

type ByFirst = BTreeMap<char, Vec<(Vec<char>, Vec<char>)>>;

fn words() -> &'static ByFirst {
    static WORDS: OnceLock<ByFirst> = OnceLock::new();
    WORDS.get_or_init(|| {
        let words: Words = toml::from_str(include_str!("../../assets/lint/look-alikes.toml")).expect("the asset is tested");
        let mut by_first = ByFirst::new();
        for (wrong, right) in words.words {
            let wrong: Vec<char> = wrong.chars().collect();
            by_first.entry(wrong[0]).or_default().push((wrong, right.chars().collect()));
        }
        by_first
    })
}

pub fn look_alikes(row: &Row, out: &mut Vec<Found>) {
    if !row.is_full_width() {
        return;
    }
    let mut at = 0;
    while at < row.len() {
        let character = row.chars[at];
        if is_han_digit(character) {
            let run = zeros(row, at, out);
            at = run.end;
            continue;
        }
        if let Some(candidates) = words().get(&character)
            && (row.region != Region::Japan || is_modern(row, at))
            && let Some((length, found)) = word(row, at, candidates)
        {
            out.extend(found);
            at += length;
            continue;
        }
        let right = match row.region {
            Region::Japan => kana(row, at),
            Region::Taiwan | Region::HongKong | Region::Mainland => kana_in_chinese(row, at),
            Region::Korea | Region::Western => None,
        };
        if let Some(right) = right {
            out.push(told(row, at..at + 1, right));
        }
        at += 1;
    }
}

/// Whether the text around writes its particles in hiragana; where it does not, katakana prove nothing.
fn is_modern(row: &Row, at: usize) -> bool {
    const AROUND: usize = 12;
    let around = &row.chars[at.saturating_sub(AROUND)..(at + AROUND).min(row.len())];
    let hiragana = around.iter().filter(|character| is_hiragana(**character)).count();
    let katakana = around.iter().filter(|character| is_katakana(**character)).count();
    hiragana > katakana / 2
}

fn told(row: &Row, range: Range<usize>, right: char) -> Found {
    let wrong = row.chars[range.start];
    let finding = Diagnostic::new(Code::LookAlike).maybe_at(row.span(range.clone())).with("character", wrong);
    let finding = finding.with("codepoint", code_point(wrong)).with("right", right).with("right_codepoint", code_point(right));
    let proposal = if row.is_free(range.clone()) { row.replace(range, right) } else { None };
    Found::with(finding, proposal)
}

/// A number written digit by digit: its zero is 〇, and one number has one zero (GB/T 15835, 4.2; REG-06).
fn zeros(row: &Row, start: usize, out: &mut Vec<Found>) -> Range<usize> {
    let is_circle = |character: char| matches!(character, '○' | '◯' | 'Ｏ');
    let is_typed = |character: char| matches!(character, '0' | 'O' | 'o' | '０');
    let mut end = start;
    while let Some(character) = row.get(end) {
        let between_digits = is_typed(character) && row.get(end + 1).is_some_and(|next| is_han_digit(next) || is_typed(next));
        let ends_year = is_typed(character) && matches!(row.get(end + 1), Some('年'));
        if !(is_han_digit(character) || is_circle(character) || between_digits || ends_year) {
            break;
        }
        end += 1;
    }
    let run = start..end;
    let unit = row.get(end).is_some_and(|next| "年月日號号期頁页世層层樓楼室房回章節节卷條条".contains(next));
    if run.len() < 2 || !(run.len() >= 3 || unit) {
        return run;
    }
    let number = &row.chars[run.clone()];
    for at in run.clone().filter(|at| is_circle(row.chars[*at]) || is_typed(row.chars[*at])) {
        out.push(told(row, at..at + 1, '〇'));
    }
    if number.contains(&'〇') {
        for at in run.clone().filter(|at| row.chars[*at] == '零') {
            out.push(told(row, at..at + 1, '〇'));
        }
    }
    run
}

/// A word of the list whose kana belong to no longer word.
fn word(row: &Row, at: usize, candidates: &[(Vec<char>, Vec<char>)]) -> Option<(usize, Vec<Found>)> {
    let (wrong, right) = candidates.iter().find(|(wrong, _)| row.chars[at..].starts_with(wrong))?;
    let is_kana = |beside: Option<char>| beside.is_some_and(|beside| is_katakana(beside) || beside == 'ー');
    let (first, last) = (wrong[0], wrong[wrong.len() - 1]);
    if (is_katakana(first) && is_kana(row.previous(at))) || (is_katakana(last) && is_kana(row.get(at + wrong.len()))) {
        return None;
    }
    // The mark of a long vowel lengthens whatever letter stands before it.
    if first == 'ー' && row.previous(at).is_some_and(is_letter) {
        return None;
    }
    let differing = wrong.iter().zip(right).enumerate().filter(|(_, (wrong, right))| wrong != right);
    let found = differing.map(|(index, (_, right))| told(row, at + index..at + index + 1, *right)).collect();
    Some((wrong.len(), found))
}

/// What a character of Japanese text should be.
fn kana(row: &Row, at: usize) -> Option<char> {
    let (previous, next) = (row.previous(at), row.get(at + 1));
    let long = |character: Option<char>| character.is_some_and(|character| is_katakana(character) || character == 'ー');
    match row.chars[at] {
        // No particle stands before ッ, ン or a small letter.
        'へ' if next.is_some_and(begins_no_word) => Some('ヘ'),
        'べ' if long(previous) && long(next) => Some('ベ'),
        'ぺ' if long(previous) && long(next) => Some('ペ'),
        'ヘ' if is_particle(previous, next) && is_modern(row, at) => Some('へ'),
        // The mark of a long vowel written as a dash or as the number one.
        '―' | '—' | '─' | '－' | '-' | '‐' | '−' if long(previous) && previous != Some('ー') => {
            let proof = next.is_some_and(|next| begins_no_word(next) || is_hiragana(next) || matches!(next, '。' | '、'));
            proof.then_some('ー')
        }
        '一' if long(previous) && next.is_some_and(begins_no_word) => Some('ー'),
        // Han characters that stand for katakana: none of them takes a long vowel.
        wrong @ ('口' | '工' | '力' | '夕' | '卜' | '二' | '八') => {
            let stretched = next == Some('ー') || next.is_some_and(|next| begins_no_word(next) && next != 'ン');
            let inside = long(previous) && long(next) && matches!(wrong, '口' | '工' | '夕' | '卜');
            (stretched || inside).then(|| katakana_of(wrong)).flatten()
        }
        _ => None,
    }
}

/// Whether what stands around a katakana ヘ makes it the particle へ.
fn is_particle(previous: Option<char>, next: Option<char>) -> bool {
    let plain = |character: char| is_han(character) || is_hiragana(character);
    previous.is_some_and(plain) && next.is_some_and(|next| plain(next) && !matches!(next, '音' | '字' | '短' | '長'))
}

fn katakana_of(han: char) -> Option<char> {
    Some(match han {
        '口' => 'ロ',
        '工' => 'エ',
        '力' => 'カ',
        '夕' => 'タ',
        '卜' => 'ト',
        '二' => 'ニ',
        '八' => 'ハ',
        _ => return None,
    })
}

/// Kana of an input method that stand for Han characters or dashes in Chinese text.
fn kana_in_chinese(row: &Row, at: usize) -> Option<char> {
    let (previous, next) = (row.previous(at)?, row.get(at + 1)?);
    let between = is_han(previous) && is_han(next);
    match row.chars[at] {
        'ー' if between => Some('一'),
        'ニ' if between => Some('二'),
        'ロ' if between => Some('口'),
        'エ' if between => Some('工'),
        'カ' if between => Some('力'),
        _ => None,
    }
}

/// Radicals and compatibility ideographs, which searching does not find by the ordinary character (requirement CLS-08). In Japanese
/// text the ideographs that JIS X 0213 has are a chosen form, and told as such.
pub fn compatibility(row: &Row, out: &mut Vec<Found>) {
    for at in 0..row.len() {
        let character = row.chars[at];
        if !is_compatibility(character) {
            continue;
        }
        let right = ordinary_form(character);
        let chosen = row.region == Region::Japan
            && matches!(character, '\u{FA10}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' | '\u{F91D}' | '\u{F928}'..='\u{F9DC}');
        let code = if chosen { Code::ChosenForm } else { Code::CompatibilityCharacter };
        let finding = Diagnostic::new(code).maybe_at(row.span(at..at + 1)).with("character", character);
        let finding = finding.with("codepoint", code_point(character)).with("right", right.map_or(String::new(), String::from));
        let free = row.is_free(at..at + 1) && !chosen;
        out.push(Found::with(finding, right.filter(|_| free).and_then(|right| row.replace(at..at + 1, right))));
    }
}

/// Kangxi radicals, radicals of the supplement, and compatibility ideographs but for the twelve that are ordinary characters
/// (Unicode, 18.1).
fn is_compatibility(character: char) -> bool {
    match character {
        '\u{FA0E}'
        | '\u{FA0F}'
        | '\u{FA11}'
        | '\u{FA13}'
        | '\u{FA14}'
        | '\u{FA1F}'
        | '\u{FA21}'
        | '\u{FA23}'
        | '\u{FA24}'
        | '\u{FA27}'..='\u{FA29}' => false,
        '\u{2E80}'..='\u{2FD5}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn every_word_of_the_list_differs_from_its_right_form_in_place() {
        assert!(!words().is_empty());
        for (wrong, right) in words().values().flatten() {
            assert_eq!(wrong.len(), right.len(), "{wrong:?}");
            assert_ne!(wrong, right);
        }
    }
}
