//! Lines of a pasted page that are not its text: who made it, and links of the site.

/// A line that names people and what they did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// As the text has it, such as 記者.
    pub word: String,
    /// As book.toml has it, such as `reporter`.
    pub role: &'static str,
    pub names: Vec<String>,
}

/// Words before the colon, and the role that they mean.
const ROLES: &[(&str, &str)] = &[
    ("記者", "reporter"),
    ("记者", "reporter"),
    ("作者", "author"),
    ("撰文", "author"),
    ("文", "author"),
    ("譯者", "translator"),
    ("译者", "translator"),
    ("編輯", "editor"),
    ("编辑", "editor"),
    ("責任編輯", "editor"),
    ("责任编辑", "editor"),
    ("攝影", "photographer"),
    ("摄影", "photographer"),
    ("繪圖", "illustrator"),
    ("绘图", "illustrator"),
];

/// The longest name in characters; a longer piece is a sentence.
const LONGEST_NAME: usize = 12;

/// The people of a line such as `記者:甲乙 丙丁`; none when the line is a sentence.
pub fn credit(line: &str) -> Option<Credit> {
    let (word, names) = line.split_once([':', '：'])?;
    let word = word.trim();
    let (_, role) = ROLES.iter().find(|(known, _)| *known == word)?;
    let separators = [' ', '\u{3000}', '、', ',', '，', '/', '／', '\t'];
    let names: Vec<String> = names.split(separators).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let are_names =
        !names.is_empty() && names.iter().all(|name| name.chars().count() <= LONGEST_NAME && !name.contains(['。', '！', '？']));
    are_names.then(|| Credit { word: word.to_owned(), role, names })
}

/// What stands on the page for the site's sake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteLine {
    /// Links that share the page.
    Share,
    /// The head of a list of other articles.
    Related,
}

const SHARE: &[&str] = &["分享到", "分享至", "分享给", "シェアする", "Share this"];
const RELATED: &[&str] = &["相關文章", "相关文章", "相關閱讀", "相关阅读", "延伸閱讀", "延伸阅读", "関連記事", "Related articles"];

/// Whether a line is the site's and not the text's: it begins with the words, and is short or ends there.
pub fn site_line(line: &str) -> Option<SiteLine> {
    const LONGEST: usize = 40;
    let is_one_of = |words: &[&str]| {
        words.iter().any(|word| line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '：', ' '])))
    };
    if line.chars().count() > LONGEST || line.contains(['。', '！', '？']) {
        None
    } else if is_one_of(SHARE) {
        Some(SiteLine::Share)
    } else {
        is_one_of(RELATED).then_some(SiteLine::Related)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_credits_and_sentences_do_not() {
        let found = credit("記者:甲乙 丙丁　戊己庚、辛壬").unwrap();
        assert_eq!((found.role, found.names.len(), found.names[3].as_str()), ("reporter", 4, "辛壬"));
        assert_eq!(credit("記者：昨日在現場看到的情況讓許多人感到意外"), None);
        assert_eq!(credit("時間：三月"), None);
        assert_eq!(credit("記者："), None);
    }

    #[test]
    fn links_of_the_site_are_told_from_sentences() {
        assert_eq!(site_line("分享到:"), Some(SiteLine::Share));
        assert_eq!(site_line("相關文章："), Some(SiteLine::Related));
        assert_eq!(site_line("分享到的經驗很多"), None);
        assert_eq!(site_line("分享到：朋友都說好。"), None);
    }
}
