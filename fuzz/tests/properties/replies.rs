//! Properties of replies with any content.

use std::fmt::Debug;

use bencode::{ByteStr, Reader, Rules, Token};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{from_str, to_string};
use tracker_types::http::{
    AnnounceResponseWriter, PeerForm, ScrapeResponseWriter, announce, scrape,
};
use tracker_types::{
    AnnounceReply, AnnounceResponse, Failure, Host, InfoHash, Metainfo, Peer, PeerId, Peers, Quirk,
    Reply, RetryIn, ScrapeReply, ScrapeResponse, ScrapeStats,
};

fn texts() -> impl Strategy<Value = Option<ByteStr<'static>>> {
    option::of(vec(any::<u8>(), 0..120).prop_map(ByteStr::from))
}

fn hosts() -> impl Strategy<Value = Host<'static>> {
    prop_oneof![
        any::<[u8; 4]>().prop_map(|octets| Host::V4(octets.into())),
        any::<[u8; 16]>().prop_map(|octets| Host::from(std::net::Ipv6Addr::from(octets))),
        "[a-z_][a-z0-9-]{0,9}(\\.[a-z0-9]{1,5}){0,3}".prop_map(|name| Host::Dns(name.into())),
    ]
}

fn listed() -> impl Strategy<Value = Peers<'static>> {
    let peer = (hosts(), 1..=u16::MAX, option::of(any::<[u8; 20]>()));
    let peer = peer.prop_map(|(host, port, id)| {
        let mut peer = Peer::new(host, port);
        peer.id = id.map(PeerId);
        peer
    });
    vec(peer, 0..8).prop_map(|list| {
        let mut peers = Peers::default();
        peers.list = list;
        peers
    })
}

/// A value that is sometimes `None`.
fn ports() -> impl Strategy<Value = u16> {
    prop_oneof![20 => 1..=u16::MAX, 1 => Just(0)]
}

fn packed() -> impl Strategy<Value = Peers<'static>> {
    let v4 = (any::<[u8; 4]>(), 1..=u16::MAX);
    // Not an IPv4 address mapped into IPv6, which begins with zeros.
    let v6 = (any::<[u8; 16]>().prop_filter("mapped", |ip| ip[0] > 0), 1..=u16::MAX);
    (vec(v4, 0..200), vec(v6, 0..20)).prop_map(|(v4, v6)| {
        let mut peers = Peers::default();
        peers.v4 =
            v4.iter().map(|&(ip, port)| std::net::SocketAddrV4::new(ip.into(), port)).collect();
        let v6 = v6.iter().map(|&(ip, port)| std::net::SocketAddrV6::new(ip.into(), port, 0, 0));
        peers.v6 = v6.collect();
        peers
    })
}

prop_compose! {
    fn responses(peers: BoxedStrategy<Peers<'static>>)(
        peers in peers,
        [complete, downloaded, incomplete, min_interval] in any::<[Option<u32>; 4]>(),
        interval in any::<u32>(),
        external_ip in option::of(any::<std::net::IpAddr>()),
        (tracker_id, warning_message) in (texts(), texts()),
    ) -> AnnounceResponse<'static> {
        let mut response = AnnounceResponse::new(interval, peers);
        (response.complete, response.downloaded) = (complete, downloaded);
        (response.incomplete, response.min_interval) = (incomplete, min_interval);
        response.external_ip = external_ip.map(|ip| ip.to_canonical());
        response.tracker_id = tracker_id.map(Box::new);
        response.warning_message = warning_message.map(Box::new);
        response
    }
}

prop_compose! {
    fn failures()(
        reason in "\\PC{0,40}",
        retry_in in option::of(prop_oneof![Just(RetryIn::Never), any::<u32>().prop_map(RetryIn::Minutes)]),
        [complete, downloaded, incomplete, interval, min_interval] in any::<[Option<u32>; 5]>(),
        tracker_id in texts(),
    ) -> Failure<'static> {
        let mut failure = Failure::new(ByteStr::from(reason));
        (failure.retry_in, failure.tracker_id) = (retry_in, tracker_id);
        (failure.complete, failure.downloaded) = (complete, downloaded);
        (failure.incomplete, failure.interval) = (incomplete, interval);
        failure.min_interval = min_interval;
        failure
    }
}

fn replies() -> impl Strategy<Value = (AnnounceReply<'static>, PeerForm)> {
    prop_oneof![
        responses(packed().boxed())
            .prop_map(|response| (Reply::Success(response), PeerForm::Compact)),
        responses(listed().boxed()).prop_map(|response| (Reply::Success(response), PeerForm::List)),
        failures().prop_map(|failure| (Reply::Failure(failure), PeerForm::Compact)),
    ]
}

prop_compose! {
    fn stats()(
        [complete, downloaders, incomplete] in any::<[Option<u32>; 3]>(),
        downloaded in any::<u32>(),
        name in texts(),
    ) -> ScrapeStats<'static> {
        let mut stats = ScrapeStats::default();
        (stats.complete, stats.downloaded) = (complete, Some(downloaded));
        (stats.downloaders, stats.incomplete, stats.name) = (downloaders, incomplete, name);
        stats
    }
}

fn scrapes() -> impl Strategy<Value = ScrapeReply<'static>> {
    let files = btree_map(any::<[u8; 20]>().prop_map(InfoHash), stats(), 0..12);
    let success = (files, any::<Option<u32>>()).prop_map(|(files, min_request_interval)| {
        let mut response = ScrapeResponse::new(files);
        response.min_request_interval = min_request_interval;
        Reply::Success(response)
    });
    prop_oneof![9 => success, 1 => failures().prop_map(Reply::Failure)]
}

fn encoded(reply: &AnnounceReply<'_>, form: PeerForm) -> Vec<u8> {
    let mut body = Vec::new();
    announce::encode(reply, form, &mut body);
    body
}

fn encoded_scrape(reply: &ScrapeReply<'_>) -> Vec<u8> {
    let mut body = Vec::new();
    scrape::encode(reply, &mut body);
    body
}

fn is_canonical(body: &[u8]) -> bool {
    let mut reader = Reader::with_rules(body, Rules::STRICT);
    reader.skip_value().is_ok() && reader.next() == Ok(None)
}

/// Pieces of replies in any order: mostly invalid, sometimes with quirks, rarely canonical.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let pieces = [
        "d",
        "l",
        "e",
        "e",
        "5:peers",
        "6:peers6",
        "0:",
        "6:iiiipp",
        "18:iiiiiiiiiiiiiiiipp",
        "11:0123456789A",
        "8:interval",
        "i1800e",
        "i-1e",
        "i007e",
        "i99999999999999999999e",
        "2:ip",
        "7:1.2.3.4",
        "13:test_hostname",
        "4:port",
        "i6881e",
        "4:6881",
        "7:peer id",
        "20:-TR2940-0890apv0oznf",
        "2:id",
        "14:failure reason",
        "7:failure",
        "4:gone",
        "8:retry in",
        "5:never",
        "1:5",
        "5:files",
        "4:host",
        "20:0123456789ABCDEFGHIJ",
        "10:downloaded",
        "8:complete",
        "11:external ip",
        "4:abcd",
        "10:tracker id",
        "5:flags",
        "20:min_request_interval",
        "1:x",
        "\r\n",
        "d2:ip7:1.2.3.44:porti6881ee",
        "8:intervali1800e",
        "5:peers0:",
    ];
    let piece = prop_oneof![
        19 => proptest::sample::select(pieces.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..4),
    ];
    (any::<bool>(), vec(piece, 0..24), any::<bool>()).prop_map(|(open, pieces, close)| {
        let (open, close) = (if open { "d" } else { "" }, if close { "e" } else { "" });
        [open.as_bytes(), &pieces.concat(), close.as_bytes()].concat()
    })
}

/// A change to a canonical reply that does not change its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Oddity {
    Swapped,
    Doubled,
    Unknown,
    ZeroInFront,
    Text,
    Torn,
    Trailing,
}

impl Oddity {
    const ALL: [Oddity; 7] = [
        Oddity::Swapped,
        Oddity::Doubled,
        Oddity::Unknown,
        Oddity::ZeroInFront,
        Oddity::Text,
        Oddity::Torn,
        Oddity::Trailing,
    ];

    const fn quirk(self) -> Quirk {
        match self {
            Oddity::Swapped => Quirk::UnsortedKey,
            Oddity::Doubled => Quirk::DuplicateKey,
            Oddity::Unknown => Quirk::UnknownKey,
            Oddity::ZeroInFront => Quirk::LeadingZero,
            Oddity::Text => Quirk::NumberAsText,
            Oddity::Torn => Quirk::RaggedPeers,
            Oddity::Trailing => Quirk::TrailingData,
        }
    }

    /// Applies the change to the keys and values of a reply that has only `interval`, `min interval` and
    /// packed `peers`.
    fn apply(self, entries: &mut Vec<(Vec<u8>, Vec<u8>)>) {
        match self {
            Oddity::Swapped => entries.reverse(),
            Oddity::Doubled => entries.insert(0, entries[0].clone()),
            Oddity::Unknown => entries.push((b"zzz".to_vec(), b"le".to_vec())),
            Oddity::ZeroInFront => value(entries, b"interval").insert(1, b'0'),
            Oddity::Text => {
                let number = value(entries, b"min interval");
                let digits = number[1..number.len() - 1].to_vec();
                *number = [digits.len().to_string().as_bytes(), b":", &digits].concat();
            }
            Oddity::Torn => {
                let packed = value(entries, b"peers");
                let colon = packed.iter().position(|&byte| byte == b':').unwrap();
                let torn = [&packed[colon + 1..], b"torn"].concat();
                *packed = [torn.len().to_string().as_bytes(), b":", &torn].concat();
            }
            Oddity::Trailing => {}
        }
    }
}

fn value<'e>(entries: &'e mut [(Vec<u8>, Vec<u8>)], key: &[u8]) -> &'e mut Vec<u8> {
    &mut entries.iter_mut().rev().find(|entry| entry.0 == key).unwrap().1
}

/// The keys of a dictionary with their encoded values.
fn entries(body: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut reader = Reader::new(body);
    assert_eq!(reader.next(), Ok(Some(Token::Dict)));
    let mut entries = Vec::new();
    while let Ok(Some(Token::Bytes(key))) = reader.next() {
        entries.push((key.to_vec(), reader.raw_value().unwrap().unwrap().to_vec()));
    }
    entries
}

fn dictionary(entries: &[(Vec<u8>, Vec<u8>)]) -> Vec<u8> {
    let mut body = b"d".to_vec();
    for (key, value) in entries {
        body.extend([key.len().to_string().as_bytes(), b":", key, value].concat());
    }
    body.push(b'e');
    body
}

/// A reply after writing and reading it as JSON and as bencode, which have to agree.
fn again<T: Serialize + DeserializeOwned + PartialEq + Debug>(reply: &T) -> T {
    let json = to_string(reply).unwrap();
    let read: T = from_str(&json).unwrap();
    assert_eq!(to_string(&read).unwrap(), json);
    assert_eq!(bencode::from_slice::<T>(&bencode::to_vec(reply).unwrap()).unwrap(), read);
    read
}

proptest! {
    #[test]
    fn an_announce_reply_reads_as_it_was_serialized((mut reply, form) in replies()) {
        let read = again(&reply);
        // Listed peers that can be packed are read as packed.
        if let (Reply::Success(response), Some(read)) = (&mut reply, read.success()) {
            prop_assert!(read.peers.iter().eq(response.peers.iter()));
            if form == PeerForm::List {
                response.peers = read.peers.clone();
            }
        }
        prop_assert_eq!(read, reply);
    }

    #[test]
    fn a_scrape_reply_reads_as_it_was_serialized(reply in scrapes()) {
        prop_assert_eq!(again(&reply), reply);
    }

    #[test]
    fn an_announce_reply_reads_as_it_was_written((reply, form) in replies()) {
        let body = encoded(&reply, form);
        prop_assert!(is_canonical(&body));
        let (read, quirks) = announce::decode(&body).unwrap();
        prop_assert_eq!(&read, &reply);
        prop_assert_eq!(encoded(&read, form), body.clone());
        prop_assert!(!quirks.iter().any(|(quirk, _)| quirk != Quirk::DnsPeer), "{}", quirks);
        let frame = bytes::Bytes::from(body.clone());
        prop_assert_eq!(announce::decode(&frame).unwrap().0.share(&frame), reply);
    }

    #[test]
    fn a_scrape_reply_reads_as_it_was_written(reply in scrapes()) {
        let body = encoded_scrape(&reply);
        prop_assert!(is_canonical(&body));
        let (read, quirks) = scrape::decode(&body).unwrap();
        prop_assert_eq!(&read, &reply);
        prop_assert_eq!(encoded_scrape(&read), body);
        prop_assert!(quirks.is_empty(), "{}", quirks);
    }

    /// A reply with an unknown key is read by the general way.
    #[test]
    fn both_ways_of_reading_agree((reply, form) in replies(), scraped in scrapes()) {
        let mut body = encoded(&reply, form);
        let short = announce::decode(&body).unwrap().0.into_owned();
        body.splice(body.len() - 1.., *b"3:zzz0:e");
        let (long, quirks) = announce::decode(&body).unwrap();
        prop_assert_eq!(long, short);
        prop_assert_eq!(quirks.count(Quirk::UnknownKey), 1);

        let mut body = encoded_scrape(&scraped);
        let short = scrape::decode(&body).unwrap().0.into_owned();
        body.splice(body.len() - 1.., *b"3:zzz0:e");
        prop_assert_eq!(scrape::decode(&body).unwrap().0, short);
    }

    #[test]
    fn every_quirk_is_accepted_and_reported_once(
        mut response in responses(packed().boxed()),
        min_interval in any::<u32>(),
        oddities in proptest::sample::subsequence(Oddity::ALL.to_vec(), 0..=7),
    ) {
        response = AnnounceResponse::new(response.interval.unwrap(), response.peers);
        response.min_interval = Some(min_interval);
        response.peers.v6 = tracker_types::CompactPeers6::default();
        let reply = Reply::Success(response);
        let mut entries = entries(&encoded(&reply, PeerForm::Compact));
        oddities.iter().rev().for_each(|oddity| oddity.apply(&mut entries));
        let mut body = dictionary(&entries);
        let trailing = oddities.contains(&Oddity::Trailing);
        body.extend(if trailing { &b"\n"[..] } else { b"" });

        let (read, quirks) = announce::decode(&body).unwrap();
        prop_assert_eq!(&read, &reply, "{}", body.escape_ascii());
        for oddity in Oddity::ALL {
            let most = if oddities.contains(&oddity) { 1..=4 } else { 0..=0 };
            prop_assert!(most.contains(&quirks.count(oddity.quirk())), "{:?}: {}", oddity, quirks);
        }
    }

    #[test]
    fn replies_are_rewritten_in_one_form(body in soup()) {
        for form in [PeerForm::Compact, PeerForm::List, PeerForm::ListWithoutIds] {
            let Ok((reply, _)) = announce::decode(&body) else { break };
            let canonical = encoded(&reply, form);
            prop_assert!(is_canonical(&canonical));
            let (again, _) = announce::decode(&canonical).unwrap();
            prop_assert_eq!(&encoded(&again, form), &canonical);
            prop_assert_eq!(again.failure().is_some(), reply.failure().is_some());
        }
        if let Ok((reply, _)) = scrape::decode(&body) {
            let canonical = encoded_scrape(&reply);
            prop_assert!(is_canonical(&canonical));
            prop_assert_eq!(encoded_scrape(&scrape::decode(&canonical).unwrap().0), canonical);
        }
    }

    #[test]
    fn no_failure_reads_as_a_success(body in soup()) {
        let Ok((reply, _)) = announce::decode(&body) else { return Ok(()) };
        let failed = entries_of(&body).any(|key| key == b"failure reason");
        prop_assert!(reply.failure().is_some() || !failed);
    }

    #[test]
    fn any_bytes_are_read_or_refused_with_an_offset(body in prop_oneof![soup(), vec(any::<u8>(), 0..64)]) {
        if let Err(error) = announce::decode(&body) {
            prop_assert!(error.offset() <= body.len());
        }
        if let Err(error) = scrape::decode(&body) {
            prop_assert!(error.offset() <= body.len());
        }
        if let Err(error) = Metainfo::parse(&body) {
            prop_assert!(error.offset() <= body.len());
        }
    }

    #[test]
    fn keys_that_are_listed_as_unknown_are_reported_as_such(body in soup()) {
        if let Ok((_, quirks)) = announce::decode(&body) {
            prop_assert!(announce::unknown_keys(&body).count() <= quirks.count(Quirk::UnknownKey));
        }
        if let Ok((_, quirks)) = scrape::decode(&body) {
            prop_assert!(scrape::unknown_keys(&body).count() <= quirks.count(Quirk::UnknownKey));
        }
    }

    #[test]
    fn addresses_are_packed_whatever_their_family(
        peers in vec((any::<std::net::IpAddr>(), ports()), 0..30),
        interval in any::<u32>(),
    ) {
        let peers: Vec<_> = peers.iter().map(|&peer| std::net::SocketAddr::from(peer)).collect();
        let mut body = b"before".to_vec();
        AnnounceResponseWriter::new(interval).write_addresses(peers.iter().copied(), &mut body);
        let (reply, quirks) = announce::decode(body.strip_prefix(b"before").unwrap()).unwrap();
        prop_assert!(quirks.is_empty(), "{}", quirks);
        let plain = |peer: &std::net::SocketAddr| (peer.ip().to_canonical(), peer.port());
        let (mut sent, mut read): (Vec<_>, Vec<_>) =
            (peers.iter().filter(|peer| peer.port() > 0).map(plain).collect(), reply.success().unwrap().peers.socket_addrs().iter().map(plain).collect());
        sent.sort();
        read.sort();
        prop_assert_eq!(sent, read);
    }

    #[test]
    fn every_way_of_packing_ipv4_addresses_agrees(
        peers in vec((any::<std::net::Ipv4Addr>(), ports()), 0..300),
        [complete, downloaded] in any::<[Option<u32>; 2]>(),
    ) {
        let mut writer = AnnounceResponseWriter::new(1800);
        (writer.complete, writer.downloaded) = (complete, downloaded);
        let peers: Vec<_> = peers.iter().map(|&(ip, port)| std::net::SocketAddrV4::new(ip, port)).collect();
        let with_port = peers.iter().copied().filter(|peer| peer.port() > 0);
        let packed: tracker_types::CompactPeers<'_> = with_port.collect();
        let mut response = AnnounceResponse::new(1800, Peers::default());
        (response.complete, response.downloaded) = (complete, downloaded);
        response.peers.v4 = peers.iter().copied().collect();
        let encoded = encoded(&Reply::Success(response), PeerForm::Compact);
        let [mut slice, mut addresses, mut bytes] = [vec![], vec![], vec![]];
        writer.write_v4(&peers, &mut slice);
        writer.write_addresses(peers.iter().map(|&peer| std::net::SocketAddr::from(peer)), &mut addresses);
        writer.write_packed(packed.as_bytes(), b"", &mut bytes);
        prop_assert_eq!(&encoded, &bytes);
        prop_assert_eq!(&slice, &bytes);
        prop_assert_eq!(&addresses, &bytes);
        let (reply, _) = announce::decode(&bytes).unwrap();
        prop_assert_eq!(&reply.success().unwrap().peers.v4, &packed);
    }

    #[test]
    fn scraped_files_are_sorted_and_written_once(hashes in vec(0..40_u8, 0..40)) {
        let mut files: Vec<_> = hashes.iter().map(|&byte| (InfoHash([byte; 20]), ScrapeStats::new(1, 2, byte.into()))).collect();
        let mut body = Vec::new();
        ScrapeResponseWriter::default().write(&mut files, &mut body);
        prop_assert!(is_canonical(&body));
        let (reply, quirks) = scrape::decode(&body).unwrap();
        prop_assert!(quirks.is_empty());
        prop_assert_eq!(reply.success().unwrap().files.clone(), files.into_iter().collect());
    }

    /// Our own parser agrees with that of the standard library.
    #[test]
    fn ipv4_addresses_are_read_as_by_the_standard_library(text in "([0-9]{0,4}\\.?){0,5}") {
        let known = text.parse::<std::net::Ipv4Addr>().ok();
        let read = Host::from_bytes(text.as_bytes()).and_then(|host| host.ip());
        prop_assert_eq!(read, known.map(std::net::IpAddr::V4));
    }
}

/// The keys of a reply, up to the first error.
fn entries_of(body: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut reader = Reader::with_rules(body, Rules::TOLERANT);
    let _ = reader.next();
    std::iter::from_fn(move || match reader.next() {
        Ok(Some(Token::Bytes(key))) => reader.raw_value().ok()?.map(|_| key),
        _ => None,
    })
}
