//! Lengths, logical and physical points and boxes, and the one conversion between them.

mod length;
mod logical;
mod physical;

pub use length::Length;
pub use logical::{LogicalPoint, LogicalRect, LogicalSize, WritingMode};
pub use physical::{Point, Rect, Size};
