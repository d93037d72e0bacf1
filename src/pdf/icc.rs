//! The colour profile of the output intent: sRGB as IEC 61966-2-1 gives it, written out as an ICC profile of version 4.2.

/// An sRGB display profile (ICC.1:2004-10): three primaries and one curve.
pub(super) fn srgb() -> Vec<u8> {
    let fixed = |value: f64| ((value * 65536.0).round() as i32).to_be_bytes();
    let typed = |signature: &[u8; 4], body: Vec<u8>| [signature.as_slice(), &[0; 4], &body].concat();
    let xyz = |values: [f64; 3]| typed(b"XYZ ", values.into_iter().flat_map(fixed).collect());
    let words = |text: &str| {
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let head = [1_u32, 12, u32::from_be_bytes(*b"enUS"), utf16.len() as u32, 28].map(u32::to_be_bytes).concat();
        typed(b"mluc", [head, utf16].concat())
    };
    // IEC 61966-2-1, 5.2, as the parametric curve of type 3 (ICC.1:2004-10, 10.15).
    let curve = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045].into_iter().flat_map(fixed);
    let curve = typed(b"para", [0, 3, 0, 0].into_iter().chain(curve).collect());
    // The primaries of ITU-R BT.709 and the adaptation from D65 to D50 by the linear Bradford transform (ICC.1:2004-10, annex E).
    let adaptation = [1.047_882, 0.022_919, -0.050_201, 0.029_587, 0.990_479, -0.017_059, -0.009_232, 0.015_076, 0.751_678];
    let tags: [(&[u8; 4], Vec<u8>); 8] = [
        (b"desc", words("sRGB")),
        (b"cprt", words("No copyright, use freely")),
        (b"wtpt", xyz([0.964_2, 1.0, 0.824_9])),
        (b"chad", typed(b"sf32", adaptation.into_iter().flat_map(fixed).collect())),
        (b"rXYZ", xyz([0.436_03, 0.222_44, 0.013_92])),
        (b"gXYZ", xyz([0.385_11, 0.716_94, 0.097_07])),
        (b"bXYZ", xyz([0.143_06, 0.060_62, 0.713_91])),
        (b"rTRC", curve),
    ];
    let entries = tags.len() + 2;
    let mut offset = 128 + 4 + entries * 12;
    let (mut table, mut data) = ((entries as u32).to_be_bytes().to_vec(), Vec::new());
    for (signature, body) in tags {
        let names: &[&[u8; 4]] = if signature == b"rTRC" { &[b"rTRC", b"gTRC", b"bTRC"] } else { &[signature] };
        for name in names {
            table.extend_from_slice(name.as_slice());
            table.extend_from_slice(&(offset as u32).to_be_bytes());
            table.extend_from_slice(&(body.len() as u32).to_be_bytes());
        }
        data.extend_from_slice(&body);
        data.resize(data.len().next_multiple_of(4), 0);
        offset = 128 + 4 + entries * 12 + data.len();
    }
    let mut profile = header((128 + table.len() + data.len()) as u32);
    profile.append(&mut table);
    profile.append(&mut data);
    profile
}

/// ICC.1:2004-10, 7.2.
fn header(size: u32) -> Vec<u8> {
    let mut header = vec![0; 128];
    header[0..4].copy_from_slice(&size.to_be_bytes());
    header[8..12].copy_from_slice(&[4, 0x20, 0, 0]);
    header[12..24].copy_from_slice(b"mntrRGB XYZ ");
    // The date of the standard's publication.
    header[24..36].copy_from_slice(&[0x07, 0xCF, 0, 10, 0, 18, 0, 0, 0, 0, 0, 0]);
    header[36..40].copy_from_slice(b"acsp");
    // The white point of the connection space, D50.
    header[68..80].copy_from_slice(&[0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D]);
    header
}

#[cfg(test)]
mod tests {
    use super::srgb;

    #[test]
    fn the_profile_is_as_long_as_it_says_and_its_tags_lie_inside() {
        let profile = srgb();
        let number = |at: usize| u32::from_be_bytes(profile[at..at + 4].try_into().unwrap()) as usize;
        assert_eq!(number(0), profile.len());
        for index in 0..number(128) {
            let entry = 132 + index * 12;
            assert!(number(entry + 4) + number(entry + 8) <= profile.len());
            assert_eq!(number(entry + 4) % 4, 0);
        }
    }

    #[test]
    fn white_is_the_sum_of_the_primaries() {
        let profile = srgb();
        let fixed = |at: usize| i32::from_be_bytes(profile[at..at + 4].try_into().unwrap());
        let tag = |name: &[u8]| {
            let entry = (0..10).map(|index| 132 + index * 12).find(|&at| &profile[at..at + 4] == name).unwrap();
            fixed(entry + 4) as usize + 8
        };
        for axis in 0..3 {
            let sum: i32 = [b"rXYZ", b"gXYZ", b"bXYZ"].iter().map(|name| fixed(tag(*name) + axis * 4)).sum();
            assert!((sum - fixed(tag(b"wtpt") + axis * 4)).abs() < 16);
        }
    }
}
