//! What each line of an edition is made of: the records behind `fuzi dump layout` (docs/layout.schema.json says what each means).

use std::collections::BTreeMap;

use serde::Serialize;
use serde::Serializer;

use super::frame::FrameKind;
use super::frame::LineFrame;
use super::frame::PageSide;
use super::frame::Pages;
use super::frame::PlacedLine;
use crate::font::FaceId;
use crate::font::Fonts;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::inline::CellDetail;
use crate::inline::EndForm;
use crate::inline::Line;
use crate::inline::LineDetail;
use crate::inline::Run;
use crate::manuscript::Edition;

/// The version of the form; it changes when a key changes its meaning or goes.
const VERSION: u32 = 1;

/// The lines of an edition. Lengths are in points from the frame's or the line's start edges, along its own axes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Layout {
    format: &'static str,
    version: u32,
    unit: &'static str,
    pub(super) edition: String,
    pub(super) region: &'static str,
    pub(super) direction: &'static str,
    pub(super) pages: Vec<PageRecord>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct PageRecord {
    /// Counted from 1.
    pub number: usize,
    pub label: String,
    pub side: &'static str,
    pub width: Points,
    pub height: Points,
    pub frames: Vec<FrameRecord>,
}

/// A frame by its distance from the page's inline start and block start edges, along the frame's axes.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct FrameRecord {
    pub kind: &'static str,
    pub direction: &'static str,
    pub inline: Points,
    pub block: Points,
    pub inline_size: Points,
    pub block_size: Points,
    pub lines: Vec<LineRecord>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct LineRecord {
    /// Counted from 1 on its page.
    pub number: usize,
    pub inline: Points,
    /// Of the centre of its em box.
    pub block: Points,
    pub em: Points,
    /// From its start edge to the end of its last body.
    pub inline_size: Points,
    pub text: String,
    pub adjustment: AdjustmentRecord,
    pub end: &'static str,
    pub cells: Vec<CellRecord>,
    /// The gap after each cell but the last.
    pub gaps: Vec<GapRecord>,
    pub readings: Vec<ReadingRecord>,
    pub findings: Vec<LineFinding>,
}

/// Measure less natural size, the last stage that gave way, and what no stage took up.
#[derive(Debug, Serialize)]
pub(super) struct AdjustmentRecord {
    pub demand: Points,
    pub stage: u8,
    pub excess: Points,
}

#[derive(Debug, Serialize)]
pub(super) struct CellRecord {
    pub text: String,
    pub class: String,
    pub start: Points,
    pub body: Points,
    pub em: Points,
}

#[derive(Debug, Serialize)]
pub(super) struct GapRecord {
    pub kind: String,
    pub natural: Points,
    #[serde(rename = "final")]
    pub size: Points,
    pub stage: u8,
}

/// A run beside the base.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct ReadingRecord {
    pub text: String,
    pub start: Points,
    pub advance: Points,
    /// The centre of its em box from that of the line's, towards the block end.
    pub block: Points,
    pub em: Points,
}

/// What a typesetter should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub(super) enum LineFinding {
    /// The line is longer than its measure.
    OverFull { amount: Points },
    /// The line is shorter than its measure and has no place to open.
    Short { amount: Points },
    /// It ends where a rule forbids it, since nothing else fits.
    Relaxed,
    /// Another face than the one asked for draws these characters.
    Fallback { text: String, face: String },
    /// No font has these characters.
    Missing { text: String },
    /// The last mark stands outside the measure.
    Hung { text: String },
}

/// A length that is written in points, to five decimals, which is finer than its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Points(pub Length);

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = (self.0.to_pt() * 1e5).round() / 1e5;
        // Whole points without a fraction; JSON knows one kind of number.
        if value.fract() == 0.0 { serializer.serialize_i64(value as i64) } else { serializer.serialize_f64(value) }
    }
}

impl Layout {
    /// The lines of all pages, or of one, counted from 1.
    pub fn of(pages: &Pages, edition: &Edition, fonts: &Fonts, only: Option<usize>) -> Layout {
        let wanted = |number: usize| only.is_none_or(|only| only == number);
        let numbered = (1..).zip(&pages.pages).filter(|(number, _)| wanted(*number));
        let records = numbered.map(|(number, page)| {
            let mut count = 0;
            let mut frame = |frame: &LineFrame| {
                let at = frame.mode.locate(page.size, frame.rect);
                let lines = frame.lines.iter().map(|line| {
                    count += 1;
                    line_record(line, count, fonts)
                });
                FrameRecord {
                    kind: kind_name(frame.kind),
                    direction: direction_name(frame.mode),
                    inline: Points(at.origin.inline),
                    block: Points(at.origin.block),
                    inline_size: Points(at.size.inline),
                    block_size: Points(at.size.block),
                    lines: lines.collect(),
                }
            };
            PageRecord {
                number,
                label: page.label.clone(),
                side: match page.side {
                    PageSide::Recto => "recto",
                    PageSide::Verso => "verso",
                },
                width: Points(page.size.width),
                height: Points(page.size.height),
                frames: page.frames.iter().map(&mut frame).collect(),
            }
        });
        Layout {
            format: "fuzi-layout",
            version: VERSION,
            unit: "pt",
            edition: edition.name.clone(),
            region: edition.region.as_str(),
            direction: direction_name(pages.mode),
            pages: records.collect(),
        }
    }

    /// One JSON document.
    pub fn to_json(&self) -> String {
        let mut text = serde_json::to_string(self).expect("records of strings and numbers always serialise");
        text.push('\n');
        text
    }
}

pub(super) fn direction_name(mode: WritingMode) -> &'static str {
    match mode {
        WritingMode::HorizontalTb => "horizontal",
        WritingMode::VerticalRl => "vertical",
    }
}

fn kind_name(kind: FrameKind) -> &'static str {
    match kind {
        FrameKind::Body => "body",
        FrameKind::Notes => "notes",
        FrameKind::Island => "island",
        FrameKind::Furniture => "furniture",
    }
}

fn end_name(end: EndForm) -> &'static str {
    match end {
        EndForm::Full => "full",
        EndForm::Half => "half",
        EndForm::Hung => "hung",
        EndForm::Hyphen => "hyphen",
    }
}

fn line_record(placed: &PlacedLine, number: usize, fonts: &Fonts) -> LineRecord {
    let PlacedLine { origin, line } = placed;
    let empty = LineDetail { cells: Vec::new(), gaps: Vec::new(), end: EndForm::Full };
    let detail = line.detail.as_deref().unwrap_or(&empty);
    let cells = detail.cells.iter().map(|cell| CellRecord {
        text: cell.text.clone(),
        class: format!("{:?}", cell.class),
        start: Points(cell.start),
        body: Points(cell.body),
        em: Points(cell.em),
    });
    let gaps = detail.gaps.iter().map(|gap| GapRecord {
        kind: format!("{:?}", gap.kind),
        natural: Points(gap.natural),
        size: Points(gap.size),
        stage: gap.stage,
    });
    let reading = |run: &Run| ReadingRecord {
        text: run.text.clone(),
        start: Points(run.inline),
        advance: Points(run.advance),
        block: Points(run.block),
        em: Points(run.size),
    };
    LineRecord {
        number,
        inline: Points(origin.inline),
        block: Points(origin.block),
        em: Points(line.size),
        inline_size: Points(line.inline_size),
        text: detail.cells.iter().map(|cell| cell.text.as_str()).collect(),
        adjustment: AdjustmentRecord {
            demand: Points(line.adjustment.demand),
            stage: line.adjustment.stage,
            excess: Points(line.adjustment.excess),
        },
        end: end_name(detail.end),
        cells: cells.collect(),
        gaps: gaps.collect(),
        readings: line.interlinear.iter().map(reading).collect(),
        findings: findings(line, detail, fonts),
    }
}

/// What is to be looked at in a line, in the order of its text.
pub(super) fn findings(line: &Line, detail: &LineDetail, fonts: &Fonts) -> Vec<LineFinding> {
    let mut found = Vec::new();
    for cell in &detail.cells {
        let text = || cell.text.clone();
        if is_missing(cell, fonts) {
            found.push(LineFinding::Missing { text: text() });
        } else if cell.fallback {
            let face = fallback_faces(line, cell, fonts);
            found.push(LineFinding::Fallback { text: text(), face });
        }
    }
    if let (EndForm::Hung, Some(cell)) = (detail.end, detail.cells.last()) {
        found.push(LineFinding::Hung { text: cell.text.clone() });
    }
    if line.adjustment.excess > Length::ZERO {
        found.push(LineFinding::OverFull { amount: Points(line.adjustment.excess) });
    }
    if line.adjustment.lack > Length::ZERO {
        found.push(LineFinding::Short { amount: Points(line.adjustment.lack) });
    }
    if line.adjustment.relaxed {
        found.push(LineFinding::Relaxed);
    }
    found
}

/// Whether no font has some character of the cell, so that a substitute stands in its place.
pub(super) fn is_missing(cell: &CellDetail, fonts: &Fonts) -> bool {
    let mut characters = cell.text.chars().filter(|character| !character.is_whitespace() && !character.is_control());
    !characters.all(|character| fonts.covers(character.encode_utf8(&mut [0; 4])))
}

/// The names of the faces in a cell that set little else of the line.
fn fallback_faces(line: &Line, cell: &CellDetail, fonts: &Fonts) -> String {
    let mut counts: BTreeMap<FaceId, usize> = BTreeMap::new();
    for run in &line.runs {
        *counts.entry(run.face).or_default() += run.glyphs.len();
    }
    let main = counts.iter().max_by_key(|(_, count)| **count).map(|(face, _)| *face);
    let beside = |run: &&Run| run.inline < cell.start + cell.body && cell.start < run.inline + run.advance;
    let mut faces: Vec<FaceId> = line.runs.iter().filter(beside).map(|run| run.face).collect();
    faces.sort();
    faces.dedup();
    if faces.len() > 1 {
        faces.retain(|face| Some(*face) != main);
    }
    faces.iter().map(|face| fonts.face(*face).name()).collect::<Vec<_>>().join(", ")
}
