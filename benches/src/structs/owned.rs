//! Structs that own their contents.

use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use super::Pairs;

/// An announce reply with compact peers, BEP 23 and 7.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compact {
    /// Seeds.
    pub complete: u64,
    /// Times it was downloaded.
    pub downloaded: u64,
    /// Leeches.
    pub incomplete: u64,
    /// Seconds to the next announce.
    pub interval: u64,
    /// Seconds to wait at least.
    #[serde(rename = "min interval")]
    pub min_interval: u64,
    /// 6 bytes a peer.
    #[serde(with = "serde_bytes")]
    pub peers: Vec<u8>,
    /// 18 bytes a peer.
    #[serde(with = "serde_bytes")]
    pub peers6: Vec<u8>,
}

/// An announce reply with peers as dictionaries, BEP 3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announce {
    /// Seeds.
    pub complete: u64,
    /// Leeches.
    pub incomplete: u64,
    /// Seconds to the next announce.
    pub interval: u64,
    /// Seconds to wait at least.
    #[serde(rename = "min interval")]
    pub min_interval: u64,
    /// The peers.
    pub peers: Vec<Peer>,
}

/// One peer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer {
    /// Address or name.
    pub ip: String,
    /// Its 20 bytes.
    #[serde(rename = "peer id", with = "serde_bytes")]
    pub peer_id: Vec<u8>,
    /// Port.
    pub port: u16,
}

/// A .torrent file, BEP 3, 12, 17 and 19.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metainfo {
    /// Tracker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announce: Option<String>,
    /// Tiers of trackers.
    #[serde(rename = "announce-list", default, skip_serializing_if = "Option::is_none")]
    pub announce_list: Option<Vec<Vec<String>>>,
    /// Free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Program.
    #[serde(rename = "created by", default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// Unix time.
    #[serde(rename = "creation date", default, skip_serializing_if = "Option::is_none")]
    pub creation_date: Option<u64>,
    /// Of the texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Web seeds, BEP 17.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub httpseeds: Option<Vec<String>>,
    /// The dictionary that the info-hash is computed from.
    pub info: Info,
    /// Web seeds, BEP 19.
    #[serde(rename = "url-list", default, skip_serializing_if = "Option::is_none")]
    pub url_list: Option<Vec<String>>,
}

/// The `info` dictionary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Info {
    /// Files, if there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<File>>,
    /// Bytes of the only file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// File or folder.
    pub name: String,
    /// Bytes of a piece.
    #[serde(rename = "piece length")]
    pub piece_length: u64,
    /// 20 bytes a piece.
    #[serde(with = "serde_bytes")]
    pub pieces: Vec<u8>,
    /// 1: trackers only, BEP 27.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private: Option<u8>,
}

/// One of several files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Bytes.
    pub length: u64,
    /// Folders and name.
    pub path: Vec<String>,
}

/// A DHT message, BEP 5.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Krpc {
    /// Arguments of a query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub a: Option<Arguments>,
    /// Method of a query.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r: Option<Reply>,
    /// Transaction.
    #[serde(with = "serde_bytes")]
    pub t: Vec<u8>,
    /// Client.
    #[serde(with = "serde_bytes", default, skip_serializing_if = "Option::is_none")]
    pub v: Option<Vec<u8>>,
    /// Kind.
    pub y: String,
}

/// Arguments of a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arguments {
    /// Of the node that asks.
    #[serde(with = "serde_bytes")]
    pub id: Vec<u8>,
    /// Torrent asked for.
    #[serde(with = "serde_bytes", default, skip_serializing_if = "Option::is_none")]
    pub info_hash: Option<Vec<u8>>,
    /// Of `announce_peer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Node looked for.
    #[serde(with = "serde_bytes", default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Vec<u8>>,
    /// Of `announce_peer`.
    #[serde(with = "serde_bytes", default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Vec<u8>>,
}

/// What a query is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Of the node that answers.
    #[serde(with = "serde_bytes")]
    pub id: Vec<u8>,
    /// 26 bytes a node.
    #[serde(with = "serde_bytes", default, skip_serializing_if = "Option::is_none")]
    pub nodes: Option<Vec<u8>>,
    /// To announce with.
    #[serde(with = "serde_bytes", default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Vec<u8>>,
    /// 6 bytes a peer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<ByteBuf>>,
}

/// A scrape reply, BEP 48.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scrape {
    /// By info-hash.
    pub files: Pairs<ByteBuf, Counts>,
}

/// Counts of one torrent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Seeds.
    pub complete: u64,
    /// Times it was downloaded.
    pub downloaded: u64,
    /// Leeches.
    pub incomplete: u64,
}

/// Lists in lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Nested(pub Vec<Nested>);

/// DHT messages.
pub type Messages = Vec<Krpc>;

/// Integers.
pub type Integers = Vec<i64>;

/// Byte strings.
pub type Strings = Vec<ByteBuf>;
