//! The messages by which BitTorrent peers find each other, for clients and trackers, without copying.
//!
//! Announces and scrapes over HTTP ([BEP 3], [BEP 23], [BEP 48]), UDP ([BEP 15], [BEP 41]) and WebSocket,
//! and the queries of the DHT ([BEP 5]). The crate decodes and encodes; sockets, clocks and random numbers
//! are the caller's.
//!
//! ```console
//! $ cargo add tracker-types
//! ```
//!
//! ```
//! use tracker_types::{AnnounceRequest, Event, InfoHash, PeerId, http::announce};
//!
//! // The client: a URL to get.
//! let torrent: InfoHash = "d1101a2b9d202811a05e8c57c557a20bf974dc8a".parse()?;
//! let peer_id = PeerId::from(*b"-TR2940-0890apv0oznf");
//! let mut request = AnnounceRequest::new(torrent, peer_id, 51413, 1_000); // bytes still to download
//! request.event = Some(Event::Started);
//! let url = request.to_url("http://tracker.example/announce?passkey=42")?;
//! assert!(url.starts_with("http://tracker.example/announce?passkey=42&info_hash=%D1%10%1A%2B"));
//!
//! // The tracker: the target of a request line.
//! let target = url.strip_prefix("http://tracker.example").unwrap();
//! let (asked, quirks) = AnnounceRequest::parse_target(target.as_bytes())?;
//! assert_eq!((asked.info_hash, asked.event), (torrent, Some(Event::Started)));
//! assert!(quirks.is_empty());
//!
//! // The client again: the body of the response.
//! let (reply, _) = announce::decode(b"d8:intervali1800e5:peers6:\x7f\0\0\x01\x1a\xe1e")?;
//! let response = reply.into_result().expect("no failure");
//! let peers: Vec<_> = response.peers.iter().filter_map(|peer| peer.socket_addr()).collect();
//! assert_eq!(peers, ["127.0.0.1:6881".parse()?]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | I have | I want | use |
//! |---|---|---|
//! | a torrent's hash, my port | the URL to get | [`AnnounceRequest::to_url`] |
//! | the body of a response | peers, or the failure | [`http::announce::decode`] |
//! | bodies, one after another | the same, reusing one response | [`http::announce::decode_into`] |
//! | the target of a request | its fields | [`AnnounceRequest::parse_target`] |
//! | peers of a swarm | the body to send | [`http::AnnounceResponseWriter`] |
//! | a reply | JSON, or the other way | serde, for [`Reply`] and its contents |
//! | a reason to refuse | the body to send | [`Failure`], [`http::announce::encode`] |
//! | a reply or a failure | the time to the next announce | [`AnnounceResponse::wait`], [`Failure::wait`] |
//! | a datagram of a UDP tracker or its client | its contents | [`udp::response::decode`], [`udp::request::decode`] |
//! | the address of a UDP tracker | an answer, even if datagrams get lost | [`udp::Exchange`] |
//! | several hashes | their numbers | [`ScrapeRequest`], [`http::scrape::decode`] |
//! | a frame of a WebSocket tracker, or of its client | offers, answers, replies | `websocket` (feature `websocket`) |
//! | an announce URL | its scrape URL | [`scrape_url`] |
//! | a `.torrent` file | info-hashes, files and lengths, trackers | [`Metainfo`], [`InfoHashes`] |
//! | a magnet link, as people paste it | info-hashes, trackers, peers | [`MagnetLink`] |
//! | a peer id | the client's name | [`PeerId::client`] |
//! | a datagram of the DHT | the query, reply or error | [`krpc::decode`] |
//! | a hash, no tracker | the query to send to nodes | [`krpc::Message`], [`krpc::encode`] |
//! | the secrets of a node | tokens without a table of them | [`krpc::Tokens`] |
//!
//! Recipes for common tasks are in the [cookbook].
//!
//! # Quirks
//!
//! Trackers and clients deviate from the specifications, and each [`Quirk`] here was seen in the wild.
//! Input with an unambiguous meaning is accepted, and every deviation is reported in [`Quirks`].
//! Nothing is silently wrong: no number wraps, no failure decodes as a success, and one bad peer does
//! not cost the others. Output is canonical.
//!
//! # Features
//!
//! | feature | brings |
//! |---|---|
//! | `std` (default) | [`krpc::BloomFilter::estimate`], and `std` in the dependencies; without it an allocator is enough |
//! | `websocket` | the messages of WebSocket trackers, which are JSON |
//! | `proptest` | strategies for tests (brings `std`) |
//!
//! # JSON
//!
//! Replies, peers and ids implement serde's `Serialize` and `Deserialize` in a form for people: text and
//! addresses are written as text. Use `decode` for what a tracker sent: it accepts every quirk.
//!
//! ```
//! use tracker_types::http::announce;
//!
//! let (reply, _) = announce::decode(b"d8:intervali1800e5:peers6:\x7f\0\0\x01\x1a\xe1e")?;
//! assert_eq!(
//!     serde_json::to_string(&reply)?,
//!     r#"{"interval":1800,"peers":[{"ip":"127.0.0.1","port":6881}]}"#,
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [BEP 3]: https://www.bittorrent.org/beps/bep_0003.html
//! [BEP 5]: https://www.bittorrent.org/beps/bep_0005.html
//! [BEP 15]: https://www.bittorrent.org/beps/bep_0015.html
//! [BEP 23]: https://www.bittorrent.org/beps/bep_0023.html
//! [BEP 41]: https://www.bittorrent.org/beps/bep_0041.html
//! [BEP 48]: https://www.bittorrent.org/beps/bep_0048.html
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

// In dependency order: a module uses only modules above it.
mod printable;
mod body;
mod from_bytes;
mod quirk;
mod error;
mod sink;
mod dictionary;
pub mod percent;
mod id;
mod params;
mod message;
mod compact;
mod peer;
mod interval;
mod reply;
mod announce;
mod scrape;
mod url;
mod announce_list;
pub mod iter;
mod metainfo;
mod magnet;
pub mod http;
pub mod udp;
pub mod krpc;
#[cfg(feature = "websocket")]
pub mod websocket;
#[cfg(doc)]
#[doc = include_str!("docs/cookbook.md")]
pub mod cookbook {}
#[cfg(feature = "proptest")]
pub mod proptest;

pub use announce::AnnounceReply;
pub use announce::AnnounceRequest;
pub use announce::AnnounceResponse;
pub use announce::Event;
pub use announce_list::AnnounceList;
pub use body::BodyKind;
pub use compact::Compact;
pub use compact::CompactHashes;
pub use compact::CompactPeers;
pub use compact::CompactPeers6;
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
pub use magnet::MutableTorrent;
pub use metainfo::File;
pub use metainfo::Files;
pub use metainfo::Metainfo;
pub use params::Param;
pub use params::Params;
pub use peer::Address;
pub use peer::Host;
pub use peer::Peer;
pub use peer::Peers;
pub use printable::Printable;
pub use quirk::Quirk;
pub use quirk::Quirks;
pub use reply::Failure;
pub use reply::Reply;
pub use reply::RetryIn;
pub use scrape::ScrapeReply;
pub use scrape::ScrapeRequest;
pub use scrape::ScrapeResponse;
pub use scrape::ScrapeStats;
pub use sink::FixedBuffer;
pub use sink::Sink;
pub use udp::Family;
pub use url::TrackerUrl;
pub use url::scrape_url;

/// The README of the workspace, so that its examples are tested.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
