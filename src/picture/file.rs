//! A picture as the author gave it, with what must be known of it to set it.

use super::error::PictureError;
use super::exif;
use super::format::Format;
use super::jpeg;
use super::jpeg::JpegInfo;
use super::pixels;
use super::pixels::{Colour, Orientation, Pixels};
use super::png;
use super::profile;
use super::svg;
use super::svg::VectorFonts;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Limits;
use crate::geom::Length;
use crate::geom::Size;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A picture file.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub format: Format,
    /// Upright, that is after the orientation is applied. Of an SVG: its natural size in CSS pixels, rounded up.
    pub size: PixelSize,
    /// How the stored pixels are to be turned; [`Picture::pixels`] has done so already.
    pub orientation: Orientation,
    /// As the file states it; none when it does not or states nonsense.
    pub density: Option<Density>,
    pub colour: Colour,
    /// Whether pixels may be transparent.
    pub alpha: bool,
    /// The ICC profile of the stored colours, when it can be used.
    pub profile: Option<Arc<[u8]>>,
    /// Why the profile that the file carries cannot be used.
    pub profile_problem: Option<&'static str>,
    /// The exponent of a PNG's samples where it is not the usual one; [`Picture::pixels`] has evened it out already.
    gamma: Option<f64>,
    /// What a JPEG's segments say.
    pub jpeg: Option<JpegInfo>,
    /// What an SVG refers to outside itself. None of it is followed.
    pub references: Vec<String>,
    /// The file, untouched.
    pub bytes: Arc<[u8]>,
    natural: Size,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelSize {
    pub width: u32,
    pub height: u32,
}

/// Pixels per inch along the stored picture's axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Density {
    pub x: f64,
    pub y: f64,
}

/// Pictures by their path in the project.
pub type Pictures = BTreeMap<String, Picture>;

/// CSS pixels per inch, the density of a picture that states none.
const CSS_DENSITY: f64 = 96.0;

/// Bytes that decoding may take for each permitted pixel: four of 16 bits.
const BYTES_PER_PIXEL: u64 = 8;

impl Density {
    /// A density that a picture can have: from 10 to 10,000 pixels per inch.
    pub(super) fn new(x: f64, y: f64) -> Option<Density> {
        let possible = |value: f64| (10.0..=10_000.0).contains(&value);
        (possible(x) && possible(y)).then_some(Density { x, y })
    }
}

impl Picture {
    /// Reads the header of a picture and, where that is cheap, whether the file is whole. Does not decode.
    pub fn read(bytes: impl Into<Arc<[u8]>>, limits: &Limits) -> Result<Picture, PictureError> {
        let bytes = bytes.into();
        let length = bytes.len() as u64;
        if length > limits.picture_bytes {
            return Err(PictureError::TooLarge { what: "the number of bytes", size: length, limit: limits.picture_bytes });
        }
        let picture = match Format::sniff(&bytes)? {
            Format::Svg => Picture::vector(bytes)?,
            Format::Jpeg => Picture::jpeg(bytes)?,
            format @ (Format::Png | Format::Gif | Format::WebP | Format::Bmp | Format::Tiff) => Picture::raster(format, bytes)?,
        };
        let count = u64::from(picture.size.width) * u64::from(picture.size.height);
        if picture.format != Format::Svg && count > limits.picture_pixels {
            return Err(PictureError::TooLarge { what: "the number of pixels", size: count, limit: limits.picture_pixels });
        }
        Ok(picture)
    }

    fn jpeg(bytes: Arc<[u8]>) -> Result<Picture, PictureError> {
        let info = jpeg::read(&bytes)?;
        let colour = match info.components {
            1 => Colour::Grey,
            3 => Colour::Rgb,
            _ => Colour::Cmyk,
        };
        let (orientation, density) = (info.orientation, info.density);
        let picture = Picture::upright(Format::Jpeg, (info.width, info.height), orientation, density, colour, false, bytes);
        let profile = info.profile.clone();
        Ok(Picture { jpeg: Some(info), ..picture }.with_profile(profile))
    }

    fn raster(format: Format, bytes: Arc<[u8]>) -> Result<Picture, PictureError> {
        let header = pixels::header(format, &bytes)?;
        let png = if format == Format::Png { png::read(&bytes)? } else { png::PngInfo::default() };
        let density = match format {
            Format::Png => png.density,
            Format::Tiff => exif::read(&bytes).and_then(|exif| exif.density),
            Format::Jpeg | Format::Gif | Format::WebP | Format::Bmp | Format::Svg => None,
        };
        let stated = header.exif.as_deref().and_then(exif::read).and_then(|exif| exif.density);
        let size = (header.width, header.height);
        if header.width == 0 || header.height == 0 {
            return Err(PictureError::corrupt("it has no width or no height"));
        }
        let picture = Picture::upright(format, size, header.orientation, density.or(stated), header.colour, header.alpha, bytes);
        Ok(Picture { gamma: png.gamma, ..picture }.with_profile(header.profile))
    }

    /// Keeps the profile when it is one for this picture.
    fn with_profile(mut self, profile: Option<Vec<u8>>) -> Picture {
        self.profile_problem = profile.as_deref().and_then(|profile| profile::problem(profile, self.colour));
        self.profile = profile.filter(|_| self.profile_problem.is_none()).map(Arc::from);
        self
    }

    fn upright(
        format: Format,
        stored: (u32, u32),
        orientation: Orientation,
        density: Option<Density>,
        colour: Colour,
        alpha: bool,
        bytes: Arc<[u8]>,
    ) -> Picture {
        let turn = |(x, y)| if orientation.swaps_sides() { (y, x) } else { (x, y) };
        let (width, height) = turn(stored);
        let length = |pixels: u32, density: f64| Length::units((f64::from(pixels) * 72.0 / density * 65536.0).round() as i64);
        let density_or_css = density.unwrap_or(Density { x: CSS_DENSITY, y: CSS_DENSITY });
        let (x, y) = if orientation.swaps_sides() { (density_or_css.y, density_or_css.x) } else { (density_or_css.x, density_or_css.y) };
        let natural = Size { width: length(width, x), height: length(height, y) };
        let size = PixelSize { width, height };
        Picture {
            format,
            size,
            orientation,
            density,
            colour,
            alpha,
            profile: None,
            profile_problem: None,
            gamma: None,
            jpeg: None,
            references: Vec::new(),
            bytes,
            natural,
        }
    }

    fn vector(bytes: Arc<[u8]>) -> Result<Picture, PictureError> {
        let drawing = svg::inspect(&bytes)?;
        let length = |pixels: f32| Length::units((f64::from(pixels) * 72.0 / CSS_DENSITY * 65536.0).round() as i64);
        Ok(Picture {
            format: Format::Svg,
            size: PixelSize { width: drawing.width.ceil() as u32, height: drawing.height.ceil() as u32 },
            orientation: Orientation::Upright,
            density: None,
            colour: Colour::Rgb,
            alpha: true,
            profile: None,
            profile_problem: None,
            gamma: None,
            jpeg: None,
            references: drawing.references,
            natural: Size { width: length(drawing.width), height: length(drawing.height) },
            bytes,
        })
    }

    /// The size at the stated density, or at 96 pixels per inch when none is stated; upright.
    pub fn natural_size(&self) -> Size {
        self.natural
    }

    /// The pixels per inch when the picture is set this wide; none for vectors.
    pub fn density_at(&self, width: Length) -> Option<f64> {
        (self.format != Format::Svg && width > Length::ZERO).then(|| f64::from(self.size.width) / (width.to_pt() / 72.0))
    }

    /// Decodes. Not for SVG.
    pub fn pixels(&self, limits: &Limits) -> Result<Pixels, PictureError> {
        let pixels = pixels::pixels(self.format, &self.bytes, limits.picture_pixels.saturating_mul(BYTES_PER_PIXEL))?;
        Ok(match self.gamma {
            Some(gamma) => pixels.with_gamma(gamma),
            None => pixels,
        })
    }

    /// The drawing of an SVG as a PDF file of one page of the drawing's size in points (1 CSS pixel = 1 point), drawn as
    /// vectors with text in the given fonts only.
    pub fn vector_page(&self, fonts: &VectorFonts) -> Result<Vec<u8>, PictureError> {
        svg::to_pdf(&self.bytes, fonts)
    }

    /// The file as an EPUB may hold it: media type, bytes and file name ending. Formats that EPUB 3.3 does not take, and WebP,
    /// which older reading systems do not show, become PNG; the others keep their bytes.
    pub fn for_epub(&self, limits: &Limits) -> Result<(&'static str, Arc<[u8]>, &'static str), PictureError> {
        let format = match self.format {
            Format::Jpeg | Format::Png | Format::Gif | Format::Svg => {
                return Ok((self.format.media_type(), self.bytes.clone(), self.format.extension()));
            }
            Format::WebP | Format::Bmp | Format::Tiff => Format::Png,
        };
        let bytes = pixels::png(self.format, &self.bytes, limits.picture_pixels.saturating_mul(BYTES_PER_PIXEL))?;
        Ok((format.media_type(), bytes.into(), format.extension()))
    }

    /// What the author must mend in a picture that can be read.
    pub fn findings(&self, path: &str) -> Vec<Diagnostic> {
        let finding =
            |reference: &String| Diagnostic::new(Code::PictureRefersOutside).in_file(path).with("path", path).with("reference", reference);
        let profile = |reason| Diagnostic::new(Code::UnusableProfile).in_file(path).with("path", path).with("reason", reason);
        self.references.iter().map(finding).chain(self.profile_problem.map(profile)).collect()
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
pub(super) mod tests;
