//! Findings as text for people and as JSON lines for programs.

use std::fmt::Write;

use serde::Serialize;
use unicode_width::UnicodeWidthChar;

use super::catalogue::Severity;
use super::message::Tongue;
use super::message::fill;
use super::report::Diagnostic;
use super::source::{Sources, Span};

/// Whether escape sequences for colour are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Plain,
    Ansi,
}

/// Columns of source text shown at most; a paragraph that is one long line is cut to the part around the finding.
const EXCERPT_COLUMNS: usize = 92;

/// Columns shown before the finding when the line is cut.
const EXCERPT_BEFORE: usize = 32;

/// The version of the JSON form; it changes when a field changes its meaning or goes.
pub const FINDING_VERSION: u32 = 1;

impl Severity {
    /// The word printed before the code.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error | Severity::Limit | Severity::Io => "error",
        }
    }

    /// The same in a tongue.
    pub fn word_in(self, tongue: Tongue) -> &'static str {
        let words = tongue.words();
        match self {
            Severity::Note => &words.note,
            Severity::Warning => &words.warning,
            Severity::Error | Severity::Limit | Severity::Io => &words.error,
        }
    }

    const fn ansi(self) -> &'static str {
        match self {
            Severity::Note => "\x1b[1;36m",
            Severity::Warning => "\x1b[1;33m",
            Severity::Error | Severity::Limit | Severity::Io => "\x1b[1;31m",
        }
    }
}

/// The finding for people: severity and code, place, source line with carets, the other place, help; ends with a line feed.
pub fn human(finding: &Diagnostic, sources: &Sources, colour: Colour, tongue: Tongue) -> String {
    let paint = Paint(colour);
    let wording = finding.wording_in(tongue);
    let severity = finding.severity();
    let head = paint.wrap(severity.ansi(), &format!("{}[{}]", severity.word_in(tongue), finding.code.id()));
    let edition = finding.edition.clone().map(|name| fill(&tongue.words().edition, &[("name", name)])).unwrap_or_default();
    let mut out = format!("{head}: {}{edition}\n", paint.wrap("\x1b[1m", &visible(&wording.message)));
    let numbers = [finding.span, finding.also].into_iter().flatten().map(|span| sources.position(span).line.to_string().len());
    let gutter = numbers.max().unwrap_or(1);
    if let Some(span) = finding.span {
        let label = wording.label.as_deref();
        excerpt(&mut out, &Shown { sources, span, arrow: "-->", label, gutter, ansi: severity.ansi(), paint });
        if let Some(span) = finding.also {
            excerpt(&mut out, &Shown { sources, span, arrow: ":::", label: wording.also.as_deref(), gutter, ansi: BLUE, paint });
        }
    } else if let Some(file) = &finding.file {
        line(&mut out, format_args!("{} {}", paint.wrap(BLUE, " -->"), visible(file)));
    }
    if let Some(help) = &wording.help {
        let bar = paint.wrap(BLUE, "=");
        line(&mut out, format_args!("{:gutter$} {bar} {}: {}", "", tongue.words().help, visible(help)));
    }
    out
}

const BLUE: &str = "\x1b[34m";

/// A place to be shown.
struct Shown<'a> {
    sources: &'a Sources,
    span: Span,
    arrow: &'static str,
    label: Option<&'a str>,
    /// Columns of the largest line number.
    gutter: usize,
    ansi: &'static str,
    paint: Paint,
}

/// The place, the source line and the carets under it.
fn excerpt(out: &mut String, shown: &Shown) {
    let Shown { sources, span, gutter, paint, .. } = *shown;
    let place = sources.position(span);
    let file = sources.file(span.file);
    let (arrow, bar) = (paint.wrap(BLUE, shown.arrow), paint.wrap(BLUE, "|"));
    line(out, format_args!("{:gutter$}{arrow} {}:{}:{}", "", visible(&file.name), place.line, place.column));
    let cut = Excerpt::new(&file.text, span);
    line(out, format_args!("{:gutter$} {bar}", ""));
    let number = format!("{:>gutter$}", place.line);
    line(out, format_args!("{} {bar} {}", paint.wrap(BLUE, &number), cut.text));
    let carets = "^".repeat(cut.width);
    let carets = match shown.label {
        Some(label) => format!("{carets} {}", visible(label)),
        None => carets,
    };
    line(out, format_args!("{:gutter$} {bar} {:indent$}{}", "", "", paint.wrap(shown.ansi, &carets), indent = cut.indent));
}

/// A source line as shown, and where its carets stand, in columns of a terminal.
struct Excerpt {
    text: String,
    indent: usize,
    width: usize,
}

impl Excerpt {
    fn new(text: &str, span: Span) -> Excerpt {
        let start = boundary(text, span.start as usize);
        let end = boundary(text, span.end as usize).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[line_start..line_end].trim_end_matches('\r');
        let (start, end) = (start - line_start, (end - line_start).min(line.len()));
        let start = start.min(line.len());

        let before = columns(&line[..start]);
        let whole = columns(line);
        let skip = if whole > EXCERPT_COLUMNS { before.saturating_sub(EXCERPT_BEFORE) } else { 0 };
        let mut shown = Excerpt { text: String::new(), indent: 0, width: 0 };
        let (mut column, mut used) = (0, 0);
        if skip > 0 {
            shown.text.push('…');
            used = 1;
            shown.indent = 1;
        }
        for (at, character) in line.char_indices() {
            let width = shown_width(character);
            column += width;
            if column <= skip {
                continue;
            }
            if used + width > EXCERPT_COLUMNS {
                shown.text.push('…');
                break;
            }
            used += width;
            push_visible(&mut shown.text, character);
            if at < start {
                shown.indent += width;
            } else if at < end {
                shown.width += width;
            }
        }
        shown.width = shown.width.max(1);
        shown
    }
}

/// The nearest character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Columns of a terminal that a text takes as it is shown.
pub fn columns(text: &str) -> usize {
    text.chars().map(shown_width).sum()
}

fn shown_width(character: char) -> usize {
    if character.is_control() || is_unseen(character) { 1 } else { character.width().unwrap_or(0) }
}

/// Characters without width that a reader must see, and those that would turn a terminal's line around.
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Tabs and other control characters as something that takes one column and changes nothing on a terminal.
fn push_visible(out: &mut String, character: char) {
    match character {
        '\t' => out.push(' '),
        unseen if unseen.is_control() || is_unseen(unseen) => out.push('\u{FFFD}'),
        character => out.push(character),
    }
}

fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|character| push_visible(&mut out, if character == '\n' { ' ' } else { character }));
    out
}

#[derive(Clone, Copy)]
struct Paint(Colour);

impl Paint {
    fn wrap(self, escape: &str, text: &str) -> String {
        match self.0 {
            Colour::Plain => text.to_owned(),
            Colour::Ansi => format!("{escape}{text}\x1b[0m"),
        }
    }
}

fn line(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(out, "{arguments}").expect("writing to a String cannot fail");
}

/// A finding for programs; absent values are null, lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, Serialize)]
pub struct FindingRecord {
    /// Tells findings from the other lines of a stream.
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub version: u32,
    pub code: &'static str,
    pub severity: &'static str,
    pub message: String,
    pub label: Option<String>,
    pub help: Option<String>,
    pub clause: Option<&'static str>,
    pub edition: Option<String>,
    pub file: Option<String>,
    pub line: Option<usize>,
    pub column: Option<usize>,
    pub end_line: Option<usize>,
    pub end_column: Option<usize>,
    pub also: Option<OtherPlace>,
    pub arguments: serde_json::Map<String, serde_json::Value>,
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug, Serialize)]
pub struct OtherPlace {
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub label: Option<String>,
}

impl FindingRecord {
    /// In English, which is what is kept in files.
    pub fn new(finding: &Diagnostic, sources: &Sources) -> FindingRecord {
        FindingRecord::new_in(finding, sources, Tongue::English)
    }

    pub fn new_in(finding: &Diagnostic, sources: &Sources, tongue: Tongue) -> FindingRecord {
        let wording = finding.wording_in(tongue);
        let also = finding.also.map(|span| {
            let place = sources.position(span);
            OtherPlace { file: sources.file(span.file).name.clone(), line: place.line, column: place.column, label: wording.also.clone() }
        });
        let start = finding.span.map(|span| sources.position(span));
        let end = finding.span.map(|span| sources.position(Span { start: span.end, ..span }));
        FindingRecord {
            kind: "finding",
            version: FINDING_VERSION,
            code: finding.code.id(),
            severity: finding.severity().word(),
            message: wording.message,
            label: wording.label,
            help: wording.help,
            clause: Some(finding.code.clause()).filter(|clause| !clause.is_empty()),
            edition: finding.edition.clone(),
            file: finding.span.map(|span| sources.file(span.file).name.clone()).or_else(|| finding.file.clone()),
            line: start.map(|place| place.line),
            column: start.map(|place| place.column),
            end_line: end.map(|place| place.line),
            end_column: end.map(|place| place.column),
            also,
            arguments: finding.arguments.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect(),
        }
    }
}

/// The finding as one line of JSON, without line feed.
pub fn json(finding: &Diagnostic, sources: &Sources, tongue: Tongue) -> String {
    serde_json::to_string(&FindingRecord::new_in(finding, sources, tongue)).expect("a record of strings and numbers always serialises")
}

#[cfg(test)]
mod tests {
    use super::super::catalogue::Code;
    use super::*;

    fn finding_in(text: &str, part: &str) -> (Diagnostic, Sources) {
        let mut sources = Sources::default();
        let file = sources.add("chapter-02.md", text);
        let start = text.find(part).unwrap();
        let finding = Diagnostic::new(Code::OverfullLine).at(Span::new(file, start, start + part.len())).with("amount", "0.8");
        (finding, sources)
    }

    #[test]
    fn carets_stand_under_wide_characters() {
        let (finding, sources) = finding_in("第一行\n彼はword長い語と言った。\n", "長い語");
        let expected = "warning[LN001]: line is 0.8 em too long\n \
            --> chapter-02.md:2:7\n  \
            |\n\
            2 | 彼はword長い語と言った。\n  \
            |         ^^^^^^ no line may end here\n  \
            = help: allow hyphenation with lang=\"en\" on the word, or rephrase\n";
        assert_eq!(human(&finding, &sources, Colour::Plain, Tongue::English), expected);
    }

    #[test]
    fn a_line_number_of_two_digits_widens_the_gutter() {
        let (finding, sources) = finding_in(&format!("{}x", "\n".repeat(40)), "x");
        let shown = human(&finding, &sources, Colour::Plain, Tongue::English);
        assert!(shown.contains("\n  --> chapter-02.md:41:1\n   |\n41 | x\n   | ^ "), "{shown}");
    }

    #[test]
    fn a_paragraph_in_one_line_is_cut_around_the_finding() {
        let text = format!("{}誤{}", "字".repeat(500), "文".repeat(500));
        let (finding, sources) = finding_in(&text, "誤");
        let shown = human(&finding, &sources, Colour::Plain, Tongue::English);
        let lines: Vec<&str> = shown.lines().collect();
        let source = lines[3].strip_prefix("1 | ").unwrap();
        assert!(columns(source) <= EXCERPT_COLUMNS + 1, "{source}");
        let caret = lines[4].find('^').unwrap() - "  | ".len();
        assert_eq!(columns(&source[..source.find('誤').unwrap()]), caret);
        assert!(lines[4].contains("^^ "));
    }

    #[test]
    fn a_span_over_several_lines_is_marked_to_the_end_of_the_first() {
        let (finding, sources) = finding_in("一二三\n四五六", "二三\n四");
        assert!(human(&finding, &sources, Colour::Plain, Tongue::English).contains("|   ^^^^ no line"));
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let (finding, sources) = finding_in("a\x1b[2J\tb", "b");
        let shown = human(&finding, &sources, Colour::Plain, Tongue::English);
        assert!(!shown.contains('\x1b') && !shown.contains('\t'), "{shown:?}");
        assert!(shown.contains("|       ^ "), "{shown}");
    }

    #[test]
    fn colour_is_only_escapes_around_the_same_text() {
        let (finding, sources) = finding_in("長い語", "い");
        let mut plain = human(&finding, &sources, Colour::Ansi, Tongue::English);
        for escape in ["\x1b[1;33m", "\x1b[1m", "\x1b[34m", "\x1b[0m"] {
            plain = plain.replace(escape, "");
        }
        assert_eq!(plain, human(&finding, &sources, Colour::Plain, Tongue::English));
    }

    #[test]
    fn json_has_the_place_and_the_arguments() {
        let (finding, sources) = finding_in("一\n二三", "三");
        let value: serde_json::Value = serde_json::from_str(&json(&finding, &sources, Tongue::English)).unwrap();
        assert_eq!(value["version"], 1);
        assert_eq!(value["code"], "LN001");
        assert_eq!((&value["line"], &value["column"]), (&2.into(), &2.into()));
        assert_eq!((&value["end_line"], &value["end_column"]), (&2.into(), &3.into()));
        assert_eq!(value["arguments"]["amount"], "0.8");
        assert_eq!(value["edition"], serde_json::Value::Null);
    }

    #[test]
    fn the_other_place_is_shown_after_the_first() {
        let (finding, sources) = finding_in("一「二\n三』四", "』");
        let start = "一".len();
        let open = Span::new(finding.span.unwrap().file, start, start + "「".len());
        let finding =
            Diagnostic::new(Code::UnopenedMark).maybe_at(finding.span).and_at(Some(open)).with("other", "「").with("partner", "『");
        let shown = human(&finding, &sources, Colour::Plain, Tongue::English);
        let expected =
            "2 | 三』四\n  |   ^^ no `『` before it is open\n ::: chapter-02.md:1:2\n  |\n1 | 一「二\n  |   ^^ `「` is open since here\n";
        assert!(shown.contains(expected), "{shown}");
    }

    #[test]
    fn unseen_characters_are_shown_and_counted() {
        let (finding, sources) = finding_in("甲\u{200B}乙\u{202E}丙", "乙");
        let shown = human(&finding, &sources, Colour::Plain, Tongue::English);
        assert!(shown.contains("1 | 甲\u{FFFD}乙\u{FFFD}丙\n  |    ^^ "), "{shown}");
    }

    #[test]
    fn a_combining_character_takes_no_column() {
        let (finding, sources) = finding_in("か\u{3099}き", "き");
        assert!(human(&finding, &sources, Colour::Plain, Tongue::English).contains("|   ^^ "));
    }

    #[test]
    fn findings_speak_the_authors_language() {
        let finding = Diagnostic::new(Code::MissingFile).in_file("a.jpg").with("path", "a.jpg").in_edition("vertical");
        let said = |tongue| human(&finding, &Sources::default(), Colour::Plain, tongue);
        assert!(said(Tongue::TraditionalChinese).starts_with("錯誤[IO004]: a.jpg 不存在（版本 vertical）\n"));
        assert!(said(Tongue::SimplifiedChinese).contains("= 建议: 请检查拼法，或补上这个文件\n"));
        assert!(said(Tongue::Japanese).starts_with("エラー[IO004]: a.jpg がない（版 vertical）\n"));
    }

    #[test]
    fn a_finding_about_a_whole_file_names_it() {
        let finding = Diagnostic::new(Code::MissingFile).in_file("images/a.jpg").with("path", "images/a.jpg");
        let shown = human(&finding, &Sources::default(), Colour::Plain, Tongue::English);
        assert_eq!(shown, "error[IO004]: images/a.jpg does not exist\n --> images/a.jpg\n  = help: check the spelling, or add the file\n");
    }
}
