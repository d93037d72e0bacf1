//! Comma-separated values (RFC 4180) with the place of every field.

use std::ops::Range;

/// A field: its text, and its bytes in the file when they are a copy of the text, else the bytes that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub text: String,
    pub range: Range<usize>,
    pub copied: bool,
}

/// The rows of a file; the byte of an open quotation mark when there is no end to it.
pub(super) fn parse_csv(text: &str) -> Result<Vec<Vec<Field>>, usize> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (field, next) = if text[at..].starts_with('"') { quoted(text, at)? } else { bare(text, at) };
        row.push(field);
        at = next;
        match text[at..].bytes().next() {
            Some(b',') => {
                at += 1;
                if at == text.len() {
                    row.push(Field { text: String::new(), range: at..at, copied: true });
                }
            }
            _ => {
                at += if text[at..].starts_with("\r\n") { 2 } else { usize::from(at < text.len()) };
                let blank = row.len() == 1 && row[0].text.is_empty();
                let whole = std::mem::take(&mut row);
                if !blank {
                    rows.push(whole);
                }
            }
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    Ok(rows)
}

fn bare(text: &str, at: usize) -> (Field, usize) {
    let length = text[at..].find([',', '\n', '\r']).unwrap_or(text.len() - at);
    let raw = &text[at..at + length];
    let start = at + raw.len() - raw.trim_start().len();
    let trimmed = raw.trim();
    (Field { text: trimmed.to_owned(), range: start..start + trimmed.len(), copied: true }, at + length)
}

fn quoted(text: &str, open: usize) -> Result<(Field, usize), usize> {
    let mut close = open + 1;
    loop {
        close += text[close..].find('"').ok_or(open)?;
        if text[close + 1..].starts_with('"') {
            close += 2;
        } else {
            break;
        }
    }
    let raw = &text[open + 1..close];
    let plain = raw.replace("\"\"", "\"").replace("\r\n", " ").replace('\n', " ");
    let copied = plain == raw;
    // What stands between the closing mark and the comma is no part of the field.
    let rest = text[close + 1..].find([',', '\n', '\r']).map_or(text.len(), |length| close + 1 + length);
    Ok((Field { text: plain, range: open + 1..close, copied }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_their_places() {
        let text = "年, 數\n\"a,b\",\"c \"\"d\"\"\"\n\n1,\n";
        let rows = parse_csv(text).unwrap();
        let texts: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(|field| field.text.as_str()).collect()).collect();
        assert_eq!(texts, [vec!["年", "數"], vec!["a,b", "c \"d\""], vec!["1", ""]]);
        for field in rows.iter().flatten().filter(|field| field.copied) {
            assert_eq!(&text[field.range.clone()], field.text);
        }
        assert_eq!(parse_csv("a,\"b"), Err(2));
    }
}
