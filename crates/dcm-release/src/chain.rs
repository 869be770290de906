//! Hashes of everything that belongs to a statement, each bound to those before it.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hashing::Content;

/// What the first link is bound to.
const BEGIN: &str = "dcm-release chain 1";

/// What a link is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// SHA256SUMS in the folder to share.
    Share,
    /// The manifest that the run took in.
    ManifestIn,
    /// A file beside the statement.
    Evidence,
    /// The page of the statement, beside it.
    Page,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What it is about.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
    /// SHA-256 of the chain before it, its hash and its name.
    pub chain: String,
}

/// Adds a link.
pub fn add(chain: &mut Vec<Link>, kind: Kind, name: &str, content: Content) {
    let sha256 = HEXLOWER.encode(&content.sha256);
    let bound = bound(head(chain), &sha256, name);
    let name = name.to_owned();
    chain.push(Link { kind, name, bytes: content.bytes, sha256, chain: bound });
}

/// What stands for the whole chain: its last link.
pub fn head(chain: &[Link]) -> &str {
    chain.last().map_or(BEGIN, |link| &link.chain)
}

/// Whether each link is bound to those before it.
pub fn holds(chain: &[Link]) -> bool {
    let before = std::iter::once(BEGIN).chain(chain.iter().map(|link| link.chain.as_str()));
    before.zip(chain).all(|(before, link)| bound(before, &link.sha256, &link.name) == link.chain)
}

fn bound(before: &str, sha256: &str, name: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(format!("{before} {sha256} {name}\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_is_changed_moved_or_taken_out_breaks_the_chain() {
        let mut chain = Vec::new();
        for at in 0..3 {
            let content = Content { bytes: 1, sha256: [at; 32] };
            add(&mut chain, Kind::Evidence, "a", content);
        }
        assert!(holds(&chain));
        let mut moved = chain.clone();
        moved.swap(0, 1);
        assert!(!holds(&moved));
        let mut changed = chain.clone();
        changed[1].name = "b".into();
        assert!(!holds(&changed));
        chain.remove(1);
        assert!(!holds(&chain));
    }
}
