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

/// Words before the colon or slash, and the role that they mean.
const ROLES: &[(&str, &str)] = &[
    ("記者", "reporter"),
    ("记者", "reporter"),
    ("採訪", "reporter"),
    ("采访", "reporter"),
    ("取材", "reporter"),
    ("作者", "author"),
    ("撰文", "author"),
    ("撰稿", "author"),
    ("執筆", "author"),
    ("著者", "author"),
    ("文", "author"),
    ("譯者", "translator"),
    ("译者", "translator"),
    ("翻譯", "translator"),
    ("翻译", "translator"),
    ("編譯", "translator"),
    ("编译", "translator"),
    ("訳者", "translator"),
    ("編輯", "editor"),
    ("编辑", "editor"),
    ("責任編輯", "editor"),
    ("责任编辑", "editor"),
    ("責編", "editor"),
    ("责编", "editor"),
    ("主編", "editor"),
    ("主编", "editor"),
    ("校對", "proofreader"),
    ("校对", "proofreader"),
    ("攝影", "photographer"),
    ("摄影", "photographer"),
    ("撮影", "photographer"),
    ("繪圖", "illustrator"),
    ("绘图", "illustrator"),
];

/// The longest name in characters, and that of a name in Latin letters; a longer piece is a sentence.
const LONGEST_NAME: usize = 12;
const LONGEST_LATIN_NAME: usize = 40;

/// The role that a word means.
pub fn role_of(word: &str) -> Option<&'static str> {
    ROLES.iter().find(|(known, role)| *known == word || *role == word).map(|(_, role)| *role)
}

/// The people of a line such as `記者:甲乙 丙丁`, `文／甲`, `（記者 甲乙）` or `編輯：甲 校對：乙`; none when the line is a sentence.
pub fn credits(line: &str) -> Option<Vec<Credit>> {
    const LONGEST_LINE: usize = 80;
    if line.chars().count() > LONGEST_LINE {
        return None;
    }
    let pairs = [('（', '）'), ('(', ')'), ('〔', '〕'), ('【', '】'), ('[', ']')];
    let bracketed = pairs.into_iter().find_map(|(open, close)| line.strip_prefix(open)?.strip_suffix(close)).map(str::trim);
    let words = bracketed.unwrap_or(line);
    if let Some(credit) = report_line(words).or_else(|| english_line(words)) {
        return Some(vec![credit]);
    }
    let credits = chunks(words).into_iter().map(|chunk| credit(chunk, bracketed.is_some())).collect::<Option<Vec<Credit>>>()?;
    (!credits.is_empty()).then_some(credits)
}

/// The line cut before each word that names a role and stands after a space.
fn chunks(line: &str) -> Vec<&str> {
    let mut chunks = Vec::new();
    let mut start = 0;
    for (at, space) in line.char_indices().filter(|(_, character)| character.is_whitespace()) {
        let next = &line[at + space.len_utf8()..];
        let names_role = ROLES.iter().any(|(word, _)| next.strip_prefix(word).is_some_and(|rest| rest.starts_with(SEPARATORS)));
        if names_role {
            chunks.push(line[start..at].trim());
            start = at + space.len_utf8();
        }
    }
    chunks.push(line[start..].trim());
    chunks
}

/// What stands between the word and the names.
const SEPARATORS: [char; 8] = [':', '：', '／', '/', '｜', '|', '︱', '・'];

/// How a picture's source begins that is no person.
const TAKEN: [char; 4] = ['翻', '取', '擷', '截'];

fn credit(chunk: &str, bracketed: bool) -> Option<Credit> {
    let split = chunk.split_once(SEPARATORS).or_else(|| chunk.split_once([' ', '\u{3000}']).filter(|_| bracketed));
    let (word, names) = split?;
    let separator = chunk[word.len()..].chars().next();
    let (word, names) = (word.trim(), names.trim());
    // 圖／甲乙 names who made it, 圖：… says what it shows.
    let is_maker = matches!(word, "圖" | "图") && matches!(separator, Some('／' | '/' | '｜' | '|')) && !names.starts_with(TAKEN);
    let role = if is_maker { "photographer" } else { ROLES.iter().find(|(known, _)| *known == word)?.1 };
    // 文／記者甲乙: the name's own word says more.
    let own = ["記者", "记者", "特派員", "特约记者"].into_iter().find_map(|own| names.strip_prefix(own).filter(|name| !name.is_empty()));
    let (role, names) = own.map_or((role, names), |names| ("reporter", names));
    let names = names_in(names)?;
    Some(Credit { word: word.to_owned(), role, names })
}

/// 記者甲乙／某地報導
fn report_line(line: &str) -> Option<Credit> {
    let word = ["記者", "记者"].into_iter().find(|word| line.starts_with(word))?;
    let (names, rest) = line[word.len()..].split_once(['／', '/', '｜'])?;
    let is_report = ["報導", "報道", "报道", "電", "电"].iter().any(|end| rest.ends_with(end));
    let names = names_in(names.trim()).filter(|_| is_report && rest.chars().count() <= LONGEST_NAME)?;
    Some(Credit { word: word.to_owned(), role: "reporter", names })
}

/// By Jane Doe and John Roe
fn english_line(line: &str) -> Option<Credit> {
    let names = line.strip_prefix("By ").or_else(|| line.strip_prefix("by "))?;
    let is_name = |name: &str| {
        let words = name.split_whitespace().count();
        (1..=4).contains(&words) && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase)) && !name.ends_with('.')
    };
    let names: Vec<String> = names.split(", ").flat_map(|part| part.split(" and ")).map(|name| name.trim().to_owned()).collect();
    names.iter().all(|name| is_name(name)).then(|| Credit { word: "author".to_owned(), role: "author", names })
}

fn names_in(text: &str) -> Option<Vec<String>> {
    let is_latin = text.chars().filter(|character| character.is_ascii_alphabetic()).count() * 2 > text.chars().count();
    let is_separator = |character: char| match character {
        '、' | ',' | '，' | '/' | '／' | '\t' => true,
        ' ' | '\u{3000}' => !is_latin,
        _ => false,
    };
    let names: Vec<String> = text.split(is_separator).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let longest = if is_latin { LONGEST_LATIN_NAME } else { LONGEST_NAME };
    let is_name = |name: &String| {
        name.chars().count() <= longest
            && !name.contains(['。', '！', '？', '：', ':', '（', '(', '「', '“', '《'])
            && name.chars().any(char::is_alphabetic)
    };
    (!names.is_empty() && names.iter().all(is_name)).then_some(names)
}

/// What stands on the page for the site's sake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteLine {
    /// Links that share the page.
    Share,
    /// The head of a list of other articles.
    Related,
}

const SHARE: &[&str] = &["分享到", "分享至", "分享给", "分享給", "シェアする", "Share this"];
const RELATED: &[&str] = &[
    "相關文章",
    "相关文章",
    "相關閱讀",
    "相关阅读",
    "相關新聞",
    "相关新闻",
    "相關報導",
    "相关报道",
    "延伸閱讀",
    "延伸阅读",
    "推薦閱讀",
    "推荐阅读",
    "更多新聞",
    "更多新闻",
    "関連記事",
    "関連ニュース",
    "あわせて読みたい",
    "Related articles",
    "Related stories",
    "Read more",
];
/// Whole lines that are buttons.
const BUTTONS: &[&str] = &[
    "分享",
    "轉發",
    "转发",
    "收藏",
    "點讚",
    "点赞",
    "列印",
    "打印",
    "留言",
    "評論",
    "评论",
    "微信",
    "微博",
    "QQ空间",
    "QQ",
    "複製連結",
    "复制链接",
    "纠错",
    "糾錯",
    "Facebook",
    "Twitter",
    "LINE",
    "Line",
    "X",
    "Plurk",
    "Email",
    "Print",
    "Share",
    "Tweet",
    "シェア",
    "ツイート",
    "はてなブックマーク",
    "印刷",
];
/// How lines begin that lead to the site's own program.
const PROMPTS: &[&str] = &["打开APP", "打開APP", "点击下载", "點擊下載", "扫码下载", "下载APP", "下載APP"];

/// Whether a line is the site's and not the text's: it begins with the words, and is short or ends there.
pub fn site_line(line: &str) -> Option<SiteLine> {
    const LONGEST: usize = 40;
    let is_one_of = |words: &[&str]| {
        words.iter().any(|word| line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '：', ' '])))
    };
    let bare = line.trim_matches(['【', '】', '[', ']', '｜', '|']).trim();
    let mut words = bare.split_whitespace();
    let is_size = |word: &str| matches!(word, "A" | "字級" | "字级" | "字號" | "字号" | "大" | "中" | "小");
    let is_button_row = words.clone().any(|word| !is_size(word)) && words.all(|word| BUTTONS.contains(&word) || is_size(word));
    if line.chars().count() > LONGEST || line.contains(['。', '！', '？']) {
        None
    } else if is_one_of(SHARE) || is_button_row || PROMPTS.iter().any(|prompt| line.starts_with(prompt)) {
        Some(SiteLine::Share)
    } else {
        is_one_of(RELATED).then_some(SiteLine::Related)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Role and names of each credit of a line.
    fn people(line: &str) -> Vec<(&'static str, String)> {
        credits(line).unwrap_or_default().into_iter().map(|credit| (credit.role, credit.names.join(" "))).collect()
    }

    #[test]
    fn names_become_credits_and_sentences_do_not() {
        let found = |line: &str, expected: &[(&'static str, &str)]| {
            let expected: Vec<(&str, String)> = expected.iter().map(|(role, names)| (*role, (*names).to_owned())).collect();
            assert_eq!(people(line), expected, "{line}");
        };
        found("記者:甲乙 丙丁　戊己庚、辛壬", &[("reporter", "甲乙 丙丁 戊己庚 辛壬")]);
        found("文／記者甲乙", &[("reporter", "甲乙")]);
        found("圖／甲乙", &[("photographer", "甲乙")]);
        found("撰文｜甲乙", &[("author", "甲乙")]);
        found("（记者 甲乙 丙丁）", &[("reporter", "甲乙 丙丁")]);
        found("編輯：甲乙 校對：丙丁", &[("editor", "甲乙"), ("proofreader", "丙丁")]);
        found("記者甲乙／台北報導", &[("reporter", "甲乙")]);
        found("作者：Jane Doe", &[("author", "Jane Doe")]);
        found("By Jane Doe and John Roe", &[("author", "Jane Doe John Roe")]);
        for sentence in [
            "記者：昨日在現場看到的情況讓許多人感到意外",
            "時間：三月",
            "記者：",
            "By the river we sat",
            "文：一句話。",
            "圖：甲乙",
            "圖／翻攝自網路",
            "撮影：夜（甲）",
        ] {
            found(sentence, &[]);
        }
    }

    #[test]
    fn buttons_of_the_site_are_told_from_short_lines() {
        for line in ["分享", "Facebook", "收藏 列印 字級 A A A", "【纠错】", "打开APP阅读全文", "相关新闻"] {
            assert!(site_line(line).is_some(), "{line}");
        }
        for line in ["微信的故事", "A", "小", "分享的喜悅", "【特寫】"] {
            assert!(site_line(line).is_none(), "{line}");
        }
    }

    #[test]
    fn links_of_the_site_are_told_from_sentences() {
        assert_eq!(site_line("分享到:"), Some(SiteLine::Share));
        assert_eq!(site_line("相關文章："), Some(SiteLine::Related));
        assert_eq!(site_line("分享到的經驗很多"), None);
        assert_eq!(site_line("分享到：朋友都說好。"), None);
    }
}
