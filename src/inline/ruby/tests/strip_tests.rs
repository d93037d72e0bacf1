//! Bopomofo and romanized syllables in whole lines.

use super::*;

fn chinese(source: &str, mode: WritingMode, ems: i64) -> Vec<Line> {
    set_with(source, mode, Region::Taiwan, "zh-Hant-TW", em() * ems).0
}

/// The ink of a run's first glyph on the page, from the middle of the base that begins at `base`: left, top, right and bottom in
/// thousandths of the base's em, to the right and down.
fn ink(run: &Run, base: Length, mode: WritingMode) -> [i64; 4] {
    let face = bundled().face(run.face);
    let [left, low, right, high] = face.glyph_bounds(run.glyphs[0].id).unwrap();
    let unit = |value: i64| run.size.scale(value, face.units_per_em());
    let drop = unit(face.metrics().ascender) - run.size.scale(1, 2);
    let (x, baseline) = match mode {
        WritingMode::HorizontalTb => (run.inline - base - em().scale(1, 2), run.block + drop),
        WritingMode::VerticalRl => {
            (-run.block - run.advance.scale(1, 2), run.inline - base - em().scale(1, 2) + run.size.scale(1, 2) + drop)
        }
    };
    [x + unit(left), baseline - unit(high), x + unit(right), baseline - unit(low)].map(milli)
}

const SYMBOLS: &str = "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄧㄨㄩㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦ";

/// Proves: ZHU-02 [TW] [HV]: one to three symbols, each of the 37, stand below each other in a block whose middle is that of the
/// base, and take no more with a tone than without.
/// Proves: ZHU-03 [TW] [HV]: ˊ ˇ ˋ at the right of the last symbol, half above its top; ˙ above the first; the first tone unmarked.
#[test]
fn symbols_and_tones_stand_in_their_strip() {
    let symbols: Vec<char> = SYMBOLS.chars().collect();
    assert_eq!(symbols.len(), 37);
    for mode in MODES {
        for (index, &symbol) in symbols.iter().enumerate() {
            for count in 1..=3_usize {
                for tone in ["", "ˊ", "ˇ", "ˋ", "˙"] {
                    let mut syllable: String = (0..count).map(|turn| symbols[(index + turn * 5) % 37]).collect();
                    if tone == "˙" {
                        syllable.insert_str(0, tone)
                    } else {
                        syllable.push_str(tone)
                    }
                    let line = &chinese(&format!("{{字|{syllable}}}"), mode, 20)[0];
                    let what = format!("{mode:?} {symbol} {syllable}");
                    assert_eq!(line.interlinear.iter().map(|run| run.text.as_str()).collect::<String>(), syllable, "{what}");
                    assert_eq!(milli(line.inline_size), if mode == WritingMode::HorizontalTb { 1500 } else { 1000 }, "{what}");
                    let (marks, letters): (Vec<&Run>, Vec<&Run>) =
                        line.interlinear.iter().partition(|run| "ˊˇˋ˙".contains(run.text.as_str()));
                    assert!(letters.iter().all(|run| milli(run.size) == 300), "{what}");
                    let above = if tone == "˙" { 100 } else { 0 };
                    let top = -(300 * count as i64 + above) / 2 + above;
                    for (turn, run) in letters.iter().enumerate() {
                        let [left, high, right, low] = ink(run, Length::ZERO, mode);
                        let cell = top + 300 * turn as i64;
                        assert!(left >= 499 && right <= 801, "{what} {left} {right}");
                        assert!(high >= cell - 1 && low <= cell + 301, "{what} {high} {low} {cell}");
                    }
                    for run in marks {
                        let [left, high, right, low] = ink(run, Length::ZERO, mode);
                        let last = top + 300 * (count as i64 - 1);
                        if tone == "˙" {
                            assert!(high >= top - 101 && low <= top + 1, "{what} {high} {low}");
                            assert!((left + right - 1300).abs() <= 2, "{what} {left} {right}");
                        } else {
                            assert!(left >= 799 && right <= 1001, "{what} {left} {right}");
                            assert!(high < last && low > last, "{what} {high} {low} {last}");
                            assert!((high + low - 2 * last).abs() <= 20, "{what} {high} {low} {last}");
                        }
                    }
                }
            }
        }
    }
}

/// Proves: ZHU-03 [TW] [HV]: finals that end a syllable short stand at the lower right.
#[test]
fn entering_tones_stand_at_the_lower_right() {
    for mode in MODES {
        for tone in ["ㆴ", "ㆵ", "ㆶ", "ㆷ"] {
            for letters in ["ㄧ", "ㄌㄧ", "ㄉㄧㄜ"] {
                let line = &chinese(&format!("{{字|{letters}{tone}}}"), mode, 20)[0];
                let count = letters.chars().count() as i64;
                let [left, high, right, low] = ink(line.interlinear.last().unwrap(), Length::ZERO, mode);
                let foot = 150 * count;
                assert!(left >= 799 && right <= 1001, "{mode:?} {letters}{tone} {left} {right}");
                assert!(high > foot - 300 && (foot - low).abs() <= 60, "{mode:?} {letters}{tone} {high} {low}");
            }
        }
    }
}

/// Proves: ZHU-04 [TW] [HV]: ㄧ is a horizontal stroke in both directions.
#[test]
fn the_letter_i_lies_in_both_directions() {
    for mode in MODES {
        let line = &chinese("{一|ㄧ}", mode, 20)[0];
        let [left, high, right, low] = ink(&line.interlinear[0], Length::ZERO, mode);
        assert!(right - left > low - high, "{mode:?}");
    }
}

/// Proves: ZHU-01 [TW] [H]: in an annotated paragraph each character takes an em and a half, marks and those without a reading too.
#[test]
fn every_character_of_an_annotated_line_keeps_a_strip() {
    let lines = chinese("{人|ㄖㄣˊ}{之|ㄓ}{初|ㄔㄨ}，{性|ㄒㄧㄥˋ}本「{善|ㄕㄢˋ}{的|˙ㄉㄜ}」——{好|ㄏㄠˇ}。", WritingMode::HorizontalTb, 60);
    let places: Vec<i64> = origins(&lines[0]).iter().map(|(_, at)| milli(*at)).collect();
    let han: Vec<i64> = [0, 1, 2, 3, 4, 5].map(|index| places[index]).to_vec();
    assert_eq!(han, [0, 1500, 3000, 4500, 6000, 7500]);
    // Fourteen characters, the dash of two among them.
    assert_eq!(milli(lines[0].inline_size), 14 * 1500);
    let vertical = chinese("{人|ㄖㄣˊ}{之|ㄓ}{初|ㄔㄨ}，{性|ㄒㄧㄥˋ}本", WritingMode::VerticalRl, 60);
    assert_eq!(milli(vertical[0].inline_size), 6000);
    let plain = chinese("一段文字裡有一個{霾|ㄇㄞˊ}字", WritingMode::HorizontalTb, 60);
    assert_eq!(milli(plain[0].inline_size), 10 * 1000 + 500);
}

/// Proves: ZHU-05 [TW] [HV]: an annotation stays with its base wherever lines end, and no text is lost.
#[test]
fn annotations_stay_with_their_bases() {
    let verse = "{性|ㄒㄧㄥˋ}{本|ㄅㄣˇ}{善|ㄕㄢˋ}，{習|ㄒㄧˊ}{相|ㄒㄧㄤ}{遠|ㄩㄢˇ}。".repeat(4);
    for mode in MODES {
        for ems in 4..20 {
            let lines = chinese(&verse, mode, ems);
            assert_eq!(base_text(&lines), "性本善，習相遠。".repeat(4));
            for line in &lines {
                let bases = line
                    .runs
                    .iter()
                    .filter(|run| matches!(part(run), Part::RubyBase(_)))
                    .map(|run| run.owner)
                    .collect::<std::collections::BTreeSet<_>>();
                let readings = line.interlinear.iter().map(|run| run.owner).collect::<std::collections::BTreeSet<_>>();
                assert_eq!(bases.len(), readings.len(), "{mode:?} {ems}");
            }
        }
    }
}

/// Proves: PIN-01 [CN] [HV]: syllables in the middle of their characters, half the size, at least a quarter of their em apart; a
/// longer one stands over what is free beside it before it spreads the bases.
/// Proves: PIN-03 [CN] [HV]: at a line's edges they are flush.
#[test]
fn syllables_stand_over_their_characters() {
    let set = |source: &str, mode, ems: i64| set_with(source, mode, Region::Mainland, "zh-Hans-CN", em() * ems).0;
    let verse = "{人|rén}{之|zhī}{初|chū}，{性|xìng}{本|běn}{善|shàn}，{装|zhuāng}{窗|chuāng}{双|shuāng}，{中国|zhōng|guó}";
    for mode in MODES {
        for ems in 5..30 {
            for line in set(&verse.repeat(3), mode, ems) {
                let found = readings(&line);
                for pair in found.windows(2) {
                    assert!(pair[1].0 - pair[0].1 >= ruby_em().scale(1, 4) - slack(), "{mode:?} {ems}");
                }
                for (from, to) in found {
                    assert!(from >= -slack() && to <= em() * ems + slack(), "{mode:?} {ems} {} {}", milli(from), milli(to));
                }
            }
        }
        // A long syllable between plain Han stands over both and moves nothing.
        assert_eq!(milli(set("国{装|zhuāng}国", mode, 20)[0].inline_size), 3000);
        // Three long ones in a row are spread.
        assert!(milli(set("国{装|zhuāng}{窗|chuāng}{双|shuāng}国", mode, 20)[0].inline_size) > 5000);
        let line = &set("国{装|zhuāng}国", mode, 20)[0];
        let (from, to) = readings(line)[0];
        assert!((from + to - em() * 3).abs() <= slack());
        assert_eq!(line.interlinear[0].size, ruby_em());
    }
}

/// Proves: PIN-02 [CN] [H]: pinyin by word has half an em between words and the author's capitals, apostrophes and hyphens; by
/// character a quarter.
#[test]
fn words_of_pinyin_stand_half_an_em_apart() {
    let set = |source: &str| set_with(source, WritingMode::HorizontalTb, Region::Mainland, "zh-Hans-CN", em() * 30).0;
    let line = &set("{西安|Xī'ān}{城墙|chéngqiáng}{长安街|Cháng'ān-jiē}{窗|chuāng}{双|shuāng}")[0];
    let text: Vec<&str> = line.interlinear.iter().map(|run| run.text.as_str()).collect();
    assert_eq!(text.concat(), "Xī'ānchéngqiángCháng'ān-jiēchuāngshuāng");
    let found = readings(line);
    let gaps: Vec<Length> = found.windows(2).map(|pair| pair[1].0 - pair[0].1).collect();
    assert_eq!(gaps.len(), 4);
    let (word, syllable) = (ruby_em().scale(1, 2), ruby_em().scale(1, 4));
    assert!(gaps[..3].iter().all(|&gap| gap >= word - slack()), "{gaps:?}");
    assert!(gaps[3] >= syllable - slack() && gaps[3] < word, "{gaps:?}");
}
