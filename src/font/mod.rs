//! Faces and what can be asked of them: coverage, shaping, metrics, subsets.

mod face;

pub use face::FaceId;
