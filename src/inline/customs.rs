//! What a region sets beside its lines and inside them, from assets/regions/beside.toml.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::rules::InterlinearSide;
use crate::geom::WritingMode;
use crate::unicode::Region;

/// Customs of one region and direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Customs {
    /// The shape of emphasis marks that name none.
    pub marks: Shape,
    pub marks_beside_reading: MarksBesideReading,
    /// The side of proper-name and book-title lines.
    pub name: InterlinearSide,
    pub underline: InterlinearSide,
    /// The size of an inline note's rows, in parts of the text around it.
    pub warichu_size: (i64, i64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Shape {
    Dot,
    Sesame,
}

/// What emphasis marks do where a reading stands on their side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum MarksBesideReading {
    OtherSide,
    Drop,
}

/// A region's rows as written.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Rows {
    marks_horizontal: Shape,
    marks_vertical: Shape,
    name_horizontal: InterlinearSide,
    name_vertical: InterlinearSide,
    underline_horizontal: InterlinearSide,
    underline_vertical: InterlinearSide,
    marks_beside_reading: MarksBesideReading,
    warichu_size: (i64, i64),
}

impl Customs {
    /// The customs of a region in a direction; regions without rows of their own (Korea, Western) use the Japanese ones.
    pub fn of(region: Region, mode: WritingMode) -> Customs {
        static TABLE: OnceLock<BTreeMap<String, Rows>> = OnceLock::new();
        let table = TABLE.get_or_init(|| {
            toml::from_str(include_str!("../../assets/regions/beside.toml")).expect("a test reads the customs of every region")
        });
        let rows = &table[match region {
            Region::Japan | Region::Korea | Region::Western => "ja",
            Region::Mainland => "zh-Hans-CN",
            Region::Taiwan => "zh-Hant-TW",
            Region::HongKong => "zh-Hant-HK",
        }];
        let (marks, name, underline) = match mode {
            WritingMode::HorizontalTb => (rows.marks_horizontal, rows.name_horizontal, rows.underline_horizontal),
            WritingMode::VerticalRl => (rows.marks_vertical, rows.name_vertical, rows.underline_vertical),
        };
        let Rows { marks_beside_reading, warichu_size, .. } = *rows;
        Customs { marks, marks_beside_reading, name, underline, warichu_size }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_has_its_customs() {
        let regions = [Region::Japan, Region::Mainland, Region::Taiwan, Region::HongKong, Region::Korea, Region::Western];
        for region in regions {
            for mode in [WritingMode::HorizontalTb, WritingMode::VerticalRl] {
                let (part, whole) = Customs::of(region, mode).warichu_size;
                assert!(part * 2 > whole && part < whole, "{region:?}: two rows are wider than the line, each narrower");
            }
        }
    }
}
