//! Manuscript files to the document tree.

use comrak::Arena;
use comrak::Options;
use comrak::nodes::NodeValue;
use comrak::parse_document;

use super::dialect::Notation;
use super::inlines::Scope;
use super::mask::is_illegal;
use super::notes::Definitions;
use super::source::Source;
use crate::book::Block;
use crate::book::Book;
use crate::book::Division;
use crate::book::DivisionRole;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeIds;
use crate::book::Note;
use crate::book::TextRun;
use crate::diag::Context;
use crate::diag::ErrorReported;
use crate::diag::FileId;
use crate::diag::Origin;
use crate::diag::Report;
use crate::diag::SourceMap;
use crate::manuscript::Manuscript;
use crate::manuscript::parent;
use crate::unicode::Language;

/// What reading carries along: where it reads, what it has found so far, and whom it tells.
pub(super) struct Reader<'r> {
    pub manuscript: &'r mut Manuscript,
    pub context: &'r Context,
    pub report: &'r mut Report,
    pub ids: NodeIds,
    pub source: Source,
    /// The folder of the file being read.
    pub folder: String,
    pub definitions: Definitions,
    pub notation: Notation,
    /// The notes of the division in the order of their first marks.
    pub notes: Vec<Note>,
    /// The files being read, each included by the one before.
    pub trail: Vec<String>,
    /// How many files have been included.
    pub included: usize,
    /// Whether nesting beyond the limit has been reported.
    pub told_depth: bool,
}

/// Reads all files of the manuscript, each to a division of the body. Findings go to the report; errors among them fail.
pub fn read(manuscript: &mut Manuscript, context: &Context, report: &mut Report) -> Result<Book, ErrorReported> {
    let language = manuscript.metadata.language.clone();
    let mut own = Report::default();
    let mut ids = NodeIds::default();
    let mut divisions = Vec::new();
    for file in manuscript.files.clone() {
        if context.is_cancelled() {
            break;
        }
        let division = read_file(manuscript, &file.path, file.source, &mut ids, &language, context, &mut own);
        divisions.push(division);
    }
    let failed = own.checked();
    report.append(own);
    failed?;
    Ok(Book { language, divisions, ids })
}

fn read_file(
    manuscript: &mut Manuscript,
    path: &str,
    file: FileId,
    ids: &mut NodeIds,
    language: &Language,
    context: &Context,
    report: &mut Report,
) -> Division {
    let text = manuscript.sources.file(file).text.clone();
    let mut reader = Reader {
        manuscript,
        context,
        report,
        ids: std::mem::take(ids),
        source: Source::new(file, text, 0),
        folder: parent(path).to_owned(),
        definitions: Definitions::default(),
        notation: Notation::FUZI,
        notes: Vec::new(),
        trail: vec![path.to_owned()],
        included: 0,
        told_depth: false,
    };
    let id = reader.ids.fresh();
    reader.notation = reader.notation_of_file(language);
    let front = reader.front_matter(language);
    let language = front.language.unwrap_or_else(|| language.clone());
    let scope = Scope { language: language.clone(), depth: 0, keep_lines: false };
    let blocks = reader.document(&scope);
    let notes = std::mem::take(&mut reader.notes);
    *ids = reader.ids;
    let stem = path.rsplit('/').next().unwrap_or(path);
    let name = stem.rsplit_once('.').map_or(stem, |(name, _)| name).to_owned();
    Division { id, role: DivisionRole::Body, name, language, metadata: front.metadata, blocks, notes }
}

/// How comrak reads.
pub(super) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    options.extension.block_directive = true;
    options.extension.cjk_friendly_emphasis = true;
    options.parse.leave_footnote_definitions = true;
    options.parse.escaped_char_spans = true;
    options
}

impl Reader<'_> {
    /// The blocks of the file in `source`, with the bodies of its notes read.
    pub fn document(&mut self, scope: &Scope) -> Vec<Block> {
        let arena = Arena::new();
        let text = self.source.masked.clone();
        let root = parse_document(&arena, &text, &options());
        let definitions = self.find_definitions(root);
        let blocks = self.blocks(root, scope);
        self.read_note_bodies(&definitions, scope);
        blocks
    }

    /// The inlines of a piece of the file that is one line of text, such as a caption in quotation marks.
    pub fn fragment(&mut self, range: std::ops::Range<usize>, scope: &Scope) -> Vec<Inline> {
        let whole = range.clone();
        let fragment = self.source.fragment(range, "");
        let outer = std::mem::replace(&mut self.source, fragment);
        let arena = Arena::new();
        let text = self.source.masked.clone();
        let root = parse_document(&arena, &text, &options());
        let only = root.first_child().filter(|child| child.next_sibling().is_none());
        let is_paragraph = only.is_some_and(|child| matches!(child.data().value, NodeValue::Paragraph));
        let inlines = match only.filter(|_| is_paragraph) {
            Some(paragraph) => self.leaf(paragraph, scope),
            None => {
                let text = self.source.original[whole.clone()].to_owned();
                let span = self.source.span(whole);
                self.plain(text, SourceMap::copied(span), scope)
            }
        };
        self.source = outer;
        inlines
    }

    /// Text without markup as inlines.
    pub fn plain(&mut self, text: String, map: SourceMap, scope: &Scope) -> Vec<Inline> {
        if text.is_empty() {
            return Vec::new();
        }
        let span = map.span(0, text.len());
        let (text, map) = if text.contains(is_illegal) {
            let mut whole = SourceMap::default();
            span.into_iter().for_each(|span| whole.push(0, Origin::Replaced(span)));
            (text.replace(is_illegal, ""), whole)
        } else {
            (text, map)
        };
        let run = TextRun { text, language: scope.language.clone(), map };
        vec![Inline { id: self.ids.fresh(), span, kind: InlineKind::Text(run) }]
    }

    /// Text that stands for a place of the file without being a copy of it.
    pub fn replaced(&mut self, text: String, range: std::ops::Range<usize>, scope: &Scope) -> Vec<Inline> {
        let mut map = SourceMap::default();
        map.push(0, Origin::Replaced(self.source.span(range)));
        self.plain(text, map, scope)
    }
}
