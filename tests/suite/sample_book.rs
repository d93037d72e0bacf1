//! A book made by hand that uses every construct, for tests of the writers.

use fuzi::book::*;
use fuzi::diag::SourceMap;
use fuzi::font::FontFile;
use fuzi::font::Fonts;
use fuzi::geom::WritingMode;
use fuzi::manuscript::*;
use fuzi::picture::Picture as PictureFormat;
use fuzi::picture::Pictures;
use fuzi::unicode::Language;
use fuzi::unicode::Region;

pub const TITLE: &str = "紙上的風";

/// Builds nodes with ids of one book.
pub struct Maker {
    pub ids: NodeIds,
    pub language: Language,
}

impl Maker {
    pub fn new(language: &str) -> Maker {
        Maker { ids: NodeIds::default(), language: Language::new(language).unwrap() }
    }

    pub fn run(&self, text: &str) -> TextRun {
        TextRun { text: text.to_owned(), language: self.language.clone(), map: SourceMap::default() }
    }

    pub fn inline(&mut self, kind: InlineKind) -> Inline {
        Inline { id: self.ids.fresh(), span: None, kind }
    }

    pub fn text(&mut self, text: &str) -> Inline {
        let run = self.run(text);
        self.inline(InlineKind::Text(run))
    }

    pub fn texts(&mut self, text: &str) -> Vec<Inline> {
        vec![self.text(text)]
    }

    pub fn styled(&mut self, style: Style, text: &str) -> Inline {
        let content = self.texts(text);
        self.inline(InlineKind::Styled(style, content))
    }

    pub fn ruby(&mut self, script: RubyScript, pairs: &[(&str, &str)]) -> Inline {
        let segments = pairs.iter().map(|(base, reading)| RubySegment { base: self.run(base), reading: self.run(reading) }).collect();
        self.inline(InlineKind::Ruby(Ruby { script, segments, under: None }))
    }

    pub fn block(&mut self, kind: BlockKind) -> Block {
        Block { id: self.ids.fresh(), span: None, identifier: None, language: self.language.clone(), kind }
    }

    pub fn paragraph(&mut self, text: &str) -> Block {
        let content = self.texts(text);
        self.block(BlockKind::Paragraph(content))
    }

    pub fn heading(&mut self, level: u8, text: &str) -> Block {
        let content = self.texts(text);
        self.block(BlockKind::Heading(Heading { level, content, numbered: true, short: None }))
    }

    pub fn figure(&mut self, path: &str, alternative: &str, caption: &str, credit: Option<&str>) -> Block {
        let file = PictureFile { path: path.to_owned(), alternative: alternative.to_owned(), decorative: false };
        let pictures = vec![Picture { id: self.ids.fresh(), span: None, file }];
        let caption = self.texts(caption);
        let credit = credit.map(str::to_owned);
        self.block(BlockKind::Figure(Figure { pictures, caption, credit, width: None, placement: FigurePlacement::Here }))
    }

    pub fn division(&mut self, role: DivisionRole, name: &str, blocks: Vec<Block>) -> Division {
        Division {
            id: self.ids.fresh(),
            role,
            name: name.to_owned(),
            language: self.language.clone(),
            metadata: PartMetadata::default(),
            blocks,
            notes: Vec::new(),
        }
    }
}

const PROSE: [&str; 3] = [
    "造紙的人說，一張紙記得它遇過的每一陣風。清晨的水還涼，竹簾斜斜沒入漿池，再平平提起，纖維便在簾面上排成薄薄的一層霧。他不看鐘，只聽水從簾下滴落的聲音；聲音由急轉緩，便是可以揭起的時候了。",
    "鎮上還在抄紙的人家，如今不到十戶。年輕人多半往城裡去，留下的長輩也漸漸提不動那方簾子。「手藝不會消失，」老師傅卻笑著說：「它只是睡著了，等『下一雙手』來叫醒它。」說完，他把濕紙一張張疊上木架，動作輕得像替孩子蓋被。",
    "我們沿著溪往上走，路邊的構樹剛冒新芽。樹皮要在冬天剝，煮過、捶過、漂過，才能入池。一刀好紙，前後十幾道工序，急不得，也省不得。風穿過晾紙的長廊，整排的紙同時鼓起又落下，像一座會呼吸的牆，也像一個㐂字。",
];

/// The sample, its numbers marked up as a vertical or a horizontal edition has them.
pub fn book(direction: WritingMode) -> Book {
    let mut make = Maker::new("zh-Hant-TW");
    let mut cover_title = make.heading(1, TITLE);
    cover_title.identifier = Some("cover-title".to_owned());
    let author = make.paragraph("林一帆 著");
    let label = make.paragraph(match direction {
        WritingMode::VerticalRl => "直排",
        WritingMode::HorizontalTb => "橫排",
    });
    let cover_figure = make.figure("pictures/cover.png", "一陣風吹過晾紙的長廊", "", None);
    let cover = make.division(DivisionRole::Cover, "cover", vec![cover_title, author, label, cover_figure]);
    let list = make.block(BlockKind::Contents);
    let contents = make.division(DivisionRole::Contents, "contents", vec![list]);
    let body = body(&mut make, direction);
    let lines = ["書名：紙上的風", "作者：林一帆", "出版日期：2026年11月", "識別碼：urn:uuid:6f1c2a54-0f0e-5d3b-9c55-3d0f6a1b2c3d"];
    let lines = lines.map(|line| make.paragraph(line)).into();
    let colophon = make.division(DivisionRole::Colophon, "colophon", lines);
    Book { language: make.language.clone(), divisions: vec![cover, contents, body, colophon], ids: make.ids }
}

fn body(make: &mut Maker, direction: WritingMode) -> Division {
    let note = make.ids.fresh();
    let number = |make: &mut Maker, text: &str| match (direction, text.len()) {
        (WritingMode::HorizontalTb, _) => make.text(text),
        (WritingMode::VerticalRl, 2) => make.styled(Style::TateChuYoko, text),
        (WritingMode::VerticalRl, _) => make.styled(Style::Upright, text),
    };
    let mut blocks = vec![make.heading(2, "水邊的作坊"), make.paragraph(PROSE[0])];
    let emphasis = make.texts("不能心急");
    let strong = make.texts("一刀紙");
    let link = make.texts("造紙博物館");
    let content = vec![
        make.text("作坊建於"),
        number(make, "1926"),
        make.text("年，池邊立著"),
        number(make, "12"),
        make.text("座木架。師傅姓"),
        make.ruby(RubyScript::Bopomofo, &[("彧", "ㄩˋ")]),
        make.text("，單名一個"),
        make.ruby(RubyScript::Bopomofo, &[("堃", "ㄎㄨㄣ")]),
        make.text("字。他常說：「"),
        make.inline(InlineKind::Emphasis(emphasis)),
        make.text("。」"),
        make.inline(InlineKind::Strong(strong)),
        make.text("要走"),
        make.styled(Style::EmphasisMarks(EmphasisMarks::Region), "十八道"),
        make.text("工序"),
        make.inline(InlineKind::NoteMark { note }),
        make.text("。"),
        make.styled(Style::ProperName, "蔡倫"),
        make.text("的事，他是從"),
        make.styled(Style::BookTitle, "天工開物"),
        make.text("裡讀來的；詳情見"),
        make.inline(InlineKind::Link { target: "https://example.org/paper?a=1&b=2".to_owned(), title: None, content: link }),
        make.text("。日文稱"),
    ];
    let japanese = Language::new("ja").unwrap();
    let mut content = content;
    let mut washi = make.ruby(RubyScript::Kana, &[("和", "わ"), ("紙", "し")]);
    if let InlineKind::Ruby(ruby) = &mut washi.kind {
        for segment in &mut ruby.segments {
            segment.base.language = japanese.clone();
            segment.reading.language = japanese.clone();
        }
    }
    content.push(washi);
    content.push(make.text("，英文稱 handmade paper。"));
    content.push(make.styled(Style::Warichu, "兩者做法略異"));
    blocks.push(make.block(BlockKind::Paragraph(content)));
    blocks.push(make.figure("pictures/vat.png", "師傅提起竹簾，水從簾下滴落", "抄紙時竹簾要平，水才走得勻。", Some("攝影／林一帆")));
    blocks.push(make.paragraph(PROSE[1]));
    blocks.push(make.heading(2, "風的長廊"));
    blocks.push(make.paragraph(PROSE[2]));
    blocks.push(make.figure("", "", "晾紙的長廊（圖片尚未取得）。", None));
    blocks.push(table(make));
    let quoted = make.paragraph("紙者，砥也，平滑如砥石也。");
    let source = make.texts("――《釋名》");
    blocks.push(make.block(BlockKind::Quotation(Quotation { blocks: vec![quoted], source: Some(source) })));
    let items = ["剝皮：冬日為宜。", "蒸煮：以石灰水。", "抄紙：一簾一張。"]
        .map(|text| ListItem { id: make.ids.fresh(), blocks: vec![make.paragraph(text)] });
    blocks.push(make.block(BlockKind::List(List { start: Some(1), marker: Some("一、".to_owned()), items: items.into() })));
    blocks.push(make.block(BlockKind::SceneBreak));
    let verse = ["溪水洗過的名字", "晾在風裡", "一張一張翻過去"].map(|line| make.paragraph(line));
    blocks.push(make.block(BlockKind::Container(Container::Verse, verse.into())));
    let boxed = make.paragraph("構樹，桑科，樹皮纖維長而韌。");
    blocks.push(make.block(BlockKind::Container(Container::Box { title: Some("小辭典".to_owned()) }, vec![boxed])));
    blocks.push(make.block(BlockKind::Code { language: None, text: "漿 = 皮 + 水\n紙 = 漿 - 水\n".to_owned() }));
    for _ in 0..4 {
        PROSE.iter().for_each(|prose| blocks.push(make.paragraph(prose)));
    }
    let note_body = make.paragraph("各地說法不一，此處依師傅口述。");
    let mut division = make.division(DivisionRole::Body, "一陣風", blocks);
    division.notes.push(Note { id: note, span: None, label: Some("1".to_owned()), placement: None, blocks: vec![note_body] });
    let by = make.texts("林一帆");
    division.metadata = PartMetadata {
        title: Some(make.texts(TITLE)),
        subtitle: Some(make.texts("山中造紙人家的一年")),
        kicker: Some(make.texts("特稿")),
        lead: Some(make.texts("一座百年作坊，一雙停不下來的手。")),
        byline: vec![(Some("文字".to_owned()), by)],
        date: Some("2026-11-03".to_owned()),
        ..PartMetadata::default()
    };
    division
}

fn table(make: &mut Maker) -> Block {
    let rows = [["月份", "工序", "天數"], ["一月", "剝皮", "十"], ["三月", "抄紙", "三十"]];
    let rows = rows.map(|row| row.map(|cell| Cell { id: make.ids.fresh(), content: make.texts(cell) }).into()).into();
    let caption = make.texts("一年的工序");
    let alignments = vec![CellAlignment::Start, CellAlignment::Start, CellAlignment::End];
    make.block(BlockKind::Table(Table { caption, alignments, header_rows: 1, rows }))
}

pub fn localized(text: &str) -> Localized {
    Localized { text: text.to_owned(), language: Language::new("zh-Hant-TW").unwrap(), alternates: Vec::new() }
}

pub fn metadata() -> Metadata {
    let latin = Language::new("zh-Latn-pinyin").unwrap();
    let author = Localized { alternates: vec![(latin, "Lín Yīfān".to_owned())], ..localized("林一帆") };
    let creator = |name, role: &str, sort: Option<&str>| Creator { name, role: role.to_owned(), sort: sort.map(str::to_owned) };
    Metadata {
        language: Language::new("zh-Hant-TW").unwrap(),
        titles: vec![
            Title { kind: TitleKind::Main, text: localized(TITLE), sort: Some("Zhi shang de feng".to_owned()) },
            Title { kind: TitleKind::Subtitle, text: localized("山中造紙人家的一年"), sort: None },
        ],
        creators: vec![creator(author, "aut", Some("Lin, Yifan"))],
        contributors: vec![creator(localized("王&李"), "edt", None)],
        publisher: Some(localized("範例出版")),
        published: Date::new("2026-11-03"),
        first_published: Date::new("2026"),
        captured: Date::new("2026-10-30"),
        modified: Date::new("2026-11-20T08:00:00Z"),
        revision: Some(2),
        description: Some(localized("一篇關於手工紙的報導 <樣本>。")),
        subjects: vec![
            Subject { term: localized("造紙"), scheme: Some("DDC".to_owned()), code: Some("676".to_owned()) },
            Subject { term: localized("工藝"), scheme: None, code: None },
        ],
        rights: Some(localized("CC BY 4.0")),
        rights_url: Some("https://creativecommons.org/licenses/by/4.0/".to_owned()),
        source_url: Some("https://example.org/article".to_owned()),
        issn: Some("0378-5955".to_owned()),
        issue: Some("第12期".to_owned()),
        series: Some(Series { name: localized("手藝叢書"), position: Some("3".to_owned()), issn: Some("2434-561X".to_owned()) }),
        imprint: Imprint::default(),
        identifier: None,
        certification: None,
    }
}

pub fn edition(direction: WritingMode, fonts: EpubFonts) -> Edition {
    Edition {
        name: match direction {
            WritingMode::VerticalRl => "vertical".to_owned(),
            WritingMode::HorizontalTb => "horizontal".to_owned(),
        },
        label: "樣本".to_owned(),
        direction,
        region: Region::Taiwan,
        formats: vec![Format::Epub, Format::Pdf],
        page: PageFormat("a5".to_owned()),
        theme: "article".to_owned(),
        layout: LayoutSettings::default(),
        style: Vec::new(),
        text: TextSettings {
            quotes: QuoteConversion::Vertical,
            punctuation: PunctuationConversion::Keep,
            numbers: NumberStyle::TateChuYoko,
        },
        epub: EpubSettings { fonts, ..EpubSettings::default() },
        pdf: PdfSettings::default(),
        line: LineOptions::default(),
        identifiers: Vec::new(),
        modified: None,
        revision: None,
        files: Vec::new(),
    }
}

pub fn uuid(last: char) -> Identifier {
    Identifier { scheme: IdentifierScheme::Uuid, value: format!("6f1c2a54-0f0e-5d3b-9c55-3d0f6a1b2c3{last}") }
}

/// The pictures that the sample names: bundled drawings of two colours.
pub fn pictures() -> Pictures {
    ["pictures/cover.png", "pictures/vat.png"].map(|path| (path.to_owned(), drawing())).into()
}

fn drawing() -> PictureFormat {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\" height=\"500\" viewBox=\"0 0 800 500\"><title>風</title>\
        <rect width=\"800\" height=\"500\" fill=\"#dfe8e4\"/><circle cx=\"600\" cy=\"150\" r=\"70\" fill=\"#c96f4a\"/>\
        <path d=\"M0 400 Q200 300 400 400 T800 380 V500 H0 Z\" fill=\"#4a7c73\"/></svg>";
    PictureFormat::read(svg.as_bytes().to_vec(), &fuzi::diag::Limits::default()).unwrap()
}

/// The bundled fonts.
pub fn fonts() -> Fonts {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let files = ["NotoSerifCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"]
        .map(|name| FontFile { name: name.to_owned(), data: std::fs::read(folder.join(name)).unwrap().into() });
    Fonts::new(files.into(), &mut fuzi::diag::Report::default())
}
