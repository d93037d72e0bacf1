//! `fuzi explain CODE`

use super::console::Console;
use super::exit::Exit;
use crate::diag::Code;

pub fn explain(id: &str, console: &Console) -> Exit {
    let Some(code) = Code::from_id(id) else {
        eprintln!("error: no finding has the code {id}");
        return Exit::Usage;
    };
    console.print(&page(code));
    Exit::Done
}

/// The words of a code as a page of text, its arguments shown as they are named.
fn page(code: Code) -> String {
    let words = code.words();
    let mut page = format!("{}[{}]: {}\n", code.severity().word(), code.id(), words.message);
    if let Some(explain) = &words.explain {
        page.push_str(&format!("\n{}\n", explain.trim()));
    }
    if let Some(help) = &words.help {
        page.push_str(&format!("\nhelp: {help}\n"));
    }
    if !code.clause().is_empty() {
        page.push_str(&format!("\nrule: {}\n", code.clause()));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::page;
    use crate::diag::Code;

    #[test]
    fn every_code_has_a_page() {
        for &code in Code::ALL {
            assert!(page(code).contains(code.id()));
        }
        assert!(page(Code::OverfullLine).ends_with("\nrule: JLREQ 3.8.2\n"));
    }
}
