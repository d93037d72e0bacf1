//! What a choice of lines costs: lanes that are compared in order, never added to each other.

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl Cost {
    pub fn of(lane: Lane, amount: u32) -> Cost {
        let mut cost = Cost::default();
        cost.add(lane, amount);
        cost
    }

    pub fn add(&mut self, lane: Lane, amount: u32) {
        let sum = &mut self.0[usize::from(lane.0)];
        *sum = sum.saturating_add(amount.min(FULL));
    }

    pub fn plus(mut self, other: &Cost) -> Cost {
        for (sum, amount) in self.0.iter_mut().zip(&other.0) {
            *sum = sum.saturating_add(*amount);
        }
        self
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
                earlier.add(Lane::shrink(stage, preference), FULL);
            }
            assert!(earlier < Cost::of(Lane::shrink(SHRINKS - 1, preference), 1));
        }
        let shrink = |preference| Cost::of(Lane::shrink(SHRINKS - 1, preference), FULL);
        let stretch = |preference| Cost::of(Lane::stretch(0, preference), 1);
        assert!(shrink(Preference::Shrink) < stretch(Preference::Shrink));
        assert!(shrink(Preference::Stretch) > stretch(Preference::Stretch));
    }
}
