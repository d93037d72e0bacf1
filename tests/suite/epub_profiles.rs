//! EPUBs for those who take them in: archives, stores, the guides of publishers.

use crate::project::Project;
use crate::tools;
use fuzi::container::ContainerLimits;
use fuzi::epub::validate::validate;

const RUBY: &str = "# {山|shān}{中|zhōng}\n\n{山|shān}{中|zhōng} and {水|shuǐ}.\n";

/// A small book with these lines in its settings of EPUBs.
fn project(settings: &str) -> Project {
    let project = Project::small();
    project.replace("book.toml", "[edition.vertical]", &format!("[epub]\n{settings}\n\n[edition.vertical]"));
    project.write("text.md", "# 山中\n\n第一段落，{山|さん}{中|ちゅう}。\n\n第二段落。\n");
    project
}

fn epub(project: &Project, name: &str) -> Vec<(String, Vec<u8>)> {
    let bytes = project.read(&format!("dist/{name}"));
    assert_eq!(validate(&bytes, ContainerLimits::default()).iter().filter(|fault| fault.rule != "HTM-055").count(), 0);
    fuzi::container::read(&bytes, ContainerLimits::default()).unwrap()
}

fn file(files: &[(String, Vec<u8>)], name: &str) -> String {
    let (_, data) = files.iter().find(|(path, _)| path == name).unwrap_or_else(|| panic!("{name} is not in {:?}", names(files)));
    String::from_utf8(data.clone()).unwrap()
}

fn names(files: &[(String, Vec<u8>)]) -> Vec<&str> {
    files.iter().map(|(name, _)| name.as_str()).collect()
}

fn text(files: &[(String, Vec<u8>)]) -> String {
    files.iter().filter(|(name, _)| name.ends_with(".xhtml")).map(|(_, data)| String::from_utf8_lossy(data).into_owned()).collect()
}

#[test]
fn kobo_reads_the_older_form_of_the_page_source() {
    let project = project("profile = \"kobo\"");
    let outcome = project.fuzi(&["build"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(project.names("dist"), ["report.json", "small-vertical-kobo.epub", "small-vertical.pdf"]);
    let package = file(&epub(&project, "small-vertical-kobo.epub"), "OEBPS/content.opf");
    assert!(package.contains("property=\"source-of\">pagination<") && !package.contains("pageBreakSource"), "{package}");
    assert!(outcome.stderr.contains("EP007") && outcome.stderr.contains("cover"), "{}", outcome.stderr);
}

#[test]
fn the_guides_of_japan_and_taiwan_name_files_their_own_way() {
    for (profile, guide) in [("japan", true), ("taiwan", false)] {
        let project = project(&format!("profile = \"{profile}\""));
        assert_eq!(project.fuzi(&["build"]).code, 0);
        let files = epub(&project, &format!("small-vertical-{profile}.epub"));
        for name in [
            "item/standard.opf",
            "item/navigation-documents.xhtml",
            "item/style/book-style.css",
            "item/xhtml/p-cover.xhtml",
            "item/xhtml/p-001.xhtml",
        ] {
            assert!(names(&files).contains(&name), "{name}: {:?}", names(&files));
        }
        assert!(file(&files, "META-INF/container.xml").contains("full-path=\"item/standard.opf\""));
        assert_eq!(file(&files, "item/standard.opf").contains("dpfj:guide-version\">1.1.4<"), guide);
        tools::epubcheck(&[project.path.join(format!("dist/small-vertical-{profile}.epub"))]);
    }
}

#[test]
fn readings_stand_in_parentheses_for_kindle_and_nowhere_when_asked() {
    let kindle = project("profile = \"kindle\"");
    assert_eq!(kindle.fuzi(&["build"]).code, 0);
    let shown = text(&epub(&kindle, "small-vertical-kindle.epub"));
    assert!(shown.contains("山<rp>（</rp><rt>さん</rt><rp>）</rp>") || shown.contains("<rp>（</rp><rt"), "{shown}");

    let without = project("ruby = \"none\"");
    assert_eq!(without.fuzi(&["build"]).code, 0);
    let files = epub(&without, "small-vertical.epub");
    assert!(text(&files).contains("第一段落，山中。") && !text(&files).contains("<rt"), "{}", text(&files));
    assert!(!file(&files, "OEBPS/content.opf").contains("rubyAnnotations"));
}

#[test]
fn a_library_refuses_what_is_not_described() {
    let project = project("profile = \"library\"");
    let outcome = project.fuzi(&["build"]);
    assert_eq!(outcome.code, 1);
    for rule in ["creator", "publisher", "published", "rights"] {
        assert!(outcome.stderr.contains(&format!("rule `{rule}`")), "{rule}: {}", outcome.stderr);
    }
    assert!(project.names("dist").is_empty());
    project.replace(
        "book.toml",
        "modified = 2020-04-01",
        "modified = 2020-04-01\npublished = 2020-04-01\ncreators = [\"作者\"]\npublisher = \"出版社\"\nrights = \"版權所有\"",
    );
    let outcome = project.fuzi(&["build"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(project.names("dist").contains(&"small-vertical-library.epub".to_owned()));
}

#[test]
fn check_says_what_another_profile_would_refuse() {
    let project = Project::small();
    assert_eq!(project.fuzi(&["check"]).code, 0);
    let outcome = project.fuzi(&["check", "--profile", "library"]);
    assert!(outcome.code == 1 && outcome.stderr.contains("rule `publisher`"), "{}", outcome.stderr);
    assert!(project.names("dist").is_empty());
    assert_eq!(project.fuzi(&["check", "--profile", "nobody"]).code, 2);
}

#[test]
fn every_ideograph_with_a_reading_is_told_and_one_without_is_not() {
    for (source, full) in [(RUBY.to_owned(), true), (format!("{RUBY}\n川\n"), false)] {
        let project = Project::small();
        // The cover and the imprint of a Chinese book have Chinese words of their own.
        project.replace("book.toml", "language = \"zh-Hant-TW\"\ntitle = \"小書\"", "language = \"en\"\ntitle = \"Small\"");
        project.write("text.md", source);
        assert_eq!(project.fuzi(&["build", "--only", "epub"]).code, 0);
        let package = file(&epub(&project, "small-vertical.epub"), "OEBPS/content.opf");
        assert_eq!(package.contains(">fullRubyAnnotations<"), full, "{package}");
    }
}

#[test]
fn conformance_is_claimed_when_someone_certifies_it() {
    let project = Project::small();
    let build = || project.fuzi(&["build", "--only", "epub"]);
    assert_eq!(build().code, 0);
    assert!(!file(&epub(&project, "small-vertical.epub"), "OEBPS/content.opf").contains("conformsTo"));
    let table = "[book.accessibility]\nconforms-to = \"EPUB Accessibility 1.1 - WCAG 2.2 Level AA\"\ncertified-by = \"編輯部\"\n\n[edition.vertical]";
    project.replace("book.toml", "[edition.vertical]", table);
    let outcome = build();
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let package = file(&epub(&project, "small-vertical.epub"), "OEBPS/content.opf");
    assert!(package.contains("EPUB Accessibility 1.1 - WCAG 2.2 Level AA") && package.contains("a11y:certifiedBy"), "{package}");
    project.replace("book.toml", "WCAG 2.2 Level AA", "WCAG AA");
    assert_eq!(build().code, 1);
}
