//! What makes an edition's outputs themselves: identifiers and the date of modification.

use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::manuscript::Date;
use crate::manuscript::Edition;
use crate::manuscript::Format;
use crate::manuscript::Identifier;
use crate::manuscript::Metadata;

/// What stands for a date of modification where no date is known at all: EPUB demands one, and a clock is not asked.
const NO_DATE: &str = "1970-01-01T00:00:00Z";

/// The edition with an identifier for each of its formats and, where it is known, the date of modification: the edition's, else
/// the book's, else `source_date` (the environment's `SOURCE_DATE_EPOCH`).
pub(super) fn identify(edition: &Edition, metadata: &Metadata, slug: &str, source_date: Option<&Date>) -> Edition {
    let mut edition = edition.clone();
    edition.modified = edition.modified.take().or_else(|| metadata.modified.clone()).or_else(|| source_date.cloned());
    for format in edition.formats.clone() {
        if edition.identifiers.iter().all(|(other, _)| *other != format) {
            let name = format!("{slug}/{}.{}", edition.name, extension(format));
            edition.identifiers.push((format, Identifier::from_name(&name)));
        }
    }
    edition
}

/// Reports an edition that neither its own key nor the book's nor the environment dates; no date is ever made up.
pub(super) fn missing_date(edition: &Edition, report: &mut Report) {
    if edition.modified.is_none() {
        report.add(Diagnostic::new(Code::MissingModified).in_file("book.toml").with("edition", &edition.name));
    }
}

/// The date of modification that the package document cannot do without: the edition's, else the day of publication, else a
/// conspicuous one, with a finding. It is printed nowhere.
pub(super) fn package_date(edition: &Edition, metadata: &Metadata, report: &mut Report) -> Date {
    if let Some(known) = &edition.modified {
        return known.clone();
    }
    let date = metadata.published.clone().or_else(|| Date::new(NO_DATE)).expect("the date in the constant exists in the calendar");
    report.add(Diagnostic::new(Code::SubstituteModified).in_file("book.toml").with("date", date.as_str()));
    date
}

/// The identifier of an edition's output; [`identify`] has seen to it that there is one.
pub(super) fn identifier(edition: &Edition, format: Format) -> &Identifier {
    let found = edition.identifiers.iter().find(|(other, _)| *other == format);
    found.map(|(_, identifier)| identifier).expect("an identified edition has an identifier for each of its formats")
}

/// The file name extension of a format, without dot.
pub(super) fn extension(format: Format) -> &'static str {
    match format {
        Format::Epub => "epub",
        Format::Pdf => "pdf",
    }
}

/// The moment that `SOURCE_DATE_EPOCH` gives as seconds since 1970 in UTC; none when it is no such number or beyond the year 9999.
pub fn source_date(seconds: &str) -> Option<Date> {
    let seconds: u64 = seconds.trim().parse().ok()?;
    let (days, clock) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(i64::try_from(days).ok()?);
    let text = format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", clock / 3600, clock / 60 % 60, clock % 60);
    Date::new(&text)
}

/// Year, month and day of a number of days since 1970-01-01, in the Gregorian calendar. Years are counted from March, so that the
/// leap day is a year's last; 146,097 days are 400 years.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_date_is_a_moment_in_utc() {
        let date = |seconds: &str| source_date(seconds).map(|date| date.as_str().to_owned());
        assert_eq!(date("0").as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(date("951827696").as_deref(), Some("2000-02-29T12:34:56Z"));
        assert_eq!(date("1709251199").as_deref(), Some("2024-02-29T23:59:59Z"));
        assert_eq!(date("4107542400").as_deref(), Some("2100-03-01T00:00:00Z"));
        for none in ["", "yesterday", "-1", "99999999999999"] {
            assert_eq!(date(none), None, "{none}");
        }
    }
}
