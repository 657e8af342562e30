//! Replies that cannot be read, and why.

use bencode::{Rules, Value};
use tracker_types::http::{announce, scrape};
use tracker_types::{ErrorKind, Quirk, ScrapeRequest};

use super::reply_quirks::ANNOUNCES;
use super::scrape_quirks::SCRAPES;

/// A reply that is cut anywhere is an error, unless only the data after it is cut off.
#[test]
fn a_cut_reply_is_an_error() {
    let whole = |body| Value::parse_with(body, Rules::TOLERANT).is_ok();
    for (what, body, ..) in ANNOUNCES.iter().chain(SCRAPES) {
        for length in 0..body.len() {
            let cut = &body[..length];
            assert_eq!(announce::decode(cut).is_ok(), whole(cut), "{what}, {length}");
            assert_eq!(scrape::decode(cut).is_ok(), whole(cut), "{what}, {length}");
        }
    }
    let request = ScrapeRequest::new(vec![]);
    assert_eq!(scrape::decode_for(&request, b"d").unwrap_err(), scrape::decode(b"d").unwrap_err());
}

/// Replies that cannot be read: the kind of error, and its text.
const ERRORS: &[(&[u8], &str)] = &[
    (b"", "nothing instead of bencode at byte 0"),
    (b" \r\n", r"nothing instead of bencode:  \r\n"),
    (b"<html>nope</html>", "an HTML page instead of bencode: <html>nope</html>"),
    (b"\x1f\x8b\x08\0", r"gzip data instead of bencode: \x1f\x8b\x08\x00"),
    (b"x\x9cK\xb1", r"zlib data instead of bencode: x\x9cK\xb1"),
    (b"\xef\xbb\xbf{\"a\":1}", r#"JSON instead of bencode: \xef\xbb\xbf{\"a\":1}"#),
    (b"[1]", "JSON instead of bencode: [1]"),
    (
        b"HTTP/1.1 200 OK\r\n\r\nde",
        r"a whole HTTP response instead of bencode: HTTP/1.1 200 OK\r\n\r\nde",
    ),
    (b"404 page not found", "something else instead of bencode: 404 page not found"),
    (b"denied", "something else instead of bencode: denied"),
    (b"d", "unexpected end of input at byte 1 (at least 1 more byte needed)"),
    (b"d8:interval", "interval: unexpected end of input at byte 11 (at least 1 more byte needed)"),
    // A number without digits, a list without an end: the next key is not read as part of them.
    (b"d8:intervali5:peers0:e", "interval: expected a digit or `e`, found `:` at byte 13"),
    (
        b"d8:intervali9e5:peersl6:peers60:e",
        "unexpected end of input at byte 33 (at least 1 more byte needed)",
    ),
    (b"le", "not a dictionary at byte 0"),
    (b"5:hello", "not a dictionary at byte 0"),
];

#[test]
fn unreadable_replies_have_exact_errors() {
    for (body, words) in ERRORS {
        let error = announce::decode(body).unwrap_err();
        assert_eq!(error.to_string(), *words);
        assert_eq!(scrape::decode(body).unwrap_err(), error);
    }
    let long = announce::decode(&[b'?'; 1000]).unwrap_err();
    assert_eq!(long.excerpt().len(), 64);
}

/// It has an interval, and so is a success.
#[test]
fn a_list_of_only_bad_peers_is_empty() {
    type Row = (&'static [u8], usize, &'static [(Quirk, usize)]);
    let rows: [Row; 4] = [
        (
            b"d8:intervali9e5:peersli1e1:xd4:porti5eeee",
            0,
            &[(Quirk::PackedPeerList, 1), (Quirk::SkippedPeer, 3)],
        ),
        (b"d8:intervali9e5:peersli1eee", 0, &[(Quirk::SkippedPeer, 1)]),
        (
            b"d8:intervali9e5:peersd1:0i1eee",
            0,
            &[(Quirk::PeersDictionary, 1), (Quirk::SkippedPeer, 1)],
        ),
        // Those of peers6 remain.
        (
            b"d8:intervali9e5:peersli1ee6:peers618:iiiiiiiiiiiiiiii\0\x05e",
            1,
            &[(Quirk::SkippedPeer, 1)],
        ),
    ];
    for (body, count, reported) in rows {
        let (reply, quirks) = announce::decode(body).unwrap();
        let response = reply.into_result().unwrap();
        assert_eq!((response.interval, response.peers.len()), (Some(9), count));
        assert_eq!(quirks.iter().collect::<Vec<_>>(), reported, "{}", body.escape_ascii());
    }
}

#[test]
fn hostile_depth_and_length_are_errors() {
    for hostile in [vec![b'l'; 1_000_000], [&b"d5:peers"[..], &vec![b'd'; 100_000]].concat()] {
        let error = announce::decode(&hostile).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Bencode | ErrorKind::NotBencode(_)), "{error}");
    }
    assert!(announce::decode(b"d5:peers99999999999:").is_err());
}
