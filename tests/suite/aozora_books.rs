//! Works of Aozora Bunko become publications: imported and built as they are, each to an EPUB and a vertical PDF.
//!
//! The works are those of `1-ja-aozora` in the corpus that `FUZI_CORPUS` names: ten fixed ones, and all when FUZI_FULL is 1.

use std::path::Path;
use std::path::PathBuf;

use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::aozora::corpus;
use crate::aozora::texts;
use crate::project::Project;
use crate::tools::epubcheck;

/// Short and long, with inline notes, return marks, tables of kana, pictures that are not there, characters that no font has.
const FIXED: [&str; 10] = [
    "000050_43466_ruby_25777",
    "000118_613_ruby_1982",
    "000288_1760_ruby_23582",
    "000933_47196_ruby_35629",
    "001030_48307_txt_37499",
    "001156_43603_ruby_48015",
    "001310_51838_ruby_59505",
    "001320_48226_ruby_32092",
    "001524_51920_ruby_75869",
    "001675_54773_txt_53980",
];

fn works() -> Vec<PathBuf> {
    let Some(folder) = corpus("1-ja-aozora") else { return Vec::new() };
    let mut works = texts(&folder);
    if std::env::var("FUZI_FULL").is_ok_and(|value| value == "1") {
        assert_eq!(works.len(), 101);
    } else {
        works.retain(|path| FIXED.iter().any(|name| path.file_stem().is_some_and(|stem| stem == *name)));
        assert_eq!(works.len(), FIXED.len());
    }
    works
}

/// The project and the EPUB of a work, built without an error.
fn built(work: &Path) -> (Project, PathBuf) {
    let project = Project::empty();
    let name = work.display().to_string();
    let imported = project.fuzi(&["import", &name, "--into", "work"]);
    assert_eq!(imported.code, 0, "{name}: {}", imported.stderr);
    // The date of the import is in no file, and an EPUB must have one.
    let built = project.fuzi_at(&["build", "work", "--edition", "vertical", "--out", "out"], "1585699200");
    assert_eq!(built.code, 0, "{name}: {}", built.stderr);
    let names = project.names("out");
    let of = |extension: &str| names.iter().find(|name| name.ends_with(extension)).map(|name| project.path.join("out").join(name));
    let (epub, pdf) = (of(".epub"), of(".pdf"));
    assert!(pdf.is_some_and(|pdf| std::fs::metadata(pdf).unwrap().len() > 1000), "{name}: {names:?}");
    let epub = epub.unwrap_or_else(|| panic!("{name}: {names:?}"));
    (project, epub)
}

#[test]
fn works_of_aozora_build_at_once_and_epubcheck_finds_nothing_in_them() {
    works().par_iter().for_each(|work| {
        let (_project, epub) = built(work);
        epubcheck(&[epub]);
    });
}
