//! File names and the slug.

/// A name of ASCII lower case letters, digits and inner hyphens; none when nothing of the name is left.
pub fn ascii_stem(name: &str) -> Option<String> {
    let words: Vec<String> = name
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    // A name of which only scraps are ASCII says more wrong than right.
    let kept: usize = words.iter().map(String::len).sum();
    let is_named = name.chars().filter(|character| character.is_alphanumeric()).count() <= kept * 2;
    (!words.is_empty() && is_named).then(|| words.join("-"))
}

/// The last part of a path, and its extension in lower case.
pub fn file_name(path: &str) -> (&str, String) {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, extension.to_ascii_lowercase()),
        _ => (name, String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_ascii() {
        assert_eq!(ascii_stem("My Article_01").as_deref(), Some("my-article-01"));
        assert_eq!(ascii_stem("小鎮"), None);
        assert_eq!(ascii_stem("圖書館夜e開門"), None);
        assert_eq!(file_name("a/b/文章.TXT"), ("文章", "txt".to_owned()));
    }
}
