//! Peers, packed or listed.

use alloc::vec::Vec;
use core::net::{Ipv4Addr, Ipv6Addr, SocketAddrV4, SocketAddrV6};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::id::PeerId;
use crate::peer::{Host, Peer, Peers};

/// Generates peers, all packed or all listed, and all reachable: none has port 0.
pub fn peers() -> impl Strategy<Value = Peers<'static>> + Clone {
    prop_oneof![packed(), vec(listed(), 0..6).prop_map(list)]
}

fn packed() -> impl Strategy<Value = Peers<'static>> + Clone {
    let v4 = (any::<Ipv4Addr>(), 1..=u16::MAX);
    let v4 = v4.prop_map(|(ip, port)| SocketAddrV4::new(ip, port));
    let v6 = (ipv6(), 1..=u16::MAX).prop_map(|(ip, port)| SocketAddrV6::new(ip, port, 0, 0));
    (vec(v4, 0..50), vec(v6, 0..4))
        .prop_map(|(v4, v6)| Peers {
            v4: v4.into_iter().collect(),
            v6: v6.into_iter().collect(),
            list: Vec::new(),
        })
        .boxed()
}

fn list(list: Vec<Peer<'static>>) -> Peers<'static> {
    Peers { list, ..Peers::default() }
}

fn listed() -> impl Strategy<Value = Peer<'static>> + Clone {
    let id = option::of(any::<[u8; 20]>().prop_map(PeerId));
    (host(), 1..=u16::MAX, id).prop_map(|(host, port, id)| Peer { id, ..Peer::new(host, port) })
}

/// Generates an address of either family, or a name.
pub(super) fn host() -> impl Strategy<Value = Host<'static>> + Clone {
    prop_oneof![
        any::<Ipv4Addr>().prop_map(Host::from),
        ipv6().prop_map(Host::from),
        "[a-z_][a-z0-9-]{0,9}(\\.[a-z0-9]{1,5}){0,3}".prop_map(|name| Host::Dns(name.into())),
    ]
    .boxed()
}

/// Generates addresses without mapped IPv4 addresses, which would be read as IPv4.
pub(super) fn ipv6() -> impl Strategy<Value = Ipv6Addr> + Clone {
    any::<[u16; 8]>().prop_map(|segments| match Ipv6Addr::from(segments) {
        mapped if mapped.to_ipv4_mapped().is_some() => Ipv6Addr::LOCALHOST,
        ip => ip,
    })
}
