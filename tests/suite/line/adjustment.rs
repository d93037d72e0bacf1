//! Lines on the measure and the gaps that give way (typesetting requirements ADJ), over whole texts.

use super::marks::ends_beyond;
use super::marks::is_narrow;
use super::oracle::MARKS;
use super::oracle::pair;
use crate::reader::Glyph;
use crate::reader::Line;
use crate::specimen::DIRECTIONS;
use crate::specimen::REGIONS;
use crate::specimen::Set;
use crate::specimen::Specimen;

/// A text of many paragraphs with all that lines meet: marks, numbers, Latin words, readings, notes.
pub fn text(language: &str) -> String {
    let sentence = match language {
        "ja" => {
            "港の外れに、小さな測候所がある。「風速2.5メートル」と機械は言うが、その風が潮の匂いだったか（あるいは草の匂いか）は、誰も教えてくれない――1964年の開設以来、『雲の日記』を書く所長は、Windows 98の頃から変わらない……。"
        }
        "zh-Hans-CN" => {
            "修表铺开在弄堂口，门面不到3米宽，墙上却挂着48只钟，没有两只走得一样。“先问来路，再开后盖。”他说：“有一回（那是2016年），客人只说‘它停了’，我拆了半天——才知道是故意的……”那只Apple Watch最后没有修，收费5元；读者有1.2万人。"
        }
        _ => {
            "外婆的筆記本停在2019年12月7日那一頁，字跡潦草，卻一筆也沒有漏：豆腐兩塊、鹽600公克；最底下還寫著「問阿明『那種4G的卡』要多少錢」。我們花了3天（其實更久），把一百多頁掃描成PDF，再逐字校對——機器老把「鹹」讀成「減」……"
        }
    };
    let clauses: Vec<&str> = sentence.split_inclusive(['，', '、', '。', '；']).collect();
    let mut paragraphs = Vec::new();
    for start in 0..clauses.len() {
        for length in [3, 7, 13, 26] {
            let paragraph: String = clauses.iter().cycle().skip(start).take(length).copied().collect();
            paragraphs.push(paragraph);
        }
    }
    paragraphs.join("\n\n")
}

/// Lines that fill the measure: all of a paragraph but its last.
pub fn full(set: &Set) -> Vec<Line> {
    let inner = set.body().into_iter().flat_map(|block| {
        let count = block.lines.len() - 1;
        block.lines.into_iter().take(count)
    });
    inner.collect()
}

/// Proves: ADJ-01 [ALL] [HV]: over a whole book every full line ends on the measure, and no glyph stands beyond it.
/// Proves: GRD-01 [ALL] [HV]: the measure is a whole number of em.
/// Proves: ADJ-11 [ALL] [HV]: the measure is a whole number of em and lines of plain text fill it.
#[test]
fn every_full_line_of_a_book_ends_on_the_measure() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            for page in ["a6", "a5", "b6"] {
                let set = Specimen::new(language, direction).page(page).set(&text(language));
                assert!((set.measure / set.em).fract().abs() < 1e-9);
                let lines = full(&set);
                assert!(lines.len() > 80, "{}", lines.len());
                for line in lines {
                    let text = line.text();
                    let last = text.chars().next_back().unwrap();
                    let beyond = set.extent(&line).1 - set.columns() as f64;
                    let forms = ends_beyond(language, direction, last);
                    let on = is_narrow(last) || forms.iter().any(|form| (beyond - form).abs() < 0.003);
                    assert!(on, "{language} {direction:?} {page}: {last} ends {beyond:.4} em beyond: {text}");
                }
                assert_eq!(set.line_findings(), Vec::<&str>::new(), "{language} {direction:?} {page}");
            }
        }
    }
}

/// Neighbours that fill em boxes of one size, with the gap between the boxes in em.
fn neighbours(line: &Line) -> Vec<(char, char, f64)> {
    let whole = |glyph: &Glyph| {
        let mut characters = glyph.text.chars();
        let character = characters.next().filter(|_| characters.next().is_none())?;
        let fills = (glyph.advance.0.hypot(glyph.advance.1) / glyph.size - 1.0).abs() < 0.001 && glyph.upright();
        (fills && !is_narrow(character)).then_some(character)
    };
    let pairs = line.glyphs.windows(2).filter_map(|pair| {
        let (before, after) = (whole(&pair[0])?, whole(&pair[1])?);
        Some((before, after, (line.start_of(&pair[1]) - line.end_of(&pair[0])) / line.size()))
    });
    pairs.collect()
}

/// The class, and the blanks of the em box before and after the body.
fn class(character: char) -> (&'static str, f64, f64) {
    match MARKS.iter().find(|(mark, ..)| *mark == character) {
        Some((_, "01", _)) => ("01", 0.5, 0.0),
        Some((_, "05", _)) => ("05", 0.25, 0.25),
        Some((_, class @ ("02" | "06" | "07"), _)) => (class, 0.0, 0.5),
        Some((_, class, _)) => (class, 0.0, 0.0),
        None if ('ぁ'..='ゖ').contains(&character) => ("15", 0.0, 0.0),
        None if ('ァ'..='ヺ').contains(&character) => ("16", 0.0, 0.0),
        None => ("19", 0.0, 0.0),
    }
}

/// Proves: ADJ-07 [JA] [HV]: nothing is stretched before closing marks, stops and dividing marks, after opening brackets, or inside units (table 6).
#[test]
fn pairs_that_never_stretch_do_not() {
    for direction in DIRECTIONS {
        let mut stretched = 0;
        for page in ["a6", "b6", "120x120 mm"] {
            let set = Specimen::new("ja", direction).page(page).set(&text("ja"));
            for line in full(&set) {
                for (before, after, found) in neighbours(&line) {
                    let ((first, _, blank), (second, lead, _)) = (class(before), class(after));
                    let unit = before == after && first == "08";
                    let natural = if unit { 0.0 } else { pair(first, second).gap() } - blank - lead;
                    let never = unit || pair(first, second).expand == Some(0);
                    stretched += usize::from(found > natural + 0.002);
                    assert!(
                        !never || found < natural + 0.002,
                        "{direction:?} {before}{after}: {found:.3}, not {natural:.3}: {}",
                        line.text()
                    );
                }
            }
        }
        assert!(stretched > 100, "{direction:?}: lines are stretched somewhere: {stretched}");
    }
}

/// Proves: ADJ-07 [CN TW HK] [HV]: nothing is stretched before closing marks, pauses and stops, after opening brackets, or inside dashes and ellipses.
#[test]
fn chinese_pairs_that_never_stretch_do_not() {
    for language in ["zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK"] {
        for direction in DIRECTIONS {
            for page in ["a6", "120x120 mm"] {
                let set = Specimen::new(language, direction).page(page).set(&text(language));
                for line in full(&set) {
                    for (before, after, found) in neighbours(&line) {
                        let never =
                            super::marks::never_starts(after) || super::marks::opens(before) || before == after && "—…".contains(before);
                        assert!(!never || found < 0.002, "{language} {direction:?} {before}{after}: {found:.3}: {}", line.text());
                    }
                }
            }
        }
    }
}

/// Proves: ADJ-11 [ALL] [HV]: lines of plain Han stand solid, each character on a whole em.
#[test]
fn plain_han_stands_solid_on_whole_em() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let specimen = Specimen::new(language, direction);
            // The last line has five characters and more, so that none is drawn into it.
            let length = specimen.set("国").columns() * 6 + 5;
            let set = specimen.set(&"天地玄黄宇宙洪荒日月盈".chars().cycle().take(length).collect::<String>());
            for line in set.body().iter().flat_map(|block| &block.lines) {
                for glyph in &line.glyphs {
                    let place = (line.start_of(glyph) - line.start_of(&line.glyphs[0])) / line.size();
                    assert!(
                        (place - place.round()).abs() < 0.002,
                        "{language} {direction:?}: {place:.4} of {}: {}",
                        set.columns(),
                        line.text()
                    );
                }
            }
        }
    }
}
