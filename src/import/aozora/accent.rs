//! Latin letters that are written as a letter and a sign, between 〔 and 〕.

/// A sign, and the letters with and without it in pairs.
const SIGNS: &[(char, &str)] = &[
    ('`', "AÀEÈIÌOÒUÙaàeèiìoòuù"),
    ('\'', "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyý"),
    ('^', "AÂEÊIÎOÔUÛaâeêiîoôuû"),
    ('~', "AÃNÑOÕaãnñoõ"),
    (':', "AÄEËIÏOÖUÜaäeëiïoöuüyÿ"),
    ('&', "AÅaås\u{DF}"),
    ('_', "AĀEĒIĪOŌUŪaāeēiīoōuū"),
    (',', "CÇcç"),
    ('/', "OØoø"),
    ('@', "!¡?¿"),
];

const LIGATURES: &[(&str, char)] = &[("AE&", 'Æ'), ("ae&", 'æ'), ("OE&", 'Œ'), ("oe&", 'œ')];

/// The letter at the head of the text when it is written with a sign, and the bytes that it takes.
pub fn accented(text: &str) -> Option<(char, usize)> {
    if let Some((written, letter)) = LIGATURES.iter().find(|(written, _)| text.starts_with(written)) {
        return Some((*letter, written.len()));
    }
    let mut characters = text.chars();
    let (base, sign) = (characters.next()?, characters.next()?);
    let (_, pairs) = SIGNS.iter().find(|(known, _)| *known == sign)?;
    let mut pairs = pairs.chars();
    while let (Some(plain), Some(letter)) = (pairs.next(), pairs.next()) {
        if plain == base {
            return Some((letter, base.len_utf8() + sign.len_utf8()));
        }
    }
    None
}

/// The bytes from 〔 to 〕 when letters with signs stand between them; the text begins with 〔.
pub fn decomposed(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('〔')?;
    let end = inner.find('〕')?;
    let inside = &inner[..end];
    let has_accent = inside.char_indices().any(|(at, character)| character.is_ascii() && accented(&inside[at..]).is_some());
    has_accent.then_some(end)
}

/// A text without annotations, its letters put together.
pub fn composed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        match accented(&text[at..]) {
            Some((letter, length)) => {
                out.push(letter);
                at += length;
            }
            None => {
                let character = text[at..].chars().next().expect("the index is within the text");
                out.push(character);
                at += character.len_utf8();
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_join_their_letters() {
        assert_eq!(composed("Ku:rt Mu:nzer, E'cole, c,a, oe&uvre, s&, ?@que'"), "Kürt Münzer, École, ça, œuvre, ß, ¿qué");
    }

    #[test]
    fn brackets_without_letters_with_signs_are_text() {
        assert_eq!(decomposed("〔ママ〕"), None);
        assert_eq!(decomposed("〔Ku:rt〕"), Some(5));
        assert_eq!(decomposed("〔Ku:rt"), None);
    }
}
