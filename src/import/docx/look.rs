//! The look of a run: its own properties over those of its styles, as what the tree can say.

use super::piece::Tag;
use super::piece::Wrap;
use super::properties::RunProperties;
use super::role::Role;
use super::styles::Styles;
use super::tally::Tally;
use crate::book::EmphasisMarks;
use crate::unicode::Language;
use crate::unicode::Region;

/// What a paragraph gives its runs.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    pub role: Role,
    /// Of the paragraph's style.
    pub run: RunProperties,
    /// Inside a link, whose line and colour are no look of the text's.
    pub in_link: bool,
}

/// A run's look.
#[derive(Clone, Debug, Default)]
pub struct Look {
    pub wraps: Vec<Wrap>,
    pub hidden: bool,
    /// In half points.
    pub size: u32,
    pub font: String,
    pub east_asian_font: String,
    /// The languages that the run itself names, of Latin and of East Asian text.
    pub language: Option<String>,
    pub east_asian_language: Option<String>,
    /// The width to which it is fitted, in twentieths of a point.
    pub fitted: Option<u32>,
}

/// The look that a run's properties give it on a ground.
pub fn look(own: &RunProperties, styles: &Styles, ground: &Ground, language: &Language, tally: &mut Tally) -> Look {
    let style = own.style.as_deref();
    let named = own.clone().over(&style.and_then(|style| styles.character(style)).cloned().unwrap_or_default());
    let style_name = style.map(|style| styles.name(style).to_lowercase()).unwrap_or_default();
    let is_link = ground.in_link || style_name.contains("hyperlink") || style_name == "超連結" || style_name == "超链接";
    let is_mark = ["footnote", "endnote", "脚注", "腳注", "註腳"].iter().any(|word| style_name.contains(word));
    let default = styles.default_run();
    // A heading is bold because it is a heading; a paragraph whose own style is bold says something with it.
    let is_body = matches!(ground.role, Role::Body | Role::ListContinued);
    let by_style = |of: fn(&RunProperties) -> Option<bool>| is_body && of(&ground.run) == Some(true) && of(&default) != Some(true);
    let mut wraps = Vec::new();
    let is_title = matches!(ground.role, Role::Title | Role::Subtitle | Role::Author | Role::Heading(_));
    let bold = named.bold.unwrap_or_else(|| by_style(|run| run.bold)) && !is_title;
    let italic = named.italic.unwrap_or_else(|| by_style(|run| run.italic)) && !is_title;
    wraps.extend(bold.then_some(Wrap::Strong));
    wraps.extend(italic.then_some(Wrap::Emphasis));
    if let Some(line) = named.underline.as_deref().filter(|_| !is_link) {
        match line {
            "none" | "0" => {}
            "wave" | "wavyHeavy" | "wavyDouble" => wraps.push(Wrap::Wavy),
            "single" | "words" => wraps.push(Wrap::Underline),
            other => {
                tally.approximate(&format!("an underline of the kind {other}"), "a plain line");
                wraps.push(Wrap::Underline);
            }
        }
    }
    if named.double_strike == Some(true) {
        tally.approximate("a double line through text", "a single one");
    }
    wraps.extend((named.strike == Some(true) || named.double_strike == Some(true)).then_some(Wrap::Strike));
    match named.position.as_deref().filter(|_| !is_mark) {
        Some("superscript") => wraps.push(Wrap::Raised),
        Some("subscript") => wraps.push(Wrap::Lowered),
        Some(_) | None => {}
    }
    wraps.extend(named.marks.as_deref().and_then(|marks| emphasis_marks(marks, language)).map(Wrap::Marks));
    if let Some(layout) = named.layout.as_ref().filter(|layout| layout.combined || layout.horizontal) {
        if layout.combined {
            let brackets = match layout.brackets.as_deref() {
                Some("round") => Some(('（', '）')),
                Some("square") => Some(('［', '］')),
                Some("angle") => Some(('〈', '〉')),
                Some("curly") => Some(('｛', '｝')),
                Some(_) | None => None,
            };
            wraps.push(Wrap::Warichu { id: layout.id.clone(), brackets });
        } else {
            wraps.push(Wrap::Cell(layout.id.clone()));
        }
    }
    if !is_link && !is_mark {
        tell_lost(&named, tally);
    }
    let text = |own: Option<String>, of: fn(&RunProperties) -> &Option<String>| {
        own.or_else(|| of(&ground.run).clone()).or_else(|| of(&default).clone()).unwrap_or_default()
    };
    Look {
        wraps,
        hidden: named.hidden.or(ground.run.hidden) == Some(true),
        size: named.size.or(ground.run.size).or(default.size).unwrap_or(20),
        font: text(named.font, |run| &run.font),
        east_asian_font: text(named.east_asian_font, |run| &run.east_asian_font),
        language: named.language,
        east_asian_language: named.east_asian_language,
        fitted: named.fitted,
    }
}

/// Looks that the theme decides or that a manuscript has no word for.
fn tell_lost(run: &RunProperties, tally: &mut Tally) {
    for (is_set, what) in [
        (run.highlight, "runs lost their highlighting or shade"),
        (run.colour, "runs lost their colour, since the theme gives colours"),
        (run.border, "runs lost the frame around their characters"),
        (run.capitals, "runs shown in capitals stand as they were typed"),
    ] {
        if is_set == Some(true) {
            tally.changed(what);
        }
    }
}

/// The marks that a document asks for. The plain dot is what Chinese sets below and Japanese beside the text, so it is the region's.
fn emphasis_marks(name: &str, language: &Language) -> Option<EmphasisMarks> {
    match name {
        "dot" if language.region() == Region::Japan => Some(EmphasisMarks::Dot),
        "dot" | "underDot" => Some(EmphasisMarks::Region),
        "comma" => Some(EmphasisMarks::Sesame),
        "circle" => Some(EmphasisMarks::OpenCircle),
        _ => None,
    }
}

/// The language of a text when it is another one than the book's and its characters agree.
pub fn foreign(text: &str, look: &Look, book: &Language) -> Option<Tag> {
    let mut kinds = (0, 0, 0, 0);
    for character in text.chars() {
        match character {
            '\u{3041}'..='\u{30FA}' => kinds.0 += 1,
            '\u{AC00}'..='\u{D7A3}' => kinds.1 += 1,
            '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' => kinds.2 += 1,
            other if other.is_alphabetic() => kinds.3 += 1,
            _ => {}
        }
    }
    let (kana, hangul, han, letters) = kinds;
    let tag = if kana + hangul + han > 0 { look.east_asian_language.as_deref() } else { look.language.as_deref().filter(|_| letters > 0) };
    let language = Language::new(&with_script(tag?))?;
    let agrees = match language.primary() {
        "ja" => kana > 0,
        "ko" => hangul > 0,
        "zh" => kana + hangul == 0 && han > 1,
        _ => kana + hangul + han == 0,
    };
    (agrees && language.primary() != book.primary()).then_some(Tag(language))
}

/// A tag of Word's as the manuscript writes it: Chinese says its script.
pub fn with_script(tag: &str) -> String {
    match tag.to_ascii_lowercase().as_str() {
        "zh-tw" | "zh-hant" | "zh-hant-tw" => "zh-Hant-TW".to_owned(),
        "zh-hk" | "zh-mo" | "zh-hant-hk" => "zh-Hant-HK".to_owned(),
        "zh-cn" | "zh-sg" | "zh-hans" | "zh-hans-cn" => "zh-Hans-CN".to_owned(),
        "ja-jp" => "ja".to_owned(),
        "ko-kr" => "ko".to_owned(),
        lower => lower.split('-').next().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::parse;

    fn wraps(properties: &str) -> Vec<Wrap> {
        let own = RunProperties::read(&parse(&format!("<w:rPr>{properties}</w:rPr>"), 9).unwrap());
        let language = Language::new("zh-Hant-TW").unwrap();
        look(&own, &Styles::default(), &Ground::default(), &language, &mut Tally::default()).wraps
    }

    #[test]
    fn properties_are_looks() {
        assert_eq!(wraps("<w:b/><w:i w:val=\"0\"/><w:em w:val=\"comma\"/>"), [Wrap::Strong, Wrap::Marks(EmphasisMarks::Sesame)]);
        assert_eq!(wraps("<w:u w:val=\"wave\"/><w:vertAlign w:val=\"subscript\"/>"), [Wrap::Wavy, Wrap::Lowered]);
        assert_eq!(wraps("<w:eastAsianLayout w:id=\"7\" w:vert=\"1\"/>"), [Wrap::Cell("7".to_owned())]);
        assert_eq!(wraps("<w:eastAsianLayout w:id=\"7\" w:combine=\"1\"/>"), [Wrap::Warichu { id: "7".to_owned(), brackets: None }]);
    }

    #[test]
    fn another_language_needs_characters_that_agree() {
        let look = Look { east_asian_language: Some("ja-JP".to_owned()), language: Some("fr-FR".to_owned()), ..Look::default() };
        let book = Language::new("zh-Hant-TW").unwrap();
        let tag = |text: &str| foreign(text, &look, &book).map(|tag| tag.0.as_str().to_owned());
        assert_eq!((tag("の人").as_deref(), tag("漢字"), tag("mot").as_deref(), tag("12")), (Some("ja"), None, Some("fr"), None));
    }
}
