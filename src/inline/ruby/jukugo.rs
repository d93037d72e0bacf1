//! A word whose bases each have a reading: they share what room the word has (JLREQ appendix F).

use super::solve::Alignment;
use super::solve::Rooms;
use super::solve::Solved;
use crate::geom::Length;

/// A base of a word and the length of its reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub base: Length,
    pub reading: Length,
}

/// Sets a word. Readings no longer than their bases stand on them. Else a reading overhangs its neighbours in the word by at most
/// `inner`, the following one first; then what follows the word, then what stands before it; then bases are spread, those with
/// longer readings alone, in proportion to their readings, half before and half after (appendix F, principles 1 and 2).
pub(super) fn word(pairs: &[Pair], inner: Length, rooms: Rooms, alignment: Alignment) -> Solved {
    let outer = Rooms { before: rooms.before.max(Length::ZERO), after: rooms.after.max(Length::ZERO) };
    let none = Length::ZERO;
    let ways = [
        Rooms { before: none, after: none },
        Rooms { before: none, after: outer.after },
        Rooms { before: outer.before, after: none },
        outer,
    ];
    let solid = vec![Length::ZERO; pairs.len()];
    let fits = |way: &&Rooms| shortfall(pairs, inner, **way).is_zero();
    let (spread, way) = match ways.iter().find(fits) {
        Some(way) => (solid, *way),
        None => (share(pairs, shortfall(pairs, inner, outer)), outer),
    };
    let mut solved = place(pairs, &spread, inner, way, alignment);
    keep_away(&mut solved, pairs, rooms);
    solved
}

/// How much the bases must be spread in all: the most that any stretch of readings lacks, by its share of the whole.
fn shortfall(pairs: &[Pair], inner: Length, rooms: Rooms) -> Length {
    let weight: i64 = pairs.iter().map(weight).sum();
    let mut most = Length::ZERO;
    for from in 0..pairs.len() {
        let (mut lack, mut own) = (Length::ZERO, 0);
        for to in from..pairs.len() {
            lack += pairs[to].reading - pairs[to].base;
            own += self::weight(&pairs[to]);
            let before = if from == 0 { rooms.before } else { inner };
            let after = if to + 1 == pairs.len() { rooms.after } else { inner };
            let needed = lack - before - after;
            if needed > Length::ZERO && own > 0 {
                let whole = needed.scale(weight, own);
                let rounding = if whole.scale(own, weight) < needed { Length::units(1) } else { Length::ZERO };
                most = most.max(whole + rounding);
            }
        }
    }
    most
}

/// The share of a base in the spreading: the length of its reading when that is longer than the base.
fn weight(pair: &Pair) -> i64 {
    if pair.reading > pair.base { pair.reading.to_units() } else { 0 }
}

fn share(pairs: &[Pair], amount: Length) -> Vec<Length> {
    let all: i64 = pairs.iter().map(weight).sum();
    let mut given = Length::ZERO;
    let mut sum = 0;
    let mut shares = Vec::with_capacity(pairs.len());
    for pair in pairs {
        sum += weight(pair);
        let upto = amount.scale(sum, all.max(1));
        shares.push(upto - given);
        given = upto;
    }
    shares
}

/// Readings in order, none on another, each as near to where it would stand by itself as its neighbours let it.
fn place(pairs: &[Pair], spread: &[Length], inner: Length, rooms: Rooms, alignment: Alignment) -> Solved {
    let bodies: Vec<Length> = pairs.iter().zip(spread).map(|(pair, &extra)| pair.base + extra).collect();
    let shifts: Vec<Length> = spread.iter().map(|extra| extra.scale(1, 2)).collect();
    let count = pairs.len();
    let whole: Length = bodies.iter().copied().sum();
    // From the end: the latest start that leaves room for the readings that follow.
    let mut latest = vec![Length::ZERO; count];
    let mut end = whole;
    let mut next = whole + rooms.after;
    for index in (0..count).rev() {
        let most = if index + 1 == count { whole + rooms.after } else { end + inner };
        latest[index] = next.min(most) - pairs[index].reading;
        next = latest[index];
        end -= bodies[index];
    }
    let mut starts = Vec::with_capacity(count);
    let (mut body, mut taken) = (Length::ZERO, -rooms.before);
    for index in 0..count {
        let Pair { base, reading } = pairs[index];
        let wanted = match alignment {
            _ if reading > base => body,
            Alignment::Centre => body + shifts[index] + (base - reading).scale(1, 2),
            Alignment::Start => body + shifts[index],
        };
        let start = wanted.min(latest[index]).max(taken);
        starts.push(start);
        taken = start + reading;
        body += bodies[index];
    }
    Solved { bodies, shifts, starts }
}

/// Moves the word in where its outer readings come too near to those of its neighbours.
fn keep_away(solved: &mut Solved, pairs: &[Pair], rooms: Rooms) {
    let Some(&first) = solved.starts.first() else { return };
    let lead = if rooms.before < Length::ZERO { (-rooms.before - first).max(Length::ZERO) } else { Length::ZERO };
    if lead > Length::ZERO {
        solved.bodies[0] += lead;
        solved.shifts[0] += lead;
        solved.starts.iter_mut().for_each(|start| *start += lead);
    }
    let last = pairs.len() - 1;
    let end = solved.starts[last] + pairs[last].reading;
    if rooms.after < Length::ZERO {
        let trail = (end - rooms.after - solved.width()).max(Length::ZERO);
        solved.bodies[last] += trail;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eighths of an em: a ruby em is 4, and so is what a reading may overhang inside its word.
    const UNIT: i64 = 1440;

    fn set(kana: &[i64], before: i64, after: i64, alignment: Alignment) -> (Vec<i64>, Vec<i64>) {
        let length = |eighths: i64| Length::units(eighths * UNIT);
        let pairs: Vec<Pair> = kana.iter().map(|&kana| Pair { base: length(8), reading: length(4 * kana) }).collect();
        let solved = word(&pairs, length(4), Rooms { before: length(before), after: length(after) }, alignment);
        let eighths = |lengths: &[Length]| lengths.iter().map(|at| (at.to_units() + UNIT / 2).div_euclid(UNIT)).collect();
        (eighths(&solved.bodies), eighths(&solved.starts))
    }

    fn shoulder(kana: &[i64], before: i64, after: i64) -> (Vec<i64>, Vec<i64>) {
        set(kana, before, after, Alignment::Start)
    }

    /// Proves: RUB-05 [JA] [HV]: where no reading has more than two kana, each stands on its base (JLREQ appendix F, figure F.1).
    #[test]
    fn short_readings_stand_on_their_own_bases() {
        assert_eq!(set(&[1, 2], 4, 4, Alignment::Centre), (vec![8, 8], vec![2, 8]));
        assert_eq!(shoulder(&[2, 1, 2], 0, 0), (vec![8, 8, 8], vec![0, 8, 16]));
    }

    /// Proves: RUB-05 [JA] [HV]: three, two and one kana: each reading hands what it exceeds to the base that follows
    /// (JLREQ appendix F, figure F.2).
    #[test]
    fn readings_overhang_the_following_base_of_their_word() {
        assert_eq!(shoulder(&[3, 2, 1], 0, 0), (vec![8, 8, 8], vec![0, 12, 20]));
        assert_eq!(shoulder(&[3, 1], 4, 4), (vec![8, 8], vec![0, 12]));
    }

    /// JLREQ appendix F, figure F.4: the preceding base is overhung where the following one cannot be.
    #[test]
    fn readings_overhang_the_preceding_base_where_the_following_has_no_room() {
        assert_eq!(shoulder(&[1, 3], 4, 4), (vec![8, 8], vec![0, 4]));
        assert_eq!(shoulder(&[1, 2, 3], 0, 0), (vec![8, 8, 8], vec![0, 4, 12]));
    }

    /// Proves: RUB-05 [JA] [HV]: three and two kana overhang the kana after the word by one, else the kana before it
    /// (JLREQ appendix F, figures F.5 and F.9).
    #[test]
    fn a_word_too_short_overhangs_what_follows_then_what_precedes() {
        assert_eq!(shoulder(&[3, 2], 4, 4), (vec![8, 8], vec![0, 12]));
        assert_eq!(shoulder(&[3, 2], 4, 0), (vec![8, 8], vec![-4, 8]));
        assert_eq!(shoulder(&[3, 3], 4, 4), (vec![8, 8], vec![-4, 8]));
    }

    /// JLREQ appendix F, figures F.6 and F.9: one and four kana (居候) can overhang what follows and never what precedes; one, two
    /// and four (古代紫) alike.
    #[test]
    fn the_limit_inside_a_word_decides_where_it_juts_out() {
        assert_eq!(shoulder(&[1, 4], 4, 4), (vec![8, 8], vec![0, 4]));
        assert_eq!(shoulder(&[1, 4], 4, 0), (vec![8, 12], vec![0, 4]));
        assert_eq!(shoulder(&[1, 2, 4], 4, 4), (vec![8, 8, 8], vec![0, 4, 12]));
        assert_eq!(shoulder(&[1, 2, 4], 4, 0), (vec![8, 8, 12], vec![0, 4, 12]));
    }

    /// Proves: RUB-05 [JA] [HV]: two and three kana between Han spread the second base by a quarter em on both sides
    /// (JLREQ appendix F, figure F.10).
    #[test]
    fn bases_with_longer_readings_alone_are_spread() {
        assert_eq!(shoulder(&[2, 3], 0, 0), (vec![8, 12], vec![0, 8]));
    }

    /// JLREQ appendix F, figure F.13: two bases with six kana take a quarter em around each.
    #[test]
    fn spreading_is_shared_by_the_length_of_the_readings() {
        assert_eq!(shoulder(&[3, 3], 0, 0), (vec![12, 12], vec![0, 12]));
        assert_eq!(shoulder(&[3, 3], 0, 4), (vec![10, 10], vec![0, 12]));
        assert_eq!(shoulder(&[3, 3, 3], 0, 0), (vec![12, 12, 12], vec![0, 12, 24]));
        // Eight kana on three bases: one em in all, by six shares of three kana.
        assert_eq!(shoulder(&[3, 2, 3], 0, 0), (vec![12, 8, 12], vec![0, 12, 20]));
    }

    #[test]
    fn readings_of_a_word_keep_away_from_those_of_its_neighbours() {
        assert_eq!(shoulder(&[2, 2], -1, -1), (vec![9, 9], vec![1, 9]));
        assert_eq!(set(&[1, 1], -1, -1, Alignment::Centre), (vec![8, 8], vec![2, 10]));
    }

    /// Whatever the readings and rooms: none on another, none beyond the room, none further over a neighbour than allowed.
    #[test]
    fn no_reading_leaves_its_room() {
        let length = |eighths: i64| Length::units(eighths * UNIT);
        let slack = Length::units(3);
        for code in 0..6_i64.pow(3) {
            for count in 2..=3 {
                let kana: Vec<i64> = (0..count).map(|place| code / 6_i64.pow(place) % 6 + 1).collect();
                let pairs: Vec<Pair> = kana.iter().map(|&kana| Pair { base: length(8), reading: length(4 * kana) }).collect();
                for (before, after) in [(0, 0), (4, 0), (0, 4), (4, 4), (2, 2)] {
                    for alignment in [Alignment::Centre, Alignment::Start] {
                        let solved = word(&pairs, length(4), Rooms { before: length(before), after: length(after) }, alignment);
                        let mut taken = -length(before);
                        let mut body = Length::ZERO;
                        for (index, pair) in pairs.iter().enumerate() {
                            let start = solved.starts[index];
                            assert!(start >= taken - slack, "{kana:?} {before} {after} {solved:?}");
                            taken = start + pair.reading;
                            assert!(start >= body - length(4) - slack, "{kana:?} {before} {after} {solved:?}");
                            body += solved.bodies[index];
                            assert!(taken <= body + length(4) + slack, "{kana:?} {before} {after} {solved:?}");
                        }
                        assert!(taken <= body + length(after) + slack, "{kana:?} {before} {after} {solved:?}");
                    }
                }
            }
        }
    }
}
