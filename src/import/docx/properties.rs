//! Properties of paragraphs and runs as a style or a place gives them, and how one set lies over another.

use crate::xml::Element;

/// Properties of a paragraph; none where nothing is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParagraphProperties {
    pub style: Option<String>,
    /// 0 to 8; 9 is body text.
    pub outline: Option<u8>,
    /// List and level; the list 0 takes the paragraph out of any.
    pub list: Option<String>,
    pub list_level: Option<u8>,
    pub alignment: Option<String>,
    pub start: Option<Indent>,
    pub end: Option<Indent>,
    /// Negative when the first line hangs.
    pub first: Option<Indent>,
    pub break_before: Option<bool>,
    /// A rule below the paragraph.
    pub rule: Option<bool>,
}

/// An indent in hundredths of a character, or else in twentieths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Indent {
    pub characters: Option<i32>,
    pub twips: i32,
}

/// Properties of a run; none where nothing is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunProperties {
    pub style: Option<String>,
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub underline: Option<String>,
    pub strike: Option<bool>,
    pub double_strike: Option<bool>,
    pub position: Option<String>,
    pub marks: Option<String>,
    pub hidden: Option<bool>,
    pub capitals: Option<bool>,
    /// In half points.
    pub size: Option<u32>,
    pub language: Option<String>,
    pub east_asian_language: Option<String>,
    pub font: Option<String>,
    pub east_asian_font: Option<String>,
    /// Of the two-lines-in-one or the horizontal-in-vertical that the run belongs to.
    pub layout: Option<EastAsianLayout>,
    /// The width to which the text is fitted, in twentieths of a point.
    pub fitted: Option<u32>,
    pub highlight: Option<bool>,
    pub colour: Option<bool>,
    pub border: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EastAsianLayout {
    pub id: String,
    pub combined: bool,
    pub brackets: Option<String>,
    pub horizontal: bool,
}

/// The value of `w:val`.
pub fn value(element: &Element) -> Option<&str> {
    element.attribute("w:val")
}

/// A property that is on unless it says otherwise.
pub fn is_on(element: &Element) -> bool {
    !matches!(value(element), Some("0" | "false" | "off" | "none"))
}

/// A measure in twentieths of a point; the strict form writes units.
pub fn twips(text: &str) -> Option<i32> {
    let split = text.find(|character: char| character.is_ascii_alphabetic()).unwrap_or(text.len());
    let number: f64 = text[..split].trim().parse().ok()?;
    let factor = match &text[split..] {
        "" => 1.0,
        "pt" => 20.0,
        "pc" | "pi" => 240.0,
        "in" => 1440.0,
        "cm" => 1440.0 / 2.54,
        "mm" => 144.0 / 2.54,
        _ => return None,
    };
    let twips = (number * factor).round();
    (twips.abs() < 1e6).then_some(twips as i32)
}

impl ParagraphProperties {
    /// Reads `w:pPr`.
    pub fn read(element: &Element) -> ParagraphProperties {
        let mut found = ParagraphProperties::default();
        for property in element.elements() {
            let text = || value(property).map(str::to_owned);
            match property.name.as_str() {
                "w:pStyle" => found.style = text(),
                "w:outlineLvl" => found.outline = value(property).and_then(|level| level.parse().ok()),
                "w:numPr" => {
                    found.list = property.child("w:numId").and_then(value).map(str::to_owned);
                    found.list_level = property.child("w:ilvl").and_then(value).and_then(|level| level.parse().ok());
                }
                "w:jc" => found.alignment = text(),
                "w:ind" => found.indents(property),
                "w:pageBreakBefore" => found.break_before = Some(is_on(property)),
                "w:pBdr" => found.rule = Some(property.elements().any(|side| matches!(side.name.as_str(), "w:bottom" | "w:top"))),
                _ => {}
            }
        }
        found
    }

    fn indents(&mut self, element: &Element) {
        let indent = |names: &[&str], sign: i32| {
            let characters = names.iter().find_map(|name| element.attribute(&format!("{name}Chars"))?.parse::<i32>().ok());
            let twips = names.iter().find_map(|name| twips(element.attribute(name)?));
            (characters.is_some() || twips.is_some()).then(|| Indent {
                characters: characters.map(|count| (sign * count).clamp(-100_000, 100_000)),
                twips: sign * twips.unwrap_or(0),
            })
        };
        self.start = indent(&["w:start", "w:left"], 1);
        self.end = indent(&["w:end", "w:right"], 1);
        self.first = indent(&["w:hanging"], -1).or_else(|| indent(&["w:firstLine"], 1));
    }

    /// These properties, and those of `below` where these say nothing.
    pub fn over(self, below: &ParagraphProperties) -> ParagraphProperties {
        ParagraphProperties {
            style: self.style.or_else(|| below.style.clone()),
            outline: self.outline.or(below.outline),
            list: self.list.or_else(|| below.list.clone()),
            list_level: self.list_level.or(below.list_level),
            alignment: self.alignment.or_else(|| below.alignment.clone()),
            start: self.start.or(below.start),
            end: self.end.or(below.end),
            first: self.first.or(below.first),
            break_before: self.break_before.or(below.break_before),
            rule: self.rule.or(below.rule),
        }
    }
}

impl RunProperties {
    /// Reads `w:rPr`.
    pub fn read(element: &Element) -> RunProperties {
        let mut found = RunProperties::default();
        for property in element.elements() {
            let text = || value(property).map(str::to_owned);
            let is_set = || Some(!matches!(value(property), None | Some("none" | "auto" | "nil")));
            match property.name.as_str() {
                "w:rStyle" => found.style = text(),
                "w:b" => found.bold = Some(is_on(property)),
                "w:i" => found.italic = Some(is_on(property)),
                "w:u" => found.underline = text(),
                "w:strike" => found.strike = Some(is_on(property)),
                "w:dstrike" => found.double_strike = Some(is_on(property)),
                "w:vertAlign" => found.position = text(),
                "w:em" => found.marks = text(),
                "w:vanish" => found.hidden = Some(is_on(property)),
                "w:caps" => found.capitals = Some(is_on(property)),
                "w:sz" => found.size = value(property).and_then(|size| size.parse().ok()).filter(|size| (2..=3_276).contains(size)),
                "w:lang" => {
                    found.language = text();
                    found.east_asian_language = property.attribute("w:eastAsia").map(str::to_owned);
                }
                "w:rFonts" => {
                    let font = ["w:ascii", "w:hAnsi", "w:cs"].iter().find_map(|name| property.attribute(name));
                    found.font = font.map(str::to_owned);
                    found.east_asian_font = property.attribute("w:eastAsia").map(str::to_owned);
                }
                "w:eastAsianLayout" => {
                    let is_set = |name: &str| matches!(property.attribute(name), Some("1" | "true" | "on"));
                    found.layout = Some(EastAsianLayout {
                        id: property.attribute("w:id").unwrap_or_default().to_owned(),
                        combined: is_set("w:combine"),
                        brackets: property.attribute("w:combineBrackets").map(str::to_owned),
                        horizontal: is_set("w:vert"),
                    });
                }
                "w:fitText" => found.fitted = value(property).and_then(twips).and_then(|width| u32::try_from(width).ok()),
                "w:highlight" => found.highlight = is_set(),
                "w:shd" => {
                    let fill = property.attribute("w:fill");
                    found.highlight = found.highlight.or(fill.map(|fill| !matches!(fill, "auto" | "FFFFFF" | "ffffff")));
                }
                "w:color" => found.colour = value(property).map(|colour| !matches!(colour, "auto" | "000000")),
                "w:bdr" => found.border = is_set(),
                _ => {}
            }
        }
        found
    }

    /// These properties, and those of `below` where these say nothing.
    pub fn over(self, below: &RunProperties) -> RunProperties {
        let text = |own: Option<String>, below: &Option<String>| own.or_else(|| below.clone());
        RunProperties {
            style: text(self.style, &below.style),
            bold: self.bold.or(below.bold),
            italic: self.italic.or(below.italic),
            underline: text(self.underline, &below.underline),
            strike: self.strike.or(below.strike),
            double_strike: self.double_strike.or(below.double_strike),
            position: text(self.position, &below.position),
            marks: text(self.marks, &below.marks),
            hidden: self.hidden.or(below.hidden),
            capitals: self.capitals.or(below.capitals),
            size: self.size.or(below.size),
            language: text(self.language, &below.language),
            east_asian_language: text(self.east_asian_language, &below.east_asian_language),
            font: text(self.font, &below.font),
            east_asian_font: text(self.east_asian_font, &below.east_asian_font),
            layout: self.layout.or_else(|| below.layout.clone()),
            fitted: self.fitted.or(below.fitted),
            highlight: self.highlight.or(below.highlight),
            colour: self.colour.or(below.colour),
            border: self.border.or(below.border),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::parse;

    #[test]
    fn what_is_said_lies_over_what_is_below() {
        let below = RunProperties::read(&parse("<w:rPr><w:b/><w:sz w:val=\"24\"/></w:rPr>", 9).unwrap());
        let own = RunProperties::read(&parse("<w:rPr><w:b w:val=\"0\"/><w:i/></w:rPr>", 9).unwrap()).over(&below);
        assert_eq!((own.bold, own.italic, own.size), (Some(false), Some(true), Some(24)));
        let indents =
            ParagraphProperties::read(&parse("<w:pPr><w:ind w:leftChars=\"200\" w:left=\"480\" w:hanging=\"10pt\"/></w:pPr>", 9).unwrap());
        assert_eq!(indents.start, Some(Indent { characters: Some(200), twips: 480 }));
        assert_eq!(indents.first, Some(Indent { characters: None, twips: -200 }));
    }
}
