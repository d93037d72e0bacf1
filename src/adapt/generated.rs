//! The parts around the manuscript: cover, contents and imprint, as ordinary blocks.

use super::colophon::Counts;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Book;
use crate::book::Container;
use crate::book::Division;
use crate::book::DivisionRole;
use crate::book::Figure;
use crate::book::FigurePlacement;
use crate::book::Heading;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeIds;
use crate::book::PartMetadata;
use crate::book::Picture;
use crate::book::PictureFile;
use crate::book::Style;
use crate::book::TextRun;
use crate::diag::Report;
use crate::diag::SourceMap;
use crate::manuscript::Creator;
use crate::manuscript::Edition;
use crate::manuscript::Format;
use crate::manuscript::IdentifierScheme;
use crate::manuscript::Localized;
use crate::manuscript::Metadata;
use crate::manuscript::Words;
use crate::unicode::Language;
use crate::unicode::Region;

/// The licence line of the bundled faces (fonts/README.md), and of the one for quotations and captions.
const FONTS: &str = "Noto Serif CJK, Noto Sans CJK (SIL Open Font License 1.1)";
const FONTS_WITH_KAI: &str = "Noto Serif CJK, Noto Sans CJK, LXGW WenKai (SIL Open Font License 1.1)";

/// Which parts stand around the manuscript, and what is counted for its imprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// A leaf with title, names and publisher (扉).
    pub title_leaf: bool,
    /// A leaf with the title alone before it (半扉).
    pub half_title: bool,
    /// The imprint stands behind the title leaf instead of at the end.
    pub imprint_behind_title: bool,
    /// The fewest entries of a list of contents; that of a single article is one more headline than it needs.
    pub contents_from: usize,
    pub contents_depth: u8,
    pub counts: Counts,
}

impl Default for Surroundings {
    fn default() -> Surroundings {
        let counts = Counts::default();
        Surroundings { title_leaf: false, half_title: false, imprint_behind_title: false, contents_from: 2, contents_depth: 6, counts }
    }
}

/// Puts cover, title leaves and contents before the manuscript, the index and the imprint after it, in the order of the region
/// (JLREQ 1.2, GB/T 12450; requirement PAG-03). Contents stand only where there is something to list.
pub fn surround(
    book: &mut Book,
    metadata: &Metadata,
    edition: &Edition,
    cover: Option<&str>,
    surroundings: &Surroundings,
    report: &mut Report,
) {
    let words = Words::of(&metadata.language);
    let mut maker = Maker { ids: std::mem::take(&mut book.ids), language: metadata.language.clone() };
    let blocks = maker.cover(metadata, edition, words, cover);
    let mut before = vec![maker.division(DivisionRole::Cover, "cover", blocks)];
    if surroundings.half_title {
        let blocks = vec![maker.heading(1, metadata.main_title().map_or("", |title| title.text.text.as_str()))];
        before.push(maker.division(DivisionRole::Title, "half-title", blocks));
    }
    if surroundings.title_leaf {
        let blocks = maker.title_leaf(metadata, words);
        before.push(maker.division(DivisionRole::Title, "title", blocks));
    }
    let fonts = if has_kai(book, edition.region) { FONTS_WITH_KAI } else { FONTS };
    let blocks = maker.colophon(metadata, edition, words, &surroundings.counts, fonts, report);
    let imprint = maker.division(DivisionRole::Colophon, "colophon", blocks);
    let behind_title = surroundings.title_leaf && surroundings.imprint_behind_title;
    let mut after = Vec::new();
    if behind_title {
        before.push(imprint)
    } else {
        after.push(imprint)
    }
    if contents_entries(book, surroundings.contents_depth) >= surroundings.contents_from.max(2) {
        let blocks = vec![maker.heading(1, &words.contents), maker.block(BlockKind::Contents)];
        before.push(maker.division(DivisionRole::Contents, "contents", blocks));
    }
    if has_index(book) {
        let blocks = vec![maker.heading(1, &words.index), maker.block(BlockKind::Contents)];
        after.insert(0, maker.division(DivisionRole::Index, "index", blocks));
    }
    book.divisions.splice(0..0, before);
    book.divisions.append(&mut after);
    book.ids = maker.ids;
}

/// Whether something is set in Kai: quotations, captions and verse in Chinese books.
fn has_kai(book: &Book, region: Region) -> bool {
    let mut found = false;
    for block in book.divisions.iter().flat_map(|division| &division.blocks) {
        block.walk(&mut |block| {
            found |= match &block.kind {
                BlockKind::Quotation(_) | BlockKind::Container(Container::Verse, _) => true,
                BlockKind::Figure(figure) => !figure.caption.is_empty(),
                BlockKind::Table(table) => !table.caption.is_empty(),
                _ => false,
            };
        });
    }
    found && matches!(region, Region::Taiwan | Region::HongKong | Region::Mainland)
}

fn has_index(book: &Book) -> bool {
    let mut found = false;
    book.walk_inlines(&mut |inline| found |= matches!(&inline.kind, InlineKind::Styled(Style::Index(_), _)));
    found
}

fn contents_entries(book: &Book, depth: u8) -> usize {
    let mut count = 0;
    for division in &book.divisions {
        count += usize::from(division.metadata.title.is_some());
        for block in &division.blocks {
            block.walk(&mut |block| count += usize::from(matches!(&block.kind, BlockKind::Heading(heading) if heading.level <= depth)));
        }
    }
    count
}

pub(super) struct Maker {
    pub ids: NodeIds,
    language: Language,
}

impl Maker {
    fn cover(&mut self, metadata: &Metadata, edition: &Edition, words: &Words, picture: Option<&str>) -> Vec<Block> {
        let title = metadata.main_title().map_or("", |title| title.text.text.as_str());
        let mut blocks = Vec::new();
        blocks.extend(picture.map(|path| self.picture(path, title)));
        blocks.push(self.heading(1, title));
        blocks.extend(metadata.subtitle().map(|subtitle| self.heading(2, &subtitle.text.text)));
        for credit in credits(metadata.creators.iter(), words) {
            blocks.push(self.paragraph(&credit));
        }
        if let Some(series) = &metadata.series {
            let position = series.position.as_deref().map(|position| format!(" {position}")).unwrap_or_default();
            blocks.push(self.paragraph(&format!("{}{position}", series.name.text)));
        }
        blocks.extend(metadata.publisher.as_ref().map(|publisher| self.localized(publisher)));
        if !edition.label.is_empty() {
            blocks.push(self.paragraph(&edition.label));
        }
        blocks
    }

    /// Title, names and publisher.
    fn title_leaf(&mut self, metadata: &Metadata, words: &Words) -> Vec<Block> {
        let mut blocks = vec![self.heading(1, metadata.main_title().map_or("", |title| title.text.text.as_str()))];
        blocks.extend(metadata.subtitle().map(|subtitle| self.heading(2, &subtitle.text.text)));
        for credit in credits(metadata.creators.iter().chain(&metadata.contributors), words) {
            blocks.push(self.paragraph(&credit));
        }
        blocks.extend(metadata.publisher.as_ref().map(|publisher| self.localized(publisher)));
        blocks
    }

    fn division(&mut self, role: DivisionRole, name: &str, blocks: Vec<Block>) -> Division {
        let (id, language) = (self.ids.fresh(), self.language.clone());
        Division { id, role, name: name.to_owned(), language, metadata: PartMetadata::default(), blocks, notes: Vec::new() }
    }

    pub(super) fn block(&mut self, kind: BlockKind) -> Block {
        Block { id: self.ids.fresh(), span: None, identifier: None, language: self.language.clone(), kind }
    }

    pub(super) fn text(&mut self, text: &str) -> Vec<Inline> {
        let run = TextRun { text: text.to_owned(), language: self.language.clone(), map: SourceMap::default() };
        vec![Inline { id: self.ids.fresh(), span: None, kind: InlineKind::Text(run) }]
    }

    pub(super) fn heading(&mut self, level: u8, text: &str) -> Block {
        let content = self.text(text);
        self.block(BlockKind::Heading(Heading { level, content, numbered: false, short: None }))
    }

    pub(super) fn paragraph(&mut self, text: &str) -> Block {
        let content = self.text(text);
        self.block(BlockKind::Paragraph(content))
    }

    fn localized(&mut self, value: &Localized) -> Block {
        let mut block = self.paragraph(&value.text);
        if let BlockKind::Paragraph(content) = &mut block.kind
            && let Some(Inline { kind: InlineKind::Text(run), .. }) = content.first_mut()
        {
            run.language = value.language.clone();
        }
        block.language = value.language.clone();
        block
    }

    fn picture(&mut self, path: &str, title: &str) -> Block {
        let file = PictureFile { path: path.to_owned(), alternative: title.to_owned(), decorative: false };
        let pictures = vec![Picture { id: self.ids.fresh(), span: None, file }];
        let figure = Figure { pictures, caption: Vec::new(), credit: None, width: None, placement: FigurePlacement::Page };
        self.block(BlockKind::Figure(figure))
    }
}

/// The lines of names on covers and title leaves, a line for each role: 甲　乙　著, and 記者：甲、乙 for roles that stand before their names.
fn credits<'a>(creators: impl Iterator<Item = &'a Creator>, words: &Words) -> Vec<String> {
    let mut roles: Vec<(&str, Vec<&str>)> = Vec::new();
    for creator in creators {
        match roles.iter_mut().find(|(role, _)| *role == creator.role) {
            Some((_, names)) => names.push(&creator.name.text),
            None => roles.push((&creator.role, vec![&creator.name.text])),
        }
    }
    let wide = words.colon == "：";
    let line = |(role, names): (&str, Vec<&str>)| match words.credits.get(role) {
        Some(word) if wide => format!("{}\u{3000}{word}", names.join("\u{3000}")),
        Some(word) => format!("{} {word}", names.join(&words.separator)),
        None => format!("{}{}{}", words.role(role), words.colon, names.join(&words.separator)),
    };
    roles.into_iter().map(line).collect()
}

/// Names under the word for their role, roles in the order of their first name.
pub(super) fn by_role<'a>(creators: impl Iterator<Item = &'a Creator>, words: &Words) -> Vec<(String, Vec<String>)> {
    let mut roles: Vec<(String, Vec<String>)> = Vec::new();
    for creator in creators {
        let word = words.role(&creator.role);
        match roles.iter_mut().find(|(role, _)| role == word) {
            Some((_, names)) => names.push(creator.name.text.clone()),
            None => roles.push((word.to_owned(), vec![creator.name.text.clone()])),
        }
    }
    roles
}

pub(super) fn scheme_name(scheme: IdentifierScheme) -> Option<&'static str> {
    match scheme {
        IdentifierScheme::Isbn => Some("ISBN"),
        IdentifierScheme::Doi => Some("DOI"),
        IdentifierScheme::Uuid => Some("UUID"),
        IdentifierScheme::Uri => None,
    }
}

pub(super) fn format_name(format: Format) -> &'static str {
    match format {
        Format::Epub => "EPUB",
        Format::Pdf => "PDF",
    }
}

#[cfg(test)]
mod tests {
    use crate::adapt::adapt;
    use crate::adapt::tests::{book, edition, metadata};
    use crate::book::CanonicalText;
    use crate::book::DivisionRole;
    use crate::diag::Report;
    use crate::geom::WritingMode;

    #[test]
    fn cover_and_imprint_say_what_the_metadata_says() {
        let edition = edition(WritingMode::HorizontalTb, "zh-Hant-TW");
        let adapted = adapt(&book(&["甲"], "zh-Hant-TW"), &metadata("zh-Hant-TW"), &edition, None, &mut Report::default());
        let roles: Vec<DivisionRole> = adapted.book.divisions.iter().map(|division| division.role).collect();
        assert_eq!(roles, [DivisionRole::Cover, DivisionRole::Body, DivisionRole::Colophon], "no contents without entries");
        let generated = CanonicalText::of(&adapted.book).generated;
        assert_eq!(
            generated,
            [
                "書名",
                "記者：張三、李四",
                "橫排",
                "版權頁",
                "書名：書名",
                "記者：張三、李四",
                "出版日期：2020年4月1日",
                "版本：橫排",
                "字型：Noto Serif CJK, Noto Sans CJK (SIL Open Font License 1.1)",
            ]
        );
    }
}
