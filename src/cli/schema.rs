//! `fuzi schema`

use super::console::Console;
use super::exit::Exit;

/// The JSON Schema of book.toml.
pub const SCHEMA: &str = include_str!("../../docs/book.schema.json");

/// Its name in a new project.
pub const SCHEMA_FILE: &str = "book.schema.json";

pub fn schema(console: &Console) -> Exit {
    console.print(SCHEMA);
    Exit::Done
}
