//! HTML as browsers read it: html5ever's tree builder into our tree.

use super::DEEPEST;
use super::MOST_NODES;
use super::document::Document;
use super::document::Kind;
use html5ever::Attribute;
use html5ever::LocalName;
use html5ever::Namespace;
use html5ever::QualName;
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::ns;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Tag;
use html5ever::tokenizer::TagKind;
use html5ever::tokenizer::Token;
use html5ever::tokenizer::TokenSink;
use html5ever::tokenizer::TokenSinkResult;
use html5ever::tokenizer::Tokenizer;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::ElemName;
use html5ever::tree_builder::ElementFlags;
use html5ever::tree_builder::NodeOrText;
use html5ever::tree_builder::QuirksMode;
use html5ever::tree_builder::TreeBuilder;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::tree_builder::TreeSink;
use std::borrow::Cow;
use std::cell::Cell;
use std::cell::RefCell;

/// Tags open beyond this depth are not given to the tree builder, which walks its stack for many tags.
const DEEPEST_OPEN: usize = 512;

/// Reads a page. Every text is HTML; what is broken is read as browsers read it, and contents of `noscript` are elements.
pub fn parse_html(text: &str) -> Document {
    let options = TreeBuilderOpts { scripting_enabled: false, drop_doctype: true, ..TreeBuilderOpts::default() };
    let guard = Guard {
        builder: TreeBuilder::new(Sink::default(), options),
        open: RefCell::new(Vec::new()),
        skipped: Cell::new(0),
        cut: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(text));
    while let TokenizerResult::Script(_) | TokenizerResult::EncodingIndicator(_) = tokenizer.feed(&input) {}
    tokenizer.end();
    let guard = tokenizer.sink;
    let mut document = guard.builder.sink.finish();
    document.flattened += guard.skipped.get();
    document.cut = guard.cut.get();
    document
}

/// Stands between tokenizer and tree builder and holds the limits.
struct Guard {
    builder: TreeBuilder<usize, Sink>,
    open: RefCell<Vec<LocalName>>,
    skipped: Cell<usize>,
    cut: Cell<bool>,
}

/// Whether elements of this name stay open until their end tag and may stand in each other.
fn nests(name: &str) -> bool {
    const EMPTY: &[&str] =
        &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "image", "keygen"];
    const CLOSED_BY_THEIR_LIKE: &[&str] = &[
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup", "option", "optgroup", "rb", "rt", "rp",
        "rtc", "html", "head", "body", "title", "script", "style", "textarea", "h1", "h2", "h3", "h4", "h5", "h6",
    ];
    !EMPTY.contains(&name) && !CLOSED_BY_THEIR_LIKE.contains(&name)
}

impl Guard {
    /// Whether the tree builder is given this tag.
    fn admits(&self, tag: &Tag) -> bool {
        if !nests(&tag.name) {
            return true;
        }
        let mut open = self.open.borrow_mut();
        match tag.kind {
            TagKind::StartTag if open.len() >= DEEPEST_OPEN => {
                self.skipped.set(self.skipped.get() + 1);
                return false;
            }
            TagKind::StartTag if !tag.self_closing => open.push(tag.name.clone()),
            TagKind::StartTag => {}
            TagKind::EndTag => {
                if let Some(at) = open.iter().rposition(|name| *name == tag.name) {
                    open.truncate(at);
                }
            }
        }
        true
    }
}

impl TokenSink for Guard {
    type Handle = usize;

    fn process_token(&self, token: Token, line_number: u64) -> TokenSinkResult<usize> {
        if self.builder.sink.nodes.borrow().len() > MOST_NODES {
            self.cut.set(true);
            if token != Token::EOFToken {
                return TokenSinkResult::Continue;
            }
        }
        if let Token::TagToken(tag) = &token
            && !self.admits(tag)
        {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(token, line_number)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// What the tree builder writes into; the document is node 0.
struct Sink {
    nodes: RefCell<Vec<Raw>>,
}

#[derive(Debug)]
struct Raw {
    parent: Option<usize>,
    children: Vec<usize>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// The document, contents of templates, instructions: what is no part of the text.
    Nothing,
    Element(QualName, Vec<Attribute>),
    Text(String),
    Comment(String),
}

/// An element's name as the tree builder asks for it.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Default for Sink {
    fn default() -> Sink {
        let document = Raw { parent: None, children: Vec::new(), content: Content::Nothing };
        Sink { nodes: RefCell::new(vec![document]) }
    }
}

impl Sink {
    fn create(&self, content: Content) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Raw { parent: None, children: Vec::new(), content });
        nodes.len() - 1
    }

    /// Puts a node or text at a place among the children of `parent`; text joins text before that place.
    fn insert(&self, parent: usize, place: Option<usize>, child: NodeOrText<usize>) {
        let child = match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let end = place.unwrap_or(nodes[parent].children.len());
                let before = end.checked_sub(1).map(|at| nodes[parent].children[at]);
                if let Some(before) = before
                    && let Content::Text(known) = &mut nodes[before].content
                {
                    known.push_str(&text);
                    return;
                }
                drop(nodes);
                self.create(Content::Text(text.to_string()))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        nodes[child].parent = Some(parent);
        match place {
            Some(place) => nodes[parent].children.insert(place, child),
            None => nodes[parent].children.push(child),
        }
    }

    fn place_of(&self, node: usize) -> Option<(usize, usize)> {
        let nodes = self.nodes.borrow();
        let parent = nodes[node].parent?;
        // What is looked for mostly stands near the end.
        let place = nodes[parent].children.iter().rposition(|child| *child == node)?;
        Some((parent, place))
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Document;
    type ElemName<'a> = Name;

    /// The tree in the order of the text, with what is nested too deep unwrapped.
    fn finish(self) -> Document {
        let mut raw = self.nodes.into_inner();
        let mut document = Document::default();
        let mut waiting: Vec<(usize, usize, usize)> = raw[0].children.iter().rev().map(|child| (*child, 0, 1)).collect();
        while let Some((node, parent, depth)) = waiting.pop() {
            let children = std::mem::take(&mut raw[node].children);
            let (into, depth) = match std::mem::replace(&mut raw[node].content, Content::Nothing) {
                Content::Element(_, _) if depth > DEEPEST => {
                    document.flattened += 1;
                    (parent, depth)
                }
                Content::Element(name, attributes) => {
                    let attributes = attributes.into_iter().map(|attribute| {
                        let name = match &attribute.name.prefix {
                            Some(prefix) => format!("{prefix}:{}", attribute.name.local),
                            None => attribute.name.local.to_string(),
                        };
                        (name.into_boxed_str(), attribute.value.to_string().into_boxed_str())
                    });
                    let kind = Kind::Element { name: name.local.to_string().into_boxed_str(), attributes: attributes.collect() };
                    (document.push(parent, kind), depth + 1)
                }
                Content::Text(text) => (document.push(parent, Kind::Text(text)), depth),
                Content::Comment(text) => (document.push(parent, Kind::Comment(text)), depth),
                Content::Nothing => continue,
            };
            waiting.extend(children.into_iter().rev().map(|child| (child, into, depth)));
        }
        document
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Name {
        match &self.nodes.borrow()[*target].content {
            Content::Element(name, _) => Name(name.clone()),
            // The tree builder asks for names of elements only.
            Content::Nothing | Content::Text(_) | Content::Comment(_) => Name(QualName::new(None, ns!(html), LocalName::from("div"))),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> usize {
        self.create(Content::Element(name, attributes))
    }

    fn create_comment(&self, text: StrTendril) -> usize {
        self.create(Content::Comment(text.to_string()))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.create(Content::Nothing)
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        if self.nodes.borrow()[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// Contents of templates hang on nothing, so they are left out.
    fn get_template_contents(&self, _: &usize) -> usize {
        self.create(Content::Nothing)
    }

    fn same_node(&self, one: &usize, other: &usize) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        if let NodeOrText::AppendNode(node) = &child {
            self.remove_from_parent(node);
        }
        match self.place_of(*sibling) {
            Some((parent, place)) => self.insert(parent, Some(place), child),
            None => self.insert(0, None, child),
        }
    }

    fn add_attrs_if_missing(&self, target: &usize, attributes: Vec<Attribute>) {
        if let Content::Element(_, known) = &mut self.nodes.borrow_mut()[*target].content {
            for attribute in attributes {
                if known.iter().all(|other| other.name != attribute.name) {
                    known.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &usize) {
        if let Some((parent, place)) = self.place_of(*target) {
            let mut nodes = self.nodes.borrow_mut();
            nodes[parent].children.remove(place);
            nodes[*target].parent = None;
        }
    }

    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[*node].children);
        for child in &children {
            nodes[*child].parent = Some(*new_parent);
        }
        nodes[*new_parent].children.extend(children);
    }
}

#[cfg(test)]
mod tests {
    use super::parse_html;
    use crate::html::DEEPEST;

    #[test]
    fn broken_markup_becomes_the_tree_that_browsers_make() {
        let document = parse_html("<p>一<b>二<p>三</b><table>外<tr><td>內</table><noscript><img src=a></noscript><template>無</template>");
        let names: Vec<&str> = document.root().descendants().map(|node| node.name()).filter(|name| !name.is_empty()).collect();
        assert_eq!(names, ["html", "head", "body", "p", "b", "p", "b", "table", "tbody", "tr", "td", "noscript", "img", "template"]);
        assert_eq!(document.root().line(), "一二三外內");
    }

    #[test]
    fn what_is_nested_too_deep_is_unwrapped_and_keeps_its_text() {
        let text = format!("{}內{}", "<div>".repeat(200_000), "</div>".repeat(200_000));
        let document = parse_html(&text);
        assert_eq!(document.root().line(), "內");
        assert!(document.flattened > 190_000, "{}", document.flattened);
        assert!(document.root().descendants().map(|node| node.ancestors().count()).max().unwrap() <= DEEPEST + 1);
    }
}
