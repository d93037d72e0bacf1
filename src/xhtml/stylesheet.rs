//! The style sheet of an edition.

use super::theme_css::values;
use crate::font::FontRole;
use crate::geom::WritingMode;
use crate::style::Theme;
use crate::unicode::Region;

/// What a style sheet is made for.
#[derive(Clone, Debug)]
pub struct StyleInput<'a> {
    pub direction: WritingMode,
    pub region: Region,
    /// The look, which the pages of the edition have too.
    pub theme: &'a Theme,
    pub fonts: &'a [FontRule],
}

/// A font in the publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontRule {
    pub role: FontRole,
    /// The CSS family that text asks for.
    pub family: String,
    /// Relative to the package document.
    pub href: String,
    /// 400 regular, 700 bold.
    pub weight: u16,
}

/// Properties that reading systems also know, or only know, under a prefix (EPUB 3.3 §E.2 and WebKit). What stands first gives way to
/// what follows it.
const PREFIXED: [(&str, &[&str]); 11] = [
    ("writing-mode", &["-epub-writing-mode", "-webkit-writing-mode"]),
    ("text-orientation", &["-epub-text-orientation", "-webkit-text-orientation"]),
    ("text-emphasis", &["-epub-text-emphasis", "-webkit-text-emphasis"]),
    ("text-emphasis-position", &["-webkit-text-emphasis-position"]),
    ("text-decoration-style", &["-webkit-text-decoration-style"]),
    ("text-underline-position", &["-webkit-text-underline-position"]),
    ("text-align-last", &["-epub-text-align-last"]),
    ("line-break", &["-epub-line-break", "-webkit-line-break"]),
    ("ruby-position", &["-webkit-ruby-position"]),
    ("break-inside", &["page-break-inside", "-webkit-column-break-inside"]),
    ("break-after", &["page-break-after"]),
];

/// The style sheet of one edition: assets/epub/book.css with the edition's customs and fonts, and with prefixed properties.
pub fn stylesheet(input: &StyleInput<'_>) -> String {
    let customs = customs(input.region, input.direction);
    let mut css = include_str!("../../assets/epub/book.css")
        .replace("{serif}", &family(input.fonts, FontRole::Serif))
        .replace("{sans}", &family(input.fonts, FontRole::Sans))
        .replace("{indent}", customs.indent)
        .replace("{marks-shape}", customs.marks_shape)
        .replace("{marks-position}", customs.marks_position)
        .replace("{note-size}", customs.note_size)
        .replace("{line-position}", customs.line_position);
    for (name, value) in values(input) {
        css = css.replace(&format!("{{{name}}}"), &value);
    }
    let mut sheet = String::from("@charset \"UTF-8\";\n");
    for font in input.fonts {
        // Style sheets lie in a folder of their own.
        let (family, href, weight) = (&font.family, &font.href, font.weight);
        sheet.push_str(&format!(
            "\n@font-face {{\n  font-family: \"{family}\";\n  font-weight: {weight};\n  font-style: normal;\n  src: url(\"../{href}\");\n}}\n"
        ));
    }
    sheet.push('\n');
    if let Some(hanging) = customs.hanging {
        sheet.push_str(&format!("body {{\n  hanging-punctuation: {hanging};\n}}\n\n"));
    }
    sheet.push_str(&prefixed(without_comments(&css).trim_start()));
    sheet
}

/// What differs from region to region.
#[derive(Clone, Copy)]
struct Customs {
    /// First line of a paragraph (CLREQ 3.2.1, JLREQ 3.5.1).
    indent: &'static str,
    /// A sesame in vertical Japanese, else a dot (JLREQ 3.3.9, CLREQ 3.4.3).
    marks_shape: &'static str,
    /// Marks stand at the right in vertical text; in horizontal text above in Japan, below in Chinese (CLREQ 3.4.3).
    marks_position: &'static str,
    /// Name lines stand at the left in Chinese vertical text, at the right in Japanese (CLREQ 3.4.1).
    line_position: &'static str,
    /// Of inline notes, which stand in one row (JLREQ 3.4.2, clreq issue 109).
    note_size: &'static str,
    hanging: Option<&'static str>,
}

fn customs(region: Region, direction: WritingMode) -> Customs {
    let line_position = match (region, direction) {
        (Region::Japan | Region::Korea, WritingMode::VerticalRl) => "right",
        (_, WritingMode::VerticalRl) => "left",
        (_, WritingMode::HorizontalTb) => "under",
    };
    let marks_shape = match (region, direction) {
        (Region::Japan | Region::Korea | Region::Western, WritingMode::VerticalRl) => "filled sesame",
        (_, WritingMode::VerticalRl | WritingMode::HorizontalTb) => "filled dot",
    };
    let chinese = Customs { indent: "2em", marks_shape, marks_position: "under right", line_position, note_size: "0.85em", hanging: None };
    let other = Customs { indent: "1em", marks_position: "over right", note_size: "0.75em", ..chinese };
    match region {
        Region::Taiwan | Region::HongKong | Region::Mainland => chinese,
        Region::Japan => Customs { hanging: Some("allow-end"), ..other },
        Region::Korea | Region::Western => other,
    }
}

/// The families of a role: those in the publication, then what readers' devices are likely to have.
pub(super) fn family(fonts: &[FontRule], role: FontRole) -> String {
    let generic = match role {
        FontRole::Serif => "serif",
        FontRole::Sans => "sans-serif",
        FontRole::Kai => "\"Kaiti TC\", \"Kaiti SC\", \"BiauKai\", \"DFKai-SB\", \"STKaiti\", \"KaiTi\", serif",
        FontRole::Mono => "monospace",
    };
    // A Kai face has Han alone; marks and letters are those of the text.
    let in_order = match role {
        FontRole::Kai => vec![FontRole::Kai, FontRole::Serif],
        FontRole::Serif | FontRole::Sans | FontRole::Mono => vec![role],
    };
    let own = in_order.iter().flat_map(|role| fonts.iter().filter(move |font| font.role == *role));
    own.map(|font| format!("\"{}\", ", font.family)).chain([generic.to_owned()]).collect()
}

fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        kept.push_str(&rest[..start]);
        rest = rest[start..].find("*/").map_or("", |end| &rest[start + end + 2..]).trim_start();
    }
    kept + rest
}

/// Writes each declaration that has prefixed forms after these.
fn prefixed(css: &str) -> String {
    let mut out = String::with_capacity(css.len() * 5 / 4);
    for line in css.lines() {
        if let Some((property, value)) = line.strip_prefix("  ").and_then(|declaration| declaration.split_once(": ")) {
            for (known, prefixes) in PREFIXED {
                if known == property {
                    prefixes.iter().for_each(|prefix| out.push_str(&format!("  {prefix}: {value}\n")));
                }
            }
            // The older property has a value of its own.
            if property == "text-combine-upright" {
                out.push_str("  -epub-text-combine: horizontal;\n  -webkit-text-combine: horizontal;\n");
            }
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{FontRule, StyleInput, stylesheet};
    use crate::diag::Report;
    use crate::font::FontRole;
    use crate::geom::WritingMode;
    use crate::style::cascade;
    use crate::style::edition_for_tests as edition;
    use crate::unicode::Region;

    /// The sizes and families of the pages are those of the style sheet: both come from the theme.
    #[test]
    fn the_theme_of_the_pages_is_that_of_the_style_sheet() {
        let mut novel = edition(WritingMode::VerticalRl, Region::Taiwan, "a5");
        novel.theme = "novel".to_owned();
        let theme = cascade(&novel, &mut Report::default()).theme;
        let css = stylesheet(&StyleInput { direction: novel.direction, region: novel.region, theme: &theme, fonts: &[] });
        let rule = |selector: &str| css.split(&format!("\n{selector} {{")).nth(1).unwrap().split('}').next().unwrap().to_owned();
        assert!(rule("h1").contains("font-size: 1.45em") && rule("h1").contains("font-family: serif"), "{}", rule("h1"));
        assert!(rule("blockquote").contains("\"Kaiti TC\"") && css.contains("content: \"＊\""));
        assert!(css.split('{').skip(1).all(|rest| rest.starts_with('\n')), "every name in braces has a value: {css}");
    }

    fn sheet(direction: WritingMode, region: Region) -> String {
        let font = FontRule { role: FontRole::Serif, family: "Book Serif".to_owned(), href: "font/serif.otf".to_owned(), weight: 400 };
        let theme = cascade(&edition(direction, region, "a5"), &mut Report::default()).theme;
        stylesheet(&StyleInput { direction, region, theme: &theme, fonts: &[font] })
    }

    /// Proves: TCY-04 [ALL] [V]: cells of several characters have the standard property and both prefixed ones.
    #[test]
    fn prefixed_forms_come_before_the_standard_one() {
        let css = sheet(WritingMode::VerticalRl, Region::Taiwan);
        let at = |text: &str| css.find(text).unwrap_or_else(|| panic!("{text} is missing"));
        assert!(at("  -epub-writing-mode: vertical-rl") < at("  -webkit-writing-mode: vertical-rl"));
        assert!(at("  -webkit-writing-mode: vertical-rl") < at("  writing-mode: vertical-rl"));
        assert!(at("  -webkit-text-combine: horizontal") < at("  text-combine-upright: all"));
    }

    #[test]
    fn customs_follow_the_region() {
        let css = sheet(WritingMode::VerticalRl, Region::Taiwan);
        assert!(css.contains("text-indent: 2em") && css.contains("text-underline-position: left") && css.contains("position: under right"));
        let css = sheet(WritingMode::VerticalRl, Region::Japan);
        assert!(css.contains("text-indent: 1em") && css.contains("text-underline-position: right") && css.contains("hanging-punctuation"));
    }

    /// Proves: EMP-01 [JA] [HV], EMP-02 [CN TW HK] [HV], VRT-08 [ALL] [V]: marks by text-emphasis, lines by text-decoration, on the
    /// sides where the pages have them.
    #[test]
    fn marks_and_lines_stand_as_on_the_pages() {
        for (region, vertical, horizontal, marks, line) in [
            (Region::Japan, "filled sesame", "filled dot", "over right", "right"),
            (Region::Mainland, "filled dot", "filled dot", "under right", "left"),
            (Region::Taiwan, "filled dot", "filled dot", "under right", "left"),
            (Region::HongKong, "filled dot", "filled dot", "under right", "left"),
        ] {
            let css = sheet(WritingMode::VerticalRl, region);
            assert!(css.contains(&format!("\nem {{\n  font-style: normal;\n  -epub-text-emphasis: {vertical};")), "{css}");
            assert!(
                css.contains(&format!("  text-emphasis-position: {marks};")) && css.contains(&format!("text-underline-position: {line};"))
            );
            let css = sheet(WritingMode::HorizontalTb, region);
            assert!(css.contains(&format!("  text-emphasis: {horizontal};")) && css.contains("  text-underline-position: under;"));
            assert!(css.contains("  -webkit-text-decoration-style: wavy;\n  text-decoration-style: wavy;"));
        }
    }

    #[test]
    fn the_publications_font_comes_before_the_readers() {
        let css = sheet(WritingMode::HorizontalTb, Region::Mainland);
        assert!(css.contains("font-family: \"Book Serif\", serif;") && css.contains("src: url(\"../font/serif.otf\");"));
        assert!(css.contains("font-family: sans-serif;"));
    }

    /// EPUB 3.3 §6.3.1: these two properties are not allowed; colours and fixed sizes are the reader's.
    #[test]
    fn nothing_is_fixed_that_is_the_readers() {
        let css = sheet(WritingMode::VerticalRl, Region::Taiwan);
        for forbidden in ["direction:", "unicode-bidi", "!important", "background", " color:", "px;", "pt;", "/*", "{serif}"] {
            assert!(!css.contains(forbidden), "{forbidden}");
        }
    }
}
