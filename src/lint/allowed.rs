//! What comments in the manuscript allow: `<!-- fuzi: allow CK008 -->`.

use std::ops::Range;

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::FileId;
use crate::diag::Sources;
use crate::manuscript::Manuscript;

/// The paragraphs whose findings comments allow.
pub struct Allowed {
    places: Vec<(FileId, Range<usize>, Vec<Code>)>,
}

/// What a comment begins with that speaks to the checks.
const WORDS: &str = "fuzi: allow";

impl Allowed {
    pub fn of(manuscript: &Manuscript) -> Allowed {
        let mut places = Vec::new();
        for file in &manuscript.files {
            read(&manuscript.sources, file.source, &mut places);
        }
        Allowed { places }
    }

    pub fn has(&self, finding: &Diagnostic) -> bool {
        let Some(span) = finding.span else { return false };
        self.places
            .iter()
            .any(|(file, range, codes)| *file == span.file && range.contains(&(span.start as usize)) && codes.contains(&finding.code))
    }
}

fn read(sources: &Sources, file: FileId, places: &mut Vec<(FileId, Range<usize>, Vec<Code>)>) {
    let text = &*sources.file(file).text;
    let mut at = 0;
    while let Some(found) = text[at..].find("<!--") {
        let start = at + found;
        let Some(end) = text[start..].find("-->").map(|end| start + end + 3) else { return };
        at = end;
        let Some(listed) = text[start + 4..end - 3].trim().strip_prefix(WORDS) else { continue };
        let codes: Vec<Code> = listed.split([',', ' ', '\n', '\t']).filter_map(|id| Code::from_id(id.trim())).collect();
        if !codes.is_empty() {
            places.push((file, paragraph(text, start, end), codes));
        }
    }
}

/// The paragraph that a comment stands in, or the one that follows it.
fn paragraph(text: &str, start: usize, end: usize) -> Range<usize> {
    let head = blank_line_before(text, start);
    let mut tail = blank_line_after(text, end);
    let alone = text[head..start].trim().is_empty() && text[end..tail].trim().is_empty();
    if alone {
        let next = text[tail..].find(|character: char| !character.is_whitespace()).map_or(text.len(), |at| tail + at);
        tail = blank_line_after(text, next);
    }
    head..tail
}

fn blank_line_before(text: &str, at: usize) -> usize {
    let found = text[..at].rfind("\n\n").map(|found| found + 2);
    found.max(text[..at].rfind("\n\r\n").map(|found| found + 3)).unwrap_or(0)
}

fn blank_line_after(text: &str, at: usize) -> usize {
    let unix = text[at..].find("\n\n").map(|found| at + found);
    let dos = text[at..].find("\n\r\n").map(|found| at + found);
    unix.into_iter().chain(dos).min().unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::paragraph;

    #[test]
    fn a_comment_speaks_of_its_paragraph_or_of_the_next() {
        let text = "甲。\n\n<!-- c -->\n\n乙。\n\n丙。<!-- c -->丁。\n\n戊。";
        let of = |nth: usize| {
            let start = text.match_indices("<!--").nth(nth).unwrap().0;
            text[paragraph(text, start, start + "<!-- c -->".len())].trim().to_owned()
        };
        assert_eq!(of(0), "<!-- c -->\n\n乙。");
        assert_eq!(of(1), "丙。<!-- c -->丁。");
    }
}
