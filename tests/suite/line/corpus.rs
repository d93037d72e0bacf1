//! Real texts, of the folder that FUZI_CORPUS names: what holds for every line of a book (requirements KIN and ADJ).

use std::path::Path;
use std::path::PathBuf;
use std::time::Instant;

use fuzi::book::BlockPart;
use fuzi::book::Division;
use fuzi::book::Inline;
use fuzi::book::InlineKind;
use fuzi::book::NodeIds;
use fuzi::book::Ruby;
use fuzi::book::RubyScript;
use fuzi::book::RubySegment;
use fuzi::book::TextRun;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::diag::SourceMap;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::unicode::Language;
use rayon::prelude::*;

use super::composed::MODES;
use super::composed::REGIONS;
use super::composed::Setting;
use super::composed::Tally;
use super::composed::check;
use super::composed::expect_nothing_wrong;
use super::composed::text;
use crate::aozora::imported;

/// A text as paragraphs.
struct Text {
    name: String,
    language: &'static str,
    paragraphs: Vec<Vec<Inline>>,
}

const MEASURES: [i64; 3] = [12, 25, 40];

/// Files of a folder and of those in it, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// What stands before a reading in the notation of Aozora Bunko: from the bar, or the Han before it.
fn base_start(words: &str) -> usize {
    if let Some(at) = words.rfind('｜') {
        return at + '｜'.len_utf8();
    }
    let han = |character: char| matches!(character, '\u{3400}'..='\u{9FFF}' | '々' | '〇' | '〆' | 'ヶ');
    words.char_indices().rev().take_while(|(_, character)| han(*character)).last().map_or(words.len(), |(at, _)| at)
}

/// A line of plain text with readings in 《》.
fn inlines(words: &str, language: &str, ids: &mut NodeIds) -> Vec<Inline> {
    let run = |text: &str| TextRun { text: text.to_owned(), language: Language::new(language).unwrap(), map: SourceMap::default() };
    let mut content = Vec::new();
    let mut rest = words;
    while let Some((before, reading, after)) = rest.split_once('《').and_then(|(before, rest)| {
        let (reading, after) = rest.split_once('》')?;
        let is_reading = !reading.is_empty()
            && reading
                .chars()
                .all(|character| ('ぁ'..='ヿ').contains(&character) || ('ㄅ'..='ㄯ').contains(&character) || "ˊˇˋ˙".contains(character));
        is_reading.then_some((before, reading, after))
    }) {
        let start = base_start(before);
        let (plain, base) = before.split_at(start);
        let plain = plain.trim_end_matches('｜');
        if !plain.is_empty() {
            content.push(text(ids, plain, language));
        }
        if base.is_empty() {
            content.push(text(ids, &format!("《{reading}》"), language));
        } else {
            let script =
                if reading.contains(|character| ('ㄅ'..='ㄯ').contains(&character)) { RubyScript::Bopomofo } else { RubyScript::Kana };
            let ruby = Ruby { script, segments: vec![RubySegment { base: run(base), reading: run(reading) }], under: None };
            content.push(Inline { id: ids.fresh(), span: None, kind: InlineKind::Ruby(ruby) });
        }
        rest = after;
    }
    if !rest.is_empty() {
        content.push(text(ids, rest, language));
    }
    content
}

/// Paragraphs of plain text: lines that follow each other are one, unless they are indented.
fn plain(source: &str, language: &str) -> Vec<Vec<Inline>> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut open = false;
    for line in source.lines() {
        let words = line.trim();
        let continues = open && !line.starts_with(['\u{3000}', ' ']) && language != "ja";
        open = !words.is_empty();
        match paragraphs.last_mut() {
            Some(paragraph) if continues && open => paragraph.push_str(words),
            _ if open => paragraphs.push(words.to_owned()),
            _ => {}
        }
    }
    let mut ids = NodeIds::default();
    paragraphs.iter().map(|words| inlines(words, language, &mut ids)).collect()
}

/// The strings of a JSON file, one a paragraph.
fn json(value: &serde_json::Value, language: &str, paragraphs: &mut Vec<Vec<Inline>>) {
    match value {
        serde_json::Value::String(words) => paragraphs.push(vec![text(&mut NodeIds::default(), words, language)]),
        serde_json::Value::Array(items) => items.iter().for_each(|item| json(item, language, paragraphs)),
        serde_json::Value::Object(map) => map.values().for_each(|item| json(item, language, paragraphs)),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

/// All that a manuscript says in lines.
fn of_divisions(divisions: &[Division]) -> Vec<Vec<Inline>> {
    let mut paragraphs = Vec::new();
    for division in divisions {
        division.walk(&mut |block| {
            for part in block.parts() {
                if let BlockPart::Text(content) = part {
                    paragraphs.push(content.to_vec());
                }
            }
        });
    }
    paragraphs
}

fn markdown(source: &str, language: &str) -> Vec<Vec<Inline>> {
    let settings = format!(
        "schema = 1\nslug = \"a\"\n[book]\nlanguage = \"{language}\"\ntitle = \"書\"\nmodified = 2020-01-01\nfiles = \"a.md\"\n[edition.vertical]\n"
    );
    let files = MemoryFiles::new("a").with("book.toml", settings).with("a.md", source);
    let (context, mut report) = (Context::default(), Report::default());
    let opened = Manuscript::open(std::sync::Arc::new(files), &context, &mut report);
    let mut manuscript = opened.unwrap_or_else(|_| panic!("{:?}", report.findings()));
    let book = fuzi::markdown::read(&mut manuscript, &context, &mut report);
    book.map(|book| of_divisions(&book.divisions)).unwrap_or_default()
}

fn read(path: &Path) -> Option<Text> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let simple = ["唐诗", "沉沦", "lunyu", "caocao", "quantangshi", "shenglv", "huajian"].iter().any(|part| name.contains(part));
    let japanese = path.components().any(|part| part.as_os_str() == "1-ja-aozora");
    let language = if japanese {
        "ja"
    } else if simple {
        "zh-Hans-CN"
    } else {
        "zh-Hant-TW"
    };
    if japanese {
        let division = path.extension().filter(|extension| *extension == "txt").and_then(|_| imported(path).0.divisions.pop())?;
        return Some(Text { name, language, paragraphs: of_divisions(&[division]) });
    }
    let source = String::from_utf8(std::fs::read(path).unwrap()).ok()?;
    let paragraphs = match path.extension()?.to_str()? {
        "txt" => plain(&source, language),
        "md" => markdown(&source, language),
        "json" => {
            let mut paragraphs = Vec::new();
            json(&serde_json::from_str(&source).unwrap(), language, &mut paragraphs);
            paragraphs
        }
        _ => return None,
    };
    Some(Text { name, language, paragraphs })
}

/// Proves: KIN-02 [ALL] [HV], KIN-03 [ALL] [HV]: in real books no mark stands where it is barred without a finding, at three measures.
/// Proves: ADJ-01 [ALL] [HV]: in real books full lines end on the measure to the unit, at three measures.
///
/// A sample of the texts; all of them when FUZI_FULL is 1.
#[test]
fn real_books_keep_the_rules() {
    let Some(corpus) = std::env::var_os("FUZI_CORPUS") else {
        eprintln!("skipped: FUZI_CORPUS names no folder of texts");
        return;
    };
    let all = std::env::var("FUZI_FULL").is_ok_and(|value| value == "1");
    let started = Instant::now();
    let paths: Vec<PathBuf> = ["1-ja-aozora", "2-zh"].iter().flat_map(|folder| files(&Path::new(&corpus).join(folder))).collect();
    let mut sum = Tally::default();
    let mut count = 0;
    for path in paths {
        let Some(mut read) = read(&path) else { continue };
        if !all {
            // Every fortieth paragraph, and of endless ones the beginning.
            read.paragraphs = read.paragraphs.into_iter().step_by(40).filter(|paragraph| length(paragraph) < 3000).collect();
        }
        let region = REGIONS.iter().find(|(language, _)| *language == read.language).unwrap().1;
        let settings = MODES.iter().flat_map(|&mode| MEASURES.map(|measure| Setting { language: read.language, region, mode, measure }));
        let settings: Vec<Setting> = settings.collect();
        let tally = read
            .paragraphs
            .par_iter()
            .flat_map(|paragraph| settings.par_iter().map(move |setting| check(paragraph, *setting)))
            .reduce(Tally::default, Tally::add);
        if tally.wrong_count > 0 {
            eprintln!("{}: {} things are wrong", read.name, tally.wrong_count);
        }
        count += 1;
        sum = sum.add(tally);
    }
    let seconds = started.elapsed().as_secs_f32();
    let Tally { paragraphs, characters, lines, short, findings, .. } = &sum;
    eprintln!(
        "corpus: {count} texts, {paragraphs} paragraphs, {characters} characters, {lines} lines, {short} short, {findings:?}, {seconds:.1} s"
    );
    expect_nothing_wrong(&sum);
}

fn length(content: &[Inline]) -> usize {
    let mut length = 0;
    content.iter().for_each(|inline| {
        inline.walk(&mut |inline| {
            if let InlineKind::Text(run) = &inline.kind {
                length += run.text.len();
            }
        });
    });
    length
}
