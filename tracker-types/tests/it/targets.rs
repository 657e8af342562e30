//! Targets of request lines: unusual paths, and fragments without a query.

use tracker_types::{AnnounceRequest, ErrorKind, QueryOptions, Quirk, ScrapeRequest, Target};

use super::request_quirks::{ALL, base, met};

/// Any path is accepted; the caller checks it.
#[test]
fn unusual_targets() {
    let rows: &[(&str, Option<Quirk>)] = &[
        ("/announce", None),
        ("/announce.php", None),
        ("/0123456789abcdef/announce", None),
        ("http://tracker.example:6969/announce", None),
        ("HTTPS://tracker.example/announce", None),
        ("http://tracker.example/", None),
        ("http://tracker.example/x//announce", Some(Quirk::OddPath)),
        ("ftp.example/announce", Some(Quirk::OddPath)),
        ("/announce ", Some(Quirk::OddPath)),
        ("announce ", Some(Quirk::OddPath)),
        ("//announce", Some(Quirk::OddPath)),
        ("", Some(Quirk::OddPath)),
        // A fragment, here before the query.
        ("/announce#fragment", Some(Quirk::Fragment)),
        ("http://tracker.example/announce#fragment", Some(Quirk::Fragment)),
    ];
    for (path, odd) in rows {
        let target = format!("{path}?{ALL}");
        let (request, quirks) = AnnounceRequest::parse_target(target.as_bytes()).unwrap();
        assert_eq!(request, base(), "{path}");
        assert!(!Target::split(target.as_bytes()).path.contains(&b'#'), "{path}");
        assert_eq!(met(&quirks), Vec::from_iter(odd.map(|odd| (odd, 1))), "{path}");
        if let Some(odd) = *odd {
            let options = QueryOptions::new().refuse(odd);
            let error =
                AnnounceRequest::parse_target_with(target.as_bytes(), &options).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Refused(odd), "{path}");
            assert_eq!(error.offset(), path.find('#').unwrap_or(0), "{path}");
            let error = ScrapeRequest::parse_target_with(target.as_bytes(), &options).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Refused(odd), "{path}");
        }
    }
}

/// A fragment is not part of the path, even if it is empty.
#[test]
fn targets_without_a_query() {
    for (target, fragments) in [("/scrape", 0), ("/scrape#", 1), ("/scrape#fragment", 1)] {
        let (request, quirks) = ScrapeRequest::parse_target(target.as_bytes()).unwrap();
        assert_eq!(request, ScrapeRequest::default(), "{target}");
        assert_eq!(quirks.count(Quirk::Fragment), fragments, "{target}");
    }
}
