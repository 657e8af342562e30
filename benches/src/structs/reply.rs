//! An announce reply in the shape that `librqbit-tracker-comms` 9.1.0 has for it: that one is
//! private, so what is counted as librqbit's is this, decoded by its codec. And the least reply
//! there is to encode.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};

use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

/// A reply with packed peers, to be written by any serde format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Packed {
    /// Seeds.
    pub complete: u64,
    /// Leeches.
    pub incomplete: u64,
    /// Seconds to the next announce.
    pub interval: u64,
    /// 6 bytes a peer.
    #[serde(with = "serde_bytes")]
    pub peers: Vec<u8>,
}

/// A reply, decoded.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Reply<'a> {
    /// Something for people to read.
    #[serde(borrow, default, rename = "warning message", with = "serde_bytes")]
    pub warning_message: Option<&'a [u8]>,
    /// Seeds.
    #[serde(default)]
    pub complete: u64,
    /// Seconds to the next announce.
    pub interval: u64,
    /// Seconds to wait at least.
    #[serde(rename = "min interval")]
    pub min_interval: Option<u64>,
    /// What to send back; misspelt there, too.
    #[serde(borrow, default, with = "serde_bytes")]
    pub tracker_id: Option<&'a [u8]>,
    /// Leeches.
    #[serde(default)]
    pub incomplete: u64,
    /// Whom to connect to.
    #[serde(borrow)]
    pub peers: Peers<'a>,
    /// The same of IPv6.
    #[serde(borrow, default, with = "serde_bytes")]
    pub peers6: Option<&'a [u8]>,
}

/// A refusal, which is tried first there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Refusal<'a> {
    /// Why.
    #[serde(borrow, rename = "failure reason", with = "serde_bytes")]
    pub failure_reason: &'a [u8],
}

/// Peers: packed, or one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peers<'a> {
    /// As they came.
    Packed(&'a [u8]),
    /// Their addresses; a name in place of one is an error.
    Listed(Vec<SocketAddr>),
}

impl Peers<'_> {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = SocketAddr> {
        let (packed, listed) = match self {
            Peers::Packed(bytes) => (*bytes, &[][..]),
            Peers::Listed(peers) => (&[][..], peers.as_slice()),
        };
        packed.chunks_exact(6).filter_map(unpacked).chain(listed.iter().copied())
    }
}

fn unpacked(entry: &[u8]) -> Option<SocketAddr> {
    let (ip, port) = entry.split_first_chunk::<4>()?;
    let port = u16::from_be_bytes(port.try_into().ok()?);
    Some(SocketAddr::new(Ipv4Addr::from(*ip).into(), port))
}

#[derive(Deserialize)]
struct Listed<'a> {
    ip: &'a str,
    port: u16,
}

impl<'de: 'a, 'a> Deserialize<'de> for Peers<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PeersVisitor)
    }
}

struct PeersVisitor;

impl<'de> Visitor<'de> for PeersVisitor {
    type Value = Peers<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("packed or listed peers")
    }

    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Peers<'de>, E> {
        Ok(Peers::Packed(bytes))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Peers<'de>, A::Error> {
        let mut peers = Vec::new();
        while let Some(Listed { ip, port }) = list.next_element()? {
            peers.push(SocketAddr::new(ip.parse().map_err(A::Error::custom)?, port));
        }
        Ok(Peers::Listed(peers))
    }
}
