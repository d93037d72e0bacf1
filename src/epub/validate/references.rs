//! What documents refer to: whether it is there, listed, of the right type, in the reading order.

use super::address;
use super::address::Address;
use super::container::Files;
use super::content::Document;
use super::fault::Faults;
use super::package::Package;
use super::types;
use super::uses::Reference;
use super::uses::Use;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Every document of a publication by path.
pub struct Whole<'a> {
    pub package: &'a Package,
    pub files: &'a Files<'a>,
    pub documents: &'a BTreeMap<String, Document>,
    /// Types by path, for those that are listed.
    pub types: BTreeMap<&'a str, usize>,
}

/// What the check of all references leaves to be known.
#[derive(Debug, Default)]
pub struct Found {
    /// Items in the spine that something links to.
    pub linked: BTreeSet<usize>,
    /// Documents that use something outside the container.
    pub remote: BTreeSet<String>,
}

/// Checks what the document or style sheet at `path` refers to.
pub fn check(whole: &Whole<'_>, path: &str, references: &[Reference], remote_base: bool, found: &mut Found, faults: &mut Faults) {
    let has_core_source = references.iter().any(|one| one.usage == Use::Source && is_core_source(whole, path, one));
    for reference in references {
        let address = address::resolve(path, &reference.address);
        match address {
            Address::Inside { .. } if remote_base && reference.usage != Use::Link && !reference.address.starts_with('#') => {
                faults.error("RSC-006", path, format!("{} lies outside the container by its base", reference.address));
            }
            Address::Inside { .. } if remote_base => {}
            Address::Inside { path: target, fragment, query } => {
                if query {
                    faults.error("RSC-033", path, format!("{} has a query", reference.address));
                }
                inside(whole, path, reference, &target, fragment.as_deref(), has_core_source, found, faults);
            }
            Address::Outside => faults.error("RSC-026", path, format!("{} leads out of the container", reference.address)),
            Address::Remote(address) => remote(whole, path, reference, &address, found, faults),
            Address::Data { media_type } => data(path, reference, &media_type, faults),
            Address::File => faults.error("RSC-030", path, format!("{} is an address of a local file", reference.address)),
            Address::Invalid => faults.error("RSC-020", path, format!("{} is no address", reference.address)),
            Address::Other => {}
        }
    }
}

fn is_core_source(whole: &Whole<'_>, path: &str, reference: &Reference) -> bool {
    match address::resolve(path, &reference.address) {
        Address::Inside { path: target, .. } => whole
            .types
            .get(target.as_str())
            .is_some_and(|&index| types::is_core(&whole.package.items[index].media_type) || is_video(whole, index)),
        _ => true,
    }
}

fn is_video(whole: &Whole<'_>, index: usize) -> bool {
    whole.package.items[index].media_type.starts_with("video/")
}

#[expect(clippy::too_many_arguments, reason = "each is another side of one reference")]
fn inside(
    whole: &Whole<'_>,
    path: &str,
    reference: &Reference,
    target: &str,
    fragment: Option<&str>,
    has_core_source: bool,
    found: &mut Found,
    faults: &mut Faults,
) {
    let usage = reference.usage;
    let listed = whole.types.get(target).copied();
    if !whole.files.contains_key(target) {
        let (rule, kind) = if usage == Use::Style && path.ends_with(".css") { ("RSC-001", "style sheet") } else { ("RSC-007", "resource") };
        if !(listed.is_some() && usage != Use::Link) {
            faults.error(rule, path, format!("the {kind} {target} is not in the container"));
        }
        return;
    }
    let Some(index) = listed else {
        if target != path && target != whole.package.path {
            faults.error("RSC-008", path, format!("{target} is not in the manifest"));
        }
        return;
    };
    let item = &whole.package.items[index];
    if matches!(usage, Use::Link) && types::is_content_document(&item.media_type) {
        match whole.package.spine.iter().position(|(listed, _)| *listed == index) {
            Some(_) => {
                found.linked.insert(index);
            }
            None => faults.error("RSC-011", path, format!("{target} is not in the reading order")),
        }
    } else if usage == Use::Link
        && !whole.package.falls_back(index, types::is_content_document)
        && !whole.package.spine.iter().any(|(listed, _)| *listed == index)
    {
        faults.error("RSC-010", path, format!("{target} is no content document and falls back to none"));
    }
    if let Some(fragment) = fragment {
        if usage == Use::Style {
            faults.error("RSC-013", path, format!("a style sheet is named with the fragment {fragment}"));
        } else if let Some(document) = whole.documents.get(target)
            && !fragment.is_empty()
            && !fragment.contains(['(', '='])
            && !document.ids.contains(fragment)
        {
            faults.error("RSC-012", path, format!("nothing in {target} has the id {fragment}"));
        }
    }
    if let Some(declared) = reference.declared.as_deref().map(|kind| kind.split(';').next().unwrap_or_default().trim())
        && !declared.is_empty()
        && !declared.eq_ignore_ascii_case(&item.media_type)
        && matches!(usage, Use::Object { .. } | Use::PictureImage | Use::Source | Use::Media)
    {
        faults.warning("OPF-013", path, format!("{target} is {} and not {declared}", item.media_type));
    }
    foreign(whole, path, reference, index, has_core_source, faults);
}

/// A resource of a type that reading systems need not know has something to fall back to (EPUB 3.3, 3.4).
fn foreign(whole: &Whole<'_>, path: &str, reference: &Reference, index: usize, has_core_source: bool, faults: &mut Faults) {
    let item = &whole.package.items[index];
    let falls_back = |suits: fn(&str) -> bool| whole.package.falls_back(index, suits);
    let wrong = match reference.usage {
        Use::Image => !falls_back(types::is_image),
        Use::PictureImage => {
            if !types::is_image(&item.media_type) {
                match reference.declared.as_deref() {
                    None => faults.error("MED-003", path, format!("{} in <picture> is {}", item.path, item.media_type)),
                    Some("") => faults.error("MED-007", path, format!("the source {} does not say its type", item.path)),
                    Some(_) => {}
                }
            }
            false
        }
        Use::Media | Use::Source => {
            let core = |kind: &str| types::is_core(kind) || kind.starts_with("video/");
            !falls_back(core) && (reference.usage == Use::Media || !has_core_source)
        }
        Use::Frame => !falls_back(types::is_content_document) && !falls_back(types::is_core),
        Use::Object { has_content } => !has_content && !falls_back(|kind| types::is_core(kind) || kind.starts_with("video/")),
        Use::Link | Use::Cite | Use::Track | Use::Style | Use::Script | Use::Font | Use::Drawing => false,
    };
    if wrong {
        faults.error("RSC-032", path, format!("{} is {}, which needs a fallback", item.path, item.media_type));
    }
}

fn remote(whole: &Whole<'_>, path: &str, reference: &Reference, address: &str, found: &mut Found, faults: &mut Faults) {
    let allowed = match reference.usage {
        Use::Link | Use::Cite => return,
        Use::Media | Use::Source | Use::Font => true,
        Use::Object { .. } => {
            let kind = reference
                .declared
                .clone()
                .or_else(|| whole.package.item(address).map(|index| whole.package.items[index].media_type.clone()));
            kind.is_some_and(|kind| types::may_be_remote(&kind))
        }
        Use::Image | Use::PictureImage | Use::Track | Use::Style | Use::Script | Use::Frame | Use::Drawing => false,
    };
    if !allowed {
        faults.error("RSC-006", path, format!("{address} lies outside the container"));
        return;
    }
    found.remote.insert(path.to_owned());
    let plain = address.split(['#', '?']).next().unwrap_or(address);
    match whole.package.items.iter().find(|item| item.remote && (item.path == address || item.path == plain)) {
        None => faults.error("RSC-008", path, format!("{address} is not in the manifest")),
        Some(_) if address.starts_with("http:") => faults.warning("RSC-031", path, format!("{address} is not https")),
        Some(_) => {}
    }
}

fn data(path: &str, reference: &Reference, media_type: &str, faults: &mut Faults) {
    match reference.usage {
        Use::Link => faults.error("RSC-029", path, "a link may not be a data address"),
        Use::Image if !types::is_image(media_type) => faults.error("RSC-032", path, format!("{media_type} needs a fallback")),
        _ => {}
    }
}
