//! Writing.

use std::io::Cursor;
use std::io::Write;
use zip::CompressionMethod;
use zip::DateTime;
use zip::write::SimpleFileOptions;
use zip::write::ZipWriter;

/// A file of an archive.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// With `/`, relative, ASCII or UTF-8.
    pub name: &'a str,
    pub data: &'a [u8],
}

/// Formats that are compressed already; deflating them costs time and gains nothing.
const STORED: [&str; 9] = ["png", "jpg", "jpeg", "gif", "webp", "woff", "woff2", "epub", "pdf"];

/// Makes an archive of the files in the order given, every entry dated 1980-01-01 and readable by all. A file named `mimetype` is
/// stored without extra field, as the container format wants it (EPUB 3.3 OCF 4.2); so are pictures.
///
/// # Panics
/// When two files have the same name: that is a mistake of the caller.
pub fn write(entries: &[Entry<'_>]) -> Vec<u8> {
    let size: usize = entries.iter().map(|entry| entry.data.len()).sum();
    let mut archive = ZipWriter::new(Cursor::new(Vec::with_capacity(size / 2)));
    for entry in entries {
        let method = if is_stored(entry.name) { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(entry.data.len() > u32::MAX as usize / 2);
        archive.start_file(entry.name, options).expect("names are unique and the archive is in memory");
        archive.write_all(entry.data).expect("writing to memory cannot fail");
    }
    archive.finish().expect("writing to memory cannot fail").into_inner()
}

fn is_stored(name: &str) -> bool {
    name == "mimetype"
        || name.rsplit_once('.').is_some_and(|(_, extension)| STORED.iter().any(|stored| extension.eq_ignore_ascii_case(stored)))
}

#[cfg(test)]
mod tests {
    use super::{Entry, write};
    use crate::container::{ContainerLimits, read};

    fn sample() -> Vec<u8> {
        let text = "一二三".repeat(1000);
        write(&[
            Entry { name: "mimetype", data: b"application/epub+zip" },
            Entry { name: "EPUB/a.xhtml", data: text.as_bytes() },
            Entry { name: "EPUB/b.png", data: &[0; 1000] },
        ])
    }

    /// EPUB 3.3 OCF 4.3: the media type is readable at a fixed place.
    #[test]
    fn the_media_type_stands_first_and_plain() {
        let bytes = sample();
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        assert_eq!(&bytes[8..10], [0, 0], "stored");
        assert_eq!(&bytes[28..30], [0, 0], "no extra field");
        assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    }

    #[test]
    fn pictures_are_stored_and_text_is_deflated() {
        let bytes = sample();
        assert!(bytes.len() > 1000 && bytes.len() < 2500, "{}", bytes.len());
    }

    #[test]
    fn equal_files_give_equal_bytes() {
        assert_eq!(sample(), sample());
    }

    #[test]
    fn what_is_written_is_read_back_in_order() {
        let files = read(&sample(), ContainerLimits::default()).unwrap();
        assert_eq!(files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["mimetype", "EPUB/a.xhtml", "EPUB/b.png"]);
        assert_eq!(files[2].1.len(), 1000);
    }
}
