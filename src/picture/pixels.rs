//! Decoded pictures.

use super::error::PictureError;
use super::format::Format;
use super::png::USUAL_GAMMA;
use image::DynamicImage;
use image::ExtendedColorType;
use image::GrayImage;
use image::ImageDecoder;
use image::ImageEncoder;
use image::ImageFormat;
use image::ImageReader;
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;
use image::imageops;
use std::io::Cursor;

/// The colours of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    Grey,
    Rgb,
    Cmyk,
}

/// How the stored picture must be turned and mirrored to stand upright; the discriminant is EXIF's value (CIPA DC-008, 4.6.4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Orientation {
    #[default]
    Upright = 1,
    MirroredHorizontally = 2,
    Turned180 = 3,
    MirroredVertically = 4,
    /// Mirrored about the line from top left to bottom right.
    Transposed = 5,
    /// To be turned 90° clockwise.
    Turned90 = 6,
    /// Mirrored about the line from top right to bottom left.
    Transversed = 7,
    /// To be turned 270° clockwise.
    Turned270 = 8,
}

impl Orientation {
    pub fn from_exif(value: u16) -> Option<Orientation> {
        Some(match value {
            1 => Orientation::Upright,
            2 => Orientation::MirroredHorizontally,
            3 => Orientation::Turned180,
            4 => Orientation::MirroredVertically,
            5 => Orientation::Transposed,
            6 => Orientation::Turned90,
            7 => Orientation::Transversed,
            8 => Orientation::Turned270,
            _ => return None,
        })
    }

    /// Whether width and height change places.
    pub fn swaps_sides(self) -> bool {
        self as u8 >= 5
    }

    /// The matrix (a, b, c, d, e, f) that sets the stored picture, drawn into the unit square with y upwards, upright in it
    /// (PDF 32000-1, 8.9.5.1).
    pub fn unit_matrix(self) -> [i8; 6] {
        match self {
            Orientation::Upright => [1, 0, 0, 1, 0, 0],
            Orientation::MirroredHorizontally => [-1, 0, 0, 1, 1, 0],
            Orientation::Turned180 => [-1, 0, 0, -1, 1, 1],
            Orientation::MirroredVertically => [1, 0, 0, -1, 0, 1],
            Orientation::Transposed => [0, -1, -1, 0, 1, 1],
            Orientation::Turned90 => [0, -1, 1, 0, 0, 1],
            Orientation::Transversed => [0, 1, 1, 0, 0, 0],
            Orientation::Turned270 => [0, 1, -1, 0, 1, 0],
        }
    }
}

/// A decoded picture, upright, 8 bits a component, rows from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    /// Grey (1 byte a pixel) or RGB (3 bytes a pixel); never CMYK.
    pub colour: Colour,
    pub data: Vec<u8>,
    /// One byte a pixel, 255 opaque; none when every pixel is.
    pub alpha: Option<Vec<u8>>,
}

impl Pixels {
    /// The same picture in fewer pixels; as it is when it has no more than these.
    pub fn at_most(self, width: u32, height: u32) -> Pixels {
        if self.width <= width && self.height <= height || width == 0 || height == 0 {
            return self;
        }
        let (from, to) = ((self.width, self.height), (width.min(self.width), height.min(self.height)));
        let channels = if self.colour == Colour::Grey { 1 } else { 3 };
        let data = resized(from, to, channels, self.data);
        let alpha = self.alpha.map(|alpha| resized(from, to, 1, alpha));
        Pixels { width: to.0, height: to.1, colour: self.colour, data, alpha }
    }

    /// Samples that were stored with another exponent than the usual one, brought to that.
    pub(super) fn with_gamma(mut self, gamma: f64) -> Pixels {
        let table: Vec<u8> = (0..=u8::MAX)
            .map(|value| ((f64::from(value) / 255.0).powf(USUAL_GAMMA / gamma) * 255.0).round().clamp(0.0, 255.0) as u8)
            .collect();
        self.data.iter_mut().for_each(|sample| *sample = table[usize::from(*sample)]);
        self
    }

    /// The picture as a JPEG file, without its transparency; equal input gives equal bytes.
    pub fn to_jpeg(&self) -> Result<Vec<u8>, PictureError> {
        let colour = if self.colour == Colour::Grey { ExtendedColorType::L8 } else { ExtendedColorType::Rgb8 };
        let mut out = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
        encoder.write_image(&self.data, self.width, self.height, colour).map_err(PictureError::corrupt)?;
        Ok(out)
    }
}

/// Of a JPEG that is written anew: no difference that the eye finds in print.
const QUALITY: u8 = 90;

fn resized((width, height): (u32, u32), (to_width, to_height): (u32, u32), channels: u32, data: Vec<u8>) -> Vec<u8> {
    let filter = imageops::FilterType::CatmullRom;
    if channels == 1 {
        let image = GrayImage::from_raw(width, height, data).unwrap_or_default();
        imageops::resize(&image, to_width, to_height, filter).into_raw()
    } else {
        let image = RgbImage::from_raw(width, height, data).unwrap_or_default();
        imageops::resize(&image, to_width, to_height, filter).into_raw()
    }
}

/// What the decoder says of a picture before it decodes.
pub(super) struct Header {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) colour: Colour,
    pub(super) alpha: bool,
    pub(super) orientation: Orientation,
    pub(super) exif: Option<Vec<u8>>,
    pub(super) profile: Option<Vec<u8>>,
}

fn reader(format: Format, data: &[u8]) -> Result<ImageReader<Cursor<&[u8]>>, PictureError> {
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Gif => ImageFormat::Gif,
        Format::WebP => ImageFormat::WebP,
        Format::Bmp => ImageFormat::Bmp,
        Format::Tiff => ImageFormat::Tiff,
        Format::Svg => return Err(PictureError::Unsupported("pixels of an SVG".to_owned())),
    };
    Ok(ImageReader::with_format(Cursor::new(data), format))
}

pub(super) fn header(format: Format, data: &[u8]) -> Result<Header, PictureError> {
    let mut decoder = reader(format, data)?.into_decoder().map_err(PictureError::corrupt)?;
    let (width, height) = decoder.dimensions();
    let colour = decoder.color_type();
    let orientation = decoder.orientation().ok().and_then(|orientation| Orientation::from_exif(u16::from(orientation.to_exif())));
    Ok(Header {
        width,
        height,
        colour: if colour.has_color() { Colour::Rgb } else { Colour::Grey },
        alpha: colour.has_alpha(),
        orientation: orientation.unwrap_or_default(),
        exif: decoder.exif_metadata().ok().flatten(),
        profile: decoder.icc_profile().ok().flatten(),
    })
}

/// Decodes; `budget` bounds the bytes that the decoder may take.
fn decode(format: Format, data: &[u8], budget: u64) -> Result<DynamicImage, PictureError> {
    let mut reader = reader(format, data)?;
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(budget);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(PictureError::corrupt)?;
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(PictureError::corrupt)?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

pub(super) fn pixels(format: Format, data: &[u8], budget: u64) -> Result<Pixels, PictureError> {
    let picture = decode(format, data, budget)?;
    let (width, height) = (picture.width(), picture.height());
    let grey = !picture.color().has_color();
    if !picture.color().has_alpha() {
        return Ok(match grey {
            true => Pixels { width, height, colour: Colour::Grey, data: picture.into_luma8().into_raw(), alpha: None },
            false => Pixels { width, height, colour: Colour::Rgb, data: picture.into_rgb8().into_raw(), alpha: None },
        });
    }
    let (colour, channels, raw) = match grey {
        true => (Colour::Grey, 1, picture.into_luma_alpha8().into_raw()),
        false => (Colour::Rgb, 3, picture.into_rgba8().into_raw()),
    };
    let mut data = Vec::with_capacity(raw.len() / (channels + 1) * channels);
    let mut alpha = Vec::with_capacity(raw.len() / (channels + 1));
    for pixel in raw.chunks_exact(channels + 1) {
        data.extend_from_slice(&pixel[..channels]);
        alpha.push(pixel[channels]);
    }
    let opaque = alpha.iter().all(|&value| value == u8::MAX);
    Ok(Pixels { width, height, colour, data, alpha: (!opaque).then_some(alpha) })
}

/// The picture as a PNG file; equal input gives equal bytes.
pub(super) fn png(format: Format, data: &[u8], budget: u64) -> Result<Vec<u8>, PictureError> {
    let mut out = Cursor::new(Vec::new());
    decode(format, data, budget)?.write_to(&mut out, ImageFormat::Png).map_err(PictureError::corrupt)?;
    Ok(out.into_inner())
}
