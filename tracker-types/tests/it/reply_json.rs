//! Replies through serde: their exact JSON, and reading it back.

use std::fmt::Debug;

use bencode::ByteStr;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_str, from_value, json, to_string, to_value};
use tracker_types::http::{announce, scrape};
use tracker_types::{
    AnnounceReply, AnnounceResponse, CompactPeers, CompactPeers6, Failure, InfoHash, Peer, PeerId,
    Peers, Reply, RetryIn, ScrapeReply, ScrapeResponse, ScrapeStats,
};

/// Asserts that a value is written as this JSON, and read from it and from bencode.
fn is<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, json: Value) {
    assert_eq!(to_value(value).unwrap(), json);
    assert_eq!(from_str::<T>(&json.to_string()).unwrap(), *value);
    assert_eq!(from_value::<T>(json).unwrap(), *value);
    assert_eq!(bencode::from_slice::<T>(&bencode::to_vec(value).unwrap()).unwrap(), *value);
}

#[test]
fn a_reply_to_an_announce() {
    let mut peers = Peers::default();
    peers.v4 = CompactPeers::from_bytes(b"\x7f\0\0\x03\xc8\xd6").0;
    peers.v6 = CompactPeers6::from_bytes(b"iiiiiiiiiiiiiiiipp").0;
    peers.list = vec![Peer::new("seed.example.org".parse().unwrap(), 1)];
    let mut response = AnnounceResponse::new(1800, peers);
    (response.complete, response.incomplete) = (Some(3), Some(4));
    response.downloaded = Some(u32::MAX);
    response.external_ip = "2001:db8::7".parse().ok();
    response.min_interval = Some(900);
    response.tracker_id = Some(b"\xff\0".into());
    response.warning_message = Some("t\u{e9}st".into());
    let expected = json!({
        "complete": 3,
        "downloaded": 4_294_967_295_u32,
        "external ip": "2001:db8::7",
        "incomplete": 4,
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
    is(&response, expected.clone());
    // BEP 24: in bencode its bytes.
    let bytes = bencode::to_vec(&response).unwrap();
    let external_ip = b"\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x07";
    assert_eq!(bencode::Value::parse(&bytes).unwrap()["external ip"], external_ip);
    is(&AnnounceReply::Success(response), expected);
}

#[test]
fn a_failure() {
    let mut failure = Failure::new("gone");
    is(&failure, json!({"failure reason": "gone"}));
    failure.retry_in = Some(RetryIn::Never);
    failure.interval = Some(5400);
    failure.complete = Some(1);
    let expected =
        json!({"complete": 1, "failure reason": "gone", "interval": 5400, "retry in": "never"});
    is(&AnnounceReply::Failure(failure.clone()), expected.clone());
    is(&ScrapeReply::Failure(failure), expected);
    is(&RetryIn::Minutes(5), Value::from(5));
}

#[test]
fn a_reply_to_a_scrape() {
    let mut response = ScrapeResponse::default();
    let mut stats = ScrapeStats::new(5, 50, 10);
    (stats.downloaders, stats.name) = (Some(1), Some(ByteStr::from("ubuntu.iso")));
    response.files.insert(InfoHash(*b"0123456789ABCDEFGHIJ"), stats);
    response.min_request_interval = Some(600);
    let expected = json!({
        "files": {"303132333435363738394142434445464748494a": {
            "complete": 5, "downloaded": 50, "downloaders": 1, "incomplete": 10,
            "name": "ubuntu.iso",
        }},
        "flags": {"min_request_interval": 600},
    });
    is(&response, expected.clone());
    is(&ScrapeReply::Success(response), expected);
}

/// The first peers are packed as long as that is possible, and all keep their order.
#[test]
fn peers_keep_their_order() {
    let [v4, v6] = [r#"{"ip":"1.2.3.4","port":1}"#, r#"{"ip":"2001:db8::7","port":2}"#];
    let name = r#"{"ip":"seed.example.org","port":3}"#;
    let id = r#"{"ip":"1.2.3.4","peer id":"-TR2940-0890apv0oznf","port":4}"#;
    let rows = [
        ([v4, v6, name, v4], (1, 1, 2)),
        ([v6, v4, v6, v4], (0, 1, 3)),
        ([id, v4, v6, v6], (0, 0, 4)),
        ([v4, v4, v4, id], (3, 0, 1)),
    ];
    for (peers, lengths) in rows {
        let json = format!("[{}]", peers.join(","));
        let peers: Peers<'_> = from_str(&json).unwrap();
        assert_eq!((peers.v4.len(), peers.v6.len(), peers.list.len()), lengths, "{json}");
        assert_eq!(to_string(&peers).unwrap(), json);
    }
}

/// Keys in any order, `null`, unknown keys.
#[test]
fn unknown_keys_and_null_are_skipped() {
    let text = r#"{"x": [{"peers": 1}], "tracker id": null, "peers": [{"port": 1, "seed": true,
        "ip": "::ffff:1.2.3.4"}], "interval": 1800, "warning message": {"y": 1, "$hex": "Ff"}}"#;
    let mut response = AnnounceResponse::new(1800, Peers::default());
    response.peers.v4 = CompactPeers::from_bytes(b"\x01\x02\x03\x04\0\x01").0;
    response.warning_message = Some(b"\xff".into());
    assert_eq!(from_str::<AnnounceResponse<'_>>(text).unwrap(), response);
    assert_eq!(from_str::<AnnounceReply<'_>>(text).unwrap(), Reply::Success(response));

    let hash = "303132333435363738394142434445464748494a";
    let text =
        format!(r#"{{"x":1,"files":{{"{hash}":{{"x":[],"complete":5}}}},"flags":{{"x":1}}}}"#);
    let response: ScrapeResponse<'_> = from_str(&text).unwrap();
    assert_eq!(response.files[&hash.parse().unwrap()].complete, Some(5));
    assert_eq!(response.min_request_interval, None);

    let text = r#"{"peers": [], "files": {}, "failure reason": "gone", "": 1}"#;
    assert_eq!(from_str::<AnnounceReply<'_>>(text).unwrap().failure(), Some(&Failure::new("gone")));
    assert_eq!(from_str::<ScrapeReply<'_>>(text).unwrap().failure(), Some(&Failure::new("gone")));
}

/// The error, without serde_json's line and column.
fn wrong<T: DeserializeOwned + Debug>(text: &str) -> String {
    let error = from_str::<T>(text).unwrap_err().to_string();
    error.rsplit_once(" at line ").unwrap().0.to_owned()
}

#[test]
fn invalid_json_is_an_error() {
    let announces = [
        ("[]", "invalid type: sequence, expected a reply"),
        ("{}", "missing field `peers`"),
        (r#"{"peers":{}}"#, "invalid type: map, expected a list of peers"),
        (r#"{"peers":[1]}"#, "invalid type: integer `1`, expected a peer"),
        (r#"{"peers":[{"ip":"::1"}]}"#, "missing field `port`"),
        (r#"{"peers":[{"port":1}]}"#, "missing field `ip`"),
        (
            r#"{"peers":[{"ip":"a b"}]}"#,
            "invalid value: string \"a b\", expected an IP address or a host name",
        ),
        (r#"{"peers":[{"port":65536}]}"#, "invalid value: integer `65536`, expected u16"),
        (r#"{"interval":-1}"#, "invalid value: integer `-1`, expected u32"),
        (r#"{"interval":1,"interval":1}"#, "duplicate field `interval`"),
        (r#"{"external ip":"1.2.3"}"#, "invalid value: string \"1.2.3\", expected an IP address"),
        (r#"{"tracker id":1}"#, "invalid type: integer `1`, expected text or {\"$hex\":\"…\"}"),
        (r#"{"tracker id":{"x":1}}"#, "missing field `$hex`"),
        (
            r#"{"tracker id":{"$hex":"abc"}}"#,
            "invalid value: string \"abc\", expected pairs of hex digits",
        ),
        (r#"{"retry in":"5"}"#, "invalid value: string \"5\", expected minutes or `never`"),
        (
            r#"{"retry in":4294967296}"#,
            "invalid value: integer `4294967296`, expected minutes or `never`",
        ),
        (r#"{"retry in":-5}"#, "invalid value: integer `-5`, expected minutes or `never`"),
    ];
    for (text, words) in announces {
        assert_eq!(wrong::<AnnounceReply<'_>>(text), words);
    }
    let scrapes = [
        (r#"{"interval":1}"#, "missing field `files`"),
        (r#"{"files":{},"files":{}}"#, "duplicate field `files`"),
        (r#"{"files":{},"interval":1,"interval":1}"#, "duplicate field `interval`"),
        (r#"{"files":{"30":{}}}"#, "2 digits instead of 40 at byte 0"),
        (r#"{"flags":1}"#, "invalid type: integer `1`, expected a dictionary of flags"),
    ];
    for (text, words) in scrapes {
        assert_eq!(wrong::<ScrapeReply<'_>>(text), words);
    }
    let failure = r#"{"failure reason":"gone","peers":[],"files":{}}"#;
    let words = "a failure, not a response";
    assert_eq!(wrong::<AnnounceResponse<'_>>(failure), words);
    assert_eq!(wrong::<ScrapeResponse<'_>>(failure), words);
    let words = "missing field `failure reason`";
    assert_eq!(wrong::<Failure<'_>>("{}"), words);
}

/// A value that is cut anywhere is an error, and so is a buffer that is too small.
fn needs_all_of_it<T: Serialize + DeserializeOwned>(reply: &T) {
    let (bencode, json) = (bencode::to_vec(reply).unwrap(), to_string(reply).unwrap());
    let mut place = vec![0; json.len()];
    for length in 0..bencode.len() {
        assert!(bencode::from_slice::<T>(&bencode[..length]).is_err(), "{length}");
        let error = bencode::to_slice(&mut place[..length], reply).unwrap_err();
        assert_eq!(error.kind(), bencode::ErrorKind::BufferFull, "{length}");
    }
    for length in 0..json.len() {
        assert!(from_str::<T>(json.get(..length).unwrap_or_default()).is_err(), "{length}");
        assert!(serde_json::to_writer(&mut place[..length], reply).is_err(), "{length}");
    }
}

#[test]
fn cut_json_and_small_buffers_are_errors() {
    let mut peer = Peer::new("seed.example.org".parse().unwrap(), 1);
    peer.id = Some(PeerId(*b"-TR2940-0890apv0oznf"));
    let mut response = AnnounceResponse::new(1800, Peers::default());
    response.peers.list = vec![peer];
    (response.complete, response.downloaded, response.incomplete) = (Some(1), Some(2), Some(3));
    response.external_ip = "2001:db8::7".parse().ok();
    response.min_interval = Some(900);
    response.tracker_id = Some(b"\xff\0".into());
    response.warning_message = Some("slow down".into());
    needs_all_of_it(&response);
    needs_all_of_it(&AnnounceReply::Success(response));
    let mut failure = Failure::new("gone");
    (failure.complete, failure.downloaded, failure.incomplete) = (Some(1), Some(2), Some(3));
    (failure.interval, failure.min_interval) = (Some(4), Some(5));
    failure.retry_in = Some(RetryIn::Never);
    failure.tracker_id = Some(ByteStr::from("x"));
    needs_all_of_it(&failure);
    let mut response = ScrapeResponse::default();
    let mut stats = ScrapeStats::new(5, 50, 10);
    (stats.downloaders, stats.name) = (Some(1), Some(ByteStr::from("ubuntu.iso")));
    response.files.insert(InfoHash(*b"0123456789ABCDEFGHIJ"), stats);
    response.min_request_interval = Some(600);
    needs_all_of_it(&response);
}

/// serde's buffers are human-readable, although bencode is not.
#[test]
fn replies_survive_flatten() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Flat {
        #[serde(flatten)]
        response: AnnounceResponse<'static>,
    }
    for ip in ["1.2.3.4", "200.1.2.3", "2001:db8::7", "3131:3132::1"] {
        let mut response = AnnounceResponse::new(1800, Peers::default());
        response.external_ip = ip.parse().ok();
        response.tracker_id = Some(b"\xff".into());
        let encoded = bencode::to_vec(&response).unwrap();
        let json = to_string(&response).unwrap();
        assert_eq!(from_str::<Flat>(&json).unwrap().response, response);
        assert_eq!(bencode::from_slice::<Flat>(&encoded).unwrap().response, response);
    }
    let error = bencode::from_slice::<AnnounceResponse<'_>>(b"d11:external ip3:\x01\x02\x03e");
    assert!(error.unwrap_err().to_string().contains("expected an IP address"));
    let error = bencode::from_slice::<Flat>(b"d11:external ip3:\xff\x02\x035:peerslee");
    assert!(error.unwrap_err().to_string().contains("expected an IP address"));
}

/// Owned and shared replies are equal; the bytes of a shared one are in the frame.
#[test]
fn replies_outlive_their_bodies() {
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
