//! What a character says about the text around it.

/// The kind of text that a character belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Han, kana, bopomofo, Hangul, full-width forms, and their own punctuation.
    Han,
    /// Letters of other scripts, and code.
    Latin,
    /// Says nothing and is looked through: spaces, quotes, brackets, digits, symbols.
    Neutral,
}

impl Script {
    pub fn of(character: char) -> Script {
        match character {
            '\0'..='\u{7F}' => {
                if character.is_ascii_alphabetic() {
                    Script::Latin
                } else {
                    Script::Neutral
                }
            }
            '\u{FFFC}' => Script::Latin,
            // Corner, angle and lenticular brackets.
            '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '\u{3000}' => Script::Neutral,
            // Full-width brackets and quotes.
            '（' | '）' | '［' | '］' | '｛' | '｝' | '＂' | '＇' => Script::Neutral,
            '\u{2E80}'..='\u{A4CF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' => Script::Han,
            '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}' => Script::Han,
            _ if character.is_alphabetic() => Script::Latin,
            _ => Script::Neutral,
        }
    }
}

/// For each character the script of the nearest one before it, and of the nearest one after it, that has one.
pub fn neighbours(characters: &[char]) -> (Vec<Script>, Vec<Script>) {
    let scan = |characters: &mut dyn Iterator<Item = &char>| {
        let mut last = Script::Neutral;
        let mut seen = Vec::new();
        for character in characters {
            seen.push(last);
            match Script::of(*character) {
                Script::Neutral => {}
                script => last = script,
            }
        }
        seen
    };
    let before = scan(&mut characters.iter());
    let mut after = scan(&mut characters.iter().rev());
    after.reverse();
    (before, after)
}

/// Which characters belong to an address such as `https://example.org/a,b` or `name@example.org`; marks at its end do not.
pub fn addresses(characters: &[char]) -> Vec<bool> {
    let mut inside = vec![false; characters.len()];
    let mut at = 0;
    while at < characters.len() {
        if !characters[at].is_ascii_graphic() {
            at += 1;
            continue;
        }
        let start = at;
        while at < characters.len() && characters[at].is_ascii_graphic() {
            at += 1;
        }
        let token = &characters[start..at];
        let scheme = token.windows(3).position(|window| window == [':', '/', '/']);
        let site = token.windows(4).position(|window| window == ['w', 'w', 'w', '.']);
        let mail =
            token.windows(3).position(|window| window[0].is_ascii_alphanumeric() && window[1] == '@' && window[2].is_ascii_alphanumeric());
        let Some(core) = scheme.or(site).or(mail) else { continue };
        let first = (0..core)
            .rev()
            .find(|&index| !(token[index].is_ascii_alphanumeric() || matches!(token[index], '+' | '-' | '.' | '_')))
            .map_or(0, |index| index + 1);
        let last = token.iter().rposition(|character| character.is_ascii_alphanumeric() || *character == '/').map_or(0, |index| index + 1);
        inside[start + first..start + last.max(first)].fill(true);
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_before_the_sentence_goes_on() {
        let characters: Vec<char> = "見https://a.example/b?c=1,d,然後(www.example.org).".chars().collect();
        let inside = addresses(&characters);
        let kept: String = characters.iter().zip(&inside).filter(|(_, inside)| **inside).map(|(character, _)| *character).collect();
        assert_eq!(kept, "https://a.example/b?c=1,dwww.example.org");
    }

    #[test]
    fn quotes_brackets_and_digits_are_looked_through() {
        let characters: Vec<char> = "字」(12),x".chars().collect();
        let (before, after) = neighbours(&characters);
        assert_eq!((before[6], after[6]), (Script::Han, Script::Latin));
    }
}
