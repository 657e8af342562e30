//! Replies that trackers send to most announces and scrapes, with only the required contents.

use crate::plain;
use crate::random::Random;

/// A refusal.
pub(super) const FAILURE: &[u8] = b"d14:failure reason20:Unregistered torrente";

/// Peers of IPv4, 6 bytes each, BEP 23.
pub(super) fn compact(peers: usize) -> Vec<u8> {
    plain::dict(|reply| {
        reply.string("complete").int(2068).string("incomplete").int(177);
        reply.string("interval").int(1800).string("peers").string(packed(peers));
    })
}

fn packed(peers: usize) -> Vec<u8> {
    let mut random = Random::new(100);
    let mut packed = Vec::new();
    for _ in 0..peers {
        packed.extend([0; 4].map(|_: u8| random.bytes(1)[0].max(1)));
        let port = u16::try_from(random.between(1024, 65_536)).expect("a port");
        packed.extend(port.to_be_bytes());
    }
    packed
}

/// The contents that chihaya sends in addition to 100 peers.
const COUNTS: [(&str, u32); 4] =
    [("complete", 2068), ("incomplete", 177), ("interval", 1800), ("min interval", 900)];

/// The keys in an order in which chihaya 2.0 sends them: that of a map in Go, which differs each time.
pub(super) fn chihaya() -> Vec<u8> {
    plain::dict(|reply| {
        reply.string("peers").string(packed(100));
        for (key, count) in COUNTS.iter().rev() {
            reply.string(key).int(*count);
        }
    })
}

/// The same keys in order.
pub(super) fn sorted() -> Vec<u8> {
    plain::dict(|reply| {
        for (key, count) in COUNTS {
            reply.string(key).int(count);
        }
        reply.string("peers").string(packed(100));
    })
}

/// The counts of some torrents, BEP 48.
pub(super) fn scrape(torrents: usize, seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut hashes: Vec<_> = (0..torrents).map(|_| random.bytes(20)).collect();
    hashes.sort_unstable();
    plain::dict(|reply| {
        reply.string("files").dict(|files| {
            for hash in hashes {
                files.string(hash).dict(|file| {
                    file.string("complete").int(random.between(0, 10_000));
                    file.string("downloaded").int(random.between(0, 1_000_000));
                    file.string("incomplete").int(random.between(0, 2_500));
                });
            }
        });
    })
}
