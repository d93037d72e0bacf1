//! `ToUnicode` maps (PDF 32000-1, 9.10.3).

use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Hex(Vec<u16>),
    Open,
    Close,
    Word(String),
}

pub fn read(map: &str) -> BTreeMap<u16, String> {
    let mut meanings = BTreeMap::new();
    let mut tokens = tokens(map).into_iter().peekable();
    let mut section = String::new();
    while let Some(token) = tokens.next() {
        let first = match token {
            Token::Word(word) => {
                section = word;
                continue;
            }
            Token::Hex(code) => code[0],
            Token::Open | Token::Close => continue,
        };
        match section.as_str() {
            "beginbfchar" => {
                let Some(Token::Hex(meaning)) = tokens.next() else { panic!("a code without a meaning") };
                meanings.insert(first, String::from_utf16(&meaning).unwrap());
            }
            "beginbfrange" => {
                let Some(Token::Hex(last)) = tokens.next() else { panic!("a range without an end") };
                match tokens.next().unwrap() {
                    Token::Hex(meaning) => {
                        for code in first..=last[0] {
                            let mut units = meaning.clone();
                            *units.last_mut().unwrap() += code - first;
                            meanings.insert(code, String::from_utf16(&units).unwrap());
                        }
                    }
                    Token::Open => {
                        for code in first..=last[0] {
                            let Some(Token::Hex(meaning)) = tokens.next() else { panic!("a range with too few meanings") };
                            meanings.insert(code, String::from_utf16(&meaning).unwrap());
                        }
                    }
                    other => panic!("{other:?} in a range"),
                }
            }
            _ => {}
        }
    }
    meanings
}

fn tokens(map: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = map.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '<' if rest.starts_with("<<") => 2,
            '<' => {
                let end = rest.find('>').unwrap();
                let digits: Vec<u8> = rest[1..end].bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
                let units = digits.chunks(4).map(|unit| u16::from_str_radix(std::str::from_utf8(unit).unwrap(), 16).unwrap());
                tokens.push(Token::Hex(units.collect()));
                end + 1
            }
            '[' | ']' => {
                tokens.push(if first == '[' { Token::Open } else { Token::Close });
                1
            }
            _ => {
                let end = rest[1..].find(|next: char| next.is_whitespace() || "<[]".contains(next)).map_or(rest.len(), |end| end + 1);
                tokens.push(Token::Word(rest[..end].to_owned()));
                end
            }
        };
        rest = rest[end..].trim_start();
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_ranges_and_lists_are_read() {
        let map = "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0001> <4E00> endbfchar \
                   2 beginbfrange <0002> <0003> <D840DC0B> <0005><0006>[<0041> <00420043>] endbfrange";
        let expected = [(1, "一"), (2, "\u{2000B}"), (3, "\u{2000C}"), (5, "A"), (6, "BC")];
        assert_eq!(read(map), expected.map(|(code, text)| (code, text.to_owned())).into());
    }
}
