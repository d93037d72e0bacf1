//! A document as nodes in a list, each with the places of its parent and children.

use super::node::Node;

/// A parsed document. Nodes are known by their place in the list; the document itself is the first.
#[derive(Clone, Debug)]
pub struct Document {
    pub(super) nodes: Vec<NodeData>,
    /// Elements that were nested too deep and are unwrapped.
    pub flattened: usize,
    /// Whether the document had more nodes than are read.
    pub cut: bool,
}

#[derive(Clone, Debug)]
pub(super) struct NodeData {
    pub parent: usize,
    pub children: Vec<usize>,
    /// Its place among the children of its parent.
    pub place: usize,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Document,
    Element { name: Box<str>, attributes: Vec<(Box<str>, Box<str>)> },
    Text(String),
    Comment(String),
}

impl Default for Document {
    fn default() -> Document {
        let root = NodeData { parent: 0, children: Vec::new(), place: 0, kind: Kind::Document };
        Document { nodes: vec![root], flattened: 0, cut: false }
    }
}

impl Document {
    /// The document itself, whose children are the root element and what stands around it.
    pub fn root(&self) -> Node<'_> {
        Node { document: self, index: 0 }
    }

    /// The first element of this name.
    pub fn find(&self, name: &str) -> Option<Node<'_>> {
        self.root().descendants().find(|node| node.name() == name)
    }

    /// How many nodes there are; [`Node::index`] is less.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// Adds a node as the last child of `parent`; text joins text before it.
    pub(super) fn push(&mut self, parent: usize, kind: Kind) -> usize {
        if let Kind::Text(text) = &kind
            && let Some(last) = self.nodes[parent].children.last().copied()
            && let Kind::Text(before) = &mut self.nodes[last].kind
        {
            before.push_str(text);
            return last;
        }
        let index = self.nodes.len();
        let place = self.nodes[parent].children.len();
        self.nodes.push(NodeData { parent, children: Vec::new(), place, kind });
        self.nodes[parent].children.push(index);
        index
    }
}
