//! Text that Markdown, YAML and TOML take as text.

use std::fmt::Write;

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
    fn strings_are_quoted() {
        assert_eq!(quoted("a\"b\\c\td"), "\"a\\\"b\\\\c\\u0009d\"");
    }
}
