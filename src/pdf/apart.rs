//! Where strings of text are divided so that readers which sort them keep their order.
//!
//! PDFium puts a string that begins at nearly the height of the one before it into a line with that one, and orders a line from left to
//! right, whichever came first. A small raised number before an upright character, the number of a note after a full column, or a
//! reading beside the last line of its paragraph would so come before what precedes it. A string that begins elsewhere is left alone:
//! the one before is divided before its last glyph, or a glyph is shown with the vertical font, whose origin is at its top.

use crate::book::Owner;
use crate::geom::Length;
use crate::page::GlyphRun;
use crate::page::Item;
use crate::page::ItemKind;
use crate::page::Setting;

/// How the glyphs at the ends of a run are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) first: End,
    pub(super) last: End,
}

/// How the glyph at one end of a run is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum End {
    #[default]
    AsTheOthers,
    /// In a string of its own.
    Alone,
    /// In a string of its own with the vertical font, in a horizontal run.
    ByItsTop,
}

/// Where a string begins, as a reader sees it.
#[derive(Clone, Copy)]
struct Start {
    x: Length,
    y: Length,
    size: Length,
}

impl Start {
    /// Whether a string that follows is sorted before this one. Widths of glyphs are taken for an em, which is seldom less.
    fn comes_after(self, next: Start) -> bool {
        self.near(next) && next.x < self.x
    }

    fn near(self, next: Start) -> bool {
        (next.y - self.y).abs() * 2 <= self.size.max(next.size)
    }
}

/// From the baseline of a glyph to its top, in hundredths of the em: the least that CJK fonts have.
const TOP: i64 = 85;

/// The ends of each of these items, given in the order of the content stream; those without text have none.
pub(super) fn ends(items: &[(&Item, Owner)]) -> Vec<Ends> {
    let mut ends = vec![Ends::default(); items.len()];
    let mut line: Option<(usize, &GlyphRun, Start)> = None;
    let mut column = None;
    for (index, (item, _)) in items.iter().enumerate() {
        let ItemKind::Text(run) = &item.kind else { continue };
        if run.glyphs.is_empty() || run.size.is_zero() {
            continue;
        }
        let first = Start { x: run.origin.x, y: run.origin.y, size: run.size };
        let mut begins = first;
        if let Some((before, previous, start)) = line
            && start.comes_after(first)
        {
            if let Some(top) = top(run).filter(|top| !start.near(*top)) {
                ends[index].first = End::ByItsTop;
                begins = top;
            } else if let Some(end) = parting_end(previous, first) {
                ends[before].last = end;
            }
        }
        let new_column = run.setting == Setting::Vertical && column.replace(run.origin.x) != Some(run.origin.x);
        if let (true, Some(second)) = (new_column, run.glyphs.get(1)) {
            begins = Start { y: along(run, second.along), ..first };
        }
        let sorted_after = line.filter(|(_, _, start)| start.near(begins) && start.x > begins.x);
        line = sorted_after.or(Some((index, run, begins)));
    }
    ends
}

/// How the last glyph of a run is shown so that what begins here is not sorted before the run.
fn parting_end(run: &GlyphRun, next: Start) -> Option<End> {
    let last = run.glyphs.last()?;
    match run.setting {
        Setting::Vertical | Setting::Sideways if run.glyphs.len() > 1 => {
            let end = Start { x: run.origin.x, y: along(run, last.along), size: run.size };
            (!end.near(next)).then_some(End::Alone)
        }
        Setting::Horizontal => top(run).filter(|top| !top.near(next)).map(|_| End::ByItsTop),
        Setting::Vertical | Setting::Sideways | Setting::Rising => None,
    }
}

fn along(run: &GlyphRun, along: Length) -> Length {
    match run.setting {
        Setting::Vertical | Setting::Sideways => run.origin.y + along,
        Setting::Horizontal | Setting::Rising => run.origin.y,
    }
}

/// Where a glyph of a horizontal run begins when it is shown by its top.
fn top(run: &GlyphRun) -> Option<Start> {
    let start = Start { x: run.origin.x, y: run.origin.y - run.size.scale(TOP, 100), size: run.size };
    (run.setting == Setting::Horizontal).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Artifact;
    use crate::font::fonts_for_tests;
    use crate::geom::Point;
    use crate::page::PageGlyph;
    use crate::unicode::Language;

    /// Glyphs an em apart at a place in points.
    fn run(setting: Setting, (x, y): (i64, i64), size: i64, count: i64) -> Item {
        let size = Length::pt(size);
        let glyphs = (0..count).map(|index| PageGlyph { id: 1, bytes: 1, along: size.scale(index, 1) }).collect();
        let (face, _) = fonts_for_tests().iter().next().unwrap();
        let origin = Point { x: Length::pt(x), y: Length::pt(y) };
        let text = "a".repeat(count as usize);
        let language = Language::new("zh-Hant").unwrap();
        let kind = ItemKind::Text(GlyphRun { face, size, setting, stretch: 1000, origin, language, text: text.into(), glyphs });
        Item { owner: Owner::Artifact(Artifact::Layout), kind }
    }

    fn ends_of(items: &[Item]) -> Vec<(End, End)> {
        let items: Vec<(&Item, Owner)> = items.iter().map(|item| (item, item.owner)).collect();
        ends(&items).into_iter().map(|ends| (ends.first, ends.last)).collect()
    }

    const WHOLE: (End, End) = (End::AsTheOthers, End::AsTheOthers);

    #[test]
    fn columns_and_lines_that_follow_each_other_stay_whole() {
        let columns = [run(Setting::Vertical, (200, 50), 10, 20), run(Setting::Vertical, (180, 50), 10, 20)];
        assert_eq!(ends_of(&columns), [WHOLE, WHOLE]);
        let lines = [run(Setting::Horizontal, (50, 50), 10, 20), run(Setting::Horizontal, (50, 70), 10, 20)];
        assert_eq!(ends_of(&lines), [WHOLE, WHOLE]);
    }

    #[test]
    fn a_number_at_the_height_of_the_column_before_it_is_shown_by_its_top_or_parts_that_column() {
        let items = [run(Setting::Vertical, (200, 50), 10, 20), run(Setting::Horizontal, (100, 57), 8, 1)];
        assert_eq!(ends_of(&items), [WHOLE, (End::ByItsTop, End::AsTheOthers)]);
        let items = [run(Setting::Vertical, (200, 50), 10, 20), run(Setting::Horizontal, (100, 64), 8, 1)];
        assert_eq!(ends_of(&items), [(End::AsTheOthers, End::Alone), WHOLE]);
    }

    #[test]
    fn a_raised_number_is_shown_by_its_top_before_an_upright_character() {
        let items = [run(Setting::Horizontal, (205, 54), 5, 1), run(Setting::Vertical, (200, 55), 10, 3)];
        assert_eq!(ends_of(&items), [(End::AsTheOthers, End::ByItsTop), WHOLE]);
    }

    #[test]
    fn a_reading_beside_the_last_line_is_shown_by_its_top() {
        let items = [run(Setting::Horizontal, (50, 100), 10, 3), run(Setting::Horizontal, (45, 96), 4, 2)];
        assert_eq!(ends_of(&items), [WHOLE, (End::ByItsTop, End::AsTheOthers)]);
        let after = [run(Setting::Horizontal, (50, 100), 10, 3), run(Setting::Horizontal, (60, 97), 4, 2)];
        assert_eq!(ends_of(&after), [WHOLE, WHOLE]);
    }
}
