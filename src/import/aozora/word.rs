//! The word that a reading belongs to.

use super::plain::GETA;

/// Scripts, as they bound the words that a reading belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Han,
    Hiragana,
    Katakana,
    Wide,
    Narrow,
    /// Ends a narrow word.
    NarrowEnd,
    Other,
}

fn script(character: char) -> Script {
    match character {
        '々' | '〆' | '〇' | '〻' | 'ヶ' | '仝' | '※' | GETA => Script::Han,
        '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '\u{E0100}'..='\u{E01EF}' => Script::Han,
        '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309F}' => Script::Hiragana,
        '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' => Script::Katakana,
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | 'Α'..='ω' | 'А'..='я' | 'Ё' | 'ё' | '−' | '＆' | '’' | '，' | '．' => {
            Script::Wide
        }
        'A'..='Z' | 'a'..='z' | '0'..='9' | '#' | '-' | '&' | '\'' | ',' | 'À'..='ʯ' | '\u{300}'..='\u{36F}' => Script::Narrow,
        '.' | ';' | '"' | '?' | '!' | ')' => Script::NarrowEnd,
        _ => Script::Other,
    }
}

/// The bytes of `text` at which the word begins that ends it; `from` bounds it.
pub fn word_start(text: &str, from: usize) -> usize {
    let mut characters = text[from..].char_indices().rev();
    let Some((mut start, last)) = characters.next() else { return text.len() };
    let kind = match script(last) {
        Script::NarrowEnd => Script::Narrow,
        other => other,
    };
    if kind == Script::Other {
        // A sign may have a reading: ＋《プラス》; a mark of punctuation has none.
        let is_mark = last.is_whitespace() || "。、，．・：；？！…‥―—〜「」『』（）〈〉《》【】〔〕［］｛｝“”‘’〝〟\n".contains(last);
        return if is_mark { text.len() } else { from + start };
    }
    for (at, character) in characters {
        if script(character) != kind {
            break;
        }
        start = at;
    }
    from + start
}
