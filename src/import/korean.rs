//! Johab, an encoding of Korean in which a syllable's code is made of its letters (KS X 1001, annex 3).

/// Five bits to the number of the letter; 0 where no letter has the bits. Counted from 1, the empty vowel and final left out.
const INITIALS: [u8; 32] = numbers(&[(2, 20, 1)]);
const VOWELS: [u8; 32] = numbers(&[(3, 7, 1), (10, 15, 6), (18, 23, 12), (26, 29, 18)]);
const FINALS: [u8; 32] = numbers(&[(1, 17, 1), (19, 29, 18)]);

const fn numbers(ranges: &[(usize, usize, u8)]) -> [u8; 32] {
    let mut table = [0; 32];
    let mut range = 0;
    while range < ranges.len() {
        let (first, last, number) = ranges[range];
        let mut bits = first;
        while bits <= last {
            table[bits] = number + (bits - first) as u8;
            bits += 1;
        }
        range += 1;
    }
    table
}

/// The syllable of a pair of bytes.
fn syllable(first: u8, second: u8) -> Option<char> {
    let code = usize::from(first) << 8 | usize::from(second);
    let number = |table: &[u8; 32], shift: usize| u32::from(table[code >> shift & 31]).checked_sub(1);
    let (initial, vowel, last) = (number(&INITIALS, 10)?, number(&VOWELS, 5)?, number(&FINALS, 0)?);
    (0x88..=0xD3).contains(&first).then(|| char::from_u32(0xAC00 + (initial * 21 + vowel) * 28 + last)).flatten()
}

/// A pair of symbols or Hanja as one of EUC-KR: two rows share a first byte.
fn other(first: u8, second: u8) -> Option<[u8; 2]> {
    let cell = match second {
        0x31..=0x7E => second - 0x31,
        0x91..=0xFE => second - 0x91 + 78,
        _ => return None,
    };
    let (row, base) = match first {
        0xD9..=0xDE => (0x21 + (first - 0xD9) * 2, cell),
        0xE0..=0xF9 => (0x4A + (first - 0xE0) * 2, cell),
        _ => return None,
    };
    let (row, cell) = if base >= 94 { (row + 1, base - 94) } else { (row, base) };
    Some([row | 0x80, (cell + 0x21) | 0x80])
}

/// The same text in EUC-KR as extended by Windows, which has every modern syllable. What has no code there stays as a byte that
/// EUC-KR does not have.
pub fn johab_to_euc(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        if first < 0x80 {
            out.push(first);
            at += 1;
            continue;
        }
        let second = bytes.get(at + 1).copied().unwrap_or(0);
        let mut text = [0; 4];
        match (syllable(first, second), other(first, second)) {
            (Some(syllable), _) => {
                out.extend_from_slice(&encoding_rs::EUC_KR.encode(syllable.encode_utf8(&mut text)).0);
            }
            (None, Some(pair)) => out.extend(pair),
            (None, None) => out.push(0xFF),
        }
        at += 2;
    }
    out
}

/// Whether nearly every pair of bytes is a syllable in Johab and few are one in EUC-KR, whose syllables have other first bytes.
pub fn is_johab(sample: &[u8]) -> bool {
    let (mut pairs, mut syllables, mut at) = (0usize, 0usize, 0);
    while at + 1 < sample.len() {
        if sample[at] < 0x80 {
            at += 1;
            continue;
        }
        pairs += 1;
        syllables += usize::from(syllable(sample[at], sample[at + 1]).is_some());
        at += 2;
    }
    let plain = sample.windows(2).filter(|pair| matches!(pair[1], 0x41..=0x5A | 0x61..=0x7E) && pair[0] >= 0x88).count();
    pairs >= 32 && syllables * 100 >= pairs * 97 && plain * 20 > pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_made_of_their_letters() {
        assert_eq!((syllable(0x88, 0x61), syllable(0xD3, 0xBD)), (Some('가'), Some('힣')));
        assert_eq!(encoding_rs::EUC_KR.decode(&johab_to_euc(b"\x88\x61 \xD9\x32a")).0, "가 、a");
    }
}
