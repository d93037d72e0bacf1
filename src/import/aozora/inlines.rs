//! A line that has been read, as nodes of the tree.

use std::collections::VecDeque;
use std::ops::Range;

use super::annotation::Look;
use super::line::Line;
use super::line::Point;
use super::line::RubyRange;
use super::line::remark;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PictureFile;
use crate::book::Ruby;
use crate::book::RubySegment;
use crate::import::tree::Tree;
use crate::markdown::script_of;

/// Looks inside each other; what lies deeper is plain.
const DEEPEST: usize = 16;

/// Makes nodes of parts of one line.
pub struct Inlines<'l, 't> {
    line: &'l Line,
    tree: &'t mut Tree,
    /// The next point to be written.
    point: usize,
}

impl<'l, 't> Inlines<'l, 't> {
    pub fn new(line: &'l Line, tree: &'t mut Tree) -> Inlines<'l, 't> {
        Inlines { line, tree, point: 0 }
    }

    /// The nodes of a part, which goes on where the one before ended. `keep` says which points become nodes.
    pub fn part(&mut self, range: Range<usize>) -> Vec<Inline> {
        let mut looks: Vec<(Range<usize>, &Look)> = Vec::new();
        for (place, look) in &self.line.looks {
            if matches!(look, Look::Heading(_) | Look::Caption | Look::Plain) {
                continue;
            }
            let whole = self.whole_rubies(place.clone());
            let clipped = whole.start.max(range.start)..whole.end.min(range.end);
            if clipped.start < clipped.end {
                looks.push((clipped, look));
            }
        }
        looks.sort_by_key(|(place, _)| (place.start, usize::MAX - place.end));
        // The same look over the same words twice is one.
        looks.dedup();
        let mut content = self.nested(range.clone(), looks.into(), 0);
        self.points_before(range.end, &mut content);
        content
    }

    /// The points that stand at or before a place.
    pub fn points_before(&mut self, end: usize, out: &mut Vec<Inline>) {
        while let Some((_, point)) = self.line.points.get(self.point).filter(|(at, _)| *at <= end) {
            self.point += 1;
            let inline = match point {
                Point::Note(text) => {
                    let line = remark(text);
                    let content = Inlines::new(&line, self.tree).part(0..line.text.len());
                    self.tree.note(content)
                }
                Point::LineBreak => self.tree.inline(InlineKind::LineBreak),
                Point::Picture { file, words } => {
                    let file = PictureFile { path: file.clone(), alternative: words.clone(), decorative: false };
                    self.tree.inline(InlineKind::Picture(file))
                }
            };
            out.push(inline);
        }
    }

    /// A range that holds whole words with their readings, since a reading cannot be divided.
    fn whole_rubies(&self, mut range: Range<usize>) -> Range<usize> {
        let first = self.line.rubies.partition_point(|ruby| ruby.range.end <= range.start);
        for ruby in &self.line.rubies[first..] {
            if ruby.range.start >= range.end {
                break;
            }
            range.start = range.start.min(ruby.range.start);
            range.end = range.end.max(ruby.range.end);
        }
        range
    }

    fn nested(&mut self, range: Range<usize>, mut looks: VecDeque<(Range<usize>, &'l Look)>, depth: usize) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut at = range.start;
        while let Some((place, look)) = looks.pop_front() {
            if place.start < at {
                // What is left of a range that another one has crossed.
                if place.end > at {
                    insert(&mut looks, at..place.end, look);
                }
                continue;
            }
            self.leaf(at..place.start, &mut out);
            self.points_before(place.start, &mut out);
            let count = looks.partition_point(|(other, _)| other.start < place.end);
            let mut inner: VecDeque<(Range<usize>, &'l Look)> = looks.drain(..count).collect();
            for (other, other_look) in &mut inner {
                if other.end > place.end {
                    insert(&mut looks, place.end..other.end, other_look);
                    other.end = place.end;
                }
            }
            if depth == DEEPEST {
                inner.clear();
            }
            let content = self.nested(place.clone(), inner, depth + 1);
            let kind = match look {
                Look::Style(style) => InlineKind::Styled(style.clone(), content),
                Look::Strong => InlineKind::Strong(content),
                Look::Emphasis => InlineKind::Emphasis(content),
                Look::Heading(_) | Look::Caption | Look::Plain => {
                    out.extend(content);
                    at = place.end;
                    continue;
                }
            };
            let styled = self.tree.inline(kind);
            out.push(styled);
            at = place.end;
        }
        self.leaf(at..range.end, &mut out);
        out
    }

    /// Text and readings, and the points between them.
    fn leaf(&mut self, range: Range<usize>, out: &mut Vec<Inline>) {
        let mut at = range.start;
        while at < range.end {
            let first = self.line.rubies.partition_point(|ruby| ruby.range.start < at);
            let next = self.line.rubies.get(first).filter(|ruby| ruby.range.start < range.end);
            let ruby_at = next.map_or(range.end, |ruby| ruby.range.start);
            let point_at = self.line.points.get(self.point).map_or(usize::MAX, |(at, _)| *at);
            if point_at <= at {
                self.points_before(at, out);
                continue;
            }
            if at == ruby_at
                && let Some(ruby) = next
            {
                let kind = self.ruby(ruby);
                let node = self.tree.inline(kind);
                out.push(node);
                at = ruby.range.end.max(at + 1);
                continue;
            }
            let end = ruby_at.min(point_at);
            out.extend(self.tree.text(&self.line.text[at..end]));
            at = end;
        }
    }

    fn ruby(&self, ruby: &RubyRange) -> InlineKind {
        let base = &self.line.text[ruby.range.clone()];
        let script = script_of(&ruby.over);
        let under = (!ruby.under.is_empty()).then(|| self.tree.run(ruby.under.as_str()));
        let segments = vec![RubySegment { base: self.tree.run(base), reading: self.tree.run(ruby.over.as_str()) }];
        InlineKind::Ruby(Ruby { script, segments, under })
    }
}

fn insert<'l>(looks: &mut VecDeque<(Range<usize>, &'l Look)>, range: Range<usize>, look: &'l Look) {
    let key = |range: &Range<usize>| (range.start, usize::MAX - range.end);
    let at = looks.partition_point(|(other, _)| key(other) <= key(&range));
    looks.insert(at, (range, look));
}
