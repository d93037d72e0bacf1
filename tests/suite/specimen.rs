//! Small manuscripts set to a finished PDF and read back by the independent reader.

use std::path::Path;
use std::sync::Arc;
use std::sync::LazyLock;

use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::font::FontFile;
use fuzi::geom::WritingMode;
use fuzi::manuscript::Format;
use fuzi::manuscript::Manuscript;
use fuzi::manuscript::MemoryFiles;
use fuzi::pipeline;
use fuzi::pipeline::Request;
use fuzi::style;

use crate::reader::Block;
use crate::reader::Line;
use crate::reader::Marks;

pub const REGIONS: [&str; 4] = ["ja", "zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK"];
pub const DIRECTIONS: [Direction; 2] = [Direction::Horizontal, Direction::Vertical];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    Horizontal,
    Vertical,
}

impl Direction {
    pub fn name(self) -> &'static str {
        match self {
            Direction::Horizontal => "horizontal",
            Direction::Vertical => "vertical",
        }
    }

    pub fn is_vertical(self) -> bool {
        self == Direction::Vertical
    }
}

static FONTS: LazyLock<Vec<FontFile>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let mut names: Vec<String> =
        std::fs::read_dir(folder.clone()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.ends_with(".ttc") || name.ends_with(".ttf") || name.ends_with(".otf"));
    names.sort();
    names.into_iter().map(|name| FontFile { data: std::fs::read(folder.join(&name)).unwrap().into(), name }).collect()
});

/// The bundled fonts.
pub fn bundled_fonts() -> Vec<FontFile> {
    FONTS.clone()
}

/// What a manuscript is set with.
#[derive(Clone, Debug)]
pub struct Specimen {
    pub language: String,
    pub direction: Direction,
    /// A name or a size.
    pub page: String,
    /// What becomes of quotation marks.
    pub quotes: String,
    /// More of book.toml, after its first table.
    pub settings: String,
}

/// A manuscript as set.
pub struct Set {
    pub marks: Marks,
    pub direction: Direction,
    /// The measure, the em and the pitch in points, and the type area's start along the line on a recto.
    pub measure: f64,
    pub em: f64,
    pub pitch: f64,
    /// Where lines begin along themselves, on a recto and on a verso.
    starts: [f64; 2],
    /// The finished file.
    pub bytes: Vec<u8>,
    /// Codes of what was found, each as often as it was.
    pub findings: Vec<String>,
}

impl Specimen {
    pub fn new(language: &str, direction: Direction) -> Specimen {
        Specimen { language: language.to_owned(), direction, page: "a5".to_owned(), quotes: "keep".to_owned(), settings: String::new() }
    }

    /// On pages whose measure is about twenty em, so that scans are short.
    pub fn narrow(self) -> Specimen {
        let page = if self.direction.is_vertical() { "140x95 mm" } else { "95x140 mm" };
        self.page(page)
    }

    pub fn page(mut self, page: &str) -> Specimen {
        self.page = page.to_owned();
        self
    }

    /// Adds a table to book.toml.
    pub fn with(mut self, table: &str) -> Specimen {
        self.settings += table;
        self.settings += "\n";
        self
    }

    pub fn set(&self, text: &str) -> Set {
        let Specimen { language, direction, page, quotes, settings } = self;
        let name = direction.name();
        let book = format!(
            "schema = 1\nslug = \"a\"\n[book]\nlanguage = \"{language}\"\ntitle = \"試\"\nmodified = 2020-01-01\nfiles = \"a.md\"\n\
             [edition.{name}]\nformats = [\"pdf\"]\npage.format = \"{page}\"\ntext.quotes = \"{quotes}\"\n{settings}"
        );
        let files = MemoryFiles::new("a").with("book.toml", book).with("a.md", text);
        let (context, mut report) = (Context::default(), Report::default());
        let opened = Manuscript::open(Arc::new(files), &context, &mut report);
        let mut manuscript = opened.unwrap_or_else(|_| panic!("{:?}", report.findings()));
        let request = Request { only: Some(Format::Pdf), ..Request::default() };
        let built = pipeline::build(&mut manuscript, FONTS.clone(), &request, &context, &mut report);
        let built = built.unwrap_or_else(|_| panic!("{:?}", report.findings()));
        let styled = style::cascade(&manuscript.editions[0], &mut Report::default());
        let mode = if direction.is_vertical() { WritingMode::VerticalRl } else { WritingMode::HorizontalTb };
        assert_eq!(styled.area.mode, mode);
        let points = |length: fuzi::geom::Length| length.to_pt();
        Set {
            marks: Marks::read(&built.files[0].bytes),
            direction: *direction,
            measure: points(styled.area.measure()),
            em: points(styled.area.grid.em),
            pitch: points(styled.area.grid.pitch),
            starts: [points(styled.area.recto.inline), points(styled.area.verso.inline)],
            bytes: built.files[0].bytes.clone(),
            findings: report.findings().iter().map(|finding| finding.code.id().to_owned()).collect(),
        }
    }

    /// The paragraphs of this text, which says them one a block.
    pub fn paragraphs(&self, paragraphs: &[String]) -> Vec<Block> {
        let set = self.set(&paragraphs.join("\n\n"));
        let blocks = set.body();
        assert_eq!(blocks.len(), paragraphs.len(), "{:?}", set.findings);
        blocks
    }
}

impl Set {
    /// Where the lines of a page begin, along themselves.
    pub fn start(&self, line: &Line) -> f64 {
        self.starts[line.page % 2]
    }

    /// Where a line begins, and where it ends when it is full, from the type area's start, in em. Pages begin with a recto.
    pub fn extent(&self, line: &Line) -> (f64, f64) {
        let start = self.start(line);
        let edges = (line.start_of(&line.glyphs[0]), line.end_of(line.glyphs.last().unwrap()));
        ((edges.0 - start) / self.em, (edges.1 - start) / self.em)
    }

    /// The measure in em.
    pub fn columns(&self) -> usize {
        (self.measure / self.em).round() as usize
    }

    /// Codes of findings about lines.
    pub fn line_findings(&self) -> Vec<&str> {
        self.findings.iter().map(String::as_str).filter(|code| code.starts_with("LN")).collect()
    }

    /// The paragraphs of the body: neither the cover's nor the imprint's.
    pub fn body(&self) -> Vec<Block> {
        let parts = self.marks.parts();
        let inner = &parts[1..parts.len() - 1];
        let blocks = self.marks.paragraphs(self.direction.is_vertical());
        blocks.into_iter().filter(|block| inner.contains(&self.marks.part_of(block.element))).collect()
    }
}
