//! ZIP archives: written so that equal files give equal bytes, read under limits.

mod reader;
mod stream;
mod writer;

pub use reader::{Archive, ContainerError, ContainerLimits, read, salvage};
pub use stream::{Stored, Stream};
pub use writer::{Entry, write};
