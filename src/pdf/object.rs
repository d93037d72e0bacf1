//! The objects of the file in the order of their numbers, and how they become bytes.

use std::io::Write;

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;
use lopdf::Stream;
use lopdf::StringFormat;
use rayon::prelude::*;

use crate::geom::Length;
use crate::xml::is_xml_character;

/// Objects by number, from 1; a reserved number may still lack its object.
#[derive(Default)]
pub(super) struct Objects {
    objects: Vec<Option<Object>>,
}

/// What the trailer names, and the identifier that versions of the file share (PDF 32000-1, 14.4).
pub(super) struct Trailer {
    pub(super) root: ObjectId,
    pub(super) info: ObjectId,
    pub(super) lasting: [u8; 16],
}

/// Objects that share one compressed stream. The common readers hold a whole stream in memory to find one object in it.
const OBJECTS_PER_STREAM: usize = 200;

impl Objects {
    pub(super) fn reserve(&mut self) -> ObjectId {
        self.objects.push(None);
        (self.objects.len() as u32, 0)
    }

    pub(super) fn set(&mut self, id: ObjectId, object: impl Into<Object>) {
        self.objects[id.0 as usize - 1] = Some(object.into());
    }

    pub(super) fn add(&mut self, object: impl Into<Object>) -> ObjectId {
        let id = self.reserve();
        self.set(id, object);
        id
    }

    /// The whole file (PDF 32000-1, 7.5): streams as they are, all else in object streams, a compressed cross-reference stream.
    /// `last` makes the one stream that speaks of the others, and the identifier of this version, from a digest of all of them.
    pub(super) fn into_file(mut self, trailer: Trailer, last: impl FnOnce(u64) -> (ObjectId, Stream, [u8; 16])) -> Vec<u8> {
        let mut packed = Vec::new();
        let mut streams = Vec::new();
        let mut next = self.objects.len() as u32 + 1;
        for (index, object) in std::mem::take(&mut self.objects).into_iter().enumerate() {
            let number = index as u32 + 1;
            match object {
                Some(Object::Stream(stream)) => streams.push((number, stream)),
                Some(other) => packed.push((number, other)),
                None => {}
            }
        }
        let containers: Vec<Stream> = packed.par_chunks(OBJECTS_PER_STREAM).map(object_stream).collect();
        let all: Vec<&Stream> = streams.iter().map(|(_, stream)| stream).chain(&containers).collect();
        let digests: Vec<u8> = all.par_iter().flat_map_iter(|stream| hash(&stream.content).to_be_bytes()).collect();
        let (described, description, version) = last(hash(&digests));
        let place = streams.partition_point(|(number, _)| *number < described.0);
        streams.insert(place, (described.0, description));

        let mut file = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut entries = vec![Entry::Free];
        entries.resize(next as usize, Entry::Free);
        for (number, stream) in streams {
            entries[number as usize] = Entry::At(file.len());
            write_indirect(&mut file, number, &Object::Stream(stream));
        }
        for (chunk, container) in packed.chunks(OBJECTS_PER_STREAM).zip(containers) {
            for (index, (number, _)) in chunk.iter().enumerate() {
                entries[*number as usize] = Entry::In { container: next, index };
            }
            entries.push(Entry::At(file.len()));
            write_indirect(&mut file, next, &Object::Stream(container));
            next += 1;
        }
        let start = file.len();
        entries.push(Entry::At(start));
        let mut table = cross_reference(&entries);
        table.dict.set("Root", trailer.root);
        table.dict.set("Info", trailer.info);
        let halves = [trailer.lasting, version].map(|half| Object::String(half.to_vec(), StringFormat::Hexadecimal));
        table.dict.set("ID", halves.to_vec());
        write_indirect(&mut file, next, &Object::Stream(table));
        file.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        file
    }
}

#[derive(Clone)]
enum Entry {
    Free,
    At(usize),
    In { container: u32, index: usize },
}

fn write_indirect(file: &mut Vec<u8>, number: u32, object: &Object) {
    file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
    write_object(file, object);
    file.extend_from_slice(b"\nendobj\n");
}

/// PDF 32000-1, 7.3. Dictionaries in a content of ours nest a few levels, those of a drawing's file as deep as its reader allows.
fn write_object(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Object::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Real(value) => out.extend_from_slice(real(*value).as_bytes()),
        Object::Name(name) => write_name(out, name),
        Object::String(text, format) => write_string(out, text, format),
        Object::Array(items) => {
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                write_object(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(entries) => write_dictionary(out, entries),
        Object::Stream(stream) => {
            let mut entries = stream.dict.clone();
            entries.set("Length", stream.content.len() as i64);
            write_dictionary(out, &entries);
            out.extend_from_slice(b"stream\n");
            out.extend_from_slice(&stream.content);
            out.extend_from_slice(b"\nendstream");
        }
        Object::Reference((number, generation)) => out.extend_from_slice(format!("{number} {generation} R").as_bytes()),
    }
}

fn write_dictionary(out: &mut Vec<u8>, entries: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in entries {
        write_name(out, key);
        out.push(b' ');
        write_object(out, value);
    }
    out.extend_from_slice(b">>");
}

/// Without an exponent, which PDF does not know.
fn real(value: f32) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

fn write_string(out: &mut Vec<u8>, text: &[u8], format: &StringFormat) {
    match format {
        StringFormat::Hexadecimal => {
            out.push(b'<');
            for byte in text {
                out.extend_from_slice(format!("{byte:02X}").as_bytes());
            }
            out.push(b'>');
        }
        StringFormat::Literal => {
            out.push(b'(');
            for &byte in text {
                match byte {
                    b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
                    b'\r' => out.extend_from_slice(b"\\r"),
                    byte => out.push(byte),
                }
            }
            out.push(b')');
        }
    }
}

/// PDF 32000-1, 7.5.7.
fn object_stream(objects: &[(u32, Object)]) -> Stream {
    let (mut index, mut body) = (Vec::new(), Vec::new());
    for (number, object) in objects {
        write!(index, "{number} {} ", body.len()).expect("writing to memory cannot fail");
        write_object(&mut body, object);
        body.push(b'\n');
    }
    let first = index.len() as i64;
    index.append(&mut body);
    let dictionary = dictionary([("Type", name("ObjStm")), ("N", (objects.len() as i64).into()), ("First", first.into())]);
    compressed(dictionary, index)
}

/// PDF 32000-1, 7.5.8: fields of 1, 4 and 2 bytes, each row as its difference from the one above.
fn cross_reference(entries: &[Entry]) -> Stream {
    const WIDTH: usize = 7;
    let mut above = [0; WIDTH];
    let mut data = Vec::with_capacity(entries.len() * (WIDTH + 1));
    for entry in entries {
        let (kind, second, third) = match entry {
            Entry::Free => (0, 0, u16::MAX),
            Entry::At(offset) => (1, *offset as u32, 0),
            Entry::In { container, index } => (2, *container, *index as u16),
        };
        let mut row = [0; WIDTH];
        row[0] = kind;
        row[1..5].copy_from_slice(&second.to_be_bytes());
        row[5..].copy_from_slice(&third.to_be_bytes());
        data.push(2);
        data.extend(row.iter().zip(above).map(|(value, before)| value.wrapping_sub(before)));
        above = row;
    }
    let parameters = dictionary([("Predictor", 12.into()), ("Columns", (WIDTH as i64).into())]);
    let dictionary = dictionary([
        ("Type", name("XRef")),
        ("Size", (entries.len() as i64).into()),
        ("W", vec![1.into(), 4.into(), Object::from(2)].into()),
        ("DecodeParms", parameters.into()),
    ]);
    compressed(dictionary, data)
}

/// A stream, compressed where that makes it smaller or where its decoding parameters ask for it.
pub(super) fn compressed(dictionary: Dictionary, content: Vec<u8>) -> Stream {
    let mut stream = Stream::new(dictionary, content);
    stream.compress().expect("compressing in memory cannot fail");
    if stream.dict.get(b"Filter").is_err() && stream.dict.has(b"DecodeParms") {
        // Rows that carry a predictor must be declared as such, so a stored block stands in for compression.
        stream.dict.set("Filter", name("FlateDecode"));
        let stored = stored_zlib(&stream.content);
        stream.set_content(stored);
    }
    stream
}

/// RFC 1950 and 1951: the bytes in stored blocks.
fn stored_zlib(content: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = content.chunks(65_535).peekable();
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        out.push(u8::from(blocks.peek().is_none()));
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    let (a, b) = content.iter().fold((1_u32, 0_u32), |(a, b), &byte| {
        let a = (a + u32::from(byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    out.extend_from_slice(&((b << 16) | a).to_be_bytes());
    out
}

pub(super) fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

pub(super) fn dictionary<const N: usize>(entries: [(&str, Object); N]) -> Dictionary {
    Dictionary::from_iter(entries)
}

/// A text string (PDF 32000-1, 7.9.2.2): ASCII as it is, all else in UTF-16. Characters that XMP cannot say are left out here too.
pub(super) fn text(text: &str) -> Object {
    let text: &str = &text.chars().filter(|&character| is_xml_character(character)).collect::<String>();
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Object::String(text.as_bytes().to_vec(), StringFormat::Literal);
    }
    Object::String(utf16(text), StringFormat::Hexadecimal)
}

/// UTF-16, big-endian, with its mark.
pub(super) fn utf16(text: &str) -> Vec<u8> {
    [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}

/// A length in points to the thousandth.
pub(super) fn points(length: Length) -> f32 {
    (length.scale(1000, Length::UNITS_PER_POINT).to_units() as f64 / 1000.0) as f32
}

/// A type size in points to the hundred-thousandth: over a line of many em the difference adds up.
pub(super) fn type_size(size: Length) -> f32 {
    (size.scale(100_000, Length::UNITS_PER_POINT).to_units() as f64 / 100_000.0) as f32
}

/// A number object for a length.
pub(super) fn point_object(length: Length) -> Object {
    number(f64::from(points(length)))
}

/// A number, whole where it can be.
pub(super) fn number(value: f64) -> Object {
    if value.fract() == 0.0 && value.abs() < 1e9 { Object::Integer(value as i64) } else { Object::Real(value as f32) }
}

/// 64 bits of FNV-1a, to make names from content.
pub(super) fn hash(data: &[u8]) -> u64 {
    data.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_back_as_it_was_written() {
        let mut objects = Objects::default();
        let root = objects.reserve();
        let info = objects.add(dictionary([("Title", text("付梓"))]));
        let pages = objects.add(dictionary([("Type", name("Pages")), ("Kids", Object::Array(Vec::new())), ("Count", 0.into())]));
        objects.set(root, dictionary([("Type", name("Catalog")), ("Pages", pages.into())]));
        let packet = objects.reserve();
        let trailer = Trailer { root, info, lasting: *b"0123456789abcdef" };
        let file = objects.into_file(trailer, |_| (packet, Stream::new(Dictionary::new(), Vec::new()), [0; 16]));
        let read = lopdf::Document::load_mem(&file).unwrap();
        let title = read.get_dictionary(info).unwrap().get(b"Title").unwrap().as_str().unwrap();
        assert_eq!(title, utf16("付梓"));
        assert_eq!(read.version, "1.7");
    }

    /// RFC 1950, 9: the sum of "Wikipedia" is a known example.
    #[test]
    fn a_stored_block_carries_its_checksum() {
        assert_eq!(stored_zlib(b"Wikipedia")[16..], 0x11E6_0398_u32.to_be_bytes());
    }
}
