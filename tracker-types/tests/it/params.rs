//! Parameters without a meaning here: when they are equal, and how they are shown and written.

use tracker_types::{AnnounceRequest, InfoHash, Params, PeerId};

#[test]
fn parameters_are_equal_if_they_have_the_same_meaning() {
    let same: [(&[u8], &[u8]); 5] = [
        (b"", b"&&"),
        (b"a=1&b", b"&a=1&&b&"),
        (b"a=%31", b"a=1"),
        (b"%61=1", b"a=1"),
        (b"a=%zz", b"a=%zz"),
    ];
    let other: [(&[u8], &[u8]); 7] = [
        (b"", b"a"),
        (b"a", b"b"),
        (b"a", b"a="),
        (b"a=1", b"a=2"),
        (b"a=1", b"b=1"),
        (b"a=1&b=2", b"b=2&a=1"),
        (b"a=1", b"a=1&a=1"),
    ];
    for (pairs, equal) in [(&same[..], true), (&other[..], false)] {
        for &(a, b) in pairs {
            let (a, b) = (Params::from_query(a), Params::from_query(b));
            assert_eq!(a == b, equal, "{a:?} {b:?}");
            assert_eq!(a.iter().eq(b.iter()), equal);
        }
    }
}

#[test]
fn parameters_are_pushed_shown_and_written() {
    let mut params = Params::default();
    assert!(params.is_empty() && Params::from_query(b"&&").is_empty());
    params.push(b"a b", b"\xff&");
    params.push(b"c", b"");
    assert!(!params.is_empty());
    assert_eq!(params.as_bytes(), b"a%20b=%FF%26&c=");
    assert_eq!(params.get("a b").unwrap().value(), &b"\xff&"[..]);
    assert!(params.get("x").is_none());
    assert_eq!(Params::from_query(b"a=b=c").get("a").unwrap().raw_value(), Some(&b"b=c"[..]));
    assert_eq!(format!("{:?}", Params::from_query(b"a=\xff&b")), r"[a=\xff, b]");

    // Characters that a query must not have are escaped, and `+`, which is ambiguous; the rest is unchanged.
    let mut request = AnnounceRequest::new(InfoHash([b'h'; 20]), PeerId([b'p'; 20]), 1, 0);
    request.extra = Params::from_query(b"a=b c#\xe9+%2f~");
    let mut query = Vec::new();
    request.write_query(&mut query);
    assert!(query.starts_with(b"a=b%20c%23%E9%2B%2f~&info_hash="), "{}", query.escape_ascii());
}
