//! Pictures in the file: JPEG data as it is, other pixels compressed without loss, drawings as vectors; each once.

use std::collections::BTreeMap;

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;
use lopdf::Stream;
use rayon::prelude::*;

use super::icc;
use super::object::Objects;
use super::object::compressed;
use super::object::dictionary;
use super::object::hash;
use super::object::name;
use super::vector;
use crate::diag::ErrorReported;
use crate::diag::Limits;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::Size;
use crate::picture::Colour;
use crate::picture::Format;
use crate::picture::JpegInfo;
use crate::picture::Picture;
use crate::picture::PictureError;
use crate::picture::Pictures;
use crate::picture::Pixels;
use crate::picture::VectorFonts;

/// Pictures by their path in the project.
pub(super) struct Images {
    images: BTreeMap<String, Image>,
    /// Resource names and their objects.
    pub(super) resources: Vec<(String, ObjectId)>,
}

#[derive(Clone)]
pub(super) struct Image {
    pub(super) name: String,
    pub(super) id: ObjectId,
    /// Sets the stored picture upright in the unit square.
    pub(super) matrix: [f32; 6],
}

/// Decoded and compressed pixels.
struct PreparedPixels {
    colour: Stream,
    alpha: Option<Stream>,
}

/// A picture on its way into the file.
enum Prepared {
    /// The author's own bytes.
    Jpeg,
    /// With fewer pixels, upright.
    SmallerJpeg {
        bytes: Vec<u8>,
        width: u32,
        height: u32,
    },
    Pixels(Box<PreparedPixels>),
    /// A PDF file of one page.
    Drawing(Vec<u8>),
}

impl Images {
    pub(super) fn get(&self, path: &str) -> Option<&Image> {
        self.images.get(path)
    }

    /// Adds the pictures at these paths. A picture that cannot be decoded is an error in the report.
    pub(super) fn embed(
        largest: &BTreeMap<&str, Size>,
        density: Option<u32>,
        pictures: &Pictures,
        fonts: &VectorFonts,
        limits: &Limits,
        objects: &mut Objects,
        report: &mut Report,
    ) -> Result<Images, ErrorReported> {
        let found: Vec<(&str, &Picture)> = largest.keys().filter_map(|path| Some((*path, pictures.get(*path)?))).collect();
        // How large each file is printed, under any of its names.
        let mut printed: BTreeMap<&[u8], Size> = BTreeMap::new();
        for (path, picture) in &found {
            let (size, other) = (largest[path], printed.entry(&picture.bytes[..]).or_default());
            *other = Size { width: other.width.max(size.width), height: other.height.max(size.height) };
        }
        // Equal files under several names are stored once.
        let mut distinct: Vec<&Picture> = Vec::new();
        let mut number = BTreeMap::new();
        for (_, picture) in &found {
            number.entry(&picture.bytes[..]).or_insert_with(|| {
                distinct.push(picture);
                distinct.len() - 1
            });
        }
        let prepared: Vec<Result<Prepared, PictureError>> = distinct
            .par_iter()
            .map(|picture| {
                let most = density.map(|density| most_pixels(printed[&picture.bytes[..]], density));
                prepare(picture, most, fonts, limits)
            })
            .collect();
        let mut images = Images { images: BTreeMap::new(), resources: Vec::new() };
        let mut stored = Vec::new();
        let mut failed = None;
        for (picture, prepared) in distinct.iter().zip(prepared) {
            let added = prepared.and_then(|prepared| images.add(picture, prepared, objects));
            stored.push(match added {
                Ok(image) => Some(image),
                Err(error) => {
                    let path = found.iter().find(|(_, other)| other.bytes == picture.bytes).map_or("", |(path, _)| *path);
                    failed = Some(report.error(error.finding(path)));
                    None
                }
            });
        }
        for (path, picture) in &found {
            let image = number.get(&picture.bytes[..]).and_then(|&index| stored[index].clone());
            images.images.extend(image.map(|image| ((*path).to_owned(), image)));
        }
        failed.map_or(Ok(images), Err)
    }

    fn add(&mut self, picture: &Picture, prepared: Prepared, objects: &mut Objects) -> Result<Image, PictureError> {
        let mut matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
        let id = match prepared {
            Prepared::Jpeg => {
                matrix = picture.orientation.unit_matrix().map(f32::from);
                let info = picture.jpeg.as_ref().ok_or_else(|| PictureError::Corrupt("it has no frame".to_owned()))?;
                let stream = jpeg(info, picture, objects);
                objects.add(stream)
            }
            Prepared::SmallerJpeg { bytes, width, height } => {
                let space = colour_space(picture, picture.colour, objects);
                let mut dictionary = image_dictionary(width, height, space);
                dictionary.set("Filter", name("DCTDecode"));
                objects.add(Stream::new(dictionary, bytes))
            }
            Prepared::Pixels(pixels) => {
                let PreparedPixels { mut colour, alpha } = *pixels;
                if picture.profile.is_some() {
                    colour.dict.set("ColorSpace", colour_space(picture, picture.colour, objects));
                }
                if let Some(alpha) = alpha {
                    let mask = objects.add(alpha);
                    colour.dict.set("SMask", mask);
                }
                objects.add(colour)
            }
            Prepared::Drawing(file) => {
                let (id, box_matrix) = vector::graft(&file, objects).map_err(PictureError::Corrupt)?;
                matrix = box_matrix;
                id
            }
        };
        let mut label = format!("P{:016X}", hash(&picture.bytes));
        while self.resources.iter().any(|(known, _)| *known == label) {
            label.push('X');
        }
        self.resources.push((label.clone(), id));
        Ok(Image { name: label, id, matrix })
    }
}

/// Pixels that a picture of this size needs, with a tenth to spare so that none is made anew for little.
fn most_pixels(size: Size, density: u32) -> (u32, u32) {
    let pixels = |length: Length| (length.to_pt() / 72.0 * f64::from(density)).ceil() as u32;
    (pixels(size.width), pixels(size.height))
}

/// Whether there are more pixels than needed by more than a tenth.
fn too_many(picture: &Picture, most: Option<(u32, u32)>) -> Option<(u32, u32)> {
    most.filter(|(width, height)| {
        let spare = |pixels: u32| pixels.saturating_add(pixels / 10);
        picture.size.width > spare(*width) && picture.size.height > spare(*height)
    })
}

fn prepare(picture: &Picture, most: Option<(u32, u32)>, fonts: &VectorFonts, limits: &Limits) -> Result<Prepared, PictureError> {
    let smaller = too_many(picture, most);
    match picture.format {
        Format::Jpeg if picture.colour != Colour::Cmyk && smaller.is_some() => {
            let (width, height) = smaller.unwrap_or_default();
            let pixels = picture.pixels(limits)?.at_most(width, height);
            Ok(Prepared::SmallerJpeg { bytes: pixels.to_jpeg()?, width: pixels.width, height: pixels.height })
        }
        Format::Jpeg => Ok(Prepared::Jpeg),
        Format::Svg => Ok(Prepared::Drawing(picture.vector_page(fonts)?)),
        Format::Png | Format::Gif | Format::WebP | Format::Bmp | Format::Tiff => {
            let mut pixels = picture.pixels(limits)?;
            if let Some((width, height)) = smaller {
                pixels = pixels.at_most(width, height);
            }
            let alpha = pixels.alpha.take().map(|alpha| samples(pixels.width, pixels.height, 1, "DeviceGray", &alpha));
            let colour = encode(&pixels);
            Ok(Prepared::Pixels(Box::new(PreparedPixels { colour, alpha })))
        }
    }
}

fn image_dictionary(width: u32, height: u32, space: Object) -> Dictionary {
    dictionary([
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", i64::from(width).into()),
        ("Height", i64::from(height).into()),
        ("ColorSpace", space),
        ("BitsPerComponent", 8.into()),
    ])
}

/// The profile of the picture, a simple one for CMYK without, else the device's colours, which the output intent explains.
fn colour_space(picture: &Picture, colour: Colour, objects: &mut Objects) -> Object {
    let (device, components) = match colour {
        Colour::Grey => ("DeviceGray", 1),
        Colour::Rgb => ("DeviceRGB", 3),
        Colour::Cmyk => ("DeviceCMYK", 4),
    };
    let simple = (colour == Colour::Cmyk).then(icc::cmyk);
    match picture.profile.as_ref().map(|profile| profile.to_vec()).or(simple) {
        Some(profile) => {
            let dictionary = dictionary([("N", components.into()), ("Alternate", name(device))]);
            let profile = objects.add(compressed(dictionary, profile));
            vec![name("ICCBased"), profile.into()].into()
        }
        None => name(device),
    }
}

/// The author's bytes, untouched (PDF 32000-1, 7.4.8).
fn jpeg(info: &JpegInfo, picture: &Picture, objects: &mut Objects) -> Stream {
    let space = colour_space(picture, picture.colour, objects);
    let mut dictionary = image_dictionary(info.width, info.height, space);
    dictionary.set("Filter", name("DCTDecode"));
    // Adobe stores CMYK with 255 for no ink.
    if picture.colour == Colour::Cmyk && info.adobe.is_some() {
        dictionary.set("Decode", [1, 0, 1, 0, 1, 0, 1, 0].into_iter().map(Object::Integer).collect::<Vec<_>>());
    }
    Stream::new(dictionary, picture.bytes.to_vec())
}

fn encode(pixels: &Pixels) -> Stream {
    match pixels.colour {
        Colour::Grey => samples(pixels.width, pixels.height, 1, "DeviceGray", &pixels.data),
        Colour::Rgb | Colour::Cmyk => samples(pixels.width, pixels.height, 3, "DeviceRGB", &pixels.data),
    }
}

/// Rows of samples with the PNG predictor that leaves the smallest differences (PDF 32000-1, 7.4.4.4).
fn samples(width: u32, height: u32, components: usize, space: &str, data: &[u8]) -> Stream {
    let row = width as usize * components;
    let mut filtered = Vec::with_capacity((row + 1) * height as usize);
    let blank = vec![0; row];
    let mut above = blank.as_slice();
    for line in data.chunks_exact(row.max(1)) {
        let left = |at: usize| if at >= components { line[at - components] } else { 0 };
        let corner = |at: usize| if at >= components { above[at - components] } else { 0 };
        let candidates = [
            line.to_vec(),
            (0..row).map(|at| line[at].wrapping_sub(left(at))).collect::<Vec<u8>>(),
            (0..row).map(|at| line[at].wrapping_sub(above[at])).collect(),
            (0..row).map(|at| line[at].wrapping_sub(paeth(left(at), above[at], corner(at)))).collect(),
        ];
        let weight = |row: &[u8]| row.iter().map(|&byte| u64::from((byte as i8).unsigned_abs())).sum::<u64>();
        let (best, row) = candidates.iter().enumerate().min_by_key(|(_, row)| weight(row)).expect("there are four candidates");
        filtered.push([0, 1, 2, 4][best]);
        filtered.extend_from_slice(row);
        above = line;
    }
    let mut dictionary = image_dictionary(width, height, name(space));
    let parameters =
        super::object::dictionary([("Predictor", 15.into()), ("Colors", (components as i64).into()), ("Columns", i64::from(width).into())]);
    dictionary.set("DecodeParms", parameters);
    compressed(dictionary, filtered)
}

/// W3C PNG, 9.4.
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(above) - i16::from(corner);
    let distance = |value: u8| (estimate - i16::from(value)).abs();
    if distance(left) <= distance(above) && distance(left) <= distance(corner) {
        left
    } else if distance(above) <= distance(corner) {
        above
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Orientation;

    /// Where the top left corner of the stored picture comes to lie in the unit square, y upwards.
    fn top_left(orientation: Orientation) -> (f32, f32) {
        let [a, b, c, d, e, f] = orientation.unit_matrix().map(f32::from);
        let (x, y) = (0.0, 1.0);
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// CIPA DC-008, 4.6.4: row 0 and column 0 of each value.
    #[test]
    fn the_stored_corner_stands_where_exif_says() {
        let corners = [
            (1, (0.0, 1.0)),
            (2, (1.0, 1.0)),
            (3, (1.0, 0.0)),
            (4, (0.0, 0.0)),
            (5, (0.0, 1.0)),
            (6, (1.0, 1.0)),
            (7, (1.0, 0.0)),
            (8, (0.0, 0.0)),
        ];
        for (value, corner) in corners {
            assert_eq!(top_left(Orientation::from_exif(value).unwrap()), corner, "{value}");
        }
    }

    #[test]
    fn samples_are_read_back() {
        let data: Vec<u8> = (0..5 * 4 * 3).map(|value| (value * 7) as u8).collect();
        let stream = samples(5, 4, 3, "DeviceRGB", &data);
        assert_eq!(stream.decompressed_content().unwrap(), data);
    }
}
