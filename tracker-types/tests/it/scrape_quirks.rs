//! A row for every quirk of replies to scrapes.

use serde_json::to_value;
use tracker_types::http::scrape;
use tracker_types::{InfoHash, Quirk, ScrapeRequest};

use super::reply_quirks::{Row, check};

pub(super) const SCRAPES: &[Row] = &[
    (
        "R1, R24: unsorted, no downloaded (Ocelot, chihaya)",
        b"d5:filesd20:0123456789ABCDEFGHIJd10:incompletei1e8:completei5eeee",
        r#"{"files":{"303132333435363738394142434445464748494a":{"complete":5,"incomplete":1}}}"#,
        &[(Quirk::UnsortedKey, 1), (Quirk::MissingDownloaded, 1)],
    ),
    (
        "R2: a hash asked twice (opentracker)",
        b"d5:filesd20:0123456789ABCDEFGHIJd10:downloadedi1ee20:0123456789ABCDEFGHIJd10:downloadedi2eeee",
        r#"{"files":{"303132333435363738394142434445464748494a":{"downloaded":2}}}"#,
        &[(Quirk::DuplicateKey, 1)],
    ),
    (
        "R1: files in another order",
        b"d5:filesd20:BBBBBBBBBBBBBBBBBBBBd10:downloadedi2ee20:AAAAAAAAAAAAAAAAAAAAd10:downloadedi1eeee",
        r#"{"files":{"4141414141414141414141414141414141414141":{"downloaded":1},"4242424242424242424242424242424242424242":{"downloaded":2}}}"#,
        &[(Quirk::UnsortedKey, 1)],
    ),
    (
        "R1: the last file in another order",
        b"d5:filesd20:AAAAAAAAAAAAAAAAAAAAd10:downloadedi1ee20:CCCCCCCCCCCCCCCCCCCCd10:downloadedi3ee20:BBBBBBBBBBBBBBBBBBBBd10:downloadedi2eeee",
        r#"{"files":{"4141414141414141414141414141414141414141":{"downloaded":1},"4242424242424242424242424242424242424242":{"downloaded":2},"4343434343434343434343434343434343434343":{"downloaded":3}}}"#,
        &[(Quirk::UnsortedKey, 1)],
    ),
    (
        "R2: all files twice, of which the last count",
        b"d5:filesd20:AAAAAAAAAAAAAAAAAAAAd10:downloadedi1eee5:filesd20:BBBBBBBBBBBBBBBBBBBBd10:downloadedi2eeee",
        r#"{"files":{"4242424242424242424242424242424242424242":{"downloaded":2}}}"#,
        &[(Quirk::DuplicateKey, 1)],
    ),
    (
        "R24: all that there can be",
        b"d5:filesd20:0123456789ABCDEFGHIJd8:completei5e10:downloadedi1e11:downloadersi2e10:incompletei3e4:name1:xee5:flagsd20:min_request_intervali600eee",
        r#"{"files":{"303132333435363738394142434445464748494a":{"complete":5,"downloaded":1,"downloaders":2,"incomplete":3,"name":"x"}},"flags":{"min_request_interval":600}}"#,
        &[],
    ),
    (
        "R24: host for files",
        b"d4:hostd20:0123456789ABCDEFGHIJd10:downloadedi2eeee",
        r#"{"files":{"303132333435363738394142434445464748494a":{"downloaded":2}}}"#,
        &[(Quirk::HostAlias, 1)],
    ),
    (
        "both `files` and `host`, which then means nothing",
        b"d5:filesd20:0123456789ABCDEFGHIJd8:completei5e10:downloadedi0eee4:hostd20:BBBBBBBBBBBBBBBBBBBBd8:completei6e10:downloadedi0eeee",
        r#"{"files":{"303132333435363738394142434445464748494a":{"complete":5,"downloaded":0}}}"#,
        &[(Quirk::UnknownKey, 1)],
    ),
    ("neither", b"d4:infoi1ee", r#"{"files":{}}"#, &[(Quirk::UnknownKey, 1), (Quirk::MissingFiles, 1)]),
    (
        "R25: a key of another length",
        b"d5:filesd4:\xe9\xe9\xe9\xe9de20:0123456789ABCDEFGHIJd10:downloadedi2eeee",
        r#"{"files":{"303132333435363738394142434445464748494a":{"downloaded":2}}}"#,
        &[(Quirk::UnsortedKey, 1), (Quirk::ScrapeKeyLength, 1)],
    ),
    (
        "29 bytes (bittorrent-tracker): the article's hash",
        b"d5:filesd29:\xc3\x91\x10\x1a+\xc2\x9d (\x11\xc2\xa0^\xc2\x8cW\xc3\x85W\xc2\xa2\x0b\xc3\xb9t\xc3\x9c\xc2\x8ad10:downloadedi2eeee",
        r#"{"files":{"d1101a2b9d202811a05e8c57c557a20bf974dc8a":{"downloaded":2}}}"#,
        &[(Quirk::DoubleEncoded, 1)],
    ),
    (
        "R25: 21 characters",
        b"d5:filesd21:0123456789ABCDEFGHIJKd10:downloadedi2eeee",
        r#"{"files":{}}"#,
        &[(Quirk::ScrapeKeyLength, 1)],
    ),
    (
        "a hash in both spellings",
        b"d5:filesd20:0123456789ABCDEFGHI\xe9d10:downloadedi1ee21:0123456789ABCDEFGHI\xc3\xa9d10:downloadedi2eeee",
        r#"{"files":{"30313233343536373839414243444546474849e9":{"downloaded":2}}}"#,
        &[(Quirk::UnsortedKey, 1), (Quirk::DuplicateKey, 1), (Quirk::DoubleEncoded, 1)],
    ),
    ("files of a wrong type", b"d5:filesi1ee", r#"{"files":{}}"#, &[(Quirk::WrongType, 1)]),
    (
        "wrong types",
        b"d5:filesd20:0123456789ABCDEFGHIJlee5:flagsi1ee",
        r#"{"files":{"303132333435363738394142434445464748494a":{}}}"#,
        &[(Quirk::WrongType, 2)],
    ),
    (
        "keys of an announce's reply, and one of nobody's",
        b"d5:filesde8:intervali9e12:min intervali4e3:zzzi1ee",
        r#"{"files":{}}"#,
        &[(Quirk::UnknownKey, 1), (Quirk::ForeignKey, 2)],
    ),
    ("R21", b"d5:filesdee\r\n", r#"{"files":{}}"#, &[(Quirk::TrailingData, 2)]),
    (
        "R17",
        b"d5:filesde14:failure reason4:gonee",
        r#"{"failure reason":"gone"}"#,
        &[(Quirk::UnsortedKey, 1), (Quirk::FailureWithOthers, 1)],
    ),
];

#[test]
fn every_quirk_of_scrape_replies_is_read_and_reported() {
    for row in SCRAPES {
        let (reply, quirks) =
            scrape::decode(row.1).unwrap_or_else(|error| panic!("{}: {error}", row.0));
        check(row, &to_value(&reply).unwrap(), &quirks);
    }
}

/// Torrents that were not asked for are dropped, and others may be missing; a full scrape accepts all torrents.
#[test]
fn replies_are_compared_with_the_request() {
    let body = b"d5:filesd20:AAAAAAAAAAAAAAAAAAAAd10:downloadedi1ee20:BBBBBBBBBBBBBBBBBBBBd10:downloadedi2eeee";
    let [a, b, c] = [b'A', b'B', b'C'].map(|byte| InfoHash([byte; 20]));
    let rows: [(&[_], &[_], _); 5] = [
        (&[], &[a, b], (0, 0)),
        (&[b, a, b], &[a, b], (0, 0)),
        (&[b], &[b], (1, 0)),
        (&[c, b], &[b], (1, 1)),
        (&[c], &[], (2, 1)),
    ];
    for (asked, answered, (unasked, unanswered)) in rows {
        let request = ScrapeRequest::new(asked.to_vec());
        let (reply, quirks) = scrape::decode_for(&request, body).unwrap();
        assert!(reply.success().unwrap().files.keys().eq(answered), "{asked:?}");
        assert_eq!(quirks.count(Quirk::UnaskedFile), unasked, "{asked:?}");
        assert_eq!(quirks.count(Quirk::UnansweredFile), unanswered, "{asked:?}");
    }
}
