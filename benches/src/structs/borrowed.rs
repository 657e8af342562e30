//! Structs that borrow from the document.
#![allow(clippy::ref_option_ref, reason = "the derive calls serde_bytes with a reference")]

use serde::{Deserialize, Serialize};
use serde_bytes::Bytes;

use super::Pairs;
use super::owned::Counts;

/// An announce reply with compact peers, BEP 23 and 7.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compact<'a> {
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
    #[serde(borrow, with = "serde_bytes")]
    pub peers: &'a [u8],
    /// 18 bytes a peer.
    #[serde(borrow, with = "serde_bytes")]
    pub peers6: &'a [u8],
}

/// An announce reply with peers as dictionaries, BEP 3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announce<'a> {
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
    #[serde(borrow)]
    pub peers: Vec<Peer<'a>>,
}

/// One peer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer<'a> {
    /// Address or name.
    pub ip: &'a str,
    /// Its 20 bytes.
    #[serde(borrow, rename = "peer id", with = "serde_bytes")]
    pub peer_id: &'a [u8],
    /// Port.
    pub port: u16,
}

/// A .torrent file, BEP 3, 12, 17 and 19.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metainfo<'a> {
    /// Tracker.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub announce: Option<&'a str>,
    /// Tiers of trackers.
    #[serde(borrow, rename = "announce-list", default, skip_serializing_if = "Option::is_none")]
    pub announce_list: Option<Vec<Vec<&'a str>>>,
    /// Free text.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<&'a str>,
    /// Program.
    #[serde(borrow, rename = "created by", default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<&'a str>,
    /// Unix time.
    #[serde(rename = "creation date", default, skip_serializing_if = "Option::is_none")]
    pub creation_date: Option<u64>,
    /// Of the texts.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<&'a str>,
    /// Web seeds, BEP 17.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub httpseeds: Option<Vec<&'a str>>,
    /// The dictionary that the info-hash is computed from.
    #[serde(borrow)]
    pub info: Info<'a>,
    /// Web seeds, BEP 19.
    #[serde(borrow, rename = "url-list", default, skip_serializing_if = "Option::is_none")]
    pub url_list: Option<Vec<&'a str>>,
}

/// The `info` dictionary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Info<'a> {
    /// Files, if there are several.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<File<'a>>>,
    /// Bytes of the only file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// File or folder.
    pub name: &'a str,
    /// Bytes of a piece.
    #[serde(rename = "piece length")]
    pub piece_length: u64,
    /// 20 bytes a piece.
    #[serde(borrow, with = "serde_bytes")]
    pub pieces: &'a [u8],
    /// 1: trackers only, BEP 27.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private: Option<u8>,
}

/// One of several files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File<'a> {
    /// Bytes.
    pub length: u64,
    /// Folders and name.
    #[serde(borrow)]
    pub path: Vec<&'a str>,
}

/// A DHT message, BEP 5.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Krpc<'a> {
    /// Arguments of a query.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub a: Option<Arguments<'a>>,
    /// Method of a query.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub q: Option<&'a str>,
    /// Answer.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub r: Option<Reply<'a>>,
    /// Transaction.
    #[serde(borrow, with = "serde_bytes")]
    pub t: &'a [u8],
    /// Client.
    #[serde(borrow, with = "serde_bytes", default, skip_serializing_if = "Option::is_none")]
    pub v: Option<&'a [u8]>,
    /// Kind.
    pub y: &'a str,
}

/// Arguments of a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arguments<'a> {
    /// Of the node that asks.
    #[serde(borrow, with = "serde_bytes")]
    pub id: &'a [u8],
    /// Torrent asked for.
    #[serde(borrow, with = "serde_bytes", default, skip_serializing_if = "Option::is_none")]
    pub info_hash: Option<&'a [u8]>,
    /// Of `announce_peer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Node looked for.
    #[serde(borrow, with = "serde_bytes", default, skip_serializing_if = "Option::is_none")]
    pub target: Option<&'a [u8]>,
    /// Of `announce_peer`.
    #[serde(borrow, with = "serde_bytes", default, skip_serializing_if = "Option::is_none")]
    pub token: Option<&'a [u8]>,
}

/// The return values of a reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply<'a> {
    /// Of the node that answers.
    #[serde(borrow, with = "serde_bytes")]
    pub id: &'a [u8],
    /// 26 bytes a node.
    #[serde(borrow, with = "serde_bytes", default, skip_serializing_if = "Option::is_none")]
    pub nodes: Option<&'a [u8]>,
    /// To announce with.
    #[serde(borrow, with = "serde_bytes", default, skip_serializing_if = "Option::is_none")]
    pub token: Option<&'a [u8]>,
    /// 6 bytes a peer.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<&'a Bytes>>,
}

/// A scrape reply, BEP 48.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scrape<'a> {
    /// By info-hash.
    #[serde(borrow)]
    pub files: Pairs<&'a Bytes, Counts>,
}

/// DHT messages.
pub type Messages<'a> = Vec<Krpc<'a>>;

/// Byte strings.
pub type Strings<'a> = Vec<&'a Bytes>;
