//! ZIP archives: written so that equal files give equal bytes, read under limits.

mod reader;
mod writer;

pub use reader::{ContainerError, ContainerLimits, read};
pub use writer::{Entry, write};
