//! The publications that validators look at, built once by the program itself.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use fuzi::diag::Context;
use fuzi::diag::Report;
use fuzi::io::Folder;
use fuzi::io::FontFolders;
use fuzi::io::find_fonts;
use fuzi::io::load_fonts;
use fuzi::manuscript::Manuscript;
use fuzi::pipeline;
use fuzi::pipeline::Composition;
use fuzi::pipeline::Request;

use crate::project::run;

/// A project and the files that the program made of it.
pub struct Publication {
    pub project: PathBuf,
    pub out: PathBuf,
}

impl Publication {
    /// The finished files with this extension, by name.
    pub fn files(&self, extension: &str) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(&self.out).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|other| other == extension)).collect();
        files.sort();
        files
    }
}

/// The sample, a pasted article of our own, and the article that `FUZI_ARTICLE` names or that lies beside the repository.
pub fn publications() -> &'static [Publication] {
    static PUBLICATIONS: OnceLock<Vec<Publication>> = OnceLock::new();
    PUBLICATIONS.get_or_init(|| {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut publications = vec![build(repository.join("book"), "sample")];
        publications.push(build(import(&repository.join("tests/fixtures/pasted-article.txt"), "pasted"), "pasted"));
        let beside = repository.join("../shared/article/article.txt");
        let article = std::env::var_os("FUZI_ARTICLE").map(PathBuf::from).or_else(|| beside.exists().then_some(beside));
        match article {
            Some(article) => publications.push(build(import(&article, "article"), "article")),
            None => eprintln!("skipped: no article is named by FUZI_ARTICLE"),
        }
        publications
    })
}

/// The finished files of all publications with this extension.
pub fn files(extension: &str) -> Vec<PathBuf> {
    let files: Vec<PathBuf> = publications().iter().flat_map(|publication| publication.files(extension)).collect();
    assert!(files.len() >= 4, "{files:?}");
    files
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

fn import(text: &Path, name: &str) -> PathBuf {
    let folder = scratch(name);
    let outcome = run(fuzi().arg("import").arg(text).arg("--into").arg(&folder));
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    folder
}

fn build(project: PathBuf, name: &str) -> Publication {
    let out = scratch(&format!("{name}-files"));
    let outcome = run(fuzi().arg("build").arg(&project).arg("--out").arg(&out));
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    Publication { project, out }
}

/// The program.
pub fn fuzi() -> Command {
    Command::new(env!("CARGO_BIN_EXE_fuzi"))
}

/// Whether a document of an EPUB holds a part of the manuscript, by its name.
pub fn is_body(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.ends_with(".xhtml") && !["nav.xhtml", "cover.xhtml", "contents.xhtml", "colophon.xhtml"].contains(&name)
}

/// A project's editions, composed in this process.
pub fn composed(publication: &Publication) -> Composition {
    let (context, mut report) = (Context::default(), Report::default());
    let folder = std::sync::Arc::new(Folder::open(&publication.project).unwrap());
    let mut manuscript = Manuscript::open(folder, &context, &mut report).unwrap();
    let access = manuscript.access.clone();
    let found = find_fonts(&FontFolders::of_this_process(), None, &mut report);
    let fonts = load_fonts(&found, Some(access.as_ref()), &mut report);
    pipeline::compose(&mut manuscript, fonts, &Request::default(), &context, &mut report).unwrap()
}
