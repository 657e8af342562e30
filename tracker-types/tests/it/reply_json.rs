//! Replies through serde: what people read, to the letter.

use bencode::ByteStr;
use serde_json::{Value, json, to_value};
use tracker_types::http::{announce, scrape};
use tracker_types::{
    AnnounceResponse, CompactPeers, CompactPeers6, Failure, InfoHash, Peer, Peers, Reply, RetryIn,
    ScrapeResponse, ScrapeStats,
};

#[test]
fn a_reply_to_an_announce() {
    let mut peers = Peers::default();
    peers.v4 = CompactPeers::from_bytes(b"\x7f\0\0\x03\xc8\xd6").0;
    peers.v6 = CompactPeers6::from_bytes(b"iiiiiiiiiiiiiiiipp").0;
    peers.list = vec![Peer::new("seed.example.org".parse().unwrap(), 1)];
    let mut response = AnnounceResponse::new(1800, peers);
    response.downloaded = Some(u32::MAX);
    response.external_ip = "2001:db8::7".parse().ok();
    response.min_interval = Some(900);
    response.tracker_id = Some(ByteStr::from(b"\xff\0"));
    response.warning_message = Some(ByteStr::from("t\u{e9}st"));
    let expected = json!({
        "downloaded": 4_294_967_295_u32,
        "external ip": "2001:db8::7",
        "interval": 1800,
        "min interval": 900,
        "peers": [
            {"ip": "127.0.0.3", "port": 51414},
            {"ip": "6969:6969:6969:6969:6969:6969:6969:6969", "port": 28784},
            {"ip": "seed.example.org", "port": 1},
        ],
        "tracker id": {"$hex": "ff00"},
        "warning message": "t\u{e9}st",
    });
    assert_eq!(to_value(Reply::Success(response)).unwrap(), expected);
}

#[test]
fn a_failure() {
    let mut failure = Failure::new("gone");
    assert_eq!(to_value(&failure).unwrap(), json!({"failure reason": "gone"}));
    failure.retry_in = Some(RetryIn::Never);
    failure.interval = Some(5400);
    failure.complete = Some(1);
    let reply: Reply<'_, AnnounceResponse<'_>> = Reply::Failure(failure);
    let expected =
        json!({"complete": 1, "failure reason": "gone", "interval": 5400, "retry in": "never"});
    assert_eq!(to_value(reply).unwrap(), expected);
    assert_eq!(to_value(RetryIn::Minutes(5)).unwrap(), Value::from(5));
}

#[test]
fn a_reply_to_a_scrape() {
    let mut response = ScrapeResponse::default();
    let mut stats = ScrapeStats::new(5, 50, 10);
    stats.name = Some(ByteStr::from("ubuntu.iso"));
    response.files.insert(InfoHash(*b"0123456789ABCDEFGHIJ"), stats);
    response.min_request_interval = Some(600);
    let expected = json!({
        "files": {"303132333435363738394142434445464748494a": {
            "complete": 5, "downloaded": 50, "incomplete": 10, "name": "ubuntu.iso",
        }},
        "flags": {"min_request_interval": 600},
    });
    assert_eq!(to_value(response).unwrap(), expected);
}

/// Owned in either way, a reply is the same; shared, its bytes lie in the frame.
#[test]
fn replies_outlive_what_they_were_read_from() {
    let frame = bytes::Bytes::from_static(
        b"d8:intervali1800e5:peers6:\x7f\0\0\x03\xc8\xd610:tracker id3:abc15:warning message2:hie",
    );
    let reply = announce::decode(&frame).unwrap().0;
    let shared = reply.share(&frame);
    assert_eq!((&shared, &reply.clone().into_owned()), (&reply, &reply));
    let lies = |part: &[u8]| frame.as_ptr_range().contains(&part.as_ptr());
    let response = shared.success().unwrap();
    assert!(lies(response.peers.v4.as_bytes()));
    assert!(lies(response.tracker_id.as_ref().unwrap()));
    assert!(lies(response.warning_message.as_ref().unwrap()));

    let frame = bytes::Bytes::from_static(b"d14:failure reason4:gone8:retry ini5ee");
    let reply = announce::decode(&frame).unwrap().0;
    let shared = reply.share(&frame);
    assert_eq!(shared, reply.into_owned());
    assert_eq!(shared.failure().unwrap().reason.as_ptr(), frame[20..].as_ptr());

    let frame =
        bytes::Bytes::from_static(b"d5:filesd20:0123456789ABCDEFGHIJd10:downloadedi1e4:name1:xeee");
    let reply = scrape::decode(&frame).unwrap().0;
    let shared = reply.share(&frame);
    assert_eq!(shared, reply.into_owned());
    let stats = shared.success().unwrap().files.values().next().unwrap().clone();
    assert_eq!(stats.name.unwrap().as_ptr(), frame[frame.len() - 4..].as_ptr());
}
