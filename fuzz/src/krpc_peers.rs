//! How other libraries read the DHT's messages: structs of the same shape, and what they contain.

use serde::Deserialize;
use serde_bytes::{ByteBuf, Bytes};
use tracker_types::krpc::{Body, Message, Method, NodeId, Query, Reply};
use typebit::dht::{KrpcBody, KrpcMsg, Resp};

/// One flat struct of borrowed fields, as in librqbit-dht 9.1.
#[derive(Deserialize)]
pub(crate) struct Borrowed<'a> {
    #[serde(borrow, with = "serde_bytes")]
    t: &'a [u8],
    #[serde(borrow, with = "serde_bytes")]
    y: &'a [u8],
    #[serde(borrow, default, with = "serde_bytes")]
    q: Option<&'a [u8]>,
    #[serde(borrow, default)]
    a: Option<Arguments<'a>>,
    #[serde(borrow, default)]
    r: Option<Returned<'a>>,
    #[serde(borrow, default)]
    e: Option<(i64, &'a Bytes)>,
    #[serde(borrow, default, with = "serde_bytes")]
    v: Option<&'a [u8]>,
}

#[derive(Deserialize)]
struct Arguments<'a> {
    #[serde(borrow, with = "serde_bytes")]
    id: &'a [u8],
    #[serde(borrow, default, with = "serde_bytes")]
    target: Option<&'a [u8]>,
    #[serde(borrow, default, with = "serde_bytes")]
    info_hash: Option<&'a [u8]>,
    #[serde(borrow, default, with = "serde_bytes")]
    token: Option<&'a [u8]>,
    #[serde(default)]
    port: Option<u16>,
}

#[derive(Deserialize)]
struct Returned<'a> {
    #[serde(borrow, with = "serde_bytes")]
    id: &'a [u8],
    #[serde(borrow, default, with = "serde_bytes")]
    nodes: Option<&'a [u8]>,
    #[serde(borrow, default, with = "serde_bytes")]
    nodes6: Option<&'a [u8]>,
    #[serde(borrow, default, with = "serde_bytes")]
    token: Option<&'a [u8]>,
    #[serde(borrow, default)]
    values: Option<Vec<&'a Bytes>>,
}

impl Borrowed<'_> {
    /// Checks that the message read here from the same datagram has the same content.
    pub(crate) fn same(&self, message: &Message<'_>) {
        assert_eq!(self.t, message.transaction.as_deref().unwrap_or_default());
        assert_eq!(self.v, message.version.as_deref());
        match &message.body {
            Body::Query(query) => {
                assert_eq!((self.y, self.q), (&b"q"[..], Some(query.method.name())));
                self.a.as_ref().unwrap().same(query);
            }
            Body::Reply(reply) => {
                assert_eq!(self.y, b"r");
                self.r.as_ref().unwrap().same(reply);
            }
            Body::Error(error) => {
                assert_eq!(self.y, b"e");
                let (code, text) = self.e.unwrap();
                assert_eq!((code, &text[..]), (error.code.0, &error.text[..]));
            }
        }
    }
}

impl Arguments<'_> {
    fn same(&self, query: &Query<'_>) {
        assert_eq!(self.id, query.id.0);
        let id = |bytes: Option<&[u8]>| bytes?.try_into().ok().map(NodeId);
        match &query.method {
            Method::FindNode { target, .. }
            | Method::Get { target, .. }
            | Method::SampleInfohashes { target, .. } => assert_eq!(id(self.target), Some(*target)),
            Method::GetPeers { info_hash, .. } => {
                assert_eq!(id(self.info_hash), Some((*info_hash).into()));
            }
            Method::AnnouncePeer { info_hash, port, token, .. } => {
                assert_eq!(id(self.info_hash), Some((*info_hash).into()));
                let theirs = (self.port.unwrap_or(0), self.token.unwrap_or_default());
                assert_eq!(theirs, (*port, &token[..]));
            }
            _ => {}
        }
    }
}

impl Returned<'_> {
    fn same(&self, reply: &Reply<'_>) {
        assert_eq!(self.id, reply.id.map_or(self.id.to_vec(), |id| id.0.to_vec()));
        assert_eq!(self.nodes, reply.nodes.as_ref().map(tracker_types::Compact::as_bytes));
        assert_eq!(self.nodes6, reply.nodes6.as_ref().map(tracker_types::Compact::as_bytes));
        assert_eq!(self.token.filter(|token| !token.is_empty()), reply.token.as_deref());
        let values = self.values.iter().flatten().map(|value| value.to_vec());
        assert!(values.eq(reply.values.iter().map(packed)));
    }
}

/// Tagged by type and method, with owned fields, as in mainline 8.0.
#[derive(Deserialize)]
pub(crate) struct Owned {
    t: ByteBuf,
    #[serde(default)]
    v: Option<ByteBuf>,
    #[serde(default)]
    ip: Option<ByteBuf>,
    #[serde(flatten)]
    body: OwnedBody,
}

#[derive(Deserialize)]
#[serde(tag = "y")]
enum OwnedBody {
    #[serde(rename = "q")]
    Query(OwnedQuery),
    #[serde(rename = "r")]
    Reply { r: OwnedReply },
    #[serde(rename = "e")]
    Error { e: (i64, ByteBuf) },
}

#[derive(Deserialize)]
#[serde(tag = "q")]
enum OwnedQuery {
    #[serde(rename = "ping")]
    Ping { a: OwnedId },
    #[serde(rename = "find_node")]
    FindNode { a: OwnedTarget },
    #[serde(rename = "get_peers")]
    GetPeers { a: OwnedHash },
}

#[derive(Deserialize)]
struct OwnedId {
    id: ByteBuf,
}

#[derive(Deserialize)]
struct OwnedTarget {
    id: ByteBuf,
    target: ByteBuf,
}

#[derive(Deserialize)]
struct OwnedHash {
    id: ByteBuf,
    info_hash: ByteBuf,
}

/// What a reply returns, recognized by its fields.
#[derive(Deserialize)]
#[serde(untagged)]
enum OwnedReply {
    Peers { id: ByteBuf, token: ByteBuf, values: Vec<ByteBuf> },
    Nodes { id: ByteBuf, nodes: ByteBuf },
    Pong { id: ByteBuf },
}

impl Owned {
    /// Checks that the message read here from the same datagram has the same content.
    pub(crate) fn same(&self, message: &Message<'_>) {
        assert_eq!(self.t, message.transaction.as_deref().unwrap_or_default());
        assert_eq!(self.v.as_deref().map(|v| &v[..]), message.version.as_deref());
        if let (Some(ip), Some(address)) = (&self.ip, message.ip) {
            assert_eq!(ip, &packed(address));
        }
        match (&self.body, &message.body) {
            (OwnedBody::Query(theirs), Body::Query(query)) => theirs.same(query),
            (OwnedBody::Reply { r }, Body::Reply(reply)) => r.same(reply),
            (OwnedBody::Error { e: (code, text) }, Body::Error(error)) => {
                assert_eq!((*code, &text[..]), (error.code.0, &error.text[..]));
            }
            _ => panic!("another type of message: {message:?}"),
        }
    }
}

impl OwnedQuery {
    fn same(&self, query: &Query<'_>) {
        let target = query.method.target().map(|target| target.0.to_vec());
        match self {
            OwnedQuery::Ping { a } => assert_eq!((&a.id[..], target), (&query.id.0[..], None)),
            OwnedQuery::FindNode { a } => {
                assert_eq!(
                    (&a.id[..], target.as_ref()),
                    (&query.id.0[..], Some(&a.target.to_vec()))
                );
            }
            OwnedQuery::GetPeers { a } => {
                let theirs = (&a.id[..], Some(a.info_hash.to_vec()));
                assert_eq!(theirs, (&query.id.0[..], target));
            }
        }
    }
}

impl OwnedReply {
    fn same(&self, reply: &Reply<'_>) {
        let (OwnedReply::Peers { id, .. } | OwnedReply::Nodes { id, .. } | OwnedReply::Pong { id }) =
            self;
        assert!(reply.id.is_none_or(|ours| ours.0 == id[..]));
        match self {
            OwnedReply::Peers { token, values, .. } => {
                assert_eq!(&token[..], reply.token.as_deref().unwrap_or_default());
                let values = values.iter().map(|value| value.to_vec());
                assert!(values.eq(reply.values.iter().map(packed)));
            }
            OwnedReply::Nodes { nodes, .. } => {
                assert_eq!(
                    Some(&nodes[..]),
                    reply.nodes.as_ref().map(tracker_types::Compact::as_bytes)
                );
            }
            OwnedReply::Pong { .. } => {}
        }
    }
}

fn packed(address: std::net::SocketAddr) -> Vec<u8> {
    let port = address.port().to_be_bytes();
    match address.ip() {
        std::net::IpAddr::V4(ip) => [&ip.octets()[..], &port].concat(),
        std::net::IpAddr::V6(ip) => [&ip.octets()[..], &port].concat(),
    }
}

/// Checks that typebit 0.1 reads the same content from the same datagram.
pub(crate) fn same_as_typebit(message: &Message<'_>, theirs: &KrpcMsg) {
    assert_eq!(theirs.t, message.transaction.as_deref().unwrap_or_default());
    match (&theirs.body, &message.body) {
        (KrpcBody::Query { q, args }, Body::Query(query)) => {
            assert_eq!((q.as_bytes(), args.id.0), (query.method.name(), query.id.0));
            let target = match query.method {
                Method::FindNode { .. } => args.target.as_ref().map(|target| target.0),
                Method::GetPeers { .. } | Method::AnnouncePeer { .. } => args.info_hash,
                _ => None,
            };
            assert_eq!(target, query.method.target().map(|target| target.0));
            if let Method::AnnouncePeer { port, token, .. } = &query.method {
                assert_eq!(args.port.unwrap_or(0), *port);
                assert_eq!(args.token.as_deref().unwrap_or_default(), &token[..]);
            }
        }
        (KrpcBody::Response { id, resp, .. }, Body::Reply(reply)) => {
            assert_eq!(Some(id.0), reply.id.map(|id| id.0));
            if let Resp::FindNode { nodes, .. } | Resp::GetPeers { nodes, .. } = resp {
                let theirs = nodes.iter().map(|node| node.id.0);
                assert!(theirs.eq(reply.all_nodes().map(|node| node.id.0)));
            }
            if let Resp::GetPeers { token, values, .. } = resp {
                assert_eq!(token, reply.token.as_deref().unwrap_or_default());
                assert_eq!(values.len(), reply.values.iter().count());
            }
        }
        (KrpcBody::Error { msg, .. }, Body::Error(error)) => {
            assert!(msg.is_empty() || msg.as_bytes() == &error.text[..]);
        }
        _ => panic!("{theirs:?} is another type of message than {message:?}"),
    }
}
