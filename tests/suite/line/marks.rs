//! What the regions expect of their marks, written down apart from the program's own tables (JLREQ 3.1, CLREQ 3.1 and 6.1).

use crate::specimen::Direction;

/// Marks that text of a region has.
pub fn marks(language: &str) -> &'static str {
    match language {
        "ja" => "「『（〔［｛〈《【」』）〕］｝〉》】〜！？・：；。．、，…—々ゝーっャ￥％",
        "zh-Hans-CN" => "“‘（〔［《〈【「『”’）〕］》〉】」』，、；：。？！–～·…—／％￥",
        _ => "「『（〔［《〈【」』）〕］》〉】，、；：。？！～‧・…—％",
    }
}

const OPENINGS: &str = "「『（〔［｛〈《【〖“‘";
const CLOSINGS: &str = "」』）〕］｝〉》】〗”’";

pub fn opens(mark: char) -> bool {
    OPENINGS.contains(mark)
}

pub fn closes(mark: char) -> bool {
    CLOSINGS.contains(mark)
}

/// JLREQ 3.1.7; CLREQ 6.1.1 at its basic level.
pub fn never_starts(mark: char) -> bool {
    closes(mark) || "，、；：。．？！–～〜゠·‧・".contains(mark)
}

/// JLREQ 3.1.8; CLREQ 6.1.1.
pub fn never_ends(language: &str, mark: char) -> bool {
    opens(mark) || language == "ja" && "￥＄￡＃№".contains(mark)
}

/// How far, in em, the em box of the last mark of a full line may lie beyond the measure: its blank, where that is given up.
pub fn ends_beyond(language: &str, direction: Direction, mark: char) -> &'static [f64] {
    match (language, direction) {
        ("ja", _) if closes(mark) || "。．、，".contains(mark) => &[0.0, 0.5],
        ("ja", _) if "・：；".contains(mark) => &[0.0, 0.25],
        ("zh-Hans-CN", _) if closes(mark) || "，、。".contains(mark) => &[0.5],
        ("zh-Hans-CN", Direction::Horizontal) if "；：？！".contains(mark) => &[0.5],
        ("ja" | "zh-Hans-CN", _) => &[0.0],
        _ if closes(mark) => &[0.0, 0.5],
        _ => &[0.0],
    }
}

/// Marks whose glyph does not fill the box that the line gives it, so that the glyph's own edges say nothing about the line's.
pub fn is_narrow(mark: char) -> bool {
    "·–゠／‧—―".contains(mark) || mark.is_ascii()
}
