//! Documents of one long list or dictionary, and a deep one.

use crate::plain;
use crate::random::Random;

/// 100,000 integers, of every bit length equally often, one in twelve negative.
pub(super) fn integers(seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    plain::list(|list| {
        for _ in 0..100_000 {
            let sign = if random.between(0, 12) == 0 { "-" } else { "" };
            let shift = random.between(1, 63);
            list.int(format_args!("{sign}{}", (random.bits() >> shift).max(1)));
        }
    })
}

/// 100,000 byte strings of 8 bytes.
pub(super) fn strings() -> Vec<u8> {
    let mut random = Random::new(8);
    plain::list(|list| {
        for _ in 0..100_000 {
            list.string(random.bytes(8));
        }
    })
}

/// 1,000 nested lists.
pub(super) fn nested() -> Vec<u8> {
    [vec![b'l'; 1_000], vec![b'e'; 1_000]].concat()
}
