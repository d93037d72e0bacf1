//! Dates, times and durations as HTML writes them (HTML, 2.3.5 and 4.5.14).

/// Whether the text is one that `<time datetime>` takes.
pub fn is_time(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || is_day(text) || is_week(text) || is_clock(text) || is_zone(text) || is_duration(text) {
        return true;
    }
    let Some((day, rest)) = text.split_once(['T', ' ']) else { return false };
    let zone = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
    fits(day, "0000-00-00") && is_clock(&rest[..zone]) && (zone == rest.len() || is_zone(&rest[zone..]))
}

/// Whether each character of the form stands there; 0 is any digit.
fn fits(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(byte, form)| if form == b'0' { byte.is_ascii_digit() } else { byte == form })
}

fn is_day(text: &str) -> bool {
    ["0000-00-00", "0000-00", "0000", "00-00", "--00-00"].iter().any(|form| fits(text, form))
}

fn is_week(text: &str) -> bool {
    fits(text, "0000-W00")
}

fn is_clock(text: &str) -> bool {
    ["00:00", "00:00:00", "00:00:00.0", "00:00:00.00", "00:00:00.000"].iter().any(|form| fits(text, form))
}

fn is_zone(text: &str) -> bool {
    text == "Z" || text.strip_prefix(['+', '-']).is_some_and(|rest| fits(rest, "00:00") || fits(rest, "0000"))
}

fn is_duration(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix('P') {
        let (days, clock) = rest.split_once('T').map_or((rest, None), |(days, clock)| (days, Some(clock)));
        let days_fit = days.is_empty() || days.strip_suffix('D').is_some_and(is_number);
        return days_fit && clock.map_or(!days.is_empty(), |clock| !clock.is_empty() && parts(clock, "HMS"));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    !words.is_empty()
        && words.iter().all(|word| parts(&word.to_ascii_uppercase(), "WDHMS") && word.chars().filter(|c| c.is_alphabetic()).count() == 1)
}

/// Numbers with units, each unit once and in order.
fn parts(text: &str, units: &str) -> bool {
    let mut rest = text;
    for unit in units.chars() {
        if let Some((number, after)) = rest.split_once(unit) {
            let fits = if unit == 'S' { is_fraction(number) } else { is_number(number) };
            if !fits {
                return false;
            }
            rest = after;
        }
    }
    rest.is_empty()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_fraction(text: &str) -> bool {
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    is_number(whole) && part.is_none_or(|part| is_number(part) && part.len() <= 3)
}

#[cfg(test)]
mod tests {
    use super::is_time;

    #[test]
    fn times_are_told_from_what_is_none() {
        for text in
            ["2026-11-24", "2026-11", "2026", "11-24", "12:05", "2026-11-24T12:05:09.5+08:00", "2026-W48", "PT2H30M", "P3D", "3d 4h"]
        {
            assert!(is_time(text), "{text}");
        }
        for text in ["201", "12:5", "2026-11-24T12", "P", "PT", "PT12H9", "24.11.2026", "2026W01", "343HD"] {
            assert!(!is_time(text), "{text}");
        }
    }
}
