//! UDP trackers: requests and replies of a fixed layout, one datagram each (BEP 15, BEP 41).
//!
//! ```text
//! client                                     tracker
//!    connect  ─────────────────────────────▶
//!             ◀─────────────────────────────  connection id
//!    announce (connection id, …, options) ──▶
//!             ◀─────────────────────────────  interval, counts, peers   or   error
//!    scrape   (connection id, info-hashes) ─▶
//!             ◀─────────────────────────────  counts                    or   error
//! ```
//!
//! The connection id proves that the client receives what is sent to its address. The client uses it
//! for one minute, the tracker accepts it for two. Each request has a random transaction id, which
//! its reply repeats. Datagrams get lost, so a client sends a request again until the reply comes.
//!
//! [`request`] and [`response`] read and write single datagrams and keep no state. Two types keep
//! state beyond one datagram, without a socket or a clock: a client's [`Exchange`] and a tracker's
//! [`ConnectionIds`].
//!
//! | I have | I want | use |
//! |---|---|---|
//! | **as a client:** the address of a tracker | the answer to an announce or a scrape | [`Exchange`] |
//! | **as a tracker:** a datagram from a client | what it asks | [`request::decode`], then [`request::Announce::to_request`] |
//! | a client's address | a connection id to give out, or to check one | [`ConnectionIds`] |
//! | the peers of a swarm | a reply to an announce | [`AnnounceResponseWriter`] |
//! | the counts of swarms | a reply to a scrape | [`ScrapeResponseWriter`] |
//! | a reason to refuse | an error that is not longer than the request | [`response::refuse`] |
//! | **as either:** a message | its datagram | [`request::encode`], [`response::encode`] |
//! | a datagram from a tracker | what it answers | [`response::decode`] |
//!
//! The datagrams of a tracker, without its sockets and its swarms:
//!
//! ```
//! use std::{net::SocketAddr, time::Duration};
//! use tracker_types::udp::{
//!     AnnounceResponseWriter, ConnectionIds, Family, Request, Response, request, response,
//! };
//!
//! fn answer(ids: &ConnectionIds, asked: &[u8], from: SocketAddr, now: Duration, out: &mut Vec<u8>) {
//!     match request::decode(asked) {
//!         Ok((Request::Connect { transaction }, _)) => {
//!             let connection = ids.issue(from.ip(), now);
//!             response::encode(&Response::Connect { transaction, connection }, out);
//!         }
//!         Ok((Request::Announce(announce), _)) if ids.accepts(announce.connection, from.ip(), now) => {
//!             let writer = AnnounceResponseWriter::answering(&announce, 1_800);
//!             writer.write_packed(b"", Family::from(from), out);
//!         }
//!         // The address is not proven: an error must not be longer than the request.
//!         _ => drop(response::refuse(asked, "unknown connection id", out)),
//!     }
//! }
//!
//! let ids = ConnectionIds::new([0x5d1c_9a3e_77f0_4b26, 0x0f4e_8d21_c6b3_a579]);
//! let (asked, mut out) = (b"\0\0\x04\x17\x27\x10\x19\x80\0\0\0\0\x54\x14\x98\x58", Vec::new());
//! answer(&ids, asked, "192.0.2.7:51413".parse()?, Duration::ZERO, &mut out);
//! assert_eq!(out.len(), 16);
//! # Ok::<(), std::net::AddrParseError>(())
//! ```

mod family;
mod ids;
mod layout;
mod stats;
mod options;
pub mod request;
mod write;
pub mod response;
mod exchange;
mod connection_ids;

pub use connection_ids::ConnectionIds;
pub use exchange::Answer;
pub use exchange::CONNECTION_LIFETIME;
pub use exchange::Exchange;
pub use exchange::MAX_ATTEMPTS;
pub use exchange::Step;
pub use exchange::timeout;
pub use family::Family;
pub use ids::ConnectionId;
pub use ids::TransactionId;
pub use options::Options;
pub use options::OptionsIter;
pub use request::Request;
pub use response::Response;
pub use stats::Stats;
pub use write::AnnounceResponseWriter;
pub use write::ScrapeResponseWriter;

/// The largest number of torrents to scrape at once (BEP 15 says "up to about 74"). A request for
/// more than 72 does not fit into an Ethernet frame of 1,500 bytes.
pub const MAX_SCRAPE: usize = 74;
