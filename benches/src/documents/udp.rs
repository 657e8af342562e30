//! Datagrams of UDP trackers and their clients (BEP 15).

use crate::random::Random;

const TRANSACTION: &[u8] = b"\x9f\xaf\x07\x17";
const CONNECTION: &[u8] = b"\xa7\x73\xce\x4e\x2e\x41\xdf\xf6";

pub(super) fn connect() -> Vec<u8> {
    [b"\0\0\x04\x17\x27\x10\x19\x80\0\0\0\0", TRANSACTION].concat()
}

pub(super) fn connected() -> Vec<u8> {
    [b"\0\0\0\0", TRANSACTION, CONNECTION].concat()
}

/// libtorrent's, with the tracker's path as an option (BEP 41).
pub(super) fn announce() -> Vec<u8> {
    let fixed: [&[u8]; 6] = [
        CONNECTION,
        b"\0\0\0\x01",
        TRANSACTION,
        b"\xc7\xd4j\xbc*_B\x93\xcfB4\xf2\x9f\x0cd[\x98B\xdfZ-LT2080-xguezmbLIi_.",
        b"\0\0\0\0\x2b\xc0\0\0\0\0\0\0\x07\xd0\0\0\0\0\0\0\x06\x40\0\0\0\0\0\x02",
        b"\0\0\0\0\x0c\x17\xa0h\0\0\0\xc8\x1a\xe1\x02\x09/announce",
    ];
    fixed.concat()
}

pub(super) fn announced(peers: usize) -> Vec<u8> {
    let mut random = Random::new(15);
    let mut datagram = [b"\0\0\0\x01", TRANSACTION, b"\0\0\x07\x08\0\0\0\xb1\0\0\x08\x14"].concat();
    for _ in 0..peers {
        // Without bytes of 0, so that no port is 0.
        datagram.extend([0; 6].map(|_: u8| random.bytes(1)[0].max(1)));
    }
    datagram
}

pub(super) fn scrape(torrents: usize) -> Vec<u8> {
    let hashes = Random::new(16).bytes(20 * torrents);
    [CONNECTION, b"\0\0\0\x02", TRANSACTION, &hashes].concat()
}

pub(super) fn scraped(torrents: usize) -> Vec<u8> {
    let mut random = Random::new(17);
    let mut datagram = [b"\0\0\0\x02", TRANSACTION].concat();
    for most in [10_000, 1_000_000, 2_500].repeat(torrents) {
        let number = u32::try_from(random.between(0, most)).expect("small");
        datagram.extend(number.to_be_bytes());
    }
    datagram
}

pub(super) fn failure() -> Vec<u8> {
    [b"\0\0\0\x03", TRANSACTION, b"Unregistered torrent"].concat()
}
