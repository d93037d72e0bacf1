//! Where a page has its article, and what around it and in it is no part of it.

use super::names::Names;
use super::page::Page;
use super::page::State;
use crate::html::Node;
use std::collections::BTreeMap;

/// The element that holds the article, with the reason in words.
pub struct Body<'d> {
    pub node: Node<'d>,
    pub reason: String,
}

/// Characters from which an element is worth being the article by its name alone.
const ENOUGH: usize = 80;

/// Finds the article of a page.
pub fn find_body<'d>(page: &Page<'d>) -> Option<Body<'d>> {
    let body = page.document.find("body")?;
    let weights = weigh(body);
    let weight = |node: Node<'_>| weights.get(&node.index()).copied().unwrap_or_default();
    let whole = weight(body);
    // Text in paragraphs that is no link: what an article is made of.
    let best = densest(body, &weights);
    let best_weight = best.map_or(0, |node| weight(node).plain());
    for name in &Names::get().containers {
        let mut found: Vec<Node<'d>> = body.descendants().filter(|node| node.is_element() && matches(*node, name)).collect();
        found.retain(|node| !found_in(*node, name));
        found.sort_by_key(|node| std::cmp::Reverse(weight(*node).plain()));
        if let Some(node) = found.first()
            && weight(*node).plain() >= ENOUGH.min(whole.plain() / 2).max(1)
            && weight(*node).plain() * 2 >= best_weight
        {
            return Some(Body { node: *node, reason: format!("`{name}` holds its text") });
        }
    }
    for names in [&["article"][..], &["main"][..]] {
        let role = if names == ["article"] { "article" } else { "main" };
        let mut found: Vec<Node<'d>> = body.descendants().filter(|node| node.is(names) || node.has_word("role", role)).collect();
        found.retain(|node| !is_boilerplate_name(*node));
        found.sort_by_key(|node| std::cmp::Reverse(weight(*node).plain()));
        if let Some(node) = found.first()
            && weight(*node).plain() * 2 >= best_weight
            && weight(*node).plain() > 0
        {
            // Several articles of one weight are a list, or chapters of one text.
            let next = found.get(1).filter(|next| !next.is_in(*node)).map_or(0, |next| weight(*next).plain());
            if next * 2 < weight(*node).plain() {
                return Some(Body { node: *node, reason: format!("`<{}>` holds its text", node.name()) });
            }
        }
    }
    // Where nearly all text of the page lies in one place, the rest is around it; else the whole page is the text.
    match best {
        Some(node) if node != body && best_weight * 10 >= whole.plain() * 6 => {
            let share = best_weight * 100 / whole.plain().max(1);
            Some(Body { node, reason: format!("{share} percent of the text outside of links lie in `{}`", describe(node)) })
        }
        _ => Some(Body { node: body, reason: "no part of it stands out, so that the whole page is read".to_owned() }),
    }
}

/// Text of an element: characters, and those of them in links.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    characters: usize,
    linked: usize,
    /// Those in paragraphs of some length.
    full: usize,
}

impl Weight {
    fn plain(self) -> usize {
        self.characters.saturating_sub(self.linked)
    }
}

fn is_unseen(node: Node<'_>) -> bool {
    node.is(&["script", "style", "template", "noscript", "head", "select", "textarea", "button", "svg", "iframe", "rt", "rp"])
}

/// Weighs every element.
fn weigh(body: Node<'_>) -> BTreeMap<usize, Weight> {
    let mut weights: BTreeMap<usize, Weight> = BTreeMap::new();
    let mut waiting: Vec<(Node<'_>, usize)> = vec![(body, 0)];
    while let Some((node, links)) = waiting.pop() {
        match node.text() {
            Some(text) => {
                let characters = text.chars().filter(|character| !character.is_whitespace()).count();
                let full = if characters > 20 && links == 0 { characters } else { 0 };
                for around in node.ancestors() {
                    let weight = weights.entry(around.index()).or_default();
                    weight.characters += characters;
                    weight.linked += if links > 0 { characters } else { 0 };
                    weight.full += full;
                    if around == body {
                        break;
                    }
                }
            }
            None if is_unseen(node) => {}
            None => {
                let links = links + usize::from(node.name() == "a");
                waiting.extend(node.children().map(|child| (child, links)));
            }
        }
    }
    weights
}

/// The smallest element that holds most of the full text: down from the body, as long as one child has nearly all of it.
fn densest<'d>(body: Node<'d>, weights: &BTreeMap<usize, Weight>) -> Option<Node<'d>> {
    let weight = |node: Node<'_>| weights.get(&node.index()).copied().unwrap_or_default();
    let mut node = body;
    loop {
        let next = node
            .elements()
            .filter(|child| !is_unseen(*child) && !is_boilerplate_name(*child) && !child.is(&["nav", "aside", "footer", "p"]))
            .max_by_key(|child| weight(*child).full);
        match next {
            Some(child) if weight(child).full * 10 >= weight(node).full * 7 && weight(child).full > ENOUGH => node = child,
            _ => return (weight(node).full > 0).then_some(node),
        }
    }
}

/// Whether a node is one that a name of the table means.
fn matches(node: Node<'_>, name: &str) -> bool {
    name.split(' ').next_back().is_some_and(|last| match (last.strip_prefix('#'), last.strip_prefix('.')) {
        (Some(id), _) => node.attribute("id") == Some(id),
        (_, Some(class)) => node.has_class(class),
        _ => last
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .and_then(|rest| rest.split_once('='))
            .is_some_and(|(attribute, value)| node.has_word(attribute, value)),
    })
}

fn found_in(node: Node<'_>, name: &str) -> bool {
    node.ancestors().any(|around| around.is_element() && matches(around, name))
}

fn describe(node: Node<'_>) -> String {
    let id = node.attribute("id").map(|id| format!("#{id}")).unwrap_or_default();
    let class = node.classes().next().map(|class| format!(".{class}")).unwrap_or_default();
    format!("{}{id}{class}", node.name())
}

/// The words of a name such as `relatedPosts_list`.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for character in name.chars() {
        if !character.is_alphanumeric() {
            words.push(String::new());
        } else {
            if character.is_uppercase() && before.is_lowercase() {
                words.push(String::new());
            }
            words.last_mut().expect("there is a word").extend(character.to_lowercase());
        }
        before = character;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// What the classes and id of an element say that it is, when that is no part of an article.
fn boilerplate_name(node: Node<'_>) -> Option<&'static str> {
    let names = node.classes().chain(node.attribute("id"));
    for name in names {
        let words = words_of(name);
        for (kind, known) in &Names::get().boilerplate {
            let is = known
                .iter()
                .any(|word| if word.contains('-') { name.eq_ignore_ascii_case(word) } else { words.iter().any(|own| own == word) });
            if is {
                return Some(kind);
            }
        }
    }
    None
}

fn is_boilerplate_name(node: Node<'_>) -> bool {
    boilerplate_name(node).is_some()
}

/// Marks what is no part of the article in its body.
pub fn drop_boilerplate(page: &mut Page<'_>, body: Node<'_>) {
    let weights = weigh(body);
    let whole = weights.get(&body.index()).copied().unwrap_or_default().plain();
    let mut dropped: Vec<(usize, &'static str)> = Vec::new();
    let mut waiting: Vec<Node<'_>> = body.elements().collect();
    while let Some(node) = waiting.pop() {
        if page.state(node) != State::Read || is_unseen(node) {
            continue;
        }
        let weight = weights.get(&node.index()).copied().unwrap_or_default();
        // What holds half the text is the text, whatever it is called.
        let is_large = weight.plain() * 2 > whole && whole > 0;
        let by_element = match node.name() {
            "nav" => Some("navigation"),
            "footer"
                if node.parent().is_some_and(|parent| parent.name() != "blockquote")
                    && !node.ancestors().any(|around| around.is(&["blockquote", "figure"])) =>
            {
                Some("footer")
            }
            "dialog" => Some("page furniture"),
            "header" if node.parent() == Some(body) && body.name() == "body" && weight.plain() < 60 => Some("navigation"),
            "aside" if weight.linked * 2 > weight.characters => Some("related articles"),
            _ => None,
        };
        let by_role = ["navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert"]
            .iter()
            .find(|role| node.has_word("role", role))
            .map(|_| "page furniture");
        let holds_notes = page.holds_note(node);
        let named = boilerplate_name(node).filter(|_| {
            !node.is(&["p", "h1", "h2", "h3", "h4", "em", "strong", "ruby", "table", "tr", "td", "blockquote", "figure", "html", "body"])
        });
        let by_links = (node.is(&["ul", "ol", "div", "section", "table"])
            && weight.characters > 0
            && weight.plain() * 8 < weight.linked
            && links(node) >= 4)
            .then_some("lists of links");
        let by_line = (weight.characters > 0 && weight.characters <= 24).then(|| line_kind(&node.line())).flatten();
        // Pictures of the article may lie where names say little.
        let shows = node.descendants().any(|inner| inner.name() == "figure");
        let kind = by_element.or(by_role).or(named.filter(|_| !shows || weight.linked > 0)).or(by_links).or(by_line);
        match kind {
            Some(kind) if !is_large && !holds_notes => dropped.push((node.index(), kind)),
            _ => waiting.extend(node.elements()),
        }
    }
    for (index, kind) in dropped {
        if let Some(node) = page.document.root().at(index) {
            page.set(node, State::Dropped(kind));
        }
    }
}

fn links(node: Node<'_>) -> usize {
    node.descendants().filter(|inner| inner.name() == "a" && inner.attribute("href").is_some_and(|href| !href.starts_with('#'))).count()
}

/// What a line that stands alone is, when it is one that sites write.
pub fn line_kind(line: &str) -> Option<&'static str> {
    let plain = line.trim().trim_end_matches(['：', ':', '…', '.', '。', '>', '»', '！', '!', '▼', '↓']).trim();
    let found = Names::get().lines.iter().find(|(_, lines)| lines.iter().any(|known| known == plain));
    found.map(|(kind, _)| kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::StyleSheet;
    use crate::html::parse_html;

    #[test]
    fn names_are_parted_into_words() {
        assert_eq!(words_of("relatedPosts_list-item"), ["related", "posts", "list", "item"]);
        assert_eq!(words_of("header"), ["header"]);
    }

    #[test]
    fn the_article_is_found_without_names() {
        let text = "這是一個很長的段落，裡面說了許多事情，足夠讓人看出它是文章。".repeat(4);
        let links = "<li><a href=x>另一篇文章的題目在這裡</a>".repeat(20);
        let html =
            format!("<body><div class=x><ul>{links}</ul></div><div class=y><div><p>{text}</p><p>{text}</p></div><ul>{links}</ul></div>");
        let document = parse_html(&html);
        let page = Page::new("", &document, StyleSheet::new(&[]));
        let body = find_body(&page).unwrap();
        assert_eq!((body.node.name(), body.node.parent().and_then(|node| node.attribute("class"))), ("div", Some("y")), "{}", body.reason);
    }
}
