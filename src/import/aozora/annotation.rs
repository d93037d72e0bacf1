//! What an annotation between ［＃ and ］ says.

use crate::book::EmphasisMarks;
use crate::book::PageBreak;
use crate::book::Style;

/// An annotation, its gaiji resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Annotation {
    /// A look for words before it.
    Of(String, Look),
    /// A look for some characters of the words before it: `「甲乙」の「乙」に傍点`.
    Within {
        words: String,
        part: String,
        look: Look,
    },
    /// A look for the words but for some characters: `「甲・乙」の「・」を除く部分に傍点`.
    Without {
        words: String,
        except: String,
        look: Look,
    },
    /// A reading or remark beside words before it.
    Beside {
        words: String,
        text: String,
        side: Side,
    },
    Begin(Look),
    End(String),
    /// ここから…
    BeginBlock(Setting),
    /// ここで…終わり
    EndBlock(String),
    /// For this line alone.
    Line(Setting),
    Break(PageBreak),
    /// The page that follows has its text in the middle.
    CentredPage,
    /// A line end inside an inline note.
    LineEnd,
    Picture {
        file: String,
        words: String,
    },
    /// 返り点
    Return(String),
    /// 訓点送り仮名
    Kana(String),
    /// A remark of those who made the file: about the source text, an error, a variant.
    Remark,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Over,
    Under,
}

/// What a stretch of text becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    Style(Style),
    Strong,
    Emphasis,
    Heading(Heading),
    Caption,
    /// Its text stays as it is, for the tree cannot say it.
    Plain,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 3: 大, 中, 小.
    pub rank: u8,
    pub kind: HeadingKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingKind {
    Own,
    /// 同行: text goes on in its line.
    RunIn,
    /// 窓: text goes on beside it.
    CutIn,
}

/// Where lines stand, or what blocks are set in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// 字下げ: where the first line begins and where the others do.
    Indent {
        first: i8,
        rest: u8,
    },
    /// 地付き, 地から…字上げ
    AtEnd(u8),
    Measure(u8),
    Look(Look),
    Horizontal,
    Boxed,
}

/// What an annotation asks for, and whether the tree says less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub annotation: Annotation,
    /// What it becomes instead, in words.
    pub instead: Option<&'static str>,
}

/// A name that annotations use, what it means, and what it becomes when the tree cannot say that.
type Named = (&'static str, fn() -> Look, Option<&'static str>);

/// Names in the order in which they are looked for: longer ones first.
const LOOKS: &[Named] = &[
    ("白ゴマ傍点", || marks(EmphasisMarks::OpenSesame), None),
    ("丸傍点", || marks(EmphasisMarks::Circle), None),
    ("白丸傍点", || marks(EmphasisMarks::OpenCircle), None),
    ("二重丸傍点", || marks(EmphasisMarks::DoubleCircle), None),
    ("蛇の目傍点", || marks(EmphasisMarks::Fisheye), None),
    ("黒三角傍点", || marks(EmphasisMarks::Triangle), None),
    ("白三角傍点", || marks(EmphasisMarks::OpenTriangle), None),
    ("ばつ傍点", || marks(EmphasisMarks::Saltire), None),
    ("傍点", || marks(EmphasisMarks::Sesame), None),
    ("傍線", || Look::Style(Style::Underline), None),
    ("二重傍線", || Look::Style(Style::Underline), Some("a single line")),
    ("鎖線", || Look::Style(Style::Underline), Some("a plain line")),
    ("破線", || Look::Style(Style::Underline), Some("a plain line")),
    ("波線", || Look::Style(Style::BookTitle), None),
    ("下線", || Look::Style(Style::Underline), None),
    ("二重下線", || Look::Style(Style::Underline), Some("a single line")),
    ("取消線", || Look::Style(Style::Strikethrough), None),
    ("縦中横", || Look::Style(Style::TateChuYoko), None),
    ("横組み", || Look::Style(Style::Sideways), None),
    ("割り注", || Look::Style(Style::Warichu), None),
    ("割注", || Look::Style(Style::Warichu), None),
    ("行右小書き", || Look::Style(Style::Superscript), None),
    ("行左小書き", || Look::Style(Style::Subscript), None),
    ("上付き小文字", || Look::Style(Style::Superscript), None),
    ("下付き小文字", || Look::Style(Style::Subscript), None),
    ("上付き", || Look::Style(Style::Superscript), None),
    ("下付き", || Look::Style(Style::Subscript), None),
    ("太字", || Look::Strong, None),
    ("斜体", || Look::Emphasis, None),
    ("罫囲み", || Look::Plain, Some("plain text, without the frame")),
    ("手書き文字", || Look::Plain, Some("plain text")),
    ("キャプション", || Look::Caption, None),
];

fn marks(kind: EmphasisMarks) -> Look {
    Look::Style(Style::EmphasisMarks(kind))
}

/// The look of a name such as 丸傍点, 中見出し or ２段階小さな文字.
fn look(name: &str) -> Option<(Look, Option<&'static str>)> {
    if let Some((_, look, instead)) = LOOKS.iter().find(|(known, ..)| *known == name) {
        return Some((look(), *instead));
    }
    if let Some(name) = name.strip_suffix("見出し") {
        let (kind, size, instead) = match (name.strip_prefix("同行"), name.strip_prefix("窓")) {
            (Some(size), _) => (HeadingKind::RunIn, size, Some("a heading on a line of its own")),
            (None, Some(size)) => (HeadingKind::CutIn, size, Some("a heading on lines of its own")),
            (None, None) => (HeadingKind::Own, name, None),
        };
        let rank = ["大", "中", "小"].iter().position(|known| *known == size)?;
        return Some((Look::Heading(Heading { rank: rank as u8 + 1, kind }), instead));
    }
    let small = name.strip_suffix("小さな文字").map(|steps| (steps, true));
    let (steps, is_small) = small.or_else(|| name.strip_suffix("大きな文字").map(|steps| (steps, false)))?;
    let steps = if steps.is_empty() { 1 } else { number(steps.strip_suffix("段階")?)? };
    match (is_small, steps) {
        (true, 1) => Some((Look::Style(Style::Small), None)),
        (true, _) => Some((Look::Style(Style::Small), Some("text one size smaller"))),
        (false, _) => Some((Look::Plain, Some("text of its usual size"))),
    }
}

/// Reads what stands between ［＃ and ］.
pub fn read(text: &str) -> Reading {
    let plain = |annotation| Reading { annotation, instead: None };
    if let Some(kind) = page_break(text) {
        return plain(Annotation::Break(kind));
    }
    match text {
        "ページの左右中央" => {
            return Reading { annotation: Annotation::CentredPage, instead: Some("a page whose text begins at its head") };
        }
        "改行" => return plain(Annotation::LineEnd),
        "本文終わり" => return plain(Annotation::EndBlock(String::new())),
        _ => {}
    }
    if is_return_mark(text) {
        return plain(Annotation::Return(text.to_owned()));
    }
    if let Some(kana) = text.strip_prefix('（').and_then(|text| text.strip_suffix('）')).filter(|kana| !kana.is_empty()) {
        return plain(Annotation::Kana(kana.to_owned()));
    }
    if let Some((words, file)) = picture(text) {
        return plain(Annotation::Picture { file: file.to_owned(), words: words.to_owned() });
    }
    if let Some(rest) = text.strip_prefix("ここから") {
        return setting(rest)
            .map_or(plain(Annotation::Unknown), |(setting, instead)| Reading { annotation: Annotation::BeginBlock(setting), instead });
    }
    if let Some(name) = text.strip_prefix("ここで").and_then(ended) {
        return plain(Annotation::EndBlock(name.to_owned()));
    }
    if let Some(name) = ended(text) {
        return plain(Annotation::End(name.to_owned()));
    }
    if let Some((look, instead)) = look(text) {
        return Reading { annotation: Annotation::Begin(look), instead };
    }
    if let Some((setting, instead)) = setting(text) {
        return Reading { annotation: Annotation::Line(setting), instead };
    }
    reference(text).unwrap_or_else(|| plain(if is_remark(text) { Annotation::Remark } else { Annotation::Unknown }))
}

fn ended(text: &str) -> Option<&str> {
    text.strip_suffix("終わり").or_else(|| text.strip_suffix("終り"))
}

fn page_break(text: &str) -> Option<PageBreak> {
    match text {
        "改ページ" | "改頁" => Some(PageBreak::Page),
        "改丁" => Some(PageBreak::Recto),
        "改見開き" => Some(PageBreak::Verso),
        "改段" => Some(PageBreak::Column),
        _ => None,
    }
}

/// レ, 一レ, 上, 甲 and the like (JIS X 4051, 4.24).
fn is_return_mark(text: &str) -> bool {
    const LONGEST: usize = 3;
    (1..=LONGEST).contains(&text.chars().count())
        && text.chars().all(|character| "一二三四五六七八九十上中下甲乙丙丁戊己庚辛天地人元レ‐".contains(character))
}

/// `…（fig1_01.png、横390×縦581）入る`
fn picture(text: &str) -> Option<(&str, &str)> {
    let (words, rest) = text.strip_suffix("入る")?.rsplit_once('（')?;
    let file = rest.split(['、', '）']).next()?;
    let is_file = file
        .rsplit_once('.')
        .is_some_and(|(_, extension)| matches!(extension.to_ascii_lowercase().as_str(), "png" | "jpg" | "jpeg" | "gif" | "svg"));
    (is_file && !file.contains(['/', '\\'])).then_some((words, file))
}

/// A number in digits of any kind, up to 255.
pub fn number(text: &str) -> Option<u8> {
    let mut value = 0u32;
    let mut count = 0;
    for character in text.chars() {
        let digit = match character {
            '0'..='9' => u32::from(character) - u32::from('0'),
            '０'..='９' => u32::from(character) - u32::from('０'),
            '十' => {
                value = if count == 0 { 10 } else { value * 10 };
                count += 1;
                continue;
            }
            _ => "〇一二三四五六七八九".chars().position(|known| known == character)? as u32,
        };
        value = if text.contains('十') && count > 0 { value + digit } else { value * 10 + digit };
        count += 1;
    }
    (count > 0).then(|| u8::try_from(value).ok()).flatten()
}

/// Where lines stand, or a look of whole blocks.
fn setting(text: &str) -> Option<(Setting, Option<&'static str>)> {
    let indent = |text: &str| number(text.strip_prefix("天から").unwrap_or(text).strip_suffix("字下げ")?);
    let found = |setting| Some((setting, None));
    if let Some(em) = indent(text) {
        return found(Setting::Indent { first: 0, rest: em });
    }
    if let Some((first, rest)) = text.split_once("、折り返して") {
        let first = if first == "改行天付き" { 0 } else { indent(first)? };
        let rest = indent(rest)?;
        let first = i16::from(first) - i16::from(rest);
        return found(Setting::Indent { first: i8::try_from(first).ok()?, rest });
    }
    if text == "地付き" {
        return found(Setting::AtEnd(0));
    }
    if let Some(em) =
        text.strip_prefix("地から").or_else(|| text.strip_prefix("地より")).and_then(|text| number(text.strip_suffix("字上げ")?))
    {
        return found(Setting::AtEnd(em));
    }
    if let Some(em) = text.strip_suffix("字詰め").and_then(number).filter(|em| *em > 0) {
        return found(Setting::Measure(em));
    }
    match text {
        "横組み" => return found(Setting::Horizontal),
        "罫囲み" => return found(Setting::Boxed),
        _ => {}
    }
    look(text).map(|(look, instead)| (Setting::Look(look), instead))
}

/// 「…」 at the head of the text and what follows it; brackets inside are counted.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('「')?;
    let mut depth = 1;
    for (at, character) in inner.char_indices() {
        match character {
            '「' => depth += 1,
            '」' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inner[..at], &inner[at + character.len_utf8()..]));
        }
    }
    // A bracket in the words without its partner: the last one closes.
    let at = inner.rfind('」')?;
    Some((&inner[..at], &inner[at + '」'.len_utf8()..]))
}

/// An annotation about words before it.
fn reference(text: &str) -> Option<Reading> {
    let (words, rest) = quoted(text)?;
    let words = words.to_owned();
    let made = |annotation, instead| Some(Reading { annotation, instead });
    if let Some(name) = rest.strip_prefix('は')
        && let Some((look, instead)) = look(name)
    {
        return made(Annotation::Of(words, look), instead);
    }
    if let Some(name) = rest.strip_prefix('に')
        && let Some((look, instead)) = look(name)
    {
        return made(Annotation::Of(words, look), instead);
    }
    if let Some(name) = rest.strip_prefix("の左に")
        && let Some((look, _)) = look(name)
    {
        return made(Annotation::Of(words, look), Some("the same on the other side"));
    }
    for (start, side) in [("に", Side::Over), ("の左に", Side::Under), ("の右に", Side::Over)] {
        if let Some((beside, end)) = rest.strip_prefix(start).and_then(quoted)
            && matches!(end, "のルビ" | "の注記" | "のルビ終わり" | "の注記終わり")
        {
            return made(Annotation::Beside { words, text: beside.to_owned(), side }, None);
        }
    }
    if let Some((part, end)) = rest.strip_prefix('の').and_then(quoted) {
        let part = part.to_owned();
        if let Some((look, instead)) = end.strip_prefix("を除く部分に").and_then(look) {
            return made(Annotation::Without { words, except: part, look }, instead);
        }
        if let Some((look, instead)) = end.strip_prefix('に').or_else(|| end.strip_prefix('は')).and_then(look) {
            return made(Annotation::Within { words, part, look }, instead);
        }
    }
    None
}

/// Remarks that concern the making of the file and not its look.
fn is_remark(text: &str) -> bool {
    text.starts_with("ルビの「") || text.contains("底本") || text.contains("ママ") || text.contains("誤記") || text.contains("では「")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annotation(text: &str) -> Annotation {
        read(text).annotation
    }

    #[test]
    fn annotations_are_told_apart() {
        let sesame = marks(EmphasisMarks::Sesame);
        assert_eq!(annotation("「こ」に傍点"), Annotation::Of("こ".to_owned(), sesame.clone()));
        assert_eq!(annotation("傍点終わり"), Annotation::End("傍点".to_owned()));
        assert_eq!(annotation("ここから２字下げ、折り返して３字下げ"), Annotation::BeginBlock(Setting::Indent { first: -1, rest: 3 }));
        assert_eq!(
            annotation("ここから改行天付き、折り返して十二字下げ"),
            Annotation::BeginBlock(Setting::Indent { first: -12, rest: 12 })
        );
        assert_eq!(annotation("地から１字上げ"), Annotation::Line(Setting::AtEnd(1)));
        assert_eq!(annotation("一レ"), Annotation::Return("一レ".to_owned()));
        assert_eq!(annotation("（ヲ）"), Annotation::Kana("ヲ".to_owned()));
        assert_eq!(
            annotation("挿絵１（fig43603_05.png、横466×縦695）入る"),
            Annotation::Picture { file: "fig43603_05.png".to_owned(), words: "挿絵１".to_owned() }
        );
        assert_eq!(
            annotation("「自律・自由」の「・」を除く部分に傍点"),
            Annotation::Without { words: "自律・自由".to_owned(), except: "・".to_owned(), look: sesame }
        );
        assert_eq!(
            annotation("「整齊」の左に「トトノフ」のルビ"),
            Annotation::Beside { words: "整齊".to_owned(), text: "トトノフ".to_owned(), side: Side::Under }
        );
        assert_eq!(annotation("「Ａ「Ｂ」」は中見出し"), Annotation::Of("Ａ「Ｂ」".to_owned(), look("中見出し").unwrap().0));
        for remark in ["「驚きを」は底本では「響きを」", "ルビの「その」は底本では「たの」", "「Essey」はママ"]
        {
            assert_eq!(annotation(remark), Annotation::Remark, "{remark}");
        }
        assert_eq!(annotation("中條国男"), Annotation::Unknown);
    }

    #[test]
    fn numbers_are_read_in_digits_of_any_kind() {
        for (text, value) in
            [("２", Some(2)), ("10", Some(10)), ("十", Some(10)), ("十二", Some(12)), ("二十", Some(20)), ("二十五", Some(25))]
        {
            assert_eq!(number(text), value, "{text}");
        }
        assert_eq!((number(""), number("999"), number("あ")), (None, None, None));
    }
}
