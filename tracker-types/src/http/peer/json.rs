//! Peers in serde: a list of dictionaries (BEP 3), whatever form they were sent in.

use alloc::vec::Vec;
use core::fmt;
use core::net::{SocketAddrV4, SocketAddrV6};

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::entry::{Draft, show};
use crate::message::{Incomplete, members};
use crate::peer::{Host, Peer, Peers};

impl Serialize for Peer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        show(self, &mut map)?;
        map.end()
    }
}

impl Serialize for Peers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Peer<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        members(deserializer, "a peer", |draft: Draft, _| {
            let host = draft.host.ok_or(Incomplete::Missing("ip"))?;
            let port = draft.port.ok_or(Incomplete::Missing("port"))?;
            Ok(Peer { host, port, id: draft.id })
        })
    }
}

/// Reads the peers in the same order. Those at the front that can be packed are packed: first IPv4,
/// then IPv6.
impl<'de> Deserialize<'de> for Peers<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(PeersVisitor)
    }
}

struct PeersVisitor;

impl<'de> Visitor<'de> for PeersVisitor {
    type Value = Peers<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of peers")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Peers<'static>, A::Error> {
        let (mut v4, mut v6, mut list) = (Vec::new(), Vec::new(), Vec::new());
        while let Some(peer) = items.next_element::<Peer<'static>>()? {
            match peer {
                Peer { host: Host::V4(ip), port, id: None } if v6.is_empty() && list.is_empty() => {
                    v4.push(SocketAddrV4::new(ip, port));
                }
                Peer { host: Host::V6(ip), port, id: None } if list.is_empty() => {
                    v6.push(SocketAddrV6::new(ip, port, 0, 0));
                }
                peer => list.push(peer),
            }
        }
        Ok(Peers { v4: v4.into_iter().collect(), v6: v6.into_iter().collect(), list })
    }
}
