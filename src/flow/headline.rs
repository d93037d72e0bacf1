//! The headline block of a part: kicker, title, subtitle, byline and date, lead.

use super::column::{Break, Slab, SlabKind};
use super::flow_block::{Flow, Frame, kept};
use super::generated;
use super::heading::spread_title;
use super::text::{alignment, display_pitch};
use crate::book::Division;
use crate::book::Inline;
use crate::book::Owner;
use crate::book::Part;
use crate::book::PartMetadata;
use crate::diag::Report;
use crate::inline::Alignment;
use crate::style::TextRule;
use crate::style::TextSpec;

impl Flow<'_> {
    /// Empty when the division's front matter says nothing that is printed.
    pub(super) fn headline(&self, division: &Division, report: &mut Report) -> Vec<Slab> {
        let PartMetadata { title, subtitle, kicker, lead, byline, date, .. } = &division.metadata;
        let rule = &self.styled.theme.headline;
        let mut slabs = Vec::new();
        let whole = self.body_frame().measure;
        let shown = |spec: &TextSpec| self.display_frame(self.styled.text(spec)).aligned(alignment(rule.alignment), whole);
        if let Some(kicker) = kicker {
            slabs.push(self.headline_part(kicker, division, shown(&rule.kicker), report));
        }
        if let Some(title) = title {
            let title = spread_title(title, self.spare, self.styled.theme.heading_1.spread);
            slabs.push(self.headline_part(&title, division, shown(&rule.title), report));
        }
        if let Some(subtitle) = subtitle {
            slabs.push(self.headline_part(subtitle, division, shown(&rule.subtitle), report));
        }
        let names = self.byline(division, byline);
        let date = date.as_ref().map(|date| {
            generated::numbered(self.spare, &self.words.date.print(date, self.styled.area.mode), &division.language, self.styled.area.mode)
        });
        if !names.is_empty() || date.is_some() {
            slabs.push(Slab::space(1));
        }
        let frame = shown(&rule.byline);
        if !names.is_empty() {
            let mut lines = self.lines(&names, None, &division.language, frame, report);
            self.relabel(&mut lines, Owner::Node(division.id, Part::Label));
            slabs.push(kept(self.group(lines, frame, self.grid().pitch, 1)));
        }
        if let Some(date) = date {
            let owner = Some(Owner::Node(division.id, Part::Label));
            let lines = self.lines(&date, owner, &division.language, frame, report);
            slabs.push(kept(self.group(lines, frame, self.grid().pitch, 1)));
        }
        if slabs.is_empty() && lead.is_none() {
            return slabs;
        }
        if let Some(lead) = lead {
            slabs.push(Slab::space(1));
            let frame = Frame { first_indent: 0, ..self.body_frame().with_text(self.styled.text(&rule.lead)) };
            slabs.extend(self.paragraph(lead, &division.language, frame, report).into_iter().map(kept));
        }
        slabs.insert(0, Slab { lines: rule.before, kind: SlabKind::Text, ..Slab::default() });
        slabs.push(Slab { before: Break::Avoided, ..Slab::space(rule.after) });
        if let Some(first) = slabs.first_mut() {
            first.anchors.push(division.id);
        }
        slabs
    }

    /// The body's frame for display type, ragged and without indent.
    pub(super) fn display_frame(&self, text: TextRule) -> Frame {
        Frame { alignment: Alignment::Start, ..self.body_frame().with_text(text).without_indent() }
    }

    fn headline_part(&self, content: &[Inline], division: &Division, frame: Frame, report: &mut Report) -> Slab {
        let lines = self.even_lines(content, &division.language, frame, report);
        let least = self.grid().lines_for(frame.text.size);
        kept(self.group(lines, frame, display_pitch(frame.text.size), least))
    }

    /// Names with their roles, which are text of the spare node, an em of white between all of them.
    fn byline(&self, division: &Division, names: &[(Option<String>, Vec<Inline>)]) -> Vec<Inline> {
        let text = |text: &str| generated::plain(self.spare, text, &division.language);
        let mut content = Vec::new();
        for (role, name) in names {
            if let Some(role) = role {
                let before = if content.is_empty() { "" } else { "\u{3000}" };
                content.extend(text(&format!("{before}{role}\u{3000}")));
            } else if !content.is_empty() {
                content.extend(text("\u{3000}"));
            }
            content.extend(name.iter().cloned());
        }
        content
    }
}
