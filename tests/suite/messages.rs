//! The words of findings, held against the places that make them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use fuzi::diag::Code;

/// The text of every source file that is not the catalogue itself, without its unit tests.
fn sources() -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("diag/catalogue.rs") {
                let text = fs::read_to_string(&path).unwrap();
                texts.push(text.split("\n#[cfg(test)]\n").next().unwrap_or_default().to_owned());
            }
        }
    }
    texts
}

/// Whether what stands between braces is an argument, and not notation such as `{.decorative}`.
fn is_name(text: &&str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'-'))
}

fn between<'a>(text: &'a str, before: &'a str, after: char) -> impl Iterator<Item = &'a str> {
    text.split(before).skip(1).filter_map(move |rest| rest.split_once(after)).map(|(name, _)| name)
}

#[test]
fn every_argument_of_a_message_is_given_where_its_finding_is_made() {
    let sources = sources();
    let mut missing = Vec::new();
    for code in Code::ALL {
        let words = code.words();
        let templates = [Some(&words.message), words.label.as_ref(), words.also.as_ref(), words.help.as_ref()];
        let wanted: BTreeSet<&str> = templates.into_iter().flatten().flat_map(|text| between(text, "{", '}')).filter(is_name).collect();
        let name = format!("Code::{code:?}");
        let mentions = |text: &&String| {
            text.match_indices(&name).any(|(at, _)| !text[at + name.len()..].starts_with(|next: char| next.is_alphanumeric()))
        };
        let making: Vec<&String> = sources.iter().filter(mentions).collect();
        if making.is_empty() {
            continue;
        }
        let given: BTreeSet<&str> = making.iter().flat_map(|text| between(text, ".with(\"", '"')).collect();
        missing.extend(wanted.difference(&given).map(|argument| format!("{} ({code:?}): {{{argument}}}", code.id())));
    }
    assert!(missing.is_empty(), "\n{}", missing.join("\n"));
}
