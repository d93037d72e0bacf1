//! Markdown from elsewhere: kept as it is but for the title, the people and the lines of the site.

use super::credits::{SiteLine, credit, site_line};
use super::plain::{Article, Dropped};

/// A Markdown text: what is found in it, and the lines that stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkdownText {
    /// Title, credits and dropped lines; no parts.
    pub found: Article,
    /// The front matter that the file brings along, with its fences; empty when there is none.
    pub front_matter: String,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Text(String),
    /// Stood for a picture; with its caption.
    Figure(String),
}

pub fn read_markdown(source: &str) -> MarkdownText {
    let mut text = MarkdownText::default();
    let body = front_matter(source).map_or(source, |end| {
        text.front_matter = source[..end].to_owned();
        text.found.title = title_key(&source[..end]).unwrap_or_default();
        &source[end..]
    });
    let lines: Vec<&str> = body.split('\n').collect();
    let alone = lines_alone(&lines);
    let title_at = if text.found.title.is_empty() { title_line(&lines, &alone) } else { None };
    if let Some(index) = title_at {
        text.found.title = lines[index].trim().trim_start_matches('#').trim_end_matches('#').trim().to_owned();
    }
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
        if !alone[index] {
            text.lines.push(Line::Text((*line).to_owned()));
        } else if words == text.found.title {
            let next = (index + 1..lines.len()).find(|&next| !lines[next].trim().is_empty());
            let caption = next.filter(|&next| alone[next] && is_caption(lines[next].trim(), &text.found.title));
            skip_until = caption.map_or(0, |caption| caption + 1);
            text.lines.push(Line::Figure(caption.map(|caption| lines[caption].trim().to_owned()).unwrap_or_default()));
        } else if let Some(found) = credit(words) {
            text.found.credits.push(found);
        } else if let Some(SiteLine::Share | SiteLine::Related) = site_line(words) {
            drop(&mut text, words);
        } else {
            text.lines.push(Line::Text((*line).to_owned()));
        }
    }
    text
}

/// Where the front matter ends, its closing fence and line end included.
fn front_matter(source: &str) -> Option<usize> {
    let rest = source.strip_prefix("---\n")?;
    let close = rest.find("\n---\n").map(|at| at + "\n---\n".len()).or_else(|| rest.ends_with("\n---").then_some(rest.len()))?;
    Some("---\n".len() + close)
}

/// The title that front matter gives on one line.
fn title_key(front_matter: &str) -> Option<String> {
    let value = front_matter.lines().find_map(|line| line.strip_prefix("title:"))?.trim();
    let unquoted = value.strip_prefix(['"', '\'']).and_then(|value| value.strip_suffix(['"', '\'']));
    Some(unquoted.unwrap_or(value).to_owned())
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

/// The first heading of the first level, or else the first line when it stands alone and is plain text.
fn title_line(lines: &[&str], alone: &[bool]) -> Option<usize> {
    let heading = lines.iter().position(|line| line.starts_with("# "));
    let first = lines.iter().position(|line| !line.trim().is_empty());
    heading.or_else(|| first.filter(|&first| alone[first] && !lines[first].starts_with(['#', '>', '-', '*', '!', '|', ':', '`', '<'])))
}

fn is_caption(line: &str, title: &str) -> bool {
    const LONGEST: usize = 40;
    let is_text = !line.starts_with(['#', '>', '-', '*', '!', '|', ':', '`', '<']);
    let ends = line.ends_with(['。', '！', '？', '…', '；', '：', '.', '!', '?']);
    is_text && !ends && line != title && line.chars().count() <= LONGEST && credit(line).is_none()
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
        assert_eq!((text.found.title.as_str(), text.front_matter.lines().count()), ("甲", 4));
        assert!(text.lines.contains(&Line::Text("# 章".to_owned())));
    }
}
