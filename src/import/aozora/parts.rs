//! The parts of a file: head, explanation of symbols, text, and what stands after it.

use std::ops::Range;

/// Places of the parts in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Title, subtitle, people: a line each.
    pub head: Vec<Range<usize>>,
    /// 【テキスト中に現れる記号について】
    pub legend: Range<usize>,
    pub body: Range<usize>,
    /// From 底本： on.
    pub trailer: Range<usize>,
}

/// Lines of the head; more are text.
const LONGEST_HEAD: usize = 6;

pub fn parts(source: &str) -> Parts {
    let mut lines = Lines { source, at: 0 };
    let mut head = Vec::new();
    let mut start = 0;
    for line in lines.by_ref() {
        if source[line.clone()].trim().is_empty() {
            if head.is_empty() {
                continue;
            }
            start = line.start;
            break;
        }
        if is_rule(&source[line.clone()]) || source[line.clone()].starts_with("［＃") && !head.is_empty() {
            start = line.start;
            break;
        }
        head.push(line.clone());
        start = line.end + 1;
    }
    if head.len() > LONGEST_HEAD {
        start = head[1].start;
        head.truncate(1);
    }
    let start = start.min(source.len());
    let legend = legend(source, start);
    let body_start = if legend.is_empty() { start } else { legend.end };
    let trailer = trailer(source, body_start);
    Parts { head, legend, body: body_start..trailer.start, trailer }
}

struct Lines<'s> {
    source: &'s str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    /// Without the line end.
    fn next(&mut self) -> Option<Range<usize>> {
        if self.at >= self.source.len() {
            return None;
        }
        let start = self.at;
        let end = self.source[start..].find('\n').map_or(self.source.len(), |length| start + length);
        self.at = end + 1;
        Some(start..end)
    }
}

/// The lines of a part.
pub fn lines(source: &str, part: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let start = part.start;
    Lines { source: &source[..part.end], at: start }
}

fn is_rule(line: &str) -> bool {
    const SHORTEST: usize = 20;
    let line = line.trim();
    line.len() >= SHORTEST && line.bytes().all(|byte| byte == b'-')
}

/// The explanation of symbols between two rules.
fn legend(source: &str, start: usize) -> Range<usize> {
    const LONGEST: usize = 60;
    let mut rules = lines(source, start..source.len()).take(LONGEST).filter(|line| is_rule(&source[line.clone()]));
    match (rules.next(), rules.next()) {
        (Some(first), Some(last)) if source[first.end..last.start].contains("記号について") => {
            first.start..(last.end + 1).min(source.len())
        }
        _ => start..start,
    }
}

/// 底本：… up to the end: the last line that begins so, unless text follows it that is no colophon.
fn trailer(source: &str, start: usize) -> Range<usize> {
    let body = &source[start..];
    let at = body.rfind("\n底本：").map(|at| at + 1).or_else(|| body.starts_with("底本：").then_some(0));
    match at {
        Some(at) => start + at..source.len(),
        None => source.len()..source.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_head_legend_body_and_trailer() {
        let rule = "-".repeat(55);
        let source =
            format!("題\n著者\n\n{rule}\n【テキスト中に現れる記号について】\n《》：ルビ\n{rule}\n\n　本文。\n\n底本：「甲」\n入力：乙\n");
        let parts = parts(&source);
        let head: Vec<&str> = parts.head.iter().map(|line| &source[line.clone()]).collect();
        assert_eq!(head, ["題", "著者"]);
        assert!(source[parts.legend.clone()].contains("ルビ"));
        assert_eq!((source[parts.body.clone()].trim(), source[parts.trailer.clone()].trim()), ("本文。", "底本：「甲」\n入力：乙"));
    }

    #[test]
    fn a_text_without_these_is_all_body() {
        let parts = parts("題\n\n本文。\n");
        assert!(parts.legend.is_empty() && parts.trailer.is_empty());
        assert_eq!(parts.body, 4.."題\n\n本文。\n".len());
        assert_eq!(super::parts("").body, 0..0);
    }
}
