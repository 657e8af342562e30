//! The memory that a tracker's swarms take, and its limit: when that is reached, new peers are refused.

use std::net::IpAddr;
use std::time::Duration;

use tracker_types::{AnnounceRequest, Event, Failure, InfoHash, PeerId};

use crate::server::swarm::Audience;
use crate::server::{Settings, Tracker};

fn request(torrent: u32, port: u16) -> AnnounceRequest<'static> {
    let mut hash = [0; 20];
    hash[..4].copy_from_slice(&torrent.to_le_bytes());
    AnnounceRequest::new(InfoHash(hash), PeerId(*b"-TR2940-0890apv0oznf"), port, 1)
}

fn announce(tracker: &Tracker, torrent: u32, peer: u32) -> Result<(), Failure<'static>> {
    let ip: IpAddr = if peer % 2 == 0 {
        peer.to_be_bytes().into()
    } else {
        (u128::from(peer) << 64).to_be_bytes().into()
    };
    tracker.announce(&request(torrent, 1), ip, Audience::Any, Duration::ZERO).map(drop)
}

fn full(memory: usize) -> Tracker {
    Tracker::new(Settings { memory, ..Settings::default() })
}

/// Torrents with one peer each, one torrent with all peers, and mixtures of these.
const PER_TORRENT: [u32; 3] = [1, 100, u32::MAX];

#[test]
fn a_full_tracker_stays_within_its_memory_and_refuses_peers() {
    const MEMORY: usize = 2 << 20;
    for per_torrent in PER_TORRENT {
        let tracker = full(MEMORY);
        let mut refused = None;
        let peers = (0..100_000).find(|&peer| {
            refused = announce(&tracker, peer / per_torrent, peer).err();
            refused.is_some()
        });
        let peers = usize::try_from(peers.unwrap()).unwrap();
        assert!(tracker.used() <= MEMORY, "{} bytes", tracker.used());
        assert_eq!(refused.unwrap().to_string(), "tracker is full (retry in 30 minutes)");
        // Known peers can always announce again, and leave.
        announce(&tracker, 0, 0).unwrap();
        // The figures in the help.
        let expected = if per_torrent == 1 { 550..650 } else { 70..80 };
        assert!(expected.contains(&(MEMORY / peers)), "{} bytes", MEMORY / peers);
    }
}

#[test]
fn silent_peers_are_dropped_and_make_room() {
    let tracker = full(100_000);
    let peers = (0..1_000).find(|&peer| announce(&tracker, peer, peer).is_err()).unwrap();
    tracker.sweep(Duration::from_secs(3_600));
    assert!(announce(&tracker, peers, peers).is_err(), "exactly two intervals are not too late");
    tracker.sweep(Duration::from_secs(3_601));
    announce(&tracker, peers, peers).unwrap();
    let files = tracker.scrape(&[]).unwrap().files;
    assert_eq!(files.keys().collect::<Vec<_>>(), [&request(peers, 1).info_hash]);
}

#[test]
fn peers_that_leave_give_their_memory_back() {
    let tracker = full(usize::MAX);
    for peer in 0..10_000_u32 {
        announce(&tracker, peer % 10, peer).unwrap();
    }
    let before = tracker.used();
    for peer in (0..10_000_u32).filter(|peer| peer % 2 == 0) {
        let mut request = request(peer % 10, 1);
        request.event = Some(Event::Stopped);
        let ip: IpAddr = peer.to_be_bytes().into();
        tracker.announce(&request, ip, Audience::Any, Duration::ZERO).unwrap();
    }
    assert!(tracker.used() < before);
    tracker.sweep(Duration::from_secs(10_000));
    // Tables of up to 32 places do not shrink.
    assert!(tracker.used() < 64 * 32 * 500, "{} bytes", tracker.used());
}
