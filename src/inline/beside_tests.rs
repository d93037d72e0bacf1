//! Where emphasis marks, lines beside the text, links and note marks stand.

use super::*;
use crate::book::EmphasisMarks;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeIds;
use crate::book::Ruby;
use crate::book::RubyScript;
use crate::book::RubySegment;
use crate::book::Style;
use crate::book::TextRun;
use crate::diag::Report;
use crate::diag::SourceMap;
use crate::font::FontRole;
use crate::font::bundled_for_tests as bundled;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::resolve::Resolved;
use crate::unicode::Language;
use crate::unicode::Region;

const H: WritingMode = WritingMode::HorizontalTb;
const V: WritingMode = WritingMode::VerticalRl;
const REGIONS: [(Region, &str); 4] =
    [(Region::Taiwan, "zh-Hant-TW"), (Region::HongKong, "zh-Hant-HK"), (Region::Mainland, "zh-Hans-CN"), (Region::Japan, "ja")];

/// Content in one language.
struct Writer {
    ids: NodeIds,
    tag: &'static str,
}

impl Writer {
    fn new(tag: &'static str) -> Writer {
        Writer { ids: NodeIds::default(), tag }
    }

    fn run(&self, words: &str) -> TextRun {
        TextRun { text: words.to_owned(), language: Language::new(self.tag).unwrap(), map: SourceMap::default() }
    }

    fn node(&mut self, kind: InlineKind) -> Inline {
        Inline { id: self.ids.fresh(), span: None, kind }
    }

    fn text(&mut self, words: &str) -> Inline {
        let run = self.run(words);
        self.node(InlineKind::Text(run))
    }

    fn styled(&mut self, style: Style, words: &str) -> Inline {
        let inner = self.text(words);
        self.node(InlineKind::Styled(style, vec![inner]))
    }

    fn ruby(&mut self, base: &str, reading: &str) -> Inline {
        let segment = RubySegment { base: self.run(base), reading: self.run(reading) };
        self.node(InlineKind::Ruby(Ruby { script: RubyScript::Kana, segments: vec![segment], under: None }))
    }
}

fn em() -> Length {
    Length::pt(10).type_size()
}

fn set(content: &[Inline], mode: WritingMode, region: Region, tag: &str, ems: i64) -> Vec<Line> {
    set_with(content, mode, region, tag, ems, &Resolved::default())
}

fn set_with(content: &[Inline], mode: WritingMode, region: Region, tag: &str, ems: i64, resolved: &Resolved) -> Vec<Line> {
    let language = Language::new(tag).unwrap();
    let paragraph = Paragraph { content, owner: None, style: TextStyle { size: em(), role: FontRole::Serif }, language: &language };
    let settings =
        LineSettings { mode, region, measure: em() * ems, first_indent: Length::ZERO, indent: Length::ZERO, alignment: Alignment::Justify };
    compose(
        &paragraph,
        &settings,
        &Environment { fonts: bundled(), resolved, pairings: &Default::default(), readings: Default::default(), rules: None },
        &mut Report::default(),
    )
}

/// Thousandths of an em.
fn milli(length: Length) -> i64 {
    length.scale(1000, em().to_units()).to_units()
}

/// The middle of a mark's ink: along the line, and from the line's middle towards the block end, in thousandths of an em.
fn ink(run: &Run, mode: WritingMode) -> (i64, i64) {
    let face = bundled().face(run.face);
    let [left, bottom, right, top] = face.glyph_bounds(run.glyphs[0].id).unwrap();
    let unit = |value: i64| run.size.scale(value, face.units_per_em());
    let (middle, height, ascender) = (unit(left + right).scale(1, 2), unit(bottom + top).scale(1, 2), unit(face.metrics().ascender));
    match mode {
        H => (milli(run.inline + middle), milli(run.block + ascender - run.size.scale(1, 2) - height)),
        V => (milli(run.inline + ascender - height), milli(run.block - (middle - run.advance.scale(1, 2)))),
    }
}

fn near(found: i64, wanted: i64, tolerance: i64) -> bool {
    (found - wanted).abs() <= tolerance
}

/// Proves: EMP-01 [JA] [HV], EMP-02 [CN TW HK] [HV]: the mark's shape and side by region and direction, its ink in the middle of
/// each character within 0.02 em, whatever shape is asked for.
#[test]
fn a_mark_stands_beside_the_middle_of_each_character() {
    let shapes = [
        EmphasisMarks::Region,
        EmphasisMarks::Dot,
        EmphasisMarks::OpenDot,
        EmphasisMarks::Circle,
        EmphasisMarks::OpenCircle,
        EmphasisMarks::Sesame,
        EmphasisMarks::OpenSesame,
        EmphasisMarks::DoubleCircle,
        EmphasisMarks::Triangle,
        EmphasisMarks::Fisheye,
        EmphasisMarks::OpenTriangle,
        EmphasisMarks::Saltire,
    ];
    for mode in [H, V] {
        for (region, tag) in REGIONS {
            for shape in shapes {
                let mut writer = Writer::new(tag);
                let content = [writer.text("天"), writer.styled(Style::EmphasisMarks(shape), "地人")];
                let lines = set(&content, mode, region, tag, 20);
                let side = if region == Region::Japan || mode == V { -1 } else { 1 };
                let found: Vec<(i64, i64)> = lines[0].marks.iter().map(|run| ink(run, mode)).collect();
                assert_eq!(found.len(), 2);
                for (found, wanted) in found.iter().zip([1500, 2500]) {
                    assert!(near(found.0, wanted, 20) && near(found.1, side * 750, 20), "{mode:?} {region:?} {shape:?} {found:?}");
                }
            }
            let mut writer = Writer::new(tag);
            let lines = set(&[writer.styled(Style::EmphasisMarks(EmphasisMarks::Region), "地")], mode, region, tag, 20);
            let wanted = if region == Region::Japan && mode == V { "﹅" } else { "●" };
            assert_eq!(lines[0].marks[0].text, wanted, "{mode:?} {region:?}");
        }
    }
}

/// Proves: EMP-01 [JA] [HV], EMP-02 [CN TW HK] [HV]: none on punctuation and spaces; one on each letter of a word, on each upright
/// letter, and on each combined cell.
#[test]
fn marks_are_counted_by_character() {
    for mode in [H, V] {
        for (region, tag) in REGIONS {
            let count = |words: &str, style: Option<Style>| {
                let mut writer = Writer::new(tag);
                let inner = match style {
                    Some(style) => writer.styled(style, words),
                    None => writer.text(words),
                };
                let content = [writer.node(InlineKind::Styled(Style::EmphasisMarks(EmphasisMarks::Region), vec![inner]))];
                set(&content, mode, region, tag, 30)[0].marks.len()
            };
            assert_eq!(count("「天、地。」（人）：！？—— ……　・", None), 3, "{mode:?} {region:?}");
            assert_eq!(count("ab-cd ef2.", None), 7, "{mode:?} {region:?}");
            assert_eq!(count("AB", Some(Style::Upright)), 2, "{mode:?} {region:?}");
            assert_eq!(count("12", Some(Style::TateChuYoko)), if mode == V { 1 } else { 2 }, "{mode:?} {region:?}");
        }
    }
}

/// Proves: EMP-03 [ALL] [HV]: marks change no width and no break.
#[test]
fn marks_change_nothing_in_the_line() {
    let words = "天地玄黃，宇宙「洪荒」abc日月盈昃。".repeat(3);
    for mode in [H, V] {
        for (region, tag) in REGIONS {
            let mut writer = Writer::new(tag);
            let plain = set(&[writer.text(&words)], mode, region, tag, 11);
            let marked = set(&[writer.styled(Style::EmphasisMarks(EmphasisMarks::Region), &words)], mode, region, tag, 11);
            assert_eq!(dump(&plain), dump(&marked), "{mode:?} {region:?}");
        }
    }
}

/// Proves: EMP-03 [ALL] [HV]: with a reading on their side the marks of the whole span go to the other side.
#[test]
fn marks_give_way_to_a_reading() {
    for mode in [H, V] {
        let mut writer = Writer::new("ja");
        let inner = vec![writer.text("この"), writer.ruby("東", "ひ"), writer.text("の")];
        let content = [writer.node(InlineKind::Styled(Style::EmphasisMarks(EmphasisMarks::Region), inner))];
        let lines = set(&content, mode, Region::Japan, "ja", 20);
        let sides: Vec<i64> = lines[0].marks.iter().map(|run| ink(run, mode).1.signum()).collect();
        assert_eq!(sides, [1, 1, 1, 1], "{mode:?}");
        assert!(lines[0].interlinear.iter().all(|run| run.block < Length::ZERO));
        // A span over a line end keeps its marks on one side.
        let inner = vec![writer.text("一二三四五六七八"), writer.ruby("東", "ひ")];
        let content = [writer.node(InlineKind::Styled(Style::EmphasisMarks(EmphasisMarks::Region), inner))];
        let lines = set(&content, mode, Region::Japan, "ja", 5);
        assert!(lines.iter().flat_map(|line| &line.marks).all(|run| ink(run, mode).1 > 0), "{mode:?}");
    }
}

/// The lines beside the text of a row of names, in thousandths of an em.
fn rules(lines: &[Line]) -> Vec<(i64, i64, i64)> {
    lines.iter().flat_map(|line| &line.rules).map(|rule| (milli(rule.from), milli(rule.to), milli(rule.block))).collect()
}

/// Proves: INT-01 [TW HK CN] [HV], VRT-08 [JA TW HK CN] [HV]: a straight line for names, a wavy one for titles, below in horizontal
/// and at the left in vertical; side lines at the right in Japanese vertical; a line through the middle for what is struck out;
/// 0.05 em thick, from the start to the end of the name.
#[test]
fn lines_stand_on_the_side_of_the_region() {
    for mode in [H, V] {
        for (region, tag) in REGIONS {
            let side = if region == Region::Japan && mode == V { -1 } else { 1 };
            let cases = [
                (Style::ProperName, RuleShape::Straight, side * 562),
                (Style::BookTitle, RuleShape::Wavy, side * 625),
                (Style::Underline, RuleShape::Straight, side * 562),
                (Style::Strikethrough, RuleShape::Straight, 0),
            ];
            for (style, shape, block) in cases {
                let mut writer = Writer::new(tag);
                let content = [writer.text("見"), writer.styled(style, "孔子"), writer.text("曰")];
                let lines = set(&content, mode, region, tag, 20);
                let [(from, to, at)] = rules(&lines)[..] else { panic!("one line") };
                assert_eq!((from, to), (1000, 3000), "{mode:?} {region:?}");
                assert!(near(at, block, 1), "{mode:?} {region:?} {at}");
                assert_eq!((lines[0].rules[0].shape, milli(lines[0].rules[0].thickness)), (shape, 50));
            }
        }
    }
}

/// Proves: INT-02 [TW HK CN JA] [HV]: lines of two neighbouring names are an eighth of an em apart and nowhere else short of their
/// names.
#[test]
fn neighbouring_names_show_where_one_ends() {
    for mode in [H, V] {
        for (region, tag) in REGIONS {
            let mut writer = Writer::new(tag);
            let content = [
                writer.styled(Style::ProperName, "孔子"),
                writer.styled(Style::ProperName, "顏回"),
                writer.styled(Style::BookTitle, "論語"),
                writer.text("、"),
                writer.styled(Style::ProperName, "曾"),
            ];
            let found: Vec<(i64, i64)> = rules(&set(&content, mode, region, tag, 20)).into_iter().map(|(from, to, _)| (from, to)).collect();
            let wanted = [(0, 1937), (2062, 3937), (4062, 6000)];
            for (found, wanted) in found.iter().zip(wanted) {
                assert!(near(found.0, wanted.0, 1) && near(found.1, wanted.1, 1), "{mode:?} {region:?} {found:?}");
            }
            assert_eq!(found[3].1 - found[3].0, 1000, "{mode:?} {region:?}");
        }
    }
}

/// Proves: INT-03 [TW HK CN JA] [HV]: a name over a line end has two lines, both to the text's ends; the line runs through the
/// gaps of a name that is spread, and covers neither a word space nor the gap beside Latin text nor a mark's blank after it.
#[test]
fn a_line_covers_its_name_and_nothing_else() {
    for mode in [H, V] {
        for (region, tag) in REGIONS {
            let mut writer = Writer::new(tag);
            let content = [writer.text("一二三四"), writer.styled(Style::ProperName, "五六七八")];
            let lines = set(&content, mode, region, tag, 6);
            assert_eq!(rules(&lines).iter().map(|rule| (rule.0, rule.1)).collect::<Vec<_>>(), [(4000, 6000), (0, 2000)]);

            let inner = writer.styled(Style::Spread(4), "曾子");
            let spread = [writer.node(InlineKind::Styled(Style::ProperName, vec![inner])), writer.text("曰")];
            assert_eq!(rules(&set(&spread, mode, region, tag, 20))[0].1, 4000, "{mode:?} {region:?}");

            let spaced = [writer.styled(Style::ProperName, "Ann Bo "), writer.text("Cy")];
            let lines = set(&spaced, mode, region, tag, 20);
            let end = lines[0].runs.iter().map(|run| run.text.as_str()).collect::<String>();
            assert_eq!(end, "Ann Bo Cy");
            let mut alone = Writer::new(tag);
            let width = milli(set(&[alone.text("Ann Bo")], mode, region, tag, 20)[0].inline_size);
            assert_eq!(rules(&lines)[0].1, width, "{mode:?} {region:?}");

            let latin = [writer.text("見"), writer.styled(Style::Underline, "ab"), writer.text("曰")];
            let (from, to, _) = rules(&set(&latin, mode, region, tag, 20))[0];
            assert_eq!(from, 1250, "{mode:?} {region:?}");
            let whole = milli(set(&latin, mode, region, tag, 20)[0].inline_size);
            assert_eq!(to, whole - 1250, "{mode:?} {region:?}");
        }
    }
}

/// Proves: INT-04 [ALL] [HV]: outwards first the line, then the mark, both within half an em of the text.
#[test]
fn a_mark_stands_outside_the_line_on_its_side() {
    for style in [Style::ProperName, Style::BookTitle] {
        let mut writer = Writer::new("zh-Hant-TW");
        let inner = writer.styled(Style::EmphasisMarks(EmphasisMarks::Region), "孔子");
        let content = [writer.node(InlineKind::Styled(style, vec![inner]))];
        let lines = set(&content, H, Region::Taiwan, "zh-Hant-TW", 20);
        let rule = lines[0].rules[0];
        let reach = if rule.shape == RuleShape::Wavy { rule.thickness * 2 } else { rule.thickness.scale(1, 2) };
        let mark = ink(&lines[0].marks[0], H).1;
        assert!(mark - 100 > milli(rule.block + reach) && mark + 100 <= 1000, "{mark}");
    }
}

/// A side line beside a reading goes to the other side.
#[test]
fn a_line_gives_way_to_a_reading() {
    let mut writer = Writer::new("ja");
    let inner = vec![writer.ruby("東西", "とうざい"), writer.text("線")];
    let content = [writer.node(InlineKind::Styled(Style::Underline, inner))];
    let lines = set(&content, V, Region::Japan, "ja", 20);
    let [(from, to, block)] = rules(&lines)[..] else { panic!("one line") };
    assert_eq!((from, to), (0, 3000));
    assert!(near(block, 562, 1));
}

/// Proves: SPC-11 [ALL] [HV]: a link covers its own text, without the gap beside it and without a space at its end.
#[test]
fn a_link_covers_its_text_and_no_gap() {
    for mode in [H, V] {
        for (region, tag) in REGIONS {
            let mut writer = Writer::new(tag);
            let inner = vec![writer.text("ab ")];
            let link = InlineKind::Link { target: "https://example.org/".to_owned(), title: None, content: inner };
            let content = [writer.text("見"), writer.node(link), writer.text("cd")];
            let lines = set(&content, mode, region, tag, 20);
            let range = &lines[0].links[0];
            let alone = milli(set(&[writer.text("ab")], mode, region, tag, 20)[0].inline_size);
            assert_eq!((milli(range.from), milli(range.to - range.from)), (1250, alone), "{mode:?} {region:?}");
        }
    }
}

fn noted(writer: &mut Writer, before: &[&str], after: &str, marks: usize) -> (Vec<Inline>, Resolved) {
    let mut content: Vec<Inline> = before.iter().map(|words| writer.text(words)).collect();
    let mut resolved = Resolved::default();
    for number in 1..=marks {
        let note = writer.ids.fresh();
        resolved.note_labels.insert(note, number.to_string());
        content.push(writer.node(InlineKind::NoteMark { note }));
    }
    content.push(writer.text(after));
    (content, resolved)
}

/// Proves: NOT-02 [ALL] [HV], WAR-07 [ALL] [HV]: a note mark is six tenths of its text; it stays with the character before it and
/// has no gap before it; raised in horizontal, at the right of the line and without extent in vertical.
#[test]
fn a_note_mark_stays_with_its_text() {
    for (region, tag) in REGIONS {
        for measure in 3..12 {
            for mode in [H, V] {
                let mut writer = Writer::new(tag);
                let (content, resolved) = noted(&mut writer, &["天地玄黃宇宙"], "日月盈昃辰宿", 1);
                let lines = set_with(&content, mode, region, tag, measure, &resolved);
                let line = lines.iter().find(|line| line.notes.len() == 1).unwrap();
                let at = line.runs.iter().position(|run| run.text == "1").unwrap();
                let run = &line.runs[at];
                assert!(at > 0 && line.runs[at - 1].text.ends_with('宙'), "{region:?} {measure} {mode:?}");
                assert_eq!(milli(run.size), 600);
                let before = &line.runs[at - 1];
                let end = milli(before.inline + before.glyphs.last().unwrap().along) + 1000;
                match mode {
                    H => assert!(run.block < Length::ZERO && near(milli(run.inline), end, 1), "{region:?} {measure}"),
                    V => {
                        let inner = milli(-run.block) - milli(run.advance) / 2;
                        assert!(near(inner, 550, 2) && near(milli(run.inline), end - 600, 1), "{region:?} {measure} {inner}");
                    }
                }
            }
        }
        let mut writer = Writer::new(tag);
        let (content, resolved) = noted(&mut writer, &["天地"], "玄黃", 2);
        let lines = set_with(&content, V, region, tag, 20, &resolved);
        assert_eq!(milli(lines[0].inline_size), 4000);
        let starts: Vec<i64> = lines[0].runs.iter().filter(|run| run.size < em()).map(|run| milli(run.inline)).collect();
        assert_eq!(starts, [800, 1400]);
        let covered: Vec<(i64, i64)> = lines[0].links.iter().map(|link| (milli(link.from), milli(link.to))).collect();
        assert_eq!(covered, [(800, 1400), (1400, 2000)]);
    }
}

/// Proves: NOT-02 [ALL] [H]: no gap between Latin text and the mark of a note, and the gap after it is that of the text.
#[test]
fn a_note_mark_takes_no_part_in_gaps() {
    for (region, tag) in REGIONS {
        let mut writer = Writer::new(tag);
        let (content, resolved) = noted(&mut writer, &["天ab"], "玄", 1);
        let lines = set_with(&content, H, region, tag, 20, &resolved);
        let find = |text: &str| lines[0].runs.iter().find(|run| run.text.contains(text)).unwrap();
        let (mark, latin) = (find("1"), find("ab"));
        let alone = milli(set(&[writer.text("ab")], H, region, tag, 20)[0].inline_size);
        assert!(near(milli(mark.inline), 1250 + alone, 2), "{region:?} {}", milli(latin.inline));
        let whole = milli(lines[0].inline_size);
        assert!(near(whole, milli(mark.inline + mark.advance) + 1250, 2), "{region:?} {whole}");
    }
}

/// Proves: WAR-07 [ALL] [HV]: super- and subscripts are six tenths, above and below the line's middle.
#[test]
fn scripts_are_six_tenths_of_their_text() {
    for mode in [H, V] {
        for (region, tag) in REGIONS {
            let mut writer = Writer::new(tag);
            let content = [writer.text("天"), writer.styled(Style::Superscript, "上"), writer.styled(Style::Subscript, "下")];
            let lines = set(&content, mode, region, tag, 20);
            let sizes: Vec<(i64, i64)> = lines[0].runs.iter().map(|run| (milli(run.size), milli(run.block).signum())).collect();
            assert_eq!(sizes, [(1000, 0), (600, -1), (600, 1)], "{mode:?} {region:?}");
        }
    }
}

/// Proves: WAR-06 [JA CN TW HK] [HV], SPC-17 [ALL] [HV]: text spread to n em has equal gaps and fills n em; solid if it is longer.
#[test]
fn spread_text_fills_its_em_with_equal_gaps() {
    for mode in [H, V] {
        for (region, tag) in REGIONS {
            for width in 3..=7_u8 {
                let mut writer = Writer::new(tag);
                let content = [writer.styled(Style::Spread(width), "山田氏"), writer.text("著")];
                let lines = set(&content, mode, region, tag, 20);
                let wanted = i64::from(width) * 1000 + 1000;
                assert_eq!(milli(lines[0].inline_size), wanted, "{mode:?} {region:?}");
                let places: Vec<i64> =
                    lines[0].runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| milli(run.inline + glyph.along))).collect();
                let step = (i64::from(width) * 1000 - 1000) / 2;
                assert!(near(places[1] - places[0], step, 2) && near(places[2] - places[1], step, 2), "{places:?}");
            }
            let mut writer = Writer::new(tag);
            let lines = set(&[writer.styled(Style::Spread(2), "山田太郎")], mode, region, tag, 20);
            assert_eq!(milli(lines[0].inline_size), 4000);
        }
    }
}

/// Proves: SPC-17 [ALL] [HV]: the space that spreads text stands beside the blanks of its marks.
#[test]
fn marks_in_spread_text_keep_their_blanks() {
    for mode in [H, V] {
        for (region, tag) in REGIONS {
            let mut writer = Writer::new(tag);
            let plain = milli(set(&[writer.text("山、田、氏")], mode, region, tag, 20)[0].inline_size);
            let content = [writer.styled(Style::Spread(9), "山、田、氏"), writer.text("著")];
            let lines = set(&content, mode, region, tag, 20);
            let places: Vec<i64> =
                lines[0].runs.iter().flat_map(|run| run.glyphs.iter().map(|glyph| milli(run.inline + glyph.along))).collect();
            let share = (9000 - plain) / 4;
            let steps: Vec<i64> = places[..5].windows(2).map(|pair| pair[1] - pair[0]).collect();
            let found = steps.iter().all(|&step| near(step, 1000 + share, 3));
            assert!(found && milli(lines[0].inline_size) == 10_000, "{mode:?} {region:?} {steps:?} {plain}");
        }
    }
}
