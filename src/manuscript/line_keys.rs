//! `[line]` of book.toml to [`LineOptions`].

use super::line::AdjustmentOrder;
use super::line::Autospace;
use super::line::Breaker;
use super::line::Given;
use super::line::Hanging;
use super::line::Kinsoku;
use super::line::LineOptions;
use super::line::MarkAtLineEnd;
use super::line::MarkClass;
use super::line::MarkOption;
use super::line::MarkWidth;
use super::line::Preference;
use super::line::RubyAlignment;
use super::line::RubyOverhang;
use super::line::WidthStyle;
use super::table::Table;
use super::table::Value;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::diag::Span;
use crate::unicode::Region;

const KINSOKU: &[(&str, Kinsoku)] = &[
    ("very-strict", Kinsoku::VeryStrict),
    ("strict", Kinsoku::Strict),
    ("loose", Kinsoku::Loose),
    ("very-loose", Kinsoku::VeryLoose),
    ("none", Kinsoku::None),
    ("basic", Kinsoku::Basic),
    ("gb", Kinsoku::Gb),
];
const WIDTH_STYLES: &[(&str, WidthStyle)] = &[
    ("quanjiao", WidthStyle::Quanjiao),
    ("kaiming", WidthStyle::Kaiming),
    ("line-end-half", WidthStyle::LineEndHalf),
    ("banjiao", WidthStyle::Banjiao),
    ("plain", WidthStyle::Plain),
    ("cct", WidthStyle::Cct),
    ("tight", WidthStyle::Tight),
    ("jlreq", WidthStyle::Jlreq),
];
const HANGING: &[(&str, Hanging)] = &[("off", Hanging::Off), ("allow", Hanging::Allow), ("force", Hanging::Force)];
const ADJUSTMENTS: &[(&str, AdjustmentOrder)] = &[
    ("default", AdjustmentOrder::Default),
    ("jlreq", AdjustmentOrder::Jlreq),
    ("jis", AdjustmentOrder::Jis),
    ("books", AdjustmentOrder::Books),
];
const PREFERENCES: &[(&str, Preference)] = &[("shrink", Preference::Shrink), ("stretch", Preference::Stretch)];
const BREAKERS: &[(&str, Breaker)] = &[("total-fit", Breaker::TotalFit), ("greedy", Breaker::Greedy)];
const AUTOSPACES: &[(&str, Autospace)] = &[("quarter", Autospace::Quarter), ("eighth", Autospace::Eighth), ("none", Autospace::None)];
const OVERHANGS: &[(&str, RubyOverhang)] = &[
    ("none", RubyOverhang::None),
    ("kana-half", RubyOverhang::KanaHalf),
    ("kana-full", RubyOverhang::KanaFull),
    ("jis", RubyOverhang::Jis),
    ("simple", RubyOverhang::Simple),
];
const ALIGNMENTS: &[(&str, RubyAlignment)] = &[("centre", RubyAlignment::Centre), ("shoulder", RubyAlignment::Shoulder)];
const LINE_ENDS: &[(&str, MarkAtLineEnd)] =
    &[("full", MarkAtLineEnd::Full), ("half", MarkAtLineEnd::Half), ("either", MarkAtLineEnd::Either)];
const MARK_WIDTHS: &[(&str, MarkWidth)] = &[("full", MarkWidth::Full), ("half", MarkWidth::Half), ("rigid", MarkWidth::Rigid)];
const MARK_CLASSES: &[(&str, MarkClass)] = &[
    ("OpeningBracket", MarkClass::OpeningBracket),
    ("ClosingBracket", MarkClass::ClosingBracket),
    ("Hyphen", MarkClass::Hyphen),
    ("DividingMark", MarkClass::DividingMark),
    ("MiddleDot", MarkClass::MiddleDot),
    ("Colon", MarkClass::Colon),
    ("FullStop", MarkClass::FullStop),
    ("Comma", MarkClass::Comma),
    ("Inseparable", MarkClass::Inseparable),
    ("IterationMark", MarkClass::IterationMark),
    ("ProlongedSound", MarkClass::ProlongedSound),
    ("SmallKana", MarkClass::SmallKana),
    ("Prefix", MarkClass::Prefix),
    ("Postfix", MarkClass::Postfix),
    ("IdeographicSpace", MarkClass::IdeographicSpace),
    ("Solidus", MarkClass::Solidus),
    ("Kana", MarkClass::Kana),
    ("Ideograph", MarkClass::Ideograph),
];

/// The most that a part of a mark may take, in thousandths of an em.
const MOST: u16 = 2000;

impl LineOptions {
    /// Overrides these options with what the table's keys say, each for itself.
    pub(super) fn read(&mut self, keys: &mut Table, report: &mut Report) {
        choose(keys, "kinsoku", KINSOKU, &mut self.kinsoku, report);
        choose(keys, "punctuation", WIDTH_STYLES, &mut self.punctuation, report);
        choose(keys, "hanging", HANGING, &mut self.hanging, report);
        choose(keys, "adjustment", ADJUSTMENTS, &mut self.adjustment, report);
        choose(keys, "prefer", PREFERENCES, &mut self.prefer, report);
        choose(keys, "breaker", BREAKERS, &mut self.breaker, report);
        choose(keys, "autospace", AUTOSPACES, &mut self.autospace, report);
        choose(keys, "ruby-overhang", OVERHANGS, &mut self.ruby_overhang, report);
        choose(keys, "ruby-alignment", ALIGNMENTS, &mut self.ruby_alignment, report);
        choose(keys, "line-end", LINE_ENDS, &mut self.line_end, report);
        characters(keys, "no-line-start", &mut self.no_line_start, report);
        characters(keys, "no-line-end", &mut self.no_line_end, report);
        characters(keys, "may-start-line", &mut self.may_start_line, report);
        characters(keys, "may-end-line", &mut self.may_end_line, report);
        if let Some(mut marks) = keys.take("marks").and_then(|value| value.table(report)) {
            for (name, span, value) in marks.take_rest() {
                if let Some(option) = mark(&name, span, &value, report) {
                    self.override_mark(option);
                }
            }
        }
    }

    fn override_mark(&mut self, option: MarkOption) {
        match self.marks.binary_search_by_key(&option.mark, |other| other.mark) {
            Ok(at) => self.marks[at] = option,
            Err(at) => self.marks.insert(at, option),
        }
    }

    /// Reports what the options of an edition of this region cannot be.
    pub(super) fn check(&self, region: Region, report: &mut Report) {
        check_word("kinsoku", KINSOKU, self.kinsoku, |level| has_kinsoku(region, level), region, report);
        check_word("punctuation", WIDTH_STYLES, self.punctuation, |style| has_style(region, style), region, report);
        check_word("adjustment", ADJUSTMENTS, self.adjustment, |order| has_order(region, order), region, report);
        let sides = [("start", &self.no_line_start, &self.may_start_line), ("end", &self.no_line_end, &self.may_end_line)];
        for (side, never, may) in sides {
            let (Some(never), Some(may)) = (never, may) else { continue };
            if let Some(both) = may.value.chars().find(|character| never.value.contains(*character)) {
                let (key, other) = (format!("line.may-{side}-line"), format!("no-line-{side}"));
                let finding = Diagnostic::new(Code::InvalidValue).at(may.span).with("key", key).with("value", format!("`{both}`"));
                report.add(finding.with("expected", format!("`{other}` has this character too; take it out of one of the two")));
            }
        }
    }
}

fn choose<T: Copy>(keys: &mut Table, key: &'static str, choices: &[(&str, T)], target: &mut Option<Given<T>>, report: &mut Report) {
    let Some(value) = keys.take(key) else { return };
    if let Some(chosen) = value.choice(choices, report) {
        *target = Some(Given { value: chosen, span: value.span });
    }
}

/// A list of characters, written as a text; spaces may part them. An edition may empty the book's.
fn characters(keys: &mut Table, key: &'static str, target: &mut Option<Given<String>>, report: &mut Report) {
    let Some(value) = keys.take(key) else { return };
    let Some(text) = value.text(report) else { return };
    let listed: String = text.chars().filter(|character| *character != ' ').collect();
    if listed.chars().any(|character| character.is_control() || character.is_whitespace()) {
        value.refuse("write the characters one after the other, without line ends and tabs", report);
        return;
    }
    *target = Some(Given { value: listed, span: value.span });
}

/// An entry of `[line.marks]`.
fn mark(name: &str, span: Span, value: &Value, report: &mut Report) -> Option<MarkOption> {
    let mut letters = name.chars();
    let (Some(mark), None) = (letters.next(), letters.next()) else {
        let finding = Diagnostic::new(Code::InvalidValue).at(span).with("key", "line.marks").with("value", format!("the key `{name}`"));
        report.add(finding.with("expected", "write one character in quotation marks, such as \"。\" = \"half\""));
        return None;
    };
    let span = value.span;
    if !value.is_table() {
        let width = value.choice(MARK_WIDTHS, report)?;
        return Some(MarkOption { mark, span, width: Some(width), class: None });
    }
    let mut keys = value.table(report)?;
    let class = keys.take("class").map(|value| value.choice(MARK_CLASSES, report));
    let word = keys.take("width").map(|value| value.choice(MARK_WIDTHS, report));
    let [before, body, after] = ["before", "body", "after"].map(|key| keys.take(key));
    keys.finish(report);
    let parts = [&before, &body, &after].iter().any(|part| part.is_some());
    let width = match (word, parts) {
        (Some(_), true) => {
            value.refuse("write either `width`, or `before`, `body` and `after`", report);
            return None;
        }
        (Some(word), false) => Some(word?),
        (None, true) => {
            let [before, body, after] = [(before, 0), (body, 1000), (after, 0)].map(|(part, default)| match part {
                Some(part) => part.thousandths(MOST, report),
                None => Some(default),
            });
            Some(MarkWidth::Parts { before: before?, body: body?, after: after? })
        }
        (None, false) => None,
    };
    let class = match class {
        Some(class) => Some(class?),
        None => None,
    };
    if width.is_none() && class.is_none() {
        value.refuse("write `class`, `width`, or `before`, `body` and `after`", report);
        return None;
    }
    Some(MarkOption { mark, span, width, class })
}

/// Reports a word that is not for the region.
fn check_word<T: Copy + PartialEq>(
    key: &str,
    choices: &[(&str, T)],
    given: Option<Given<T>>,
    fits: impl Fn(T) -> bool,
    region: Region,
    report: &mut Report,
) {
    let Some(given) = given.filter(|given| !fits(given.value)) else { return };
    let word = choices.iter().find(|(_, value)| *value == given.value).map_or("", |(word, _)| *word);
    let fitting: Vec<&str> = choices.iter().filter(|(_, value)| fits(*value)).map(|(word, _)| *word).collect();
    let expected = format!("an edition of region {} takes one of: \"{}\"", region.as_str(), fitting.join("\", \""));
    let finding = Diagnostic::new(Code::InvalidValue).at(given.span).with("key", format!("line.{key}"));
    report.add(finding.with("value", format!("`{word}`")).with("expected", expected));
}

/// Whether text of a region is set by the Japanese tables: Korean and Western text are, since they lack the marks that differ.
fn is_japanese(region: Region) -> bool {
    match region {
        Region::Japan | Region::Korea | Region::Western => true,
        Region::Mainland | Region::Taiwan | Region::HongKong => false,
    }
}

fn has_kinsoku(region: Region, level: Kinsoku) -> bool {
    match level {
        Kinsoku::Strict => true,
        Kinsoku::VeryStrict | Kinsoku::Loose | Kinsoku::VeryLoose => is_japanese(region),
        Kinsoku::None | Kinsoku::Basic | Kinsoku::Gb => !is_japanese(region),
    }
}

fn has_style(region: Region, style: WidthStyle) -> bool {
    match style {
        WidthStyle::Plain => true,
        WidthStyle::Jlreq => is_japanese(region),
        WidthStyle::Quanjiao
        | WidthStyle::Kaiming
        | WidthStyle::LineEndHalf
        | WidthStyle::Banjiao
        | WidthStyle::Cct
        | WidthStyle::Tight => !is_japanese(region),
    }
}

fn has_order(region: Region, order: AdjustmentOrder) -> bool {
    match order {
        AdjustmentOrder::Default => true,
        AdjustmentOrder::Jlreq | AdjustmentOrder::Jis | AdjustmentOrder::Books => is_japanese(region),
    }
}

#[cfg(test)]
#[path = "line_keys_tests.rs"]
mod tests;
