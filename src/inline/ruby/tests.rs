//! Readings in whole lines: what holds wherever a unit stands.

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
    let content = inlines(source, tag);
    let resolved = Resolved::default();
    let language = Language::new(tag).unwrap();
    let paragraph =
        Paragraph { content: &content, owner: None, style: TextStyle { size: em(), role: FontRole::Serif }, language: &language };
    let settings = LineSettings { mode, region, measure, first_indent: Length::ZERO, indent: Length::ZERO, alignment: Alignment::Justify };
    let environment = Environment { fonts: bundled(), resolved: &resolved, pairings: &Default::default() };
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

const KANA: [&str; 6] = ["い", "いろ", "いろは", "いろはに", "いろはにほ", "いろはにほへ"];
const BASES: [&str; 4] = ["漢", "漢字", "漢字仮", "漢字仮名"];
/// What stands before and after.
const NEIGHBOURS: [(&str, &str); 8] =
    [("国", "国"), ("の", "の"), ("ノ", "ノ"), ("、", "、"), ("。", "「"), ("（", "）"), ("・", "・"), ("…", "ー")];

/// Proves: RUB-02 [JA] [HV]: half the size, frames touching, above or at the right.
#[test]
fn a_reading_is_half_the_size_and_touches_its_base() {
    for mode in MODES {
        for line in japanese("国の{漢字|かん|じ}と{東京|とうきょう}", mode, 20) {
            assert!(!line.interlinear.is_empty());
            for run in &line.interlinear {
                assert_eq!((run.size, run.block), (ruby_em(), -em().scale(3, 4)), "{mode:?} {}", run.text);
            }
        }
    }
}

/// Proves: RUB-04 [JA] [HV]: the readings of one to six kana over one to four Han between eight kinds of neighbours stand within
/// their room, in the middle of their bases, and no text is lost (JLREQ 3.3.6 and 3.3.8).
/// Proves: RUB-06 [JA] [HV]: never over Han, at most an em of the reading over anything.
#[test]
fn group_readings_stand_within_their_room() {
    for mode in MODES {
        for reading in KANA {
            for base in BASES {
                for (before, after) in NEIGHBOURS {
                    let source = format!("国{before}{{{base}|{reading}}}{after}国");
                    let lines = japanese(&source, mode, 30);
                    let line = &lines[0];
                    assert_eq!(base_text(&lines), format!("国{before}{base}{after}国"));
                    assert_eq!(reading_text(&lines), reading);
                    let (from, to) = readings(line)[0];
                    let places = origins(line);
                    let count = base.chars().count();
                    let offset = places.iter().position(|(character, _)| *character == '漢').unwrap();
                    let bases = &places[offset..offset + count];
                    let (start, end) = (bases[0].1, bases[count - 1].1 + em());
                    assert!((start + end - from - to).abs() <= slack(), "{mode:?} {source}: {start:?} {end:?} {from:?} {to:?}");
                    // Han stand solid with what they are; a reading keeps off both.
                    if before == "国" {
                        assert!(from >= places[offset - 1].1 + em() - slack(), "{mode:?} {source}");
                        assert!(to <= places[offset + count].1 + slack(), "{mode:?} {source}");
                    }
                    let gaps: Vec<Length> = bases.windows(2).map(|pair| pair[1].1 - pair[0].1 - em()).collect();
                    assert!(gaps.windows(2).all(|pair| (pair[0] - pair[1]).abs() <= slack()), "{mode:?} {source}: {gaps:?}");
                    let solid = ruby_em() * reading.chars().count() as i64 <= em() * count as i64;
                    assert!(!solid || gaps.iter().all(|gap| gap.is_zero()), "{mode:?} {source}: {gaps:?}");
                    if !solid {
                        let over = (start - from).max(to - end);
                        let spread = gaps.first().copied().unwrap_or_default();
                        assert!(over <= ruby_em() + spread.max(em()), "{mode:?} {source}");
                    }
                }
            }
        }
    }
}

/// Proves: RUB-06 [JA] [HV]: what four kana over one Han take of their neighbours, in thousandths of an em: where the neighbour
/// carries it, the line is as long as without the reading.
#[test]
fn overhang_is_by_the_kind_of_neighbour() {
    let table = [
        ("国", "国", 1000),
        ("の", "の", 0),
        ("ノ", "ノ", 0),
        ("ー", "っ", 0),
        ("、", "の", 0),
        ("。", "（", 0),
        ("（", "）", 0),
        ("「", "」", 500),
        ("・", "・", 0),
        ("…", "…", 0),
        ("の", "国", 500),
        ("！", "の", 500),
        ("　", "　", 0),
        ("a", "a", 500),
    ];
    for mode in MODES {
        for (before, after, extra) in table {
            let plain = japanese(&format!("国{before}漢{after}国"), mode, 30)[0].inline_size;
            let read = japanese(&format!("国{before}{{漢|いろはに}}{after}国"), mode, 30)[0].inline_size;
            assert!((milli(read - plain) - extra).abs() <= 1, "{mode:?} {before}漢{after}: {}", milli(read - plain));
        }
    }
}

/// Proves: RUB-08 [JA] [HV]: readings of neighbouring units keep a quarter of their em apart (JLREQ table 1, note 10), and one
/// kana or mark between two units is lent to one of them alone (JLREQ 3.3.8, note 125).
#[test]
fn readings_of_neighbours_never_touch() {
    let slack = slack();
    for mode in MODES {
        for left in KANA {
            for right in KANA {
                for between in ["", "の", "、", "・", "「", "」", "のに", "。「"] {
                    for bases in ["漢", "漢字"] {
                        let source = format!("あ{{{bases}|{left}}}{between}{{{bases}|{right}}}あ");
                        for ems in [30, 5] {
                            for line in japanese(&source, mode, ems) {
                                let found = readings(&line);
                                for pair in found.windows(2) {
                                    assert!(pair[1].0 - pair[0].1 >= ruby_em().scale(1, 4) - slack, "{mode:?} {ems} {source}: {found:?}");
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Proves: RUB-09 [JA] [HV]: wherever it comes to stand, a reading is never outside the line.
/// Proves: RUB-12 [JA] [HV]: the breaker knows the lengths that units have at a line's edges: no line is over-full.
/// Proves: RUB-10 [JA] [HV]: a line with a reading is as high as any other: readings stand in the line gap.
#[test]
fn readings_stay_inside_the_line_at_every_column() {
    let units =
        ["{志|こころざし}", "{掌|てのひら}", "{居候|い|そうろう}", "{顧客|クライアント}", "{東京都|とうきょうと}", "{承|うけたまわ}"];
    for mode in MODES {
        for unit in units {
            for column in 0..14 {
                for (before, after) in [("国", "国"), ("の", "の"), ("、", "「"), ("（", "）。")] {
                    let source = format!("{}{before}{unit}{after}{}", "一".repeat(column), "二".repeat(30));
                    let (lines, report) = set_with(&source, mode, Region::Japan, "ja", em() * 12);
                    assert!(report.findings().is_empty(), "{mode:?} {source}: {:?}", report.findings());
                    let (_, full) = lines.split_last().unwrap();
                    assert!(full.iter().all(|line| line.inline_size == em() * 12), "{mode:?} {source}");
                    for line in &lines {
                        for (from, to) in readings(line) {
                            assert!(from >= -slack() && to <= em() * 12 + slack(), "{mode:?} {source}: {} {}", milli(from), milli(to));
                        }
                        assert!(line.interlinear.iter().all(|run| run.block == -em().scale(3, 4)), "{mode:?} {source}");
                        assert_eq!(line.size, em());
                    }
                }
            }
        }
    }
}

/// Proves: RUB-09 [JA] [HV]: at the head of a line the reading is flush and its base set in, at the end the same.
#[test]
fn at_the_edges_the_reading_is_flush_and_the_base_set_in() {
    for mode in MODES {
        let lines = japanese(&format!("{{志|こころざし}}の{}", "二".repeat(9)), mode, 30);
        assert_eq!(readings(&lines[0])[0].0, Length::ZERO);
        assert_eq!(milli(origins(&lines[0])[0].1), 750);
        let lines = japanese(&format!("{}の{{志|こころざし}}", "二".repeat(9)), mode, 30);
        let (_, end) = readings(&lines[0])[0];
        assert!((end - lines[0].inline_size).abs() <= slack(), "{mode:?}");
    }
}

/// Proves: RUB-05 [JA] [HV]: a word broken between its bases is set anew on both lines, each base with its reading.
/// Proves: KIN-08 [JA] [HV]: lines end inside jukugo units, never inside group units.
#[test]
fn a_word_breaks_between_its_bases() {
    for mode in MODES {
        let mut broken = 0;
        for column in 0..12 {
            let source = format!("{}{{居候者|い|そうろう|もの}}と{}", "一".repeat(column), "二".repeat(20));
            let lines = japanese(&source, mode, 12);
            assert_eq!(reading_text(&lines), "いそうろうもの");
            for line in &lines {
                let owners: Vec<Part> = line.interlinear.iter().map(part).collect();
                let bases: Vec<Part> = line.runs.iter().map(part).filter(|part| matches!(part, Part::RubyBase(_))).collect();
                let expected: Vec<Part> = bases
                    .iter()
                    .map(|part| match part {
                        Part::RubyBase(number) => Part::RubyReading(*number),
                        other => *other,
                    })
                    .collect();
                assert_eq!(owners, expected, "{mode:?} {source}");
                broken += usize::from(!bases.is_empty() && bases.len() < 3);
            }
            let group = format!("{}{{居候者|いそうろうもの}}と{}", "一".repeat(column), "二".repeat(20));
            let lines = japanese(&group, mode, 12);
            assert_eq!(lines.iter().filter(|line| !line.interlinear.is_empty()).count(), 1, "{mode:?} {group}");
        }
        assert!(broken > 0, "{mode:?}");
    }
}

fn part(run: &Run) -> Part {
    match run.owner {
        Owner::Node(_, part) => part,
        Owner::Artifact(_) => Part::Content,
    }
}

/// Proves: RUB-06 [JA] [HV]: the blank that a reading stands over is not squeezed away.
#[test]
fn a_lent_blank_is_not_squeezed() {
    for mode in MODES {
        for column in 0..10 {
            let source = format!("{}、国、{{志|こころざし}}、国。{}", "一".repeat(column), "二、".repeat(12));
            for line in japanese(&source, mode, 11) {
                let places = origins(&line);
                for (from, _) in readings(&line) {
                    let comma = places.iter().rfind(|(character, at)| *character == '、' && *at < from + em());
                    if let Some((_, at)) = comma {
                        // The comma's body is the first half of its em box.
                        assert!(from >= *at + em().scale(1, 2) - slack(), "{mode:?} {source}");
                    }
                }
            }
        }
    }
}

/// Proves: RUB-11 [JA] [HV]: readings on both sides: the longer one spreads the base, the shorter one stands in its middle.
#[test]
fn readings_stand_on_both_sides() {
    for mode in MODES {
        let lines = japanese("国{東南|とうなん/たつみのほう}国", mode, 20);
        let line = &lines[0];
        let over = line.interlinear.iter().find(|run| part(run) == Part::RubyReading(0)).unwrap();
        let under = line.interlinear.iter().find(|run| part(run) == Part::RubyUnder).unwrap();
        assert_eq!((over.block, under.block), (-em().scale(3, 4), em().scale(3, 4)));
        assert_eq!(under.advance, ruby_em() * 6);
        let middle = |run: &Run| run.inline * 2 + run.advance;
        assert!((middle(over) - middle(under)).abs() <= slack(), "{mode:?}");
        assert_eq!(milli(line.inline_size), 5000);
    }
}

/// Proves: RUB-01 [JA] [HV]: a base with okurigana: what has no reading of its own is plain text that its neighbours overhang.
#[test]
fn okurigana_without_a_reading_is_plain_text() {
    for mode in MODES {
        let lines = japanese("国{食物|たべ|もの}{志り|こころ|}国", mode, 20);
        assert_eq!(base_text(&lines), "国食物志り国");
        assert_eq!(reading_text(&lines), "たべものこころ");
        let plain = japanese("国食物志り国", mode, 20)[0].inline_size;
        // Three kana on one Han: the kana after it carries half of one, the reading before it keeps its quarter apart.
        assert_eq!(milli(lines[0].inline_size - plain), 375);
    }
}

/// A reading longer than its base can carry is a finding; its text stays.
#[test]
fn a_reading_that_no_base_carries_is_a_finding() {
    let long = "いろはにほへとちりぬるをわかよたれそつねならむ";
    for mode in MODES {
        let (lines, report) = set_with(&format!("国の{{志|{long}}}の国"), mode, Region::Japan, "ja", em() * 30);
        assert_eq!(report.findings().iter().map(|finding| finding.code.id()).collect::<Vec<_>>(), ["RU001"]);
        assert_eq!(reading_text(&lines), long);
        let (lines, report) = set_with(&format!("国の{{志|{long}}}の国"), mode, Region::Japan, "ja", em() * 6);
        assert!(report.findings().iter().any(|finding| finding.code.id() == "RU001"));
        assert_eq!(reading_text(&lines), long);
        let (_, report) = set_with("国の{志|こころざし}の国", mode, Region::Japan, "ja", em() * 30);
        assert!(report.findings().is_empty());
    }
}

fn chinese(source: &str, mode: WritingMode, ems: i64) -> Vec<Line> {
    set_with(source, mode, Region::Taiwan, "zh-Hant-TW", em() * ems).0
}

/// The ink of a run's first glyph on the page, from the middle of the base that begins at `base`: left, top, right and bottom in
/// thousandths of the base's em, to the right and down.
fn ink(run: &Run, base: Length, mode: WritingMode) -> [i64; 4] {
    let face = bundled().face(run.face);
    let [left, low, right, high] = face.glyph_bounds(run.glyphs[0].id).unwrap();
    let unit = |value: i64| run.size.scale(value, face.units_per_em());
    let drop = unit(face.metrics().ascender) - run.size.scale(1, 2);
    let (x, baseline) = match mode {
        WritingMode::HorizontalTb => (run.inline - base - em().scale(1, 2), run.block + drop),
        WritingMode::VerticalRl => {
            (-run.block - run.advance.scale(1, 2), run.inline - base - em().scale(1, 2) + run.size.scale(1, 2) + drop)
        }
    };
    [x + unit(left), baseline - unit(high), x + unit(right), baseline - unit(low)].map(milli)
}

const SYMBOLS: &str = "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄧㄨㄩㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦ";

/// Proves: ZHU-02 [TW] [HV]: one to three symbols, each of the 37, stand below each other in a block whose middle is that of the
/// base, and take no more with a tone than without.
/// Proves: ZHU-03 [TW] [HV]: ˊ ˇ ˋ at the right of the last symbol, half above its top; ˙ above the first; the first tone unmarked.
#[test]
fn symbols_and_tones_stand_in_their_strip() {
    let symbols: Vec<char> = SYMBOLS.chars().collect();
    assert_eq!(symbols.len(), 37);
    for mode in MODES {
        for (index, &symbol) in symbols.iter().enumerate() {
            for count in 1..=3_usize {
                for tone in ["", "ˊ", "ˇ", "ˋ", "˙"] {
                    let mut syllable: String = (0..count).map(|turn| symbols[(index + turn * 5) % 37]).collect();
                    if tone == "˙" {
                        syllable.insert_str(0, tone)
                    } else {
                        syllable.push_str(tone)
                    }
                    let line = &chinese(&format!("{{字|{syllable}}}"), mode, 20)[0];
                    let what = format!("{mode:?} {symbol} {syllable}");
                    assert_eq!(line.interlinear.iter().map(|run| run.text.as_str()).collect::<String>(), syllable, "{what}");
                    assert_eq!(milli(line.inline_size), if mode == WritingMode::HorizontalTb { 1500 } else { 1000 }, "{what}");
                    let (marks, letters): (Vec<&Run>, Vec<&Run>) =
                        line.interlinear.iter().partition(|run| "ˊˇˋ˙".contains(run.text.as_str()));
                    assert!(letters.iter().all(|run| milli(run.size) == 300), "{what}");
                    let above = if tone == "˙" { 100 } else { 0 };
                    let top = -(300 * count as i64 + above) / 2 + above;
                    for (turn, run) in letters.iter().enumerate() {
                        let [left, high, right, low] = ink(run, Length::ZERO, mode);
                        let cell = top + 300 * turn as i64;
                        assert!(left >= 499 && right <= 801, "{what} {left} {right}");
                        assert!(high >= cell - 1 && low <= cell + 301, "{what} {high} {low} {cell}");
                    }
                    for run in marks {
                        let [left, high, right, low] = ink(run, Length::ZERO, mode);
                        let last = top + 300 * (count as i64 - 1);
                        if tone == "˙" {
                            assert!(high >= top - 101 && low <= top + 1, "{what} {high} {low}");
                            assert!((left + right - 1300).abs() <= 2, "{what} {left} {right}");
                        } else {
                            assert!(left >= 799 && right <= 1001, "{what} {left} {right}");
                            assert!(high < last && low > last, "{what} {high} {low} {last}");
                            assert!((high + low - 2 * last).abs() <= 20, "{what} {high} {low} {last}");
                        }
                    }
                }
            }
        }
    }
}

/// Proves: ZHU-03 [TW] [HV]: finals that end a syllable short stand at the lower right.
#[test]
fn entering_tones_stand_at_the_lower_right() {
    for mode in MODES {
        for tone in ["ㆴ", "ㆵ", "ㆶ", "ㆷ"] {
            for letters in ["ㄧ", "ㄌㄧ", "ㄉㄧㄜ"] {
                let line = &chinese(&format!("{{字|{letters}{tone}}}"), mode, 20)[0];
                let count = letters.chars().count() as i64;
                let [left, high, right, low] = ink(line.interlinear.last().unwrap(), Length::ZERO, mode);
                let foot = 150 * count;
                assert!(left >= 799 && right <= 1001, "{mode:?} {letters}{tone} {left} {right}");
                assert!(high > foot - 300 && (foot - low).abs() <= 60, "{mode:?} {letters}{tone} {high} {low}");
            }
        }
    }
}

/// Proves: ZHU-04 [TW] [HV]: ㄧ is a horizontal stroke in both directions.
#[test]
fn the_letter_i_lies_in_both_directions() {
    for mode in MODES {
        let line = &chinese("{一|ㄧ}", mode, 20)[0];
        let [left, high, right, low] = ink(&line.interlinear[0], Length::ZERO, mode);
        assert!(right - left > low - high, "{mode:?}");
    }
}

/// Proves: ZHU-01 [TW] [H]: in an annotated paragraph each character takes an em and a half, marks and those without a reading too.
#[test]
fn every_character_of_an_annotated_line_keeps_a_strip() {
    let lines = chinese("{人|ㄖㄣˊ}{之|ㄓ}{初|ㄔㄨ}，{性|ㄒㄧㄥˋ}本「{善|ㄕㄢˋ}{的|˙ㄉㄜ}」——{好|ㄏㄠˇ}。", WritingMode::HorizontalTb, 60);
    let places: Vec<i64> = origins(&lines[0]).iter().map(|(_, at)| milli(*at)).collect();
    let han: Vec<i64> = [0, 1, 2, 3, 4, 5].map(|index| places[index]).to_vec();
    assert_eq!(han, [0, 1500, 3000, 4500, 6000, 7500]);
    // Fourteen characters, the dash of two among them.
    assert_eq!(milli(lines[0].inline_size), 14 * 1500);
    let vertical = chinese("{人|ㄖㄣˊ}{之|ㄓ}{初|ㄔㄨ}，{性|ㄒㄧㄥˋ}本", WritingMode::VerticalRl, 60);
    assert_eq!(milli(vertical[0].inline_size), 6000);
    let plain = chinese("一段文字裡有一個{霾|ㄇㄞˊ}字", WritingMode::HorizontalTb, 60);
    assert_eq!(milli(plain[0].inline_size), 10 * 1000 + 500);
}

/// Proves: ZHU-05 [TW] [HV]: an annotation stays with its base wherever lines end, and no text is lost.
#[test]
fn annotations_stay_with_their_bases() {
    let verse = "{性|ㄒㄧㄥˋ}{本|ㄅㄣˇ}{善|ㄕㄢˋ}，{習|ㄒㄧˊ}{相|ㄒㄧㄤ}{遠|ㄩㄢˇ}。".repeat(4);
    for mode in MODES {
        for ems in 4..20 {
            let lines = chinese(&verse, mode, ems);
            assert_eq!(base_text(&lines), "性本善，習相遠。".repeat(4));
            for line in &lines {
                let bases = line
                    .runs
                    .iter()
                    .filter(|run| matches!(part(run), Part::RubyBase(_)))
                    .map(|run| run.owner)
                    .collect::<std::collections::BTreeSet<_>>();
                let readings = line.interlinear.iter().map(|run| run.owner).collect::<std::collections::BTreeSet<_>>();
                assert_eq!(bases.len(), readings.len(), "{mode:?} {ems}");
            }
        }
    }
}

/// Proves: PIN-01 [CN] [HV]: syllables in the middle of their characters, half the size, at least a quarter of their em apart; a
/// longer one stands over what is free beside it before it spreads the bases.
/// Proves: PIN-03 [CN] [HV]: at a line's edges they are flush.
#[test]
fn syllables_stand_over_their_characters() {
    let set = |source: &str, mode, ems: i64| set_with(source, mode, Region::Mainland, "zh-Hans-CN", em() * ems).0;
    let verse = "{人|rén}{之|zhī}{初|chū}，{性|xìng}{本|běn}{善|shàn}，{装|zhuāng}{窗|chuāng}{双|shuāng}，{中国|zhōng|guó}";
    for mode in MODES {
        for ems in 5..30 {
            for line in set(&verse.repeat(3), mode, ems) {
                let found = readings(&line);
                for pair in found.windows(2) {
                    assert!(pair[1].0 - pair[0].1 >= ruby_em().scale(1, 4) - slack(), "{mode:?} {ems}");
                }
                for (from, to) in found {
                    assert!(from >= -slack() && to <= em() * ems + slack(), "{mode:?} {ems} {} {}", milli(from), milli(to));
                }
            }
        }
        // A long syllable between plain Han stands over both and moves nothing.
        assert_eq!(milli(set("国{装|zhuāng}国", mode, 20)[0].inline_size), 3000);
        // Three long ones in a row are spread.
        assert!(milli(set("国{装|zhuāng}{窗|chuāng}{双|shuāng}国", mode, 20)[0].inline_size) > 5000);
        let line = &set("国{装|zhuāng}国", mode, 20)[0];
        let (from, to) = readings(line)[0];
        assert!((from + to - em() * 3).abs() <= slack());
        assert_eq!(line.interlinear[0].size, ruby_em());
    }
}
