//! Announce and scrape of BitTorrent trackers, both sides, without copying.
#![forbid(unsafe_code)]

// In dependency order: a module uses only modules above it.
mod quirk;
mod error;
pub mod percent;
mod id;
mod params;
mod peer;
mod announce;
mod scrape;
mod url;
mod announce_list;
mod magnet;
mod interval;
mod http;

pub use announce::AnnounceRequest;
pub use announce::Event;
pub use announce_list::AnnounceList;
pub use error::Error;
pub use error::ErrorKind;
pub use http::QueryOptions;
pub use http::Target;
pub use id::Client;
pub use id::InfoHash;
pub use id::InfoHashV2;
pub use id::InfoHashes;
pub use id::PeerId;
pub use interval::DEFAULT_INTERVAL;
pub use interval::LONGEST_INTERVAL;
pub use interval::SHORTEST_INTERVAL;
pub use interval::clamp_interval;
pub use magnet::MagnetLink;
pub use params::Param;
pub use params::Params;
pub use peer::Address;
pub use peer::Compact;
pub use peer::CompactPeers;
pub use peer::CompactPeers6;
pub use peer::Host;
pub use peer::Peer;
pub use peer::Peers;
pub use quirk::Quirk;
pub use quirk::Quirks;
pub use scrape::ScrapeRequest;
pub use url::TrackerUrl;
pub use url::scrape_url;
