//! Pictures: what format they are in, how large, which way up, in which colours; pixels only when they are needed.

mod bytes;
mod error;
mod exif;
mod file;
mod format;
mod jpeg;
mod pixels;
mod png;
mod profile;
mod svg;

pub use error::PictureError;
pub use file::{Density, Picture, Pictures, PixelSize};
pub use format::Format;
pub use jpeg::JpegInfo;
pub use pixels::{Colour, Orientation, Pixels};
pub use svg::VectorFonts;

#[cfg(test)]
pub(crate) use file::tests::{rgba_png as tests_png, small_jpeg as tests_jpeg};
