//! Captions of figures and tables.

use super::arrange::Around;
use super::paragraph::Alignment;
use super::paragraph::Item;
use super::paragraph::Paragraph;
use super::piece::Shown;
use super::read::Reader;
use super::role::Role;
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Figure;
use crate::book::FigurePlacement;
use crate::book::Picture;

/// What is still to be arranged.
type Rest = std::iter::Peekable<std::vec::IntoIter<Item>>;

impl Reader {
    /// A figure with its caption, which follows it or stands before it.
    pub fn figure(&mut self, pictures: Vec<Shown>, placed: &mut Vec<(Around, Block)>, items: &mut Rest) -> Block {
        let mut shown = pictures;
        // A caption of its own parts pictures; without one, those that follow at once belong together only in one paragraph.
        let mut caption = Vec::new();
        if let Some(Item::Paragraph(text)) = items.next_if(|next| matches!(next, Item::Paragraph(text) if is_figure_caption(text))) {
            self.anchors.put_back(text.anchors.clone());
            caption = text.content;
        } else if let Some((Around::Nothing, Block { kind: BlockKind::Paragraph(_), .. })) = placed.last()
            && self.last_caption.take() == Some("figure")
            && let Some((_, Block { kind: BlockKind::Paragraph(content), identifier, .. })) = placed.pop()
        {
            self.anchors.put_back(identifier.into_iter().collect());
            caption = content;
        }
        self.last_caption = None;
        let width = if let [one] = &shown[..] { one.width } else { None };
        let pictures = shown.drain(..).map(|shown| Picture { id: self.tree.fresh(), span: None, file: shown.file }).collect();
        let figure = Figure { pictures, caption, credit: None, width, placement: FigurePlacement::Here };
        let mut block = self.tree.block(BlockKind::Figure(figure));
        self.anchors.give(&mut block);
        block
    }

    /// Gives a table the caption before it, or else the one after it.
    pub fn table_caption(&mut self, block: &mut Block, placed: &mut Vec<(Around, Block)>, items: &mut Rest) {
        let BlockKind::Table(table) = &mut block.kind else { return };
        if self.last_caption.take() == Some("table")
            && let Some((_, Block { kind: BlockKind::Paragraph(content), identifier, .. })) = placed.pop()
        {
            self.anchors.put_back(identifier.into_iter().collect());
            table.caption = content;
        } else if let Some(Item::Paragraph(text)) = items.next_if(|next| matches!(next, Item::Paragraph(text) if is_table_caption(text))) {
            self.anchors.put_back(text.anchors.clone());
            table.caption = text.content;
        }
        self.anchors.give(block);
    }
}

/// Words at the head of a caption.
const FIGURE_WORDS: &[&str] =
    &["圖", "图", "図", "照片", "相片", "插圖", "插图", "写真", "figure", "fig.", "photo", "picture", "그림", "사진", "▲", "▼", "△"];
const TABLE_WORDS: &[&str] = &["表", "table", "표"];

fn begins_with(text: &str, words: &[&str]) -> bool {
    let text = text.trim_start_matches(['（', '(', '【', '[', ' ']).to_lowercase();
    words.iter().any(|word| text.starts_with(word))
}

fn numbers_after(text: &str) -> bool {
    let rest = text.chars().skip(1).find(|character| !character.is_whitespace());
    rest.is_some_and(|next| next.is_ascii_digit() || ('０'..='９').contains(&next) || "一二三四五六七八九十：:／/".contains(next))
}

/// Whether a paragraph says itself that it is a caption.
pub fn is_caption(text: &Paragraph) -> bool {
    text.role == Role::Caption || text.sequence.is_some()
}

/// Whether a paragraph next to a picture is its caption.
fn is_figure_caption(text: &Paragraph) -> bool {
    const LONGEST: usize = 120;
    let words = text.text.trim();
    if words.is_empty() || text.numbered.is_some() || matches!(text.role, Role::Heading(_)) {
        return false;
    }
    if is_caption(text) {
        let word = text.sequence.as_deref().unwrap_or(words);
        return !begins_with(word, TABLE_WORDS);
    }
    let is_named = begins_with(words, FIGURE_WORDS) && (numbers_after(words) || words.starts_with(['▲', '▼', '△']));
    let is_placed = text.alignment == Alignment::Center && !words.ends_with('。') && words.chars().count() <= 60;
    text.role == Role::Body && words.chars().count() <= LONGEST && (is_named || is_placed)
}

/// Whether a paragraph is the caption of a table.
pub fn is_table_caption(text: &Paragraph) -> bool {
    let word = text.sequence.as_deref().unwrap_or(text.text.trim());
    is_caption(text) && begins_with(word, TABLE_WORDS)
}
