//! Peers that fall silent, by a clock of the test's own.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use tracker_types::{
    AnnounceRequest, AnnounceResponse, Event, InfoHash, PeerId, ScrapeRequest, ScrapeStats,
};

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

fn announce(
    tracker: &mut Tracker,
    request: &AnnounceRequest<'_>,
    now: Instant,
) -> AnnounceResponse<'static> {
    tracker.announce(request, HERE, now).into_result().unwrap()
}

fn ports(response: &AnnounceResponse<'_>) -> Vec<u16> {
    response.peers.iter().map(|peer| peer.port).collect()
}

fn stats(tracker: &mut Tracker, now: Instant) -> ScrapeStats<'static> {
    let response = tracker.scrape(&ScrapeRequest::new(vec![TORRENT]), now);
    response.files[&TORRENT].clone()
}

#[test]
fn a_peer_that_misses_two_intervals_is_dropped() {
    let (mut tracker, start) = (tracker(), Instant::now() + 600 * MINUTE);
    announce(&mut tracker, &request(1, 0), start);
    let told = announce(&mut tracker, &request(2, 5), start + 60 * MINUTE);
    assert_eq!(ports(&told), [1], "exactly two intervals are not too late");
    let told = announce(&mut tracker, &request(3, 5), start + 61 * MINUTE);
    assert_eq!(ports(&told), [2]);
    assert_eq!((told.complete, told.incomplete), (Some(0), Some(2)));
}

#[test]
fn a_clock_younger_than_two_intervals_drops_nobody() {
    let mut tracker = Tracker::new(Settings { interval: Duration::MAX, ..Settings::default() });
    let start = Instant::now();
    announce(&mut tracker, &request(1, 0), start);
    let told = announce(&mut tracker, &request(2, 5), start + MINUTE);
    assert_eq!(ports(&told), [1]);
}

#[test]
fn a_peer_that_announces_stays() {
    let (mut tracker, start) = (tracker(), Instant::now() + 600 * MINUTE);
    for round in 0..10 {
        announce(&mut tracker, &request(1, 0), start + round * 30 * MINUTE);
    }
    assert_eq!(stats(&mut tracker, start + 300 * MINUTE), ScrapeStats::new(1, 0, 0));
    assert_eq!(stats(&mut tracker, start + 331 * MINUTE), ScrapeStats::new(0, 0, 0));
}

#[test]
fn silent_torrents_make_room() {
    let (mut tracker, start) = (tracker(), Instant::now() + 600 * MINUTE);
    tracker.settings.capacity = 2;
    announce(&mut tracker, &request(1, 0), start);
    announce(&mut tracker, &request(2, 0), start);
    // Somebody known may always come again; nobody else does, until those two are gone.
    announce(&mut tracker, &request(1, 0), start + MINUTE);
    let mut other = request(3, 0);
    other.info_hash = InfoHash(*b"ABCDEFGHIJ0123456789");
    let refused = tracker.announce(&other, HERE, start + MINUTE).into_result().unwrap_err();
    assert_eq!(refused.to_string(), "tracker is full (retry in 30 minutes)");
    assert!(ports(&announce(&mut tracker, &other, start + 120 * MINUTE)).is_empty());
    let all = tracker.scrape(&ScrapeRequest::default(), start + 120 * MINUTE);
    assert_eq!(all.files.keys().collect::<Vec<_>>(), [&other.info_hash]);
}

#[test]
fn events_are_counted() {
    let (mut tracker, now) = (tracker(), Instant::now() + 600 * MINUTE);
    let mut downloader = request(1, 7);
    downloader.event = Some(Event::Started);
    announce(&mut tracker, &downloader, now);
    assert_eq!(stats(&mut tracker, now), ScrapeStats::new(0, 0, 1));

    (downloader.left, downloader.event) = (Some(0), Some(Event::Completed));
    announce(&mut tracker, &downloader, now);
    announce(&mut tracker, &downloader, now);
    assert_eq!(stats(&mut tracker, now), ScrapeStats::new(1, 1, 0), "completed once");

    let mut partial = request(2, 7);
    partial.event = Some(Event::Paused);
    announce(&mut tracker, &partial, now);
    announce(&mut tracker, &request(3, 7), now);
    let mut expected = ScrapeStats::new(1, 1, 2);
    expected.downloaders = Some(1);
    assert_eq!(stats(&mut tracker, now), expected, "a partial seed downloads nothing (BEP 21)");

    downloader.event = Some(Event::Stopped);
    assert!(announce(&mut tracker, &downloader, now).peers.is_empty());
    expected.complete = Some(0);
    assert_eq!(stats(&mut tracker, now), expected);
}

#[test]
fn all_peers_are_handed_out_equally_often() {
    let (mut tracker, now) = (tracker(), Instant::now() + 600 * MINUTE);
    for port in 1..=9 {
        announce(&mut tracker, &request(port, 0), now);
    }
    let mut handed_out = [0; 10];
    for _ in 0..6 {
        let mut asking = request(10, 7);
        (asking.numwant, asking.event) = (Some(3), None);
        for port in ports(&announce(&mut tracker, &asking, now)) {
            handed_out[usize::from(port - 1)] += 1;
        }
    }
    assert_eq!(handed_out, [2, 2, 2, 2, 2, 2, 2, 2, 2, 0], "nobody is told of itself");
}
