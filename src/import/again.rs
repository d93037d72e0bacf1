//! Importing a corrected source again: what the author has added to the figures stays.

use std::collections::BTreeMap;
use std::collections::VecDeque;

/// A figure's line: `![alternative](file "caption"){attributes}`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct FigureLine<'l> {
    alternative: &'l str,
    /// As written, in angle brackets or not.
    file: &'l str,
    caption: &'l str,
    attributes: &'l str,
}

/// The new text with alternative texts, files and attributes of the earlier one: of the figure with the same file, or else of the
/// figure with the same caption, in order.
pub fn keep_figures(body: &str, earlier: &str) -> String {
    let mut known: BTreeMap<String, VecDeque<FigureLine<'_>>> = BTreeMap::new();
    for figure in earlier.lines().filter_map(figure_line) {
        for key in keys(&figure) {
            known.entry(key).or_default().push_back(figure.clone());
        }
    }
    let mut out = String::with_capacity(body.len());
    for line in body.split_inclusive('\n') {
        let found = figure_line(line.trim_end()).and_then(|figure| {
            let old = keys(&figure).into_iter().find_map(|key| known.get_mut(&key)?.pop_front())?;
            Some((figure, old))
        });
        match found {
            Some((figure, old)) => {
                let alternative = if old.alternative.is_empty() { figure.alternative } else { old.alternative };
                let file = if old.file.is_empty() || old.file == "<>" { figure.file } else { old.file };
                let attributes = if old.attributes.is_empty() { figure.attributes } else { old.attributes };
                let gap = if figure.caption.is_empty() { "" } else { " " };
                out.push_str(&format!("![{alternative}]({file}{gap}{}){attributes}\n", figure.caption));
            }
            None => out.push_str(line),
        }
    }
    out
}

/// What a figure may be known by, the surest first.
fn keys(figure: &FigureLine<'_>) -> Vec<String> {
    let mut keys = Vec::new();
    if !figure.file.is_empty() && figure.file != "<>" {
        keys.push(format!("file {}", figure.file));
    }
    if !figure.caption.is_empty() {
        keys.push(format!("caption {}", figure.caption));
    }
    if !figure.alternative.is_empty() {
        keys.push(format!("alternative {}", figure.alternative));
    }
    keys
}

fn figure_line(line: &str) -> Option<FigureLine<'_>> {
    let rest = line.strip_prefix("![")?;
    let middle = rest.find("](")?;
    let (alternative, rest) = (&rest[..middle], &rest[middle + 2..]);
    let end = rest.rfind(')')?;
    let (inner, attributes) = (&rest[..end], &rest[end + 1..]);
    if !(attributes.is_empty() || attributes.starts_with('{') && attributes.ends_with('}')) {
        return None;
    }
    let (file, caption) = inner.split_once(" \"").map_or((inner, ""), |(file, _)| (file, &inner[file.len() + 1..]));
    Some(FigureLine { alternative, file: file.trim(), caption, attributes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_what_the_author_wrote() {
        let earlier = "話。\n\n![三個人](pictures/a.jpg \"圖說\"){width=50%}\n\n![]() \n\n![燈](pictures/b.png)\n";
        let body = "改過的話。\n\n![](<> \"圖說\")\n\n![](pictures/b.png)\n\n![](pictures/c.png)\n";
        let expected = "改過的話。\n\n![三個人](pictures/a.jpg \"圖說\"){width=50%}\n\n![燈](pictures/b.png)\n\n![](pictures/c.png)\n";
        assert_eq!(keep_figures(body, earlier), expected);
    }

    #[test]
    fn figures_that_look_alike_are_taken_in_order() {
        let earlier = "![甲](a.png \"圖\")\n![乙](b.png \"圖\")\n";
        assert_eq!(keep_figures("![](<> \"圖\")\n![](<> \"圖\")\n", earlier), earlier);
    }
}
