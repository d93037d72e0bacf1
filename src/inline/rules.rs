//! The rules of a region, from the tables in assets/regions.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::class::CLASSES;
use super::class::Class;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::unicode::Region;

/// Rules for one region and direction.
pub struct LineRules {
    /// First-line indent in em.
    pub indent: i64,
    pub emphasis: InterlinearSide,
    pub(super) first_line_bracket: FirstLineBracket,
    pub(super) bracket_beside_mark: BracketBesideMark,
    classes: BTreeMap<char, Class>,
    marks: [MarkForm; CLASSES],
    not_start: [bool; CLASSES],
    not_end: [bool; CLASSES],
    solid_before: [bool; CLASSES],
    pub(super) shrink: Vec<Stage>,
    pub(super) stretch: Vec<Stage>,
}

/// On which side of the line emphasis marks stand: over is the block start side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InterlinearSide {
    Over,
    Under,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum FirstLineBracket {
    Flush,
    Keeps,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum BracketBesideMark {
    Keeps,
    GivesWay,
}

/// Body and blanks of a class, in em; the three make the em box unless the mark is rigid at less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MarkForm {
    pub before: Fraction,
    pub body: Fraction,
    pub after: Fraction,
    pub line_end: LineEnd,
}

/// What becomes of the blank after a mark at the end of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum LineEnd {
    /// It stays.
    #[default]
    Full,
    /// It goes.
    Half,
    /// It goes where the line needs the room.
    Either,
}

/// A part of an em.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fraction(i64, i64);

impl Fraction {
    const ZERO: Fraction = Fraction(0, 1);
    const ONE: Fraction = Fraction(1, 1);

    pub fn of(self, em: Length) -> Length {
        em.scale(self.0, self.1)
    }
}

/// A kind of gap, as the stages name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum GapKind {
    /// Never changes.
    Rigid,
    /// Nothing by nature; may be stretched in the last stage.
    Solid,
    WordSpace,
    /// Between Han and Western text.
    HanLatin,
    /// The blank of a bracket.
    Bracket,
    /// The blank of a comma.
    Comma,
    /// The blank of a full stop, a colon or a dividing mark.
    Stop,
    MiddleDot,
    /// The blank of the last mark of a line.
    LineEnd,
}

/// A stage of adjustment: gaps of this kind go to this size before any gap of a later stage changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stage {
    pub gap: GapKind,
    pub to: Fraction,
}

impl LineRules {
    /// The rules of a region in a direction. Regions without a table of their own (Korea, Western) use the Japanese one, whose
    /// marks their text does not have.
    pub fn of(region: Region, mode: WritingMode) -> &'static LineRules {
        static TABLES: OnceLock<Vec<LineRules>> = OnceLock::new();
        let tables = TABLES
            .get_or_init(|| [JAPAN, MAINLAND, TAIWAN, HONG_KONG].iter().flat_map(|text| MODES.map(|mode| load(text, mode))).collect());
        let region = match region {
            Region::Japan | Region::Korea | Region::Western => 0,
            Region::Mainland => 1,
            Region::Taiwan => 2,
            Region::HongKong => 3,
        };
        let mode = match mode {
            WritingMode::HorizontalTb => 0,
            WritingMode::VerticalRl => 1,
        };
        &tables[region * MODES.len() + mode]
    }

    /// The class of a character that is set in an em box.
    pub(super) fn class_of(&self, character: char) -> Class {
        if matches!(character, '\u{4E00}'..='\u{9FFF}') {
            return Class::Ideograph;
        }
        self.classes.get(&character).copied().unwrap_or_else(|| Class::by_range(character))
    }

    pub(super) fn mark(&self, class: Class) -> MarkForm {
        self.marks[class as usize]
    }

    /// JLREQ 3.1.7, CLREQ 6.1.1: characters not starting a line.
    pub(super) fn never_starts_line(&self, class: Class) -> bool {
        self.not_start[class as usize]
    }

    /// JLREQ 3.1.8, CLREQ 6.1.1: characters not ending a line.
    pub(super) fn never_ends_line(&self, class: Class) -> bool {
        self.not_end[class as usize]
    }

    /// Whether the blank of a closing mark is solid before this class (JLREQ table 1, row 2).
    pub(super) fn solid_before(&self, class: Class) -> bool {
        self.solid_before[class as usize]
    }
}

const MODES: [WritingMode; 2] = [WritingMode::HorizontalTb, WritingMode::VerticalRl];
const CLASS_TABLE: &str = include_str!("../../assets/regions/classes.toml");
const JAPAN: &str = include_str!("../../assets/regions/ja.toml");
const MAINLAND: &str = include_str!("../../assets/regions/zh-Hans-CN.toml");
const TAIWAN: &str = include_str!("../../assets/regions/zh-Hant-TW.toml");
const HONG_KONG: &str = include_str!("../../assets/regions/zh-Hant-HK.toml");

/// A region's file as written.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Table {
    indent: i64,
    emphasis_horizontal: InterlinearSide,
    emphasis_vertical: InterlinearSide,
    first_line_bracket: FirstLineBracket,
    bracket_beside_mark: BracketBesideMark,
    #[serde(default, rename = "as")]
    moved: BTreeMap<String, Class>,
    mark: Vec<MarkRow>,
    breaks: Breaks,
    shrink: Vec<StageRow>,
    stretch: Vec<StageRow>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct MarkRow {
    class: Class,
    before: Option<(i64, i64)>,
    body: Option<(i64, i64)>,
    after: Option<(i64, i64)>,
    #[serde(default)]
    line_end: LineEnd,
    direction: Option<Direction>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Direction {
    Horizontal,
    Vertical,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Breaks {
    not_start: Vec<Class>,
    not_end: Vec<Class>,
    solid_before: Vec<Class>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StageRow {
    gap: GapKind,
    to: (i64, i64),
}

fn load(text: &str, mode: WritingMode) -> LineRules {
    let table: Table = toml::from_str(text).expect("a test reads every bundled region table");
    let (direction, emphasis) = match mode {
        WritingMode::HorizontalTb => (Direction::Horizontal, table.emphasis_horizontal),
        WritingMode::VerticalRl => (Direction::Vertical, table.emphasis_vertical),
    };
    let mut marks = [MarkForm { before: Fraction::ZERO, body: Fraction::ONE, after: Fraction::ZERO, line_end: LineEnd::Full }; CLASSES];
    for row in table.mark.iter().filter(|row| row.direction.is_none_or(|only| only == direction)) {
        let fraction = |value: Option<(i64, i64)>, default| value.map_or(default, |(above, below)| Fraction(above, below));
        marks[row.class as usize] = MarkForm {
            before: fraction(row.before, Fraction::ZERO),
            body: fraction(row.body, Fraction::ONE),
            after: fraction(row.after, Fraction::ZERO),
            line_end: row.line_end,
        };
    }
    let set = |classes: &[Class]| {
        let mut set = [false; CLASSES];
        for &class in classes {
            set[class as usize] = true;
        }
        set
    };
    let stages = |rows: &[StageRow]| rows.iter().map(|row| Stage { gap: row.gap, to: Fraction(row.to.0, row.to.1) }).collect();
    LineRules {
        indent: table.indent,
        emphasis,
        first_line_bracket: table.first_line_bracket,
        bracket_beside_mark: table.bracket_beside_mark,
        classes: classes(&table.moved),
        marks,
        not_start: set(&table.breaks.not_start),
        not_end: set(&table.breaks.not_end),
        solid_before: set(&table.breaks.solid_before),
        shrink: stages(&table.shrink),
        stretch: stages(&table.stretch),
    }
}

fn classes(moved: &BTreeMap<String, Class>) -> BTreeMap<char, Class> {
    let table: BTreeMap<String, String> = toml::from_str(CLASS_TABLE).expect("a test reads the bundled class table");
    let mut classes = BTreeMap::new();
    for (name, characters) in &table {
        let named: ClassName = toml::from_str(&format!("class = \"{name}\"")).expect("a test reads every class name of the bundled table");
        let class = moved.get(name).copied().unwrap_or(named.class);
        classes.extend(characters.chars().map(|character| (character, class)));
    }
    classes
}

#[derive(Deserialize)]
struct ClassName {
    class: Class,
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGIONS: [Region; 4] = [Region::Japan, Region::Mainland, Region::Taiwan, Region::HongKong];

    #[test]
    fn every_bundled_table_reads() {
        for region in REGIONS {
            for mode in MODES {
                assert_eq!(LineRules::of(region, mode).class_of('「'), Class::OpeningBracket);
            }
        }
    }

    /// JLREQ 3.1.8.
    #[test]
    fn opening_brackets_never_end_and_closing_marks_never_start_a_line() {
        for region in REGIONS {
            let rules = LineRules::of(region, WritingMode::HorizontalTb);
            assert!("「（《“".chars().all(|mark| rules.never_ends_line(rules.class_of(mark))));
            assert!("」）》”，。、！？：；·～".chars().all(|mark| rules.never_starts_line(rules.class_of(mark))));
        }
    }

    /// CLREQ, figure of adjustable space: colons and dividing marks keep their em in vertical.
    #[test]
    fn mainland_colons_give_way_in_horizontal_only() {
        let half = Fraction(1, 2);
        let form = |mode| LineRules::of(Region::Mainland, mode).mark(Class::Colon);
        assert_eq!(form(WritingMode::HorizontalTb).body, half);
        assert_eq!(form(WritingMode::VerticalRl).body, Fraction::ONE);
    }
}
