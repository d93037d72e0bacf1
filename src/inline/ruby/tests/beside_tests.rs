//! Ruby in whole lines.

use super::*;

const KANA: [&str; 6] = ["い", "いろ", "いろは", "いろはに", "いろはにほ", "いろはにほへ"];
const BASES: [&str; 4] = ["漢", "漢字", "漢字仮", "漢字仮名"];
/// What stands before and after.
const NEIGHBOURS: [(&str, &str); 8] =
    [("国", "国"), ("の", "の"), ("ノ", "ノ"), ("、", "、"), ("。", "「"), ("（", "）"), ("・", "・"), ("…", "ー")];

/// Proves: RUB-02 [JA] [HV]: half the size, frames touching, above or at the right.
#[test]
fn a_reading_is_half_the_size_and_touches_its_base() {
    for mode in MODES {
        for line in japanese("国の{漢字|かん|じ}と{東京|とうきょう}", mode, 20) {
            assert!(!line.interlinear.is_empty());
            for run in &line.interlinear {
                assert_eq!((run.size, run.block), (ruby_em(), -em().scale(3, 4)), "{mode:?} {}", run.text);
            }
        }
    }
}

/// Proves: RUB-04 [JA] [HV]: the readings of one to six kana over one to four Han between eight kinds of neighbours stand within
/// their room, in the middle of their bases, and no text is lost (JLREQ 3.3.6 and 3.3.8).
/// Proves: RUB-06 [JA] [HV]: never over Han, at most an em of the reading over anything.
#[test]
fn group_readings_stand_within_their_room() {
    for mode in MODES {
        for reading in KANA {
            for base in BASES {
                for (before, after) in NEIGHBOURS {
                    let source = format!("国{before}{{{base}|{reading}}}{after}国");
                    let lines = japanese(&source, mode, 30);
                    let line = &lines[0];
                    assert_eq!(base_text(&lines), format!("国{before}{base}{after}国"));
                    assert_eq!(reading_text(&lines), reading);
                    let (from, to) = readings(line)[0];
                    let places = origins(line);
                    let count = base.chars().count();
                    let offset = places.iter().position(|(character, _)| *character == '漢').unwrap();
                    let bases = &places[offset..offset + count];
                    let (start, end) = (bases[0].1, bases[count - 1].1 + em());
                    assert!((start + end - from - to).abs() <= slack(), "{mode:?} {source}: {start:?} {end:?} {from:?} {to:?}");
                    // Han stand solid with what they are; a reading keeps off both.
                    if before == "国" {
                        assert!(from >= places[offset - 1].1 + em() - slack(), "{mode:?} {source}");
                        assert!(to <= places[offset + count].1 + slack(), "{mode:?} {source}");
                    }
                    let gaps: Vec<Length> = bases.windows(2).map(|pair| pair[1].1 - pair[0].1 - em()).collect();
                    assert!(gaps.windows(2).all(|pair| (pair[0] - pair[1]).abs() <= slack()), "{mode:?} {source}: {gaps:?}");
                    let solid = ruby_em() * reading.chars().count() as i64 <= em() * count as i64;
                    assert!(!solid || gaps.iter().all(|gap| gap.is_zero()), "{mode:?} {source}: {gaps:?}");
                    if !solid {
                        let over = (start - from).max(to - end);
                        let spread = gaps.first().copied().unwrap_or_default();
                        assert!(over <= ruby_em() + spread.max(em()), "{mode:?} {source}");
                    }
                }
            }
        }
    }
}

/// Proves: RUB-06 [JA] [HV]: what four kana over one Han take of their neighbours, in thousandths of an em: where the neighbour
/// carries it, the line is as long as without the reading.
#[test]
fn overhang_is_by_the_kind_of_neighbour() {
    let table = [
        ("国", "国", 1000),
        ("の", "の", 0),
        ("ノ", "ノ", 0),
        ("ー", "っ", 0),
        ("、", "の", 0),
        ("。", "（", 0),
        ("（", "）", 0),
        ("「", "」", 500),
        ("・", "・", 0),
        ("…", "…", 0),
        ("の", "国", 500),
        ("！", "の", 500),
        ("　", "　", 0),
        ("a", "a", 500),
    ];
    for mode in MODES {
        for (before, after, extra) in table {
            let plain = japanese(&format!("国{before}漢{after}国"), mode, 30)[0].inline_size;
            let read = japanese(&format!("国{before}{{漢|いろはに}}{after}国"), mode, 30)[0].inline_size;
            assert!((milli(read - plain) - extra).abs() <= 1, "{mode:?} {before}漢{after}: {}", milli(read - plain));
        }
    }
}

/// Proves: RUB-08 [JA] [HV]: readings of neighbouring units keep a quarter of their em apart (JLREQ table 1, note 10), and one
/// kana or mark between two units is lent to one of them alone (JLREQ 3.3.8, note 125).
#[test]
fn readings_of_neighbours_never_touch() {
    let slack = slack();
    for mode in MODES {
        for left in KANA {
            for right in KANA {
                for between in ["", "の", "、", "・", "「", "」", "のに", "。「"] {
                    for bases in ["漢", "漢字"] {
                        let source = format!("あ{{{bases}|{left}}}{between}{{{bases}|{right}}}あ");
                        for ems in [30, 5] {
                            for line in japanese(&source, mode, ems) {
                                let found = readings(&line);
                                for pair in found.windows(2) {
                                    assert!(pair[1].0 - pair[0].1 >= ruby_em().scale(1, 4) - slack, "{mode:?} {ems} {source}: {found:?}");
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Proves: RUB-09 [JA] [HV]: wherever it comes to stand, a reading is never outside the line.
/// Proves: RUB-12 [JA] [HV]: the breaker knows the lengths that units have at a line's edges: no line is over-full.
/// Proves: RUB-10 [JA] [HV]: a line with a reading is as high as any other: readings stand in the line gap.
#[test]
fn readings_stay_inside_the_line_at_every_column() {
    let units =
        ["{志|こころざし}", "{掌|てのひら}", "{居候|い|そうろう}", "{顧客|クライアント}", "{東京都|とうきょうと}", "{承|うけたまわ}"];
    for mode in MODES {
        for unit in units {
            for column in 0..14 {
                for (before, after) in [("国", "国"), ("の", "の"), ("、", "「"), ("（", "）。")] {
                    let source = format!("{}{before}{unit}{after}{}", "一".repeat(column), "二".repeat(30));
                    let (lines, report) = set_with(&source, mode, Region::Japan, "ja", em() * 12);
                    assert!(report.findings().is_empty(), "{mode:?} {source}: {:?}", report.findings());
                    let (_, full) = lines.split_last().unwrap();
                    assert!(full.iter().all(|line| line.inline_size == em() * 12), "{mode:?} {source}");
                    for line in &lines {
                        for (from, to) in readings(line) {
                            assert!(from >= -slack() && to <= em() * 12 + slack(), "{mode:?} {source}: {} {}", milli(from), milli(to));
                        }
                        assert!(line.interlinear.iter().all(|run| run.block == -em().scale(3, 4)), "{mode:?} {source}");
                        assert_eq!(line.size, em());
                    }
                }
            }
        }
    }
}

/// Proves: RUB-09 [JA] [HV]: at the head of a line the reading is flush and its base set in, at the end the same.
#[test]
fn at_the_edges_the_reading_is_flush_and_the_base_set_in() {
    for mode in MODES {
        let lines = japanese(&format!("{{志|こころざし}}の{}", "二".repeat(9)), mode, 30);
        assert_eq!(readings(&lines[0])[0].0, Length::ZERO);
        assert_eq!(milli(origins(&lines[0])[0].1), 750);
        let lines = japanese(&format!("{}の{{志|こころざし}}", "二".repeat(9)), mode, 30);
        let (_, end) = readings(&lines[0])[0];
        assert!((end - lines[0].inline_size).abs() <= slack(), "{mode:?}");
    }
}

/// Proves: RUB-05 [JA] [HV]: a word broken between its bases is set anew on both lines, each base with its reading.
/// Proves: KIN-08 [JA] [HV]: lines end inside jukugo units, never inside group units.
#[test]
fn a_word_breaks_between_its_bases() {
    for mode in MODES {
        let mut broken = 0;
        for column in 0..12 {
            let source = format!("{}{{居候者|い|そうろう|もの}}と{}", "一".repeat(column), "二".repeat(20));
            let lines = japanese(&source, mode, 12);
            assert_eq!(reading_text(&lines), "いそうろうもの");
            for line in &lines {
                let owners: Vec<Part> = line.interlinear.iter().map(part).collect();
                let bases: Vec<Part> = line.runs.iter().map(part).filter(|part| matches!(part, Part::RubyBase(_))).collect();
                let expected: Vec<Part> = bases
                    .iter()
                    .map(|part| match part {
                        Part::RubyBase(number) => Part::RubyReading(*number),
                        other => *other,
                    })
                    .collect();
                assert_eq!(owners, expected, "{mode:?} {source}");
                broken += usize::from(!bases.is_empty() && bases.len() < 3);
            }
            let group = format!("{}{{居候者|いそうろうもの}}と{}", "一".repeat(column), "二".repeat(20));
            let lines = japanese(&group, mode, 12);
            assert_eq!(lines.iter().filter(|line| !line.interlinear.is_empty()).count(), 1, "{mode:?} {group}");
        }
        assert!(broken > 0, "{mode:?}");
    }
}

/// Proves: RUB-06 [JA] [HV]: the blank that a reading stands over is not squeezed away.
#[test]
fn a_lent_blank_is_not_squeezed() {
    for mode in MODES {
        for column in 0..10 {
            let source = format!("{}、国、{{志|こころざし}}、国。{}", "一".repeat(column), "二、".repeat(12));
            for line in japanese(&source, mode, 11) {
                let places = origins(&line);
                for (from, _) in readings(&line) {
                    let comma = places.iter().rfind(|(character, at)| *character == '、' && *at < from + em());
                    if let Some((_, at)) = comma {
                        // The comma's body is the first half of its em box.
                        assert!(from >= *at + em().scale(1, 2) - slack(), "{mode:?} {source}");
                    }
                }
            }
        }
    }
}

/// Proves: RUB-11 [JA] [HV]: readings on both sides: the longer one spreads the base, the shorter one stands in its middle.
#[test]
fn readings_stand_on_both_sides() {
    for mode in MODES {
        let lines = japanese("国{東南|とうなん/たつみのほう}国", mode, 20);
        let line = &lines[0];
        let over = line.interlinear.iter().find(|run| part(run) == Part::RubyReading(0)).unwrap();
        let under = line.interlinear.iter().find(|run| part(run) == Part::RubyUnder).unwrap();
        assert_eq!((over.block, under.block), (-em().scale(3, 4), em().scale(3, 4)));
        assert_eq!(under.advance, ruby_em() * 6);
        let middle = |run: &Run| run.inline * 2 + run.advance;
        assert!((middle(over) - middle(under)).abs() <= slack(), "{mode:?}");
        assert_eq!(milli(line.inline_size), 5000);
    }
}

/// Proves: RUB-01 [JA] [HV]: a base with okurigana: what has no reading of its own is plain text that its neighbours overhang.
#[test]
fn okurigana_without_a_reading_is_plain_text() {
    for mode in MODES {
        let lines = japanese("国{食物|たべ|もの}{志り|こころ|}国", mode, 20);
        assert_eq!(base_text(&lines), "国食物志り国");
        assert_eq!(reading_text(&lines), "たべものこころ");
        let plain = japanese("国食物志り国", mode, 20)[0].inline_size;
        // Three kana on one Han: the kana after it carries half of one, the reading before it keeps its quarter apart.
        assert_eq!(milli(lines[0].inline_size - plain), 375);
    }
}

/// A reading longer than its base can carry is a finding; its text stays.
#[test]
fn a_reading_that_no_base_carries_is_a_finding() {
    let long = "いろはにほへとちりぬるをわかよたれそつねならむ";
    for mode in MODES {
        let (lines, report) = set_with(&format!("国の{{志|{long}}}の国"), mode, Region::Japan, "ja", em() * 30);
        assert_eq!(report.findings().iter().map(|finding| finding.code.id()).collect::<Vec<_>>(), ["RU001"]);
        assert_eq!(reading_text(&lines), long);
        let (lines, report) = set_with(&format!("国の{{志|{long}}}の国"), mode, Region::Japan, "ja", em() * 6);
        assert!(report.findings().iter().any(|finding| finding.code.id() == "RU001"));
        assert_eq!(reading_text(&lines), long);
        let (_, report) = set_with("国の{志|こころざし}の国", mode, Region::Japan, "ja", em() * 30);
        assert!(report.findings().is_empty());
    }
}
