//! Messages of the DHT.

use alloc::vec;
use core::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use bencode::{ByteStr, RawValue};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::peer::ipv6;
use crate::id::InfoHash;
use crate::krpc::{
    Body, ByteArray, ErrorCode, Item, KrpcError, Message, Method, NodeId, NodeInfo, Query, Reply,
    Signed, Values, Want,
};

/// Generates a query, a reply or an error without oddities: its encoding decodes to an equal
/// message, without quirks.
pub fn krpc_message() -> impl Strategy<Value = Message<'static>> + Clone {
    let body = prop_oneof![
        query().prop_map(Body::Query),
        reply().prop_map(Body::Reply),
        error().prop_map(Body::Error),
    ];
    let around = (option::of(bytes(0..8)), option::of(address(0)), option::of(id()));
    (bytes(1..20), around, any::<bool>(), body)
        .prop_map(|(transaction, (version, ip, topic), read_only, body)| {
            let mut message = Message::new(transaction, body);
            (message.version, message.ip, message.topic) = (version, ip, topic);
            message.read_only = read_only && message.query().is_some();
            message
        })
        .boxed()
}

fn bytes(length: core::ops::Range<usize>) -> impl Strategy<Value = ByteStr<'static>> + Clone {
    vec(any::<u8>(), length).prop_map(ByteStr::from)
}

fn id() -> impl Strategy<Value = NodeId> + Clone {
    any::<[u8; 20]>().prop_map(NodeId)
}

/// Generates an address of either family with at least this port.
fn address(port: u16) -> impl Strategy<Value = SocketAddr> + Clone {
    let ip = prop_oneof![any::<Ipv4Addr>().prop_map(IpAddr::from), ipv6().prop_map(IpAddr::from)];
    (ip, port..=u16::MAX).prop_map(|(ip, port)| SocketAddr::new(ip, port))
}

fn want() -> impl Strategy<Value = Want> + Clone {
    let mut only = [Want::NONE; 2];
    let [n4, n6] = &mut only;
    (n4.n4, n6.n6) = (true, true);
    let [n4, n6] = only;
    select(vec![Want::NONE, Want::BOTH, n4, n6])
}

fn query() -> impl Strategy<Value = Query<'static>> + Clone {
    let method = prop_oneof![
        Just(Method::Ping),
        (id(), want()).prop_map(|(target, want)| Method::FindNode { target, want }),
        get_peers(),
        announce_peer(),
        (id(), option::of(any::<i64>()), want()).prop_map(|(target, seq, want)| Method::Get {
            target,
            seq,
            want
        }),
        put(),
        (id(), want()).prop_map(|(target, want)| Method::SampleInfohashes { target, want }),
        ("[a-z]{0,5}_", option::of(id()))
            .prop_map(|(name, target)| Method::Unknown { name: name.into(), target }),
    ];
    (id(), method).prop_map(|(id, method)| Query::new(id, method)).boxed()
}

fn get_peers() -> impl Strategy<Value = Method<'static>> + Clone {
    (id(), want(), any::<[bool; 2]>()).prop_map(|(id, want, [no_seed, scrape])| Method::GetPeers {
        info_hash: id.into(),
        want,
        no_seed,
        scrape,
    })
}

fn announce_peer() -> impl Strategy<Value = Method<'static>> + Clone {
    let flags = any::<[bool; 2]>();
    (id(), 1..=u16::MAX, flags, bytes(0..9), option::of(bytes(0..9))).prop_map(
        |(id, port, [implied_port, seed], token, name)| Method::AnnouncePeer {
            info_hash: id.into(),
            port,
            implied_port,
            seed,
            token,
            name,
        },
    )
}

fn put() -> impl Strategy<Value = Method<'static>> + Clone {
    (bytes(0..9), item(), bytes(0..9), option::of(any::<i64>()))
        .prop_map(|(token, item, salt, cas)| Method::Put { token, item: Some(item), salt, cas })
}

/// Proofs that do not match any item.
const PROOFS: [(&[u8; 32], &[u8; 64]); 2] = [(&[0; 32], &[255; 64]), (&[b'e'; 32], &[b'1'; 64])];

fn item() -> impl Strategy<Value = Item<'static>> + Clone {
    let value = select(vec!["i-5e", "4:spam", "0:", "le", "d2:ih20:mnopqrstuvwxyz123456e"]);
    let value = value.prop_filter_map("a value", |text| RawValue::new(text).ok());
    let proof = (select(PROOFS.to_vec()), any::<i64>());
    let proof = proof.prop_map(|((key, signature), seq)| Signed::new(key, seq, signature));
    (value, option::of(proof)).prop_map(|(value, proof)| match proof {
        Some(proof) => Item::mutable(value, proof),
        None => Item::immutable(value),
    })
}

fn reply() -> impl Strategy<Value = Reply<'static>> + Clone {
    (nodes(), peers(), stored(), samples())
        .prop_map(|(nodes, peers, stored, samples)| Reply {
            id: nodes.id,
            nodes: nodes.nodes,
            nodes6: nodes.nodes6,
            item: stored.item,
            seq: stored.seq,
            samples: samples.samples,
            num: samples.num,
            interval: samples.interval,
            ..peers
        })
        .boxed()
}

fn nodes() -> impl Strategy<Value = Reply<'static>> + Clone {
    let v4 = (id(), any::<Ipv4Addr>(), any::<u16>());
    let v4 = v4.prop_map(|(id, ip, port)| NodeInfo::new(id, SocketAddrV4::new(ip, port)));
    let v6 = (id(), ipv6(), any::<u16>());
    let v6 = v6.prop_map(|(id, ip, port)| NodeInfo::new(id, SocketAddrV6::new(ip, port, 0, 0)));
    (id(), option::of(vec(v4, 0..9)), option::of(vec(v6, 0..9))).prop_map(|(id, v4, v6)| {
        let mut reply = Reply::new(id);
        reply.nodes = v4.map(|nodes| nodes.into_iter().collect());
        reply.nodes6 = v6.map(|nodes| nodes.into_iter().collect());
        reply
    })
}

fn peers() -> impl Strategy<Value = Reply<'static>> + Clone {
    let filter = option::of(select(vec![&[0; 256], &[255; 256]]));
    let values = vec(address(1), 0..30).prop_map(|peers| peers.into_iter().collect::<Values<'_>>());
    let texts = (option::of(bytes(1..9)), option::of(bytes(0..9)));
    (values, filter.clone(), filter, texts, option::of(any::<u16>())).prop_map(
        |(values, seeds, peers, (token, name), port)| Reply {
            token,
            values,
            name,
            seeds: seeds.map(ByteArray::from),
            peers: peers.map(ByteArray::from),
            port,
            ..Reply::default()
        },
    )
}

fn stored() -> impl Strategy<Value = Reply<'static>> + Clone {
    (option::of(item()), option::of(any::<i64>())).prop_map(|(item, seq)| Reply {
        seq: seq.filter(|_| item.is_none()),
        item,
        ..Reply::default()
    })
}

fn samples() -> impl Strategy<Value = Reply<'static>> + Clone {
    let hashes = vec(any::<[u8; 20]>().prop_map(InfoHash), 0..9);
    (option::of(hashes), any::<[Option<u32>; 2]>()).prop_map(|(hashes, [num, interval])| Reply {
        // At least the number of samples.
        num: num.map(|num| num.max(9)),
        interval: interval.map(|interval| interval % 21_601),
        samples: hashes.map(|hashes| hashes.into_iter().collect()),
        ..Reply::default()
    })
}

fn error() -> impl Strategy<Value = KrpcError<'static>> + Clone {
    (any::<i64>(), bytes(0..30)).prop_map(|(code, text)| KrpcError::new(ErrorCode(code), text))
}
