//! The order of words in an index: by readings in kana (五十音), bopomofo or Latin letters, and by the custom of the language where none
//! is given (JIS X 4061; CLDR's collations by pinyin and strokes).

use std::cmp::Ordering;

use icu_collator::Collator;
use icu_collator::CollatorBorrowed;
use icu_collator::options::CollatorOptions;
use icu_locale_core::Locale;

use super::language::Language;
use super::language::Region;
use super::numeral::han_number;

/// Where a word stands in an index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    /// Latin letters, then kana, then bopomofo, then Han without a reading.
    kind: Kind,
    /// What is compared first: letters without tones, kana without marks.
    primary: String,
    /// Tones, marks and sizes.
    secondary: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Other,
    Latin,
    Kana,
    Bopomofo,
    Han,
}

const BOPOMOFO: std::ops::RangeInclusive<char> = '\u{3105}'..='\u{312F}';
/// Rows of the fifty sounds by their first kana; each begins a group.
const ROWS: [(char, char); 10] = [
    ('あ', 'お'),
    ('か', 'ご'),
    ('さ', 'ぞ'),
    ('た', 'ど'),
    ('な', 'の'),
    ('は', 'ぽ'),
    ('ま', 'も'),
    ('ゃ', 'よ'),
    ('ら', 'ろ'),
    ('ゎ', 'ん'),
];
const ROW_NAMES: [char; 10] = ['あ', 'か', 'さ', 'た', 'な', 'は', 'ま', 'や', 'ら', 'わ'];

/// The key of a word by its reading; the word itself when it has none.
pub fn sort_key(word: &str, reading: &str) -> SortKey {
    let by = if reading.trim().is_empty() { word.trim() } else { reading.trim() };
    let first = by.chars().next().map(fold).unwrap_or('\0');
    let kind = match first {
        'a'..='z' => Kind::Latin,
        '\u{3041}'..='\u{3096}' => Kind::Kana,
        _ if BOPOMOFO.contains(&first) => Kind::Bopomofo,
        '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => Kind::Han,
        _ => Kind::Other,
    };
    let (mut primary, mut secondary) = (String::new(), String::new());
    let mut last_vowel = None;
    for character in by.chars() {
        let folded = fold(character);
        match kind {
            Kind::Kana => {
                let plain = if character == 'ー' { last_vowel.unwrap_or('ー') } else { unvoiced(folded) };
                last_vowel = vowel(plain).or(last_vowel);
                primary.push(plain);
                secondary.push(character);
            }
            Kind::Latin if !folded.is_ascii_alphanumeric() && folded != ' ' => secondary.push(character),
            Kind::Latin => {
                primary.push(folded);
                secondary.push(tone(character));
            }
            Kind::Bopomofo | Kind::Han | Kind::Other => {
                primary.push(folded);
                secondary.push(character);
            }
        }
    }
    SortKey { kind, primary, secondary }
}

impl SortKey {
    /// What stands above the words that begin like this: a letter, a kana of the row, a bopomofo; for Han without readings the number of
    /// strokes or the letter of pinyin, by the custom of the language.
    pub fn group(&self, collation: &Collation) -> Option<String> {
        let first = self.primary.chars().next()?;
        match self.kind {
            Kind::Latin => Some(first.to_ascii_uppercase().to_string()),
            Kind::Kana => {
                let row = ROWS.iter().position(|(from, to)| (*from..=*to).contains(&first) || (*from == 'あ' && first == 'ぁ'))?;
                Some(ROW_NAMES[row].to_string())
            }
            Kind::Bopomofo => Some(first.to_string()),
            Kind::Han => collation.group(first),
            Kind::Other => None,
        }
    }

    /// The order of two keys; Han without readings follows the custom of the language.
    pub fn order(&self, other: &SortKey, collation: &Collation) -> Ordering {
        let by_kind = self.kind.cmp(&other.kind);
        let by_primary = match (self.kind, other.kind) {
            (Kind::Han, Kind::Han) => collation.compare(&self.primary, &other.primary),
            _ => self.primary.cmp(&other.primary),
        };
        by_kind.then(by_primary).then_with(|| self.secondary.cmp(&other.secondary))
    }
}

/// The order of Han in a language: by strokes in Taiwan and Hong Kong, by pinyin on the mainland, by JIS in Japan.
pub struct Collation {
    collator: Option<CollatorBorrowed<'static>>,
    region: Region,
}

/// Stands before what begins a group of Han in CLDR's collations: a letter of pinyin, or a sign whose number counts strokes.
const GROUP_MARK: char = '\u{FDD0}';
const NO_STROKES: u32 = 0x2800;
const MOST_STROKES: u32 = 64;

impl Collation {
    pub fn of(language: &Language) -> Collation {
        let tag = match language.region() {
            Region::Taiwan | Region::HongKong => "zh-u-co-stroke",
            Region::Mainland => "zh-u-co-pinyin",
            Region::Japan => "ja",
            Region::Korea => "ko",
            Region::Western => "und",
        };
        let locale = tag.parse::<Locale>().ok();
        let collator = locale.and_then(|locale| Collator::try_new(locale.into(), CollatorOptions::default()).ok());
        Collation { collator, region: language.region() }
    }

    fn compare(&self, one: &str, other: &str) -> Ordering {
        self.collator.as_ref().map_or_else(|| one.cmp(other), |collator| collator.compare(one, other))
    }

    /// The group of a Han character: the last that begins before it.
    fn group(&self, han: char) -> Option<String> {
        let (collator, han) = (self.collator.as_ref()?, han.to_string());
        let begins = |sign: char| collator.compare(&format!("{GROUP_MARK}{sign}"), &han) != Ordering::Greater;
        match self.region {
            Region::Taiwan | Region::HongKong => {
                let signs = (1..=MOST_STROKES).map_while(|strokes| Some((strokes, char::from_u32(NO_STROKES + strokes)?)));
                let (strokes, _) = signs.take_while(|(_, sign)| begins(*sign)).last()?;
                Some(format!("{}畫", han_number(u64::from(strokes))))
            }
            Region::Mainland => {
                ('A'..='Z').filter(|letter| !"IUV".contains(*letter)).take_while(|letter| begins(*letter)).last().map(String::from)
            }
            Region::Japan | Region::Korea | Region::Western => None,
        }
    }
}

/// Lower case without tone marks; katakana as hiragana, small kana as large ones.
fn fold(character: char) -> char {
    const MARKED: [(&str, char); 6] =
        [("āáǎàĀÁǍÀ", 'a'), ("ēéěèêĒÉĚÈ", 'e'), ("īíǐìĪÍǏÌ", 'i'), ("ōóǒòŌÓǑÒ", 'o'), ("ūúǔùŪÚǓÙ", 'u'), ("üǖǘǚǜÜ", 'v')];
    if let Some((_, plain)) = MARKED.iter().find(|(marked, _)| marked.contains(character)) {
        return *plain;
    }
    let hiragana = match character {
        '\u{30A1}'..='\u{30F6}' => char::from_u32(u32::from(character) - 0x60).unwrap_or(character),
        other => other,
    };
    match hiragana {
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' => {
            char::from_u32(u32::from(hiragana) + 1).unwrap_or(hiragana)
        }
        'ゕ' => 'か',
        'ゖ' => 'け',
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

/// The tone of a marked vowel, in the order of the tones.
fn tone(character: char) -> char {
    const TONES: [(&str, char); 4] = [("āēīōūǖĀĒĪŌŪ", '1'), ("áéíóúǘÁÉÍÓÚ", '2'), ("ǎěǐǒǔǚǍĚǏǑǓ", '3'), ("àèìòùǜÀÈÌÒÙ", '4')];
    TONES.iter().find(|(marked, _)| marked.contains(character)).map_or('0', |(_, tone)| *tone)
}

fn unvoiced(kana: char) -> char {
    match kana {
        'が' | 'ぎ' | 'ぐ' | 'げ' | 'ご' | 'ざ' | 'じ' | 'ず' | 'ぜ' | 'ぞ' | 'だ' | 'ぢ' | 'づ' | 'で' | 'ど' | 'ば' | 'び' | 'ぶ'
        | 'べ' | 'ぼ' => char::from_u32(u32::from(kana) - 1).unwrap_or(kana),
        'ぱ' | 'ぴ' | 'ぷ' | 'ぺ' | 'ぽ' => char::from_u32(u32::from(kana) - 2).unwrap_or(kana),
        'ゔ' => 'う',
        other => other,
    }
}

/// The vowel that a prolonged sound repeats.
fn vowel(kana: char) -> Option<char> {
    const VOWELS: [(&str, char); 5] = [
        ("あかさたなはまやらわ", 'あ'),
        ("いきしちにひみりゐ", 'い'),
        ("うくすつぬふむゆる", 'う'),
        ("えけせてねへめれゑ", 'え'),
        ("おこそとのほもよろを", 'お'),
    ];
    VOWELS.iter().find(|(row, _)| row.contains(kana)).map(|(_, vowel)| *vowel)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any() -> Collation {
        Collation::of(&Language::new("ja").unwrap())
    }

    fn sorted(words: &[(&str, &str)], tag: &str) -> Vec<String> {
        let collation = Collation::of(&Language::new(tag).unwrap());
        let mut keyed: Vec<(SortKey, &str)> = words.iter().map(|(word, reading)| (sort_key(word, reading), *word)).collect();
        keyed.sort_by(|one, other| one.0.order(&other.0, &collation));
        keyed.into_iter().map(|(_, word)| word.to_owned()).collect()
    }

    #[test]
    fn kana_stand_in_the_order_of_the_fifty_sounds() {
        let words =
            [("学校", "がっこう"), ("会社", "かいしゃ"), ("案内", "あんない"), ("カード", "カード"), ("過去", "かこ"), ("鍵", "かぎ")];
        assert_eq!(sorted(&words, "ja"), ["案内", "カード", "会社", "鍵", "過去", "学校"]);
        assert_eq!(sort_key("学校", "がっこう").group(&any()).as_deref(), Some("か"));
        assert_eq!(sort_key("湯", "ゆ").group(&any()).as_deref(), Some("や"));
    }

    #[test]
    fn pinyin_and_bopomofo_stand_by_letters_then_tones() {
        assert_eq!(
            sorted(&[("詞", "cí"), ("次", "cì"), ("安", "ān"), ("詞典", "cídiǎn"), ("白", "bái")], "zh-Hant-TW"),
            ["安", "白", "詞", "次", "詞典"]
        );
        assert_eq!(sorted(&[("水", "ㄕㄨㄟˇ"), ("八", "ㄅㄚ"), ("河", "ㄏㄜˊ")], "zh-Hant-TW"), ["八", "河", "水"]);
        assert_eq!(sort_key("詞", "cí").group(&any()).as_deref(), Some("C"));
        assert_eq!(sort_key("河", "ㄏㄜˊ").group(&any()).as_deref(), Some("ㄏ"));
    }

    /// Proves: IDX-01 [TW HK CN] [HV]: Han without readings stand under their number of strokes, or under the letter of their pinyin.
    #[test]
    fn han_without_readings_have_groups() {
        for (tag, word, group) in [
            ("zh-Hant-TW", "一丈", "一畫"),
            ("zh-Hant-TW", "七里", "二畫"),
            ("zh-Hant-HK", "水車", "四畫"),
            ("zh-Hant-TW", "橋", "十六畫"),
            ("zh-Hans-CN", "水车", "S"),
            ("zh-Hans-CN", "桥", "Q"),
        ] {
            let collation = Collation::of(&Language::new(tag).unwrap());
            assert_eq!(sort_key(word, "").group(&collation).as_deref(), Some(group), "{tag} {word}");
        }
    }

    #[test]
    fn without_readings_han_follow_the_custom_of_the_language() {
        assert_eq!(sorted(&[("龍", ""), ("一", ""), ("水", ""), ("河", "")], "zh-Hant-TW"), ["一", "水", "河", "龍"], "by strokes");
        assert_eq!(sorted(&[("中", ""), ("安", ""), ("北", ""), ("水", "")], "zh-Hans-CN"), ["安", "北", "水", "中"], "by pinyin");
    }
}
