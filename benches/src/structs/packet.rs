//! Messages of the DHT in the shapes that librqbit-dht 9.1.0 and mainline 8.0.1 have for them: those
//! are private, so what is counted as theirs is this, decoded and encoded by their codecs.

#![allow(clippy::ref_option_ref, reason = "what derive writes for a borrowed Option")]

use serde::{Deserialize, Serialize};
use serde_bytes::{ByteBuf, Bytes};

use crate::facts;

/// One flat struct that borrows, as librqbit-dht has it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Flat<'a> {
    /// Arguments of a query.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub a: Option<Arguments<'a>>,
    /// Code and text of an error.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub e: Option<(i64, &'a Bytes)>,
    /// The address of the node that asked.
    #[serde(borrow, default, with = "serde_bytes", skip_serializing_if = "Option::is_none")]
    pub ip: Option<&'a [u8]>,
    /// The method.
    #[serde(borrow, default, with = "serde_bytes", skip_serializing_if = "Option::is_none")]
    pub q: Option<&'a [u8]>,
    /// What a reply returns.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub r: Option<Returned<'a>>,
    /// The transaction id.
    #[serde(borrow, with = "serde_bytes")]
    pub t: &'a [u8],
    /// The program.
    #[serde(borrow, default, with = "serde_bytes", skip_serializing_if = "Option::is_none")]
    pub v: Option<&'a [u8]>,
    /// The type.
    #[serde(borrow, with = "serde_bytes")]
    pub y: &'a [u8],
}

/// Arguments of a query.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Arguments<'a> {
    /// The node that asks.
    #[serde(borrow, with = "serde_bytes")]
    pub id: &'a [u8],
    /// The torrent.
    #[serde(borrow, default, with = "serde_bytes", skip_serializing_if = "Option::is_none")]
    pub info_hash: Option<&'a [u8]>,
    /// The port of an announce.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// The id asked for.
    #[serde(borrow, default, with = "serde_bytes", skip_serializing_if = "Option::is_none")]
    pub target: Option<&'a [u8]>,
    /// The token of an announce.
    #[serde(borrow, default, with = "serde_bytes", skip_serializing_if = "Option::is_none")]
    pub token: Option<&'a [u8]>,
}

/// What a reply returns.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Returned<'a> {
    /// The node that replies.
    #[serde(borrow, with = "serde_bytes")]
    pub id: &'a [u8],
    /// Packed nodes.
    #[serde(borrow, default, with = "serde_bytes", skip_serializing_if = "Option::is_none")]
    pub nodes: Option<&'a [u8]>,
    /// Packed nodes of IPv6.
    #[serde(borrow, default, with = "serde_bytes", skip_serializing_if = "Option::is_none")]
    pub nodes6: Option<&'a [u8]>,
    /// The token of an announce to come.
    #[serde(borrow, default, with = "serde_bytes", skip_serializing_if = "Option::is_none")]
    pub token: Option<&'a [u8]>,
    /// Packed peers.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<&'a Bytes>>,
}

impl Flat<'_> {
    /// What it says.
    pub fn said(&self) -> facts::Packet {
        let owned = |bytes: Option<&[u8]>| bytes.map(<[u8]>::to_vec);
        let arguments = self.a.as_ref();
        let returned = self.r.as_ref();
        let id = arguments.map(|a| a.id).or(returned.map(|r| r.id));
        let values = returned.and_then(|r| r.values.as_ref()).into_iter().flatten();
        facts::Packet {
            transaction: self.t.to_vec(),
            id: owned(id).unwrap_or_default(),
            info_hash: owned(arguments.and_then(|a| a.info_hash)),
            nodes: owned(returned.and_then(|r| r.nodes)).unwrap_or_default(),
            token: owned(returned.and_then(|r| r.token)),
            values: values.flat_map(|value| value.iter().copied()).collect(),
        }
    }
}

/// Tagged by type and method, and owning what it has, as mainline has it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Tagged {
    /// The address of the node that asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ip: Option<ByteBuf>,
    /// The transaction id.
    pub t: ByteBuf,
    /// The program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub v: Option<ByteBuf>,
    /// The message itself.
    #[serde(flatten)]
    pub body: Body,
}

/// A message by its type.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "y")]
pub enum Body {
    /// A query.
    #[serde(rename = "q")]
    Query(Query),
    /// A reply.
    #[serde(rename = "r")]
    Reply {
        /// What it returns.
        r: Shape,
    },
}

/// A query by its method.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "q")]
pub enum Query {
    /// Are you there?
    #[serde(rename = "ping")]
    Ping {
        /// Its arguments.
        a: Id,
    },
    /// Who has a torrent?
    #[serde(rename = "get_peers")]
    GetPeers {
        /// Its arguments.
        a: Hash,
    },
}

/// A node.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Id {
    /// Its id.
    pub id: ByteBuf,
}

/// A node and a torrent.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Hash {
    /// The id of the node.
    pub id: ByteBuf,
    /// The torrent.
    pub info_hash: ByteBuf,
}

/// What a reply returns, told by what is there.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Shape {
    /// Peers, and nodes.
    Peers {
        /// The node that replies.
        id: ByteBuf,
        /// Packed nodes.
        nodes: Option<ByteBuf>,
        /// The token of an announce to come.
        token: ByteBuf,
        /// Packed peers.
        values: Vec<ByteBuf>,
    },
    /// Nodes alone.
    Nodes {
        /// The node that replies.
        id: ByteBuf,
        /// Packed nodes.
        nodes: ByteBuf,
    },
    /// Nothing.
    Pong {
        /// The node that replies.
        id: ByteBuf,
    },
}

impl Tagged {
    /// What it says.
    pub fn said(&self) -> facts::Packet {
        let mut said = facts::Packet { transaction: self.t.to_vec(), ..facts::Packet::default() };
        match &self.body {
            Body::Query(Query::Ping { a }) => said.id = a.id.to_vec(),
            Body::Query(Query::GetPeers { a }) => {
                (said.id, said.info_hash) = (a.id.to_vec(), Some(a.info_hash.to_vec()));
            }
            Body::Reply { r: Shape::Pong { id } } => said.id = id.to_vec(),
            Body::Reply { r: Shape::Nodes { id, nodes } } => {
                (said.id, said.nodes) = (id.to_vec(), nodes.to_vec());
            }
            Body::Reply { r: Shape::Peers { id, nodes, token, values } } => {
                (said.id, said.token) = (id.to_vec(), Some(token.to_vec()));
                said.nodes = nodes.clone().map(ByteBuf::into_vec).unwrap_or_default();
                said.values = values.iter().flat_map(|value| value.iter().copied()).collect();
            }
        }
        said
    }
}
