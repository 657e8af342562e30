//! Small types: their names, numbers and counts.

use tracker_types::{
    AnnounceRequest, BodyKind, Event, Failure, Params, PeerId, Quirk, Quirks, RetryIn,
};

#[test]
fn events_have_names_and_numbers() {
    let rows = [
        (Event::Completed, "completed", 1),
        (Event::Started, "started", 2),
        (Event::Stopped, "stopped", 3),
        (Event::Paused, "paused", 4),
    ];
    for (event, name, code) in rows {
        assert_eq!((event.http_name(), event.udp_code()), (name, code));
        assert_eq!(event.to_string(), name);
        assert_eq!(Event::from_http_name(name), Some(event));
        assert_eq!(Event::from_udp_code(code), Some(event));
    }
    assert_eq!((Event::from_udp_code(0), Event::from_udp_code(5)), (None, None));
    assert_eq!((Event::from_http_name(""), Event::from_http_name("Started")), (None, None));
}

#[test]
fn failures_say_why_and_when_to_retry() {
    let mut failure = Failure::new("torrent not registered");
    let rows = [
        (None, "torrent not registered"),
        (Some(RetryIn::Minutes(1)), "torrent not registered (retry in 1 minute)"),
        (Some(RetryIn::Minutes(5)), "torrent not registered (retry in 5 minutes)"),
        (Some(RetryIn::Never), "torrent not registered (never retry)"),
    ];
    for (retry_in, words) in rows {
        failure.retry_in = retry_in;
        assert_eq!(failure.to_string(), words);
    }
    assert_eq!(Failure::default().to_string(), "no reason given");
    failure.reason = "".into();
    assert_eq!(failure.to_string(), "no reason given (never retry)");
}

#[test]
fn quirks_are_counted() {
    let mut quirks = Quirks::new();
    assert!(quirks.is_empty() && !quirks.contains(Quirk::RawByte));
    quirks.report(Quirk::RawByte);
    quirks.report_times(Quirk::RawPlus, 2);
    quirks.report_times(Quirk::BadEscape, 0);
    assert!(!quirks.is_empty() && quirks.contains(Quirk::RawByte));
    let all: Vec<_> = quirks.iter().collect();
    assert_eq!(all, [(Quirk::RawPlus, 2), (Quirk::RawByte, 1)]);
    assert_eq!((quirks.count(Quirk::RawPlus), quirks.count(Quirk::BadEscape)), (2, 0));
}

/// As much text as fits is written, and the rest is an error.
#[test]
fn text_is_cut_at_the_end_of_the_buffer() {
    use std::io::Write;
    let mut quirks = Quirks::new();
    quirks.report(Quirk::RawByte);
    quirks.report_times(Quirk::RawPlus, 2);
    let mut failure = Failure::new("gone");
    failure.retry_in = Some(RetryIn::Never);
    let query = b"peer_id=%4";
    let error = AnnounceRequest::parse_query(query).unwrap_err();
    let params = Params::from_query(query);
    let id = PeerId(*b"-TR2940-0890apv0oznf");
    for words in [
        format_args!("{quirks}"),
        format_args!("{failure}"),
        format_args!("{error}"),
        format_args!("{params:?}"),
        format_args!("{id:?}"),
    ] {
        let whole = words.to_string();
        for length in 0..whole.len() {
            let mut place = vec![0; length];
            assert!((&mut place[..]).write_fmt(words).is_err(), "{whole}, {length}");
            assert_eq!(place, whole.as_bytes()[..length]);
        }
    }
}

/// zlib is recognized by its first two bytes; other text may also begin with an `x`.
#[test]
fn text_that_begins_like_zlib_is_not_zlib() {
    let rows: [(&[u8], BodyKind); 4] = [
        (b"\x78\x9c\x03", BodyKind::Zlib),
        (b"\x78\xda", BodyKind::Zlib),
        (b"xyz", BodyKind::Other),
        (b"x", BodyKind::Other),
    ];
    for (body, kind) in rows {
        assert_eq!(BodyKind::sniff(body), kind, "{}", body.escape_ascii());
    }
}

/// `Debug` shows every field, and bytes as text if they are.
#[test]
fn requests_are_shown_in_full() {
    let query = b"info_hash=0123456789ABCDEFGHIJ&peer_id=-TR2940-0890apv0oznf&port=6881&left=7\
        &key=B572D4C4&trackerid=%FF&ip=[::1]:5&event=started&uid=42";
    let (request, _) = AnnounceRequest::parse_query(query).unwrap();
    assert_eq!(
        format!("{request:?}"),
        "AnnounceRequest { info_hash: InfoHash(303132333435363738394142434445464748494a), \
         peer_id: PeerId(2d5452323934302d30383930617076306f7a6e66), port: 6881, uploaded: None, \
         downloaded: None, left: Some(7), corrupt: None, redundant: None, event: Some(Started), \
         compact: None, no_peer_id: false, numwant: None, key: Some(b\"B572D4C4\"), \
         tracker_id: Some(b\"\\xff\"), ip: Some(Address { host: V6(::1), port: Some(5) }), \
         ipv4: None, ipv6: None, support_crypto: false, require_crypto: false, crypto_port: None, \
         extra: [uid=42] }"
    );
}
