//! UDP datagrams of real clients and trackers, compared with what other programs read from them.

use std::net::IpAddr;

use serde_json::Value;
use tracker_types::udp::{
    ConnectionId, Family, Request, Response, TransactionId, request, response,
};
use tracker_types::{AnnounceRequest, Event, InfoHash, PeerId, Quirk, Reply};

use crate::captures::bytes;

const DATAGRAMS: &str = include_str!("../captures/udp.jsonl");

fn captures(kind: &str) -> impl Iterator<Item = Value> + use<'_> {
    let lines = DATAGRAMS.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(move |capture| capture["kind"] == kind)
}

fn family(capture: &Value) -> Family {
    if capture["family"] == 4 { Family::V4 } else { Family::V6 }
}

fn transaction(capture: &Value) -> TransactionId {
    TransactionId(hex(&capture["transaction_id"]).try_into().unwrap())
}

fn connection(capture: &Value) -> ConnectionId {
    ConnectionId(hex(&capture["connection_id"]))
}

fn hex(value: &Value) -> u64 {
    u64::from_str_radix(value.as_str().unwrap(), 16).unwrap()
}

fn hash(value: &Value) -> InfoHash {
    value.as_str().unwrap().parse().unwrap()
}

fn hashes(value: &Value) -> Vec<InfoHash> {
    value.as_array().unwrap().iter().map(hash).collect()
}

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap().try_into().unwrap()
}

/// The announce according to another program.
fn meant(capture: &Value) -> AnnounceRequest<'static> {
    let peer_id: [u8; 20] = bytes(&capture["peer_id"]).try_into().unwrap();
    let port = number(&capture["port"]).try_into().unwrap();
    let mut request = AnnounceRequest::new(hash(&capture["info_hash"]), PeerId(peer_id), port, 0);
    request.downloaded = capture["downloaded"].as_u64();
    request.left = capture["left"].as_u64().filter(|&left| left != u64::MAX);
    request.uploaded = capture["uploaded"].as_u64();
    request.event = Event::from_udp_code(number(&capture["event"]));
    let ip = u32::try_from(hex(&capture["ip"])).unwrap();
    request.ip = (ip != 0).then(|| IpAddr::V4(ip.into()).into());
    let key = capture["key"].as_str().unwrap();
    request.key = (key != "00000000").then(|| key.to_ascii_uppercase().into_bytes().into());
    request.numwant = u32::try_from(capture["num_want"].as_i64().unwrap()).ok();
    let url_data = capture["url_data"].as_str().unwrap_or_default();
    if let Some((_, query)) = url_data.split_once('?') {
        request.extra = tracker_types::Params::from_query(query.as_bytes()).into_owned();
    }
    request
}

#[test]
fn requests_are_read_as_by_other_programs() {
    let mut seen = [0; 3];
    for capture in captures("request") {
        let datagram = bytes(&capture["datagram"]);
        let (decoded, quirks) = request::decode(&datagram).unwrap();
        assert_eq!(decoded.transaction(), transaction(&capture), "{capture}");
        assert_eq!(request::ids(&datagram), Some((connection(&capture), transaction(&capture))));
        match &decoded {
            Request::Connect { .. } => assert_eq!(decoded.connection(), None),
            Request::Announce(announce) => {
                assert_eq!(announce.connection, connection(&capture));
                assert_eq!(announce.to_request(), meant(&capture), "{capture}");
                let url_data = announce.options.url_data().unwrap_or_default().into_owned();
                assert_eq!(url_data, capture["url_data"].as_str().unwrap_or_default().as_bytes());
            }
            Request::Scrape(scrape) => {
                assert_eq!(decoded.connection(), Some(connection(&capture)));
                assert_eq!(scrape.to_request().info_hashes, hashes(&capture["info_hashes"]));
            }
            other => panic!("{other:?}"),
        }
        seen[usize::try_from(number(&capture["action"])).unwrap()] += 1;
        let unknown_left = capture["left"] == u64::MAX;
        assert_eq!(quirks.contains(Quirk::NegativeNumber), unknown_left, "{capture}");
        assert!(quirks.iter().all(|(quirk, _)| quirk == Quirk::NegativeNumber), "{capture}");
    }
    assert_eq!(seen, [8, 39, 4]);
}

#[test]
fn responses_are_read_as_by_other_programs() {
    let mut seen = [0; 4];
    for capture in captures("response") {
        let datagram = bytes(&capture["datagram"]);
        let (decoded, quirks) = response::decode(&datagram, family(&capture)).unwrap();
        assert_eq!(decoded.transaction(), transaction(&capture), "{capture}");
        let swapped = capture["action"] == 3 << 24;
        assert_eq!(quirks.contains(Quirk::SwappedAction), swapped, "{capture}");
        assert!(swapped || quirks.is_empty(), "{quirks} in {capture}");
        let action = if swapped { 3 } else { number(&capture["action"]) };
        assert_eq!(action, matched(&capture, decoded));
        seen[usize::try_from(action).unwrap()] += 1;
    }
    assert_eq!(seen, [22, 98, 37, 23]);
}

/// Compares a response with its capture; returns its action.
fn matched(capture: &Value, response: Response<'_>) -> u32 {
    match response {
        Response::Connect { connection: id, .. } => {
            assert_eq!(id, connection(capture));
            0
        }
        Response::Announce(_) => {
            let (reply, _) = response.into_announce_reply().unwrap();
            let reply = reply.into_result().unwrap();
            let field = |name: &str| Some(number(&capture[name]));
            assert_eq!(reply.interval, field("interval"));
            assert_eq!(reply.incomplete, field("leechers"));
            assert_eq!(reply.complete, field("seeders"));
            let peers = capture["peers"].as_array().unwrap().iter();
            let peers: Vec<_> = peers.map(|peer| peer.as_str().unwrap()).collect();
            let read: Vec<_> = reply.peers.iter().map(|peer| peer.to_string()).collect();
            assert_eq!(read, peers.iter().map(canonical).collect::<Vec<_>>(), "{capture}");
            1
        }
        Response::Scrape(ref scrape) => {
            for (stats, file) in scrape.stats.iter().zip(capture["files"].as_array().unwrap()) {
                assert_eq!(stats.seeders, number(&file["seeders"]));
                assert_eq!(stats.completed, number(&file["completed"]));
                assert_eq!(stats.leechers, number(&file["leechers"]));
            }
            assert_eq!(scrape.stats.len(), capture["files"].as_array().unwrap().len());
            2
        }
        Response::Failure(failure) => {
            if let Some(message) = capture.get("message").map(bytes) {
                let text = message.strip_suffix(b"\0").unwrap_or(&message);
                assert_eq!(*failure.reason, *text);
            }
            assert_eq!(tracker_types::Failure::from(failure.clone()).reason, failure.reason);
            3
        }
        other => panic!("{other:?}"),
    }
}

/// A peer as in the model, where a mapped address is IPv4.
fn canonical(peer: &&str) -> String {
    let peer: std::net::SocketAddr = peer.parse().unwrap();
    std::net::SocketAddr::new(peer.ip().to_canonical(), peer.port()).to_string()
}

/// All datagrams are rebuilt, except those with content that no encoder should send.
#[test]
fn canonical_datagrams_are_rebuilt_byte_for_byte() {
    let mut other = Vec::new();
    for capture in captures("request") {
        let datagram = bytes(&capture["datagram"]);
        let mut written = Vec::new();
        request::encode(&request::decode(&datagram).unwrap().0, &mut written);
        if written != datagram {
            // aria2 ends its options twice.
            assert_eq!([&written, &b"\0\0"[..]].concat(), datagram);
            other.push(capture["by"].as_str().unwrap().to_owned());
        }
    }
    for capture in captures("response") {
        let datagram = bytes(&capture["datagram"]);
        let mut written = Vec::new();
        let (decoded, quirks) = response::decode(&datagram, family(&capture)).unwrap();
        response::encode(&decoded, &mut written);
        if written != datagram {
            // opentracker's errors of 2014 begin with the wrong byte order, and end with NUL.
            assert!(quirks.contains(Quirk::SwappedAction));
            assert_eq!(written[4..], datagram[4..datagram.len() - 1]);
            other.push(capture["by"].as_str().unwrap().to_owned());
        }
    }
    other.dedup();
    let aria2 = "aria2 1.37.0";
    assert_eq!(other, [aria2, "opentracker git 9a26b3d (2014-08-03)"]);
}

#[test]
fn scrape_replies_are_paired_with_their_requests() {
    let mut odd = Vec::new();
    for capture in captures("response").filter(|capture| capture.get("asked").is_some()) {
        let asked = hashes(&capture["asked"]);
        let datagram = bytes(&capture["datagram"]);
        let (decoded, _) = response::decode(&datagram, family(&capture)).unwrap();
        let (reply, quirks) = decoded.into_scrape_reply(&asked).unwrap();
        let Reply::Success(reply) = reply else { continue };
        assert!(reply.files.keys().all(|hash| asked.contains(hash)), "{capture}");
        let by = capture["by"].as_str().unwrap().split(' ').next().unwrap().to_owned();
        odd.extend(quirks.iter().map(|(quirk, times)| (by.clone(), asked.len(), quirk, times)));
    }
    let odd: Vec<_> =
        odd.iter().map(|(by, asked, quirk, n)| (by.as_str(), *asked, *quirk, *n)).collect();
    // aquatic answers for 70 torrents, opentracker for one of which it got only half of the hash.
    let cut = ("aquatic_udp", 74, Quirk::UnansweredFile, 4);
    assert_eq!(odd, [cut, ("opentracker", 0, Quirk::TrailingData, 12), cut]);
}
