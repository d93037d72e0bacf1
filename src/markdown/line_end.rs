//! Line ends of the manuscript: nothing between wide characters, a space between words.

use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::TextRun;
use crate::diag::SourceMap;
use crate::unicode::Language;

/// Stands in the text for a picture or a generated reference.
const OBJECT: char = '\u{FFFC}';

/// Stands in the text for a line break that is kept.
const BREAK: char = '\u{2028}';

/// Settles every line end in these inlines: it becomes a space or nothing by the characters on both sides.
pub(super) fn settle(inlines: &mut Vec<Inline>, language: &Language) {
    let mut text = Vec::new();
    inlines.iter().for_each(|inline| gather(inline, &mut text));
    if !text.contains(&'\n') {
        return;
    }
    let mut keep = Vec::new();
    let mut before = None;
    let mut open = 0;
    for c in text {
        if c == '\n' {
            open += 1;
            continue;
        }
        for _ in 0..std::mem::take(&mut open) {
            keep.push(before.is_some_and(|before| is_space_between(before, c, language)));
        }
        before = Some(c);
    }
    // Line ends with nothing after them vanish.
    keep.resize(keep.len() + open, false);
    let mut decisions = keep.into_iter();
    apply(inlines, &mut decisions);
}

fn gather(inline: &Inline, text: &mut Vec<char>) {
    match &inline.kind {
        InlineKind::Text(run) => text.extend(run.text.chars()),
        // A space inside code is none between words.
        InlineKind::Code(run) => text.extend(run.text.chars().map(|c| if c == ' ' { OBJECT } else { c })),
        InlineKind::Ruby(ruby) => ruby.segments.iter().for_each(|segment| text.extend(segment.base.text.chars())),
        InlineKind::Emphasis(_) | InlineKind::Strong(_) | InlineKind::Styled(_, _) | InlineKind::Link { .. } => {
            inline.children().iter().for_each(|child| gather(child, text));
        }
        InlineKind::Reference { .. } | InlineKind::Picture(_) | InlineKind::Gaiji(_) => text.push(OBJECT),
        InlineKind::NoteMark { .. } => {}
        InlineKind::LineBreak => text.push(BREAK),
    }
}

/// Whether a line end between these two characters is a space.
fn is_space_between(before: char, after: char, language: &Language) -> bool {
    if before == BREAK || after == BREAK || before == ' ' || after == ' ' {
        return false;
    }
    if is_hangul(before) || is_hangul(after) {
        return true;
    }
    if is_wide(before) || is_wide(after) {
        return false;
    }
    // Quotation marks, dashes and ellipses are as wide as the text that they stand in.
    let cjk = matches!(language.primary(), "zh" | "ja" | "yue" | "nan" | "hak" | "lzh" | "cmn");
    !(cjk && is_ambiguous(before) && is_ambiguous(after))
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}')
}

/// Han, kana, bopomofo and full-width forms and marks (UAX 11: wide and full-width, without Hangul).
pub(super) fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{303E}' | '\u{3041}'..='\u{312F}' | '\u{3190}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE10}'..='\u{FE19}'
        | '\u{FE30}'..='\u{FE6F}' | '\u{FF01}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' | '\u{16FE0}'..='\u{18DFF}' | '\u{1AFF0}'..='\u{1B2FF}'
        | '\u{20000}'..='\u{3FFFD}')
}

fn is_ambiguous(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{B7}' | '\u{2500}' | '\u{30FB}')
}

/// Puts the decisions into the text; runs that become empty go.
fn apply(inlines: &mut Vec<Inline>, decisions: &mut dyn Iterator<Item = bool>) {
    for inline in inlines.iter_mut() {
        match &mut inline.kind {
            InlineKind::Text(run) | InlineKind::Code(run) => apply_to_run(run, decisions),
            InlineKind::Ruby(ruby) => ruby.segments.iter_mut().for_each(|segment| apply_to_run(&mut segment.base, decisions)),
            InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Styled(_, content) => apply(content, decisions),
            InlineKind::Link { content, .. } => apply(content, decisions),
            InlineKind::Reference { .. }
            | InlineKind::Picture(_)
            | InlineKind::Gaiji(_)
            | InlineKind::NoteMark { .. }
            | InlineKind::LineBreak => {}
        }
    }
    inlines.retain(|inline| !matches!(&inline.kind, InlineKind::Text(run) if run.text.is_empty()));
}

fn apply_to_run(run: &mut TextRun, decisions: &mut dyn Iterator<Item = bool>) {
    if !run.text.contains('\n') {
        return;
    }
    let old = std::mem::take(&mut run.text);
    let pieces = run.map.pieces().to_vec();
    let mut map = SourceMap::default();
    for (index, (start, origin)) in pieces.iter().enumerate() {
        let end = pieces.get(index + 1).map_or(old.len(), |(next, _)| *next as usize);
        let text = &old[*start as usize..end];
        // A line end is always a piece of its own.
        let text = match text {
            "\n" if decisions.next().unwrap_or(false) => " ",
            "\n" => continue,
            text => text,
        };
        map.push(run.text.len(), *origin);
        run.text.push_str(text);
    }
    run.map = map;
}

#[cfg(test)]
mod tests {
    use super::is_space_between;
    use crate::unicode::Language;

    #[test]
    fn a_line_end_is_a_space_between_words_only() {
        let language = Language::new("zh-Hant-TW").unwrap();
        for (before, after, space) in [
            ('漢', '字', false),
            ('a', 'b', true),
            ('漢', 'b', false),
            ('a', '字', false),
            ('。', '「', false),
            ('한', '글', true),
            ('—', '—', false),
        ] {
            assert_eq!(is_space_between(before, after, &language), space, "{before} {after}");
        }
        assert!(is_space_between('”', '“', &Language::new("en").unwrap()));
    }
}
