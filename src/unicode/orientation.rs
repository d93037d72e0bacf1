//! How a character stands in vertical text (UAX 50).

use icu_properties::CodePointMapData;
use icu_properties::props::VerticalOrientation;

use super::language::Region;

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

/// How a character that has an em box of its own stands in a vertical line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// Upright, in the font's vertical form if it has one.
    Upright,
    /// In the font's vertical form; on its side when it has none.
    FormOrSideways,
    /// On its side, whatever the font has.
    Sideways,
}

/// How a character stands in vertical text of a region: UAX 50 with what the customs of CJK text ask for beyond it
/// (requirement VRT-02). Words of Latin and their like are not asked about: they lie on their side as words.
pub fn stance(character: char, region: Region) -> Stance {
    match character {
        // Tones of bopomofo, and their neutral tone.
        'ˊ' | 'ˇ' | 'ˋ' | '˙' | 'ˉ' => Stance::Upright,
        // Marks of units after Han numerals, and points between names.
        '°' | '′' | '″' | '‴' | '‰' | '·' | '‧' | '•' => Stance::Upright,
        '；' | '！' | '？' => Stance::Upright,
        // Japanese turns the colon; Chinese keeps it upright, and Taiwan and Hong Kong have it in the middle of the em box.
        '：' => match region {
            Region::Taiwan | Region::HongKong | Region::Mainland => Stance::Upright,
            Region::Japan | Region::Korea | Region::Western => Stance::FormOrSideways,
        },
        _ => match orientation(character) {
            Orientation::Upright | Orientation::TransformedUpright => Stance::Upright,
            // Fonts for CJK draw dashes and ellipses for vertical lines although UAX 50 lays them on their side.
            Orientation::TransformedRotated | Orientation::Rotated => Stance::FormOrSideways,
        },
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
