//! The text of a hundred pages in both directions, with Latin words, numbers, readings and notes, as other programs take it.

use std::path::Path;
use std::process::Command;

use crate::project::Project;
use crate::project::run;
use crate::tagged_pdf::TaggedPdf;
use crate::tools::present;
use crate::tools::program;
use crate::tools::tool;

const SENTENCES: [&str; 9] = [
    "港口的邊上有一座小小的測候所，{風|ㄈㄥ}速2.5公尺的日子，機器只會報出數字。",
    "外婆的筆記本停在2019年12月7日那一頁，字跡潦草，卻一筆也沒有漏：豆腐兩塊、鹽600公克。",
    "最底下還寫著「問阿明『那種4G的卡』要多少錢」，我們花了3天（其實更久），把一百多頁掃描成PDF。",
    "He said that the wind over the harbour changed at noon，隨即關上了窗。",
    "門面不到3米寬，牆上卻掛著48隻鐘，沒有兩隻走得一樣^[這是註，引自 Annual Report 第7頁。]。",
    "那隻Apple Watch最後沒有修，只收5元；讀者有1.2萬人，{彧|ㄩˋ}先生也是其中一位。",
    "沿著溪往上走，路邊的構樹剛冒新芽，樹皮要在冬天剝，煮過、捶過、漂過，才能入池。",
    "機器老把「鹹」讀成「減」……他說——這不要緊，{山水|ㄕㄢ|ㄕㄨㄟˋ}都在那裡！真的嗎？真的。",
    "1964年開設以來，「雲的日記」寫了20冊，Windows 98的頃刻從未改變。",
];

/// Paragraphs of two to seven sentences in an order that does not repeat soon, each with rare characters at its end.
pub fn text() -> String {
    let mut out = String::new();
    let mut state = 7_u32;
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    };
    for number in 0..400 {
        if number % 12 == 0 {
            out.push_str(&format!("# 第{}章　風與鐘\n\n", number / 12 + 1));
        }
        for _ in 0..2 + next(6) {
            out.push_str(SENTENCES[next(9) as usize]);
        }
        out.extend((0..8).filter_map(|_| char::from_u32(0x4E00 + next(0x1000))));
        out.push_str("。\n\n");
    }
    out
}

pub fn solid(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace() && *character != '\u{AD}').collect()
}

/// A project of a hundred pages in each direction.
fn hundred_pages() -> Project {
    let project = Project::small();
    project.write("text.md", text());
    project.replace("book.toml", "formats = [\"epub\", \"pdf\"]\n", "formats = [\"pdf\"]\n\n[edition.horizontal]\nformats = [\"pdf\"]\n");
    project
}

/// The text of the pages as their content streams have it, without blanks.
fn pages_of(file: &Path) -> Vec<String> {
    TaggedPdf::read(file).pages.iter().map(|pieces| pieces.iter().map(|piece| solid(&piece.text)).collect()).collect()
}

/// Of a hundred pages PDFium has at least ninety-five exactly as they are written, hyphens at line ends apart.
#[test]
fn pdfium_takes_the_text_of_pages_in_order() {
    let folder = tool("pdfium");
    if !present("PDFium", &[program("python3"), folder.clone()]) {
        return;
    }
    let project = hundred_pages();
    project.write("book.toml", [project.read("book.toml"), b"\n[pdf]\ndirection = \"none\"\n".to_vec()].concat());
    let built = project.fuzi(&["build"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/read_pdf.py");
    for direction in ["vertical", "horizontal"] {
        let file = project.path.join(format!("dist/small-{direction}.pdf"));
        let pages = pages_of(&file);
        let read = run(Command::new("python3").env("PYTHONPATH", &folder).arg(&script).arg(&file));
        assert_eq!(read.code, 0, "{}", read.stderr);
        let read: Vec<String> = serde_json::from_str(&read.stdout).unwrap();
        let taken = read.iter().map(|page| solid(page).replace(['\u{FFFE}', '\u{2}'], ""));
        let differing: Vec<usize> = pages.iter().zip(taken).enumerate().filter(|(_, (a, b))| *a != b).map(|(at, _)| at + 1).collect();
        assert!(pages.len() >= 100 && differing.len() * 20 <= pages.len(), "{direction}: pages {differing:?} of {}", pages.len());
    }
}

#[test]
fn a_hundred_pages_say_their_text_to_other_programs_in_order() {
    if !present("mupdf and poppler", &[program("mutool"), program("pdftotext")]) {
        return;
    }
    let project = hundred_pages();
    let built = project.fuzi(&["build"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    for direction in ["vertical", "horizontal"] {
        let file = project.path.join(format!("dist/small-{direction}.pdf"));
        let pages = pages_of(&file);
        assert!(pages.len() >= 100, "{direction}: {}", pages.len());
        let drawn = run(Command::new("mutool").args(["draw", "-q", "-F", "txt", "-O", "inhibit-spaces"]).arg(&file)).stdout;
        let raw = run(Command::new("pdftotext").arg("-raw").arg(&file).arg("-")).stdout;
        let lines = |text: &str| text.split('\u{c}').map(solid).collect::<Vec<String>>();
        let (drawn, raw) = (lines(&drawn), lines(&raw));
        let mut differing = 0;
        for (number, page) in pages.iter().enumerate() {
            assert_eq!(*page, drawn[number], "mupdf, {direction} page {}", number + 1);
            differing += usize::from(*page != raw[number]);
        }
        assert_eq!(differing, 0, "poppler, {direction}");
        // What crosses a line or a column is found where line ends are left out.
        let phrase = "門面不到3米寬，牆上卻掛著48隻鐘";
        let count = |pages: &[String]| pages.iter().map(|page| page.matches(phrase).count()).sum::<usize>();
        assert!(count(&pages) > 100 && count(&pages) == count(&drawn) && count(&drawn) == count(&raw), "{direction}");
    }
}
