//! The licences of everything that is linked: permissive, and MPL-2.0 unmodified.

use std::process::Command;

/// Licences that may be linked, by their SPDX identifiers.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Whether an SPDX expression lets us choose allowed licences only. `AND` binds tighter than `OR`; brackets are honoured.
fn allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut tokens: Vec<&str> = expression.split_whitespace().rev().collect();
    let result = any(&mut tokens);
    result && tokens.is_empty()
}

fn any(tokens: &mut Vec<&str>) -> bool {
    let mut result = all(tokens);
    while tokens.last() == Some(&"OR") {
        tokens.pop();
        result |= all(tokens);
    }
    result
}

fn all(tokens: &mut Vec<&str>) -> bool {
    let mut result = one(tokens);
    while tokens.last() == Some(&"AND") {
        tokens.pop();
        result &= one(tokens);
    }
    result
}

fn one(tokens: &mut Vec<&str>) -> bool {
    match tokens.pop() {
        Some("(") => {
            let result = any(tokens);
            tokens.pop() == Some(")") && result
        }
        Some(name) if tokens.last() == Some(&"WITH") => {
            tokens.pop();
            let exception = tokens.pop().unwrap_or_default();
            ALLOWED.contains(&format!("{name} WITH {exception}").as_str())
        }
        Some(name) => ALLOWED.contains(&name),
        None => false,
    }
}

#[test]
fn everything_linked_is_permissive_or_mpl() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version=1", "--locked", "--offline", "--filter-platform", host()]);
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50, "{} packages", packages.len());
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !allowed(package["license"].as_str().unwrap_or_default()))
        .map(|package| format!("{} {}: {}", package["name"], package["version"], package["license"]))
        .collect();
    assert!(refused.is_empty(), "\n{}", refused.join("\n"));
}

/// The platform that the tests run on, whose packages are there.
fn host() -> &'static str {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "aarch64") => "aarch64-unknown-linux-gnu",
        ("macos", "aarch64") => "aarch64-apple-darwin",
        ("macos", _) => "x86_64-apple-darwin",
        ("windows", _) => "x86_64-pc-windows-msvc",
        _ => "x86_64-unknown-linux-gnu",
    }
}

#[test]
fn an_expression_is_read_as_spdx_says() {
    for yes in ["MIT OR GPL-3.0", "MIT/Apache-2.0", "(MIT OR GPL-2.0) AND ISC", "Apache-2.0 WITH LLVM-exception", "MPL-2.0"] {
        assert!(allowed(yes), "{yes}");
    }
    for no in ["", "GPL-3.0", "MIT AND LGPL-2.1", "AGPL-3.0 OR GPL-3.0", "(MIT", "MIT WITH Unknown-exception"] {
        assert!(!allowed(no), "{no}");
    }
}
