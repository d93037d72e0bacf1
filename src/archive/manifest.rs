//! Manifests: which digest each file has (RFC 8493, 2.1.3, 2.2.1).

use std::collections::BTreeMap;

use super::digest::Algorithm;
use super::tag;

/// A line of a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// In hexadecimal, in lower case.
    pub digest: String,
    /// The place of the line in the manifest, in bytes.
    pub at: usize,
    /// Bytes of the line.
    pub length: usize,
}

/// A manifest that has been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// By path as the line says it, decoded.
    pub files: BTreeMap<String, Listed>,
    /// Lines that cannot be used: their place, length and what is wrong with them.
    pub faults: Vec<(usize, usize, Fault)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not a digest and a path.
    Malformed,
    /// The digest has not as many digits as those of the algorithm.
    Digest(String),
    /// The path leads out of the bag, or to where the manifest has no say.
    Path(String, &'static str),
    /// The path stands there a second time.
    Twice(String),
}

/// Which files a manifest speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The payload, in `data/`.
    Payload,
    /// Tag files: all that is outside `data/`.
    Tags,
}

/// The algorithm's name and the scope of a file that is named as a manifest is.
pub fn manifest_name(path: &str) -> Option<(Scope, &str)> {
    let stem = path.strip_suffix(".txt")?;
    let tags = stem.strip_prefix("tagmanifest-").map(|name| (Scope::Tags, name));
    tags.or_else(|| stem.strip_prefix("manifest-").map(|name| (Scope::Payload, name))).filter(|(_, name)| !name.contains('/'))
}

/// Reads a manifest.
pub fn read(text: &str, scope: Scope, algorithm: Algorithm) -> Manifest {
    let mut manifest = Manifest::default();
    for (at, line) in tag::lines(text) {
        match entry(line, scope, algorithm) {
            Ok((_, path)) if manifest.files.contains_key(&path) => manifest.faults.push((at, line.len(), Fault::Twice(path))),
            Ok((digest, path)) => {
                manifest.files.insert(path, Listed { digest, at, length: line.len() });
            }
            Err(fault) => manifest.faults.push((at, line.len(), fault)),
        }
    }
    manifest
}

fn entry(line: &str, scope: Scope, algorithm: Algorithm) -> Result<(String, String), Fault> {
    let (digest, rest) = line.split_once([' ', '\t']).ok_or(Fault::Malformed)?;
    // Programs that make digests mark a file read as bytes with an asterisk.
    let path = rest.trim_start_matches([' ', '\t']);
    let path = path.strip_prefix('*').unwrap_or(path);
    if path.is_empty() {
        return Err(Fault::Malformed);
    }
    let digest = digest.to_ascii_lowercase();
    if digest.len() != algorithm.digits() || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Fault::Digest(digest));
    }
    let path = decoded(path.strip_prefix("./").unwrap_or(path));
    let refuse = |reason| Err(Fault::Path(path.clone(), reason));
    if let Some(reason) = why_outside(&path) {
        return refuse(reason);
    }
    match (scope, path.starts_with("data/")) {
        (Scope::Payload, false) => refuse("a manifest of the payload lists files of data/ only"),
        (Scope::Tags, true) => refuse("a tag manifest lists no file of data/"),
        (Scope::Payload, true) | (Scope::Tags, false) => Ok((digest, path)),
    }
}

/// Why a path leads out of the bag; none when it does not.
pub fn why_outside(path: &str) -> Option<&'static str> {
    if path.starts_with(['/', '\\', '~']) || path.as_bytes().get(1) == Some(&b':') {
        Some("it does not begin in the bag")
    } else if path.split(['/', '\\']).any(|part| part == "..") {
        Some("it climbs out of its folder")
    } else if path.contains('\0') || path.split('/').any(|part| matches!(part, "" | ".")) {
        Some("it is no plain path")
    } else {
        None
    }
}

/// A path as a manifest has it: line ends and `%` are written as numbers (RFC 8493, 2.1.3).
pub fn encoded(path: &str) -> String {
    path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D")
}

fn decoded(path: &str) -> String {
    let path = path.replace("%0A", "\n").replace("%0a", "\n").replace("%0D", "\r").replace("%0d", "\r");
    path.replace("%25", "%")
}

/// The text of a manifest of these digests by path.
pub fn write(files: &BTreeMap<String, String>) -> String {
    files.iter().map(|(path, digest)| format!("{digest}  {}\n", encoded(path))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "900150983cd24fb0d6963f7d28e17f72";

    fn md5(text: &str) -> Manifest {
        read(text, Scope::Payload, Algorithm::Md5)
    }

    #[test]
    fn lines_of_other_programs_are_read() {
        let text = format!("{DIGEST} data/a\r\n{}\t*data/b c\n{DIGEST}  ./data/d%0Ae%25\n{DIGEST}  data/山\n", DIGEST.to_ascii_uppercase());
        let manifest = md5(&text);
        assert_eq!(manifest.files.keys().collect::<Vec<_>>(), ["data/a", "data/b c", "data/d\ne%", "data/山"]);
        assert!(manifest.faults.is_empty() && manifest.files.values().all(|listed| listed.digest == DIGEST));
    }

    #[test]
    fn what_leads_out_is_refused() {
        for path in ["/etc/passwd", "data/../../x", "~/x", "..\\x", "C:/x", "data//x", "data/./x", "bag-info.txt"] {
            let manifest = md5(&format!("{DIGEST}  {path}\n"));
            assert!(matches!(&manifest.faults[..], [(0, _, Fault::Path(..))]), "{path}: {manifest:?}");
        }
    }

    #[test]
    fn two_digests_of_a_file_contradict_each_other() {
        let other = DIGEST.replace('9', "8");
        let manifest = md5(&format!("{DIGEST}  data/a\n{other}  data/a\n"));
        assert!(matches!(&manifest.faults[..], [(41, _, Fault::Twice(path))] if path == "data/a"), "{manifest:?}");
        assert!(matches!(&md5("abc  data/a\n").faults[..], [(0, _, Fault::Digest(_))]));
        assert!(matches!(&md5("abc\n").faults[..], [(0, _, Fault::Malformed)]));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let files = BTreeMap::from([("data/50%\n山".to_owned(), DIGEST.to_owned())]);
        assert_eq!(write(&files), format!("{DIGEST}  data/50%25%0A山\n"));
        assert!(md5(&write(&files)).files.contains_key("data/50%\n山"));
    }

    #[test]
    fn manifests_are_known_by_their_names() {
        assert_eq!(manifest_name("manifest-sha256.txt"), Some((Scope::Payload, "sha256")));
        assert_eq!(manifest_name("tagmanifest-md5.txt"), Some((Scope::Tags, "md5")));
        assert_eq!(manifest_name("metadata/manifest-md5.txt"), None);
    }
}
