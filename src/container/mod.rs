//! ZIP archives: written so that equal files give equal bytes, read under limits.

mod reader;
mod writer;

pub use reader::{Archive, ContainerError, ContainerLimits, read, salvage};
pub use writer::{Entry, write};
