//! The identifiers of torrents and peers: fixed numbers of raw bytes.

pub(crate) mod text;
mod client_table;
mod client;
mod info_hash;
mod info_hashes;
mod peer_id;

pub use client::Client;
pub use info_hash::InfoHash;
pub use info_hash::InfoHashV2;
pub use info_hashes::InfoHashes;
pub use peer_id::PeerId;
pub(crate) use text::id_traits;
