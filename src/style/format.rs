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
    pub size: Size,
    pub medium: Medium,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    width: f64,
    height: f64,
    medium: Medium,
}

static FORMATS: LazyLock<BTreeMap<String, Row>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/page-formats.toml")).expect("the bundled page formats are read by a test of this module")
});

/// Sides of a page in millimetres; smaller pages hold no line, larger ones are beyond what PDF viewers show (PDF 32000-1, annex C).
const SIDES: std::ops::RangeInclusive<f64> = 40.0..=5000.0;

/// The format of this name, or `148x210`, `148×210 mm` and the like.
pub fn find_format(name: &str) -> Option<Trim> {
    if let Some(row) = FORMATS.get(name) {
        return Some(Trim { size: size(row.width, row.height), medium: row.medium });
    }
    let sides = name.trim().trim_end_matches("mm").trim_end();
    let (width, height) = sides.split_once(['x', 'X', '×'])?;
    let side = |text: &str| text.trim().trim_end_matches("mm").trim_end().parse::<f64>().ok().filter(|side| SIDES.contains(side));
    Some(Trim { size: size(side(width)?, side(height)?), medium: Medium::Print })
}

/// The names of all formats, in order.
pub(super) fn format_names() -> Vec<&'static str> {
    FORMATS.keys().map(String::as_str).collect()
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

    #[test]
    fn every_default_format_exists() {
        for region in [Region::Taiwan, Region::HongKong, Region::Mainland, Region::Japan, Region::Korea, Region::Western] {
            for mode in [WritingMode::VerticalRl, WritingMode::HorizontalTb] {
                assert!(find_format(default_format(region, mode)).is_some(), "{region:?} {mode:?}");
            }
        }
    }

    #[test]
    fn a_size_may_be_given_in_millimetres() {
        let expected = Size { width: Length::mm(120), height: Length::micrometres(180_500) };
        for name in ["120x180.5", "120 x 180.5 mm", "120×180.5mm", "120mm × 180.5mm"] {
            assert_eq!(find_format(name).map(|trim| trim.size), Some(expected), "{name}");
        }
    }

    #[test]
    fn what_is_no_format_is_refused() {
        for name in ["", "a9", "0x10", "10x10", "1e9x100", "x", "NaNx100", "120x"] {
            assert_eq!(find_format(name), None, "{name}");
        }
    }
}
