//! What is told of a file, for people.

use std::collections::BTreeMap;

use super::report::EpubReport;
use super::report::FontReport;
use super::report::Inspection;
use super::report::OutlineEntry;
use super::report::PdfReport;
use super::report::PictureReport;

/// Whether the structure with its text is told too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tree {
    Shown,
    Hidden,
}

/// The report as text.
pub fn human(inspection: &Inspection, structure: Tree) -> String {
    let mut out = String::new();
    if let Some(pdf) = &inspection.pdf {
        out_pdf(pdf, structure, &mut out);
    }
    if let Some(epub) = &inspection.epub {
        out_epub(epub, &mut out);
    }
    out
}

fn line(out: &mut String, key: &str, value: impl std::fmt::Display) {
    let value = value.to_string();
    if !value.is_empty() {
        out.push_str(&format!("{key:<13} {value}\n"));
    }
}

fn out_pdf(pdf: &PdfReport, structure: Tree, out: &mut String) {
    line(out, "PDF", format!("{}, {} bytes", pdf.pdf_version, pdf.bytes));
    line(out, "standards", if pdf.standards.is_empty() { "none claimed".to_owned() } else { pdf.standards.join(", ") });
    line(out, "language", &pdf.language);
    line(out, "pages", pdf.pages);
    for size in &pdf.boxes {
        let millimetres = |sides: [f32; 4]| {
            let [width, height] = [sides[2] - sides[0], sides[3] - sides[1]].map(|points| points * 25.4 / 72.0);
            format!("{width:.1} × {height:.1} mm")
        };
        let trim = size.trim.filter(|trim| *trim != size.media).map(|trim| format!(", trimmed to {}", millimetres(trim)));
        line(out, "size", format!("{}{}, {} pages", millimetres(size.media), trim.unwrap_or_default(), size.pages));
    }
    line(out, "labels", pdf.first_labels.join(", "));
    out_map("viewer", &pdf.viewer, out);
    out_map("information", &pdf.information, out);
    out_map("XMP", &pdf.xmp, out);
    out_fonts(&pdf.fonts, out);
    out_pictures(&pdf.pictures, out);
    line(out, "attachments", pdf.attachments.join(", "));
    out_outline(&pdf.outline, out);
    let counts: Vec<String> = pdf.elements.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    line(out, "elements", counts.join(", "));
    if structure == Tree::Shown {
        out.push_str("structure\n");
        for piece in &pdf.structure {
            let indent = "  ".repeat(piece.depth + 1);
            match piece.element.as_str() {
                "" => out.push_str(&format!("{indent}| {}\n", piece.text)),
                element => out.push_str(&format!("{indent}{element}\n")),
            }
        }
    }
}

fn out_epub(epub: &EpubReport, out: &mut String) {
    line(out, "EPUB", format!("{}, {} bytes, {} files", epub.epub_version, epub.bytes, epub.files));
    line(out, "direction", &epub.direction);
    line(out, "page list", epub.pages);
    out_map("metadata", &epub.metadata, out);
    line(out, "documents", epub.documents.join(", "));
    out_fonts(&epub.fonts, out);
    out_pictures(&epub.pictures, out);
    out_outline(&epub.outline, out);
}

fn out_map(title: &str, map: &BTreeMap<String, String>, out: &mut String) {
    if !map.is_empty() {
        out.push_str(&format!("{title}\n"));
        map.iter().for_each(|(key, value)| out.push_str(&format!("  {key}: {value}\n")));
    }
}

fn out_fonts(fonts: &[FontReport], out: &mut String) {
    for font in fonts {
        let kind = std::iter::once(&font.kind).chain(&font.encodings).map(String::as_str).collect::<Vec<_>>().join(", ");
        let held = match (font.embedded, font.subset) {
            (true, true) => "subset",
            (true, false) => "whole",
            (false, _) => "not embedded",
        };
        let count = font.characters.chars().count();
        let value = format!("{} ({kind}), {held} of {} bytes, {} glyphs, {count} characters", font.name, font.bytes, font.glyphs);
        line(out, "font", value);
    }
}

fn out_pictures(pictures: &[PictureReport], out: &mut String) {
    for picture in pictures {
        let mut words = vec![format!("{}: {} {} × {}", picture.name, picture.kind, picture.width, picture.height)];
        words.extend(picture.page.map(|page| format!("page {page}")));
        words.extend(picture.dpi.map(|dpi| format!("{dpi} dpi")));
        words.extend([&picture.colour_space, &picture.filter].into_iter().filter(|word| !word.is_empty()).cloned());
        words.extend(picture.transparent.then(|| "transparent".to_owned()));
        words.push(format!("{} bytes", picture.bytes));
        line(out, "picture", words.join(", "));
    }
}

fn out_outline(outline: &[OutlineEntry], out: &mut String) {
    if !outline.is_empty() {
        out.push_str("outline\n");
        outline.iter().for_each(|entry| out.push_str(&format!("{}{}\n", "  ".repeat(entry.level), entry.title)));
    }
}
