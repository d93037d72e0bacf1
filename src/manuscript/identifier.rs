//! Identifiers and their check digits.

use super::metadata::Identifier;
use super::metadata::IdentifierScheme;

impl Identifier {
    /// Takes `isbn:…`, `doi:…`, `uuid:…`, `urn:…` of these, an address, or a bare ISBN; none when it is no such thing or its check
    /// digit is wrong.
    pub fn parse(text: &str) -> Option<Identifier> {
        let text = text.trim();
        let bare = text.strip_prefix("urn:").unwrap_or(text);
        let (scheme, value) = match bare.split_once(':') {
            Some((prefix, value)) if prefix.eq_ignore_ascii_case("isbn") => (IdentifierScheme::Isbn, value.trim()),
            Some((prefix, value)) if prefix.eq_ignore_ascii_case("doi") => (IdentifierScheme::Doi, value.trim()),
            Some((prefix, value)) if prefix.eq_ignore_ascii_case("uuid") => (IdentifierScheme::Uuid, value.trim()),
            Some((scheme, _))
                if !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)) =>
            {
                (IdentifierScheme::Uri, text)
            }
            Some(_) => return None,
            None => (IdentifierScheme::Isbn, text),
        };
        let valid = match scheme {
            IdentifierScheme::Isbn => is_isbn(value),
            IdentifierScheme::Doi => value.starts_with("10.") && value.contains('/') && !value.contains(char::is_whitespace),
            IdentifierScheme::Uuid => is_uuid(value),
            IdentifierScheme::Uri => value.contains(':') && !value.contains(char::is_whitespace),
        };
        valid.then(|| Identifier { scheme, value: value.to_owned() })
    }
}

/// Whether the text has the form of a UUID (RFC 9562, 4): 32 hexadecimal digits in groups.
fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) && groups.concat().bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Digits of a number written with hyphens or spaces, the last of them possibly X for ten.
fn digits(text: &str) -> Option<Vec<u32>> {
    let marks: Vec<char> = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let last = marks.len().checked_sub(1)?;
    marks.iter().enumerate().map(|(at, c)| if at == last && matches!(c, 'X' | 'x') { Some(10) } else { c.to_digit(10) }).collect()
}

/// Whether the check digit of an ISBN holds (ISO 2108: modulo 10 with weights 1 and 3; ten digits: modulo 11).
pub fn is_isbn(text: &str) -> bool {
    let Some(digits) = digits(text) else { return false };
    match digits.len() {
        13 => {
            let prefix = digits[..3] == [9, 7, 8] || digits[..3] == [9, 7, 9];
            let sum: u32 = digits.iter().enumerate().map(|(at, digit)| digit * if at % 2 == 0 { 1 } else { 3 }).sum();
            prefix && digits[12] < 10 && sum.is_multiple_of(10)
        }
        10 => weighted(&digits),
        _ => false,
    }
}

/// Whether the check digit of an ISSN holds (ISO 3297: modulo 11).
pub fn is_issn(text: &str) -> bool {
    digits(text).is_some_and(|digits| digits.len() == 8 && weighted(&digits))
}

/// Modulo 11 with weights that fall to 1 at the check digit.
fn weighted(digits: &[u32]) -> bool {
    let sum: u32 = digits.iter().rev().zip(1..).map(|(digit, weight)| digit * weight).sum();
    sum.is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_tested() {
        for good in ["978-0-306-40615-7", "9780306406157", "0-306-40615-2", "080442957X", "979-10-90636-07-1"] {
            assert!(is_isbn(good), "{good}");
        }
        for bad in ["978-0-306-40615-8", "977-0-306-40615-7", "0-306-40615-3", "97803064061", "978030640615X", ""] {
            assert!(!is_isbn(bad), "{bad}");
        }
        assert!(is_issn("0378-5955") && is_issn("2434-561X"));
        assert!(!is_issn("0378-5954") && !is_issn("378-5955"));
    }

    #[test]
    fn an_identifier_says_its_scheme() {
        let scheme = |text: &str| Identifier::parse(text).map(|identifier| (identifier.scheme, identifier.value));
        assert_eq!(scheme("isbn:978-0-306-40615-7"), Some((IdentifierScheme::Isbn, "978-0-306-40615-7".to_owned())));
        assert_eq!(scheme("urn:isbn:9780306406157"), Some((IdentifierScheme::Isbn, "9780306406157".to_owned())));
        assert_eq!(scheme("doi:10.1000/182"), Some((IdentifierScheme::Doi, "10.1000/182".to_owned())));
        assert_eq!(scheme("https://example.org/a"), Some((IdentifierScheme::Uri, "https://example.org/a".to_owned())));
        assert!(scheme("urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8").is_some());
        for bad in ["isbn:1", "doi:182", "uuid:1", "a book", ""] {
            assert_eq!(scheme(bad), None, "{bad}");
        }
    }
}
