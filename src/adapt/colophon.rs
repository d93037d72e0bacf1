//! The imprint as blocks: by the templates of the regions, fact by fact, or in one line (requirements COP-01 to COP-03).

use super::generated::{Maker, by_role, format_name, scheme_name};
use crate::book::Block;
use crate::book::BlockKind;
use crate::book::Container;
use crate::book::Inline;
use crate::book::InlineKind;
use crate::book::Style;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::geom::WritingMode;
use crate::manuscript::Calendar;
use crate::manuscript::Date;
use crate::manuscript::Edition;
use crate::manuscript::IdentifierScheme;
use crate::manuscript::ImprintForm;
use crate::manuscript::ImprintTemplate;
use crate::manuscript::Metadata;
use crate::manuscript::Words;
use crate::unicode::Region;
use crate::unicode::han_number;

/// What is known of an edition when its pages are (requirement COP-01).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The trimmed page in millimetres, and how many leaves of it a sheet gives.
    pub trim: Option<(u32, u32, Option<u32>)>,
    /// Characters in a line × lines on a page × pages of text: 版面字數.
    pub characters: Option<u64>,
    /// All pages.
    pub pages: Option<u64>,
}

/// The facts that an imprint is made from.
struct Facts<'a> {
    metadata: &'a Metadata,
    edition: &'a Edition,
    words: &'static Words,
    counts: &'a Counts,
    fonts: &'a str,
}

impl Maker {
    pub(super) fn colophon(
        &mut self,
        metadata: &Metadata,
        edition: &Edition,
        words: &'static Words,
        counts: &Counts,
        fonts: &str,
        report: &mut Report,
    ) -> Vec<Block> {
        let facts = Facts { metadata, edition, words, counts, fonts };
        let template = metadata.imprint.template_for(edition.region);
        let paragraphs = match (template, template.form()) {
            (ImprintTemplate::Short, _) => vec![self.paragraph(&facts.short())],
            (_, Some(form)) => self.lines_of(form, &facts, template, report),
            (_, None) => facts.plain().iter().map(|(label, value)| self.paragraph(&format!("{label}{}{value}", words.colon))).collect(),
        };
        let list = self.block(BlockKind::Container(Container::Colophon, paragraphs));
        match template {
            ImprintTemplate::Short => vec![list],
            _ => vec![self.heading(1, &words.colophon), list],
        }
    }

    /// The lines of a template; what a printed book is expected to say and does not is a finding.
    fn lines_of(&mut self, form: &ImprintForm, facts: &Facts<'_>, template: ImprintTemplate, report: &mut Report) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut missing = Vec::new();
        for line in &form.lines {
            if line.key == "creators" {
                let (metadata, words) = (facts.metadata, facts.words);
                for (role, names) in by_role(metadata.creators.iter().chain(&metadata.contributors), words) {
                    blocks.push(self.labelled(&role, &names.join(&words.separator), form.label));
                }
                continue;
            }
            match facts.value(&line.key) {
                Some(value) if line.label.is_empty() => blocks.extend(value.lines().map(|line| self.paragraph(line.trim()))),
                Some(value) => blocks.push(self.labelled(&line.label, &value, form.label)),
                None if line.expected => missing.push(line.key.as_str()),
                None => {}
            }
        }
        if !missing.is_empty() {
            let finding = Diagnostic::new(Code::IncompleteImprint).in_file("book.toml").with("template", template.name());
            report.add(finding.with("missing", missing.join(", ")));
        }
        blocks
    }

    /// A label spread over so many em, an em of white, and what it labels.
    fn labelled(&mut self, label: &str, value: &str, room: u8) -> Block {
        let count = label.chars().count();
        let name = self.text(label);
        let solid = count >= usize::from(room) && !label.is_ascii() || count < 2;
        let mut content: Vec<Inline> = match solid {
            true => name,
            false => vec![Inline { id: self.ids.fresh(), span: None, kind: InlineKind::Styled(Style::Spread(room), name) }],
        };
        // A label of another length keeps the values apart by an em at least.
        content.extend(self.text(&format!("\u{3000}{value}")));
        self.block(BlockKind::Paragraph(content))
    }
}

impl Facts<'_> {
    fn title(&self) -> Option<String> {
        let title = self.metadata.main_title().map(|title| title.text.text.clone())?;
        Some(match self.metadata.subtitle() {
            Some(subtitle) => format!("{title}{}{}", self.words.subtitle, subtitle.text.text),
            None => title,
        })
    }

    fn series(&self) -> Option<String> {
        let series = self.metadata.series.as_ref()?;
        Some([Some(series.name.text.clone()), series.position.clone()].into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    fn date(&self, date: &Date) -> String {
        let western = self.words.date.print(date.as_str(), WritingMode::HorizontalTb);
        match (self.metadata.imprint.calendar, self.edition.region) {
            (Calendar::Minguo, Region::Taiwan) => minguo(&western).unwrap_or(western),
            (Calendar::Western | Calendar::Minguo, _) => western,
        }
    }

    /// The day of printing, else that of publication.
    fn printed(&self) -> Option<&Date> {
        self.metadata.imprint.printed.as_ref().or(self.metadata.published.as_ref())
    }

    /// The value of a line; none when nothing is known.
    fn value(&self, key: &str) -> Option<String> {
        let imprint = &self.metadata.imprint;
        match key {
            "title" => self.title(),
            "series" => self.series(),
            "publisher" => self.metadata.publisher.as_ref().map(|publisher| publisher.text.clone()),
            "edition" => self.edition(),
            "edition-number" => {
                let date = self.metadata.published.as_ref().or(imprint.printed.as_ref())?;
                Some(format!("{}第{}版", self.month(date), imprint.edition_number.unwrap_or(1)))
            }
            "printing" => Some(format!("{}第{}次印刷", self.month(self.printed()?), imprint.printing.unwrap_or(1))),
            "print-run" => imprint.print_run.map(|copies| format!("1—{copies}册")),
            "trim" => self.counts.trim.map(|(width, height, leaves)| {
                let leaves = leaves.map(|leaves| format!("　1/{leaves}")).unwrap_or_default();
                format!("{width} mm × {height} mm{leaves}")
            }),
            // Sheets are of use to who prints: one side of a sheet gives as many leaves as the format says.
            "sheets" => {
                let (pages, (_, _, leaves)) = (self.counts.pages?, self.counts.trim?);
                let thousandths = (pages * 1000).div_ceil(u64::from(leaves?));
                imprint.print_run.map(|_| trimmed_decimal(thousandths))
            }
            "words" => self.counts.characters.map(|characters| format!("{} 千字", characters.div_ceil(1000))),
            "isbn" => imprint.text("isbn").map(str::to_owned).or_else(|| {
                let mut given = self.edition.identifiers.iter().map(|(_, identifier)| identifier).chain(&self.metadata.identifier);
                given.find(|identifier| identifier.scheme == IdentifierScheme::Isbn).map(|identifier| identifier.value.clone())
            }),
            "issn" => self.metadata.issn.clone(),
            "label" => Some(self.edition.label.clone()).filter(|label| !label.is_empty()),
            "rights" => self.metadata.rights.as_ref().map(|rights| rights.text.clone()),
            "fonts" => Some(self.fonts.to_owned()),
            text => imprint.text(text).map(str::to_owned),
        }
    }

    /// Year and month.
    fn month(&self, date: &Date) -> String {
        let month = Date::new(&date.day().chars().take(7).collect::<String>());
        month.as_ref().map_or_else(|| self.date(date), |month| self.date(month))
    }

    /// Edition, printing and day, as the region says it.
    fn edition(&self) -> Option<String> {
        let imprint = &self.metadata.imprint;
        let date = self.date(self.printed()?);
        let (edition, printing) = (imprint.edition_number.unwrap_or(1), imprint.printing.unwrap_or(1));
        Some(match self.edition.region {
            Region::Japan if edition == 1 => format!("{date}　初版第{printing}刷発行"),
            Region::Japan => format!("{date}　第{edition}版第{printing}刷発行"),
            Region::HongKong if edition == 1 => format!("{date}初版"),
            Region::HongKong => format!("{date}第{}版", han_number(u64::from(edition))),
            _ => {
                let name = if edition == 1 { "初版".to_owned() } else { format!("{}版", han_number(u64::from(edition))) };
                format!("{name}{}刷　{date}", han_number(u64::from(printing)))
            }
        })
    }

    /// Title, publisher, day and identifier in one line.
    fn short(&self) -> String {
        let identifier = self
            .edition
            .identifiers
            .iter()
            .find_map(|(_, identifier)| (identifier.scheme == IdentifierScheme::Isbn).then(|| format!("ISBN {}", identifier.value)));
        let parts = [
            self.title(),
            Some(self.edition.label.clone()).filter(|label| !label.is_empty()),
            self.metadata.publisher.as_ref().map(|publisher| publisher.text.clone()),
            self.metadata.published.as_ref().or(self.metadata.modified.as_ref()).map(|date| self.date(date)),
            identifier,
            self.metadata.rights.as_ref().map(|rights| rights.text.clone()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("\u{3000}")
    }

    /// Every fact with its label.
    fn plain(&self) -> Vec<(String, String)> {
        let Facts { metadata, edition, words, .. } = self;
        let label = &words.imprint;
        let mut lines: Vec<(String, String)> = Vec::new();
        let mut line = |label: &str, value: Option<String>| lines.extend(value.map(|value| (label.to_owned(), value)));
        let date = |date: &Date| self.date(date);
        line(&label.title, self.title());
        for (role, names) in by_role(metadata.creators.iter().chain(&metadata.contributors), words) {
            line(&role, Some(names.join(&words.separator)));
        }
        line(&label.series, self.series());
        line(&label.publisher, metadata.publisher.as_ref().map(|publisher| publisher.text.clone()));
        line(&label.published, metadata.published.as_ref().map(date));
        line(&label.first_published, metadata.first_published.as_ref().map(date));
        line(&label.issue, metadata.issue.clone());
        line(&label.issn, metadata.issn.clone());
        line(&label.edition, Some(edition.label.clone()).filter(|label| !label.is_empty()));
        line(&label.revision, edition.revision.or(metadata.revision).map(|revision| revision.to_string()));
        line(&label.modified, edition.modified.as_ref().or(metadata.modified.as_ref()).map(date));
        for (format, identifier) in &edition.identifiers {
            let (scheme, format) = (scheme_name(identifier.scheme), format_name(*format));
            line(&format!("{}（{format}）", scheme.unwrap_or(&label.identifier)), Some(identifier.value.clone()));
        }
        line(&label.source, metadata.source_url.clone());
        line(&label.captured, metadata.captured.as_ref().map(date));
        line(&label.rights, metadata.rights.as_ref().map(|rights| rights.text.clone()));
        line(&label.fonts, Some(self.fonts.to_owned()));
        lines
    }
}

/// 2026年5月 as 民國115年5月; none before the first year.
fn minguo(western: &str) -> Option<String> {
    let (year, rest) = western.split_once('年')?;
    let year = year.parse::<u32>().ok()?.checked_sub(1911).filter(|year| *year > 0)?;
    Some(format!("民國{year}年{rest}"))
}

fn trimmed_decimal(thousandths: u64) -> String {
    let fraction = format!("{:03}", thousandths % 1000);
    match fraction.trim_end_matches('0') {
        "" => format!("{}", thousandths / 1000),
        fraction => format!("{}.{fraction}", thousandths / 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapt::Surroundings;
    use crate::adapt::adapt_with;
    use crate::adapt::tests::{book, edition, metadata};
    use crate::book::CanonicalText;
    use crate::manuscript::Imprint;
    use crate::manuscript::Localized;
    use crate::unicode::Language;

    fn imprint(tag: &str, imprint: Imprint, counts: Counts) -> (Vec<String>, Vec<String>) {
        let mut metadata = metadata(tag);
        let language = Language::new(tag).unwrap();
        metadata.publisher = Some(Localized { text: "某社".to_owned(), language, alternates: Vec::new() });
        metadata.imprint = imprint;
        let mut report = Report::default();
        let surroundings = Surroundings { counts, ..Surroundings::default() };
        let book =
            adapt_with(&book(&["甲"], tag), &metadata, &edition(WritingMode::HorizontalTb, tag), None, &surroundings, &mut report).book;
        let generated = CanonicalText::of(&book).generated;
        let told = report.findings().iter().map(|finding| format!("{:?} {:?}", finding.code, finding.arguments)).collect();
        (generated, told)
    }

    fn texts(pairs: &[(&'static str, &str)]) -> std::collections::BTreeMap<&'static str, String> {
        pairs.iter().map(|(key, text)| (*key, (*text).to_owned())).collect()
    }

    /// Proves: COP-02 [TW HK] [HV]: the imprint in years of either calendar.
    #[test]
    fn taiwan_counts_years_by_either_calendar() {
        let printed = Imprint {
            calendar: Calendar::Minguo,
            edition_number: Some(2),
            printing: Some(3),
            texts: texts(&[("printer", "某印刷廠"), ("isbn", "978-0-306-40615-7")]),
            ..Imprint::default()
        };
        let (lines, told) = imprint("zh-Hant-TW", printed.clone(), Counts::default());
        assert!(lines.contains(&"版次\u{3000}二版三刷\u{3000}民國109年4月1日".to_owned()), "{lines:?}");
        assert_eq!(told, Vec::<String>::new());
        let (lines, _) =
            imprint("zh-Hant-HK", Imprint { calendar: Calendar::Western, edition_number: Some(1), ..printed }, Counts::default());
        assert!(lines.contains(&"版次\u{3000}2020年4月1日初版".to_owned()), "{lines:?}");
    }

    /// Proves: COP-01 [CN] [HV]: counted characters; sheets only with a print run; missing facts are told.
    #[test]
    fn the_mainland_counts_characters_and_sheets() {
        let counts = Counts { trim: Some((140, 203, Some(32))), characters: Some(28 * 28 * 240), pages: Some(256) };
        let printed = Imprint { printing: Some(1), ..Imprint::default() };
        let (lines, told) = imprint("zh-Hans-CN", printed.clone(), counts.clone());
        assert!(
            lines.contains(&"字数\u{3000}189 千字".to_owned()) && lines.contains(&"开本\u{3000}140 mm × 203 mm\u{3000}1/32".to_owned()),
            "{lines:?}"
        );
        assert!(!lines.iter().any(|line| line.starts_with("印张")), "{lines:?}");
        assert!(told.len() == 1 && told[0].contains("responsible-editor") && told[0].contains("isbn"), "{told:?}");
        let (lines, _) = imprint("zh-Hans-CN", Imprint { print_run: Some(3000), ..printed }, counts);
        assert!(lines.contains(&"印张\u{3000}8".to_owned()) && lines.contains(&"印数\u{3000}1—3000册".to_owned()), "{lines:?}");
    }

    /// Proves: COP-03 [JA] [HV]: 奥付 with edition and printing.
    #[test]
    fn japan_has_edition_and_printing() {
        let printed = Imprint { edition_number: Some(2), printing: Some(4), ..Imprint::default() };
        let (lines, _) = imprint("ja", printed, Counts::default());
        assert!(
            lines.contains(&"2020年4月1日\u{3000}第2版第4刷発行".to_owned()) && lines.contains(&"発行所\u{3000}某社".to_owned()),
            "{lines:?}"
        );
    }

    #[test]
    fn an_electronic_edition_may_have_one_line() {
        let short = Imprint { template: Some(ImprintTemplate::Short), ..Imprint::default() };
        let (lines, told) = imprint("zh-Hant-TW", short, Counts::default());
        assert_eq!(lines.last().unwrap(), "書名\u{3000}橫排\u{3000}某社\u{3000}2020年4月1日");
        assert!(told.is_empty());
    }

    #[test]
    fn decimals_have_no_idle_zeros() {
        assert_eq!((trimmed_decimal(8000), trimmed_decimal(7250), trimmed_decimal(7063)), ("8".into(), "7.25".into(), "7.063".into()));
    }
}
