//! The UDP wire: datagrams of a fixed layout (BEP 15), with the tracker's URL behind announces (BEP
//! 41).
//!
//! A client asks for a connection id, by which it proves that its address is its own, and then
//! announces or scrapes for a minute. [`request`] and [`response`] read and write single datagrams;
//! what goes from one to the next is state, which are values without sockets or clocks: the client's
//! is an [`Exchange`], the tracker's are [`ConnectionIds`].
//!
//! | I have | I want | use |
//! |---|---|---|
//! | a datagram from a client | what it asks | [`request::decode`], [`request::Announce::to_request`] |
//! | a client's address | its connection id, or whether it has one | [`ConnectionIds`] |
//! | peers of a swarm | the datagram to send | [`AnnounceResponseWriter`] |
//! | numbers of swarms | the same | [`ScrapeResponseWriter`] |
//! | a reason to refuse | the same, no longer than the request | [`response::refuse`] |
//! | an announce, a tracker's address | its answer, whatever is lost on the way | [`Exchange`] |
//! | a datagram from a tracker | what it answers | [`response::decode`] |
//! | a message | the datagram to send | [`request::encode`], [`response::encode`] |
//!
//! A tracker, but for its sockets and its swarms:
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
//!         // No answer is longer than the question.
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
pub use request::Request;
pub use response::Response;
pub use stats::Stats;
pub use write::AnnounceResponseWriter;
pub use write::ScrapeResponseWriter;

/// The most torrents to scrape at once: as many as BEP 15 names. 72 fit into one Ethernet frame of
/// 1,500 bytes.
pub const MAX_SCRAPE: usize = 74;
