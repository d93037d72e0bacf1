//! One text: the canonical text of an edition is what its PDF and its EPUB say, in the same order.

use std::path::PathBuf;
use std::process::Command;

use fuzi::book::BlockKind;
use fuzi::book::CanonicalText;
use fuzi::book::DivisionRole;
use fuzi::pipeline::Composed;
use fuzi::xhtml::body_text;
use fuzi::xhtml::reading_text;

use crate::epub;
use crate::project::run;
use crate::publications::Publication;
use crate::publications::composed;
use crate::publications::is_body;
use crate::publications::publications;
use crate::tagged_pdf::Line;
use crate::tagged_pdf::Piece;
use crate::tagged_pdf::Stream;
use crate::tagged_pdf::TaggedPdf;
use crate::tools::present;
use crate::tools::program;

/// Text without spaces: where a line ends, and between cells of digits, a reader adds some and an author wrote none.
fn solid(text: &str) -> String {
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

/// What an edition adds to a line of the body: the date after the names of a byline, the dash before a quotation's source.
const DATES: [&str; 2] = ["二〇二六年十一月二十三日", "2026年11月23日"];
const DASH: &str = "——";

/// The streams that hold the lines of a division.
const BODY: [Stream; 4] = [Stream::Text, Stream::Table, Stream::Note, Stream::Caption];

/// An edition and its finished file of a format.
fn each(extension: &str, mut look: impl FnMut(&Composed, PathBuf)) {
    let mut count = 0;
    for publication in publications() {
        for edition in composed(publication).editions {
            look(&edition, file_of(publication, &edition, extension));
            count += 1;
        }
    }
    assert!(count >= 4, "two editions each of the sample and of the pasted article");
}

fn file_of(publication: &Publication, edition: &Composed, extension: &str) -> PathBuf {
    let name = format!("-{}.{extension}", edition.edition.name);
    publication.files(extension).into_iter().find(|file| file.to_str().unwrap().ends_with(&name)).unwrap()
}

/// The divisions of an edition that have this role.
fn sections(edition: &Composed, is: impl Fn(DivisionRole) -> bool) -> Vec<usize> {
    let divisions = edition.text.book.divisions.iter().enumerate();
    divisions.filter(|(_, division)| is(division.role)).map(|(index, _)| index).collect()
}

/// Asserts that every line of the file is one canonical line, in order and to the character, and returns what editions added to
/// them. A caption element holds the lines of caption and credit.
fn assert_lines(read: &[&Line], canonical: &[String], place: &str) -> Vec<&'static str> {
    let (mut expected, mut added) = (canonical.iter().map(|line| solid(line)), Vec::new());
    for line in read {
        let text = solid(&line.text);
        let mut wanted = expected.next().unwrap_or_else(|| panic!("{place}: {text:?} is more than the canonical text"));
        while line.kind == "Caption" && wanted.len() < text.len() {
            wanted += &expected.next().unwrap_or_default();
        }
        let date = DATES.into_iter().find(|date| text == format!("{wanted}{date}"));
        let addition = date.or((text == format!("{DASH}{wanted}")).then_some(DASH));
        assert!(text == wanted || addition.is_some(), "{place}, {}:\n{text}\n{wanted}", line.kind);
        added.extend(addition);
    }
    assert_eq!(expected.next(), None, "{place}: not in the file");
    added
}

/// What the edition adds to the lines of its body, as its tree tells: how many dates, how many sources of quotations.
fn additions(edition: &Composed) -> (usize, usize) {
    let (mut dates, mut sources) = (0, 0);
    for division in edition.text.book.divisions.iter().filter(|division| division.role == DivisionRole::Body) {
        dates += usize::from(division.metadata.date.is_some());
        division.walk(&mut |block| {
            sources += usize::from(matches!(&block.kind, BlockKind::Quotation(quotation) if quotation.source.is_some()));
        });
    }
    (dates, sources)
}

/// Proves: CLS-08 [TW] [HV]: what the file says is the edition's text, character for character.
#[test]
fn the_structure_of_each_pdf_holds_the_canonical_text_line_by_line() {
    each("pdf", |edition, file| {
        let (pdf, canonical, place) = (TaggedPdf::read(&file), CanonicalText::of(&edition.text.book), file.display().to_string());
        assert_eq!(pdf.sections.len(), edition.text.book.divisions.len(), "{place}");
        let of = |sections: Vec<usize>, streams: &[Stream]| -> Vec<&Line> {
            let lines = sections.into_iter().flat_map(|section| &pdf.sections[section]);
            lines.filter(|line| streams.contains(&line.stream)).collect()
        };
        let body = of(sections(edition, |role| role == DivisionRole::Body), &BODY);
        let added = assert_lines(&body, &canonical.body, &place);
        let count = |wanted: &[&str]| added.iter().filter(|one| wanted.contains(one)).count();
        assert_eq!((count(&DATES), count(&[DASH])), additions(edition), "{place}");
        let front = of(sections(edition, |role| role != DivisionRole::Body), &BODY);
        assert_lines(&front, &canonical.generated, &place);
    });
}

#[test]
fn the_other_streams_of_each_pdf_are_what_the_edition_says() {
    each("pdf", |edition, file| {
        let (pdf, book, place) = (TaggedPdf::read(&file), &edition.text.book, file.display().to_string());
        let texts = |sections: &[usize], stream: Stream| -> Vec<String> {
            let lines = sections.iter().flat_map(|section| &pdf.sections[*section]);
            lines.filter(|line| line.stream == stream).map(|line| solid(&line.text)).collect()
        };
        let (all, body) = (sections(edition, |_| true), sections(edition, |role| role == DivisionRole::Body));
        let readings: Vec<String> = CanonicalText::of(book).readings.iter().map(|reading| solid(reading)).collect();
        assert_eq!(texts(&all, Stream::Reading), readings, "{place}");

        // An entry of the contents is its heading, a leader and the label of the page where the heading stands.
        let contents = texts(&sections(edition, |role| role == DivisionRole::Contents), Stream::Reference);
        assert_eq!(contents.len(), edition.resolved.contents.len(), "{place}");
        let labels: Vec<&str> = edition.pages.iter().flat_map(|pages| &pages.pages).map(|page| page.label.as_str()).collect();
        for (entry, heading) in contents.iter().zip(&edition.resolved.contents) {
            let rest = entry.strip_prefix(&solid(&heading.plain)).unwrap_or_else(|| panic!("{place}: {entry}"));
            assert!(labels.contains(&rest.trim_start_matches('…')), "{place}: {entry}");
        }

        // Each note has a mark and a label that are the same, each list item a label, each picture that is not there its words.
        let (mut notes, mut items, mut missing) = (0, 0, 0);
        for division in book.divisions.iter().filter(|division| division.role == DivisionRole::Body) {
            notes += division.notes.len();
            division.walk(&mut |block| match &block.kind {
                BlockKind::List(list) => items += list.items.len(),
                BlockKind::Figure(figure) => missing += figure.pictures.iter().filter(|picture| picture.file.path.is_empty()).count(),
                _ => {}
            });
        }
        let (marks, labels) = (texts(&body, Stream::Reference), texts(&body, Stream::Label));
        assert_eq!((marks.len(), labels.len()), (notes, notes + items), "{place}: {labels:?}");
        assert!(marks.iter().all(|mark| labels.contains(mark)), "{place}: {marks:?} {labels:?}");
        assert_eq!(texts(&all, Stream::StandIn), vec!["圖片未附"; missing], "{place}");
    });
}

/// The order of a page is body, notes, artifacts; no stream changes its order from page to page.
#[test]
fn the_pages_of_each_pdf_hold_every_stream_in_the_order_of_its_structure() {
    each("pdf", |edition, file| {
        let (pdf, place) = (TaggedPdf::read(&file), file.display().to_string());
        for stream in
            [Stream::Text, Stream::Table, Stream::Note, Stream::Caption, Stream::StandIn, Stream::Reading, Stream::Label, Stream::Reference]
        {
            for is_body in [true, false] {
                let sections = sections(edition, |role| (role == DivisionRole::Body) == is_body);
                assert_eq!(pdf.on_pages(stream, &sections), pdf.in_structure(stream, &sections), "{place}, {stream:?}");
            }
        }
        for (number, pieces) in pdf.pages.iter().enumerate() {
            let rank = |piece: &Piece| match piece.stream {
                Stream::Note => 1,
                Stream::Artifact => 2,
                _ => 0,
            };
            // Where a note begins its label comes first.
            let texts = pieces.iter().filter(|piece| !piece.text.is_empty() && piece.stream != Stream::Label);
            assert!(texts.map(rank).is_sorted(), "{place} page {}: {pieces:#?}", number + 1);
        }
    });
}

/// Our reading of the file is an independent reader's: what the streams above hold is what mupdf takes from each page, in its order.
/// Proves: VRT-05 [ALL] [V]: another extractor takes the text down the columns, from right to left, in the order of the manuscript.
#[test]
fn mupdf_takes_the_same_text_from_every_page_in_the_same_order() {
    if !present("mupdf", &[program("mutool")]) {
        return;
    }
    each("pdf", |edition, file| {
        let (pdf, place) = (TaggedPdf::read(&file), file.display().to_string());
        let outcome = run(Command::new("mutool").args(["draw", "-q", "-F", "txt", "-O", "inhibit-spaces"]).arg(&file));
        // Every page ends with a form feed.
        let mut read: Vec<String> = outcome.stdout.split('\u{c}').map(solid).collect();
        assert_eq!(read.pop().as_deref(), Some(""), "{place}");
        assert_eq!((read.len(), pdf.pages.len()), (pdf.pages.len(), edition.pages.as_ref().unwrap().pages.len()), "{place}");
        for (number, (read, pieces)) in read.iter().zip(&pdf.pages).enumerate() {
            let text: String = pieces.iter().map(|piece| solid(&piece.text)).collect();
            assert_eq!(*read, text, "{place} page {}", number + 1);
        }
    });
}

#[test]
fn the_epub_of_each_edition_holds_the_canonical_text_line_by_line() {
    each("epub", |edition, file| {
        let (canonical, bytes) = (CanonicalText::of(&edition.text.book), std::fs::read(&file).unwrap());
        let documents: Vec<(String, String)> = epub::spine(&bytes).into_iter().filter(|(path, _)| is_body(path)).collect();
        let text: Vec<String> = documents.iter().flat_map(|(_, document)| body_text(document).unwrap()).collect();
        assert_eq!(text, canonical.body, "{}", file.display());
        let readings: Vec<String> = documents.iter().flat_map(|(_, document)| reading_text(document).unwrap()).collect();
        assert_eq!(readings, canonical.readings, "{}", file.display());
    });
}
