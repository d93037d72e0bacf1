//! The Japanese tables against the pair tables of JLREQ, cell by cell.

use super::cell::Cell;
use super::cell::Cells;
use super::cell::Join;
use super::class::Class;
use super::line::GlyphSetting;
use super::rules::GapKind;
use super::rules::LineRules;
use super::rules::RuleSet;
use super::space::Gap;
use super::space::Opening;
use super::space::Opens;
use super::space::between_for_tests as between;
use super::sums::room_to_shrink;
use crate::book::Part;
use crate::diag::Sources;
use crate::diag::Span;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::manuscript::AdjustmentOrder;
use crate::manuscript::Given;
use crate::manuscript::Kinsoku;
use crate::manuscript::LineOptions;
use crate::unicode::Region;

/// The tables of JLREQ appendices 2 to 5, a row a pair.
const PAIRS: &str = include_str!("../../tests/fixtures/oracle/jlreq-pairs.csv");

const EM: Length = Length::units(1000);

/// The classes by their numbers. Note marks are transparent to gaps, and signs of operation are Han of their em.
fn class(number: &str) -> Option<Class> {
    Some(match number {
        "01" => Class::OpeningBracket,
        "02" => Class::ClosingBracket,
        "03" => Class::Hyphen,
        "04" => Class::DividingMark,
        "05" => Class::MiddleDot,
        "06" => Class::FullStop,
        "07" => Class::Comma,
        "08" => Class::Inseparable,
        "09" => Class::IterationMark,
        "10" => Class::ProlongedSound,
        "11" => Class::SmallKana,
        "12" => Class::Prefix,
        "13" => Class::Postfix,
        "14" => Class::IdeographicSpace,
        "15" | "16" => Class::Kana,
        "19" => Class::Ideograph,
        "21" => Class::Ornamented,
        "22" => Class::RubyUnit,
        "23" => Class::JukugoUnit,
        "24" => Class::Numeral,
        "25" => Class::UnitSymbol,
        "26" => Class::WordSpace,
        "27" => Class::Western,
        "28" => Class::NoteOpening,
        "29" => Class::NoteClosing,
        "30" => Class::TateChuYoko,
        _ => return None,
    })
}

fn cell(class: Class, rules: &LineRules) -> Cell {
    let form = rules.mark(class);
    Cell {
        class,
        look: 0,
        em: EM,
        before: form.before.of(EM),
        body: form.body.of(EM),
        after: form.after.of(EM),
        line_end: form.line_end,
        join: Join::ByClass,
        setting: GlyphSetting::Upright,
        stretch: 1000,
        part: Part::Content,
        glyphs: 0..0,
        text: 0..0,
        offset: 0,
        attachment: None,
        unit: None,
        head_extra: Length::ZERO,
        tail_extra: Length::ZERO,
    }
}

fn space(written: &str) -> i64 {
    match written.trim_end_matches(" hang") {
        "1/4 be" | "1/4 af" | "n. 12" => 250,
        "1/2 be" | "1/2 af" | "n. 3" => 500,
        "n. 5" => 750,
        _ => 0,
    }
}

/// How far the gap may be squeezed inside a line.
fn least(written: &str, natural: i64) -> i64 {
    match written {
        "1/4-0" | "1/2-0" | "n. 1" => 0,
        // The blank of the stop stays, that of the dot goes; between comma and dot both go.
        "n. 2" => 500,
        "n. 3" => 500,
        "1/4-1/8" => 125,
        "1/2-1/4" => 250,
        _ => natural,
    }
}

fn stage(gap: &Gap) -> &'static str {
    match gap.kind {
        GapKind::Rigid => "0",
        GapKind::WordSpace => "1",
        GapKind::HanLatin => "2",
        GapKind::Solid | GapKind::Bracket | GapKind::Comma | GapKind::Stop | GapKind::MiddleDot | GapKind::LineEnd => match gap.opens {
            Opens::Never => "0",
            Opens::Early => "3",
            Opens::Last => "4",
        },
    }
}

/// Pairs that are set otherwise than the tables have them, and why.
fn is_ours(first: Class, second: Class) -> bool {
    match (first, second) {
        // Words, numbers and signs of units that touch were typed so: nothing parts them. A space between a number and its unit is
        // the quarter em of the table, and no line ends there.
        _ if first.is_western() && second.is_western() => {
            first == Class::Ornamented || second == Class::Ornamented || first == Class::UnitSymbol || second == Class::UnitSymbol
        }
        (Class::WordSpace, Class::UnitSymbol) | (_, Class::WordSpace) => true,
        // Inside its brackets an inline note is solid.
        (_, Class::NoteClosing) => true,
        // The table has an ornament keep off a note in the stage of solid places, all other Western text in that of its own.
        (Class::Ornamented, Class::NoteOpening) => true,
        _ => false,
    }
}

/// Proves: ADJ-03 [JA] [HV]: the orders of tables 4 and 5, by request, squeeze every pair of classes as far as these tables have it.
#[test]
fn other_orders_squeeze_as_far_as_their_tables_have_it() {
    let span = Span::new(Sources::default().add("book.toml", ""), 0, 0);
    for (order, column) in [(AdjustmentOrder::Jlreq, 4), (AdjustmentOrder::Jis, 5), (AdjustmentOrder::Books, 6)] {
        let options = LineOptions { adjustment: Some(Given { value: order, span }), ..LineOptions::default() };
        let rules = RuleSet::new(Region::Japan, &options);
        for mode in [WritingMode::HorizontalTb, WritingMode::VerticalRl] {
            let rules = rules.of_mode(mode);
            let cells = Cells::default();
            let mut wrong = Vec::new();
            for row in PAIRS.lines().skip(1) {
                let fields: Vec<&str> = row.split(',').collect();
                let (Some(first), Some(second)) = (class(fields[0]), class(fields[1])) else { continue };
                if is_ours(first, second) || first == Class::WordSpace || fields[column] == "x" {
                    continue;
                }
                let gap = between(&cells, &cell(first, rules), &cell(second, rules), rules);
                let natural = gap.natural.to_units();
                let squeezed = natural - rules.shrink.iter().map(|stage| room_to_shrink(&gap, stage).to_units()).sum::<i64>();
                // Table 5 has the notes of table 3 at middle dots, which books never squeeze (ADJ-03).
                let fixed = order == AdjustmentOrder::Books && fields[column].starts_with("n.");
                if squeezed != if fixed { natural } else { least(fields[column], natural) } {
                    wrong.push(format!("{} {}: squeezed to {squeezed}, {}", fields[0], fields[1], fields[column]));
                }
            }
            assert!(wrong.is_empty(), "{order:?} {}\n{}", wrong.len(), wrong.join("\n"));
        }
    }
}

/// Proves: SPC-01 [JA] [HV], SPC-02 [JA] [HV], KIN-02 [JA] [HV], KIN-03 [JA] [HV], ADJ-07 [JA] [HV]: spaces, breaks, squeezing and
/// opening of every pair of classes are those of JLREQ tables 1, 2, 3 and 6.
#[test]
fn every_pair_is_as_the_tables_of_jlreq_have_it() {
    let span = Span::new(Sources::default().add("book.toml", ""), 0, 0);
    let options = LineOptions { kinsoku: Some(Given { value: Kinsoku::VeryStrict, span }), ..LineOptions::default() };
    let rules = RuleSet::new(Region::Japan, &options);
    let rules = rules.of_mode(WritingMode::VerticalRl);
    let cells = Cells::default();
    let (mut compared, mut wrong) = (0, Vec::new());
    for row in PAIRS.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        let [before, after, spacing, breaking, shrinking, _, _, opening] = fields[..] else { panic!("eight fields: {row}") };
        let (Some(first), Some(second)) = (class(before), class(after)) else { continue };
        if is_ours(first, second) {
            continue;
        }
        let (first, second) = (cell(first, rules), cell(second, rules));
        let gap = between(&cells, &first, &second, rules);
        compared += 1;
        let natural = gap.natural.to_units();
        if first.class == Class::WordSpace {
            // The space is the gap before its cell, and what follows it decides about the line end alone.
            if (gap.opening == Opening::Allowed) != breaking.is_empty() {
                wrong.push(format!("{before} {after}: break {:?}, {breaking}", gap.opening));
            }
            continue;
        }
        if spacing != "x" && natural != space(spacing) {
            wrong.push(format!("{before} {after}: space {natural}, {spacing}"));
        }
        let allowed = gap.opening == Opening::Allowed;
        if (breaking.is_empty() || breaking == "not") && allowed != breaking.is_empty() {
            wrong.push(format!("{before} {after}: break {:?}, {breaking}", gap.opening));
        }
        let squeezed = natural - rules.shrink.iter().map(|stage| room_to_shrink(&gap, stage).to_units()).sum::<i64>();
        if shrinking != "x" && squeezed != least(shrinking, natural) {
            wrong.push(format!("{before} {after}: squeezed to {squeezed}, {shrinking}"));
        }
        if stage(&gap) != opening {
            wrong.push(format!("{before} {after}: opens in stage {}, {opening}", stage(&gap)));
        }
    }
    assert!(compared > 600, "{compared} pairs compared");
    assert!(wrong.is_empty(), "{} of {compared}\n{}", wrong.len(), wrong.join("\n"));
}
