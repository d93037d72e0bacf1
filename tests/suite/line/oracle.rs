//! The pair tables of JLREQ, appendices 2 to 5, as a file of pairs: what the Japanese rules must agree with.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The row of a pair of classes, or of the head or the end of a line and a class.
pub struct Pair {
    /// Table 1.
    pub space: String,
    /// Table 6: the stage in which the gap is stretched; 0 is never.
    pub expand: Option<u8>,
}

static PAIRS: LazyLock<BTreeMap<(String, String), Pair>> = LazyLock::new(|| {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/oracle/jlreq-pairs.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        let [before, after, space, _, _, _, _, expand] = fields[..] else { panic!("{line}") };
        let pair = Pair { space: space.to_owned(), expand: expand.parse().ok() };
        ((before.to_owned(), after.to_owned()), pair)
    });
    rows.collect()
});

pub fn pair(before: &str, after: &str) -> &'static Pair {
    PAIRS.get(&(before.to_owned(), after.to_owned())).unwrap_or_else(|| panic!("no pair {before} {after}"))
}

impl Pair {
    /// The natural gap in em, for neighbours of one size.
    pub fn gap(&self) -> f64 {
        match self.space.as_str() {
            // JLREQ table 1, notes 3, 5 and 12.
            "n. 3" => 0.5,
            "n. 5" => 0.75,
            "n. 12" => 0.0,
            "n. 7" | "n. 8" | "n. 9" | "n. 10" | "n. 11" | "n. 1" | "n. 13" | "ruby hang" | "" => 0.0,
            text if text.starts_with("1/2") => 0.5,
            text if text.starts_with("1/4") => 0.25,
            other => panic!("{other} is no gap"),
        }
    }
}

/// Marks with their class and body in em (JLREQ appendix 1): forty that may stand between Han.
pub const MARKS: [(char, &str, f64); 40] = [
    ('「', "01", 0.5),
    ('『', "01", 0.5),
    ('（', "01", 0.5),
    ('〔', "01", 0.5),
    ('［', "01", 0.5),
    ('｛', "01", 0.5),
    ('〈', "01", 0.5),
    ('《', "01", 0.5),
    ('【', "01", 0.5),
    ('」', "02", 0.5),
    ('』', "02", 0.5),
    ('）', "02", 0.5),
    ('〕', "02", 0.5),
    ('］', "02", 0.5),
    ('｝', "02", 0.5),
    ('〉', "02", 0.5),
    ('》', "02", 0.5),
    ('】', "02", 0.5),
    ('〜', "03", 1.0),
    ('゠', "03", 0.5),
    ('！', "04", 1.0),
    ('？', "04", 1.0),
    ('・', "05", 0.5),
    ('：', "05", 0.5),
    ('；', "05", 0.5),
    ('。', "06", 0.5),
    ('．', "06", 0.5),
    ('、', "07", 0.5),
    ('，', "07", 0.5),
    ('…', "08", 1.0),
    ('‥', "08", 1.0),
    ('—', "08", 1.0),
    ('々', "09", 1.0),
    ('ゝ', "09", 1.0),
    ('ー', "10", 1.0),
    ('っ', "11", 1.0),
    ('ャ', "11", 1.0),
    ('￥', "12", 1.0),
    ('％', "13", 1.0),
    ('\u{3000}', "14", 1.0),
];
