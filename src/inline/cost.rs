//! What a choice of lines costs: lanes that are compared in order, never added to each other.

use std::cmp::Ordering;

use super::rules::GapKind;
use super::rules::LineRules;
use crate::manuscript::Preference;

/// Stages of shrinking, at most.
pub(super) const SHRINKS: usize = 7;
/// Stages of stretching before all places open, at most.
pub(super) const STRETCHES: usize = 2;

/// Sums over the lines of a paragraph, the gravest first. One unit of a lane outweighs everything in the lanes after it
/// (JLREQ 3.8.2: the stages give way in order; CLREQ 6.2: first push in, then push out).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cost([u32; LANES]);

/// A lane of a [`Cost`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lane(u8);

const LANES: usize = 10 + SHRINKS + STRETCHES;

impl Lane {
    /// What no stage takes up.
    pub const EXCESS: Lane = Lane(0);
    /// Line ends that only the last resort allows.
    pub const RELAXED: Lane = Lane(1);
    /// What a line lacks and has no place to open for.
    pub const LACK: Lane = Lane(2);
    /// Opening by more than a quarter em a place.
    pub const LOOSE: Lane = Lane(3);
    /// A last line of one character (JLREQ 3.8.6, CLREQ 6.1.4).
    pub const SINGLE: Lane = Lane(4);
    /// Opening by an eighth to a quarter em a place.
    pub const WIDE: Lane = Lane(5);
    /// Opening by less.
    pub const OPEN: Lane = Lane(6);
    /// Neighbours of which one is squeezed and the other opened.
    pub const CONTRAST: Lane = Lane(7);
    /// Words that are divided.
    pub const HYPHEN: Lane = Lane(8);
    /// Marks that hang.
    pub const HANG: Lane = Lane(LANES as u8 - 1);

    /// Of a stage of shrinking, counted from 0.
    pub fn shrink(stage: usize, preference: Preference) -> Lane {
        let first = match preference {
            Preference::Shrink => 9 + STRETCHES,
            Preference::Stretch => 9,
        };
        Lane((first + SHRINKS - 1 - stage) as u8)
    }

    /// Of a stage of stretching, counted from 0.
    pub fn stretch(stage: usize, preference: Preference) -> Lane {
        let first = match preference {
            Preference::Shrink => 9,
            Preference::Stretch => 9 + SHRINKS,
        };
        Lane((first + STRETCHES - 1 - stage) as u8)
    }
}

/// The most that one line adds to a lane; a paragraph of 65,000 lines does not overflow it.
pub(super) const FULL: u32 = 1 << 16;

/// What one line costs: the few lanes that it adds to, the gravest first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Price {
    amounts: [(Lane, u32); PARTS],
    count: u8,
}

/// The stage of a line, the form of its end, its line end, its being single, and a contrast to the line before.
const PARTS: usize = 5;

impl Default for Lane {
    fn default() -> Lane {
        Lane::HANG
    }
}

impl Price {
    pub fn of(lane: Lane, amount: u32) -> Price {
        let mut price = Price::default();
        price.add(lane, amount);
        price
    }

    pub fn add(&mut self, lane: Lane, amount: u32) {
        let amount = amount.min(FULL);
        if amount == 0 {
            return;
        }
        let count = usize::from(self.count);
        let place = self.amounts[..count].iter().position(|&(known, _)| known >= lane).unwrap_or(count);
        if place < count && self.amounts[place].0 == lane {
            self.amounts[place].1 = self.amounts[place].1.saturating_add(amount);
            return;
        }
        self.amounts.copy_within(place..count, place + 1);
        self.amounts[place] = (lane, amount);
        self.count += 1;
    }

    fn parts(&self) -> &[(Lane, u32)] {
        &self.amounts[..usize::from(self.count)]
    }

    /// Whether nothing stands in a lane or in those before it.
    pub fn is_free_to(&self, lane: Lane) -> bool {
        self.parts().first().is_none_or(|&(first, _)| first > lane)
    }
}

impl PartialEq for Price {
    fn eq(&self, other: &Price) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Price {}

impl PartialOrd for Price {
    fn partial_cmp(&self, other: &Price) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Price {
    /// As the sums compare: who has anything in a graver lane costs more.
    fn cmp(&self, other: &Price) -> Ordering {
        for (&(own, amount), &(others, theirs)) in self.parts().iter().zip(other.parts()) {
            let order = others.cmp(&own).then(amount.cmp(&theirs));
            if order != Ordering::Equal {
                return order;
            }
        }
        self.count.cmp(&other.count)
    }
}

impl Cost {
    /// The cost of one more line.
    pub fn plus(mut self, line: &Price) -> Cost {
        for &(lane, amount) in line.parts() {
            let sum = &mut self.0[usize::from(lane.0)];
            *sum = sum.saturating_add(amount);
        }
        self
    }

    /// Whether this cost with one more line is less than another. As [`Cost::plus`] would tell, without the sum.
    pub fn is_less_with(&self, line: &Price, other: &Cost) -> bool {
        let mut parts = line.parts().iter();
        let mut part = parts.next();
        for (index, (&own, &theirs)) in self.0.iter().zip(&other.0).enumerate() {
            let sum = match part {
                Some(&(lane, amount)) if usize::from(lane.0) == index => {
                    part = parts.next();
                    own.saturating_add(amount)
                }
                Some(_) | None => own,
            };
            if sum != theirs {
                return sum < theirs;
            }
        }
        false
    }

    /// Whether nothing stands in a lane or in those before it.
    pub fn is_free_to(&self, lane: Lane) -> bool {
        self.0[..=usize::from(lane.0)].iter().all(|&amount| amount == 0)
    }
}

/// How a line's colour strikes the eye beside its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Colour {
    Dark,
    Even,
    Light,
}

/// How many colours there are.
pub(super) const COLOURS: usize = 3;

impl Colour {
    pub fn contrasts(self, next: Colour) -> bool {
        matches!((self, next), (Colour::Dark, Colour::Light) | (Colour::Light, Colour::Dark))
    }
}

/// Whether squeezing in a stage shows.
pub(super) fn shows(rules: &LineRules, stage: usize) -> bool {
    rules.shrink[stage].gap.iter().any(|gap| !matches!(gap, GapKind::WordSpace | GapKind::LineEnd))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves: ADJ-08 [ALL] [HV]: stages are compared in order, whatever their amounts.
    #[test]
    fn a_later_stage_outweighs_all_earlier_ones() {
        for preference in [Preference::Shrink, Preference::Stretch] {
            let mut earlier = Cost::default();
            for stage in 0..SHRINKS - 1 {
                earlier = earlier.plus(&Price::of(Lane::shrink(stage, preference), FULL));
            }
            assert!(earlier < Cost::default().plus(&Price::of(Lane::shrink(SHRINKS - 1, preference), 1)));
        }
        let shrink = |preference| Price::of(Lane::shrink(SHRINKS - 1, preference), FULL);
        let stretch = |preference| Price::of(Lane::stretch(0, preference), 1);
        assert!(shrink(Preference::Shrink) < stretch(Preference::Shrink));
        assert!(shrink(Preference::Stretch) > stretch(Preference::Stretch));
    }

    #[test]
    fn prices_compare_as_the_sums_that_they_make() {
        let lanes = [Lane::EXCESS, Lane::OPEN, Lane::HYPHEN, Lane::HANG];
        let mut prices = vec![Price::default()];
        for (index, &first) in lanes.iter().enumerate() {
            for &second in &lanes[index..] {
                for amounts in [(1, 0), (2, 1), (1, 3), (FULL, FULL)] {
                    let mut price = Price::of(second, amounts.1);
                    price.add(first, amounts.0);
                    prices.push(price);
                }
            }
        }
        for one in &prices {
            for other in &prices {
                let sums = [one, other].map(|price| Cost::default().plus(price));
                assert_eq!(one.cmp(other), sums[0].cmp(&sums[1]), "{one:?} {other:?}");
                for base in &prices {
                    let base = Cost::default().plus(base);
                    assert_eq!(base.is_less_with(one, &sums[1]), base.plus(one) < sums[1]);
                }
            }
        }
    }
}
