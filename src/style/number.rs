//! The values that themes are written in.

use serde::Deserialize;

use crate::geom::Length;

/// A multiple in thousandths: of an em, of the body size, of a page's side, as the key says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(from = "f64")]
pub struct Em(i64);

impl Em {
    pub const fn thousandths(thousandths: i64) -> Em {
        Em(thousandths)
    }

    pub const fn whole(count: i64) -> Em {
        Em(count * 1000)
    }

    /// This multiple of `em`.
    pub const fn of(self, em: Length) -> Length {
        em.scale(self.0, 1000)
    }

    pub const fn to_thousandths(self) -> i64 {
        self.0
    }
}

impl From<f64> for Em {
    /// Rounds to thousandths, which no theme needs finer; what is no finite number counts as 0.
    fn from(value: f64) -> Em {
        Em((value * 1000.0).round() as i64)
    }
}

/// Where a short line stands in its measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alignment {
    Justify,
    Start,
    Center,
    End,
}

/// A script beside Han.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Script {
    Latin,
    Kana,
}

/// Which family of the book's faces a text takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Serif,
    Sans,
    Mono,
}
