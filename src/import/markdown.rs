//! Markdown from elsewhere: kept as it is but for the title, the people and the lines of the site.

use super::credits::{SiteLine, credits, site_line};
use super::front_matter::FrontMatter;
use super::front_matter::read_front_matter;
use super::plain::{Article, Dropped, may_be_title};

/// A Markdown text: what is found in it, and the lines that stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkdownText {
    /// Title, credits and dropped lines; no parts.
    pub found: Article,
    /// The front matter that the file brings along.
    pub front_matter: FrontMatter,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Text(String),
    /// Stood for a picture; with its caption.
    Figure(String),
}

pub fn read_markdown(source: &str) -> MarkdownText {
    let mut text = MarkdownText { front_matter: read_front_matter(source), ..MarkdownText::default() };
    let body = &source[text.front_matter.end..];
    text.found.title = text.front_matter.title.clone().unwrap_or_default();
    let lines: Vec<&str> = body.split('\n').collect();
    let alone = lines_alone(&lines);
    let levels = heading_levels(&lines);
    let title_at = if text.found.title.is_empty() { title_line(&lines, &alone, &levels) } else { None };
    if let Some(index) = title_at {
        text.found.title = words_of(lines[index]).to_owned();
    }
    // With a title that was a lower heading, the headings below it move up as far.
    let raised = title_at.map_or(0, |index| usize::from(levels[index]).saturating_sub(1));
    let mut at = source.len() - body.len();
    let mut skip_until = 0;
    for (index, line) in lines.iter().enumerate() {
        let (start, words) = (at, line.trim());
        at += line.len() + 1;
        let drop = |text: &mut MarkdownText, kept: &str| {
            text.found.dropped.push(Dropped { text: kept.to_owned(), place: start..start + line.len() });
        };
        if Some(index) == title_at || index < skip_until {
            continue;
        }
        if usize::from(levels[index]) > raised && raised > 0 {
            text.lines.push(Line::Text(line.trim_start()[raised..].to_owned()));
        } else if !alone[index] {
            text.lines.push(Line::Text((*line).to_owned()));
        } else if words == text.found.title {
            let next = (index + 1..lines.len()).find(|&next| !lines[next].trim().is_empty());
            let caption = next.filter(|&next| alone[next] && is_caption(lines[next].trim(), &text.found.title));
            skip_until = caption.map_or(0, |caption| caption + 1);
            text.lines.push(Line::Figure(caption.map(|caption| lines[caption].trim().to_owned()).unwrap_or_default()));
        } else if let Some(found) = credits(words) {
            text.found.credits.extend(found);
        } else if let Some(SiteLine::Share | SiteLine::Related) = site_line(words) {
            drop(&mut text, words);
        } else {
            text.lines.push(Line::Text((*line).to_owned()));
        }
    }
    text
}

/// Lines with an empty line, or an end of the text, on both sides, outside fenced code.
fn lines_alone(lines: &[&str]) -> Vec<bool> {
    let is_empty = |index: Option<usize>| index.is_none_or(|index| lines.get(index).is_none_or(|line| line.trim().is_empty()));
    let mut fenced = false;
    let mut alone = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let is_fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        fenced ^= is_fence;
        let stands_alone = !line.trim().is_empty() && is_empty(index.checked_sub(1)) && is_empty(Some(index + 1));
        alone.push(stands_alone && !fenced && !is_fence);
    }
    alone
}

/// The level of each line that is a heading with number signs outside fenced code; 0 for others.
fn heading_levels(lines: &[&str]) -> Vec<u8> {
    let mut fenced = false;
    let level = |line: &&str| {
        let line = line.trim_start();
        fenced ^= line.starts_with("```") || line.starts_with("~~~");
        let signs = line.bytes().take_while(|byte| *byte == b'#').count();
        let is_heading = !fenced && (1..=6).contains(&signs) && line[signs..].starts_with([' ', '\t']) && !words_of(line).is_empty();
        if is_heading { signs as u8 } else { 0 }
    };
    lines.iter().map(level).collect()
}

/// The words of a heading without its number signs and attributes.
fn words_of(line: &str) -> &str {
    let words = line.trim().trim_start_matches('#').trim();
    let words = words.split_once("{#").filter(|(_, id)| id.ends_with('}')).map_or(words, |(words, _)| words);
    words.trim_end().trim_end_matches('#').trim()
}

/// The heading that names the whole text: the first of the highest level, unless it names a chapter among others; or else the first
/// line when it stands alone and is plain text.
fn title_line(lines: &[&str], alone: &[bool], levels: &[u8]) -> Option<usize> {
    let first = lines.iter().position(|line| !line.trim().is_empty())?;
    let highest = levels.iter().copied().filter(|level| *level > 0).min().unwrap_or(0);
    let mut of_highest = levels.iter().enumerate().filter(|(_, level)| **level == highest && highest > 0).map(|(index, _)| index);
    let heading = of_highest.next().filter(|&index| highest == 1 || index == first);
    match heading {
        Some(index) if of_highest.next().is_some() && names_a_chapter(words_of(lines[index])) => None,
        Some(index) => Some(index),
        None => Some(first).filter(|&first| {
            alone[first]
                && may_be_title(lines[first].trim())
                && !lines[first].starts_with(['#', '>', '-', '*', '!', '|', ':', '`', '<', '+'])
        }),
    }
}

/// 第一章, Chapter 1, 序, 一、 and the like.
fn names_a_chapter(words: &str) -> bool {
    const FRONT: &[&str] = &["序", "前言", "引言", "導言", "导言", "楔子", "はじめに", "まえがき", "プロローグ", "Preface", "Introduction"];
    let is_ordinal = words.starts_with('第') && words.contains(['章', '回', '節', '节', '部', '卷', '篇', '話', '话', '課', '课', '幕']);
    let is_number = words.split(['、', '.', '．', ' ', '　']).next().is_some_and(|first| {
        !first.is_empty() && first.chars().all(|character| character.is_ascii_digit() || "一二三四五六七八九十百〇零".contains(character))
    });
    let is_english = words.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("chapter "));
    is_ordinal || is_number || is_english || FRONT.contains(&words)
}

fn is_caption(line: &str, title: &str) -> bool {
    const LONGEST: usize = 40;
    let is_text = !line.starts_with(['#', '>', '-', '*', '!', '|', ':', '`', '<']);
    let ends = line.ends_with(['。', '！', '？', '…', '；', '：', '.', '!', '?']);
    is_text && !ends && line != title && line.chars().count() <= LONGEST && credits(line).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_stays_but_for_title_people_and_links() {
        let text = read_markdown("# 題目\n\n*話*。\n\n題目\n\n圖說\n\n記者:張三\n\n```\n分享到:\n```\n\n分享到:\n");
        assert_eq!(text.found.title, "題目");
        assert_eq!(text.found.credits[0].names, ["張三"]);
        assert_eq!(text.found.dropped.len(), 1);
        let kept: Vec<&Line> = text.lines.iter().filter(|line| **line != Line::Text(String::new())).collect();
        let line = |text: &str| Line::Text(text.to_owned());
        assert_eq!(kept, [&line("*話*。"), &Line::Figure("圖說".to_owned()), &line("```"), &line("分享到:"), &line("```")]);
    }

    #[test]
    fn front_matter_stays_and_gives_the_title() {
        let text = read_markdown("---\ntitle: \"甲\"\ndate: 2020-01-01\n---\n\n# 章\n");
        assert_eq!((text.found.title.as_str(), text.front_matter.kept.lines().count()), ("甲", 4));
        assert!(text.lines.contains(&Line::Text("# 章".to_owned())));
    }

    #[test]
    fn a_first_heading_of_any_level_is_the_title_and_the_rest_moves_up() {
        let text = read_markdown("## 題目\n\n話。\n\n### 節\n\n```\n### 碼\n```\n");
        assert_eq!(text.found.title, "題目");
        let line = |text: &str| Line::Text(text.to_owned());
        assert!(text.lines.contains(&line("## 節")) && text.lines.contains(&line("### 碼")), "{:?}", text.lines);
    }

    #[test]
    fn a_chapter_among_chapters_is_not_the_title() {
        let text = read_markdown("# 第一章\n\n話。\n\n# 第二章\n\n話。\n");
        assert_eq!(text.found.title, "");
        assert!(text.lines.contains(&Line::Text("# 第一章".to_owned())));
        assert_eq!(read_markdown("# 題目\n\n話。\n\n# 節\n\n話。\n").found.title, "題目");
    }
}
