use super::*;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::CanonicalText;
use crate::book::Division;
use crate::book::DivisionRole;
use crate::book::Figure;
use crate::book::FigurePlacement;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PartMetadata;
use crate::book::Picture;
use crate::book::PictureFile;
use crate::book::Style;
use crate::book::TextRun;
use crate::diag::SourceMap;
use crate::diag::Sources;
use crate::geom::WritingMode;
use crate::manuscript::Creator;
use crate::manuscript::Date;
use crate::manuscript::EpubSettings;
use crate::manuscript::Imprint;
use crate::manuscript::LayoutSettings;
use crate::manuscript::LineOptions;
use crate::manuscript::Localized;
use crate::manuscript::NumberStyle;
use crate::manuscript::PageFormat;
use crate::manuscript::PdfSettings;
use crate::manuscript::PunctuationConversion;
use crate::manuscript::QuoteConversion;
use crate::manuscript::TextSettings;
use crate::manuscript::Title;
use crate::manuscript::TitleKind;
use crate::unicode::Language;

pub fn settings(quotes: QuoteConversion, punctuation: PunctuationConversion) -> TextSettings {
    TextSettings { quotes, punctuation, numbers: NumberStyle::TateChuYoko }
}

pub fn edition(direction: WritingMode, language: &str) -> Edition {
    Edition {
        name: "test".to_owned(),
        label: "橫排".to_owned(),
        direction,
        region: Language::new(language).unwrap().region(),
        formats: Vec::new(),
        page: PageFormat("a5".to_owned()),
        theme: "article".to_owned(),
        layout: LayoutSettings::default(),
        style: Vec::new(),
        text: settings(QuoteConversion::Keep, PunctuationConversion::Keep),
        epub: EpubSettings::default(),
        pdf: PdfSettings::default(),
        line: LineOptions::default(),
        identifiers: Vec::new(),
        modified: None,
        revision: None,
        files: Vec::new(),
    }
}

pub fn metadata(language: &str) -> Metadata {
    let language = Language::new(language).unwrap();
    let localized = |text: &str| Localized { text: text.to_owned(), language: language.clone(), alternates: Vec::new() };
    let creator = |name: &str| Creator { name: localized(name), role: "rpt".to_owned(), sort: None };
    Metadata {
        titles: vec![Title { kind: TitleKind::Main, text: localized("書名"), sort: None }],
        creators: vec![creator("張三"), creator("李四")],
        contributors: Vec::new(),
        publisher: None,
        published: Date::new("2020-04-01"),
        first_published: None,
        captured: None,
        modified: None,
        revision: None,
        description: None,
        subjects: Vec::new(),
        rights: None,
        imprint: Imprint::default(),
        rights_url: None,
        source_url: None,
        issn: None,
        issue: None,
        series: None,
        identifier: None,
        certification: None,
        language,
    }
}

pub fn book(paragraphs: &[&str], language: &str) -> Book {
    let language = Language::new(language).unwrap();
    let mut book = Book { language: language.clone(), divisions: Vec::new(), ids: Default::default() };
    let mut sources = Sources::default();
    let file = sources.add("a.md", paragraphs.join("\n"));
    let mut at = 0;
    let mut blocks = Vec::new();
    for text in paragraphs {
        let span = Span::new(file, at, at + text.len());
        at += text.len() + 1;
        let run = TextRun { text: (*text).to_owned(), language: language.clone(), map: SourceMap::copied(span) };
        let content = vec![Inline { id: book.ids.fresh(), span: Some(span), kind: InlineKind::Text(run) }];
        let (id, kind) = (book.ids.fresh(), BlockKind::Paragraph(content));
        blocks.push(Block { id, span: Some(span), identifier: None, language: language.clone(), kind });
    }
    let (id, role, metadata) = (book.ids.fresh(), DivisionRole::Body, PartMetadata::default());
    book.divisions.push(Division { id, role, name: "a".to_owned(), language, metadata, blocks, notes: Vec::new() });
    book
}

fn run(paragraphs: &[&str], text: &TextSettings, direction: WritingMode, language: &str) -> (EditionBook, Report) {
    let edition = Edition { text: *text, ..edition(direction, language) };
    let mut report = Report::default();
    (adapt(&book(paragraphs, language), &metadata(language), &edition, None, &mut report), report)
}

/// The paragraphs' text in the edition.
pub fn adapted(paragraphs: &[&str], text: &TextSettings, direction: WritingMode, language: &str) -> Vec<String> {
    CanonicalText::of(&run(paragraphs, text, direction, language).0.book).body
}

/// How many quotation marks are found to have no partner.
pub fn unpaired(paragraphs: &[&str]) -> usize {
    let text = settings(QuoteConversion::Region, PunctuationConversion::Keep);
    run(paragraphs, &text, WritingMode::VerticalRl, "zh-Hant-TW").1.findings().len()
}

/// The text of a paragraph with its settings as `<tcy 12>`.
pub fn dumped(text: &str, settings: &TextSettings, direction: WritingMode, language: &str) -> String {
    let (edition, _) = run(&[text], settings, direction, language);
    let body = edition.book.divisions.iter().find(|division| division.role == DivisionRole::Body).unwrap();
    let BlockKind::Paragraph(content) = &body.blocks[0].kind else { panic!("a paragraph") };
    content.iter().map(dump).collect()
}

fn dump(inline: &Inline) -> String {
    match &inline.kind {
        InlineKind::Text(run) => run.text.clone(),
        InlineKind::Styled(style, content) => {
            let name = match style {
                Style::TateChuYoko => "tcy",
                Style::Upright => "up",
                Style::Sideways => "side",
                _ => "other",
            };
            format!("<{name} {}>", content.iter().map(dump).collect::<String>())
        }
        InlineKind::Strong(content) => format!("**{}**", content.iter().map(dump).collect::<String>()),
        _ => "?".to_owned(),
    }
}

#[test]
fn substitutions_are_recorded_with_their_places_and_runs_keep_theirs() {
    let text = settings(QuoteConversion::Region, PunctuationConversion::Region);
    let (edition, _) = run(&["甲“乙”,12月"], &text, WritingMode::VerticalRl, "zh-Hant-TW");
    let listed: Vec<(&str, &str, u32, Rule)> =
        edition.substitutions.iter().map(|one| (one.from.as_str(), one.to.as_str(), one.span.unwrap().start, one.rule)).collect();
    assert_eq!(listed, [("“", "「", 3, Rule::Quotes), ("”", "」", 9, Rule::Quotes), (",", "，", 12, Rule::Punctuation)]);
    let mut places = Vec::new();
    edition.book.divisions[1].walk_inlines(&mut |node| {
        if let InlineKind::Text(run) = &node.kind {
            places.push((run.text.clone(), run.map.span(0, run.text.len()).map(|span| (span.start, span.end))));
        }
    });
    assert_eq!(places, [("甲「乙」，".to_owned(), Some((0, 13))), ("12".to_owned(), Some((13, 15))), ("月".to_owned(), Some((15, 18)))]);
}

#[test]
fn quotes_pair_across_markup_and_every_node_has_an_id_of_its_own() {
    let mut source = book(&["甲“", "乙12"], "zh-Hant-TW");
    let language = source.language.clone();
    let blocks = &mut source.divisions[0].blocks;
    let BlockKind::Paragraph(second) = blocks.remove(1).kind else { panic!("a paragraph") };
    let (strong, last) = (source.ids.fresh(), source.ids.fresh());
    let run = TextRun { text: "”丙".to_owned(), language, map: SourceMap::default() };
    let BlockKind::Paragraph(content) = &mut blocks[0].kind else { panic!("a paragraph") };
    content.push(Inline { id: strong, span: None, kind: InlineKind::Strong(second) });
    content.push(Inline { id: last, span: None, kind: InlineKind::Text(run) });

    let mut edition = edition(WritingMode::VerticalRl, "zh-Hant-TW");
    edition.text.quotes = QuoteConversion::Vertical;
    let adapted = adapt(&source, &metadata("zh-Hant-TW"), &edition, None, &mut Report::default());
    assert_eq!(CanonicalText::of(&adapted.book).body, ["甲「乙12」丙"]);
    let mut ids = Vec::new();
    adapted.book.walk_inlines(&mut |node| ids.push(node.id));
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn vertical_quotes_leave_horizontal_editions_alone() {
    let text = settings(QuoteConversion::Vertical, PunctuationConversion::Keep);
    assert_eq!(adapted(&["“甲”"], &text, WritingMode::HorizontalTb, "zh-Hant-TW"), ["“甲”"]);
    assert_eq!(adapted(&["“甲”"], &text, WritingMode::VerticalRl, "zh-Hant-TW"), ["「甲」"]);
}

#[test]
fn marked_han_digits_are_written_out_and_their_node_is_gone() {
    for (direction, always, expected) in [
        (WritingMode::VerticalRl, false, "二〇二〇"),
        (WritingMode::HorizontalTb, false, "2020"),
        (WritingMode::HorizontalTb, true, "二〇二〇"),
    ] {
        let mut source = book(&["2020"], "zh-Hant-TW");
        let id = source.ids.fresh();
        let BlockKind::Paragraph(content) = &mut source.divisions[0].blocks[0].kind else { panic!("a paragraph") };
        let inside = std::mem::take(content);
        content.push(Inline { id, span: None, kind: InlineKind::Styled(Style::HanDigits { always }, inside) });
        let edition = edition(direction, "zh-Hant-TW");
        let adapted = adapt(&source, &metadata("zh-Hant-TW"), &edition, None, &mut Report::default());
        assert_eq!(CanonicalText::of(&adapted.book).body, [expected]);
        adapted.book.walk_inlines(&mut |node| assert!(!matches!(node.kind, InlineKind::Styled(Style::HanDigits { .. }, _))));
    }
}

#[test]
fn credits_and_alternative_texts_are_converted_too() {
    let mut source = book(&["甲"], "zh-Hant-TW");
    let (id, picture) = (source.ids.fresh(), source.ids.fresh());
    let file = PictureFile { path: "a.png".to_owned(), alternative: "寫著“開門”".to_owned(), decorative: false };
    let block = &mut source.divisions[0].blocks[0];
    let pictures = vec![Picture { id: picture, span: None, file }];
    let credit = Some("攝影:“某人”".to_owned());
    let figure = Figure { pictures, caption: Vec::new(), credit, width: None, placement: FigurePlacement::Here };
    *block = Block { id, kind: BlockKind::Figure(figure), ..block.clone() };
    let mut edition = edition(WritingMode::VerticalRl, "zh-Hant-TW");
    edition.text = settings(QuoteConversion::Region, PunctuationConversion::Region);
    let adapted = adapt(&source, &metadata("zh-Hant-TW"), &edition, None, &mut Report::default());
    let body = adapted.book.divisions.iter().find(|division| division.role == DivisionRole::Body).unwrap();
    let BlockKind::Figure(figure) = &body.blocks[0].kind else { panic!("a figure") };
    assert_eq!(figure.credit.as_deref(), Some("攝影：「某人」"));
    assert_eq!(figure.pictures[0].file.alternative, "寫著「開門」");
    assert!(adapted.substitutions.iter().all(|substitution| substitution.span == body.blocks[0].span));
}

#[test]
fn a_byline_says_a_role_once_for_the_names_that_follow() {
    let mut source = book(&["甲"], "zh-Hant-TW");
    let names: Vec<Vec<Inline>> = book(&["張三", "李四", "王五"], "zh-Hant-TW").divisions[0]
        .blocks
        .iter()
        .map(|block| if let BlockKind::Paragraph(content) = &block.kind { content.clone() } else { Vec::new() })
        .collect();
    let roles = ["記者", "記者", "攝影"].map(|role| Some(role.to_owned()));
    source.divisions[0].metadata.byline = roles.into_iter().zip(names).collect();
    let edition = edition(WritingMode::HorizontalTb, "zh-Hant-TW");
    let adapted = adapt(&source, &metadata("zh-Hant-TW"), &edition, None, &mut Report::default());
    assert_eq!(CanonicalText::of(&adapted.book).body[0], "記者\u{3000}張三\u{3000}李四\u{3000}攝影\u{3000}王五");
}
