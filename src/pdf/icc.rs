//! The colour profiles that the file carries, written out as ICC profiles of version 4.2 (ICC.1:2004-10).

/// The white point of the connection space, D50.
const WHITE: [f64; 3] = [0.964_2, 1.0, 0.824_9];

/// The primaries of ITU-R BT.709 adapted to D50 by the linear Bradford transform, in XYZ.
const PRIMARIES: [[f64; 3]; 3] = [[0.436_03, 0.222_44, 0.013_92], [0.385_11, 0.716_94, 0.097_07], [0.143_06, 0.060_62, 0.713_91]];

/// The linear Bradford transform from D65 to D50 (ICC.1:2004-10, annex E).
const ADAPTATION: [f64; 9] = [1.047_882, 0.022_919, -0.050_201, 0.029_587, 0.990_479, -0.017_059, -0.009_232, 0.015_076, 0.751_678];

/// Steps of ink in each direction of the table for CMYK.
const GRID: usize = 6;

/// sRGB as IEC 61966-2-1 gives it: three primaries and one curve.
pub(super) fn srgb() -> Vec<u8> {
    // IEC 61966-2-1, 5.2, as the parametric curve of type 3 (ICC.1:2004-10, 10.15).
    let curve = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045].into_iter().flat_map(fixed);
    let curve = typed(b"para", [0, 3, 0, 0].into_iter().chain(curve).collect());
    let tags = [
        (&[b"desc"] as &[&[u8; 4]], words("sRGB")),
        (&[b"cprt"], words("No copyright, use freely")),
        (&[b"wtpt"], xyz(WHITE)),
        (&[b"chad"], typed(b"sf32", ADAPTATION.into_iter().flat_map(fixed).collect())),
        (&[b"rXYZ"], xyz(PRIMARIES[0])),
        (&[b"gXYZ"], xyz(PRIMARIES[1])),
        (&[b"bXYZ"], xyz(PRIMARIES[2])),
        (&[b"rTRC", b"gTRC", b"bTRC"], curve),
    ];
    profile(b"mntrRGB XYZ ", &tags)
}

/// What is meant by ink when a picture in CMYK does not say: the simple conversion to sRGB that most viewers use, as a table.
/// PDF/A asks for a profile (ISO 19005-2, 6.2.4.3).
pub(super) fn cmyk() -> Vec<u8> {
    let identity = (0..=u8::MAX).collect::<Vec<u8>>();
    // The table of type 1 (ICC.1:2004-10, 10.9): sizes, a matrix that does nothing, curves, grid, curves.
    let mut table = vec![4, 3, GRID as u8, 0];
    table.extend([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0].into_iter().flat_map(fixed));
    table.extend(identity.repeat(4));
    let ink = |step: usize| step as f64 / (GRID - 1) as f64;
    for index in 0..GRID.pow(4) {
        let [cyan, magenta, yellow, black] = [3, 2, 1, 0].map(|place| ink(index / GRID.pow(place) % GRID));
        let light = [cyan, magenta, yellow].map(|colour| linear((1.0 - colour) * (1.0 - black)));
        table.extend(lab(light));
    }
    table.extend(identity.repeat(3));
    let tags = [
        (&[b"desc"] as &[&[u8; 4]], words("Simple CMYK")),
        (&[b"cprt"], words("No copyright, use freely")),
        (&[b"wtpt"], xyz(WHITE)),
        (&[b"A2B0"], typed(b"mft1", table)),
    ];
    profile(b"scnrCMYKLab ", &tags)
}

/// The light of an sRGB value (IEC 61966-2-1, 5.2).
fn linear(value: f64) -> f64 {
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

/// The colour of this light as CIE L*a*b* in bytes (ICC.1:2004-10, 6.3.4.2).
fn lab(light: [f64; 3]) -> [u8; 3] {
    let cube = |ratio: f64| if ratio > 216.0 / 24_389.0 { ratio.cbrt() } else { (24_389.0 / 27.0 * ratio + 16.0) / 116.0 };
    let [x, y, z] = [0, 1, 2].map(|axis| {
        let sum: f64 = PRIMARIES.iter().zip(light).map(|(primary, amount)| primary[axis] * amount).sum();
        cube(sum / WHITE[axis])
    });
    let lightness = (116.0 * y - 16.0) / 100.0 * 255.0;
    [lightness, 500.0 * (x - y) + 128.0, 200.0 * (y - z) + 128.0].map(|value| value.round().clamp(0.0, 255.0) as u8)
}

fn fixed(value: f64) -> [u8; 4] {
    ((value * 65536.0).round() as i32).to_be_bytes()
}

fn typed(signature: &[u8; 4], body: Vec<u8>) -> Vec<u8> {
    [signature.as_slice(), &[0; 4], &body].concat()
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    typed(b"XYZ ", values.into_iter().flat_map(fixed).collect())
}

fn words(text: &str) -> Vec<u8> {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let head = [1_u32, 12, u32::from_be_bytes(*b"enUS"), utf16.len() as u32, 28].map(u32::to_be_bytes).concat();
    typed(b"mluc", [head, utf16].concat())
}

/// A profile of these tags, some of which share their data.
fn profile(kind: &[u8; 12], tags: &[(&[&[u8; 4]], Vec<u8>)]) -> Vec<u8> {
    let entries: usize = tags.iter().map(|(names, _)| names.len()).sum();
    let start = 128 + 4 + entries * 12;
    let (mut table, mut data) = ((entries as u32).to_be_bytes().to_vec(), Vec::new());
    for (names, body) in tags {
        let offset = start + data.len();
        for name in *names {
            table.extend_from_slice(name.as_slice());
            table.extend_from_slice(&(offset as u32).to_be_bytes());
            table.extend_from_slice(&(body.len() as u32).to_be_bytes());
        }
        data.extend_from_slice(body);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut profile = header(kind, (start + data.len()) as u32);
    profile.append(&mut table);
    profile.append(&mut data);
    profile
}

/// ICC.1:2004-10, 7.2; `kind` is the class, the colour space and the connection space.
fn header(kind: &[u8; 12], size: u32) -> Vec<u8> {
    let mut header = vec![0; 128];
    header[0..4].copy_from_slice(&size.to_be_bytes());
    header[8..12].copy_from_slice(&[4, 0x20, 0, 0]);
    header[12..24].copy_from_slice(kind);
    // A fixed date: the day on which IEC 61966-2-1 appeared.
    header[24..36].copy_from_slice(&[0x07, 0xCF, 0, 10, 0, 18, 0, 0, 0, 0, 0, 0]);
    header[36..40].copy_from_slice(b"acsp");
    header[68..80].copy_from_slice(&[0, 0, 0xF6, 0xD6, 0, 1, 0, 0, 0, 0, 0xD3, 0x2D]);
    header
}

#[cfg(test)]
mod tests {
    use super::cmyk;
    use super::lab;
    use super::srgb;

    #[test]
    fn a_profile_is_as_long_as_it_says_and_its_tags_lie_inside() {
        for profile in [srgb(), cmyk()] {
            let number = |at: usize| u32::from_be_bytes(profile[at..at + 4].try_into().unwrap()) as usize;
            assert_eq!(number(0), profile.len());
            for index in 0..number(128) {
                let entry = 132 + index * 12;
                assert!(number(entry + 4) + number(entry + 8) <= profile.len());
                assert_eq!(number(entry + 4) % 4, 0);
            }
        }
    }

    #[test]
    fn no_ink_is_white_and_full_ink_is_black() {
        assert_eq!(lab([1.0; 3]), [255, 128, 128]);
        assert_eq!(lab([0.0; 3]), [0, 128, 128]);
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
