//! XML out and in: a writer that escapes, nests and drops what XML cannot say, and a reader to a small tree.

mod reader;
mod writer;

pub use reader::{Element, Entities, Node, XmlError, parse, parse_with_entities};
pub use writer::{Document, Layout, Writer, is_xml_character};
