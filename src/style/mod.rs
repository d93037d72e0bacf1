//! Style: page formats and themes as data, and the type area that follows from them.

mod area;
mod cascade;
mod format;
mod number;
mod pairing;
mod text_room;
mod theme;

pub use area::{Grid, TypeArea};
pub use cascade::{Styled, TextRule, cascade};
pub use format::{Medium, Trim, default_format, find_format};
pub use number::{Alignment, Em, Role};
pub use text_room::{Band, BandEdge, PageNotes, TextRoom, note_style, text_room};
pub use theme::{
    BlockRule, BoxRule, CaptionRule, CodeRule, ColophonRule, ColumnsRule, ContentsRule, CoverRule, FigureRule, FolioRule, HeadingRule,
    HeadlineRule, LineRule, ListRule, MarginRule, NoteRule, ParagraphRule, PullRule, RunningHeadRule, SceneBreakRule, TableRule, TextSpec,
    Theme, VerseRule,
};
