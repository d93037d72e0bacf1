//! Vertical lines (typesetting requirements VRT, TCY, LAT) and marks that every font draws in its own way (CLS).

use icu_properties::CodePointMapData;
use icu_properties::props::VerticalOrientation;

use crate::reader::Glyph;
use crate::reader::Line;
use crate::specimen::DIRECTIONS;
use crate::specimen::Direction;
use crate::specimen::REGIONS;
use crate::specimen::Specimen;

/// Characters of every orientation, as books have them: Han, kana, bopomofo, marks, symbols, full-width and Latin letters.
const CHART: &str = "国字山川一二三十百千万億永東西南北春夏秋冬あいうえおかきくけこっゃゅょアイウエオガギグゲゴッャュョヴー々〆〇ヽヾゝゞ\
    ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦㄧㄨㄩ\
    、。，．・：；？！「」『』（）〔〕［］｛｝〈〉《》【】〖〗〘〙〜…‥—〝〟\
    ０１２３４５６７８９ＡＢＣＤＥａｂｃｄｅ＋＝＜＞％＄￥＃＆＊＠\
    ①②③④⑤⑩㈠㈱㎏㎜℃№℡†‡§¶※★☆○●◎◇◆□■△▲▽▼♀♂〒";

/// What UAX 50 says of a character.
fn orientation(character: char) -> VerticalOrientation {
    CodePointMapData::<VerticalOrientation>::new().get(character)
}

fn only<'a>(line: &'a Line, text: &str) -> &'a Glyph {
    let own: Vec<&Glyph> = line.glyphs.iter().filter(|glyph| glyph.text == text).collect();
    let [glyph] = own[..] else { panic!("{text} is {} times in {}", own.len(), line.text()) };
    glyph
}

/// Proves: VRT-01 [ALL] [V]: what UAX 50 has upright stands upright, and what it turns or draws in a vertical form is drawn by the font's own form.
/// Proves: VRT-02 [ALL] [V]: full-width letters and digits, dividing marks, colons and semicolons of Taiwan stand upright.
#[test]
fn characters_stand_as_uax_50_says() {
    let skipped = ['—', '…', '‥', '国'];
    let characters: Vec<char> = CHART.chars().filter(|character| !character.is_whitespace() && !skipped.contains(character)).collect();
    assert!(characters.len() > 190, "{}", characters.len());
    for language in REGIONS {
        let paragraphs: Vec<String> = characters.iter().map(|character| format!("国{character}国")).collect();
        let blocks = Specimen::new(language, Direction::Vertical).paragraphs(&paragraphs);
        for (character, block) in characters.iter().zip(&blocks) {
            let glyph = &block.lines[0].glyphs[1];
            assert_eq!(glyph.text, character.to_string());
            let expected = match orientation(*character) {
                // Fonts draw the upright form themselves; a letter of full width is one.
                VerticalOrientation::Upright | VerticalOrientation::TransformedUpright | VerticalOrientation::TransformedRotated => 0.0,
                _ => 90.0,
            };
            // Signs of Western origin stand upright beside Han by the customs of all regions (VRT-02); fonts draw signs of relation
            // on their side by a form of their own.
            let by_custom = "℃№℡†‡§¶※".contains(*character);
            let [left, top, right, bottom] = glyph.ink().unwrap();
            let by_form = "＝＜＞＋".contains(*character) && bottom - top > right - left;
            assert!(
                by_custom || by_form || (glyph.rotation - expected).abs() < 0.01,
                "{language} {character}: turned by {}",
                glyph.rotation
            );
        }
    }
}

/// Proves: VRT-01 [ALL] [V]: Latin words lie on their side, turned clockwise.
/// Proves: LAT-01 [ALL] [V]: Latin words lie on their side with the middle of their x-height near the middle of the column.
#[test]
fn latin_words_lie_on_their_side_on_the_central_baseline() {
    for language in REGIONS {
        let blocks = Specimen::new(language, Direction::Vertical).paragraphs(&["国国xenon国国".to_owned()]);
        let line = &blocks[0].lines[0];
        let middle = line.glyphs[0].origin.0;
        for letter in line.glyphs.iter().filter(|glyph| glyph.text == "x" || glyph.text == "e") {
            assert!((letter.rotation - 90.0).abs() < 0.01, "{language}: {}", letter.rotation);
            let [left, _, right, _] = letter.ink().unwrap();
            let off = ((left + right) / 2.0 - middle) / line.size();
            assert!(off.abs() < 0.15, "{language}: {} is {off:.3} em from the middle of the column", letter.text);
        }
    }
}

/// Proves: LAT-02 [ALL] [V]: a single letter stands upright, one em of the column, and so does a short abbreviation.
#[test]
fn single_letters_stand_upright() {
    for language in REGIONS {
        let blocks = Specimen::new(language, Direction::Vertical).paragraphs(&["国A国".to_owned(), "国（B）国".to_owned()]);
        for (block, letter) in blocks.iter().zip(["A", "B"]) {
            let line = &block.lines[0];
            assert!(only(line, letter).upright(), "{language} {letter}");
        }
        assert!((blocks[0].lines[0].span() - 2.0).abs() < 0.002, "{language}: {}", blocks[0].lines[0].span());
    }
}

/// Proves: TCY-01 [ALL] [V]: digits in one cell stand side by side on the middle of the column and take one em of it.
/// Proves: TCY-02 [ALL] [V]: a number of two digits stands in one cell, one digit and three upright.
#[test]
fn two_digits_share_a_cell_on_the_middle_of_the_column() {
    for language in REGIONS {
        let texts = ["国12国", "国[34]{.tcy}国", "国5国", "国678国"];
        let blocks = Specimen::new(language, Direction::Vertical).paragraphs(&texts.map(String::from));
        for (block, digits) in blocks.iter().zip([["1", "2"], ["3", "4"]]) {
            let line = &block.lines[0];
            assert!((line.span() - 2.0).abs() < 0.002, "{language}: {}", line.span());
            let [first, second] = digits.map(|digit| only(line, digit));
            assert!(first.upright() && second.upright() && (first.origin.1 - second.origin.1).abs() < 0.01);
            let middle = (first.origin.0 + second.origin.0 + second.advance.0) / 2.0;
            let off = (middle - line.glyphs[0].origin.0) / line.size();
            assert!(off.abs() < 0.02, "{language} {digits:?}: {off:.3} em from the middle");
            let width = (second.origin.0 + second.advance.0 - first.origin.0) / line.size();
            assert!(width <= 1.001, "{language}: {width:.3} em wide");
        }
        for (block, length) in blocks[2..].iter().zip([2.0, 4.0]) {
            let line = &block.lines[0];
            assert!(line.glyphs.iter().all(Glyph::upright), "{language}: {}", line.text());
            assert!((line.span() - length).abs() < 0.002, "{language} {}: {}", line.text(), line.span());
        }
    }
}

/// Proves: VRT-04 [ALL] [V]: the ink of a square character lies on the middle of its column.
/// The sans face is asked, whose box has strokes of one weight.
#[test]
fn ink_lies_on_the_middle_of_the_column() {
    for language in REGIONS {
        let blocks = Specimen::new(language, Direction::Vertical).paragraphs(&["[口国口]{.strong}".to_owned()]);
        for glyph in blocks[0].lines[0].glyphs.iter().filter(|glyph| glyph.text == "口") {
            let [left, _, right, _] = glyph.ink().unwrap();
            let off = ((left + right) / 2.0 - glyph.origin.0) / glyph.size;
            assert!(off.abs() < 0.011, "{language}: {off:.3}");
        }
    }
}

/// Proves: CLS-05 [ALL] [HV]: the ink of a dash of two em is one stroke without a hole, in the serif face and the sans face.
/// Proves: CLS-06 [ALL] [HV]: the dash's ink is at least 1.8 em long and lies on the middle of the em box.
#[test]
fn the_dash_is_one_stroke_on_the_middle_of_the_line() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            for text in ["国——国", "[国——国]{.strong}", "国――国"] {
                let blocks = Specimen::new(language, direction).paragraphs(&[text.to_owned()]);
                let line = &blocks[0].lines[0];
                let dashes: Vec<&Glyph> = line.glyphs.iter().filter(|glyph| glyph.text.contains(['—', '―'])).collect();
                let boxes: Vec<[f64; 4]> = dashes.iter().map(|glyph| glyph.ink().unwrap()).collect();
                let spans: Vec<(f64, f64)> =
                    boxes.iter().map(|ink| if direction.is_vertical() { (ink[1], ink[3]) } else { (ink[0], ink[2]) }).collect();
                for pair in spans.windows(2) {
                    assert!(pair[1].0 <= pair[0].1 + 0.001, "{language} {direction:?} {text}: a hole of {}", pair[1].0 - pair[0].1);
                }
                let length = (spans.last().unwrap().1 - spans[0].0) / line.size();
                assert!((1.8..=2.02).contains(&length), "{language} {direction:?} {text}: {length:.3} em of ink");
                let [first, .., last] = &line.glyphs[..] else { panic!() };
                let middle = (line.end_of(first) + line.start_of(last)) / 2.0;
                let along = ((spans[0].0 + spans.last().unwrap().1) / 2.0 - middle) / line.size();
                let across = match direction {
                    Direction::Horizontal => ((boxes[0][1] + boxes[0][3]) / 2.0 - first.centre().1) / line.size(),
                    Direction::Vertical => ((boxes[0][0] + boxes[0][2]) / 2.0 - first.centre().0) / line.size(),
                };
                assert!(along.abs() < 0.03, "{language} {direction:?} {text}: {along:.3} along");
                assert!(across.abs() < 0.06, "{language} {direction:?} {text}: {across:.3} across");
            }
        }
    }
}

/// Proves: CLS-04 [CN] [HV]: curly quotation marks between Han take one em and the CJK face, and between Latin letters the Latin face.
/// Proves: QUO-02 [CN] [H]: curly quotation marks of Chinese text take one em.
#[test]
fn curly_quotes_follow_the_language_of_their_run() {
    let texts = ["他说“好”了。", "他说“ok”了。", "[He said “good” twice.]{lang=en}"];
    let blocks = Specimen::new("zh-Hans-CN", Direction::Horizontal).paragraphs(&texts.map(String::from));
    for block in &blocks[..2] {
        let line = &block.lines[0];
        let quote = only(line, "“");
        assert_eq!(quote.font.name, line.glyphs[0].font.name);
        assert!((quote.advance.0 / quote.size - 1.0).abs() < 0.001, "{}", quote.advance.0 / quote.size);
    }
    let quote = only(&blocks[2].lines[0], "“");
    assert_ne!(quote.font.name, blocks[0].lines[0].glyphs[0].font.name);
    assert!(quote.advance.0 / quote.size < 0.7);
}

/// Proves: LAT-03 [ALL] [V]: digits of vertical text become Han digits where the book asks for it, and stay digits where it does not.
#[test]
fn digits_become_han_digits_on_request() {
    for language in REGIONS {
        let specimen = Specimen::new(language, Direction::Vertical);
        let said = |specimen: &Specimen| specimen.paragraphs(&["国2026年国".to_owned()])[0].lines[0].text();
        assert_eq!(said(&specimen.clone().with("[text]\nnumbers = \"han\"")), "国二〇二六年国");
        assert_eq!(said(&specimen), "国2026年国");
    }
}

/// Proves: CLS-08 [ALL] [HV]: the file says the characters of the manuscript, not the radicals that share their glyphs.
#[test]
fn the_file_says_the_manuscripts_characters() {
    let text = "一二金龍食黒鼻龜⼀⾦㐀𠮷国字之的";
    for language in REGIONS {
        for direction in DIRECTIONS {
            let blocks = Specimen::new(language, direction).paragraphs(&[text.to_owned()]);
            assert_eq!(blocks[0].lines[0].text(), text, "{language} {direction:?}");
        }
    }
}

/// Proves: REG-02 [ALL] [HV]: a character that regions draw differently has the glyph of its run's language, in a book of another too.
#[test]
fn han_have_the_shape_of_their_language() {
    let inks = |language: &str, run: &str, direction| {
        let blocks = Specimen::new(language, direction).paragraphs(&[format!("[骨直]{{lang={run}}}")]);
        let line = &blocks[0].lines[0];
        line.glyphs.iter().map(|glyph| glyph.font.ink(glyph.code).map(|ink| ink.map(|edge| (edge * 1000.0).round()))).collect::<Vec<_>>()
    };
    for direction in DIRECTIONS {
        let own: Vec<_> = REGIONS.iter().map(|region| inks(region, region, direction)).collect();
        assert_ne!(own[0], own[1], "{direction:?}");
        assert_ne!(own[1], own[2], "{direction:?}");
        assert_ne!(own[0], own[2], "{direction:?}");
        for (region, own) in REGIONS.iter().zip(&own) {
            assert_eq!(&inks("zh-Hans-CN", region, direction), own, "{region} {direction:?}");
        }
    }
}

/// Proves: VRT-03 [ALL] [V]: vertical forms are the font's own glyphs, and the file says the plain characters.
#[test]
fn vertical_forms_are_the_fonts_own() {
    let marks = "「」（）《》——……。、";
    let inks = |language: &str, direction| {
        let blocks = Specimen::new(language, direction).paragraphs(&[format!("国{marks}国")]);
        let line = blocks[0].lines[0].clone();
        assert_eq!(line.text(), format!("国{marks}国"), "{language} {direction:?}");
        assert!(line.glyphs.iter().all(Glyph::upright), "{language} {direction:?}");
        line.glyphs
            .into_iter()
            .filter(|glyph| "「」（）《》".contains(&glyph.text))
            .map(|glyph| glyph.font.ink(glyph.code))
            .collect::<Vec<_>>()
    };
    for language in REGIONS {
        let (across, down) = (inks(language, Direction::Horizontal), inks(language, Direction::Vertical));
        for (one, other) in across.iter().zip(&down) {
            let wide = |ink: &Option<[f64; 4]>| ink.map(|[left, bottom, right, top]| right - left > top - bottom).unwrap();
            assert!(!wide(one) && wide(other), "{language}: {one:?} {other:?}");
        }
    }
}

/// Proves: LAT-06 [ALL] [HV]: no glyph is slanted, and emphasis changes the face.
#[test]
fn emphasis_slants_no_character() {
    for language in REGIONS {
        for direction in DIRECTIONS {
            let set = Specimen::new(language, direction).set("国*国字*国**国字**国[国字]{.em}");
            assert!(set.marks.glyphs.iter().all(|glyph| glyph.slant.abs() < 0.01));
            let line = &set.body()[0].lines[0];
            let strong = &line.glyphs[4];
            assert_ne!(strong.font.name, line.glyphs[0].font.name, "{language} {direction:?}");
        }
    }
}

/// Proves: VRT-06 [ALL] [V]: headings, lists, quotations and notes of a vertical document run downwards, columns from right to left.
#[test]
fn everything_of_a_vertical_document_runs_downwards() {
    let text = "## 甲乙丙丁戊\n\n国国国国国国[^1]\n\n> 引引引引引引\n\n- 項項項項項\n- 目目目目目\n\n\
                [^1]: 注注注注注注注\n\n末末末末末末末末\n";
    for language in REGIONS {
        let set = Specimen::new(language, Direction::Vertical).set(text);
        let mut columns: Vec<(usize, f64)> = Vec::new();
        for wanted in ["甲乙丙丁戊", "国国国国国国", "引引引引引引", "項項項項項", "注注注注注注注", "末末末末末末末末"]
        {
            let blocks = set.marks.blocks(true);
            let lines = blocks.iter().flat_map(|block| &block.lines);
            let line = lines.into_iter().find(|line| line.text().contains(wanted)).unwrap_or_else(|| panic!("{language}: no {wanted}"));
            let run: Vec<&Glyph> = line.glyphs.iter().filter(|glyph| wanted.contains(&glyph.text) && !glyph.text.is_empty()).collect();
            for pair in run.windows(2) {
                let (right, down) = (pair[1].origin.0 - pair[0].origin.0, pair[1].origin.1 - pair[0].origin.1);
                assert!(right.abs() < 0.01 && down > 0.9 * pair[0].size, "{language} {wanted}: {right:.2} {down:.2}");
            }
            if "甲国引項末".contains(&run[0].text) {
                columns.push((line.page, -run[0].origin.0));
            }
        }
        assert!(columns.is_sorted_by(|one, other| one.0 < other.0 || one.1 < other.1), "{language}: {columns:?}");
    }
}
