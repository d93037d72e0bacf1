//! The gaps between cells: natural size, kind, and whether a line may end there.

use super::cell::Cell;
use super::cell::Cells;
use super::cell::Join;
use super::class::Class;
use super::collect::Look;
use super::rules::BracketBesideMark;
use super::rules::GapKind;
use super::rules::LineRules;
use super::rules::NoteBracket;
use super::rules::Pairs;
use crate::geom::Length;

/// The gap before a cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    pub natural: Length,
    pub kind: GapKind,
    /// The em that its limits are parts of.
    pub em: Length,
    /// The part of it that a reading overhangs: it may not be squeezed away.
    pub lent: Length,
    pub opening: Opening,
    pub opens: Opens,
}

/// In which stage of stretching a gap opens, beyond those of its own kind (JLREQ table 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opens {
    Never,
    /// By a quarter em, before all places open.
    Early,
    /// With all places.
    Last,
}

/// Whether a line may end at a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// The two are one piece.
    Closed,
    /// A rule keeps them together; the last resort breaks the rule, those of a lower rank first (requirement KIN-09).
    Barred(u8),
    Allowed,
    Forced,
}

impl Gap {
    const CLOSED: Gap = Gap {
        natural: Length::ZERO,
        kind: GapKind::Rigid,
        em: Length::ZERO,
        lent: Length::ZERO,
        opening: Opening::Closed,
        opens: Opens::Never,
    };
}

/// The gap before each cell; that before the first is closed and empty.
pub(super) fn space(cells: &Cells, rules: &LineRules) -> Vec<Gap> {
    let list = &cells.cells;
    let mut gaps = Vec::with_capacity(list.len());
    // The last cell that is not a note mark: marks of notes are transparent to the gap that follows them.
    let mut solid: Option<usize> = None;
    for (index, next) in list.iter().enumerate() {
        let gap = match (index.checked_sub(1), solid) {
            (Some(before), Some(solid)) => between(cells, &list[before], &list[solid], next, list.get(index + 1), rules),
            (Some(_), None) | (None, _) => Gap::CLOSED,
        };
        gaps.push(gap);
        if next.class != Class::NoteMark {
            solid = Some(index);
        }
    }
    spread(cells, &mut gaps);
    gaps
}

/// The gap between `last` (of class `previous` unless it is a note mark) and `next`.
fn between(cells: &Cells, last: &Cell, previous: &Cell, next: &Cell, after_next: Option<&Cell>, rules: &LineRules) -> Gap {
    if next.join == Join::Fused {
        return Gap::CLOSED;
    }
    let opening = opening(cells, last, next, rules);
    let (natural, kind, em) = natural(previous, next, after_next, rules);
    let kind = if natural.is_zero() && kind == GapKind::Solid && !rules.solid_opens_first && !stretches(previous, next) {
        GapKind::Rigid
    } else {
        kind
    };
    let kind = if matches!(next.join, Join::Opportunity | Join::Hyphen) && previous.class.is_western() { GapKind::Rigid } else { kind };
    let opens = match kind {
        GapKind::Rigid => Opens::Never,
        _ if rules.solid_opens_first => opens(previous, next, rules),
        GapKind::MiddleDot | GapKind::LineEnd => Opens::Never,
        _ => Opens::Last,
    };
    let kind = if kind == GapKind::Solid && opens == Opens::Never { GapKind::Rigid } else { kind };
    // Before a middle dot, the blank of the mark stays (table 3, notes 2 and 3).
    let kept = matches!((previous.class, next.class), (Class::FullStop | Class::Comma, Class::MiddleDot));
    let lent = if kept { previous.after } else { Length::ZERO };
    Gap { natural, kind, em, lent, opening, opens }
}

/// The gap between two cells that nothing else stands beside.
#[cfg(test)]
pub(super) fn between_for_tests(cells: &Cells, first: &Cell, second: &Cell, rules: &LineRules) -> Gap {
    between(cells, first, first, second, None, rules)
}

/// JLREQ table 2 and CLREQ 6.1.1.
fn opening(cells: &Cells, last: &Cell, next: &Cell, rules: &LineRules) -> Opening {
    match next.join {
        Join::Forced => return Opening::Forced,
        Join::Tied | Join::Fused => return Opening::Closed,
        Join::Opportunity | Join::Hyphen => return Opening::Allowed,
        Join::ByClass => {}
    }
    let (first, second) = (last.class.plain(), next.class.plain());
    let piece = matches!(second, Class::WordSpace | Class::NoteMark)
        || (first, next.class) == (Class::WordSpace, Class::UnitSymbol)
        || (first, second) == (Class::DividingMark, Class::IdeographicSpace)
        || matches!((first, second), (Class::Western, Class::Western) | (Class::Prefix, Class::Western))
        || matches!((last.class, second), (Class::Western | Class::Numeral, Class::Postfix))
        || second == Class::Postfix && cells.text_of(last).ends_with(is_digit)
        || first == Class::Prefix && cells.text_of(next).starts_with(is_digit);
    if piece {
        return Opening::Closed;
    }
    let (before, after) = match rules.names_characters() {
        true => (cells.text_of(last).chars().next_back(), cells.text_of(next).chars().next()),
        false => (None, None),
    };
    let barred = rules.never_starts_line(second, after) || rules.never_ends_line(first, before);
    match next.class {
        _ if !barred => Opening::Allowed,
        Class::IterationMark | Class::ProlongedSound | Class::SmallKana => Opening::Barred(1),
        Class::Hyphen | Class::Solidus | Class::Inseparable | Class::MiddleDot => Opening::Barred(2),
        _ => Opening::Barred(3),
    }
}

/// Digits of numbers, of which signs of units and money are never parted.
fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('０'..='９').contains(&character)
}

/// JLREQ table 1 as a rule (its eight lines), with the em of the character that the gap belongs to.
fn natural(previous: &Cell, next: &Cell, after_next: Option<&Cell>, rules: &LineRules) -> (Length, GapKind, Length) {
    let (first, second) = sides(previous, next, rules);
    let solid = (Length::ZERO, GapKind::Solid, next.em);
    let blank_after = (previous.after, kind_of_blank(first), previous.em);
    let blank_before = (next.before, kind_of_blank(second), next.em);
    let both_marks = first.is_mark() && second.is_mark() && first != Class::WordSpace && second != Class::WordSpace;
    match (first, second) {
        (_, Class::NoteMark) => (Length::ZERO, GapKind::Rigid, next.em),
        // A typed space between Han and Western text is the gap that stands there anyway.
        (before, Class::WordSpace) => {
            let after = after_next.map(|cell| cell.class);
            if after == Some(Class::UnitSymbol) {
                return (NUMBER_AND_UNIT.of(next.em), GapKind::Rigid, next.em);
            }
            let after = after.map(Class::plain);
            let mixed = |han: Class, western: Option<Class>| han.keeps_off_western() && western == Some(Class::Western);
            if mixed(before, after) || after.is_some_and(|after| mixed(after, Some(before))) {
                let em = if before == Class::Western { after_next.map_or(next.em, |cell| cell.em) } else { previous.em };
                (rules.han_latin.of(em), GapKind::HanLatin, em)
            } else {
                (WORD_SPACE.of(next.em), GapKind::WordSpace, next.em)
            }
        }
        (Class::WordSpace, Class::OpeningBracket) => (Length::ZERO, GapKind::Rigid, next.em),
        (Class::WordSpace, _) => (Length::ZERO, GapKind::Rigid, next.em),
        _ if both_marks && rules.pairs == Pairs::Sum => {
            let (_, kind, em) = if previous.after.is_zero() { blank_before } else { blank_after };
            (previous.after + next.before, kind, em)
        }
        _ if both_marks && rules.pairs == Pairs::None => solid,
        (Class::MiddleDot, Class::MiddleDot) => (previous.after + next.before, GapKind::MiddleDot, next.em),
        (Class::FullStop | Class::Comma, Class::MiddleDot) => (previous.after + next.before, GapKind::MiddleDot, next.em),
        (_, Class::MiddleDot) if !next.before.is_zero() => blank_before,
        (Class::MiddleDot, _) if !previous.after.is_zero() => blank_after,
        (_, Class::OpeningBracket) if !previous.after.is_zero() => {
            if previous.em != next.em && !next.before.is_zero() {
                // Between brackets of unlike size the mean of their blanks (requirement SPC-14).
                let (_, kind, em) = blank_before;
                ((previous.after + next.before).scale(1, 2), kind, (previous.em + em).scale(1, 2))
            } else if previous.after >= next.before {
                blank_after
            } else {
                blank_before
            }
        }
        (Class::OpeningBracket | Class::IdeographicSpace, Class::OpeningBracket) => solid,
        (mark, Class::OpeningBracket) if mark.is_mark() && rules.bracket_beside_mark == BracketBesideMark::GivesWay => solid,
        (_, Class::OpeningBracket) => blank_before,
        (_, class) if !previous.after.is_zero() => {
            if rules.solid_before(first, class) {
                solid
            } else {
                blank_after
            }
        }
        (before, Class::Western) if before.keeps_off_western() || before == Class::DividingMark && rules_keep_dividing(rules) => {
            (rules.han_latin.of(previous.em), GapKind::HanLatin, previous.em)
        }
        (Class::Western, after) if after.keeps_off_western() => (rules.han_latin.of(next.em), GapKind::HanLatin, next.em),
        _ => solid,
    }
}

/// The classes that two cells show to each other. Solid brackets of inline notes stand beside text as text does.
fn sides(previous: &Cell, next: &Cell, rules: &LineRules) -> (Class, Class) {
    let solid = rules.note_brackets == NoteBracket::Solid;
    let first = if solid && previous.class == Class::NoteClosing { Class::Ideograph } else { previous.class.plain() };
    let second = if solid && next.class == Class::NoteOpening { Class::Ideograph } else { next.class.plain() };
    (first, second)
}

/// JLREQ table 1 puts a quarter em between a dividing mark and Western text; Chinese marks bring their own blank.
fn rules_keep_dividing(rules: &LineRules) -> bool {
    rules.bracket_beside_mark == BracketBesideMark::Keeps
}

/// A part of an em.
struct EmPart(i64, i64);

impl EmPart {
    const fn of(&self, em: Length) -> Length {
        em.scale(self.0, self.1)
    }
}

/// JLREQ table 1, row 24, column 25: a quarter of an em between a number and its unit, which never changes.
const NUMBER_AND_UNIT: EmPart = EmPart(1, 4);

/// JLREQ table 1, note 13: a third of an em between Western words.
const WORD_SPACE: EmPart = EmPart(1, 3);

fn kind_of_blank(class: Class) -> GapKind {
    match class {
        Class::OpeningBracket | Class::ClosingBracket => GapKind::Bracket,
        Class::MiddleDot => GapKind::MiddleDot,
        Class::Comma | Class::Colon => GapKind::Comma,
        Class::FullStop | Class::DividingMark => GapKind::Stop,
        Class::Hyphen
        | Class::Inseparable
        | Class::IterationMark
        | Class::ProlongedSound
        | Class::SmallKana
        | Class::Prefix
        | Class::Postfix
        | Class::IdeographicSpace
        | Class::Solidus
        | Class::Kana
        | Class::Ideograph
        | Class::NoteMark
        | Class::RubyUnit
        | Class::JukugoUnit
        | Class::WordSpace
        | Class::Western
        | Class::Ornamented
        | Class::Numeral
        | Class::UnitSymbol
        | Class::NoteOpening
        | Class::NoteClosing
        | Class::TateChuYoko => GapKind::Solid,
    }
}

/// JLREQ table 6.
fn opens(previous: &Cell, next: &Cell, rules: &LineRules) -> Opens {
    let (first, second) = sides(previous, next, rules);
    let turned = matches!(second, Class::IterationMark | Class::ProlongedSound | Class::SmallKana);
    match (first, second) {
        _ if next.join == Join::Fused => Opens::Never,
        _ if matches!((previous.class, next.class), (Class::Prefix, Class::Numeral) | (Class::Numeral, Class::Postfix)) => Opens::Never,
        (Class::Inseparable, _) if matches!(next.class, Class::Numeral | Class::UnitSymbol) => Opens::Last,
        (Class::WordSpace, _) => Opens::Never,
        (
            _,
            Class::ClosingBracket
            | Class::NoteMark
            | Class::Hyphen
            | Class::DividingMark
            | Class::MiddleDot
            | Class::FullStop
            | Class::Comma,
        ) => Opens::Never,
        (Class::OpeningBracket, _) | (Class::Western, Class::Western) => Opens::Never,
        (Class::Prefix, Class::OpeningBracket | Class::IdeographicSpace) => Opens::Never,
        (Class::Prefix, _) => Opens::Early,
        (_, Class::OpeningBracket | Class::IdeographicSpace) => Opens::Last,
        (
            Class::ClosingBracket
            | Class::Hyphen
            | Class::DividingMark
            | Class::MiddleDot
            | Class::FullStop
            | Class::Comma
            | Class::IdeographicSpace,
            _,
        ) => {
            if turned {
                Opens::Never
            } else {
                Opens::Last
            }
        }
        (Class::IterationMark | Class::ProlongedSound | Class::SmallKana, Class::Inseparable) => Opens::Last,
        _ => Opens::Early,
    }
}

/// CLREQ 6.2.3: whether a solid pair may be opened in the last stage: never before a closing mark, after an opening one,
/// beside connectors and solidi, or inside a unit.
fn stretches(previous: &Cell, next: &Cell) -> bool {
    let (first, second) = (previous.class.plain(), next.class.plain());
    let before_ok = !matches!(first, Class::OpeningBracket | Class::Hyphen | Class::Solidus | Class::Prefix | Class::WordSpace);
    let after_ok = !matches!(
        second,
        Class::ClosingBracket
            | Class::Hyphen
            | Class::DividingMark
            | Class::MiddleDot
            | Class::Colon
            | Class::FullStop
            | Class::Comma
            | Class::NoteMark
            | Class::Solidus
            | Class::Postfix
            | Class::WordSpace
    );
    let joined =
        next.join == Join::Fused || matches!((first, second), (Class::Western, Class::Western) | (Class::Inseparable, Class::Inseparable));
    before_ok && after_ok && !joined
}

/// Spreads spans to the number of em that they ask for (JLREQ 3.6.2, jidori): equal gaps between their cells.
fn spread(cells: &Cells, gaps: &mut [Gap]) {
    let spread_of = |index: usize| {
        let look: &Look = cells.look(&cells.cells[index]);
        look.spread
    };
    let mut start = 0;
    while start < cells.cells.len() {
        let Some(wanted) = spread_of(start) else {
            start += 1;
            continue;
        };
        let mut end = start + 1;
        while end < cells.cells.len() && spread_of(end) == Some(wanted) {
            end += 1;
        }
        let bodies: Length = cells.cells[start..end].iter().map(|cell| cell.body).sum();
        // Marks keep their blanks: what is added goes beside them.
        let blanks: Length = gaps[start + 1..end].iter().map(|gap| gap.natural).sum();
        let room = cells.cells[start].em * i64::from(wanted.0) - bodies - blanks;
        let places = (end - start) as i64 - 1;
        if places > 0 && room > Length::ZERO {
            for (place, gap) in gaps[start + 1..end].iter_mut().enumerate() {
                let place = place as i64;
                gap.natural += room.scale(place + 1, places) - room.scale(place, places);
                gap.kind = GapKind::Rigid;
            }
        }
        // A word that nothing parts has the white after it.
        if places == 0
            && room > Length::ZERO
            && let Some(gap) = gaps.get_mut(end).filter(|_| end < cells.cells.len())
        {
            gap.natural += room;
            gap.kind = GapKind::Rigid;
        }
        start = end;
    }
}
