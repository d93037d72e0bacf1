//! `fuzi completions SHELL`

use clap::CommandFactory;
use clap_complete::Shell;

use super::arguments::Arguments;
use super::console::Console;
use super::exit::Exit;

pub fn completions(shell: Shell, console: &Console) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "fuzi", &mut script);
    console.print(&String::from_utf8_lossy(&script));
    Exit::Done
}
