//! Transformations (PDF 32000-1, 8.3.3).

use super::Place;

/// `a b c d e f`; a point is a row on its left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix(pub [f64; 6]);

impl Matrix {
    pub const UNIT: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub fn translation(x: f64, y: f64) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// This one first, then the other.
    pub fn then(self, other: Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, other.0);
        Matrix([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])
    }

    pub fn point(self, (x, y): Place) -> Place {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    pub fn vector(self, (x, y): Place) -> Place {
        let [a, b, c, d, _, _] = self.0;
        (a * x + c * y, b * x + d * y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_does_the_left_one_first() {
        let scaled_then_moved = Matrix([2.0, 0.0, 0.0, 3.0, 0.0, 0.0]).then(Matrix::translation(10.0, 20.0));
        assert_eq!(scaled_then_moved.point((1.0, 1.0)), (12.0, 23.0));
        assert_eq!(scaled_then_moved.vector((1.0, 1.0)), (2.0, 3.0));
        let turned = Matrix([0.0, -1.0, 1.0, 0.0, 5.0, 5.0]);
        assert_eq!(turned.point((1.0, 0.0)), (5.0, 4.0));
    }
}
