//! The DHT's messages, KRPC: bencoded dictionaries, one a datagram (BEP 5).
//!
//! This is the third way to find peers, without a tracker: nodes record for each other which peers
//! have which torrent. A node sends another one a [`Query`] and gets a [`Reply`] or a
//! [`KrpcError`]. This module has the messages; sockets, the table of nodes, timeouts, signatures
//! and random numbers are the caller's.
//!
//! ```
//! use tracker_types::InfoHash;
//! use tracker_types::krpc::{self, Message, Method, NodeId, Query, Reply, Tokens, Want};
//!
//! // A node asks which peers have a torrent.
//! let torrent = InfoHash(*b"mnopqrstuvwxyz123456");
//! let (want, no_seed, scrape) = (Want::NONE, false, false);
//! let method = Method::GetPeers { info_hash: torrent, want, no_seed, scrape };
//! let query = Query::new(NodeId(*b"abcdefghij0123456789"), method);
//! let mut packet = Vec::new();
//! krpc::encode(&Message::new(b"aa", query), &mut packet);
//!
//! // Another node answers with the peers that it knows, and a token for a later announce.
//! let asker = "198.51.100.7:6881".parse()?;
//! let (asked, _) = krpc::decode(&packet)?;
//! let target = asked.query().and_then(|query| query.method.target()).expect("it has one");
//! let tokens = Tokens::new(*b"sixteen secrets.");
//! let mut reply = Reply::new(NodeId(*b"0123456789abcdefghij"));
//! reply.values = ["203.0.113.9:51413".parse()?].into_iter().collect();
//! reply.token = Some(tokens.issue(std::net::SocketAddr::ip(&asker), &target).into());
//! let mut answer = Message::new(asked.transaction.unwrap_or_default(), reply);
//! answer.ip = Some(asker);
//! let mut packet = Vec::new();
//! krpc::encode(&answer, &mut packet);
//!
//! // The first node reads the answer.
//! let (answer, quirks) = krpc::decode(&packet)?;
//! let reply = answer.reply().expect("no error");
//! assert!(reply.values.iter().eq(["203.0.113.9:51413".parse()?]) && reply.token.is_some());
//! assert!(quirks.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | BEP | what | here |
//! |---|---|---|
//! | [5] | `ping`, `find_node`, `get_peers`, `announce_peer` | [`Method`], [`Reply`], [`Tokens`] |
//! | [32] | IPv6: `nodes6`, `want`, mixed `values` | [`CompactNodes6`], [`Want`], [`Values`] |
//! | [33] | scrapes, seeds | [`BloomFilter`] |
//! | [42] | ids bound to addresses, `ip` | [`NodeId::bound_to`], [`Message::ip`] |
//! | [43] | read-only nodes, `ro` | [`Message::read_only`] |
//! | [44], [46] | `get`, `put` | [`Item`], [`NodeId::of_key`] |
//! | [50] | topics, `c` | [`Message::topic`] |
//! | [51] | `sample_infohashes` | [`Reply::samples`] |
//!
//! # What to ignore
//!
//! A datagram that does not begin with `d` or is shorter than 20 bytes is not a message and needs
//! no answer. A reply counts only if it comes from the address that was asked, with the transaction
//! id of a query that is still open.
//!
//! [5]: https://www.bittorrent.org/beps/bep_0005.html
//! [32]: https://www.bittorrent.org/beps/bep_0032.html
//! [33]: https://www.bittorrent.org/beps/bep_0033.html
//! [42]: https://www.bittorrent.org/beps/bep_0042.html
//! [43]: https://www.bittorrent.org/beps/bep_0043.html
//! [44]: https://www.bittorrent.org/beps/bep_0044.html
//! [46]: https://www.bittorrent.org/beps/bep_0046.html
//! [50]: https://www.bittorrent.org/beps/bep_0050.html
//! [51]: https://www.bittorrent.org/beps/bep_0051.html

mod byte_array;
mod node_id;
mod node_info;
mod fixed;
mod bloom_filter;
mod tokens;
mod error_code;
mod item;
mod query;
mod values;
mod json;
mod message;
mod kinds;
mod failure;
mod fields;
mod decode;
mod encode;
mod fit;

pub use bloom_filter::BloomFilter;
pub use byte_array::ByteArray;
pub use decode::decode;
pub use decode::decode_into;
pub use encode::encode;
pub use encode::encode_to_slice;
pub use error_code::ErrorCode;
pub use item::Item;
pub use item::Signed;
pub use message::Body;
pub use message::KrpcError;
pub use message::Message;
pub use message::Reply;
pub use node_id::NodeId;
pub use node_info::CompactNodes;
pub use node_info::CompactNodes6;
pub use node_info::NodeInfo;
pub use node_info::pack_nodes;
pub use query::Method;
pub use query::Query;
pub use query::Want;
pub use tokens::Tokens;
pub use values::Values;
pub use values::ValuesIter;
