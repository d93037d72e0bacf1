//! The marker segments of a JPEG file (ITU-T T.81, annex B), read so that its bytes can pass into a PDF untouched.

use super::bytes::Endian;
use super::error::PictureError;
use super::exif;
use super::file::Density;
use super::pixels::Orientation;
use std::collections::BTreeMap;

/// What a reader of the compressed data must know.
#[derive(Clone, Debug, PartialEq)]
pub struct JpegInfo {
    /// As stored, before the orientation is applied.
    pub width: u32,
    pub height: u32,
    /// 1 grey, 3 colour, 4 CMYK.
    pub components: u8,
    /// Bits of one component.
    pub bits: u8,
    /// The transform of the Adobe marker: 0 none, 1 YCbCr, 2 YCCK. Adobe's CMYK files are stored inverted.
    pub adobe: Option<u8>,
    /// The embedded ICC profile as it is, when all its parts are there.
    pub profile: Option<Vec<u8>>,
    pub(super) orientation: Orientation,
    pub(super) density: Option<Density>,
}

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;

/// Walks the whole file, scans included, so that one that ends too early is found.
pub(super) fn read(data: &[u8]) -> Result<JpegInfo, PictureError> {
    let ends_early = || PictureError::corrupt("the file ends too early");
    let mut info = JpegInfo {
        width: 0,
        height: 0,
        components: 0,
        bits: 0,
        adobe: None,
        profile: None,
        orientation: Orientation::default(),
        density: None,
    };
    let mut profile = BTreeMap::new();
    let mut profile_parts = 0;
    let mut scans = 0;
    let mut at = 2;
    loop {
        // Fill bytes may stand before a marker; anything else between segments is passed over, as decoders do.
        while *data.get(at).ok_or_else(ends_early)? != 0xFF {
            at += 1;
        }
        while *data.get(at).ok_or_else(ends_early)? == 0xFF {
            at += 1;
        }
        let marker = data[at];
        at += 1;
        match marker {
            EOI => break,
            0x00 | 0x01 | 0xD0..=SOI => continue,
            _ => {}
        }
        let length = usize::from(Endian::Big.u16(data, at).ok_or_else(ends_early)?);
        if length < 2 {
            return Err(PictureError::corrupt("a segment has no length"));
        }
        let segment = data.get(at + 2..at + length).ok_or_else(ends_early)?;
        at += length;
        match marker {
            // Baseline, extended, progressive; lossless and arithmetic coding are not for PDF (32000-1, 7.4.8).
            0xC0..=0xC2 => frame(&mut info, segment).ok_or_else(ends_early)?,
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                return Err(PictureError::Unsupported("a lossless or arithmetic JPEG".to_owned()));
            }
            APP0 if segment.starts_with(b"JFIF\0") => info.density = info.density.or(jfif_density(segment)),
            APP1 if segment.starts_with(b"Exif\0\0") => {
                if let Some(exif) = exif::read(&segment[6..]) {
                    info.orientation = exif.orientation.unwrap_or_default();
                    info.density = exif.density.or(info.density);
                }
            }
            APP2 if segment.starts_with(b"ICC_PROFILE\0") && segment.len() > 14 => {
                profile_parts = segment[13];
                profile.insert(segment[12], segment[14..].to_vec());
            }
            APP14 if segment.starts_with(b"Adobe") => info.adobe = segment.get(11).copied(),
            SOS => {
                scans += 1;
                at = skip_scan(data, at).ok_or_else(ends_early)?;
            }
            _ => {}
        }
    }
    if info.components == 0 || scans == 0 {
        return Err(PictureError::corrupt("it holds no picture"));
    }
    if info.width == 0 || info.height == 0 {
        return Err(PictureError::corrupt("it has no width or no height"));
    }
    if !matches!(info.components, 1 | 3 | 4) || info.bits != 8 {
        return Err(PictureError::Unsupported(format!("a JPEG of {} components of {} bits", info.components, info.bits)));
    }
    if profile_parts > 0 && (1..=profile_parts).all(|part| profile.contains_key(&part)) {
        let whole: Vec<u8> = profile.into_values().flatten().collect();
        info.profile = Some(whole);
    }
    Ok(info)
}

fn frame(info: &mut JpegInfo, segment: &[u8]) -> Option<()> {
    info.bits = *segment.first()?;
    info.height = u32::from(Endian::Big.u16(segment, 1)?);
    info.width = u32::from(Endian::Big.u16(segment, 3)?);
    info.components = *segment.get(5)?;
    Some(())
}

fn jfif_density(segment: &[u8]) -> Option<Density> {
    let x = f64::from(Endian::Big.u16(segment, 8)?);
    let y = f64::from(Endian::Big.u16(segment, 10)?);
    match segment.get(7)? {
        1 => Density::new(x, y),
        2 => Density::new(x * 2.54, y * 2.54),
        _ => None,
    }
}

/// The first byte of the marker that ends the scan which begins at `at`.
fn skip_scan(data: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += data.get(at..)?.iter().position(|&byte| byte == 0xFF)?;
        match data.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}
