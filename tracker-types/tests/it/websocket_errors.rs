//! Messages without a meaning: the errors and their places.

use tracker_types::ErrorKind::{self, *};
use tracker_types::websocket::{client, tracker};

const START: &str =
    r#"{"action":"announce","info_hash":"0123456789ABCDEFGHIJ","peer_id":"-WW0208-HbhAax52hZyX","#;

type Row<'a> = (&'a [u8], ErrorKind, &'a str, usize);

fn check(side: &str, (frame, kind, place, offset): Row<'_>) {
    let error = match side {
        "client" => client::decode(frame).map(drop).unwrap_err(),
        _ => tracker::decode(frame).map(drop).unwrap_err(),
    };
    let found = (error.kind(), error.place(), error.offset());
    assert_eq!(found, (kind, place, offset), "{}", frame.escape_ascii());
}

#[test]
fn frames_that_are_not_objects() {
    let rows: &[(&[u8], usize)] = &[
        (b"", 0),
        (b" \n", 2),
        (b"\xef\xbb\xbf", 3),
        (b"\xef\xbb\xbf[]", 3),
        (b"\xef\xbb\xbf\xef\xbb\xbf{}", 3),
        (b" null", 1),
        (b"1e400", 0),
        (b"\0{}", 0),
        (b"\"{}\"", 0),
        (b"d8:completei1ee", 0),
        (b"{", 1),
        (b"{\"a\"", 4),
        (b"{\"a\":", 5),
        (b"{\"a\":1,}", 7),
        (b"{\"a\" 1}", 5),
        (b"{a:1}", 1),
        (b"{\"a\":01}", 6),
        (b"{\"a\":.5}", 5),
        (b"{\"a\":NaN}", 5),
        (b"{\"a\":\"\\x\"}", 7),
        (b"{\n\n \"a\":\n  ?}", 11),
        (b"\xef\xbb\xbf{\n\"\xc3\xa9\":?}", 10),
        // A control character in a string has to be escaped.
        (b"{\"a\":\"\n\"}", 6),
        (b"{\"a\n\":1}", 3),
        (b"{\"\\u0061\x1f\":1}", 8),
        (b"{\n\"a\n\":1}", 4),
        (b"{\"offers\":[{\"\n\":1}]}", 13),
        // An escape does not change that, nor does an invalid escape before it.
        (b"{\"a\":\"\\\n\"}", 7),
        (b"{\"a\":\"\\x\n\"}", 7),
        (b"{\"a\":\"\\u00gg\n\"}", 11),
        (b"{\"a\":tr\nue}", 7),
        // The raw bytes of an id instead of characters.
        (b"{\"info_hash\":\"0123456789ABCDEFGHI\xff\"}", 33),
        (b"{\"a\":\"\xed\xa0\x80\"}", 6),
        (b"\xff", 0),
    ];
    for &(frame, offset) in rows {
        for side in ["client", "tracker"] {
            check(side, (frame, NotJson, "", offset));
        }
    }
}

#[test]
fn unreadable_client_messages() {
    let long = |members: &str| format!("{START}{members}}}");
    let deep = "[".repeat(200_000);
    let at = START.len();
    let rows: Vec<(String, ErrorKind, &str, usize)> = vec![
        ("{}".into(), MissingParameter, "action", 2),
        (r#"{"info_hash":"0123456789ABCDEFGHIJ"}"#.into(), MissingParameter, "action", 36),
        (r#"{"action":"bogus"}"#.into(), InvalidAction, "action", 10),
        (r#"{"action":1}"#.into(), InvalidAction, "action", 10),
        (r#"{"action":"announce"}"#.into(), MissingParameter, "info_hash", 21),
        (
            r#"{"action":"announce","info_hash":"0123456789ABCDEFGHIJ"}"#.into(),
            MissingParameter,
            "peer_id",
            56,
        ),
        (
            r#"{"action":"announce","peer_id":"","info_hash":"0123456789ABCDEFGHI\u0100"}"#.into(),
            InvalidBinaryString,
            "info_hash",
            66,
        ),
        (
            r#"{"action":"announce","peer_id":"","info_hash":"c7d46abc2a5f4293cf4234f29f0c645b9842df5A"}"#
                .into(),
            HexInfoHash,
            "info_hash",
            46,
        ),
        (long(r#""peer_id":"ā""#), InvalidBinaryString, "peer_id", at + 11),
        (
            long(r#""peer_id":"c7d46abc2a5f4293cf4234f29f0c645b9842df5a""#),
            WrongLength { expected: 20, found: 40 },
            "peer_id",
            at + 10,
        ),
        (long(r#""info_hash":"\n""#), WrongLength { expected: 20, found: 1 }, "info_hash", at + 12),
        // Twenty bytes of JSON that are not twenty characters.
        (long(r#""info_hash":"0123456789ABCDEFGH\n""#), WrongLength { expected: 20, found: 19 }, "info_hash", at + 12),
        (long(r#""peer_id":"\\\\\\\\\\\\\\\\\\\\""#), WrongLength { expected: 20, found: 10 }, "peer_id", at + 10),
        (long(r#""peer_id":"éééééééééé""#), WrongLength { expected: 20, found: 10 }, "peer_id", at + 10),
        (long(r#""info_hash":["0123456789ABCDEFGHIJ"]"#), NotString, "info_hash", at + 12),
        (long(r#""info_hash":null"#), NotString, "info_hash", at + 12),
        (long(r#""answer":{}"#), MissingParameter, "to_peer_id", at + 12),
        (
            long(r#""answer":{},"to_peer_id":"0123456789ABCDEFGHIJ""#),
            MissingParameter,
            "offer_id",
            at + 48,
        ),
        (
            long(r#""answer":{},"to_peer_id":"0123456789ABCDEFGHIJ","offer_id":7"#),
            NotString,
            "offer_id",
            at + 59,
        ),
        (
            long(r#""answer":{},"offer_id":"","to_peer_id":"0123456789""#),
            WrongLength { expected: 20, found: 10 },
            "to_peer_id",
            at + 39,
        ),
        (long(r#""offers":[{"offer":1}]"#), MissingParameter, "offers[0].offer_id", at + 23),
        (long(r#""offers":[{"offer_id":"x"}]"#), MissingParameter, "offers[0].offer", at + 28),
        (long(r#""offers":[{"offer_id":[1]}]"#), NotString, "offers[0].offer_id", at + 22),
        (
            long(r#""offers":[{"offer":1,"offer_id":""},{"offer":1,"offer_id":""},{"offer":1,"offer_id":""},{"offer_id":"aÿ€"}]"#),
            InvalidBinaryString,
            "offers[3].offer_id",
            at + 104,
        ),
        (long(r#""offers":[{"offer":1,"offer_id":""},null]"#), NotJson, "offers[1]", at + 36),
        (long(r#""offers":[1e400]"#), NotJson, "offers[0]", at + 10),
        (
            r#"{"action":"scrape","info_hash":["0123456789ABCDEFGHIJ","x"]}"#.into(),
            WrongLength { expected: 20, found: 1 },
            "info_hash[1]",
            55,
        ),
        (r#"{"action":"scrape","info_hash":[null]}"#.into(), NotString, "info_hash[0]", 32),
        (r#"{"action":"scrape","info_hash":7}"#.into(), NotString, "info_hash", 31),
        (r#"{"action":"scrape","info_hash":""}"#.into(), WrongLength { expected: 20, found: 0 }, "info_hash", 31),
        (format!("{START}\"x\":{deep}"), NotJson, "", at + 4 + deep.len()),
        (format!("{START}\"offers\":[{deep}"), NotJson, "", at + 10 + deep.len()),
    ];
    for (frame, kind, place, offset) in &rows {
        check("client", (frame.as_bytes(), *kind, place, *offset));
    }
}

#[test]
fn unreadable_tracker_messages() {
    let at = START.len();
    let rows: Vec<(String, ErrorKind, &str, usize)> = vec![
        ("{}".into(), MissingParameter, "action", 2),
        (r#"{"warning message":"x"}"#.into(), MissingParameter, "action", 23),
        (r#"{"action":"bogus"}"#.into(), InvalidAction, "action", 10),
        (r#"{"action":"announce"}"#.into(), MissingParameter, "info_hash", 21),
        (
            r#"{"action":"announce","info_hash":"x"}"#.into(),
            WrongLength { expected: 20, found: 1 },
            "info_hash",
            33,
        ),
        (format!(r#"{START}"offer":7}}"#), MissingParameter, "offer_id", at + 10),
        (format!(r#"{START}"offer":7,"offer_id":7}}"#), NotString, "offer_id", at + 21),
        (format!(r#"{START}"answer":7}}"#), MissingParameter, "offer_id", at + 11),
        (
            r#"{"action":"announce","info_hash":"0123456789ABCDEFGHIJ","answer":7}"#.into(),
            MissingParameter,
            "peer_id",
            67,
        ),
        (
            r#"{"action":"announce","info_hash":"0123456789ABCDEFGHIJ","offer":7,"peer_id":{}}"#
                .into(),
            NotString,
            "peer_id",
            76,
        ),
    ];
    for (frame, kind, place, offset) in &rows {
        check("tracker", (frame.as_bytes(), *kind, place, *offset));
    }
}

#[test]
fn texts_of_errors() {
    for (frame, words) in [
        ("[]", "not a JSON object at byte 0"),
        ("{}", "action: missing parameter at byte 2"),
        (r#"{"action":7}"#, "action: action is neither announce nor scrape at byte 10"),
        (r#"{"action":"scrape","info_hash":7}"#, "info_hash: not a string at byte 31"),
        (
            r#"{"action":"scrape","info_hash":["€"]}"#,
            "info_hash[0]: character above U+00FF in a binary string at byte 33",
        ),
    ] {
        assert_eq!(client::decode(frame.as_bytes()).unwrap_err().to_string(), words);
    }
}
