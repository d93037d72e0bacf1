//! The stages of a paragraph, and the runs of its lines.

use std::collections::BTreeSet;

use super::adjust::Adjusted;
use super::adjust::adjust;
use super::beside::Beside;
use super::beside::Placed;
use super::beside::Row;
use super::beside::spans_with_readings;
use super::breaks::Break;
use super::breaks::Fill;
use super::breaks::Frame;
use super::breaks::break_lines;
use super::cell::Attachment;
use super::cell::Cell;
use super::cell::Cells;
use super::cell::Join;
use super::cell::NotePlace;
use super::class::Class;
use super::code::Pitch;
use super::collect::LinkSource;
use super::collect::Look;
use super::collect::NotePart;
use super::collect::collect;
use super::customs::Customs;
use super::detail::Detail;
use super::detail::detail;
use super::itemize::Itemizer;
use super::line::GlyphSetting;
use super::line::Line;
use super::line::LinePicture;
use super::line::Run;
use super::line::RunGlyph;
use super::paragraph::Alignment;
use super::paragraph::LineSettings;
use super::paragraph::Paragraph;
use super::ruby::settle;
use super::ruby::with_strips;
use super::rules::LineRules;
use super::rules::RuleSet;
use super::shaper::Shaper;
use super::shaper::Way;
use super::space::Gap;
use super::space::space;
use super::warichu::Warichu;
use super::warichu::class_brackets;
use super::warichu::close_overfull;
use super::warichu::promote_brackets;
use super::word::HYPHEN;
use crate::book::Owner;
use crate::book::Part;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::font::Fonts;
use crate::font::Pairings;
use crate::geom::Length;
use crate::geom::WritingMode;
use crate::manuscript::Readings;
use crate::resolve::Resolved;

/// Room for so many glyphs is made where a run begins; what it does not take is given back with the finished line.
const RUN: usize = 32;

/// What paragraphs of one edition share.
#[derive(Clone, Copy)]
pub struct Environment<'a> {
    pub fonts: &'a Fonts,
    pub resolved: &'a Resolved,
    pub pairings: &'a Pairings,
    pub readings: Readings,
    /// The region's own where there are none.
    pub rules: Option<&'a RuleSet>,
}

/// Composes a paragraph into lines: collect, itemize and shape, space, break, adjust. Pure: the same input gives the same lines on
/// any thread. Characters that no font has and lines that cannot be closed are findings.
pub fn compose(paragraph: &Paragraph<'_>, settings: &LineSettings, environment: &Environment<'_>, report: &mut Report) -> Vec<Line> {
    compose_with(paragraph, settings, environment, Detail::Off, report)
}

/// As [`compose`]; with details asked for, each line says what it is made of.
pub fn compose_with(
    paragraph: &Paragraph<'_>,
    settings: &LineSettings,
    environment: &Environment<'_>,
    detail: Detail,
    report: &mut Report,
) -> Vec<Line> {
    compose_at(Pitch::Proportional, paragraph, settings, environment, detail, report)
}

/// Composes a line of code: every character takes one or two cells of half an em, blanks are kept, and nothing is adjusted. A line that
/// is longer than the measure is broken after a blank where there is one; the rest begins at the indent of the settings.
pub fn compose_code(
    paragraph: &Paragraph<'_>,
    settings: &LineSettings,
    environment: &Environment<'_>,
    detail: Detail,
    report: &mut Report,
) -> Vec<Line> {
    compose_at(Pitch::Cells, paragraph, settings, environment, detail, report)
}

fn compose_at(
    pitch: Pitch,
    paragraph: &Paragraph<'_>,
    settings: &LineSettings,
    environment: &Environment<'_>,
    detail: Detail,
    report: &mut Report,
) -> Vec<Line> {
    let rules = environment.rules.unwrap_or_else(|| RuleSet::of(settings.region)).of_mode(settings.mode);
    let collected = collect(paragraph, environment.resolved, Customs::of(settings.region, settings.mode));
    let settings = &with_strips(settings, &collected.atoms);
    let mut shaper = Shaper::new(environment.fonts);
    let widest = settings.measure - settings.indent.min(settings.first_indent);
    let mut itemizer = Itemizer::new(rules, settings.mode, &mut shaper, widest, environment.pairings);
    itemizer.pitch = pitch;
    let (mut cells, links) = itemizer.itemize(collected);
    let told = std::mem::take(&mut shaper.report);
    let broken = told.findings().iter().any(|finding| finding.code == Code::BrokenWord);
    report.append(told);
    if cells.cells.is_empty() {
        return Vec::new();
    }
    promote_brackets(&mut cells);
    class_brackets(&mut cells, rules);
    if settings.mode == WritingMode::VerticalRl {
        join_numerals(&mut cells);
    }
    close_up(&mut cells);
    let mut gaps = space(&cells, rules);
    settle(&mut cells, &mut gaps, environment.readings, settings.mode);
    let notes = Warichu::fold(&mut cells, &mut gaps);
    let frame = Frame {
        first: settings.measure - settings.first_indent,
        rest: settings.measure - settings.indent,
        em: paragraph.style.size,
        fill: if settings.alignment == Alignment::Justify { Fill::Justify } else { Fill::Ragged },
    };
    let lines = loop {
        let breaks = break_lines(&cells, &gaps, rules, &frame);
        let lines: Vec<(Break, Adjusted)> = breaks
            .into_iter()
            .map(|line| {
                let adjusted = adjust(&cells, &gaps, &line, rules, &frame);
                (line, adjusted)
            })
            .collect();
        let overfull = lines.iter().filter(|(_, adjusted)| !adjusted.adjustment.excess.is_zero());
        if !close_overfull(&notes, overfull.map(|(line, _)| line.cells.clone()), &mut gaps) {
            break lines;
        }
    };
    let builder = Builder {
        cells: &cells,
        gaps: &gaps,
        notes: &notes,
        links: &links,
        read: spans_with_readings(&cells),
        rules,
        settings,
        paragraph,
        shaper: &mut shaper,
        detail,
        broken,
    };
    builder.build(lines, report)
}

/// A comma or middle dot between Han digits of a vertical line is half an em, without blanks (JLREQ 3.1.3, exceptional positioning;
/// requirement SPC-09). After a number that begins a paragraph it is the mark of a list.
fn join_numerals(cells: &mut Cells) {
    let digit = |cells: &Cells, index: usize| {
        let mut characters = cells.cells.get(index).map_or("", |cell| cells.text_of(cell)).chars();
        characters.next().filter(|first| "〇零一二三四五六七八九十百千".contains(*first) && characters.next().is_none()).is_some()
    };
    let first = (0..cells.cells.len()).find(|&index| !digit(cells, index)).unwrap_or(0);
    for index in first + 1..cells.cells.len().saturating_sub(1) {
        let joins =
            matches!(cells.text_of(&cells.cells[index]), "、" | "・" | "·" | "‧") && digit(cells, index - 1) && digit(cells, index + 1);
        if !joins {
            continue;
        }
        let cell = &mut cells.cells[index];
        let half = cell.em.scale(1, 2);
        let cut = cell.body - half;
        let glyphs = cell.glyphs.start as usize..cell.glyphs.end as usize;
        cell.body = half;
        (cell.before, cell.after) = (Length::ZERO, Length::ZERO);
        // What stands in the middle of its em stays in the middle of the half.
        for glyph in &mut cells.glyphs[glyphs] {
            glyph.along -= cut.scale(1, 2);
        }
    }
}

/// A closing mark without a blank takes over that of the stop before it, so that the two close up (the kaiming style).
fn close_up(cells: &mut Cells) {
    for index in 1..cells.cells.len() {
        let [stop, mark] = &mut cells.cells[index - 1..=index] else { continue };
        let ends = matches!(stop.class, Class::FullStop | Class::DividingMark) && !stop.after.is_zero();
        if ends && mark.class == Class::ClosingBracket && mark.after.is_zero() && mark.before.is_zero() {
            mark.after = std::mem::take(&mut stop.after);
            mark.line_end = stop.line_end;
        }
    }
}

struct Builder<'a, 'f> {
    cells: &'a Cells,
    gaps: &'a [Gap],
    notes: &'a [Warichu],
    links: &'a [LinkSource],
    read: BTreeSet<u32>,
    rules: &'a LineRules,
    settings: &'a LineSettings,
    paragraph: &'a Paragraph<'a>,
    shaper: &'a mut Shaper<'f>,
    detail: Detail,
    /// Whether a word that no line holds was told already.
    broken: bool,
}

impl<'a, 'f> Builder<'a, 'f> {
    fn build(mut self, lines: Vec<(Break, Adjusted)>, report: &mut Report) -> Vec<Line> {
        let mut built = Vec::with_capacity(lines.len());
        for (line, adjusted) in lines {
            if !adjusted.adjustment.excess.is_zero() {
                report.add(self.misfit(Code::OverfullLine, &line, adjusted.adjustment.excess));
            }
            // The parts of a word that no line holds were told with the word.
            let told = self.broken && self.is_word(&line);
            if !told && !adjusted.adjustment.lack.is_zero() {
                report.add(self.misfit(Code::ShortLine, &line, adjusted.adjustment.lack));
            }
            if line.relaxed {
                report.add(self.misfit(Code::RelaxedLineEnd, &line, Length::ZERO));
            }
            built.push(self.line(&line, &adjusted));
        }
        built
    }

    /// Whether a line is a part of one word.
    fn is_word(&self, line: &Break) -> bool {
        let visible = line.cells.start..line.cells.start + line.visible;
        self.cells.cells[visible].iter().all(|cell| cell.class.is_western())
    }

    /// A finding about a line, with what it exceeds or lacks.
    fn misfit(&self, code: Code, line: &Break, amount: Length) -> Diagnostic {
        let em = self.paragraph.style.size;
        let tenths = amount.scale(10, em.to_units().max(1)).to_units().max(1);
        let words: String = self.cells.cells[line.cells.clone()].iter().map(|cell| self.cells.text_of(cell)).collect();
        let shown: String = words.chars().take(30).collect();
        let span = self.paragraph.content.iter().find_map(|inline| inline.span);
        Diagnostic::new(code).maybe_at(span).with("amount", format!("{}.{}", tenths / 10, tenths % 10)).with("text", shown)
    }

    fn line(&mut self, line: &Break, adjusted: &Adjusted) -> Line {
        let indent = self.indent(line, adjusted);
        let cells = &self.cells.cells[line.cells.clone()];
        let mut built = Line {
            size: self.paragraph.style.size,
            inline_size: indent + adjusted.size,
            runs: Vec::new(),
            interlinear: Vec::new(),
            marks: Vec::new(),
            rules: Vec::new(),
            pictures: Vec::new(),
            links: Vec::new(),
            notes: Vec::new(),
            anchors: Vec::new(),
            first: cells.first().and_then(|cell| self.cells.look(cell).node.map(|node| (node, cell.offset as usize))),
            adjustment: adjusted.adjustment,
            detail: match self.detail {
                Detail::Off => None,
                Detail::On => Some(Box::new(detail(self.cells, self.gaps, self.rules, self.shaper, line, adjusted, indent))),
            },
        };
        let mut placed = Vec::with_capacity(line.visible);
        let mut index = 0;
        while index < cells.len() {
            let cell = &cells[index];
            let start = indent + adjusted.bodies[index];
            if let Some(note) = self.notes.iter().find(|note| note.cells.contains(&(line.cells.start + index))) {
                index += self.rows(note, line, index, start, adjusted, &mut placed, &mut built);
                continue;
            }
            let (body, lead) = (adjusted.lengths[index], adjusted.shifts[index]);
            let place = Placed { cell, start, body, lead, shift: Length::ZERO, row: Row::Main };
            self.add_cell(&place, &mut built);
            let next = self.cells.cells.get(line.cells.start + line.visible);
            if index + 1 == line.visible && next.is_some_and(|next| next.join == Join::Hyphen) {
                self.add_hyphen(cell, start + lead, &mut built);
            }
            if let Some((_, part)) = adjusted.parts.iter().find(|(first, _)| *first == index) {
                let moved = |run: &Run| Run { inline: run.inline + start, ..run.clone() };
                built.runs.extend(part.base.iter().map(moved));
                built.interlinear.extend(part.interlinear.iter().map(moved));
            }
            if index < line.visible {
                placed.push(place);
            }
            index += 1;
        }
        self.beside().add(&placed, &mut built);
        built.runs.iter_mut().for_each(Run::fit);
        built
    }

    /// Adds the part of an inline note that stands in the line, from its cell at `index` on, in two rows. Returns how many cells of
    /// the line that are.
    #[expect(clippy::too_many_arguments, reason = "the line as it is being built")]
    fn rows(
        &self,
        note: &'a Warichu,
        line: &Break,
        index: usize,
        start: Length,
        adjusted: &Adjusted,
        placed: &mut Vec<Placed<'a>>,
        built: &mut Line,
    ) -> usize {
        let first = line.cells.start + index;
        let end = note.cells.end.min(line.cells.end);
        let visible = end.min(line.cells.start + line.visible).max(first + 1);
        let last = visible - 1 - line.cells.start;
        let size = adjusted.bodies[last] + adjusted.lengths[last] - adjusted.bodies[index];
        let mut shift = Length::ZERO;
        for set in note.set(first..visible, size) {
            shift = set.shift;
            let place = Placed { cell: set.cell, start: start + set.start, body: set.cell.body, lead: set.lead, shift, row: set.row };
            self.add_cell(&place, built);
            if let Some(reading) = set.reading {
                let moved = |run: &Run| Run { inline: run.inline + place.start, block: place.block_of(run.block), ..run.clone() };
                built.runs.extend(reading.base.iter().map(moved));
                built.interlinear.extend(reading.interlinear.iter().map(moved));
            }
            placed.push(place);
        }
        // Spaces at the end of the line have no room but are text.
        for cell in &self.cells.cells[visible..end] {
            self.add_cell(&Placed { cell, start: start + size, body: Length::ZERO, lead: Length::ZERO, shift, row: Row::Main }, built);
        }
        end - first
    }

    /// Glyphs of a cell and what hangs on it.
    fn add_cell(&self, place: &Placed<'_>, line: &mut Line) {
        self.add_glyphs(place, line);
        self.add_attachment(place, line);
    }

    /// How far before its place a note mark begins that stands beside its text.
    fn back(&self, cell: &Cell) -> Length {
        match cell.attachment.map(|index| &self.cells.attachments[index as usize]) {
            Some(Attachment::Note(_, NotePlace::Beside { back })) => *back,
            Some(Attachment::Note(_, NotePlace::InLine) | Attachment::Reading(_) | Attachment::Picture { .. }) | None => Length::ZERO,
        }
    }

    fn beside(&mut self) -> Beside<'_, 'f> {
        Beside {
            cells: self.cells,
            links: self.links,
            read: &self.read,
            customs: Customs::of(self.settings.region, self.settings.mode),
            emphasis: self.rules.emphasis,
            mode: self.settings.mode,
            shaper: self.shaper,
        }
    }

    fn indent(&self, line: &Break, adjusted: &Adjusted) -> Length {
        let indent = if line.cells.start == 0 { self.settings.first_indent } else { self.settings.indent };
        let free = self.settings.measure - indent - adjusted.size;
        match self.settings.alignment {
            Alignment::Justify | Alignment::Start => indent,
            Alignment::Center => indent + free.scale(1, 2).max(Length::ZERO),
            Alignment::End => indent + free.max(Length::ZERO),
        }
    }

    /// Adds the cell's glyphs to the run that they continue, or to a run of their own.
    fn add_glyphs(&self, place: &Placed<'_>, line: &mut Line) {
        let (cell, start) = (place.cell, place.start + place.lead - self.back(place.cell));
        let look = self.cells.look(cell);
        // Brackets that the edition adds are no text.
        let runs = match look.note {
            Some((_, NotePart::AddedBracket)) => &mut line.marks,
            Some((_, NotePart::Text | NotePart::Bracket)) | None => &mut line.runs,
        };
        let text = self.cells.text_of(cell);
        let mut rest = text;
        for glyph in self.cells.glyphs_of(cell) {
            let split = (0..=usize::from(glyph.bytes).min(rest.len())).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(0);
            let (own, after) = rest.split_at(split);
            rest = after;
            let block = place.shift + look.shift + glyph.block;
            let owner = self.owner(look, cell.part);
            let added = matches!(look.note, Some((_, NotePart::AddedBracket)));
            let continues = runs.last().is_some_and(|run| {
                !added
                    && run.owner == owner
                    && run.face == glyph.face
                    && run.size == look.size
                    && run.setting == cell.setting
                    && run.stretch == cell.stretch
                    && run.block == block
                    && run.setting != GlyphSetting::Combined
                    && run.language == look.language
            });
            let combined_continues = cell.setting == GlyphSetting::Combined
                && runs.last().is_some_and(|run| run.setting == GlyphSetting::Combined && run.inline == start && run.face == glyph.face);
            if !continues && !combined_continues {
                let inline = match cell.setting {
                    GlyphSetting::Combined => start,
                    GlyphSetting::Upright | GlyphSetting::Sideways => start + glyph.along,
                };
                runs.push(Run {
                    owner,
                    language: look.language.clone(),
                    face: glyph.face,
                    size: look.size,
                    setting: cell.setting,
                    stretch: cell.stretch,
                    inline,
                    block,
                    advance: Length::ZERO,
                    text: String::with_capacity(RUN * 3),
                    glyphs: Vec::with_capacity(RUN),
                });
            }
            let width = self.combined_width(cell);
            let run = runs.last_mut().expect("a run was pushed above if there was none");
            run.text.push_str(own);
            let along = match cell.setting {
                GlyphSetting::Combined => glyph.along,
                GlyphSetting::Upright | GlyphSetting::Sideways => start + glyph.along - run.inline,
            };
            run.glyphs.push(RunGlyph { id: glyph.id, bytes: split as u8, along });
            run.advance = match cell.setting {
                GlyphSetting::Combined => width,
                GlyphSetting::Upright | GlyphSetting::Sideways => place.start + place.body - run.inline,
            };
        }
        // Text that no glyph drew, such as the alternative text of a glyph image, stays with the run before it.
        if !rest.is_empty()
            && !self.cells.glyphs_of(cell).is_empty()
            && let Some(run) = runs.last_mut()
        {
            run.text.push_str(rest);
            if let Some(last) = run.glyphs.last_mut() {
                last.bytes = last.bytes.saturating_add(u8::try_from(rest.len()).unwrap_or(u8::MAX));
            }
        }
    }

    /// The hyphen of a word that goes on in the next line. It has no text of its own: the text of the line is the author's.
    fn add_hyphen(&mut self, cell: &Cell, start: Length, line: &mut Line) {
        let (Some(last), Some(run)) = (self.cells.glyphs_of(cell).last(), line.runs.last_mut()) else { return };
        let look = self.cells.look(cell);
        let (face, shaped) = self.shaper.shape(look, HYPHEN, Way::Horizontal, None);
        // The fonts that draw words have a hyphen.
        if face != last.face {
            return;
        }
        for glyph in shaped {
            let along = start + cell.body - run.inline;
            run.glyphs.push(RunGlyph { id: glyph.id, bytes: 0, along });
            run.advance = along + look.size.scale(glyph.advance, glyph.upem);
        }
    }

    /// The width of a combined cell's glyphs across the line.
    fn combined_width(&self, cell: &Cell) -> Length {
        let Some(last) = self.cells.glyphs_of(cell).last().filter(|_| cell.setting == GlyphSetting::Combined) else { return cell.body };
        let face = self.shaper.face(last.face);
        last.along + cell.em.scale(face.horizontal_advance(last.id), face.units_per_em()).scale(i64::from(cell.stretch), 1000)
    }

    fn owner(&self, look: &Look, part: Part) -> Owner {
        match (self.paragraph.owner, look.owner) {
            (None, Owner::Node(node, Part::Content)) => Owner::Node(node, part),
            (Some(owner), _) => owner,
            (None, owner) => owner,
        }
    }

    fn add_attachment(&self, place: &Placed<'_>, line: &mut Line) {
        let (cell, start) = (place.cell, place.start);
        let Some(attachment) = cell.attachment.map(|index| &self.cells.attachments[index as usize]) else { return };
        match attachment {
            Attachment::Reading(runs) => {
                let beside = |run: &Run| Run { inline: run.inline + start, block: place.block_of(run.block), ..run.clone() };
                line.interlinear.extend(runs.iter().map(beside));
            }
            Attachment::Note(note, _) => line.notes.push(*note),
            Attachment::Picture { path, extent } => line.pictures.push(LinePicture {
                owner: self.owner(self.cells.look(cell), cell.part),
                path: path.clone(),
                inline: start,
                advance: place.body,
                block: place.shift + self.cells.look(cell).shift,
                extent: *extent,
            }),
        }
    }
}
