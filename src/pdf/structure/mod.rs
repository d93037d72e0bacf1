//! The structure tree: the edition's tree in the standard types of PDF 32000-1, 14.8.4, planned before the pages are written so
//! that each piece of marked content knows its place.

mod block;
mod inline;
mod plan;
mod walk;

pub(super) use plan::Attributes;
pub(super) use plan::Kid;
pub(super) use plan::Placement;
pub(super) use plan::Plan;
pub(super) use plan::ROOT;
