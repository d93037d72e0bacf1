//! Ten thousand random paragraphs: what holds for every line of every text.

use fuzi::book::NodeIds;
use fuzi::diag::Report;
use fuzi::inline::Line;
use rayon::prelude::*;

use super::composed::MODES;
use super::composed::REGIONS;
use super::composed::Setting;
use super::composed::Tally;
use super::composed::check;
use super::composed::em;
use super::composed::examine;
use super::composed::expect_nothing_wrong;
use super::composed::set;
use super::composed::text;

/// A linear congruential generator (Knuth's MMIX constants), so that every run meets the same paragraphs.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }

    pub fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }
}

const HAN: [&str; 12] = ["国", "字", "山", "川", "春", "夏", "書", "人", "一", "鬱", "龍", "㐀"];
const KANA: [&str; 12] = ["あ", "の", "っ", "ゃ", "を", "ア", "ッ", "ョ", "ー", "ン", "ゝ", "々"];
const MARKS: [&str; 30] = [
    "、", "。", "，", "．", "：", "；", "？", "！", "「", "」", "『", "』", "（", "）", "《", "》", "・", "·", "——", "……", "〜", "―", "／",
    "【", "】", "‧", "…", "—", "％", "℃",
];
const LATIN: [&str; 14] = ["a", "TeX", "word", "Windows 98", "1", "20", "1,234.5", "2026", "50%", "vSSL VPN", "e", "it’s", "co-op", "x/y"];

/// A text of so many items, mostly Han, with runs of marks.
fn paragraph(random: &mut Random, items: usize) -> String {
    let mut words = String::new();
    for _ in 0..items {
        let item = match random.below(20) {
            0..=8 => random.pick(&HAN),
            9..=11 => random.pick(&KANA),
            12..=17 => random.pick(&MARKS),
            _ => random.pick(&LATIN),
        };
        words.push_str(item);
    }
    words
}

/// Proves: KIN-02 [ALL] [HV], KIN-03 [ALL] [HV]: in random paragraphs no mark stands where it is barred without a finding.
/// Proves: ADJ-01 [ALL] [HV]: in random paragraphs full lines end on the measure to the unit, and no line is beyond it without a finding.
/// Proves: ADJ-12 [ALL] [HV], KIN-09 [ALL] [HV]: whatever the measure, no text is lost and what cannot be kept is reported.
#[test]
fn ten_thousand_random_paragraphs_keep_the_rules() {
    let tally = (0..10_000u64)
        .into_par_iter()
        .map(|seed| {
            let mut random = Random::new(seed);
            let (language, region) = REGIONS[random.below(REGIONS.len())];
            let mode = MODES[random.below(2)];
            let measure = [4, 5, 6, 8, 10, 12, 17, 25, 32, 40][random.below(10)];
            let items = 1 + random.below(90);
            let words = paragraph(&mut random, items);
            let mut ids = NodeIds::default();
            check(&[text(&mut ids, &words, language)], Setting { language, region, mode, measure })
        })
        .reduce(Tally::default, Tally::add);
    assert!(tally.lines > 30_000 && tally.adjusted * 2 > tally.lines, "{} lines, {} adjusted", tally.lines, tally.adjusted);
    eprintln!("random: {} characters, {} lines, {} short, {:?}", tally.characters, tally.lines, tally.short, tally.findings);
    expect_nothing_wrong(&tally);
}

/// The checks can fail: a stop at a line's head, a line that is too long or too short, and lost text are seen.
#[test]
fn the_checks_of_paragraphs_see_what_is_wrong() {
    let setting = Setting { language: "ja", region: fuzi::unicode::Region::Japan, mode: MODES[0], measure: 8 };
    let mut ids = NodeIds::default();
    let content = [text(&mut ids, "国国国国国国国国国国国国国国国国国国国", "ja")];
    let mut report = Report::default();
    let lines = set(&content, setting, &mut report);
    let kinds = |lines: &[Line]| examine(&content, lines, &report, setting).wrong.into_keys().collect::<Vec<_>>();
    assert_eq!(kinds(&lines), Vec::<&str>::new());
    let with = |change: &dyn Fn(&mut Vec<Line>)| {
        let mut changed = lines.clone();
        change(&mut changed);
        kinds(&changed)
    };
    assert_eq!(with(&|lines| lines[1].inline_size += em()), ["beyond the measure"]);
    assert_eq!(with(&|lines| lines[1].inline_size -= em().scale(1, 100)), ["short of the measure"]);
    assert_eq!(with(&|lines| drop(lines.pop())), ["text differs"]);
    assert_eq!(with(&|lines| lines[1].runs[0].text.replace_range(..3, "。")), ["forbidden start", "text differs"]);
    assert_eq!(with(&|lines| lines[0].runs[0].text.replace_range(18.., "「")), ["forbidden end", "text differs"]);
}
