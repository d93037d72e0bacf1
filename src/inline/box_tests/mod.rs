//! Glyphs in their boxes: orientation, forms, widths and places, measured from the composed runs and the fonts' outlines.

mod code_tests;
mod marks_tests;
mod orientation_tests;
mod structure_tests;
mod variants_tests;
mod western_tests;

use super::*;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeIds;
use crate::book::Style;
use crate::book::TextRun;
use crate::diag::Report;
use crate::diag::SourceMap;
use crate::font::FontRole;
use crate::font::PairedScript;
use crate::font::Pairing;
use crate::font::Pairings;
use crate::font::bundled_for_tests as bundled;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::resolve::Resolved;
use crate::unicode::Language;
use crate::unicode::Region;

const H: WritingMode = WritingMode::HorizontalTb;
const V: WritingMode = WritingMode::VerticalRl;
const MODES: [WritingMode; 2] = [H, V];
const REGIONS: [(Region, &str); 4] =
    [(Region::Taiwan, "zh-Hant-TW"), (Region::HongKong, "zh-Hant-HK"), (Region::Mainland, "zh-Hans-CN"), (Region::Japan, "ja")];
const ROLES: [FontRole; 2] = [FontRole::Serif, FontRole::Sans];

fn em() -> Length {
    Length::pt(10).type_size()
}

fn node(ids: &mut NodeIds, words: &str, tag: &str) -> Inline {
    let run = TextRun { text: words.to_owned(), language: Language::new(tag).unwrap(), map: SourceMap::default() };
    Inline { id: ids.fresh(), span: None, kind: InlineKind::Text(run) }
}

fn styled(ids: &mut NodeIds, style: Style, words: &str, tag: &str) -> Inline {
    let inner = node(ids, words, tag);
    Inline { id: ids.fresh(), span: None, kind: InlineKind::Styled(style, vec![inner]) }
}

fn set(content: &[Inline], mode: WritingMode, region: (Region, &str), role: FontRole) -> (Vec<Line>, Vec<&'static str>) {
    set_paired(content, mode, region, role, &Pairings::default())
}

fn set_paired(
    content: &[Inline],
    mode: WritingMode,
    (region, tag): (Region, &str),
    role: FontRole,
    pairings: &Pairings,
) -> (Vec<Line>, Vec<&'static str>) {
    let resolved = Resolved::default();
    let language = Language::new(tag).unwrap();
    let paragraph = Paragraph { content, owner: None, style: TextStyle { size: em(), role }, language: &language };
    let settings =
        LineSettings { mode, region, measure: em() * 60, first_indent: Length::ZERO, indent: Length::ZERO, alignment: Alignment::Start };
    let mut report = Report::default();
    let environment = Environment { fonts: bundled(), resolved: &resolved, pairings, readings: Default::default(), rules: None };
    let lines = compose_with(&paragraph, &settings, &environment, Detail::On, &mut report);
    (lines, report.findings().iter().map(|finding| finding.code.id()).collect())
}

fn set_text(words: &str, mode: WritingMode, region: (Region, &str)) -> Line {
    let mut ids = NodeIds::default();
    set(&[node(&mut ids, words, region.1)], mode, region, FontRole::Serif).0.remove(0)
}

fn text_of(line: &Line) -> String {
    line.runs.iter().map(|run| run.text.as_str()).collect()
}

/// A glyph as it stands: its text, run, and the ink along the line and across it in thousandths of an em, from the line's start
/// and from its middle towards the block end.
#[derive(Clone, Debug)]
struct Drawn {
    text: String,
    setting: GlyphSetting,
    id: u16,
    along: [i64; 2],
    across: [i64; 2],
}

impl Drawn {
    fn middle(&self) -> (i64, i64) {
        ((self.along[0] + self.along[1]) / 2, (self.across[0] + self.across[1]) / 2)
    }
}

/// The glyphs of a line with their ink, worked out from origins and outlines as a page places them.
fn drawn(line: &Line, mode: WritingMode) -> Vec<Drawn> {
    let mut all = Vec::new();
    for run in &line.runs {
        let face = bundled().face(run.face);
        let upem = face.units_per_em();
        let metrics = face.metrics();
        let thousandths = |length: Length| length.scale(1000, line.size.to_units()).to_units();
        let unit = |value: i64| value * thousandths(run.size) / upem;
        let stretched = |value: i64| unit(value) * i64::from(run.stretch) / 1000;
        let middle = (metrics.ascender + metrics.descender) / 2;
        let mut at = 0;
        for glyph in &run.glyphs {
            let text = run.text[at..at + usize::from(glyph.bytes)].to_owned();
            at += usize::from(glyph.bytes);
            let Some([left, bottom, right, top]) = face.glyph_bounds(glyph.id) else { continue };
            let origin = thousandths(run.inline + glyph.along);
            let block = thousandths(run.block);
            let (along, across) = match (mode, run.setting) {
                (WritingMode::VerticalRl, GlyphSetting::Upright) => {
                    let (x, y) = face.vertical_origin(glyph.id);
                    let along = [origin + stretched(y - top), origin + stretched(y - bottom)];
                    (along, [block - unit(right - x), block - unit(left - x)])
                }
                (WritingMode::VerticalRl, GlyphSetting::Combined) => {
                    let cell = thousandths(run.inline);
                    let half = thousandths(run.size) / 2;
                    let start = thousandths(glyph.along) - thousandths(run.advance) / 2;
                    let along = [cell + half - unit(top - middle), cell + half - unit(bottom - middle)];
                    // To the right is towards the block start.
                    (along, [-(start + stretched(right)), -(start + stretched(left))])
                }
                (WritingMode::VerticalRl, GlyphSetting::Sideways) | (WritingMode::HorizontalTb, _) => {
                    let along = [origin + stretched(left), origin + stretched(right)];
                    (along, [block - unit(top - middle), block - unit(bottom - middle)])
                }
            };
            all.push(Drawn { text, setting: run.setting, id: glyph.id, along, across });
        }
    }
    all
}
