//! What runs in a line as elements.

use super::plan::Placement;
use super::walk::Walk;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::Part;
use crate::book::Ruby;
use crate::book::Style;
use crate::unicode::Language;

impl<'b> Walk<'b> {
    pub(super) fn inlines(&mut self, inlines: &'b [Inline], parent: usize, language: &Language) {
        for inline in inlines {
            self.inline(inline, parent, language);
        }
    }

    fn inline(&mut self, inline: &'b Inline, parent: usize, language: &Language) {
        match &inline.kind {
            InlineKind::Text(run) => {
                let slot = if run.language == *language {
                    self.plan.continued_slot(parent)
                } else {
                    let span = self.plan.element("Span", parent);
                    self.plan.set_language(span, &run.language, language);
                    self.plan.slot(span)
                };
                self.plan.own(inline.id, Part::Content, slot);
            }
            InlineKind::Ruby(ruby) => self.ruby(inline.id, ruby, parent),
            InlineKind::Emphasis(content) | InlineKind::Strong(content) => self.inlines(content, parent, language),
            InlineKind::Styled(Style::Warichu, content) => {
                let warichu = self.plan.element("Warichu", parent);
                let text = self.plan.element("WT", warichu);
                self.inlines(content, text, language);
            }
            InlineKind::Styled(Style::Language(changed), content) => {
                let span = self.plan.element("Span", parent);
                self.plan.set_language(span, changed, language);
                self.inlines(content, span, changed);
            }
            InlineKind::Styled(_, content) => {
                self.inlines(content, parent, language);
                let slot = self.plan.continued_slot(parent);
                self.plan.own(inline.id, Part::Content, slot);
            }
            InlineKind::Code(run) => {
                let code = self.plan.element("Code", parent);
                self.plan.set_language(code, &run.language, language);
                let slot = self.plan.slot(code);
                self.plan.own(inline.id, Part::Content, slot);
            }
            InlineKind::Link { content, .. } => {
                let link = if self.linked.contains(&inline.id) { self.plan.element("Link", parent) } else { parent };
                self.inlines(content, link, language);
                let slot = self.plan.continued_slot(link);
                self.plan.own(inline.id, Part::Content, slot);
            }
            InlineKind::Reference { .. } => self.reference(inline.id, parent),
            InlineKind::NoteMark { note } => {
                self.reference(inline.id, parent);
                self.pending.push(*note);
            }
            InlineKind::Picture(file) => {
                self.picture(inline.id, file, parent, Placement::Inline);
            }
            InlineKind::Gaiji(file) => {
                let span = self.plan.element("Span", parent);
                let words = Some(file.alternative.clone()).filter(|text| !text.trim().is_empty());
                self.plan.glyphs.extend(words.clone().map(|words| (inline.id, words)));
                self.plan.elements[span].actual = words;
                let slot = self.plan.slot(span);
                self.plan.own(inline.id, Part::Content, slot);
                self.plan.pictures.insert(inline.id, slot);
            }
            InlineKind::LineBreak => {}
        }
    }

    fn reference(&mut self, node: NodeId, parent: usize) {
        let reference = self.plan.element("Reference", parent);
        let holder = if self.linked.contains(&node) { self.plan.element("Link", reference) } else { reference };
        self.plan.own_block(node, holder);
    }

    /// One Ruby element for each base with its reading; a gloss on the other side belongs to the last.
    fn ruby(&mut self, node: NodeId, ruby: &Ruby, parent: usize) {
        let mut last = parent;
        for index in 0..ruby.segments.len() {
            let number = u16::try_from(index).unwrap_or(u16::MAX);
            last = self.plan.element("Ruby", parent);
            let base = self.plan.element("RB", last);
            let slot = self.plan.slot(base);
            self.plan.own(node, Part::RubyBase(number), slot);
            if index == 0 {
                self.plan.own(node, Part::Content, slot);
            }
            let reading = self.plan.element("RT", last);
            let slot = self.plan.slot(reading);
            self.plan.own(node, Part::RubyReading(number), slot);
        }
        if ruby.under.is_some() {
            let under = self.plan.element("RT", last);
            let slot = self.plan.slot(under);
            self.plan.own(node, Part::RubyUnder, slot);
        }
    }
}
