//! The chunks of a PNG file (W3C PNG, 5): density, and whether the file is whole.

use super::bytes::Endian;
use super::error::PictureError;
use super::file::Density;

/// What the chunks say beside the pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct PngInfo {
    pub(super) density: Option<Density>,
    /// The exponent that the samples are stored with, where no profile says more and it is not that of sRGB.
    pub(super) gamma: Option<f64>,
}

/// The exponent that sRGB is close to (W3C PNG, 11.3.2.2), and how far from it makes no difference.
pub(super) const USUAL_GAMMA: f64 = 1.0 / 2.2;
const NEAR: f64 = 0.01;

/// Walks all chunks to IEND and checks their sums.
pub(super) fn read(data: &[u8]) -> Result<PngInfo, PictureError> {
    let ends_early = || PictureError::corrupt("the file ends too early");
    let table = crc_table();
    let (mut density, mut gamma, mut profiled) = (None, None, false);
    let mut at = 8;
    loop {
        let length = Endian::Big.u32(data, at).ok_or_else(ends_early)? as usize;
        let kind = data.get(at + 4..at + 8).ok_or_else(ends_early)?;
        let chunk = data.get(at + 4..at + 8 + length).ok_or_else(ends_early)?;
        let sum = Endian::Big.u32(data, at + 8 + length).ok_or_else(ends_early)?;
        if crc(&table, chunk) != sum {
            return Err(PictureError::corrupt(format!("the checksum of its {} part is wrong", String::from_utf8_lossy(kind))));
        }
        match kind {
            b"pHYs" if length == 9 && chunk[12] == 1 => {
                let per_metre = |at| Endian::Big.u32(chunk, at).map(|pixels| f64::from(pixels) * 0.0254);
                density = per_metre(4).zip(per_metre(8)).and_then(|(x, y)| Density::new(x, y));
            }
            b"gAMA" if length == 4 => gamma = Endian::Big.u32(chunk, 4).map(|value| f64::from(value) / 100_000.0),
            b"sRGB" | b"iCCP" => profiled = true,
            b"IEND" => {
                let unusual = |gamma: &f64| !profiled && (0.05..=5.0).contains(gamma) && (gamma - USUAL_GAMMA).abs() > NEAR;
                return Ok(PngInfo { density, gamma: gamma.filter(unusual) });
            }
            _ => {}
        }
        at += 12 + length;
    }
}

/// W3C PNG, annex D.
fn crc_table() -> [u32; 256] {
    let mut table = [0; 256];
    for (index, entry) in (0_u32..).zip(&mut table) {
        *entry = (0..8).fold(index, |value, _| if value & 1 == 1 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 });
    }
    table
}

fn crc(table: &[u32; 256], data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |sum, &byte| table[usize::from(sum as u8 ^ byte)] ^ (sum >> 8))
}

#[cfg(test)]
mod tests {
    use super::{crc, crc_table};

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc(&crc_table(), b"IEND"), 0xAE42_6082);
    }
}
