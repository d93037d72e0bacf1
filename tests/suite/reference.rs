//! Reference pages: one of each region and of annotated text, in both directions, as a person accepted them.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use image::GrayImage;
use image::ImageEncoder;

use crate::project::run;
use crate::specimen::DIRECTIONS;
use crate::specimen::Direction;
use crate::specimen::Specimen;
use crate::tools::present;
use crate::tools::program;

/// Manuscripts of tests/fixtures/layout with their languages.
const PAGES: [(&str, &str); 5] =
    [("zh-Hant-TW", "zh-Hant-TW"), ("zh-Hant-HK", "zh-Hant-HK"), ("zh-Hans-CN", "zh-Hans-CN"), ("ja", "ja"), ("bopomofo", "zh-Hant-TW")];

/// The mean difference of pixels, of 255, above which a page is another one. Renderers that smooth edges in another way stay below it;
/// a page whose lines stand a twentieth of an em elsewhere does not.
pub const MOST: f64 = 4.0;

/// The first page of the text, rendered at 150 dots to the inch.
fn rendered(name: &str, language: &str, direction: Direction) -> GrayImage {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reference");
    std::fs::create_dir_all(&folder).unwrap();
    let manuscript = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/layout/{name}.md"));
    let specimen = Specimen { quotes: "vertical".to_owned(), ..Specimen::new(language, direction).page("b6-jis") };
    let set = specimen.set(&std::fs::read_to_string(manuscript).unwrap());
    assert_eq!(set.findings, Vec::<String>::new(), "{name} {direction:?}");
    let stem = folder.join(format!("{name}-{}", direction.name()));
    let pdf = stem.with_extension("pdf");
    std::fs::write(&pdf, &set.bytes).unwrap();
    let outcome =
        run(Command::new("pdftoppm").args(["-r", "150", "-gray", "-png", "-singlefile", "-f", "3", "-l", "3"]).arg(&pdf).arg(&stem));
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    image::open(stem.with_extension("png")).unwrap().into_luma8()
}

fn file(name: &str, direction: Direction) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/reference/{name}-{}.png", direction.name()))
}

/// Sixteen greys are enough to judge a page by, and make a small file.
pub fn save(page: &GrayImage, path: &Path) {
    let mut coarse = page.clone();
    coarse.pixels_mut().for_each(|pixel| pixel.0[0] = (u16::from(pixel.0[0]) * 15 / 255 * 17) as u8);
    let mut bytes = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new_with_quality(
        &mut bytes,
        image::codecs::png::CompressionType::Best,
        image::codecs::png::FilterType::NoFilter,
    );
    encoder.write_image(coarse.as_raw(), coarse.width(), coarse.height(), image::ExtendedColorType::L8).unwrap();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// The mean difference of two pages of one size, of 255.
pub fn difference(one: &GrayImage, other: &GrayImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let sum: u64 = one.as_raw().iter().zip(other.as_raw()).map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
    sum as f64 / one.as_raw().len() as f64
}

/// Writes the pages anew with FUZI_BLESS_PAGES=1; look at each before it is committed.
#[test]
fn pages_look_as_they_were_accepted() {
    if !present("pdftoppm", &[program("pdftoppm")]) {
        return;
    }
    for (name, language) in PAGES {
        for direction in DIRECTIONS {
            let page = rendered(name, language, direction);
            let path = file(name, direction);
            if std::env::var_os("FUZI_BLESS_PAGES").is_some() {
                save(&page, &path);
            }
            let accepted = image::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).into_luma8();
            let found = difference(&page, &accepted);
            assert!(found < MOST, "{name} {direction:?} differs by {found:.2}: compare {} with what is rendered", path.display());
        }
    }
}

/// The tolerance sees what it must: text that stands a pixel elsewhere, a twentieth of an em.
#[test]
fn a_page_that_is_moved_by_a_pixel_is_another_one() {
    for (name, _) in PAGES {
        for direction in DIRECTIONS {
            let page = image::open(file(name, direction)).unwrap().into_luma8();
            let moved = GrayImage::from_fn(page.width(), page.height(), |x, y| *page.get_pixel(x.saturating_sub(1), y));
            let found = difference(&page, &moved);
            assert!(found > MOST, "{name} {direction:?}: {found:.2}");
            assert!(difference(&page, &page) < 0.001);
        }
    }
}
