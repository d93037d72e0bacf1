//! Logical axes: inline runs along a line, block runs from line to line.

use super::Length;
use super::{Point, Rect, Size};

/// The writing mode, in the terms of CSS Writing Modes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WritingMode {
    /// Lines run to the right and follow each other downwards.
    HorizontalTb,
    /// Lines run downwards and follow each other to the left.
    VerticalRl,
}

/// A point by its distances from the inline start and the block start of its container.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogicalPoint {
    pub inline: Length,
    pub block: Length,
}

/// Extents along the inline and the block axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogicalSize {
    pub inline: Length,
    pub block: Length,
}

/// A box by its corner at inline start and block start, and its extents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogicalRect {
    pub origin: LogicalPoint,
    pub size: LogicalSize,
}

impl WritingMode {
    /// Turns a logical box into a physical one inside `container`, whose origin is its top left corner, y downwards.
    pub fn place(self, container: Size, logical: LogicalRect) -> Rect {
        let LogicalRect { origin, size } = logical;
        match self {
            Self::HorizontalTb => {
                Rect { origin: Point { x: origin.inline, y: origin.block }, size: Size { width: size.inline, height: size.block } }
            }
            Self::VerticalRl => Rect {
                origin: Point { x: container.width - origin.block - size.block, y: origin.inline },
                size: Size { width: size.block, height: size.inline },
            },
        }
    }

    /// The logical box of a physical one inside `container`: the inverse of [`WritingMode::place`].
    pub fn locate(self, container: Size, rect: Rect) -> LogicalRect {
        let Rect { origin, size } = rect;
        let origin = match self {
            Self::HorizontalTb => LogicalPoint { inline: origin.x, block: origin.y },
            Self::VerticalRl => LogicalPoint { inline: origin.y, block: container.width - origin.x - size.width },
        };
        LogicalRect { origin, size: self.logical_size(size) }
    }

    /// The extents of a physical size along the logical axes.
    pub fn logical_size(self, size: Size) -> LogicalSize {
        match self {
            Self::HorizontalTb => LogicalSize { inline: size.width, block: size.height },
            Self::VerticalRl => LogicalSize { inline: size.height, block: size.width },
        }
    }

    /// The physical size of logical extents.
    pub fn physical_size(self, size: LogicalSize) -> Size {
        match self {
            Self::HorizontalTb => Size { width: size.inline, height: size.block },
            Self::VerticalRl => Size { width: size.block, height: size.inline },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vertical_blocks_advance_to_the_left() {
        let container = Size { width: Length::pt(100), height: Length::pt(200) };
        let logical = LogicalRect {
            origin: LogicalPoint { inline: Length::pt(5), block: Length::pt(10) },
            size: LogicalSize { inline: Length::pt(50), block: Length::pt(20) },
        };
        let rect = WritingMode::VerticalRl.place(container, logical);
        assert_eq!(rect.origin, Point { x: Length::pt(70), y: Length::pt(5) });
        assert_eq!(rect.size, Size { width: Length::pt(20), height: Length::pt(50) });
        for mode in [WritingMode::HorizontalTb, WritingMode::VerticalRl] {
            assert_eq!(mode.locate(container, mode.place(container, logical)), logical);
        }
    }
}
