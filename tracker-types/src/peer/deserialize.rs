//! Peers from serde: the list of dictionaries (BEP 3) that they are written as.

use std::fmt;
use std::net::{SocketAddrV4, SocketAddrV6};

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::host::Host;
use super::list::{Peer, Peers};
use crate::deserialize::{Bytes, Draft, dictionary, put, put_as, skip};
use crate::id::PeerId;

impl<'de> Deserialize<'de> for Peer<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        dictionary::<PeerDraft, D>(deserializer)
    }
}

#[derive(Default)]
struct PeerDraft {
    host: Option<Host<'static>>,
    port: Option<u16>,
    id: Option<PeerId>,
}

impl Draft for PeerDraft {
    type Whole = Peer<'static>;
    const WHAT: &'static str = "a peer";

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "ip" => put_as::<Ip, _, _>(&mut self.host, key, map),
            "port" => put(&mut self.port, key, map),
            "peer id" => put(&mut self.id, key, map),
            _ => skip(map),
        }
    }

    fn finish<E: Error>(self) -> Result<Peer<'static>, E> {
        let host = self.host.ok_or_else(|| E::missing_field("ip"))?;
        let port = self.port.ok_or_else(|| E::missing_field("port"))?;
        Ok(Peer { host, port, id: self.id })
    }
}

struct Ip(Host<'static>);

impl From<Ip> for Host<'static> {
    fn from(Ip(host): Ip) -> Host<'static> {
        host
    }
}

impl<'de> Deserialize<'de> for Ip {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Ip, D::Error> {
        let read = |text: &[u8]| Host::from_bytes(text).map(|host| Ip(host.into_owned()));
        deserializer.deserialize_str(Bytes { what: "an IP address or a host name", read })
    }
}

/// The same peers in the same order. Those in front that can be packed are: first IPv4, then IPv6.
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
