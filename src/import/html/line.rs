//! The inlines of a paragraph while they are read: white space as browsers collapse it, text joined, levels of nesting.

use crate::book::Inline;
use crate::book::InlineKind;
use crate::import::tree::Tree;

/// Stands for a picture or another thing that is no text.
pub const OBJECT: char = '\u{FFFC}';

/// Stands for a line break.
const BREAK: char = '\u{2028}';

/// Inlines that are being read.
pub struct Line {
    levels: Vec<Vec<Inline>>,
    /// The character before what comes next.
    last: Option<char>,
    space: Space,
}

/// White space that waits for what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    None,
    Blank,
    /// With a line end in it.
    LineEnd,
}

/// Whether line ends and blanks of the source stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blanks {
    Collapse,
    /// Line ends stay, as `white-space: pre-line` says.
    Lines,
}

impl Default for Line {
    fn default() -> Line {
        Line { levels: vec![Vec::new()], last: None, space: Space::None }
    }
}

impl Line {
    /// Adds text of the source. The number of characters comes back that no format may hold and for which 〓 stands.
    pub fn text(&mut self, text: &str, blanks: Blanks, tree: &mut Tree) -> usize {
        let mut run = String::new();
        let mut illegal = 0;
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '\r' if characters.peek() == Some(&'\n') => {}
                '\n' | '\r' if blanks == Blanks::Lines => {
                    self.push_text(&run, tree);
                    run.clear();
                    self.line_break(tree);
                }
                '\n' | '\r' | '\u{C}' => self.space = Space::LineEnd,
                ' ' | '\t' if self.space == Space::None => self.space = Space::Blank,
                ' ' | '\t' => {}
                // A byte order mark inside of text is none.
                '\u{FEFF}' => {}
                other => {
                    let legal = is_legal(other);
                    illegal += usize::from(!legal);
                    let other = if legal { other } else { '〓' };
                    self.settle(other, &mut run);
                    run.push(other);
                    self.last = Some(other);
                }
            }
        }
        self.push_text(&run, tree);
        illegal
    }

    /// Puts the white space that waits before `next` into the run.
    fn settle(&mut self, next: char, run: &mut String) {
        let space = std::mem::replace(&mut self.space, Space::None);
        let Some(last) = self.last.filter(|last| *last != BREAK) else { return };
        let stays = match space {
            Space::None => false,
            Space::Blank => true,
            Space::LineEnd => space_between(last, next),
        };
        if stays {
            run.push(' ');
        }
    }

    /// Adds something that is no text. `first` and `last` are the characters that it begins and ends with.
    pub fn object(&mut self, kind: InlineKind, first: char, last: char, tree: &mut Tree) -> &Inline {
        let mut run = String::new();
        self.settle(first, &mut run);
        self.push_text(&run, tree);
        self.last = Some(last);
        let inline = tree.inline(kind);
        let level = self.level();
        level.push(inline);
        level.last().expect("an inline was pushed")
    }

    /// Adds what white space is nothing to, such as the mark of a note.
    pub fn mark(&mut self, inline: Inline) {
        self.level().push(inline);
    }

    pub fn line_break(&mut self, tree: &mut Tree) {
        self.space = Space::None;
        self.last = Some(BREAK);
        let inline = tree.inline(InlineKind::LineBreak);
        self.level().push(inline);
    }

    /// Begins a level of nesting.
    pub fn open(&mut self) {
        self.levels.push(Vec::new());
    }

    /// Ends a level and gives what it holds.
    pub fn close(&mut self) -> Vec<Inline> {
        self.levels.pop().unwrap_or_default()
    }

    /// Adds what is made of a level. A blank at its beginning stands before it.
    pub fn wrapped(&mut self, mut kind: InlineKind, tree: &mut Tree) {
        if let InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Styled(_, content)
        | InlineKind::Link { content, .. } = &mut kind
            && let Some(Inline { kind: InlineKind::Text(run), .. }) = content.first_mut()
            && let Some(rest) = run.text.strip_prefix(' ')
        {
            run.text = rest.to_owned();
            let is_empty = run.text.is_empty();
            if is_empty {
                content.remove(0);
            }
            self.push_text(" ", tree);
        }
        let inline = tree.inline(kind);
        self.level().push(inline);
    }

    /// Adds inlines as they are.
    pub fn extend(&mut self, content: Vec<Inline>) {
        self.level().extend(content);
    }

    /// What was read since the last time.
    pub fn take(&mut self) -> Vec<Inline> {
        self.last = None;
        self.space = Space::None;
        std::mem::take(self.level())
    }

    pub fn is_empty(&self) -> bool {
        self.levels.iter().all(Vec::is_empty)
    }

    fn level(&mut self) -> &mut Vec<Inline> {
        if self.levels.is_empty() {
            self.levels.push(Vec::new());
        }
        self.levels.last_mut().expect("there is a level")
    }

    fn push_text(&mut self, text: &str, tree: &mut Tree) {
        if text.is_empty() {
            return;
        }
        let language = tree.language.clone();
        if let Some(Inline { kind: InlineKind::Text(run), .. }) = self.level().last_mut()
            && run.language == language
        {
            run.text.push_str(text);
            return;
        }
        let run = tree.run(text);
        let inline = tree.inline(InlineKind::Text(run));
        self.level().push(inline);
    }
}

/// Whether formats may hold the character (XML 1.0, 2.2), and it is a character at all.
pub fn is_legal(character: char) -> bool {
    !character.is_control() && !matches!(u32::from(character) & 0xFFFF, 0xFFFE | 0xFFFF) && !('\u{FDD0}'..='\u{FDEF}').contains(&character)
}

/// Whether a line end of the source between these two is a space: as in a manuscript, not beside wide characters but beside Hangul.
pub fn space_between(before: char, after: char) -> bool {
    let is_hangul = |character: char| matches!(character, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7FF}');
    let is_wide = |character: char| matches!(character, '\u{2E80}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}');
    if is_hangul(before) || is_hangul(after) {
        return true;
    }
    !is_wide(before) && !is_wide(after)
}

/// White space that indents a paragraph or stands at its ends.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// What stood before the text of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indent {
    None,
    /// Blanks that make an indent.
    Characters,
}

/// Takes line breaks and blanks from both ends of a paragraph.
pub fn trim(content: &mut Vec<Inline>) -> Indent {
    let mut indent = Indent::None;
    trim_start(content, &mut indent);
    trim_end(content);
    indent
}

fn trim_start(content: &mut Vec<Inline>, indent: &mut Indent) {
    while let Some(first) = content.first_mut() {
        match &mut first.kind {
            InlineKind::LineBreak => {}
            InlineKind::Text(run) => {
                let kept = run.text.trim_start_matches(is_blank);
                if kept.len() < run.text.len() {
                    *indent = Indent::Characters;
                    run.text = kept.to_owned();
                }
                if !run.text.is_empty() {
                    return;
                }
            }
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Styled(_, inner)
            | InlineKind::Link { content: inner, .. } => {
                trim_start(inner, indent);
                if !inner.is_empty() {
                    return;
                }
            }
            InlineKind::Ruby(_)
            | InlineKind::Code(_)
            | InlineKind::Reference { .. }
            | InlineKind::NoteMark { .. }
            | InlineKind::Picture(_)
            | InlineKind::Gaiji(_) => return,
        }
        content.remove(0);
    }
}

fn trim_end(content: &mut Vec<Inline>) {
    while let Some(last) = content.last_mut() {
        match &mut last.kind {
            InlineKind::LineBreak => {}
            InlineKind::Text(run) => {
                run.text.truncate(run.text.trim_end_matches(is_blank).len());
                if !run.text.is_empty() {
                    return;
                }
            }
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Styled(_, inner)
            | InlineKind::Link { content: inner, .. } => {
                trim_end(inner);
                if !inner.is_empty() {
                    return;
                }
            }
            InlineKind::Ruby(_)
            | InlineKind::Code(_)
            | InlineKind::Reference { .. }
            | InlineKind::NoteMark { .. }
            | InlineKind::Picture(_)
            | InlineKind::Gaiji(_) => return,
        }
        content.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::Blanks;
    use super::Line;
    use super::trim;
    use crate::book::plain_text;
    use crate::import::tree::Tree;
    use crate::unicode::Language;

    #[test]
    fn white_space_is_that_of_words() {
        let mut tree = Tree::new(Language::new("ja").unwrap());
        let cases = [
            ("  一\n  二 三\tfour\n five\n六", "一二 三 four five六"),
            ("한국어\n문장", "한국어 문장"),
            ("\u{3000}文\u{A0}字 ", "文\u{A0}字"),
        ];
        for (source, text) in cases {
            let mut line = Line::default();
            assert_eq!(line.text(source, Blanks::Collapse, &mut tree), 0);
            let mut content = line.take();
            trim(&mut content);
            assert_eq!(plain_text(&content), text);
        }
    }
}
