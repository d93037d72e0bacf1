//! Pictures in finished PDFs, read back.

use lopdf::Dictionary;
use lopdf::Document;
use lopdf::Object;

use crate::pdf_standards::feature_book;
use crate::project::Project;

fn images(document: &Document) -> Vec<(&Dictionary, &[u8])> {
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let is_image = |stream: &&lopdf::Stream| stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image");
    streams.filter(is_image).map(|stream| (&stream.dict, stream.content.as_slice())).collect()
}

fn picture(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/feature-book/pictures");
    std::fs::read(folder.join(name)).unwrap()
}

/// How many components the profile of a picture's colours has; none without a profile.
fn profile(document: &Document, image: &Dictionary) -> Option<i64> {
    let space = image.get(b"ColorSpace").unwrap().as_array().ok()?;
    document.dereference(&space[1]).unwrap().1.as_stream().unwrap().dict.get(b"N").unwrap().as_i64().ok()
}

#[test]
fn jpeg_data_passes_through_with_its_colours_and_its_profile() {
    let document = Document::load(&feature_book()[7]).unwrap();
    let images = images(&document);
    for (name, components) in [("rgb.jpg", Some(3)), ("grey.jpg", None), ("cmyk.jpg", Some(4)), ("turned.jpg", None)] {
        let data = picture(name);
        let found: Vec<_> = images.iter().filter(|(_, content)| *content == data).collect();
        assert_eq!(found.len(), 1, "{name} is in the file once, as it was");
        assert_eq!(profile(&document, found[0].0), components, "{name}");
        assert_eq!(found[0].0.has(b"Decode"), name == "cmyk.jpg", "{name}");
    }
    let transparent = images.iter().filter(|(image, _)| image.has(b"SMask")).count();
    assert_eq!(transparent, 1);
}

#[test]
fn a_picture_is_stored_once_and_made_smaller_when_asked() {
    let size = |settings: &str| {
        let project = Project::small().with("a.jpg", picture("rgb.jpg")).with("b.jpg", picture("rgb.jpg"));
        project.write("text.md", "# 山中\n\n![甲](a.jpg){width=10%}\n\n![乙](b.jpg){width=10%}\n");
        project.replace("book.toml", "[edition.vertical]", &format!("{settings}\n[edition.vertical]"));
        let built = project.fuzi(&["build", "--only", "pdf"]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        let document = Document::load(project.path.join("dist/small-vertical.pdf")).unwrap();
        let images = images(&document);
        assert_eq!(images.len(), 1);
        images[0].0.get(b"Width").unwrap().as_i64().unwrap()
    };
    assert_eq!(size(""), 96);
    let smaller = size("[pdf]\npicture-dpi = 72\n");
    assert!(smaller < 60, "{smaller}");
}

/// A glyph image is a glyph: its text stands in the text of the page.
#[test]
fn a_glyph_image_is_a_glyph_with_its_text() {
    for file in feature_book() {
        let document = Document::load(file).unwrap();
        let fonts: Vec<&Dictionary> = document
            .objects
            .values()
            .filter_map(|object| object.as_dict().ok())
            .filter(|font| font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type3"))
            .collect();
        assert_eq!(fonts.len(), 1, "{}", file.display());
        let map = document.dereference(fonts[0].get(b"ToUnicode").unwrap()).unwrap().1.as_stream().unwrap().get_plain_content().unwrap();
        assert!(String::from_utf8(map).unwrap().contains("<01> <2FF14E00571F>"));
    }
}

#[test]
fn every_picture_that_cannot_be_decoded_is_told_at_once() {
    let broken = |grey: u8| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::GrayImage::from_pixel(40, 40, image::Luma([grey])).write_to(&mut bytes, image::ImageFormat::Bmp).unwrap();
        let mut bytes = bytes.into_inner();
        bytes.truncate(bytes.len() - 400);
        bytes
    };
    let project = Project::small().with("a.bmp", broken(1)).with("b.bmp", broken(2));
    project.write("text.md", "# 山中\n\n![甲](a.bmp)\n\n![乙](b.bmp)\n");
    for format in ["pdf", "epub"] {
        let built = project.fuzi(&["build", "--only", format]);
        assert_eq!(built.code, 1, "{}", built.stderr);
        for name in ["a.bmp", "b.bmp"] {
            assert!(built.stderr.contains(&format!("error[PC001]: picture {name}")), "{format}: {}", built.stderr);
        }
        assert!(project.names("dist").is_empty());
    }
}
