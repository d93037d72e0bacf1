//! The unit of all layout: an integer number of scaled points.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// A length in 1/65536 of a PDF point (1/72 inch). Integer, so that sums close exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(i64);

/// Type sizes are multiples of this, so that halves, thirds, quarters, fifths, eighths and sixteenths of an em are whole.
const TYPE_SIZE_STEP: i64 = 240;

impl Length {
    pub const ZERO: Length = Length(0);
    /// Scaled units in one point.
    pub const UNITS_PER_POINT: i64 = 65536;
    /// Two numbers below it have a sum of 64 bits.
    const NARROW: u64 = 1 << 62;

    /// A length of `units` 1/65536 points.
    pub const fn units(units: i64) -> Length {
        Length(units)
    }

    /// A length of whole points.
    pub const fn pt(points: i64) -> Length {
        Length(points * Self::UNITS_PER_POINT)
    }

    /// A length of `milli` thousandths of a point.
    pub const fn milli_pt(milli: i64) -> Length {
        Length(milli * Self::UNITS_PER_POINT / 1000)
    }

    /// A length of whole millimetres.
    pub const fn mm(millimetres: i64) -> Length {
        Self::micrometres(millimetres * 1000)
    }

    /// A length of micrometres (1/1000 mm), rounded to the nearest unit.
    pub const fn micrometres(micrometres: i64) -> Length {
        Length((micrometres * Self::UNITS_PER_POINT * 72 + 12_700) / 25_400)
    }

    /// A length of Q (quarter millimetres), the unit of Japanese type sizes.
    pub const fn q(quarters: i64) -> Length {
        Self::micrometres(quarters * 250)
    }

    /// This length rounded to a type size: a size whose halves, thirds, quarters and sixteenths are whole units.
    pub const fn type_size(self) -> Length {
        Length((self.0 + TYPE_SIZE_STEP / 2) / TYPE_SIZE_STEP * TYPE_SIZE_STEP)
    }

    /// `numerator`/`denominator` of this length, rounded to the nearest unit.
    #[inline]
    pub const fn scale(self, numerator: i64, denominator: i64) -> Length {
        // What has to do with pages fits into 64 bits, whose division is many times quicker.
        if let Some(product) = self.0.checked_mul(numerator)
            && product.unsigned_abs() < Self::NARROW
            && denominator.unsigned_abs() < Self::NARROW
        {
            let half = denominator / 2;
            let rounded = if (product < 0) == (denominator < 0) { product + half } else { product - half };
            return Length(rounded / denominator);
        }
        let product = self.0 as i128 * numerator as i128;
        let denominator = denominator as i128;
        let half = denominator / 2;
        let rounded = if (product < 0) == (denominator < 0) { product + half } else { product - half };
        Length((rounded / denominator) as i64)
    }

    /// How many whole `other` fit into this length, towards zero.
    pub const fn divide(self, other: Length) -> i64 {
        self.0 / other.0
    }

    /// The number of scaled units.
    pub const fn to_units(self) -> i64 {
        self.0
    }

    /// The value in points, for output only; layout never uses it.
    pub fn to_pt(self) -> f64 {
        self.0 as f64 / Self::UNITS_PER_POINT as f64
    }

    pub fn max(self, other: Length) -> Length {
        Ord::max(self, other)
    }

    pub fn min(self, other: Length) -> Length {
        Ord::min(self, other)
    }

    pub const fn abs(self) -> Length {
        Length(self.0.abs())
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Length {
    /// Points with three decimals.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milli = self.scale(1000, Self::UNITS_PER_POINT).0;
        let sign = if milli < 0 { "-" } else { "" };
        write!(formatter, "{sign}{}.{:03}", milli.abs() / 1000, milli.abs() % 1000)
    }
}

impl Add for Length {
    type Output = Length;
    fn add(self, other: Length) -> Length {
        Length(self.0 + other.0)
    }
}

impl Sub for Length {
    type Output = Length;
    fn sub(self, other: Length) -> Length {
        Length(self.0 - other.0)
    }
}

impl Neg for Length {
    type Output = Length;
    fn neg(self) -> Length {
        Length(-self.0)
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Length) {
        self.0 += other.0;
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Length) {
        self.0 -= other.0;
    }
}

impl std::ops::Mul<i64> for Length {
    type Output = Length;
    fn mul(self, count: i64) -> Length {
        Length(self.0 * count)
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Length>>(lengths: I) -> Length {
        lengths.fold(Length::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::Length;

    #[test]
    fn parts_of_a_type_size_add_up() {
        for size in [Length::q(13).type_size(), Length::milli_pt(9_250).type_size(), Length::pt(10).type_size()] {
            for part in [2, 3, 4, 5, 8, 16] {
                assert_eq!(size.scale(1, part) * part, size);
            }
        }
    }

    #[test]
    fn scaling_rounds_to_nearest_on_both_sides_of_zero() {
        assert_eq!(Length::units(5).scale(1, 2), Length::units(3));
        assert_eq!(Length::units(-5).scale(1, 2), Length::units(-3));
        assert_eq!(Length::units(5).scale(-1, 2), Length::units(-3));
        assert_eq!(Length::units(5).scale(1, -2), Length::units(-3));
    }

    #[test]
    fn products_beyond_64_bits_scale_as_small_ones_do() {
        let large = i64::MAX / 3;
        assert_eq!(Length::units(large).scale(7, 7), Length::units(large));
        assert_eq!(Length::units(-large).scale(4, 2), Length::units(-large * 2));
        assert_eq!(Length::units(large).scale(large, large), Length::units(large));
    }

    #[test]
    fn a_length_prints_as_points() {
        assert_eq!(Length::milli_pt(-1_500).to_string(), "-1.500");
        assert_eq!(Length::mm(10).to_string(), "28.346");
    }
}
