//! Region tables as they are written in assets/regions.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::class::Class;
use super::rules::BracketBesideMark;
use super::rules::FirstLineBracket;
use super::rules::Fraction;
use super::rules::InterlinearSide;
use super::rules::LineEnd;
use super::rules::MarkForm;
use super::rules::NoteBracket;
use super::rules::Pairs;
use super::rules::Stage;
use crate::geom::WritingMode;
use crate::manuscript::Kinsoku;
use crate::manuscript::MarkClass;
use crate::manuscript::WidthStyle;
use crate::unicode::Region;

/// A region's file, with what all Chinese regions share.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Table {
    pub indent: i64,
    pub emphasis: ByMode<InterlinearSide>,
    pub first_line_bracket: FirstLineBracket,
    pub bracket_beside_mark: BracketBesideMark,
    #[serde(default)]
    pub note_brackets: NoteBracket,
    /// The level of kinsoku where book.toml names none.
    pub kinsoku: ByMode<String>,
    /// The width style where book.toml names none.
    pub style: String,
    /// Whether marks may hang at all.
    pub may_hang: ByMode<bool>,
    pub hung: Vec<Class>,
    #[serde(default)]
    pub solid_opens_first: bool,
    #[serde(default, rename = "as")]
    moved: BTreeMap<String, Class>,
    /// Bodies of characters that are not as wide as their class.
    #[serde(default)]
    body: BTreeMap<char, Fraction>,
    pub mark: Vec<MarkRow>,
    pub solid_before: Vec<Class>,
    #[serde(default)]
    pub solid_before_bracket: Vec<Class>,
    #[serde(default)]
    pub levels: BTreeMap<String, Level>,
    #[serde(default)]
    pub styles: BTreeMap<String, Style>,
    /// The order of shrinking where book.toml names none.
    pub order: String,
    pub orders: BTreeMap<String, Order>,
    pub stretch: Vec<Stage>,
}

/// A value for each direction.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ByMode<T> {
    horizontal: T,
    vertical: T,
}

impl<T: Clone> ByMode<T> {
    pub fn of(&self, mode: WritingMode) -> T {
        match mode {
            WritingMode::HorizontalTb => self.horizontal.clone(),
            WritingMode::VerticalRl => self.vertical.clone(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct MarkRow {
    pub class: Class,
    before: Option<Fraction>,
    body: Option<Fraction>,
    after: Option<Fraction>,
    #[serde(default)]
    line_end: LineEnd,
    pub direction: Option<Direction>,
}

impl MarkRow {
    pub fn form(&self) -> MarkForm {
        MarkForm {
            before: self.before.unwrap_or(Fraction::ZERO),
            body: self.body.unwrap_or(Fraction::ONE),
            after: self.after.unwrap_or(Fraction::ZERO),
            line_end: self.line_end,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Direction {
    Horizontal,
    Vertical,
}

impl Direction {
    pub fn is(self, mode: WritingMode) -> bool {
        matches!((self, mode), (Direction::Horizontal, WritingMode::HorizontalTb) | (Direction::Vertical, WritingMode::VerticalRl))
    }
}

/// What may not start and end a line.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Level {
    pub not_start: Vec<Class>,
    pub not_end: Vec<Class>,
    /// Ellipses of which a pair may part at a line end.
    #[serde(default)]
    pub split: Vec<char>,
}

/// A width style.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Style {
    #[serde(default)]
    pub pairs: Pairs,
    pub line_end: Option<LineEnd>,
    pub head: FirstLineBracket,
    #[serde(default)]
    pub mark: Vec<MarkRow>,
}

/// An order in which gaps give way.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Order {
    /// Line ends that this order has.
    #[serde(default)]
    pub line_end: Vec<OrderedEnd>,
    pub shrink: Vec<Stage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderedEnd {
    pub class: Vec<Class>,
    pub form: LineEnd,
}

/// What Chinese regions share.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shared {
    levels: BTreeMap<String, Level>,
    styles: BTreeMap<String, Style>,
}

const CLASS_TABLE: &str = include_str!("../../assets/regions/classes.toml");
const CHINESE: &str = include_str!("../../assets/regions/zh.toml");
/// How many tables there are.
pub(super) const TABLES: usize = 4;
const SOURCES: [&str; TABLES] = [
    include_str!("../../assets/regions/ja.toml"),
    include_str!("../../assets/regions/zh-Hans-CN.toml"),
    include_str!("../../assets/regions/zh-Hant-TW.toml"),
    include_str!("../../assets/regions/zh-Hant-HK.toml"),
];

/// Which table a region has. Those without one of their own use the Japanese one, whose marks their text does not have.
pub(super) fn table_of(region: Region) -> usize {
    match region {
        Region::Japan | Region::Korea | Region::Western => 0,
        Region::Mainland => 1,
        Region::Taiwan => 2,
        Region::HongKong => 3,
    }
}

impl Table {
    /// The table of a region; regions without one use the Japanese.
    pub fn of(region: Region) -> &'static Table {
        static READ: [OnceLock<Table>; TABLES] = [const { OnceLock::new() }; TABLES];
        let index = table_of(region);
        READ[index].get_or_init(|| {
            let mut table: Table = toml::from_str(SOURCES[index]).expect("a test reads every bundled region table");
            if table.levels.is_empty() {
                let shared: Shared = toml::from_str(CHINESE).expect("a test reads the shared table");
                table.levels = shared.levels;
                for (name, style) in shared.styles {
                    table.styles.entry(name).or_insert(style);
                }
            }
            table
        })
    }

    pub fn bodies(&self) -> impl Iterator<Item = (char, Fraction)> {
        self.body.iter().map(|(&character, &body)| (character, body))
    }

    /// The classes of single characters.
    pub fn classes(&self) -> BTreeMap<char, Class> {
        static READ: OnceLock<Vec<(String, Class, String)>> = OnceLock::new();
        let rows = READ.get_or_init(|| {
            let table: BTreeMap<String, String> = toml::from_str(CLASS_TABLE).expect("a test reads the bundled class table");
            let class = |name: &str| {
                let named: Result<ClassName, _> = toml::from_str(&format!("class = \"{name}\""));
                named.expect("a test reads every class name of the bundled table").class
            };
            table.into_iter().map(|(name, characters)| (name.clone(), class(&name), characters)).collect()
        });
        let mut classes = BTreeMap::new();
        for (name, class, characters) in rows {
            let class = self.moved.get(name).copied().unwrap_or(*class);
            classes.extend(characters.chars().map(|character| (character, class)));
        }
        classes
    }
}

#[derive(Deserialize)]
struct ClassName {
    class: Class,
}

pub(super) fn level_name(level: Kinsoku) -> &'static str {
    match level {
        Kinsoku::VeryStrict => "very-strict",
        Kinsoku::Strict => "strict",
        Kinsoku::Loose => "loose",
        Kinsoku::VeryLoose => "very-loose",
        Kinsoku::None => "none",
        Kinsoku::Basic => "basic",
        Kinsoku::Gb => "gb",
    }
}

pub(super) fn style_name(style: WidthStyle) -> &'static str {
    match style {
        WidthStyle::Quanjiao => "quanjiao",
        WidthStyle::Kaiming => "kaiming",
        WidthStyle::LineEndHalf => "line-end-half",
        WidthStyle::Banjiao => "banjiao",
        WidthStyle::Plain => "plain",
        WidthStyle::Cct => "cct",
        WidthStyle::Tight => "tight",
        WidthStyle::Jlreq => "jlreq",
    }
}

pub(super) fn mark_class(class: MarkClass) -> Class {
    match class {
        MarkClass::OpeningBracket => Class::OpeningBracket,
        MarkClass::ClosingBracket => Class::ClosingBracket,
        MarkClass::Hyphen => Class::Hyphen,
        MarkClass::DividingMark => Class::DividingMark,
        MarkClass::MiddleDot => Class::MiddleDot,
        MarkClass::Colon => Class::Colon,
        MarkClass::FullStop => Class::FullStop,
        MarkClass::Comma => Class::Comma,
        MarkClass::Inseparable => Class::Inseparable,
        MarkClass::IterationMark => Class::IterationMark,
        MarkClass::ProlongedSound => Class::ProlongedSound,
        MarkClass::SmallKana => Class::SmallKana,
        MarkClass::Prefix => Class::Prefix,
        MarkClass::Postfix => Class::Postfix,
        MarkClass::IdeographicSpace => Class::IdeographicSpace,
        MarkClass::Solidus => Class::Solidus,
        MarkClass::Kana => Class::Kana,
        MarkClass::Ideograph => Class::Ideograph,
    }
}
