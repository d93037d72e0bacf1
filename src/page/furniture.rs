//! Running heads and folios: horizontal in both directions, at one place for the whole book (requirements RUN-01 to RUN-06).

use super::frame::PageSide;
use super::place::Area;
use super::place::Placer;
use crate::book::Artifact;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Owner;
use crate::book::TextRun;
use crate::diag::Report;
use crate::diag::SourceMap;
use crate::flow::Piece;
use crate::font::Fonts;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::Rect;
use crate::geom::WritingMode;
use crate::inline;
use crate::inline::Alignment;
use crate::inline::Detail;
use crate::inline::Environment;
use crate::inline::Line;
use crate::inline::LineSettings;
use crate::inline::Paragraph;
use crate::inline::RuleSet;
use crate::inline::TextStyle;
use crate::resolve::Resolved;
use crate::style::Em;
use crate::style::FolioPlace;
use crate::style::Medium;
use crate::style::Role;
use crate::style::Styled;
use crate::unicode::Language;

/// What stands around the type area of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Furniture {
    /// None on opening pages.
    pub head: Option<String>,
    /// None where no folio is printed.
    pub folio: Option<String>,
}

/// Sets running heads and folios.
pub(super) struct FurnitureSetter<'a> {
    pub styled: &'a Styled,
    pub fonts: &'a Fonts,
    pub resolved: &'a Resolved,
    pub language: &'a Language,
    /// A node that no content has.
    pub spare: NodeId,
    pub detail: Detail,
    pub rules: Option<&'a RuleSet>,
}

impl FurnitureSetter<'_> {
    pub fn place(&self, furniture: &Furniture, side: PageSide, placer: &mut Placer<'_>) {
        let theme = &self.styled.theme;
        let area = self.type_area(side);
        let left = area.origin.x;
        let right = left + area.size.width;
        let (top, foot) = (area.origin.y, area.origin.y + area.size.height);
        let em = self.styled.area.grid.em;
        let mode = self.styled.area.mode;
        let head_role = theme.running_head.role;
        let folio_role = theme.folio.role;
        let room = right - left;
        let head = |room: Length| {
            let text = furniture.head.as_deref()?;
            self.line(text, theme.running_head.size, head_role, Artifact::RunningHead, room)
        };
        let folio = furniture.folio.as_deref().and_then(|text| self.line(text, theme.folio.size, folio_role, Artifact::Folio, room));
        let head_line = top - theme.running_head.distance.of(em);
        let foot_line = foot + theme.folio.distance.of(em);
        match (self.styled.trim.medium, mode) {
            (Medium::Screen, WritingMode::HorizontalTb | WritingMode::VerticalRl) => {
                if let Some(folio) = folio {
                    // Screens have narrow margins: half way between type area and edge.
                    let centre = foot + (self.styled.trim.size.height - foot).scale(1, 2);
                    let x = left + (room - folio.inline_size).scale(1, 2);
                    self.put(folio, x, centre, placer);
                }
            }
            (Medium::Print, WritingMode::VerticalRl) => {
                // One line at the top: the folio outside, the head next to it.
                let inset = theme.running_head.inset.of(em);
                let folio = match (folio, theme.folio.place) {
                    (Some(folio), FolioPlace::Centre) => {
                        let at = left + (room - folio.inline_size).scale(1, 2);
                        self.put(folio, at, foot_line, placer);
                        None
                    }
                    (folio, FolioPlace::Outer | FolioPlace::Centre) => folio,
                };
                let width = folio.as_ref().map_or(Length::ZERO, |line| line.inline_size);
                let separation =
                    if folio.is_some() { theme.running_head.separation.of(self.styled.size(theme.folio.size)) } else { Length::ZERO };
                let head = head(room - inset - width - separation);
                match self.outer_is_left(side) {
                    Outer::Left => {
                        let start = left + inset;
                        if let Some(folio) = folio {
                            self.put(folio, start, head_line, placer);
                        }
                        if let Some(head) = head {
                            self.put(head, start + width + separation, head_line, placer);
                        }
                    }
                    Outer::Right => {
                        let end = right - inset;
                        if let Some(head) = head {
                            let start = end - width - separation - head.inline_size;
                            self.put(head, start, head_line, placer);
                        }
                        if let Some(folio) = folio {
                            self.put(folio, end - width, head_line, placer);
                        }
                    }
                }
            }
            (Medium::Print, WritingMode::HorizontalTb) => {
                let outer = self.outer_is_left(side);
                let start = |line: &Line| match outer {
                    Outer::Left => left,
                    Outer::Right => right - line.inline_size,
                };
                if let Some(head) = head(room) {
                    let at = start(&head);
                    self.put(head, at, head_line, placer);
                }
                if let Some(folio) = folio {
                    let at = match theme.folio.place {
                        FolioPlace::Outer => start(&folio),
                        FolioPlace::Centre => left + (room - folio.inline_size).scale(1, 2),
                    };
                    self.put(folio, at, foot_line, placer);
                }
            }
        }
    }

    fn type_area(&self, side: PageSide) -> Rect {
        let area = &self.styled.area;
        let origin = match side {
            PageSide::Recto => area.recto,
            PageSide::Verso => area.verso,
        };
        area.mode.place(self.styled.trim.size, LogicalRect { origin, size: area.size() })
    }

    /// The fore-edge: a recto lies at the right of a spread in books bound at the left, at the left in books bound at the right.
    fn outer_is_left(&self, side: PageSide) -> Outer {
        match (self.styled.area.mode, side) {
            (WritingMode::HorizontalTb, PageSide::Recto) | (WritingMode::VerticalRl, PageSide::Verso) => Outer::Right,
            (WritingMode::HorizontalTb, PageSide::Verso) | (WritingMode::VerticalRl, PageSide::Recto) => Outer::Left,
        }
    }

    /// One line; what does not fit in the room is left out with an ellipsis.
    fn line(&self, text: &str, size: Em, role: Role, artifact: Artifact, room: Length) -> Option<Line> {
        let compose = |text: &str| {
            let run = TextRun { text: text.to_owned(), language: self.language.clone(), map: SourceMap::default() };
            let content = [Inline { id: self.spare, span: None, kind: InlineKind::Text(run) }];
            let role = role.font(self.styled.region);
            let style = TextStyle { size: self.styled.size(size), role };
            let paragraph = Paragraph { content: &content, owner: Some(Owner::Artifact(artifact)), style, language: self.language };
            let settings = LineSettings {
                mode: WritingMode::HorizontalTb,
                region: self.styled.region,
                measure: room,
                first_indent: Length::ZERO,
                indent: Length::ZERO,
                alignment: Alignment::Start,
            };
            let environment = Environment {
                fonts: self.fonts,
                resolved: self.resolved,
                pairings: &self.styled.pairings,
                readings: self.styled.readings,
                rules: self.rules,
            };
            inline::compose_with(&paragraph, &settings, &environment, self.detail, &mut Report::default())
        };
        let lines = compose(text);
        if lines.len() <= 1 {
            return lines.into_iter().next();
        }
        let kept: String = lines[0].runs.iter().map(|run| run.text.as_str()).collect();
        let count = kept.chars().count().saturating_sub(2).max(1);
        let shortened: String = kept.chars().take(count).chain(['…']).collect();
        compose(&shortened).into_iter().next()
    }

    fn put(&self, line: Line, x: Length, y: Length, placer: &mut Placer<'_>) {
        let area = Area::page(WritingMode::HorizontalTb, self.styled.trim.size);
        placer.piece(area, Piece::Line { origin: LogicalPoint { inline: x, block: y }, line: Box::new(line) });
    }
}

/// Where the fore-edge is.
enum Outer {
    Left,
    Right,
}
