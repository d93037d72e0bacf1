//! The base text of inline content.

use super::inline::{Inline, InlineKind};

/// The base text: without readings, note marks, pictures and generated references. A line end that the author asks for vanishes
/// between characters that need no space between words and is a space elsewhere.
pub fn plain_text(content: &[Inline]) -> String {
    let mut text = PlainText::default();
    text.add_all(content);
    text.text
}

/// The readings in order, one piece each: of ruby segments, and glosses on the other side.
pub fn readings(content: &[Inline]) -> Vec<String> {
    let mut found = Vec::new();
    for inline in content {
        inline.walk(&mut |node| {
            if let InlineKind::Ruby(ruby) = &node.kind {
                found.extend(ruby.segments.iter().map(|segment| segment.reading.text.clone()));
                found.extend(ruby.under.iter().map(|under| under.text.clone()));
            }
        });
    }
    found
}

#[derive(Default)]
struct PlainText {
    text: String,
    line_ended: bool,
}

impl PlainText {
    fn add_all(&mut self, content: &[Inline]) {
        for inline in content {
            match &inline.kind {
                InlineKind::Text(run) | InlineKind::Code(run) => self.add(&run.text),
                InlineKind::Ruby(ruby) => ruby.segments.iter().for_each(|segment| self.add(&segment.base.text)),
                InlineKind::Gaiji(picture) => self.add(&picture.alternative),
                InlineKind::LineBreak => self.line_ended = true,
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Styled(_, content)
                | InlineKind::Link { content, .. } => self.add_all(content),
                InlineKind::Reference { .. } | InlineKind::NoteMark { .. } | InlineKind::Picture(_) => {}
            }
        }
    }

    fn add(&mut self, text: &str) {
        let Some(first) = text.chars().next() else { return };
        if self.line_ended {
            self.line_ended = false;
            if self.text.chars().next_back().is_some_and(|last| needs_space(last) || needs_space(first)) {
                self.text.push(' ');
            }
        }
        self.text.push_str(text);
    }
}

/// Characters of scripts that part words with spaces; everything before the CJK blocks, and Hangul.
fn needs_space(character: char) -> bool {
    !character.is_whitespace() && (character < '\u{2E80}' && character.is_alphanumeric() || ('\u{AC00}'..='\u{D7A3}').contains(&character))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{NodeIds, Ruby, RubyScript, RubySegment, Style, TextRun};
    use crate::diag::SourceMap;
    use crate::unicode::Language;

    fn run(text: &str) -> TextRun {
        TextRun { text: text.to_owned(), language: Language::new("ja").unwrap(), map: SourceMap::default() }
    }

    fn inlines(kinds: Vec<InlineKind>) -> Vec<Inline> {
        let mut ids = NodeIds::default();
        kinds.into_iter().map(|kind| Inline { id: ids.fresh(), span: None, kind }).collect()
    }

    #[test]
    fn plain_text_has_bases_and_no_readings() {
        let ruby =
            Ruby { script: RubyScript::Kana, segments: vec![RubySegment { base: run("漢字"), reading: run("かんじ") }], under: None };
        let inner = inlines(vec![InlineKind::Text(run("12"))]);
        let content = inlines(vec![
            InlineKind::Ruby(ruby),
            InlineKind::NoteMark { note: inner[0].id },
            InlineKind::Styled(Style::TateChuYoko, inner),
            InlineKind::Text(run("月")),
        ]);
        assert_eq!(plain_text(&content), "漢字12月");
        assert_eq!(readings(&content), ["かんじ"]);
    }

    #[test]
    fn a_line_break_is_a_space_only_between_words() {
        let han = inlines(vec![InlineKind::Text(run("上行")), InlineKind::LineBreak, InlineKind::Text(run("下行"))]);
        assert_eq!(plain_text(&han), "上行下行");
        let latin = inlines(vec![InlineKind::Text(run("one")), InlineKind::LineBreak, InlineKind::Text(run("two"))]);
        assert_eq!(plain_text(&latin), "one two");
    }
}
