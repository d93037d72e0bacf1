//! What the checks propose, carried out in memory: every change is one that was told, and nothing else about the book changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::found::Found;
use super::found::Proposal;
use super::rules::text_found;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeId;
use crate::book::dump_book;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::manuscript::FileError;
use crate::manuscript::Files;
use crate::manuscript::Manuscript;
use crate::markdown;

/// Rounds of checking and changing; one change may uncover another, and a few rounds settle all.
const MOST_ROUNDS: usize = 6;

/// A file that is written otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedFile {
    /// Relative to the project folder.
    pub path: String,
    /// The whole file before, without a byte order mark.
    pub before: String,
    pub after: String,
    /// The bytes to write, with the byte order mark that the file had.
    pub bytes: Vec<u8>,
    pub changes: Vec<Change>,
}

/// How many places of a file a rule changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub code: Code,
    pub count: usize,
}

/// A proposal with the rule that makes it and the file that it changes.
#[derive(Clone, Debug)]
struct Step {
    code: Code,
    path: String,
    proposal: Proposal,
}

/// What the checks would write otherwise; only what these codes propose, or everything when none is named. Files that stay as they
/// are do not come back. The second value counts proposals that would have changed more than they say, and are left.
pub fn fix(
    manuscript: &Manuscript,
    only: &[Code],
    context: &Context,
    report: &mut Report,
) -> Result<(Vec<FixedFile>, usize), ErrorReported> {
    let overlay = Overlay { inner: Arc::clone(&manuscript.access), changed: BTreeMap::new() };
    let mut state = State { overlay, counts: BTreeMap::new(), left: 0 };
    for _ in 0..MOST_ROUNDS {
        let (manuscript, book) = state.read(context, report)?;
        let steps = steps(&manuscript, text_found(&manuscript, &book), only);
        if steps.is_empty() || !state.carry_out(&book, steps, context) {
            break;
        }
    }
    let left = state.left;
    Ok((state.files(manuscript), left))
}

/// The proposals that can be carried out together: in the file as they say, none over another.
fn steps(manuscript: &Manuscript, found: Vec<Found>, only: &[Code]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for Found { finding, proposals } in found {
        if !only.is_empty() && !only.contains(&finding.code) {
            continue;
        }
        for proposal in proposals {
            let file = manuscript.sources.file(proposal.span.file);
            let written = file.text.get(proposal.span.start as usize..proposal.span.end as usize).unwrap_or_default();
            if written == proposal.from || written.strip_prefix('\\') == Some(proposal.from.as_str()) {
                steps.push(Step { code: finding.code, path: file.name.clone(), proposal });
            }
        }
    }
    steps.sort_by_key(|step| (step.proposal.span.file, step.proposal.span.start, step.proposal.span.end));
    let mut last = None;
    steps.retain(|step| {
        let span = step.proposal.span;
        let apart = last.is_none_or(|(file, end)| file != span.file || end <= span.start);
        if apart {
            last = Some((span.file, span.end));
        }
        apart
    });
    steps
}

struct State {
    overlay: Overlay,
    counts: BTreeMap<(String, Code), usize>,
    left: usize,
}

impl State {
    fn read(&self, context: &Context, report: &mut Report) -> Result<(Manuscript, Book), ErrorReported> {
        let mut manuscript = Manuscript::open(Arc::new(self.overlay.clone()), context, report)?;
        let book = markdown::read(&mut manuscript, context, report)?;
        Ok((manuscript, book))
    }

    /// Carries out every step that changes nothing else; whether there was one.
    fn carry_out(&mut self, book: &Book, steps: Vec<Step>, context: &Context) -> bool {
        let mut accepted = Vec::new();
        self.left = 0;
        self.sift(book, &steps, context, &mut accepted);
        if accepted.is_empty() {
            return false;
        }
        let Some(overlay) = self.tried(book, &accepted, context) else {
            self.left += accepted.len();
            return false;
        };
        self.overlay = overlay;
        for step in accepted {
            *self.counts.entry((step.path, step.code)).or_default() += 1;
        }
        true
    }

    /// Divides steps until what is left changes only what it says.
    fn sift(&mut self, book: &Book, steps: &[Step], context: &Context, accepted: &mut Vec<Step>) {
        if steps.is_empty() {
            return;
        }
        if self.tried(book, steps, context).is_some() {
            accepted.extend(steps.iter().cloned());
        } else if steps.len() == 1 {
            self.left += 1;
        } else {
            let (first, second) = steps.split_at(steps.len() / 2);
            self.sift(book, first, context, accepted);
            self.sift(book, second, context, accepted);
        }
    }

    /// The files with these steps carried out; none when the book would differ in more.
    fn tried(&self, book: &Book, steps: &[Step], context: &Context) -> Option<Overlay> {
        let mut overlay = self.overlay.clone();
        let mut rest = steps;
        while let Some(step) = rest.first() {
            let count = rest.iter().take_while(|other| other.path == step.path).count();
            let (here, later) = rest.split_at(count);
            rest = later;
            let text = overlay.text(&step.path)?;
            overlay.changed.insert(step.path.clone(), changed(&text, here));
        }
        let mut ignored = Report::default();
        let mut manuscript = Manuscript::open(Arc::new(overlay.clone()), context, &mut ignored).ok()?;
        let after = markdown::read(&mut manuscript, context, &mut ignored).ok()?;
        (dump_book(&after) == dump_book(&expected(book, steps))).then_some(overlay)
    }

    fn files(self, manuscript: &Manuscript) -> Vec<FixedFile> {
        let mut files = Vec::new();
        for (path, after) in &self.overlay.changed {
            let Ok(bytes) = manuscript.access.read(path) else { continue };
            let mark: &[u8] = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { b"" };
            let before = String::from_utf8_lossy(&bytes[mark.len()..]).into_owned();
            if before == *after {
                continue;
            }
            let of_file = self.counts.iter().filter(|((changed, _), _)| changed == path);
            let changes = of_file.map(|((_, code), count)| Change { code: *code, count: *count }).collect();
            let bytes = [mark, after.as_bytes()].concat();
            files.push(FixedFile { path: path.clone(), before, after: after.clone(), bytes, changes });
        }
        files
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

fn changed(text: &str, steps: &[Step]) -> String {
    let mut after = String::with_capacity(text.len() + steps.len() * 3);
    let mut done = 0;
    for Step { proposal, .. } in steps {
        let (start, end) = (proposal.span.start as usize, proposal.span.end as usize);
        after.push_str(&text[done..start]);
        after.push_str(&proposal.to);
        done = end;
    }
    after.push_str(&text[done..]);
    after
}

/// The tree with the steps carried out in its runs.
fn expected(book: &Book, steps: &[Step]) -> Book {
    let mut by_node: BTreeMap<NodeId, Vec<&Proposal>> = BTreeMap::new();
    for step in steps {
        by_node.entry(step.proposal.node).or_default().push(&step.proposal);
    }
    let mut book = book.clone();
    for division in &mut book.divisions {
        blocks(&mut division.blocks, &by_node);
        division.notes.iter_mut().for_each(|note| blocks(&mut note.blocks, &by_node));
    }
    book
}

type ByNode<'a> = BTreeMap<NodeId, Vec<&'a Proposal>>;

fn blocks(all: &mut [Block], steps: &ByNode) {
    for block in all {
        match &mut block.kind {
            BlockKind::Heading(heading) => inlines(&mut heading.content, steps),
            BlockKind::Paragraph(content) => inlines(content, steps),
            BlockKind::Figure(figure) => inlines(&mut figure.caption, steps),
            BlockKind::Table(table) => {
                inlines(&mut table.caption, steps);
                table.rows.iter_mut().flatten().for_each(|cell| inlines(&mut cell.content, steps));
            }
            BlockKind::Quotation(quotation) => {
                blocks(&mut quotation.blocks, steps);
                quotation.source.iter_mut().for_each(|source| inlines(source, steps));
            }
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| blocks(&mut item.blocks, steps)),
            BlockKind::Container(_, inside) => blocks(inside, steps),
            BlockKind::Code { .. } | BlockKind::SceneBreak | BlockKind::Break(_) | BlockKind::Contents => {}
        }
    }
}

fn inlines(content: &mut Vec<Inline>, steps: &ByNode) {
    for inline in content.iter_mut() {
        match &mut inline.kind {
            InlineKind::Text(run) => {
                for proposal in steps.get(&inline.id).into_iter().flatten().rev() {
                    run.text.replace_range(proposal.range.clone(), &proposal.to);
                }
            }
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Styled(_, content)
            | InlineKind::Link { content, .. } => inlines(content, steps),
            InlineKind::Ruby(_)
            | InlineKind::Code(_)
            | InlineKind::Reference { .. }
            | InlineKind::NoteMark { .. }
            | InlineKind::Picture(_)
            | InlineKind::Gaiji(_)
            | InlineKind::LineBreak => {}
        }
    }
    content.retain(|inline| !matches!(&inline.kind, InlineKind::Text(run) if run.text.is_empty()));
}

/// The project folder with some files written otherwise.
#[derive(Clone)]
struct Overlay {
    inner: Arc<dyn Files>,
    /// Without byte order marks.
    changed: BTreeMap<String, String>,
}

impl Overlay {
    fn text(&self, path: &str) -> Option<String> {
        let bytes = self.read(path).ok()?;
        let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
        String::from_utf8(text.to_vec()).ok()
    }
}

impl Files for Overlay {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        match self.changed.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.inner.read(path),
        }
    }

    fn size(&self, path: &str) -> Result<u64, FileError> {
        match self.changed.get(path) {
            Some(text) => Ok(text.len() as u64),
            None => self.inner.size(path),
        }
    }

    fn list(&self, folder: &str) -> Vec<String> {
        self.inner.list(folder)
    }
}
