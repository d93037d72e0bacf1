//! Paragraphs composed by the library, and what holds for each of their lines whatever the text is.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use fuzi::book::Inline;
use fuzi::book::InlineKind;
use fuzi::book::NodeIds;
use fuzi::book::TextRun;
use fuzi::diag::Report;
use fuzi::diag::SourceMap;
use fuzi::font::FontFile;
use fuzi::font::FontRole;
use fuzi::font::Fonts;
use fuzi::font::Pairings;
use fuzi::geom::Length;
use fuzi::geom::WritingMode;
use fuzi::inline::Alignment;
use fuzi::inline::Environment;
use fuzi::inline::Line;
use fuzi::inline::LineSettings;
use fuzi::inline::Paragraph;
use fuzi::inline::TextStyle;
use fuzi::inline::compose;
use fuzi::resolve::Resolved;
use fuzi::unicode::Language;
use fuzi::unicode::Region;

use super::marks::never_ends;
use super::marks::never_starts;

pub const MODES: [WritingMode; 2] = [WritingMode::HorizontalTb, WritingMode::VerticalRl];

/// Language tags with their regions.
pub const REGIONS: [(&str, Region); 4] =
    [("ja", Region::Japan), ("zh-Hans-CN", Region::Mainland), ("zh-Hant-TW", Region::Taiwan), ("zh-Hant-HK", Region::HongKong)];

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let names = ["NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "NotoSerif-Regular.ttf", "NotoSans-Bold.ttf"];
    let files = names.map(|name| FontFile { name: name.to_owned(), data: std::fs::read(folder.join(name)).unwrap().into() });
    Fonts::new(files.to_vec(), &mut Report::default())
});

/// How a paragraph is set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub language: &'static str,
    pub region: Region,
    pub mode: WritingMode,
    /// In em.
    pub measure: i64,
}

/// What was found over many paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub paragraphs: usize,
    pub characters: usize,
    pub lines: usize,
    pub adjusted: usize,
    /// Lines that fall short of the measure because they have no place to stretch: a word, or a few marks in a narrow measure.
    pub short: usize,
    /// Findings by code.
    pub findings: BTreeMap<String, usize>,
    /// What is wrong, at most twenty of each kind.
    pub wrong: BTreeMap<&'static str, Vec<String>>,
    pub wrong_count: usize,
}

impl Tally {
    pub fn add(mut self, other: Tally) -> Tally {
        self.paragraphs += other.paragraphs;
        self.characters += other.characters;
        self.lines += other.lines;
        self.adjusted += other.adjusted;
        self.short += other.short;
        self.wrong_count += other.wrong_count;
        for (code, count) in other.findings {
            *self.findings.entry(code).or_insert(0) += count;
        }
        for (kind, examples) in other.wrong {
            let known = self.wrong.entry(kind).or_default();
            known.extend(examples);
            known.truncate(20);
        }
        self
    }

    fn wrong(&mut self, kind: &'static str, setting: Setting, example: &str) {
        self.wrong_count += 1;
        let known = self.wrong.entry(kind).or_default();
        if known.len() < 20 {
            known.push(format!("{} {:?} {} em: {example}", setting.language, setting.mode, setting.measure));
        }
    }
}

pub fn text(ids: &mut NodeIds, words: &str, language: &str) -> Inline {
    let run = TextRun { text: words.to_owned(), language: Language::new(language).unwrap(), map: SourceMap::default() };
    Inline { id: ids.fresh(), span: None, kind: InlineKind::Text(run) }
}

pub fn em() -> Length {
    Length::pt(10).type_size()
}

pub fn set(content: &[Inline], setting: Setting, report: &mut Report) -> Vec<Line> {
    let language = Language::new(setting.language).unwrap();
    let paragraph = Paragraph { content, owner: None, style: TextStyle { size: em(), role: FontRole::Serif }, language: &language };
    let settings = LineSettings {
        mode: setting.mode,
        region: setting.region,
        measure: em() * setting.measure,
        first_indent: em().min(em() * (setting.measure - 2)),
        indent: Length::ZERO,
        alignment: Alignment::Justify,
    };
    let environment = Environment {
        fonts: &FONTS,
        resolved: &Resolved::default(),
        pairings: &Pairings::default(),
        readings: Default::default(),
        rules: None,
    };
    compose(&paragraph, &settings, &environment, report)
}

/// The base text of inline content, as a line shows it.
fn base(content: &[Inline], out: &mut String) {
    for inline in content {
        match &inline.kind {
            InlineKind::Text(run) | InlineKind::Code(run) => out.push_str(&run.text),
            InlineKind::Ruby(ruby) => ruby.segments.iter().for_each(|segment| out.push_str(&segment.base.text)),
            InlineKind::Gaiji(file) => out.push_str(&file.alternative),
            InlineKind::LineBreak | InlineKind::Picture(_) | InlineKind::NoteMark { .. } | InlineKind::Reference { .. } => {}
            InlineKind::Emphasis(_) | InlineKind::Strong(_) | InlineKind::Styled(..) | InlineKind::Link { .. } => {
                base(inline.children(), out)
            }
        }
    }
}

fn has_line_breaks(content: &[Inline]) -> bool {
    content.iter().any(|inline| matches!(inline.kind, InlineKind::LineBreak) || has_line_breaks(inline.children()))
}

fn said(line: &Line) -> String {
    line.runs.iter().map(|run| run.text.as_str()).collect()
}

/// Composes a paragraph and asks of every line what must hold.
pub fn check(content: &[Inline], setting: Setting) -> Tally {
    let mut report = Report::default();
    let lines = set(content, setting, &mut report);
    examine(content, &lines, &report, setting)
}

/// The text is all there, no mark stands where it is barred without a finding, and full lines end on the measure to the unit.
pub fn examine(content: &[Inline], lines: &[Line], report: &Report, setting: Setting) -> Tally {
    let mut source = String::new();
    base(content, &mut source);
    let mut tally = Tally { paragraphs: 1, characters: source.chars().count(), lines: lines.len(), ..Tally::default() };
    let reported = report.findings().iter().any(|finding| finding.code.id().starts_with("LN"));
    for finding in report.findings() {
        *tally.findings.entry(finding.code.id().to_owned()).or_insert(0) += 1;
    }
    let shown: Vec<String> = lines.iter().map(said).collect();
    let bare = |text: &str| text.chars().filter(|character| !character.is_whitespace()).collect::<String>();
    if bare(&shown.concat()) != bare(&source) {
        tally.wrong("text differs", setting, &format!("{source} is {}", shown.join("|")));
    }
    tally.adjusted = lines.iter().filter(|line| line.adjustment.stage > 0).count();
    // An author's own line ends may stand anywhere.
    if reported || has_line_breaks(content) {
        return tally;
    }
    // Words with readings are units in which nothing is stretched.
    let has_units = content.iter().any(|inline| !matches!(inline.kind, InlineKind::Text(_)));
    for (index, (line, text)) in lines.iter().zip(&shown).enumerate() {
        let inner = index + 1 < lines.len();
        // A word space that a line ends or begins with is not seen.
        let (first, last) = (text.trim_start_matches(' ').chars().next(), text.trim_end_matches(' ').chars().next_back());
        if index > 0 && first.is_some_and(never_starts) {
            tally.wrong("forbidden start", setting, &format!("{} | {text}", shown[index - 1]));
        }
        if inner && last.is_some_and(|last| never_ends(setting.language, last)) {
            tally.wrong("forbidden end", setting, &format!("{text} | {}", shown[index + 1]));
        }
        let off = line.inline_size - em() * setting.measure;
        if off > Length::ZERO {
            tally.wrong("beyond the measure", setting, &format!("{text} by {off}"));
        } else if inner && !off.is_zero() && !has_units && can_stretch(text) {
            tally.wrong("short of the measure", setting, &format!("{text} by {off}"));
        } else if inner && !off.is_zero() {
            tally.short += 1;
        }
    }
    tally
}

/// Whether a line has a place that may be stretched without end: between two Han.
fn can_stretch(text: &str) -> bool {
    let han = |character: char| ('\u{3400}'..='\u{9FFF}').contains(&character);
    let characters: Vec<char> = text.chars().collect();
    characters.windows(2).any(|pair| han(pair[0]) && han(pair[1]))
}

/// Fails with what is wrong.
pub fn expect_nothing_wrong(tally: &Tally) {
    let shown: String = tally.wrong.iter().map(|(kind, examples)| format!("{kind}:\n  {}\n", examples.join("\n  "))).collect();
    assert!(tally.wrong.is_empty(), "{} things are wrong in {} paragraphs\n{shown}", tally.wrong_count, tally.paragraphs);
}
