//! Half-width punctuation in Han context becomes full-width; marks of horizontal Japanese text become those of vertical text.

use super::Rule;
use super::flat::{Edit, FlatChar, Freedom};
use super::script::{Script, addresses, neighbours};
use crate::geom::WritingMode;
use crate::unicode::Region;

/// The edits that give a paragraph the punctuation of its region and direction.
pub fn edits(chars: &[FlatChar], region: Region, direction: WritingMode) -> Vec<Edit> {
    let mut edits = of_width(chars, region);
    if (region, direction) == (Region::Japan, WritingMode::VerticalRl) {
        edits.extend(of_direction(chars));
        edits.sort_by_key(|edit| (edit.run, edit.start));
    }
    edits
}

/// Vertical Japanese has 、 and 。 where horizontal text may have ， and ．, and 〔 〕 for ［ ］ (JLREQ 3.1.1; requirement QUO-04).
/// Between digits the marks belong to a number.
fn of_direction(chars: &[FlatChar]) -> Vec<Edit> {
    let is_digit = |index: Option<usize>| {
        let character = index.and_then(|index| chars.get(index)).map(|char| char.character);
        character.is_some_and(|character| character.is_ascii_digit() || ('０'..='９').contains(&character))
    };
    let turned = chars.iter().enumerate().filter(|(_, char)| char.freedom != Freedom::Kept).filter_map(|(index, char)| {
        let to = match char.character {
            '，' | '．' if is_digit(index.checked_sub(1)) && is_digit(Some(index + 1)) => return None,
            '，' => '、',
            '．' => '。',
            '［' => '〔',
            '］' => '〕',
            _ => return None,
        };
        let end = char.at + char.character.len_utf8() as u32;
        Some(Edit { run: char.run, start: char.at, end, to: to.to_string(), rule: Rule::Punctuation })
    });
    turned.collect()
}

/// Half-width marks made full-width.
pub fn of_width(chars: &[FlatChar], region: Region) -> Vec<Edit> {
    if !chars.iter().any(|char| is_half_width_mark(char.character)) {
        return Vec::new();
    }
    let converted = convertible(chars);
    let mut edits = Vec::new();
    let mut consumed = 0;
    for index in converted {
        let Some(to) = full_width(chars[index].character, region) else { continue };
        let (mut first, mut last) = (index, index);
        let opens = chars[index].character == '(';
        if opens && index > consumed && is_dropped_space(chars, index - 1, index) && index >= 2 {
            first = index - 1;
        }
        if !opens && is_dropped_space(chars, index + 1, index) && index + 2 < chars.len() {
            last = index + 1;
        }
        consumed = last + 1;
        let mark = chars[index];
        edits.push(Edit {
            run: mark.run,
            start: chars[first].at,
            end: chars[last].at + chars[last].character.len_utf8() as u32,
            to: to.to_string(),
            rule: Rule::Punctuation,
        });
    }
    edits
}

/// The places of half-width marks in Han context.
pub fn convertible(chars: &[FlatChar]) -> Vec<usize> {
    let characters: Vec<char> = chars.iter().map(|char| char.character).collect();
    let (before, after) = neighbours(&characters);
    let address = addresses(&characters);
    let partners = bracket_partners(&characters);
    let mut sentence_has_han = false;
    let mut found = Vec::new();
    for (index, &character) in characters.iter().enumerate() {
        match character {
            '。' | '！' | '？' | '\n' => sentence_has_han = false,
            _ if Script::of(character) == Script::Han => sentence_has_han = true,
            _ => {}
        }
        if chars[index].freedom == Freedom::Kept || address[index] || !is_half_width_mark(character) {
            continue;
        }
        let place = Place { characters: &characters, index, before: before[index], after: after[index], sentence_has_han };
        let wanted = match character {
            '(' | ')' => match partners[index] {
                Some(partner) => place.converts_brackets(partner, &before, &after),
                None => false,
            },
            '.' => place.converts_full_stop(),
            _ => place.converts_mark(),
        };
        if wanted {
            found.push(index);
        }
    }
    found
}

fn is_half_width_mark(character: char) -> bool {
    matches!(character, ',' | ';' | ':' | '?' | '!' | '(' | ')' | '.')
}

fn full_width(character: char, region: Region) -> Option<char> {
    Some(match (character, region) {
        (_, Region::Korea | Region::Western) => return None,
        (',', Region::Japan) => '、',
        (',', _) => '，',
        (';', _) => '；',
        (':', _) => '：',
        ('?', _) => '？',
        ('!', _) => '！',
        ('(', _) => '（',
        (')', _) => '）',
        ('.', _) => '。',
        _ => return None,
    })
}

/// A space beside a converted mark, in the same run: the full-width mark brings its own.
fn is_dropped_space(chars: &[FlatChar], index: usize, mark: usize) -> bool {
    chars.get(index).is_some_and(|char| char.character == ' ' && char.run == chars[mark].run && char.freedom != Freedom::Kept)
}

/// For each round bracket of either width the place of its partner.
fn bracket_partners(characters: &[char]) -> Vec<Option<usize>> {
    let mut partners = vec![None; characters.len()];
    let mut open = Vec::new();
    for (index, character) in characters.iter().enumerate() {
        match character {
            '(' | '（' => open.push(index),
            ')' | '）' => {
                if let Some(partner) = open.pop() {
                    (partners[index], partners[partner]) = (Some(partner), Some(index));
                }
            }
            _ => {}
        }
    }
    partners
}

/// A mark and what stands around it.
struct Place<'a> {
    characters: &'a [char],
    index: usize,
    before: Script,
    after: Script,
    sentence_has_han: bool,
}

impl Place<'_> {
    fn previous(&self) -> Option<char> {
        self.index.checked_sub(1).map(|index| self.characters[index])
    }

    fn next(&self) -> Option<char> {
        self.characters.get(self.index + 1).copied()
    }

    fn inside_a_word_or_number(&self) -> bool {
        let is_part = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
        is_part(self.previous()) && is_part(self.next())
    }

    fn converts_mark(&self) -> bool {
        let mark = self.characters[self.index];
        let smiles = matches!(mark, ':' | ';') && self.next() == Some(')');
        if self.inside_a_word_or_number() || smiles {
            return false;
        }
        match (self.before, self.after) {
            (Script::Han, _) | (_, Script::Han) => true,
            (Script::Latin | Script::Neutral, Script::Latin) => false,
            (Script::Latin | Script::Neutral, Script::Neutral) => self.sentence_has_han,
        }
    }

    /// Only directly after Han text or what closes it: a point after Latin letters or digits may belong to them.
    fn converts_full_stop(&self) -> bool {
        let closes = |character: &char| matches!(character, '”' | '’' | '」' | '』' | '》' | '〉' | '）' | ')' | '"' | '】');
        let previous = self.characters[..self.index].iter().rev().take(8).find(|character| !closes(character));
        let after_han = previous.is_some_and(|character| Script::of(*character) == Script::Han);
        let goes_on = self.next().is_some_and(|next| next.is_ascii_alphanumeric() || next == '.');
        after_han && !goes_on && self.previous() != Some('.')
    }

    fn converts_brackets(&self, partner: usize, before: &[Script], after: &[Script]) -> bool {
        let (open, close) = (self.index.min(partner), self.index.max(partner));
        if !matches!(self.characters[partner], '(' | ')') {
            return true;
        }
        // Brackets glued to a Latin word belong to it: `f(x)`.
        let glued = open.checked_sub(1).is_some_and(|index| self.characters[index].is_ascii_alphanumeric());
        let holds_han = after[open] == Script::Han || before[close] == Script::Han;
        let in_han = before[open] == Script::Han || after[close] == Script::Han;
        holds_han || (in_han && !(glued && before[open] == Script::Latin))
    }
}

#[cfg(test)]
mod tests {
    use crate::adapt::tests::{adapted, settings};
    use crate::manuscript::PunctuationConversion;
    use crate::manuscript::QuoteConversion;

    fn converted(text: &str) -> String {
        let settings = settings(QuoteConversion::Keep, PunctuationConversion::Region);
        adapted(&[text], &settings, crate::geom::WritingMode::HorizontalTb, "zh-Hant-TW").join("|")
    }

    #[test]
    fn marks_between_han_become_full_width() {
        assert_eq!(converted("今天,你好;再見!"), "今天，你好；再見！");
        assert_eq!(converted("記者:甲乙"), "記者：甲乙");
        assert_eq!(converted("你充電了嗎?"), "你充電了嗎？");
    }

    #[test]
    fn quotes_brackets_and_digits_are_looked_through() {
        assert_eq!(converted("“甲”,“乙”"), "“甲”，“乙”");
        assert_eq!(converted("達2300,總數"), "達2300，總數");
        assert_eq!(converted("方案(vSSL VPN),減輕"), "方案（vSSL VPN），減輕");
        assert_eq!(converted("通過“指揮部”APP,推出"), "通過“指揮部”APP，推出");
    }

    #[test]
    fn numbers_words_times_and_addresses_keep_their_marks() {
        for kept in ["達1,000人", "漲3.5億", "在10:30到", "見http://a.example/?b,c", "Hello, world! Yes.", "函式f(x)是", "用Node.js寫"]
        {
            assert_eq!(converted(kept), kept);
        }
    }

    #[test]
    fn a_full_stop_ends_only_han_sentences() {
        assert_eq!(converted("完成.下一句"), "完成。下一句");
        assert_eq!(converted("見圖.A"), "見圖.A");
        assert_eq!(converted("等等..."), "等等...");
    }

    #[test]
    fn the_space_after_a_converted_mark_goes_with_it() {
        assert_eq!(converted("你好, 世界 (地球) 上"), "你好，世界（地球）上");
    }

    /// Proves: QUO-04 [JA] [V]: on request vertical Japanese has its own commas, stops and brackets; numbers, other directions and
    /// other regions keep what was typed.
    #[test]
    fn marks_of_horizontal_japanese_are_turned_in_vertical_text() {
        use crate::geom::WritingMode::{HorizontalTb, VerticalRl};
        let text = "国語，国文［注］と１，０００円と３．１４．";
        let set =
            |conversion, direction, language| adapted(&[text], &settings(QuoteConversion::Keep, conversion), direction, language).join("|");
        let region = PunctuationConversion::Region;
        assert_eq!(set(region, VerticalRl, "ja"), "国語、国文〔注〕と１，０００円と３．１４。");
        for kept in
            [set(region, HorizontalTb, "ja"), set(region, VerticalRl, "zh-Hant-TW"), set(PunctuationConversion::Keep, VerticalRl, "ja")]
        {
            assert_eq!(kept, text);
        }
    }

    #[test]
    fn a_mark_after_a_latin_word_at_the_end_of_a_han_sentence_is_converted() {
        assert_eq!(converted("今天你OK?"), "今天你OK？");
    }
}
