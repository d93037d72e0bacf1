//! The search against one that tries everything.

use super::super::collect::collect;
use super::super::cost::COLOURS;
use super::super::cost::Cost;
use super::super::customs::Customs;
use super::super::itemize::Itemizer;
use super::super::paragraph::Paragraph;
use super::super::paragraph::TextStyle;
use super::super::rules::RuleSet;
use super::super::shaper::Shaper;
use super::super::space::space;
use super::*;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::NodeIds;
use crate::book::TextRun;
use crate::diag::SourceMap;
use crate::diag::Sources;
use crate::diag::Span;
use crate::font::FontRole;
use crate::font::Pairings;
use crate::font::bundled_for_tests as bundled;
use crate::geom::WritingMode;
use crate::manuscript::Given;
use crate::manuscript::LineOptions;
use crate::manuscript::Preference;
use crate::resolve::Resolved;
use crate::unicode::Language;
use crate::unicode::Region;

/// A generator of numbers that look random, the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound
    }
}

const ALPHABET: &[&str] = &[
    "国", "語", "文", "字", "書", "の", "か", "ッ", "ー", "々", "。", "、", "，", "「", "」", "（", "）", "・", "！", "：", "——", "……",
    "a ", "book", "12",
];

fn words(numbers: &mut Numbers) -> String {
    let count = 1 + numbers.below(45);
    let mut words: String = (0..count).map(|_| ALPHABET[numbers.below(ALPHABET.len())]).collect();
    while words.chars().count() > 60 {
        words.pop();
    }
    words
}

fn items(words: &str, region: Region, tag: &str, mode: WritingMode, rules: &LineRules) -> (Cells, Vec<Gap>) {
    let language = Language::new(tag).unwrap();
    let mut ids = NodeIds::default();
    let run = TextRun { text: words.to_owned(), language: language.clone(), map: SourceMap::default() };
    let content = [Inline { id: ids.fresh(), span: None, kind: InlineKind::Text(run) }];
    let style = TextStyle { size: EM, role: FontRole::Serif };
    let paragraph = Paragraph { content: &content, owner: None, style, language: &language };
    let resolved = Resolved::default();
    let collected = collect(&paragraph, &resolved, Customs::of(region, mode));
    let mut shaper = Shaper::new(bundled());
    let pairings = Pairings::default();
    let (cells, _) = Itemizer::new(rules, mode, &mut shaper, EM * 100, &pairings).itemize(collected);
    let gaps = space(&cells, rules);
    (cells, gaps)
}

const EM: Length = Length::pt(10);

/// Every way to set the cells, the worse half of each branch left out only when it already costs more than a whole way.
fn exhaust(breaker: &Breaker<'_>, segment: &Range<usize>, from: usize, spent: Cost, colour: Option<Colour>, best: &mut Option<Cost>) {
    let mut lines = Vec::new();
    for at in from + 1..=segment.end {
        let inner = at != segment.end;
        if inner && !breaker.is_open(at, Effort::Last) {
            continue;
        }
        let position = if inner { Position::Inner } else { Position::Last };
        let tail = Tail::of(breaker.cells, breaker.gaps, breaker.rules, from, at);
        let Some(mut line) = priced(breaker, from, at, &tail, position) else { continue };
        if colour.is_some_and(|colour| colour.contrasts(line.colour)) {
            line.price.add(Lane::CONTRAST, 1);
        }
        lines.push((spent.plus(&line.price), at, line.colour));
    }
    lines.sort_by_key(|&(cost, ..)| cost);
    for (cost, at, colour) in lines {
        if best.is_some_and(|best| cost >= best) {
            return;
        }
        if at == segment.end {
            *best = Some(cost);
        } else {
            exhaust(breaker, segment, at, cost, Some(colour), best);
        }
    }
}

fn priced(breaker: &Breaker<'_>, from: usize, at: usize, tail: &Tail, position: Position) -> Option<Priced> {
    let demand = breaker.measure(from) - breaker.natural(from, tail);
    breaker.price(from, at, tail, demand, position, Effort::Last)
}

/// The least cost by asking every line of every length, without efforts or windows.
fn every_line(breaker: &Breaker<'_>, segment: &Range<usize>) -> Cost {
    let mut ways: Vec<[Option<Cost>; COLOURS]> = vec![[None; COLOURS]; segment.len() + 1];
    for at in segment.start + 1..=segment.end {
        let inner = at != segment.end;
        if inner && !breaker.is_open(at, Effort::Last) {
            continue;
        }
        let position = if inner { Position::Inner } else { Position::Last };
        for from in segment.start..at {
            let tail = Tail::of(breaker.cells, breaker.gaps, breaker.rules, from, at);
            let Some(line) = priced(breaker, from, at, &tail, position) else { continue };
            let before = if from == segment.start { [None; COLOURS] } else { ways[from - segment.start] };
            let mut offer = |cost: Cost| {
                let slot = &mut ways[at - segment.start][line.colour as usize];
                *slot = Some(slot.map_or(cost, |known| known.min(cost)));
            };
            if from == segment.start {
                offer(Cost::default().plus(&line.price));
                continue;
            }
            for colour in [Colour::Dark, Colour::Even, Colour::Light] {
                let Some(way) = before[colour as usize] else { continue };
                let mut price = line.price;
                price.add(Lane::CONTRAST, u32::from(colour.contrasts(line.colour)));
                offer(way.plus(&price));
            }
        }
    }
    ways[segment.len()].iter().flatten().min().copied().unwrap()
}

/// How many cells every way is tried for.
const TRIED: usize = 18;

/// Proves: ADJ-08 [ALL] [HV], ADJ-09 [ALL] [HV]: on 2,000 random paragraphs the search finds what pricing every line
/// finds, and on the short ones among them what trying every way finds.
#[test]
fn no_other_choice_of_lines_costs_less() {
    let mut numbers = Numbers(7);
    let regions =
        [(Region::Japan, "ja"), (Region::Mainland, "zh-Hans-CN"), (Region::Taiwan, "zh-Hant-TW"), (Region::HongKong, "zh-Hant-HK")];
    let asked = [
        LineOptions::default(),
        LineOptions { hanging: given(Hanging::Allow), ..LineOptions::default() },
        LineOptions { prefer: given(Preference::Stretch), ..LineOptions::default() },
    ];
    for turn in 0..2000 {
        let (region, tag) = regions[turn % 4];
        let mode = if turn % 8 < 4 { WritingMode::HorizontalTb } else { WritingMode::VerticalRl };
        let rules = RuleSet::new(region, &asked[turn % 3]);
        let rules = rules.of_mode(mode);
        let words = words(&mut numbers);
        let (cells, gaps) = items(&words, region, tag, mode, rules);
        let measure = EM * (4 + numbers.below(14) as i64);
        let frame = Frame { first: measure - EM, rest: measure, em: EM, fill: Fill::Justify };
        let breaker = Breaker::new(&cells, &gaps, rules, &frame);
        for segment in segments(&gaps) {
            let found = breaker.best(&segment).cost();
            assert_eq!(found, every_line(&breaker, &segment), "{region:?} {mode:?} {words} in {measure:?}");
            if segment.len() <= TRIED {
                let mut best = None;
                exhaust(&breaker, &segment, segment.start, Cost::default(), None, &mut best);
                assert_eq!(Some(found), best, "{region:?} {mode:?} {words} in {measure:?}");
            }
        }
    }
}

fn given<T>(value: T) -> Option<Given<T>> {
    Some(Given { value, span: Span::new(Sources::default().add("book.toml", ""), 0, 0) })
}
