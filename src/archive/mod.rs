//! Packages for archives: BagIt 1.0 bags (RFC 8493) of editions with what they were made from, and their verification.

mod bag;
mod digest;
mod fixity;
mod manifest;
mod package;
mod place;
mod premis;
mod publication;
mod rebuild;
mod recorder;
mod tag;
mod verify;

pub use package::Package;
pub use package::package;
pub use place::FolderPlace;
pub use place::Place;
pub use place::ZipPlace;
pub use publication::faults;
pub use publication::kind_of_name;
pub use recorder::Recorder;
pub use verify::Verified;
pub use verify::verify;
