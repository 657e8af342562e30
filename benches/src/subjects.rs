//! The subjects: ours, and with the feature `peers` the others.

mod format;
mod ours;
#[cfg(feature = "peers")]
pub mod trees;
mod tracker_types;
mod tree;

#[cfg(feature = "peers")]
mod aquatic;
#[cfg(feature = "peers")]
mod aquatic_udp;
#[cfg(feature = "peers")]
mod aquatic_ws;
#[cfg(feature = "peers")]
mod bencode_minimal;
#[cfg(feature = "peers")]
mod bendy;
#[cfg(feature = "peers")]
mod bip_utracker;
#[cfg(feature = "peers")]
mod bt_bencode;
#[cfg(feature = "peers")]
mod lava_torrent;
#[cfg(feature = "peers")]
mod librqbit;
#[cfg(feature = "peers")]
mod nom_bencode;
#[cfg(feature = "peers")]
mod rbit;
#[cfg(feature = "peers")]
mod serde_bencode;
#[cfg(feature = "peers")]
mod serde_bencoded;
#[cfg(feature = "peers")]
mod torrust;
#[cfg(feature = "peers")]
mod typebit;

use crate::documents::Document;
use crate::operation::{Case, Operation};

/// One library, or one way of using it.
pub struct Subject {
    /// Name in commands and tables.
    pub name: &'static str,
    /// Prepares a case; `None` if the library does not support the operation.
    pub prepare: fn(Operation, &'static Document) -> Option<Case>,
}

/// All subjects, ours first.
pub const SUBJECTS: &[Subject] = &[
    ours::STRICT,
    ours::SKIP,
    ours::DEFAULT,
    ours::REUSED,
    ours::VALUE,
    ours::ENCODER,
    tracker_types::SUBJECT,
    tracker_types::INTO,
    #[cfg(feature = "peers")]
    librqbit::SUBJECT,
    #[cfg(feature = "peers")]
    bt_bencode::SUBJECT,
    #[cfg(feature = "peers")]
    serde_bencoded::SUBJECT,
    #[cfg(feature = "peers")]
    bencode_minimal::SUBJECT,
    #[cfg(feature = "peers")]
    bendy::SUBJECT,
    #[cfg(feature = "peers")]
    torrust::SUBJECT,
    #[cfg(feature = "peers")]
    nom_bencode::SUBJECT,
    #[cfg(feature = "peers")]
    serde_bencode::SUBJECT,
    #[cfg(feature = "peers")]
    lava_torrent::SUBJECT,
    #[cfg(feature = "peers")]
    aquatic::SUBJECT,
    #[cfg(feature = "peers")]
    typebit::SUBJECT,
    #[cfg(feature = "peers")]
    rbit::SUBJECT,
    #[cfg(feature = "peers")]
    aquatic_udp::SUBJECT,
    #[cfg(feature = "peers")]
    bip_utracker::SUBJECT,
    #[cfg(feature = "peers")]
    aquatic_ws::SIMD,
    #[cfg(feature = "peers")]
    aquatic_ws::SERDE,
];

/// The depth limit that is set for every subject that has one: `nested_1k` needs it.
const DEPTH: usize = 1_024;

/// The names of the other libraries, whether they are in this build or not.
pub const PEERS: [&str; 16] = [
    "librqbit",
    "bt_bencode",
    "serde_bencoded",
    "bencode-minimal",
    "bendy",
    "torrust",
    "nom_bencode",
    "serde_bencode",
    "lava_torrent",
    "aquatic",
    "typebit",
    "rbit",
    "aquatic-udp",
    "bip_utracker",
    "aquatic-simd-json",
    "aquatic-serde_json",
];

/// The names of our own subjects.
pub const OURS: [&str; 8] = [
    "bencode-strict",
    "bencode-skip",
    "bencode",
    "bencode-reused",
    "bencode-value",
    "bencode-encoder",
    "tracker-types",
    "tracker-types-into",
];

/// The subject with this name.
pub fn named(name: &str) -> Option<&'static Subject> {
    SUBJECTS.iter().find(|subject| subject.name == name)
}

/// The position of a subject among all.
pub fn position(name: &str) -> Option<usize> {
    SUBJECTS.iter().position(|subject| subject.name == name)
}
