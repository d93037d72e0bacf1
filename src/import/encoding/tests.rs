use super::*;

fn read(bytes: &[u8]) -> (String, &'static str) {
    let decoded = decode(bytes, None).unwrap();
    (decoded.text, decoded.charset.name())
}

#[test]
fn byte_order_marks_tell_the_encoding() {
    let little: Vec<u8> = [0xFEFF].into_iter().chain("中文".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = [0xFEFF].into_iter().chain("中文".encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let four: Vec<u8> = "\u{FEFF}中文".chars().flat_map(|character| u32::from(character).to_le_bytes()).collect();
    assert_eq!(read("\u{FEFF}中文\r\n".as_bytes()), ("中文\n".to_owned(), "UTF-8"));
    assert_eq!((read(&little), read(&big)), (("中文".to_owned(), "UTF-16LE"), ("中文".to_owned(), "UTF-16BE")));
    assert_eq!(read(&four), ("中文".to_owned(), "UTF-32LE"));
}

#[test]
fn undecodable_bytes_and_controls_stay_visible_at_their_place() {
    let decoded = decode(b"ab\xFFc\r\n\x07d", Some("utf-8".parse().unwrap())).unwrap();
    assert_eq!(decoded.text, "ab〓c\n〓d");
    let faults: Vec<(usize, &FaultKind)> = decoded.faults.iter().map(|fault| (fault.place.start, &fault.kind)).collect();
    assert_eq!(faults, [(2, &FaultKind::Undecodable), (7, &FaultKind::Control('\u{7}'))]);
}

#[test]
fn the_author_may_say_the_encoding() {
    let big5: Charset = "Big5".parse().unwrap();
    assert_eq!(decode(b"\xA4\xA4\xA4\xE5", Some(big5)).unwrap().text, "中文");
    // HKSCS as the WHATWG table has it.
    assert_eq!(decode(b"\x87\x40", Some(big5)).unwrap().text, "\u{43F0}");
    assert_eq!(decode(b"~{VPND~}ok", Some(Charset::Hz)).unwrap().text, "中文ok");
    assert!("klingon".parse::<Charset>().is_err());
}

#[test]
fn what_is_no_text_is_refused() {
    assert!(decode(&[0; 4096], None).is_err());
    let noise: Vec<u8> = (0..4096u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    assert!(decode(&noise, None).is_err());
}
