//! Hosts, addresses, packed and listed peers.

use std::net::{SocketAddr, SocketAddrV4, SocketAddrV6};

use tracker_types::{Address, CompactPeers, CompactPeers6, ErrorKind, Host, Peer, Peers};

/// Text from which a host is read, and how it is displayed, if it is a host.
const HOSTS: &[(&str, Option<&str>)] = &[
    ("1.2.3.4", Some("1.2.3.4")),
    ("9.10.99.100", Some("9.10.99.100")),
    ("127.0.0.255", Some("127.0.0.255")),
    ("1.2.3.256", None),
    ("1.2.3.04", None),
    ("::1", Some("::1")),
    ("[::1]", Some("::1")),
    ("2001:0db8::0007", Some("2001:db8::7")),
    // qBittorrent's and torrust's trackers write this.
    ("::ffff:127.0.0.2", Some("127.0.0.2")),
    ("[::ffff:127.0.0.2]", Some("127.0.0.2")),
    // BEP 3: an IP address or a DNS name.
    ("localhost", Some("localhost")),
    ("seed.example.org", Some("seed.example.org")),
    ("seed.example.org.", Some("seed.example.org.")),
    // From libtorrent's tests.
    ("test_hostname", Some("test_hostname")),
    ("abcdefghijklmnop.b32.i2p", Some("abcdefghijklmnop.b32.i2p")),
    ("", None),
    (".", None),
    ("a..b", None),
    ("999.1.1.1", None),
    ("1.2.3", None),
    ("1.2.3.4:6881", None),
    ("[1.2.3.4]", None),
    ("[::1", None),
    ("not a name", None),
    ("h\u{f6}st", None),
];

#[test]
fn hosts_are_addresses_or_names() {
    for (text, shown) in HOSTS {
        let host = Host::from_bytes(text.as_bytes());
        assert_eq!(host.map(|host| host.to_string()).as_deref(), *shown, "{text}");
        assert_eq!(text.parse::<Host<'_>>().is_ok(), shown.is_some(), "{text}");
    }
    for text in ["1.2.3.4", "::1", "::ffff:127.0.0.2"] {
        let ip: std::net::IpAddr = text.parse().unwrap();
        assert_eq!(Host::from(ip), text.parse().unwrap());
    }
    assert_eq!(Host::from_bytes(b"\xff"), None);
    assert_eq!(Host::from_bytes("a".repeat(256).as_bytes()), None);
}

#[test]
fn addresses_may_have_a_port() {
    let rows = [
        ("1.2.3.4", None, "1.2.3.4"),
        ("1.2.3.4:6881", Some(6881), "1.2.3.4:6881"),
        ("[::]:2707", Some(2707), "[::]:2707"),
        ("seed.example.org:1", Some(1), "seed.example.org:1"),
        ("2001:db8::7", None, "2001:db8::7"),
    ];
    for (text, port, shown) in rows {
        let address = Address::from_bytes(text.as_bytes()).unwrap();
        assert_eq!((address.port, address.to_string().as_str()), (port, shown));
        assert_eq!(address.clone().into_owned(), address);
        assert_eq!(text.parse(), Ok(address));
    }
    let socket: SocketAddr = "[::ffff:1.2.3.4]:5".parse().unwrap();
    assert_eq!(Address::from(socket).to_string(), "1.2.3.4:5");
    assert_eq!(Address::from(socket.ip()).to_string(), "1.2.3.4");
    for text in [
        "1.2.3.4:",
        "1.2.3.4:65536",
        "1.2.3.4:-1",
        "2001:db8::7:x",
        ":1",
        "a b:1",
        "1:2:3:4:5:6:7:8:9",
    ] {
        assert_eq!(Address::from_bytes(text.as_bytes()), None, "{text}");
        let error = text.parse::<Address<'_>>().unwrap_err();
        assert_eq!((error.kind(), error.offset()), (ErrorKind::InvalidHost, 0));
    }
}

/// The peers of opentracker's reply to the article's command.
const PACKED: &[u8] =
    b"\x7f\0\0\x03\xc8\xd6\x7f\0\0\x04\xc8\xd7\x7f\0\0\x02\xc8\xd5\x7f\0\0\x01\x30\x39";

#[test]
fn compact_peers_are_packed_and_unpacked() {
    let (peers, torn) = CompactPeers::from_bytes(PACKED);
    let shown: Vec<_> = peers.iter().map(|peer| peer.to_string()).collect();
    assert_eq!(shown, ["127.0.0.3:51414", "127.0.0.4:51415", "127.0.0.2:51413", "127.0.0.1:12345"]);
    assert!(torn.is_empty() && peers.len() == 4);
    assert_eq!((peers.get(3), peers.get(4)), (peers.iter().next_back(), None));
    let again: CompactPeers<'_> = peers.iter().collect();
    assert_eq!(again.as_bytes(), PACKED);
    assert_eq!(again, peers.into_owned());
}

#[test]
fn only_a_torn_entry_is_lost() {
    // 11 bytes, as a tracker sent them.
    let (peers, torn) = CompactPeers::from_bytes(&PACKED[..11]);
    assert_eq!((peers.len(), torn), (1, &PACKED[6..11]));
    let (peers, torn) = CompactPeers6::from_bytes(b"0123456789012345");
    assert!(peers.is_empty() && torn.len() == 16);
}

#[test]
fn ipv6_peers_of_bep_7() {
    let (peers, _) = CompactPeers6::from_bytes(b"iiiiiiiiiiiiiiiipp");
    let peer: SocketAddrV6 = "[6969:6969:6969:6969:6969:6969:6969:6969]:28784".parse().unwrap();
    assert_eq!(peers.iter().collect::<Vec<_>>(), [peer]);
    assert_eq!([peer].into_iter().collect::<CompactPeers6<'_>>(), peers);
}

#[test]
fn one_iterator_returns_all_peers() {
    let mapped: SocketAddrV6 = "[::ffff:127.0.0.9]:9".parse().unwrap();
    let v4: SocketAddrV4 = "1.2.3.4:51413".parse().unwrap();
    let mut peers = Peers::default();
    assert!(peers.is_empty());
    peers.list.push(Peer::new("seed.example.org".parse().unwrap(), 1));
    peers.v6 = [mapped].into_iter().collect();
    peers.v4 = [v4].into_iter().collect();
    let shown: Vec<_> = peers.iter().map(|peer| peer.to_string()).collect();
    // The mapped address becomes IPv4.
    assert_eq!(shown, ["1.2.3.4:51413", "127.0.0.9:9", "seed.example.org:1"]);
    assert_eq!((peers.len(), peers.is_empty()), (3, false));
    assert_eq!(peers.clone().into_owned(), peers);
    let reached: Vec<_> = peers.iter().map(|peer| peer.socket_addr()).collect();
    assert_eq!(reached, [Some(SocketAddr::V4(v4)), "127.0.0.9:9".parse().ok(), None]);
}

/// `fold` visits the same peers as a `for` loop, wherever it begins.
#[test]
fn peers_are_folded_in_the_order_of_the_iterator() {
    let mut peers = Peers::default();
    peers.v4 = ["1.2.3.4:5".parse::<SocketAddrV4>(), "6.7.8.9:10".parse()]
        .into_iter()
        .map(Result::unwrap)
        .collect();
    peers.v6 = ["[::1]:2".parse::<SocketAddrV6>(), "[::ffff:1.2.3.4]:6".parse()]
        .into_iter()
        .map(Result::unwrap)
        .collect();
    peers.list.push(Peer::new("seed.example.org".parse().unwrap(), 7));
    for skipped in 0..=5 {
        let mut one_by_one = Vec::new();
        for peer in peers.iter().skip(skipped) {
            one_by_one.push(peer);
        }
        let mut iter = peers.iter();
        (0..skipped).for_each(|_| drop(iter.next()));
        let folded = iter.fold(Vec::new(), |mut seen, peer| {
            seen.push(peer);
            seen
        });
        assert_eq!(folded.len(), 5 - skipped);
        assert_eq!(folded, one_by_one);
    }
}

#[test]
fn packed_peers_are_equal_if_their_bytes_are() {
    let packed = |bytes: &'static [u8]| CompactPeers::from_bytes(bytes).0;
    let one = packed(b"\x01\x02\x03\x04\0\x05");
    assert_eq!(one, one.clone().into_owned());
    assert_ne!(one, packed(b"\x01\x02\x03\x04\0\x06"));
    assert_ne!(one, packed(b""));
    assert_eq!(format!("{one:?}"), "[1.2.3.4:5]");
}

#[test]
fn names_have_255_bytes_at_most() {
    let name = |length: usize| "a".repeat(length);
    assert!(Host::from_bytes(name(255).as_bytes()).is_some());
    assert!(Host::from_bytes((name(255) + ".").as_bytes()).is_some());
    assert!(Host::from_bytes(name(256).as_bytes()).is_none());
}
