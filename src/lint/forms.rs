//! Characters of another set: Simplified in Traditional text, Japanese forms in Chinese text, and so on.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::characters::is_han;
use super::characters::is_hiragana;
use super::found::Found;
use super::row::Row;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::unicode::Region;

/// Characters that one set does not have, and what stands for them there.
struct Forms {
    /// By character: what Traditional, Simplified and Japanese text write instead; empty where the character is at home.
    rows: Vec<(char, [&'static str; 3])>,
}

fn forms() -> &'static Forms {
    static FORMS: OnceLock<Forms> = OnceLock::new();
    FORMS.get_or_init(|| {
        let mut rows = Vec::with_capacity(6000);
        for line in include_str!("../../assets/lint/forms.tsv").lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let Some(character) = fields.next().and_then(|field| field.chars().next()) else { continue };
            rows.push((character, [(); 3].map(|()| fields.next().unwrap_or_default())));
        }
        Forms { rows }
    })
}

impl Forms {
    /// What a set writes for a character that it does not have.
    fn instead(&self, character: char, set: Set) -> Option<&'static str> {
        let index = self.rows.binary_search_by_key(&character, |(character, _)| *character).ok()?;
        Some(self.rows[index].1[set as usize]).filter(|instead| !instead.is_empty())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    Traditional,
    Simplified,
    Japanese,
}

impl Set {
    fn of(region: Region) -> Option<Set> {
        match region {
            Region::Taiwan | Region::HongKong => Some(Set::Traditional),
            Region::Mainland => Some(Set::Simplified),
            Region::Japan => Some(Set::Japanese),
            Region::Korea | Region::Western => None,
        }
    }
}

/// Forms that Hong Kong's list has beside the common Traditional ones (常用字字形表).
const HONG_KONG: &str = "兑叁啓囱妝媪悦愠户捝搵敓敍枴梲氲涚温溈熅痴皁秘税粽線緼脱卧葱藴蜕衞説轀醖鈎鋭閲内没强着床峰";

/// One character in so many may be of another set before the text counts as written in both.
const RARE: usize = 10;

/// Characters that show a set, below which a text shows nothing.
const LEAST: usize = 12;

/// What a manuscript's text of one set is written with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormCounts {
    /// By set: characters of the set that another one does not have.
    own: [usize; 3],
    /// By set: characters that the set does not have.
    foreign: [usize; 3],
    /// How often each foreign character stands, and how often each character that would stand for one.
    each: BTreeMap<char, usize>,
}

impl FormCounts {
    pub fn of(rows: &[Row]) -> FormCounts {
        let (forms, mut counts) = (forms(), FormCounts::default());
        for row in rows {
            let Some(set) = Set::of(row.region) else { continue };
            for (at, &character) in row.chars.iter().enumerate() {
                if is_hiragana(character) {
                    counts.own[set as usize] += usize::from(set == Set::Japanese);
                } else if is_han(character) && row.is_free(at..at + 1) {
                    let foreign = foreign(forms, character, set, row.region).is_some();
                    let shows = match set {
                        Set::Traditional => forms.instead(character, Set::Simplified).is_some(),
                        Set::Simplified => forms.instead(character, Set::Traditional).is_some(),
                        Set::Japanese => false,
                    };
                    if foreign || shows {
                        *counts.each.entry(character).or_default() += 1;
                    }
                    counts.foreign[set as usize] += usize::from(foreign);
                    counts.own[set as usize] += usize::from(!foreign && shows);
                }
            }
        }
        counts
    }

    /// Whether single characters of another set are slips.
    fn tells(&self, set: Set) -> bool {
        let (own, foreign) = (self.own[set as usize], self.foreign[set as usize]);
        own >= LEAST && foreign * RARE <= own
    }

    /// Whether a foreign character is a slip and no habit: rare, or rarer than what should stand for it.
    fn is_slip(&self, character: char, instead: &str) -> bool {
        const RARELY: usize = 3;
        let count = |character: char| self.each.get(&character).copied().unwrap_or_default();
        let foreign = count(character);
        foreign <= RARELY || instead.chars().any(|right| count(right) > foreign)
    }
}

fn foreign(forms: &Forms, character: char, set: Set, region: Region) -> Option<&'static str> {
    let instead = forms.instead(character, set)?;
    (region != Region::HongKong || !HONG_KONG.contains(character)).then_some(instead)
}

/// Single characters of another set.
pub fn mixed_forms(row: &Row, counts: &FormCounts, out: &mut Vec<Found>) {
    let Some(set) = Set::of(row.region).filter(|set| counts.tells(*set)) else { return };
    let forms = forms();
    for at in 0..row.len() {
        let character = row.chars[at];
        if !is_han(character) || !row.is_free(at..at + 1) {
            continue;
        }
        let Some(instead) = foreign(forms, character, set, row.region).filter(|instead| counts.is_slip(character, instead)) else {
            continue;
        };
        let finding = Diagnostic::new(Code::MixedForms).maybe_at(row.span(at..at + 1)).with("character", character);
        let mut candidates = instead.chars();
        let only = candidates.next().filter(|_| candidates.next().is_none());
        let proposal = only.and_then(|only| row.replace(at..at + 1, only));
        let listed: Vec<String> = instead.chars().map(String::from).collect();
        out.push(Found::with(finding.with("right", listed.join("`, `")), proposal));
    }
}

/// The language that the text of a region is in instead, when most of what shows a set is of another one.
pub fn contradicted(region: Region, counts: &FormCounts) -> Option<&'static str> {
    let set = Set::of(region)?;
    let (own, foreign) = (counts.own[set as usize], counts.foreign[set as usize]);
    if foreign < LEAST || foreign <= own {
        return None;
    }
    Some(match set {
        Set::Traditional => "zh-Hans-CN",
        Set::Simplified => "zh-Hant-TW",
        Set::Japanese => "zh-Hans-CN",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_says_what_each_set_writes() {
        let forms = forms();
        assert!(forms.rows.len() > 4000);
        assert!(forms.rows.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(forms.instead('国', Set::Traditional), Some("國"));
        assert_eq!(forms.instead('國', Set::Simplified), Some("国"));
        assert_eq!(forms.instead('们', Set::Japanese), Some("們"));
        assert_eq!(forms.instead('国', Set::Japanese), None);
        assert_eq!(forms.instead('台', Set::Traditional), None);
        assert_eq!(forms.instead('里', Set::Traditional), None);
    }
}
