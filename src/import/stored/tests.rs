use super::*;

fn headings(article: &Article) -> Vec<(u8, &str)> {
    let heading = |part| if let &Part::Heading { level, ref text } = part { Some((level, text.as_str())) } else { None };
    article.parts.iter().filter_map(heading).collect()
}

fn texts(article: &Article) -> Vec<&str> {
    article.parts.iter().filter_map(|part| if let Part::Paragraph(text) = part { Some(text.as_str()) } else { None }).collect()
}

/// Paragraphs of full lines of 30 characters and a shorter last one, each begun with two spaces.
fn wrapped_book() -> String {
    let mut book = "書名\n第一回　開頭\n".to_owned();
    for chapter in 1..=2 {
        for _ in 0..6 {
            book.push_str("\u{3000}\u{3000}一二三四五六七八九十，二三四五六七八九十一二三四五六七八\n");
            book.push_str("一二三四五六七八九十一二，四五六七八九十一二三四五六七八九十\n一二三四五。\n");
        }
        if chapter == 1 {
            book.push_str("第二回　接著\n");
        }
    }
    book
}

#[test]
fn lines_broken_at_a_width_are_joined_and_chapters_stay_apart() {
    let article = read_stored(&wrapped_book()).unwrap();
    assert_eq!(article.title, "書名");
    assert_eq!(headings(&article), [(2, "第一回　開頭"), (2, "第二回　接著")]);
    let paragraphs = texts(&article);
    assert_eq!(paragraphs.len(), 12);
    assert!(paragraphs[0].ends_with("九十一二三四五。"), "{}", paragraphs[0]);
}

#[test]
fn the_licence_of_project_gutenberg_is_left_out_and_told() {
    let source = "The Project Gutenberg EBook\n\nTitle: 書名\nAuthor: 某人\n\n*** START OF THE PROJECT GUTENBERG EBOOK 書名 ***\n\n第一章\n\n話。\n\n***\n\n話。\n\n\
                  *** END OF THE PROJECT GUTENBERG EBOOK 書名 ***\nlicence\n";
    let article = read_stored(source).unwrap();
    assert_eq!((article.title.as_str(), article.credits[0].names[0].as_str(), article.dropped.len()), ("書名", "某人", 2));
    let scene = Part::SceneBreak;
    let paragraph = Part::Paragraph("話。".to_owned());
    assert_eq!(article.parts[1..], [paragraph.clone(), scene, paragraph]);
}

#[test]
fn a_book_in_one_line_becomes_chapters_and_paragraphs() {
    let sentence = "這是一句話，說得不長。".repeat(30);
    let source = format!("書名書名書名第一卷{sentence}他說：「好。」「是。」{sentence}第二卷{sentence}書名");
    let article = read_stored(&source).unwrap();
    assert_eq!(article.title, "書名");
    assert_eq!(headings(&article), [(2, "第一卷"), (2, "第二卷")]);
    let all: String = article
        .parts
        .iter()
        .map(|part| if let Part::Heading { text, .. } | Part::Paragraph(text) = part { text.as_str() } else { "" })
        .collect();
    assert_eq!(format!("書名書名書名{all}書名"), source);
    assert!(texts(&article).len() > 5 && texts(&article).iter().any(|text| text.starts_with("「是。」")), "{:?}", texts(&article));
}

#[test]
fn lines_without_punctuation_stay_lines() {
    let source = format!("弟子規\n李毓秀 著\n{}", "父母呼 應勿緩 父母命 行勿懶\n".repeat(24));
    let article = read_stored(&source).unwrap();
    assert_eq!((article.title.as_str(), article.credits[0].names[0].as_str()), ("弟子規", "李毓秀"));
    assert!(matches!(&article.parts[..], [Part::Verse(lines)] if lines.len() == 24));
}

#[test]
fn a_pasted_page_is_no_stored_book() {
    assert_eq!(read_stored("題目\n\n第一段話。\n\n小標\n\n第二段話。\n"), None);
}
