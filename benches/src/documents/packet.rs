//! DHT messages, one per datagram (BEP 5), with a version, which most have.

use crate::plain::Plain;
use crate::random::Random;

/// 65 bytes.
pub(super) fn ping() -> Vec<u8> {
    query("ping", false)
}

/// 104 bytes.
pub(super) fn get_peers() -> Vec<u8> {
    query("get_peers", true)
}

fn query(method: &str, has_hash: bool) -> Vec<u8> {
    let mut random = Random::new(5);
    let mut plain = Plain::default();
    plain.dict(|message| {
        message.string("a").dict(|arguments| {
            arguments.string("id").string(random.bytes(20));
            if has_hash {
                arguments.string("info_hash").string(random.bytes(20));
            }
        });
        message.string("q").string(method);
        envelope(message, "q");
    });
    plain.0
}

/// A reply with eight nodes and, if it has peers, with a token: 287 bytes without peers, 474 with 20.
pub(super) fn reply(peers: usize) -> Vec<u8> {
    let mut random = Random::new(6);
    let mut plain = Plain::default();
    plain.dict(|message| {
        message.string("ip").string(b"\xc6\x33\x64\x07\x1a\xe1");
        message.string("r").dict(|reply| {
            reply.string("id").string(random.bytes(20));
            reply.string("nodes").string(random.bytes(8 * 26));
            if peers > 0 {
                reply.string("token").string(random.bytes(8)).string("values");
                // No port is 0.
                reply.strings((0..peers).map(|_| [random.bytes(5), b"\x01".to_vec()].concat()));
            }
        });
        envelope(message, "r");
    });
    plain.0
}

/// The query for peers, in the order of some crawlers.
pub(super) fn unsorted() -> Vec<u8> {
    let mut random = Random::new(5);
    let mut plain = Plain::default();
    plain.dict(|message| {
        message.string("y").string("q").string("q").string("get_peers");
        message.string("t").string("aa").string("a").dict(|arguments| {
            arguments.string("id").string(random.bytes(20));
            arguments.string("info_hash").string(random.bytes(20));
        });
        message.string("v").string(b"LT\x02\x11");
    });
    plain.0
}

/// The query for peers, with a key of libtorrent and an unknown key.
pub(super) fn unknown() -> Vec<u8> {
    let mut random = Random::new(5);
    let mut plain = Plain::default();
    plain.dict(|message| {
        message.string("a").dict(|arguments| {
            arguments.string("bs").int(1).string("id").string(random.bytes(20));
            arguments.string("info_hash").string(random.bytes(20));
        });
        message.string("q").string("get_peers");
        message.string("t").string("aa").string("v").string(b"LT\x02\x11");
        message.string("x").string("nothing").string("y").string("q");
    });
    plain.0
}

fn envelope(message: &mut Plain, kind: &str) {
    message.string("t").string("aa").string("v").string(b"LT\x02\x11");
    message.string("y").string(kind);
}
