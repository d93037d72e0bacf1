//! An edition to the bytes of its EPUB.

use super::accessibility::Accessibility;
use super::assemble::Resource;
use super::assemble::assemble;
use super::fonts;
use super::fonts::EmbeddedFace;
use super::package;
use super::package::PackageInput;
use super::pictures;
use super::profile::Judged;
use super::profile::Profile;
use super::validate;
use super::validate::Gravity;
use crate::book::Book;
use crate::container::ContainerLimits;
use crate::diag::Code;
use crate::diag::Context;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::Report;
use crate::font::Fonts;
use crate::manuscript::Date;
use crate::manuscript::Edition;
use crate::manuscript::EpubRuby;
use crate::manuscript::Identifier;
use crate::manuscript::Metadata;
use crate::picture::Pictures;
use crate::resolve::PageMap;
use crate::resolve::Resolved;
use crate::style::cascade;
use crate::xhtml::ContentInput;
use crate::xhtml::ReadingMarkup;
use crate::xhtml::StyleInput;
use crate::xhtml::compose;
use crate::xhtml::stylesheet;
use std::collections::BTreeMap;

/// What an EPUB is made from.
pub struct EpubInput<'a> {
    /// The edition's tree.
    pub book: &'a Book,
    pub resolved: &'a Resolved,
    /// The pages of the edition's PDF; none when it has no PDF.
    pub page_map: Option<&'a PageMap>,
    /// By path in the project.
    pub pictures: &'a Pictures,
    pub fonts: &'a Fonts,
    pub metadata: &'a Metadata,
    pub edition: &'a Edition,
    /// Of this EPUB.
    pub identifier: &'a Identifier,
    /// Of the PDF whose pages the page list names.
    pub pdf_identifier: Option<&'a Identifier>,
    /// When the edition was last modified, as the caller knows it: of the edition, of the work, SOURCE_DATE_EPOCH. The day of
    /// publication stands in for it.
    pub modified: Option<&'a Date>,
}

/// A finished EPUB.
#[derive(Clone, Debug)]
pub struct Epub {
    pub bytes: Vec<u8>,
    /// In the order of their files.
    pub fonts: Vec<EmbeddedFace>,
}

/// Writes the EPUB of an edition. Equal input gives equal bytes.
pub fn write(input: &EpubInput<'_>, context: &Context, report: &mut Report) -> Result<Epub, ErrorReported> {
    let modified = modified(input, report)?;
    let pictures = pictures::collect(input.book, input.pictures, &context.limits, report)?;
    let title = input.metadata.main_title().map_or("", |title| title.text.text.as_str());
    let profile = Profile::of(input.edition.epub.profile);
    let readings = match (input.edition.epub.ruby, profile.ruby_parentheses) {
        (EpubRuby::None, _) => ReadingMarkup::Omitted,
        (EpubRuby::Keep, true) => ReadingMarkup::Parentheses,
        (EpubRuby::Keep, false) => ReadingMarkup::Ruby,
    };
    let content = compose(&ContentInput {
        book: input.book,
        resolved: input.resolved,
        page_map: input.page_map,
        pictures: &pictures.places,
        direction: input.edition.direction,
        names: profile.file_names(),
        readings,
        title,
    });
    report_removed(&content.removed, report);
    // The look is that of the pages; what is wrong with it was told with them.
    let theme = cascade(input.edition, &mut Report::default()).theme;
    let fonts = fonts::choose(input, &theme, &content, report)?;
    let style = StyleInput { direction: input.edition.direction, region: input.edition.region, theme: &theme, fonts: &fonts.rules };
    let style = stylesheet(&style);
    let accessibility = Accessibility::of(input.book, &pictures, &content, input.edition.direction, readings);
    let mut resources = vec![Resource::text(profile.file_names().style_sheet(), "text/css", style)];
    let all_have_alternatives = pictures.all_have_alternatives;
    let cover = pictures.places.iter().find(|(_, place)| Some(&place.href) == pictures.cover.as_ref()).map(|(path, _)| path.clone());
    resources.extend(pictures.resources.iter().cloned());
    let places = &pictures.places;
    resources.extend(fonts.resources);
    let package = package::write(&PackageInput {
        input,
        content: &content,
        resources: &resources,
        cover_image: pictures.cover.as_deref(),
        accessibility: &accessibility,
        profile,
        modified,
        has_fonts: !fonts.rules.is_empty(),
    });
    report_removed(&package.removed, report);
    let bytes = assemble(&content.documents, &resources, &package.text, profile.file_names())
        .map_err(|reason| report.error(Diagnostic::new(Code::UnassembledPublication).with("reason", reason)))?;
    report_faults(&bytes, report)?;
    let judged = Judged {
        input,
        content: &content,
        pictures: places.keys().filter_map(|path| Some((path.as_str(), input.pictures.get(path)?))).collect(),
        cover: cover.and_then(|path| input.pictures.get(&path)),
        all_have_alternatives,
        bytes: bytes.len(),
    };
    judged.check(report);
    Ok(Epub { bytes, fonts: fonts.faces })
}

/// Checks the finished file; one that breaks a rule of the format is not handed out.
fn report_faults(bytes: &[u8], report: &mut Report) -> Result<(), ErrorReported> {
    let limits = ContainerLimits { files: usize::MAX, file_bytes: u64::MAX >> 1, total_bytes: u64::MAX >> 1 };
    let mut refused = Ok(());
    for fault in validate::validate(bytes, limits).into_iter().filter(|fault| fault.gravity >= Gravity::Warning) {
        let finding =
            Diagnostic::new(Code::InvalidPublication).with("rule", fault.rule).with("path", fault.file).with("reason", fault.reason);
        refused = Err(report.error(finding));
    }
    refused
}

/// The date given, else the day of publication; never an invented one.
fn modified<'a>(input: &EpubInput<'a>, report: &mut Report) -> Result<&'a Date, ErrorReported> {
    let date = input.modified.or(input.metadata.published.as_ref());
    date.ok_or_else(|| report.error(Diagnostic::new(Code::NoModifiedDate).with("edition", &input.edition.name)))
}

fn report_removed(removed: &BTreeMap<char, usize>, report: &mut Report) {
    for (character, count) in removed {
        let name = format!("U+{:04X}", u32::from(*character));
        report.add(Diagnostic::new(Code::ForbiddenCharacter).with("character", name).with("count", count));
    }
}
