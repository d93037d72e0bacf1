//! Text that Markdown, YAML and TOML take as text.

use std::fmt::Write;

/// One paragraph as Markdown that reads back to the same text.
pub fn markdown_paragraph(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let starts_block = starts_block(text);
    for (index, character) in text.chars().enumerate() {
        let is_markup = matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '{' | '$' | '~' | '^' | '|');
        // An ampersand begins an entity only with letters or # after it; escaped always, it is right always.
        if is_markup || character == '&' || (index == 0 && starts_block && !character.is_ascii_digit()) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    match number_before_marker(text) {
        Some(digits) => format!("{}\\{}", &escaped[..digits], &escaped[digits..]),
        None => escaped,
    }
}

/// The text begins with what would begin a heading, quotation, list, rule or directive.
fn starts_block(text: &str) -> bool {
    text.starts_with(['#', '>', '-', '+', '=', ':'])
}

/// The length of the digits before a `.` or `)` that would begin a list.
fn number_before_marker(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && text[digits..].starts_with(['.', ')'])).then_some(digits)
}

/// A caption between the quotes of a picture's title.
pub fn markdown_title(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "\\&")
}

/// A string in double quotes, for TOML and YAML alike.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control.is_control() => {
                write!(quoted, "\\u{:04X}", u32::from(control)).expect("writing to a String cannot fail");
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_would_take_as_markup_is_escaped() {
        for (text, expected) in [
            ("# 一", "\\# 一"),
            ("1. 一", "1\\. 一"),
            ("a_b*c", "a\\_b\\*c"),
            ("{漢|かん}", "\\{漢\\|かん}"),
            ("一。- 二", "一。- 二"),
            ("AT&T", "AT\\&T"),
            ("2020年", "2020年"),
        ] {
            assert_eq!(markdown_paragraph(text), expected);
        }
    }

    #[test]
    fn strings_are_quoted() {
        assert_eq!(quoted("a\"b\\c\td"), "\"a\\\"b\\\\c\\u0009d\"");
    }
}
