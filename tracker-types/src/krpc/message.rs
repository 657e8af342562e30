//! Messages: the envelope, replies and errors.

use core::fmt;
use core::net::SocketAddr;

use bencode::ByteStr;

use super::byte_array::ByteArray;
use super::error_code::ErrorCode;
use super::item::Item;
use super::node_id::NodeId;
use super::node_info::{CompactNodes, CompactNodes6, NodeInfo};
use super::query::{Method, Query};
use super::values::Values;
use crate::compact::CompactHashes;

/// A message of the DHT: one datagram.
///
/// It borrows from the datagram; [`into_owned`](Message::into_owned) copies.
///
/// ```
/// use tracker_types::krpc::{self, Message, Method};
///
/// // BEP 5, "ping".
/// let datagram = b"d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe".to_vec();
/// let message: Message<'static> = krpc::decode(&datagram)?.0.into_owned();
/// drop(datagram);
/// assert_eq!(message.transaction.unwrap(), *b"aa");
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message<'a> {
    /// `t`: the id by which the sender of a query recognizes the reply, which repeats it byte for
    /// byte. Usually two bytes; any number is valid.
    pub transaction: Option<ByteStr<'a>>,
    /// `v`: the program that sent it, usually two letters and two bytes of version.
    pub version: Option<ByteStr<'a>>,
    /// `ip`: in replies and errors, the address of the node they are sent to (BEP 42).
    pub ip: Option<SocketAddr>,
    /// `ro`: the node that asks does not answer, and does not belong in a routing table (BEP 43).
    pub read_only: bool,
    /// `c`: the topic of an overlay that the message belongs to (BEP 50).
    pub topic: Option<NodeId>,
    /// The query, the reply or the error.
    pub body: Body<'a>,
}

/// A message for [`decode_into`](super::decode_into) to fill: a ping from the id of zeros, without
/// a transaction id.
impl Default for Message<'_> {
    #[inline]
    fn default() -> Self {
        let body = Body::Query(Query::new(NodeId([0; 20]), Method::Ping));
        Message { transaction: None, version: None, ip: None, read_only: false, topic: None, body }
    }
}

impl<'a> Message<'a> {
    /// A message with a transaction id and a body, and nothing else.
    pub fn new(transaction: impl Into<ByteStr<'a>>, body: impl Into<Body<'a>>) -> Message<'a> {
        Message {
            transaction: Some(transaction.into()),
            version: None,
            ip: None,
            read_only: false,
            topic: None,
            body: body.into(),
        }
    }

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> Message<'static> {
        Message {
            transaction: self.transaction.map(ByteStr::into_owned),
            version: self.version.map(ByteStr::into_owned),
            body: self.body.into_owned(),
            ip: self.ip,
            read_only: self.read_only,
            topic: self.topic,
        }
    }

    /// Returns the reply as a `Result`, for `?`; `None` for a query. An error is copied out of the
    /// datagram.
    ///
    /// ```
    /// use tracker_types::krpc;
    ///
    /// type Error = Box<dyn std::error::Error + Send + Sync>;
    ///
    /// fn token(datagram: &[u8]) -> Result<Option<Vec<u8>>, Error> {
    ///     let (message, _) = krpc::decode(datagram)?;
    ///     let reply = message.into_reply().ok_or("a query")??;
    ///     Ok(reply.token.map(Vec::from))
    /// }
    ///
    /// // BEP 5, "Errors".
    /// let error = token(b"d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee").unwrap_err();
    /// assert_eq!(error.to_string(), "201 (generic error): A Generic Error Ocurred");
    /// ```
    pub fn into_reply(self) -> Option<Result<Reply<'a>, KrpcError<'static>>> {
        match self.body {
            Body::Query(_) => None,
            Body::Reply(reply) => Some(Ok(reply)),
            Body::Error(error) => Some(Err(error.into_owned())),
        }
    }

    /// The query, if it is one.
    pub const fn query(&self) -> Option<&Query<'a>> {
        match &self.body {
            Body::Query(query) => Some(query),
            Body::Reply(_) | Body::Error(_) => None,
        }
    }

    /// The reply, if it is one.
    pub const fn reply(&self) -> Option<&Reply<'a>> {
        match &self.body {
            Body::Reply(reply) => Some(reply),
            Body::Query(_) | Body::Error(_) => None,
        }
    }

    /// The error, if it is one.
    pub const fn error(&self) -> Option<&KrpcError<'a>> {
        match &self.body {
            Body::Error(error) => Some(error),
            Body::Query(_) | Body::Reply(_) => None,
        }
    }
}

/// The content of a message.
#[expect(clippy::large_enum_variant, reason = "a box would be an allocation for each reply")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body<'a> {
    /// A query, `q`.
    Query(Query<'a>),
    /// A reply, `r`.
    Reply(Reply<'a>),
    /// An error, `e`.
    Error(KrpcError<'a>),
}

impl Body<'_> {
    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> Body<'static> {
        match self {
            Body::Query(query) => Body::Query(query.into_owned()),
            Body::Reply(reply) => Body::Reply(reply.into_owned()),
            Body::Error(error) => Body::Error(error.into_owned()),
        }
    }
}

impl<'a> From<Query<'a>> for Body<'a> {
    fn from(query: Query<'a>) -> Body<'a> {
        Body::Query(query)
    }
}

impl<'a> From<Reply<'a>> for Body<'a> {
    fn from(reply: Reply<'a>) -> Body<'a> {
        Body::Reply(reply)
    }
}

impl<'a> From<KrpcError<'a>> for Body<'a> {
    fn from(error: KrpcError<'a>) -> Body<'a> {
        Body::Error(error)
    }
}

/// A reply. It does not name its method: the transaction id tells which query it answers, and so
/// which fields to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply<'a> {
    /// The id of the node that replies.
    pub id: Option<NodeId>,
    /// IPv4 nodes close to the target (BEP 5); may be an empty list.
    pub nodes: Option<CompactNodes<'a>>,
    /// IPv6 nodes close to the target (BEP 32).
    pub nodes6: Option<CompactNodes6<'a>>,
    /// The token to send with a later `announce_peer` or `put`; if it is missing, this node stores
    /// nothing.
    pub token: Option<ByteStr<'a>>,
    /// Peers of the torrent (BEP 5).
    pub values: Values<'a>,
    /// `n`: the name of the torrent, which libtorrent may send.
    pub name: Option<ByteStr<'a>>,
    /// `BFsd`: the seeds of the torrent, as a [`BloomFilter`](super::BloomFilter) (BEP 33).
    pub seeds: Option<ByteArray<'a, 256>>,
    /// `BFpe`: the other peers of the torrent, as a [`BloomFilter`](super::BloomFilter) (BEP 33).
    pub peers: Option<ByteArray<'a, 256>>,
    /// The item asked for (BEP 44).
    pub item: Option<Item<'a>>,
    /// `seq` without an item: the stored item is not newer than the asker's (BEP 44). An item has
    /// its own.
    pub seq: Option<i64>,
    /// Some info-hashes that this node knows (BEP 51): `None` if it does not know the method.
    pub samples: Option<CompactHashes<'a>>,
    /// The number of info-hashes that it knows (BEP 51).
    pub num: Option<u32>,
    /// Seconds to wait before asking for samples again, at most 21,600 (BEP 51).
    pub interval: Option<u32>,
    /// `p`: the port that the query came from, as libtorrent sends it.
    pub port: Option<u16>,
}

impl Reply<'_> {
    /// A reply of the node `id` without other fields, as for `ping` and `announce_peer`.
    pub fn new(id: NodeId) -> Self {
        Reply { id: Some(id), ..Reply::default() }
    }

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> Reply<'static> {
        Reply {
            id: self.id,
            nodes: self.nodes.map(CompactNodes::into_owned),
            nodes6: self.nodes6.map(CompactNodes6::into_owned),
            token: self.token.map(ByteStr::into_owned),
            values: self.values.into_owned(),
            name: self.name.map(ByteStr::into_owned),
            seeds: self.seeds.map(ByteArray::into_owned),
            peers: self.peers.map(ByteArray::into_owned),
            item: self.item.map(Item::into_owned),
            seq: self.seq,
            samples: self.samples.map(CompactHashes::into_owned),
            num: self.num,
            interval: self.interval,
            port: self.port,
        }
    }

    /// The nodes of both families, IPv4 first.
    pub fn all_nodes(&self) -> impl Iterator<Item = NodeInfo> + '_ {
        let v4 = self.nodes.iter().flat_map(CompactNodes::iter).map(<NodeInfo>::from);
        v4.chain(self.nodes6.iter().flat_map(CompactNodes6::iter).map(<NodeInfo>::from))
    }
}

/// An error: a number and text.
///
/// ```
/// use tracker_types::krpc::{self, ErrorCode};
///
/// // libtorrent 2.1.1 sends this to a node that wrote an item too late.
/// let packet = b"d1:eli301e12:CAS mismatche2:ip6:\n\t\0\x03\x1b[1:rd2:id20:\xe7\x09\x21\x25\x93\x3e\xff\
///     \x69\x33\x68\x43\x60\x88\x53\xeb\x68\x04\xfb\x5d\x0d1:pi7003ee1:t2:\0\x0f1:v4:LT\x02\x111:y1:ee";
/// let (message, _) = krpc::decode(packet)?;
/// let error = message.error().expect("an error");
/// assert_eq!(error.code, ErrorCode::CAS_MISMATCH);
/// assert_eq!(error.to_string(), "301 (cas mismatch): CAS mismatch");
/// assert_eq!(message.ip, "10.9.0.3:7003".parse().ok());
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KrpcError<'a> {
    /// The code of the error.
    pub code: ErrorCode,
    /// A description for people, usually UTF-8.
    pub text: ByteStr<'a>,
    /// The id of the node, which libtorrent sends in an `r` next to the `e`. It is never written:
    /// BEP 5 has only `e` in an error.
    pub id: Option<NodeId>,
}

impl<'a> KrpcError<'a> {
    /// An error with a number and text.
    pub fn new(code: ErrorCode, text: impl Into<ByteStr<'a>>) -> KrpcError<'a> {
        KrpcError { code, text: text.into(), id: None }
    }

    /// Copies the text if it is borrowed.
    pub fn into_owned(self) -> KrpcError<'static> {
        KrpcError { code: self.code, text: self.text.into_owned(), id: self.id }
    }
}

/// Writes the number with its meaning, and the text, safe to print.
impl fmt::Display for KrpcError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.text.is_empty() {
            return self.code.fmt(f);
        }
        write!(f, "{}: {}", self.code, self.text)
    }
}

impl core::error::Error for KrpcError<'_> {}
