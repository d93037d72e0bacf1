use super::{Picture, PixelSize};
use crate::diag::Limits;
use crate::geom::Length;
use crate::picture::{Colour, Format, Orientation, PictureError, VectorFonts};
use image::{ExtendedColorType, ImageFormat};
use std::io::Cursor;

fn encoded(format: ImageFormat, width: u32, height: u32, colour: ExtendedColorType, data: &[u8]) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image::write_buffer_with_format(&mut out, data, width, height, colour, format).unwrap();
    out.into_inner()
}

pub(crate) fn small_jpeg() -> Vec<u8> {
    encoded(ImageFormat::Jpeg, 4, 2, ExtendedColorType::Rgb8, &[200; 24])
}

pub(crate) fn rgba_png(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    encoded(ImageFormat::Png, width, height, ExtendedColorType::Rgba8, data)
}

/// The JPEG with an EXIF block that states this orientation and 300 pixels per inch.
fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x04".to_vec();
    exif.extend([1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    exif.extend([1, 0x1A, 0, 5, 0, 0, 0, 1, 0, 0, 0, 62]);
    exif.extend([1, 0x1B, 0, 5, 0, 0, 0, 1, 0, 0, 0, 62]);
    exif.extend([1, 0x28, 0, 3, 0, 0, 0, 1, 0, 2, 0, 0]);
    exif.extend([0, 0, 0, 0, 0, 0, 1, 44, 0, 0, 0, 1]);
    let mut out = vec![0xFF, 0xD8, 0xFF, 0xE1];
    out.extend((exif.len() as u16 + 2).to_be_bytes());
    out.extend(exif);
    out.extend(&jpeg[2..]);
    out
}

fn read(bytes: &[u8]) -> Result<Picture, PictureError> {
    Picture::read(bytes, &Limits::default())
}

#[test]
fn a_jpeg_is_measured_without_decoding() {
    let picture = read(&small_jpeg()).unwrap();
    assert_eq!((picture.format, picture.size), (Format::Jpeg, PixelSize { width: 4, height: 2 }));
    assert_eq!((picture.colour, picture.jpeg.unwrap().components), (Colour::Rgb, 3));
}

#[test]
fn exif_turns_a_jpeg_and_states_its_density() {
    let picture = read(&with_exif(&small_jpeg(), 6)).unwrap();
    assert_eq!((picture.orientation, picture.size), (Orientation::Turned90, PixelSize { width: 2, height: 4 }));
    assert_eq!(picture.density.unwrap().x, 300.0);
    assert_eq!(picture.natural_size().height, Length::units((4.0_f64 * 72.0 / 300.0 * 65536.0).round() as i64));
}

#[test]
fn an_orientation_that_does_not_exist_is_upright() {
    assert_eq!(read(&with_exif(&small_jpeg(), 9)).unwrap().orientation, Orientation::Upright);
}

#[test]
fn a_jpeg_that_ends_early_is_corrupt() {
    let jpeg = small_jpeg();
    for length in [2, 3, 20, jpeg.len() / 2, jpeg.len() - 2] {
        assert!(matches!(read(&jpeg[..length]), Err(PictureError::Corrupt(_))), "{length}");
    }
}

#[test]
fn a_png_with_one_wrong_byte_is_corrupt() {
    let png = encoded(ImageFormat::Png, 2, 2, ExtendedColorType::Rgba8, &[90; 16]);
    assert!(read(&png).is_ok());
    for at in 16..png.len() - 12 {
        let mut broken = png.clone();
        broken[at] ^= 1;
        assert!(read(&broken).is_err(), "byte {at}");
    }
}

#[test]
fn alpha_is_parted_from_colour() {
    let png = encoded(ImageFormat::Png, 2, 1, ExtendedColorType::Rgba8, &[1, 2, 3, 255, 4, 5, 6, 0]);
    let pixels = read(&png).unwrap().pixels(&Limits::default()).unwrap();
    assert_eq!(pixels.data, [1, 2, 3, 4, 5, 6]);
    assert_eq!(pixels.alpha, Some(vec![255, 0]));
    let opaque = encoded(ImageFormat::Png, 1, 1, ExtendedColorType::La8, &[7, 255]);
    let pixels = read(&opaque).unwrap().pixels(&Limits::default()).unwrap();
    assert_eq!((pixels.colour, pixels.data, pixels.alpha), (Colour::Grey, vec![7], None));
}

#[test]
fn too_many_pixels_are_refused_before_decoding() {
    let limits = Limits { picture_pixels: 7, ..Limits::default() };
    assert!(matches!(Picture::read(small_jpeg(), &limits), Err(PictureError::TooLarge { size: 8, limit: 7, .. })));
}

#[test]
fn an_epub_keeps_a_jpeg_and_gets_a_png_for_a_bitmap() {
    let limits = Limits::default();
    let jpeg = read(&small_jpeg()).unwrap();
    assert_eq!(jpeg.for_epub(&limits).unwrap(), ("image/jpeg", jpeg.bytes.clone(), "jpg"));
    let bmp = read(&encoded(ImageFormat::Bmp, 2, 1, ExtendedColorType::Rgb8, &[1, 2, 3, 4, 5, 6])).unwrap();
    let (media_type, bytes, extension) = bmp.for_epub(&limits).unwrap();
    assert_eq!((media_type, extension), ("image/png", "png"));
    let png = Picture::read(bytes, &limits).unwrap();
    assert_eq!(png.pixels(&limits).unwrap(), bmp.pixels(&limits).unwrap());
}

#[test]
fn a_drawing_has_a_natural_size() {
    let picture = read(b"<svg xmlns='http://www.w3.org/2000/svg' width='96' height='48'><rect width='9' height='9'/></svg>").unwrap();
    assert_eq!(picture.size, PixelSize { width: 96, height: 48 });
    assert_eq!(picture.natural_size().width, Length::pt(72));
    assert!(picture.vector_page(&VectorFonts::default()).unwrap().starts_with(b"%PDF"));
}

#[test]
fn what_a_drawing_refers_to_outside_is_named_and_not_followed() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink' width='9' height='9'>\
        <image x:href='/etc/passwd' width='1' height='1'/><a x:href='https://example.org/'/><use x:href='#a'/></svg>";
    assert_eq!(read(svg.as_bytes()).unwrap().references, ["/etc/passwd"]);
}

#[test]
fn a_drawing_nested_too_deep_is_refused() {
    let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{}{}</svg>", "<g>".repeat(5000), "</g>".repeat(5000));
    assert!(matches!(read(svg.as_bytes()), Err(PictureError::TooLarge { .. })));
}

#[test]
fn a_chain_of_copies_is_drawn_or_refused_without_a_crash() {
    let mut svg = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink' width='9' height='9'>".to_owned();
    for index in 0..3000 {
        svg += &format!("<g id='a{index}'><use x:href='#a{}'/></g>", index + 1);
    }
    svg += "<use x:href='#a0'/></svg>";
    let _ = read(svg.as_bytes());
}
