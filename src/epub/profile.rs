//! What stores and libraries ask of a publication beyond EPUB 3.3.

use super::write::EpubInput;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::Report;
use crate::manuscript::EpubProfile;
use crate::picture::Format;
use crate::picture::Picture;
use crate::xhtml::Content;
use crate::xhtml::FileNames;
use serde::Deserialize;
use std::sync::OnceLock;

/// A profile as `assets/profiles` has it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Profile {
    /// Where its rules are published.
    pub sources: Vec<String>,
    pub names: Names,
    pub page_source: PageSource,
    /// Whether readings stand between parentheses for readers that do not know ruby.
    pub ruby_parentheses: bool,
    /// Whether what it asks for is an error, so that no publication is made.
    pub refuses: bool,
    #[serde(default)]
    pub guide: Option<Guide>,
    #[serde(default)]
    pub needs: Needs,
    #[serde(default)]
    pub limits: Limits,
}

/// How files are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Names {
    Plain,
    /// As the production guides of Japan and Taiwan have it.
    Guide,
}

/// How the package names the publication whose pages it lists (EPUB Accessibility 1.1, 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageSource {
    PageBreakSource,
    /// The older form: a source that is marked as that of the pages.
    SourceOf,
}

/// The version of a production guide that a publication follows.
#[derive(Debug, Deserialize)]
pub struct Guide {
    pub prefix: String,
    pub address: String,
    pub property: String,
    pub version: String,
}

/// What must be there.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Needs {
    /// An alternative text for every picture.
    pub alternatives: bool,
    pub cover: bool,
    pub creator: bool,
    pub publisher: bool,
    pub published: bool,
    pub rights: bool,
}

/// What may not be exceeded; bytes and pixels.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Limits {
    pub document_bytes: Option<u64>,
    pub file_bytes: Option<u64>,
    pub picture_bytes: Option<u64>,
    pub picture_pixels: Option<u64>,
    pub cover_shortest: Option<u64>,
    pub cover_longest: Option<u64>,
    pub contents_levels: Option<u64>,
}

impl Profile {
    pub fn of(profile: EpubProfile) -> &'static Profile {
        static PROFILES: OnceLock<[Profile; 6]> = OnceLock::new();
        let read = |text: &str| toml::from_str::<Profile>(text).expect("the profiles of assets/profiles are read by a test");
        let profiles = PROFILES.get_or_init(|| {
            [
                read(include_str!("../../assets/profiles/default.toml")),
                read(include_str!("../../assets/profiles/library.toml")),
                read(include_str!("../../assets/profiles/kindle.toml")),
                read(include_str!("../../assets/profiles/kobo.toml")),
                read(include_str!("../../assets/profiles/japan.toml")),
                read(include_str!("../../assets/profiles/taiwan.toml")),
            ]
        });
        &profiles[match profile {
            EpubProfile::Default => 0,
            EpubProfile::Library => 1,
            EpubProfile::Kindle => 2,
            EpubProfile::Kobo => 3,
            EpubProfile::Japan => 4,
            EpubProfile::Taiwan => 5,
        }]
    }

    pub fn file_names(&self) -> FileNames {
        match self.names {
            Names::Plain => FileNames::Plain,
            Names::Guide => FileNames::Guide,
        }
    }
}

/// A publication about to be judged by a profile.
pub struct Judged<'a> {
    pub input: &'a EpubInput<'a>,
    pub content: &'a Content,
    /// The project's paths of the pictures in it and the pictures.
    pub pictures: Vec<(&'a str, &'a Picture)>,
    pub cover: Option<&'a Picture>,
    pub all_have_alternatives: bool,
    /// Of the finished file.
    pub bytes: usize,
}

impl Judged<'_> {
    /// Reports what the edition's profile would refuse.
    pub fn check(&self, report: &mut Report) {
        let profile = Profile::of(self.input.edition.epub.profile);
        let mut reasons = Reasons {
            refuses: profile.refuses,
            name: self.input.edition.epub.profile.as_str(),
            source: profile.sources.first().map_or("", String::as_str),
            report,
        };
        self.needs(&profile.needs, &mut reasons);
        self.limits(&profile.limits, &mut reasons);
    }

    fn needs(&self, needs: &Needs, reasons: &mut Reasons<'_>) {
        let metadata = self.input.metadata;
        let facts = [
            (needs.alternatives, self.all_have_alternatives, "alternatives", "every picture has an alternative text"),
            (needs.cover, self.cover.is_some(), "cover", "there is a cover picture (book.cover)"),
            (needs.creator, !metadata.creators.is_empty(), "creator", "book.creators names someone"),
            (needs.publisher, metadata.publisher.is_some(), "publisher", "book.publisher is there"),
            (needs.published, metadata.published.is_some(), "published", "book.published is there"),
            (needs.rights, metadata.rights.is_some() || metadata.rights_url.is_some(), "rights", "book.rights or book.rights-url is there"),
        ];
        for (asked, holds, rule, wanted) in facts {
            if asked && !holds {
                reasons.add(rule, wanted.to_owned(), None);
            }
        }
    }

    fn limits(&self, limits: &Limits, reasons: &mut Reasons<'_>) {
        let mut at_most = |limit: Option<u64>, found: u64, rule: &str, unit: &str, path: Option<&str>| {
            if let Some(limit) = limit.filter(|limit| found > *limit) {
                reasons.add(rule, format!("at most {limit} {unit}; {found} are there"), path);
            }
        };
        at_most(limits.file_bytes, self.bytes as u64, "file-bytes", "bytes", None);
        for document in &self.content.documents {
            at_most(
                limits.document_bytes,
                document.text.len() as u64,
                "document-bytes",
                "bytes in a content document",
                Some(&document.path),
            );
        }
        for (path, picture) in &self.pictures {
            let pixels = u64::from(picture.size.width) * u64::from(picture.size.height);
            at_most(limits.picture_bytes, picture.bytes.len() as u64, "picture-bytes", "bytes in a picture", Some(path));
            if picture.format != Format::Svg {
                at_most(limits.picture_pixels, pixels, "picture-pixels", "pixels in a picture", Some(path));
            }
        }
        let levels = self.input.resolved.contents.iter().map(|entry| u64::from(entry.level)).max().unwrap_or(0);
        at_most(limits.contents_levels, levels, "contents-levels", "levels of headings in the contents", None);
        if let Some(cover) = self.cover.filter(|cover| cover.format != Format::Svg) {
            let sides = [u64::from(cover.size.width), u64::from(cover.size.height)];
            at_most(limits.cover_longest, sides[0].max(sides[1]), "cover-longest", "pixels on a side of the cover", None);
            if let Some(least) = limits.cover_shortest.filter(|least| sides[0].min(sides[1]) < *least) {
                let found = sides[0].min(sides[1]);
                reasons.add("cover-shortest", format!("at least {least} pixels on each side of the cover; {found} are there"), None);
            }
        }
    }
}

struct Reasons<'a> {
    refuses: bool,
    name: &'static str,
    /// Where the rules are published.
    source: &'static str,
    report: &'a mut Report,
}

impl Reasons<'_> {
    fn add(&mut self, rule: &str, wanted: String, path: Option<&str>) {
        let code = if self.refuses { Code::ProfileRefuses } else { Code::ProfileWarns };
        let finding =
            Diagnostic::new(code).with("profile", self.name).with("rule", rule).with("wanted", wanted).with("source", self.source);
        self.report.add(match path {
            Some(path) => finding.in_file(path),
            None => finding,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::Profile;
    use crate::manuscript::EpubProfile;

    #[test]
    fn every_profile_is_read_and_says_where_its_rules_are_from() {
        for profile in EpubProfile::ALL {
            assert!(!Profile::of(*profile).sources.is_empty(), "{}", profile.as_str());
        }
    }
}
