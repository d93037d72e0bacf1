//! Which page of the typeset edition each piece of text stands on.

use crate::book::NodeId;

/// Where a page begins in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageStart {
    /// The folio, as printed or as it would be printed.
    pub label: String,
    /// The first node with text or a picture on the page.
    pub node: NodeId,
    /// The byte in that node's text at which the page begins; 0 for a node that begins there.
    pub offset: usize,
}

/// The pages in order. Pages that hold no content of the manuscript are not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageMap {
    pub starts: Vec<PageStart>,
    /// Of headings and of places that the index names: the label of the page where each begins, by node.
    pub headings: std::collections::BTreeMap<NodeId, String>,
}
