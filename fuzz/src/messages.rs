//! Types such as users define, one for each part of serde's data model.
#![allow(clippy::ref_option_ref, reason = "what is derived for a borrowed option")]

use std::borrow::Cow;
use std::collections::BTreeMap;

use bencode::{ByteArray, ByteStr, Dict, Integer, List, RawValue, Value, WithRaw};
use serde::{Deserialize, Serialize};

/// A tracker's reply, borrowed.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
pub(crate) struct Reply<'a> {
    #[serde(rename = "failure reason")]
    failure: Option<&'a str>,
    #[serde(borrow)]
    warning: Option<Cow<'a, str>>,
    complete: Option<u32>,
    interval: Option<i64>,
    #[serde(borrow)]
    peers: Option<Peers<'a>>,
    private: Option<bool>,
}

/// Two forms in one field, tried one after the other.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
enum Peers<'a> {
    #[serde(borrow)]
    Packed(ByteStr<'a>),
    Listed(Vec<Peer>),
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Peer {
    ip: String,
    port: u16,
}

/// A torrent that keeps the bytes of `info`.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
pub(crate) struct Metainfo<'a> {
    announce: Option<&'a str>,
    #[serde(rename = "announce-list", default)]
    tiers: Vec<Vec<String>>,
    #[serde(borrow)]
    info: WithRaw<'a, Info<'a>>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Info<'a> {
    name: &'a str,
    #[serde(rename = "piece length")]
    piece_length: u64,
    #[serde(with = "serde_bytes")]
    pieces: Option<&'a [u8]>,
    length: Option<u64>,
}

/// A DHT message, most of which stays raw.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
pub(crate) struct Krpc<'a> {
    #[serde(borrow)]
    t: ByteStr<'a>,
    y: char,
    a: Option<RawValue<'a>>,
    r: Option<BTreeMap<ByteStr<'a>, Value<'a>>>,
    e: Option<(i64, String)>,
}

/// Everything that serde can request.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
pub(crate) struct Model {
    z: Option<Box<Model>>,
    small: i8,
    wide: Option<i128>,
    wider: Option<u128>,
    flag: bool,
    letter: Option<char>,
    pair: Option<(u8, String)>,
    array: Option<[u16; 3]>,
    map: BTreeMap<String, Empty>,
    tagged: Option<Tagged>,
    adjacent: Option<Adjacent>,
    #[serde(default)]
    external: Vec<External>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Empty {
    nothing: Option<u8>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(tag = "kind")]
enum Tagged {
    Seed { left: u64 },
    Leech { name: String },
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Int(i64),
    Text(String),
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
enum External {
    Plain,
    New(u32),
    Tuple(u8, u8),
    Struct { a: i64 },
}

/// A struct that keeps unknown keys.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
pub(crate) struct Flat {
    id: Option<u32>,
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

/// The crate's own types as fields.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
pub(crate) struct Parts<'a> {
    #[serde(borrow)]
    text: Option<ByteStr<'a>>,
    array: Option<ByteArray<2>>,
    int: Option<Integer<'a>>,
    list: Option<List<'a>>,
    dict: Option<Dict<'a>>,
    both: Option<WithRaw<'a, u8>>,
    letters: Option<BTreeMap<Letter, u8>>,
    kept: Option<Kept<'a>>,
}

/// A key from a small set.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
enum Letter {
    A,
    B(u8),
    C { c: u8 },
    D(u8, u8),
}

/// Values that are first read into serde's own buffer.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
enum Kept<'a> {
    Array(ByteArray<2>),
    #[serde(borrow)]
    Text(ByteStr<'a>),
    Int(Integer<'a>),
    Tree(Value<'a>),
}
