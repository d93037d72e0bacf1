//! HTML and XHTML to one small tree, and the few properties of style sheets that say what text means.

mod document;
mod html_parser;
mod node;
mod style;
mod xml_parser;

pub use document::Document;
pub use html_parser::parse_html;
pub use node::Node;
pub use style::Declared;
pub use style::StyleSheet;
pub use style::inline_style;
pub use xml_parser::parse_xhtml;

/// Elements nested deeper than this are unwrapped: what they hold stands in the deepest that is kept.
pub const DEEPEST: usize = 200;

/// Nodes beyond which the rest of a document is not read.
pub const MOST_NODES: usize = 3_000_000;
