//! The brackets of inline notes.

use super::inline::Inline;
use super::inline::InlineKind;
use super::text::plain_text;

/// Who wrote the brackets around an inline note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteBrackets {
    /// Its text begins and ends with brackets.
    Inside,
    /// They stand before and after it.
    Outside,
    /// Nobody: the edition adds them.
    Missing,
}

/// What the edition puts around an inline note that has no brackets of its own.
pub const NOTE_BRACKETS: [&str; 2] = ["（", "）"];

/// Brackets that may stand around a note, each with its partner.
const PAIRS: [(char, char); 10] = [
    ('（', '）'),
    ('(', ')'),
    ('〔', '〕'),
    ('［', '］'),
    ('[', ']'),
    ('【', '】'),
    ('〈', '〉'),
    ('｛', '｝'),
    ('〖', '〗'),
    ('｟', '｠'),
];

impl NoteBrackets {
    /// Whose brackets the inline note at `index` of its neighbours has.
    pub fn of(neighbours: &[Inline], index: usize) -> NoteBrackets {
        let is_pair =
            |open: Option<char>, close: Option<char>| matches!((open, close), (Some(open), Some(close)) if PAIRS.contains(&(open, close)));
        let note = plain_text(neighbours[index].children());
        let note = note.trim();
        let mut characters = note.chars();
        let (first, last) = (characters.next(), characters.next_back());
        if is_pair(first, last) && stays_open(characters.as_str()) {
            return NoteBrackets::Inside;
        }
        let edge = |at: Option<usize>| at.and_then(|at| neighbours.get(at)).map(|inline| plain_text(std::slice::from_ref(inline)));
        let before = edge(index.checked_sub(1)).and_then(|text| text.chars().next_back());
        let after = edge(Some(index + 1)).and_then(|text| text.chars().next());
        if is_pair(before, after) { NoteBrackets::Outside } else { NoteBrackets::Missing }
    }
}

/// Whether no bracket in a text closes one before it: in `（a）b（c）` the first and the last are no pair.
fn stays_open(inner: &str) -> bool {
    let mut depth = 0;
    inner.chars().all(|character| {
        depth += i32::from(PAIRS.iter().any(|pair| pair.0 == character)) - i32::from(PAIRS.iter().any(|pair| pair.1 == character));
        depth >= 0
    })
}

/// The first piece of text in a note, which stands for the place where the note begins.
pub fn first_text(content: &[Inline]) -> Option<&Inline> {
    content.iter().find_map(|inline| match &inline.kind {
        InlineKind::Text(_) | InlineKind::Ruby(_) | InlineKind::Code(_) => Some(inline),
        InlineKind::Emphasis(_)
        | InlineKind::Strong(_)
        | InlineKind::Styled(_, _)
        | InlineKind::Link { .. }
        | InlineKind::Reference { .. }
        | InlineKind::NoteMark { .. }
        | InlineKind::Picture(_)
        | InlineKind::Gaiji(_)
        | InlineKind::LineBreak => first_text(inline.children()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::NodeIds;
    use crate::book::Style;
    use crate::book::TextRun;
    use crate::diag::SourceMap;
    use crate::unicode::Language;

    fn brackets(before: &str, note: &str, after: &str) -> NoteBrackets {
        let mut ids = NodeIds::default();
        let mut node = |kind| Inline { id: ids.fresh(), span: None, kind };
        let run = |text: &str| TextRun { text: text.to_owned(), language: Language::new("ja").unwrap(), map: SourceMap::default() };
        let inner = node(InlineKind::Text(run(note)));
        let note = node(InlineKind::Styled(Style::Warichu, vec![inner]));
        let neighbours = [node(InlineKind::Text(run(before))), note, node(InlineKind::Text(run(after)))];
        NoteBrackets::of(&neighbours, 1)
    }

    #[test]
    fn brackets_are_added_only_where_the_author_wrote_none() {
        assert_eq!(brackets("本文", "割注", "続き"), NoteBrackets::Missing);
        assert_eq!(brackets("本文", "（割注）", "続き"), NoteBrackets::Inside);
        assert_eq!(brackets("本文〔", "割注", "〕続き"), NoteBrackets::Outside);
        assert_eq!(brackets("本文（", "割注", "」続き"), NoteBrackets::Missing);
        assert_eq!(brackets("", "（", ""), NoteBrackets::Missing);
        assert_eq!(brackets("", "（甲）乙（丙）", ""), NoteBrackets::Missing);
        assert_eq!(brackets("", "（甲（乙）丙）", ""), NoteBrackets::Inside);
    }
}
