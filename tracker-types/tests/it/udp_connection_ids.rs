//! A tracker's connection ids (BEP 15): for whom and how long they are valid.

use std::net::IpAddr;
use std::time::Duration;

use tracker_types::udp::{ConnectionId, ConnectionIds};

const KEY: [u64; 2] = [0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908];

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

/// At least two minutes, as in BEP 15, and at most three.
#[test]
fn an_id_lasts_from_two_to_three_minutes() {
    let ids = ConnectionIds::new(KEY);
    let start = 1_700_000_000;
    for offset in 0..60 {
        let issued = start + offset;
        let id = ids.issue(ip("192.0.2.7"), Duration::from_secs(issued));
        let accepted = |age| ids.accepts(id, ip("192.0.2.7"), Duration::from_secs(issued + age));
        assert!((0..=120).all(accepted));
        assert!(!(180..400).any(accepted));
    }
}

/// Nothing overflows at the smallest and largest times.
#[test]
fn any_time_is_accepted() {
    let ids = ConnectionIds::new(KEY);
    for now in [Duration::ZERO, Duration::from_secs(59), Duration::from_secs(60), Duration::MAX] {
        let id = ids.issue(ip("::1"), now);
        assert!(ids.accepts(id, ip("::1"), now));
    }
    // An id of a minute that has not begun is not valid.
    let id = ids.issue(ip("::1"), Duration::from_secs(600));
    assert!(!ids.accepts(id, ip("::1"), Duration::from_secs(599)));
}

#[test]
fn an_id_is_valid_for_its_address_and_its_tracker() {
    let ids = ConnectionIds::new(KEY);
    let now = Duration::from_secs(1_000);
    let rows = [
        ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "::ffff:192.0.2.7", true),
        ("::ffff:192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.8", false),
        ("192.0.2.7", "::192.0.2.7", false),
        ("2001:db8::7", "2001:db8::7", true),
        ("2001:db8::7", "2001:db8::8", false),
        ("2001:db8::7", "192.0.2.7", false),
    ];
    for (issued, used, accepted) in rows {
        let id = ids.issue(ip(issued), now);
        assert_eq!(ids.accepts(id, ip(used), now), accepted, "{issued} {used}");
        let other = ConnectionIds::new([KEY[0], KEY[1] ^ 1]);
        assert!(!other.accepts(id, ip(issued), now));
        assert!((0..64).all(|bit| !ids.accepts(ConnectionId(id.0 ^ 1 << bit), ip(issued), now)));
    }
    let guesses = [0, u64::MAX, 0x0000_0417_2710_1980];
    assert!(guesses.iter().all(|&guess| !ids.accepts(ConnectionId(guess), ip("::1"), now)));
}

/// The same key gives the same ids in all versions: the hash is SipHash-2-4 of the address, as IPv6, and
/// the minute.
#[test]
fn ids_are_the_same_in_every_process() {
    let ids = ConnectionIds::new(KEY);
    let id = ids.issue(ip("192.0.2.7"), Duration::from_secs(1_700_000_000));
    assert_eq!(id, ConnectionId(EXPECTED));
    assert_eq!(format!("{ids:?}"), "ConnectionIds { .. }");
}

/// Values from an implementation in Python that gives `a129ca6149be45e5` for the paper's example.
const EXPECTED: u64 = 0x7a3c_23c4_3998_15af;
