use super::*;
use crate::book::Division;
use crate::book::Figure;
use crate::book::FigurePlacement;
use crate::book::Heading;
use crate::book::Note;
use crate::book::PartMetadata;
use crate::book::TextRun;
use crate::diag::SourceMap;
use crate::unicode::Language;

/// Builds small books.
struct Maker {
    book: Book,
}

impl Maker {
    fn new() -> Maker {
        let language = Language::new("zh-Hant-TW").unwrap();
        Maker { book: Book { language, divisions: Vec::new(), ids: Default::default() } }
    }

    fn inline(&mut self, kind: InlineKind) -> Inline {
        Inline { id: self.book.ids.fresh(), span: None, kind }
    }

    fn text(&mut self, text: &str) -> Inline {
        let language = self.book.language.clone();
        self.inline(InlineKind::Text(TextRun { text: text.to_owned(), language, map: SourceMap::default() }))
    }

    fn block(&mut self, identifier: Option<&str>, kind: BlockKind) -> Block {
        let identifier = identifier.map(str::to_owned);
        Block { id: self.book.ids.fresh(), span: None, identifier, language: self.book.language.clone(), kind }
    }

    fn heading(&mut self, level: u8, identifier: Option<&str>, text: &str) -> Block {
        let content = vec![self.text(text)];
        self.block(identifier, BlockKind::Heading(Heading { level, content, numbered: true, short: None }))
    }

    fn paragraph(&mut self, content: Vec<Inline>) -> Block {
        self.block(None, BlockKind::Paragraph(content))
    }

    fn figure(&mut self, identifier: &str, caption: &str) -> Block {
        let caption = vec![self.text(caption)];
        let figure = Figure { pictures: Vec::new(), caption, credit: None, width: None, placement: FigurePlacement::Here };
        self.block(Some(identifier), BlockKind::Figure(figure))
    }

    fn division(&mut self, name: &str, title: Option<&str>, blocks: Vec<Block>, notes: Vec<Note>) -> NodeId {
        let metadata = PartMetadata { title: title.map(|title| vec![self.text(title)]), ..PartMetadata::default() };
        let (id, language) = (self.book.ids.fresh(), self.book.language.clone());
        let role = DivisionRole::Body;
        self.book.divisions.push(Division { id, role, name: name.to_owned(), language, metadata, blocks, notes });
        id
    }

    fn resolve(&self) -> Resolved {
        let mut report = Report::default();
        let resolved = resolve(&self.book, &mut report);
        assert_eq!(report.findings(), []);
        resolved
    }
}

#[test]
fn notes_are_numbered_by_their_first_marks() {
    let mut maker = Maker::new();
    let (first, second) = (maker.book.ids.fresh(), maker.book.ids.fresh());
    let marks: Vec<Inline> = [second, first, second].map(|note| maker.inline(InlineKind::NoteMark { note })).into();
    let ids: Vec<NodeId> = marks.iter().map(|mark| mark.id).collect();
    let paragraph = maker.paragraph(marks);
    let note = |id| Note { id, span: None, label: None, placement: None, blocks: Vec::new() };
    maker.division("a", None, vec![paragraph], vec![note(first), note(second)]);
    let resolved = maker.resolve();
    assert_eq!(resolved.note_numbers, BTreeMap::from([(second, 1), (first, 2)]));
    assert_eq!(resolved.note_marks[&second], [ids[0], ids[2]]);
    let names: BTreeSet<&String> = ids.iter().map(|id| &resolved.anchors[id]).collect();
    assert_eq!(names.len(), 3, "each mark can be linked back to");
}

#[test]
fn an_edit_elsewhere_leaves_anchors_alone() {
    let mut before = Maker::new();
    let heading = before.heading(2, None, "第二節");
    let id = heading.id;
    before.division("chapter", None, vec![heading], Vec::new());
    let old = before.resolve().anchors[&id].clone();

    let mut after = Maker::new();
    let (inserted, heading) = (after.heading(2, None, "第一節"), after.heading(2, None, "第二節"));
    let id = heading.id;
    after.division("chapter", None, vec![inserted, heading], Vec::new());
    assert_eq!(after.resolve().anchors[&id], old);
}

#[test]
fn the_headline_counts_as_the_first_level_where_the_text_has_none() {
    let mut maker = Maker::new();
    let section = maker.heading(2, None, "一節");
    let article = maker.division("a", Some("標題"), vec![section], Vec::new());
    let chapter = maker.heading(1, None, "自有標題");
    let chapter_id = chapter.id;
    maker.division("b", Some("不列"), vec![chapter], Vec::new());
    let resolved = maker.resolve();
    let listed: Vec<(u8, &str, usize)> =
        resolved.contents.iter().map(|entry| (entry.level, entry.plain.as_str(), entry.division)).collect();
    assert_eq!(listed, [(1, "標題", 0), (2, "一節", 0), (1, "自有標題", 1)]);
    assert_eq!((resolved.contents[0].node, resolved.contents[2].node), (article, chapter_id));
}

#[test]
fn note_marks_do_not_reach_the_contents() {
    let mut maker = Maker::new();
    let note = maker.book.ids.fresh();
    let content = vec![maker.text("題"), maker.inline(InlineKind::NoteMark { note })];
    let heading = maker.block(None, BlockKind::Heading(Heading { level: 1, content, numbered: true, short: None }));
    maker.division("a", None, vec![heading], Vec::new());
    assert_eq!(maker.resolve().contents[0].title.len(), 1);
}

#[test]
fn figures_are_numbered_only_when_one_is_referred_to() {
    let mut maker = Maker::new();
    let figures = vec![maker.figure("a", "甲"), maker.figure("b", "乙")];
    maker.division("a", None, figures.clone(), Vec::new());
    assert_eq!(maker.resolve().figure_numbers, BTreeMap::new());

    let reference = maker.inline(InlineKind::Reference { target: "#b".to_owned(), page: false });
    let reference_id = reference.id;
    let paragraph = maker.paragraph(vec![reference]);
    maker.book.divisions[0].blocks.push(paragraph);
    let resolved = maker.resolve();
    assert_eq!(resolved.references[&reference_id], "圖2");
    assert_eq!(resolved.figure_numbers[&figures[0].id], "圖1");
}

#[test]
fn references_to_headings_say_their_title() {
    let mut maker = Maker::new();
    let heading = maker.heading(1, Some("end"), "結語");
    let reference = maker.inline(InlineKind::Reference { target: "end".to_owned(), page: false });
    let (id, target) = (reference.id, heading.id);
    let paragraph = maker.paragraph(vec![reference]);
    maker.division("a", None, vec![paragraph, heading], Vec::new());
    let resolved = maker.resolve();
    assert_eq!(resolved.references[&id], "結語");
    assert_eq!((resolved.target("#end"), resolved.anchors[&target].as_str()), (Some(target), "end"));
    assert_eq!(resolved.homes[&target], 0);
}

#[test]
fn links_find_headings_by_their_words() {
    let mut maker = Maker::new();
    let (first, second) = (maker.heading(1, None, "分開 `Main` 的任務！"), maker.heading(2, Some("a-b"), "甲"));
    let (id, named) = (first.id, second.id);
    let content = maker.text("看");
    let link = maker.inline(InlineKind::Link { target: "#分開-main-的任務".to_owned(), title: None, content: vec![content] });
    let paragraph = maker.paragraph(vec![link]);
    let other = maker.heading(1, None, "A b");
    maker.division("a", None, vec![first, second, other, paragraph], Vec::new());
    let mut report = Report::default();
    let resolved = resolve(&maker.book, &mut report);
    assert!(report.findings().is_empty(), "{:?}", report.findings());
    assert_eq!((resolved.target("#分開-main-的任務"), resolved.target("#a-b")), (Some(id), Some(named)));
    assert!(resolved.anchors.contains_key(&id));
}

#[test]
fn duplicate_identifiers_and_references_to_nowhere_are_found() {
    let mut maker = Maker::new();
    let blocks = vec![maker.heading(1, Some("x"), "甲"), maker.heading(1, Some("x"), "乙")];
    let content = maker.text("看");
    let link = maker.inline(InlineKind::Link { target: "#y".to_owned(), title: None, content: vec![content] });
    let paragraph = maker.paragraph(vec![link]);
    maker.division("a", None, blocks, Vec::new());
    maker.book.divisions[0].blocks.push(paragraph);
    let mut report = Report::default();
    resolve(&maker.book, &mut report);
    let codes: Vec<Code> = report.findings().iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::DuplicateIdentifier, Code::UnknownTarget]);
}

#[test]
fn generated_divisions_have_plain_names() {
    let mut maker = Maker::new();
    let cover = maker.division("cover", None, Vec::new(), Vec::new());
    maker.book.divisions[0].role = DivisionRole::Cover;
    let body = maker.division("one", None, Vec::new(), Vec::new());
    let resolved = maker.resolve();
    assert_eq!((resolved.anchors[&cover].as_str(), resolved.anchors[&body].as_str()), ("cover", "part-one"));
}
