//! A theme: what a kind of publication looks like, as data.

use serde::Deserialize;

use super::number::{
    Alignment, Begin, Em, FirstBracket, FolioPlace, FrontFolios, HeadMethod, HeadingForm, ImprintPlace, Role, Script, TypeSize,
};
use crate::geom::WritingMode;
use crate::manuscript::FigureNumbering;
use crate::manuscript::NoteNumbering;
use crate::manuscript::NoteStyle;

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* })*
    };
}

rules! {
    /// Everything that a theme says; the keys of assets/themes/article.toml, which say the units.
    Theme {
        body_size: Vec<BodySizeRule>,
        #[serde(default)]
        preset: Vec<PresetRule>,
        area: AreaRule,
        line: LineRule,
        margins: MarginRules,
        paragraph: ParagraphRule,
        #[serde(default)]
        pairing: Vec<PairingRule>,
        #[serde(default)]
        columns: ColumnsRule,
        heading_1: HeadingRule,
        heading_2: HeadingRule,
        heading_3: HeadingRule,
        heading_4: HeadingRule,
        heading_5: HeadingRule,
        heading_6: HeadingRule,
        part: PartRule,
        parts: PartsRule,
        headline: HeadlineRule,
        quotation: BlockRule,
        verse: VerseRule,
        dialogue: DialogueRule,
        list: ListRule,
        r#box: BoxRule,
        pull: PullRule,
        code: CodeRule,
        scene_break: SceneBreakRule,
        figure: FigureRule,
        caption: CaptionRule,
        table: TableRule,
        note: NoteRule,
        running_head: RunningHeadRule,
        folio: FolioRule,
        cover: CoverRule,
        contents: ContentsRule,
        index: IndexRule,
        colophon: ColophonRule,
    }

    /// The body size of pages whose shorter side is at most `up_to` millimetres.
    BodySizeRule { up_to: i64, points: Em, }

    /// The type area of a page format in one direction: what the trade sets on it.
    PresetRule { format: String, direction: Direction, size: TypeSize, characters: i64, lines: i64, gap: Em, }

    /// The type area by definition (JLREQ 2.4.1, CLREQ 2.1.2): body size, characters in a line of one column, lines. What is 0 follows from
    /// the page. `head` and `inner` are margins in millimetres, 0 for the theme's shares.
    AreaRule { size: TypeSize, characters: i64, lines: i64, head: Em, inner: Em, }

    /// The line gap, and how long a line may be.
    LineRule { gap: Em, gap_long: Em, long: i64, most_vertical: i64, most_horizontal: i64, }

    /// The least margins by direction, and of screens.
    MarginRules { vertical: MarginRule, horizontal: MarginRule, screen: MarginRule, }

    /// The least margins in thousandths of the page's height and width.
    MarginRule { head: i64, foot: i64, inner: i64, outer: i64, }

    /// The indent of a first line.
    ParagraphRule {
        indent_chinese: i64,
        indent_japanese: i64,
        indent_korean: i64,
        indent_western: i64,
        short_measure: i64,
        first_bracket: FirstBracket,
    }

    /// How a script is set beside the Han of a role: a family of its own, its size as a multiple of the Han's, and how far it is
    /// moved towards the block start in em of the Han. `language` names the region that it is for; without it, all.
    PairingRule { role: Role, script: Script, language: Option<String>, family: Option<String>, size: Em, shift: Em, }

    /// A size, as a multiple of the body's, and a family.
    TextSpec { size: Em, role: Role, }

    /// A level of headings.
    HeadingRule {
        form: HeadingForm,
        begin: Begin,
        size: Em,
        role: Role,
        /// Lines of the grid that a heading of one line takes (JLREQ 4.1.3, gyodori).
        lines: i64,
        /// Lines that it takes together with a heading of the next level directly after it (requirement HED-03); 0 for the two sums less one.
        pair: i64,
        indent_vertical: i64,
        indent_horizontal: i64,
        alignment: Alignment,
        /// Whether it stands across all columns.
        #[serde(default)]
        spans: bool,
        /// How many em more than its characters a title of two to four Han characters takes (requirement HED-04).
        spread: i64,
        /// The pattern of its number, such as 第一章; empty for none (requirement HED-10).
        number: String,
    }

    /// A file of the manuscript.
    PartRule { begin: Begin, }

    /// The parts around the manuscript.
    PartsRule { title_leaf: bool, half_title: bool, imprint: ImprintPlace, front_folios: FrontFolios, contents_from: i64, }

    /// The headline block of a part.
    HeadlineRule {
        kicker: TextSpec,
        title: TextSpec,
        subtitle: TextSpec,
        byline: TextSpec,
        lead: TextSpec,
        alignment: Alignment,
        before: i64,
        after: i64,
    }

    /// A block set in from its surroundings, with `space` lines of the grid before and after.
    BlockRule { indent_start: i64, indent_end: i64, size: Em, role: Role, space: i64, }

    /// Verse: each line of the text is a line, and what does not fit is turned over.
    VerseRule { indent: i64, turnover: i64, space: i64, role: Role, }

    /// What people say, turn by turn: the speaker's name takes so many em, the speech hangs beside it.
    DialogueRule { name: i64, space: i64, }

    /// Lists.
    ListRule { indent: i64, space: i64, }

    /// A box with rules around it.
    BoxRule { padding: i64, size: Em, role: Role, space: i64, }

    /// A pull quote.
    PullRule { indent: i64, size: Em, role: Role, space: i64, rules: bool, }

    /// Code blocks.
    CodeRule { size: Em, role: Role, indent: i64, space: i64, }

    /// The ornament between scenes, centred in this many lines.
    SceneBreakRule { lines: i64, text: String, }

    /// Figures: width in thousandths of the measure in horizontal lines, of the type area's width in vertical ones, and the most
    /// that they take of the block size.
    FigureRule {
        width: i64,
        width_vertical: i64,
        most: i64,
        space: i64,
        /// Which figures and tables are numbered, and how.
        #[serde(default)]
        numbers: FigureNumbering,
    }

    /// Captions; `gap` from the picture and `pitch` from line to line in em of the caption.
    CaptionRule { size: Em, role: Role, gap: Em, pitch: Em, }

    /// Tables with three rules; thickness in micrometres. Those of at most `whole` lines of the grid stay whole.
    TableRule { size: Em, role: Role, header_role: Role, padding: Em, pitch: Em, thick: i64, thin: i64, space: i64, whole: i64, }

    /// Notes: the rule's length in thousandths of the measure, its thickness in micrometres; where they stand by direction, where
    /// their numbers begin again, the pattern of their marks, and the measure of a band beside the text in em of the note.
    NoteRule {
        size: Em,
        role: Role,
        pitch: Em,
        rule: i64,
        rule_thickness: i64,
        #[serde(default = "page_notes")]
        vertical: NoteStyle,
        #[serde(default = "page_notes")]
        horizontal: NoteStyle,
        #[serde(default = "book_numbers")]
        numbers: NoteNumbering,
        #[serde(default = "note_marks")]
        marks: String,
        #[serde(default = "band_measure")]
        band: i64,
    }

    /// Running heads: `distance` from the type area in em of the body, `separation` from the folio in em of the folio.
    RunningHeadRule { method: HeadMethod, opening: bool, size: Em, role: Role, distance: Em, separation: Em, inset: Em, }

    /// Folios that stand at the foot; `distance` from the type area in em of the body.
    FolioRule { place: FolioPlace, opening: bool, size: Em, role: Role, distance: Em, }

    /// The generated cover and the title leaf.
    CoverRule { title: TextSpec, subtitle: TextSpec, text: TextSpec, alignment: Alignment, }

    /// The table of contents.
    ContentsRule { title: TextSpec, entry: TextSpec, indent: i64, leader: i64, depth: u8, }

    /// The index.
    IndexRule { size: Em, role: Role, heading_role: Role, columns: i64, }

    /// The imprint.
    ColophonRule { size: Em, role: Role, }
}

/// Columns of text by direction, the white between them in em of the body, and the thickness of the rule in its middle in micrometres,
/// 0 for none. The last page of a part is balanced where `balance` says so (requirement COL-02).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ColumnsRule {
    pub vertical: u8,
    pub horizontal: u8,
    pub gap: Em,
    pub rule: i64,
    pub balance_vertical: bool,
    pub balance_horizontal: bool,
}

impl Default for ColumnsRule {
    fn default() -> ColumnsRule {
        ColumnsRule { vertical: 1, horizontal: 1, gap: Em::whole(2), rule: 0, balance_vertical: false, balance_horizontal: true }
    }
}

fn page_notes() -> NoteStyle {
    NoteStyle::Page
}

fn book_numbers() -> NoteNumbering {
    NoteNumbering::Book
}

fn note_marks() -> String {
    "1".to_owned()
}

/// JLREQ 4.2.7: lines of a band have 15 to 20 characters.
fn band_measure() -> i64 {
    15
}

/// A writing mode as data files name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    Vertical,
    Horizontal,
}

impl Direction {
    pub(super) fn is(self, mode: WritingMode) -> bool {
        match (self, mode) {
            (Direction::Vertical, WritingMode::VerticalRl) | (Direction::Horizontal, WritingMode::HorizontalTb) => true,
            (Direction::Vertical, WritingMode::HorizontalTb) | (Direction::Horizontal, WritingMode::VerticalRl) => false,
        }
    }
}

impl PresetRule {
    /// Whether it is what is set on a format, in one column and without a body size of the author's own.
    pub(super) fn sets(&self, format: &str, mode: WritingMode, area: &AreaRule) -> bool {
        self.format == format && self.direction.is(mode) && area.size.length().is_none()
    }
}

impl Theme {
    /// The rule of a heading level from 1; deeper levels than the theme knows look like its last.
    pub fn heading(&self, level: u8) -> &HeadingRule {
        match level {
            0 | 1 => &self.heading_1,
            2 => &self.heading_2,
            3 => &self.heading_3,
            4 => &self.heading_4,
            5 => &self.heading_5,
            _ => &self.heading_6,
        }
    }
}
