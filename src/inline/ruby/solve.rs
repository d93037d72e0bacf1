//! A base and its reading brought to one length: pure arithmetic along the line.

use crate::geom::Length;

/// What stands beside a base, for a reading that is longer: how far it may overhang there. Below zero it must keep that far away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rooms {
    pub before: Length,
    pub after: Length,
}

impl Rooms {
    /// The same without the duty to keep away.
    fn overhang(self) -> Rooms {
        Rooms { before: self.before.max(Length::ZERO), after: self.after.max(Length::ZERO) }
    }
}

/// How a reading shorter than a single base character stands (JLREQ 3.3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alignment {
    /// Nakatsuki.
    Centre,
    /// Katatsuki; for vertical lines.
    Start,
}

/// Where bases and readings stand, from the start of the first base's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Solved {
    /// The body of each base with the blanks that the reading asks for.
    pub bodies: Vec<Length>,
    /// Where each base begins in its body.
    pub shifts: Vec<Length>,
    /// Where each reading begins; below zero it overhangs what stands before.
    pub starts: Vec<Length>,
}

impl Solved {
    pub fn width(&self) -> Length {
        self.bodies.iter().copied().sum()
    }
}

/// One reading over bases that stay together (JLREQ 3.3.5 and 3.3.6): centred on them. Where it is longer it overhangs as far as
/// the rooms allow, and the bases are spread for the rest: what stands between two is twice what stands at the ends.
pub(super) fn together(bases: &[Length], reading: Length, rooms: Rooms) -> Solved {
    let count = bases.len() as i64;
    let base: Length = bases.iter().copied().sum();
    let excess = reading - base;
    let jut = jut(excess, count, rooms.overhang());
    let lead = (jut - rooms.before).max(Length::ZERO);
    let trail = (jut - rooms.after).max(Length::ZERO);
    let between = if excess > Length::ZERO && count > 1 {
        let Rooms { before, after } = rooms.overhang();
        (jut - before).max(Length::ZERO) + (jut - after).max(Length::ZERO)
    } else {
        Length::ZERO
    };
    let last = bases.len().saturating_sub(1);
    let half = between.scale(1, 2);
    let mut bodies = Vec::with_capacity(bases.len());
    let mut shifts = Vec::with_capacity(bases.len());
    for (index, &base) in bases.iter().enumerate() {
        let start = if index == 0 { lead } else { half };
        let end = if index == last { trail } else { between - half };
        bodies.push(start + base + end);
        shifts.push(start);
    }
    Solved { bodies, shifts, starts: vec![lead - jut] }
}

/// How far a centred reading juts out on both sides of its bases. With `n` bases spread by `(jut - before) + (jut - after)`
/// between each two, where only what is not overhung counts, the reading is as long as the spread bases and two juts.
fn jut(excess: Length, count: i64, rooms: Rooms) -> Length {
    if excess <= Length::ZERO {
        return excess.scale(1, 2);
    }
    let (near, far) = (rooms.before.min(rooms.after), rooms.before.max(rooms.after));
    let even = excess.scale(1, 2);
    if even <= near {
        return even;
    }
    let one = (excess + near * (count - 1)).scale(1, count + 1);
    if one <= far {
        return one;
    }
    (excess + (near + far) * (count - 1)).scale(1, 2 * count)
}

/// One reading over one base from its start (katatsuki, JLREQ 3.3.5): it overhangs what follows, then what stands before; the base
/// is set in by half of the rest.
pub(super) fn from_start(base: Length, reading: Length, rooms: Rooms) -> Solved {
    let excess = (reading - base).max(Length::ZERO);
    let Rooms { before, after } = rooms.overhang();
    let after = excess.min(after);
    let before = (excess - after).min(before);
    let rest = excess - after - before;
    let away = (-rooms.before).max(Length::ZERO);
    let start = away - before;
    let body = away + base + rest;
    let keep = (start + reading - rooms.after.min(Length::ZERO) - body - after).max(Length::ZERO);
    Solved { bodies: vec![body + keep], shifts: vec![away + rest.scale(1, 2)], starts: vec![start] }
}

/// The length between the first base's start and the last one's end, for a second reading on the other side.
pub(super) fn extent(solved: &Solved, bases: &[Length]) -> (Length, Length) {
    let start = solved.shifts.first().copied().unwrap_or_default();
    let before: Length = solved.bodies.iter().rev().skip(1).copied().sum();
    let end = before + solved.shifts.last().copied().unwrap_or_default() + bases.last().copied().unwrap_or_default();
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sixteenths of an em: a ruby em is 8.
    fn length(sixteenths: i64) -> Length {
        Length::units(sixteenths * 720)
    }

    fn rooms(before: i64, after: i64) -> Rooms {
        Rooms { before: length(before), after: length(after) }
    }

    fn sixteenths(lengths: &[Length]) -> Vec<i64> {
        lengths.iter().map(|length| (length.to_units() + 360).div_euclid(720)).collect()
    }

    fn row(solved: &Solved) -> (Vec<i64>, Vec<i64>, Vec<i64>) {
        (sixteenths(&solved.bodies), sixteenths(&solved.shifts), sixteenths(&solved.starts))
    }

    fn set(bases: usize, kana: i64, before: i64, after: i64) -> (Vec<i64>, Vec<i64>, Vec<i64>) {
        row(&together(&vec![length(16); bases], length(8 * kana), rooms(before, after)))
    }

    /// Proves: RUB-03 [JA] [HV]: a reading of one to five kana stands with its middle on the middle of its base (JLREQ 3.3.5),
    /// between Han, between kana, and between one of each.
    #[test]
    fn a_mono_reading_is_centred() {
        assert_eq!(set(1, 1, 0, 0), (vec![16], vec![0], vec![4]));
        assert_eq!(set(1, 2, 0, 0), (vec![16], vec![0], vec![0]));
        assert_eq!(set(1, 3, 8, 8), (vec![16], vec![0], vec![-4]));
        assert_eq!(set(1, 4, 8, 8), (vec![16], vec![0], vec![-8]));
        assert_eq!(set(1, 5, 8, 8), (vec![24], vec![4], vec![-8]));
        assert_eq!(set(1, 3, 0, 0), (vec![24], vec![4], vec![0]));
        assert_eq!(set(1, 4, 0, 8), (vec![24], vec![8], vec![0]));
    }

    /// Proves: RUB-04 [JA] [HV]: bases under a longer reading are spread 1:2:1 (JLREQ 3.3.6).
    #[test]
    fn bases_are_spread_one_two_one() {
        assert_eq!(set(2, 6, 0, 0), (vec![24, 24], vec![4, 4], vec![0]));
        assert_eq!(set(3, 9, 0, 0), (vec![24, 24, 24], vec![4, 4, 4], vec![0]));
        assert_eq!(set(2, 4, 0, 0), (vec![16, 16], vec![0, 0], vec![0]));
    }

    /// JLREQ 3.3.8: what kana take is no longer asked of the bases.
    #[test]
    fn overhang_comes_before_spreading() {
        assert_eq!(set(2, 6, 8, 8), (vec![16, 16], vec![0, 0], vec![-8]));
        assert_eq!(set(2, 8, 8, 8), (vec![24, 24], vec![4, 4], vec![-8]));
    }

    /// With Han on one side and kana on the other the reading stays in the middle of its bases.
    #[test]
    fn a_reading_with_room_on_one_side_stays_centred() {
        let bases = [length(16); 2];
        for kana in 5..12 {
            let solved = together(&bases, length(8 * kana), rooms(0, 8));
            let (from, to) = extent(&solved, &bases);
            let middle = solved.starts[0] * 2 + length(8 * kana);
            assert!((from + to - middle).abs() <= Length::units(4), "{kana}: {solved:?}");
            assert!(solved.starts[0] >= Length::units(-2));
            assert!(solved.starts[0] + length(8 * kana) <= solved.width() + length(8) + Length::units(8));
        }
    }

    /// JLREQ 3.3.5 (b): a reading from the shoulder overhangs what follows first.
    #[test]
    fn a_reading_from_the_shoulder_overhangs_what_follows_first() {
        let set = |kana: i64, before, after| row(&from_start(length(16), length(8 * kana), rooms(before, after)));
        assert_eq!(set(1, 8, 8), (vec![16], vec![0], vec![0]));
        assert_eq!(set(3, 8, 8), (vec![16], vec![0], vec![0]));
        assert_eq!(set(4, 8, 8), (vec![16], vec![0], vec![-8]));
        assert_eq!(set(3, 8, 0), (vec![16], vec![0], vec![-8]));
        assert_eq!(set(3, 0, 0), (vec![24], vec![4], vec![0]));
        assert_eq!(set(2, -1, -1), (vec![18], vec![1], vec![1]));
    }

    /// A room below zero keeps the reading away from what stands there.
    #[test]
    fn a_reading_keeps_away_where_it_must() {
        assert_eq!(set(1, 2, -1, -1), (vec![18], vec![1], vec![1]));
        assert_eq!(set(1, 1, -2, 0), (vec![16], vec![0], vec![4]));
        assert_eq!(set(2, 6, -1, 0), (vec![25, 24], vec![5, 4], vec![1]));
    }
}
