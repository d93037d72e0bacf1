//! Plain text as it is pasted from a page.

use super::credits::{Credit, SiteLine, credits, site_line};
use std::ops::Range;

/// What an article is found to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    pub title: String,
    pub parts: Vec<Part>,
    pub credits: Vec<Credit>,
    pub dropped: Vec<Dropped>,
    /// What was made otherwise than it stood, in words.
    pub changes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Heading {
        /// From 2 on.
        level: u8,
        text: String,
    },
    Paragraph(String),
    /// Its items without their bullets.
    List(Vec<String>),
    /// A picture's place, with its caption.
    Figure(String),
    SceneBreak,
    /// Lines that stay lines.
    Verse(Vec<String>),
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

/// Reads a pasted text. The title is empty when the text begins with a paragraph.
pub fn read_plain(source: &str) -> Article {
    let pieces = pieces(source);
    let Some(first) = pieces.first() else { return Article::default() };
    let is_title = may_be_title(&first.text);
    let title = if is_title { first.text.as_str() } else { "" };
    let rest = &pieces[usize::from(is_title)..];
    let mut article = Article { title: title.to_owned(), ..Article::default() };
    let mut index = 0;
    while let Some(piece) = rest.get(index) {
        let next = rest.get(index + 1);
        index += 1;
        let items = list_items(&rest[index - 1..]);
        if piece.text == title {
            let may_be = |next: &&Piece| is_line(next) || names_picture(&next.text);
            let caption = next.filter(may_be).filter(|next| next.text != title && credits(&next.text).is_none());
            index += usize::from(caption.is_some());
            article.parts.push(Part::Figure(caption.map(|caption| caption.text.clone()).unwrap_or_default()));
        } else if is_scene_break(&piece.text) {
            article.parts.push(Part::SceneBreak);
        } else if let Some(found) = credits(&piece.text) {
            article.credits.extend(found);
        } else if let Some(kind) = site_line(&piece.text) {
            let until = match kind {
                SiteLine::Share => index,
                SiteLine::Related => end_of_links(rest, index),
            };
            article
                .dropped
                .extend(rest[index - 1..until].iter().map(|piece| Dropped { text: piece.text.clone(), place: piece.place.clone() }));
            index = until;
        } else if !items.is_empty() {
            index += items.len() - 1;
            article.parts.push(Part::List(items));
        } else if names_picture(&piece.text) {
            article.parts.push(Part::Figure(piece.text.clone()));
        } else if is_heading(piece, &rest[index..]) {
            article.parts.push(Part::Heading { level: 2, text: piece.text.clone() });
        } else {
            article.parts.push(Part::Paragraph(piece.text.clone()));
        }
    }
    article
}

/// A line of stars, dashes or the like alone: `＊　＊　＊`, `***`, `◇◇◇`.
pub fn is_scene_break(text: &str) -> bool {
    const LONGEST: usize = 60;
    if text.len() > LONGEST * 4 {
        return false;
    }
    let mut marks = text.chars().filter(|character| !character.is_whitespace());
    let Some(first) = marks.next() else { return false };
    let count = 1 + marks.clone().count();
    let same = marks.all(|character| character == first);
    let is_mark = "*＊※☆★◇◆○●□■△▽§#＃~～=＝-－—─━﹡✽❖・·.。+＋".contains(first);
    let least = if "＊※☆★◇◆§✽❖﹡*".contains(first) { 1 } else { 3 };
    same && is_mark && (least..=LONGEST).contains(&count)
}

/// A first line that is a line and not a paragraph.
pub fn may_be_title(text: &str) -> bool {
    const LONGEST: usize = 80;
    let length = text.chars().count();
    let is_sentence = text.ends_with(['。', '．', '.', '；', '：']);
    length <= LONGEST && !(length > LONGEST_LINE && is_sentence)
}

/// The titles of other articles: short lines up to the end, or to the notices of rights at the end.
fn end_of_links(pieces: &[Piece], start: usize) -> usize {
    let links = pieces[start..].iter().take_while(|piece| is_line(piece) && !is_notice(&piece.text) && credits(&piece.text).is_none());
    let end = start + links.count();
    // A list of links ends the page; short lines before more text may be headings.
    let is_end =
        pieces[end..].iter().all(|piece| is_notice(&piece.text) || credits(&piece.text).is_some() || site_line(&piece.text).is_some());
    if is_end { end } else { start }
}

/// Who holds the rights, and what may be done.
fn is_notice(text: &str) -> bool {
    const LONGEST: usize = 80;
    let words = ["版權", "版权", "轉載", "转载", "©", "Copyright", "無断", "All rights", "本網立場", "本网立场"];
    text.chars().count() <= LONGEST && words.iter().any(|word| text.contains(word))
}

/// A caption that says so itself: 圖：…, ▲…, 图为…, 写真：….
fn names_picture(text: &str) -> bool {
    const LONGEST: usize = 100;
    const WORDS: &[&str] =
        &["圖", "图", "図", "圖說", "图说", "圖片", "图片", "圖片說明", "图片说明", "照片", "写真", "資料圖", "资料图", "Photo"];
    let named = WORDS.iter().any(|word| {
        let rest = text.strip_prefix(word).map(|rest| rest.trim_start_matches(|character: char| character.is_ascii_digit()));
        rest.is_some_and(|rest| rest.starts_with(['：', ':', '／', '｜']) && rest.chars().count() > 1)
    });
    let shown = ["圖為", "图为", "▲", "△", "▼"].iter().any(|word| text.strip_prefix(word).is_some_and(|rest| !rest.is_empty()));
    (named || shown) && text.chars().count() <= LONGEST
}

/// The items at the start of the pieces, when at least two in a row begin with the same bullet.
fn list_items(pieces: &[Piece]) -> Vec<String> {
    fn item(text: &str) -> Option<(char, &str)> {
        let bullet = text.chars().next().filter(|first| "•·‧・●○◆◇■□▪▸►–-*".contains(*first))?;
        let rest = &text[bullet.len_utf8()..];
        let words = rest.trim_start();
        let is_apart = words.len() < rest.len() || !matches!(bullet, '-' | '*' | '–');
        (is_apart && !words.is_empty() && !words.starts_with(bullet)).then_some((bullet, words))
    }
    let Some((bullet, _)) = pieces.first().and_then(|piece| item(&piece.text)) else { return Vec::new() };
    let words = pieces.iter().map_while(|piece| item(&piece.text).filter(|(other, _)| *other == bullet));
    let items: Vec<String> = words.map(|(_, words)| words.to_owned()).collect();
    if items.len() > 1 { items } else { Vec::new() }
}

/// A line of a few words and not a sentence.
fn is_line(piece: &Piece) -> bool {
    let last = piece.text.chars().rev().find(|character| !matches!(character, '”' | '’' | '」' | '』' | '》' | '）' | ')' | '"'));
    let ends_a_clause = last.is_some_and(|last| "。！？…；：，、.!?;:,".contains(last));
    !ends_a_clause && piece.text.chars().count() <= LONGEST_LINE
}

/// A line that stands alone before text or a list, and says neither when nor whence.
fn is_heading(piece: &Piece, following: &[Piece]) -> bool {
    let leads = following.first().is_some_and(|next| {
        let is_text = !is_line(next) && credits(&next.text).is_none() && site_line(&next.text).is_none();
        is_text || !list_items(following).is_empty()
    });
    let is_words = piece.text.chars().any(char::is_alphanumeric) && !is_enclosed(&piece.text);
    piece.stands_alone && is_line(piece) && leads && is_words && !is_dateline(&piece.text) && !is_source(&piece.text)
}

/// 2020-03-27 10:15, 2020年3月27日
fn is_dateline(text: &str) -> bool {
    let text = text.trim_start_matches(|character: char| !character.is_alphanumeric());
    let year = text.chars().take_while(char::is_ascii_digit).count();
    let rest = &text[year..];
    let numeric = rest.strip_prefix(['-', '/', '.']).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
    year == 4 && (numeric || rest.starts_with('年') && rest.contains('月') && rest.contains('日'))
}

/// 來源：…
fn is_source(text: &str) -> bool {
    const WORDS: &[&str] = &["來源", "来源", "出處", "出处", "出典", "原文", "文章來源", "文章来源", "資料來源", "资料来源", "Source"];
    WORDS.iter().any(|word| text.strip_prefix(word).is_some_and(|rest| rest.starts_with(['：', ':', '／', '｜'])))
}

/// Wholly in round brackets.
fn is_enclosed(text: &str) -> bool {
    text.starts_with(['（', '(', '〔']) && text.ends_with(['）', ')', '〕'])
}

/// The paragraphs: a line each, except that a long line without an end goes on in the next one.
fn pieces(source: &str) -> Vec<Piece> {
    // Text whose longest line is no longer than an editor's window may have been broken by it.
    const WIDEST: usize = 80;
    let is_wrapped = source.lines().all(|line| line.chars().count() <= WIDEST);
    let has_empty_lines = source.trim().lines().any(|line| trimmed(line).is_empty());
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    let mut after_empty = true;
    for line in source.split('\n') {
        let text = trimmed(line);
        let start = at + (line.len() - line.trim_start_matches(is_blank).len());
        at += line.len() + 1;
        if text.is_empty() {
            after_empty = true;
            continue;
        }
        let place = start..start + text.len();
        let is_second = pieces.len() == 1;
        match pieces.last_mut().filter(|last| is_wrapped && !after_empty && !is_second && goes_on(&last.text)) {
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

/// White space and characters without width, which pages put around their text.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

fn trimmed(line: &str) -> &str {
    line.trim_matches(is_blank)
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

    fn heading(text: &str) -> Part {
        Part::Heading { level: 2, text: text.to_owned() }
    }

    #[test]
    fn the_title_repeated_stands_for_a_picture() {
        let article = read_plain(
            "題目甲\n\n　　第一段說了一些話。\n\n題目甲\n\n圖說\n\n\n小標\n\n第二段也說了話。\n\n題目甲\n\n第三段沒有圖說,只有話。\n",
        );
        let expected = [
            Part::Paragraph("第一段說了一些話。".to_owned()),
            Part::Figure("圖說".to_owned()),
            heading("小標"),
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

    #[test]
    fn a_text_that_begins_with_a_paragraph_has_no_title() {
        let paragraph = "一段話說了很多。".repeat(12);
        let article = read_plain(&format!("{paragraph}\n\n又一段。\n"));
        assert_eq!((article.title.as_str(), article.parts.len()), ("", 2));
        assert_eq!(read_plain("題目!\n\n話。\n").title, "題目!");
    }

    #[test]
    fn dates_sources_and_captions_are_no_headings() {
        let text = "話說到這裡就完了。";
        for line in ["2020-03-27 10:15", "2020年3月27日 星期五", "來源：某報", "（完）", "圖：某人", "▲某事", "***"] {
            let article = read_plain(&format!("題目\n\n{line}\n\n{text}\n"));
            assert!(!matches!(article.parts[0], Part::Heading { .. }), "{line}");
        }
        assert_eq!(read_plain("題目\n\n▲某事（甲攝）\n\n話。\n").parts[0], Part::Figure("▲某事（甲攝）".to_owned()));
        for line in ["2020年的回顧", "一、緣起", "（三）經過"] {
            assert!(matches!(read_plain(&format!("題目\n\n{line}\n\n{text}\n")).parts[0], Part::Heading { .. }), "{line}");
        }
    }

    #[test]
    fn lines_with_the_same_bullet_are_a_list() {
        let article = read_plain("題目\n\n話。\n\n要點\n\n• 甲\n• 乙\n\n■ 小標\n\n話說到這裡。\n");
        assert_eq!(article.parts[1], heading("要點"));
        assert_eq!(article.parts[2], Part::List(vec!["甲".to_owned(), "乙".to_owned()]));
        assert_eq!(article.parts[3], heading("■ 小標"));
    }

    #[test]
    fn characters_without_width_do_not_hide_the_title() {
        let article = read_plain("\u{FEFF}題目\u{200B}\n\n題目\u{A0}\n\n圖說\u{200B}\n\n話。\n");
        assert_eq!((article.title.as_str(), &article.parts[0]), ("題目", &Part::Figure("圖說".to_owned())));
    }

    #[test]
    fn long_lines_are_paragraphs_of_their_own() {
        let long = "一二三四五六七八九十".repeat(9);
        assert_eq!(read_plain(&format!("題目\n{long}\n{long}\n")).parts.len(), 2);
    }
}
