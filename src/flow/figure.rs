//! Figures: pictures, caption and credit in one box, upright in both directions (requirements FIG-04, FIG-05).

use super::column::{Beside, BesideEdge, Piece, Slab, SlabKind};
use super::flow_block::{Flow, Frame};
use super::generated;
use crate::book::Artifact;
use crate::book::Block;
use crate::book::Figure;
use crate::book::Inline;
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
use crate::inline::Line;
use crate::style::Role;
use crate::style::TextRule;

/// Width to height of the frame that stands for a picture that is not there.
const MISSING_RATIO: (i64, i64) = (3, 2);
/// In vertical lines a picture that is not tall leaves room for text below it: its share of the measure in thousandths.
const SHARED_HEIGHT: i64 = 580;
/// The fewest characters of a line beside a figure, and the least part of the measure (requirement FIG-03).
const LEAST_BESIDE: (i64, i64) = (10, 4);
/// The least measure of a caption, in em of it.
const LEAST_CAPTION: i64 = 16;
/// The least white between a figure and the text beside the line gap, in em of the body.
const LEAST_WHITE: (i64, i64) = (3, 8);

/// Something upright, drawn from its top left corner to the right and downwards.
pub(super) struct Upright {
    pub size: LogicalSize,
    pub pieces: Vec<Piece>,
}

impl Flow<'_> {
    pub(super) fn figure(&self, block: &Block, figure: &Figure, frame: Frame, report: &mut Report) -> Vec<Slab> {
        let theme = &self.styled.theme;
        let most = match frame.mode {
            WritingMode::HorizontalTb => LogicalSize { inline: frame.measure, block: frame.most.scale(theme.figure.most, 1000) },
            WritingMode::VerticalRl if figure.width.is_none() && !self.is_tall(figure) => {
                LogicalSize { inline: frame.most, block: frame.measure.scale(SHARED_HEIGHT, 1000) }
            }
            WritingMode::VerticalRl => LogicalSize { inline: frame.most, block: frame.measure },
        };
        let default = match frame.mode {
            WritingMode::HorizontalTb => theme.figure.width,
            WritingMode::VerticalRl => theme.figure.width_vertical,
        };
        let share = figure.width.map_or(default, |percent| i64::from(percent.min(100)) * 10);
        let width = most.inline.scale(share, 1000);
        let caption_size = self.styled.size(theme.caption.size);
        let caption_measure = width.max(caption_size * LEAST_CAPTION).min(most.inline);
        let caption = self.caption(block, &figure.caption, figure.credit.as_deref(), caption_measure, report);
        let gap = if caption.is_empty() { Length::ZERO } else { theme.caption.gap.of(caption_size) };
        let caption_pitch = theme.caption.pitch.of(caption_size);
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
        let mut anchors = vec![block.id];
        anchors.extend(figure.pictures.iter().map(|picture| picture.id));
        vec![Slab { kind: SlabKind::Figure, anchors, notes, ..self.upright_slab(Upright { size, pieces }, frame) }]
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
                    size: LogicalSize { inline: frame.measure, block: width },
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

    /// Where whole em of text may begin below something of this height in vertical lines.
    fn beside(&self, height: Length, frame: Frame) -> Option<Beside> {
        let em = self.grid().em;
        let characters = (frame.measure - height - em).divide(em);
        let enough = characters >= LEAST_BESIDE.0 && em * (characters * LEAST_BESIDE.1) >= frame.measure;
        let size = frame.measure - em * characters;
        (enough && frame.start.is_zero()).then_some(Beside { size, to_end: frame.measure - height, edge: BesideEdge::Start })
    }

    /// Whether the first picture is clearly higher than wide.
    fn is_tall(&self, figure: &Figure) -> bool {
        figure.pictures.first().is_some_and(|picture| {
            let Size { width, height } = self.natural_size(picture);
            height * 5 > width * 6
        })
    }

    /// The lines of caption and credit; one line stands in the middle.
    fn caption(&self, block: &Block, caption: &[Inline], credit: Option<&str>, measure: Length, report: &mut Report) -> Vec<Line> {
        let rule = &self.styled.theme.caption;
        let mut lines = Vec::new();
        if let Some((content, label)) = self.labelled(block, caption, self.resolved.figure_numbers.get(&block.id)) {
            lines.extend(self.caption_lines(&content, label, block, rule.role, measure, report));
        }
        if let Some(credit) = credit {
            let content = generated::plain(block.id, credit, &block.language);
            let mut composed = self.caption_lines(&content, None, block, Role::Serif, measure, report);
            if lines.len() > 1 && composed.len() == 1 {
                // Under a caption of several lines it begins where they do.
                composed = self.start_aligned(&content, block, measure);
            }
            lines.extend(composed);
        }
        lines
    }

    fn start_aligned(&self, content: &[Inline], block: &Block, measure: Length) -> Vec<Line> {
        let frame = Frame { alignment: Alignment::Start, ..self.caption_frame(Role::Serif, measure) };
        self.lines(content, None, &block.language, frame, &mut Report::default())
    }

    fn caption_frame(&self, role: Role, measure: Length) -> Frame {
        let size = self.styled.size(self.styled.theme.caption.size);
        Frame {
            mode: WritingMode::HorizontalTb,
            start: Length::ZERO,
            measure,
            most: Length::ZERO,
            text: TextRule { size, role },
            first_indent: 0,
            alignment: Alignment::Justify,
        }
    }

    /// The caption with its generated label before it, and who owns what has the spare node.
    pub(super) fn labelled(&self, block: &Block, caption: &[Inline], label: Option<&String>) -> Option<(Vec<Inline>, Option<Owner>)> {
        if caption.is_empty() && label.is_none() {
            return None;
        }
        let mut content = Vec::new();
        if let Some(label) = label {
            content.extend(generated::plain(self.spare, &format!("{label}　"), &block.language));
        }
        content.extend(caption.iter().cloned());
        Some((content, label.map(|_| Owner::Node(block.id, Part::Label))))
    }

    pub(super) fn caption_lines(
        &self,
        content: &[Inline],
        label: Option<Owner>,
        block: &Block,
        role: Role,
        measure: Length,
        report: &mut Report,
    ) -> Vec<Line> {
        let frame = self.caption_frame(role, measure);
        let mut lines = self.lines(content, None, &block.language, frame, report);
        if lines.len() == 1 {
            lines = self.lines(content, None, &block.language, Frame { alignment: Alignment::Center, ..frame }, &mut Report::default());
        }
        if let Some(owner) = label {
            self.relabel(&mut lines, owner);
        }
        lines
    }

    /// Gives text of the spare node to its owner.
    pub(super) fn relabel(&self, lines: &mut [Line], owner: Owner) {
        for line in lines {
            for run in line.runs.iter_mut().filter(|run| matches!(run.owner, Owner::Node(node, _) if node == self.spare)) {
                run.owner = owner;
            }
            if line.first.is_some_and(|(node, _)| node == self.spare) {
                line.first = None;
            }
        }
    }

    /// The pictures side by side, two or three in a row.
    fn pictures(&self, block: &Block, figure: &Figure, width: Length, room: Length, report: &mut Report) -> Upright {
        let per_row = match figure.pictures.len() {
            0 | 1 => 1,
            3 => 3,
            _ => 2,
        };
        let gap = self.grid().em.scale(1, 2);
        let rows = i64::try_from(figure.pictures.len().div_ceil(per_row)).unwrap_or(1).max(1);
        let row_room = (room - gap * (rows - 1)).scale(1, rows);
        let columns = i64::try_from(per_row).unwrap_or(1);
        let cell = (width - gap * (columns - 1)).scale(1, columns);
        let mut upright = Upright { size: LogicalSize::default(), pieces: Vec::new() };
        for row in figure.pictures.chunks(per_row) {
            let sizes: Vec<Size> = row.iter().map(|picture| fit(self.natural_size(picture), cell, row_room)).collect();
            let height = sizes.iter().map(|size| size.height).fold(Length::ZERO, Length::max);
            let top = if upright.size.block.is_zero() { Length::ZERO } else { upright.size.block + gap };
            let mut left = Length::ZERO;
            for (picture, size) in row.iter().zip(sizes) {
                let origin = LogicalPoint { inline: left, block: top + (height - size.height).scale(1, 2) };
                let rect = LogicalRect { origin, size: LogicalSize { inline: size.width, block: size.height } };
                upright.pieces.extend(self.picture(block, picture, rect, report));
                left += size.width + gap;
            }
            upright.size.inline = upright.size.inline.max(left - gap);
            upright.size.block = top + height;
        }
        upright
    }

    fn natural_size(&self, picture: &Picture) -> Size {
        match self.pictures.get(&picture.file.path) {
            Some(loaded) => loaded.natural_size(),
            None => Size { width: Length::pt(MISSING_RATIO.0), height: Length::pt(MISSING_RATIO.1) },
        }
    }

    fn picture(&self, block: &Block, picture: &Picture, rect: LogicalRect, report: &mut Report) -> Vec<Piece> {
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

/// The size in the same proportion that fills the width, or the height when that is too much.
fn fit(natural: Size, width: Length, height: Length) -> Size {
    let (natural_width, natural_height) = (natural.width.to_units().max(1), natural.height.to_units().max(1));
    let wide = Size { width, height: width.scale(natural_height, natural_width) };
    if wide.height <= height { wide } else { Size { width: height.scale(natural_width, natural_height), height } }
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

    #[test]
    fn a_picture_keeps_its_proportion() {
        let natural = Size { width: Length::pt(300), height: Length::pt(200) };
        assert_eq!(fit(natural, Length::pt(150), Length::pt(500)), Size { width: Length::pt(150), height: Length::pt(100) });
        assert_eq!(fit(natural, Length::pt(150), Length::pt(50)), Size { width: Length::pt(75), height: Length::pt(50) });
    }
}
