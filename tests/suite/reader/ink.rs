//! Where the ink of glyphs lies, from the embedded program.

use skrifa::FontRef;
use skrifa::GlyphId;
use skrifa::MetadataProvider;
use skrifa::instance::LocationRef;
use skrifa::instance::Size;
use skrifa::outline::DrawSettings;
use skrifa::outline::OutlinePen;
use skrifa::raw::TableProvider;
use skrifa::raw::types::Tag;

/// A font program that can be drawn.
pub struct Ink {
    font: Vec<u8>,
}

impl Ink {
    /// A bare CFF program is wrapped in the tables that a drawing program asks for.
    pub fn of(program: &[u8]) -> Ink {
        if FontRef::new(program).is_ok() {
            return Ink { font: program.to_vec() };
        }
        let mut head = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x5F, 0x0F, 0x3C, 0xF5, 0, 0];
        head.extend(1000u16.to_be_bytes());
        head.extend([0; 34]);
        let mut maxp = vec![0, 0, 0x50, 0];
        maxp.extend(u16::MAX.to_be_bytes());
        // One width for all: outlines do not depend on it.
        let mut hhea = vec![0; 36];
        hhea[..4].copy_from_slice(&[0, 1, 0, 0]);
        hhea[35] = 1;
        let mut hmtx = 1000u16.to_be_bytes().to_vec();
        hmtx.resize(4 + 2 * usize::from(u16::MAX), 0);
        let mut builder = write_fonts::FontBuilder::new();
        builder.add_raw(Tag::new(b"head"), head);
        builder.add_raw(Tag::new(b"maxp"), maxp);
        builder.add_raw(Tag::new(b"hhea"), hhea);
        builder.add_raw(Tag::new(b"hmtx"), hmtx);
        builder.add_raw(Tag::new(b"CFF "), program.to_vec());
        Ink { font: builder.build() }
    }

    /// Left, bottom, right, top in em; none for a glyph without ink.
    pub fn of_glyph(&self, code: u16) -> Option<[f64; 4]> {
        let font = FontRef::new(&self.font).unwrap();
        let em = font.head().map_or(1000.0, |head| f64::from(head.units_per_em()));
        let mut extent = Extent(None);
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        font.outline_glyphs().get(GlyphId::from(code))?.draw(settings, &mut extent).unwrap();
        extent.0.map(|edges| edges.map(|edge| f64::from(edge) / em))
    }
}

/// The box of the points that a pen visits; control points count, which is exact for the marks measured here to a hundredth.
struct Extent(Option<[f32; 4]>);

impl Extent {
    fn visit(&mut self, x: f32, y: f32) {
        let [left, bottom, right, top] = self.0.unwrap_or([x, y, x, y]);
        self.0 = Some([left.min(x), bottom.min(y), right.max(x), top.max(y)]);
    }
}

impl OutlinePen for Extent {
    fn move_to(&mut self, x: f32, y: f32) {
        self.visit(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.visit(x, y);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.visit(cx0, cy0);
        self.visit(x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.visit(cx0, cy0);
        self.visit(cx1, cy1);
        self.visit(x, y);
    }

    fn close(&mut self) {}
}
