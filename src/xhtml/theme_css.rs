//! What a theme says, as values of style properties.

use super::stylesheet::StyleInput;
use super::stylesheet::family;
use crate::geom::WritingMode;
use crate::style::Alignment;
use crate::style::Em;
use crate::style::HeadingForm;
use crate::style::HeadingRule;
use crate::style::Role;
use crate::style::TextSpec;

/// The names in braces of assets/epub/book.css with their values.
pub(super) fn values(input: &StyleInput<'_>) -> Vec<(String, String)> {
    let theme = input.theme;
    let font = |role: Role| family(input.fonts, role.font(input.region));
    let mut values: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: String| values.push((name.to_owned(), value));
    for level in 1..=6 {
        let rule = theme.heading(level);
        add(&format!("h{level}-size"), em(rule.size));
        add(&format!("h{level}-font"), font(rule.role));
        add(&format!("h{level}-align"), align(rule.alignment).to_owned());
        add(&format!("h{level}-indent"), indent(rule, input.direction));
        add(&format!("h{level}-space"), em(space(rule)));
        add(&format!("h{level}-weight"), if rule.role == Role::Sans { "bold" } else { "normal" }.to_owned());
        add(&format!("h{level}-float"), if rule.form == HeadingForm::RunIn { "inline-start" } else { "none" }.to_owned());
    }
    let headline = &theme.headline;
    let texts: [(&str, &TextSpec); 11] = [
        ("kicker", &headline.kicker),
        ("title", &headline.title),
        ("subtitle", &headline.subtitle),
        ("byline", &headline.byline),
        ("lead", &headline.lead),
        ("cover-title", &theme.cover.title),
        ("cover-subtitle", &theme.cover.subtitle),
        ("cover-text", &theme.cover.text),
        ("contents-title", &theme.contents.title),
        ("contents-entry", &theme.contents.entry),
        ("pull", &TextSpec { size: theme.pull.size, role: theme.pull.role }),
    ];
    for (name, spec) in texts {
        // The screens of readers are small: a cover has the sizes of a title leaf.
        let size = match name {
            "cover-title" | "cover-subtitle" => Em::thousandths((spec.size.to_thousandths() * 2 / 3).max(1150)),
            _ => spec.size,
        };
        add(&format!("{name}-size"), em(size));
        add(&format!("{name}-font"), font(spec.role));
        add(&format!("{name}-weight"), if spec.role == Role::Sans { "bold" } else { "normal" }.to_owned());
    }
    let blocks = [
        ("quotation", theme.quotation.size, theme.quotation.role),
        ("box", theme.r#box.size, theme.r#box.role),
        ("caption", theme.caption.size, theme.caption.role),
        ("table", theme.table.size, theme.table.role),
        ("table-header", theme.table.size, theme.table.header_role),
        ("notes", theme.note.size, theme.note.role),
        ("verse", Em::whole(1), theme.verse.role),
        ("code", theme.code.size, theme.code.role),
        ("colophon", theme.colophon.size, theme.colophon.role),
        ("index", theme.index.size, theme.index.role),
        ("index-heading", theme.index.size, theme.index.heading_role),
    ];
    for (name, size, role) in blocks {
        add(&format!("{name}-size"), em(size));
        add(&format!("{name}-font"), font(role));
    }
    add("headline-align", align(headline.alignment).to_owned());
    add("cover-align", align(theme.cover.alignment).to_owned());
    add("line-height", em(Em::thousandths(1000 + theme.line.gap.to_thousandths().clamp(500, 1000))).trim_end_matches("em").to_owned());
    add("quotation-start", em(Em::whole(theme.quotation.indent_start)));
    add("quotation-end", em(Em::whole(theme.quotation.indent_end)));
    add("verse-indent", em(Em::whole(theme.verse.indent)));
    add("verse-turnover", em(Em::whole(theme.verse.turnover)));
    add("verse-back", em(Em::whole(-theme.verse.turnover)));
    add("box-padding", em(Em::whole(theme.r#box.padding)));
    add("pull-indent", em(Em::whole(theme.pull.indent)));
    add("pull-rule", if theme.pull.rules { "thin solid currentColor" } else { "none" }.to_owned());
    add("scene-break", theme.scene_break.text.replace(['\\', '"', '\n'], ""));
    add("list-indent", em(Em::whole(theme.list.indent)));
    values
}

fn em(value: Em) -> String {
    let thousandths = value.to_thousandths();
    let (sign, thousandths) = if thousandths < 0 { ("-", -thousandths) } else { ("", thousandths) };
    let fraction = format!("{:03}", thousandths % 1000);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    let unit = if thousandths == 0 { "" } else { "em" };
    format!("{sign}{}{point}{fraction}{unit}", thousandths / 1000)
}

fn align(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Justify => "justify",
        Alignment::Start => "start",
        Alignment::Center => "center",
        Alignment::End => "end",
    }
}

/// The indent in em of the heading's own size.
fn indent(rule: &HeadingRule, direction: WritingMode) -> String {
    let indent = match direction {
        WritingMode::VerticalRl => rule.indent_vertical,
        WritingMode::HorizontalTb => rule.indent_horizontal,
    };
    em(Em::thousandths(indent * 1_000_000 / rule.size.to_thousandths().max(1)))
}

/// The white before a heading: half of what its lines leave, in em of its own size; a reading system has no grid.
fn space(rule: &HeadingRule) -> Em {
    const PITCH: i64 = 1750;
    let size = rule.size.to_thousandths().max(1);
    let white = (rule.lines.max(1) * PITCH - size).max(0);
    Em::thousandths((white * 600 / size).max(300))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_without_idle_digits() {
        for (thousandths, text) in [(0, "0"), (1000, "1em"), (1250, "1.25em"), (-2000, "-2em"), (85, "0.085em")] {
            assert_eq!(em(Em::thousandths(thousandths)), text);
        }
    }
}
