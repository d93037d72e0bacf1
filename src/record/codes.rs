//! Codes of languages, roles and file types.

use crate::manuscript::Format;

/// The language in ISO 639-2/B, which MARC, MODS and ONIX use; `und` for one that has no row here.
pub fn language(tag: &str) -> &'static str {
    const CODES: &[(&str, &str)] = &[
        ("ar", "ara"),
        ("bo", "tib"),
        ("cs", "cze"),
        ("da", "dan"),
        ("de", "ger"),
        ("el", "gre"),
        ("en", "eng"),
        ("es", "spa"),
        ("fi", "fin"),
        ("fr", "fre"),
        ("he", "heb"),
        ("hi", "hin"),
        ("hu", "hun"),
        ("id", "ind"),
        ("it", "ita"),
        ("ja", "jpn"),
        ("ko", "kor"),
        ("la", "lat"),
        ("mn", "mon"),
        ("ms", "may"),
        ("nan", "nan"),
        ("nl", "dut"),
        ("no", "nor"),
        ("pl", "pol"),
        ("pt", "por"),
        ("ru", "rus"),
        ("sa", "san"),
        ("sv", "swe"),
        ("th", "tha"),
        ("tr", "tur"),
        ("uk", "ukr"),
        ("vi", "vie"),
        ("yue", "chi"),
        ("zh", "chi"),
    ];
    let primary = tag.split('-').next().unwrap_or_default();
    CODES.iter().find(|(own, _)| own.eq_ignore_ascii_case(primary)).map_or("und", |(_, code)| code)
}

/// The role of ONIX code list 17 for a MARC relator code; `Z99` is any other.
pub fn onix_role(relator: &str) -> &'static str {
    match relator {
        "aut" => "A01",
        "ill" => "A12",
        "pht" => "A13",
        "art" => "A35",
        "aui" => "A15",
        "ann" => "A20",
        "ivr" => "A44",
        "ive" => "A43",
        "com" => "C01",
        "edt" => "B01",
        "trl" => "B06",
        "cov" | "bkd" | "bjd" => "A36",
        _ => "Z99",
    }
}

pub fn media_type(format: Format) -> &'static str {
    match format {
        Format::Epub => "application/epub+zip",
        Format::Pdf => "application/pdf",
    }
}

pub fn format_name(format: Format) -> &'static str {
    match format {
        Format::Epub => "EPUB",
        Format::Pdf => "PDF",
    }
}
