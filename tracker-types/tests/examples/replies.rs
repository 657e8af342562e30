//! The tracker's answers to requests of real clients, byte for byte: canonical bencode.

use std::net::IpAddr;
use std::time::Duration;

use hyper::{Method, StatusCode};

use crate::server::answer::answer;
use crate::server::{Settings, Tracker};

const WHO: &str = "info_hash=0123456789ABCDEFGHIJ&uploaded=0&downloaded=0&left=1";

/// A tracker to which one peer of each address family has announced itself.
fn tracker() -> Tracker {
    let tracker = Tracker::new(Settings::default());
    ask(&tracker, "1.2.3.4", &format!("/announce?{WHO}&peer_id=-TR2940-0890apv0oznf&port=51413"));
    ask(
        &tracker,
        "2001:db8::7",
        &format!("/announce?{WHO}&peer_id=-qB4520-NXeW(aV5x.XF&port=6881"),
    );
    tracker
}

fn ask(tracker: &Tracker, ip: &str, target: &str) -> (StatusCode, String) {
    let ip: IpAddr = ip.parse().unwrap();
    let (status, body) = answer(tracker, &Method::GET, target.as_bytes(), ip, Duration::ZERO);
    (status, body.escape_ascii().to_string())
}

/// Text that is appended to the query of a third peer, and the peers that this peer gets.
const FORMS: &[(&str, &str)] = &[
    (
        "",
        r"5:peers6:\x01\x02\x03\x04\xc8\xd56:peers618: \x01\r\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x07\x1a\xe1",
    ),
    ("&compact=1&no_peer_id=1&numwant=1", r"5:peers6:\x01\x02\x03\x04\xc8\xd5"),
    (
        "&compact=0",
        "5:peersld2:ip7:1.2.3.47:peer id20:-TR2940-0890apv0oznf4:porti51413ee\
      d2:ip11:2001:db8::77:peer id20:-qB4520-NXeW(aV5x.XF4:porti6881eee",
    ),
    (
        "&compact=0&no_peer_id=1",
        "5:peersld2:ip7:1.2.3.44:porti51413eed2:ip11:2001:db8::74:porti6881eee",
    ),
    ("&numwant=0", "5:peers0:"),
    ("&event=stopped", "5:peers0:"),
];

#[test]
fn peers_come_in_the_form_asked_for() {
    for (parameters, peers) in FORMS {
        let tracker = tracker();
        let target = format!("/announce?{WHO}&peer_id=-AR1360-gJnqiUsuqSOu&port=6882{parameters}");
        let (status, body) = ask(&tracker, "10.0.0.9", &target);
        let incomplete = if parameters.contains("stopped") { 2 } else { 3 };
        let head = format!("d8:completei0e10:incompletei{incomplete}e8:intervali1800e");
        assert_eq!((status, body), (StatusCode::OK, format!("{head}{peers}e")), "{parameters}");
    }
}

#[test]
fn a_peers_address_is_that_of_the_sender() {
    let tracker = Tracker::new(Settings::default());
    // An IPv4 client on a socket for both families, which claims to have another address.
    let target = format!("/announce?{WHO}&peer_id=-AR1360-gJnqiUsuqSOu&port=6882&ip=8.8.8.8");
    ask(&tracker, "::ffff:10.0.0.9", &target);
    // A peer that does not listen is not handed out.
    ask(&tracker, "10.0.0.8", &format!("/announce?{WHO}&peer_id=-AR1360-gJnqiUsuqSOu&port=0"));
    let target = format!("/announce?{WHO}&peer_id=-TR2940-0890apv0oznf&port=51413");
    let (_, body) = ask(&tracker, "1.2.3.4", &target);
    assert!(body.ends_with(r"5:peers6:\n\x00\x00\t\x1a\xe2e"), "{body}");
}

/// Requests, and the answers.
const OTHERS: &[(&str, StatusCode, &str)] = &[
    (
        "/scrape?info_hash=0123456789ABCDEFGHIJ",
        StatusCode::OK,
        "d5:filesd20:0123456789ABCDEFGHIJd8:completei0e10:downloadedi0e10:incompletei2eeee",
    ),
    (
        "/passkey/scrape.php?info_hash=ABCDEFGHIJ0123456789&info_hash=0123456789ABCDEFGHIJ",
        StatusCode::OK,
        "d5:filesd20:0123456789ABCDEFGHIJd8:completei0e10:downloadedi0e10:incompletei2ee\
         20:ABCDEFGHIJ0123456789d8:completei0e10:downloadedi0e10:incompletei0eeee",
    ),
    (
        "/scrape",
        StatusCode::OK,
        "d5:filesd20:0123456789ABCDEFGHIJd8:completei0e10:downloadedi0e10:incompletei2eeee",
    ),
    ("/announce", StatusCode::OK, "d14:failure reason38:info_hash: missing parameter at byte 9e"),
    (
        "/announce?info_hash=d1101a2b9d202811a05e8c57c557a20bf974dc8a",
        StatusCode::OK,
        "d14:failure reason62:info_hash: info-hash as hex digits, not as 20 bytes at byte 20e",
    ),
    ("/", StatusCode::NOT_FOUND, "d14:failure reason28:ask for /announce or /scrapee"),
];

#[test]
fn scrapes_and_failures() {
    for (target, status, body) in OTHERS {
        let answered = ask(&tracker(), "10.0.0.9", target);
        assert_eq!(answered, (*status, String::from(*body)), "{target}");
    }
}
