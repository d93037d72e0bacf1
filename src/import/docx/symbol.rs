//! Characters of the symbol fonts that documents use, as Unicode.

/// The Symbol font from 0x20 on; blank where a position has none.
const SYMBOL: &str = "\u{20}!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\u{203E}αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
/// From 0xA0 on.
const SYMBOL_HIGH: &str = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\u{20}〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";

/// Wingdings that texts use.
const WINGDINGS: &[(u8, char)] = &[
    (0x21, '✏'),
    (0x22, '✂'),
    (0x23, '✁'),
    (0x28, '☎'),
    (0x29, '✆'),
    (0x2A, '✉'),
    (0x36, '⌛'),
    (0x41, '✌'),
    (0x45, '☜'),
    (0x46, '☞'),
    (0x47, '☝'),
    (0x48, '☟'),
    (0x4A, '☺'),
    (0x4C, '☹'),
    (0x4E, '☠'),
    (0x51, '✈'),
    (0x52, '☼'),
    (0x54, '❄'),
    (0x58, '✠'),
    (0x59, '✡'),
    (0x5A, '☪'),
    (0x5B, '☯'),
    (0x6C, '●'),
    (0x6D, '❍'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x73, '⬧'),
    (0x74, '⧫'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x7D, '❞'),
    (0x7B, '❀'),
    (0x7C, '✿'),
    (0x80, '⓪'),
    (0x8B, '⓿'),
    (0x9E, '·'),
    (0x9F, '•'),
    (0xA1, '○'),
    (0xA4, '◉'),
    (0xA5, '◎'),
    (0xA7, '▪'),
    (0xA8, '◻'),
    (0xAA, '✦'),
    (0xAB, '★'),
    (0xAC, '✶'),
    (0xD8, '➢'),
    (0xDC, '➲'),
    (0xDF, '←'),
    (0xE0, '→'),
    (0xE1, '↑'),
    (0xE2, '↓'),
    (0xE8, '➔'),
    (0xEF, '⇦'),
    (0xF0, '⇨'),
    (0xF1, '⇧'),
    (0xF2, '⇩'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
];

const WINGDINGS_2: &[(u8, char)] = &[
    (0x4F, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x97, '●'),
    (0x98, '●'),
    (0x99, '○'),
    (0xA2, '■'),
    (0xA3, '□'),
];

/// The character that a symbol font shows at a code; none when that is not known. Codes of the private area count from U+F000.
pub fn symbol(font: &str, code: u32) -> Option<char> {
    let at = u8::try_from(if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code }).ok()?;
    let row = |row: &str, first: u8| row.chars().nth(usize::from(at.checked_sub(first)?));
    let listed = |table: &[(u8, char)]| table.iter().find(|(known, _)| *known == at).map(|(_, character)| *character);
    match font.to_ascii_lowercase().as_str() {
        "symbol" => row(SYMBOL, 0x20).filter(|_| at < 0x7F).or_else(|| row(SYMBOL_HIGH, 0xA0)),
        "wingdings" => match at {
            0x81..=0x8A => char::from_u32(0x2460 + u32::from(at) - 0x81),
            0x8C..=0x95 => char::from_u32(0x2776 + u32::from(at) - 0x8C),
            _ => listed(WINGDINGS),
        },
        "wingdings 2" => listed(WINGDINGS_2),
        _ => None,
    }
}

/// Whether a font shows symbols in the place of letters.
pub fn is_symbol_font(font: &str) -> bool {
    matches!(
        font.to_ascii_lowercase().as_str(),
        "symbol" | "wingdings" | "wingdings 2" | "wingdings 3" | "webdings" | "marlett" | "mt extra"
    )
}

#[cfg(test)]
mod tests {
    use super::symbol;

    #[test]
    fn symbols_are_characters() {
        for (font, code, character) in [
            ("Symbol", 0xF061, 'α'),
            ("Symbol", 0xF0B3, '≥'),
            ("Symbol", 0xD6, '√'),
            ("Wingdings", 0xF0FC, '✓'),
            ("Wingdings", 0xF081, '①'),
        ] {
            assert_eq!(symbol(font, code), Some(character), "{font} {code:X}");
        }
        assert_eq!((symbol("Webdings", 0xF061), symbol("Symbol", 0x1F061)), (None, None));
    }
}
