//! Bytes to text: the encoding detected, with the reason, or as the author says.

use chardetng::EncodingDetector;
use chardetng::Iso2022JpDetection;
use chardetng::Utf8Detection;
use encoding_rs::Encoding;
use std::borrow::Cow;
use std::ops::Range;

use super::charset::Charset;
use super::korean;

/// A text, how it was read, and what could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Lines end with `\n`.
    pub text: String,
    pub charset: Charset,
    /// Why this encoding, in words for the author.
    pub reason: String,
    pub faults: Vec<Fault>,
    /// How many faults there are; the list holds the first of them.
    pub fault_count: usize,
}

/// A place of the text where the bytes say no character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// In the text, where it stands for what was there.
    pub place: Range<usize>,
    pub kind: FaultKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Bytes that the encoding does not have.
    Undecodable,
    /// A control character, a noncharacter or the like, which no text holds.
    Control(char),
}

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    pub reason: String,
}

/// Stands where bytes could not be read: the geta of Japanese and Chinese type, which the CJK faces have.
pub const UNREADABLE: char = '〓';

/// Faults that are listed; more are counted.
const LISTED: usize = 100;

/// Bytes whose frequencies are counted.
const COUNTED: usize = 32 << 10;

/// Bytes that detection looks at; a longer text says no more.
const SAMPLE: usize = 128 << 10;

/// Reads a text. `given` overrides what the bytes say.
pub fn decode(bytes: &[u8], given: Option<Charset>) -> Result<Decoded, NotText> {
    let (charset, reason) = match given {
        Some(charset) => (charset, "as asked for".to_owned()),
        None => detect(bytes)?,
    };
    let body = &bytes[charset.mark_length(bytes)..];
    let mut text = Text { text: String::with_capacity(body.len() + body.len() / 2), faults: Vec::new(), count: 0 };
    match charset {
        Charset::Known(encoding) => text.decode(body, encoding),
        Charset::Utf32Le => text.utf32(body, u32::from_le_bytes),
        Charset::Utf32Be => text.utf32(body, u32::from_be_bytes),
        Charset::Hz => text.decode(&from_hz(body), encoding_rs::GBK),
        Charset::Iso2022Kr => text.decode(&from_iso_2022_kr(body), encoding_rs::EUC_KR),
        Charset::Johab => text.decode(&korean::johab_to_euc(body), encoding_rs::EUC_KR),
    }
    let decoded = text.finish(charset, reason);
    let shown = decoded.text.chars().count();
    // A text has few faults; other files have little else.
    if decoded.fault_count > 8 && decoded.fault_count * 10 > shown {
        let reason = format!("{} of {shown} characters cannot be read as {}", decoded.fault_count, charset.name());
        return Err(NotText { reason });
    }
    Ok(decoded)
}

fn detect(bytes: &[u8]) -> Result<(Charset, String), NotText> {
    let found = |charset: Charset, reason: &str| Ok((charset, reason.to_owned()));
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => return found(Charset::Known(encoding_rs::UTF_8), "the byte order mark"),
        [0xFF, 0xFE, 0, 0, ..] => return found(Charset::Utf32Le, "the byte order mark"),
        [0, 0, 0xFE, 0xFF, ..] => return found(Charset::Utf32Be, "the byte order mark"),
        [0xFF, 0xFE, ..] => return found(Charset::Known(encoding_rs::UTF_16LE), "the byte order mark"),
        [0xFE, 0xFF, ..] => return found(Charset::Known(encoding_rs::UTF_16BE), "the byte order mark"),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if let Some(charset) = wide(sample) {
        return found(charset, "every second byte is that of a 16-bit character");
    }
    let utf8 = std::str::from_utf8(bytes);
    if utf8.is_ok() && !sample.contains(&0x1B) && !is_hz(sample) && !sample.starts_with(b"\x1B$)C") {
        return found(Charset::Known(encoding_rs::UTF_8), "all bytes are UTF-8");
    }
    if sample.iter().filter(|byte| **byte == 0).count() * 20 > sample.len() {
        return Err(NotText { reason: "it holds bytes of the value zero".to_owned() });
    }
    if let Some(label) = declared(sample) {
        let is_true = Encoding::for_label(label.as_bytes()).filter(|encoding| faults_in(sample, encoding) == 0);
        if let Some(encoding) = is_true.filter(|encoding| *encoding != encoding_rs::REPLACEMENT) {
            return Ok((Charset::Known(encoding), format!("the file declares {label}")));
        }
    }
    if sample.starts_with(b"\x1B$)C") {
        return found(Charset::Iso2022Kr, "its escape sequence");
    }
    if is_hz(sample) {
        return found(Charset::Hz, "its escape sequences");
    }
    // A text in UTF-8 with a few wrong bytes is still that.
    if let Err(error) = utf8 {
        let valid = mostly_utf8(sample);
        if error.error_len().is_none() && bytes.len() > 64 || valid {
            return found(Charset::Known(encoding_rs::UTF_8), "nearly all bytes are UTF-8");
        }
    }
    if korean::is_johab(sample) {
        return found(Charset::Johab, "the pairs of bytes are Hangul syllables in Johab");
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let head = &bytes[..bytes.len().min(COUNTED)];
    detector.feed(head, head.len() == bytes.len());
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let encoding = match encoding.name() {
        "GBK" => encoding_rs::GB18030,
        // Bytes beyond Latin letters that make control characters of them are broken UTF-8.
        _ if encoding.is_single_byte() && encoding.decode_without_bom_handling(sample).0.contains(is_forbidden) => encoding_rs::UTF_8,
        _ => encoding,
    };
    found(Charset::Known(encoding), "the frequencies of its bytes")
}

/// UTF-16 without a mark: in text of East Asia and of Latin letters alike, the high bytes of characters are few different ones.
fn wide(sample: &[u8]) -> Option<Charset> {
    const LEAST: usize = 16;
    if sample.len() < LEAST || sample.len() % 2 == 1 && sample.len() < SAMPLE {
        return None;
    }
    let score = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = sample.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        let usual = units
            .iter()
            .filter(|unit| matches!(unit, 0x09 | 0x0A | 0x0D | 0x20..=0x7E | 0x2010..=0x2027 | 0x3000..=0x30FF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 | 0xFF00..=0xFFEF))
            .count();
        // The commonest marks and the line end, which texts of two-byte encodings do not give by chance.
        let marks = units.iter().filter(|unit| matches!(unit, 0x0A | 0x20 | 0x3000..=0x3002 | 0xFF0C)).count();
        (usual * 100 >= units.len() * 97 && marks * 200 >= units.len()).then_some(marks)
    };
    // Bytes that are text already are no pairs.
    if std::str::from_utf8(sample).is_ok() && !sample.contains(&0) {
        return None;
    }
    match (score(u16::from_le_bytes), score(u16::from_be_bytes)) {
        (Some(little), big) if big.is_none_or(|big| little > big) => Some(Charset::Known(encoding_rs::UTF_16LE)),
        (_, Some(_)) => Some(Charset::Known(encoding_rs::UTF_16BE)),
        (_, None) => None,
    }
}

/// What `charset=` or `encoding=` in the first lines says.
fn declared(sample: &[u8]) -> Option<String> {
    const HEAD: usize = 1024;
    let head = String::from_utf8_lossy(&sample[..sample.len().min(HEAD)]).to_ascii_lowercase();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    let rest = ["charset=", "encoding="].into_iter().find_map(|key| head.split_once(key))?.1;
    let label: String = rest
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_'))
        .collect();
    (!label.is_empty()).then_some(label)
}

fn faults_in(sample: &[u8], encoding: &'static Encoding) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(sample);
    text.matches(char::REPLACEMENT_CHARACTER).count()
}

/// More sequences of several bytes are UTF-8 than are not.
fn mostly_utf8(sample: &[u8]) -> bool {
    let text = String::from_utf8_lossy(sample);
    let wrong = text.matches(char::REPLACEMENT_CHARACTER).count();
    let right = text.chars().filter(|character| *character > '\u{7FF}' && *character != char::REPLACEMENT_CHARACTER).count();
    right > wrong * 4
}

/// GB 2312 in seven bits between `~{` and `~}`.
fn is_hz(sample: &[u8]) -> bool {
    let opens = sample.windows(2).filter(|pair| pair == b"~{").count();
    let closes = sample.windows(2).filter(|pair| pair == b"~}").count();
    opens > 0 && opens.abs_diff(closes) <= 1 && sample.is_ascii() && {
        let inside: usize = sample.split(|byte| *byte == b'~').filter(|part| part.first() == Some(&b'{')).map(|part| part.len() - 1).sum();
        inside > 0 && inside >= opens * 2
    }
}

fn from_hz(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut at, mut wide) = (0, false);
    while let Some(byte) = bytes.get(at) {
        let next = bytes.get(at + 1);
        match (byte, next) {
            (b'~', Some(b'{')) if !wide => (wide, at) = (true, at + 2),
            (b'~', Some(b'}')) if wide => (wide, at) = (false, at + 2),
            (b'~', Some(b'~')) if !wide => {
                out.push(b'~');
                at += 2;
            }
            // A line ends the two-byte mode, and `~` before its end joins lines.
            (b'~', Some(b'\n')) if !wide => at += 2,
            (b'\n', _) => {
                out.push(b'\n');
                (wide, at) = (false, at + 1);
            }
            (byte, Some(next)) if wide => {
                out.extend([byte | 0x80, next | 0x80]);
                at += 2;
            }
            (byte, _) => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

/// KS X 1001 in seven bits between shift out and shift in.
fn from_iso_2022_kr(bytes: &[u8]) -> Vec<u8> {
    let body = bytes.strip_prefix(b"\x1B$)C").unwrap_or(bytes);
    let mut out = Vec::with_capacity(body.len());
    let mut shifted = false;
    for byte in body {
        match byte {
            0x0E => shifted = true,
            0x0F => shifted = false,
            b'\n' | b'\r' | b' ' => out.push(*byte),
            byte => out.push(if shifted { byte | 0x80 } else { *byte }),
        }
    }
    out
}

/// Text being decoded.
struct Text {
    text: String,
    faults: Vec<Fault>,
    count: usize,
}

impl Text {
    fn decode(&mut self, bytes: &[u8], encoding: &'static Encoding) {
        if encoding == encoding_rs::UTF_8
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            self.text.push_str(text);
            return;
        }
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut at = 0;
        loop {
            let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len() - at).unwrap_or(bytes.len() - at + 16);
            self.text.reserve(room);
            let (result, read) = decoder.decode_to_string_without_replacement(&bytes[at..], &mut self.text, true);
            at += read;
            match result {
                encoding_rs::DecoderResult::InputEmpty => return,
                encoding_rs::DecoderResult::OutputFull => {}
                encoding_rs::DecoderResult::Malformed(_, _) => self.fault(),
            }
        }
    }

    fn utf32(&mut self, bytes: &[u8], unit: fn([u8; 4]) -> u32) {
        for four in bytes.chunks(4) {
            match <[u8; 4]>::try_from(four).ok().and_then(|four| char::from_u32(unit(four))) {
                Some(character) => self.text.push(character),
                None => self.fault(),
            }
        }
    }

    fn fault(&mut self) {
        let start = self.text.len();
        self.text.push(UNREADABLE);
        self.count += 1;
        if self.faults.len() < LISTED {
            self.faults.push(Fault { place: start..self.text.len(), kind: FaultKind::Undecodable });
        }
    }

    /// Line ends made equal, and what no text holds shown.
    fn finish(mut self, charset: Charset, reason: String) -> Decoded {
        let is_wrong =
            |character: char| is_forbidden(character) || matches!(character, '\r' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        // Every such character is below U+00A0, a noncharacter or a separator; most texts have none but the carriage return.
        let text: Cow<'_, str> = if self.text.contains(is_wrong) { Cow::Owned(self.cleaned()) } else { Cow::Borrowed("") };
        if !text.is_empty() {
            self.text = text.into_owned();
        }
        if self.text.starts_with('\u{FEFF}') {
            self.text.remove(0);
            for fault in &mut self.faults {
                fault.place = fault.place.start.saturating_sub(3)..fault.place.end.saturating_sub(3);
            }
        }
        Decoded { text: self.text, charset, reason, faults: self.faults, fault_count: self.count }
    }

    fn cleaned(&mut self) -> String {
        let source = std::mem::take(&mut self.text);
        let known = std::mem::take(&mut self.faults);
        let mut known = known.into_iter().peekable();
        let mut faults = Vec::new();
        let mut text = String::with_capacity(source.len());
        let mut characters = source.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let start = text.len();
            let kind = match character {
                '\r' => {
                    characters.next_if(|(_, next)| *next == '\n');
                    text.push('\n');
                    None
                }
                '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    text.push('\n');
                    None
                }
                wrong if is_forbidden(wrong) => {
                    text.push(UNREADABLE);
                    self.count += 1;
                    Some(FaultKind::Control(wrong))
                }
                other => {
                    text.push(other);
                    known.next_if(|fault| fault.place.start == at).map(|fault| fault.kind)
                }
            };
            if let Some(kind) = kind.filter(|_| faults.len() < LISTED) {
                faults.push(Fault { place: start..text.len(), kind });
            }
        }
        self.faults = faults;
        text
    }
}

/// What XML cannot say, other controls, and noncharacters (XML 1.0, 2.2). A form feed ends a line in old texts.
fn is_forbidden(character: char) -> bool {
    let code = u32::from(character);
    matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}')
        || (0xFDD0..=0xFDEF).contains(&code)
        || code & 0xFFFE == 0xFFFE
        || character == char::REPLACEMENT_CHARACTER
}

#[cfg(test)]
mod tests;
