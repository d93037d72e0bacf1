//! The container.

use crate::container;
use crate::container::ContainerLimits;
use crate::container::Entry;
use crate::xhtml::ContentDocument;
use crate::xhtml::FileNames;
use epub_builder::EpubBuilder;
use epub_builder::EpubContent;
use epub_builder::EpubVersion;
use epub_builder::ZipLibrary;
use std::borrow::Cow;
use std::sync::Arc;

/// Where epub-builder puts the package document and everything beside it.
const ROOT: &str = "OEBPS/";
const PACKAGE: &str = "OEBPS/content.opf";
const BUILDER_NAVIGATION: &str = "nav.xhtml";
const CONTAINER: &str = "META-INF/container.xml";

/// What epub-builder adds and this publication does not hold: an NCX, a style sheet of its own, Apple's options for EPUB 2.
const LEFT_OUT: [&str; 3] = ["OEBPS/toc.ncx", "OEBPS/stylesheet.css", "META-INF/com.apple.ibooks.display-options.xml"];

/// A file of the publication that is no content document.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Relative to the package document; ASCII, lower case.
    pub path: String,
    pub media_type: &'static str,
    pub data: Arc<[u8]>,
}

impl Resource {
    pub fn text(path: &str, media_type: &'static str, text: String) -> Resource {
        Resource { path: path.to_owned(), media_type, data: text.into_bytes().into() }
    }
}

/// Packs the publication: epub-builder lays out the container, which is opened again; package and navigation documents are ours, and the
/// archive is packed in a fixed order with fixed times. Fails only if epub-builder refuses what it is given.
pub fn assemble(documents: &[ContentDocument], resources: &[Resource], package: &str, names: FileNames) -> Result<Vec<u8>, String> {
    let files =
        container::read(&lay_out(documents, resources, names)?, ContainerLimits { files: usize::MAX, ..ContainerLimits::default() })
            .map_err(|error| error.to_string())?;
    let kept = files.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()));
    let folder = names.package().rsplit_once('/').map_or("", |(folder, _)| folder);
    let packed: Vec<(String, Cow<'_, [u8]>)> = kept
        .map(|(name, data)| {
            let Some(inside) = name.strip_prefix(ROOT) else {
                let renamed = name == CONTAINER && names.package() != PACKAGE;
                let text = renamed.then(|| String::from_utf8_lossy(data).replace(PACKAGE, names.package()).into_bytes());
                return (name.clone(), text.map_or(Cow::Borrowed(data.as_slice()), Cow::Owned));
            };
            if name == PACKAGE {
                return (names.package().to_owned(), Cow::Borrowed(package.as_bytes()));
            }
            let (path, own) = if inside == BUILDER_NAVIGATION {
                let document = documents.iter().find(|document| document.path == names.navigation());
                (names.navigation(), document.map(|document| document.text.as_bytes()))
            } else {
                (inside, resources.iter().find(|resource| resource.path == inside).map(|resource| resource.data.as_ref()))
            };
            (format!("{folder}/{path}"), Cow::Borrowed(own.unwrap_or(data)))
        })
        .collect();
    let entries = packed.iter().map(|(name, data)| Entry { name, data }).collect();
    Ok(container::write(&in_order(entries, names)))
}

/// What epub-builder makes of the files. Nothing of its package document survives, so it is told neither title nor date. Resources go
/// in empty and are filled in when the archive is packed anew: deflating and inflating pictures and fonts would be waste.
fn lay_out(documents: &[ContentDocument], resources: &[Resource], names: FileNames) -> Result<Vec<u8>, String> {
    let reason = |error: epub_builder::Error| error.to_string();
    let mut builder = EpubBuilder::new(ZipLibrary::new().map_err(reason)?).map_err(reason)?;
    builder.epub_version(EpubVersion::V33);
    for document in documents.iter().filter(|document| document.path != names.navigation()) {
        builder.add_content(EpubContent::new(&document.path, document.text.as_bytes())).map_err(reason)?;
    }
    for resource in resources {
        builder.add_resource(&resource.path, std::io::empty(), resource.media_type).map_err(reason)?;
    }
    let mut bytes = Vec::new();
    builder.generate(&mut bytes).map_err(reason)?;
    Ok(bytes)
}

/// The media type first, then what a reading system opens first, then the rest by name.
fn in_order(mut entries: Vec<Entry<'_>>, names: FileNames) -> Vec<Entry<'_>> {
    let rank = |name: &str| match name {
        "mimetype" => 0,
        CONTAINER => 1,
        name if name == names.package() => 2,
        _ => 3,
    };
    entries.sort_by(|a, b| (rank(a.name), a.name).cmp(&(rank(b.name), b.name)));
    entries
}
