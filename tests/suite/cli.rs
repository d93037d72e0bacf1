//! The command line from outside: what it says of bad input, how it ends, what it leaves behind.

use crate::project::Outcome;
use crate::project::Project;

/// A JPEG that ends in its header.
const BROKEN_JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01";

/// Builds once as it is, then breaks it with `change` and builds again: the finding must show `wanted` lines in this order, the exit
/// code must be `code`, and the files of the first build must be untouched.
fn battery(project: &Project, change: impl FnOnce(&Project), arguments: &[&str], code: i32, wanted: &[&str]) -> Outcome {
    let first = project.fuzi(&["build"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    let names = project.names("dist");
    assert!(names.contains(&"small-vertical.pdf".to_owned()) && names.contains(&"report.json".to_owned()), "{names:?}");
    let before: Vec<Vec<u8>> = names.iter().map(|name| project.read(&format!("dist/{name}"))).collect();

    change(project);
    let outcome = project.fuzi(&[&["build"], arguments].concat());
    assert_eq!(outcome.code, code, "{}{}", outcome.stdout, outcome.stderr);
    let mut rest = outcome.stderr.as_str();
    for line in wanted {
        let at = rest.find(line).unwrap_or_else(|| panic!("{line:?} is not in\n{}", outcome.stderr));
        rest = &rest[at + line.len()..];
    }
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
    assert_eq!(project.names("dist"), names);
    let after: Vec<Vec<u8>> = names.iter().map(|name| project.read(&format!("dist/{name}"))).collect();
    assert!(before == after, "the last good edition was touched");
    outcome
}

#[test]
fn a_missing_manuscript_file_is_shown_where_it_is_named() {
    let change = |project: &Project| {
        let settings = String::from_utf8(project.read("book.toml")).unwrap();
        project.write("book.toml", settings.replace("text.md\"", "text.md\", \"二.md\""));
    };
    let wanted = ["error[IO004]: 二.md does not exist", "--> book.toml:5:21", "5 | files = [\"text.md\", \"二.md\"]", "^^^^", "= help: "];
    battery(&Project::small(), change, &[], 1, &wanted);
}

#[test]
fn a_missing_picture_is_shown_where_it_is_named() {
    let change = |project: &Project| project.write("text.md", "# 山中\n\n![山](山.jpg)\n");
    battery(&Project::small(), change, &[], 1, &["error[IO004]: 山.jpg does not exist", "--> text.md:3:1", "3 | ![山](山.jpg)", "| ^^^"]);
}

#[test]
fn broken_toml_is_shown_where_it_breaks() {
    let change = |project: &Project| {
        let settings = String::from_utf8(project.read("book.toml")).unwrap();
        project.write("book.toml", settings.replace("title = \"小書\"", "title = \"小書"));
    };
    battery(&Project::small(), change, &[], 1, &["error[BT001]: ", "--> book.toml:7:", "7 | title = \"小書", "^"]);
}

#[test]
fn an_unknown_key_gets_a_suggestion() {
    let change = |project: &Project| {
        let settings = String::from_utf8(project.read("book.toml")).unwrap();
        project.write("book.toml", settings.replace("title =", "tilte ="));
    };
    battery(&Project::small(), change, &[], 1, &["error[BT002]: unknown key `", "tilte`", "--> book.toml:7:1", "| ^^^^^", "`title`"]);
}

#[test]
fn an_unknown_note_is_shown_under_its_mark() {
    let change = |project: &Project| project.write("text.md", "# 山中\n\n第一段落[^甲]。\n");
    battery(&Project::small(), change, &[], 1, &["error[", "甲", "--> text.md:3:5", "3 | 第一段落[^甲]。", "|         ^^^^^"]);
}

#[test]
fn invalid_utf8_is_shown_at_its_first_byte() {
    let change = |project: &Project| project.write("text.md", b"# \xe5\xb1\xb1\n\n\xe5\xb1\xb1\xff\n");
    battery(&Project::small(), change, &[], 1, &["error[IO003]: text.md is not UTF-8 text", "--> text.md:3:2", "^"]);
}

#[test]
fn a_corrupt_picture_is_an_error_and_no_crash() {
    let change = |project: &Project| {
        project.write("text.md", "# 山中\n\n![山](山.jpg)\n");
        project.write("山.jpg", BROKEN_JPEG);
    };
    battery(&Project::small(), change, &[], 1, &["error[PC001]: ", "山.jpg", "--> text.md:3:1", "| ^^^"]);
}

#[test]
fn a_missing_glyph_is_shown_and_can_be_allowed() {
    let change = |project: &Project| project.write("text.md", "# 山中\n\n字\u{13080}形。\n");
    let project = Project::small();
    let wanted = ["error[FT001]: no font has \u{13080} (U+13080)", "--> text.md:3:2", "3 | 字\u{13080}形。", "|   ^"];
    battery(&project, change, &[], 1, &wanted);
    let allowed = project.fuzi(&["build", "--allow-missing-glyphs"]);
    assert_eq!(allowed.code, 0, "{}", allowed.stderr);
    assert!(allowed.stderr.contains("warning[FT001]"), "{}", allowed.stderr);
}

#[test]
fn an_output_folder_that_is_a_file_is_an_error() {
    let change = |project: &Project| project.write("taken", "");
    let wanted = ["error[IO002]: cannot write taken/small-vertical", "= help: "];
    battery(&Project::small(), change, &["--out", "taken"], 3, &wanted);
}

#[test]
fn an_unknown_edition_names_the_known_ones() {
    battery(&Project::small(), |_| {}, &["--edition", "diagonal"], 1, &["error[BT005]: ", "`diagonal`", "vertical"]);
}

#[test]
fn a_folder_that_does_not_exist_cannot_be_read() {
    let outcome = Project::empty().fuzi(&["build", "nowhere"]);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("error[IO001]: cannot read nowhere"), "{}", outcome.stderr);
}

#[test]
fn a_folder_without_book_toml_is_no_project() {
    let outcome = Project::empty().fuzi(&["build"]);
    assert!(outcome.code == 1 || outcome.code == 3, "{outcome:?}");
    assert!(outcome.stderr.contains("book.toml"), "{}", outcome.stderr);
}

#[test]
fn wrong_usage_ends_with_2() {
    let project = Project::empty();
    for arguments in [&["bulid"][..], &["build", "--only", "html"], &["explain", "XX999"], &["build", "-q", "-v"]] {
        assert_eq!(project.fuzi(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn json_messages_are_one_object_a_line() {
    let project = Project::small();
    project.write("text.md", "# 山中\n\n![山](山.jpg)\n");
    let outcome = project.fuzi(&["build", "--message-format", "json", "-q"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
    let finding: serde_json::Value = serde_json::from_str(outcome.stdout.lines().next().unwrap()).unwrap();
    assert_eq!((&finding["type"], &finding["version"], &finding["code"]), (&"finding".into(), &1.into(), &"IO004".into()));
    assert_eq!((&finding["file"], &finding["line"], &finding["column"]), (&"text.md".into(), &3.into(), &1.into()));
}

#[test]
fn explain_says_more_of_a_code() {
    let outcome = Project::empty().fuzi(&["explain", "ln001"]);
    assert_eq!(outcome.code, 0);
    assert!(outcome.stdout.starts_with("warning[LN001]: ") && outcome.stdout.contains("JLREQ 3.8.2"), "{}", outcome.stdout);
}

#[test]
fn fonts_are_listed_with_their_places() {
    let outcome = Project::empty().fuzi(&["fonts", "list"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stdout.contains("Noto Serif CJK TC") && outcome.stdout.contains("NotoSansCJK-Bold.ttc"), "{}", outcome.stdout);
}
