//! Pictures of pages: lazy ones, those of character size, drawings, and what only counts visitors.

use super::inlines::clean;
use super::line::Line;
use super::line::OBJECT;
use super::names::Names;
use super::reader::Kind;
use super::reader::Reader;
use super::store::Taken;
use crate::book::InlineKind;
use crate::book::PictureFile;
use crate::html::Declared;
use crate::html::Node;

/// Pixels from which a picture is a figure and no part of a line.
const FIGURE: u32 = 120;

/// What an `img` turns out to be.
pub(super) enum Shown {
    /// Nothing that a reader would see.
    Nothing,
    /// A character that is drawn.
    Text(String),
    Picture {
        file: PictureFile,
        /// None when the file is nowhere.
        taken: Option<Taken>,
        is_gaiji: bool,
    },
}

impl<'a> Reader<'a, '_> {
    pub(super) fn inline_picture(&mut self, node: Node<'a>, declared: &Declared, line: &mut Line) {
        // Reading systems of China put the text of a note into its mark.
        let note = ["zy-footnote", "data-footnote"].iter().find_map(|name| node.attribute(name)).or_else(|| {
            let classes = ["qqreader-footnote", "epub-footnote", "reader_footer_note", "js_readerFooterNote"];
            classes.iter().any(|class| node.has_class(class)).then(|| node.attribute("alt").or(node.attribute("title"))).flatten()
        });
        if let Some(text) = note.map(clean).filter(|text| !text.is_empty()) {
            let note = self.note(None, |reader| {
                let content = reader.tree.text(&text);
                vec![reader.tree.block(crate::book::BlockKind::Paragraph(content))]
            });
            return self.mark(note, line);
        }
        match self.shown(node, declared) {
            Shown::Nothing => {}
            Shown::Text(text) => self.text(&text, line),
            Shown::Picture { file, taken, is_gaiji: true } => {
                self.tally.found("glyph-images");
                match taken {
                    Some(_) => {
                        line.object(InlineKind::Gaiji(file), OBJECT, OBJECT, &mut self.tree);
                    }
                    None => self.text(if file.alternative.is_empty() { "〓" } else { &file.alternative }, line),
                }
            }
            Shown::Picture { file, taken, is_gaiji: false } => {
                let small = taken.as_ref().is_some_and(|taken| taken.width < FIGURE && taken.height < FIGURE);
                let id = line.object(InlineKind::Picture(file), OBJECT, OBJECT, &mut self.tree).id;
                if !small {
                    self.large.insert(id);
                }
            }
        }
    }

    /// What a picture is, its file taken.
    pub(super) fn shown(&mut self, node: Node<'a>, declared: &Declared) -> Shown {
        let alternative = self.alternative(node);
        let emoji = ["emoji", "wp-smiley", "twemoji"].iter().any(|class| node.has_class(class)) || node.attribute("data-emoji").is_some();
        if emoji && !alternative.is_empty() {
            self.tally.simplified("pictures of emoji, as characters");
            return Shown::Text(alternative);
        }
        let mut addresses = addresses(node);
        let size = |name: &str| node.attribute(name).and_then(|value| value.trim_end_matches("px").trim().parse::<u32>().ok());
        let (width, height) = (size("width"), size("height"));
        let names = Names::get();
        let counts = |address: &String| names.trackers.iter().any(|part| address.contains(part.as_str()));
        let is_dot = |side: Option<u32>| side.is_some_and(|pixels| pixels <= 2);
        if self.kind == Kind::Web && (is_dot(width) && is_dot(height) || !addresses.is_empty() && addresses.iter().all(counts)) {
            self.tally.dropped("pictures that count visitors");
            return Shown::Nothing;
        }
        addresses.retain(|address| !counts(address));
        if addresses.is_empty() {
            self.tally.dropped("pictures without address");
            return if alternative.is_empty() { Shown::Nothing } else { Shown::Text(alternative) };
        }
        let taken = self.store.take(&addresses, self.page, self.tally);
        if self.kind == Kind::Web && taken.as_ref().is_some_and(|taken| taken.width <= 2 && taken.height <= 2) {
            self.tally.dropped("pictures that count visitors");
            return Shown::Nothing;
        }
        let is_gaiji = node.classes().any(|class| class.to_ascii_lowercase().contains("gaiji"))
            || node.has_word("epub:type", "gaiji")
            || (self.kind != Kind::Web
                && ["1em", "1ic"].iter().any(|size| declared.is("font-size", size))
                && alternative.chars().count() == 1);
        let said = node.attribute("alt").is_some_and(|alt| alt.trim().is_empty()) && node.attribute("title").is_none();
        let hides =
            ["presentation", "none"].iter().any(|role| node.has_word("role", role)) || node.attribute("aria-hidden") == Some("true");
        let decorative = alternative.is_empty() && (hides || said && self.kind != Kind::Web);
        let path = taken.as_ref().map_or(String::new(), |taken| taken.path.clone());
        self.tally.found("pictures");
        Shown::Picture { file: PictureFile { path, alternative, decorative }, taken, is_gaiji }
    }

    /// The alternative text, unless it says nothing.
    fn alternative(&self, node: Node<'_>) -> String {
        let text = node.attribute("alt").or_else(|| node.attribute("aria-label")).map(clean).unwrap_or_default();
        let lower = text.to_lowercase();
        let names_file = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".bmp"].iter().any(|ending| lower.ends_with(ending));
        let says_nothing = names_file || Names::get().no_alternatives.contains(&lower) || lower.starts_with("http");
        let text: String = text.chars().filter(|character| super::line::is_legal(*character)).collect();
        if says_nothing { String::new() } else { text }
    }

    /// A drawing in the page: a picture that it only wraps, or a file of its own.
    pub(super) fn drawing(&mut self, node: Node<'a>, line: &mut Line) {
        let mut images = node.descendants().filter(|inner| inner.name() == "image");
        let shapes = ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "use", "foreignObject"];
        let draws = node.descendants().any(|inner| inner.is(&shapes));
        if let (Some(image), None, false) = (images.next(), images.next(), draws) {
            let declared = self.declared(image);
            return self.inline_picture(image, &declared, line);
        }
        let title = node.descendants().find(|inner| inner.is(&["title", "desc"])).map(|inner| clean(&inner.all_text()));
        let alternative = node.attribute("aria-label").map(clean).or(title).unwrap_or_default();
        let named = !alternative.is_empty() || node.ancestors().any(|around| around.name() == "figure");
        let hides = node.attribute("aria-hidden") == Some("true");
        if self.kind == Kind::Web && (!named || hides) || !draws {
            return self.tally.dropped("drawings of icons");
        }
        let xml = node.to_xml(&[("xmlns", "http://www.w3.org/2000/svg"), ("xmlns:xlink", "http://www.w3.org/1999/xlink")]);
        let Some(taken) = self.store.keep(&format!("drawing-{}-{}", self.page + 1, node.index()), xml.into_bytes(), self.tally) else {
            return;
        };
        self.tally.found("drawings");
        let file = PictureFile { path: taken.path, alternative, decorative: false };
        let id = line.object(InlineKind::Picture(file), OBJECT, OBJECT, &mut self.tree).id;
        if taken.width >= FIGURE || taken.height >= FIGURE {
            self.large.insert(id);
        }
    }

    /// What is shown where scripts do not run: the real picture of a lazy one, which stands beside it.
    pub(super) fn noscript(&mut self, node: Node<'a>, line: &mut Line) {
        let beside = |other: Option<Node<'_>>| {
            other.is_some_and(|other| other.name() == "img" || other.descendants().any(|inner| inner.name() == "img"))
        };
        let images = node.descendants().filter(|inner| inner.name() == "img").count();
        if images > 0 && (beside(node.previous_element()) || beside(node.next_element())) {
            return;
        }
        if images == 0 && self.kind == Kind::Web {
            return self.tally.dropped_text("words for browsers without scripts", &node.line());
        }
        self.inlines(node, line);
    }
}

/// The addresses of a picture, the likeliest first: those of lazy pictures, the largest of a set, the plain one.
fn addresses(node: Node<'_>) -> Vec<String> {
    const LAZY: &[&str] = &[
        "data-src",
        "data-original",
        "data-original-src",
        "data-lazy-src",
        "data-lazyload",
        "data-lazy",
        "data-url",
        "data-actualsrc",
        "data-echo",
        "data-croporisrc",
        "file",
        "zoomfile",
        "data-image",
        "data-hi-res-src",
    ];
    const PLAIN: &[&str] = &["src", "href", "xlink:href"];
    let mut found: Vec<String> = Vec::new();
    let mut add = |address: &str| {
        let address = address.trim();
        if !address.is_empty() && !found.iter().any(|known| known == address) {
            found.push(address.to_owned());
        }
    };
    let names = Names::get();
    let plain: Vec<&str> = PLAIN.iter().filter_map(|name| node.attribute(name)).collect();
    let is_filler = |address: &str| {
        let short = address.starts_with("data:image/gif") || address.starts_with("data:image/svg") || address.starts_with("data:image/png");
        short && address.len() < 400 || names.placeholders.iter().any(|part| address.to_ascii_lowercase().contains(part.as_str()))
    };
    let lazy: Vec<&str> = LAZY.iter().filter_map(|name| node.attribute(name)).filter(|value| value.contains(['/', '.'])).collect();
    // A saved page has the picture that was shown; a lazy one that never was has its address elsewhere.
    plain.iter().filter(|address| lazy.is_empty() || !is_filler(address)).for_each(|address| add(address));
    lazy.iter().for_each(|address| add(address));
    let sets = ["srcset", "data-srcset", "data-lazy-srcset"];
    let mut from_set = |node: Node<'_>| {
        for set in sets.iter().filter_map(|name| node.attribute(name)) {
            candidates(set).iter().for_each(|address| add(address));
        }
    };
    from_set(node);
    if let Some(picture) = node.parent().filter(|parent| parent.name() == "picture") {
        picture.elements().filter(|source| source.name() == "source").for_each(from_set);
    }
    found
}

/// The addresses of a set, the largest picture first (HTML, 4.8.4.2.2).
fn candidates(set: &str) -> Vec<String> {
    let mut found: Vec<(f64, String)> = Vec::new();
    let mut rest = set.trim();
    while !rest.is_empty() {
        rest = rest.trim_start_matches(|character: char| character.is_whitespace() || character == ',');
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, tail) = rest.split_at(end);
        if address.is_empty() {
            break;
        }
        if let Some(alone) = address.strip_suffix(',') {
            found.push((1.0, alone.trim_end_matches(',').to_owned()));
            rest = tail;
            continue;
        }
        let end = tail.find(',').unwrap_or(tail.len());
        let size = tail[..end].trim().trim_end_matches(['w', 'x', 'h']).parse().unwrap_or(1.0);
        found.push((size, address.to_owned()));
        rest = &tail[end..];
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    found.into_iter().map(|(_, address)| address).collect()
}

#[cfg(test)]
mod tests {
    use super::addresses;
    use super::candidates;
    use crate::html::parse_html;

    #[test]
    fn the_largest_of_a_set_comes_first() {
        assert_eq!(candidates("a.jpg 300w, b.jpg 1200w,c.jpg 2x"), ["b.jpg", "a.jpg", "c.jpg"]);
        assert_eq!(candidates("data:image/png;base64,AA== 1x, d.png 2x"), ["d.png", "data:image/png;base64,AA=="]);
    }

    #[test]
    fn lazy_pictures_have_their_address_elsewhere() {
        let of = |html: &str| addresses(parse_html(html).find("img").unwrap());
        assert_eq!(of("<img src='data:image/gif;base64,R0' data-src='a.jpg'>"), ["a.jpg"]);
        assert_eq!(
            of("<img src='page_files/640.jpg' data-src='https://mmbiz.example/1'>"),
            ["page_files/640.jpg", "https://mmbiz.example/1"]
        );
        assert_eq!(of("<img src=loading.svg data-original=b.png>"), ["b.png"]);
        assert_eq!(of("<picture><source srcset='c.webp 2x'><img src=c.jpg></picture>"), ["c.jpg", "c.webp"]);
    }
}
