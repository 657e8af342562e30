//! The tracker's answers to datagrams.

use std::net::SocketAddr;
use std::time::Duration;

use tracker_types::udp::{
    ConnectionId, ConnectionIds, Family, Request, Response, TransactionId, request, response,
};
use tracker_types::{AnnounceRequest, InfoHash, PeerId};

use crate::server::udp::answer;
use crate::server::{Settings, Tracker};

const TORRENT: InfoHash = InfoHash(*b"0123456789ABCDEFGHIJ");
const IDS: ConnectionIds = ConnectionIds::new([1, 2]);

fn ask(tracker: &Tracker, from: &str, asked: &[u8]) -> Vec<u8> {
    let (from, mut out): (SocketAddr, _) = (from.parse().unwrap(), Vec::new());
    answer(tracker, &IDS, asked, from, Duration::from_secs(1_000), &mut out);
    out
}

fn connect(tracker: &Tracker, from: &str) -> ConnectionId {
    let reply = ask(tracker, from, b"\0\0\x04\x17\x27\x10\x19\x80\0\0\0\0abcd");
    match response::decode(&reply, Family::V4).unwrap().0 {
        Response::Connect { connection, .. } => connection,
        other => panic!("{other:?}"),
    }
}

fn announce(connection: ConnectionId, port: u16) -> Vec<u8> {
    let model = AnnounceRequest::new(TORRENT, PeerId(*b"-TR2940-0890apv0oznf"), port, 7);
    let announce = request::Announce::new(connection, TransactionId(7), &model);
    let mut asked = Vec::new();
    request::encode(&Request::Announce(announce), &mut asked);
    asked
}

fn told(tracker: &Tracker, from: &str, port: u16) -> Vec<SocketAddr> {
    let reply = ask(tracker, from, &announce(connect(tracker, from), port));
    let family = Family::from(from.parse::<SocketAddr>().unwrap());
    let (response, quirks) = response::decode(&reply, family).unwrap();
    assert!(quirks.is_empty(), "{quirks}");
    let (reply, _) = response.into_announce_reply().unwrap();
    reply.into_result().unwrap().peers.socket_addrs()
}

#[test]
fn peers_are_of_the_family_that_asks() {
    let tracker = Tracker::new(Settings::default());
    assert!(told(&tracker, "192.0.2.1:1", 51_413).is_empty());
    assert!(told(&tracker, "[2001:db8::7]:1", 6_881).is_empty());
    let first: SocketAddr = "192.0.2.1:51413".parse().unwrap();
    assert_eq!(told(&tracker, "192.0.2.2:1", 1), [first]);
    assert_eq!(told(&tracker, "[::ffff:192.0.2.2]:1", 1), [first], "a socket for both");
    assert_eq!(told(&tracker, "[2001:db8::8]:1", 1), ["[2001:db8::7]:6881".parse().unwrap()]);
}

#[test]
fn a_reply_fits_into_a_frame() {
    let tracker = Tracker::new(Settings { numwant: 200, ..Settings::default() });
    for peer in 1..=150 {
        told(&tracker, &format!("[2001:db8::{peer}]:1"), 1_000);
    }
    assert_eq!(told(&tracker, "[2001:db8::1]:1", 1_000).len(), (1_400 - 20) / 18);
}

#[test]
fn unproven_addresses_get_no_more_bytes_than_they_sent() {
    let tracker = Tracker::new(Settings::default());
    let id = connect(&tracker, "192.0.2.1:1");
    for stranger in [
        &b"stray"[..],
        b"\0\0\0\0\0\0\0\0\0\0\0\0abcd",
        b"\0\0\0\0\0\0\0\0\0\0\0\x09abcd",
        &announce(id, 1),
        &announce(ConnectionId(0), 1),
        &announce(id, 1)[..40],
    ] {
        let reply = ask(&tracker, "192.0.2.2:1", stranger);
        assert!(reply.len() <= stranger.len(), "{}", reply.escape_ascii());
    }
    assert!(tracker.scrape(&[]).unwrap().files.is_empty(), "nothing has come of it");
}

#[test]
fn a_scrape_is_answered_in_its_order() {
    let tracker = Tracker::new(Settings::default());
    told(&tracker, "192.0.2.1:1", 1);
    let other = InfoHash(*b"ABCDEFGHIJ0123456789");
    let id = connect(&tracker, "192.0.2.1:1");
    let asked = [other, TORRENT, TORRENT];
    let scrape = request::Scrape::new(id, TransactionId(7), asked);
    let mut datagram = Vec::new();
    request::encode(&Request::Scrape(scrape), &mut datagram);
    let reply = ask(&tracker, "192.0.2.1:1", &datagram);
    let expected: &[u8] = b"\0\0\0\x02\0\0\0\x07\
        \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x01";
    assert_eq!(reply, expected);
}
