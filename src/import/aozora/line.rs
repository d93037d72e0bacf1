//! One line of text: its characters, and what stands over them and between them.

use std::ops::Range;

use super::accent;
use super::annotation::Annotation;
use super::annotation::Look;
use super::annotation::Setting;
use super::annotation::Side;
use super::annotation::read;
use super::gaiji::Gaiji;
use super::gaiji::gaiji;
use super::plain::GETA;
use super::plain::OPEN;
use super::plain::annotation_end;
use super::plain::boundary;
use super::plain::iteration;
use super::plain::near;
use super::plain::plain;
use super::plain::plain_keeping;
use super::tally::Finding;
use super::tally::FindingKind;
use super::tally::Tally;
use super::word::word_start;
use crate::book::PageBreak;
use crate::book::Style;

/// A line read: text, and ranges and places in its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    pub rubies: Vec<RubyRange>,
    pub looks: Vec<(Range<usize>, Look)>,
    /// In the order of their places.
    pub points: Vec<(usize, Point)>,
    /// Return marks and kana of kunten, which words that annotations quote do not hold.
    pub kunten: Vec<Range<usize>>,
    /// What the line asks of itself and of the lines after it, each with where it stands.
    pub orders: Vec<(usize, Order)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RubyRange {
    pub range: Range<usize>,
    pub over: String,
    pub under: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Point {
    Note(String),
    LineBreak,
    Picture { file: String, words: String },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    Line(Setting),
    BeginBlock(Setting),
    EndBlock(String),
    Break(PageBreak),
}

/// Looks that may be open at once.
const MOST_OPEN: usize = 16;

/// Reads lines of one text; knows what is open from line to line.
pub struct LineReader<'t> {
    pub tally: &'t mut Tally,
    /// Looks begun and not ended.
    pub open: Vec<(Look, String)>,
}

/// A remark as a line: its text and its readings.
pub fn remark(text: &str) -> Line {
    let mut line = LineReader { tally: &mut Tally::default(), open: Vec::new() }.line(text, 0);
    line.looks.clear();
    line.points.clear();
    line
}

/// What a line is read with besides its text.
struct Cursor<'l> {
    source: &'l str,
    /// Of `source` in the file.
    offset: usize,
    at: usize,
    /// Where ｜ stood, as a place of the text.
    base: Option<usize>,
    /// A word that a reading belongs to does not begin before this.
    barrier: usize,
    /// Inside 〔…〕 with letters to put together.
    accents: bool,
}

impl LineReader<'_> {
    /// Reads a line that begins at `offset` of the file.
    pub fn line(&mut self, source: &str, offset: usize) -> Line {
        let mut line = Line::default();
        let mut started: Vec<usize> = vec![0; self.open.len()];
        let mut cursor = Cursor { source, offset, at: 0, base: None, barrier: 0, accents: false };
        while cursor.at < source.len() {
            let rest = &source[cursor.at..];
            let next = rest.find(['｜', '《', '※', '［', '〔', '／', '〕']).unwrap_or(rest.len());
            if next > 0 {
                self.copy(&mut line, &rest[..next], cursor.accents);
                cursor.at += next;
                continue;
            }
            self.special(&mut line, &mut cursor, &mut started);
        }
        for (start, (look, _)) in started.iter().zip(&self.open) {
            push_look(&mut line, *start..usize::MAX, look.clone());
        }
        let end = line.text.len();
        for (range, _) in &mut line.looks {
            range.end = range.end.min(end);
        }
        line.looks.retain(|(range, _)| !range.is_empty());
        line
    }

    fn copy(&self, line: &mut Line, text: &str, accents: bool) {
        if accents {
            line.text.push_str(&accent::composed(text));
        } else {
            line.text.push_str(text);
        }
    }

    /// Reads what begins with a special character.
    fn special(&mut self, line: &mut Line, cursor: &mut Cursor<'_>, started: &mut Vec<usize>) {
        let rest = &cursor.source[cursor.at..];
        let first = rest.chars().next().expect("the line is not read to its end");
        let place = |length: usize| cursor.offset + cursor.at..cursor.offset + cursor.at + length;
        let mut taken = first.len_utf8();
        match first {
            '｜' => {
                let after = &rest[taken..];
                let until = after.find('｜').unwrap_or(after.len());
                if after[..until].contains('《') {
                    cursor.base = Some(line.text.len());
                } else {
                    line.text.push(first);
                }
            }
            '《' if rest.starts_with("《《") && near(rest).contains("》》") => {
                let end = rest.find("》》").expect("the guard has looked");
                let start = line.text.len();
                line.text.push_str(&plain(&rest["《《".len()..end]));
                let marks = Look::Style(Style::EmphasisMarks(crate::book::EmphasisMarks::Sesame));
                push_look(line, start..line.text.len(), marks);
                self.tally.ruby += 2;
                taken = end + "》》".len();
            }
            '《' => match near(rest).find('》') {
                Some(end) => {
                    taken = end + '》'.len_utf8();
                    let reading = &rest['《'.len_utf8()..end];
                    let start = match cursor.base.take() {
                        Some(start) => self.after_kunten(line, start, &place(taken)),
                        None => word_start(&line.text, cursor.barrier),
                    };
                    let is_free = line.rubies.last().is_none_or(|last| last.range.end <= start);
                    self.tally.annotations += reading.matches(OPEN).count();
                    self.tally.gaiji += reading.matches("※［＃").count();
                    let reading = plain(reading);
                    if start < line.text.len() && !reading.is_empty() && is_free {
                        self.tally.ruby += 1;
                        line.rubies.push(RubyRange { range: start..line.text.len(), over: reading, under: String::new() });
                    } else {
                        self.tally.literal += 1;
                        let finding = if reading.is_empty() { FindingKind::EmptyReading } else { FindingKind::ReadingOfNothing };
                        self.tally.add(Finding::new(finding, place(taken), &rest[..taken]));
                        line.text.push_str(&plain_keeping(&rest[..taken]));
                    }
                    cursor.barrier = line.text.len();
                }
                None => {
                    self.tally.literal += 1;
                    self.tally.add(Finding::new(FindingKind::UnclosedReading, place(taken), rest));
                    line.text.push(first);
                }
            },
            '※' if rest[taken..].starts_with(OPEN) => match annotation_end(&rest[taken..]) {
                Some((end, whole)) => {
                    let description = &rest[taken + OPEN.len()..taken + end];
                    self.gaiji(line, description, place(taken + whole));
                    taken += whole;
                }
                None => line.text.push(first),
            },
            '［' if rest.starts_with(OPEN) => match annotation_end(rest) {
                Some((end, whole)) => {
                    let annotation = &rest[OPEN.len()..end];
                    self.tally.annotations += rest[..whole].matches(OPEN).count();
                    self.tally.gaiji += annotation.matches("※［＃").count();
                    self.tally.quoted += annotation.matches('《').count();
                    let span = place(whole);
                    self.annotate(line, annotation, span, cursor, started);
                    taken = whole;
                }
                None => {
                    self.tally.annotations += 1;
                    self.tally.add(Finding::new(FindingKind::UnclosedAnnotation, place(taken), rest));
                    line.text.push(first);
                }
            },
            '〔' if accent::decomposed(near(rest)).is_some() => {
                self.tally.accents += 1;
                cursor.accents = true;
            }
            '〕' if cursor.accents => cursor.accents = false,
            '／' if iteration(rest).is_some() => {
                let (mark, length) = iteration(rest).expect("the guard has looked");
                self.tally.iterations += 1;
                line.text.push_str(mark);
                taken = length;
            }
            other => line.text.push(other),
        }
        cursor.at += taken;
    }

    /// Where the base of a reading begins that is to begin at `start`: after the last mark of kunten in it, which no base can hold.
    fn after_kunten(&mut self, line: &Line, start: usize, place: &Range<usize>) -> usize {
        match line.kunten.last().filter(|mark| mark.start >= start && mark.end < line.text.len()) {
            Some(mark) => {
                self.tally.approximate("a reading over kunten".to_owned(), "a reading of the words after the mark", place.clone());
                mark.end
            }
            None => start,
        }
    }

    fn gaiji(&mut self, line: &mut Line, description: &str, place: Range<usize>) {
        self.tally.gaiji += 1 + description.matches("※［＃").count();
        self.tally.annotations += 1 + description.matches(OPEN).count();
        match gaiji(description) {
            Gaiji::Character(text) => line.text.push_str(&text),
            Gaiji::InOneCell(text) => {
                let start = line.text.len();
                line.text.push_str(text);
                push_look(line, start..line.text.len(), Look::Style(Style::TateChuYoko));
            }
            Gaiji::Described => {
                self.tally.described += 1;
                line.text.push(GETA);
                let words = plain(description);
                line.points.push((line.text.len(), Point::Note(description.to_owned())));
                self.tally.add(Finding::new(FindingKind::DescribedGaiji, place, &words));
            }
        }
    }

    fn annotate(&mut self, line: &mut Line, text: &str, place: Range<usize>, cursor: &mut Cursor<'_>, started: &mut Vec<usize>) {
        let reading = read(text);
        if let Some(instead) = reading.instead {
            self.tally.approximate(kind_of(text), instead, place.clone());
        }
        let end = line.text.len();
        match reading.annotation {
            Annotation::Of(words, look) => match self.found(line, &words) {
                Some(range) => push_look(line, range, look),
                None => self.keep(line, text, place),
            },
            Annotation::Within { words, part, look } => {
                let part = plain(&part);
                match self.found(line, &words).and_then(|range| line.text[range.clone()].find(&part).map(|at| range.start + at)) {
                    Some(start) => push_look(line, start..start + part.len(), look),
                    None => self.keep(line, text, place),
                }
            }
            Annotation::Without { words, except, look } => {
                let except = plain(&except);
                match self.found(line, &words) {
                    Some(range) => {
                        let mut start = range.start;
                        let ends: Vec<usize> = line.text[range.clone()].match_indices(&except).map(|(at, _)| range.start + at).collect();
                        for end in ends {
                            push_look(line, start..end, look.clone());
                            start = end + except.len();
                        }
                        push_look(line, start..range.end, look);
                    }
                    None => self.keep(line, text, place),
                }
            }
            Annotation::Beside { words, text: beside, side } => {
                let range = self.found(line, &words);
                if !range.is_some_and(|range| put_beside(line, range, plain(&beside), side)) {
                    self.keep(line, text, place);
                } else {
                    self.tally.beside += 1;
                }
            }
            Annotation::Begin(_) | Annotation::BeginBlock(Setting::Look(_)) if self.open.len() >= MOST_OPEN => self.keep(line, text, place),
            Annotation::Begin(look) => {
                self.tally.warichu += usize::from(look == Look::Style(Style::Warichu));
                self.open.push((look, text.to_owned()));
                started.push(end);
                cursor.barrier = end;
            }
            Annotation::End(name) => {
                let at =
                    self.open.iter().rposition(|(_, begun)| *begun == name || begun.ends_with(&name) || name.ends_with(begun.as_str()));
                match at {
                    Some(at) => {
                        let (look, _) = self.open.remove(at);
                        push_look(line, started.remove(at)..end, look);
                    }
                    None => self.keep(line, text, place),
                }
                cursor.barrier = end;
            }
            Annotation::BeginBlock(Setting::Look(look)) => {
                self.tally.warichu += usize::from(look == Look::Style(Style::Warichu));
                self.open.push((look, text["ここから".len()..].to_owned()));
                started.push(end);
            }
            Annotation::BeginBlock(setting) => line.orders.push((end, Order::BeginBlock(setting))),
            Annotation::EndBlock(name) => {
                let at = self.open.iter().rposition(|(_, begun)| *begun == name || (!name.is_empty() && begun.ends_with(&name)));
                match at {
                    Some(at) => {
                        let (look, _) = self.open.remove(at);
                        push_look(line, started.remove(at)..end, look);
                    }
                    None => line.orders.push((end, Order::EndBlock(name))),
                }
            }
            Annotation::Line(setting) => {
                line.orders.push((end, Order::Line(setting)));
                // Words do not go on over it.
                cursor.barrier = end;
            }
            Annotation::Break(kind) => line.orders.push((end, Order::Break(kind))),
            Annotation::CentredPage => {}
            Annotation::LineEnd => line.points.push((end, Point::LineBreak)),
            Annotation::Picture { file, words } => line.points.push((end, Point::Picture { file, words: plain(&words) })),
            Annotation::Return(mark) => {
                self.tally.kunten += 1;
                push_kunten(line, &mark, Style::Subscript);
                cursor.barrier = line.text.len();
            }
            Annotation::Kana(kana) => {
                self.tally.kunten += 1;
                push_kunten(line, &plain(&kana), Style::Superscript);
                cursor.barrier = line.text.len();
            }
            Annotation::Remark => {
                self.tally.remarks += 1;
                line.points.push((end, Point::Note(text.to_owned())));
            }
            Annotation::Unknown => {
                // Two annotations in one: `「B1」は縦中横、「1」は下付き小文字`.
                let two = text.match_indices("、「").map(|(at, _)| (&text[..at], &text[at + '、'.len_utf8()..]));
                let known = |text: &str| !matches!(read(text).annotation, Annotation::Unknown | Annotation::Remark);
                match two.into_iter().find(|(first, second)| known(first) && known(second)) {
                    Some((first, second)) => {
                        self.annotate(line, first, place.clone(), cursor, started);
                        self.annotate(line, second, place, cursor, started);
                    }
                    None => self.keep(line, text, place),
                }
            }
        }
    }

    /// The annotation as a note, for nothing else can be made of it.
    fn keep(&mut self, line: &mut Line, text: &str, place: Range<usize>) {
        let words = plain(text);
        self.tally.kept += 1;
        self.tally.add(Finding::new(FindingKind::UnknownAnnotation, place, &words));
        line.points.push((line.text.len(), Point::Note(text.to_owned())));
    }

    /// The last place before the end of the line where the words stand.
    fn found(&self, line: &Line, words: &str) -> Option<Range<usize>> {
        const FARTHEST: usize = 3000;
        let words = plain(words);
        if words.is_empty() {
            return None;
        }
        // Not far before the annotation: a line may be a whole book.
        let from = boundary(&line.text, line.text.len().saturating_sub(words.len() + FARTHEST));
        if let Some(at) = line.text[from..].rfind(&words) {
            return Some(from + at..from + at + words.len());
        }
        if line.kunten.is_empty() {
            return None;
        }
        // The words as they are without kunten, with where each of their bytes stands.
        let mut bare = String::new();
        let mut places = Vec::new();
        for (at, character) in line.text[from..].char_indices().map(|(at, character)| (from + at, character)) {
            let mark = line.kunten.partition_point(|range| range.end <= at);
            if !line.kunten.get(mark).is_some_and(|range| range.contains(&at)) {
                bare.push(character);
                places.extend(std::iter::repeat_n(at, character.len_utf8()));
            }
        }
        let at = bare.rfind(&words)?;
        let last = bare[..at + words.len()].chars().next_back().map_or(0, char::len_utf8);
        Some(places[at]..places[at + words.len() - 1] + last)
    }
}

/// The annotation without what it is about, for findings that are counted together.
fn kind_of(text: &str) -> String {
    let mut kind = String::new();
    let mut depth = 0usize;
    for character in text.chars() {
        match character {
            '「' => {
                if depth == 0 {
                    kind.push_str("「…」");
                }
                depth += 1;
            }
            '」' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            other => kind.push(other),
        }
    }
    kind
}

fn push_look(line: &mut Line, range: Range<usize>, look: Look) {
    if range.start < range.end && look != Look::Plain {
        line.looks.push((range, look));
    }
}

fn push_kunten(line: &mut Line, text: &str, style: Style) {
    let start = line.text.len();
    line.text.push_str(text);
    line.kunten.push(start..line.text.len());
    push_look(line, start..line.text.len(), Look::Style(style));
}

/// Puts a reading beside words: on a side that is free, of words that no other reading divides.
fn put_beside(line: &mut Line, range: Range<usize>, text: String, side: Side) -> bool {
    let mut touching = line.rubies.iter_mut().filter(|ruby| ruby.range.start < range.end && range.start < ruby.range.end);
    match (touching.next(), touching.next()) {
        (None, _) => {
            let (over, under) = match side {
                Side::Over => (text, String::new()),
                Side::Under => (String::new(), text),
            };
            line.rubies.push(RubyRange { range, over, under });
            line.rubies.sort_by_key(|ruby| ruby.range.start);
            true
        }
        (Some(ruby), None) if ruby.range == range => {
            // Beside words that have a reading, the remark goes to the other side.
            let free = if side == Side::Over && ruby.over.is_empty() { &mut ruby.over } else { &mut ruby.under };
            let is_free = free.is_empty();
            if is_free {
                *free = text;
            }
            is_free
        }
        (Some(_), _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(source: &str) -> (Line, Tally) {
        let mut tally = Tally::default();
        let line = LineReader { tally: &mut tally, open: Vec::new() }.line(source, 0);
        (line, tally)
    }

    fn rubies(source: &str) -> Vec<(String, String)> {
        let (line, _) = line(source);
        line.rubies.iter().map(|ruby| (line.text[ruby.range.clone()].to_owned(), ruby.over.clone())).collect()
    }

    #[test]
    fn a_reading_belongs_to_the_word_of_one_script_before_it() {
        let is = |source: &str, base: &str, reading: &str| {
            assert_eq!(rubies(source), [(base.to_owned(), reading.to_owned())], "{source}");
        };
        is("一度｜実業《ビジネス》となれば", "実業", "ビジネス");
        is("“Ser-mik-suah《セル》”", "Ser-mik-suah", "セル");
        is("とても五ヶ月《いつつき》", "五ヶ月", "いつつき");
        is("※［＃「王＋連」、第3水準1-88-24］《れん》", "璉", "れん");
        is("｜冥路の国《セル・ミク》", "冥路の国", "セル・ミク");
        is("〔Ku:rt〕《クルト》", "Kürt", "クルト");
        is("値＋《プラス》", "＋", "プラス");
        assert_eq!(rubies("打《ぶ》ん殴《なぐ》る"), [("打".to_owned(), "ぶ".to_owned()), ("殴".to_owned(), "なぐ".to_owned())]);
    }

    #[test]
    fn what_is_no_reading_stays_text_and_is_told() {
        let (read, tally) = line("。《これ》と《それ");
        assert_eq!((read.text.as_str(), read.rubies.len(), tally.findings.len()), ("。《これ》と《それ", 0, 2));
        assert_eq!(line("甲｜乙").0.text, "甲｜乙");
    }

    #[test]
    fn looks_find_their_words_through_readings_and_kunten() {
        let (read, _) = line("花《はな》の［＃「花の」に傍点］宴");
        assert_eq!(read.looks[0].0, 0.."花の".len());
        let (read, _) = line("讀［＃レ］書［＃「讀書」に傍点］");
        assert_eq!(read.looks.iter().map(|(range, _)| range.clone()).max_by_key(|range| range.len()), Some(0.."讀レ書".len()));
        let (read, _) = line("［＃傍点］甲［＃傍点終わり］乙");
        assert_eq!(read.looks[0].0, 0.."甲".len());
    }

    #[test]
    fn words_that_stand_nowhere_make_a_note() {
        let (read, tally) = line("甲［＃「乙」に傍点］［＃中條国男］");
        assert_eq!(read.points.len(), 2);
        assert_eq!((tally.kept, tally.findings.len()), (2, 2));
    }

    #[test]
    fn repetition_marks_and_readings_of_both_sides_are_read() {
        assert_eq!(line("いろ／＼、しみ／″＼").0.text, "いろ〳〵、しみ〴〵");
        let (read, _) = line("整齊《せいせい》［＃「整齊」の左に「トトノフ」のルビ］");
        assert_eq!((read.rubies[0].over.as_str(), read.rubies[0].under.as_str()), ("せいせい", "トトノフ"));
    }
}
