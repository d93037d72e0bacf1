//! A page saved as one message with its pictures (RFC 2557): the parts and their addresses.

/// A part of the message, its bytes decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub kind: String,
    /// `Content-Location`, or `cid:` and `Content-ID`.
    pub addresses: Vec<String>,
    pub charset: Option<String>,
    pub bytes: Vec<u8>,
}

/// Names in lower case, and values.
pub type Headers = Vec<(String, String)>;

/// Parts of one message.
const MOST_PARTS: usize = 10_000;

/// Whether the bytes begin as a message does.
pub fn is_message(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    (head.starts_with("from:")
        || head.starts_with("mime-version:")
        || head.starts_with("content-type:")
        || head.starts_with("subject:")
        || head.starts_with("snapshot-content-location:"))
        && head.contains("multipart/related")
}

/// The parts of a message, the page first where the message says which it is; the headers of the message come with them.
pub fn parts(bytes: &[u8]) -> Option<(Headers, Vec<Part>)> {
    let (headers, body) = headers(bytes)?;
    let kind = value(&headers, "content-type")?;
    let boundary = format!("--{}", parameter(kind, "boundary")?);
    let mut parts = Vec::new();
    let mut rest = body;
    let mut begun = None;
    // Each boundary stands at the beginning of a line.
    let mut at = 0;
    while at <= rest.len() && parts.len() < MOST_PARTS {
        let line_end = rest[at..].iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| at + end + 1);
        if rest[at..].starts_with(boundary.as_bytes()) {
            if let Some(start) = begun {
                parts.extend(part(&rest[start..at]));
            }
            if rest[at + boundary.len()..].starts_with(b"--") {
                begun = None;
                break;
            }
            begun = Some(line_end);
        }
        if line_end >= rest.len() {
            break;
        }
        at = line_end;
    }
    if let Some(start) = begun {
        rest = &rest[start..];
        parts.extend(part(rest));
    }
    Some((headers, parts))
}

fn part(bytes: &[u8]) -> Option<Part> {
    let (headers, body) = headers(bytes)?;
    let kind = value(&headers, "content-type").unwrap_or("application/octet-stream").to_owned();
    let body = match value(&headers, "content-transfer-encoding").map(|name| name.trim().to_ascii_lowercase()).as_deref() {
        Some("base64") => base64(body),
        Some("quoted-printable") => quoted_printable(body),
        _ => body.strip_suffix(b"\r\n").or_else(|| body.strip_suffix(b"\n")).unwrap_or(body).to_vec(),
    };
    let mut addresses = Vec::new();
    addresses.extend(value(&headers, "content-location").map(|address| address.trim().to_owned()));
    addresses.extend(value(&headers, "content-id").map(|id| format!("cid:{}", id.trim().trim_matches(['<', '>']))));
    let charset = parameter(&kind, "charset");
    Some(Part { kind: kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase(), addresses, charset, bytes: body })
}

/// The header lines before the first empty line, folded lines joined, and what follows.
fn headers(bytes: &[u8]) -> Option<(Headers, &[u8])> {
    const MOST: usize = 64 << 10;
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    while at < bytes.len().min(MOST) {
        let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end + 1);
        let line = String::from_utf8_lossy(&bytes[at..end]).into_owned();
        let line = line.trim_end_matches(['\r', '\n']);
        at = end;
        if line.is_empty() {
            return Some((headers, &bytes[at..]));
        }
        match (line.starts_with([' ', '\t']), headers.last_mut()) {
            (true, Some((_, value))) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            _ => {
                let (name, value) = line.split_once(':')?;
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
    }
    None
}

pub fn value<'h>(headers: &'h [(String, String)], name: &str) -> Option<&'h str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// The bytes of base64; what is no digit of it is passed over.
pub fn base64(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0u32, 0u32);
    for byte in text {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(digit)) & 0xFF_FFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xFF) as u8);
        }
    }
    out
}

/// The bytes of quoted-printable (RFC 2045, 6.7).
fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        if text[at] != b'=' {
            out.push(text[at]);
            at += 1;
            continue;
        }
        let rest = &text[at + 1..];
        if rest.starts_with(b"\r\n") {
            at += 3;
        } else if rest.starts_with(b"\n") {
            at += 2;
        } else {
            let digits = rest.get(..2).and_then(|two| std::str::from_utf8(two).ok()).and_then(|two| u8::from_str_radix(two, 16).ok());
            match digits {
                Some(byte) => {
                    out.push(byte);
                    at += 3;
                }
                None => {
                    out.push(b'=');
                    at += 1;
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_a_page_and_pictures() {
        let message = "From: <Saved>\r\nSnapshot-Content-Location: https://example.org/a\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--x\"\r\n\r\n\r\n\
                       ----x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/a\r\n\r\n<p>=E6=96=\r\n=87</p>\r\n\
                       ----x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <p@x>\r\n\r\niVBO\r\nRw==\r\n----x--\r\n";
        assert!(is_message(message.as_bytes()));
        let (headers, parts) = parts(message.as_bytes()).unwrap();
        assert_eq!(value(&headers, "snapshot-content-location"), Some("https://example.org/a"));
        assert_eq!((parts[0].kind.as_str(), parts[0].charset.as_deref()), ("text/html", Some("utf-8")));
        assert_eq!(String::from_utf8_lossy(&parts[0].bytes).trim(), "<p>文</p>");
        assert_eq!((parts[1].addresses.as_slice(), parts[1].bytes.as_slice()), (&["cid:p@x".to_owned()][..], &b"\x89PNG"[..]));
    }
}
