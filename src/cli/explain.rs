//! `fuzi explain CODE`

use super::console::Console;
use super::exit::Exit;
use crate::diag::Code;
use crate::diag::Tongue;
use crate::diag::fill;

pub fn explain(id: &str, console: &Console) -> Exit {
    let words = console.tongue.words();
    let Some(code) = Code::from_id(id) else {
        eprintln!("{}: {}", words.error, fill(&words.unknown, &[("code", id.to_owned())]));
        return Exit::Usage;
    };
    console.print(&page(code, console.tongue));
    Exit::Done
}

/// The words of a code as a page of text, its arguments shown as they are named, with a wrong and a right example.
fn page(code: Code, tongue: Tongue) -> String {
    let (words, message, example) = (tongue.words(), code.words_in(tongue), code.example());
    let mut page = format!("{}[{}]: {}\n", code.severity().word_in(tongue), code.id(), message.message);
    if let Some(explain) = &message.explain {
        page.push_str(&format!("\n{}\n", explain.trim()));
    }
    for (title, text) in [(&words.wrong, &example.wrong), (&words.right, &example.right)] {
        page.push_str(&format!("\n{title}:\n\n"));
        for line in text.trim_matches('\n').lines() {
            page.push_str(format!("    {line}").trim_end());
            page.push('\n');
        }
    }
    if let Some(help) = &message.help {
        page.push_str(&format!("\n{}: {help}\n", words.help));
    }
    if !code.clause().is_empty() {
        page.push_str(&format!("\n{}: {}\n", words.rule, code.clause()));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::page;
    use crate::diag::Code;
    use crate::diag::Tongue;

    #[test]
    fn every_code_has_a_page_in_every_tongue() {
        for tongue in Tongue::ALL {
            for &code in Code::ALL {
                let page = page(code, tongue);
                assert!(page.contains(code.id()) && page.contains(&tongue.words().wrong), "{page}");
            }
        }
        assert!(page(Code::OverfullLine, Tongue::English).ends_with("\nrule: JLREQ 3.8.2\n"));
    }

    #[test]
    fn a_page_shows_both_examples() {
        let page = page(Code::ImproperEllipsis, Tongue::Japanese);
        let expected = "\n悪い例:\n\n    我想想...好吧。\n\n良い例:\n\n    我想想……好吧。\n\n対処: ";
        assert!(page.contains(expected), "{page}");
    }
}
