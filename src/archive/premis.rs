//! PREMIS 3: what happened to the files of a bag, by whom and when.

use super::digest::Algorithm;
use super::digest::digests;
use crate::manuscript::Format;
use crate::pipeline::Built;
use crate::xml::Layout;
use crate::xml::Writer;

/// An event: its kind, what was done, and its outcome.
struct Event<'a> {
    kind: &'a str,
    detail: &'a str,
    outcome: &'a str,
    /// The files that it made or looked at.
    objects: Vec<&'a str>,
}

/// Objects, events and the one agent, in the order in which the schema has them. All events are of the day that the metadata gives.
pub(super) fn write(payload: &[(&str, &[u8])], built: &Built, agent: &str, date: &str) -> String {
    let mut xml = Writer::with_declaration(Layout::Indented);
    let schema = "http://www.w3.org/2001/XMLSchema-instance";
    xml.open("premis", &[("xmlns", "http://www.loc.gov/premis/v3"), ("xmlns:xsi", schema), ("version", "3.0")]);
    for (path, bytes) in payload {
        object(&mut xml, path, bytes);
    }
    let of = |format: Format| -> Vec<&str> {
        let names: Vec<&str> = built.files.iter().filter(|file| file.format == format).map(|file| file.name.as_str()).collect();
        payload.iter().map(|(path, _)| *path).filter(|path| path.strip_prefix("data/").is_some_and(|name| names.contains(&name))).collect()
    };
    let manuscript: Vec<&str> = payload.iter().map(|(path, _)| *path).filter(|path| path.starts_with(super::package::MANUSCRIPT)).collect();
    let made = [of(Format::Epub), of(Format::Pdf)].concat();
    let all: Vec<&str> = payload.iter().map(|(path, _)| *path).collect();
    let events = [
        Event { kind: "ingestion", detail: "the manuscript and its pictures were read", outcome: "success", objects: manuscript },
        Event { kind: "creation", detail: "the editions were built from the manuscript", outcome: "success", objects: made },
        Event {
            kind: "validation",
            detail: "each EPUB was held against EPUB 3.3 and the rules of libraries",
            outcome: "success",
            objects: of(Format::Epub),
        },
        Event {
            kind: "validation",
            detail: "each PDF was read back: references, fonts, structure, the claim of PDF/A",
            outcome: "success",
            objects: of(Format::Pdf),
        },
        Event { kind: "message digest calculation", detail: "SHA-256 and SHA-512 of every file", outcome: "success", objects: all },
    ];
    for (number, event) in events.iter().filter(|event| !event.objects.is_empty()).enumerate() {
        write_event(&mut xml, number + 1, event, agent, date);
    }
    xml.open("agent", &[]);
    identifier(&mut xml, "agent", agent);
    xml.element("agentName", &[], "fuzi");
    xml.element("agentType", &[], "software");
    xml.element("agentVersion", &[], env!("CARGO_PKG_VERSION"));
    xml.close();
    xml.close();
    xml.finish().text
}

fn identifier(xml: &mut Writer, of: &str, value: &str) {
    xml.open(&format!("{of}Identifier"), &[]);
    xml.element(&format!("{of}IdentifierType"), &[], "local");
    xml.element(&format!("{of}IdentifierValue"), &[], value);
    xml.close();
}

fn object(xml: &mut Writer, path: &str, bytes: &[u8]) {
    xml.open("object", &[("xsi:type", "file")]);
    identifier(xml, "object", path);
    xml.open("objectCharacteristics", &[]);
    for (algorithm, digest) in digests(bytes, &Algorithm::WRITTEN) {
        let name = if algorithm == Algorithm::Sha256 { "SHA-256" } else { "SHA-512" };
        xml.open("fixity", &[]);
        xml.element("messageDigestAlgorithm", &[], name);
        xml.element("messageDigest", &[], &digest);
        xml.close();
    }
    xml.element("size", &[], &bytes.len().to_string());
    xml.open("format", &[]);
    xml.open("formatDesignation", &[]);
    xml.element("formatName", &[], media_type(path));
    xml.close();
    xml.close();
    xml.close();
    xml.element("originalName", &[], path.rsplit('/').next().unwrap_or(path));
    xml.close();
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).as_deref() {
        Some("epub") => "application/epub+zip",
        Some("pdf") => "application/pdf",
        Some("md") => "text/markdown",
        Some("toml") => "application/toml",
        Some("txt") => "text/plain",
        Some("csv") => "text/csv",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("svg") => "image/svg+xml",
        Some("webp") => "image/webp",
        Some("tif" | "tiff") => "image/tiff",
        Some("otf" | "ttf" | "ttc" | "otc") => "font/collection",
        _ => "application/octet-stream",
    }
}

fn write_event(xml: &mut Writer, number: usize, event: &Event<'_>, agent: &str, date: &str) {
    xml.open("event", &[]);
    identifier(xml, "event", &format!("event-{number}"));
    xml.element("eventType", &[], event.kind);
    xml.element("eventDateTime", &[], date);
    xml.open("eventDetailInformation", &[]);
    xml.element("eventDetail", &[], event.detail);
    xml.close();
    xml.open("eventOutcomeInformation", &[]);
    xml.element("eventOutcome", &[], event.outcome);
    xml.close();
    xml.open("linkingAgentIdentifier", &[]);
    xml.element("linkingAgentIdentifierType", &[], "local");
    xml.element("linkingAgentIdentifierValue", &[], agent);
    xml.close();
    for object in &event.objects {
        xml.open("linkingObjectIdentifier", &[]);
        xml.element("linkingObjectIdentifierType", &[], "local");
        xml.element("linkingObjectIdentifierValue", &[], object);
        xml.close();
    }
    xml.close();
}
