//! Replies of real trackers, compared with what other programs read from them.

use std::collections::BTreeMap;
use std::net::SocketAddrV4;

use serde_json::Value;
use tracker_types::http::{
    AnnounceResponseWriter, PeerForm, ScrapeResponseWriter, announce, scrape,
};
use tracker_types::{
    AnnounceReply, AnnounceResponse, BodyKind, CompactPeers, CompactPeers6, ErrorKind, InfoHash,
    Peer, Peers, Quirk, Quirks, Reply, ScrapeReply, ScrapeRequest, ScrapeResponse, ScrapeStats,
};

use crate::captures::bytes;

const REPLIES: &str = include_str!("../captures/replies.jsonl");

fn replies() -> impl Iterator<Item = Value> {
    REPLIES.lines().map(|line| serde_json::from_str(line).unwrap())
}

/// Replies to announces, and their known contents.
fn announces() -> impl Iterator<Item = Value> {
    replies().filter(|reply| reply["kind"] != "scrape" && reply["decoded"].is_object())
}

fn scrapes() -> impl Iterator<Item = Value> {
    replies().filter(|reply| reply["kind"] == "scrape" && reply["decoded"].is_object())
}

/// The body, decompressed as an HTTP client does.
fn plain(reply: &Value) -> Vec<u8> {
    bytes(reply.get("plain").unwrap_or(&reply["body"]))
}

fn number(value: &Value) -> Option<u32> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let number: i128 = text.parse().ok()?;
    (number >= 0).then(|| u32::try_from(number).unwrap_or(u32::MAX))
}

fn text(value: &Value) -> Option<Vec<u8>> {
    (!value.is_null()).then(|| bytes(value))
}

/// A peer as the text of its host, port and id.
type Plain = (String, u64, Option<Vec<u8>>);

fn plain_peer(peer: &Peer<'_>) -> Plain {
    (peer.host.to_string(), peer.port.into(), peer.id.map(|id| id.0.to_vec()))
}

/// The peers in `decoded`, listed or packed, in this order.
fn expected_peers(decoded: &Value) -> Vec<Plain> {
    let mut peers = Vec::new();
    for (key, size) in [("peers", 6), ("peers6", 18)] {
        match &decoded[key] {
            Value::Null => {}
            Value::Array(list) => peers.extend(list.iter().map(listed)),
            packed => peers.extend(bytes(packed).chunks_exact(size).map(unpacked)),
        }
    }
    peers
}

fn unpacked(entry: &[u8]) -> Plain {
    let (ip, port) = entry.split_at(entry.len() - 2);
    let ip = match <[u8; 4]>::try_from(ip) {
        Ok(ip) => ip.into(),
        Err(_) => std::net::IpAddr::from(<[u8; 16]>::try_from(ip).unwrap()).to_canonical(),
    };
    (ip.to_string(), u64::from(port[0]) * 256 + u64::from(port[1]), None)
}

fn listed(peer: &Value) -> Plain {
    let ip = peer["ip"].as_str().unwrap();
    let ip = ip.strip_prefix("::ffff:").unwrap_or(ip).to_owned();
    let id = text(&peer["peer id"]).map(|id| latin1(&id)).filter(|id| id.len() == 20);
    (ip, peer["port"].as_u64().unwrap(), id)
}

/// Undoes what bittorrent-tracker does to bytes.
fn latin1(bytes: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(bytes) {
        Ok(text) if bytes.len() != 20 => text.chars().map(|c| c as u8).collect(),
        _ => bytes.to_vec(),
    }
}

fn check_success(response: &AnnounceResponse<'_>, reply: &Value) {
    let decoded = &reply["decoded"];
    assert_eq!(response.complete, number(&decoded["complete"]), "{reply}");
    assert_eq!(response.downloaded, number(&decoded["downloaded"]), "{reply}");
    assert_eq!(response.incomplete, number(&decoded["incomplete"]), "{reply}");
    assert_eq!(response.interval, number(&decoded["interval"]), "{reply}");
    assert_eq!(response.min_interval, number(&decoded["min interval"]), "{reply}");
    assert_eq!(
        response.warning_message.as_deref().map(bencode::ByteStr::as_bytes),
        text(&decoded["warning message"]).as_deref()
    );
    let external = text(&decoded["external ip"]).map(|ip| unpacked(&[&ip[..], b"\0\0"].concat()).0);
    assert_eq!(response.external_ip.map(|ip| ip.to_string()), external, "{reply}");
    let peers: Vec<_> = response.peers.iter().map(|peer| plain_peer(&peer)).collect();
    assert_eq!(peers, expected_peers(decoded), "{reply}");
    if let Some(packed) = reply["peers_v4"].as_array() {
        let v4: Vec<_> =
            response.peers.v4.iter().map(|peer| Value::from(peer.to_string())).collect();
        assert_eq!(&v4, packed);
    }
}

#[test]
fn announce_replies_are_read_as_by_other_programs() {
    let (mut successes, mut failures) = (0, 0);
    for capture in announces() {
        let body = plain(&capture);
        let (reply, _) = announce::decode(&body).unwrap();
        let reason = text(&capture["decoded"]["failure reason"]);
        match &reply {
            Reply::Success(response) => {
                assert_eq!(reason, None, "{capture}");
                check_success(response, &capture);
                successes += 1;
            }
            Reply::Failure(failure) => {
                assert_eq!(Some(failure.reason.to_vec()), reason, "{capture}");
                failures += 1;
            }
        }
    }
    assert_eq!((successes, failures), (165, 41));
}

#[test]
fn rewritten_replies_have_the_same_contents() {
    for capture in announces() {
        let body = plain(&capture);
        let (reply, _) = announce::decode(&body).unwrap();
        for form in [PeerForm::Compact, PeerForm::List] {
            let canonical = encoded(&reply, form);
            let (again, quirks) = announce::decode(&canonical).unwrap();
            assert_eq!(meaning(&again, form), meaning(&reply, form), "{capture}");
            assert!(quirks.iter().all(|(quirk, _)| quirk == Quirk::DnsPeer), "{quirks}: {capture}");
            assert_eq!(encoded(&again, form), canonical);
        }
    }
}

fn encoded(reply: &AnnounceReply<'_>, form: PeerForm) -> Vec<u8> {
    let mut body = Vec::new();
    announce::encode(reply, form, &mut body);
    body
}

/// The contents of a reply: peers in one list, without values that the form cannot represent.
fn meaning(reply: &AnnounceReply<'_>, form: PeerForm) -> (AnnounceReply<'static>, Vec<Plain>) {
    let mut reply = reply.clone().into_owned();
    let mut plain = Vec::new();
    if let Reply::Success(response) = &mut reply {
        plain = response.peers.iter().map(|peer| plain_peer(&peer)).collect();
        response.peers = tracker_types::Peers::default();
        response.interval = response.interval.or(Some(1800));
    }
    // opentracker packs peers without a port; no such peer is written.
    plain.retain(|(_, port, _)| *port > 0);
    if form == PeerForm::Compact {
        plain.retain(|(host, ..)| host.parse::<std::net::IpAddr>().is_ok());
        for peer in &mut plain {
            peer.2 = None;
        }
        plain.sort();
    }
    (reply, plain)
}

#[test]
fn scrape_replies_are_read_as_by_other_programs() {
    let mut seen = 0;
    for capture in scrapes() {
        let body = plain(&capture);
        let (reply, quirks) = scrape::decode(&body).unwrap();
        let response = reply.success().unwrap();
        assert_eq!(response.files, expected_files(&capture["decoded"]["files"]), "{capture}");
        let flags = &capture["decoded"]["flags"]["min_request_interval"];
        assert_eq!(response.min_request_interval, number(flags));
        assert_eq!(
            quirks.contains(Quirk::DoubleEncoded),
            capture["file_key_lengths"].to_string().contains("29")
        );
        check_asked(&capture, &body);

        let canonical = encoded_scrape(&reply);
        let (again, quirks) = scrape::decode(&canonical).unwrap();
        assert_eq!(again, reply);
        assert_eq!(quirks, Quirks::new());
        seen += 1;
    }
    assert_eq!(seen, 26);
}

fn encoded_scrape(reply: &ScrapeReply<'_>) -> Vec<u8> {
    let mut body = Vec::new();
    scrape::encode(reply, &mut body);
    body
}

fn expected_files(files: &Value) -> BTreeMap<InfoHash, ScrapeStats<'_>> {
    let files = files.as_object().unwrap().iter();
    files
        .map(|(key, stats)| {
            let key = match key.strip_prefix("$hex:") {
                Some(hex) => bytes(&serde_json::json!({ "$hex": hex })),
                None => key.as_bytes().to_vec(),
            };
            let mut expected = ScrapeStats::default();
            expected.complete = number(&stats["complete"]);
            expected.downloaded = number(&stats["downloaded"]);
            expected.incomplete = number(&stats["incomplete"]);
            (InfoHash::try_from(&latin1(&key)[..]).unwrap(), expected)
        })
        .collect()
}

/// No torrent is answered that was not asked for; unknown torrents may be missing.
fn check_asked(capture: &Value, body: &[u8]) {
    let target = bytes(&capture["request"]);
    let Ok((request, _)) = ScrapeRequest::parse_target(&target) else { return };
    let (reply, quirks) = scrape::decode_for(&request, body).unwrap();
    assert_eq!(quirks.count(Quirk::UnaskedFile), 0, "{capture}");
    let mut asked: Vec<_> = request.info_hashes.clone();
    asked.sort();
    asked.dedup();
    let answered = reply.success().unwrap().files.len();
    assert_eq!(quirks.count(Quirk::UnansweredFile), asked.len().saturating_sub(answered));
}

#[test]
fn bodies_that_are_not_bencode_are_identified() {
    let mut kinds = Vec::<(BodyKind, usize)>::new();
    for capture in
        replies().filter(|reply| !reply["decoded"].is_object() || reply.get("plain").is_some())
    {
        let body = bytes(&capture["body"]);
        let error = announce::decode(&body).unwrap_err();
        assert_eq!(scrape::decode(&body).unwrap_err(), error);
        let ErrorKind::NotBencode(kind) = error.kind() else { panic!("{error}: {capture}") };
        assert!(error.excerpt().len() >= body.len().min(64));
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((kind, 1)),
        }
    }
    kinds.sort_by_key(|(kind, _)| kind.to_string());
    let expected = [
        (BodyKind::Html, 8),
        (BodyKind::Gzip, 6),
        (BodyKind::Empty, 3),
        (BodyKind::Other, 1),
        (BodyKind::Zlib, 1),
    ];
    assert_eq!(kinds, expected);
}

/// The quirks of the replies of real trackers (not the test server's), and how many replies have each.
#[test]
fn quirks_of_real_trackers() {
    let mut counts = BTreeMap::<Quirk, usize>::new();
    for capture in announces().filter(|reply| reply["kind"] != "response-acceptance") {
        let body = plain(&capture);
        let (_, quirks) = announce::decode(&body).unwrap();
        quirks.iter().for_each(|(quirk, _)| *counts.entry(quirk).or_default() += 1);
    }
    for capture in scrapes() {
        let body = plain(&capture);
        let (_, quirks) = scrape::decode(&body).unwrap();
        quirks.iter().for_each(|(quirk, _)| *counts.entry(quirk).or_default() += 1);
    }
    let expected = [
        (Quirk::PortZero, 21),
        (Quirk::UnsortedKey, 4),
        (Quirk::DuplicateKey, 4),
        (Quirk::MissingPeers, 50),
        (Quirk::DnsPeer, 1),
        (Quirk::PeerIdLength, 2),
        (Quirk::MappedAddress, 47),
        (Quirk::TrailingData, 13),
    ];
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
}

/// One peer with port 0, or with a low port, at each place among others.
#[test]
fn port_zero_is_reported_at_every_place() {
    for (count, place) in (1..50).flat_map(|count| (0..count).map(move |place| (count, place))) {
        let mut packed = b"\0\0\0\0\x01\0".repeat(count);
        for (port, quirks) in [(0, Quirks::from_iter([Quirk::PortZero])), (1, Quirks::new())] {
            packed[6 * place + 4..][..2].copy_from_slice(&u16::to_be_bytes(port));
            let length = packed.len().to_string();
            let body = [b"d8:intervali1e5:peers", length.as_bytes(), b":", &packed, b"e"].concat();
            let (reply, met) = announce::decode(&body).unwrap();
            assert_eq!(met, quirks, "port {port} at {place} of {count}");
            let addresses = reply.success().unwrap().peers.socket_addrs().len();
            assert_eq!(addresses, count - usize::from(port == 0));
        }
    }
}

/// Numbers of each length, with much after them or only the end.
#[test]
fn numbers_of_each_length() {
    let digits = "1234567890";
    let texts = (1..=10).flat_map(|length| [&digits[..length], &digits[10 - length..]]);
    for text in texts.filter(|text| !text.starts_with('0') || text.len() == 1) {
        let number = text.parse::<u64>().map_or(0, |number| number.min(u32::MAX.into()));
        for rest in ["e", "5:peers0:e"] {
            let body = format!("d8:intervali{text}e{rest}");
            let (reply, _) = announce::decode(body.as_bytes()).unwrap();
            assert_eq!(reply.success().unwrap().interval.map(u64::from), Some(number), "{body}");
            for wrong in [b'x', b'/', b':', b'\xb0'] {
                let mut body = body.clone().into_bytes();
                body[12 + text.len()] = wrong;
                assert!(announce::decode(&body).is_err(), "{}", body.escape_ascii());
            }
        }
    }
}

/// The longest numbers, the longest address, and names that need more room than was reserved.
#[test]
fn the_longest_reply_is_written_whole() {
    let mut response = AnnounceResponse::new(u32::MAX, Peers::default());
    response.complete = Some(u32::MAX);
    response.downloaded = Some(u32::MAX);
    response.incomplete = Some(u32::MAX);
    response.min_interval = Some(u32::MAX);
    response.external_ip = "2001:db8::7".parse().ok();
    response.tracker_id = Some("x".repeat(1_000).into());
    response.warning_message = Some("y".repeat(70_000).into());
    let (mut body, reply) = (Vec::new(), Reply::Success(response));
    announce::encode(&reply, PeerForm::Compact, &mut body);
    assert_eq!(announce::decode(&body).unwrap(), (reply, Quirks::new()));
}

#[test]
fn the_longest_scrape_is_written_whole() {
    let mut stats = ScrapeStats::new(u32::MAX, u32::MAX, u32::MAX);
    stats.downloaders = Some(u32::MAX);
    let mut response = ScrapeResponse::default();
    for file in 0..=99 {
        stats.name = (file % 2 == 0).then(|| "n".repeat(usize::from(file) * 40).into());
        response.files.insert(InfoHash([file; 20]), stats.clone());
    }
    response.min_request_interval = Some(999_999_999);
    let (mut body, reply) = (Vec::new(), Reply::Success(response));
    scrape::encode(&reply, &mut body);
    let (back, _) = scrape::decode(&body).unwrap();
    assert_eq!(back, reply);
    let mut again = Vec::new();
    scrape::encode(&back, &mut again);
    assert_eq!(again, body);
}

/// A peer that does not listen is not written, in any form and place.
#[test]
fn peers_without_a_port_are_not_written() {
    let v4 = CompactPeers::from_bytes(b"\x01\x02\x03\x04\0\0\x01\x02\x03\x05\0\x01").0;
    let v6 = CompactPeers6::from_bytes(b"iiiiiiiiiiiiiiii\0\0jjjjjjjjjjjjjjjj\0\x02").0;
    let nowhere = vec![Peer::new("1.2.3.6".parse().unwrap(), 0)];
    let (no_v4, no_v6) = (CompactPeers::default(), CompactPeers6::default());
    let rows: [(_, _, _, &[u16]); 4] = [
        (v4.clone(), v6.clone(), nowhere.clone(), &[1, 2]),
        (v4, no_v6.clone(), vec![], &[1]),
        (no_v4.clone(), v6, vec![], &[2]),
        (no_v4, no_v6, nowhere, &[]),
    ];
    for (v4, v6, list, expected) in rows {
        let mut response = AnnounceResponse::new(1800, Peers::default());
        (response.peers.v4, response.peers.v6, response.peers.list) = (v4, v6, list);
        let reply = Reply::Success(response);
        for form in [PeerForm::Compact, PeerForm::List, PeerForm::ListWithoutIds] {
            let body = encoded(&reply, form);
            let (read, quirks) = announce::decode(&body).unwrap();
            let peers = &read.success().unwrap().peers;
            let ports: Vec<_> = peers.iter().map(|peer| peer.port).collect();
            assert_eq!((&ports[..], quirks.is_empty()), (expected, true), "{form:?}");
        }
    }
}

/// Numbers of every length are written completely.
#[test]
fn numbers_are_written_whole() {
    let powers = (0..10).map(|exponent| 10u32.pow(exponent));
    let edges = powers.flat_map(|power| [power - 1, power, power + 1, power.saturating_mul(7)]);
    for number in edges.chain([u32::MAX]) {
        let mut body = Vec::new();
        AnnounceResponseWriter::new(number).write_packed(b"", b"", &mut body);
        let expected = format!("d8:intervali{number}e5:peers0:e");
        assert_eq!(String::from_utf8(body).unwrap(), expected);
    }
}

/// An iterator of unknown length, such as a filter, loses no addresses.
#[test]
fn addresses_are_counted_not_estimated() {
    let addresses: [std::net::SocketAddr; 2] =
        ["1.2.3.4:5".parse().unwrap(), "1.2.3.4:6".parse().unwrap()];
    for kept in 0..=2 {
        let some = addresses.iter().enumerate().filter(move |(at, _)| *at < kept);
        let mut body = Vec::new();
        AnnounceResponseWriter::new(9).write_addresses(some.map(|(_, it)| *it), &mut body);
        let peers: &[u8] = b"\x01\x02\x03\x04\0\x05\x01\x02\x03\x04\0\x06";
        let length = format!("d8:intervali9e5:peers{}:", kept * 6);
        assert_eq!(body, [length.as_bytes(), &peers[..kept * 6], b"e"].concat());
    }
}

/// Ports with a zero byte are kept, and a port of 0 is left out wherever it is.
#[test]
fn only_peers_without_a_port_are_left_out() {
    for ports in [[128; 9], [32_768; 9], [128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768]] {
        for missing in 0..=9 {
            let ports =
                ports.iter().enumerate().map(|(at, port)| if at == missing { 0 } else { *port });
            let peers: Vec<_> =
                ports.map(|port| SocketAddrV4::new([1, 2, 3, 4].into(), port)).collect();
            let mut body = Vec::new();
            AnnounceResponseWriter::new(9).write_v4(&peers, &mut body);
            let (reply, _) = announce::decode(&body).unwrap();
            let with_port: Vec<_> = peers.into_iter().filter(|peer| peer.port() > 0).collect();
            assert_eq!(reply.success().unwrap().peers.v4.iter().collect::<Vec<_>>(), with_port);
        }
    }
}

/// Hashes in any order are written once each, with their first counts.
#[test]
fn scrapes_name_each_torrent_once() {
    let stats = |complete| ScrapeStats::new(complete, 0, 0);
    let (a, b) = (InfoHash([b'a'; 20]), InfoHash([b'b'; 20]));
    for order in [&[a, b][..], &[b, a], &[a, a, b], &[a, b, a], &[b, a, a]] {
        let mut files: Vec<_> = order.iter().map(|hash| (*hash, stats(7))).collect();
        files.iter_mut().zip(1..).for_each(|((_, stats), place)| stats.complete = Some(place));
        let first =
            |hash| order.iter().zip(1..).find(|(it, _)| **it == hash).map(|(_, place)| place);
        let mut body = Vec::new();
        ScrapeResponseWriter::default().write(&mut files, &mut body);
        let (reply, quirks) = scrape::decode(&body).unwrap();
        let files = &reply.success().unwrap().files;
        assert_eq!(files.len(), 2);
        assert!(files.iter().all(|(hash, stats)| stats.complete == first(*hash)), "{order:?}");
        assert!(quirks.is_empty(), "{quirks}");
    }
}

/// Packed peers are written as they are, without an incomplete entry at the end.
#[test]
fn torn_peers_are_left_out() {
    let (v4, v6) = (b"\x01\x02\x03\x04\0\x05", b"iiiiiiiiiiiiiiii\0\x06");
    for (torn4, torn6) in [(0, 0), (1, 1), (5, 17)] {
        let (packed4, packed6) =
            ([&v4[..], &v4[..torn4]].concat(), [&v6[..], &v6[..torn6]].concat());
        let mut body = Vec::new();
        AnnounceResponseWriter::new(9).write_packed(&packed4, &packed6, &mut body);
        let expected = [&b"d8:intervali9e5:peers6:"[..], v4, b"6:peers618:", v6, b"e"].concat();
        assert_eq!(body, expected);
    }
}
