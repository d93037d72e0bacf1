//! Digests of files, several at once.

use rayon::prelude::*;
use sha2::Digest;

/// An algorithm that a manifest may be made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    Sha256,
    Sha512,
    Sha384,
    Sha224,
    Sha1,
    Md5,
}

impl Algorithm {
    /// Those that fuzi writes (RFC 8493, 2.4: SHA-512 should be there, SHA-256 must be understood).
    pub const WRITTEN: [Algorithm; 2] = [Algorithm::Sha256, Algorithm::Sha512];

    const ALL: [Algorithm; 6] =
        [Algorithm::Sha256, Algorithm::Sha512, Algorithm::Sha384, Algorithm::Sha224, Algorithm::Sha1, Algorithm::Md5];

    /// The algorithm of a manifest's name; RFC 8493, 2.4 wants lower case without hyphens, others write `SHA-256`.
    pub fn of(name: &str) -> Option<Algorithm> {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        Algorithm::ALL.into_iter().find(|algorithm| algorithm.name() == plain)
    }

    pub fn name(self) -> &'static str {
        match self {
            Algorithm::Sha256 => "sha256",
            Algorithm::Sha512 => "sha512",
            Algorithm::Sha384 => "sha384",
            Algorithm::Sha224 => "sha224",
            Algorithm::Sha1 => "sha1",
            Algorithm::Md5 => "md5",
        }
    }

    /// Hexadecimal digits of a digest.
    pub fn digits(self) -> usize {
        match self {
            Algorithm::Sha256 => 64,
            Algorithm::Sha512 => 128,
            Algorithm::Sha384 => 96,
            Algorithm::Sha224 => 56,
            Algorithm::Sha1 => 40,
            Algorithm::Md5 => 32,
        }
    }

    /// Whether two files of one digest can be made on purpose.
    pub fn is_weak(self) -> bool {
        matches!(self, Algorithm::Sha1 | Algorithm::Md5)
    }
}

enum State {
    Sha256(sha2::Sha256),
    Sha512(sha2::Sha512),
    Sha384(sha2::Sha384),
    Sha224(sha2::Sha224),
    Sha1(sha1::Sha1),
    Md5(md5::Md5),
}

/// Digests on their way.
pub struct Digests(Vec<(Algorithm, State)>);

/// Bytes from which it pays to give each algorithm a thread. Whoever has less may call from a thread of the pool.
pub const WORTH_A_THREAD: usize = 1 << 20;

impl Digests {
    pub fn new(algorithms: &[Algorithm]) -> Digests {
        let state = |algorithm: &Algorithm| match algorithm {
            Algorithm::Sha256 => State::Sha256(Digest::new()),
            Algorithm::Sha512 => State::Sha512(Digest::new()),
            Algorithm::Sha384 => State::Sha384(Digest::new()),
            Algorithm::Sha224 => State::Sha224(Digest::new()),
            Algorithm::Sha1 => State::Sha1(Digest::new()),
            Algorithm::Md5 => State::Md5(Digest::new()),
        };
        Digests(algorithms.iter().map(|algorithm| (*algorithm, state(algorithm))).collect())
    }

    /// Goes on with the next bytes of the file.
    pub fn update(&mut self, bytes: &[u8]) {
        let one = |(_, state): &mut (Algorithm, State)| match state {
            State::Sha256(state) => state.update(bytes),
            State::Sha512(state) => state.update(bytes),
            State::Sha384(state) => state.update(bytes),
            State::Sha224(state) => state.update(bytes),
            State::Sha1(state) => state.update(bytes),
            State::Md5(state) => state.update(bytes),
        };
        if bytes.len() >= WORTH_A_THREAD && self.0.len() > 1 {
            self.0.par_iter_mut().for_each(one);
        } else {
            self.0.iter_mut().for_each(one);
        }
    }

    /// The digests in hexadecimal, in lower case, in the order asked for.
    pub fn finish(self) -> Vec<(Algorithm, String)> {
        let hexadecimal = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let one = |state: State| match state {
            State::Sha256(state) => hexadecimal(&state.finalize()),
            State::Sha512(state) => hexadecimal(&state.finalize()),
            State::Sha384(state) => hexadecimal(&state.finalize()),
            State::Sha224(state) => hexadecimal(&state.finalize()),
            State::Sha1(state) => hexadecimal(&state.finalize()),
            State::Md5(state) => hexadecimal(&state.finalize()),
        };
        self.0.into_iter().map(|(algorithm, state)| (algorithm, one(state))).collect()
    }
}

/// The digests of bytes in memory.
pub fn digests(bytes: &[u8], algorithms: &[Algorithm]) -> Vec<(Algorithm, String)> {
    let mut digests = Digests::new(algorithms);
    digests.update(bytes);
    digests.finish()
}

/// The SHA-256 of bytes in memory.
pub fn sha256(bytes: &[u8]) -> String {
    digests(bytes, &[Algorithm::Sha256]).pop().map(|(_, digest)| digest).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Algorithm;
    use super::digests;

    /// FIPS 180-4 and RFC 1321: the digests of `abc`.
    #[test]
    fn the_digests_are_those_of_their_standards() {
        let known = [
            (Algorithm::Md5, "900150983cd24fb0"),
            (Algorithm::Sha1, "a9993e364706816a"),
            (Algorithm::Sha224, "23097d223405d822"),
            (Algorithm::Sha256, "ba7816bf8f01cfea"),
            (Algorithm::Sha384, "cb00753f45a35e8b"),
            (Algorithm::Sha512, "ddaf35a193617aba"),
        ];
        let all: Vec<Algorithm> = known.iter().map(|(algorithm, _)| *algorithm).collect();
        for ((algorithm, digest), (_, start)) in digests(b"abc", &all).iter().zip(known) {
            assert!(digest.starts_with(start) && digest.len() == algorithm.digits(), "{algorithm:?}: {digest}");
            assert_eq!(Algorithm::of(&algorithm.name().to_ascii_uppercase().replace("SHA", "SHA-")), Some(*algorithm));
        }
    }
}
