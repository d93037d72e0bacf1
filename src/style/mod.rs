//! Style: page formats and themes as data, and the type area that follows from them.

mod area;
mod cascade;
mod check;
mod format;
mod layers;
mod number;
mod pairing;
mod text_room;
mod theme;

pub use area::{Grid, TypeArea};
pub use cascade::{Styled, TextRule, cascade, heading_numbers};
pub use format::{Medium, Trim, default_format, find_format};
pub use number::{Alignment, Begin, Em, FirstBracket, FolioPlace, FrontFolios, HeadMethod, HeadingForm, ImprintPlace, Role, TypeSize};
pub use text_room::{Band, BandEdge, PageNotes, TextRoom, note_rules, text_room};
pub use theme::{
    AreaRule, BlockRule, BoxRule, CaptionRule, CodeRule, ColophonRule, ColumnsRule, ContentsRule, CoverRule, DialogueRule, FigureRule,
    FolioRule, HeadingRule, HeadlineRule, IndexRule, LineRule, ListRule, MarginRule, NoteRule, ParagraphRule, PartRule, PartsRule,
    PullRule, RunningHeadRule, SceneBreakRule, TableRule, TextSpec, Theme, VerseRule,
};

#[cfg(test)]
pub(crate) use cascade::tests::edition as edition_for_tests;
