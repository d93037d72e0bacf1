//! Plain text as it is pasted from a page.

use super::credits::{Credit, SiteLine, credit, site_line};
use std::ops::Range;

/// What an article is found to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    pub title: String,
    pub parts: Vec<Part>,
    pub credits: Vec<Credit>,
    pub dropped: Vec<Dropped>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Heading(String),
    Paragraph(String),
    /// A picture's place, with its caption.
    Figure(String),
}

/// A line that belonged to the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    pub text: String,
    /// Bytes of the source.
    pub place: Range<usize>,
}

/// A paragraph of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    text: String,
    place: Range<usize>,
    /// An empty line, or an end of the text, stands on both sides.
    stands_alone: bool,
}

/// Headings and captions have at most this many characters.
const LONGEST_LINE: usize = 40;

pub fn read_plain(source: &str) -> Article {
    let pieces = pieces(source);
    let Some((title, rest)) = pieces.split_first() else { return Article::default() };
    let mut article = Article { title: title.text.clone(), ..Article::default() };
    let mut index = 0;
    while let Some(piece) = rest.get(index) {
        let next = rest.get(index + 1);
        index += 1;
        if piece.text == title.text {
            let caption = next.filter(|next| is_line(next) && next.text != title.text && credit(&next.text).is_none());
            index += usize::from(caption.is_some());
            article.parts.push(Part::Figure(caption.map(|caption| caption.text.clone()).unwrap_or_default()));
        } else if let Some(found) = credit(&piece.text) {
            article.credits.push(found);
        } else if let Some(kind) = site_line(&piece.text) {
            let until = match kind {
                SiteLine::Share => index,
                SiteLine::Related => end_of_links(rest, index),
            };
            article
                .dropped
                .extend(rest[index - 1..until].iter().map(|piece| Dropped { text: piece.text.clone(), place: piece.place.clone() }));
            index = until;
        } else if is_heading(piece, next) {
            article.parts.push(Part::Heading(piece.text.clone()));
        } else {
            article.parts.push(Part::Paragraph(piece.text.clone()));
        }
    }
    article
}

/// The titles of other articles: short lines up to the next text or the end.
fn end_of_links(pieces: &[Piece], start: usize) -> usize {
    let links = pieces[start..].iter().take_while(|piece| is_line(piece) && credit(&piece.text).is_none()).count();
    // A list of links ends the page; short lines before more text may be headings.
    if start + links == pieces.len() { pieces.len() } else { start }
}

/// A line of a few words and not a sentence.
fn is_line(piece: &Piece) -> bool {
    let last = piece.text.chars().rev().find(|character| !matches!(character, '”' | '’' | '」' | '』' | '》' | '）' | ')' | '"'));
    let ends_a_clause = last.is_some_and(|last| "。！？…；：，、.!?;:,".contains(last));
    !ends_a_clause && piece.text.chars().count() <= LONGEST_LINE
}

/// A line that stands alone before text.
fn is_heading(piece: &Piece, next: Option<&Piece>) -> bool {
    let leads = next.is_some_and(|next| !is_line(next) && credit(&next.text).is_none() && site_line(&next.text).is_none());
    piece.stands_alone && is_line(piece) && leads
}

/// The paragraphs: a line each, except that a long line without an end goes on in the next one.
fn pieces(source: &str) -> Vec<Piece> {
    let has_empty_lines = source.trim().lines().any(|line| line.trim().is_empty());
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    let mut after_empty = true;
    for line in source.split('\n') {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len() + 1;
        let text = line.trim();
        if text.is_empty() {
            after_empty = true;
            continue;
        }
        let place = start..start + text.len();
        let is_second = pieces.len() == 1;
        match pieces.last_mut().filter(|last| !after_empty && !is_second && goes_on(&last.text)) {
            Some(last) => {
                if last.text.ends_with(|character: char| character.is_ascii_graphic())
                    && text.starts_with(|character: char| character.is_ascii_alphanumeric())
                {
                    last.text.push(' ');
                }
                last.text.push_str(text);
                last.place.end = place.end;
            }
            None => {
                if let Some(last) = pieces.last_mut().filter(|_| has_empty_lines && !after_empty) {
                    last.stands_alone = false;
                }
                pieces.push(Piece { text: text.to_owned(), place, stands_alone: after_empty || !has_empty_lines });
            }
        }
        after_empty = false;
    }
    pieces
}

/// A line broken by an editor's width, not by its author.
fn goes_on(text: &str) -> bool {
    const SHORTEST: usize = 25;
    let closed = text.chars().next_back().is_some_and(|last| "。！？…；：”’」』》）.!?;:\")".contains(last));
    !closed && text.chars().count() >= SHORTEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_repeated_stands_for_a_picture() {
        let article = read_plain(
            "題目甲\n\n　　第一段說了一些話。\n\n題目甲\n\n圖說\n\n\n小標\n\n第二段也說了話。\n\n題目甲\n\n第三段沒有圖說,只有話。\n",
        );
        let expected = [
            Part::Paragraph("第一段說了一些話。".to_owned()),
            Part::Figure("圖說".to_owned()),
            Part::Heading("小標".to_owned()),
            Part::Paragraph("第二段也說了話。".to_owned()),
            Part::Figure(String::new()),
            Part::Paragraph("第三段沒有圖說,只有話。".to_owned()),
        ];
        assert_eq!((article.title.as_str(), article.parts.as_slice()), ("題目甲", expected.as_slice()));
    }

    #[test]
    fn links_of_the_site_are_dropped_with_their_list_and_nothing_else() {
        let article = read_plain("題目\n\n話。\n\n分享到:\n\n相關文章:\n\n別的文章\n\n又一篇\n");
        let dropped: Vec<&str> = article.dropped.iter().map(|dropped| dropped.text.as_str()).collect();
        assert_eq!(dropped, ["分享到:", "相關文章:", "別的文章", "又一篇"]);
        let article = read_plain("題目\n\n相關文章:\n\n小標\n\n還有一段話。\n");
        assert_eq!((article.dropped.len(), article.parts.len()), (1, 2));
    }

    #[test]
    fn lines_broken_by_width_are_joined() {
        let long = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十";
        let article = read_plain(&format!("題目\n\n{long}\n下半句。\n新的一段。\n"));
        assert_eq!(article.parts, [Part::Paragraph(format!("{long}下半句。")), Part::Paragraph("新的一段。".to_owned())]);
    }

    #[test]
    fn a_line_before_nothing_is_no_heading() {
        assert_eq!(read_plain("題目\n\n話。\n\n完\n").parts[1], Part::Paragraph("完".to_owned()));
    }
}
