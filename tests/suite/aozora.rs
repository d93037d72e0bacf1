//! Every work of a folder of Aozora Bunko's texts: what import reads is what stands in the files, and reads back the same.
//!
//! The folder is `1-ja-aozora` of the corpus that `FUZI_CORPUS` names.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use fuzi::book::Block;
use fuzi::book::BlockKind;
use fuzi::book::Book;
use fuzi::book::Division;
use fuzi::book::NodeIds;
use fuzi::book::dump_book;
use fuzi::book::plain_text;
use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::diag::Severity;
use fuzi::diag::Sources;
use fuzi::import::Imported;
use fuzi::import::Request;
use fuzi::import::import;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::markdown::read;
use fuzi::unicode::Language;

/// A folder of the corpus; none, with a reason printed, when it is not there.
pub fn corpus(folder: &str) -> Option<PathBuf> {
    let Some(corpus) = std::env::var_os("FUZI_CORPUS") else {
        println!("skipped: FUZI_CORPUS names no corpus");
        return None;
    };
    let path = Path::new(&corpus).join(folder);
    if !path.is_dir() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

pub fn texts(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths
}

pub fn imported(path: &Path) -> (Imported, Report, Sources) {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let (mut report, mut sources) = (Report::default(), Sources::default());
    let request = Request { name: &name, bytes: &bytes, folder: "work", ..Request::default() };
    let imported = import(&request, &mut sources, &mut report);
    let imported = imported.unwrap_or_else(|_| panic!("{name}: {:?}", report.findings()));
    (imported, report, sources)
}

fn found(imported: &Imported, name: &str) -> usize {
    imported.found.iter().find(|(known, _)| *known == name).map_or(0, |(_, count)| *count)
}

/// The tree as a dump, by which trees are compared without their ids and places.
fn dump(division: &Division) -> String {
    let book = Book { language: division.language.clone(), divisions: vec![division.clone()], ids: NodeIds::default() };
    dump_book(&book)
}

/// The division that the written project reads back to, and the findings.
pub fn read_back(imported: &Imported) -> (Division, Report) {
    let files = imported.files.iter().fold(MemoryFiles::new("work"), |files, file| files.with(&file.path, file.bytes.clone()));
    let mut report = Report::default();
    let context = Context::default();
    let mut manuscript = Manuscript::open(Arc::new(files), &context, &mut report).unwrap_or_else(|_| panic!("{:?}", report.findings()));
    let book = read(&mut manuscript, &context, &mut report).unwrap_or_else(|_| panic!("{:?}", report.findings()));
    (book.divisions.into_iter().next().unwrap(), report)
}

/// Where two dumps part, with a line before.
fn difference(one: &str, other: &str) -> String {
    let at = one.lines().zip(other.lines()).position(|(one, other)| one != other).unwrap_or(one.lines().count().min(other.lines().count()));
    let show = |text: &str| text.lines().skip(at.saturating_sub(2)).take(4).collect::<Vec<_>>().join("\n");
    format!("line {at}:\n{}\n---\n{}", show(one), show(other))
}

/// Checks that a project reads back to the tree that it was written from.
pub fn assert_reads_back(name: &str, imported: &Imported) {
    let [division] = &imported.divisions[..] else { return };
    let (mut back, _) = read_back(imported);
    back.name.clone_from(&division.name);
    let (written, read) = (dump(division), dump(&back));
    assert!(written == read, "{name}: {}", difference(&written, &read));
}

#[test]
fn every_work_reads_back_to_the_tree_it_was_written_from() {
    let Some(folder) = corpus("1-ja-aozora") else { return };
    for path in texts(&folder) {
        let (imported, report, _) = imported(&path);
        let grave: Vec<_> = report.findings().iter().filter(|finding| finding.severity() >= Severity::Error).collect();
        assert!(grave.is_empty(), "{}: {grave:?}", path.display());
        assert_reads_back(&path.display().to_string(), &imported);
    }
}

/// A row of INDEX.tsv: file, and the counts of 《, ［＃, ※［＃ and 割り注.
fn index(folder: &Path) -> Vec<(String, [usize; 4])> {
    let table = std::fs::read_to_string(folder.join("INDEX.tsv")).unwrap();
    let mut lines = table.lines();
    let names: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let column = |name: &str| names.iter().position(|other| *other == name).unwrap();
    let columns = ["ruby", "notes", "gaiji", "warichu"].map(column);
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            (fields[0].to_owned(), columns.map(|column| fields[column].parse().unwrap()))
        })
        .collect()
}

/// The explanation of symbols of a file, whose examples the index counts too.
fn legend(text: &str) -> &str {
    let rule = "-".repeat(55);
    let mut places = text.match_indices(&rule).map(|(at, _)| at);
    match (places.next(), places.next()) {
        (Some(first), Some(last)) => &text[first..last],
        _ => "",
    }
}

#[test]
fn counts_are_those_of_the_index() {
    let Some(folder) = corpus("1-ja-aozora") else { return };
    let mut differences = Vec::new();
    for (file, [ruby, notes, gaiji, warichu]) in index(&folder) {
        let (imported, _, sources) = imported(&folder.join(&file));
        let text = source(&sources);
        let legend = legend(&text);
        let of_legend = |mark: &str| legend.matches(mark).count();
        let mut compare = |what: &str, indexed: usize, counted: usize| {
            if indexed != counted {
                differences.push(format!("{file}: {what} {indexed} in the index, {counted} counted"));
            }
        };
        // A 《 that is no reading stays in the text and is counted there.
        compare(
            "ruby",
            ruby,
            found(&imported, "readings")
                + found(&imported, "brackets-that-are-text")
                + found(&imported, "readings-in-annotations")
                + of_legend("《"),
        );
        compare("notes", notes, found(&imported, "annotations") + of_legend("［＃"));
        compare("gaiji", gaiji, found(&imported, "gaiji") + of_legend("※［＃"));
        // The index counts the word, which begins and ends each.
        compare("warichu", warichu, text.matches("割り注").count());
        let begun = text.matches("［＃割り注］").count() + text.matches("［＃ここから割り注］").count();
        compare("warichu begun", begun, found(&imported, "warichu"));
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
}

fn source(sources: &Sources) -> String {
    let mut report = Report::default();
    let _ = &mut report;
    sources.file(first_file()).text.to_string()
}

/// The id that the first file of sources has.
fn first_file() -> fuzi::diag::FileId {
    Sources::default().add("", "")
}

/// The base text of blocks in order, without white space and without notes.
fn base_text(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(content) => out.push_str(&plain_text(content)),
            BlockKind::Heading(heading) => out.push_str(&plain_text(&heading.content)),
            BlockKind::Figure(figure) => out.push_str(&plain_text(&figure.caption)),
            BlockKind::Container(_, blocks) => base_text(blocks, out),
            _ => {}
        }
    }
}

/// A second reader of Aozora's notation, which knows no more than how to leave it out.
mod strip {
    use std::collections::BTreeMap;

    /// The text of a file without notation and white space; gaiji by `characters`, where they have a number.
    pub fn strip(text: &str, characters: &BTreeMap<String, String>) -> String {
        let mut out: Vec<char> = Vec::new();
        let text: Vec<char> = text.chars().collect();
        let mut at = 0;
        while at < text.len() {
            let two: String = text[at..text.len().min(at + 2)].iter().collect();
            let three: String = text[at..text.len().min(at + 3)].iter().collect();
            if text[at] == '※' && two.len() > 3 && three.ends_with("［＃") {
                let end = close(&text, at + 1);
                let inside: String = text[at + 3..end].iter().collect();
                match inside.as_str() {
                    exclaim if exclaim.starts_with("感嘆符三つ") => out.extend("!!!".chars()),
                    described => out.extend(characters.get(described).cloned().unwrap_or_else(|| "〓".to_owned()).chars()),
                }
                at = end + 1;
            } else if two == "［＃" {
                let end = close(&text, at);
                let inside: String = text[at + 2..end].iter().collect();
                let kana = inside.strip_prefix('（').and_then(|inside| inside.strip_suffix('）'));
                let is_return = inside.chars().count() <= 3 && inside.chars().all(|mark| "一二三四五上中下甲乙丙丁レ".contains(mark));
                match kana {
                    Some(kana) => out.extend(strip(kana, characters).chars()),
                    None if is_return => out.extend(inside.chars()),
                    None => {}
                }
                at = end + 1;
            } else if text[at] == '《' && !out.is_empty() && has_word(&text, at) {
                while text[at] != '》' {
                    at += 1;
                }
                at += 1;
            } else if text[at].is_whitespace() || text[at] == '｜' && marks_a_word(&text, at) {
                at += 1;
            } else if three == "／″＼" {
                out.extend("〴〵".chars());
                at += 3;
            } else if two == "／＼" {
                out.extend("〳〵".chars());
                at += 2;
            } else if text[at] == '〔'
                && let Some(length) = text[at..].iter().position(|other| *other == '〕')
                && let inner = text[at + 1..at + length].iter().collect::<String>()
                && let joined = join_letters(&inner)
                && joined != inner
            {
                out.extend(strip(&joined, characters).chars());
                at += length + 1;
            } else {
                out.push(text[at]);
                at += 1;
            }
        }
        out.into_iter().collect()
    }

    /// Where the bracket closes that opens at `at`.
    fn close(text: &[char], at: usize) -> usize {
        let mut depth = 0;
        for (index, character) in text.iter().enumerate().skip(at) {
            match character {
                '［' => depth += 1,
                '］' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return index;
            }
        }
        text.len() - 1
    }

    /// Whether a reading follows the bar on its line before another bar.
    fn marks_a_word(text: &[char], at: usize) -> bool {
        text[at + 1..].iter().find(|character| matches!(character, '《' | '｜' | '\n')) == Some(&'《')
    }

    /// Whether a letter stands before the bracket, which a reading needs.
    fn has_word(text: &[char], at: usize) -> bool {
        let before = text[..at].iter().rev().find(|character| **character != '］');
        before.is_some_and(|before| before.is_alphanumeric() || "々〆ヶーヽゝ〇〕＋－'\"!?.)＆-".contains(*before)) || text[at - 1] == '］'
    }

    /// Latin letters and signs put together by Unicode's own names of the signs.
    fn join_letters(text: &str) -> String {
        const TABLE: &[&str] = &[
            "A`À", "A'Á", "A^Â", "A:Ä", "C,Ç", "E`È", "E'É", "E^Ê", "E:Ë", "O:Ö", "U:Ü", "N~Ñ", "a`à", "a'á", "a^â", "a~ã", "a:ä", "a_ā",
            "c,ç", "e`è", "e'é", "e^ê", "e:ë", "e_ē", "i`ì", "i'í", "i^î", "i:ï", "i_ī", "n~ñ", "o`ò", "o'ó", "o^ô", "o~õ", "o:ö", "o_ō",
            "u`ù", "u'ú", "u^û", "u:ü", "u_ū", "y'ý", "s&ß", "o/ø", "O/Ø", "a&å", "A&Å", "I'Í", "O'Ó", "U_Ū", "O_Ō", "A_Ā",
        ];
        let mut text = text.replace("ae&", "æ").replace("oe&", "œ").replace("AE&", "Æ").replace("OE&", "Œ");
        for entry in TABLE {
            let letters: Vec<char> = entry.chars().collect();
            text = text.replace(&format!("{}{}", letters[0], letters[1]), &letters[2].to_string());
        }
        text
    }
}

/// What the descriptions of gaiji with a number mean, by a second reader of the table.
fn characters(text: &str) -> std::collections::BTreeMap<String, String> {
    let table = include_str!("../../assets/import/jisx0213.tsv");
    let rows: std::collections::BTreeMap<&str, Vec<&str>> = table
        .lines()
        .map(|line| {
            let mut fields = line.split('\t');
            (fields.next().unwrap(), fields.collect())
        })
        .collect();
    let mut found = std::collections::BTreeMap::new();
    for piece in text.split("※［＃").skip(1) {
        let inside = piece.split('］').next().unwrap();
        let unicode = inside.split("U+").nth(1).map(|rest| rest.chars().take_while(char::is_ascii_hexdigit).collect::<String>());
        let numbers: Vec<&str> = inside.rsplit('、').next().unwrap().split("水準").last().unwrap().split('-').collect();
        let character = match (unicode, &numbers[..]) {
            (Some(digits), _) => char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).map(String::from),
            (None, [plane, row, cell]) if cell.parse::<usize>().is_ok() => rows
                .get(format!("{plane}-{row}").as_str())
                .and_then(|cells| cells.get(cell.parse::<usize>().unwrap() - 1))
                .map(|character| (*character).to_owned()),
            _ => None,
        };
        found.extend(character.map(|character| (inside.to_owned(), character)));
    }
    found
}

#[test]
fn the_text_is_the_file_without_its_annotations() {
    let Some(folder) = corpus("1-ja-aozora") else { return };
    let mut differences = Vec::new();
    for path in texts(&folder) {
        let (imported, _, sources) = imported(&path);
        let text = source(&sources);
        let legend = legend(&text);
        let division = &imported.divisions[0];
        // The head is in the front matter; what follows the first empty line is the text.
        let start = text.find("\n\n").unwrap();
        let body = text[start..].replace(legend, "").replace(&"-".repeat(55), "").replacen("-\n", "\n", 1);
        let expected = strip::strip(&body, &characters(&text));
        let mut read = String::new();
        base_text(&division.blocks, &mut read);
        read.retain(|character| !character.is_whitespace());
        if read != expected {
            let at = read
                .chars()
                .zip(expected.chars())
                .position(|(one, other)| one != other)
                .unwrap_or(read.chars().count().min(expected.chars().count()));
            let show = |text: &str| text.chars().skip(at.saturating_sub(12)).take(40).collect::<String>();
            let code = |text: &str| text.chars().nth(at).map(u32::from);
            let (one, other) = (code(&read), code(&expected));
            differences.push(format!(
                "{}: {at} {one:X?} {other:X?}\n  read     {}\n  expected {}",
                path.display(),
                show(&read),
                show(&expected)
            ));
        }
    }
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
}

/// What random texts are made of: notation whole and broken, marks of Markdown, and words.
const PIECES: &[&str] = &[
    "｜",
    "《",
    "》",
    "《《",
    "》》",
    "※",
    "［＃",
    "］",
    "〔",
    "〕",
    "／＼",
    "「",
    "」",
    "\n",
    "\n\n",
    "\u{3000}",
    "漢",
    "字",
    "か",
    "カ",
    "A",
    "e'",
    "1",
    "、",
    "。",
    "*",
    "_",
    "#",
    ">",
    "- ",
    "|",
    "{",
    "}",
    "[",
    "]",
    "!",
    "`",
    "<",
    "&amp;",
    "\\",
    ":::",
    "$",
    "^",
    "——",
    "1. ",
    " ",
    "~~",
    "+",
    "=",
    "漢字《かんじ》",
    "※［＃「木＋怎」、第3水準1-85-57］",
    "※［＃「口＋斗」、8-11］",
    "［＃「漢」に傍点］",
    "［＃「字」は中見出し］",
    "［＃大見出し］",
    "［＃大見出し終わり］",
    "［＃ここから２字下げ］",
    "［＃ここで字下げ終わり］",
    "［＃３字下げ］",
    "［＃地付き］",
    "［＃地から１字上げ］",
    "［＃改ページ］",
    "［＃割り注］",
    "［＃割り注終わり］",
    "［＃太字］",
    "［＃太字終わり］",
    "［＃レ］",
    "［＃（ヲ）］",
    "［＃傍点］",
    "［＃傍点終わり］",
    "［＃「か」は底本では「カ《か》」］",
    "［＃「漢」に「ママ」の注記］",
    "［＃「字」の左に「ジ」のルビ］",
    "［＃挿絵（fig1_01.png、横1×縦1）入る］",
    "［＃ここから横組み］",
    "［＃ここで横組み終わり］",
    "［＃ここから罫囲み］",
    "［＃ここで罫囲み終わり］",
    "［＃ここから中見出し］",
    "［＃ここで中見出し終わり］",
    "［＃「漢字」は縦中横］",
    "［＃「A1」は同行小見出し］",
    "［＃ここから１段階小さな文字］",
    "［＃キャプション］",
    "［＃キャプション終わり］",
    "［＃何か］",
    "底本：",
    "-----------------------",
    "著者",
];

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 300, failure_persistence: None, ..Default::default() })]

    /// Any text in Aozora's notation, broken or not, becomes a project that reads back to the tree it was written from.
    #[test]
    fn any_notation_reads_back(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let source: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        let source = format!("題\n著者\n\n{source}\n");
        let (mut report, mut sources) = (Report::default(), Sources::default());
        let request = Request { name: "a.txt", bytes: source.as_bytes(), folder: "work", format: "aozora".parse().ok(), ..Request::default() };
        let imported = import(&request, &mut sources, &mut report).unwrap();
        assert_reads_back(&source, &imported);
    }

    /// Any bytes end with a project or with a finding that says why not.
    #[test]
    fn any_bytes_end_with_a_project_or_a_reason(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..600)) {
        let (mut report, mut sources) = (Report::default(), Sources::default());
        let request = Request { name: "a.txt", bytes: &bytes, folder: "work", ..Request::default() };
        match import(&request, &mut sources, &mut report) {
            Ok(imported) => assert_reads_back("bytes", &imported),
            Err(_) => assert!(report.checked().is_err()),
        }
    }

    /// The same of plain text.
    #[test]
    fn any_plain_text_reads_back(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let source: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        let source = format!("題\n\n{source}\n");
        let (mut report, mut sources) = (Report::default(), Sources::default());
        let request = Request { name: "a.txt", bytes: source.as_bytes(), folder: "work", format: "plain".parse().ok(), ..Request::default() };
        let imported = import(&request, &mut sources, &mut report).unwrap();
        assert_reads_back(&source, &imported);
    }
}

/// A title whose value in YAML stands otherwise in the file than it reads, with signs that would be markup.
#[test]
fn a_title_with_apostrophes_and_signs_reads_back() {
    let source = "甲'乙\\\"&f_丙_\n著者\n\n本文。\n";
    let (mut report, mut sources) = (Report::default(), Sources::default());
    let request = Request { name: "a.txt", bytes: source.as_bytes(), folder: "work", format: "aozora".parse().ok(), ..Request::default() };
    let imported = import(&request, &mut sources, &mut report).unwrap();
    assert_reads_back(source, &imported);
}

/// Notation that once was read back otherwise or lost.
#[test]
fn notation_that_is_hard_to_write_reads_back() {
    for body in [
        // A picture that is missing becomes a note after the others are made.
        "［＃挿絵（fig1_01.png、横1×縦1）入る］［＃割り注終わり］",
        // A heading begins after the text of its line.
        "※［＃「口＋斗」、8-11］［＃ここから中見出し］",
        // Strong in a style in strong.
        "［＃太字］／＼［＃太字］［＃レ］［＃太字終わり］／＼",
    ] {
        let source = format!("題\n著者\n\n{body}\n");
        let (mut report, mut sources) = (Report::default(), Sources::default());
        let request =
            Request { name: "a.txt", bytes: source.as_bytes(), folder: "work", format: "aozora".parse().ok(), ..Request::default() };
        let imported = import(&request, &mut sources, &mut report).unwrap();
        assert_reads_back(body, &imported);
    }
}

#[test]
fn languages_of_works_are_japanese() {
    let Some(folder) = corpus("1-ja-aozora") else { return };
    let (imported, ..) = imported(&texts(&folder)[0]);
    assert_eq!(imported.divisions[0].language, Language::new("ja").unwrap());
}
