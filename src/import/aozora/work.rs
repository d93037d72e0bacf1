//! A whole file of Aozora Bunko.

use std::ops::Range;

use super::blocks::Blocks;
use super::head::first_published;
use super::head::head;
use super::inlines::Inlines;
use super::line::LineReader;
use super::parts::lines;
use super::parts::parts;
use super::plain::boundary;
use super::plain::plain;
use super::tally::Tally;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Container;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PartMetadata;
use crate::import::credits::Credit;
use crate::import::tree::Tree;
use crate::manuscript::Date;

/// A work read.
#[derive(Clone, Debug)]
pub struct Work {
    /// Without readings and annotations.
    pub title: String,
    pub subtitle: Option<String>,
    pub people: Vec<Credit>,
    pub first_published: Option<Date>,
    pub metadata: PartMetadata,
    pub blocks: Vec<Block>,
    pub tally: Tally,
    /// The explanation of symbols, which is left out.
    pub legend: Range<usize>,
}

/// Why a text is taken for Aozora's notation, in words; none when it is not.
pub fn looks_like_aozora(text: &str) -> Option<String> {
    const SAMPLE: usize = 400_000;
    let sample = &text[..boundary(text, SAMPLE)];
    if sample.contains("【テキスト中に現れる記号について】") {
        return Some("it explains the symbols of Aozora Bunko".to_owned());
    }
    if text.contains("\n底本：") && text.contains("青空文庫") {
        return Some("it ends with the colophon of Aozora Bunko".to_owned());
    }
    let annotations = sample.matches("［＃").count();
    if annotations > 0 {
        return Some(format!("{annotations} annotations ［＃…］"));
    }
    // Book titles stand in 《》 in Chinese; readings are kana or bopomofo, or follow ｜.
    let (mut readings, mut others) = (0usize, 0usize);
    for piece in sample.split('《').skip(1) {
        let inside = piece.split(['》', '\n']).next().unwrap_or_default();
        let is_reading = !inside.is_empty()
            && inside.chars().all(|character| {
                matches!(character, '\u{3041}'..='\u{30FF}' | '\u{3105}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' | 'ˊ' | 'ˇ' | 'ˋ' | '˙' | ' ' | '\u{3000}')
            });
        readings += usize::from(is_reading);
        others += usize::from(!is_reading);
    }
    (readings >= 1 && readings > others * 3).then(|| format!("{readings} readings in 《》"))
}

/// Reads a file.
pub fn read_aozora(source: &str, tree: &mut Tree) -> Work {
    let parts = parts(source);
    let mut tally = Tally::default();
    let written: Vec<&str> = parts.head.iter().map(|line| &source[line.clone()]).collect();
    let head = head(&written);
    let title = titled(tree, &mut tally, &head.title, parts.head.first().map_or(0, |line| line.start));
    let subtitle = head.subtitle.as_ref().map(|line| titled(tree, &mut tally, line, 0));
    for line in written.iter().skip(1).filter(|line| head.subtitle.as_deref() != Some(line.trim())) {
        // People and original titles go into the metadata as plain text; what annotates them is counted.
        LineReader { tally: &mut tally, open: Vec::new() }.line(line, 0);
    }
    let subtitle_inlines = match (subtitle, &head.original) {
        (None, Some(original)) => Some(titled(tree, &mut Tally::default(), original, 0)),
        (subtitle, _) => subtitle,
    };
    let mut blocks = {
        let mut blocks = Blocks::new(tree, &mut tally);
        for line in lines(source, parts.body.clone()) {
            blocks.line(&source[line.clone()], line.start);
        }
        blocks.finish(parts.body.end)
    };
    blocks.extend(colophon(source, parts.trailer.clone(), tree, &mut tally));
    let byline = head
        .people
        .iter()
        .flat_map(|person| person.names.iter().map(move |name| (person, name)))
        .map(|(person, name)| {
            let role = (person.role != "author").then(|| person.word.clone());
            (role, tree.text(name))
        })
        .collect();
    let metadata = PartMetadata {
        title: Some(title).filter(|title| !title.is_empty()),
        subtitle: subtitle_inlines,
        byline,
        ..PartMetadata::default()
    };
    Work {
        title: plain(&head.title),
        subtitle: head.subtitle.as_deref().map(plain),
        people: head.people,
        first_published: first_published(&source[parts.trailer]),
        metadata,
        blocks,
        tally,
        legend: parts.legend,
    }
}

/// A line of the head as inlines.
fn titled(tree: &mut Tree, tally: &mut Tally, text: &str, offset: usize) -> Vec<Inline> {
    let line = LineReader { tally, open: Vec::new() }.line(text.trim(), offset);
    Inlines::new(&line, tree).part(0..line.text.len())
}

/// What stands after the text: an entry a paragraph, the lines that go on with an entry in it.
fn colophon(source: &str, part: Range<usize>, tree: &mut Tree, tally: &mut Tally) -> Option<Block> {
    let mut entries: Vec<Vec<Inline>> = Vec::new();
    for range in lines(source, part) {
        let text = &source[range.clone()];
        if text.trim().is_empty() {
            continue;
        }
        let line = LineReader { tally: &mut *tally, open: Vec::new() }.line(text.trim(), range.start);
        let content = Inlines::new(&line, tree).part(0..line.text.len());
        let goes_on = text.starts_with(['\u{3000}', ' ']);
        match entries.last_mut().filter(|_| goes_on) {
            Some(entry) => {
                entry.push(tree.inline(InlineKind::LineBreak));
                entry.extend(content);
            }
            None => entries.push(content),
        }
    }
    let paragraphs: Vec<Block> =
        entries.into_iter().filter(|entry| !entry.is_empty()).map(|entry| tree.block(BlockKind::Paragraph(entry))).collect();
    (!paragraphs.is_empty()).then(|| tree.block(BlockKind::Container(Container::Colophon, paragraphs)))
}
