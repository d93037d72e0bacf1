//! The pages with what was done to their lines in colour under the text, and a legend before them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::frame::Destination;
use super::frame::Fill;
use super::frame::FrameKind;
use super::frame::Ink;
use super::frame::Item;
use super::frame::ItemKind;
use super::frame::LineFrame;
use super::frame::Page;
use super::frame::PageSide;
use super::frame::Pages;
use super::frame::PlacedLine;
use super::layout::LineFinding;
use super::layout::findings;
use super::layout::is_missing;
use super::proof_sheet::Swatch;
use super::proof_sheet::Typist;
use crate::book::Artifact;
use crate::book::Owner;
use crate::diag::Report;
use crate::font::Fonts;
use crate::geom::Length;
use crate::geom::LogicalPoint;
use crate::geom::LogicalRect;
use crate::geom::LogicalSize;
use crate::geom::Rect;
use crate::geom::WritingMode;
use crate::inline::EndForm;
use crate::inline::Environment;
use crate::inline::GapDetail;
use crate::manuscript::Edition;
use crate::manuscript::Words;
use crate::resolve::Resolved;
use crate::style;
use crate::unicode::Language;

/// Shades of one hue, by stage from 1; later stages take the last.
const SQUEEZED: [Ink; 7] = [
    Ink::Colour(255, 236, 179),
    Ink::Colour(255, 220, 130),
    Ink::Colour(255, 202, 95),
    Ink::Colour(255, 179, 71),
    Ink::Colour(255, 152, 60),
    Ink::Colour(250, 122, 48),
    Ink::Colour(235, 92, 40),
];
const OPENED: [Ink; 5] = [
    Ink::Colour(205, 230, 255),
    Ink::Colour(168, 210, 250),
    Ink::Colour(128, 188, 245),
    Ink::Colour(90, 162, 235),
    Ink::Colour(62, 132, 215),
];
const HUNG: Ink = Ink::Colour(122, 210, 130);
const LINE_END: Ink = Ink::Colour(176, 160, 140);
const OVERFULL: Ink = Ink::Colour(250, 80, 130);
const FALLBACK: Ink = Ink::Colour(250, 240, 90);
const MISSING: Ink = Ink::Colour(205, 150, 250);

/// Pages before those of the edition, so that rectos stay rectos.
const FRONT: usize = 2;

/// What a coloured box says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    Squeezed(u8),
    Opened(u8),
    LineEnd,
    Hung,
    Fallback,
    Missing,
    Overfull,
}

impl Sign {
    fn ink(self) -> Ink {
        let shade = |shades: &[Ink], stage: u8| shades[usize::from(stage.saturating_sub(1)).min(shades.len() - 1)];
        match self {
            Sign::Squeezed(stage) => shade(&SQUEEZED, stage),
            Sign::Opened(stage) => shade(&OPENED, stage),
            Sign::LineEnd => LINE_END,
            Sign::Hung => HUNG,
            Sign::Fallback => FALLBACK,
            Sign::Missing => MISSING,
            Sign::Overfull => OVERFULL,
        }
    }

    fn of_gap(gap: &GapDetail) -> Option<Sign> {
        match gap.size.cmp(&gap.natural) {
            std::cmp::Ordering::Less => Some(Sign::Squeezed(gap.stage)),
            std::cmp::Ordering::Greater => Some(Sign::Opened(gap.stage)),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// How often each sign occurs, and the kinds of gap that it stands for.
#[derive(Default)]
struct Tally {
    signs: BTreeMap<Sign, (usize, BTreeSet<String>)>,
}

impl Tally {
    fn add(&mut self, sign: Sign, kind: Option<String>) {
        let (count, kinds) = self.signs.entry(sign).or_default();
        *count += 1;
        kinds.extend(kind);
    }
}

/// The pages with boxes under their text. The lines must have been composed with their details.
pub fn proof(pages: &Pages, resolved: &Resolved, fonts: &Fonts, edition: &Edition, language: &Language) -> Pages {
    let styled = style::cascade(edition, &mut Report::default());
    let environment = Environment { fonts, resolved, pairings: &styled.pairings, readings: styled.readings, rules: None };
    let typist = Typist::new(environment, language, edition.region);
    let all_words = Words::of(language);
    let mut tally = Tally::default();
    let mut look = Vec::new();
    let proofed: Vec<Page> = pages
        .pages
        .iter()
        .map(|page| {
            let mut boxes = Vec::new();
            let mut labels = Vec::new();
            let mut number = 0;
            for frame in &page.frames {
                let mut numbered = BTreeSet::new();
                for line in &frame.lines {
                    number += 1;
                    tint(frame, line, fonts, &mut boxes, &mut tally);
                    if matches!(frame.kind, FrameKind::Body | FrameKind::Notes) && numbered.insert(line.origin.block.to_units()) {
                        labels.extend(margin(&typist, page, frame, line, number));
                    }
                    for finding in line.line.detail.iter().flat_map(|detail| findings(&line.line, detail, fonts)) {
                        look.extend(described(&finding, all_words, &page.label, number, line.line.size));
                    }
                }
            }
            let items = boxes.into_iter().chain(page.items.iter().cloned()).chain(labels).collect();
            Page { items, ..page.clone() }
        })
        .collect();
    let mut all = front(pages, &typist, all_words, &tally, look);
    all.extend(proofed);
    let destinations = pages.destinations.iter().map(|place| Destination { page: place.page + FRONT, ..*place }).collect();
    Pages { mode: pages.mode, pages: all, destinations, map: pages.map.clone() }
}

/// What the list of places to look at says of a finding.
fn described(finding: &LineFinding, words: &Words, page: &str, line: usize, em: Length) -> Option<String> {
    let place = words.proof.place.replace("{page}", page).replace("{line}", &line.to_string());
    let says = match finding {
        LineFinding::OverFull { amount } => {
            let tenths = amount.0.scale(10, em.to_units().max(1)).to_units();
            format!("{} +{}.{} em", words.proof.overfull, tenths / 10, tenths % 10)
        }
        LineFinding::Short { amount } => {
            let tenths = amount.0.scale(10, em.to_units().max(1)).to_units();
            format!("{} -{}.{} em", words.proof.short, tenths / 10, tenths % 10)
        }
        LineFinding::Relaxed => words.proof.relaxed.clone(),
        LineFinding::Fallback { text, face } => format!("{} {text} ({face})", words.proof.fallback),
        LineFinding::Missing { text } => format!("{} {text}", words.proof.missing),
        LineFinding::Hung { .. } => return None,
    };
    Some(format!("{place}{}{says}", words.colon))
}

/// Coloured boxes of a line.
fn tint(frame: &LineFrame, placed: &PlacedLine, fonts: &Fonts, boxes: &mut Vec<Item>, tally: &mut Tally) {
    let PlacedLine { origin, line } = placed;
    let Some(detail) = &line.detail else { return };
    let em = line.size;
    let mut add = |sign: Sign, from: Length, to: Length, kind: Option<String>| {
        // Even a gap that is gone shows.
        let least = em.scale(1, 12);
        let (from, to) = if to - from < least {
            let middle = (from + to).scale(1, 2);
            (middle - least.scale(1, 2), middle + least.scale(1, 2))
        } else {
            (from, to)
        };
        let corner = LogicalPoint { inline: origin.inline + from, block: origin.block - em.scale(1, 2) };
        let rect = frame.place(LogicalRect { origin: corner, size: LogicalSize { inline: to - from, block: em } });
        boxes.push(filled(rect, sign.ink()));
        tally.add(sign, kind);
    };
    if line.adjustment.excess > Length::ZERO {
        add(Sign::Overfull, line.inline_size - line.adjustment.excess, line.inline_size, None);
    }
    for cell in &detail.cells {
        if is_missing(cell, fonts) {
            add(Sign::Missing, cell.start, cell.start + cell.body, None);
        } else if cell.fallback {
            add(Sign::Fallback, cell.start, cell.start + cell.body, None);
        }
    }
    for ((gap, before), after) in detail.gaps.iter().zip(&detail.cells).zip(detail.cells.iter().skip(1)) {
        if let Some(sign) = Sign::of_gap(gap) {
            add(sign, before.start + before.body, after.start, Some(format!("{:?}", gap.kind)));
        }
    }
    let Some(last) = detail.cells.last() else { return };
    let end = last.start + last.body;
    match detail.end {
        EndForm::Hung => add(Sign::Hung, last.start, end, None),
        EndForm::Half => add(Sign::LineEnd, end, end, None),
        EndForm::Full | EndForm::Hyphen => {}
    }
}

fn filled(rect: Rect, ink: Ink) -> Item {
    Item { owner: Owner::Artifact(Artifact::Layout), kind: ItemKind::Fill(Fill { rect, ink }) }
}

/// The line's number before its frame, and by how much it was adjusted behind it.
fn margin(typist: &Typist<'_>, page: &Page, frame: &LineFrame, placed: &PlacedLine, number: usize) -> Vec<Item> {
    let PlacedLine { origin, line } = placed;
    let at = |inline: Length| {
        frame.place(LogicalRect { origin: LogicalPoint { inline, block: origin.block }, size: LogicalSize::default() }).origin
    };
    let distance = typist.small;
    let measure = frame.mode.logical_size(frame.rect.size).inline;
    let hung = line.detail.as_ref().is_some_and(|detail| detail.end == EndForm::Hung);
    let behind = measure + distance + if hung { line.size } else { Length::ZERO };
    let mut items = typist.label(&number.to_string(), page.size, at(-distance), end_of(frame.mode));
    let demand = line.adjustment.demand;
    if line.adjustment.stage > 0 && !demand.is_zero() {
        // The minus sign would keep off the digits as Han text does.
        let sign = if demand < Length::ZERO { "-" } else { "+" };
        let hundredths = demand.abs().scale(100, line.size.to_units().max(1)).to_units();
        let text = format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100);
        items.extend(typist.label(&text, page.size, at(behind), start_of(frame.mode)));
    }
    items
}

/// Which part of a label stands at its point.
#[derive(Clone, Copy)]
pub(super) enum Hold {
    Left,
    Middle,
    Right,
}

fn end_of(mode: WritingMode) -> Hold {
    match mode {
        WritingMode::HorizontalTb => Hold::Right,
        WritingMode::VerticalRl => Hold::Middle,
    }
}

fn start_of(mode: WritingMode) -> Hold {
    match mode {
        WritingMode::HorizontalTb => Hold::Left,
        WritingMode::VerticalRl => Hold::Middle,
    }
}

/// The legend, and the list of what is to be looked at.
fn front(pages: &Pages, typist: &Typist<'_>, all_words: &Words, tally: &Tally, look: Vec<String>) -> Vec<Page> {
    let Some(first) = pages.pages.first() else { return Vec::new() };
    let words = &all_words.proof;
    let mut legend = typist.sheet(first.size);
    legend.heading(&words.title);
    for (sign, (count, kinds)) in &tally.signs {
        let kinds: Vec<&str> = kinds.iter().map(|kind| words.gaps.get(kind).unwrap_or(kind).as_str()).collect();
        let staged =
            |text: &str, stage: u8| text.replace("{stage}", &stage.to_string()).replace("{gaps}", &kinds.join(&all_words.separator));
        let text = match sign {
            Sign::Squeezed(stage) => staged(&words.squeezed, *stage),
            Sign::Opened(stage) => staged(&words.opened, *stage),
            Sign::LineEnd => words.line_end.clone(),
            Sign::Hung => words.hung.clone(),
            Sign::Fallback => words.fallback.clone(),
            Sign::Missing => words.missing.clone(),
            Sign::Overfull => words.overfull.clone(),
        };
        legend.entry(Some(Swatch { ink: sign.ink() }), &format!("{text}  × {count}"));
    }
    legend.entry(None, &words.number);
    let mut list = typist.sheet(first.size);
    if !look.is_empty() {
        list.heading(&words.look);
        let room = list.room();
        let shown = if look.len() > room { room.saturating_sub(1) } else { look.len() };
        look.iter().take(shown).for_each(|text| list.entry(None, text));
        if shown < look.len() {
            list.entry(None, &words.more.replace("{count}", &(look.len() - shown).to_string()));
        }
    }
    let sides = [PageSide::Recto, PageSide::Verso];
    let sheets = [legend.items, list.items];
    let numbered = sheets.into_iter().zip(sides).enumerate();
    let page = |(index, (items, side)): (usize, (Vec<Item>, PageSide))| Page {
        size: first.size,
        side,
        label: format!("P{}", index + 1),
        items,
        links: Vec::new(),
        frames: Vec::new(),
    };
    numbered.map(page).collect()
}
