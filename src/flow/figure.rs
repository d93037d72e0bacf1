//! Figures: pictures, caption and credit in one box, upright in both directions (requirements FIG-01 to FIG-05).

use super::column::{Beside, BesideEdge, Float, Piece, Slab, SlabKind, Span, Start};
use super::flow_block::{Flow, Frame};
use crate::book::Block;
use crate::book::Figure;
use crate::book::FigurePlacement;
use crate::diag::Report;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::LogicalSize;
use crate::geom::Size;
use crate::geom::WritingMode;
use crate::inline::Line;

/// In vertical lines a picture that is not tall leaves room for text below it: its share of the measure in thousandths.
const SHARED_HEIGHT: i64 = 580;
/// The share of the measure, in thousandths, of a figure with text beside it whose author gives no width.
const SIDE_WIDTH: i64 = 450;
/// The fewest characters of a line beside a figure, and the least part of the measure (requirement FIG-03).
const LEAST_BESIDE: (i64, i64) = (10, 4);
/// The least measure of a caption, in em of it.
const LEAST_CAPTION: i64 = 16;
/// The least white between a figure and the text beside the line gap, in em of the body.
const LEAST_WHITE: (i64, i64) = (3, 8);
/// However long its caption, a picture has at least this part of its room.
const LEAST_PICTURE: i64 = 4;

/// Something upright, drawn from its top left corner to the right and downwards.
pub(super) struct Upright {
    pub size: LogicalSize,
    pub pieces: Vec<Piece>,
}

impl Flow<'_> {
    pub(super) fn figure(&self, block: &Block, figure: &Figure, frame: Frame, report: &mut Report) -> Vec<Slab> {
        let whole = Frame { start: Length::ZERO, measure: self.whole, ..self.body_frame() };
        let column = Frame { start: Length::ZERO, measure: self.measure, ..self.body_frame() };
        match (figure.placement, frame.mode) {
            _ if frame.mode != self.styled.area.mode => self.boxed_figure(block, figure, frame, self.most_here(figure, frame), report),
            (FigurePlacement::Spread, _) if self.styled.has_leaves() => self.spread(block, figure, report),
            (FigurePlacement::Page | FigurePlacement::Spread, _) => {
                let most = upright_room(whole, 1000);
                self.floating(self.boxed_figure(block, figure, whole, most, report), Float::Page)
            }
            (FigurePlacement::Head, WritingMode::HorizontalTb) => {
                let most = self.most_here(figure, whole);
                self.floating(self.boxed_figure(block, figure, whole, most, report), Float::Head)
            }
            (FigurePlacement::Foot, WritingMode::HorizontalTb) => {
                let most = self.most_here(figure, whole);
                self.floating(self.boxed_figure(block, figure, whole, most, report), Float::Foot)
            }
            (FigurePlacement::Foot, WritingMode::VerticalRl) => {
                let mut slabs = self.boxed_figure(block, figure, column, self.most_here(figure, column), report);
                for slab in &mut slabs {
                    slab.beside = slab.beside.map(|beside| Beside { edge: BesideEdge::End, ..beside });
                }
                slabs
            }
            (FigurePlacement::Side, WritingMode::HorizontalTb) => self.side_figure(block, figure, column, report),
            (FigurePlacement::Head | FigurePlacement::Side, WritingMode::VerticalRl) => {
                self.boxed_figure(block, figure, column, self.most_here(figure, column), report)
            }
            (FigurePlacement::Here, _) => self.boxed_figure(block, figure, frame, self.most_here(figure, frame), report),
        }
    }

    /// What a figure among text may take.
    fn most_here(&self, figure: &Figure, frame: Frame) -> LogicalSize {
        match frame.mode {
            WritingMode::HorizontalTb => upright_room(frame, self.styled.theme.figure.most),
            WritingMode::VerticalRl if figure.width.is_none() && !self.is_tall(figure) => {
                LogicalSize { inline: frame.most, block: frame.measure.scale(SHARED_HEIGHT, 1000) }
            }
            WritingMode::VerticalRl => upright_room(frame, 1000),
        }
    }

    fn floating(&self, slabs: Vec<Slab>, float: Float) -> Vec<Slab> {
        let float = |(index, slab): (usize, Slab)| if index == 0 { Slab { float, span: Span::All, ..slab } } else { slab };
        slabs.into_iter().enumerate().map(float).collect()
    }

    /// Pictures with caption and credit below them, no higher than `most`: one box. What a caption has beyond that follows as lines.
    fn boxed_figure(&self, block: &Block, figure: &Figure, frame: Frame, most: LogicalSize, report: &mut Report) -> Vec<Slab> {
        let theme = &self.styled.theme;
        let default = match (frame.mode, figure.placement) {
            (_, FigurePlacement::Page | FigurePlacement::Spread) => 1000,
            (WritingMode::HorizontalTb, _) => theme.figure.width,
            (WritingMode::VerticalRl, _) => theme.figure.width_vertical,
        };
        let share = figure.width.map_or(default, |percent| i64::from(percent.clamp(1, 100)) * 10);
        let width = most.inline.scale(share, 1000);
        let (upright, notes, rest) = self.upright_figure(block, figure, width, most, report);
        let mut anchors = vec![block.id];
        anchors.extend(figure.pictures.iter().map(|picture| picture.id));
        let mut slabs = vec![Slab { kind: SlabKind::Figure, anchors, notes, ..self.upright_slab(upright, frame) }];
        let rest = self.line_slabs(rest, frame).into_iter().map(|slab| Slab { start: Start::Continues, ..slab });
        slabs.extend(rest);
        slabs
    }

    /// The figure of a width in a room, the notes of its caption, and the lines of the caption that have no room.
    fn upright_figure(
        &self,
        block: &Block,
        figure: &Figure,
        width: Length,
        most: LogicalSize,
        report: &mut Report,
    ) -> (Upright, Vec<crate::book::NodeId>, Vec<Line>) {
        let theme = &self.styled.theme;
        let caption_size = self.styled.size(theme.caption.size);
        let caption_measure = width.max(caption_size * LEAST_CAPTION).min(most.inline);
        let mut caption = self.caption(block, &figure.caption, figure.credit.as_deref(), caption_measure, report);
        let gap = if caption.is_empty() { Length::ZERO } else { theme.caption.gap.of(caption_size) };
        let caption_pitch = theme.caption.pitch.of(caption_size);
        let lines = (most.block - most.block.scale(1, LEAST_PICTURE) - gap).divide(caption_pitch).max(1);
        let rest = if caption.len() > lines as usize { caption.split_off(lines as usize) } else { Vec::new() };
        let caption_extent = caption_pitch * i64::try_from(caption.len()).unwrap_or(0);
        let room = (most.block - gap - caption_extent).max(self.grid().em);
        let pictures = self.pictures(block, figure, width, room, report);
        let total = pictures.size.inline.max(if caption.is_empty() { Length::ZERO } else { caption_measure });
        let start = (total - pictures.size.inline).scale(1, 2);
        let mut pieces: Vec<Piece> = pictures.pieces.into_iter().map(|piece| piece.shifted(start, Length::ZERO)).collect();
        let mut centre = pictures.size.block + gap + caption_pitch.scale(1, 2);
        let notes = caption.iter().flat_map(|line| line.notes.iter().copied()).collect();
        for line in caption {
            pieces.push(self.line_piece(line, (total - caption_measure).scale(1, 2), centre));
            centre += caption_pitch;
        }
        let size = LogicalSize { inline: total, block: pictures.size.block + gap + caption_extent };
        (Upright { size, pieces }, notes, rest)
    }

    /// A figure at the outer edge of horizontal lines; in the whole width where too little room remains for text.
    fn side_figure(&self, block: &Block, figure: &Figure, frame: Frame, report: &mut Report) -> Vec<Slab> {
        let share = figure.width.map_or(SIDE_WIDTH, |percent| i64::from(percent.clamp(1, 100)) * 10);
        let width = frame.measure.scale(share, 1000);
        let most = LogicalSize { inline: width, ..upright_room(frame, 1000) };
        let (upright, notes, rest) = self.upright_figure(block, figure, width, most, &mut Report::default());
        let Some(beside) = self.beside(upright.size.inline, frame).filter(|_| rest.is_empty()) else {
            return self.boxed_figure(block, figure, frame, self.most_here(figure, frame), report);
        };
        // Said once, for the figure that is set.
        self.upright_figure(block, figure, width, most, report);
        let grid = self.grid();
        // Its head is level with the characters of its first line.
        let lines = grid.lines_for(upright.size.block + grid.em.scale(LEAST_WHITE.0, LEAST_WHITE.1));
        let pieces = upright.pieces.into_iter().map(|piece| piece.shifted(frame.start, Length::ZERO)).collect();
        let mut anchors = vec![block.id];
        anchors.extend(figure.pictures.iter().map(|picture| picture.id));
        let beside = Some(Beside { edge: BesideEdge::Outer, ..beside });
        vec![Slab { kind: SlabKind::Figure, lines, pieces, anchors, notes, beside, ..Slab::default() }]
    }

    /// A box of whole grid lines with something upright in its middle.
    pub(super) fn upright_slab(&self, upright: Upright, frame: Frame) -> Slab {
        let grid = self.grid();
        let LogicalSize { inline: width, block: height } = upright.size;
        let extent = match frame.mode {
            WritingMode::HorizontalTb => height,
            WritingMode::VerticalRl => width,
        };
        let white = grid.em.scale(LEAST_WHITE.0, LEAST_WHITE.1);
        let most = grid.lines_for(frame.most).min(self.styled.area.lines);
        let lines = grid.lines_for(extent + white * 2).min(most.max(grid.lines_for(extent)));
        let lead = (grid.extent(lines) - extent).scale(1, 2).max(Length::ZERO);
        let pieces = match frame.mode {
            WritingMode::HorizontalTb => {
                let start = frame.start + (frame.measure - width).scale(1, 2);
                upright.pieces.into_iter().map(|piece| piece.shifted(start, lead)).collect()
            }
            WritingMode::VerticalRl => {
                let rect = LogicalRect {
                    origin: LogicalPoint { inline: frame.start, block: lead },
                    size: LogicalSize { inline: height, block: width },
                };
                vec![Piece::Island { rect, mode: WritingMode::HorizontalTb, pieces: upright.pieces }]
            }
        };
        let beside = match frame.mode {
            WritingMode::HorizontalTb => None,
            WritingMode::VerticalRl => self.beside(height, frame),
        };
        Slab { lines, pieces, lead, beside, ..Slab::default() }
    }

    /// Where whole em of text may stand along the lines beside something of this extent (requirements FIG-03, FIG-04).
    fn beside(&self, extent: Length, frame: Frame) -> Option<Beside> {
        let em = self.grid().em;
        let characters = (frame.measure - extent - em).divide(em);
        let enough = characters >= LEAST_BESIDE.0 && em * (characters * LEAST_BESIDE.1) >= frame.measure;
        let size = frame.measure - em * characters;
        let in_column = frame.start.is_zero() && frame.measure == self.measure;
        (enough && in_column).then_some(Beside { size, to_end: frame.measure - extent, edge: BesideEdge::Start })
    }

    /// Whether the first picture is clearly higher than wide.
    fn is_tall(&self, figure: &Figure) -> bool {
        figure.pictures.first().is_some_and(|picture| {
            let Size { width, height } = self.natural_size(picture);
            height * 5 > width * 6
        })
    }
}

/// The room of something upright: the width of the frame, and so many thousandths of its height.
fn upright_room(frame: Frame, share: i64) -> LogicalSize {
    match frame.mode {
        WritingMode::HorizontalTb => LogicalSize { inline: frame.measure, block: frame.most.scale(share, 1000) },
        WritingMode::VerticalRl => LogicalSize { inline: frame.most, block: frame.measure.scale(share, 1000) },
    }
}
