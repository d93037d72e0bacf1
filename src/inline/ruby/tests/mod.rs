//! Readings in whole lines: what holds wherever a unit stands.

mod beside_tests;
mod mode_tests;
mod strip_tests;

use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeIds;
use crate::book::Owner;
use crate::book::Part;
use crate::book::Ruby;
use crate::book::RubyScript;
use crate::book::RubySegment;
use crate::book::TextRun;
use crate::diag::Report;
use crate::diag::SourceMap;
use crate::font::FontRole;
use crate::font::bundled_for_tests as bundled;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::inline::Alignment;
use crate::inline::Environment;
use crate::inline::Line;
use crate::inline::LineSettings;
use crate::inline::Paragraph;
use crate::inline::Run;
use crate::inline::TextStyle;
use crate::inline::compose;
use crate::manuscript::Readings;
use crate::resolve::Resolved;
use crate::unicode::Language;
use crate::unicode::Region;

const MODES: [WritingMode; 2] = [WritingMode::HorizontalTb, WritingMode::VerticalRl];

fn em() -> Length {
    Length::pt(10).type_size()
}

/// An em of a reading.
fn ruby_em() -> Length {
    em().scale(1, 2)
}

fn run(text: &str, tag: &str) -> TextRun {
    TextRun { text: text.to_owned(), language: Language::new(tag).unwrap(), map: SourceMap::default() }
}

/// Text with readings in braces, as the manuscript language writes them; `under` after a slash.
fn inlines(source: &str, tag: &str) -> Vec<Inline> {
    let mut ids = NodeIds::default();
    let mut content = Vec::new();
    let mut rest = source;
    while let Some(open) = rest.find('{') {
        let close = open + rest[open..].find('}').unwrap();
        if open > 0 {
            content.push(Inline { id: ids.fresh(), span: None, kind: InlineKind::Text(run(&rest[..open], tag)) });
        }
        let (over, under) =
            rest[open + 1..close].split_once('/').map_or((&rest[open + 1..close], None), |(over, under)| (over, Some(under)));
        let mut parts = over.split('|');
        let base = parts.next().unwrap();
        let readings: Vec<&str> = parts.collect();
        let script = match readings.concat().chars().find(|character| character.is_alphabetic()).unwrap_or('あ') {
            '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' => RubyScript::Bopomofo,
            'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' => RubyScript::Latin,
            _ => RubyScript::Kana,
        };
        let segments = if readings.len() > 1 {
            base.chars()
                .zip(&readings)
                .map(|(base, reading)| RubySegment { base: run(&base.to_string(), tag), reading: run(reading, tag) })
                .collect()
        } else {
            vec![RubySegment { base: run(base, tag), reading: run(readings.first().copied().unwrap_or_default(), tag) }]
        };
        let ruby = Ruby { script, segments, under: under.map(|under| run(under, tag)) };
        content.push(Inline { id: ids.fresh(), span: None, kind: InlineKind::Ruby(ruby) });
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        content.push(Inline { id: ids.fresh(), span: None, kind: InlineKind::Text(run(rest, tag)) });
    }
    content
}

fn set_with(source: &str, mode: WritingMode, region: Region, tag: &str, measure: Length) -> (Vec<Line>, Report) {
    set_as(source, mode, region, tag, measure, Readings::default())
}

fn set_as(source: &str, mode: WritingMode, region: Region, tag: &str, measure: Length, readings: Readings) -> (Vec<Line>, Report) {
    let content = inlines(source, tag);
    let resolved = Resolved::default();
    let language = Language::new(tag).unwrap();
    let paragraph =
        Paragraph { content: &content, owner: None, style: TextStyle { size: em(), role: FontRole::Serif }, language: &language };
    let settings = LineSettings { mode, region, measure, first_indent: Length::ZERO, indent: Length::ZERO, alignment: Alignment::Justify };
    let environment = Environment { fonts: bundled(), resolved: &resolved, pairings: &Default::default(), readings, rules: None };
    let mut report = Report::default();
    let lines = compose(&paragraph, &settings, &environment, &mut report);
    (lines, report)
}

fn japanese(source: &str, mode: WritingMode, ems: i64) -> Vec<Line> {
    set_with(source, mode, Region::Japan, "ja", em() * ems).0
}

/// Where each reading of a line begins and ends along the line, in order; runs of one owner are one reading.
fn readings(line: &Line) -> Vec<(Length, Length)> {
    let mut found: Vec<(Owner, Length, Length)> = Vec::new();
    for run in &line.interlinear {
        let end = run.inline + run.advance;
        match found.last_mut().filter(|(owner, _, _)| *owner == run.owner) {
            Some((_, _, last)) => *last = end,
            None => found.push((run.owner, run.inline, end)),
        }
    }
    found.into_iter().map(|(_, from, to)| (from, to)).collect()
}

/// Where each character of a line begins, from the start of its glyph's em box.
fn origins(line: &Line) -> Vec<(char, Length)> {
    let mut places = Vec::new();
    for run in &line.runs {
        let mut rest = run.text.as_str();
        for glyph in &run.glyphs {
            let (own, after) = rest.split_at(usize::from(glyph.bytes).min(rest.len()));
            if let Some(character) = own.chars().next() {
                places.push((character, run.inline + glyph.along));
            }
            rest = after;
        }
    }
    places
}

fn base_text(lines: &[Line]) -> String {
    lines.iter().flat_map(|line| &line.runs).map(|run| run.text.as_str()).collect()
}

fn reading_text(lines: &[Line]) -> String {
    lines.iter().flat_map(|line| &line.interlinear).map(|run| run.text.as_str()).collect()
}

/// In thousandths of an em.
fn milli(length: Length) -> i64 {
    length.scale(1000, em().to_units()).to_units()
}

fn slack() -> Length {
    Length::units(16)
}

/// A node of a run's tree.
fn part(run: &Run) -> Part {
    match run.owner {
        Owner::Node(_, part) => part,
        Owner::Artifact(_) => Part::Content,
    }
}
