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
