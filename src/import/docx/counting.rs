//! Numbers as lists count them (ISO/IEC 29500-1, 17.18.59).

use crate::unicode::han_number;

const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
const KANA: &str = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン";
const GANADA: &str = "가나다라마바사아자차카타파하";
const CHOSUNG: &str = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ";

/// The number in a format's way; none for a format that has no numbers.
pub fn count(format: &str, number: u32) -> Option<String> {
    let digits = |digits: &str| -> String {
        let digits: Vec<char> = digits.chars().collect();
        number.to_string().bytes().map(|digit| digits[usize::from(digit - b'0')]).collect()
    };
    let in_turn = |letters: &str| {
        let count = letters.chars().count();
        letters.chars().nth((number.max(1) as usize - 1) % count).map(String::from)
    };
    // After z comes aa, then bb.
    let letters = |first: u8| {
        let at = number.max(1) - 1;
        let letter = char::from(first + (at % 26) as u8);
        Some(String::from(letter).repeat((at / 26 + 1).min(20) as usize))
    };
    let row = |first: u32, last: u32| {
        let code = first + number.checked_sub(1)?;
        (code <= last).then(|| char::from_u32(code).map(String::from)).flatten()
    };
    let plain = Some(number.to_string());
    match format {
        "bullet" | "none" => None,
        "decimalZero" => Some(format!("{number:02}")),
        "upperRoman" => roman(number).or(plain),
        "lowerRoman" => roman(number).map(|text| text.to_lowercase()).or(plain),
        "upperLetter" => letters(b'A'),
        "lowerLetter" => letters(b'a'),
        "decimalFullWidth" | "decimalFullWidth2" => Some(digits("０１２３４５６７８９")),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => match number {
            0 => Some("⓪".to_owned()),
            1..=20 => row(0x2460, 0x2473),
            21..=35 => char::from_u32(0x3251 + number - 21).map(String::from),
            36..=50 => char::from_u32(0x32B1 + number - 36).map(String::from),
            _ => plain,
        },
        "decimalEnclosedFullstop" => row(0x2488, 0x249B).or(plain),
        "decimalEnclosedParen" => row(0x2474, 0x2487).or(plain),
        "ideographEnclosedCircle" => row(0x3280, 0x3289).or_else(|| Some(han_number(u64::from(number)))),
        "numberInDash" => Some(format!("- {number} -")),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => Some(digits("〇一二三四五六七八九")),
        "koreanDigital" | "koreanDigital2" => Some(digits("영일이삼사오육칠팔구")),
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "koreanCounting" => Some(han_number(u64::from(number))),
        "chineseLegalSimplified" => Some(formal(number, "壹贰叁肆伍陆柒捌玖拾")),
        "ideographLegalTraditional" | "koreanLegal" => Some(formal(number, "壹貳參肆伍陸柒捌玖拾")),
        "japaneseLegal" => Some(formal(number, "壱弐参四五六七八九拾")),
        "ideographTraditional" => in_turn(STEMS),
        "ideographZodiac" => in_turn(BRANCHES),
        "ideographZodiacTraditional" => Some(format!("{}{}", in_turn(STEMS)?, in_turn(BRANCHES)?)),
        "aiueo" | "aiueoFullWidth" => in_turn(KANA),
        "iroha" | "irohaFullWidth" => in_turn(IROHA),
        "ganada" => in_turn(GANADA),
        "chosung" => in_turn(CHOSUNG),
        _ => plain,
    }
}

/// The first numeral of a format as the patterns of lists write it; none for a format that they do not count in.
pub fn numeral(format: &str) -> Option<char> {
    match format {
        "decimal" | "decimalHalfWidth" | "decimalFullWidth" | "decimalFullWidth2" => Some('1'),
        "upperLetter" => Some('A'),
        "lowerLetter" => Some('a'),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Some('①'),
        "chineseCounting" | "chineseCountingThousand" | "taiwaneseCounting" | "taiwaneseCountingThousand" | "japaneseCounting" => {
            Some('一')
        }
        "aiueo" | "aiueoFullWidth" => Some('ア'),
        "iroha" | "irohaFullWidth" => Some('イ'),
        _ => None,
    }
}

/// Numerals that a pattern would be counted by.
pub const NUMERALS: [char; 7] = ['一', '1', '①', 'ア', 'イ', 'a', 'A'];

fn roman(number: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let (mut rest, mut text) = (number, String::new());
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    Some(text)
}

/// Han numerals in their formal forms: 一 to 九, 十.
fn formal(number: u32, forms: &str) -> String {
    let plain = han_number(u64::from(number));
    let form = |character: char| {
        let at = "一二三四五六七八九十".chars().position(|known| known == character)?;
        forms.chars().nth(at)
    };
    plain
        .chars()
        .map(|character| match character {
            '百' => '佰',
            '千' => '仟',
            character => form(character).unwrap_or(character),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn lists_count_in_their_own_way() {
        for (format, number, text) in [
            ("decimal", 12, "12"),
            ("upperRoman", 1994, "MCMXCIV"),
            ("lowerLetter", 28, "bb"),
            ("taiwaneseCountingThousand", 12, "十二"),
            ("ideographTraditional", 3, "丙"),
            ("ideographLegalTraditional", 21, "貳拾壹"),
            ("ideographDigital", 10, "一〇"),
            ("decimalEnclosedCircle", 21, "㉑"),
            ("iroha", 3, "ハ"),
            ("ganada", 2, "나"),
            ("decimalFullWidth", 12, "１２"),
        ] {
            assert_eq!(count(format, number).as_deref(), Some(text), "{format}");
        }
        assert_eq!(count("bullet", 1), None);
    }
}
