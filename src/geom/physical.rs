//! Physical points and boxes: x to the right, y downwards, from the top left corner.

use super::Length;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    pub x: Length,
    pub y: Length,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    pub width: Length,
    pub height: Length,
}

/// A box by its top left corner and its extents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rect {
    pub origin: Point,
    pub size: Size,
}
