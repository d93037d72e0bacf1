//! The parts around the manuscript: cover, contents and imprint, as ordinary blocks.

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
use crate::book::TextRun;
use crate::diag::SourceMap;
use crate::geom::WritingMode;
use crate::manuscript::Creator;
use crate::manuscript::Date;
use crate::manuscript::Edition;
use crate::manuscript::Format;
use crate::manuscript::IdentifierScheme;
use crate::manuscript::Localized;
use crate::manuscript::Metadata;
use crate::manuscript::Words;
use crate::unicode::Language;

/// The licence line of the bundled faces (fonts/README.md).
const FONTS: &str = "Noto Serif CJK, Noto Sans CJK (SIL Open Font License 1.1)";

/// Puts cover and contents before the manuscript and the imprint after it. Contents need two entries to be of use.
pub fn surround(book: &mut Book, metadata: &Metadata, edition: &Edition, cover: Option<&str>) {
    let words = Words::of(&metadata.language);
    let mut maker = Maker { ids: std::mem::take(&mut book.ids), language: metadata.language.clone() };
    let mut before = Vec::new();
    let blocks = maker.cover(metadata, edition, words, cover);
    before.push(maker.division(DivisionRole::Cover, blocks));
    if contents_entries(book) >= 2 {
        let blocks = vec![maker.heading(1, &words.contents), maker.block(BlockKind::Contents)];
        before.push(maker.division(DivisionRole::Contents, blocks));
    }
    let blocks = maker.colophon(metadata, edition, words);
    let after = maker.division(DivisionRole::Colophon, blocks);
    book.divisions.splice(0..0, before);
    book.divisions.push(after);
    book.ids = maker.ids;
}

fn contents_entries(book: &Book) -> usize {
    let mut count = 0;
    for division in &book.divisions {
        count += usize::from(division.metadata.title.is_some());
        for block in &division.blocks {
            block.walk(&mut |block| count += usize::from(matches!(block.kind, BlockKind::Heading(_))));
        }
    }
    count
}

struct Maker {
    ids: NodeIds,
    language: Language,
}

impl Maker {
    fn cover(&mut self, metadata: &Metadata, edition: &Edition, words: &Words, picture: Option<&str>) -> Vec<Block> {
        let title = metadata.main_title().map_or("", |title| title.text.text.as_str());
        let mut blocks = Vec::new();
        blocks.extend(picture.map(|path| self.picture(path, title)));
        blocks.push(self.heading(1, title));
        blocks.extend(metadata.subtitle().map(|subtitle| self.heading(2, &subtitle.text.text)));
        for (role, names) in by_role(metadata.creators.iter(), words) {
            blocks.push(self.paragraph(&format!("{role}{}{}", words.colon, names.join(&words.separator))));
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

    fn colophon(&mut self, metadata: &Metadata, edition: &Edition, words: &Words) -> Vec<Block> {
        let label = &words.imprint;
        let mut lines: Vec<(String, String)> = Vec::new();
        let mut line = |label: &str, value: Option<String>| lines.extend(value.map(|value| (label.to_owned(), value)));
        let text = |value: &Localized| value.text.clone();
        let date = |date: &Date| words.date.print(date.as_str(), WritingMode::HorizontalTb);
        let title = metadata.main_title().map(|title| title.text.text.clone());
        let full_title = match (title, metadata.subtitle()) {
            (Some(title), Some(subtitle)) => Some(format!("{title}{}{}", words.colon, subtitle.text.text)),
            (title, _) => title,
        };
        line(&label.title, full_title);
        for (role, names) in by_role(metadata.creators.iter().chain(&metadata.contributors), words) {
            line(&role, Some(names.join(&words.separator)));
        }
        let series = metadata.series.as_ref();
        line(
            &label.series,
            series.map(|series| {
                [Some(series.name.text.clone()), series.position.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ")
            }),
        );
        line(&label.publisher, metadata.publisher.as_ref().map(text));
        line(&label.published, metadata.published.as_ref().map(date));
        line(&label.first_published, metadata.first_published.as_ref().map(date));
        line(&label.issue, metadata.issue.clone());
        line(&label.issn, metadata.issn.clone());
        line(&label.edition, Some(edition.label.clone()).filter(|label| !label.is_empty()));
        line(&label.revision, edition.revision.or(metadata.revision).map(|revision| revision.to_string()));
        line(&label.modified, edition.modified.as_ref().or(metadata.modified.as_ref()).map(date));
        for (format, identifier) in &edition.identifiers {
            let (scheme, format) = (scheme_name(identifier.scheme), format_name(*format));
            line(&format!("{}（{format}）", scheme.unwrap_or(&label.identifier)), Some(identifier.value.clone()));
        }
        line(&label.source, metadata.source_url.clone());
        line(&label.captured, metadata.captured.as_ref().map(date));
        line(&label.rights, metadata.rights.as_ref().map(text));
        line(&label.fonts, Some(FONTS.to_owned()));
        let paragraphs = lines.into_iter().map(|(label, value)| self.paragraph(&format!("{label}{}{value}", words.colon))).collect();
        vec![self.heading(1, &words.colophon), self.block(BlockKind::Container(Container::Colophon, paragraphs))]
    }

    fn division(&mut self, role: DivisionRole, blocks: Vec<Block>) -> Division {
        let name = match role {
            DivisionRole::Cover => "cover",
            DivisionRole::Contents => "contents",
            DivisionRole::Body => "body",
            DivisionRole::Colophon => "colophon",
        };
        let (id, language) = (self.ids.fresh(), self.language.clone());
        Division { id, role, name: name.to_owned(), language, metadata: PartMetadata::default(), blocks, notes: Vec::new() }
    }

    fn block(&mut self, kind: BlockKind) -> Block {
        Block { id: self.ids.fresh(), span: None, identifier: None, language: self.language.clone(), kind }
    }

    fn text(&mut self, text: &str) -> Vec<Inline> {
        let run = TextRun { text: text.to_owned(), language: self.language.clone(), map: SourceMap::default() };
        vec![Inline { id: self.ids.fresh(), span: None, kind: InlineKind::Text(run) }]
    }

    fn heading(&mut self, level: u8, text: &str) -> Block {
        let content = self.text(text);
        self.block(BlockKind::Heading(Heading { level, content, numbered: false, short: None }))
    }

    fn paragraph(&mut self, text: &str) -> Block {
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

/// Names under the word for their role, roles in the order of their first name.
fn by_role<'a>(creators: impl Iterator<Item = &'a Creator>, words: &Words) -> Vec<(String, Vec<String>)> {
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

fn scheme_name(scheme: IdentifierScheme) -> Option<&'static str> {
    match scheme {
        IdentifierScheme::Isbn => Some("ISBN"),
        IdentifierScheme::Doi => Some("DOI"),
        IdentifierScheme::Uuid => Some("UUID"),
        IdentifierScheme::Uri => None,
    }
}

fn format_name(format: Format) -> &'static str {
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
