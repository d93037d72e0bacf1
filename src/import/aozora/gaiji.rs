//! Characters that the encoding of the file does not have, by their descriptions.

use std::sync::OnceLock;

/// The characters of JIS X 0213:2004 by plane, row and cell. Made from the tables of Python's codec `iso2022_jp_2004`, which come
/// from the standard's own; one line a row, cells from 1 on apart by tabs.
static JISX0213: &str = include_str!("../../../assets/import/jisx0213.tsv");

/// What a description means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gaiji {
    /// A character, perhaps with its combining mark.
    Character(String),
    /// Several in the room of one.
    InOneCell(&'static str),
    /// Nothing but words.
    Described,
}

/// Marks that are described by words alone, though they are characters in one cell.
const IN_ONE_CELL: &[(&str, &str)] = &[
    ("感嘆符三つ", "!!!"),
    ("感嘆符二つ", "!!"),
    ("感嘆符四つ", "!!!!"),
    ("疑問符二つ", "??"),
    ("疑問符三つ", "???"),
    ("感嘆符疑問符", "!?"),
    ("疑問符感嘆符", "?!"),
];

/// The character that a description names: by `U+`, or by plane, row and cell (面区点番号).
pub fn gaiji(description: &str) -> Gaiji {
    if let Some(character) = by_unicode(description).or_else(|| by_jis(description)) {
        return Gaiji::Character(character);
    }
    let words = description.split('、').next().unwrap_or_default();
    IN_ONE_CELL.iter().find(|(known, _)| *known == words).map_or(Gaiji::Described, |(_, text)| Gaiji::InOneCell(text))
}

fn by_unicode(description: &str) -> Option<String> {
    let (_, rest) = description.rsplit_once("U+").or_else(|| description.rsplit_once("unicode"))?;
    let digits: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    let character = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32)?;
    (!character.is_control()).then(|| character.to_string())
}

fn by_jis(description: &str) -> Option<String> {
    description.split('、').rev().find_map(|part| {
        let number = part.split_once("水準").map_or(part, |(_, number)| number);
        let mut parts = number.trim().split('-').map(|part| part.parse::<usize>().ok());
        let (plane, row, cell) = (parts.next()??, parts.next()??, parts.next()??);
        if parts.next().is_some() { None } else { jis(plane, row, cell).map(str::to_owned) }
    })
}

/// The character of a cell.
pub fn jis(plane: usize, row: usize, cell: usize) -> Option<&'static str> {
    static ROWS: OnceLock<Vec<Vec<&'static str>>> = OnceLock::new();
    let rows = ROWS.get_or_init(|| {
        let mut rows = vec![Vec::new(); 2 * 95];
        for line in JISX0213.lines() {
            let mut fields = line.split('\t');
            let (plane, row) = fields.next().and_then(|name| name.split_once('-')).expect("the table is part of the program and tested");
            let index = |text: &str| text.parse::<usize>().expect("the table is part of the program and tested");
            rows[(index(plane) - 1) * 95 + index(row)] = fields.collect();
        }
        rows
    });
    let cells = rows.get(plane.checked_sub(1)?.checked_mul(95)?.checked_add(row)?).filter(|_| row < 95 && plane < 3)?;
    cells.get(cell.checked_sub(1)?).copied().filter(|character| !character.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_name_characters_by_number() {
        let is = |description: &str, character: &str| {
            assert_eq!(gaiji(description), Gaiji::Character(character.to_owned()), "{description}");
        };
        is("「木＋怎」、第3水準1-85-57", "\u{67F9}");
        is("「てへん＋主」、第3水準1-84-73", "\u{62C4}");
        is("「土へん＋竒」、U+57FC、12-3", "\u{57FC}");
        is("「さんずい＋散」、U+6F75、36-13", "\u{6F75}");
        is("疑問符感嘆符、1-8-77", "\u{2048}");
        is("二の字点、1-2-22", "\u{303B}");
        is("「口＋多」、第4水準2-3-84", jis(2, 3, 84).unwrap());
        is("半濁点付き平仮名か、1-4-87", "か\u{309A}");
    }

    #[test]
    fn what_has_no_number_is_described() {
        for description in ["「口＋斗」、8-11", "「てへん＋參」、10-下段-6", "変体仮名し、はしがき-14", "", "第9水準9-99-99", "U+110000"]
        {
            assert_eq!(gaiji(description), Gaiji::Described, "{description}");
        }
        assert_eq!(gaiji("感嘆符三つ、49-9"), Gaiji::InOneCell("!!!"));
    }

    #[test]
    fn the_table_has_every_character_of_the_standard() {
        let cells = JISX0213.lines().flat_map(|line| line.split('\t').skip(1)).filter(|cell| !cell.is_empty()).count();
        assert_eq!(cells, 11_233);
    }
}
