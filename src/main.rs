//! The command `fuzi`.

use std::process::ExitCode;

fn main() -> ExitCode {
    fuzi::cli::run().into()
}
