//! The page list of an EPUB against the PDF of the same run: the words that follow a marker stand at the head of the page.

use crate::epub::spine;
use crate::pdf_text::solid;
use crate::pdf_text::text;
use crate::project::Project;
use crate::tagged_pdf::Stream;
use crate::tagged_pdf::TaggedPdf;

/// How many characters after a marker are compared.
const HEAD: usize = 12;

/// The running text of a document with a sign for each marker: (label of the marker that begins here, text up to the next one).
fn marked(document: &str) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut skipped: Option<&str> = None;
    let mut rest = document;
    while let Some(open) = rest.find('<') {
        if let (None, Some((_, text))) = (skipped, parts.last_mut()) {
            text.push_str(&rest[..open]);
        }
        let close = open + rest[open..].find('>').unwrap() + 1;
        let tag = &rest[open..close];
        rest = &rest[close..];
        let name = tag.trim_start_matches('<').split([' ', '>', '/']).next().unwrap();
        if let Some(waiting) = skipped {
            if tag == format!("</{waiting}>") {
                skipped = None;
            }
            continue;
        }
        if let Some(label) = tag.split("doc-pagebreak").nth(1).and_then(|after| after.split("aria-label=\"").nth(1)) {
            parts.push((label.split('"').next().unwrap().to_owned(), String::new()));
        }
        skipped = match name {
            "rt" | "rp" | "aside" if !tag.ends_with("/>") => Some(name),
            "a" if tag.contains("doc-noteref") => Some("a"),
            _ => None,
        };
    }
    parts
}

#[test]
fn after_each_marker_come_the_words_at_the_head_of_the_page() {
    let project = Project::small();
    project.write("text.md", text());
    let both = "formats = [\"epub\", \"pdf\"]\n";
    project.replace("book.toml", both, &format!("{both}\n[edition.horizontal]\n{both}"));
    let built = project.fuzi(&["build"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    for direction in ["vertical", "horizontal"] {
        let pdf = TaggedPdf::read(&project.path.join(format!("dist/small-{direction}.pdf")));
        let of = |page: usize, stream: Stream| {
            let own = pdf.pages[page].iter().filter(|piece| piece.stream == stream);
            solid(&own.map(|piece| piece.text.as_str()).collect::<String>())
        };
        // The page whose folio is 40 says where the folios begin.
        let folio = |page: usize| pdf.pages[page].iter().any(|piece| piece.stream == Stream::Artifact && solid(&piece.text) == "40");
        let forty = (0..pdf.pages.len()).find(|page| folio(*page)).unwrap();
        let epub = project.read(&format!("dist/small-{direction}.epub"));
        let markers: Vec<(String, String)> = spine(&epub).iter().flat_map(|(_, document)| marked(document)).collect();
        let mut compared = 0;
        for (label, after) in markers {
            let Ok(number) = label.parse::<usize>() else { continue };
            let head: String = solid(&after).chars().take(HEAD).collect();
            let page = of(forty + number - 40, Stream::Text);
            assert!(page.starts_with(&head), "{direction} page {label}: {head} / {}", page.chars().take(HEAD).collect::<String>());
            compared += usize::from(!head.is_empty());
        }
        assert!(compared >= 100, "{direction}: {compared}");
    }
}
