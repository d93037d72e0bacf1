//! Why a picture cannot be used.

use crate::diag::Code;
use crate::diag::Diagnostic;

/// Why a picture cannot be used; [`PictureError::finding`] says it to the author.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// In no format that is read here; the name of the format when it is known.
    #[error("{0} is not a format that is read here")]
    Unsupported(String),
    /// The file is broken.
    #[error("{0}")]
    Corrupt(String),
    /// Larger than a stated limit.
    #[error("{what} is {size}, more than {limit}")]
    TooLarge { what: &'static str, size: u64, limit: u64 },
}

impl PictureError {
    pub(super) fn corrupt(reason: impl ToString) -> PictureError {
        PictureError::Corrupt(reason.to_string())
    }

    /// The finding about the picture at `path`.
    pub fn finding(&self, path: &str) -> Diagnostic {
        match self {
            PictureError::Unsupported(what) => {
                Diagnostic::new(Code::UnsupportedPicture).in_file(path).with("path", path).with("format", what)
            }
            PictureError::Corrupt(reason) => Diagnostic::new(Code::CorruptPicture).in_file(path).with("path", path).with("reason", reason),
            PictureError::TooLarge { what, size, limit } => Diagnostic::new(Code::LimitExceeded)
                .in_file(path)
                .with("what", format!("{what} of {path}"))
                .with("size", size)
                .with("limit", limit)
                .with("help", "scale the picture down before adding it"),
        }
    }
}
