//! Quotation marks of the edition's region and direction (requirement QUO-01).

use super::Rule;
use super::flat::{Edit, FlatChar, Freedom};
use super::script::{Script, neighbours};
use crate::geom::WritingMode;
use crate::unicode::Region;

/// The outer and the inner pair of a region in a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotePairs {
    outer: (char, char),
    inner: (char, char),
}

impl QuotePairs {
    /// CLREQ (quotation marks) and typesetting requirement QUO-01; none where the region has no custom of its own.
    pub fn of(region: Region, direction: WritingMode) -> Option<QuotePairs> {
        let vertical = direction == WritingMode::VerticalRl;
        match region {
            Region::Taiwan | Region::HongKong | Region::Japan => Some(CORNERS),
            Region::Mainland if vertical => Some(QuotePairs { outer: CORNERS.inner, inner: CORNERS.outer }),
            Region::Korea if vertical => Some(CORNERS),
            Region::Mainland | Region::Korea => Some(CURLY),
            Region::Western => None,
        }
    }

    /// Whether a mark of the author's stays as it is. Where the region has all corners but in the other order, their depth says
    /// which they are: there they mark nothing but quotations.
    fn keeps(self, mark: char) -> bool {
        self.outer != CORNERS.inner && [self.outer.0, self.outer.1, self.inner.0, self.inner.1].contains(&mark)
    }
}

const CORNERS: QuotePairs = QuotePairs { outer: ('「', '」'), inner: ('『', '』') };
const CURLY: QuotePairs = QuotePairs { outer: ('“', '”'), inner: ('‘', '’') };

/// Which marks go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    CurlyDouble,
    CurlySingle,
    Corner,
    WhiteCorner,
    StraightDouble,
    StraightSingle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Opening,
    Closing,
}

/// A quotation mark of a paragraph.
#[derive(Clone, Debug)]
struct Mark {
    /// Its place in the paragraph's row.
    index: usize,
    run: u32,
    at: u32,
    character: char,
    kind: Kind,
    side: Side,
    partner: Partner,
    /// The opening mark around it, paired or not, as an index of the paragraph's marks.
    parent: Option<usize>,
    /// Text in the marks' own words: nothing Han inside or beside.
    latin: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Partner {
    None,
    /// An index of the paragraph's marks.
    Here(usize),
    /// The quotation goes on in, or comes from, another paragraph.
    Elsewhere,
}

/// The quotation marks of one paragraph, paired as far as one paragraph shows.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    marks: Vec<Mark>,
    /// The paragraph begins with this mark.
    first: Option<usize>,
    /// The whole paragraph stands inside a quotation that an earlier paragraph opened; the marks up to this one.
    continued_until: usize,
}

/// A mark without partner, for a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpaired {
    pub run: u32,
    pub at: u32,
    pub character: char,
}

impl Marks {
    pub fn find(chars: &[FlatChar]) -> Marks {
        if !chars.iter().any(|char| is_mark(char.character)) {
            return Marks::default();
        }
        let mut marks = Marks { marks: pair(chars), ..Marks::default() };
        let first = chars.iter().position(|char| !char.character.is_whitespace());
        marks.first = marks.marks.iter().position(|mark| Some(mark.index) == first && mark.side == Side::Opening);
        marks.judge(chars);
        marks
    }

    /// Marks the pairs of Latin text, which stay.
    fn judge(&mut self, chars: &[FlatChar]) {
        let characters: Vec<char> = chars.iter().map(|char| char.character).collect();
        let (before, after) = neighbours(&characters);
        let mut han_before = vec![0u32; characters.len() + 1];
        for (index, character) in characters.iter().enumerate() {
            han_before[index + 1] = han_before[index] + u32::from(Script::of(*character) == Script::Han);
        }
        for index in 0..self.marks.len() {
            let mark = &self.marks[index];
            let (open, close) = match mark.partner {
                Partner::Here(partner) => {
                    let partner = self.marks[partner].index;
                    (mark.index.min(partner), mark.index.max(partner))
                }
                Partner::None | Partner::Elsewhere => (mark.index, mark.index),
            };
            let holds_han = han_before[close] > han_before[open];
            let sides = [before[open], after[close]];
            self.marks[index].latin = !holds_han && !sides.contains(&Script::Han) && sides.contains(&Script::Latin);
        }
    }

    /// The edits of the paragraph, and its marks that stay alone.
    pub fn edits(&self, pairs: QuotePairs) -> (Vec<Edit>, Vec<Unpaired>) {
        let mut to: Vec<Option<char>> = vec![None; self.marks.len()];
        let mut unpaired = Vec::new();
        for (index, mark) in self.marks.iter().enumerate() {
            match (mark.side, mark.partner) {
                (_, Partner::None) => {
                    if !mark.latin && mark.kind != Kind::StraightSingle {
                        unpaired.push(Unpaired { run: mark.run, at: mark.at, character: mark.character });
                    }
                }
                (Side::Closing, Partner::Here(partner)) => {
                    // The opening mark stands before it and is decided.
                    to[index] = to[partner].map(|open| if open == pairs.outer.0 { pairs.outer.1 } else { pairs.inner.1 });
                    if pairs.keeps(mark.character) {
                        to[index] = Some(mark.character);
                    }
                }
                (Side::Closing, Partner::Elsewhere) => {
                    to[index] = Some(if pairs.keeps(mark.character) { mark.character } else { pairs.outer.1 });
                }
                (Side::Opening, Partner::Here(_) | Partner::Elsewhere) => {
                    if pairs.keeps(mark.character) {
                        to[index] = Some(mark.character);
                    } else if !mark.latin {
                        let around = self.around(index, &to);
                        let around = around.or((index < self.continued_until).then_some(pairs.outer.0));
                        to[index] = Some(if around == Some(pairs.outer.0) { pairs.inner.0 } else { pairs.outer.0 });
                    }
                }
            }
        }
        let edits = self.marks.iter().zip(to).filter_map(|(mark, to)| {
            let to = to.filter(|to| *to != mark.character)?;
            let end = mark.at + mark.character.len_utf8() as u32;
            Some(Edit { run: mark.run, start: mark.at, end, to: to.to_string(), rule: Rule::Quotes })
        });
        (edits.collect(), unpaired)
    }

    /// What the nearest converted or kept mark around this one has become.
    fn around(&self, index: usize, to: &[Option<char>]) -> Option<char> {
        let mut parent = self.marks[index].parent;
        while let Some(around) = parent {
            if to[around].is_some() {
                return to[around];
            }
            parent = self.marks[around].parent;
        }
        None
    }

    fn lone(&self, side: Side) -> Option<usize> {
        self.marks.iter().position(|mark| mark.side == side && mark.partner == Partner::None && mark.kind != Kind::StraightSingle)
    }
}

/// Quotations that go over several paragraphs of one series: each paragraph repeats the opening mark and the last one closes
/// (requirement QUO-03), or only the first opens.
pub fn join_paragraphs(paragraphs: &mut [Marks]) {
    /// A quotation longer than this many paragraphs is taken for a forgotten mark.
    const LONGEST: usize = 20;
    for index in 0..paragraphs.len() {
        let Some(open) = paragraphs[index].lone(Side::Opening) else { continue };
        let kind = paragraphs[index].marks[open].kind;
        let Some(next) = paragraphs.get(index + 1) else { continue };
        if next.first.is_some_and(|first| next.marks[first].kind == kind) {
            paragraphs[index].marks[open].partner = Partner::Elsewhere;
            continue;
        }
        let reach = (index + 1 + LONGEST).min(paragraphs.len());
        let found = (index + 1..reach).find_map(|later| {
            if paragraphs[later].lone(Side::Opening).is_some() {
                return Some(None);
            }
            let close = paragraphs[later].lone(Side::Closing)?;
            Some((paragraphs[later].marks[close].kind == kind).then_some((later, close)))
        });
        if let Some(Some((later, close))) = found {
            paragraphs[index].marks[open].partner = Partner::Elsewhere;
            paragraphs[later].marks[close].partner = Partner::Elsewhere;
            paragraphs[later].continued_until = close;
            for between in &mut paragraphs[index + 1..later] {
                between.continued_until = between.marks.len();
            }
        }
    }
}

fn is_mark(character: char) -> bool {
    matches!(character, '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '"' | '\'')
}

/// Finds the marks of a row and pairs them.
fn pair(chars: &[FlatChar]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut open_of_kind = [0usize; 6];
    for (index, char) in chars.iter().enumerate() {
        if char.freedom == Freedom::Kept || !is_mark(char.character) {
            continue;
        }
        let neighbour = |at: Option<usize>| at.and_then(|at| chars.get(at)).map(|char| char.character);
        let (previous, next) = (neighbour(index.checked_sub(1)), neighbour(Some(index + 1)));
        let Some((kind, side)) = role(char.character, previous, next, &open_of_kind) else { continue };
        let this = marks.len();
        let mark = Mark {
            index,
            run: char.run,
            at: char.at,
            character: char.character,
            kind,
            side,
            partner: Partner::None,
            parent: open.last().copied(),
            latin: false,
        };
        marks.push(mark);
        match side {
            Side::Opening => {
                open.push(this);
                open_of_kind[kind as usize] += 1;
            }
            Side::Closing if open_of_kind[kind as usize] > 0 => {
                // Marks opened since stay without partner.
                while let Some(top) = open.pop() {
                    open_of_kind[marks[top].kind as usize] -= 1;
                    if marks[top].kind == kind {
                        (marks[top].partner, marks[this].partner) = (Partner::Here(this), Partner::Here(top));
                        marks[this].parent = marks[top].parent;
                        break;
                    }
                }
            }
            Side::Closing => {}
        }
    }
    marks
}

/// What a mark does at its place; none for an apostrophe, a prime or an inch.
fn role(character: char, previous: Option<char>, next: Option<char>, open_of_kind: &[usize; 6]) -> Option<(Kind, Side)> {
    let is_word =
        |character: Option<char>| character.is_some_and(|character| Script::of(character) == Script::Latin || character.is_ascii_digit());
    let opens_or_closes = |kind: Kind| (kind, if open_of_kind[kind as usize] > 0 { Side::Closing } else { Side::Opening });
    Some(match character {
        '“' => (Kind::CurlyDouble, Side::Opening),
        '”' => (Kind::CurlyDouble, Side::Closing),
        '‘' => (Kind::CurlySingle, Side::Opening),
        '’' if is_word(previous) && is_word(next) => return None,
        '’' if open_of_kind[Kind::CurlySingle as usize] == 0 && (is_word(previous) || is_word(next)) => return None,
        '’' => (Kind::CurlySingle, Side::Closing),
        '「' => (Kind::Corner, Side::Opening),
        '」' => (Kind::Corner, Side::Closing),
        '『' => (Kind::WhiteCorner, Side::Opening),
        '』' => (Kind::WhiteCorner, Side::Closing),
        '"' if previous.is_some_and(|character| character.is_ascii_digit()) && open_of_kind[Kind::StraightDouble as usize] == 0 => {
            return None;
        }
        '"' => opens_or_closes(Kind::StraightDouble),
        '\'' if is_word(previous) => {
            if is_word(next) || open_of_kind[Kind::StraightSingle as usize] == 0 {
                return None;
            }
            (Kind::StraightSingle, Side::Closing)
        }
        _ => opens_or_closes(Kind::StraightSingle),
    })
}

#[cfg(test)]
mod tests {
    use crate::adapt::tests::{adapted, settings, unpaired};
    use crate::geom::WritingMode::{HorizontalTb, VerticalRl};
    use crate::manuscript::PunctuationConversion;
    use crate::manuscript::QuoteConversion;

    fn converted(paragraphs: &[&str], direction: crate::geom::WritingMode, language: &str) -> Vec<String> {
        adapted(paragraphs, &settings(QuoteConversion::Region, PunctuationConversion::Keep), direction, language)
    }

    /// Typesetting conventions 4.7, outer and inner quotes.
    #[test]
    fn every_region_and_direction_has_its_pairs() {
        for (language, direction, expected) in [
            ("zh-Hant-TW", HorizontalTb, "他「說『好』」了"),
            ("zh-Hant-TW", VerticalRl, "他「說『好』」了"),
            ("zh-Hans-CN", HorizontalTb, "他“说‘好’”了"),
            ("zh-Hans-CN", VerticalRl, "他『说「好」』了"),
            ("ja", VerticalRl, "他「說『好』」了"),
        ] {
            let source = if language == "zh-Hans-CN" { "他“说‘好’”了" } else { "他“說‘好’”了" };
            assert_eq!(converted(&[source], direction, language), [expected], "{language}");
        }
        assert_eq!(converted(&["他「说『好』」了"], HorizontalTb, "zh-Hans-CN"), ["他“说‘好’”了"]);
    }

    /// Proves: QUO-01 [CN] [V]: the region's pairs come out of either kind of corners, and of curly marks.
    #[test]
    fn corners_of_the_other_order_are_turned_in_vertical_mainland_text() {
        for source in ["他「说『好』」了", "他『说「好」』了", "他“说‘好’”了", "他‘说“好”’了", "他「说‘好’」了"]
        {
            assert_eq!(converted(&[source], VerticalRl, "zh-Hans-CN"), ["他『说「好」』了"], "{source}");
        }
        assert_eq!(converted(&["他说：「甲", "「乙『丙』」丁"], VerticalRl, "zh-Hans-CN"), ["他说：『甲", "『乙「丙」』丁"]);
    }

    #[test]
    fn single_marks_outside_become_the_outer_pair() {
        assert_eq!(converted(&["他‘說“好”’了"], VerticalRl, "zh-Hant-TW"), ["他「說『好』」了"]);
    }

    #[test]
    fn straight_marks_are_converted_in_pairs() {
        assert_eq!(converted(&["他\"說'好'\"了"], VerticalRl, "zh-Hant-TW"), ["他「說『好』」了"]);
        assert_eq!(converted(&["高6'2\"的人"], VerticalRl, "zh-Hant-TW"), ["高6'2\"的人"]);
    }

    #[test]
    fn apostrophes_and_quotes_in_latin_text_stay() {
        for kept in ["用it’s和don't", "讀 the “big” one 了", "John’s，the workers’ day"] {
            assert_eq!(converted(&[kept], VerticalRl, "zh-Hant-TW"), [kept]);
        }
        assert_eq!(converted(&["行業“e”起"], VerticalRl, "zh-Hant-TW"), ["行業「e」起"]);
    }

    #[test]
    fn corner_brackets_of_the_author_stay_in_a_region_that_has_them() {
        assert_eq!(converted(&["讀『論語』和“甲『乙』”"], VerticalRl, "ja"), ["讀『論語』和「甲『乙』」"]);
        assert_eq!(converted(&["「甲“乙”」"], VerticalRl, "zh-Hant-TW"), ["「甲『乙』」"]);
    }

    #[test]
    fn a_mark_without_partner_stays_and_is_found() {
        assert_eq!(
            converted(&["甲“乙", "“丙”丁"], VerticalRl, "zh-Hant-TW"),
            ["甲「乙", "「丙」丁"],
            "the next paragraph repeats the mark"
        );
        assert_eq!(converted(&["甲“乙", "丙"], VerticalRl, "zh-Hant-TW"), ["甲“乙", "丙"]);
        assert_eq!(unpaired(&["甲“乙", "丙“丁”戊"]), 1);
        assert_eq!(converted(&["甲“乙‘丙’"], VerticalRl, "zh-Hant-TW"), ["甲“乙「丙」"], "a mark that stays has no inside");
    }

    #[test]
    fn a_quotation_may_close_in_a_later_paragraph() {
        assert_eq!(
            converted(&["他說：“甲", "乙“丙”", "丁。”完“戊”"], VerticalRl, "zh-Hant-TW"),
            ["他說：「甲", "乙『丙』", "丁。」完「戊」"]
        );
        assert_eq!(unpaired(&["他說：“甲", "乙“丙”", "丁。”完“戊”"]), 0);
    }
}
