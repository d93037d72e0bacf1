//! Addresses in a publication and where they lead (EPUB 3.3, 4.1.5 and 4.1.6).

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A file of the container; the path is percent-decoded and from the container's root.
    Inside {
        path: String,
        fragment: Option<String>,
        query: bool,
    },
    /// Beyond the container's root.
    Outside,
    /// `http` and `https`, as written.
    Remote(String),
    Data {
        media_type: String,
    },
    File,
    /// Any other scheme, such as `mailto`.
    Other,
    /// Not an address.
    Invalid,
}

/// Resolves an address as it stands in the file at `base`.
pub fn resolve(base: &str, address: &str) -> Address {
    let address = address.trim_matches([' ', '\t', '\n', '\r']);
    if address
        .chars()
        .any(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | '<' | '>' | '"' | '`' | '{' | '}' | '|' | '^' | '\\') || c.is_control())
    {
        return if address.starts_with("data:") { data(address) } else { Address::Invalid };
    }
    match scheme(address) {
        Some("http" | "https") => {
            let rest = address.split_once("//").map_or("", |(_, rest)| rest);
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            if host.is_empty() || host.starts_with(':') { Address::Invalid } else { Address::Remote(address.to_owned()) }
        }
        Some("data") => data(address),
        Some("file") => Address::File,
        Some(_) => Address::Other,
        None if address.starts_with("//") => Address::Remote(format!("https:{address}")),
        None => inside(base, address),
    }
}

/// What a relative address leads to when the document names another base.
pub fn is_remote(address: &str) -> bool {
    matches!(scheme(address.trim()), Some("http" | "https"))
}

fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let mut characters = scheme.chars();
    let first = characters.next()?.is_ascii_alphabetic();
    (first && characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))).then_some(scheme)
}

fn data(address: &str) -> Address {
    let head = address["data:".len()..].split([',', ';']).next().unwrap_or_default();
    Address::Data { media_type: head.to_ascii_lowercase() }
}

fn inside(base: &str, address: &str) -> Address {
    let (rest, fragment) = address.split_once('#').map_or((address, None), |(rest, fragment)| (rest, Some(decode(fragment))));
    let (path, query) = rest.split_once('?').map_or((rest, false), |(path, _)| (path, true));
    if path.starts_with('/') {
        return Address::Outside;
    }
    if path.is_empty() {
        return Address::Inside { path: base.to_owned(), fragment, query };
    }
    let mut parts: Vec<String> = base.split('/').map(str::to_owned).collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Address::Outside;
                }
            }
            name => parts.push(decode(name)),
        }
    }
    Address::Inside { path: parts.join("/"), fragment, query }
}

/// Percent-decodes; what is not UTF-8 stays as written.
fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok())).flatten();
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Address;
    use super::resolve;

    fn path(base: &str, address: &str) -> Option<(String, Option<String>)> {
        match resolve(base, address) {
            Address::Inside { path, fragment, .. } => Some((path, fragment)),
            _ => None,
        }
    }

    #[test]
    fn relative_addresses_go_by_the_file() {
        assert_eq!(path("E/text/a.xhtml", "../img/%E4%B8%80.png").unwrap().0, "E/img/一.png");
        assert_eq!(path("E/a.xhtml", "#n"), Some(("E/a.xhtml".to_owned(), Some("n".to_owned()))));
        assert_eq!(resolve("E/a.xhtml", "../../b"), Address::Outside);
        assert_eq!(resolve("E/a.xhtml", "/b"), Address::Outside);
    }

    #[test]
    fn schemes_are_told_apart() {
        assert_eq!(resolve("a", "https://example.org/a"), Address::Remote("https://example.org/a".to_owned()));
        assert_eq!(resolve("a", "https://"), Address::Invalid);
        assert_eq!(resolve("a", "mailto:a@example.org"), Address::Other);
        assert_eq!(resolve("a", "a b"), Address::Invalid);
        assert_eq!(resolve("a", "data:image/png;base64,AA=="), Address::Data { media_type: "image/png".to_owned() });
    }
}
