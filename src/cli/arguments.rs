//! What the command line says.

use crate::diag::Code;
use crate::diag::Tongue;
use crate::import::Charset;
use crate::import::Format;
use crate::manuscript::EpubProfile;
use std::path::PathBuf;
use std::str::FromStr;

use super::examples;
use super::new::BookLanguage;
use super::new::Template;
use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

/// Builds an EPUB and a typeset PDF from one manuscript, vertical or horizontal.
#[derive(Parser, Debug)]
#[command(name = "fuzi", version, about, max_term_width = 100, after_help = examples::ALL)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub shared: Shared,
}

/// Options of every command.
#[derive(Args, Debug)]
pub struct Shared {
    /// Print errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print notes and the time of each stage too
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// How findings and results are printed
    #[arg(long, value_enum, default_value_t = MessageFormat::Human, global = true, value_name = "FORMAT")]
    pub message_format: MessageFormat,
    /// The language of findings: en, zh-Hant, zh-Hans or ja; that of the locale without it
    #[arg(id = "tongue", long = "lang", global = true, value_name = "TAG", value_parser = tongue)]
    pub lang: Option<Tongue>,
}

fn tongue(tag: &str) -> Result<Tongue, String> {
    Tongue::of(tag).ok_or_else(|| "write en, zh-Hant, zh-Hans or ja".to_owned())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// Text for people, on standard error
    Human,
    /// One JSON object a line, on standard output
    Json,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Make a new project that builds at once
    #[command(after_help = examples::NEW)]
    New(NewArguments),
    /// Build the editions that DIR/book.toml declares
    #[command(after_help = examples::BUILD)]
    Build(BuildArguments),
    /// Make a project from a text, a document, a page or a publication made elsewhere
    #[command(after_help = examples::IMPORT)]
    Import(ImportArguments),
    /// Look for what a careful editor would change
    #[command(after_help = examples::CHECK)]
    Check(CheckArguments),
    /// Show, or write, what the checks propose
    #[command(after_help = examples::FIX)]
    Fix(FixArguments),
    /// Print an edition as text at a stage of its making
    #[command(after_help = examples::DUMP)]
    Dump(DumpArguments),
    /// Show fonts
    #[command(subcommand, after_help = examples::FONTS)]
    Fonts(FontsCommand),
    /// Write catalogue records
    #[command(subcommand, after_help = examples::METADATA)]
    Metadata(MetadataCommand),
    /// Make a package for an archive: editions, manuscript, records and the sums of all of them (BagIt)
    #[command(after_help = examples::ARCHIVE)]
    Archive(ArchiveArguments),
    /// Say what is wrong with a package, an EPUB or a PDF
    #[command(after_help = examples::VERIFY)]
    Verify(VerifyArguments),
    /// Say what a finished PDF or EPUB holds: pages, fonts, pictures, metadata, structure
    #[command(after_help = examples::INSPECT)]
    Inspect(InspectArguments),
    /// Say what a finding's code means
    #[command(after_help = examples::EXPLAIN)]
    Explain {
        /// Such as FT001
        code: String,
    },
    /// Say which fonts and outside tools are there, and how to get those that are not
    #[command(after_help = examples::DOCTOR)]
    Doctor(DoctorArguments),
    /// Print the JSON Schema of book.toml, by which editors complete and check its keys
    #[command(after_help = examples::SCHEMA)]
    Schema,
    /// Print the completions of a shell
    #[command(after_help = examples::COMPLETIONS)]
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write those of all commands into a folder
    #[command(after_help = examples::MAN)]
    Man {
        /// Write fuzi.1, fuzi-build.1 and so on into this folder
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

#[derive(Args, Debug)]
pub struct NewArguments {
    /// The new folder; one that holds anything is refused
    pub dir: PathBuf,
    /// What is to be made
    #[arg(long, value_enum, default_value_t = Template::Article, value_name = "NAME")]
    pub template: Template,
    /// The language of findings; --lang is the book's here
    #[arg(id = "tongue", long = "speak", value_name = "TAG", value_parser = tongue)]
    pub speak: Option<Tongue>,
    /// The language of the book
    #[arg(long, value_enum, default_value_t = BookLanguage::Taiwan, value_name = "TAG")]
    pub lang: BookLanguage,
}

#[derive(Args, Debug)]
pub struct ArchiveArguments {
    /// The project folder
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// An edition; may be given several times, and `all` stands for all of them, as it does without it
    #[arg(long, value_name = "NAME")]
    pub edition: Vec<String>,
    /// The new package: a folder, or one file when it ends in .zip
    #[arg(long, value_name = "BAG")]
    pub out: PathBuf,
}

#[derive(Args, Debug)]
pub struct VerifyArguments {
    /// A package as a folder or a ZIP file, an EPUB or a PDF, whoever made it
    pub path: PathBuf,
}

#[derive(Args, Debug)]
pub struct InspectArguments {
    /// A PDF or an EPUB, whoever made it
    pub file: PathBuf,
    /// Text to be read, or JSON with a version
    #[arg(long, value_enum, default_value_t = DumpFormat::Text, value_name = "FORMAT")]
    pub format: DumpFormat,
    /// Print the structure of a PDF too, as a screen reader goes through it
    #[arg(long)]
    pub structure: bool,
}

#[derive(Args, Debug)]
pub struct DoctorArguments {
    /// Look at these tools only, and end with exit code 5 when one is missing: epubcheck, ace, verapdf, java, node, qpdf, pdftotext,
    /// mutool
    #[arg(value_name = "TOOL")]
    pub tools: Vec<String>,
}

#[derive(Args, Debug)]
pub struct BuildArguments {
    /// The project folder
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Build this edition only; may be given several times
    #[arg(long, value_name = "NAME")]
    pub edition: Vec<String>,
    /// Write files of this format only; their bytes are those of a full build
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub only: Option<OnlyFormat>,
    /// Write to this folder instead of DIR/dist
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Threads to use; 0 means one for each core
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub jobs: usize,
    /// Build although no font has some character
    #[arg(long)]
    pub allow_missing_glyphs: bool,
    /// Write a proof beside each PDF: its pages with squeezed and opened gaps, hung marks, over-full lines and fallback glyphs in
    /// colour, and a legend before them
    #[arg(long)]
    pub proof: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnlyFormat {
    Epub,
    Pdf,
}

#[derive(Args, Debug)]
pub struct ImportArguments {
    /// Text, Markdown, a Word document, a saved page or an EPUB
    pub file: PathBuf,
    /// The new project folder
    #[arg(long, value_name = "DIR")]
    pub into: PathBuf,
    /// Pictures in the order in which they stand in the text
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub pictures: Vec<PathBuf>,
    /// The encoding of the text, such as shift_jis, big5, gb18030, euc-jp or euc-kr; detected without it
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<Charset>,
    /// The notation of the text: plain, aozora, markdown, docx, html or epub; detected without it
    #[arg(long, value_name = "NAME")]
    pub format: Option<Format>,
    /// Import a corrected text into the project once more: book.toml, pictures and alternative texts stay
    #[arg(long)]
    pub again: bool,
}

#[derive(Args, Debug)]
pub struct CheckArguments {
    /// The project folder
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Say what this profile would refuse or complain of, whatever the book's own is
    #[arg(long, value_name = "NAME", value_parser = profile)]
    pub profile: Option<EpubProfile>,
    /// End with exit code 1 when there are such findings: `warnings`, or a code such as CK008; may be given several times
    #[arg(long, value_name = "CODE")]
    pub deny: Vec<Denied>,
    /// Compose the pages too, and tell what only lines and pages show
    #[arg(long)]
    pub pages: bool,
    /// Print every finding; without it many of one kind are counted after the first ones
    #[arg(long)]
    pub all: bool,
    /// The same as --message-format
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<MessageFormat>,
}

/// What `--deny` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    Warnings,
    Code(Code),
}

impl FromStr for Denied {
    type Err = String;

    fn from_str(text: &str) -> Result<Denied, String> {
        match text {
            "warnings" => Ok(Denied::Warnings),
            id => Code::from_id(id).map(Denied::Code).ok_or_else(|| "write `warnings`, or a code such as CK008".to_owned()),
        }
    }
}

#[derive(Args, Debug)]
pub struct FixArguments {
    /// The project folder
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Write the changes; without it they are only shown
    #[arg(long)]
    pub apply: bool,
    /// Make the changes of this finding only, such as CK008; may be given several times
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub only: Vec<Code>,
    /// The same as --message-format
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<MessageFormat>,
}

fn code(text: &str) -> Result<Code, String> {
    Code::from_id(text).ok_or_else(|| "no finding has this code; docs/findings.md lists them".to_owned())
}

#[derive(Args, Debug)]
pub struct DumpArguments {
    #[arg(value_enum)]
    pub stage: DumpStage,
    /// The project folder
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// The edition; the first one declared when none is named
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
    /// Of `layout`: text to be read, or JSON as docs/layout.schema.json describes it
    #[arg(long, value_enum, default_value_t = DumpFormat::Text, value_name = "FORMAT")]
    pub format: DumpFormat,
    /// Of `layout`: this page only, counted from 1
    #[arg(long, value_name = "N")]
    pub page: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DumpFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DumpStage {
    /// The canonical text, in its streams
    Text,
    /// The document tree of the edition
    Book,
    /// Which text begins each page
    Pages,
    /// What every line is made of: its place, classes, gaps, adjustment, end
    Layout,
    /// Every mark on every page
    Marks,
}

#[derive(Subcommand, Debug)]
pub enum FontsCommand {
    /// List the faces that a build uses and where they were found
    List {
        /// The project folder; without it only the bundled fonts are listed
        dir: Option<PathBuf>,
    },
    /// Say which face sets which characters of a book, where others step in, and what no font has
    Check {
        /// The project folder
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// Look at this edition only; may be given several times
        #[arg(long, value_name = "NAME")]
        edition: Vec<String>,
    },
}

/// The profile of a name.
fn profile(name: &str) -> Result<EpubProfile, String> {
    let known: Vec<&str> = EpubProfile::ALL.iter().map(|profile| profile.as_str()).collect();
    EpubProfile::ALL.iter().find(|profile| profile.as_str() == name).copied().ok_or_else(|| format!("choose one of {}", known.join(", ")))
}

#[derive(Subcommand, Debug)]
pub enum MetadataCommand {
    /// Write the record of an edition on standard output
    Export {
        /// The project folder
        #[arg(default_value = ".")]
        dir: PathBuf,
        #[arg(long, value_enum)]
        format: RecordFormat,
        /// The edition; the first one declared when none is named
        #[arg(long, value_name = "NAME")]
        edition: Option<String>,
    },
}

/// A format of catalogue records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RecordFormat {
    /// MARC 21 in MARCXML
    Marcxml,
    /// MODS 3.8
    Mods,
    /// Simple Dublin Core
    Dc,
    /// schema.org in JSON-LD
    Jsonld,
    /// ONIX for Books 3.1
    Onix,
    /// BibTeX
    Bibtex,
}
