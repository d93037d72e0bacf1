//! How digits and letters stand in vertical text (requirements TCY-02, LAT-02, LAT-03).

use super::Rule;
use super::flat::{Edit, FlatChar, Freedom, Wrap};
use super::script::{Script, addresses};
use crate::book::Style;
use crate::manuscript::NumberStyle;

/// What is to be done to a paragraph.
#[derive(Debug, Default)]
pub struct Settings {
    pub edits: Vec<Edit>,
    pub wraps: Vec<Wrap>,
}

/// A stretch of letters, digits and the marks between them: characters `start..end` of the row.
#[derive(Clone, Copy, Debug)]
struct Token {
    start: usize,
    end: usize,
}

/// The settings of a paragraph's numbers and letters. Conversions to Han digits are edits; everything else only adds markup.
pub fn settings(chars: &[FlatChar], style: NumberStyle) -> Settings {
    let mut settings = Settings::default();
    if !chars.iter().any(|char| is_western(char.character)) {
        return settings;
    }
    let address = addresses(&chars.iter().map(|char| char.character).collect::<Vec<_>>());
    let mut at = 0;
    while at < chars.len() {
        let end = match chars[at].character {
            '!' | '?' | '！' | '？' => marks_end(chars, at),
            _ => token_end(chars, at),
        };
        if end == at {
            at += 1;
            continue;
        }
        let token = Token { start: at, end };
        at = end;
        if address[token.start] || !is_free(chars, token) {
            continue;
        }
        if matches!(chars[token.start].character, '!' | '?' | '！' | '？') {
            if let Some(style) = setting_of_marks(chars, token) {
                settings.wraps.push(wrap(chars, token, style));
            }
            continue;
        }
        if !stands_alone(chars, token) {
            continue;
        }
        let text: String = chars[token.start..token.end].iter().map(|char| char.character).collect();
        match setting_of(&text, style) {
            Setting::Wrapped(style) => settings.wraps.push(wrap(chars, token, style)),
            Setting::Han => {
                let next = chars.get(token.end).map(|char| char.character);
                let wrap = wrap(chars, token, Style::Upright);
                let to = han_number(&text, next);
                settings.edits.push(Edit { run: wrap.run, start: wrap.start, end: wrap.end, to, rule: Rule::HanDigits });
            }
            Setting::Plain => {}
        }
    }
    settings
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Setting {
    Wrapped(Style),
    /// Becomes Han digits.
    Han,
    /// As the script stands by itself: on its side.
    Plain,
}

fn setting_of(text: &str, style: NumberStyle) -> Setting {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let has_digit = text.chars().any(|character| character.is_ascii_digit() || is_raised_or_lowered(character));
    let is_abbreviation = text.bytes().all(|byte| byte.is_ascii_uppercase());
    match (style, text.len()) {
        (NumberStyle::Han, _) if is_number => Setting::Han,
        (NumberStyle::Stacked, _) if is_number => Setting::Wrapped(Style::Upright),
        (_, 1) if is_number => Setting::Wrapped(Style::Upright),
        (_, 2) if is_number => Setting::Wrapped(Style::TateChuYoko),
        (_, 3..=4) if is_number => Setting::Wrapped(Style::Upright),
        (_, 1) if text.bytes().all(|byte| byte.is_ascii_alphabetic()) => Setting::Wrapped(Style::Upright),
        (_, 2..=4) if is_abbreviation => Setting::Wrapped(Style::Upright),
        _ if has_digit => Setting::Wrapped(Style::Sideways),
        _ => Setting::Plain,
    }
}

/// Letters, digits and the marks that may share a cell.
fn is_western(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '!' | '?' | '！' | '？')
}

/// Where the token that begins here ends; the same place when none does.
fn token_end(chars: &[FlatChar], start: usize) -> usize {
    let character = |at: usize| chars.get(at).map_or(' ', |char| char.character);
    let is_word = |at: usize| character(at).is_ascii_alphanumeric() || at > start && is_raised_or_lowered(character(at));
    let mut at = start;
    if is_sign(character(at)) && character(at + 1).is_ascii_digit() {
        at += 1;
    }
    if !is_word(at) {
        return start;
    }
    loop {
        if is_word(at) {
            at += 1;
        } else if is_joint(character(at)) && is_word(at + 1) {
            at += 2;
        } else {
            break;
        }
    }
    // Two letters such as C++ and per cent signs belong to the word; a plus before Han stands between two words.
    while matches!(character(at), '%' | '‰' | '°') || (character(at) == '+' && Script::of(character(at + 1)) != Script::Han) {
        at += 1;
    }
    at
}

/// Superscripts and subscripts of formulae (CO₂, 10⁻³), which belong to the word that they stand at.
fn is_raised_or_lowered(character: char) -> bool {
    matches!(character, '²' | '³' | '¹' | '\u{2070}'..='\u{209C}')
}

fn is_sign(character: char) -> bool {
    matches!(character, '+' | '-' | '−' | '±' | '$' | '€' | '£' | '¥' | '#')
}

fn is_joint(character: char) -> bool {
    matches!(
        character,
        '.' | ','
            | ':'
            | '/'
            | '-'
            | '–'
            | '−'
            | '~'
            | '+'
            | '&'
            | '@'
            | '_'
            | '='
            | '\''
            | '’'
            | '×'
            | '*'
            | '^'
            | '$'
            | '€'
            | '£'
            | '¥'
            | '#'
    )
}

fn is_free(chars: &[FlatChar], token: Token) -> bool {
    let run = chars[token.start].run;
    chars[token.start..token.end].iter().all(|char| char.freedom == Freedom::Free && char.run == run)
}

/// No Latin text or number stands beside it, be it after spaces.
fn stands_alone(chars: &[FlatChar], token: Token) -> bool {
    let is_text = |char: &FlatChar| Script::of(char.character) == Script::Latin || char.character.is_ascii_digit();
    let before = chars[..token.start].iter().rev().find(|char| char.character != ' ');
    let after = chars[token.end..].iter().find(|char| char.character != ' ');
    !before.is_some_and(is_text) && !after.is_some_and(is_text)
}

fn wrap(chars: &[FlatChar], token: Token, style: Style) -> Wrap {
    let last = chars[token.end - 1];
    let end = last.at + last.character.len_utf8() as u32;
    Wrap { run: last.run, start: chars[token.start].at, end, style }
}

fn marks_end(chars: &[FlatChar], start: usize) -> usize {
    let is_mark = |char: &FlatChar| matches!(char.character, '!' | '?' | '！' | '？');
    start + chars[start..].iter().take_while(|char| is_mark(char)).count()
}

/// Two marks share a cell (CLREQ, question and exclamation marks; GB/T 15834 gives two of them the place of one character).
fn setting_of_marks(chars: &[FlatChar], token: Token) -> Option<Style> {
    let marks: Vec<char> = chars[token.start..token.end].iter().map(|char| char.character).collect();
    let in_latin = chars[..token.start].last().is_some_and(|char| Script::of(char.character) == Script::Latin);
    match marks.as_slice() {
        [first, second] if first.is_ascii() && second.is_ascii() => (!in_latin).then_some(Style::TateChuYoko),
        [first, second] if !first.is_ascii() && !second.is_ascii() => Some(Style::TateChuYoko),
        _ => None,
    }
}

/// A number in Han digits: digit by digit for years, long numbers and those that begin with 0, else with units.
pub fn han_number(digits: &str, next: Option<char>) -> String {
    let is_counted =
        matches!(next, Some('萬' | '万' | '億' | '亿' | '兆' | '元' | '人' | '名' | '個' | '个' | '円' | '年' | '家' | '項' | '项'));
    let positional = match digits.len() {
        1..=3 => digits.starts_with('0') || next == Some('年') && digits.len() == 3,
        4 => !is_counted || next == Some('年') || digits.starts_with('0'),
        _ => true,
    };
    if positional { han_digits(digits) } else { with_units(digits) }
}

/// Digit by digit: 二〇二〇.
pub fn han_digits(text: &str) -> String {
    text.chars().map(|character| character.to_digit(10).map_or(character, |digit| HAN_DIGITS[digit as usize])).collect()
}

const HAN_DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// At most four digits with 十百千. Chinese says the zeros between: 三千六百, 一百〇五.
fn with_units(digits: &str) -> String {
    const UNITS: [&str; 4] = ["", "十", "百", "千"];
    let mut text = String::new();
    let mut skipped_zero = false;
    for (index, digit) in digits.bytes().map(|byte| usize::from(byte - b'0')).enumerate() {
        let power = digits.len() - 1 - index;
        if digit == 0 {
            skipped_zero = true;
            continue;
        }
        if skipped_zero {
            text.push('〇');
            skipped_zero = false;
        }
        // Ten to nineteen begin with 十.
        if !(digit == 1 && power == 1 && index == 0) {
            text.push(HAN_DIGITS[digit]);
        }
        text.push_str(UNITS[power]);
    }
    if text.is_empty() { "〇".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapt::tests::{dumped, settings as text_settings};
    use crate::manuscript::PunctuationConversion;
    use crate::manuscript::QuoteConversion;

    fn set(text: &str, style: NumberStyle) -> String {
        let mut settings = text_settings(QuoteConversion::Keep, PunctuationConversion::Keep);
        settings.numbers = style;
        dumped(text, &settings, crate::geom::WritingMode::VerticalRl, "zh-Hant-TW")
    }

    /// The table of the design, `text.numbers = "tcy"`.
    /// Proves: TCY-02 [ALL] [V]: one digit upright, two in a cell, three and four upright, and what is no plain number on its side.
    #[test]
    fn numbers_stand_by_their_length_and_form() {
        for (source, expected) in [
            ("第1季", "第<up 1>季"),
            ("共23省", "共<tcy 23>省"),
            ("在2020年", "在<up 2020>年"),
            ("捐600萬", "捐<up 600>萬"),
            ("有12345人", "有<side 12345>人"),
            ("達1.7億", "達<side 1.7>億"),
            ("建4G/5G網", "建<side 4G/5G>網"),
            ("“7x24”小時", "“<side 7x24>”小時"),
            ("增15%了", "增<side 15%>了"),
            ("約1,000人", "約<side 1,000>人"),
            ("到 12 月", "到 <tcy 12> 月"),
            ("於−5度", "於<side −5>度"),
            ("見https://a.example/2020/A", "見https://a.example/2020/A"),
            ("付NT$120元", "付<side NT$120>元"),
            ("排CO₂與10⁻³", "排<side CO₂>與<side 10⁻³>"),
        ] {
            assert_eq!(set(source, NumberStyle::TateChuYoko), expected);
        }
    }

    /// Typesetting conventions 4.7.
    /// Proves: LAT-02 [ALL] [V]: single letters and abbreviations stand upright, words and names do not.
    #[test]
    fn single_letters_and_abbreviations_stand_upright_and_words_lie() {
        for (source, expected) in [
            ("行業“e”起", "行業“<up e>”起"),
            ("與APP用", "與<up APP>用"),
            ("案(vSSL VPN)減", "案(vSSL VPN)減"),
            ("用WeLink與iPhone 12好", "用WeLink與iPhone 12好"),
            ("NASDAQ指數", "NASDAQ指數"),
            ("黨建+凝心", "黨建+凝心"),
        ] {
            assert_eq!(set(source, NumberStyle::TateChuYoko), expected);
        }
    }

    /// Proves: TCY-02 [ALL] [V]: two exclamation or question marks share a cell, of half width or of full width.
    #[test]
    fn two_marks_share_a_cell_and_three_do_not() {
        assert_eq!(set("真的!?好!!啊!!!", NumberStyle::TateChuYoko), "真的<tcy !?>好<tcy !!>啊!!!");
        assert_eq!(set("真的？！好！！！", NumberStyle::TateChuYoko), "真的<tcy ？！>好！！！");
    }

    /// Proves: LAT-03 [ALL] [V]: digits of vertical lines become Han digits, digit by digit or with units, where the book asks.
    #[test]
    fn numbers_may_be_stacked_or_han() {
        assert_eq!(set("有12345人", NumberStyle::Stacked), "有<up 12345>人");
        assert_eq!(set("自2020年3月26日的150萬", NumberStyle::Han), "自二〇二〇年三月二十六日的一百五十萬");
        assert_eq!(set("漲1.7億", NumberStyle::Han), "漲<side 1.7>億");
        assert_eq!(han_number("105", None), "一百〇五");
        assert_eq!(han_number("3600", Some('萬')), "三千六百");
        assert_eq!(han_number("007", None), "〇〇七");
    }

    #[test]
    fn a_horizontal_edition_has_no_settings() {
        let settings = text_settings(QuoteConversion::Keep, PunctuationConversion::Keep);
        let text = "在2020年12月";
        assert_eq!(dumped(text, &settings, crate::geom::WritingMode::HorizontalTb, "zh-Hant-TW"), text);
    }
}
