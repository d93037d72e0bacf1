//! Fonts in the file: which glyphs are used and for what text, one subset a face, and the dictionaries around it
//! (PDF 32000-1, 9.7).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use lopdf::Dictionary;
use lopdf::Object;
use lopdf::ObjectId;
use rayon::prelude::*;

use super::apart::End;
use super::apart::Ends;
use super::apart::ends;
use super::object::Objects;
use super::object::compressed;
use super::object::dictionary;
use super::object::hash;
use super::object::name;
use super::object::text;
use super::object::utf16;
use super::order::in_order;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::font::Embedding;
use crate::font::Face;
use crate::font::FaceId;
use crate::font::Fonts;
use crate::font::PdfProgram;
use crate::font::PdfSubset;
use crate::page::GlyphRun;
use crate::page::ItemKind;
use crate::page::Page;
use crate::page::Setting;

/// Stands in ToUnicode for a glyph that has no text of its own, such as the second of a cluster; the text is given around it.
const NO_TEXT: &str = "\u{200B}";

/// Which of the two encodings a run is shown with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Encoding {
    /// Identity-H, for horizontal and turned text.
    Horizontal,
    /// Identity-V, for upright vertical text.
    Vertical,
}

impl Encoding {
    pub(super) fn of(setting: Setting) -> Encoding {
        match setting {
            Setting::Horizontal | Setting::Sideways | Setting::Rising => Encoding::Horizontal,
            Setting::Vertical => Encoding::Vertical,
        }
    }
}

/// The texts of each glyph of each face, in the order in which they first occur.
#[derive(Default)]
pub(super) struct Usage {
    faces: BTreeMap<FaceId, FaceUsage>,
}

struct FaceUsage {
    /// By glyph number; empty for unused glyphs. A used glyph without text of its own holds one empty text.
    texts: Vec<Vec<Box<str>>>,
    horizontal: bool,
    vertical: bool,
}

impl Usage {
    /// What these pages show.
    pub(super) fn of(pages: &[Page], fonts: &Fonts) -> Usage {
        let mut usage = Usage::default();
        for page in pages {
            let items = in_order(page);
            for ((item, _), ends) in items.iter().zip(ends(&items)) {
                match &item.kind {
                    ItemKind::Text(run) => usage.add(run, ends, fonts),
                    ItemKind::Picture(_) | ItemKind::Fill(_) | ItemKind::Path(_) => {}
                }
            }
        }
        usage
    }

    fn add(&mut self, run: &GlyphRun, ends: Ends, fonts: &Fonts) {
        let face = self.faces.entry(run.face).or_insert_with(FaceUsage::new);
        match Encoding::of(run.setting) {
            Encoding::Horizontal => {
                let by_their_tops = [ends.first, ends.last].into_iter().filter(|end| *end == End::ByItsTop).count();
                // Several glyphs that share one text stay together.
                face.horizontal |= by_their_tops == 0 || run.glyphs.len() > 1;
                face.vertical |= by_their_tops > 0;
            }
            Encoding::Vertical => face.vertical = true,
        }
        for (glyph, meaning) in glyph_texts(run, hyphen(fonts.face(run.face))) {
            face.add(glyph, meaning.text());
        }
    }

    /// The characters of private use among the texts (Unicode 23.5).
    pub(super) fn private_use(&self) -> BTreeSet<char> {
        let texts = self.faces.values().flat_map(|face| face.texts.iter().flatten());
        texts.flat_map(|text| text.chars()).filter(|character| matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)).collect()
    }

    /// Adds what later pages show.
    pub(super) fn append(&mut self, later: Usage) {
        for (id, usage) in later.faces {
            let face = self.faces.entry(id).or_insert_with(FaceUsage::new);
            face.horizontal |= usage.horizontal;
            face.vertical |= usage.vertical;
            for (glyph, texts) in usage.texts.into_iter().enumerate() {
                for text in texts {
                    face.add(glyph as u16, &text);
                }
            }
        }
    }
}

impl FaceUsage {
    fn new() -> FaceUsage {
        FaceUsage { texts: vec![Vec::new(); 1 << 16], horizontal: false, vertical: false }
    }

    fn add(&mut self, glyph: u16, text: &str) {
        let texts = &mut self.texts[usize::from(glyph)];
        if !texts.iter().any(|known| **known == *text) {
            texts.push(text.into());
        }
    }
}

/// What a glyph of a run says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning<'r> {
    /// This text.
    Text(&'r str),
    /// The first glyph of several that say this text together.
    Cluster(&'r str),
    /// A further one of them.
    Rest,
}

impl<'r> Meaning<'r> {
    /// What ToUnicode gives: for the first of several glyphs its first character, for the others nothing.
    pub(super) fn text(self) -> &'r str {
        match self {
            Meaning::Text(text) => text,
            Meaning::Cluster(text) => text.chars().next().map_or("", |first| &text[..first.len_utf8()]),
            Meaning::Rest => "",
        }
    }
}

/// What a hyphen says that only the end of a line calls for (PDF 32000-1, 14.8.2.2.3).
const SOFT_HYPHEN: &str = "\u{AD}";

/// The glyph that parts words at the end of a line.
pub(super) fn hyphen(face: &Face) -> Option<u16> {
    face.glyph_of('-')
}

/// Each glyph of a run with what it says. A last glyph without text that is the hyphen's was put there by line breaking.
pub(super) fn glyph_texts(run: &GlyphRun, hyphen: Option<u16>) -> impl Iterator<Item = (u16, Meaning<'_>)> {
    let count = run.glyphs.len();
    let parted = run.glyphs.last().is_some_and(|last| count > 1 && last.bytes == 0 && Some(last.id) == hyphen);
    let own = if parted { count - 1 } else { count };
    let mut at = 0;
    run.glyphs.iter().enumerate().map(move |(index, glyph)| {
        if index >= own {
            return (glyph.id, Meaning::Text(SOFT_HYPHEN));
        }
        let end = (at + usize::from(glyph.bytes)).min(run.text.len());
        let cluster = run.text.get(at..end).unwrap_or_default();
        at = end;
        let shared = run.glyphs[..own].get(index + 1).is_some_and(|next| next.bytes == 0);
        let meaning = match (glyph.bytes, shared) {
            (0, _) => Meaning::Rest,
            (_, true) => Meaning::Cluster(cluster),
            (_, false) => Meaning::Text(cluster),
        };
        (glyph.id, meaning)
    })
}

/// The fonts as content streams refer to them.
pub(super) struct FontSet {
    faces: BTreeMap<FaceId, EmbeddedFace>,
    /// Resource names and their fonts.
    pub(super) resources: Vec<(String, ObjectId)>,
}

/// A face in the file.
pub(super) struct EmbeddedFace {
    tag: String,
    texts: Vec<Vec<Box<str>>>,
    cids: Vec<u16>,
    units_per_em: i64,
    /// In font units, by glyph.
    horizontal: Vec<i64>,
    vertical: Vec<i64>,
    /// The glyph of the hyphen.
    pub(super) hyphen: Option<u16>,
    /// From the horizontal origin to the vertical one in thousandths of the em, of glyphs that are shown both ways.
    origins: BTreeMap<u16, (i64, i64)>,
}

/// A glyph as the content stream shows it.
pub(super) struct ShownGlyph {
    pub(super) cid: u16,
    /// Which of the face's fonts: 0, or another where the same glyph stands for another text.
    pub(super) variant: usize,
    /// In thousandths of the em.
    pub(super) advance: f64,
}

impl EmbeddedFace {
    pub(super) fn code(&self, glyph: u16, text: &str, encoding: Encoding) -> ShownGlyph {
        let index = usize::from(glyph);
        let variant = self.texts[index].iter().position(|known| **known == *text).unwrap_or(0);
        let units = match encoding {
            Encoding::Horizontal => self.horizontal[index],
            Encoding::Vertical => self.vertical[index],
        };
        ShownGlyph { cid: self.cids[index], variant, advance: thousandths(units, self.units_per_em) as f64 }
    }

    /// From the glyph's origin in a horizontal line to that in a vertical one, in thousandths of the em, y upwards.
    pub(super) fn vertical_origin(&self, glyph: u16) -> (i64, i64) {
        self.origins.get(&glyph).copied().unwrap_or_default()
    }

    pub(super) fn resource(&self, encoding: Encoding, variant: usize) -> String {
        resource(&self.tag, encoding, variant)
    }
}

fn resource(tag: &str, encoding: Encoding, variant: usize) -> String {
    let letter = match encoding {
        Encoding::Horizontal => 'H',
        Encoding::Vertical => 'V',
    };
    if variant == 0 { format!("{tag}{letter}") } else { format!("{tag}{letter}{variant}") }
}

/// Font units as thousandths of the em, to the nearest.
fn thousandths(units: i64, units_per_em: i64) -> i64 {
    let em = units_per_em.max(1);
    (units * 1000 + em * units.signum() / 2) / em
}

impl FontSet {
    pub(super) fn face(&self, id: FaceId) -> &EmbeddedFace {
        &self.faces[&id]
    }

    /// Makes the subsets in parallel and adds the fonts to the file.
    pub(super) fn embed(usage: Usage, fonts: &Fonts, objects: &mut Objects, report: &mut Report) -> Result<FontSet, ErrorReported> {
        let used: Vec<(FaceId, FaceUsage)> = usage.faces.into_iter().collect();
        licences(&used, fonts, report)?;
        let subsets: Vec<Result<PdfSubset, String>> = used
            .par_iter()
            .map(|(id, usage)| {
                let glyphs: Vec<u16> = (0..=u16::MAX).filter(|&glyph| !usage.texts[usize::from(glyph)].is_empty()).collect();
                fonts.face(*id).pdf_subset(&glyphs)
            })
            .collect();
        let mut set = FontSet { faces: BTreeMap::new(), resources: Vec::new() };
        for ((id, usage), subset) in used.into_iter().zip(subsets) {
            let face = fonts.face(id);
            let subset = subset.map_err(|reason| {
                report.error(Diagnostic::new(Code::UnusableFont).in_file(face.file()).with("path", face.name()).with("reason", reason))
            })?;
            set.add(id, face, usage, subset, objects);
        }
        Ok(set)
    }

    fn add(&mut self, id: FaceId, face: &Face, usage: FaceUsage, subset: PdfSubset, objects: &mut Objects) {
        let tag = tag(face, &subset);
        let base = format!("{tag}+{}", face.postscript_name());
        let mut embedded = EmbeddedFace {
            tag: tag.clone(),
            cids: vec![0; 1 << 16],
            units_per_em: face.units_per_em(),
            horizontal: vec![0; 1 << 16],
            vertical: vec![0; 1 << 16],
            texts: usage.texts,
            hyphen: hyphen(face),
            origins: BTreeMap::new(),
        };
        for &(glyph, cid) in &subset.numbers {
            let index = usize::from(glyph);
            embedded.cids[index] = cid;
            embedded.horizontal[index] = face.horizontal_advance(glyph);
            embedded.vertical[index] = face.vertical_advance(glyph);
            if usage.vertical {
                let (x, y) = face.vertical_origin(glyph);
                let em = face.units_per_em();
                embedded.origins.insert(glyph, (thousandths(x, em), thousandths(y, em)));
            }
        }
        let descriptor = descriptor(&base, face, &subset, objects);
        let descendant = objects.add(descendant(&base, face, &subset, usage.vertical, descriptor));
        let variants = subset.numbers.iter().map(|&(glyph, _)| embedded.texts[usize::from(glyph)].len()).max().unwrap_or(1);
        for variant in 0..variants {
            let map = objects.add(compressed(Dictionary::new(), to_unicode(&embedded, &subset, variant)));
            for (encoding, in_use, cmap) in
                [(Encoding::Horizontal, usage.horizontal, "Identity-H"), (Encoding::Vertical, usage.vertical, "Identity-V")]
            {
                if in_use {
                    let font = dictionary([
                        ("Type", name("Font")),
                        ("Subtype", name("Type0")),
                        ("BaseFont", name(&format!("{base}-{cmap}"))),
                        ("Encoding", name(cmap)),
                        ("DescendantFonts", vec![Object::from(descendant)].into()),
                        ("ToUnicode", map.into()),
                    ]);
                    self.resources.push((resource(&tag, encoding, variant), objects.add(font)));
                }
            }
        }
        self.faces.insert(id, embedded);
    }
}

/// Whether the faces may be embedded (OpenType `OS/2` fsType). One that may not is an error that says what it was to set.
fn licences(used: &[(FaceId, FaceUsage)], fonts: &Fonts, report: &mut Report) -> Result<(), ErrorReported> {
    let mut failed = None;
    for (id, usage) in used {
        let face = fonts.face(*id);
        if face.embedding() == Embedding::Restricted {
            let characters: BTreeSet<char> = usage.texts.iter().flatten().flat_map(|text| text.chars()).collect();
            let some: String = characters.into_iter().filter(|character| !character.is_whitespace()).take(20).collect();
            let finding = Diagnostic::new(Code::FontForbidsEmbedding).in_file(face.file()).with("font", face.name());
            failed = Some(report.error(finding.with("characters", some)));
        }
    }
    failed.map_or(Ok(()), Err)
}

/// Six capitals from the face's name and its glyphs (PDF 32000-1, 9.6.4).
fn tag(face: &Face, subset: &PdfSubset) -> String {
    let mut content = face.postscript_name().as_bytes().to_vec();
    content.extend(subset.numbers.iter().flat_map(|(glyph, _)| glyph.to_be_bytes()));
    let mut value = hash(&content);
    let letters = (0..6).map(|_| {
        let letter = b'A' + (value % 26) as u8;
        value /= 26;
        char::from(letter)
    });
    letters.collect()
}

/// PDF 32000-1, 9.8.
fn descriptor(base: &str, face: &Face, subset: &PdfSubset, objects: &mut Objects) -> ObjectId {
    let scaled = |units: i64| Object::Integer(thousandths(units, face.units_per_em()));
    let length = subset.program.len() as i64;
    let (key, stream) = match subset.kind {
        PdfProgram::Cff => ("FontFile3", dictionary([("Subtype", name("CIDFontType0C"))])),
        PdfProgram::TrueType => ("FontFile2", dictionary([("Length1", length.into())])),
    };
    let program = objects.add(compressed(stream, subset.program.clone()));
    let metrics = face.metrics();
    // StemV is not stored in OpenType; the common estimate from the weight class.
    let stem = 50 + (i64::from(face.weight()) * i64::from(face.weight())) / 4225;
    let mut descriptor = dictionary([
        ("Type", name("FontDescriptor")),
        ("FontName", name(base)),
        // Symbolic: the glyphs are not limited to the standard Latin set.
        ("Flags", 4.into()),
        ("FontBBox", metrics.bounds.iter().map(|&units| scaled(units)).collect::<Vec<_>>().into()),
        ("ItalicAngle", metrics.italic_angle.into()),
        ("Ascent", scaled(metrics.ascender)),
        ("Descent", scaled(metrics.descender)),
        ("CapHeight", scaled(metrics.cap_height)),
        ("StemV", stem.into()),
    ]);
    descriptor.set(key, program);
    objects.add(descriptor)
}

/// PDF 32000-1, 9.7.4.
fn descendant(base: &str, face: &Face, subset: &PdfSubset, vertical: bool, descriptor: ObjectId) -> Dictionary {
    let em = face.units_per_em();
    let top = thousandths(face.metrics().ascender, em);
    let system = dictionary([("Registry", text("Adobe")), ("Ordering", text("Identity")), ("Supplement", 0.into())]);
    let subtype = match subset.kind {
        PdfProgram::Cff => "CIDFontType0",
        PdfProgram::TrueType => "CIDFontType2",
    };
    let mut font = dictionary([
        ("Type", name("Font")),
        ("Subtype", name(subtype)),
        ("BaseFont", name(base)),
        ("CIDSystemInfo", system.into()),
        ("FontDescriptor", descriptor.into()),
        ("DW", 1000.into()),
    ]);
    if subset.kind == PdfProgram::TrueType {
        font.set("CIDToGIDMap", name("Identity"));
    }
    let width = |glyph| thousandths(face.horizontal_advance(glyph), em);
    let widths = subset.numbers.iter().map(|&(glyph, cid)| (cid, vec![width(glyph)])).filter(|(_, width)| *width != [1000]);
    let widths = runs(widths);
    if !widths.is_empty() {
        font.set("W", widths);
    }
    if vertical {
        font.set("DW2", vec![Object::Integer(top), Object::Integer(-1000)]);
        let metrics = subset.numbers.iter().filter_map(|&(glyph, cid)| {
            let (x, y) = face.vertical_origin(glyph);
            let metrics = vec![-thousandths(face.vertical_advance(glyph), em), thousandths(x, em), thousandths(y, em)];
            (metrics != [-1000, width(glyph) / 2, top]).then_some((cid, metrics))
        });
        let metrics = runs(metrics);
        if !metrics.is_empty() {
            font.set("W2", metrics);
        }
    }
    font
}

/// Values by CID as the arrays of PDF 32000-1, 9.7.4.3: a first CID and the values of those that follow each other.
fn runs(values: impl Iterator<Item = (u16, Vec<i64>)>) -> Vec<Object> {
    let mut out: Vec<Object> = Vec::new();
    let mut open: Option<(u16, Vec<Object>)> = None;
    for (cid, values) in values {
        let values = values.into_iter().map(Object::Integer);
        match &mut open {
            Some((last, run)) if *last + 1 == cid => {
                run.extend(values);
                *last = cid;
            }
            other => {
                out.extend(other.take().map(|(_, run)| Object::Array(run)));
                out.push(Object::Integer(i64::from(cid)));
                *other = Some((cid, values.collect()));
            }
        }
    }
    out.extend(open.map(|(_, run)| Object::Array(run)));
    out
}

/// PDF 32000-1, 9.10.3; blocks of at most 100 entries.
fn to_unicode(face: &EmbeddedFace, subset: &PdfSubset, variant: usize) -> Vec<u8> {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let entries: Vec<(u16, &str)> =
        subset.numbers.iter().filter_map(|&(glyph, cid)| Some((cid, &**face.texts[usize::from(glyph)].get(variant)?))).collect();
    for block in entries.chunks(100) {
        map += &format!("{} beginbfchar\n", block.len());
        for (cid, text) in block {
            let text = if text.is_empty() { NO_TEXT } else { text };
            let hex: String = utf16(text)[2..].iter().map(|byte| format!("{byte:02X}")).collect();
            map += &format!("<{cid:04X}> <{hex}>\n");
        }
        map += "endbfchar\n";
    }
    map += "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
    map.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_of_neighbours_share_an_array() {
        let values = [(1, vec![500]), (2, vec![600]), (5, vec![250])];
        let expected: Vec<Object> = vec![1.into(), vec![Object::from(500), 600.into()].into(), 5.into(), vec![Object::from(250)].into()];
        assert_eq!(runs(values.into_iter()), expected);
    }

    #[test]
    fn font_units_round_to_the_nearest_thousandth() {
        assert_eq!((thousandths(1, 2048), thousandths(1025, 2048), thousandths(-1025, 2048)), (0, 500, -500));
        assert_eq!(thousandths(880, 1000), 880);
    }
}
