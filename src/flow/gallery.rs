//! Pictures: one, or a gallery in rows.

use super::column::Piece;
use super::figure::Upright;
use super::flow_block::{Flow, Frame};
use super::generated;
use crate::book::Artifact;
use crate::book::Block;
use crate::book::Figure;
use crate::book::Owner;
use crate::book::Part;
use crate::book::Picture;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::LogicalSize;
use crate::geom::Size;
use crate::geom::WritingMode;
use crate::inline::Alignment;

/// Width to height of the frame that stands for a picture that is not there.
const MISSING_RATIO: (i64, i64) = (3, 2);

impl Flow<'_> {
    /// The pictures side by side, two or three in a row; those of a row are of one height.
    pub(super) fn pictures(&self, block: &Block, figure: &Figure, width: Length, room: Length, report: &mut Report) -> Upright {
        let per_row = match figure.pictures.len() {
            0 | 1 => 1,
            3 => 3,
            _ => 2,
        };
        let gap = self.grid().em.scale(1, 2);
        let rows = i64::try_from(figure.pictures.len().div_ceil(per_row)).unwrap_or(1).max(1);
        let row_room = (room - gap * (rows - 1)).scale(1, rows);
        let mut upright = Upright { size: LogicalSize::default(), pieces: Vec::new() };
        for row in figure.pictures.chunks(per_row) {
            let naturals: Vec<Size> = row.iter().map(|picture| self.natural_size(picture)).collect();
            let between = gap * (i64::try_from(row.len()).unwrap_or(1) - 1);
            let height = row_height(&naturals, width - between).min(row_room);
            let sizes: Vec<Length> = naturals.iter().map(|natural| width_of(*natural, height)).collect();
            let total = sizes.iter().copied().sum::<Length>() + between;
            let top = if upright.size.block.is_zero() { Length::ZERO } else { upright.size.block + gap };
            let mut left = Length::ZERO;
            for (picture, size) in row.iter().zip(sizes) {
                let origin = LogicalPoint { inline: left, block: top };
                let rect = LogicalRect { origin, size: LogicalSize { inline: size, block: height } };
                upright.pieces.extend(self.picture(block, picture, rect, report));
                left += size + gap;
            }
            upright.size.inline = upright.size.inline.max(total);
            upright.size.block = top + height;
        }
        upright
    }

    pub(super) fn natural_size(&self, picture: &Picture) -> Size {
        match self.pictures.get(&picture.file.path) {
            Some(loaded) => loaded.natural_size(),
            None => Size { width: Length::pt(MISSING_RATIO.0), height: Length::pt(MISSING_RATIO.1) },
        }
    }

    pub(super) fn picture(&self, block: &Block, picture: &Picture, rect: LogicalRect, report: &mut Report) -> Vec<Piece> {
        let owner = if picture.file.decorative { Owner::Artifact(Artifact::Layout) } else { Owner::Node(picture.id, Part::Content) };
        if self.pictures.contains_key(&picture.file.path) {
            return vec![Piece::Picture { rect, path: picture.file.path.clone(), owner }];
        }
        let mut pieces = outline(rect, Length::micrometres(self.styled.theme.table.thin));
        let content = generated::plain(self.spare, &self.words.missing_picture, &block.language);
        let frame = Frame {
            mode: WritingMode::HorizontalTb,
            start: rect.origin.inline,
            measure: rect.size.inline,
            most: rect.size.block,
            text: self.styled.body(),
            first_indent: 0,
            alignment: Alignment::Center,
        };
        let owner = Owner::Node(picture.id, Part::Content);
        let lines = self.lines(&content, Some(owner), &block.language, frame, report);
        let middle = rect.origin.block + rect.size.block.scale(1, 2);
        pieces.extend(lines.into_iter().take(1).map(|line| self.line_piece(line, frame.start, middle)));
        pieces
    }
}

/// The height at which pictures side by side fill a width together.
fn row_height(naturals: &[Size], width: Length) -> Length {
    // The sum of width by height, in thousandths.
    let ratios: i64 = naturals.iter().map(|natural| width_of(*natural, Length::units(1000)).to_units().max(1)).sum();
    width.scale(1000, ratios.max(1))
}

/// The width of a picture of this height.
fn width_of(natural: Size, height: Length) -> Length {
    height.scale(natural.width.to_units().max(1), natural.height.to_units().max(1))
}

/// Four rules inside the edges of a box.
fn outline(rect: LogicalRect, thickness: Length) -> Vec<Piece> {
    let LogicalRect { origin, size } = rect;
    let fill = |inline, block, inline_size, block_size| {
        let origin = LogicalPoint { inline: origin.inline + inline, block: origin.block + block };
        Piece::Fill { rect: LogicalRect { origin, size: LogicalSize { inline: inline_size, block: block_size } }, grey: 0 }
    };
    vec![
        fill(Length::ZERO, Length::ZERO, size.inline, thickness),
        fill(Length::ZERO, size.block - thickness, size.inline, thickness),
        fill(Length::ZERO, Length::ZERO, thickness, size.block),
        fill(size.inline - thickness, Length::ZERO, thickness, size.block),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves: FIG-05 [ALL] [HV]: pictures of a row have one height and fill the width together.
    #[test]
    fn pictures_of_a_row_have_one_height() {
        let naturals = [Size { width: Length::pt(30), height: Length::pt(20) }, Size { width: Length::pt(10), height: Length::pt(20) }];
        assert_eq!(row_height(&naturals, Length::pt(200)), Length::pt(100));
        assert_eq!(naturals.map(|natural| width_of(natural, Length::pt(100))), [Length::pt(150), Length::pt(50)]);
    }
}
