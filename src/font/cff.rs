//! How many glyphs a bare CFF program has (Adobe Technical Note 5176).

/// Glyphs of a CFF program, the missing one among them; none when it cannot be read.
pub fn cff_glyph_count(program: &[u8]) -> Option<usize> {
    let names = usize::from(*program.get(2)?);
    let (_, top) = index(program, names)?;
    let (dictionaries, _) = index(program, top)?;
    let dictionary = program.get(*dictionaries.first()?..*dictionaries.get(1)?)?;
    let charstrings = operand_of(dictionary, 17)?;
    Some(usize::from(u16::from_be_bytes(program.get(charstrings..charstrings + 2)?.try_into().ok()?)))
}

/// Where the objects of an index begin and the last one ends, and what follows the index (clause 5).
fn index(program: &[u8], at: usize) -> Option<(Vec<usize>, usize)> {
    let count = usize::from(u16::from_be_bytes(program.get(at..at + 2)?.try_into().ok()?));
    if count == 0 {
        return Some((Vec::new(), at + 2));
    }
    let width = usize::from(*program.get(at + 2)?);
    let base = at + 2 + (count + 1) * width;
    let offset = |number: usize| {
        let bytes = program.get(at + 3 + number * width..at + 3 + (number + 1) * width)?;
        Some(base + bytes.iter().fold(0_usize, |value, byte| value << 8 | usize::from(*byte)))
    };
    let offsets: Vec<usize> = (0..=count).map(offset).collect::<Option<_>>()?;
    let end = *offsets.last()?;
    Some((offsets, end))
}

/// The last operand before an operator of one byte (clause 4).
fn operand_of(dictionary: &[u8], operator: u8) -> Option<usize> {
    let (mut at, mut operand) = (0, 0_i64);
    while let Some(&byte) = dictionary.get(at) {
        let next = |offset: usize| dictionary.get(at + offset).copied().map(i64::from);
        let length = match byte {
            0..=21 if byte == operator => return usize::try_from(operand).ok(),
            12 => 2,
            0..=21 => 1,
            28 => {
                operand = next(1)? << 8 | next(2)?;
                3
            }
            29 => {
                operand = next(1)? << 24 | next(2)? << 16 | next(3)? << 8 | next(4)?;
                5
            }
            30 => 1 + dictionary[at + 1..].iter().position(|byte| byte & 0xF == 0xF)? + 1,
            32..=246 => {
                operand = i64::from(byte) - 139;
                1
            }
            247..=250 => {
                operand = (i64::from(byte) - 247) * 256 + next(1)? + 108;
                2
            }
            251..=254 => {
                operand = -(i64::from(byte) - 251) * 256 - next(1)? - 108;
                2
            }
            _ => return None,
        };
        at += length;
    }
    None
}
