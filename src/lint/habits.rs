//! What the manuscript does where more than one form is right.

use super::row::Row;
use crate::unicode::Region;

/// The forms that prevail in a manuscript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Habits {
    /// The comma of Japanese text: `、` or `，`.
    pub comma: char,
    /// The stop of Japanese text: `。` or `．`.
    pub stop: char,
    /// `…` or `⋯`.
    pub ellipsis: char,
    /// `—`, `―` or `─`, always written twice.
    pub dash: char,
}

impl Habits {
    pub fn of(rows: &[Row]) -> Habits {
        let mut counts = [[0usize; 3]; 4];
        let mut japanese = false;
        for row in rows {
            let in_japanese = row.region == Region::Japan;
            japanese |= in_japanese;
            for character in &row.chars {
                let (kind, form) = match character {
                    '、' if in_japanese => (0, 0),
                    '，' if in_japanese => (0, 1),
                    '。' if in_japanese => (1, 0),
                    '．' if in_japanese => (1, 1),
                    '…' => (2, 0),
                    '⋯' => (2, 1),
                    '—' => (3, 0),
                    '―' => (3, 1),
                    '─' => (3, 2),
                    _ => continue,
                };
                counts[kind][form] += 1;
            }
        }
        let first = |kind: usize, forms: &[char]| {
            let most = (0..forms.len()).max_by_key(|form| (counts[kind][*form], std::cmp::Reverse(*form)));
            most.map_or(forms[0], |form| forms[form])
        };
        let dashes: &[char] = if japanese && counts[3] == [0; 3] { &['―'] } else { &['—', '―', '─'] };
        Habits {
            comma: first(0, &['、', '，']), stop: first(1, &['。', '．']), ellipsis: first(2, &['…', '⋯']), dash: first(3, dashes)
        }
    }

    pub fn ellipses(&self) -> String {
        String::from_iter([self.ellipsis; 2])
    }

    pub fn dashes(&self) -> String {
        String::from_iter([self.dash; 2])
    }
}
