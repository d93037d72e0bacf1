//! What every stage may ask of its surroundings.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Sizes beyond which input is refused with a finding.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Depth of nested blocks and of nested inlines.
    pub nesting: usize,
    /// Bytes of one text file.
    pub text_bytes: u64,
    /// Bytes of one picture file.
    pub picture_bytes: u64,
    /// Pixels of one picture.
    pub picture_pixels: u64,
    /// Files of one book.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { nesting: 100, text_bytes: 64 << 20, picture_bytes: 128 << 20, picture_pixels: 100_000_000, files: 10_000 }
    }
}

/// A stage of the pipeline, for progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Read,
    Adapt,
    Compose,
    WritePdf,
    WriteEpub,
}

/// Told what the pipeline does; every method may be called from any thread.
pub trait Progress: Send + Sync {
    /// A stage begins for an edition (empty when it is for all).
    fn begin(&self, stage: Stage, edition: &str);
    /// The stage that began last for this edition has ended.
    fn end(&self, stage: Stage, edition: &str);
}

/// Limits, cancellation, the number of jobs, and who is told of progress.
#[derive(Clone, Default)]
pub struct Context {
    pub limits: Limits,
    /// Threads that a stage may use; 0 means one for each core.
    pub jobs: usize,
    pub progress: Option<Arc<dyn Progress>>,
    cancelled: Arc<AtomicBool>,
}

impl Context {
    /// The same with this number of threads; 0 means one for each core.
    pub fn with_jobs(mut self, jobs: usize) -> Context {
        self.jobs = jobs;
        self
    }

    /// The same, telling `progress` what goes on.
    pub fn with_progress(mut self, progress: Arc<dyn Progress>) -> Context {
        self.progress = Some(progress);
        self
    }

    /// Asks every stage to stop as soon as it can.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    pub fn begin(&self, stage: Stage, edition: &str) {
        if let Some(progress) = &self.progress {
            progress.begin(stage, edition);
        }
    }

    pub fn end(&self, stage: Stage, edition: &str) {
        if let Some(progress) = &self.progress {
            progress.end(stage, edition);
        }
    }
}
