//! Books as plain text: chapters, lines broken by width, whole books in one line, licences around the text.

use std::ops::Range;

use super::chapter::Chapter;
use super::chapter::chapter;
use super::credits::Credit;
use super::plain::Article;
use super::plain::Dropped;
use super::plain::Part;
use super::plain::is_scene_break;

/// How the lines of a text came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// A line is a paragraph.
    Paragraphs,
    /// Lines are broken where they are full; with the number of characters of a full one.
    Wrapped { width: usize, indented: bool },
    /// The whole text is a line or two.
    OneLine,
    /// Lines that stay lines: verse.
    Verse,
}

/// A line with its place in the source.
#[derive(Clone, Debug)]
struct Line<'s> {
    /// Without white space at its ends.
    text: &'s str,
    place: Range<usize>,
    indented: bool,
    after_empty: bool,
}

/// Lines of this length hold more than a paragraph.
const LONGEST_PARAGRAPH: usize = 4000;

/// Reads a stored book; none when the text looks like a page that was pasted.
pub fn read_stored(source: &str) -> Option<Article> {
    let mut article = Article::default();
    let body = without_licence(source, &mut article);
    let lines = lines(source, body);
    let layout = layout(&lines);
    let chapters = lines.iter().filter(|line| is_chapter(line)).count();
    let is_stored = !article.dropped.is_empty() || !matches!(layout, Layout::Paragraphs) || chapters >= 2;
    if !is_stored || lines.is_empty() {
        return None;
    }
    let mut lines = &lines[..];
    if layout != Layout::OneLine {
        lines = title_lines(lines, &mut article);
    }
    match layout {
        Layout::OneLine => lines.iter().for_each(|line| one_line(line, &mut article)),
        Layout::Verse => {
            verse(lines, &mut article);
            article.changes.push("lines without punctuation stay lines, as verse".to_owned());
        }
        Layout::Paragraphs => {
            lines.iter().for_each(|line| whole_line(line, &mut article));
        }
        Layout::Wrapped { width, indented } => {
            let joined = wrapped(lines, width, indented, &mut article);
            article.changes.push(format!("{joined} lines that were broken at {width} characters are joined to paragraphs"));
        }
    }
    level_headings(&mut article);
    Some(article)
}

/// The text between the licences of Project Gutenberg, or all of it. What the header says of title and author is taken.
fn without_licence(source: &str, article: &mut Article) -> Range<usize> {
    let marker = |words: &[&str]| {
        source.match_indices("***").find_map(|(at, _)| {
            let line = source[at..].lines().next().unwrap_or_default();
            let upper = line.to_ascii_uppercase();
            (upper.contains("PROJECT GUTENBERG") && words.iter().any(|word| upper.trim_start_matches(['*', ' ']).starts_with(word)))
                .then_some((at, at + line.len()))
        })
    };
    let start = marker(&["START"]).map_or(0, |(_, end)| end);
    let end = marker(&["END"]).map_or(source.len(), |(at, _)| at).max(start);
    if start > 0 {
        for line in source[..start].lines() {
            match line.split_once(": ").map(|(key, value)| (key.trim(), value.trim())) {
                Some(("Title", title)) => title.clone_into(&mut article.title),
                Some(("Author", name)) => {
                    article.credits.push(Credit { word: "author".to_owned(), role: "author", names: vec![name.to_owned()] });
                }
                Some(_) | None => {}
            }
        }
        article.dropped.push(Dropped { text: "the header of Project Gutenberg".to_owned(), place: 0..start });
    }
    if end < source.len() {
        article.dropped.push(Dropped { text: "the licence of Project Gutenberg".to_owned(), place: end..source.trim_end().len() });
    }
    start..end
}

fn lines(source: &str, body: Range<usize>) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut at, mut after_empty) = (body.start, true);
    for line in source[body].split('\n') {
        let text = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len() + 1;
        if text.is_empty() {
            after_empty = true;
            continue;
        }
        let indented = line.starts_with('\u{3000}') || line.starts_with("  ");
        lines.push(Line { text, place: start..start + text.len(), indented, after_empty });
        after_empty = false;
    }
    lines
}

fn width_of(text: &str) -> usize {
    text.chars().count()
}

fn is_mark(character: char) -> bool {
    "。，、；：！？」』…,.;:!?".contains(character)
}

fn layout(lines: &[Line<'_>]) -> Layout {
    const NARROWEST: usize = 18;
    const WIDEST: usize = 60;
    let widths: Vec<usize> = lines.iter().map(|line| width_of(line.text)).collect();
    let longest = widths.iter().copied().max().unwrap_or(0);
    let all: usize = widths.iter().sum();
    if lines.len() <= 3 && longest > 1000 || longest > LONGEST_PARAGRAPH && longest * 2 > all {
        return Layout::OneLine;
    }
    if lines.len() < 20 {
        return Layout::Paragraphs;
    }
    let marks = lines.iter().flat_map(|line| line.text.chars()).filter(|character| is_mark(*character)).count();
    if marks * 100 < all && longest <= WIDEST {
        return Layout::Verse;
    }
    // The width that most full lines have, give or take the two characters that a mark may ask for.
    let mut counts = [0usize; WIDEST + 1];
    widths.iter().filter(|width| **width <= WIDEST).for_each(|width| counts[*width] += 1);
    let near = |width: usize| counts[width.saturating_sub(2)..=width].iter().sum::<usize>();
    let Some(width) = (NARROWEST..=WIDEST).max_by_key(|width| near(*width)) else { return Layout::Paragraphs };
    let full = near(width);
    let longer = widths.iter().filter(|other| **other > width + 4).count();
    // Full lines of broken paragraphs often end amid a clause; lines that are paragraphs end with a mark.
    let is_full = |other: usize| other + 2 >= width && other <= width;
    let cut = lines.iter().zip(&widths).filter(|(line, other)| is_full(**other) && !line.text.ends_with(is_mark)).count();
    let is_wrapped = full * 100 >= lines.len() * 15 && cut * 3 >= full && longer * 4 < lines.len();
    let indented = lines.iter().filter(|line| line.indented).count();
    let some_indented = indented * 50 >= lines.len() && indented * 10 <= lines.len() * 8;
    if is_wrapped { Layout::Wrapped { width, indented: some_indented } } else { Layout::Paragraphs }
}

/// Takes title and author from the first lines; the lines that follow.
fn title_lines<'l, 's>(lines: &'l [Line<'s>], article: &mut Article) -> &'l [Line<'s>] {
    const LONGEST: usize = 30;
    const NAMELESS: &[&str] = &["無標題文件", "无标题文档", "無題", "Untitled Document", "Untitled", "新文字文件"];
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let text = first.text;
        let is_line = width_of(text) <= LONGEST && !text.ends_with(['。', '，', '；', '：', '！', '？', '」']);
        if NAMELESS.contains(&text) {
            article.dropped.push(Dropped { text: text.to_owned(), place: first.place.clone() });
        } else if text == article.title {
            // Said by the header already.
        } else if article.title.is_empty() && is_line && !is_chapter(first) && !is_scene_break(text) {
            let (title, name) = text.split_once(['/', '／']).unwrap_or((text, ""));
            title.trim().clone_into(&mut article.title);
            if !name.trim().is_empty() {
                article.credits.push(author(name.trim()));
            }
        } else if let Some(name) = person(text).filter(|_| is_line && article.credits.is_empty()) {
            article.credits.push(author(name));
        } else {
            break;
        }
        rest = &rest[1..];
    }
    rest
}

fn author(name: &str) -> Credit {
    Credit { word: "author".to_owned(), role: "author", names: vec![name.to_owned()] }
}

/// A line such as `李毓秀 著` or `作者：劉鶚`.
fn person(text: &str) -> Option<&str> {
    const LONGEST: usize = 12;
    let name = text.strip_suffix(['著', '撰']).or_else(|| text.strip_prefix("作者：")).or_else(|| text.strip_prefix("作者:"))?.trim();
    (!name.is_empty() && width_of(name) <= LONGEST).then_some(name)
}

fn is_chapter(line: &Line<'_>) -> bool {
    chapter(line.text).is_some()
}

fn push_heading(chapter: Chapter, text: &str, article: &mut Article) {
    article.parts.push(Part::Heading { level: chapter.rank, text: text.to_owned() });
}

fn whole_line(line: &Line<'_>, article: &mut Article) {
    match chapter(line.text) {
        Some(found) => push_heading(found, line.text, article),
        None if is_scene_break(line.text) => article.parts.push(Part::SceneBreak),
        None => article.parts.push(Part::Paragraph(line.text.to_owned())),
    }
}

/// Joins lines to paragraphs; how many were joined.
fn wrapped(lines: &[Line<'_>], width: usize, has_indents: bool, article: &mut Article) -> usize {
    let mut joined = 0;
    let mut before: Option<&Line<'_>> = None;
    for line in lines {
        let ended = before.is_none_or(|before| {
            let length = width_of(before.text) + usize::from(before.indented && has_indents) * 2;
            let is_short = length + 3 < width;
            let stops = before.text.ends_with(['。', '！', '？', '」', '』', '：', '”', '…', '.', '!', '?']);
            let is_heading = is_chapter(before) || is_scene_break(before.text);
            is_heading || (is_short && (stops || !has_indents)) || (length * 5 < width * 4)
        });
        let begins = ended || line.after_empty || (has_indents && line.indented);
        let is_heading = is_chapter(line) && begins;
        match article.parts.last_mut() {
            Some(Part::Paragraph(text)) if !begins && !is_scene_break(line.text) => {
                let is_word = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
                if is_word(text.chars().next_back()) && is_word(line.text.chars().next()) {
                    text.push(' ');
                }
                text.push_str(line.text);
                joined += 1;
            }
            Some(_) | None if is_heading => whole_line(line, article),
            Some(_) | None if is_scene_break(line.text) => article.parts.push(Part::SceneBreak),
            Some(_) | None => article.parts.push(Part::Paragraph(line.text.to_owned())),
        }
        before = Some(line);
    }
    joined
}

fn verse(lines: &[Line<'_>], article: &mut Article) {
    for line in lines {
        match chapter(line.text) {
            Some(found) => push_heading(found, line.text, article),
            None => match article.parts.last_mut() {
                Some(Part::Verse(stanza)) if !line.after_empty => stanza.push(line.text.to_owned()),
                Some(_) | None => article.parts.push(Part::Verse(vec![line.text.to_owned()])),
            },
        }
    }
}

/// A book in one line: its title at the ends, chapters that count from one, paragraphs at quotations and ends of sentences.
fn one_line(line: &Line<'_>, article: &mut Article) {
    let (text, title) = without_repeated_title(line.text);
    if let Some(title) = title {
        let offset = |part: &str| line.place.start + (part.as_ptr() as usize - line.text.as_ptr() as usize);
        let start = offset(text);
        for place in [line.place.start..start, start + text.len()..line.place.end] {
            if !place.is_empty() && article.title.is_empty() {
                article.dropped.push(Dropped { text: format!("the title once more: {title}"), place });
            }
        }
        if article.title.is_empty() {
            title.clone_into(&mut article.title);
        }
    }
    let chapters = counted_chapters(text);
    let mut at = 0;
    for (place, rank) in chapters {
        paragraphs(&text[at..place.start], article);
        push_heading(Chapter { rank }, &text[place.clone()], article);
        at = place.end;
    }
    paragraphs(&text[at..], article);
    article.changes.push("the text stood in one line; paragraphs begin at quotations and, where they grow long, at sentences".to_owned());
}

/// The text without a title that stands several times at its head and once at its end.
fn without_repeated_title(text: &str) -> (&str, Option<&str>) {
    const LONGEST: usize = 12;
    let lengths: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(2).take(LONGEST - 1).collect();
    for length in lengths {
        let title = &text[..length];
        let mut rest = &text[length..];
        let mut count = 1;
        while let Some(after) = rest.strip_prefix(title) {
            rest = after;
            count += 1;
        }
        if count >= 2 {
            let rest = rest.strip_suffix(title).unwrap_or(rest);
            return (rest.trim_start_matches('》'), Some(title));
        }
    }
    (text, None)
}

/// Marks such as 第一回 that follow the end of a sentence and count on from one.
fn counted_chapters(text: &str) -> Vec<(Range<usize>, u8)> {
    let mut found: Vec<(Range<usize>, u8)> = Vec::new();
    for (at, _) in text.match_indices(['第', '卷']) {
        let Some((number, length, rank)) = super::chapter::numbered(&text[at..]) else { continue };
        let follows_end = text[..at].chars().next_back().is_none_or(|before| "。！？」』…》".contains(before));
        let same = found.iter().filter(|(_, other)| *other == rank).count() as u32;
        if follows_end && (number == same + 1 || number == 1 && same == 0) {
            found.push((at..at + length, rank));
        }
    }
    if found.len() < 2 { Vec::new() } else { found }
}

/// Cuts a text into paragraphs: before a quotation that begins after the end of a sentence, and after a sentence that ends a long
/// paragraph.
fn paragraphs(text: &str, article: &mut Article) {
    const LONG: usize = 240;
    let (mut start, mut length) = (0, 0);
    let mut ended = false;
    for (at, character) in text.char_indices() {
        let closes = "」』”’）".contains(character);
        let opens_quotation = matches!(character, '「' | '“' | '『');
        if ended && !closes && (length >= LONG || opens_quotation && length > 0) || character == '\u{3000}' && length > 0 && ended {
            push_paragraph(&text[start..at], article);
            (start, length) = (at, 0);
        }
        ended = "。！？".contains(character) || ended && closes;
        length += 1;
    }
    push_paragraph(&text[start..], article);
}

fn push_paragraph(text: &str, article: &mut Article) {
    let text = text.trim();
    if !text.is_empty() {
        article.parts.push(Part::Paragraph(text.to_owned()));
    }
}

/// Headings get levels from 2 on in the order of the ranks that occur.
fn level_headings(article: &mut Article) {
    let mut ranks: Vec<u8> =
        article.parts.iter().filter_map(|part| if let Part::Heading { level, .. } = part { Some(*level) } else { None }).collect();
    ranks.sort_unstable();
    ranks.dedup();
    for part in &mut article.parts {
        if let Part::Heading { level, .. } = part {
            *level = ranks.iter().position(|rank| rank == level).map_or(2, |at| at as u8 + 2);
        }
    }
}

#[cfg(test)]
mod tests;
