//! What an author is told about a document, as findings.

use crate::diag::Code;
use crate::diag::Diagnostic;

/// Something that does not stand in the manuscript as it stood in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Text struck in tracked changes.
    Deleted(String),
    /// Text that the document does not show.
    Hidden(String),
    Comment {
        author: String,
        /// The words that it is about.
        about: String,
        text: String,
    },
    /// A thing without a place in a manuscript, and its words.
    LeftOut { what: &'static str, text: String },
    /// A picture that cannot be shown.
    Picture { name: String, reason: String },
    /// A symbol that only its font knows.
    Symbol { font: String, code: u32 },
    /// An equation that became a line of text.
    Equation(String),
    /// A character of the private area.
    Private(char),
    /// A link to nothing that a book can lead to.
    Link(String),
    /// A part of the file that cannot be read.
    Fault { part: String, reason: String },
    /// Paragraphs taken for something that no style says.
    Guess { what: &'static str, text: String },
}

impl Told {
    pub fn finding(&self, file: &str) -> Diagnostic {
        match self {
            Told::Deleted(text) => new(Code::DeletedText, file).with("text", short(text)),
            Told::Hidden(text) => new(Code::HiddenText, file).with("text", short(text)),
            Told::Comment { author, about, text } => {
                let author = if author.is_empty() { "a reader" } else { author };
                new(Code::ImportedComment, file).with("author", author).with("about", short(about)).with("text", text)
            }
            Told::LeftOut { what, text } => new(Code::LeftOut, file).with("what", what).with("text", short(text)),
            Told::Picture { name, reason } => new(Code::UnusablePicture, file).with("name", name).with("reason", reason),
            Told::Symbol { font, code } => new(Code::UnknownSymbol, file).with("font", font).with("code", format!("U+{code:04X}")),
            Told::Equation(text) => new(Code::ImportedEquation, file).with("text", short(text)),
            Told::Private(character) => new(Code::PrivateCharacter, file).with("code", format!("U+{:04X}", u32::from(*character))),
            Told::Link(target) => new(Code::ImportedLink, file).with("target", short(target)),
            Told::Fault { part, reason } => new(Code::BrokenPart, file).with("part", part).with("reason", reason),
            Told::Guess { what, text } => new(Code::GuessedRole, file).with("what", what).with("text", short(text)),
        }
    }

    /// The words that are not in the manuscript, with what they were; none when all of them are.
    pub fn dropped(&self) -> Option<String> {
        match self {
            Told::Deleted(text) => Some(format!("deleted in tracked changes: {text}")),
            Told::Hidden(text) => Some(format!("hidden: {text}")),
            Told::Comment { author, about, text } => Some(format!("comment of {author} on “{about}”: {text}")),
            Told::LeftOut { what, text } => Some(format!("{what}: {text}")),
            Told::Picture { name, .. } => Some(format!("picture {name}")),
            Told::Fault { part, .. } => Some(format!("part {part}")),
            Told::Symbol { .. } | Told::Equation(_) | Told::Private(_) | Told::Link(_) | Told::Guess { .. } => None,
        }
    }
}

fn new(code: Code, file: &str) -> Diagnostic {
    Diagnostic::new(code).in_file(file)
}

/// The beginning of a text that may be long.
fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
