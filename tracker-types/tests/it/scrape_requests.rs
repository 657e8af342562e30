//! The queries of scrapes, read and written.

use tracker_types::{ErrorKind, InfoHash, QueryOptions, Quirk, ScrapeRequest};

use super::request_quirks::{Reported, kept, met};

/// A repeated `info_hash` is an error in an announce, but usual in a scrape.
#[test]
fn scrapes_have_any_number_of_hashes() {
    let hash = InfoHash(*b"0123456789ABCDEFGHIJ");
    let rows: &[(&str, usize, Reported)] = &[
        ("", 0, &[]),
        ("info_hash=0123456789ABCDEFGHIJ", 1, &[]),
        ("info_hash=0123456789ABCDEFGHIJ&info_hash=0123456789ABCDEFGHIJ", 2, &[]),
        ("info_hash=%30123456789ABCDEFGHIJ#frag", 1, &[(Quirk::Fragment, 1)]),
        (
            "info%5fhash=%30123456789ABCDEFGHIJ&",
            1,
            &[(Quirk::EmptySegment, 1), (Quirk::EscapedName, 1)],
        ),
        (
            "?info_hash=0123456789ABCDEFGHIJ#frag",
            1,
            &[(Quirk::Fragment, 1), (Quirk::SecondQuestionMark, 1)],
        ),
    ];
    for (query, count, reported) in rows {
        let (request, quirks) = ScrapeRequest::parse_query(query.as_bytes()).unwrap();
        assert_eq!(request, ScrapeRequest::new(vec![hash; *count]), "{query}");
        assert_eq!(met(&quirks), *reported, "{query}");
        assert_eq!(request.clone().into_owned(), request);
        for &(quirk, _) in *reported {
            let options = QueryOptions::new().refuse(quirk);
            let error = ScrapeRequest::parse_query_with(query.as_bytes(), &options).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Refused(quirk), "{query}");
        }
    }
    let (request, _) = ScrapeRequest::parse_target(b"/scrape?passkey=ab&compact=1").unwrap();
    assert_eq!(request.extra, kept(b"passkey=ab&compact=1"));
    let options = QueryOptions::new().refuse(Quirk::BareParameter);
    for bare in ["info_hash", "passkey", "x&info_hash=0123456789ABCDEFGHIJ"] {
        let error = ScrapeRequest::parse_query_with(bare.as_bytes(), &options).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused(Quirk::BareParameter), "{bare}");
    }
    for (query, kind, offset) in [
        ("info_hash=%zz", ErrorKind::BadEscape, 10),
        ("info_hash", ErrorKind::WrongLength { expected: 20, found: 0 }, 9),
        ("x=1&info_hash=d1101a2b9d202811a05e8c57c557a20bf974dc8a", ErrorKind::HexInfoHash, 14),
    ] {
        let error = ScrapeRequest::parse_query(query.as_bytes()).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{query}");
        let target = format!("/scrape?{query}");
        let error = ScrapeRequest::parse_target(target.as_bytes()).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset + 8), "{target}");
    }
}

/// A scrape of everything does not remove bytes before it.
#[test]
fn a_scrape_of_everything_writes_nothing() {
    let mut out = b"/scrape?".to_vec();
    ScrapeRequest::default().write_query(&mut out);
    assert_eq!(out, b"/scrape?");
}
