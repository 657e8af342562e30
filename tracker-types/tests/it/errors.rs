//! The exact text of every error and quirk.

use std::error::Error as _;

use tracker_types::websocket::client;
use tracker_types::{
    AnnounceRequest, Error, Family, FixedBuffer, Host, InfoHash, MagnetLink, Metainfo,
    QueryOptions, Quirk, Quirks, ScrapeRequest, TrackerUrl, krpc, percent, udp,
};

fn announce(query: &str) -> Error {
    AnnounceRequest::parse_query(query.as_bytes()).unwrap_err()
}

#[test]
fn errors_have_exact_texts() {
    let hash = "info_hash=0123456789ABCDEFGHIJ";
    let hex = "d1101a2b9d202811a05e8c57c557a20bf974dc8a";
    let refusing = QueryOptions::new().refuse(Quirk::EmptySegment);
    let rows: Vec<(Error, &str)> = vec![
        (announce(""), "info_hash: missing parameter at byte 0"),
        (
            announce(&format!("{hash}&{hash}")),
            "info_hash: more than one info-hash in an announce at byte 41",
        ),
        (
            announce(&format!("info_hash={hex}")),
            "info_hash: info-hash as hex digits, not as 20 bytes at byte 10",
        ),
        (announce("info_hash=0123"), "info_hash: 4 bytes instead of 20 at byte 10"),
        (announce("peer_id=x"), "peer_id: 1 byte instead of 20 at byte 8"),
        (announce("peer_id=%4"), "peer_id: percent sign without two hex digits at byte 8"),
        (announce("left=x"), "left: not a number at byte 5"),
        (announce("port=65536"), "port: number above 65535 at byte 5"),
        (announce("event=resumed"), "event: unknown event at byte 6"),
        (
            AnnounceRequest::parse_query_with(b"&", &refusing).unwrap_err(),
            "refused: empty parameter at byte 0",
        ),
        (
            "zz".repeat(20).parse::<InfoHash>().unwrap_err(),
            "not a digit of this encoding at byte 0",
        ),
        (TrackerUrl::parse("x").unwrap_err(), "not a tracker URL at byte 0"),
        (TrackerUrl::parse("http://x:y/").unwrap_err(), "not a tracker URL at byte 9"),
        (
            ScrapeRequest::new(vec![]).to_url("udp://t.example/announce").unwrap_err(),
            "not an HTTP tracker's URL at byte 0",
        ),
        (
            ScrapeRequest::new(vec![]).to_url("http://t.example/a").unwrap_err(),
            "no scrape URL for this announce URL at byte 0",
        ),
        (
            "magnet:?dn=x".parse::<MagnetLink>().unwrap_err(),
            "not a magnet link with an info-hash at byte 12",
        ),
        (
            format!("magnet:?dn=x&xt=urn%3Abtih:{}", "0g".repeat(20))
                .parse::<MagnetLink>()
                .unwrap_err(),
            "xt: not a digit of this encoding at byte 28",
        ),
        ("a b".parse::<Host<'_>>().unwrap_err(), "neither an IP address nor a host name at byte 0"),
        (percent::decode(b"a%").unwrap_err(), "percent sign without two hex digits at byte 1"),
    ];
    for (error, words) in rows {
        assert_eq!(error.to_string(), words);
        assert!(error.source().is_none());
        assert_eq!(format!("{error:?}"), format!("Error({:?}, \"{words}\")", error.kind()));
    }
}

/// Errors of torrents, datagrams and frames, as users see them.
#[test]
fn errors_of_every_wire_have_exact_texts() {
    let torrent = |body: &[u8]| Metainfo::parse(body).unwrap_err();
    let packet = |body: &[u8]| krpc::decode(body).unwrap_err();
    let frame = |body: &str| client::decode(body.as_bytes()).unwrap_err();
    let mut nowhere = FixedBuffer::new(&mut []);
    let ping = krpc::Message::default();
    krpc::encode(&ping, &mut nowhere);
    let id = "0123456789ABCDEFGHIJ";
    let rows: Vec<(Error, &str)> = vec![
        (torrent(b""), "nothing instead of bencode at byte 0"),
        (torrent(b"de"), "no info dictionary at byte 2"),
        (torrent(b"d4:infode4:infodee"), "info: more than one info dictionary at byte 15"),
        (torrent(b"d4:infod1:ai1eee"), "info: info dictionary of neither v1 nor v2 at byte 7"),
        (torrent(b"li1ee"), "not a dictionary at byte 0"),
        (torrent(b"d4:infod6:lengthi-ee"), "info.length: expected a digit, found `e` at byte 18"),
        (udp::request::decode(&[0; 16]).unwrap_err(), "not a connect request at byte 0"),
        (udp::request::decode(&[7; 16]).unwrap_err(), "unknown action 117901063 at byte 8"),
        (udp::request::decode(&[7; 15]).unwrap_err(), "15 bytes instead of 16 at byte 15"),
        (
            udp::response::decode(&[7; 9], Family::V4).unwrap_err(),
            "unknown action 117901063 at byte 0",
        ),
        (nowhere.finish().unwrap_err(), "no room for 49 bytes at byte 0"),
        (packet(b"d1:y1:xe"), "y: message type is not q, r or e at byte 4"),
        (packet(b"d1:q4:ping1:y1:qe"), "a: missing parameter at byte 17"),
        (packet(b"d1:ad2:id3:abce1:q4:ping1:y1:qe"), "a.id: 3 bytes instead of 20 at byte 9"),
        (frame("[]"), "not a JSON object at byte 0"),
        (frame("{}"), "action: missing parameter at byte 2"),
        (frame(r#"{"action":"x"}"#), "action: action is neither announce nor scrape at byte 10"),
        (frame(r#"{"action":"announce","info_hash":7}"#), "info_hash: not a string at byte 33"),
        (
            frame("{\"action\":\"announce\",\"info_hash\":\"\u{100}\"}"),
            "info_hash: character above U+00FF in a binary string at byte 34",
        ),
        (
            frame(&format!(r#"{{"action":"announce","info_hash":"{id}","peer_id":"x"}}"#)),
            "peer_id: 1 byte instead of 20 at byte 66",
        ),
        (
            "magnet:?xt=urn:btih:12".parse::<MagnetLink>().unwrap_err(),
            "xt: 2 digits instead of 40 at byte 20",
        ),
    ];
    for (error, words) in rows {
        assert_eq!(error.to_string(), words);
    }
}

/// The text of every quirk: to change it affects everyone who parses logs or JSON.
#[test]
fn quirks_have_exact_texts() {
    let words = Quirk::ALL.iter().map(|quirk| format!("{quirk:?}\t{quirk}"));
    assert!(words.eq(include_str!("quirks.tsv").lines()));
}

#[test]
fn errors_of_the_codec_are_kept_as_the_source() {
    let source = bencode::Reader::new(b"i1").next().unwrap_err();
    let error = Error::from(source.clone());
    assert_eq!(error.kind(), tracker_types::ErrorKind::Bencode);
    assert_eq!((error.offset(), error.place()), (2, ""));
    assert_eq!(error.to_string(), source.to_string());
    assert_eq!(error.source().unwrap().to_string(), source.to_string());
}

#[test]
fn texts_of_quirks_are_distinct() {
    let mut words: Vec<_> = Quirk::ALL.iter().map(Quirk::to_string).collect();
    words.sort();
    words.dedup();
    assert_eq!(words.len(), Quirk::ALL.len());
    assert_eq!(Quirk::PausedEvent.to_string(), "event is paused");
    assert_eq!(Quirk::DoubleEncoded.to_string(), "bytes encoded as UTF-8");
}

#[test]
fn quirks_are_counted() {
    let mut quirks = Quirks::new();
    assert!(quirks.is_empty() && quirks.to_string().is_empty());
    quirks.report_times(Quirk::TrailingData, 0);
    assert_eq!(quirks, Quirks::default());
    quirks.report(Quirk::UnsortedKey);
    quirks.report_times(Quirk::TrailingData, 70_000);
    quirks.report(Quirk::TrailingData);
    assert_eq!(quirks.count(Quirk::TrailingData), 65_535);
    assert_eq!(quirks.to_string(), "unsorted key, trailing data after the message (65535)");
    assert_eq!(format!("{quirks:?}"), "{UnsortedKey: 1, TrailingData: 65535}");
    assert!(quirks.contains(Quirk::UnsortedKey) && !quirks.contains(Quirk::DuplicateKey));
}
