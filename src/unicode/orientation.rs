//! How a character stands in vertical text (UAX 50).

use icu_properties::CodePointMapData;
use icu_properties::props::VerticalOrientation;

/// The Vertical_Orientation property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// U
    Upright,
    /// R
    Rotated,
    /// Tu: a vertical form if the font has one, else upright.
    TransformedUpright,
    /// Tr: a vertical form if the font has one, else rotated.
    TransformedRotated,
}

/// The orientation of a character in vertical text.
pub fn orientation(character: char) -> Orientation {
    match CodePointMapData::<VerticalOrientation>::new().get(character) {
        VerticalOrientation::Upright => Orientation::Upright,
        VerticalOrientation::TransformedUpright => Orientation::TransformedUpright,
        VerticalOrientation::TransformedRotated => Orientation::TransformedRotated,
        _ => Orientation::Rotated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orientations_are_those_of_the_present_standard() {
        for (character, expected) in [
            ('字', Orientation::Upright),
            ('a', Orientation::Rotated),
            ('、', Orientation::TransformedUpright),
            ('「', Orientation::TransformedRotated),
            ('“', Orientation::TransformedRotated),
        ] {
            assert_eq!(orientation(character), expected, "{character}");
        }
    }
}
