//! Fields: an instruction and the result that it last had (ISO/IEC 29500-1, 17.16).

use super::piece::Wrap;

/// What becomes of a field's result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// It is text.
    #[default]
    Text,
    /// It is made anew by the edition, or is no text: what it is.
    Dropped(&'static str),
    /// It leads to an address, or to a bookmark after `#`.
    Link(String),
    /// The number of the page of a bookmark.
    Page(String),
    /// The number of a caption.
    Sequence,
    /// Drawn from the instruction alone.
    Equation,
    /// A character of a font, by its code.
    Symbol { font: String, code: u32 },
}

/// A field that has begun and not ended.
#[derive(Clone, Debug, Default)]
pub struct Field {
    pub code: String,
    /// Whether the result has begun.
    pub in_result: bool,
    pub kind: Kind,
    /// The pieces before the result.
    pub start: usize,
    /// Of the run that wrote the instruction.
    pub wraps: Vec<Wrap>,
    pub size: u32,
}

/// The words of an instruction; those in quotation marks are one.
fn words(code: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut quoted, mut open) = (String::new(), false, false);
    for character in code.chars() {
        match character {
            '"' | '“' | '”' => {
                quoted = !quoted;
                open = true;
            }
            character if character.is_whitespace() && !quoted => {
                if open {
                    words.push(std::mem::take(&mut word));
                }
                open = false;
            }
            character => {
                word.push(character);
                open = true;
            }
        }
    }
    if open {
        words.push(word);
    }
    words
}

/// What an instruction makes of its result.
pub fn kind(code: &str) -> Kind {
    let words = words(code);
    let Some(name) = words.first() else { return Kind::Text };
    let after = |switch: &str| words.iter().position(|word| word.eq_ignore_ascii_case(switch)).and_then(|at| words.get(at + 1));
    let first = words.get(1).filter(|word| !word.starts_with('\\'));
    match name.to_ascii_uppercase().as_str() {
        "TOC" => Kind::Dropped("a table of contents"),
        "INDEX" => Kind::Dropped("an index"),
        "TOA" => Kind::Dropped("a table of authorities"),
        "XE" => Kind::Dropped("an index entry"),
        "TC" | "TA" | "RD" => Kind::Dropped("an entry of a table"),
        "PAGE" | "NUMPAGES" | "SECTIONPAGES" => Kind::Dropped("a page number"),
        "HYPERLINK" => {
            let address = first.cloned().unwrap_or_default();
            match after("\\l") {
                Some(place) if address.is_empty() => Kind::Link(format!("#{place}")),
                Some(place) => Kind::Link(format!("{address}#{place}")),
                None if address.is_empty() => Kind::Text,
                None => Kind::Link(address),
            }
        }
        "REF" | "STYLEREF" if name.eq_ignore_ascii_case("REF") => first.map_or(Kind::Text, |place| Kind::Link(format!("#{place}"))),
        "PAGEREF" => first.map_or(Kind::Text, |place| Kind::Page(place.clone())),
        "SEQ" => Kind::Sequence,
        "EQ" => Kind::Equation,
        "SYMBOL" => {
            let code = first.and_then(|code| match code.strip_prefix("0x").or_else(|| code.strip_prefix("0X")) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => code.parse().ok(),
            });
            let font = after("\\f").cloned().unwrap_or_default();
            code.map_or(Kind::Text, |code| Kind::Symbol { font, code })
        }
        _ => Kind::Text,
    }
}

/// The words of an index entry.
pub fn entry(code: &str) -> String {
    words(code).into_iter().nth(1).unwrap_or_default()
}

/// What an EQ field draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawn {
    Ruby { base: String, reading: String },
    Text(String),
}

/// Reads an EQ field. Word wrote ruby as `EQ \o\ad(\s\up 9(かんじ),漢字)` before it had an element for it, and still writes enclosed
/// characters as `EQ \o\ac(○,1)`.
pub fn equation(code: &str) -> Drawn {
    if let Some(at) = code.find("\\o")
        && let Some(inside) = parenthesis(&code[at..])
    {
        let parts = split(inside);
        let reading = parts.iter().find(|part| part.contains("\\s") && (part.contains("\\up") || part.contains("\\do")));
        if let Some(part) = reading
            && let Some(words) = parenthesis(part)
        {
            let base = parts.iter().filter(|other| *other != part).map(|part| plain(part)).collect();
            return Drawn::Ruby { base, reading: plain(words) };
        }
        let enclosing = ["○", "◯", "〇", "□", "△", "◇"];
        let inner: Vec<String> = parts.iter().map(|part| plain(part)).filter(|part| !enclosing.contains(&part.as_str())).collect();
        let circled = parts.len() > inner.len() && parts.iter().any(|part| matches!(plain(part).as_str(), "○" | "◯" | "〇"));
        let text = inner.concat();
        let number = text.parse::<u32>().ok().filter(|_| circled);
        return Drawn::Text(number.and_then(|number| super::counting::count("decimalEnclosedCircle", number)).unwrap_or(text));
    }
    if let Some(at) = code.find("\\f")
        && let Some(inside) = parenthesis(&code[at..])
    {
        return Drawn::Text(split(inside).iter().map(|part| plain(part)).collect::<Vec<_>>().join("/"));
    }
    let rest = code.trim().get(2..).unwrap_or_default();
    Drawn::Text(plain(rest))
}

/// What stands in the first parenthesis, which may hold others.
fn parenthesis(text: &str) -> Option<&str> {
    let open = text.find('(')?;
    let mut depth = 0usize;
    for (at, character) in text.char_indices().skip_while(|(at, _)| *at < open) {
        match character {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(&text[open + 1..at]);
                }
            }
            _ => {}
        }
    }
    None
}

/// The parts between commas or semicolons that stand in no parenthesis.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0i32, 0);
    for (at, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' | ';' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A text without switches and parentheses.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let escaped = rest.starts_with(['\\', '(', ')', ',', ';']);
        let length = if escaped { 0 } else { rest.find(|character: char| !character.is_ascii_alphabetic()).unwrap_or(rest.len()) };
        // The number after a switch is its argument.
        let after = rest[length..].trim_start_matches([' ', '*']);
        let digits = after.len() - after.trim_start_matches(|character: char| character.is_ascii_digit()).len();
        rest = if escaped {
            out.extend(rest.chars().next());
            &rest[1..]
        } else if digits > 0 {
            &after[digits..]
        } else {
            after
        };
    }
    out.push_str(rest);
    out.chars().filter(|character| !matches!(character, '(' | ')')).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_say_what_becomes_of_the_result() {
        assert_eq!(kind(" HYPERLINK \"https://example.org/\" "), Kind::Link("https://example.org/".to_owned()));
        assert_eq!(kind("HYPERLINK \\l \"_Ref1\" \\h"), Kind::Link("#_Ref1".to_owned()));
        assert_eq!(kind("REF _Ref1 \\h"), Kind::Link("#_Ref1".to_owned()));
        assert_eq!(kind("PAGEREF _Ref1"), Kind::Page("_Ref1".to_owned()));
        assert_eq!(kind("TOC \\o \"1-3\""), Kind::Dropped("a table of contents"));
        assert_eq!(kind("SYMBOL 252 \\f \"Wingdings\""), Kind::Symbol { font: "Wingdings".to_owned(), code: 252 });
        assert_eq!((kind("MERGEFIELD x"), kind("SEQ 圖"), kind("")), (Kind::Text, Kind::Sequence, Kind::Text));
    }

    #[test]
    fn old_ruby_is_ruby() {
        let ruby = |base: &str, reading: &str| Drawn::Ruby { base: base.to_owned(), reading: reading.to_owned() };
        let code = "EQ \\* jc2 \\* \"Font:ＭＳ 明朝\" \\* hps10 \\o\\ad(\\s\\up 9(かんじ),漢字)";
        assert_eq!(equation(code), ruby("漢字", "かんじ"));
        assert_eq!(equation("EQ \\o(\\s\\up 8(ㄏㄢˋ);漢)"), ruby("漢", "ㄏㄢˋ"));
        assert_eq!(equation("eq \\o\\ac(○,12)"), Drawn::Text("⑫".to_owned()));
        assert_eq!(equation("eq \\o\\ac(□,印)"), Drawn::Text("印".to_owned()));
        assert_eq!(equation("EQ \\f(1,2)"), Drawn::Text("1/2".to_owned()));
        assert_eq!(equation("EQ \\o("), Drawn::Text("(".to_owned().replace('(', "")));
    }
}
