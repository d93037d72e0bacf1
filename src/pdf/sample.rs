//! A small book composed by hand, for the tests: every kind of node, on lines without any typography.

use std::collections::BTreeMap;

use super::PdfInput;
use crate::book::*;
use crate::diag::Limits;
use crate::diag::Report;
use crate::diag::SourceMap;
use crate::font::Direction;
use crate::font::FontRole;
use crate::font::Fonts;
use crate::font::fonts_for_tests;
use crate::geom::Length;
use crate::geom::Point;
use crate::geom::Rect;
use crate::geom::Size;
use crate::geom::WritingMode;
use crate::manuscript::*;
use crate::page::*;
use crate::picture::Pictures;
use crate::resolve::PageMap;
use crate::resolve::Resolved;
use crate::resolve::resolve;
use crate::unicode::Language;
use crate::unicode::Region;

pub(super) fn language(tag: &str) -> Language {
    Language::new(tag).unwrap()
}

/// Makes nodes and sets their text on pages as it goes.
pub(super) struct Sample {
    pub(super) mode: WritingMode,
    pub(super) fonts: &'static Fonts,
    pub(super) ids: NodeIds,
    pub(super) language: Language,
    pub(super) pages: Vec<Page>,
    pub(super) destinations: Vec<Destination>,
    pub(super) pictures: Pictures,
    size: Length,
    inline: Length,
    line: i64,
}

const PAGE: Size = Size { width: Length::pt(300), height: Length::pt(300) };
const MARGIN: Length = Length::pt(40);
const PITCH: i64 = 20;
const LINES: i64 = 11;

impl Sample {
    pub(super) fn new(mode: WritingMode, tag: &str) -> Sample {
        let mut sample = Sample {
            mode,
            fonts: fonts_for_tests(),
            ids: NodeIds::default(),
            language: language(tag),
            pages: Vec::new(),
            destinations: Vec::new(),
            pictures: BTreeMap::new(),
            size: Length::pt(10),
            inline: Length::ZERO,
            line: 0,
        };
        sample.page();
        sample
    }

    pub(super) fn page(&mut self) {
        let label = (self.pages.len() + 1).to_string();
        let mut page =
            Page { size: PAGE, side: PageSide::Recto, label: label.clone(), items: Vec::new(), links: Vec::new(), frames: Vec::new() };
        let language = self.language.clone();
        let owner = Owner::Artifact(Artifact::Folio);
        let origin = Point { x: PAGE.width - MARGIN, y: PAGE.height - Length::pt(15) };
        page.items.extend(self.horizontal(owner, &label, &language, Length::pt(8), origin));
        self.pages.push(page);
        (self.line, self.inline) = (0, Length::ZERO);
    }

    pub(super) fn line(&mut self) {
        self.line += 1;
        self.inline = Length::ZERO;
        if self.line >= LINES {
            self.page();
        }
    }

    /// The corner of the line at the pen, x of the column's middle or y of the baseline.
    fn pen(&self) -> Point {
        let across = Length::pt(PITCH * self.line);
        match self.mode {
            WritingMode::HorizontalTb => Point { x: MARGIN + self.inline, y: MARGIN + across },
            WritingMode::VerticalRl => Point { x: PAGE.width - MARGIN - across, y: MARGIN + self.inline },
        }
    }

    fn horizontal(&self, owner: Owner, text: &str, language: &Language, size: Length, origin: Point) -> Option<Item> {
        let id = self.fonts.select(FontRole::Serif, language, text)?;
        Some(Item { owner, kind: ItemKind::Text(self.run(id, text, language, size, Setting::Horizontal, origin)) })
    }

    fn run(&self, id: crate::font::FaceId, text: &str, language: &Language, size: Length, setting: Setting, origin: Point) -> GlyphRun {
        let face = self.fonts.face(id);
        let direction = if setting == Setting::Vertical { Direction::Vertical } else { Direction::Horizontal };
        let shaped = face.shape(text, language, direction);
        let mut along = Length::ZERO;
        let mut glyphs = Vec::new();
        for (index, glyph) in shaped.iter().enumerate() {
            let next = shaped[index + 1..].iter().map(|next| next.cluster).find(|next| *next > glyph.cluster).unwrap_or(text.len());
            let again = index > 0 && shaped[index - 1].cluster == glyph.cluster;
            glyphs.push(PageGlyph { id: glyph.id, bytes: if again { 0 } else { (next - glyph.cluster) as u8 }, along });
            along += size.scale(glyph.advance, face.units_per_em());
        }
        let language = language.clone();
        GlyphRun { face: id, size, setting, stretch: 1000, origin, language, text: text.into(), glyphs: glyphs.into() }
    }

    /// Sets text at the pen, breaking anywhere.
    pub(super) fn set(&mut self, owner: Owner, text: &str, language: &Language) {
        let fit = ((Length::pt(220) - self.inline).divide(self.size).max(1)) as usize;
        let end = text.char_indices().nth(fit).map_or(text.len(), |(at, _)| at);
        let (now, later) = text.split_at(end);
        let id = self.fonts.select(FontRole::Serif, language, now).unwrap();
        let western = now.is_ascii();
        let setting = match (self.mode, western) {
            (WritingMode::HorizontalTb, _) => Setting::Horizontal,
            (WritingMode::VerticalRl, false) => Setting::Vertical,
            (WritingMode::VerticalRl, true) => Setting::Sideways,
        };
        let run = self.run(id, now, language, self.size, setting, self.pen());
        let face = self.fonts.face(id);
        let last = run.glyphs.last().map_or(Length::ZERO, |glyph| {
            let units = if setting == Setting::Vertical { face.vertical_advance(glyph.id) } else { face.horizontal_advance(glyph.id) };
            glyph.along + self.size.scale(units, face.units_per_em())
        });
        self.inline += last;
        self.pages.last_mut().unwrap().items.push(Item { owner, kind: ItemKind::Text(run) });
        if !later.is_empty() {
            self.line();
            self.set(owner, later, language);
        }
    }

    pub(super) fn text(&mut self, text: &str) -> Inline {
        let language = self.language.clone();
        self.foreign(text, &language)
    }

    pub(super) fn foreign(&mut self, text: &str, language: &Language) -> Inline {
        let id = self.ids.fresh();
        self.set(Owner::Node(id, Part::Content), text, language);
        Inline { id, span: None, kind: InlineKind::Text(run(text, language)) }
    }

    pub(super) fn ruby(&mut self, base: &str, reading: &str) -> Inline {
        let id = self.ids.fresh();
        let language = self.language.clone();
        let before = self.inline;
        self.set(Owner::Node(id, Part::RubyBase(0)), base, &language);
        let after = self.inline;
        self.size = Length::pt(5);
        let pen = self.pen();
        let across = Length::pt(7);
        let origin = match self.mode {
            WritingMode::HorizontalTb => Point { x: pen.x - after + before, y: pen.y - across - Length::pt(2) },
            WritingMode::VerticalRl => Point { x: pen.x + across, y: pen.y - after + before },
        };
        let setting = if self.mode == WritingMode::VerticalRl { Setting::Vertical } else { Setting::Horizontal };
        let face = self.fonts.select(FontRole::Serif, &language, reading).unwrap();
        let item = self.run(face, reading, &language, self.size, setting, origin);
        let owner = Owner::Node(id, Part::RubyReading(0));
        self.pages.last_mut().unwrap().items.push(Item { owner, kind: ItemKind::Text(item) });
        self.size = Length::pt(10);
        let segments = vec![RubySegment { base: run(base, &language), reading: run(reading, &language) }];
        Inline { id, span: None, kind: InlineKind::Ruby(Ruby { script: RubyScript::Kana, segments, under: None }) }
    }

    pub(super) fn label(&mut self, node: NodeId, text: &str) {
        let language = self.language.clone();
        self.set(Owner::Node(node, Part::Label), text, &language);
    }

    /// A link area of one line at the pen.
    pub(super) fn area(&mut self, owner: Owner, target: LinkTarget, description: &str) {
        let origin = self.pen();
        let rect = Rect { origin, size: Size { width: Length::pt(10), height: Length::pt(10) } };
        let link = LinkArea { rect, target, owner, description: description.to_owned() };
        self.pages.last_mut().unwrap().links.push(link);
    }

    pub(super) fn destination(&mut self, node: NodeId) {
        self.destinations.push(Destination { node, page: self.pages.len() - 1, point: self.pen() });
    }

    pub(super) fn block(&mut self, id: NodeId, kind: BlockKind) -> Block {
        self.line();
        Block { id, span: None, identifier: None, language: self.language.clone(), kind }
    }

    pub(super) fn paragraph(&mut self, content: Vec<Inline>) -> Block {
        let id = self.ids.fresh();
        self.block(id, BlockKind::Paragraph(content))
    }

    pub(super) fn heading(&mut self, level: u8, title: &str) -> Block {
        let id = self.ids.fresh();
        self.destination(id);
        let content = vec![self.text(title)];
        self.block(id, BlockKind::Heading(Heading { level, content, numbered: false, short: None }))
    }

    pub(super) fn figure(&mut self, path: &str, bytes: &[u8], alternative: &str, caption: &str) -> Block {
        let (id, picture) = (self.ids.fresh(), self.ids.fresh());
        let loaded = crate::picture::Picture::read(bytes, &Limits::default()).unwrap();
        let natural = loaded.natural_size();
        let height = Length::pt(70);
        let width = height.scale(natural.width.to_units(), natural.height.to_units());
        self.pictures.insert(path.to_owned(), loaded);
        self.page();
        let rect = Rect { origin: Point { x: MARGIN, y: MARGIN }, size: Size { width, height } };
        let kind = ItemKind::Picture(PlacedPicture { path: path.to_owned(), rect });
        self.pages.last_mut().unwrap().items.push(Item { owner: Owner::Node(picture, Part::Content), kind });
        self.line = 6;
        let caption = vec![self.text(caption)];
        let file = PictureFile { path: path.to_owned(), alternative: alternative.to_owned(), decorative: false };
        let pictures = vec![Picture { id: picture, span: None, file }];
        self.block(id, BlockKind::Figure(Figure { pictures, caption, credit: None, width: None, placement: FigurePlacement::Here }))
    }

    pub(super) fn finish(mut self, blocks: Vec<Block>, notes: Vec<Note>) -> Finished {
        let id = self.ids.fresh();
        let language = self.language.clone();
        let division = Division {
            id,
            role: DivisionRole::Body,
            name: "body".to_owned(),
            language: language.clone(),
            metadata: PartMetadata::default(),
            blocks,
            notes,
        };
        let book = Book { language: language.clone(), divisions: vec![division], ids: self.ids };
        let pages = Pages { mode: self.mode, pages: self.pages, destinations: self.destinations, map: PageMap::default() };
        let resolved = resolve(&book, &mut Report::default());
        Finished {
            book,
            resolved,
            pages,
            pictures: self.pictures,
            fonts: self.fonts,
            metadata: metadata(&language),
            edition: edition(self.mode),
        }
    }
}

fn run(text: &str, language: &Language) -> TextRun {
    TextRun { text: text.to_owned(), language: language.clone(), map: SourceMap::default() }
}

/// All that a [`PdfInput`] borrows.
pub(super) struct Finished {
    pub(super) book: Book,
    pub(super) resolved: Resolved,
    pub(super) pages: Pages,
    pub(super) pictures: Pictures,
    pub(super) fonts: &'static Fonts,
    pub(super) metadata: Metadata,
    pub(super) edition: Edition,
}

impl Finished {
    pub(super) fn input(&self) -> PdfInput<'_> {
        PdfInput {
            book: &self.book,
            resolved: &self.resolved,
            pages: &self.pages,
            pictures: &self.pictures,
            fonts: self.fonts,
            metadata: &self.metadata,
            edition: &self.edition,
            identifier: "urn:uuid:00000000-0000-5000-8000-000000000000",
            claim: crate::pdf::Claim::Archive,
            attachments: &[],
        }
    }
}

fn metadata(language: &Language) -> Metadata {
    let localized = |text: &str| Localized { text: text.to_owned(), language: language.clone(), alternates: Vec::new() };
    let creator = Creator { name: localized("作者 <甲> & 乙"), role: "aut".to_owned(), sort: None };
    Metadata {
        language: language.clone(),
        titles: vec![Title { kind: TitleKind::Main, text: localized("付梓測試"), sort: None }],
        creators: vec![creator],
        contributors: Vec::new(),
        publisher: Some(localized("出版者")),
        published: Date::new("2020-04-01"),
        first_published: None,
        captured: None,
        modified: Date::new("2020-04-02T08:00:00Z"),
        revision: None,
        description: Some(localized("簡介")),
        subjects: Vec::new(),
        rights: None,
        rights_url: None,
        source_url: None,
        issn: Some("1234-5679".to_owned()),
        issue: None,
        series: None,
        imprint: Imprint::default(),
        identifier: None,
        certification: None,
    }
}

fn edition(direction: WritingMode) -> Edition {
    Edition {
        name: "sample".to_owned(),
        label: String::new(),
        direction,
        region: Region::Taiwan,
        formats: vec![Format::Pdf],
        page: PageFormat("a5".to_owned()),
        theme: "default".to_owned(),
        layout: LayoutSettings::default(),
        style: Vec::new(),
        text: TextSettings { quotes: QuoteConversion::Keep, punctuation: PunctuationConversion::Keep, numbers: NumberStyle::TateChuYoko },
        epub: EpubSettings::default(),
        pdf: PdfSettings::default(),
        line: LineOptions::default(),
        identifiers: Vec::new(),
        modified: None,
        revision: None,
        files: Vec::new(),
    }
}
