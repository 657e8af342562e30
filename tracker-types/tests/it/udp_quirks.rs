//! The quirks of datagrams, and datagrams that cannot be read (BEP 15, BEP 41).

use tracker_types::udp::{
    ConnectionId, Family, Request, Response, Stats, TransactionId, request, response,
};
use tracker_types::{AnnounceRequest, ErrorKind, Event, InfoHash, PeerId, Quirk};

/// The quirks of a datagram, and how often each occurs.
type Odd<'t> = &'t [(Quirk, usize)];

type Raw<'t> = &'t [u8];

type Seeders<'t> = &'t [(InfoHash, u32)];

const IDS: &[u8] = b"\x01\x02\x03\x04\x05\x06\x07\x08";

/// An announce with other bytes at an offset, and bytes after its end.
fn announce(at: usize, bytes: &[u8], behind: &[u8]) -> Vec<u8> {
    let mut datagram = Vec::new();
    let model = AnnounceRequest::new(InfoHash([1; 20]), PeerId([2; 20]), 6881, 0);
    let ids = (ConnectionId(u64::from_be_bytes(IDS.try_into().unwrap())), TransactionId(9));
    let announce = request::Announce::new(ids.0, ids.1, &model);
    request::encode(&Request::Announce(announce), &mut datagram);
    datagram[at..at + bytes.len()].copy_from_slice(bytes);
    [&datagram, behind].concat()
}

fn read(datagram: &[u8]) -> (request::Announce<'_>, Vec<(Quirk, usize)>) {
    match request::decode(datagram).unwrap() {
        (Request::Announce(announce), quirks) => (announce, quirks.iter().collect()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn announces() {
    let zero = [0; 8];
    let unknown = [0xff; 8];
    let rows: &[(&str, usize, Raw<'_>, Raw<'_>, Odd<'_>)] = &[
        ("plain", 0, IDS, b"", &[]),
        ("connection id 0", 0, &zero, b"", &[]),
        ("transaction 0", 12, b"\0\0\0\0", b"", &[]),
        ("event paused", 80, b"\0\0\0\x04", b"", &[(Quirk::PausedEvent, 1)]),
        ("event 5", 80, b"\0\0\0\x05", b"", &[(Quirk::UnknownEvent, 1)]),
        ("event 256", 80, b"\0\0\x01\0", b"", &[(Quirk::UnknownEvent, 1)]),
        ("event of all ones", 80, b"\xff\xff\xff\xff", b"", &[(Quirk::UnknownEvent, 1)]),
        ("left -1", 64, &unknown, b"", &[(Quirk::NegativeNumber, 1)]),
        ("downloaded -1", 56, &unknown, b"", &[(Quirk::NegativeNumber, 1)]),
        ("uploaded -1", 72, &unknown, b"", &[(Quirk::NegativeNumber, 1)]),
        ("left 2^63-1", 64, b"\x7f\xff\xff\xff\xff\xff\xff\xff", b"", &[]),
        ("port 0", 96, b"\0\0", b"", &[(Quirk::PortZero, 1)]),
        ("URL data", 0, IDS, b"\x02\x01/", &[]),
        ("empty URL data", 0, IDS, b"\x02\0", &[]),
        ("options end", 0, IDS, b"\0", &[]),
        ("options end twice, as in aria2", 0, IDS, b"\0\0", &[]),
        ("options of nothing", 0, IDS, b"\x01\x01\x01", &[]),
        ("BEP 41's", 0, IDS, b"\x02\x0c/dir?a=b&c=d\x01\x01\0", &[]),
        ("bytes after the end", 0, IDS, b"\0\0x", &[(Quirk::TrailingData, 2)]),
        ("unknown option", 0, IDS, b"\x07\x02ab\x02\x01/", &[(Quirk::UnknownOption, 1)]),
        ("two of them", 0, IDS, b"\x07\0\xff\x01a", &[(Quirk::UnknownOption, 2)]),
        ("no length", 0, IDS, b"\x02\x01/\x02", &[(Quirk::TornOption, 1)]),
        ("torn data", 0, IDS, b"\x02\x01/\x02\x03/a", &[(Quirk::TornOption, 1)]),
        ("torn unknown", 0, IDS, b"\x02\x01/\x09\x03a", &[(Quirk::TornOption, 1)]),
    ];
    for &(name, at, bytes, behind, expected) in rows {
        let datagram = announce(at, bytes, behind);
        assert_eq!(read(&datagram).1, expected, "{name}");
    }
}

#[test]
fn numbers_that_are_read_as_none() {
    let model = |at, bytes: &[u8]| read(&announce(at, bytes, b"")).0.to_request().into_owned();
    assert_eq!(model(64, &[0xff; 8]).left, None);
    assert_eq!(model(56, &[0xff; 8]).downloaded, None);
    assert_eq!(model(72, &[0xff; 8]).uploaded, None);
    assert_eq!(model(64, &[0x80; 8]).left, Some(0x8080_8080_8080_8080));
    assert_eq!(model(92, b"\xff\xff\xff\xff").numwant, None);
    assert_eq!(model(92, b"\x80\0\0\0").numwant, None);
    assert_eq!(model(92, b"\0\0\0\0").numwant, Some(0));
    assert_eq!(model(88, b"\0\0\0\0").key, None);
    assert_eq!(model(88, b"\0\0\xab\xcd").key.unwrap(), &b"0000ABCD"[..]);
    assert_eq!(model(84, b"\0\0\0\0").ip, None);
    assert_eq!(model(84, b"\x01\x02\x03\x04").ip.unwrap().to_string(), "1.2.3.4");
    assert_eq!(model(80, b"\0\0\0\x04").event, Some(Event::Paused));
    assert_eq!(model(80, b"\0\0\0\x05").event, None);
}

#[test]
fn url_data() {
    let long = [b"/?".as_slice(), &[b'x'; 300]].concat();
    let pieces = [b"\x02\xff".as_slice(), &long[..255], b"\x01\x02\x2f", &long[255..]].concat();
    let rows: &[(Raw<'_>, Option<Raw<'_>>, Raw<'_>)] = &[
        (b"", None, b""),
        (b"\x01", None, b""),
        (b"\x02\0", Some(b""), b""),
        (b"\x02\x01/", Some(b"/"), b""),
        (b"\x02\x0c/dir?a=b&c=d\x01\x01\0", Some(b"/dir?a=b&c=d"), b"a=b&c=d"),
        (b"\x02\x04/?a=\x07\x01x\x01\x02\x01b", Some(b"/?a=b"), b"a=b"),
        // Without a slash, escaped or not: kept as it is.
        (b"\x02\x04?%zz", Some(b"?%zz"), b"%zz"),
        (&pieces, Some(&long), &long[2..]),
        (b"\x02\x02/?\x02\x05torn", Some(b"/?"), b""),
    ];
    for (options, expected, query) in rows {
        let datagram = announce(0, IDS, options);
        let (announce, _) = read(&datagram);
        assert_eq!(announce.options.url_data().as_deref(), *expected);
        assert_eq!(announce.to_request().extra.as_bytes(), *query);
        assert_eq!(announce.options.is_empty(), expected.is_none());
    }
}

/// The address has 16 bytes, and everything after it moves by 12.
#[test]
fn announces_of_2007() {
    let new = announce(0, IDS, b"");
    let old = |ip: &[u8; 16]| [&new[..8], b"\0\0\0\x04", &new[12..84], ip, &new[88..]].concat();
    let (nowhere, mapped) = ([0; 16], b"\0\0\0\0\0\0\0\0\0\0\xff\xff\x01\x02\x03\x04");
    let rows = [
        (old(&nowhere), None, vec![(Quirk::OldIpv6Action, 1)]),
        (
            old(&[0x20; 16]),
            Some("2020:2020:2020:2020:2020:2020:2020:2020"),
            vec![(Quirk::OldIpv6Action, 1)],
        ),
        (old(mapped), Some("1.2.3.4"), vec![(Quirk::MappedAddress, 1), (Quirk::OldIpv6Action, 1)]),
    ];
    for (datagram, ip, quirks) in rows {
        assert_eq!(datagram.len(), 110);
        let (announce, odd) = read(&datagram);
        assert!(announce.old_ipv6);
        assert_eq!(announce.ip, ip.map(|ip| ip.parse().unwrap()));
        assert_eq!((announce.port, odd), (6881, quirks));
        let mut written = Vec::new();
        request::encode(&Request::Announce(announce), &mut written);
        assert_eq!(written, datagram);
    }
}

#[test]
fn connects_and_scrapes() {
    let magic = b"\0\0\x04\x17\x27\x10\x19\x80\0\0\0\0\0\0\0\x07";
    let rows: &[(Raw<'_>, Odd<'_>)] = &[(b"", &[]), (b"abc", &[(Quirk::TrailingData, 3)])];
    for (behind, expected) in rows {
        let datagram = [magic, *behind].concat();
        let (request, quirks) = request::decode(&datagram).unwrap();
        assert_eq!(request, Request::Connect { transaction: TransactionId(7) });
        assert_eq!(quirks.iter().collect::<Vec<_>>(), *expected);
    }
    let head = [IDS, b"\0\0\0\x02\0\0\0\x07"].concat();
    for length in 0..=2000 {
        let datagram = [&head, &vec![5; length][..]].concat();
        let (Request::Scrape(scrape), quirks) = request::decode(&datagram).unwrap() else {
            panic!("no scrape")
        };
        assert_eq!(scrape.info_hashes.len(), length / 20);
        assert_eq!(quirks.count(Quirk::RaggedHashes), usize::from(length % 20 > 0));
    }
}

#[test]
fn responses() {
    let rows: &[(Raw<'_>, Odd<'_>)] = &[
        (b"\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0\0", &[]),
        (b"\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0\0extended", &[(Quirk::TrailingData, 8)]),
        (b"\0\0\0\x01\0\0\0\x07\0\0\x07\x08\0\0\0\x01\0\0\0\x02", &[]),
        (
            b"\0\0\0\x01\0\0\0\x07\0\0\x07\x08\0\0\0\x01\0\0\0\x02\x7f\0\0\x01\x1a\xe1abc",
            &[(Quirk::RaggedPeers, 1)],
        ),
        (b"\0\0\0\x01\0\0\0\x07\x80\0\0\0\0\0\0\x01\0\0\0\x02", &[(Quirk::NegativeNumber, 1)]),
        (b"\0\0\0\x01\0\0\0\x07\0\0\x07\x08\x80\0\0\0\0\0\0\x02", &[(Quirk::NegativeNumber, 1)]),
        (b"\0\0\0\x01\0\0\0\x07\0\0\x07\x08\0\0\0\x01\x80\0\0\0", &[(Quirk::NegativeNumber, 1)]),
        (b"\0\0\0\x01\0\0\0\x07\x80\0\0\0\0\0\0\x01\x80\0\0\0", &[(Quirk::NegativeNumber, 2)]),
        (
            b"\0\0\0\x01\0\0\0\x07\xff\xff\xff\xff\x80\0\0\0\x7f\xff\xff\xff",
            &[(Quirk::NegativeNumber, 2)],
        ),
        (b"\0\0\0\x01\0\0\0\x07\x7f\xff\xff\xff\0\0\0\0\0\0\0\x02", &[]),
        (b"\0\0\0\x04\0\0\0\x07\0\0\x07\x08\0\0\0\x01\0\0\0\x02", &[(Quirk::OldIpv6Action, 1)]),
        (b"\0\0\0\x02\0\0\0\x07", &[]),
        (b"\0\0\0\x02\0\0\0\x07\0\0\0\x01\0\0\0\x02\0\0\0\x03torn", &[(Quirk::TrailingData, 4)]),
        (b"\0\0\0\x02\0\0\0\x07torn", &[(Quirk::TrailingData, 4)]),
        (b"\0\0\0\x03\0\0\0\x07", &[]),
        (b"\0\0\0\x03\0\0\0\0no\0\0", &[]),
        (b"\0\0\0\x03\0\0\0\x07\xff", &[(Quirk::FailureNotUtf8, 1)]),
        (b"\0\0\0\x03\0\0\0\x07\xffnregistered", &[(Quirk::FailureNotUtf8, 1)]),
        (b"\0\0\0\x03\0\0\0\x07\x80\x80\x80\x80\x80\x80\x80\x80", &[(Quirk::FailureNotUtf8, 1)]),
        (b"\0\0\0\x03\0\0\0\x07Unregistered\xff", &[(Quirk::FailureNotUtf8, 1)]),
        ("\0\0\0\x03\0\0\0\x07caf\u{e9}".as_bytes(), &[]),
        (b"\x03\0\0\0\0\0\0\x07no", &[(Quirk::SwappedAction, 1)]),
    ];
    for (datagram, expected) in rows {
        let (_, quirks) = response::decode(datagram, Family::V4).unwrap();
        assert_eq!(quirks.iter().collect::<Vec<_>>(), *expected, "{}", datagram.escape_ascii());
    }
}

/// Three IPv4 peers are as long as one IPv6 peer: the family is given, never guessed.
#[test]
fn the_family_decides() {
    let head = b"\0\0\0\x01\0\0\0\x07\0\0\x07\x08\0\0\0\x01\0\0\0\x02";
    let datagram = [&head[..], &[0x11; 18]].concat();
    let peers = |datagram: &[u8], family| {
        let (Response::Announce(announce), _) = response::decode(datagram, family).unwrap() else {
            panic!("not an announce")
        };
        assert_eq!(announce.peers.iter().count(), announce.peers.len());
        assert_eq!(announce.peers.is_empty(), announce.peers.iter().next().is_none());
        (announce.peers.family(), announce.peers.len())
    };
    assert_eq!(peers(head, Family::V4), (Family::V4, 0));
    assert_eq!(peers(&datagram, Family::V4), (Family::V4, 3));
    assert_eq!(peers(&datagram, Family::V6), (Family::V6, 1));
    // An incomplete peer is reported, after whole peers or alone.
    for length in 0..=54 {
        for (family, size) in [(Family::V4, 6), (Family::V6, 18)] {
            let datagram = [&head[..], &vec![0x11; length]].concat();
            assert_eq!(peers(&datagram, family), (family, length / size));
            let (_, quirks) = response::decode(&datagram, family).unwrap();
            let torn = usize::from(length % size > 0);
            assert_eq!(quirks.iter().map(|(_, times)| times).sum::<usize>(), torn);
            assert_eq!(quirks.count(Quirk::RaggedPeers), torn);
        }
    }
    // Action 4 is for IPv6, whatever the family of the socket.
    let old = [b"\0\0\0\x04", &datagram[4..]].concat();
    assert_eq!(peers(&old, Family::V4), (Family::V6, 1));
}

#[test]
fn unreachable_peers_are_reported_with_the_model() {
    let head = b"\0\0\0\x01\0\0\0\x07\0\0\x07\x08\0\0\0\x01\0\0\0\x02";
    let v4 = [head, &b"\x01\x02\x03\x04\0\0\x01\x02\x03\x04\0\x01"[..]].concat();
    let (decoded, _) = response::decode(&v4, Family::V4).unwrap();
    let (reply, quirks) = decoded.into_announce_reply().unwrap();
    assert_eq!(quirks.iter().collect::<Vec<_>>(), [(Quirk::PortZero, 1)]);
    assert_eq!(reply.into_result().unwrap().peers.len(), 2);
    let mapped = b"\0\0\0\0\0\0\0\0\0\0\xff\xff\x01\x02\x03\x04\0\x01";
    let v6 = [&head[..], mapped].concat();
    let (decoded, _) = response::decode(&v6, Family::V6).unwrap();
    let (_, quirks) = decoded.into_announce_reply().unwrap();
    assert_eq!(quirks.iter().collect::<Vec<_>>(), [(Quirk::MappedAddress, 1)]);
}

#[test]
fn negative_numbers_become_none() {
    let datagram = b"\0\0\0\x01\0\0\0\x07\xff\xff\xff\xff\x80\0\0\0\x7f\xff\xff\xff";
    let (decoded, _) = response::decode(datagram, Family::V4).unwrap();
    let (reply, _) = decoded.into_announce_reply().unwrap();
    let response = reply.into_result().unwrap();
    assert_eq!((response.interval, response.incomplete), (None, None));
    assert_eq!(response.complete, Some(0x7fff_ffff));
    assert_eq!(response.wait().as_secs(), 1_800);

    let asked = [InfoHash([1; 20])];
    let datagram = b"\0\0\0\x02\0\0\0\x07\xff\xff\xff\xff\x80\0\0\0\x7f\xff\xff\xff";
    let (Response::Scrape(scrape), _) = response::decode(datagram, Family::V4).unwrap() else {
        panic!("no scrape")
    };
    let (response, quirks) = scrape.to_response(&asked);
    let file = &response.files[&asked[0]];
    assert_eq!((file.complete, file.downloaded, file.incomplete), (None, None, Some(0x7fff_ffff)));
    assert_eq!(quirks.count(Quirk::NegativeNumber), 2);
}

#[test]
fn scrape_replies_pair_by_position() {
    let [a, b, c] = [1, 2, 3].map(|byte| InfoHash([byte; 20]));
    let unanswered = Quirk::UnansweredFile;
    let rows: &[(&[InfoHash], u32, Seeders<'_>, Odd<'_>)] = &[
        (&[a, b], 2, &[(a, 0), (b, 1)], &[]),
        (&[a, b, c], 1, &[(a, 0)], &[(unanswered, 2)]),
        (&[a], 3, &[(a, 0)], &[(Quirk::TrailingData, 24)]),
        (&[], 1, &[], &[(Quirk::TrailingData, 12)]),
        (&[a, b], 0, &[], &[(unanswered, 2)]),
        // There is an entry for each: equal hashes are not merged.
        (&[a, a, b], 3, &[(a, 1), (b, 2)], &[]),
        // Two entries for three hashes: it is not known whose the second one is.
        (&[a, a, b], 2, &[(a, 0)], &[(Quirk::TrailingData, 12), (unanswered, 2)]),
        (&[a, b, a, c], 3, &[(a, 0), (b, 1)], &[(Quirk::TrailingData, 12), (unanswered, 2)]),
    ];
    for (asked, entries, files, expected) in rows {
        let stats = (0..*entries).map(|seeders| Stats { seeders, ..Stats::default() });
        let scrape = response::Scrape::new(TransactionId(7), stats);
        let (response, quirks) = scrape.to_response(asked);
        let read: Vec<_> =
            response.files.iter().map(|(hash, it)| (*hash, it.complete.unwrap())).collect();
        assert_eq!(read, *files);
        assert_eq!(quirks.iter().collect::<Vec<_>>(), *expected);
    }
}

#[test]
fn unreadable_requests() {
    let short = |expected, found| ErrorKind::WrongLength { expected, found };
    let plain = announce(0, IDS, b"");
    let old = [&plain[..8], b"\0\0\0\x04", &plain[12..]].concat();
    let probe = b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    let rows: &[(Raw<'_>, ErrorKind, &str)] = &[
        (b"", short(16, 0), "0 bytes instead of 16 at byte 0"),
        (&plain[..15], short(16, 15), "15 bytes instead of 16 at byte 15"),
        (&plain[..97], short(98, 97), "97 bytes instead of 98 at byte 97"),
        (&old, short(110, 98), "98 bytes instead of 110 at byte 98"),
        (probe, ErrorKind::NotConnect, "not a connect request at byte 0"),
        (
            &announce(8, b"\0\0\0\x03", b""),
            ErrorKind::UnknownAction(3),
            "unknown action 3 at byte 8",
        ),
        (
            &announce(8, b"\x01\0\0\0", b""),
            ErrorKind::UnknownAction(1 << 24),
            "unknown action 16777216 at byte 8",
        ),
    ];
    for (datagram, kind, words) in rows {
        let error = request::decode(datagram).unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (*kind, *words));
    }
}

#[test]
fn unreadable_responses() {
    let short = |expected, found| ErrorKind::WrongLength { expected, found };
    let rows: &[(Raw<'_>, ErrorKind, &str)] = &[
        (b"", short(8, 0), "0 bytes instead of 8 at byte 0"),
        (b"\0\0\0\x03\0\0\0", short(8, 7), "7 bytes instead of 8 at byte 7"),
        // From opentracker, for a torrent that is not on its list.
        (b"\0\0\0\x01\0\0\0\x07", short(20, 8), "8 bytes instead of 20 at byte 8"),
        (b"\0\0\0\x04\0\0\0\x07", short(20, 8), "8 bytes instead of 20 at byte 8"),
        (b"\0\0\0\0\0\0\0\x07\0\0\0\0\0\0\0", short(16, 15), "15 bytes instead of 16 at byte 15"),
        (b"\0\0\0\x05\0\0\0\x07", ErrorKind::UnknownAction(5), "unknown action 5 at byte 0"),
    ];
    for (datagram, kind, words) in rows {
        let error = response::decode(datagram, Family::V4).unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (*kind, *words));
    }
}
