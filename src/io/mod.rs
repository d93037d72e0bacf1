//! The edge to the file system: the only module that says `std::fs`.

mod folder;
mod font_files;
mod outputs;
mod tree;

pub use folder::{Folder, exists, is_empty, names_in, read_file};
pub use font_files::{FontFolders, FoundFont, FoundIn, find_fonts, load_fonts};
pub use outputs::Outputs;
pub use tree::{EntryKind, Scratch, Tree, TreeEntry, is_folder, open_file};
