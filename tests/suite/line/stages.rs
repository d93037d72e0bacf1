//! The order in which gaps give way (M-tier): no gap of a later stage differs from its nature until the gaps of every earlier stage
//! are at their limits, and gaps of one stage change by equal amounts. Read from finished PDFs.

use super::adjustment::full;
use super::adjustment::text;
use super::marks::closes;
use super::marks::opens;
use super::oracle::pair;
use crate::reader::Glyph;
use crate::reader::Line;
use crate::specimen::DIRECTIONS;
use crate::specimen::Specimen;

/// What whole thousandths of an em in the file, and the size's own rounding, leave uncertain between neighbours.
const NEAR: f64 = 0.003;

/// Where a gap stands in the orders of adjustment: the stage in which it shrinks and how far, and the stage in which it stretches and
/// how far; none of either where it never does.
#[derive(Clone, Copy, Debug)]
struct Rule {
    natural: f64,
    shrink: Option<(u8, f64)>,
    stretch: Option<(u8, f64)>,
}

/// A gap of a line as it is.
#[derive(Clone, Debug)]
struct Gap {
    between: String,
    rule: Rule,
    found: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Han,
    Mark(char),
    Latin,
}

fn kind(line: &Line, glyph: &Glyph) -> Option<Kind> {
    let mut characters = glyph.text.chars();
    let character = characters.next().filter(|_| characters.next().is_none())?;
    let whole = (glyph.advance.0.hypot(glyph.advance.1) / glyph.size - 1.0).abs() < 0.001;
    match character {
        // Upright digits of a vertical line stand in cells.
        _ if character.is_ascii_alphanumeric() && !whole => (!line.vertical || !glyph.upright()).then_some(Kind::Latin),
        '\u{3041}'..='\u{30FA}' | '\u{3400}'..='\u{9FFF}' if whole => Some(Kind::Han),
        _ if whole && "「」『』（）《》、。，".contains(character) => Some(Kind::Mark(character)),
        _ => None,
    }
}

const ENDLESS: f64 = 1000.0;

/// JLREQ tables 1, 3 and 6, for the pairs that the text has; the blanks of the em boxes are taken off. None where the pair is not read.
fn japanese(before: Kind, after: Kind) -> Option<Rule> {
    let class = |kind| match kind {
        Kind::Han => "19",
        Kind::Latin => "27",
        Kind::Mark(mark) if opens(mark) => "01",
        Kind::Mark(mark) if closes(mark) => "02",
        Kind::Mark('。') => "06",
        Kind::Mark(_) => "07",
    };
    if before == Kind::Latin && after == Kind::Latin {
        return None;
    }
    let (first, second) = (class(before), class(after));
    let trailing = if matches!(before, Kind::Mark(mark) if !opens(mark)) { 0.5 } else { 0.0 };
    let leading = if matches!(after, Kind::Mark(mark) if opens(mark)) { 0.5 } else { 0.0 };
    let row = pair(first, second);
    let shrink = match row.gap() {
        // Inside a line the blank of a full stop stays.
        gap if gap == 0.5 && first != "06" => Some((5, 0.0)),
        0.25 => Some((6, 0.125)),
        _ => None,
    };
    let stretch = match row.expand {
        Some(2) => Some((2, 0.5)),
        Some(3) => Some((3, 0.25)),
        Some(4) => Some((4, ENDLESS)),
        _ => None,
    };
    let off = trailing + leading;
    let less = |limit: Option<(u8, f64)>| limit.map(|(stage, to)| (stage, to - off));
    Some(Rule { natural: row.gap() - off, shrink: less(shrink), stretch: less(stretch) })
}

/// CLREQ 6.2.2 and 6.2.3 for the full-width style of the mainland.
fn mainland(before: Kind, after: Kind) -> Option<Rule> {
    let rule = |natural, shrink, stretch| Some(Rule { natural, shrink, stretch });
    match (before, after) {
        (Kind::Han, Kind::Han) => rule(0.0, None, Some((3, ENDLESS))),
        (Kind::Han, Kind::Latin) | (Kind::Latin, Kind::Han) => rule(0.25, Some((6, 0.125)), Some((2, 1.0 / 3.0))),
        (Kind::Han, Kind::Mark(mark)) if opens(mark) => rule(0.0, Some((4, -0.5)), Some((3, ENDLESS))),
        (Kind::Mark(mark), Kind::Han) if closes(mark) => rule(0.0, Some((4, -0.5)), Some((3, ENDLESS))),
        (Kind::Mark('，' | '、'), Kind::Han) => rule(0.0, Some((5, -0.5)), Some((3, ENDLESS))),
        (Kind::Mark('。'), Kind::Han) => rule(0.0, None, Some((3, ENDLESS))),
        (_, Kind::Mark(mark)) if !opens(mark) && before == Kind::Han => rule(0.0, None, None),
        (Kind::Mark(mark), Kind::Han) if opens(mark) => rule(0.0, None, None),
        _ => None,
    }
}

fn gaps(line: &Line, rules: fn(Kind, Kind) -> Option<Rule>) -> Vec<Gap> {
    let gaps = line.glyphs.windows(2).filter_map(|pair| {
        let rule = rules(kind(line, &pair[0])?, kind(line, &pair[1])?)?;
        let found = (line.start_of(&pair[1]) - line.end_of(&pair[0])) / line.size();
        Some(Gap { between: format!("{}{}", pair[0].text, pair[1].text), rule, found })
    });
    gaps.collect()
}

/// What is out of order in a line: by how much each gap changed against its stages.
fn disorder(gaps: &[Gap], limit: fn(&Rule) -> Option<(u8, f64)>, sign: f64) -> Option<String> {
    let changed = |gap: &Gap| (gap.found - gap.rule.natural) * sign > NEAR;
    let last = gaps.iter().filter(|gap| changed(gap)).filter_map(|gap| limit(&gap.rule)).map(|(stage, _)| stage).max()?;
    for gap in gaps {
        let Some((stage, to)) = limit(&gap.rule) else {
            if changed(gap) {
                return Some(format!("{} never changes and does, by {:.3}", gap.between, gap.found - gap.rule.natural));
            }
            continue;
        };
        if stage < last && (to - gap.found) * sign > NEAR {
            return Some(format!("{} of stage {stage} is at {:.3}, not {to:.3}, before stage {last}", gap.between, gap.found));
        }
    }
    let own: Vec<&Gap> =
        gaps.iter().filter(|gap| limit(&gap.rule).is_some_and(|(stage, to)| stage == last && (to - gap.found) * sign > NEAR)).collect();
    let amounts: Vec<f64> = own.iter().map(|gap| gap.found - gap.rule.natural).collect();
    let spread = amounts.iter().copied().fold(f64::MIN, f64::max) - amounts.iter().copied().fold(f64::MAX, f64::min);
    (amounts.len() > 1 && spread > 2.0 * NEAR).then(|| {
        let shown: Vec<String> = own.iter().map(|gap| format!("{} {:.3}", gap.between, gap.found - gap.rule.natural)).collect();
        format!("stage {last} is unequal: {}", shown.join(", "))
    })
}

/// The stage in which a gap gives way, and what it becomes at most.
type Limit = fn(&Rule) -> Option<(u8, f64)>;

/// Lines that shrink and lines that stretch, all in order.
fn in_order(language: &str, rules: fn(Kind, Kind) -> Option<Rule>) {
    for direction in DIRECTIONS {
        let (mut shrunk, mut stretched, mut wrong) = (0, 0, Vec::new());
        for page in ["a6", "b6", "120x120 mm", "100x150 mm"] {
            for line in full(&Specimen::new(language, direction).page(page).set(&text(language))) {
                let gaps = gaps(&line, rules);
                let total: f64 = gaps.iter().map(|gap| gap.found - gap.rule.natural).sum();
                let (limit, sign): (Limit, f64) = if total < 0.0 { (|rule| rule.shrink, -1.0) } else { (|rule| rule.stretch, 1.0) };
                shrunk += usize::from(total < -0.05);
                stretched += usize::from(total > 0.05);
                wrong.extend(disorder(&gaps, limit, sign).map(|what| format!("{what}: {}", line.text())));
            }
        }
        assert!(wrong.is_empty(), "{language} {direction:?}: {} lines\n{}", wrong.len(), wrong.join("\n"));
        assert!(shrunk > 10 && stretched > 10, "{language} {direction:?}: {shrunk} shrunk, {stretched} stretched");
    }
}

/// Proves: ADJ-02 [JA] [HV]: gaps shrink in the order of table 3, equally inside a stage, and the blank of a full stop inside a line stays.
/// Proves: ADJ-05 [JA] [HV]: gaps stretch in the order of table 6, equally inside a stage.
#[test]
fn japanese_gaps_give_way_in_order() {
    in_order("ja", japanese);
}

/// Proves: ADJ-04 [CN] [HV]: gaps shrink in the order of CLREQ, equally inside a stage.
/// Proves: ADJ-06 [CN] [HV]: gaps stretch in the order of CLREQ, equally inside a stage.
#[test]
fn mainland_gaps_give_way_in_order() {
    in_order("zh-Hans-CN", mainland);
}

/// The order is asked for: gaps that changed out of turn, or unequally, are seen.
#[test]
fn disorder_is_seen() {
    let gap = |between: &str, stage, found| Gap {
        between: between.to_owned(),
        rule: Rule { natural: 0.0, shrink: None, stretch: Some((stage, if stage == 4 { ENDLESS } else { 0.25 })) },
        found,
    };
    let stretch: fn(&Rule) -> Option<(u8, f64)> = |rule| rule.stretch;
    assert_eq!(disorder(&[gap("甲乙", 3, 0.1), gap("乙丙", 3, 0.1), gap("丙，", 4, 0.0)], stretch, 1.0), None);
    assert!(disorder(&[gap("甲乙", 3, 0.05), gap("乙，", 4, 0.1)], stretch, 1.0).unwrap().contains("before stage 4"));
    assert!(disorder(&[gap("甲乙", 3, 0.1), gap("乙丙", 3, 0.2)], stretch, 1.0).unwrap().contains("unequal"));
}
