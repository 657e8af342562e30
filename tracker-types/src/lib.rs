//! Announce and scrape of BitTorrent trackers, both sides, without copying.
#![forbid(unsafe_code)]

// In dependency order: a module uses only modules above it.
mod quirk;
mod error;
pub mod percent;
mod id;
mod peer;

pub use error::Error;
pub use error::ErrorKind;
pub use id::Client;
pub use id::InfoHash;
pub use id::InfoHashV2;
pub use id::InfoHashes;
pub use id::PeerId;
pub use peer::Address;
pub use peer::Compact;
pub use peer::CompactPeers;
pub use peer::CompactPeers6;
pub use peer::Host;
pub use peer::Peer;
pub use peer::Peers;
pub use quirk::Quirk;
pub use quirk::Quirks;
