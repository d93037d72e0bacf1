//! Word documents through import: what they hold stands in the manuscript, and reads back the same.

use fuzi::book::Block;
use fuzi::book::Book;
use fuzi::book::NodeIds;
use fuzi::book::dump_book;
use fuzi::container::Entry;
use fuzi::container::write;
use fuzi::diag::Report;
use fuzi::diag::Sources;
use fuzi::import::Imported;
use fuzi::import::Request;
use fuzi::import::import;

use crate::aozora::assert_reads_back;
use crate::project::Project;

const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
    xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:v=\"urn:schemas-microsoft-com:vml\" \
    xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
    xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"";

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const STYLES: &str = "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val=\"24\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-TW\"/></w:rPr>\
    </w:rPrDefault></w:docDefaults>\
    <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"a\"/><w:rPr><w:b/></w:rPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"標題 2\"/><w:basedOn w:val=\"a\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"own\"><w:name w:val=\"我的章\"/><w:basedOn w:val=\"1\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"S\"><w:name w:val=\"Subtitle\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Q\"><w:name w:val=\"Quote\"/><w:rPr><w:i/></w:rPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"C\"><w:name w:val=\"caption\"/></w:style>\
    <w:style w:type=\"character\" w:styleId=\"H\"><w:name w:val=\"Hyperlink\"/><w:rPr><w:u w:val=\"single\"/></w:rPr></w:style>\
    <w:style w:type=\"character\" w:styleId=\"FR\"><w:name w:val=\"footnote reference\"/><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>";

/// A document of the parts given.
#[derive(Default)]
struct Docx {
    body: String,
    /// Parts by name, kind of relation and content.
    parts: Vec<(String, &'static str, Vec<u8>)>,
    relations: String,
    core: Option<String>,
}

impl Docx {
    fn new(body: &str) -> Docx {
        Docx { body: body.to_owned(), ..Docx::default() }.part("styles.xml", "styles", format!("<w:styles {SPACES}>{STYLES}</w:styles>"))
    }

    fn part(mut self, name: &str, kind: &'static str, content: impl AsRef<[u8]>) -> Docx {
        self.parts.push((name.to_owned(), kind, content.as_ref().to_vec()));
        self
    }

    fn numbering(self, levels: &str) -> Docx {
        let text = format!(
            "<w:numbering {SPACES}><w:abstractNum w:abstractNumId=\"0\">{levels}</w:abstractNum><w:num w:numId=\"1\">\
             <w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
        );
        self.part("numbering.xml", "numbering", text)
    }

    fn relation(mut self, id: &str, kind: &str, target: &str, external: bool) -> Docx {
        let mode = if external { " TargetMode=\"External\"" } else { "" };
        self.relations.push_str(&format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"{mode}/>"));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        let mut files: Vec<(String, Vec<u8>)> = vec![
            ("[Content_Types].xml".to_owned(), b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_vec()),
            (
                "_rels/.rels".to_owned(),
                format!(
                    "<Relationships xmlns=\"{package}\"><Relationship Id=\"x\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
                )
                .into_bytes(),
            ),
            ("word/document.xml".to_owned(), format!("<?xml version=\"1.0\"?><w:document {SPACES}><w:body>{}</w:body></w:document>", self.body).into_bytes()),
        ];
        let mut relations = self.relations.clone();
        for (at, (name, kind, content)) in self.parts.iter().enumerate() {
            relations.push_str(&format!("<Relationship Id=\"p{at}\" Type=\"{OFFICE}/{kind}\" Target=\"{name}\"/>"));
            files.push((format!("word/{name}"), content.clone()));
        }
        files.push((
            "word/_rels/document.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{package}\">{relations}</Relationships>").into_bytes(),
        ));
        files.extend(self.core.iter().map(|core| ("docProps/core.xml".to_owned(), core.clone().into_bytes())));
        let entries: Vec<Entry> = files.iter().map(|(name, data)| Entry { name, data }).collect();
        write(&entries)
    }
}

/// A document read.
struct Read {
    imported: Imported,
    report: Report,
}

impl Read {
    fn of(docx: &Docx) -> Read {
        let (mut report, mut sources) = (Report::default(), Sources::default());
        let bytes = docx.bytes();
        let request = Request { name: "a.docx", bytes: &bytes, folder: "work", ..Request::default() };
        let imported = import(&request, &mut sources, &mut report).unwrap_or_else(|_| panic!("{:?}", report.findings()));
        let read = Read { imported, report };
        assert_reads_back("a.docx", &read.imported);
        read
    }

    /// The Markdown after the front matter.
    fn body(&self) -> String {
        let text = self.file("a.md");
        let at = text.match_indices("---\n").nth(1).map_or(0, |(at, _)| at + 4);
        text[at..].trim().to_owned()
    }

    fn file(&self, path: &str) -> String {
        let file = self.imported.files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}"));
        String::from_utf8(file.bytes.clone()).unwrap()
    }

    fn messages(&self, code: &str) -> Vec<String> {
        self.report.findings().iter().filter(|finding| finding.code.id() == code).map(|finding| finding.wording().message).collect()
    }

    fn blocks(&self) -> &[Block] {
        &self.imported.divisions[0].blocks
    }
}

fn p(content: &str) -> String {
    format!("<w:p>{content}</w:p>")
}

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", r(text))
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn look(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A field of parts: instruction and result.
fn field(code: &str, result: &str) -> String {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let separate = if result.is_empty() { String::new() } else { format!("{}{result}", mark("separate")) };
    format!("{}<w:r><w:instrText xml:space=\"preserve\"> {code} </w:instrText></w:r>{separate}{}", mark("begin"), mark("end"))
}

fn body_of(paragraphs: &str) -> String {
    Read::of(&Docx::new(paragraphs)).body()
}

/// A picture of eight by eight pixels.
fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let image = image::RgbImage::from_pixel(8, 8, image::Rgb([200, 10, 10]));
    image.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    bytes
}

fn drawing(id: &str, words: &str, width: i64) -> String {
    format!(
        "<w:r><w:drawing><wp:inline><wp:extent cx=\"{width}\" cy=\"2000000\"/><wp:docPr id=\"1\" name=\"p\" descr=\"{words}\"/><a:graphic><a:graphicData>\
         <pic:pic><pic:blipFill><a:blip r:embed=\"{id}\"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
}

#[test]
fn styles_are_headings_by_their_names_in_any_language_and_by_what_they_are_based_on() {
    let outline = "<w:p><w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr><w:r><w:t>三</w:t></w:r></w:p>";
    let body = [styled("T", "題目"), styled("1", "一"), styled("2", "二"), outline.to_owned(), styled("own", "四"), p(&r("話。"))].concat();
    let read = Read::of(&Docx::new(&body));
    assert_eq!(read.body(), "## 一\n\n### 二\n\n#### 三\n\n## 四\n\n話。");
    assert!(read.file("a.md").starts_with("---\ntitle: \"題目\"\n"));
}

#[test]
fn ruby_keeps_its_base_in_both_forms_that_word_has_written() {
    let ruby = |base: &str, reading: &str| {
        format!("<w:r><w:ruby><w:rubyPr/><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>", reading, base)
    };
    let body = [
        p(&[r("これは"), ruby(&r("漢字"), &[r("かん"), r("じ")].concat()), r("です。")].concat()),
        p(&[r("古い"), field("EQ \\* jc2 \\* \"Font:ＭＳ 明朝\" \\* hps10 \\o\\ad(\\s\\up 9(ふりがな),振仮名)", ""), r("も。")].concat()),
        p(&ruby(&look("<w:b/>", "太字"), &r("ふとじ"))),
        p(&ruby(&r("空"), "")),
    ]
    .concat();
    assert_eq!(body_of(&body), "これは{漢字|かんじ}です。\n\n古い{振仮名|ふりがな}も。\n\n[{太字|ふとじ}]{.strong}\n\n空");
}

#[test]
fn marks_cells_and_inline_notes_keep_their_meaning() {
    let body = [
        p(&[look("<w:em w:val=\"dot\"/>", "重點"), look("<w:em w:val=\"comma\"/>", "胡麻"), look("<w:em w:val=\"circle\"/>", "圈")]
            .concat()),
        p(&[r("第"), look("<w:eastAsianLayout w:id=\"1\" w:vert=\"1\"/>", "12"), r("月")].concat()),
        p(&[
            r("本文"),
            look("<w:eastAsianLayout w:id=\"2\" w:combine=\"1\" w:combineBrackets=\"round\"/>", "夾注"),
            look("<w:eastAsianLayout w:id=\"2\" w:combine=\"1\" w:combineBrackets=\"round\"/>", "兩行"),
            r("續。"),
        ]
        .concat()),
        p(&[look("<w:u w:val=\"wave\"/>", "論語"), r("、"), look("<w:u w:val=\"single\"/>", "線"), r("、"), look("<w:strike/>", "刪")]
            .concat()),
        p(&[r("H"), look("<w:vertAlign w:val=\"subscript\"/>", "2"), r("O、m"), look("<w:vertAlign w:val=\"superscript\"/>", "2")]
            .concat()),
        p(&look("<w:fitText w:val=\"1200\"/>", "作者")),
        p(&[r("大字大字大字"), look("<w:sz w:val=\"16\"/>", "小字")].concat()),
        p(&[look("<w:b/>", "粗"), look("<w:b/><w:i/>", "斜")].concat()),
        p(&[r("這是"), look("<w:lang w:eastAsia=\"ja-JP\"/>", "の"), r("與"), look("<w:lang w:val=\"fr-FR\"/>", "mot"), r("。")].concat()),
    ]
    .concat();
    let expected = "[重點]{.dots}[胡麻]{dots=sesame}[圈]{dots=open-circle}\n\n第[12]{.tcy}月\n\n本文[（夾注兩行）]{.warichu}續。\n\n\
                    [論語]{.title}、[線]{.underline}、[刪]{.strike}\n\nH[2]{.sub}O、m[2]{.sup}\n\n[作者]{spread=5}\n\n大字大字大字[小字]{.small}\n\n\
                    [粗*斜*]{.strong}\n\n這是[の]{lang=ja}與[mot]{lang=fr}。";
    assert_eq!(body_of(&body), expected);
}

#[test]
fn what_is_tracked_hidden_or_commented_is_told_and_only_what_was_kept_stays() {
    let comments = format!(
        "<w:comments {SPACES}><w:comment w:id=\"5\" w:author=\"編輯\"><w:p><w:r><w:t>請查證</w:t></w:r></w:p></w:comment></w:comments>"
    );
    let body = [
        p(&[
            r("留"),
            format!("<w:ins w:id=\"1\">{}</w:ins>", r("新")),
            "<w:del w:id=\"2\"><w:r><w:delText>舊</w:delText></w:r></w:del>".to_owned(),
        ]
        .concat()),
        format!("<w:p><w:pPr><w:rPr><w:del w:id=\"3\"/></w:rPr></w:pPr>{}</w:p>{}", r("上段"), p(&r("下段。"))),
        p(&[r("看得見"), look("<w:vanish/>", "藏起來")].concat()),
        p(&[
            "<w:commentRangeStart w:id=\"5\"/>".to_owned(),
            r("這件事"),
            "<w:commentRangeEnd w:id=\"5\"/><w:r><w:commentReference w:id=\"5\"/></w:r>".to_owned(),
        ]
        .concat()),
    ]
    .concat();
    let read = Read::of(&Docx::new(&body).part("comments.xml", "comments", comments));
    assert_eq!(read.body(), "留新\n\n上段下段。\n\n看得見\n\n這件事");
    assert_eq!(read.messages("IM042"), ["text deleted in tracked changes was left out: 舊"]);
    assert_eq!(read.messages("IM043"), ["hidden text was left out: 藏起來"]);
    assert_eq!(read.messages("IM044"), ["comment of 編輯 on “這件事”: 請查證"]);
    let record = read.file("import.json");
    assert!(record.contains("請查證") && record.contains("舊") && record.contains("藏起來"), "{record}");
}

#[test]
fn notes_keep_their_paragraphs_and_looks() {
    let note = |id: u8, content: &str| format!("<w:footnote w:id=\"{id}\">{content}</w:footnote>");
    let mark = "<w:r><w:rPr><w:rStyle w:val=\"FR\"/></w:rPr><w:footnoteRef/></w:r>";
    let notes = format!(
        "<w:footnotes {SPACES}><w:footnote w:type=\"separator\" w:id=\"0\"><w:p/></w:footnote>{}{}</w:footnotes>",
        note(1, &p(&[mark.to_owned(), r(" 一個"), look("<w:b/>", "註"), r("。")].concat())),
        note(2, &[p(&r("第一段。")), p(&r("第二段。"))].concat())
    );
    let ends = format!("<w:endnotes {SPACES}><w:endnote w:id=\"1\"><w:p><w:r><w:t>尾註。</w:t></w:r></w:p></w:endnote></w:endnotes>");
    let reference = |kind: &str, id: u8| format!("<w:r><w:rPr><w:rStyle w:val=\"FR\"/></w:rPr><w:{kind}Reference w:id=\"{id}\"/></w:r>");
    let body =
        p(&[r("話"), reference("footnote", 1), r("、又"), reference("footnote", 2), r("、再"), reference("endnote", 1), r("。")].concat());
    let read = Read::of(&Docx::new(&body).part("footnotes.xml", "footnotes", notes).part("endnotes.xml", "endnotes", ends));
    assert_eq!(read.body(), "話^[一個**註**。]、又[^note-2]、再^[尾註。]{.book}。\n\n[^note-2]: 第一段。\n\n    第二段。");
}

#[test]
fn lists_count_as_the_document_counts() {
    let level = |at: u8, format: &str, text: &str| {
        format!("<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>")
    };
    let item = |at: u8, text: &str| {
        format!("<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{at}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}</w:p>", r(text))
    };
    let body = [item(0, "甲"), item(1, "子"), item(1, "丑"), item(0, "乙"), p(&r("插話。")), item(0, "丙")].concat();
    let lists = |first: &str, text: &str| [level(0, first, text), level(1, "bullet", "●")].concat();
    let read = Read::of(&Docx::new(&body).numbering(&lists("taiwaneseCountingThousand", "%1、")));
    assert_eq!(read.body(), "{marker=一、}\n\n1. 甲\n\n   - 子\n   - 丑\n2. 乙\n\n插話。\n\n{marker=一、}\n\n3. 丙");
    let read = Read::of(&Docx::new(&body).numbering(&lists("ideographTraditional", "%1、")));
    assert!(read.body().contains("::: div {indent=2 first=-2}\n甲、甲\n:::"), "{}", read.body());
    assert!(read.body().contains("丙、丙"), "{}", read.body());
}

#[test]
fn a_list_of_its_own_that_stands_further_in_is_inside_the_other() {
    let definition = |id: u8, format: &str, text: &str, indent: u16| {
        format!(
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/>\
             <w:pPr><w:ind w:left=\"{indent}\" w:hanging=\"360\"/></w:pPr></w:lvl></w:abstractNum>"
        )
    };
    let number = |id: u8| format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{id}\"/></w:num>");
    let lists = [definition(1, "bullet", "●", 360), definition(2, "bullet", "○", 720), definition(3, "decimal", "%1.", 360)].concat();
    let text = format!("<w:numbering {SPACES}>{lists}{}</w:numbering>", [number(1), number(2), number(3)].concat());
    let item = |list: u8, text: &str| format!("<w:p><w:pPr><w:numPr><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>", r(text));
    let body = [item(1, "甲"), item(2, "子"), item(1, "乙"), item(3, "一"), item(3, "二")].concat();
    let read = Read::of(&Docx::new(&body).part("numbering.xml", "numbering", text));
    assert_eq!(read.body(), "- 甲\n\n  - 子\n- 乙\n\n1. 一\n2. 二");
}

#[test]
fn numbers_of_headings_are_not_lost() {
    let level =
        "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"第%1章\"/></w:lvl>";
    let heading = |text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"1\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}</w:p>",
            r(text)
        )
    };
    let read = Read::of(&Docx::new(&[heading("緣起"), p(&r("話。")), heading("轉折"), p(&r("話。"))].concat()).numbering(level));
    assert_eq!(read.body(), "## 第一章　緣起\n\n話。\n\n## 第二章　轉折\n\n話。");
}

#[test]
fn tables_keep_every_cell_and_their_caption() {
    let cell = |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", text);
    let row = |properties: &str, cells: &[String]| format!("<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>", cells.concat());
    let head = row("<w:tblHeader/>", &[cell("<w:gridSpan w:val=\"2\"/>", &p(&r("年月"))), cell("", &p(&r("數")))]);
    let first = row(
        "",
        &[
            cell("<w:vMerge w:val=\"restart\"/>", &p(&r("二〇二〇"))),
            cell("", &[p(&r("三月")), p(&r("四月"))].concat()),
            cell("", &format!("<w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr>{}</w:p>", r("1|2"))),
        ],
    );
    let second = row(
        "",
        &[
            cell("<w:vMerge/>", &p("")),
            cell("", &p(&r("五月"))),
            cell("", &format!("<w:p><w:pPr><w:jc w:val=\"right\"/></w:pPr>{}</w:p>", r("3"))),
        ],
    );
    let caption =
        format!("<w:p><w:pPr><w:pStyle w:val=\"C\"/></w:pPr>{}{}{}</w:p>", r("表 "), field("SEQ 表 \\* ARABIC", &r("1")), r(" 數字"));
    let body = [caption, format!("<w:tbl>{head}{first}{second}</w:tbl>"), p(&r("後文。"))].concat();
    let expected = "::: table {caption=\"表 1 數字\"}\n| 年月 |  | 數 |\n| --- | --- | --: |\n| 二〇二〇 | 三月<br>四月 | 1\\|2 |\n|  | 五月 | 3 |\n:::\n\n後文。";
    assert_eq!(body_of(&body), expected);
    let single = format!("<w:tbl>{}</w:tbl>", row("", &[cell("", &[p(&r("框一。")), p(&r("框二。"))].concat())]));
    assert_eq!(body_of(&[single, p(&r("後文。"))].concat()), "::: box\n框一。\n\n框二。\n:::\n\n後文。");
}

#[test]
fn pictures_come_along_with_alternative_text_width_and_caption() {
    let caption = |text: &str| styled("C", text);
    let body = [
        p(&r("前文。")),
        p(&drawing("i1", "一盞燈", 2_635_250)),
        caption("圖 1：燈"),
        p(&drawing("i2", "", 9_000_000)),
        p(&r("後文。")),
        p(&[r("行中"), drawing("i1", "", 100).replace("2000000", "200000"), r("小圖。")].concat()),
    ]
    .concat();
    let docx = Docx::new(&body).relation("i1", "image", "media/image1.png", false).relation("i2", "image", "media/image2.emf", false);
    let read = Read::of(&docx.part("media/image1.png", "x", png()).part("media/image2.emf", "x", b"\x01\0\0\0 no picture"));
    let expected =
        "前文。\n\n![一盞燈](pictures/image1.png \"圖 1：燈\"){width=50%}\n\n![]()\n\n後文。\n\n行中![](pictures/image1.png)小圖。";
    assert_eq!(read.body(), expected);
    assert!(read.imported.files.iter().any(|file| file.path == "pictures/image1.png" && file.bytes == png()));
    assert!(read.messages("IM046")[0].contains("image2.emf"), "{:?}", read.messages("IM046"));
}

#[test]
fn nothing_outside_the_file_is_named_as_a_picture() {
    let linked = drawing("i1", "字", 100_000).replace("r:embed", "r:link");
    let docx = Docx::new(&[p(&linked), p(&drawing("i2", "字", 100_000)), p(&r("文。"))].concat());
    let docx = docx.relation("i1", "image", "file:///etc/hostname", true).relation("i2", "image", "../../../../etc/hostname", false);
    let read = Read::of(&docx);
    assert_eq!(read.body(), "![字](){width=5%}\n\n![字](){width=5%}\n\n文。");
    assert_eq!(read.messages("IM046").len(), 2);
}

#[test]
fn links_and_cross_references_lead_where_they_led() {
    let bookmark = |name: &str| format!("<w:bookmarkStart w:id=\"1\" w:name=\"{name}\"/>");
    let body = [
        format!("<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr>{}{}<w:bookmarkEnd w:id=\"1\"/></w:p>", bookmark("_Ref1"), r("章")),
        p(&[
            r("見"),
            field("REF _Ref1 \\h", &r("章")),
            r("，第"),
            field("PAGEREF _Ref1 \\h", &r("7")),
            r("頁；"),
            "<w:hyperlink r:id=\"h\"><w:r><w:rPr><w:rStyle w:val=\"H\"/></w:rPr><w:t>網站</w:t></w:r></w:hyperlink>".to_owned(),
            field("HYPERLINK \"https://example.org/b\"", &look("<w:rStyle w:val=\"H\"/>", "又一")),
            format!("<w:hyperlink w:anchor=\"nowhere\">{}</w:hyperlink>", r("無處")),
            format!("<w:hyperlink r:id=\"f\">{}</w:hyperlink>", r("檔")),
        ]
        .concat()),
        styled("1", "另章"),
        p(&r("文。")),
    ]
    .concat();
    let docx =
        Docx::new(&body).relation("h", "hyperlink", "https://example.org/a", true).relation("f", "hyperlink", "file:///c/x.docx", true);
    let read = Read::of(&docx);
    let expected = "## 章 {#_Ref1}\n\n見[章](#_Ref1)，第[](#_Ref1){.page}頁；[網站](https://example.org/a)[又一](https://example.org/b)無處檔\n\n## 另章\n\n文。";
    assert_eq!(read.body(), expected);
    assert_eq!(read.messages("IM050").len(), 2);
}

#[test]
fn contents_are_left_out_and_told_and_results_of_other_fields_stay() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let body = [
        p(&[mark("begin"), "<w:r><w:instrText> TOC \\o \"1-3\" </w:instrText></w:r>".to_owned(), mark("separate"), r("章 1")].concat()),
        p(&r("另章 5")),
        p(&mark("end")),
        styled("1", "章"),
        p(&[field("MERGEFIELD x", &r("結果")), r("、"), format!("<w:fldSimple w:instr=\"DOCPROPERTY y\">{}</w:fldSimple>", r("值"))]
            .concat()),
        styled("1", "另章"),
    ]
    .concat();
    let read = Read::of(&Docx::new(&body));
    assert_eq!(read.body(), "## 章\n\n結果、值\n\n## 另章");
    assert_eq!(read.messages("IM045"), ["a table of contents was left out: editions make their own"]);
    // A field without an end does not swallow the text.
    let open =
        [p(&[mark("begin"), "<w:r><w:instrText>TOC</w:instrText></w:r>".to_owned(), mark("separate"), r("行")].concat()), p(&r("文。"))]
            .concat();
    assert_eq!(body_of(&open), "行\n\n文。");
}

#[test]
fn sections_breaks_and_directions_stand_where_they_stood() {
    let section =
        |direction: &str, kind: &str| format!("<w:sectPr><w:type w:val=\"{kind}\"/><w:textDirection w:val=\"{direction}\"/></w:sectPr>");
    let ends = |text: &str, section: &str| format!("<w:p><w:pPr>{section}</w:pPr>{}</w:p>", r(text));
    let body = [
        ends("直排的文字在這裡，比橫的長得多。", &section("tbRl", "nextPage")),
        ends("橫排。", &section("lrTb", "continuous")),
        p(&[r("上"), "<w:r><w:br w:type=\"page\"/></w:r>".to_owned(), r("下"), "<w:r><w:br/></w:r>".to_owned(), r("行")].concat()),
        section("tbRl", "oddPage"),
    ]
    .concat();
    let read = Read::of(&Docx::new(&body));
    let expected = "直排的文字在這裡，比橫的長得多。\n\n::: div {writing=horizontal}\n橫排。\n:::\n\n::: break {to=recto}\n\n上\n\n::: break {to=page}\n\n下\\\n行";
    assert_eq!(read.body(), expected);
    let book = read.file("book.toml");
    assert!(book.find("[edition.vertical]").unwrap() < book.find("[edition.horizontal]").unwrap() && book.contains("The source is set so"));
    let book = Read::of(&Docx::new(&p(&r("橫排。")))).file("book.toml");
    assert!(book.find("[edition.horizontal]").unwrap() < book.find("[edition.vertical]").unwrap());
}

#[test]
fn text_boxes_equations_and_symbols_are_kept_and_told() {
    let inner = p(&r("框中文字說了一件事，不只一行。"));
    let boxed = format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor><wp:extent cx=\"1\" cy=\"1\"/><a:graphic><a:graphicData><wps:wsp><wps:txbx>\
         <w:txbxContent>{inner}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>\
         <v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    );
    let math = "<m:oMath><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>";
    let symbol = "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/><w:sym w:font=\"Webdings\" w:char=\"F0FC\"/></w:r>";
    let read = Read::of(&Docx::new(&[p(&[r("旁有框。"), boxed].concat()), p(math), p(symbol)].concat()));
    assert_eq!(read.body(), "旁有框。\n\n::: box\n框中文字說了一件事，不只一行。\n:::\n\nx[2]{.sup}\n\n✓〓");
    assert_eq!((read.messages("IM047").len(), read.messages("IM048").len()), (1, 1));
}

#[test]
fn what_the_document_says_of_itself_goes_into_the_book_and_nothing_else() {
    let core = |inner: &str| {
        Some(format!(
            "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\">{inner}</cp:coreProperties>"
        ))
    };
    let mut docx = Docx::new(&[p(&r("第一段的話說得很長，不會有人以為它是題目，因為它有句號。")), p(&r("文。"))].concat());
    docx.core = core("<dc:title>書名</dc:title><dc:creator>作者</dc:creator><dcterms:modified>2020-04-01T00:00:00Z</dcterms:modified>");
    let book = Read::of(&docx).file("book.toml");
    for line in ["title = \"書名\"", "{ name = \"作者\", role = \"author\" }", "modified = 2020-04-01", "language = \"zh-Hant-TW\""] {
        assert!(book.contains(line), "{line} in {book}");
    }
    docx.core = core("<dc:title>Microsoft Word - x.doc</dc:title><dc:creator>Administrator</dc:creator>");
    let book = Read::of(&docx).file("book.toml");
    assert!(book.contains("title = \"a\"") && !book.contains("Administrator") && !book.contains("creators"), "{book}");
}

#[test]
fn indents_are_the_style_s_and_places_on_the_line_stay() {
    let placed = |properties: &str, text: &str| format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", r(text));
    let body = [
        p(&r("　　開頭有空格。")),
        p(&["<w:r><w:tab/></w:r>".to_owned(), r("開頭有定位。")].concat()),
        placed("<w:ind w:leftChars=\"300\" w:hangingChars=\"100\"/>", "縮排的話。"),
        placed("<w:jc w:val=\"right\"/>", "署名"),
        p(&r("＊＊＊")),
        p(&r("又一段。")),
        styled("Q", "引一。"),
        styled("Q", "——孔子"),
    ]
    .concat();
    let expected = "開頭有空格。\n\n開頭有定位。\n\n::: div {indent=3 first=-1}\n縮排的話。\n:::\n\n::: div {align=end}\n署名\n:::\n\n***\n\n又一段。\n\n> 引一。\n>\n> ——孔子";
    assert_eq!(body_of(&body), expected);
}

#[test]
fn what_the_import_of_a_document_writes_builds() {
    let body = [
        styled("T", "題目"),
        styled("S", "副題"),
        p(&r("作者：王小明")),
        styled("1", "章"),
        p(&r("話說了一件事。")),
        p(&drawing("i1", "燈", 2_000_000)),
    ]
    .concat();
    let docx = Docx::new(&body).relation("i1", "image", "media/image1.png", false).part("media/image1.png", "x", png());
    let project = Project::empty().with("a.docx", docx.bytes());
    let outcome = project.fuzi(&["import", "a.docx", "--into", "new"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let text = String::from_utf8(project.read("new/a.md")).unwrap();
    assert!(text.contains("subtitle: \"副題\"") && text.contains("name: \"王小明\"") && !text.contains("作者：王小明"), "{text}");
    let outcome = project.fuzi(&["build", "new"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let again = project.fuzi(&["import", "a.docx", "--into", "new", "--again"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
}

#[test]
fn broken_parts_are_told_and_the_text_is_kept() {
    let docx =
        Docx::new(&p(&r("文。"))).part("footnotes.xml", "footnotes", "<w:footnotes><w:p>").part("numbering.xml", "numbering", [0xFF, 0x00]);
    let read = Read::of(&docx);
    assert_eq!((read.body().as_str(), read.messages("IM041").len()), ("文。", 2));
    let mut report = Report::default();
    for (bytes, reason) in [(&b"PK\x03\x04[Content_Types].xml"[..], "archive"), (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "Word up to 2003")] {
        let request = Request { name: "a.docx", bytes, folder: "work", ..Request::default() };
        assert!(import(&request, &mut Sources::default(), &mut report).is_err());
        let said = report.findings().last().unwrap().wording().message;
        assert!(said.contains(reason), "{said}");
    }
}

#[test]
fn documents_without_styles_give_chapters_and_a_title() {
    let title = format!("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>{}</w:p>", look("<w:b/><w:sz w:val=\"36\"/>", "小鎮"));
    let long = "這一段話說了很多事情，說得很長很長，長到沒有人會以為它是題目，因為它有四十個以上的字，而且還有句號在最後面。";
    let read = Read::of(&Docx::new(&[title, p(&r("第一章　開始")), p(&r(long)), p(&r("第二章　後來")), p(&r(long))].concat()));
    assert!(read.file("book.toml").contains("title = \"小鎮\""));
    assert_eq!(read.blocks().iter().filter(|block| matches!(block.kind, fuzi::book::BlockKind::Heading(_))).count(), 2);
    assert_eq!(read.messages("IM051").len(), 3);
    let book =
        Book { language: read.imported.divisions[0].language.clone(), divisions: read.imported.divisions.clone(), ids: NodeIds::default() };
    assert!(dump_book(&book).contains("heading 2"));
}
