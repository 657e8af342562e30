//! Announces that clients create.

use tracker_types::{AnnounceRequest, InfoHash, PeerId, Quirk};

/// A request that a client creates, and what a tracker reads from it.
fn asked(request: &AnnounceRequest<'_>) -> (String, Option<u64>, bool) {
    let mut query = Vec::new();
    request.write_query(&mut query);
    let (read, quirks) = AnnounceRequest::parse_query(&query).unwrap();
    let missing = quirks.contains(Quirk::MissingCounter);
    (String::from_utf8(query.clone()).unwrap(), read.left, missing)
}

#[test]
fn no_client_is_a_seeder_by_omission() {
    let request = |left| AnnounceRequest::new(InfoHash([b'h'; 20]), PeerId([b'p'; 20]), 1, left);
    // 2^63-1: no tracker takes it for a seeder, and a signed integer can hold it.
    for left in [0, 1, AnnounceRequest::UNKNOWN_LEFT] {
        let (query, read, missing) = asked(&request(left));
        assert!(query.ends_with(&format!("&left={left}")), "{query}");
        assert_eq!((read, missing), (Some(left), false));
    }
    assert_eq!(AnnounceRequest::UNKNOWN_LEFT, 9_223_372_036_854_775_807);
    // A missing `left` is not written, and is not read as 0.
    let mut silent = request(0);
    silent.left = None;
    let (query, read, missing) = asked(&silent);
    assert!(!query.contains("left"), "{query}");
    assert_eq!((read, missing), (None, true));
}
