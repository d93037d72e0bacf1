//! What a file is, by what it holds; its name is not asked.

use super::error::PictureError;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Jpeg,
    Png,
    Gif,
    WebP,
    Bmp,
    Tiff,
    Svg,
}

impl Format {
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
            Format::Gif => "image/gif",
            Format::WebP => "image/webp",
            Format::Bmp => "image/bmp",
            Format::Tiff => "image/tiff",
            Format::Svg => "image/svg+xml",
        }
    }

    /// The file name's ending, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::Gif => "gif",
            Format::WebP => "webp",
            Format::Bmp => "bmp",
            Format::Tiff => "tif",
            Format::Svg => "svg",
        }
    }

    /// The format by the file's first bytes.
    pub(super) fn sniff(data: &[u8]) -> Result<Format, PictureError> {
        let starts = |prefix: &[u8]| data.starts_with(prefix);
        let at = |offset: usize, tag: &[u8]| data.get(offset..offset + tag.len()) == Some(tag);
        let unsupported = |name: &str| Err(PictureError::Unsupported(name.to_owned()));
        if data.is_empty() {
            return Err(PictureError::corrupt("the file is empty"));
        }
        if starts(&[0xFF, 0xD8]) {
            return Ok(Format::Jpeg);
        }
        if starts(b"\x89PNG\r\n\x1a\n") {
            return Ok(Format::Png);
        }
        if starts(b"GIF87a") || starts(b"GIF89a") {
            return Ok(Format::Gif);
        }
        if starts(b"RIFF") && at(8, b"WEBP") {
            return Ok(Format::WebP);
        }
        if starts(b"II*\0") || starts(b"MM\0*") {
            return Ok(Format::Tiff);
        }
        if starts(b"BM") && data.len() > 26 {
            return Ok(Format::Bmp);
        }
        if at(4, b"ftypavif") || at(4, b"ftypavis") {
            return unsupported("AVIF");
        }
        if at(4, b"ftyphei") || at(4, b"ftypmif1") || at(4, b"ftyphev") {
            return unsupported("HEIC");
        }
        if starts(&[0x1F, 0x8B]) {
            return unsupported("a compressed file (perhaps SVGZ)");
        }
        if starts(&[0, 0, 1, 0]) {
            return unsupported("ICO");
        }
        if starts(b"%PDF") {
            return unsupported("PDF");
        }
        if looks_like_svg(data) {
            return Ok(Format::Svg);
        }
        unsupported("this file's")
    }
}

/// Text whose first element is `svg`, with or without prefix.
fn looks_like_svg(data: &[u8]) -> bool {
    let head = &data[..data.len().min(64 << 10)];
    let text = String::from_utf8_lossy(head);
    let mut rest = text.trim_start_matches('\u{FEFF}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            rest.find("?>").map(|at| at + 2)
        } else if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with("<!") {
            let open = rest.find('[');
            let close = rest.find('>');
            match (open, close) {
                (Some(open), Some(close)) if open < close => {
                    rest[open..].find(']').and_then(|at| rest[open + at..].find('>').map(|more| open + at + more + 1))
                }
                (_, close) => close.map(|at| at + 1),
            }
        } else {
            let name = rest.strip_prefix('<').unwrap_or_default();
            let name: &str = name.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
            return name == "svg" || name.ends_with(":svg");
        };
        match end {
            Some(end) => rest = rest[end..].trim_start(),
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn an_svg_is_known_behind_its_prolog() {
        let data = b"\xEF\xBB\xBF<?xml version='1.0'?><!-- a > b --><!DOCTYPE svg [<!ENTITY a \"b\">]>\n<svg:svg xmlns:svg='x'/>";
        assert_eq!(Format::sniff(data), Ok(Format::Svg));
        assert!(Format::sniff(b"<html><svg/></html>").is_err());
    }

    #[test]
    fn what_is_not_read_is_named() {
        let error = Format::sniff(b"\0\0\0\x20ftypavif\0\0\0\0").unwrap_err();
        assert!(error.to_string().contains("AVIF"));
    }
}
