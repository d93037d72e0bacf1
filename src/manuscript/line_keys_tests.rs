//! `[line]` as authors write it, right and wrong.

use std::sync::Arc;

use super::*;
use crate::diag::Context;
use crate::diag::Position;
use crate::diag::Sources;
use crate::manuscript::Edition;
use crate::manuscript::Manuscript;
use crate::manuscript::MemoryFiles;
use crate::manuscript::Readings;

/// Six lines before `[line]`, the seventh.
const HEAD: &str = r#"schema = 1
[book]
language = "LANGUAGE"
title = "水"
modified = 2020-04-02
files = ["a.md"]
"#;
const EDITIONS: &str = "\n[edition.vertical]\n[edition.horizontal]\n";

fn open(book: &str) -> (Vec<Edition>, Vec<String>) {
    let files = MemoryFiles::new("water").with("book.toml", book).with("a.md", "一");
    let (mut report, mut sources) = (Report::default(), Sources::default());
    let result = Manuscript::open_with(Arc::new(files), &mut sources, &Context::default(), &mut report);
    report.merge_editions();
    let told = |finding: &Diagnostic| {
        let Position { line, column } = sources.position(finding.span.unwrap());
        let arguments: Vec<&str> = finding.arguments.iter().map(|(_, value)| value.as_str()).collect();
        format!("{} {line}:{column} {}", finding.code.id(), arguments.join(" | "))
    };
    let findings = report.findings().iter().map(told).collect();
    (result.map_or(Vec::new(), |manuscript| manuscript.editions), findings)
}

fn of(language: &str, line: &str) -> (Vec<Edition>, Vec<String>) {
    open(&format!("{}[line]\n{line}{EDITIONS}", HEAD.replace("LANGUAGE", language)))
}

fn findings(language: &str, line: &str) -> Vec<String> {
    of(language, line).1
}

#[test]
fn every_key_of_a_line_is_read() {
    let line = r#"kinsoku = "gb"
punctuation = "kaiming"
hanging = "allow"
adjustment = "default"
prefer = "stretch"
breaker = "greedy"
autospace = "eighth"
ruby-overhang = "kana-half"
ruby-alignment = "shoulder"
line-end = "half"
no-line-start = "々 ー"
no-line-end = "￥"
may-start-line = "・"
may-end-line = ""
[line.marks]
"。" = "half"
"、" = { before = 0, body = 0.5, after = 0.25 }
"–" = { class = "Comma", width = "rigid" }"#;
    let (editions, findings) = of("zh-Hans-CN", line);
    assert_eq!(findings, [""; 0]);
    let options = &editions[0].line;
    assert_eq!(options, &editions[1].line);
    assert_eq!(options.kinsoku.unwrap().value, Kinsoku::Gb);
    assert_eq!(options.punctuation.unwrap().value, WidthStyle::Kaiming);
    assert_eq!(options.hanging.unwrap().value, Hanging::Allow);
    assert_eq!(options.adjustment.unwrap().value, AdjustmentOrder::Default);
    assert_eq!(options.prefer.unwrap().value, Preference::Stretch);
    assert_eq!(options.breaker.unwrap().value, Breaker::Greedy);
    assert_eq!(options.autospace.unwrap().value, Autospace::Eighth);
    assert_eq!(options.readings(), Readings { overhang: RubyOverhang::KanaHalf, alignment: RubyAlignment::Shoulder });
    assert_eq!(options.line_end.unwrap().value, MarkAtLineEnd::Half);
    let lists = [&options.no_line_start, &options.no_line_end, &options.may_start_line, &options.may_end_line];
    assert_eq!(lists.map(|list| list.as_ref().unwrap().value.as_str()), ["々ー", "￥", "・", ""]);
    let marks: Vec<_> = options.marks.iter().map(|mark| (mark.mark, mark.width, mark.class)).collect();
    let parts = MarkWidth::Parts { before: 0, body: 500, after: 250 };
    let expected = [('–', Some(MarkWidth::Rigid), Some(MarkClass::Comma)), ('、', Some(parts), None), ('。', Some(MarkWidth::Half), None)];
    assert_eq!(marks, expected);
}

#[test]
fn an_edition_overrides_key_by_key_and_mark_by_mark() {
    let line = "hanging = \"allow\"\nprefer = \"stretch\"\nno-line-start = \"々\"\nmarks = { \"。\" = \"half\", \"、\" = \"half\" }\n\
                [edition.vertical.line]\nhanging = \"off\"\nno-line-start = \"\"\nmarks = { \"。\" = \"full\" }\n[edition.horizontal]\n";
    let (editions, findings) = open(&format!("{}[line]\n{line}", HEAD.replace("LANGUAGE", "ja")));
    assert_eq!(findings, [""; 0]);
    let [vertical, horizontal] = &editions[..] else { panic!("two editions") };
    assert_eq!((vertical.line.hanging.unwrap().value, horizontal.line.hanging.unwrap().value), (Hanging::Off, Hanging::Allow));
    assert_eq!(vertical.line.prefer, horizontal.line.prefer);
    assert_eq!(vertical.line.no_line_start.as_ref().unwrap().value, "");
    let widths = |edition: &Edition| edition.line.marks.iter().map(|mark| (mark.mark, mark.width.unwrap())).collect::<Vec<_>>();
    assert_eq!(widths(vertical), [('、', MarkWidth::Half), ('。', MarkWidth::Full)]);
    assert_eq!(widths(horizontal), [('、', MarkWidth::Half), ('。', MarkWidth::Half)]);
}

#[test]
fn an_unknown_word_or_key_is_told_with_its_place() {
    assert_eq!(findings("ja", "hanging = \"yes\""), ["BT003 8:11 line.hanging | `yes` | write one of: \"off\", \"allow\", \"force\""]);
    assert_eq!(findings("ja", "hangin = \"off\""), ["BT002 8:1 line.hangin | did you mean `hanging`?"]);
    let unknown = findings("ja", "marks = { \"。\" = { class = \"FulStop\" } }");
    assert!(unknown[0].starts_with("BT003 8:27 line.marks.。.class | `FulStop` | write one of: \"OpeningBracket\","), "{unknown:?}");
    assert_eq!(findings("ja", "no-line-start = \"々\\n\"").len(), 1);
}

#[test]
fn a_word_of_another_region_is_told_once_for_all_editions() {
    let expected =
        "BT003 8:11 line.kinsoku | `gb` | an edition of region ja takes one of: \"very-strict\", \"strict\", \"loose\", \"very-loose\"";
    assert_eq!(findings("ja", "kinsoku = \"gb\""), [expected]);
    assert!(findings("zh-Hant-TW", "punctuation = \"jlreq\"")[0].starts_with("BT003 8:15 line.punctuation | `jlreq`"));
    assert!(findings("zh-Hant-HK", "adjustment = \"books\"")[0].ends_with("region zh-Hant-HK takes one of: \"default\""));
    assert_eq!(findings("zh-Hans-CN", "kinsoku = \"strict\"\npunctuation = \"plain\""), [""; 0]);
}

#[test]
fn a_mark_is_one_character_with_a_form_or_a_class() {
    let key = findings("ja", "marks = { \"——\" = \"half\" }");
    assert_eq!(key, ["BT003 8:11 line.marks | the key `——` | write one character in quotation marks, such as \"。\" = \"half\""]);
    assert!(findings("ja", "marks = { \"\" = \"half\" }")[0].starts_with("BT003 8:11"));
    assert!(findings("ja", "marks = { \"。\" = \"wide\" }")[0].ends_with("write one of: \"full\", \"half\", \"rigid\""));
    assert!(findings("ja", "marks = { \"。\" = {} }")[0].ends_with("write `class`, `width`, or `before`, `body` and `after`"));
    assert!(findings("ja", "marks = { \"。\" = { width = \"half\", body = 1 } }")[0].contains("write either `width`"));
    for wrong in ["2.001", "-1", "0.1234", "3", "\"½\"", "1e1", "inf"] {
        let told = findings("ja", &format!("marks = {{ \"。\" = {{ body = {wrong} }} }}"));
        assert!(told[0].ends_with("write a number from 0 to 2 with at most three decimals"), "{wrong}: {told:?}");
    }
}

#[test]
fn a_character_that_may_and_may_not_stand_there_is_refused() {
    let both = "no-line-start = \"々ー\"\nmay-start-line = \"ーっ\"";
    let expected = "BT003 9:18 line.may-start-line | `ー` | `no-line-start` has this character too; take it out of one of the two";
    assert_eq!(findings("ja", both), [expected]);
    assert_eq!(findings("ja", "no-line-end = \"々\"\nmay-start-line = \"々\""), [""; 0]);
}
