//! What a paragraph is, by the name of its style.

/// What a paragraph is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    #[default]
    Body,
    /// 1 to 9.
    Heading(u8),
    Title,
    Subtitle,
    Author,
    Date,
    Lead,
    Caption,
    Quotation,
    Verse,
    Code,
    /// A line of a table of contents.
    Contents,
    /// Goes on with the list item before it.
    ListContinued,
}

/// Words before the level of a heading.
const HEADINGS: &[&str] = &[
    "heading",
    "標題",
    "标题",
    "見出し",
    "제목",
    "überschrift",
    "titre",
    "título",
    "titolo",
    "kop",
    "rubrik",
    "заголовок",
    "章标题",
    "標題樣式",
];

/// Names of styles in lower case and without spaces, built in and of other programs, in the languages of the region.
const NAMES: &[(&str, Role)] = &[
    ("title", Role::Title),
    ("booktitle", Role::Title),
    ("標題", Role::Title),
    ("标题", Role::Title),
    ("書名", Role::Title),
    ("书名", Role::Title),
    ("表題", Role::Title),
    ("題名", Role::Title),
    ("제목", Role::Title),
    ("subtitle", Role::Subtitle),
    ("副標題", Role::Subtitle),
    ("副标题", Role::Subtitle),
    ("副題", Role::Subtitle),
    ("副題名", Role::Subtitle),
    ("부제", Role::Subtitle),
    ("부제목", Role::Subtitle),
    ("author", Role::Author),
    ("byline", Role::Author),
    ("作者", Role::Author),
    ("著者", Role::Author),
    ("저자", Role::Author),
    ("date", Role::Date),
    ("日期", Role::Date),
    ("日付", Role::Date),
    ("날짜", Role::Date),
    ("abstract", Role::Lead),
    ("lead", Role::Lead),
    ("摘要", Role::Lead),
    ("導言", Role::Lead),
    ("导言", Role::Lead),
    ("前文", Role::Lead),
    ("リード", Role::Lead),
    ("caption", Role::Caption),
    ("imagecaption", Role::Caption),
    ("tablecaption", Role::Caption),
    ("figurecaption", Role::Caption),
    ("captionedfigure", Role::Body),
    ("標號", Role::Caption),
    ("题注", Role::Caption),
    ("題注", Role::Caption),
    ("圖說", Role::Caption),
    ("图说", Role::Caption),
    ("圖片說明", Role::Caption),
    ("图片说明", Role::Caption),
    ("図表番号", Role::Caption),
    ("キャプション", Role::Caption),
    ("캡션", Role::Caption),
    ("quote", Role::Quotation),
    ("intensequote", Role::Quotation),
    ("blocktext", Role::Quotation),
    ("blockquote", Role::Quotation),
    ("blockquotation", Role::Quotation),
    ("quotations", Role::Quotation),
    ("引文", Role::Quotation),
    ("鮮明引文", Role::Quotation),
    ("引用", Role::Quotation),
    ("明显引用", Role::Quotation),
    ("引用文", Role::Quotation),
    ("引用文2", Role::Quotation),
    ("인용", Role::Quotation),
    ("강한인용", Role::Quotation),
    ("verse", Role::Verse),
    ("poem", Role::Verse),
    ("詩", Role::Verse),
    ("诗", Role::Verse),
    ("詩歌", Role::Verse),
    ("诗歌", Role::Verse),
    ("sourcecode", Role::Code),
    ("code", Role::Code),
    ("htmlpreformatted", Role::Code),
    ("preformattedtext", Role::Code),
    ("程式碼", Role::Code),
    ("代码", Role::Code),
    ("tocheading", Role::Contents),
    ("contentsheading", Role::Contents),
    ("目錄標題", Role::Contents),
    ("目录标题", Role::Contents),
    ("目次の見出し", Role::Contents),
    ("tableoffigures", Role::Contents),
    ("indexheading", Role::Contents),
    ("大見出し", Role::Heading(1)),
    ("中見出し", Role::Heading(2)),
    ("小見出し", Role::Heading(3)),
    ("listcontinue", Role::ListContinued),
    ("listcontinue2", Role::ListContinued),
    ("listcontinue3", Role::ListContinued),
];

/// The role that a style's name means; none when it means nothing here.
pub fn role_of(name: &str) -> Option<Role> {
    let bare: String = name.chars().filter(|character| !character.is_whitespace() && !matches!(character, '_' | '-')).collect();
    let bare = bare.to_lowercase();
    if let Some((_, role)) = NAMES.iter().find(|(known, _)| *known == bare) {
        return Some(*role);
    }
    let level = |words: &[&str]| {
        let rest = words.iter().find_map(|word| bare.strip_prefix(word))?;
        let digit = rest.chars().next().filter(|_| rest.chars().count() == 1)?;
        let folded = if ('１'..='９').contains(&digit) { char::from_u32(u32::from(digit) - 0xFEE0)? } else { digit };
        folded.to_digit(10).filter(|level| (1..=9).contains(level)).map(|level| level as u8)
    };
    if let Some(level) = level(HEADINGS) {
        return Some(Role::Heading(level));
    }
    level(&["toc", "contents", "目錄", "目录", "目次", "목차", "index"]).map(|_| Role::Contents)
}

#[cfg(test)]
mod tests {
    use super::{Role, role_of};

    #[test]
    fn names_of_styles_are_known_in_the_languages_of_the_region() {
        for name in ["heading 2", "Heading2", "標題 2", "标题 2", "見出し 2", "見出し２", "제목 2"] {
            assert_eq!(role_of(name), Some(Role::Heading(2)), "{name}");
        }
        for (name, role) in
            [("標題", Role::Title), ("Intense Quote", Role::Quotation), ("toc 1", Role::Contents), ("図表番号", Role::Caption)]
        {
            assert_eq!(role_of(name), Some(role), "{name}");
        }
        for name in ["Normal", "Body Text", "heading", "Heading 10", "內文"] {
            assert_eq!(role_of(name), None, "{name}");
        }
    }
}
