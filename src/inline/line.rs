//! A composed line, in logical coordinates.

use super::detail::LineDetail;
use crate::book::NodeId;
use crate::book::Owner;
use crate::font::FaceId;
use crate::geom::Length;
use crate::unicode::Language;

/// A line of a paragraph. Inline positions are from the line's start edge, indents included; block positions are from the centre
/// of the line's em box towards the block end.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The em of the paragraph.
    pub size: Length,
    /// From the start edge to the end of the last body; at most the measure unless the line is over-full.
    pub inline_size: Length,
    /// Base text in reading order.
    pub runs: Vec<Run>,
    /// Readings beside the base; they follow their paragraph in the content stream.
    pub interlinear: Vec<Run>,
    /// Emphasis marks, and brackets that the edition adds around inline notes: artifacts.
    pub marks: Vec<Run>,
    /// Lines beside names and titles, underlines: artifacts.
    pub rules: Vec<Rule>,
    pub pictures: Vec<LinePicture>,
    pub links: Vec<LinkRange>,
    /// Notes whose marks stand in this line, in order.
    pub notes: Vec<NodeId>,
    /// Nodes that begin in this line and that something may link to.
    pub anchors: Vec<NodeId>,
    /// The node and the byte in its text at which the line begins.
    pub first: Option<(NodeId, usize)>,
    pub adjustment: Adjustment,
    /// Only where it is asked for.
    pub detail: Option<Box<LineDetail>>,
}

/// How a line came to its measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adjustment {
    /// Measure less natural size: negative when it was squeezed.
    pub demand: Length,
    /// The last stage that gave way; 0 for none.
    pub stage: u8,
    /// What no stage could take up: positive when the line is too long.
    pub excess: Length,
    /// What no place opened for: positive when a justified line is too short.
    pub lack: Length,
    /// Whether it ends where only the last resort lets it.
    pub relaxed: bool,
}

/// Glyphs of one owner, face and size, in one setting.
#[derive(Clone, Debug)]
pub struct Run {
    pub owner: Owner,
    pub language: Language,
    pub face: FaceId,
    pub size: Length,
    pub setting: GlyphSetting,
    /// Scale along the glyphs' own line in thousandths.
    pub stretch: u16,
    /// Where it begins.
    pub inline: Length,
    /// The centre of its em box from the centre of the line's.
    pub block: Length,
    /// From its first glyph's start to its last glyph's end; for combined glyphs, their width across the line.
    pub advance: Length,
    pub text: String,
    pub glyphs: Vec<RunGlyph>,
}

impl Run {
    /// Gives back the room that a finished run does not need.
    pub(super) fn fit(&mut self) {
        self.text.shrink_to_fit();
        self.glyphs.shrink_to_fit();
    }
}

/// A glyph of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunGlyph {
    pub id: u16,
    /// How many bytes of the run's text it stands for.
    pub bytes: u8,
    /// From the run's start to the glyph's origin along the glyphs' own line.
    pub along: Length,
}

/// How glyphs stand in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GlyphSetting {
    /// In horizontal lines every glyph; in vertical lines those that stand upright below each other.
    Upright,
    /// On its side in a vertical line.
    Sideways,
    /// Side by side, across a vertical line: tate-chu-yoko, centred on the line.
    Combined,
}

/// A line drawn along the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub shape: RuleShape,
    pub from: Length,
    pub to: Length,
    /// Its centre from the centre of the line's em box.
    pub block: Length,
    pub thickness: Length,
    /// Tells neighbours of one shape apart.
    pub group: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleShape {
    Straight,
    Wavy,
}

/// A picture in the line, in a box of one em across the line.
#[derive(Clone, Debug)]
pub struct LinePicture {
    pub owner: Owner,
    pub path: String,
    pub inline: Length,
    /// Its extent along the line.
    pub advance: Length,
    /// Its middle across the line, from the centre of the line's em box.
    pub block: Length,
    /// Its extent across the line.
    pub extent: Length,
}

/// Where a link covers the line.
#[derive(Clone, Debug)]
pub struct LinkRange {
    pub owner: Owner,
    /// An address, or `#id` for a place in the book, or empty when `note` says where it leads.
    pub target: String,
    pub note: Option<NodeId>,
    pub from: Length,
    pub to: Length,
    /// The middle of what it covers, from the centre of the line's em box.
    pub block: Length,
    /// The extent of what it covers across the line.
    pub extent: Length,
}
