//! What the codes of a font say (PDF 32000-1, 9.10.3).

use std::collections::BTreeMap;

/// The texts by code of a `ToUnicode` map. What cannot be read is passed over.
pub(super) fn read(map: &str) -> BTreeMap<u32, String> {
    let mut meanings = BTreeMap::new();
    let mut section = "";
    for line in map.lines() {
        match line.split_whitespace().last().unwrap_or_default() {
            name @ ("beginbfchar" | "beginbfrange") => {
                section = name;
                continue;
            }
            "endbfchar" | "endbfrange" => section = "",
            _ => {}
        }
        let values: Vec<Vec<u16>> = line.split('<').skip(1).filter_map(|value| units(value.split('>').next()?)).collect();
        let code = |units: &[u16]| units.iter().fold(0_u32, |code, unit| code << 16 | u32::from(*unit));
        match (section, values.as_slice()) {
            ("beginbfchar", [from, meaning]) => drop(meanings.insert(code(from), String::from_utf16_lossy(meaning))),
            ("beginbfrange", [first, last, meaning]) if !meaning.is_empty() && !line.contains('[') => {
                for (step, code) in (code(first)..=code(last).min(code(first) + 0xFFFF)).enumerate() {
                    let mut units = meaning.clone();
                    if let Some(end) = units.last_mut() {
                        *end = end.wrapping_add(step as u16);
                    }
                    meanings.insert(code, String::from_utf16_lossy(&units));
                }
            }
            _ => {}
        }
    }
    meanings
}

fn units(hexadecimal: &str) -> Option<Vec<u16>> {
    let digits: String = hexadecimal.split_whitespace().collect();
    if digits.len() <= 2 {
        return u16::from_str_radix(&digits, 16).ok().map(|unit| vec![unit]);
    }
    (0..digits.len()).step_by(4).map(|at| u16::from_str_radix(digits.get(at..at + 4)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn single_codes_and_ranges_are_read() {
        let map = "2 beginbfchar\n<0001> <4E00>\n<0002> <D840DC00>\nendbfchar\n1 beginbfrange\n<0005> <0007> <0041>\nendbfrange\n";
        let meanings = read(map);
        assert_eq!(meanings.values().map(String::as_str).collect::<Vec<_>>(), ["一", "𠀀", "A", "B", "C"]);
    }
}
