//! Hexdumps in tests: a capture pasted as it is, and a dump of what a test made.

use bencode::{Value, hex};
use tracker_types::http::announce;

#[test]
fn a_reply_that_was_pasted() {
    let body = hex::decode(
        "00000000  64 38 3a 69 6e 74 65 72  76 61 6c 69 31 38 30 30  |d8:intervali1800|
         00000010  65 35 3a 70 65 65 72 73  36 3a 7f 00 00 01 1a e1  |e5:peers6:......|
         00000020  65                                                |e|",
    )
    .unwrap();
    let (reply, quirks) = announce::decode(&body).unwrap();
    assert!(quirks.is_empty());
    assert_eq!(
        reply.into_result().unwrap().peers.socket_addrs(),
        ["127.0.0.1:6881".parse().unwrap()]
    );
    assert_eq!(Value::parse(&body).unwrap()["interval"], 1800);

    // The same bytes as a dump, to paste into the next test.
    let text = hex::encode(&body);
    assert!(text.starts_with("64383a696e74657276616c"));
    assert_eq!(hex::decode(&text).unwrap(), body);
}
