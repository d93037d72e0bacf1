//! The language of a text, from its characters.

use crate::unicode::Language;

/// A guess and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageGuess {
    pub language: Language,
    /// In words, for the author.
    pub reason: String,
}

/// Frequent characters that differ, Traditional and Simplified in pairs.
const TRADITIONAL: &str = "國會學時來對們這個為說發無經現實還進過點種開關長門問間題應體電話語讀書車馬魚鳥東風飛龍見貝員業產動務區醫療網資訊線總報導樂親愛聽寫讓請謝認識該話題訴廣場萬億點選舉辦護術貴";
const SIMPLIFIED: &str = "国会学时来对们这个为说发无经现实还进过点种开关长门问间题应体电话语读书车马鱼鸟东风飞龙见贝员业产动务区医疗网资讯线总报导乐亲爱听写让请谢认识该话题诉广场万亿点选举办护术贵";
/// Characters of written Cantonese.
const CANTONESE: &str = "嘅咗喺哋冇佢嚟啲嗰乜嘢";

/// Characters that are looked at; a longer text says no more.
const ENOUGH: usize = 200_000;

/// Guesses the language; Traditional Chinese is taken for Taiwan's unless it is written Cantonese.
pub fn guess_language(text: &str) -> LanguageGuess {
    let (mut han, mut kana, mut hangul, mut traditional, mut simplified, mut cantonese) = (0usize, 0usize, 0usize, 0usize, 0usize, 0usize);
    let sorted = |text: &str| {
        let mut characters: Vec<char> = text.chars().collect();
        characters.sort_unstable();
        characters
    };
    let characters = (sorted(TRADITIONAL), sorted(SIMPLIFIED), sorted(CANTONESE));
    let is_one_of = |characters: &[char], character: char| characters.binary_search(&character).is_ok();
    for character in text.chars().take(ENOUGH) {
        match character {
            '\u{3041}'..='\u{30FA}' | '\u{31F0}'..='\u{31FF}' => kana += 1,
            '\u{AC00}'..='\u{D7A3}' => hangul += 1,
            '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => {
                han += 1;
                let (is_traditional, is_simplified) = (is_one_of(&characters.0, character), is_one_of(&characters.1, character));
                traditional += usize::from(is_traditional && !is_simplified);
                simplified += usize::from(is_simplified && !is_traditional);
                cantonese += usize::from(is_one_of(&characters.2, character));
            }
            _ => {}
        }
    }
    let counted = |tag: &str, reason: String| LanguageGuess { language: Language::new(tag).expect("the tags are well formed"), reason };
    // One kana in twenty characters: Chinese text quotes a few, Japanese text has far more.
    if kana * 20 > han + hangul && kana > 0 {
        counted("ja", format!("{kana} kana"))
    } else if hangul > han {
        counted("ko", format!("{hangul} Hangul syllables"))
    } else if han == 0 {
        counted("en", "no Han character".to_owned())
    } else if simplified > traditional {
        counted("zh-Hans-CN", format!("{simplified} Simplified characters against {traditional} Traditional"))
    } else if cantonese * 200 > han && cantonese > 2 {
        counted("zh-Hant-HK", format!("{cantonese} Cantonese characters"))
    } else {
        counted("zh-Hant-TW", format!("{traditional} Traditional characters against {simplified} Simplified"))
    }
}

/// How many half-width marks stand beside a Han character.
pub fn half_width_marks(text: &str) -> usize {
    let is_han = |character: Option<char>| character.is_some_and(|character| ('\u{2E80}'..='\u{9FFF}').contains(&character));
    let mut count = 0;
    let (mut before, mut characters) = (None, text.chars().peekable());
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        let is_mark = matches!(character, ',' | ';' | ':' | '?' | '!' | '(' | ')');
        count += usize::from(is_mark && (is_han(before) || is_han(after)));
        before = Some(character);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_tell_the_language() {
        for (text, tag) in [
            ("小鎮圖書館開門讓讀書人點燈", "zh-Hant-TW"),
            ("小镇图书馆开门让读书人点灯", "zh-Hans-CN"),
            ("佢哋喺屋企，冇嘢做", "zh-Hant-HK"),
            ("吾輩は猫である。名前はまだ無い。", "ja"),
            ("한국어 문장입니다", "ko"),
            ("Plain English", "en"),
        ] {
            assert_eq!(guess_language(text).language.as_str(), tag, "{text}");
        }
    }

    #[test]
    fn half_width_marks_beside_han_are_counted() {
        assert_eq!(half_width_marks("今天,你(好)嗎? at 10:30, ok"), 4);
    }
}
