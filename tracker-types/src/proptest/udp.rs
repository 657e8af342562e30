//! Datagrams of any content.

use alloc::vec;
use core::net::{IpAddr, Ipv4Addr, SocketAddrV4, SocketAddrV6};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::peer::ipv6;
use crate::announce::{AnnounceRequest, Event};
use crate::id::{InfoHash, PeerId};
use crate::udp::{
    ConnectionId, Family, Options, Request, Response, Stats, TransactionId, request, response,
};

/// Generates UDP requests of any kind, including announces in the form of 2007.
pub fn udp_request() -> impl Strategy<Value = Request<'static>> + Clone {
    let ids = || (connection(), transaction());
    let hashes = vec(any::<[u8; 20]>().prop_map(InfoHash), 0..80);
    prop_oneof![
        1 => transaction().prop_map(|transaction| Request::Connect { transaction }),
        4 => (ids(), announce()).prop_map(|(ids, mut announce)| {
            (announce.connection, announce.transaction) = ids;
            Request::Announce(announce)
        }),
        2 => (ids(), hashes).prop_map(|((connection, transaction), hashes)| {
            Request::Scrape(request::Scrape::new(connection, transaction, hashes))
        }),
    ]
}

/// Generates UDP responses of any kind, with the address family over which they are sent.
pub fn udp_response() -> impl Strategy<Value = (Family, Response<'static>)> + Clone {
    let family = || select(vec![Family::V4, Family::V6]);
    let connect = (transaction(), connection())
        .prop_map(|(transaction, connection)| Response::Connect { transaction, connection });
    let failure = (transaction(), "\\PC{0,40}").prop_map(|(transaction, reason)| {
        Response::Failure(response::Failure::new(transaction, reason.as_str()).into_owned())
    });
    let scrape = (transaction(), vec(stats(), 0..80))
        .prop_map(|(transaction, stats)| response::Scrape::new(transaction, stats));
    let others = prop_oneof![connect, failure, scrape.prop_map(Response::Scrape)];
    prop_oneof![
        announced().prop_map(|it| (it.peers.family(), Response::Announce(it))),
        (family(), others),
    ]
}

fn connection() -> impl Strategy<Value = ConnectionId> + Clone {
    any::<u64>().prop_map(ConnectionId)
}

fn transaction() -> impl Strategy<Value = TransactionId> + Clone {
    any::<u32>().prop_map(TransactionId)
}

fn announce() -> impl Strategy<Value = request::Announce<'static>> + Clone {
    let events = [Event::Started, Event::Completed, Event::Stopped, Event::Paused];
    let numbers = (any::<[u64; 3]>(), any::<u32>(), any::<i32>(), any::<u16>());
    let ids = any::<([u8; 20], [u8; 20])>();
    (ids, numbers, option::of(select(events.to_vec())), address(), options())
        .prop_map(|(ids, numbers, event, (old_ipv6, ip), options)| {
            let model = AnnounceRequest::new(InfoHash(ids.0), PeerId(ids.1), numbers.3, 0);
            let mut announce = request::Announce::new(ConnectionId(0), TransactionId(0), &model);
            [announce.downloaded, announce.left, announce.uploaded] = numbers.0;
            (announce.key, announce.num_want) = (numbers.1, numbers.2);
            (announce.event, announce.ip, announce.options) = (event, ip, options);
            announce.old_ipv6 = old_ipv6;
            announce
        })
        .boxed()
}

/// Generates whether the announce has the form of 2007, and an address that fits that form.
fn address() -> impl Strategy<Value = (bool, Option<IpAddr>)> + Clone {
    let v4 = any::<Ipv4Addr>().prop_map(IpAddr::V4);
    let ip = |ip: IpAddr| (!ip.is_unspecified()).then_some(ip);
    prop_oneof![
        5 => Just((false, None)),
        2 => v4.prop_map(move |it| (false, ip(it))),
        1 => ipv6().prop_map(move |it| (true, ip(it.into()))),
    ]
}

fn options() -> impl Strategy<Value = Options<'static>> + Clone {
    option::of(vec(any::<u8>(), 0..600))
        .prop_map(|data| data.map_or_else(Options::default, |data| Options::from_url_data(&data)))
}

fn stats() -> impl Strategy<Value = Stats> + Clone {
    let number = 0..=u32::MAX / 2;
    [number.clone(), number.clone(), number].prop_map(|[seeders, completed, leechers]| Stats {
        seeders,
        completed,
        leechers,
    })
}

fn announced() -> impl Strategy<Value = response::Announce<'static>> + Clone {
    let v4 = any::<(Ipv4Addr, u16)>().prop_map(|(ip, port)| SocketAddrV4::new(ip, port));
    let v6 = (ipv6(), any::<u16>()).prop_map(|(ip, port)| SocketAddrV6::new(ip, port, 0, 0));
    let peers = prop_oneof![
        vec(v4, 0..50).prop_map(|peers| response::Peers::V4(peers.into_iter().collect())),
        vec(v6, 0..10).prop_map(|peers| response::Peers::V6(peers.into_iter().collect())),
    ];
    (transaction(), stats(), peers).prop_map(|(transaction, numbers, peers)| {
        let mut announce = response::Announce::new(transaction, numbers.completed, peers);
        (announce.leechers, announce.seeders) = (numbers.leechers, numbers.seeders);
        announce
    })
}
