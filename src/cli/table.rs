//! Tables for a terminal, aligned also with wide characters.

use crate::diag::columns;

/// On which side of its column a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Start,
    End,
}

/// The rows as lines, two spaces between columns, each ending with a line feed. The first row is the head.
pub fn table(aligns: &[Align], rows: &[Vec<String>]) -> String {
    let width = |index: usize| rows.iter().filter_map(|row| row.get(index)).map(|cell| columns(cell)).max().unwrap_or_default();
    let widths: Vec<usize> = (0..aligns.len()).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for ((cell, align), width) in row.iter().zip(aligns).zip(&widths) {
            let blank = " ".repeat(width - columns(cell));
            match align {
                Align::Start => line.extend([cell.as_str(), &blank, "  "]),
                Align::End => line.extend([&blank, cell.as_str(), "  "]),
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// A number of bytes for people.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} B"),
        1000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// A number with its thousands apart.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_keep_columns_straight() {
        let rows = [["檔案", "7"], ["ab", "10"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(table(&[Align::Start, Align::End], &rows), "檔案   7\nab    10\n");
    }

    #[test]
    fn numbers_are_for_people() {
        assert_eq!((grouped(1_234_567), grouped(999), size(1_500)), ("1,234,567".into(), "999".into(), "1.5 kB".into()));
    }
}
