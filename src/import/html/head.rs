//! What a page says of itself: title, people, dates, site, in OpenGraph, JSON-LD, `meta`, `time` and the marks of WeChat.

use super::inlines::clean;
use crate::html::Document;
use crate::html::Node;
use crate::import::credits::Credit;
use crate::import::credits::credits;
use crate::import::credits::role_of;
use crate::manuscript::Date;
use crate::unicode::Language;
use serde_json::Value;

/// What a page says. Nothing is made up: what it does not say is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub title: Option<String>,
    pub subtitle: Option<String>,
    pub people: Vec<Credit>,
    pub published: Option<Date>,
    pub captured: Option<Date>,
    pub site: Option<String>,
    pub description: Option<String>,
    pub address: Option<String>,
    pub language: Option<Language>,
    pub subjects: Vec<String>,
    pub rights_address: Option<String>,
}

/// Reads what the page says outside and inside of its text.
pub fn read_head(document: &Document, body: Option<Node<'_>>) -> Head {
    let root = document.root();
    let data = Data::read(root);
    let meta = |names: &[&str]| names.iter().find_map(|name| data.meta(name));
    let by_id =
        |id: &str| root.descendants().find(|node| node.attribute("id") == Some(id)).map(|node| node.line()).filter(|text| !text.is_empty());
    let site = by_id("js_name").or_else(|| meta(&["og:site_name", "application-name"])).or_else(|| data.named(&["publisher", "isPartOf"]));
    let whole = document.find("title").map(Node::line).filter(|title| !title.is_empty());
    let shown = headline(root, body);
    let said = meta(&["og:title", "twitter:title", "citation_title", "dc.title"]).or_else(|| data.text("headline"));
    let title = title(by_id("activity-name"), shown, said, whole, site.as_deref());
    let mut people = people(&data, root);
    if people.is_empty() {
        people.extend(by_id("js_author_name").map(|name| author(&name)));
    }
    let published = meta(&[
        "article:published_time",
        "og:article:published_time",
        "citation_publication_date",
        "dc.date",
        "dc.date.issued",
        "pubdate",
        "publishdate",
        "date",
        "parsely-pub-date",
        "og:published_time",
    ])
    .or_else(|| data.text("datePublished"))
    .or_else(|| by_id("publish_time"))
    .or_else(|| time_of(root))
    .and_then(|text| date(&text))
    .or_else(|| script_time(root));
    let address = meta(&["og:url"])
        .or_else(|| link(root, "canonical"))
        .or_else(|| saved_from(root).0)
        .filter(|address| address.starts_with("http://") || address.starts_with("https://"))
        .map(|address| address.replace(' ', "%20"));
    let language = document.find("html").and_then(|html| html.attribute("lang").or_else(|| html.attribute("xml:lang")));
    let language = language.map(str::to_owned).or_else(|| meta(&["og:locale", "content-language"]));
    let subjects = data.subjects();
    Head {
        title,
        subtitle: data.text("alternativeHeadline"),
        people,
        published,
        captured: saved_from(root).1,
        description: meta(&["og:description", "description", "twitter:description", "dc.description"]).or_else(|| data.text("description")),
        site,
        address,
        language: language.and_then(|tag| Language::new(&tag.trim().replace('_', "-"))),
        subjects,
        rights_address: link(root, "license").or_else(|| data.text("license")).filter(|address| address.starts_with("http")),
    }
}

/// `meta` elements and objects of JSON-LD.
struct Data {
    metas: Vec<(String, String)>,
    objects: Vec<Value>,
}

impl Data {
    fn read(root: Node<'_>) -> Data {
        const LARGEST: usize = 1 << 20;
        let mut data = Data { metas: Vec::new(), objects: Vec::new() };
        for node in root.descendants() {
            if node.name() == "meta" {
                let name = node
                    .attribute("property")
                    .or_else(|| node.attribute("name"))
                    .or_else(|| node.attribute("itemprop"))
                    .or_else(|| node.attribute("http-equiv"));
                if let (Some(name), Some(content)) = (name, node.attribute("content")) {
                    let content = clean(content);
                    if !content.is_empty() {
                        data.metas.push((name.trim().to_ascii_lowercase(), content));
                    }
                }
            }
            if node.name() == "script" && node.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) {
                let text = node.all_text();
                if text.len() < LARGEST
                    && let Ok(value) = serde_json::from_str::<Value>(text.trim())
                {
                    data.add(value, 0);
                }
            }
        }
        data
    }

    /// Keeps what describes a text; the first that does comes first.
    fn add(&mut self, value: Value, depth: usize) {
        match value {
            Value::Array(values) if depth < 4 => values.into_iter().for_each(|value| self.add(value, depth + 1)),
            Value::Object(mut object) => {
                if let Some(graph) = object.remove("@graph").filter(|_| depth < 4) {
                    self.add(graph, depth + 1);
                }
                let kinds = match object.get("@type") {
                    Some(Value::String(kind)) => kind.clone(),
                    Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
                    _ => String::new(),
                };
                if ["Article", "Posting", "Report", "Chapter", "Book", "CreativeWork"].iter().any(|kind| kinds.contains(kind)) {
                    self.objects.push(Value::Object(object));
                }
            }
            _ => {}
        }
    }

    fn meta(&self, name: &str) -> Option<String> {
        self.metas.iter().find(|(known, _)| known == name).map(|(_, content)| content.clone())
    }

    fn text(&self, key: &str) -> Option<String> {
        self.objects.iter().find_map(|object| object.get(key)?.as_str().map(clean)).filter(|text| !text.is_empty())
    }

    fn named(&self, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.objects.iter().find_map(|object| names(object.get(*key)?).into_iter().next()))
    }

    fn subjects(&self) -> Vec<String> {
        const MOST: usize = 30;
        let mut found: Vec<String> = self.metas.iter().filter(|(name, _)| name == "article:tag").map(|(_, tag)| tag.clone()).collect();
        if found.is_empty() {
            let listed = ["news_keywords", "keywords"].iter().find_map(|name| self.meta(name)).unwrap_or_default();
            found.extend(listed.split([',', '，', '、', ';', '；']).map(clean));
        }
        found.retain(|subject| !subject.is_empty());
        let mut unique: Vec<String> = Vec::new();
        for subject in found {
            if !unique.contains(&subject) && unique.len() < MOST {
                unique.push(subject);
            }
        }
        unique
    }
}

/// The names in a value of JSON-LD: a text, an object with a name, or several.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![clean(name)],
        Value::Object(object) => object.get("name").map(names).unwrap_or_default(),
        Value::Array(values) => values.iter().flat_map(names).collect(),
        _ => Vec::new(),
    }
}

/// The heading of the page that is its title: the first of the highest level in the article or before it.
fn headline(root: Node<'_>, body: Option<Node<'_>>) -> Option<String> {
    let all: Vec<Node<'_>> = root.descendants().filter(|node| node.name() == "h1" && !node.line().is_empty()).collect();
    let inside = body.and_then(|body| all.iter().find(|node| node.is_in(body)));
    let before = body.and_then(|body| all.iter().rev().find(|node| node.index() < body.index()));
    inside.or(before).or(all.first()).map(|node| node.line())
}

fn title(own: Option<String>, shown: Option<String>, said: Option<String>, whole: Option<String>, site: Option<&str>) -> Option<String> {
    let said = said.map(|title| without_site(&title, site));
    let whole = whole.map(|title| without_site(&title, site));
    // A heading is the title when the page says the same of itself elsewhere.
    let confirmed = shown.clone().filter(|shown| {
        [&said, &whole].into_iter().flatten().any(|other| {
            let (shown, other) = (bare(shown), bare(other));
            !shown.is_empty() && (other.contains(&shown) || shown.contains(&other) && !other.is_empty())
        })
    });
    own.or(confirmed)
        .or(said)
        .or_else(|| whole.clone().filter(|_| shown.is_none()))
        .or(shown)
        .or(whole)
        .map(|title| clean(&title))
        .filter(|title| !title.is_empty())
}

fn bare(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A title without the name of the site behind it.
fn without_site(title: &str, site: Option<&str>) -> String {
    const MARKS: &[&str] = &[" | ", "｜", " - ", " – ", " — ", "_", " :: ", " » ", "|"];
    for mark in MARKS {
        if let Some((before, after)) = title.rsplit_once(mark) {
            let is_site =
                site.is_some_and(|site| bare(after).contains(&bare(site)) || bare(site).contains(&bare(after)) && !bare(after).is_empty());
            if is_site && !before.trim().is_empty() {
                return without_site(before.trim(), site);
            }
        }
    }
    title.trim().to_owned()
}

fn author(name: &str) -> Credit {
    Credit { word: "author".to_owned(), role: "author", names: vec![clean(name)] }
}

/// Those who made the text, as data of the page or its byline says.
fn people(data: &Data, root: Node<'_>) -> Vec<Credit> {
    const LONGEST: usize = 60;
    let fits = |name: &String| !name.is_empty() && name.chars().count() <= LONGEST && !name.starts_with("http") && !name.contains('@');
    let mut found: Vec<String> = data
        .objects
        .iter()
        .filter_map(|object| object.get("author").or_else(|| object.get("creator")))
        .flat_map(names)
        .filter(fits)
        .collect();
    if found.is_empty() {
        let metas = ["author", "article:author", "citation_author", "dc.creator", "parsely-author", "byl"];
        found.extend(data.metas.iter().filter(|(name, _)| metas.contains(&name.as_str())).map(|(_, content)| content.clone()).filter(fits));
    }
    if found.is_empty() {
        let marked = root.descendants().filter(|node| {
            node.has_word("rel", "author")
                || node.has_word("itemprop", "author")
                || ["byline", "author", "p-author", "article-author", "reporter"].iter().any(|class| node.has_class(class))
        });
        for node in marked.take(20) {
            let line = node.line();
            if let Some(credits) = credits(&line) {
                return credits;
            }
            let named = node.descendants().find(|inner| inner.has_word("itemprop", "name")).map_or(line, |inner| inner.line());
            let named = named.trim_start_matches("By ").trim_start_matches("by ").to_owned();
            if fits(&named) && !named.chars().any(|character| character.is_ascii_digit()) && found.is_empty() {
                found.push(named);
            }
        }
    }
    let mut credits: Vec<Credit> = Vec::new();
    for name in found {
        // A name may bring the word for what its bearer did.
        let (word, rest) = name.split_once(['／', '/', '：', ':']).map_or(("", name.as_str()), |(word, rest)| (word.trim(), rest.trim()));
        let (word, role, name) = match role_of(word) {
            Some(role) => (word.to_owned(), role, rest.to_owned()),
            None => ("author".to_owned(), "author", name.clone()),
        };
        if !credits.iter().any(|credit| credit.names.contains(&name)) {
            credits.push(Credit { word, role, names: vec![name] });
        }
    }
    credits
}

fn link(root: Node<'_>, kind: &str) -> Option<String> {
    root.descendants()
        .find(|node| node.is(&["link", "a"]) && node.has_word("rel", kind))
        .and_then(|node| node.attribute("href"))
        .map(str::to_owned)
}

/// The date of publication among the page's times.
fn time_of(root: Node<'_>) -> Option<String> {
    let marked = root.descendants().find(|node| node.has_word("itemprop", "datePublished"));
    let marked = marked
        .and_then(|node| node.attribute("content").or_else(|| node.attribute("datetime")).map(str::to_owned).or_else(|| Some(node.line())));
    marked.or_else(|| {
        let times: Vec<Node<'_>> = root.descendants().filter(|node| node.name() == "time").collect();
        let published =
            times.iter().find(|node| node.attribute("pubdate").is_some() || node.classes().any(|class| class.contains("publish")));
        let one = published.or(times.first().filter(|_| times.len() == 1));
        one.map(|node| node.attribute("datetime").map(str::to_owned).unwrap_or_else(|| node.line()))
    })
}

/// A day in any of the ways in which pages write it; none when it is no date of the calendar.
pub fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let mut numbers: Vec<String> = vec![String::new()];
    for character in text.chars().take(24) {
        match character {
            digit if digit.is_ascii_digit() => numbers.last_mut().expect("there is one").push(digit),
            '-' | '/' | '.' | '年' | '月' | '日' | 'T' | ' ' | ':' | '　' => numbers.push(String::new()),
            _ if numbers.iter().any(|number| !number.is_empty()) => break,
            _ => return None,
        }
    }
    numbers.retain(|number| !number.is_empty());
    let first = numbers.first()?;
    if first.len() == 8 {
        return Date::new(&format!("{}-{}-{}", &first[..4], &first[4..6], &first[6..8]));
    }
    if first.len() != 4 {
        return None;
    }
    let parts: Vec<String> = numbers.iter().take(3).map(|number| format!("{number:0>2}")).collect();
    let end = parts.iter().position(|part| part.len() > 4 || (part.len() > 2 && *part != parts[0])).unwrap_or(parts.len());
    Date::new(&parts[..end].join("-"))
}

/// The time that WeChat writes into a script, in seconds; its pages are dated in China's time.
fn script_time(root: Node<'_>) -> Option<Date> {
    const CHINA: i64 = 8 * 3600;
    for script in root.descendants().filter(|node| node.name() == "script") {
        let text = script.all_text();
        let Some(rest) = text.split("var ct = \"").nth(1) else { continue };
        let seconds: i64 = rest.split('"').next()?.parse().ok().filter(|seconds| (1..=4_000_000_000).contains(seconds))?;
        return Date::new(&day_of((seconds + CHINA).div_euclid(86_400)));
    }
    None
}

/// The day of the calendar that lies so many days after 1970-01-01.
fn day_of(days: i64) -> String {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Address and day that programs write into a page when they save it.
fn saved_from(root: Node<'_>) -> (Option<String>, Option<Date>) {
    const MONTHS: &[&str] = &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    for comment in root.descendants().filter_map(Node::comment) {
        if let Some((_, rest)) = comment.split_once("saved from url=") {
            let address = rest.split_once(')').map_or(rest, |(_, address)| address);
            return (address.split_whitespace().next().map(str::to_owned), None);
        }
        if comment.contains("SingleFile") {
            let line = |name: &str| comment.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
            let day = line("saved date:").and_then(|text| {
                let words: Vec<&str> = text.split_whitespace().collect();
                let month = MONTHS.iter().position(|month| words.get(1) == Some(month))? + 1;
                Date::new(&format!("{}-{month:02}-{:0>2}", words.get(3)?, words.get(2)?))
            });
            return (line("url:").map(str::to_owned), day);
        }
    }
    (None, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::parse_html;

    #[test]
    fn dates_are_read_in_the_ways_of_pages() {
        for (text, day) in [
            ("2020-03-27T10:15:00+08:00", "2020-03-27"),
            ("2020年3月27日 10:15", "2020-03-27"),
            ("2020/3/7", "2020-03-07"),
            ("20200327", "2020-03-27"),
            ("2020-04", "2020-04"),
        ] {
            assert_eq!(date(text).as_ref().map(Date::as_str), Some(day), "{text}");
        }
        for text in ["昨天", "2020-13-01", "27/03/2020", ""] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(day_of(18_348), "2020-03-27");
    }

    #[test]
    fn a_page_says_its_title_without_its_site() {
        let html = "<title>小鎮的燈｜某報</title><meta property=og:site_name content=某報><meta property=og:title content='小鎮的燈 - 某報'>\
                    <script type=application/ld+json>{\"@graph\":[{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"記者／甲乙\"}],\"datePublished\":\"2020-03-27T00:00:00Z\"}]}</script>\
                    <body><h1>某報</h1><article><h1>小鎮的燈</h1><p>文";
        let document = parse_html(html);
        let head = read_head(&document, document.find("article"));
        assert_eq!(head.title.as_deref(), Some("小鎮的燈"));
        assert_eq!(head.people, [Credit { word: "記者".to_owned(), role: "reporter", names: vec!["甲乙".to_owned()] }]);
        assert_eq!(head.published.as_ref().map(Date::as_str), Some("2020-03-27"));
        assert_eq!((head.site.as_deref(), head.description), (Some("某報"), None));
    }

    #[test]
    fn wechat_dates_its_pages_in_a_script() {
        let document = parse_html("<h1 id=activity-name> 題 目 </h1><script>var ct = \"1585296000\";</script>");
        let head = read_head(&document, None);
        assert_eq!((head.title.as_deref(), head.published.as_ref().map(Date::as_str)), (Some("題 目"), Some("2020-03-27")));
    }
}
