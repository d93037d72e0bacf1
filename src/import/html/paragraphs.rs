//! Paragraphs: what text and line breaks between blocks make.

use super::line::Indent;
use super::line::Line;
use super::line::trim;
use super::reader::Kind;
use super::reader::Reader;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::PageBreak;
use crate::book::plain_text;
use crate::import::plain::is_scene_break;

impl Reader<'_, '_> {
    /// Ends a paragraph: what was read becomes paragraphs and figures.
    pub(super) fn paragraph(&mut self, text: &mut Line, out: &mut Vec<Block>) {
        let content = text.take();
        if content.is_empty() {
            return;
        }
        for part in self.parts(content) {
            self.one_paragraph(part, out);
        }
    }

    fn one_paragraph(&mut self, mut content: Vec<Inline>, out: &mut Vec<Block>) {
        let breaks = content.iter().filter(|inline| inline.kind == InlineKind::LineBreak).count();
        let had_content = !content.is_empty();
        let indent = trim(&mut content);
        if content.is_empty() {
            // An empty paragraph of a book is an empty line.
            if had_content && self.kind != Kind::Web && (breaks > 0 || indent == Indent::Characters) {
                self.empty_line(out);
            }
            return;
        }
        if indent == Indent::Characters {
            self.tally.found("indents-of-blanks");
        }
        let words = plain_text(&content);
        if is_scene_break(&words) && content.iter().all(|inline| matches!(inline.kind, InlineKind::Text(_))) {
            self.tally.found("scene-breaks");
            return self.push(BlockKind::SceneBreak, out);
        }
        let only_pictures = content.iter().all(|inline| matches!(inline.kind, InlineKind::Picture(_) | InlineKind::LineBreak));
        let large = std::mem::take(&mut self.large);
        let pictures = take_pictures(&mut content, &|id| only_pictures || large.contains(&id));
        self.large = large;
        if pictures.is_empty() {
            return self.push(BlockKind::Paragraph(content), out);
        }
        trim(&mut content);
        let caption = !content.is_empty() && is_caption(&plain_text(&content));
        if caption {
            return self.figure_of(pictures, content, out);
        }
        for picture in pictures {
            self.figure_of(vec![picture], Vec::new(), out);
        }
        if !content.is_empty() {
            self.push(BlockKind::Paragraph(content), out);
        }
    }

    fn empty_line(&mut self, out: &mut Vec<Block>) {
        const MOST: u8 = 9;
        match out.last_mut() {
            None => {}
            Some(Block { kind: BlockKind::Break(PageBreak::Lines(lines)), .. }) => *lines = (*lines + 1).min(MOST),
            Some(_) => {
                self.tally.found("empty-lines");
                self.push(BlockKind::Break(PageBreak::Lines(1)), out);
            }
        }
    }

    /// The paragraphs that line breaks make: two in a row always, single ones where every line begins or ends as a paragraph does.
    fn parts(&mut self, content: Vec<Inline>) -> Vec<Vec<Inline>> {
        let is_break = |inline: &Inline| inline.kind == InlineKind::LineBreak;
        if !content.iter().any(is_break) {
            return vec![content];
        }
        let lines: Vec<Vec<Inline>> = content.split(is_break).map(<[Inline]>::to_vec).collect();
        let texts: Vec<String> = lines.iter().map(|line| plain_text(line)).collect();
        let full: Vec<&String> = texts.iter().filter(|text| !text.trim().is_empty()).collect();
        let indented = full.iter().skip(1).filter(|text| text.starts_with(['\u{3000}', '\u{A0}', '\u{2003}'])).count();
        let ends = |text: &str| text.trim_end().ends_with(['。', '！', '？', '」', '』', '”', '…', '）', '.', '!', '?']);
        let ended = full.iter().filter(|text| ends(text)).count();
        let long = full.iter().map(|text| text.chars().count()).sum::<usize>() > full.len() * 25;
        let each = full.len() > 1 && indented * 2 >= full.len() - 1 || full.len() > 3 && long && ended * 5 > full.len() * 4;
        if each {
            self.tally.simplified("line breaks between paragraphs");
        }
        let mut parts: Vec<Vec<Inline>> = vec![Vec::new()];
        let mut empty = 0;
        for (number, line) in lines.into_iter().enumerate() {
            let is_empty = texts[number].trim().is_empty() && line.iter().all(|inline| matches!(&inline.kind, InlineKind::Text(_)));
            if is_empty {
                empty += 1;
                continue;
            }
            let apart = number > 0 && (each || empty > 0);
            // Empty lines of a book are kept where the lines are its paragraphs.
            if each && empty > 0 && self.kind != Kind::Web && !parts.iter().all(Vec::is_empty) {
                let inline = self.tree.inline(InlineKind::LineBreak);
                parts.push(vec![inline]);
            }
            empty = 0;
            if apart || parts.last().is_some_and(Vec::is_empty) {
                parts.push(line);
            } else {
                let inline = self.tree.inline(InlineKind::LineBreak);
                let last = parts.last_mut().expect("there is a part");
                last.push(inline);
                last.extend(line);
            }
        }
        if parts.iter().all(Vec::is_empty) {
            // Nothing but breaks: an empty paragraph.
            return vec![content];
        }
        parts.retain(|part| !part.is_empty());
        parts
    }
}

/// Takes the pictures that stand alone out of a paragraph.
pub fn take_pictures(content: &mut Vec<Inline>, is_figure: &dyn Fn(crate::book::NodeId) -> bool) -> Vec<crate::book::PictureFile> {
    let mut pictures = Vec::new();
    content.retain(|inline| match &inline.kind {
        InlineKind::Picture(file) if is_figure(inline.id) => {
            pictures.push(file.clone());
            false
        }
        _ => true,
    });
    pictures
}

/// Whether a line says itself that it belongs to a picture: `▲…`, `圖：…`, `図1 …`.
pub fn is_caption(text: &str) -> bool {
    const LONGEST: usize = 120;
    const WORDS: &[&str] = &[
        "圖說",
        "图说",
        "圖片",
        "图片",
        "圖片來源",
        "图片来源",
        "圖",
        "图",
        "図",
        "照片",
        "写真",
        "資料圖",
        "资料图",
        "攝影",
        "摄影",
        "Photo",
        "Figure",
        "Fig.",
    ];
    let text = text.trim();
    let shown = ["▲", "△", "▼", "圖為", "图为", "↑"].iter().any(|word| text.starts_with(word));
    let named = WORDS.iter().any(|word| {
        let rest = text.strip_prefix(word).map(|rest| {
            rest.trim_start_matches(|character: char| {
                character.is_ascii_digit() || "０１２３４５６７８９一二三四五六七八九十-－.".contains(character)
            })
        });
        rest.is_some_and(|rest| rest.starts_with(['：', ':', '／', '/', '｜', '\u{3000}', ' ']) && rest.chars().count() > 1)
    });
    (shown || named) && text.chars().count() <= LONGEST
}
