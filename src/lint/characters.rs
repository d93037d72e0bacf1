//! Classes of characters that rules ask for.

/// Han characters, the marks of repetition and 〇 among them.
pub fn is_han(character: char) -> bool {
    matches!(character,
        '\u{3005}' | '\u{3007}' | '\u{303B}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
}

pub fn is_hiragana(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{3096}' | '\u{309D}' | '\u{309E}')
}

/// Katakana without the mark of a long vowel.
pub fn is_katakana(character: char) -> bool {
    matches!(character, '\u{30A1}'..='\u{30FA}' | '\u{31F0}'..='\u{31FF}')
}

/// Katakana that begin no word: small ones, ン, and the mark of a long vowel.
pub fn begins_no_word(character: char) -> bool {
    matches!(character, 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ン')
}

/// Han characters and kana: what words of Chinese and Japanese are written in.
pub fn is_letter(character: char) -> bool {
    is_han(character) || is_hiragana(character) || is_katakana(character) || character == 'ー'
}

/// Digits of numbers that are written digit by digit.
pub fn is_han_digit(character: char) -> bool {
    matches!(character, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '〇' | '零')
}

/// Every character of a Han number.
pub fn is_han_number(character: char) -> bool {
    is_han_digit(character) || matches!(character, '十' | '百' | '千' | '萬' | '万' | '兩' | '两' | '廿' | '卅' | '○' | '◯')
}

/// Full-width pauses and stops without question and exclamation marks.
pub fn is_pause(character: char) -> bool {
    matches!(character, '，' | '。' | '、' | '；' | '：' | '．')
}

pub fn is_closing(character: char) -> bool {
    matches!(character, '）' | '」' | '』' | '》' | '】' | '〉' | '〕' | '］' | '｝' | '〗' | '〙' | '”' | '’')
}

pub fn is_opening(character: char) -> bool {
    matches!(character, '（' | '「' | '『' | '《' | '【' | '〈' | '〔' | '［' | '｛' | '〖' | '〘' | '“' | '‘')
}

/// What no line may begin with, wherever its end is written by hand.
pub fn starts_no_line(character: char) -> bool {
    is_pause(character) || is_closing(character) || matches!(character, '！' | '？' | '…' | '—' | '―' | 'ー' | '々' | '・' | '·')
}

pub fn is_full_width_latin(character: char) -> bool {
    matches!(character, 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

pub fn is_full_width_digit(character: char) -> bool {
    matches!(character, '０'..='９')
}

pub fn is_half_width_kana(character: char) -> bool {
    matches!(character, '\u{FF66}'..='\u{FF9F}')
}

/// The plain form of a full-width letter or digit.
pub fn narrow(character: char) -> char {
    match character {
        '！'..='～' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
        character => character,
    }
}

/// The full-width form of a letter or digit.
pub fn widen(character: char) -> char {
    match character {
        '!'..='~' => char::from_u32(u32::from(character) + 0xFEE0).unwrap_or(character),
        character => character,
    }
}

/// The code point as it is named, such as `U+2F00`.
pub fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}
