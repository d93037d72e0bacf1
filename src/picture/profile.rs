//! Whether a colour profile is one, and one for its picture (ICC.1:2022, 7.2; ISO 19005-2, 6.2.4.2).

use super::bytes::Endian;
use super::pixels::Colour;

const HEADER: usize = 128;

/// What is wrong with a profile for a picture of these colours; none when it can be used.
pub(super) fn problem(profile: &[u8], colour: Colour) -> Option<&'static str> {
    let space: &[u8] = match colour {
        Colour::Grey => b"GRAY",
        Colour::Rgb => b"RGB ",
        Colour::Cmyk => b"CMYK",
    };
    let number = |at: usize| Endian::Big.u32(profile, at).map(|value| value as usize);
    let field = |at: usize| profile.get(at..at + 4).unwrap_or_default();
    if profile.len() <= HEADER + 4 || field(36) != b"acsp" {
        return Some("it is no colour profile");
    }
    if number(0) != Some(profile.len()) {
        return Some("it is not as long as it says");
    }
    if profile[8] > 4 {
        return Some("it is of a version that PDF/A does not know");
    }
    if ![b"scnr", b"mntr", b"prtr", b"spac"].iter().any(|class| field(12) == class.as_slice()) {
        return Some("it is not for pictures");
    }
    if field(16) != space {
        return Some("it is for other colours than the picture's");
    }
    let tags = number(HEADER).unwrap_or(usize::MAX);
    let inside = |index: usize| {
        let entry = HEADER + 4 + index * 12;
        let end = number(entry + 4).zip(number(entry + 8)).and_then(|(start, length)| start.checked_add(length));
        end.is_some_and(|end| end <= profile.len())
    };
    // A table longer than the file names tags that are not there.
    if tags > profile.len() / 12 || !(0..tags).all(inside) {
        return Some("its parts lie outside it");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_that_lies_is_told() {
        let mut profile = vec![0; 144];
        profile[3] = 144;
        profile[8] = 4;
        profile[12..20].copy_from_slice(b"mntrRGB ");
        profile[36..40].copy_from_slice(b"acsp");
        profile[131] = 1;
        profile[139] = 132;
        profile[143] = 12;
        assert_eq!(problem(&profile, Colour::Rgb), None);
        assert_eq!(problem(&profile, Colour::Cmyk), Some("it is for other colours than the picture's"));
        profile[143] = 13;
        assert_eq!(problem(&profile, Colour::Rgb), Some("its parts lie outside it"));
        profile.pop();
        assert_eq!(problem(&profile, Colour::Rgb), Some("it is not as long as it says"));
        assert_eq!(problem(b"nothing", Colour::Grey), Some("it is no colour profile"));
    }
}
