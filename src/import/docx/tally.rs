//! Counts of what a document held, and what is to be told about it.

use std::collections::BTreeMap;
use std::mem::discriminant;

use super::told::Told;

/// Counts and findings.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    found: BTreeMap<&'static str, usize>,
    changed: BTreeMap<&'static str, usize>,
    /// Looks that the tree says with less: the look, what it became, how often.
    approximated: BTreeMap<(String, &'static str), usize>,
    told: Vec<Told>,
    /// Findings beyond those listed.
    more: usize,
}

/// Findings of one kind that are listed; the rest is counted.
const LISTED: usize = 200;

impl Tally {
    pub fn found(&mut self, what: &'static str) {
        self.found_many(what, 1);
    }

    pub fn found_many(&mut self, what: &'static str, count: usize) {
        if count > 0 {
            *self.found.entry(what).or_default() += count;
        }
    }

    /// `what` in words, after a number: `3 paragraphs …`.
    pub fn changed(&mut self, what: &'static str) {
        *self.changed.entry(what).or_default() += 1;
    }

    pub fn approximate(&mut self, look: &str, instead: &'static str) {
        *self.approximated.entry((look.to_owned(), instead)).or_default() += 1;
    }

    pub fn tell(&mut self, told: Told) {
        let is_listed = matches!(told, Told::Private(_) | Told::Symbol { .. }) && self.told.contains(&told);
        if is_listed {
            return;
        }
        if self.told.iter().filter(|other| discriminant(*other) == discriminant(&told)).count() < LISTED {
            self.told.push(told);
        } else {
            self.more += 1;
        }
    }

    pub fn count(&self, what: &str) -> usize {
        self.found.get(what).copied().unwrap_or(0)
    }

    pub fn all_found(&self) -> Vec<(&'static str, usize)> {
        self.found.iter().map(|(name, count)| (*name, *count)).collect()
    }

    /// What was made otherwise than it stood, in words.
    pub fn changes(&self) -> Vec<String> {
        let looks = self.approximated.iter().map(|((look, instead), count)| format!("{count} × {look} became {instead}"));
        self.changed.iter().map(|(what, count)| format!("{count} {what}")).chain(looks).collect()
    }

    pub fn told(&self) -> &[Told] {
        &self.told
    }

    pub fn more(&self) -> usize {
        self.more
    }
}
