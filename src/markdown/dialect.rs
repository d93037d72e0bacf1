//! Notations of other systems: which one a file is written in, and what it has beside the manuscript language.

use std::ops::Range;

use comrak::nodes::Node;
use comrak::nodes::NodeValue;

use super::inlines::Atom;
use super::inlines::Scope;
use super::read::Reader;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::EmphasisMarks;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PageBreak;
use crate::book::Style;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::manuscript::Dialect;
use crate::unicode::Language;

/// The notation that a file is read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Notation {
    pub dialect: Dialect,
    /// A line end is a break, as in Denden, and in VFM where the file asks for it.
    pub breaks: bool,
    /// Every line is a paragraph and an empty line is one: a text of Narou's with lines that follow each other.
    pub lines: bool,
}

/// What tells a dialect, and where it stands.
struct Sign {
    dialect: Dialect,
    range: Range<usize>,
}

/// The most characters between two carets that stand in one cell of a vertical line.
const CELL: usize = 4;

/// The longest reading.
const READING: usize = 100;

impl Notation {
    pub const FUZI: Notation = Notation { dialect: Dialect::Fuzi, breaks: false, lines: false };

    pub fn new(dialect: Dialect, text: &str) -> Notation {
        let breaks = match dialect {
            Dialect::Denden => true,
            Dialect::Vfm => front_matter(text).lines().any(|line| line.split_whitespace().eq(["hardLineBreaks:", "true"])),
            Dialect::Fuzi | Dialect::Narou => false,
        };
        Notation { dialect, breaks, lines: dialect == Dialect::Narou && has_following_lines(text) }
    }
}

/// The lines of a file before the one that closes its front matter; empty when it has none.
fn front_matter(text: &str) -> &str {
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else { return "" };
    rest.find("\n---").map_or("", |end| &rest[..end + 1])
}

/// Whether a line of text follows another at once, so that empty lines are more than the ends of paragraphs.
fn has_following_lines(text: &str) -> bool {
    let mut before = false;
    text[front_matter(text).len()..].lines().any(|line| {
        let is_text = !line.trim().is_empty() && !line.starts_with(['#', '-']);
        std::mem::replace(&mut before, is_text) && is_text
    })
}

/// Han characters and the marks that go with them, which a reading belongs to without being told.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}' | '々' | '〆' | '〇' | 'ヶ')
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}')
}

/// The dialect that a file shows by what no other notation has; none where nothing does. 《》 are book titles in Chinese, so the
/// Japanese notations are looked for in Japanese alone.
fn detect(text: &str, language: &Language) -> Option<Sign> {
    let matter = front_matter(text);
    if let Some(at) = matter.find("vfm:").filter(|at| *at == 0 || matter[..*at].ends_with('\n')) {
        let start = text.find(matter).unwrap_or(0) + at;
        return Some(Sign { dialect: Dialect::Vfm, range: start..start + "vfm:".len() });
    }
    if language.primary() != "ja" {
        return None;
    }
    let narou = text.match_indices('《').find_map(|(at, _)| {
        let inside = &text[at + '《'.len_utf8()..];
        let reading: String = inside.chars().take_while(|c| *c != '》' && *c != '\n').take(READING).collect();
        let end = at + '《'.len_utf8() + reading.len();
        let closed = text[end..].starts_with('》') && !reading.is_empty();
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = &text[line..at];
        let marked = before.rfind(['｜', '|']).is_some_and(|bar| !before[bar..].contains('》'));
        let plain = before.chars().next_back().is_some_and(is_han) && reading.chars().all(|c| is_kana(c) || c == '・');
        let dots = reading.starts_with('《') && text[end..].starts_with("》》");
        (closed && (marked || plain || dots)).then(|| Sign { dialect: Dialect::Narou, range: at..end + '》'.len_utf8() })
    });
    narou.or_else(|| {
        text.match_indices('^').find_map(|(at, _)| {
            let inside = &text[at + 1..];
            let length = inside.bytes().take(CELL).take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'!' | b'?')).count();
            let closed = length > 0 && inside[length..].starts_with('^');
            closed.then(|| Sign { dialect: Dialect::Denden, range: at..at + length + 2 })
        })
    })
}

impl Reader<'_> {
    /// The notation of the file in `source`: the book's, else what the file shows, which is told.
    pub fn notation_of_file(&mut self, language: &Language) -> Notation {
        let text = std::sync::Arc::clone(&self.source.original);
        if let Some(dialect) = self.manuscript.dialect {
            return Notation::new(dialect, &text);
        }
        let Some(sign) = detect(&text, language) else { return Notation::FUZI };
        let finding = Diagnostic::new(Code::DetectedDialect).at(self.source.span(sign.range.clone())).with("dialect", sign.dialect.name());
        self.report.add(finding.with("sign", &text[sign.range]));
        Notation::new(sign.dialect, &text)
    }

    /// Notation of the file's dialect that begins at atom `at`. None when it is plain text.
    pub fn dialect_notation(&mut self, atoms: &[Atom<'_>], at: usize, scope: &Scope) -> Option<(Vec<Inline>, usize)> {
        match self.notation.dialect {
            Dialect::Fuzi | Dialect::Vfm => None,
            Dialect::Denden => self.cell(atoms, at, scope),
            Dialect::Narou => self.reading_in_brackets(atoms, at, scope),
        }
    }

    /// `^12^` of Denden: one cell of a vertical line.
    fn cell(&mut self, atoms: &[Atom<'_>], at: usize, scope: &Scope) -> Option<(Vec<Inline>, usize)> {
        if !atoms[at].is('^') {
            return None;
        }
        let length = atoms[at + 1..].iter().take(CELL + 1).position(|atom| atom.is('^')).filter(|length| *length > 0)?;
        let close = at + 1 + length;
        let inner = &atoms[at + 1..close];
        let is_text = inner.iter().all(|atom| matches!(atom, Atom::Char { c, .. } if !c.is_whitespace()));
        if !is_text {
            return None;
        }
        let content = self.inlines(inner, &scope.deeper());
        let span = Some(self.source.span(atoms[at].start()..atoms[close].end()));
        Some((vec![Inline { id: self.ids.fresh(), span, kind: InlineKind::Styled(Style::TateChuYoko, content) }], close + 1))
    }

    /// `｜漢字《かんじ》`, `漢字《かんじ》` and `《《点》》` of Kakuyomu and Narou; `｜《` is a plain bracket.
    fn reading_in_brackets(&mut self, atoms: &[Atom<'_>], at: usize, scope: &Scope) -> Option<(Vec<Inline>, usize)> {
        let Atom::Char { c, .. } = atoms[at] else { return None };
        if c == '《' {
            return self.dots_in_brackets(atoms, at, scope);
        }
        let marked = matches!(c, '｜' | '|');
        let follows_han = at > 0 && matches!(atoms[at - 1], Atom::Char { c, .. } if is_han(c));
        if !marked && (!is_han(c) || follows_han) {
            return None;
        }
        let start = if marked { at + 1 } else { at };
        let length = atoms[start..].iter().take(READING).position(|atom| match atom {
            Atom::Char { c, .. } if marked => matches!(c, '《' | '》' | '｜' | '|' | '\n'),
            Atom::Char { c, .. } => !is_han(*c),
            Atom::Node { .. } => true,
        })?;
        let open = start + length;
        if !atoms[open].is('《') {
            return None;
        }
        if length == 0 {
            // The bar says that the bracket is a plain one.
            let run = self.run(&atoms[open..=open], &scope.language);
            let span = Some(self.source.span(atoms[at].start()..atoms[open].end()));
            return Some((vec![Inline { id: self.ids.fresh(), span, kind: InlineKind::Text(run) }], open + 1));
        }
        let close = self.closing(atoms, open + 1)?;
        if close == open + 1 {
            return None;
        }
        let span = self.source.span(atoms[at].start()..atoms[close].end());
        let reading = self.run(&atoms[open + 1..close], &scope.language);
        let ruby = self.ruby(&atoms[start..open], vec![reading], None, span, &scope.language);
        Some((vec![Inline { id: self.ids.fresh(), span: Some(span), kind: InlineKind::Ruby(ruby) }], close + 1))
    }

    fn dots_in_brackets(&mut self, atoms: &[Atom<'_>], at: usize, scope: &Scope) -> Option<(Vec<Inline>, usize)> {
        if !atoms.get(at + 1)?.is('《') {
            return None;
        }
        let length =
            atoms[at + 2..].iter().position(|atom| atom.is('》') || atom.is('《') || atom.is_char('\n')).filter(|length| *length > 0)?;
        let close = at + 2 + length;
        if !atoms[close].is('》') || !atoms.get(close + 1)?.is('》') {
            return None;
        }
        let content = self.inlines(&atoms[at + 2..close], &scope.deeper());
        let span = Some(self.source.span(atoms[at].start()..atoms[close + 1].end()));
        let kind = InlineKind::Styled(Style::EmphasisMarks(EmphasisMarks::Region), content);
        Some((vec![Inline { id: self.ids.fresh(), span, kind }], close + 2))
    }

    /// Where 》 closes a reading of plain text.
    fn closing(&self, atoms: &[Atom<'_>], from: usize) -> Option<usize> {
        let length = atoms[from..].iter().take(READING + 1).position(|atom| match atom {
            Atom::Char { c, .. } => matches!(c, '》' | '《' | '\n'),
            Atom::Node { .. } => true,
        })?;
        atoms[from + length].is('》').then_some(from + length)
    }

    /// A paragraph whose lines are paragraphs each.
    pub fn paragraphs_of_lines(&mut self, atoms: &[Atom<'_>], scope: &Scope, out: &mut Vec<Block>) {
        for line in atoms.split(super::blocks::is_line_end) {
            let Some(first) = line.iter().position(|atom| !atom.is('\u{3000}') && !atom.is(' ')) else { continue };
            let range = line[first].start()..line[line.len() - 1].end();
            let content = self.leaf_atoms(&line[first..], scope);
            self.push(BlockKind::Paragraph(content), range, Default::default(), &[], scope, out);
        }
    }

    /// The empty lines between a paragraph and the one before it, where they are more than its end.
    pub fn empty_lines_before(&mut self, before: Option<Node<'_>>, node: Node<'_>, scope: &Scope, out: &mut Vec<Block>) {
        let is_paragraph = |node: Node<'_>| matches!(node.data().value, NodeValue::Paragraph);
        let Some(before) = before.filter(|before| self.notation.lines && is_paragraph(before) && is_paragraph(node)) else { return };
        let (end, start) = (before.data().sourcepos.end.line, node.data().sourcepos.start.line);
        let lines = u8::try_from(start.saturating_sub(end + 1)).unwrap_or(u8::MAX);
        if lines > 0 {
            let place = self.source.line(end + 1);
            self.push(BlockKind::Break(PageBreak::Lines(lines)), place, Default::default(), &[], scope, out);
        }
    }

    /// `===` of Denden, alone in a paragraph: a new page.
    pub fn is_page_break(&self, atoms: &[Atom<'_>]) -> bool {
        self.notation.dialect == Dialect::Denden && atoms.len() >= 3 && atoms.iter().all(|atom| atom.is('='))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(text: &str, language: &str) -> Option<(Dialect, String)> {
        detect(text, &Language::new(language).unwrap()).map(|sign| (sign.dialect, text[sign.range].to_owned()))
    }

    #[test]
    fn a_dialect_is_told_by_what_no_other_has() {
        assert_eq!(detected("彼は｜山羊《やぎ》を", "ja"), Some((Dialect::Narou, "《やぎ》".to_owned())));
        assert_eq!(detected("彼は山羊《やぎ》を", "ja"), Some((Dialect::Narou, "《やぎ》".to_owned())));
        assert_eq!(detected("これは《《大事》》だ", "ja"), Some((Dialect::Narou, "《《大事》".to_owned())));
        assert_eq!(detected("平成^12^年", "ja"), Some((Dialect::Denden, "^12^".to_owned())));
        assert_eq!(detected("---\ntitle: 題\nvfm:\n  math: false\n---\n", "ja"), Some((Dialect::Vfm, "vfm:".to_owned())));
        for text in ["彼は『山羊』を", "雑誌《世界》を読む", "{山羊|やぎ}", "注^[ここ]と[^1]", "2^10 と 3^2", "a^ b^"]
        {
            assert_eq!(detected(text, "ja"), None, "{text}");
        }
        assert_eq!(detected("他讀論語《ろんご》", "zh-Hant-TW"), None);
    }

    #[test]
    fn lines_are_paragraphs_where_lines_follow_each_other() {
        assert!(Notation::new(Dialect::Narou, "一行目。\n二行目。\n\n三行目。").lines);
        assert!(!Notation::new(Dialect::Narou, "# 題\n一段落。\n\n二段落。\n").lines);
        assert!(!Notation::new(Dialect::Fuzi, "一行目。\n二行目。\n").lines);
        assert!(Notation::new(Dialect::Vfm, "---\nvfm:\n  hardLineBreaks: true\n---\n一\n").breaks);
    }
}
