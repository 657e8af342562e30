//! Announce replies of a tracker, BEP 3, 7 and 23.

use crate::plain::{self, Plain};
use crate::random::Random;

/// Compact peers: 6 bytes each, and a tenth as many of 18 bytes in `peers6`.
pub(super) fn compact(peers: usize, seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    plain::dict(|reply| {
        reply.string("complete").int(2068).string("downloaded").int(31_415);
        reply.string("incomplete").int(177).string("interval").int(1800);
        reply.string("min interval").int(900);
        reply.string("peers").string(random.bytes(6 * peers));
        reply.string("peers6").string(random.bytes(18 * peers / 10));
    })
}

/// One dictionary for each peer.
pub(super) fn peers(count: usize, seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    plain::dict(|reply| {
        reply.string("complete").int(2068).string("incomplete").int(177);
        reply.string("interval").int(1800).string("min interval").int(900);
        reply.string("peers").list(|list| (0..count).for_each(|_| peer(list, &mut random)));
    })
}

fn peer(list: &mut Plain, random: &mut Random) {
    let octets = [0; 4].map(|_: u8| random.between(1, 255).to_string());
    let id = format!("-qB4520-{}", random.letters(12));
    let port = random.between(1024, 65_536);
    list.dict(|peer| {
        peer.string("ip").string(octets.join(".")).string("peer id").string(id);
        peer.string("port").int(port);
    });
}
