//! The few tags of an EXIF block that matter for setting a picture (CIPA DC-008; TIFF 6.0 section 2).

use super::bytes::Endian;
use super::file::Density;
use super::pixels::Orientation;

/// Orientation and density, as far as they are given and valid.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Exif {
    pub(super) orientation: Option<Orientation>,
    pub(super) density: Option<Density>,
}

const ORIENTATION: u16 = 0x0112;
const X_RESOLUTION: u16 = 0x011A;
const Y_RESOLUTION: u16 = 0x011B;
const RESOLUTION_UNIT: u16 = 0x0128;

/// Reads the first directory of a TIFF structure; also that of a TIFF file.
pub(super) fn read(data: &[u8]) -> Option<Exif> {
    let endian = match data.get(..4)? {
        b"II*\0" => Endian::Little,
        b"MM\0*" => Endian::Big,
        _ => return None,
    };
    let directory = endian.u32(data, 4)? as usize;
    let count = usize::from(endian.u16(data, directory)?);
    let mut exif = Exif::default();
    let (mut x, mut y, mut unit) = (None, None, 2);
    for index in 0..count {
        let entry = directory + 2 + index * 12;
        let Some(tag) = endian.u16(data, entry) else { break };
        match tag {
            ORIENTATION => exif.orientation = endian.u16(data, entry + 8).and_then(Orientation::from_exif),
            X_RESOLUTION => x = rational(endian, data, entry),
            Y_RESOLUTION => y = rational(endian, data, entry),
            RESOLUTION_UNIT => unit = endian.u16(data, entry + 8)?,
            _ => {}
        }
    }
    if let (Some(x), Some(y)) = (x, y) {
        exif.density = match unit {
            2 => Density::new(x, y),
            3 => Density::new(x * 2.54, y * 2.54),
            _ => None,
        };
    }
    Some(exif)
}

fn rational(endian: Endian, data: &[u8], entry: usize) -> Option<f64> {
    let at = endian.u32(data, entry + 8)? as usize;
    let numerator = endian.u32(data, at)?;
    let denominator = endian.u32(data, at.checked_add(4)?)?;
    (denominator != 0).then(|| f64::from(numerator) / f64::from(denominator))
}
