//! The trees of all libraries, for `beside`: the contents that each reads from an input.

use super::tree;

/// A library that reads any bencode into a tree.
pub struct Library {
    /// Name and version.
    pub name: &'static str,
    /// The contents that it reads, written plainly; `None` if it refuses the input.
    pub plainly: fn(&'static [u8]) -> Option<Vec<u8>>,
    /// Whether it reads the input, for trees too deep to walk by recursion.
    pub reads: fn(&'static [u8]) -> bool,
}

macro_rules! library {
    ($name:literal, $tree:ty) => {
        Library { name: $name, plainly: tree::plainly::<$tree>, reads: tree::reads::<$tree> }
    };
}

/// All libraries, ours first.
pub const LIBRARIES: &[Library] = &[
    Library { name: "bencode (this one)", plainly: ours, reads: ours_reads },
    library!("serde_bencode 0.2.4", serde_bencode::value::Value),
    library!("bt_bencode 0.8.2", bt_bencode::Value),
    library!("librqbit-bencode 9.1.0", librqbit_bencode::BencodeValueBorrowed<'static>),
    library!("bendy 0.6.1", bendy::value::Value<'static>),
    Library { name: "serde_bencoded 0.3.2", plainly: through_serde, reads: skips },
    library!("torrust-bencode 3.0.0", torrust_tracker_contrib_bencode::BencodeRef<'static>),
    library!("lava_torrent 0.11.1", lava_torrent::bencode::BencodeElem),
    library!("nom_bencode 0.2.0", nom_bencode::Value<'static>),
    library!("bencode-minimal 0.1.0", bencode_minimal::Value<'static>),
];

/// Reads under the default rules.
fn ours(input: &'static [u8]) -> Option<Vec<u8>> {
    bencode::Value::parse(input).ok().map(|value| value.to_vec())
}

fn ours_reads(input: &'static [u8]) -> bool {
    bencode::Value::parse(input).is_ok()
}

/// It has no tree: its deserializer fills the tree of `bt_bencode`, which accepts any value.
fn through_serde(input: &'static [u8]) -> Option<Vec<u8>> {
    let value = serde_bencoded::from_bytes::<bt_bencode::Value>(input).ok()?;
    let mut plain = crate::plain::Plain::default();
    tree::write(&value, &mut plain);
    Some(plain.0)
}

fn skips(input: &'static [u8]) -> bool {
    serde_bencoded::from_bytes::<serde::de::IgnoredAny>(input).is_ok()
}
