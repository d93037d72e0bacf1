//! Code: characters in cells of half an em, one or two each.

use unicode_segmentation::UnicodeSegmentation;

use super::cell::Join;
use super::class::Class;
use super::itemize::Itemizer;
use super::itemize::Placed;
use super::line::GlyphSetting;
use super::shaper::Way;
use crate::diag::SourceMap;
use crate::geom::Length;

/// How far characters stand from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pitch {
    /// As their class and their glyph say.
    Proportional,
    /// In cells of half an em.
    Cells,
}

/// Tabs end at multiples of so many cells.
const TAB: usize = 4;

/// A glyph wider than this part of its em takes two cells.
const WIDE: (i64, i64) = (7, 10);

/// Marks after which an address, a path or an expression without blanks may be broken.
const BREAKING: &str = ",;:/\\&?=|)]}.-_";

/// A character of code.
struct Cluster<'a> {
    text: &'a str,
    at: usize,
    cells: usize,
    /// Natural width of its glyphs.
    width: Length,
    glyphs: Vec<Placed>,
}

impl Itemizer<'_, '_> {
    /// Cuts a line of code into characters.
    pub(super) fn code(&mut self, look: usize, text: &str, map: Option<&SourceMap>) {
        let half = self.cells.looks[look].size.scale(1, 2);
        let room = usize::try_from(self.widest.divide(half)).unwrap_or(1).max(1);
        let clusters = self.clusters(look, text, map);
        let breaks = breaks(&clusters, room);
        for (cluster, may_break) in clusters.into_iter().zip(breaks) {
            if !self.cells.cells.is_empty() {
                self.pending = Some(if may_break { Join::Opportunity } else { Join::Fused });
            }
            let body = half * i64::try_from(cluster.cells).unwrap_or(1);
            // Glyphs of other faces stand in the middle of their cells.
            let aside = (body - cluster.width).scale(1, 2);
            let glyphs: Vec<Placed> =
                cluster.glyphs.into_iter().map(|(id, bytes, face, along, block)| (id, bytes, face, along + aside, block)).collect();
            self.push(look, Class::Western, body, GlyphSetting::Upright, cluster.text, cluster.at, &glyphs);
        }
    }

    fn clusters<'a>(&mut self, look: usize, text: &'a str, map: Option<&SourceMap>) -> Vec<Cluster<'a>> {
        let size = self.cells.looks[look].size;
        let baseline = self.baseline(look, look);
        let mut column = 0;
        let mut clusters = Vec::new();
        for (at, cluster) in text.grapheme_indices(true) {
            let span = map.and_then(|map| map.span(at, at + cluster.len()));
            let shown = if cluster == "\t" || cluster == "\u{A0}" { " " } else { cluster };
            let (_, shaped) = self.shaper.shape(&self.cells.looks[look], shown, Way::Horizontal, span);
            let mut width = Length::ZERO;
            let mut glyphs: Vec<Placed> = Vec::with_capacity(shaped.len());
            for (index, glyph) in shaped.iter().enumerate() {
                let next = shaped.get(index + 1).map_or(cluster.len(), |next| next.cluster);
                let unit = |value: i64| size.scale(value, glyph.upem);
                let own = unit(self.shaper.face(glyph.face).metrics().em_middle());
                let bytes = next.saturating_sub(glyph.cluster);
                glyphs.push((glyph.id, bytes, glyph.face, width + unit(glyph.inline), baseline - own - unit(glyph.cross)));
                width += unit(glyph.advance);
            }
            let cells = match cluster {
                "\t" => TAB - column % TAB,
                _ if width > size.scale(WIDE.0, WIDE.1) => 2,
                _ => 1,
            };
            if cluster == "\t" {
                // The blank begins where the tab does.
                width = size.scale(i64::try_from(cells).unwrap_or(1), 2);
            }
            column += cells;
            clusters.push(Cluster { text: cluster, at, cells, width, glyphs });
        }
        clusters
    }
}

/// Before which characters a line may be broken: after blanks and beside wide characters; inside what is longer than half a line also
/// after marks, and inside what no line holds anywhere.
fn breaks(clusters: &[Cluster<'_>], room: usize) -> Vec<bool> {
    let is_blank = |cluster: &Cluster<'_>| cluster.text.chars().all(char::is_whitespace);
    let mut breaks: Vec<bool> = clusters
        .iter()
        .enumerate()
        .map(|(index, cluster)| {
            let before = index.checked_sub(1).map(|before| &clusters[before]);
            // The indent is no place to break.
            let begun = clusters[..index].iter().any(|cluster| !is_blank(cluster));
            begun && before.is_some_and(|before| !is_blank(cluster) && (is_blank(before) || before.cells == 2 && cluster.cells == 2))
        })
        .collect();
    let after_mark =
        |index: usize| !is_blank(&clusters[index]) && index > 0 && clusters[index - 1].text.chars().all(|mark| BREAKING.contains(mark));
    divide(clusters, &mut breaks, room / 2, after_mark);
    divide(clusters, &mut breaks, room, |_| true);
    breaks
}

/// Allows more breaks inside the pieces that are longer than `most` cells.
fn divide(clusters: &[Cluster<'_>], breaks: &mut [bool], most: usize, allowed: impl Fn(usize) -> bool) {
    let mut starts: Vec<usize> = breaks.iter().enumerate().filter(|(index, may)| **may || *index == 0).map(|(index, _)| index).collect();
    starts.push(clusters.len());
    for piece in starts.windows(2) {
        let [start, end] = [piece[0], piece[1]];
        let cells: usize = clusters[start..end].iter().map(|cluster| cluster.cells).sum();
        if cells > most {
            (start + 1..end).filter(|&index| allowed(index)).for_each(|index| breaks[index] = true);
        }
    }
}
