//! XML out and in: a writer that escapes, nests and drops what XML cannot say, a reader to a small tree, and one to a stream.

mod reader;
mod scan;
mod writer;

pub use reader::{Element, Entities, Node, XmlError, parse, parse_with_entities};
pub use scan::{Tag, Token, scan};
pub use writer::{Document, Layout, Writer, is_xml_character};
