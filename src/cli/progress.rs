//! What is going on, on standard error.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;
use std::time::Instant;

use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;

use super::console::Console;
use super::console::Verbosity;
use crate::diag::Progress;
use crate::diag::Stage;

/// A line that is rewritten when standard error is a terminal, else one line a stage.
pub struct Display {
    bar: Option<ProgressBar>,
    verbosity: Verbosity,
    running: Mutex<Vec<(Stage, String, Instant)>>,
    spent: Mutex<Vec<(Stage, String, Duration)>>,
}

impl Display {
    pub fn new(console: &Console) -> Arc<Display> {
        let bar = (std::io::stderr().is_terminal() && console.verbosity != Verbosity::Quiet).then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.set_style(ProgressStyle::with_template("{spinner} {msg}").expect("the template is well formed"));
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        Arc::new(Display { bar, verbosity: console.verbosity, running: Mutex::default(), spent: Mutex::default() })
    }

    /// Takes the line away, so that other text can follow.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// The time that a stage took for an edition.
    pub fn spent(&self, stage: Stage, edition: &str) -> Duration {
        let Ok(spent) = self.spent.lock() else { return Duration::ZERO };
        spent.iter().filter(|(other, name, _)| *other == stage && name == edition).map(|(.., time)| *time).sum()
    }

    fn tell(&self, line: &str) {
        match (&self.bar, self.verbosity) {
            (_, Verbosity::Quiet) => {}
            (Some(bar), _) => bar.println(line),
            (None, _) => eprintln!("{line}"),
        }
    }
}

impl Progress for Display {
    fn begin(&self, stage: Stage, edition: &str) {
        if let Ok(mut running) = self.running.lock() {
            running.push((stage, edition.to_owned(), Instant::now()));
        }
        match &self.bar {
            Some(bar) => bar.set_message(words(stage, edition)),
            None if self.verbosity == Verbosity::Normal => self.tell(&words(stage, edition)),
            None => {}
        }
    }

    fn end(&self, stage: Stage, edition: &str) {
        let Ok(mut running) = self.running.lock() else { return };
        let Some(index) = running.iter().position(|(other, name, _)| *other == stage && name == edition) else { return };
        let (.., since) = running.remove(index);
        drop(running);
        let elapsed = since.elapsed();
        if self.verbosity == Verbosity::Verbose {
            self.tell(&format!("{}  {} ms", words(stage, edition), elapsed.as_millis()));
        }
        if let Ok(mut spent) = self.spent.lock() {
            spent.push((stage, edition.to_owned(), elapsed));
        }
    }
}

fn words(stage: Stage, edition: &str) -> String {
    let verb = match stage {
        Stage::Read => "read",
        Stage::Adapt => "adapt",
        Stage::Compose => "compose",
        Stage::WritePdf => "write pdf",
        Stage::WriteEpub => "write epub",
    };
    if edition.is_empty() { verb.to_owned() } else { format!("{verb}: {edition}") }
}
