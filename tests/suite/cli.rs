//! The command line from outside: what it says of bad input, how it ends, what it leaves behind.

use crate::project::Outcome;
use crate::project::Project;

/// A JPEG that ends in its header.
const BROKEN_JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01";

/// Builds once as it is, then breaks it with `change` and builds again: the findings must show `wanted` in this order, the exit code
/// must be `code`, and the files of the first build must be untouched.
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
    let change = |project: &Project| project.replace("book.toml", "text.md\"", "text.md\", \"二.md\"");
    let wanted = r#"
error[IO004]: 二.md does not exist
 --> book.toml:5:21
  |
5 | files = ["text.md", "二.md"]
  |                     ^^^^^^^
  = help: check the spelling, or add the file
"#;
    battery(&Project::small(), change, &[], 1, &[wanted.trim_start()]);
}

#[test]
fn a_missing_picture_is_shown_where_it_is_named() {
    let change = |project: &Project| project.write("text.md", "# 山中\n\n![山](山.jpg)\n");
    let wanted = r#"
error[IO004]: 山.jpg does not exist
 --> text.md:3:1
  |
3 | ![山](山.jpg)
  | ^^^^^^^^^^^^^
  = help: check the spelling, or add the file
"#;
    battery(&Project::small(), change, &[], 1, &[wanted.trim_start()]);
}

#[test]
fn broken_toml_is_shown_where_it_breaks() {
    let change = |project: &Project| project.replace("book.toml", "\"小書\"", "\"小書");
    let wanted = r#"
 --> book.toml:7:12
  |
7 | title = "小書
  |              ^
  = help: see https://toml.io for the syntax
"#;
    battery(&Project::small(), change, &[], 1, &["error[BT001]: book.toml cannot be read: ", wanted.trim_start()]);
}

#[test]
fn an_unknown_key_gets_a_suggestion() {
    let change = |project: &Project| project.replace("book.toml", "title =", "tilte =");
    let wanted = r#"
error[BT002]: unknown key `book.tilte`
 --> book.toml:7:1
  |
7 | tilte = "小書"
  | ^^^^^
  = help: did you mean `title`?
"#;
    battery(&Project::small(), change, &[], 1, &[wanted.trim_start()]);
}

#[test]
fn an_unknown_note_is_shown_under_its_mark() {
    let change = |project: &Project| project.write("text.md", "# 山中\n\n第一段落[^甲]。\n");
    let wanted = r#"
error[MD001]: there is no note `[^甲]`
 --> text.md:3:5
  |
3 | 第一段落[^甲]。
  |         ^^^^^ no note of this name
  = help: add `[^甲]: …` on a line of its own, or correct the name
"#;
    battery(&Project::small(), change, &[], 1, &[wanted.trim_start()]);
}

#[test]
fn invalid_utf8_is_shown_at_its_first_byte() {
    let change = |project: &Project| project.write("text.md", b"# \xe5\xb1\xb1\n\n\xe5\xb1\xb1\xff\n");
    let wanted = r#"
error[IO003]: text.md is not UTF-8 text
 --> text.md:3:2
  |
3 | 山�
  |   ^ the first byte that is not UTF-8
  = help: save the file as UTF-8 in your editor
"#;
    battery(&Project::small(), change, &[], 1, &[wanted.trim_start()]);
}

#[test]
fn a_corrupt_picture_is_an_error_and_no_crash() {
    let change = |project: &Project| {
        project.write("text.md", "# 山中\n\n![山](山.jpg)\n");
        project.write("山.jpg", BROKEN_JPEG);
    };
    let wanted = r#"
error[PC001]: picture 山.jpg is broken: the file ends too early
 --> text.md:3:1
  |
3 | ![山](山.jpg)
  | ^^^^^^^^^^^^^
  = help: export or download it again
"#;
    battery(&Project::small(), change, &[], 1, &[wanted.trim_start()]);
}

/// A PNG of 20,000 by 20,000 grey pixels, of which the file holds none.
fn boundless_png() -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend([20_000u32.to_be_bytes(), 20_000u32.to_be_bytes()].concat());
    header.extend([8, 0, 0, 0, 0]);
    let step = |sum: u32| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
    let sum = header.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)));
    let (length, sum) = (13u32.to_be_bytes(), (!sum).to_be_bytes());
    [b"\x89PNG\r\n\x1a\n".as_slice(), &length, &header, &sum, b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82"].concat()
}

#[test]
fn a_picture_over_the_limit_is_refused_before_it_is_decoded() {
    let change = |project: &Project| {
        project.write("text.md", "# 山中\n\n![山](山.png)\n");
        project.write("山.png", boundless_png());
    };
    let wanted = r#"
error[LM001]: the number of pixels of 山.png is 400000000, more than the limit of 100000000
 --> text.md:3:1
  |
3 | ![山](山.png)
  | ^^^^^^^^^^^^^
  = help: scale the picture down before adding it
"#;
    battery(&Project::small(), change, &[], 4, &[wanted.trim_start()]);
}

#[test]
fn a_missing_glyph_is_shown_and_can_be_allowed() {
    let change = |project: &Project| project.write("text.md", "# 山中\n\n字\u{13080}形。\n");
    let project = Project::small();
    let wanted = r#"
error[FT001]: no font has 𓂀 (U+13080) (edition vertical)
 --> text.md:3:2
  |
3 | 字𓂀形。
  |   ^ this character
  = help: put a font that has it into the book's fonts folder, or build with --allow-missing-glyphs
"#;
    battery(&project, change, &[], 1, &[wanted.trim_start()]);
    let before = project.read("dist/small-vertical.pdf");
    let allowed = project.fuzi(&["build", "--allow-missing-glyphs"]);
    assert_eq!(allowed.code, 0, "{}", allowed.stderr);
    assert!(allowed.stderr.contains("warning[FT001]: no font has 𓂀 (U+13080)"), "{}", allowed.stderr);
    assert!(before != project.read("dist/small-vertical.pdf"), "the edition is made");
}

#[test]
fn an_output_folder_that_is_a_file_is_an_error() {
    let change = |project: &Project| project.write("taken", "");
    let wanted = ["error[IO002]: cannot write taken/small-vertical", "\n  = help: "];
    battery(&Project::small(), change, &["--out", "taken"], 3, &wanted);
}

/// A file of the last good edition cannot be replaced: the others stay as they were too.
#[test]
fn a_finished_file_that_cannot_be_replaced_is_an_error_and_none_is_replaced() {
    let project = Project::small();
    assert_eq!(project.fuzi(&["build"]).code, 0);
    project.remove("dist/small-vertical.pdf");
    project.write("dist/small-vertical.pdf/keep", "");
    let (epub, names) = (project.read("dist/small-vertical.epub"), project.names("dist"));
    project.replace("text.md", "第一段落", "另一段落");
    let outcome = project.fuzi(&["build"]);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("error[IO002]: cannot write "), "{}", outcome.stderr);
    assert!(epub == project.read("dist/small-vertical.epub"), "the EPUB was replaced");
    assert_eq!(project.names("dist"), names, "temporary files are left");
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

#[test]
fn check_reports_each_half_width_mark_unless_every_edition_converts_it() {
    let project = Project::small().with("text.md", "# 山中\n\n第一,段落;第二。\n");
    let marks = |project: &Project| {
        let outcome = project.fuzi(&["check"]);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        outcome.stderr.matches("warning[CK001]").count()
    };
    assert_eq!(marks(&project), 2);
    let settings = String::from_utf8(project.read("book.toml")).unwrap();
    project.write("book.toml", format!("{settings}\n[text]\npunctuation = \"region\"\n"));
    assert_eq!(marks(&project), 0);
    let other = "[edition.other]\ndirection = \"horizontal\"\nformats = [\"epub\"]\ntext.punctuation = \"keep\"\n";
    project.write("book.toml", format!("{settings}\n{other}\n[text]\npunctuation = \"region\"\n"));
    assert_eq!(marks(&project), 2);
}

/// Proves: CLS-08 [ALL] [HV]: radicals and compatibility ideographs in the manuscript are reported, ordinary characters are not.
#[test]
fn check_reports_characters_that_only_look_ordinary() {
    let project = Project::small().with("text.md", "# 山中\n\n\u{2F00}\u{2FA6}與一金，\u{F900}與\u{FA11}。\n");
    let outcome = project.fuzi(&["check"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let found = ["U+2F00", "U+2FA6", "U+F900"].map(|point| outcome.stderr.matches(point).count());
    assert_eq!((outcome.stderr.matches("warning[CK004]").count(), found), (3, [1, 1, 1]), "{}", outcome.stderr);
}

#[test]
fn a_book_without_a_date_is_reported_unless_the_environment_gives_one() {
    let project = Project::small();
    project.replace("book.toml", "modified = 2020-04-01\n", "");
    for command in ["build", "check"] {
        let undated = project.fuzi(&[command]);
        assert!(undated.code == 0 && undated.stderr.contains("warning[BT006]"), "{command}: {}", undated.stderr);
        let dated = project.fuzi_at(&[command], "1585699200");
        assert!(dated.code == 0 && !dated.stderr.contains("BT006"), "{command}: {}", dated.stderr);
    }
    let epub = project.read("dist/small-vertical.epub");
    let container = fuzi::container::read(&epub, fuzi::container::ContainerLimits::default()).unwrap();
    let (_, package) = container.into_iter().find(|(name, _)| name.ends_with(".opf")).unwrap();
    assert!(String::from_utf8(package).unwrap().contains("2020-04-01T00:00:00Z"));
}
