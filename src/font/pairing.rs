//! Scripts that stand beside Han in another face, size or height.

use super::fonts::FontRole;

/// A script beside Han.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PairedScript {
    /// Words of Latin, Greek, Cyrillic and their like, and numbers.
    Latin,
    Kana,
}

/// How a script is set beside the Han of a role (requirement LAT-04).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairing {
    pub role: FontRole,
    pub script: PairedScript,
    /// A family of its own; none for that of the role.
    pub family: Option<String>,
    /// The size in thousandths of the Han's.
    pub size: i64,
    /// How far it is moved towards the block start, upwards in horizontal lines, in thousandths of the Han's em.
    pub shift: i64,
}

/// The pairings of an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairings(Vec<Pairing>);

impl Pairings {
    /// Those that change nothing are left out.
    pub fn new(pairings: impl IntoIterator<Item = Pairing>) -> Pairings {
        let changes = |pairing: &Pairing| pairing.family.is_some() || pairing.size != 1000 || pairing.shift != 0;
        Pairings(pairings.into_iter().filter(changes).collect())
    }

    /// How a script is set in text of a role; none when as the Han.
    pub fn of(&self, role: FontRole, script: PairedScript) -> Option<&Pairing> {
        self.0.iter().find(|pairing| pairing.role == role && pairing.script == script)
    }
}
