//! Whole paragraphs: what holds for every line.

use super::*;
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

const MODES: [WritingMode; 2] = [WritingMode::HorizontalTb, WritingMode::VerticalRl];
const REGIONS: [(Region, &str); 4] =
    [(Region::Taiwan, "zh-Hant-TW"), (Region::HongKong, "zh-Hant-HK"), (Region::Mainland, "zh-Hans-CN"), (Region::Japan, "ja")];

fn run(text: &str, tag: &str) -> TextRun {
    TextRun { text: text.to_owned(), language: Language::new(tag).unwrap(), map: SourceMap::default() }
}

fn text(ids: &mut NodeIds, words: &str, tag: &str) -> Inline {
    Inline { id: ids.fresh(), span: None, kind: InlineKind::Text(run(words, tag)) }
}

fn em() -> Length {
    Length::pt(10).type_size()
}

fn set(content: &[Inline], mode: WritingMode, region: Region, tag: &str, ems: i64, indent: i64) -> (Vec<Line>, Report) {
    let resolved = Resolved::default();
    let language = Language::new(tag).unwrap();
    let paragraph = Paragraph { content, owner: None, style: TextStyle { size: em(), role: FontRole::Serif }, language: &language };
    let settings = LineSettings {
        mode,
        region,
        measure: em() * ems,
        first_indent: em() * indent,
        indent: Length::ZERO,
        alignment: Alignment::Justify,
    };
    let mut report = Report::default();
    let lines = compose(
        &paragraph,
        &settings,
        &Environment { fonts: bundled(), resolved: &resolved, pairings: &Default::default(), readings: Default::default(), rules: None },
        &mut report,
    );
    (lines, report)
}

fn set_text(words: &str, mode: WritingMode, region: Region, tag: &str, ems: i64) -> Vec<Line> {
    let mut ids = NodeIds::default();
    set(&[text(&mut ids, words, tag)], mode, region, tag, ems, 2).0
}

fn joined(lines: &[Line]) -> String {
    lines.iter().flat_map(|line| &line.runs).map(|run| run.text.as_str()).collect()
}

const MIXED: &str = "「今天，你為自己充電了嗎？」這是2020年春天的每日問候，出自《人文》第12期；編輯說：「他寫了『再見』二字——用WeLink與vSSL VPN傳來……」共1.7億次閱讀，15%來自海外（含香港、澳門），其餘在本地。";

#[test]
fn lines_tile_the_text() {
    for mode in MODES {
        for (region, tag) in REGIONS {
            for measure in 6..40 {
                assert_eq!(joined(&set_text(MIXED, mode, region, tag, measure)), MIXED, "{mode:?} {region:?} {measure}");
            }
        }
    }
}

#[test]
fn every_justified_line_closes_on_the_measure() {
    for mode in MODES {
        for (region, tag) in REGIONS {
            for measure in 8..40 {
                let lines = set_text(MIXED, mode, region, tag, measure);
                let (_, full) = lines.split_last().unwrap();
                for line in full.iter().filter(|line| line.adjustment.excess.is_zero()) {
                    assert_eq!(line.inline_size, em() * measure, "{mode:?} {region:?} {measure} {}", dump(std::slice::from_ref(line)));
                }
            }
        }
    }
}

/// JLREQ 3.1.7 and 3.1.8, CLREQ 6.1.1.
#[test]
fn no_line_starts_or_ends_with_a_forbidden_mark() {
    for mode in MODES {
        for (region, tag) in REGIONS {
            for prefix in 0..24 {
                let words = format!("{}{MIXED}", "一".repeat(prefix));
                for line in set_text(&words, mode, region, tag, 24) {
                    let words: String = line.runs.iter().map(|run| run.text.as_str()).collect();
                    let first = words.chars().next().unwrap();
                    let last = words.trim_end().chars().next_back().unwrap();
                    assert!(!"，。、；：？！」』）》".contains(first), "{region:?} starts: {words}");
                    assert!(!"「『（《".contains(last), "{region:?} ends: {words}");
                }
            }
        }
    }
}

#[test]
fn plain_han_is_the_same_in_both_directions() {
    let words = "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏".repeat(4);
    let dumps = MODES.map(|mode| dump(&set_text(&words, mode, Region::Taiwan, "zh-Hant-TW", 25)));
    assert_eq!(dumps[0], dumps[1]);
}

/// Bodies on the grid: a line of plain Han is solid.
#[test]
fn plain_han_stands_on_whole_em() {
    let lines = set_text(&"天地玄黃宇宙洪荒".repeat(9), WritingMode::HorizontalTb, Region::Japan, "ja", 20);
    for glyph in lines.iter().flat_map(|line| &line.runs).flat_map(|run| &run.glyphs) {
        assert_eq!(glyph.along.to_units() % em().to_units(), 0);
    }
}

/// The distance of the Han on both sides of marks, in thousandths of an em.
fn distance(words: &str, mode: WritingMode, region: Region, tag: &str) -> i64 {
    let lines = set_text(words, mode, region, tag, 40);
    let line = &lines[0];
    let places: Vec<Length> = line.runs.iter().flat_map(|run| run.glyphs.iter().map(move |glyph| run.inline + glyph.along)).collect();
    let span = *places.last().unwrap() - places[0];
    span.scale(1000, em().to_units()).to_units()
}

/// JLREQ table 1 and typesetting customs by region: SPC-01 to SPC-04.
#[test]
fn adjacent_marks_take_what_the_region_gives_them() {
    let table = [
        ("国。国", [2000, 2000, 2000]),
        ("国。」国", [2500, 2500, 3000]),
        ("国」「国", [2500, 2500, 2500]),
        ("国，「国", [2500, 2500, 2500]),
        ("国「『国", [2500, 2500, 2500]),
        ("国』」国", [2500, 2500, 2500]),
    ];
    for mode in MODES {
        for (words, expected) in table {
            let found = [(Region::Japan, "ja"), (Region::Mainland, "zh-Hans-CN"), (Region::Taiwan, "zh-Hant-TW")]
                .map(|(region, tag)| distance(words, mode, region, tag));
            assert_eq!(found, expected, "{words} {mode:?}");
        }
    }
}

/// JLREQ 3.2.6: a quarter em between Han and Western text, typed space or not.
#[test]
fn a_typed_space_is_the_gap_that_stands_there_anyway() {
    let bare = set_text("字abc字", WritingMode::HorizontalTb, Region::Taiwan, "zh-Hant-TW", 20);
    let typed = set_text("字 abc 字", WritingMode::HorizontalTb, Region::Taiwan, "zh-Hant-TW", 20);
    assert_eq!(bare[0].inline_size, typed[0].inline_size);
}

#[test]
fn markup_changes_no_break_and_no_gap() {
    let mut ids = NodeIds::default();
    for mode in MODES {
        let plain = set(&[text(&mut ids, MIXED, "zh-Hant-TW")], mode, Region::Taiwan, "zh-Hant-TW", 17, 2).0;
        let pieces: Vec<Inline> = MIXED
            .split_inclusive(['，', '「', '；', '）'])
            .map(|piece| {
                let inner = text(&mut ids, piece, "zh-Hant-TW");
                Inline { id: ids.fresh(), span: None, kind: InlineKind::Styled(Style::ProperName, vec![inner]) }
            })
            .collect();
        let marked = set(&pieces, mode, Region::Taiwan, "zh-Hant-TW", 17, 2).0;
        assert_eq!(dump(&plain), dump(&marked));
    }
}

/// CLREQ: the dash and the ellipsis are units of two em that never part.
#[test]
fn dashes_and_ellipses_take_two_em() {
    for mode in MODES {
        for (region, tag) in REGIONS {
            for words in ["国——国", "国……国"] {
                let lines = set_text(words, mode, region, tag, 40);
                assert_eq!(lines[0].inline_size, em() * 6, "{words} {mode:?} {region:?}");
            }
        }
    }
}

#[test]
fn two_digits_stand_in_one_cell_of_a_vertical_line() {
    let mut ids = NodeIds::default();
    let digits = text(&mut ids, "12", "zh-Hant-TW");
    let cell = Inline { id: ids.fresh(), span: None, kind: InlineKind::Styled(Style::TateChuYoko, vec![digits]) };
    let content = [text(&mut ids, "第", "zh-Hant-TW"), cell, text(&mut ids, "期", "zh-Hant-TW")];
    let (lines, _) = set(&content, WritingMode::VerticalRl, Region::Taiwan, "zh-Hant-TW", 20, 0);
    let combined = lines[0].runs.iter().find(|run| run.setting == GlyphSetting::Combined).unwrap();
    assert_eq!((combined.inline, combined.text.as_str()), (em(), "12"));
    assert!(combined.advance <= em());
    assert_eq!(lines[0].inline_size, em() * 3);
}

/// JLREQ 3.3.6: ruby shorter than its base keeps half the space between at its ends.
#[test]
fn a_short_reading_is_spread_over_its_base() {
    let mut ids = NodeIds::default();
    let segment = RubySegment { base: run("東西南北", "ja"), reading: run("ほうい", "ja") };
    let ruby = Ruby { script: RubyScript::Kana, segments: vec![segment], under: None };
    let content = [Inline { id: ids.fresh(), span: None, kind: InlineKind::Ruby(ruby) }];
    for mode in MODES {
        let (lines, _) = set(&content, mode, Region::Japan, "ja", 20, 0);
        let reading = &lines[0].interlinear[0];
        assert_eq!(reading.size, em().scale(1, 2));
        let ends = reading.inline.to_units();
        let after = (em() * 4 - reading.inline - reading.advance).to_units();
        assert!((ends - after).abs() <= 2 && ends > 0, "{ends} {after}");
        assert_eq!(reading.block, -em().scale(3, 4));
    }
}

#[test]
fn bopomofo_reserves_its_strip_in_horizontal_lines_alone() {
    let mut ids = NodeIds::default();
    let segment = RubySegment { base: run("霾", "zh-Hant-TW"), reading: run("ㄇㄞˊ", "zh-Hant-TW") };
    let ruby = Ruby { script: RubyScript::Bopomofo, segments: vec![segment], under: None };
    let content = [Inline { id: ids.fresh(), span: None, kind: InlineKind::Ruby(ruby) }];
    let sizes = MODES.map(|mode| set(&content, mode, Region::Taiwan, "zh-Hant-TW", 20, 0).0[0].inline_size);
    assert_eq!(sizes, [em().scale(3, 2), em()]);
}

#[test]
fn a_character_that_no_font_has_is_a_finding_and_keeps_its_text() {
    let mut ids = NodeIds::default();
    let (lines, report) = set(&[text(&mut ids, "字\u{13000}字", "ja")], WritingMode::VerticalRl, Region::Japan, "ja", 20, 0);
    assert_eq!(report.findings().len(), 1);
    assert_eq!(joined(&lines), "字\u{13000}字");
}

/// CSS Text 3, 5.5: text never leaves the page for want of a break.
#[test]
fn a_word_longer_than_the_measure_is_broken_reported_and_never_lost() {
    let word = "Donaudampfschifffahrtsgesellschaft";
    for mode in MODES {
        let mut ids = NodeIds::default();
        let (lines, report) = set(&[text(&mut ids, word, "zh-Hant-TW")], mode, Region::Taiwan, "zh-Hant-TW", 4, 0);
        assert_eq!(joined(&lines), word);
        assert!(lines.len() > 2 && lines.iter().all(|line| line.inline_size <= em() * 4), "{mode:?}");
        assert_eq!(report.findings().iter().map(|finding| finding.code.id()).collect::<Vec<_>>(), ["LN004"]);
    }
}

#[test]
fn a_part_of_an_address_longer_than_the_measure_is_broken_too() {
    let mut ids = NodeIds::default();
    let address = "見https://example.org/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz/index.html。";
    let (lines, report) = set(&[text(&mut ids, address, "zh-Hant-TW")], WritingMode::VerticalRl, Region::Taiwan, "zh-Hant-TW", 10, 0);
    assert_eq!(joined(&lines), address);
    assert!(report.findings().iter().all(|finding| finding.code.id() == "LN004"), "{:?}", report.findings());
}

#[test]
fn numbers_of_references_stand_upright_in_vertical_lines() {
    let mut ids = NodeIds::default();
    let id = ids.fresh();
    let content = [Inline { id, span: None, kind: InlineKind::Reference { target: "#f".to_owned(), page: false } }];
    let resolved = Resolved { references: [(id, "圖12之3".to_owned())].into(), ..Resolved::default() };
    let language = Language::new("zh-Hant-TW").unwrap();
    let paragraph =
        Paragraph { content: &content, owner: None, style: TextStyle { size: em(), role: FontRole::Serif }, language: &language };
    let settings = LineSettings {
        mode: WritingMode::VerticalRl,
        region: Region::Taiwan,
        measure: em() * 20,
        first_indent: Length::ZERO,
        indent: Length::ZERO,
        alignment: Alignment::Start,
    };
    let environment =
        Environment { fonts: bundled(), resolved: &resolved, pairings: &Default::default(), readings: Default::default(), rules: None };
    let lines = compose(&paragraph, &settings, &environment, &mut Report::default());
    let settings: Vec<_> = lines[0].runs.iter().map(|run| (run.text.as_str(), run.setting)).collect();
    assert_eq!(settings, [("圖", GlyphSetting::Upright), ("12", GlyphSetting::Combined), ("之3", GlyphSetting::Upright)]);
}

/// Proves: SPC-08 [JA] [HV]: the blank after a mark that ends a sentence begins no line and takes no room at a line's end.
#[test]
fn the_blank_after_a_question_is_dropped_at_a_line_end() {
    for mode in MODES {
        for before in 1..20 {
            let words = format!("{}か？　そう答えた。国国国国国国国国国国", "国".repeat(before));
            let lines = set_text(&words, mode, Region::Japan, "ja", 12);
            assert_eq!(joined(&lines), words, "{mode:?} {before}");
            for line in &lines[..lines.len() - 1] {
                let text: String = line.runs.iter().map(|run| run.text.as_str()).collect();
                assert!(!text.starts_with('\u{3000}'), "{mode:?} {before} {text}");
                if text.ends_with("？　") {
                    assert_eq!(line.inline_size, em() * 12, "{mode:?} {before} {text}");
                }
            }
        }
    }
}
