//! An edition's tree to pages.

use super::frame::PageSide;
use super::frame::Pages;
use super::leaves::roman;
use super::paginate::paginate;
use super::room::{Balance, NoteRoom, Room};
use super::set_pages::side;
use super::sheet::Sheet;
use crate::book::Book;
use crate::book::Division;
use crate::book::DivisionRole;
use crate::book::NodeId;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::flow::Break;
use crate::flow::Flow;
use crate::flow::NoteBody;
use crate::flow::Slab;
use crate::flow::Sources;
use crate::font::Fonts;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::inline::Detail;
use crate::inline::RuleSet;
use crate::manuscript::Edition;
use crate::manuscript::Metadata;
use crate::manuscript::NoteNumbering;
use crate::picture::Pictures;
use crate::resolve::NotePlace;
use crate::resolve::PageMap;
use crate::resolve::Resolved;
use crate::style;
use crate::style::BandEdge;
use crate::style::Begin;
use crate::style::PageNotes;
use crate::style::Styled;
use crate::style::TextRoom;
use std::collections::BTreeMap;

/// What pages are composed from.
#[derive(Clone, Copy)]
pub struct PageInput<'a> {
    /// The edition's tree.
    pub book: &'a Book,
    pub resolved: &'a Resolved,
    pub pictures: &'a Pictures,
    pub fonts: &'a Fonts,
    pub metadata: &'a Metadata,
    pub edition: &'a Edition,
    /// Whether pages keep what their lines are made of.
    pub detail: Detail,
}

/// Composes all pages: the body first, then the contents with its folios, then everything around it. Front matter is counted by
/// itself in Roman numerals, so that one pass is enough.
pub fn compose(input: &PageInput<'_>, context: &Context, report: &mut Report) -> Pages {
    let styled = style::cascade(input.edition, report);
    let rules = RuleSet::new(input.edition.region, &input.edition.line);
    let text = style::text_room(&styled, input.edition, report);
    let notes = style::note_rules(input.edition);
    let mut resolved = input.resolved.clone();
    let mut pass = 0;
    loop {
        pass += 1;
        let mut own = Report::default();
        let input = &PageInput { resolved: &resolved, ..*input };
        let flow = Flow::new(input.book, input.resolved, &styled, input.fonts, input.pictures);
        let mut composer = Composer {
            input,
            context,
            styled: &styled,
            flow: Flow { detail: input.detail, rules: Some(&rules), ..flow },
            text,
            notes: BTreeMap::new(),
        };
        let body = composer.body(&mut own);
        let numbers = match notes.numbering {
            NoteNumbering::Book | NoteNumbering::Chapter => BTreeMap::new(),
            NoteNumbering::Page => composer.page_numbers(&body),
        };
        let settled = numbers.iter().all(|(note, number)| resolved.note_numbers.get(note) == Some(number));
        if settled || pass == MOST_PASSES {
            if !settled {
                let mut finding = Diagnostic::new(Code::UnsettledNotes);
                finding.edition = Some(input.edition.name.clone());
                own.add(finding);
            }
            report.append(own);
            return composer.pages(body, report);
        }
        resolved.renumber(&numbers, &notes.marks);
    }
}

/// How often the body is composed until numbers that depend on its pages come to rest.
const MOST_PASSES: usize = 3;
/// The fewest characters of a line of the index.
const LEAST_INDEX_LINE: i64 = 12;

pub(super) struct Composer<'a> {
    pub input: &'a PageInput<'a>,
    context: &'a Context,
    pub styled: &'a Styled,
    /// For what stands in the whole type area.
    pub flow: Flow<'a>,
    pub text: TextRoom,
    pub notes: BTreeMap<NodeId, NoteBody>,
}

impl<'a> Composer<'a> {
    fn pages(self, body: Vec<Sheet>, report: &mut Report) -> Pages {
        let map = self.page_map(&body);
        let front = self.front(&map, report);
        let back = self.back(&map, body.len(), report);
        let mut leaves = front;
        if self.styled.has_leaves() && leaves.len() % 2 == 1 {
            leaves.push(self.blank(roman(leaves.len() + 1)));
        }
        leaves.extend(self.body_leaves(body));
        leaves.extend(back);
        self.place(leaves, map)
    }

    /// The divisions of the manuscript, the first on a recto.
    fn body(&mut self, report: &mut Report) -> Vec<Sheet> {
        let mut slabs = Vec::new();
        let whole = self.text.measure + self.text.step * (i64::try_from(self.text.columns).unwrap_or(1) - 1);
        let text = Flow { measure: self.text.measure, whole, ..self.flow };
        let notes = match self.text.notes {
            PageNotes::Band(band) => Flow { measure: band.measure, ..self.flow },
            PageNotes::Page | PageNotes::Spread => self.flow,
        };
        for division in &self.input.book.divisions {
            match division.role {
                DivisionRole::Body => {
                    if self.context.is_cancelled() {
                        return Vec::new();
                    }
                    let mut composed = text.division(division, report);
                    if let Some(first) = composed.first_mut() {
                        if !first.anchors.contains(&division.id) {
                            first.anchors.push(division.id);
                        }
                        let begin = match self.styled.theme.part.begin {
                            Begin::Here => Break::Allowed,
                            Begin::Page => Break::Page,
                            Begin::Recto => Break::Recto,
                        };
                        if !slabs.is_empty() && !matches!(first.before, Break::Recto | Break::Verso) {
                            first.before = first.before.max(begin);
                        }
                    }
                    composed.extend(text.chapter_notes(division, report));
                    slabs.append(&mut composed);
                    self.notes.extend(notes.notes(division, NotePlace::Page, report));
                }
                DivisionRole::Cover | DivisionRole::Title | DivisionRole::Contents | DivisionRole::Index | DivisionRole::Colophon => {}
            }
        }
        slabs.extend(text.book_notes(report));
        let sources = self.sources();
        let again = |source, from, start, end| text.again(&sources, source, from, start, end);
        let mut sheets = paginate(slabs, &self.notes, self.room(), 0, &again);
        for (index, sheet) in sheets.iter_mut().enumerate() {
            (sheet.text_at, sheet.band_at) = self.text_place(side(index));
        }
        sheets
    }

    /// The numbers of notes when they begin again on each page, or on each pair of facing pages where notes stand together there.
    fn page_numbers(&self, sheets: &[Sheet]) -> BTreeMap<NodeId, u32> {
        let mut numbers = BTreeMap::new();
        let mut next = 0;
        for (index, sheet) in sheets.iter().enumerate() {
            let goes_on = self.text.notes == PageNotes::Spread && side(index) == PageSide::Recto;
            if !goes_on {
                next = 0;
            }
            for note in sheet.slabs().flat_map(|slab| &slab.notes) {
                if self.notes.contains_key(note) && !numbers.contains_key(note) {
                    next += 1;
                    numbers.insert(*note, next);
                }
            }
        }
        numbers
    }

    /// Where text and band begin on a page, from the start of the type area.
    fn text_place(&self, side: PageSide) -> (Length, Length) {
        let PageNotes::Band(band) = self.text.notes else { return (Length::ZERO, Length::ZERO) };
        let whole = self.styled.area.measure();
        match (band.edge, side) {
            (BandEdge::Start, _) | (BandEdge::Outer, PageSide::Verso) => (whole - self.text.measure, Length::ZERO),
            (BandEdge::End, _) | (BandEdge::Outer, PageSide::Recto) => (Length::ZERO, whole - band.measure),
        }
    }

    /// Pages of generated parts, the first of which has the index `first`.
    pub(super) fn sheets(&self, slabs: Vec<Slab>, first: usize) -> Vec<Sheet> {
        paginate(slabs, &self.notes, self.whole_room(), first, &|_, _, _, _| None)
    }

    /// Pages of the index, in as many columns as the theme wants and the type area has room for.
    pub(super) fn index_sheets(&self, division: &Division, map: &PageMap, first: usize, report: &mut Report) -> Vec<Sheet> {
        let (area, theme) = (&self.styled.area, &self.styled.theme);
        let (whole, gap, em) = (area.measure(), theme.columns.gap.of(area.grid.em), self.styled.size(theme.index.size));
        let measure = |columns: i64| em * ((whole - gap * (columns - 1)).divide(em * columns)).max(1);
        let columns = (1..=theme.index.columns.max(1)).rev().find(|&columns| measure(columns) >= em * LEAST_INDEX_LINE).unwrap_or(1);
        let flow = Flow { measure: measure(columns), whole, ..self.flow };
        let slabs = flow.index(division, &|node| map.headings.get(&node).cloned(), report);
        let room = Room {
            columns: usize::try_from(columns).unwrap_or(1),
            column_step: measure(columns) + gap,
            balance: Balance::Level,
            ..self.whole_room()
        };
        let mut sheets = paginate(slabs, &self.notes, room, first, &|_, _, _, _| None);
        sheets.iter_mut().for_each(|sheet| sheet.divided.clear());
        sheets
    }

    /// What stands in the body and may be set again.
    fn sources(&self) -> Sources<'a> {
        let mut sources = Sources::default();
        for division in self.input.book.divisions.iter().filter(|division| division.role == DivisionRole::Body) {
            sources.add(&division.blocks);
        }
        sources
    }

    /// The room of the text's pages.
    fn room(&self) -> Room {
        let theme = &self.styled.theme.columns;
        let level = match self.styled.area.mode {
            WritingMode::VerticalRl => theme.balance_vertical,
            WritingMode::HorizontalTb => theme.balance_horizontal,
        };
        Room {
            columns: self.text.columns,
            column_step: self.text.step,
            balance: if level { Balance::Level } else { Balance::Filled },
            notes: match self.text.notes {
                PageNotes::Page => NoteRoom::Page,
                PageNotes::Spread => NoteRoom::Spread,
                PageNotes::Band(_) => NoteRoom::Band,
            },
            ..self.whole_room()
        }
    }

    /// The room of pages with one column of the whole type area.
    pub(super) fn whole_room(&self) -> Room {
        let area = &self.styled.area;
        let rule = &self.styled.theme.note;
        let note_size = self.styled.size(rule.size);
        let note_pitch = rule.pitch.of(note_size);
        Room {
            mode: area.mode,
            grid: area.grid,
            lines: area.lines,
            columns: 1,
            column_step: Length::ZERO,
            balance: Balance::Filled,
            notes: NoteRoom::Page,
            note_size,
            note_pitch,
            note_separation: area.grid.gap() + (note_pitch - note_size),
            leaves: self.styled.has_leaves(),
        }
    }
}
