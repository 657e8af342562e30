//! Lists: iterated with `for`, collected and extended.

use std::net::{IpAddr, SocketAddr, SocketAddrV4, SocketAddrV6};

use tracker_types::krpc::{BloomFilter, CompactNodes, NodeId, NodeInfo, Values};
use tracker_types::udp::{Family, Options, Stats, response};
use tracker_types::{
    AnnounceList, Compact, CompactHashes, CompactPeers, CompactPeers6, Host, InfoHash, Params,
    Peer, PeerId, Peers, Quirk, Quirks, ScrapeRequest, ScrapeResponse, ScrapeStats,
};

const V4: &str = "1.2.3.4:51413";
const V6: &str = "[2001:db8::7]:6881";
const MAPPED: &str = "[::ffff:5.6.7.8]:9";

fn address<A: std::str::FromStr>(text: &str) -> A {
    text.parse().ok().unwrap()
}

/// `for` over a reference and `iter` in both directions return the same items.
macro_rules! same_by_all_ways {
    ($list:expr, $expected:expr) => {{
        let (list, expected) = (&$list, &$expected[..]);
        let mut by_for = Vec::new();
        for item in list {
            by_for.push(item);
        }
        assert_eq!(by_for, expected);
        assert_eq!(list.iter().collect::<Vec<_>>(), expected);
        let mut iter = list.iter();
        let ahead = iter.next();
        let rest = iter.clone();
        assert_eq!(ahead.as_ref(), expected.first());
        assert_eq!(rest.collect::<Vec<_>>(), expected[expected.len().min(1)..]);
        assert_eq!(iter.fold(0, |count, _| count + 1), expected.len().saturating_sub(1));
        let mut iter = list.iter();
        assert_eq!(iter.by_ref().count(), expected.len());
        assert_eq!((iter.next(), iter.next()), (None, None));
        let (least, most) = list.iter().size_hint();
        assert!(least <= expected.len() && most.is_none_or(|most| most >= expected.len()));
    }};
}

#[test]
fn lists_are_iterated() {
    let v4: CompactPeers<'_> = [address(V4), address("1.2.3.5:6")].into_iter().collect();
    same_by_all_ways!(v4, [address::<SocketAddrV4>(V4), address("1.2.3.5:6")]);
    same_by_all_ways!(CompactPeers6::default(), <[SocketAddrV6; 0]>::default());
    let hashes: CompactHashes<'_> = [InfoHash([7; 20])].into_iter().collect();
    same_by_all_ways!(hashes, [InfoHash([7; 20])]);
    let stats = Stats { seeders: 1, completed: 2, leechers: 3 };
    same_by_all_ways!([stats].into_iter().collect::<Compact<'_, Stats>>(), [stats]);
    let node = NodeInfo::new(NodeId([1; 20]), address(V4));
    same_by_all_ways!([node].into_iter().collect::<CompactNodes<'_>>(), [node]);

    let params = Params::from_query(b"&&a=1&&b&");
    let [a, b] = [params.get("a").unwrap(), params.get("b").unwrap()];
    same_by_all_ways!(params, [a, b]);
    same_by_all_ways!(Params::from_query(b"&"), [a; 0]);
    let quirks = Quirks::from_iter([Quirk::TrailingData, Quirk::RawPlus, Quirk::TrailingData]);
    same_by_all_ways!(quirks, [(Quirk::RawPlus, 1), (Quirk::TrailingData, 2)]);
    same_by_all_ways!(Quirks::new(), [(Quirk::RawPlus, 1); 0]);
    let list = AnnounceList::from_iter([vec!["udp://a", " udp://b"], vec![], vec!["udp://c"]]);
    same_by_all_ways!(list, ["udp://a", "udp://b", "udp://c"]);
    assert_eq!(list.iter().rev().collect::<Vec<_>>(), ["udp://c", "udp://b", "udp://a"]);

    let options = Options::from_url_data(&[b'x'; 256]);
    same_by_all_ways!(options, [(2, &[b'x'; 255][..]), (2, b"x")]);
    let values: Values<'_> = [address(V6), address(V4)].into_iter().collect();
    same_by_all_ways!(values, [address::<SocketAddr>(V6), address(V4)]);
    for (bytes, family) in [(v4.as_bytes(), Family::V4), (&[7; 36][..], Family::V6)] {
        let (peers, _) = response::Peers::from_bytes(bytes, family);
        let all: Vec<_> = tracker_types::Peers::from(peers.clone()).socket_addrs();
        same_by_all_ways!(peers, all);
        assert_eq!(peers.iter().len(), 2);
    }
}

#[test]
fn peers_are_iterated_by_reference_and_by_value() {
    let mut peers: Peers<'_> = [V6, V4].map(address::<SocketAddr>).into_iter().collect();
    let named = Peer::new(Host::Dns("seed.example.org".into()), 7);
    peers.extend([named.clone()]);
    let expected = [address::<SocketAddr>(V4).into(), address::<SocketAddr>(V6).into(), named];
    same_by_all_ways!(peers, expected);
    assert_eq!((peers.iter().len(), peers.clone().into_iter().len()), (3, 3));
    assert_eq!(peers.clone().into_iter().collect::<Vec<_>>(), expected);
    assert_eq!(Peers::from_iter(peers.clone()), peers);
    // Items of an iterator by value have the lifetime of the body, not of the list.
    let hosts: Vec<Host<'static>> = peers.into_iter().map(|peer| peer.host).collect();
    assert_eq!(hosts[2].to_string(), "seed.example.org");
}

#[test]
fn packed_entries_are_iterated_by_value() {
    let bytes = b"\x01\x02\x03\x04\0\x05\x06\x07\x08\x09\0\x0a".to_vec();
    let expected: Vec<SocketAddrV4> = vec![address("1.2.3.4:5"), address("6.7.8.9:10")];
    let (peers, _) = CompactPeers::from_bytes(&bytes);
    let mut iter = peers.clone().into_iter();
    assert_eq!((iter.len(), iter.next_back(), iter.len()), (2, Some(expected[1]), 1));
    assert_eq!((iter.next(), iter.next(), iter.next_back()), (Some(expected[0]), None, None));
    assert_eq!(peers.iter().rev().collect::<Vec<_>>(), [expected[1], expected[0]]);
    assert_eq!((peers.iter().nth(1), peers.iter().nth(2)), (Some(expected[1]), None));
    assert_eq!(peers.into_iter().collect::<Vec<_>>(), expected);
}

/// Peers are added to the list that fits: packed by family, an IPv4 address mapped into IPv6 as IPv4, or listed.
#[test]
fn peers_are_collected_from_addresses_and_peers() {
    let id = PeerId(*b"-TR2940-0890apv0oznf");
    let rows: [(Vec<Peer<'_>>, [usize; 3]); 5] = [
        (vec![], [0, 0, 0]),
        (vec![address::<SocketAddrV4>(V4).into()], [1, 0, 0]),
        (vec![address::<SocketAddrV6>(V6).into(), address::<SocketAddr>(MAPPED).into()], [1, 1, 0]),
        (vec![Peer::from((address::<SocketAddr>(V4), id))], [0, 0, 1]),
        (vec![Peer::new(Host::Dns("a.example".into()), 1)], [0, 0, 1]),
    ];
    for (from, [v4, v6, list]) in rows {
        let peers: Peers<'_> = from.iter().cloned().collect();
        assert_eq!((peers.v4.len(), peers.v6.len(), peers.list.len()), (v4, v6, list));
        assert!(from.iter().all(|peer| peers.iter().any(|other| other == *peer)));
        let mut twice = peers.clone();
        twice.extend(from);
        assert_eq!(twice.len(), 2 * peers.len());
    }
    let addresses = [V4, V6].map(address::<SocketAddr>);
    assert_eq!(addresses.into_iter().collect::<Peers<'_>>().socket_addrs(), addresses);
    let peers: Peers<'_> = [address::<SocketAddrV4>(V4)].into_iter().collect();
    assert_eq!(peers.socket_addrs(), [address::<SocketAddr>(V4)]);
}

#[test]
fn lists_are_extended() {
    let bytes = b"\x01\x02\x03\x04\0\x05";
    let (mut peers, _) = CompactPeers::from_bytes(bytes);
    peers.extend([address::<SocketAddrV4>("6.7.8.9:10")]);
    assert_eq!(peers.as_bytes(), b"\x01\x02\x03\x04\0\x05\x06\x07\x08\x09\0\x0a");

    let mut values: Values<'_> = [address(V4)].into_iter().collect();
    values.extend([address(V6)]);
    assert_eq!(values.iter().collect::<Vec<_>>(), [address::<SocketAddr>(V4), address(V6)]);

    let mut params = Params::from_query(b"a=%31");
    params.extend([(b"b".to_vec(), "&")]);
    assert_eq!(params.as_bytes(), b"a=%31&b=%26");
    assert_eq!(Params::from_iter([("a", "1"), ("b", "&")]), params);

    let mut list = AnnounceList::from_iter([["udp://a"]]);
    list.extend([vec![" ", "udp://b "], vec![""]]);
    assert_eq!(list.tiers, [["udp://a"], ["udp://b"]]);

    let ips: [IpAddr; 2] = [[192, 0, 2, 1].into(), [192, 0, 2, 2].into()];
    let mut filter = BloomFilter::from_iter([ips[0]]);
    filter.extend([ips[1]]);
    assert!(ips.iter().all(|ip| filter.contains(*ip)));
    assert!(BloomFilter::from(filter.0) == filter && BloomFilter::from(&filter.0) == filter);

    let (one, other) = (InfoHash([1; 20]), InfoHash([2; 20]));
    assert_eq!(ScrapeRequest::from_iter([one, other]).info_hashes, [one, other]);
    let response = ScrapeResponse::from_iter([(one, ScrapeStats::new(1, 2, 3))]);
    assert_eq!(response.files[&one], ScrapeStats::new(1, 2, 3));
}

/// A list that was not received in canonical form is written anew when it grows.
#[test]
fn values_of_unusual_form_are_extended() {
    let joined = b"d1:rd2:id20:abcdefghij01234567896:valuesl12:\x01\x02\x03\x04\0\x05\x06\x07\x08\x09\0\x0aee1:t1:a1:y1:re";
    let mixed =
        b"d1:rd2:id20:abcdefghij01234567896:valuesli7e6:\x01\x02\x03\x04\0\x05ee1:t1:a1:y1:re";
    for datagram in [&joined[..], mixed] {
        let (message, _) = tracker_types::krpc::decode(datagram).unwrap();
        let mut values = message.reply().unwrap().values.clone();
        let mut expected: Vec<SocketAddr> = values.iter().collect();
        assert!(!expected.is_empty());
        values.extend([address(V6)]);
        expected.push(address(V6));
        assert_eq!(values.iter().collect::<Vec<_>>(), expected);
    }
}

#[test]
fn quirks_of_several_messages_are_merged() {
    let mut one = Quirks::from_iter([Quirk::RawPlus]);
    let mut other = Quirks::new();
    one.merge(&other);
    assert_eq!(one, Quirks::from_iter([Quirk::RawPlus]));
    other.report_at(Quirk::WrongType, "info.private");
    other.extend([Quirk::RawPlus, Quirk::RawPlus]);
    one.merge(&other);
    assert_eq!((one.count(Quirk::RawPlus), one.count(Quirk::WrongType)), (3, 1));
    assert!(one.keys(Quirk::WrongType).eq(["info.private"]));
}
