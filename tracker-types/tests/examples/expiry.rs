//! Peers that stop announcing themselves, by the test's own clock.

use std::net::IpAddr;
use std::time::Duration;

use tracker_types::{AnnounceRequest, AnnounceResponse, Event, InfoHash, PeerId, ScrapeStats};

use crate::server::answer::respond;
use crate::server::swarm::Audience;
use crate::server::{Settings, Tracker};

const TORRENT: InfoHash = InfoHash(*b"0123456789ABCDEFGHIJ");
const MINUTE: Duration = Duration::from_secs(60);
const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));

fn request(port: u16, left: u64) -> AnnounceRequest<'static> {
    AnnounceRequest::new(TORRENT, PeerId(*b"-TR2940-0890apv0oznf"), port, left)
}

fn tracker() -> Tracker {
    Tracker::new(Settings { interval: 30 * MINUTE, ..Settings::default() })
}

/// The response to an announce, and the ports in it.
fn announce(
    tracker: &Tracker,
    request: &AnnounceRequest<'_>,
    now: Duration,
) -> (AnnounceResponse<'static>, Vec<u16>) {
    tracker.sweep(now);
    let (stats, peers) = tracker.announce(request, HERE, Audience::Any, now).unwrap();
    let ports = peers.iter().map(|(address, _)| address.port()).collect();
    (respond(tracker, &stats, tracker_types::Peers::default()), ports)
}

fn ports(told: &(AnnounceResponse<'_>, Vec<u16>)) -> Vec<u16> {
    told.1.clone()
}

fn stats(tracker: &Tracker, now: Duration) -> ScrapeStats<'static> {
    tracker.sweep(now);
    tracker.stats(&[TORRENT]).remove(0).1
}

#[test]
fn a_peer_that_misses_two_intervals_is_dropped() {
    let (tracker, start) = (tracker(), Duration::ZERO + 600 * MINUTE);
    announce(&tracker, &request(1, 0), start);
    let told = announce(&tracker, &request(2, 5), start + 60 * MINUTE);
    assert_eq!(ports(&told), [1], "exactly two intervals are not too late");
    let told = announce(&tracker, &request(3, 5), start + 61 * MINUTE);
    assert_eq!(ports(&told), [2]);
    assert_eq!((told.0.complete, told.0.incomplete), (Some(0), Some(2)));
}

#[test]
fn a_clock_younger_than_two_intervals_drops_nobody() {
    let tracker = Tracker::new(Settings { interval: Duration::MAX, ..Settings::default() });
    let start = Duration::ZERO;
    announce(&tracker, &request(1, 0), start);
    let told = announce(&tracker, &request(2, 5), start + MINUTE);
    assert_eq!(ports(&told), [1]);
}

#[test]
fn a_peer_that_announces_stays() {
    let (tracker, start) = (tracker(), Duration::ZERO + 600 * MINUTE);
    for round in 0..10 {
        announce(&tracker, &request(1, 0), start + round * 30 * MINUTE);
    }
    assert_eq!(stats(&tracker, start + 300 * MINUTE), ScrapeStats::new(1, 0, 0));
    assert_eq!(stats(&tracker, start + 331 * MINUTE), ScrapeStats::new(0, 0, 0));
}

#[test]
fn events_are_counted() {
    let (tracker, now) = (tracker(), Duration::ZERO + 600 * MINUTE);
    let mut downloader = request(1, 7);
    downloader.event = Some(Event::Started);
    announce(&tracker, &downloader, now);
    assert_eq!(stats(&tracker, now), ScrapeStats::new(0, 0, 1));

    (downloader.left, downloader.event) = (Some(0), Some(Event::Completed));
    announce(&tracker, &downloader, now);
    announce(&tracker, &downloader, now);
    assert_eq!(stats(&tracker, now), ScrapeStats::new(1, 1, 0), "completed once");

    let mut partial = request(2, 7);
    partial.event = Some(Event::Paused);
    announce(&tracker, &partial, now);
    announce(&tracker, &request(3, 7), now);
    let mut expected = ScrapeStats::new(1, 1, 2);
    expected.downloaders = Some(1);
    assert_eq!(stats(&tracker, now), expected, "a partial seed downloads nothing (BEP 21)");

    downloader.event = Some(Event::Stopped);
    assert!(announce(&tracker, &downloader, now).1.is_empty());
    expected.complete = Some(0);
    assert_eq!(stats(&tracker, now), expected);
}

#[test]
fn all_peers_are_handed_out_equally_often() {
    let (tracker, now) = (tracker(), Duration::ZERO + 600 * MINUTE);
    for port in 1..=9 {
        announce(&tracker, &request(port, 0), now);
    }
    let mut handed_out = [0; 10];
    for _ in 0..6 {
        let mut asking = request(10, 7);
        (asking.numwant, asking.event) = (Some(3), None);
        for port in ports(&announce(&tracker, &asking, now)) {
            handed_out[usize::from(port - 1)] += 1;
        }
    }
    assert_eq!(handed_out, [2, 2, 2, 2, 2, 2, 2, 2, 2, 0], "no peer gets itself");
}
