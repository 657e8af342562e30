//! Keys of replies that are unknown here.

use tracker_types::http::{announce, scrape};

#[test]
fn unknown_keys_can_be_listed() {
    let body = b"d5:extrali1ee8:intervali9e5:peers0:3:zzz2:xxe";
    let unknown: Vec<_> = announce::unknown_keys(body).collect();
    assert_eq!(unknown, [(&b"extra"[..], &b"li1ee"[..]), (b"zzz", b"2:xx")]);
    let unknown: Vec<_> = scrape::unknown_keys(b"d5:filesde4:hostde1:xlee").collect();
    assert_eq!(unknown, [(&b"x"[..], &b"le"[..])]);
    // The keys of a failure are known, in replies to announces and scrapes.
    let failure = b"d7:failure4:gone8:intervali9e12:min intervali1e8:retry in1:51:xlee";
    let unknown: Vec<_> = announce::unknown_keys(failure).collect();
    assert_eq!(unknown, [(&b"x"[..], &b"le"[..])]);
    assert!(scrape::unknown_keys(failure).eq(unknown));
    let failure = b"d8:completei1e14:failure reason4:gone8:retry ini5ee";
    assert_eq!(
        (announce::unknown_keys(failure).count(), scrape::unknown_keys(failure).count()),
        (0, 0)
    );
    // Without a failure they are unknown.
    let unknown: Vec<_> = announce::unknown_keys(b"d7:failurei1e5:peers0:8:retry ini5ee").collect();
    assert_eq!(unknown, [(&b"failure"[..], &b"i1e"[..]), (b"retry in", b"i5e")]);
    for body in [&b""[..], b"le", b"l1:a1:be", b"i1e", b"d1:x", b"<html>"] {
        assert_eq!(announce::unknown_keys(body).count(), 0);
    }
}
