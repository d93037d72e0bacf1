//! Identifiers made from names, and identifiers as names.

use uuid::Uuid;

use super::metadata::Identifier;
use super::metadata::IdentifierScheme;

/// The namespace of identifiers made from names (RFC 9562, 5.5); it never changes.
const NAMESPACE: Uuid = Uuid::from_u128(0x5f1c_9f6e_2b0d_4c53_9a54_e8d0_7f3b_61a2);

impl Identifier {
    /// A UUID of version 5: the same for the same name, for ever.
    pub fn from_name(name: &str) -> Identifier {
        Identifier { scheme: IdentifierScheme::Uuid, value: Uuid::new_v5(&NAMESPACE, name.as_bytes()).to_string() }
    }

    /// The identifier as a URN or an address (RFC 9562, RFC 3187); a DOI with its prefix.
    pub fn urn(&self) -> String {
        match self.scheme {
            IdentifierScheme::Isbn => {
                let marks = self.value.chars().filter(char::is_ascii_alphanumeric);
                format!("urn:isbn:{}", marks.collect::<String>().to_ascii_uppercase())
            }
            IdentifierScheme::Doi => format!("doi:{}", self.value),
            IdentifierScheme::Uuid => format!("urn:uuid:{}", self.value),
            IdentifierScheme::Uri => self.value.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_always_gives_the_same_uuid_of_version_5() {
        let one = Identifier::from_name("a/vertical.epub");
        assert_eq!(one, Identifier::from_name("a/vertical.epub"));
        assert_ne!(one, Identifier::from_name("a/vertical.pdf"));
        assert_eq!(Uuid::parse_str(&one.value).unwrap().get_version_num(), 5);
    }
}
