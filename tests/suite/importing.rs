//! Import from outside: what it writes builds, and what is there already stays.

use crate::project::Project;

/// An article as pages of news give it, with all that stands around the text.
const PASTED: &str = "\u{FEFF}題目說了一件事\u{200B}\r\n2020-03-27 10:15\r\n文／記者王小明\r\n圖／李大華\r\n分享\r\nFacebook\r\n\r\n\
                      〔記者王小明／台北報導〕這一段話說了很多事情，而且有句號。\r\n\r\n▲說明（圖／翻攝自網路）\r\n\r\n一、緣起\r\n\r\n\
                      又一段話，見https://example.org/abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvw。\r\n\r\n\
                      • 甲\r\n• 乙\r\n\r\n延伸閱讀\r\n別的題目\r\n";

#[test]
fn what_import_writes_builds() {
    let project = Project::empty().with("pasted.txt", PASTED);
    let outcome = project.fuzi(&["import", "pasted.txt", "--into", "new"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let body = String::from_utf8(project.read("new/pasted.md")).unwrap();
    for part in
        ["title: \"題目說了一件事\"\n", "name: \"李大華\"", "\n![](<> \"▲說明（圖／翻攝自網路）\")\n", "\n## 一、緣起\n", "\n- 甲\n- 乙\n"]
    {
        assert!(body.contains(part), "{part} in {body}");
    }
    assert!(!body.contains("Facebook") && !body.contains("別的題目") && outcome.stderr.contains("Facebook"));
    let outcome = project.fuzi(&["build", "new"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("LN001"), "{}", outcome.stderr);
    assert_eq!(project.names("new/dist").iter().filter(|name| name.ends_with(".epub") || name.ends_with(".pdf")).count(), 4);
}

#[test]
fn importing_again_keeps_what_the_author_made_of_the_project() {
    let project = Project::empty().with("a.txt", "題目\n\n話說了一句。\n\n圖：一盞燈\n\n又一句話。\n");
    assert_eq!(project.fuzi(&["import", "a.txt", "--into", "new"]).code, 0);
    let written = String::from_utf8(project.read("new/a.md")).unwrap();
    let figure = "![](<> \"圖：一盞燈\")";
    assert!(written.contains(figure), "{written}");
    let edited = written.replace(figure, "![桌上的燈](pictures/lamp.jpg \"圖：一盞燈\")");
    let book = [project.read("new/book.toml"), b"# mine\n".to_vec()].concat();
    let project = project
        .with("new/a.md", edited.clone())
        .with("new/book.toml", book.clone())
        .with("new/pictures/lamp.jpg", "not looked at")
        .with("a.txt", "題目\n\n話改了一句。\n\n圖：一盞燈\n\n又一句話。\n");
    assert_eq!(project.fuzi(&["import", "a.txt", "--into", "new"]).code, 3);
    let outcome = project.fuzi(&["import", "a.txt", "--into", "new", "--again"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let again = String::from_utf8(project.read("new/a.md")).unwrap();
    assert_eq!(again, edited.replace("話說了一句。", "話改了一句。"));
    assert_eq!((project.read("new/book.toml"), project.read("new/pictures/lamp.jpg")), (book, b"not looked at".to_vec()));
    assert_eq!(project.read("new/a.before-1.md"), edited.into_bytes());
    assert_eq!(project.fuzi(&["import", "a.txt", "--into", "other", "--again"]).code, 3);
}

#[test]
fn the_encoding_and_the_notation_may_be_said() {
    let project = Project::empty().with("a.txt", b"\xA4\xA4\xA4\xE5\n\n\xA4\xA4\xA4\xE5\xA1C\n");
    let outcome = project.fuzi(&["import", "a.txt", "--into", "new", "--encoding", "big5", "--format", "plain"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(String::from_utf8(project.read("new/a.md")).unwrap().ends_with("\n中文。\n"));
    let outcome = project.fuzi(&["import", "a.txt", "--into", "other", "--encoding", "klingon"]);
    assert_eq!(outcome.code, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("no encoding has this name"), "{}", outcome.stderr);
}

#[test]
fn import_never_overwrites() {
    let project = Project::empty().with("pasted.txt", PASTED).with("new/pasted.md", "mine");
    let outcome = project.fuzi(&["import", "pasted.txt", "--into", "new"]);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("there is a file of this name already"), "{}", outcome.stderr);
    assert_eq!((project.read("new/pasted.md"), project.names("new").len()), (b"mine".to_vec(), 1));
    let other = Project::empty().with("pasted.txt", PASTED).with("new/book.toml", "schema = 1\n");
    assert_eq!(other.fuzi(&["import", "pasted.txt", "--into", "new"]).code, 3);
    assert_eq!(other.read("new/book.toml"), b"schema = 1\n");
}
