//! The rules of lines: a region's tables as an edition's options bend them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::class::CLASSES;
use super::class::Class;
use super::class::ClassTable;
use super::cost::Lane;
use super::rule_table::TABLES;
use super::rule_table::Table;
use super::rule_table::level_name;
use super::rule_table::mark_class;
use super::rule_table::style_name;
use super::rule_table::table_of;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::manuscript::AdjustmentOrder;
use crate::manuscript::Autospace;
use crate::manuscript::Breaker;
use crate::manuscript::Given;
use crate::manuscript::Hanging;
use crate::manuscript::LineOptions;
use crate::manuscript::MarkAtLineEnd;
use crate::manuscript::MarkOption;
use crate::manuscript::MarkWidth;
use crate::manuscript::Preference;
use crate::unicode::Region;

/// The rules of an edition, for lines in both directions.
#[derive(Clone)]
pub struct RuleSet {
    modes: [LineRules; 2],
}

/// Rules for one region and direction.
#[derive(Clone)]
pub struct LineRules {
    /// First-line indent in em.
    pub indent: i64,
    pub emphasis: InterlinearSide,
    pub(super) first_line_bracket: FirstLineBracket,
    pub(super) bracket_beside_mark: BracketBesideMark,
    pub(super) note_brackets: NoteBracket,
    /// Whether opening brackets keep their blank at the head of every line.
    pub(super) bracket_keeps_at_head: bool,
    pub(super) pairs: Pairs,
    pub(super) hanging: Hanging,
    pub(super) breaker: Breaker,
    pub(super) preference: Preference,
    /// Between Han and Western text, in em of the Han (JLREQ 3.2.6, CLREQ 6.3).
    pub(super) han_latin: Fraction,
    /// Whether solid places open by a quarter before all places do (JLREQ table 6).
    pub(super) solid_opens_first: bool,
    classes: ClassTable,
    marks: [MarkForm; CLASSES],
    /// Characters that stand otherwise than their class.
    forms: BTreeMap<char, MarkForm>,
    not_start: [bool; CLASSES],
    not_end: [bool; CLASSES],
    /// Ellipses of which a pair may part at a line end.
    pub(super) split: Vec<char>,
    /// Whether a character may start a line, where its class does not say.
    start_of: BTreeMap<char, bool>,
    end_of: BTreeMap<char, bool>,
    solid_before: [bool; CLASSES],
    solid_before_bracket: [bool; CLASSES],
    hung: [bool; CLASSES],
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

/// What becomes of the outer blanks of the brackets around inline notes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum NoteBracket {
    /// They stay, as those of other brackets.
    #[default]
    Blank,
    /// There are none (JLREQ table 1, columns and rows 28 and 29).
    Solid,
}

/// What becomes of the blanks between two marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Pairs {
    /// They are one.
    #[default]
    One,
    /// Both stay.
    Sum,
    /// Neither stays.
    None,
}

/// Body and blanks of a class, in em; the three make the em box unless the mark is rigid at less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MarkForm {
    pub before: Fraction,
    pub body: Fraction,
    pub after: Fraction,
    pub line_end: LineEnd,
}

impl MarkForm {
    pub const EM: MarkForm = MarkForm { before: Fraction::ZERO, body: Fraction::ONE, after: Fraction::ZERO, line_end: LineEnd::Full };
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "(i64, i64)")]
pub(super) struct Fraction(i64, i64);

impl From<(i64, i64)> for Fraction {
    fn from((part, whole): (i64, i64)) -> Fraction {
        Fraction(part, whole.max(1))
    }
}

impl Fraction {
    pub const ZERO: Fraction = Fraction(0, 1);
    pub const ONE: Fraction = Fraction(1, 1);

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
    /// The blank of a comma, a colon or a semicolon.
    Comma,
    /// The blank of a full stop or a dividing mark.
    Stop,
    MiddleDot,
    /// The blank of the last mark of a line.
    LineEnd,
}

/// A stage of adjustment: gaps of these kinds go to this size before any gap of a later stage changes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stage {
    pub gap: Vec<GapKind>,
    pub to: Fraction,
}

const MODES: [WritingMode; 2] = [WritingMode::HorizontalTb, WritingMode::VerticalRl];

impl RuleSet {
    /// A region's own rules.
    pub fn of(region: Region) -> &'static RuleSet {
        static SETS: [OnceLock<RuleSet>; TABLES] = [const { OnceLock::new() }; TABLES];
        SETS[table_of(region)].get_or_init(|| RuleSet::new(region, &LineOptions::default()))
    }

    /// A region's rules with what an edition asks for.
    pub fn new(region: Region, options: &LineOptions) -> RuleSet {
        let table = Table::of(region);
        RuleSet { modes: MODES.map(|mode| load(table, mode, options)) }
    }

    /// The rules of lines in a direction.
    pub fn of_mode(&self, mode: WritingMode) -> &LineRules {
        match mode {
            WritingMode::HorizontalTb => &self.modes[0],
            WritingMode::VerticalRl => &self.modes[1],
        }
    }
}

impl LineRules {
    /// A region's own rules in a direction.
    pub fn of(region: Region, mode: WritingMode) -> &'static LineRules {
        RuleSet::of(region).of_mode(mode)
    }

    /// The class of a character that is set in an em box.
    pub(super) fn class_of(&self, character: char) -> Class {
        self.classes.of(character)
    }

    /// How a class stands when no character of it is meant.
    #[cfg(test)]
    pub(super) fn mark(&self, class: Class) -> MarkForm {
        self.marks[class as usize]
    }

    /// How a character of a class stands.
    pub(super) fn form(&self, character: char, class: Class) -> MarkForm {
        if class == Class::Ideograph || class == Class::Kana {
            return MarkForm::EM;
        }
        self.forms.get(&character).copied().unwrap_or(self.marks[class as usize])
    }

    /// JLREQ 3.1.7, CLREQ 6.1.1: characters not starting a line.
    pub(super) fn never_starts_line(&self, class: Class, character: Option<char>) -> bool {
        let own = character.and_then(|character| self.start_of.get(&character));
        own.map_or(self.not_start[class as usize], |may| !may)
    }

    /// JLREQ 3.1.8, CLREQ 6.1.1: characters not ending a line.
    pub(super) fn never_ends_line(&self, class: Class, character: Option<char>) -> bool {
        let own = character.and_then(|character| self.end_of.get(&character));
        own.map_or(self.not_end[class as usize], |may| !may)
    }

    /// Whether single characters start and end lines otherwise than their classes.
    pub(super) fn names_characters(&self) -> bool {
        !self.start_of.is_empty() || !self.end_of.is_empty()
    }

    /// Whether the blank of a closing mark is solid before a class (JLREQ table 1, rows 2, 6 and 7).
    pub(super) fn solid_before(&self, mark: Class, class: Class) -> bool {
        self.solid_before[class as usize] || mark == Class::ClosingBracket && self.solid_before_bracket[class as usize]
    }

    /// Whether a mark of a class may stand outside the measure (JLREQ 3.8.2, CLREQ 6.1.3).
    pub(super) fn hangs(&self, class: Class) -> bool {
        self.hanging != Hanging::Off && self.hung[class as usize]
    }

    /// The lane of the stage in which the last mark of a line gives up its blank.
    pub(super) fn line_end_lane(&self) -> Lane {
        let stage = self.shrink.iter().position(|stage| stage.gap.contains(&GapKind::LineEnd)).unwrap_or(0);
        Lane::shrink(stage, self.preference)
    }
}

fn load(table: &Table, mode: WritingMode, options: &LineOptions) -> LineRules {
    let style = &table.styles[options.punctuation.map_or(table.style.as_str(), |given| style_name(given.value))];
    let level = &table.levels[options.kinsoku.map_or(table.kinsoku.of(mode).as_str(), |given| level_name(given.value))];
    let order = match options.adjustment.map(|given| given.value) {
        None | Some(AdjustmentOrder::Default) => table.order.as_str(),
        Some(AdjustmentOrder::Jlreq) => "jlreq",
        Some(AdjustmentOrder::Jis) => "jis",
        Some(AdjustmentOrder::Books) => "books",
    };
    let order = &table.orders[order];
    let line_end: Option<LineEnd> = options.line_end.map(|given| match given.value {
        MarkAtLineEnd::Full => LineEnd::Full,
        MarkAtLineEnd::Half => LineEnd::Half,
        MarkAtLineEnd::Either => LineEnd::Either,
    });
    let mut marks = [MarkForm::EM; CLASSES];
    for row in table.mark.iter().chain(&style.mark).filter(|row| row.direction.is_none_or(|only| only.is(mode))) {
        let form = row.form();
        let ordered = order.line_end.iter().find(|end| end.class.contains(&row.class)).map(|end| end.form);
        let end = line_end.or(style.line_end).or(ordered).unwrap_or(form.line_end);
        marks[row.class as usize] = MarkForm { line_end: end, ..form };
    }
    marks[Class::NoteOpening as usize] = marks[Class::OpeningBracket as usize];
    marks[Class::NoteClosing as usize] = marks[Class::ClosingBracket as usize];
    if table.note_brackets == NoteBracket::Solid {
        marks[Class::NoteOpening as usize].before = Fraction::ZERO;
        marks[Class::NoteClosing as usize].after = Fraction::ZERO;
    }
    let mut classes = table.classes();
    let mut forms: BTreeMap<char, MarkForm> =
        table.bodies().map(|(character, body)| (character, MarkForm { body, ..MarkForm::EM })).collect();
    for option in &options.marks {
        apply(option, &mut classes, &marks, &mut forms, line_end);
    }
    let set = |classes: &[Class]| {
        let mut set = [false; CLASSES];
        for &class in classes {
            set[class as usize] = true;
        }
        set
    };
    let characters = |never: &Option<Given<String>>, may: &Option<Given<String>>| {
        let all = |given: &Option<Given<String>>| given.as_ref().map(|given| given.value.chars().collect::<Vec<_>>()).unwrap_or_default();
        let mut map: BTreeMap<char, bool> = all(never).into_iter().map(|character| (character, false)).collect();
        map.extend(all(may).into_iter().map(|character| (character, true)));
        map
    };
    LineRules {
        indent: table.indent,
        emphasis: table.emphasis.of(mode),
        first_line_bracket: table.first_line_bracket,
        bracket_beside_mark: if style.pairs == Pairs::Sum { BracketBesideMark::Keeps } else { table.bracket_beside_mark },
        note_brackets: table.note_brackets,
        bracket_keeps_at_head: style.head == FirstLineBracket::Keeps,
        pairs: style.pairs,
        hanging: if table.may_hang.of(mode) { value_or(&options.hanging, Hanging::Off) } else { Hanging::Off },
        breaker: value_or(&options.breaker, Breaker::TotalFit),
        preference: value_or(&options.prefer, Preference::Shrink),
        han_latin: match options.autospace.map(|given| given.value) {
            None | Some(Autospace::Quarter) => Fraction(1, 4),
            Some(Autospace::Eighth) => Fraction(1, 8),
            Some(Autospace::None) => Fraction::ZERO,
        },
        solid_opens_first: table.solid_opens_first,
        classes: ClassTable::new(classes),
        marks,
        forms,
        not_start: set(&level.not_start),
        not_end: set(&level.not_end),
        split: level.split.clone(),
        start_of: characters(&options.no_line_start, &options.may_start_line),
        end_of: characters(&options.no_line_end, &options.may_end_line),
        solid_before: set(&table.solid_before),
        solid_before_bracket: set(&table.solid_before_bracket),
        hung: set(&table.hung),
        shrink: order.shrink.clone(),
        stretch: table.stretch.clone(),
    }
}

fn value_or<T: Copy>(given: &Option<Given<T>>, default: T) -> T {
    given.as_ref().map_or(default, |given| given.value)
}

/// Sets a single mark as book.toml asks.
fn apply(
    option: &MarkOption,
    classes: &mut BTreeMap<char, Class>,
    marks: &[MarkForm; CLASSES],
    forms: &mut BTreeMap<char, MarkForm>,
    line_end: Option<LineEnd>,
) {
    if let Some(class) = option.class {
        classes.insert(option.mark, mark_class(class));
    }
    let class = classes.get(&option.mark).copied().unwrap_or_else(|| Class::by_range(option.mark));
    let own = marks[class as usize];
    let half = Fraction(1, 2);
    let form = match option.width {
        None => return,
        Some(MarkWidth::Full) if own.body == Fraction::ONE => {
            let (before, after) = if class == Class::OpeningBracket { (half, Fraction::ZERO) } else { (Fraction::ZERO, half) };
            MarkForm { before, body: half, after, line_end: line_end.unwrap_or(LineEnd::Either) }
        }
        Some(MarkWidth::Full) => own,
        Some(MarkWidth::Half) => MarkForm { body: half, ..MarkForm::EM },
        Some(MarkWidth::Rigid) => MarkForm::EM,
        Some(MarkWidth::Parts { before, body, after }) => {
            let part = |thousandths: u16| Fraction(i64::from(thousandths), 1000);
            MarkForm { before: part(before), body: part(body), after: part(after), line_end: line_end.unwrap_or(LineEnd::Either) }
        }
    };
    forms.insert(option.mark, form);
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
            assert!("「（《“".chars().all(|mark| rules.never_ends_line(rules.class_of(mark), Some(mark))));
            assert!("」）》”，。、！？：；·～".chars().all(|mark| rules.never_starts_line(rules.class_of(mark), Some(mark))));
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

    /// Proves: CLS-01 [ALL] [HV], CLS-02 [CN TW HK] [HV]: one character is of another class, and stands otherwise, by region and
    /// direction; Chinese pauses, stops and brackets are told apart.
    #[test]
    fn regions_class_the_same_marks_in_their_own_way() {
        for mode in MODES {
            let japan = LineRules::of(Region::Japan, mode);
            assert_eq!(['：', '；', '・'].map(|mark| japan.class_of(mark)), [Class::MiddleDot; 3]);
            for region in [Region::Mainland, Region::Taiwan, Region::HongKong] {
                let rules = LineRules::of(region, mode);
                let classes = ['：', '；', '，', '、', '。', '！', '《', '」', '·', '／'].map(|mark| rules.class_of(mark));
                use Class::*;
                let expected = [Colon, Colon, Comma, Comma, FullStop, DividingMark, OpeningBracket, ClosingBracket, MiddleDot, Solidus];
                assert_eq!(classes, expected, "{region:?}");
                // Centred marks keep their em; those of the mainland are half an em with a blank.
                let em = rules.form('，', Class::Comma).body == Fraction::ONE;
                assert_eq!(em, region != Region::Mainland, "{region:?}");
            }
        }
    }

    /// Proves: REG-04 [ALL] [HV]: what a region's table says, book.toml overrides for one mark or for all.
    #[test]
    fn every_field_of_a_region_gives_way_to_what_a_book_asks_for() {
        use crate::diag::Sources;
        use crate::diag::Span;
        use crate::manuscript::Kinsoku;
        use crate::manuscript::WidthStyle;
        let span = Span::new(Sources::default().add("book.toml", ""), 0, 0);
        let options = LineOptions {
            kinsoku: Some(Given { value: Kinsoku::Strict, span }),
            punctuation: Some(Given { value: WidthStyle::Banjiao, span }),
            hanging: Some(Given { value: Hanging::Allow, span }),
            autospace: Some(Given { value: Autospace::Eighth, span }),
            line_end: Some(Given { value: MarkAtLineEnd::Full, span }),
            may_start_line: Some(Given { value: "—".to_owned(), span }),
            marks: vec![MarkOption { mark: '。', span, width: Some(MarkWidth::Rigid), class: Some(crate::manuscript::MarkClass::Comma) }],
            ..LineOptions::default()
        };
        for (region, mode) in [(Region::Mainland, MODES[0]), (Region::Mainland, MODES[1]), (Region::HongKong, MODES[1])] {
            let (own, asked) = (LineRules::of(region, mode), RuleSet::new(region, &options));
            let asked = asked.of_mode(mode);
            assert!(!own.hangs(Class::Comma) && asked.hangs(Class::Comma));
            assert!(!own.never_starts_line(Class::Inseparable, Some('…')) && asked.never_starts_line(Class::Inseparable, Some('…')));
            assert!(!asked.never_starts_line(Class::Inseparable, Some('—')));
            assert_eq!((own.class_of('。'), asked.class_of('。')), (Class::FullStop, Class::Comma));
            assert_eq!(asked.form('。', Class::Comma), MarkForm::EM);
            assert_eq!(asked.form('，', Class::Comma), MarkForm { body: Fraction(1, 2), ..MarkForm::EM });
            assert_eq!((own.han_latin, asked.han_latin), (Fraction(1, 4), Fraction(1, 8)));
        }
        assert!(!RuleSet::new(Region::Taiwan, &options).of_mode(MODES[0]).hangs(Class::Comma), "never in horizontal lines of Taiwan");
    }
}
