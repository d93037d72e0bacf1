//! What book.toml asks of readings, and what two lines do to each other.

use super::*;
use crate::inline::ruby::meeting_readings;
use crate::manuscript::RubyAlignment;
use crate::manuscript::RubyOverhang;

/// Proves: RUB-06 [JA] [HV]: each mode in whole lines: what four kana over one Han add between katakana, between hiragana, and
/// between a comma and an opening bracket, in thousandths of an em.
/// Proves: RUB-07 [JA] [HV]: simple placement adds all but what blanks carry.
#[test]
fn each_mode_of_overhang_holds_in_whole_lines() {
    let modes = [
        (RubyOverhang::None, [1000, 1000, 1000]),
        (RubyOverhang::KanaHalf, [500, 500, 0]),
        (RubyOverhang::KanaFull, [0, 0, 0]),
        (RubyOverhang::Jis, [1000, 0, 0]),
        (RubyOverhang::Simple, [1000, 1000, 0]),
    ];
    for mode in MODES {
        for (overhang, expected) in modes {
            let readings = Readings { overhang, alignment: RubyAlignment::Centre };
            let set = |source: &str| set_as(source, mode, Region::Japan, "ja", em() * 30, readings).0[0].inline_size;
            for (extra, (before, after)) in expected.into_iter().zip([("ノ", "ノ"), ("の", "の"), ("、", "「")]) {
                let found = set(&format!("国{before}{{漢|いろはに}}{after}国")) - set(&format!("国{before}漢{after}国"));
                assert_eq!(milli(found), extra, "{mode:?} {overhang:?} {before}{after}");
            }
        }
    }
}

/// By the rules for simple placement a word with a reading longer than its base is set as a whole, and breaks all the same.
#[test]
fn a_word_of_simple_placement_is_set_as_one_and_breaks() {
    let readings = Readings { overhang: RubyOverhang::Simple, alignment: RubyAlignment::Centre };
    for mode in MODES {
        let set = |source: &str, ems: i64| set_as(source, mode, Region::Japan, "ja", em() * ems, readings).0;
        let word = &set("国{居候|い|そうろう}国", 20)[0];
        let group = &set("国{居候|いそうろう}国", 20)[0];
        assert_eq!(origins(word), origins(group));
        let lines = set("国国国国国{居候|い|そうろう}国国国国国国", 6);
        assert_eq!(lines.iter().filter(|line| !line.interlinear.is_empty()).count(), 2, "{mode:?}");
        assert_eq!(reading_text(&lines), "いそうろう");
    }
}

/// Proves: RUB-03 [JA] [V]: by choice a reading stands from the shoulder of its character, in vertical lines alone (JLREQ 3.3.5).
#[test]
fn readings_stand_from_the_shoulder_in_vertical_lines_alone() {
    let readings = Readings { overhang: RubyOverhang::KanaFull, alignment: RubyAlignment::Shoulder };
    let starts = MODES.map(|mode| {
        let line = &set_as("の{漢|い}の{字|いろは}の", mode, Region::Japan, "ja", em() * 20, readings).0[0];
        super::readings(line).iter().map(|(from, _)| milli(*from)).collect::<Vec<_>>()
    });
    assert_eq!(starts, [vec![1250, 2750], vec![1000, 3000]]);
    // A Western word is no single character.
    let words = [RubyAlignment::Centre, RubyAlignment::Shoulder].map(|alignment| {
        let readings = Readings { overhang: RubyOverhang::KanaFull, alignment };
        let line = &set_as("の{Latin|い}の", WritingMode::VerticalRl, Region::Japan, "ja", em() * 20, readings).0[0];
        super::readings(line)
    });
    assert_eq!(words[0], words[1]);
}

#[test]
fn readings_that_meet_between_lines_are_found() {
    for mode in MODES {
        let meet = |second: &str| {
            let lines = japanese(&format!("{{東南|とうなん/たつみ}}国国国国{second}国国国国"), mode, 6);
            let found = |pitch: Length| meeting_readings(&lines, pitch).len();
            [found(em().scale(7, 4)), found(em() * 2)]
        };
        assert_eq!(meet("{方角|ほうがく}"), [1, 0], "{mode:?}");
        assert_eq!(meet("国国国国{方角|ほうがく}"), [0, 0], "{mode:?}");
    }
}
