//! Page formats by name or by size.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::geom::Length;
use crate::geom::Size;
use crate::geom::WritingMode;
use crate::unicode::Region;

/// Whether pages are the two sides of leaves or follow each other on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Medium {
    Print,
    Screen,
}

/// The trimmed page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trim {
    /// The format's key; empty for a size of the author's own.
    pub name: &'static str,
    pub size: Size,
    pub medium: Medium,
    /// How many leaves of it are cut from one side of a sheet (開, 开); none where the trade does not count so.
    pub leaves: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    width: f64,
    height: f64,
    medium: Medium,
    /// What the trade calls it.
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    leaves: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Formats {
    /// Names whose size differs from region to region: the key of the format by region, `other` for the rest.
    regional: BTreeMap<String, BTreeMap<String, String>>,
    format: BTreeMap<String, Row>,
}

static FORMATS: LazyLock<Formats> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/page-formats.toml")).expect("the bundled page formats are read by a test of this module")
});

/// Sides of a page in millimetres; smaller pages hold no line, larger ones are beyond what PDF viewers show (PDF 32000-1, annex C).
const SIDES: std::ops::RangeInclusive<f64> = 40.0..=5000.0;

/// The format of this name as the region knows it, or `148x210`, `148×210 mm` and the like.
pub fn find_format(name: &str, region: Region) -> Option<Trim> {
    let name = name.trim();
    if let Some(by_region) = FORMATS.regional.get(&name.to_lowercase()) {
        let key = by_region.get(region.as_str()).or_else(|| by_region.get("other"))?;
        return named(key);
    }
    if let Some(trim) = named(name) {
        return Some(trim);
    }
    let sides = name.trim_end_matches("mm").trim_end();
    let (width, height) = sides.split_once(['x', 'X', '×'])?;
    let side = |text: &str| text.trim().trim_end_matches("mm").trim_end().parse::<f64>().ok().filter(|side| SIDES.contains(side));
    Some(Trim { name: "", size: size(side(width)?, side(height)?), medium: Medium::Print, leaves: None })
}

fn named(name: &str) -> Option<Trim> {
    let called = |(key, row): &(&'static String, &'static Row)| **key == name || row.names.iter().any(|known| known == name);
    let (key, row) = FORMATS.format.iter().find(called)?;
    Some(Trim { name: key, size: size(row.width, row.height), medium: row.medium, leaves: row.leaves })
}

/// The names of all formats, in order.
pub(super) fn format_names() -> Vec<&'static str> {
    let mut names: Vec<&str> = FORMATS.format.keys().chain(FORMATS.regional.keys()).map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// What books of a region are printed on when the edition does not say.
pub fn default_format(region: Region, mode: WritingMode) -> &'static str {
    match (region, mode) {
        (Region::Taiwan | Region::HongKong, WritingMode::VerticalRl | WritingMode::HorizontalTb) => "25k-tw",
        (Region::Mainland, WritingMode::VerticalRl | WritingMode::HorizontalTb) => "32k-large-cn",
        (Region::Japan, WritingMode::VerticalRl) => "shiroku",
        (Region::Japan, WritingMode::HorizontalTb) => "a5",
        (Region::Korea | Region::Western, WritingMode::VerticalRl | WritingMode::HorizontalTb) => "a5",
    }
}

fn size(width: f64, height: f64) -> Size {
    let length = |side: f64| Length::micrometres((side * 1000.0).round() as i64);
    Size { width: length(width), height: length(height) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGIONS: [Region; 6] = [Region::Taiwan, Region::HongKong, Region::Mainland, Region::Japan, Region::Korea, Region::Western];

    #[test]
    fn every_default_format_exists() {
        for region in REGIONS {
            for mode in [WritingMode::VerticalRl, WritingMode::HorizontalTb] {
                assert!(find_format(default_format(region, mode), region).is_some(), "{region:?} {mode:?}");
            }
        }
    }

    #[test]
    fn a_size_may_be_given_in_millimetres() {
        let expected = Size { width: Length::mm(120), height: Length::micrometres(180_500) };
        for name in ["120x180.5", "120 x 180.5 mm", "120×180.5mm", "120mm × 180.5mm"] {
            assert_eq!(find_format(name, Region::Japan).map(|trim| trim.size), Some(expected), "{name}");
        }
    }

    #[test]
    fn what_is_no_format_is_refused() {
        for name in ["", "a9", "0x10", "10x10", "1e9x100", "x", "NaNx100", "120x"] {
            assert_eq!(find_format(name, Region::Taiwan), None, "{name}");
        }
    }

    /// Proves: GRD-02 [ALL] [HV]: formats of the trade by the names of the trade, and by region where one name has two sizes.
    #[test]
    fn formats_have_the_names_of_the_trade_and_differ_by_region() {
        let millimetres = |name: &str, region| {
            let size = find_format(name, region).unwrap_or_else(|| panic!("{name}")).size;
            (size.width, size.height)
        };
        let size = |width, height| (Length::mm(width), Length::mm(height));
        assert_eq!(millimetres("b5", Region::Japan), size(182, 257));
        assert_eq!(millimetres("b5", Region::Mainland), size(176, 250));
        assert_eq!(millimetres("B6", Region::Japan), size(128, 182));
        for (name, width, height) in [
            ("文庫", 105, 148),
            ("新書", 103, 182),
            ("四六判", 127, 188),
            ("菊判", 150, 220),
            ("大32开", 140, 203),
            ("32开", 130, 184),
            ("16开", 184, 260),
            ("25開", 148, 210),
            ("18開", 170, 230),
            ("菊16開", 150, 210),
        ] {
            assert_eq!(millimetres(name, Region::Taiwan), size(width, height), "{name}");
        }
        for by_region in FORMATS.regional.values() {
            assert!(by_region.contains_key("other") && by_region.values().all(|key| FORMATS.format.contains_key(key)));
        }
    }
}
