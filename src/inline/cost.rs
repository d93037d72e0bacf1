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
/// (JLREQ 3.8.2: the stages give way in order; CLREQ 6.2: first push in, then push out). Two lanes of 32 bits share a word, the
/// graver one its upper half, so that words compare as lanes do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cost([u64; WORDS]);

/// A lane of a [`Cost`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lane(u8);

const LANES: usize = 10 + SHRINKS + STRETCHES;
const WORDS: usize = LANES.div_ceil(2);

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

/// What one line costs: the few lanes that it adds to, the gravest first. Each part is a number that is greater for a graver lane,
/// and for more in the same lane; parts that are not taken are 0. So prices compare as the sums that they make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Price([u32; PARTS]);

/// The stage of a line, the form of its end, its line end, its being single, and a contrast to the line before.
const PARTS: usize = 5;
/// Bits of an amount in a part, for twice [`FULL`].
const AMOUNT: u32 = 24;

impl Price {
    /// Of a line that contrasts with the one before it.
    pub const CONTRAST: Price = Price([part(Lane::CONTRAST, 1), 0, 0, 0, 0]);

    #[inline]
    pub fn of(lane: Lane, amount: u32) -> Price {
        let mut price = Price::default();
        if amount > 0 {
            price.0[0] = part(lane, amount.min(FULL));
        }
        price
    }

    #[inline]
    pub fn add(&mut self, lane: Lane, amount: u32) {
        if amount == 0 {
            return;
        }
        let mut carried = part(lane, amount.min(FULL));
        for known in &mut self.0 {
            if *known >> AMOUNT == carried >> AMOUNT {
                *known += carried & ((1 << AMOUNT) - 1);
                return;
            }
            if *known < carried {
                std::mem::swap(known, &mut carried);
            }
            if carried == 0 {
                return;
            }
        }
    }

    /// Lanes and amounts, the gravest first.
    #[inline]
    fn parts(&self) -> impl Iterator<Item = (usize, u32)> {
        let taken = self.0.iter().take_while(|&&part| part != 0);
        taken.map(|part| (LANES - (part >> AMOUNT) as usize, part & ((1 << AMOUNT) - 1)))
    }

    /// Whether nothing stands in a lane or in those before it.
    pub fn is_free_to(&self, lane: Lane) -> bool {
        self.parts().next().is_none_or(|(first, _)| first > usize::from(lane.0))
    }
}

const fn part(lane: Lane, amount: u32) -> u32 {
    (LANES as u32 - lane.0 as u32) << AMOUNT | amount
}

/// A word with an amount added to one of its lanes.
#[inline]
fn word_with(word: u64, lane: usize, amount: u32) -> u64 {
    let (upper, lower) = ((word >> 32) as u32, word as u32);
    let (upper, lower) = if lane.is_multiple_of(2) { (upper.saturating_add(amount), lower) } else { (upper, lower.saturating_add(amount)) };
    u64::from(upper) << 32 | u64::from(lower)
}

impl Cost {
    /// The cost of one more line.
    #[inline]
    pub fn plus(mut self, line: &Price) -> Cost {
        for (lane, amount) in line.parts() {
            self.0[lane / 2] = word_with(self.0[lane / 2], lane, amount);
        }
        self
    }

    /// How this cost with one more line compares to another. As [`Cost::plus`] would tell, without the sum.
    #[inline]
    pub fn compare_with(&self, line: &Price, other: &Cost) -> Ordering {
        let mut parts = line.parts().peekable();
        for (index, (&own, &theirs)) in self.0.iter().zip(&other.0).enumerate() {
            let mut sum = own;
            while let Some((lane, amount)) = parts.next_if(|(lane, _)| lane / 2 == index) {
                sum = word_with(sum, lane, amount);
            }
            if sum != theirs {
                return sum.cmp(&theirs);
            }
        }
        Ordering::Equal
    }

    /// Whether nothing stands in a lane or in those before it.
    pub fn is_free_to(&self, lane: Lane) -> bool {
        let lane = usize::from(lane.0);
        let before = self.0[..lane / 2].iter().all(|&word| word == 0);
        before && if lane % 2 == 0 { self.0[lane / 2] >> 32 == 0 } else { self.0[lane / 2] == 0 }
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
                    assert_eq!(base.compare_with(one, &sums[1]), base.plus(one).cmp(&sums[1]));
                    for lane in [Lane::EXCESS, Lane::RELAXED, Lane::OPEN, Lane::CONTRAST, Lane::HANG] {
                        let free = sums[0].is_free_to(lane);
                        assert_eq!(
                            (free, free),
                            (one.is_free_to(lane), sums[0] < Cost::default().plus(&Price::of(lane, 1))),
                            "{one:?} {lane:?}"
                        );
                    }
                }
            }
        }
    }
}
