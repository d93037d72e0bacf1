//! Subsets for embedding in a PDF.

use subsetter::GlyphRemapper;

use super::face::Face;

/// What kind of font program a PDF font descriptor holds (PDF 32000-1, table 126).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfProgram {
    /// A bare CFF font program, `CIDFontType0C`.
    Cff,
    /// A TrueType font program.
    TrueType,
}

/// The glyphs of a face that a PDF uses, renumbered from 1; 0 is the missing glyph.
pub struct PdfSubset {
    pub kind: PdfProgram,
    pub program: Vec<u8>,
    /// The number in the subset by the number in the face.
    pub numbers: Vec<(u16, u16)>,
}

impl Face {
    /// A font program with these glyphs, which must be in ascending order. The error is the reason in words.
    pub fn pdf_subset(&self, glyphs: &[u16]) -> Result<PdfSubset, String> {
        let mut remapper = GlyphRemapper::new();
        let numbers = glyphs.iter().map(|&glyph| (glyph, remapper.remap(glyph))).collect();
        let font = subsetter::subset(self.data(), self.index(), &remapper).map_err(|error| error.to_string())?;
        let (kind, program) = match table(&font, b"CFF ") {
            Some(program) => (PdfProgram::Cff, program.to_vec()),
            None => (PdfProgram::TrueType, font),
        };
        Ok(PdfSubset { kind, program, numbers })
    }
}

/// The bytes of one table of an OpenType font.
fn table<'f>(font: &'f [u8], tag: &[u8; 4]) -> Option<&'f [u8]> {
    let number = |at: usize| Some(u32::from_be_bytes(font.get(at..at + 4)?.try_into().ok()?) as usize);
    let count = usize::from(u16::from_be_bytes(font.get(4..6)?.try_into().ok()?));
    let record = (0..count).map(|index| 12 + index * 16).find(|&at| font.get(at..at + 4) == Some(tag))?;
    let start = number(record + 8)?;
    font.get(start..start + number(record + 12)?)
}

#[cfg(test)]
mod tests {
    use super::PdfProgram;
    use crate::font::FontRole;
    use crate::font::fonts::tests::bundled;
    use crate::unicode::Language;

    #[test]
    fn a_subset_holds_only_what_is_asked_for() {
        let fonts = bundled();
        let face = fonts.face(fonts.primary(FontRole::Serif, &Language::new("ja").unwrap()).unwrap());
        let glyphs = ['一', '永', '龜'].map(|character| face.glyph_of(character).unwrap());
        let mut sorted = glyphs.to_vec();
        sorted.sort_unstable();
        let subset = face.pdf_subset(&sorted).unwrap();
        assert_eq!(subset.kind, PdfProgram::Cff);
        assert_eq!(subset.numbers.iter().map(|&(_, number)| number).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(subset.program.len() < 20_000, "{}", subset.program.len());
        assert_eq!(subset.program[0], 1);
        assert_eq!(crate::font::cff_glyph_count(&subset.program), Some(4));
    }
}
