//! The values that themes are written in.

use serde::Deserialize;

use crate::font::FontRole;
use crate::geom::Length;
use crate::unicode::Region;

/// A multiple in thousandths: of an em, of the body size, of a page's side, as the key says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(from = "f64")]
pub struct Em(i64);

impl Em {
    pub const fn thousandths(thousandths: i64) -> Em {
        Em(thousandths)
    }

    pub const fn whole(count: i64) -> Em {
        Em(count * 1000)
    }

    /// This multiple of `em`.
    pub const fn of(self, em: Length) -> Length {
        em.scale(self.0, 1000)
    }

    pub const fn to_thousandths(self) -> i64 {
        self.0
    }
}

impl From<f64> for Em {
    /// Rounds to thousandths, which no theme needs finer; what is no finite number counts as 0.
    fn from(value: f64) -> Em {
        Em((value * 1000.0).round() as i64)
    }
}

/// A size of type: points as a number, or a text with its unit: `9pt`, `13Q` or `13級` of a quarter millimetre, `3.5mm`, or a name of the
/// Chinese and Japanese series such as `五号` and `小四` (CLREQ 2.2.1; requirement FNT-04). Zero stands for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "Written")]
pub struct TypeSize(Length);

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Number(f64),
    Text(String),
}

/// Names of the series, in thousandths of a point.
const NAMED: [(&str, i64); 16] = [
    ("初号", 42_000),
    ("小初", 36_000),
    ("一号", 26_000),
    ("小一", 24_000),
    ("二号", 22_000),
    ("小二", 18_000),
    ("三号", 16_000),
    ("小三", 15_000),
    ("四号", 14_000),
    ("小四", 12_000),
    ("五号", 10_500),
    ("小五", 9_000),
    ("六号", 7_500),
    ("小六", 6_500),
    ("七号", 5_500),
    ("八号", 5_000),
];

impl TypeSize {
    /// None when the theme says nothing.
    pub fn length(self) -> Option<Length> {
        (self.0 > Length::ZERO).then_some(self.0)
    }

    /// The size that a text names.
    pub fn parse(text: &str) -> Option<TypeSize> {
        let text = text.trim();
        let name = text.replace('號', "号");
        if let Some((_, points)) = NAMED.iter().find(|(known, _)| *known == name) {
            return Some(TypeSize(Length::milli_pt(*points)));
        }
        let end = text.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(text.len());
        let number: f64 = text[..end].parse().ok()?;
        let thousandths = (number * 1000.0).round() as i64;
        if !(0..=1_000_000).contains(&thousandths) {
            return None;
        }
        Some(TypeSize(match text[end..].trim() {
            "pt" | "" => Length::milli_pt(thousandths),
            "Q" | "q" | "級" | "级" => Length::micrometres(thousandths / 4),
            "mm" => Length::micrometres(thousandths),
            _ => return None,
        }))
    }
}

impl TryFrom<Written> for TypeSize {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<TypeSize, &'static str> {
        let text = match written {
            Written::Number(points) => points.to_string(),
            Written::Text(text) => text,
        };
        TypeSize::parse(&text).ok_or("expected points such as 9, or a size such as \"9pt\", \"13Q\", \"五号\"")
    }
}

/// Where a short line stands in its measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alignment {
    Justify,
    Start,
    Center,
    End,
}

/// A script beside Han.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Script {
    Latin,
    Kana,
}

/// Which family of the book's faces a text takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Serif,
    Sans,
    /// 楷: quotations and captions in Chinese books; the running text's face elsewhere.
    Kai,
    Mono,
}

impl Role {
    /// The role of a face. Books outside the Chinese regions set no Kai.
    pub fn font(self, region: Region) -> FontRole {
        match (self, region) {
            (Role::Serif, _) => FontRole::Serif,
            (Role::Sans, _) => FontRole::Sans,
            (Role::Kai, Region::Taiwan | Region::HongKong | Region::Mainland) => FontRole::Kai,
            (Role::Kai, Region::Japan | Region::Korea | Region::Western) => FontRole::Serif,
            (Role::Mono, _) => FontRole::Mono,
        }
    }
}

/// What a heading is (JLREQ 4.1.1; requirement HED-01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeadingForm {
    /// 別行: lines of its own.
    Block,
    /// 扉: a leaf of its own, text beginning on the next one.
    Leaf,
    /// 同行: the paragraph goes on in the same line.
    RunIn,
}

/// Where something begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Begin {
    /// Where the text before it ends (成行き).
    Here,
    /// On a new page.
    Page,
    /// On a new recto.
    Recto,
}

/// Where a paragraph begins whose first character is an opening bracket (JLREQ 3.1.5; requirement PAR-02).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FirstBracket {
    /// At the indent of every paragraph, without the blank before the bracket.
    Flush,
    /// At the indent, the blank before the bracket kept.
    Blank,
    /// Half an em in, as Japanese novels set what people say.
    Half,
}

/// Which pages have running heads (JLREQ 2.6.2, CLREQ 2.5.1; requirement RUN-04).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeadMethod {
    None,
    /// Rectos: the heading in force.
    Single,
    /// Versos: the book or the part; rectos: the heading in force.
    Double,
}

/// Where folios stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FolioPlace {
    Outer,
    Centre,
}

/// How the pages before the body are counted (requirement PAG-04).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrontFolios {
    /// By themselves, in small Roman numerals.
    Roman,
    /// By themselves, in the body's numerals.
    Arabic,
}

/// Where the imprint stands (requirements PAG-03, COP-01 to COP-03).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ImprintPlace {
    /// On the verso of the title leaf.
    Title,
    /// On the last page.
    Last,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Requirement FNT-04.
    #[test]
    fn sizes_of_type_are_read_in_every_unit_of_the_trade() {
        for (text, micro_points) in [("9", 9_000), ("10.5pt", 10_500), ("五号", 10_500), ("小五", 9_000), ("四號", 14_000)] {
            assert_eq!(TypeSize::parse(text).and_then(TypeSize::length), Some(Length::milli_pt(micro_points)), "{text}");
        }
        assert_eq!(TypeSize::parse("13Q").and_then(TypeSize::length), Some(Length::micrometres(3250)));
        assert_eq!(TypeSize::parse("13級"), TypeSize::parse("3.25mm"));
        for text in ["", "九", "9em", "-3", "1e9"] {
            assert_eq!(TypeSize::parse(text), None, "{text}");
        }
    }
}
