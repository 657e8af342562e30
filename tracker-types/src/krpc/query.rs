//! Queries.

use bencode::ByteStr;

use super::fixed::Name;
use super::item::Item;
use super::node_id::NodeId;
use crate::id::InfoHash;

/// A query: the node that asks, and what it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Query<'a> {
    /// The id of the node that asks.
    pub id: NodeId,
    /// The method, with its arguments.
    pub method: Method<'a>,
}

impl<'a> Query<'a> {
    /// A query of the node `id`.
    pub const fn new(id: NodeId, method: Method<'a>) -> Query<'a> {
        Query { id, method }
    }

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> Query<'static> {
        Query { id: self.id, method: self.method.into_owned() }
    }
}

/// What a query asks: its method and arguments.
///
/// A node should answer an unknown method like `find_node`, if there is a target, so that its
/// neighbors can use the method (BEP 51).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method<'a> {
    /// `ping`: are you there? (BEP 5)
    Ping,
    /// `find_node`: which nodes are close to an id? (BEP 5)
    FindNode {
        /// The id.
        target: NodeId,
        /// The families of the nodes (BEP 32).
        want: Want,
    },
    /// `get_peers`: who has a torrent, or which nodes are close to it? (BEP 5)
    GetPeers {
        /// The torrent.
        info_hash: InfoHash,
        /// The families of the nodes (BEP 32).
        want: Want,
        /// `noseed`: leave seeds out of the peers (BEP 33).
        no_seed: bool,
        /// `scrape`: send filters from which the number of peers can be estimated (BEP 33).
        scrape: bool,
    },
    /// `announce_peer`: the asker has a torrent (BEP 5).
    AnnouncePeer {
        /// The torrent.
        info_hash: InfoHash,
        /// The port on which it listens; 0 if it is not known, which requires `implied_port`.
        port: u16,
        /// Whether the port that the packet came from counts instead of `port`.
        implied_port: bool,
        /// Whether the asker is a seed (BEP 33).
        seed: bool,
        /// The token of the reply to `get_peers`; empty if it is missing, which a node should
        /// refuse.
        token: ByteStr<'a>,
        /// The name of the torrent, which uTorrent and libtorrent may send.
        name: Option<ByteStr<'a>>,
    },
    /// `get`: what is stored here? (BEP 44)
    Get {
        /// The target of the item.
        target: NodeId,
        /// The sequence number that the asker has: it only wants a later version.
        seq: Option<i64>,
        /// The families of the nodes (BEP 32).
        want: Want,
    },
    /// `put`: store this (BEP 44).
    Put {
        /// The token of the reply to `get`; empty if it is missing, which a node should refuse.
        token: ByteStr<'a>,
        /// The item; `None` if it is incomplete, which a node should refuse.
        item: Option<Item<'a>>,
        /// The salt of a mutable item; empty without one.
        salt: ByteStr<'a>,
        /// Store the item only if the stored one has this sequence number.
        cas: Option<i64>,
    },
    /// `sample_infohashes`: which torrents do you know? (BEP 51)
    SampleInfohashes {
        /// The id whose neighbors are also asked for.
        target: NodeId,
        /// The families of the nodes (BEP 32).
        want: Want,
    },
    /// A method that this crate does not know.
    Unknown {
        /// Its name.
        name: ByteStr<'a>,
        /// Its `target` or, if it has none, its `info_hash`.
        target: Option<NodeId>,
    },
}

impl Method<'_> {
    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> Method<'static> {
        match self {
            Method::Ping => Method::Ping,
            Method::FindNode { target, want } => Method::FindNode { target, want },
            Method::GetPeers { info_hash, want, no_seed, scrape } => {
                Method::GetPeers { info_hash, want, no_seed, scrape }
            }
            Method::AnnouncePeer { info_hash, port, implied_port, seed, token, name } => {
                let (token, name) = (token.into_owned(), name.map(ByteStr::into_owned));
                Method::AnnouncePeer { info_hash, port, implied_port, seed, token, name }
            }
            Method::Get { target, seq, want } => Method::Get { target, seq, want },
            Method::Put { token, item, salt, cas } => Method::Put {
                token: token.into_owned(),
                item: item.map(Item::into_owned),
                salt: salt.into_owned(),
                cas,
            },
            Method::SampleInfohashes { target, want } => Method::SampleInfohashes { target, want },
            Method::Unknown { name, target } => Method::Unknown { name: name.into_owned(), target },
        }
    }

    /// The name of the method on the wire.
    pub fn name(&self) -> &[u8] {
        self.known_name().as_bytes()
    }

    /// The name, if it is a known one.
    #[inline]
    pub(super) fn known_name(&self) -> Name<'_> {
        match self {
            Method::Ping => Name::Ping,
            Method::FindNode { .. } => Name::FindNode,
            Method::GetPeers { .. } => Name::GetPeers,
            Method::AnnouncePeer { .. } => Name::AnnouncePeer,
            Method::Get { .. } => Name::Get,
            Method::Put { .. } => Name::Put,
            Method::SampleInfohashes { .. } => Name::SampleInfohashes,
            Method::Unknown { name, .. } => Name::Other(name),
        }
    }

    /// The id that the query is about: nodes close to it may answer better.
    pub fn target(&self) -> Option<NodeId> {
        match self {
            Method::Ping | Method::Put { .. } => None,
            Method::FindNode { target, .. }
            | Method::Get { target, .. }
            | Method::SampleInfohashes { target, .. } => Some(*target),
            Method::GetPeers { info_hash, .. } | Method::AnnouncePeer { info_hash, .. } => {
                Some(NodeId::from(*info_hash))
            }
            Method::Unknown { target, .. } => *target,
        }
    }
}

/// The families of the nodes in the reply (BEP 32, `want`). If neither is set, it is the family of
/// the packet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Want {
    /// `n4`: IPv4 nodes.
    pub n4: bool,
    /// `n6`: IPv6 nodes.
    pub n6: bool,
}

impl Want {
    /// No family is requested.
    pub const NONE: Want = Want { n4: false, n6: false };
    /// Nodes of both families.
    pub const BOTH: Want = Want { n4: true, n6: true };

    /// Whether no family is requested.
    pub const fn is_none(self) -> bool {
        !self.n4 && !self.n6
    }

    /// Adds a word of the list; words other than `n4` and `n6` are ignored.
    pub(super) fn add(&mut self, word: &[u8]) {
        self.n4 |= word == b"n4";
        self.n6 |= word == b"n6";
    }
}
