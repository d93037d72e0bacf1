//! What book.toml says of the work.

use super::forms::FormCounts;
use super::forms::contradicted;
use super::found::Found;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::FileId;
use crate::diag::Span;
use crate::manuscript::BOOK_TOML;
use crate::manuscript::Date;
use crate::manuscript::Manuscript;

/// Words that stand where a value is still to come, in lower case.
const PLACEHOLDERS: &[&str] = &[
    "todo",
    "tbd",
    "tba",
    "fixme",
    "xxx",
    "???",
    "untitled",
    "title",
    "my book",
    "book title",
    "author",
    "author name",
    "your name",
    "publisher",
    "description",
    "unknown",
    "none",
    "n/a",
    "test",
    "foo",
    "lorem ipsum",
    "書名",
    "標題",
    "标题",
    "书名",
    "题名",
    "題名",
    "作者名",
    "作者姓名",
    "未命名",
    "未定",
    "待定",
    "待補",
    "待补",
    "某某",
    "某某出版社",
    "出版社",
    "出版社名",
    "著者名",
    "タイトル",
    "タイトル未定",
    "仮題",
    "出版社未定",
];

/// Hosts that no publication has (RFC 2606).
const EXAMPLE_HOSTS: &[&str] = &["example.com", "example.org", "example.net", ".example", ".invalid", "localhost"];

/// Identifiers that programs and tutorials show.
const EXAMPLE_IDENTIFIERS: &[&str] =
    &["9781234567897", "9780000000002", "9781111111113", "00000000-0000-0000-0000-000000000000", "12345678-1234-1234-1234-123456789abc"];

/// Primary subtags that are no language, or not the one that is meant, and what to write.
const LANGUAGES: &[(&str, &str)] = &[
    ("jp", "ja"),
    ("jpn", "ja"),
    ("cn", "zh-Hans-CN"),
    ("chs", "zh-Hans-CN"),
    ("cht", "zh-Hant-TW"),
    ("tw", "zh-Hant-TW"),
    ("hk", "zh-Hant-HK"),
    ("kr", "ko"),
    ("kor", "ko"),
    ("zho", "zh-Hant-TW"),
    ("chi", "zh-Hant-TW"),
    ("eng", "en"),
    ("uk", "en-GB"),
    ("us", "en-US"),
];

/// Values that were never filled in, dates that contradict each other, a language that the text is not in.
pub fn metadata(manuscript: &Manuscript, counts: &FormCounts, out: &mut Vec<Found>) {
    let file = manuscript.book_toml;
    let text = &manuscript.sources.file(file).text;
    let work = &manuscript.metadata;
    let mut placeholder = |key: &str, value: &str| {
        if is_placeholder(value) {
            let finding = Diagnostic::new(Code::PlaceholderMetadata).maybe_at(place(file, text, value)).in_file(BOOK_TOML);
            out.push(Found::new(finding.with("key", key).with("value", value)));
        }
    };
    work.titles.iter().for_each(|title| placeholder("title", &title.text.text));
    work.creators.iter().for_each(|creator| placeholder("creators", &creator.name.text));
    work.contributors.iter().for_each(|creator| placeholder("contributors", &creator.name.text));
    for (key, value) in [("publisher", &work.publisher), ("description", &work.description), ("rights", &work.rights)] {
        value.iter().for_each(|value| placeholder(key, &value.text));
    }
    for (key, value) in [("source-url", &work.source_url), ("rights-url", &work.rights_url), ("issue", &work.issue)] {
        value.iter().for_each(|value| placeholder(key, value));
    }
    let of_editions = manuscript.editions.iter().flat_map(|edition| edition.identifiers.iter().map(|(_, identifier)| identifier));
    work.identifier.iter().chain(of_editions).for_each(|identifier| placeholder("identifier", &identifier.value));

    dates(manuscript, file, text, out);
    language(manuscript, counts, file, text, out);
}

fn dates(manuscript: &Manuscript, file: FileId, text: &str, out: &mut Vec<Found>) {
    let work = &manuscript.metadata;
    let pairs: [(&str, &Option<Date>, &str, &Option<Date>); 3] = [
        ("first-published", &work.first_published, "published", &work.published),
        ("published", &work.published, "modified", &work.modified),
        ("captured", &work.captured, "modified", &work.modified),
    ];
    for (earlier_key, earlier, later_key, later) in pairs {
        let (Some(earlier), Some(later)) = (earlier, later) else { continue };
        // Dates are compared as far as both are known.
        let length = earlier.day().len().min(later.day().len());
        if later.day()[..length] < earlier.day()[..length] {
            let finding = Diagnostic::new(Code::ContradictoryDates).maybe_at(key_place(file, text, later_key)).in_file(BOOK_TOML);
            let finding = finding.with("later_key", later_key).with("later", later.as_str());
            let finding = finding.with("earlier_key", earlier_key).with("earlier", earlier.as_str());
            out.push(Found::new(finding.and_at(key_place(file, text, earlier_key))));
        }
    }
}

fn language(manuscript: &Manuscript, counts: &FormCounts, file: FileId, text: &str, out: &mut Vec<Found>) {
    let language = &manuscript.metadata.language;
    let primary = language.primary().to_ascii_lowercase();
    let wrong = LANGUAGES.iter().find(|(tag, _)| *tag == primary).map(|(_, right)| *right);
    // `zh` alone says neither script nor region, and every reader guesses another one.
    let bare = (language.as_str() == "zh").then_some("zh-Hant-TW` / `zh-Hans-CN");
    let at = key_place(file, text, "language");
    if let Some(right) = wrong.or(bare) {
        let finding = Diagnostic::new(Code::DoubtfulLanguage).maybe_at(at).in_file(BOOK_TOML);
        out.push(Found::new(finding.with("tag", language).with("right", right)));
    } else if let Some(right) = contradicted(language.region(), counts) {
        let finding = Diagnostic::new(Code::ContradictedLanguage).maybe_at(at).in_file(BOOK_TOML);
        out.push(Found::new(finding.with("tag", language).with("right", right)));
    }
}

fn is_placeholder(value: &str) -> bool {
    let lower = value.trim().to_lowercase();
    let digits: String = lower.chars().filter(|character| *character != '-' || lower.contains(['a', 'b', 'c', 'd', 'e', 'f'])).collect();
    let host = lower.split_once("://").map(|(_, rest)| rest.split(['/', ':']).next().unwrap_or_default());
    lower.is_empty()
        || PLACEHOLDERS.contains(&lower.as_str())
        || lower.starts_with("todo:")
        || lower.starts_with("lorem ipsum")
        || host.is_some_and(|host| {
            EXAMPLE_HOSTS.iter().any(|example| host == *example || host.ends_with(&format!(".{}", example.trim_start_matches('.'))))
        })
        || EXAMPLE_IDENTIFIERS.contains(&digits.as_str())
        || EXAMPLE_IDENTIFIERS.contains(&lower.as_str())
}

/// The first place of a value in quotation marks.
fn place(file: FileId, text: &str, value: &str) -> Option<Span> {
    let at = text.find(&format!("\"{value}\""))?;
    Some(Span::new(file, at, at + value.len() + 2))
}

/// The place of a key at the head of a line.
fn key_place(file: FileId, text: &str, key: &str) -> Option<Span> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')) {
            return Some(Span::new(file, at, at + line.trim_end().len()));
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn values_that_were_never_filled_in_are_known() {
        for value in ["TODO", "書名", "", " ", "https://example.org/a", "https://www.example.com", "978-1-234567-89-7", "Untitled"] {
            assert!(is_placeholder(value), "{value:?}");
        }
        for value in ["作者の声", "無題", "試論", "https://www.gutenberg.org/", "978-0-306-40615-7", "佚名"] {
            assert!(!is_placeholder(value), "{value:?}");
        }
    }
}
