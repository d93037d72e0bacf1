//! A figure across two facing pages (requirement FIG-01): the picture runs over the gutter, each page cuts off the half of the other,
//! and caption and credit stand below it on the page that is read first.

use super::column::{Float, Piece, Slab, SlabKind, Span};
use super::figure::Upright;
use super::flow_block::Flow;
use crate::book::Block;
use crate::book::Figure;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::LogicalSize;
use crate::geom::Rect;
use crate::geom::WritingMode;

impl Flow<'_> {
    pub(super) fn spread(&self, block: &Block, figure: &Figure, report: &mut Report) -> Vec<Slab> {
        let area = &self.styled.area;
        let page = self.styled.trim.size;
        let place = |origin| area.mode.place(page, LogicalRect { origin, size: area.size() });
        let (verso, recto) = (place(area.verso), place(area.recto));
        let (left, right) = match area.mode {
            WritingMode::HorizontalTb => (verso, recto),
            WritingMode::VerticalRl => (recto, verso),
        };
        // Along the spread, from the left edge of the left page.
        let (start, end) = (left.origin.x, page.width + right.origin.x + right.size.width);
        let theme = &self.styled.theme.caption;
        let caption_size = self.styled.size(theme.size);
        let pitch = theme.pitch.of(caption_size);
        let first = match area.mode {
            WritingMode::HorizontalTb => left,
            WritingMode::VerticalRl => right,
        };
        let measure = caption_size * first.size.width.divide(caption_size).max(1);
        let caption = self.caption(block, &figure.caption, figure.credit.as_deref(), measure, report);
        let gap = if caption.is_empty() { Length::ZERO } else { theme.gap.of(caption_size) };
        let below = gap + pitch * i64::try_from(caption.len()).unwrap_or(0);
        let room = (left.size.height - below).max(self.grid().em);
        let Upright { size, pieces } = self.pictures(block, figure, end - start, room, report);
        let picture_start = start + (end - start - size.inline).scale(1, 2);
        let notes = caption.iter().flat_map(|line| line.notes.iter().copied()).collect();
        let mut lines = Vec::new();
        let mut centre = size.block + gap + pitch.scale(1, 2);
        for line in caption {
            lines.push(self.line_piece(line, Length::ZERO, centre));
            centre += pitch;
        }
        let half = |shift: Length, pieces: &[Piece]| -> Vec<Piece> {
            pieces.iter().map(|piece| piece.clone().shifted(shift, Length::ZERO)).collect()
        };
        let mut on_left = half(picture_start - left.origin.x, &pieces);
        let mut on_right = half(picture_start - page.width - right.origin.x, &pieces);
        let (on_first, on_second) = match area.mode {
            WritingMode::HorizontalTb => {
                on_left.extend(lines);
                (on_left, on_right)
            }
            WritingMode::VerticalRl => {
                on_right.extend(lines);
                (on_right, on_left)
            }
        };
        let mut anchors = vec![block.id];
        anchors.extend(figure.pictures.iter().map(|picture| picture.id));
        vec![
            Slab { float: Float::Spread, anchors, notes, ..self.leaf(on_first, first) },
            Slab { float: Float::SpreadEnd, ..self.leaf(on_second, first) },
        ]
    }

    /// A whole page with something upright in it, from the top left corner of its type area.
    fn leaf(&self, pieces: Vec<Piece>, area: Rect) -> Slab {
        let lines = self.styled.area.lines;
        let pieces = match self.styled.area.mode {
            WritingMode::HorizontalTb => pieces,
            WritingMode::VerticalRl => {
                let size = LogicalSize { inline: area.size.height, block: area.size.width };
                let rect = LogicalRect { origin: LogicalPoint::default(), size };
                vec![Piece::Island { rect, mode: WritingMode::HorizontalTb, pieces }]
            }
        };
        Slab { kind: SlabKind::Figure, span: Span::All, lines, pieces, ..Slab::default() }
    }
}
