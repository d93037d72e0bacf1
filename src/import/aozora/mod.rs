//! Aozora Bunko's notation: readings in 《》, annotations in ［＃］, characters described after ※.

mod accent;
mod annotation;
mod blocks;
mod gaiji;
mod head;
mod inlines;
mod line;
mod parts;
mod plain;
mod tally;
mod word;
mod work;

pub use tally::{FindingKind, Tally};
pub use work::{looks_like_aozora, read_aozora};
