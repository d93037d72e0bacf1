//! Title and people from the lines at the head, and what the colophon says about the work.

use super::plain::plain;
use crate::import::credits::Credit;
use crate::manuscript::Date;

/// What the head says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// As written.
    pub title: String,
    pub subtitle: Option<String>,
    /// In the language that the work is translated from.
    pub original: Option<String>,
    pub people: Vec<Credit>,
}

/// What ends a line that names someone else than the author, and the role.
const ROLES: &[(&str, &str)] = &[
    ("編訳", "translator"),
    ("翻訳", "translator"),
    ("共訳", "translator"),
    ("抄訳", "translator"),
    ("訳", "translator"),
    ("譯", "translator"),
    ("編集", "editor"),
    ("校訂", "editor"),
    ("校註", "editor"),
    ("校注", "editor"),
    ("編", "editor"),
];

/// Reads the lines at the head in the order of Aozora's rules: title, original title, subtitle, author, others.
pub fn head(lines: &[&str]) -> Head {
    let Some((title, rest)) = lines.split_first() else { return Head::default() };
    let mut head = Head { title: (*title).trim().to_owned(), ..Head::default() };
    let mut rest: Vec<&str> = rest.iter().map(|line| line.trim()).collect();
    while rest.len() > 1
        && let Some(person) = rest.last().and_then(|line| other_person(line))
    {
        head.people.insert(0, person);
        rest.pop();
    }
    if let Some(author) = rest.pop() {
        let author = match other_person(author) {
            Some(person) => person,
            None => Credit { word: "author".to_owned(), role: "author", names: vec![name(author)] },
        };
        head.people.insert(0, author);
    }
    for line in rest {
        let is_original = line.chars().all(|character| character < '\u{2E80}') && head.original.is_none();
        if is_original {
            head.original = Some(line.to_owned());
        } else if head.subtitle.is_none() {
            head.subtitle = Some(line.to_owned());
        } else if let Some(subtitle) = &mut head.subtitle {
            subtitle.push('　');
            subtitle.push_str(line);
        }
    }
    head
}

fn other_person(line: &str) -> Option<Credit> {
    let text = plain(line);
    let (word, role, who) = ROLES.iter().find_map(|(word, role)| Some((*word, *role, text.strip_suffix(word)?)))?;
    let who = who.trim();
    (!who.is_empty()).then(|| Credit { word: word.to_owned(), role, names: vec![who.to_owned()] })
}

/// A name without its foreign form after a space: `ドストエウスキー　Fyodor Mikhailovich Dostoevskii`.
fn name(line: &str) -> String {
    let text = plain(line);
    match text.split_once('　') {
        Some((name, foreign)) if foreign.chars().all(|character| character < '\u{2E80}') => name.to_owned(),
        _ => text,
    }
}

/// When the work first appeared: the year, and the month and day if given, of the line 初出：.
pub fn first_published(trailer: &str) -> Option<Date> {
    let start = trailer.find("初出：")?;
    let entry: String =
        trailer[start..].lines().enumerate().take_while(|(at, line)| *at == 0 || line.starts_with('　')).map(|(_, line)| line).collect();
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    // The first number of four digits that a Japanese year or 年 follows.
    let (at, _) = entry.char_indices().find(|(at, _)| {
        let rest = &entry[*at..];
        let before = entry[..*at].chars().next_back().is_some_and(|character| character.is_ascii_digit());
        !before && digits(rest) == 4 && rest[4..].starts_with(['（', '年'])
    })?;
    let year = &entry[at..at + 4];
    let mut rest = &entry[at + 4..];
    if rest.starts_with('（') {
        rest = &rest[rest.find('）')? + '）'.len_utf8()..];
    }
    let mut date = year.to_owned();
    if let Some(after) = rest.strip_prefix('年') {
        let length = digits(after);
        if let (1..=2, Some(after_month)) = (length, after[length..].strip_prefix('月')) {
            date.push_str(&format!("-{:0>2}", &after[..length]));
            let length = digits(after_month);
            if (1..=2).contains(&length) && after_month[length..].starts_with('日') {
                date.push_str(&format!("-{:0>2}", &after_month[..length]));
            }
        }
    }
    Date::new(&date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_head_are_told_apart() {
        let read = head(&["即興詩人", "IMPROVISATOREN", "ハンス・クリスチャン・アンデルセン　Hans Christian Andersen", "森鴎外訳"]);
        assert_eq!((read.title.as_str(), read.original.as_deref(), read.subtitle), ("即興詩人", Some("IMPROVISATOREN"), None));
        let people: Vec<(&str, &str)> = read.people.iter().map(|person| (person.names[0].as_str(), person.role)).collect();
        assert_eq!(people, [("ハンス・クリスチャン・アンデルセン", "author"), ("森鴎外", "translator")]);
        let read = head(&["人外魔境", "遊魂境", "小栗虫太郎"]);
        assert_eq!((read.subtitle.as_deref(), read.people[0].names[0].as_str()), (Some("遊魂境"), "小栗虫太郎"));
        assert_eq!(head(&["題"]).people, []);
    }

    #[test]
    fn the_colophon_tells_when_the_work_first_appeared() {
        let date = |text: &str| first_published(text).map(|date| date.as_str().to_owned());
        assert_eq!(date("底本：「甲」1995（平成7）年1月\n初出：「新青年」1940（昭和15）年6月号\n").as_deref(), Some("1940-06"));
        assert_eq!(date("初出：「乙」\n　　　1911（明治44）年9月1日\n入力：丙\n").as_deref(), Some("1911-09-01"));
        assert_eq!(date("底本：「甲」1995（平成7）年\n"), None);
    }
}
