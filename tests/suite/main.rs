//! Everything that is tested across modules, in one binary.
#![expect(clippy::disallowed_methods, reason = "tests look at files and the environment")]

mod aozora;
mod aozora_books;
mod architecture;
mod canonical;
mod cli;
mod commonmark;
mod conformance;
mod dialects;
mod edition_text;
mod epub;
mod epub_profiles;
mod epub_sample;
mod epub_validator;
mod import_corpus;
mod import_docx;
mod importing;
mod layout;
mod licences;
mod line;
mod markdown;
mod messages;
mod pages;
mod pdf;
mod project;
mod publications;
mod reader;
mod reference;
mod report_json;
mod ruby;
mod sample_book;
mod specimen;
mod starting;
mod tagged_pdf;
mod tools;
mod validators;
