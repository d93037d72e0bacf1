//! A theme: what a kind of publication looks like, as data.

use serde::Deserialize;

use super::number::{Alignment, Em, Role, Script};
use crate::manuscript::NoteNumbering;
use crate::manuscript::NoteStyle;

/// The bundled themes by name.
const THEMES: &[(&str, &str)] = &[("article", include_str!("../../assets/themes/article.toml"))];

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields)]
        pub struct $name { $($(#[$field_doc])* pub $field: $type,)* })*
    };
}

rules! {
    /// Everything that a theme says; the keys of assets/themes/*.toml, which say the units.
    Theme {
        body_size: Vec<BodySizeRule>,
        line: LineRule,
        margins: MarginRules,
        paragraph: ParagraphRule,
        #[serde(default)]
        pairing: Vec<PairingRule>,
        #[serde(default)]
        columns: ColumnsRule,
        heading: Vec<HeadingRule>,
        headline: HeadlineRule,
        quotation: BlockRule,
        verse: VerseRule,
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
        colophon: ColophonRule,
    }

    /// The body size of pages whose shorter side is at most `up_to` millimetres.
    BodySizeRule { up_to: i64, points: Em, }

    /// The line gap, and how long a line may be.
    LineRule { gap: Em, gap_long: Em, long: i64, most_vertical: i64, most_horizontal: i64, }

    /// The least margins by direction, and of screens.
    MarginRules { vertical: MarginRule, horizontal: MarginRule, screen: MarginRule, }

    /// The least margins in thousandths of the page's height and width.
    MarginRule { head: i64, foot: i64, inner: i64, outer: i64, }

    /// The indent of a first line.
    ParagraphRule { indent_chinese: i64, indent_japanese: i64, indent_korean: i64, indent_western: i64, short_measure: i64, }

    /// How a script is set beside the Han of a role: a family of its own, its size as a multiple of the Han's, and how far it is
    /// moved towards the block start in em of the Han. `language` names the region that it is for; without it, all.
    PairingRule { role: Role, script: Script, language: Option<String>, family: Option<String>, size: Em, shift: Em, }

    /// A size, as a multiple of the body's, and a family.
    TextSpec { size: Em, role: Role, }

    /// A level of headings.
    HeadingRule {
        size: Em,
        role: Role,
        /// Lines of the grid that a heading of one line takes (JLREQ 4.1.3, gyodori).
        lines: i64,
        indent_vertical: i64,
        indent_horizontal: i64,
        alignment: Alignment,
        /// Whether it stands across all columns.
        #[serde(default)]
        spans: bool,
    }

    /// The headline block of a part.
    HeadlineRule {
        kicker: TextSpec,
        title: TextSpec,
        subtitle: TextSpec,
        byline: TextSpec,
        lead: TextSpec,
        before: i64,
        after: i64,
    }

    /// A block set in from its surroundings, with `space` lines of the grid before and after.
    BlockRule { indent_start: i64, indent_end: i64, size: Em, role: Role, space: i64, }

    /// Verse: each line of the text is a line, and what does not fit is turned over.
    VerseRule { indent: i64, turnover: i64, space: i64, }

    /// Lists.
    ListRule { indent: i64, space: i64, }

    /// A box with rules around it.
    BoxRule { padding: i64, size: Em, role: Role, space: i64, }

    /// A pull quote.
    PullRule { indent: i64, size: Em, role: Role, space: i64, }

    /// Code blocks.
    CodeRule { size: Em, role: Role, indent: i64, space: i64, }

    /// The ornament between scenes, centred in this many lines.
    SceneBreakRule { lines: i64, text: String, }

    /// Figures: width in thousandths of the measure in horizontal lines, of the type area's width in vertical ones, and the most
    /// that they take of the block size.
    FigureRule { width: i64, width_vertical: i64, most: i64, space: i64, }

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
    RunningHeadRule { size: Em, role: Role, distance: Em, separation: Em, inset: Em, }

    /// Folios that stand at the foot; `distance` from the type area in em of the body.
    FolioRule { size: Em, role: Role, distance: Em, }

    /// The generated cover.
    CoverRule { title: TextSpec, subtitle: TextSpec, text: TextSpec, }

    /// The table of contents.
    ContentsRule { title: TextSpec, entry: TextSpec, indent: i64, leader: i64, depth: u8, }

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

impl Theme {
    /// The bundled theme of this name.
    pub fn find(name: &str) -> Option<Theme> {
        let (_, text) = THEMES.iter().find(|(known, _)| *known == name)?;
        Some(toml::from_str(text).expect("the bundled themes are read by a test of this module"))
    }

    pub(super) fn names() -> Vec<&'static str> {
        THEMES.iter().map(|(name, _)| *name).collect()
    }

    /// The rule of a heading level from 1; deeper levels than the theme knows look like its last.
    pub fn heading(&self, level: u8) -> &HeadingRule {
        let index = usize::from(level.max(1) - 1).min(self.heading.len() - 1);
        &self.heading[index]
    }
}

#[cfg(test)]
mod tests {
    use super::Theme;

    #[test]
    fn every_bundled_theme_is_whole() {
        for name in Theme::names() {
            let theme = Theme::find(name).unwrap();
            assert!(!theme.heading.is_empty() && !theme.body_size.is_empty(), "{name}");
            assert!(theme.body_size.windows(2).all(|pair| pair[0].up_to < pair[1].up_to), "{name}: sizes of pages come in order");
        }
    }

    #[test]
    fn an_unknown_theme_is_not_found() {
        assert_eq!(Theme::find("nosuch"), None);
    }
}
