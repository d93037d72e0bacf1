//! Content documents: read as XHTML, or else as browsers read HTML, with their style sheets.

use super::container::Container;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::html::Document;
use crate::html::Node;
use crate::html::parse_html;
use crate::html::parse_xhtml;
use crate::import::html::decode_percent;
use crate::manuscript::join;
use crate::manuscript::parent;

/// Bytes of the style sheets of one document.
const MOST_STYLE: usize = 2 << 20;

/// A content document and the text of its style sheets.
pub struct Loaded {
    pub path: String,
    pub document: Document,
    pub sheets: Vec<String>,
}

/// Reads a content document. None, with a finding, when it is no text.
pub fn load(container: &Container, path: &str, report: &mut Report) -> Option<Loaded> {
    let Some(text) = container.text(path) else {
        report.add(Diagnostic::new(Code::PublicationFault).in_file(path).with("fault", format!("{path} is no text")));
        return None;
    };
    let document = match parse_xhtml(text.trim_start_matches('\u{FEFF}').trim_start()) {
        Ok(document) => document,
        Err(error) => {
            report.add(Diagnostic::new(Code::BrokenDocument).in_file(path).with("path", path).with("reason", error));
            parse_html(&without_empty_tags(&text))
        }
    };
    if document.flattened > 0 || document.cut {
        report.add(
            Diagnostic::new(Code::ImportSimplified)
                .in_file(path)
                .with("what", "elements nested too deep")
                .with("count", document.flattened),
        );
    }
    let sheets = sheets(container, path, &document);
    Some(Loaded { path: path.to_owned(), document, sheets })
}

/// `<a id="x"/>` as `<a id="x"></a>`, since HTML does not know the former.
fn without_empty_tags(text: &str) -> String {
    const EMPTY: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("/>") {
        let (before, after) = (&rest[..at], &rest[at + 2..]);
        out.push_str(before);
        let tag = before.rfind('<').map(|start| &before[start + 1..]);
        let name: Option<&str> = tag.map(|tag| tag.split(|c: char| c.is_whitespace() || c == '/' || c == '>').next().unwrap_or_default());
        match name.filter(|name| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b':')
                && !tag.is_some_and(|tag| tag.contains('>'))
        }) {
            Some(name) if !EMPTY.contains(&name.to_ascii_lowercase().as_str()) => {
                out.push_str("></");
                out.push_str(name);
                out.push('>');
            }
            _ => out.push_str("/>"),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The style sheets of a document in their order, those that they import before them.
fn sheets(container: &Container, path: &str, document: &Document) -> Vec<String> {
    let mut sheets: Vec<String> = Vec::new();
    let mut left = MOST_STYLE;
    let mut add = |text: String| {
        if text.len() <= left {
            left -= text.len();
            sheets.push(text);
        }
    };
    for node in document.root().descendants() {
        if node.name() == "style" {
            add(node.all_text());
        }
        let is_sheet = node.name() == "link" && node.has_word("rel", "stylesheet") && !node.has_word("rel", "alternate");
        if let Some(file) = node.attribute("href").filter(|_| is_sheet).and_then(|href| join(parent(path), &decode_percent(href)))
            && let Some(text) = container.text(&file)
        {
            for import in imports(&text) {
                let imported = join(parent(&file), &decode_percent(&import)).and_then(|other| container.text(&other));
                imported.into_iter().for_each(&mut add);
            }
            add(text);
        }
    }
    sheets
}

/// The addresses of `@import` in a style sheet.
fn imports(text: &str) -> Vec<String> {
    const MOST: usize = 20;
    let quoted = |rest: &str| {
        let start = rest.find(['"', '\''])?;
        let mark = rest[start..].chars().next()?;
        let inner = &rest[start + 1..];
        Some(inner[..inner.find(mark)?].to_owned())
    };
    let statements =
        text.match_indices("@import").take(MOST).map(|(at, mark)| text[at + mark.len()..].split(';').next().unwrap_or_default());
    statements
        .filter_map(|rest| {
            quoted(rest).or_else(|| {
                let inner = rest.split_once("url(")?.1;
                Some(inner[..inner.find(')')?].trim().to_owned())
            })
        })
        .filter(|address| !address.contains("://"))
        .collect()
}

/// The body of a document.
pub fn body<'d>(document: &'d Document) -> Node<'d> {
    document.find("body").unwrap_or_else(|| document.root())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_elements_of_xml_stay_empty() {
        assert_eq!(
            without_empty_tags("<title/><p>a<a id='x' />b<br/>c &gt;/></p>"),
            "<title></title><p>a<a id='x' ></a>b<br/>c &gt;/></p>"
        );
    }

    #[test]
    fn imports_are_found() {
        assert_eq!(imports("@import \"a.css\"; @import url(b.css) screen; @import url('https://example.org/c.css');"), ["a.css", "b.css"]);
    }
}
