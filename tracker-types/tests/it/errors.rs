//! The exact words of every error and quirk.

use std::error::Error as _;

use tracker_types::{
    AnnounceRequest, Error, Host, InfoHash, MagnetLink, QueryOptions, Quirk, Quirks, ScrapeRequest,
    TrackerUrl, percent,
};

fn announce(query: &str) -> Error {
    AnnounceRequest::parse_query(query.as_bytes()).unwrap_err()
}

#[test]
fn every_error_says_what_and_where() {
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
fn every_quirk_has_words_of_its_own() {
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
