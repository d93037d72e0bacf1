//! A bag read, and held against what it says of itself (RFC 8493, 3).

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::digest::Algorithm;
use super::manifest;
use super::manifest::Fault;
use super::manifest::Manifest;
use super::manifest::Scope;
use super::place::Place;
use super::place::read_whole;
use super::tag;
use super::tag::BAG_INFO;
use super::tag::DECLARATION;
use super::tag::Declaration;
use super::tag::FETCH;
use crate::diag::Code;
use crate::diag::Diagnostic;
use crate::diag::ErrorReported;
use crate::diag::FileId;
use crate::diag::Report;
use crate::diag::Severity;
use crate::diag::Sources;
use crate::diag::Span;
use crate::unicode::composed;

/// Bytes of a manifest or another tag file of the standard.
const LARGEST_TAG_FILE: u64 = 512 << 20;

/// A manifest with its place in the bag.
pub struct PlacedManifest {
    pub name: String,
    pub scope: Scope,
    pub algorithm: Algorithm,
    file: FileId,
    manifest: Manifest,
}

/// A bag whose tag files have been read.
pub struct Bag<'a> {
    pub place: &'a dyn Place,
    pub declaration: Declaration,
    pub manifests: Vec<PlacedManifest>,
    /// Labels and values of `bag-info.txt`.
    pub info: Vec<(String, String)>,
    /// Addresses by path.
    fetch: BTreeMap<String, String>,
    paths: BTreeSet<&'a str>,
    /// The paths by their composed forms.
    by_form: BTreeMap<String, &'a str>,
}

/// A digest that a file must have, and the place that says so.
pub struct Expected<'b> {
    pub manifest: &'b PlacedManifest,
    pub digest: &'b str,
    pub span: Span,
}

impl<'a> Bag<'a> {
    /// Reads the tag files. What may not be in a bag is told; only what is no bag at all is an error that ends the work.
    pub fn open(place: &'a dyn Place, sources: &mut Sources, report: &mut Report) -> Result<Bag<'a>, ErrorReported> {
        for (path, reason) in place.refused() {
            report.add(Diagnostic::new(Code::UnsafeBagPath).in_file(path).with("path", path).with("reason", reason));
        }
        let no_bag = |reason: &str, report: &mut Report| {
            report.error(Diagnostic::new(Code::NotABag).in_file(DECLARATION).with("path", place.name()).with("reason", reason))
        };
        let paths: BTreeSet<&str> = place.files().iter().map(|file| file.path.as_str()).collect();
        if !paths.contains(DECLARATION) {
            return Err(no_bag("it has no bagit.txt", report));
        }
        let bytes = read_whole(place, DECLARATION, LARGEST_TAG_FILE).map_err(|reason| no_bag(&reason, report))?;
        // This one file is always UTF-8, and no mark may stand before it (RFC 8493, 2.1.1).
        let Some(text) = tag::decode(&bytes, tag::Encoding::Utf8) else {
            return Err(no_bag("bagit.txt is not UTF-8", report));
        };
        if text.has_mark {
            odd(DECLARATION, "a byte order mark stands at its beginning, which the standard forbids", report);
        }
        let declaration = tag::declaration(&text.text).map_err(|reason| no_bag(&reason, report))?;
        let by_form = paths.iter().filter(|path| !path.is_ascii()).map(|path| (composed(path), *path)).collect();
        let (info, fetch) = (Vec::new(), BTreeMap::new());
        let mut bag = Bag { place, declaration, manifests: Vec::new(), info, fetch, paths, by_form };
        bag.read_manifests(sources, report);
        if bag.manifests.iter().all(|manifest| manifest.scope != Scope::Payload) {
            return Err(no_bag("it has no manifest of its payload by an algorithm that is known", report));
        }
        if let Some((_, text)) = bag.text(BAG_INFO, sources, report) {
            bag.info = tag::labels(&text);
        }
        if let Some((file, text)) = bag.text(FETCH, sources, report) {
            bag.read_fetch(file, &text, report);
        }
        Ok(bag)
    }

    /// Whether fuzi made it: its bags hold nothing that no manifest lists.
    pub fn is_ours(&self) -> bool {
        self.label("Bag-Software-Agent").is_some_and(|agent| agent.starts_with("fuzi "))
    }

    /// The value of a label of `bag-info.txt`; letters of either case are the same.
    pub fn label(&self, label: &str) -> Option<&str> {
        self.info.iter().find(|(own, _)| own.eq_ignore_ascii_case(label)).map(|(_, value)| value.as_str())
    }

    /// Files and bytes of the payload.
    pub fn payload(&self) -> (usize, u64) {
        let files = self.place.files().iter().filter(|file| file.path.starts_with("data/"));
        files.fold((0, 0), |(count, bytes), file| (count + 1, bytes + file.size))
    }

    /// The text of a tag file, when there is one.
    fn text(&self, name: &str, sources: &mut Sources, report: &mut Report) -> Option<(FileId, String)> {
        if !self.paths.contains(name) {
            return None;
        }
        let broken = |reason: String| Diagnostic::new(Code::BrokenManifest).in_file(name).with("reason", reason);
        let bytes = match read_whole(self.place, name, LARGEST_TAG_FILE) {
            Ok(bytes) => bytes,
            Err(reason) => {
                report.add(broken(reason));
                return None;
            }
        };
        let Some(tag::TagText { text, has_mark }) = tag::decode(&bytes, self.declaration.encoding) else {
            report.add(broken(format!("it is not in the encoding that {DECLARATION} names")));
            return None;
        };
        if has_mark && self.declaration.encoding == tag::Encoding::Utf8 {
            odd(name, "a byte order mark stands at its beginning", report);
        }
        Some((sources.add(name, text.as_str()), text))
    }

    fn read_manifests(&mut self, sources: &mut Sources, report: &mut Report) {
        let names: Vec<(&str, Scope, &str)> = self
            .paths
            .iter()
            .filter_map(|path| manifest::manifest_name(path).map(|(scope, algorithm)| (*path, scope, algorithm)))
            .collect();
        for (name, scope, algorithm) in names {
            let Some(algorithm) = Algorithm::of(algorithm) else {
                odd(name, "its algorithm is not known here, so its digests are not compared", report);
                continue;
            };
            let Some((file, text)) = self.text(name, sources, report) else { continue };
            let manifest = manifest::read(&text, scope, algorithm);
            for (at, length, fault) in &manifest.faults {
                let span = Span::new(file, *at, at + length);
                report.add(match fault {
                    Fault::Path(path, reason) => Diagnostic::new(Code::UnsafeBagPath).at(span).with("path", path).with("reason", reason),
                    Fault::Malformed => broken(span, "a line is a digest, blanks and a path".to_owned()),
                    Fault::Digest(digest) => {
                        let (found, wanted) = (digest.chars().count(), algorithm.digits());
                        broken(span, format!("a digest of {} has {wanted} hexadecimal digits, not {found} characters", algorithm.name()))
                    }
                    Fault::Twice(path) => broken(span, format!("{path} is listed a second time")),
                });
            }
            self.manifests.push(PlacedManifest { name: name.to_owned(), scope, algorithm, file, manifest });
        }
        if self.payload_algorithms().all(Algorithm::is_weak) && self.payload_algorithms().next().is_some() {
            let names: Vec<&str> = self.payload_algorithms().map(Algorithm::name).collect();
            let what = format!("its payload is vouched for by {} alone, which finds accidents and no forgery", names.join(", "));
            odd(DECLARATION, &what, report);
        }
    }

    fn payload_algorithms(&self) -> impl Iterator<Item = Algorithm> {
        self.manifests.iter().filter(|manifest| manifest.scope == Scope::Payload).map(|manifest| manifest.algorithm)
    }

    fn read_fetch(&mut self, file: FileId, text: &str, report: &mut Report) {
        for (at, line) in tag::lines(text) {
            let span = Span::new(file, at, at + line.len());
            match tag::fetched(line) {
                None => report.add(broken(span, "a line of fetch.txt is an address, a length or a hyphen, and a path".to_owned())),
                Some((_, path)) if manifest::why_outside(path).is_some() || !path.starts_with("data/") => {
                    let reason = manifest::why_outside(path).unwrap_or("only files of data/ can be fetched");
                    report.add(Diagnostic::new(Code::UnsafeBagPath).at(span).with("path", path).with("reason", reason));
                }
                Some((address, path)) => {
                    self.fetch.insert(path.to_owned(), address.to_owned());
                }
            }
        }
    }

    /// The file that a path of a manifest means. Systems change the form of accented letters, and some programs do not write `%` as
    /// a number.
    fn resolve(&self, path: &str) -> Option<&'a str> {
        let exact = self.paths.get(path).or_else(|| self.paths.get(manifest::encoded(path).as_str())).copied();
        exact.or_else(|| self.by_form.get(&composed(path)).copied())
    }

    /// Every file with the digests that it must have; files that are missing are told, and so are those that nothing lists.
    pub fn complete(&self, report: &mut Report) -> BTreeMap<&'a str, Vec<Expected<'_>>> {
        let mut expected: BTreeMap<&str, Vec<Expected<'_>>> = BTreeMap::new();
        let mut missing: BTreeSet<&str> = BTreeSet::new();
        for manifest in &self.manifests {
            for (path, listed) in &manifest.manifest.files {
                let span = Span::new(manifest.file, listed.at, listed.at + listed.length);
                match self.resolve(path) {
                    Some(found) => expected.entry(found).or_default().push(Expected { manifest, digest: &listed.digest, span }),
                    None if missing.insert(path) => report.add(match self.fetch.get(path) {
                        Some(address) => Diagnostic::new(Code::UnfetchedFile).at(span).with("path", path).with("address", address),
                        None => Diagnostic::new(Code::BagFileMissing).at(span).with("path", path).with("manifest", &manifest.name),
                    }),
                    None => {}
                }
            }
        }
        self.added(&expected, report);
        if let Some(oxum) = self.label("Payload-Oxum") {
            let (files, bytes) = self.payload();
            let found = format!("{bytes}.{files}");
            if oxum != found {
                report.add(Diagnostic::new(Code::BagSizeDiffers).in_file(BAG_INFO).with("expected", oxum).with("found", found));
            }
        }
        expected
    }

    fn added(&self, expected: &BTreeMap<&str, Vec<Expected<'_>>>, report: &mut Report) {
        let of_scope = |scope: Scope| self.manifests.iter().filter(move |manifest| manifest.scope == scope);
        let finding = |path: &str, names: &[&str]| {
            Diagnostic::new(Code::BagFileAdded).in_file(path).with("path", path).with("manifest", names.join(", "))
        };
        let has_tags = of_scope(Scope::Tags).next().is_some();
        if self.is_ours() && !has_tags {
            let name = "tagmanifest-sha256.txt";
            report.add(Diagnostic::new(Code::BagFileMissing).in_file(name).with("path", name).with("manifest", BAG_INFO));
        }
        for file in self.place.files() {
            let path = file.path.as_str();
            let scope = if path.starts_with("data/") { Scope::Payload } else { Scope::Tags };
            if matches!(manifest::manifest_name(path), Some((Scope::Tags, _))) {
                continue;
            }
            let lists = |manifest: &PlacedManifest| {
                expected.get(path).is_some_and(|all| all.iter().any(|one| std::ptr::eq(one.manifest, manifest)))
            };
            let silent: Vec<&str> = of_scope(scope).filter(|manifest| !lists(manifest)).map(|manifest| manifest.name.as_str()).collect();
            let in_none = silent.len() == of_scope(scope).count();
            match scope {
                // Since 1.0 every manifest lists the whole payload (RFC 8493, 2.1.3); before, one of them was enough.
                Scope::Payload if in_none || self.declaration.version >= (1, 0) && !silent.is_empty() => {
                    report.add(finding(path, &silent));
                }
                // A tag manifest may leave a tag file out (RFC 8493, 2.2.1); those of fuzi leave out none.
                Scope::Tags if has_tags && in_none => {
                    let severity = if self.is_ours() { Severity::Error } else { Severity::Warning };
                    report.add(finding(path, &silent).with_severity(severity));
                }
                Scope::Payload | Scope::Tags => {}
            }
        }
    }
}

fn broken(span: Span, reason: String) -> Diagnostic {
    Diagnostic::new(Code::BrokenManifest).at(span).with("reason", reason)
}

fn odd(file: &str, what: &str, report: &mut Report) {
    report.add(Diagnostic::new(Code::BagOddity).in_file(file).with("file", file).with("what", what));
}
