//! The names of nodes, and who owns what stands on a page.

/// A node of one document tree. Unique in the tree; says nothing about order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// Hands out node ids.
#[derive(Clone, Debug, Default)]
pub struct NodeIds {
    next: u32,
}

impl NodeIds {
    pub fn fresh(&mut self) -> NodeId {
        let id = NodeId(self.next);
        self.next += 1;
        id
    }
}

impl NodeId {
    /// The number, for dumps and dense side tables.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Which part of a node a piece of content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The node's own text or picture.
    Content,
    /// The base of the ruby segment of this number.
    RubyBase(u16),
    /// The reading of the ruby segment of this number.
    RubyReading(u16),
    /// A gloss on the other side of the base.
    RubyUnder,
    /// A generated label: list marker, note number, figure or heading number.
    Label,
    /// The title of this heading's entry in the contents.
    ContentsTitle,
    /// The folio of this heading's entry in the contents, with its leader.
    ContentsFolio,
}

/// What a mark on the page is when it is not content (PDF 32000-1, 14.8.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Artifact {
    RunningHead,
    Folio,
    /// A rule or tint that belongs to the layout: table rules, note rule, name lines.
    Layout,
    /// Part of the page's background.
    Background,
}

/// Whose a piece of content is: a node of the edition's tree, or nobody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    Node(NodeId, Part),
    Artifact(Artifact),
}
