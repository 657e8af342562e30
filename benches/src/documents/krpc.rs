//! DHT messages, BEP 5.

use crate::plain::{self, Plain};
use crate::random::Random;

/// A `get_peers` query.
pub(super) fn one_query() -> Vec<u8> {
    let mut plain = Plain::default();
    query(&mut plain, &mut Random::new(20));
    plain.0
}

/// Its answer, with eight nodes and six peers.
pub(super) fn one_response() -> Vec<u8> {
    let mut plain = Plain::default();
    response(&mut plain, &mut Random::new(26), 6, 8);
    plain.0
}

/// 2,000 messages in a list: 918 queries, 762 answers with some nine peers, 320 bare answers.
pub(super) fn mix() -> Vec<u8> {
    let mut random = Random::new(2_000);
    let mut messages: Vec<Plain> = (0..2_000).map(|index| message(index, &mut random)).collect();
    for last in (1..messages.len()).rev() {
        let other = random.bits() % (last as u64 + 1);
        messages.swap(last, usize::try_from(other).expect("an index"));
    }
    plain::list(|list| {
        for message in messages {
            list.raw(&message.0);
        }
    })
}

fn message(index: usize, random: &mut Random) -> Plain {
    const PEERS: [usize; 6] = [3, 15, 6, 12, 9, 9];
    let mut plain = Plain::default();
    match index {
        0..762 => {
            let peers = PEERS[index % 6] + usize::from(index < 3);
            response(&mut plain, random, peers, 8 + usize::from(index == 0));
        }
        762..1_680 => query(&mut plain, random),
        _ => bare(&mut plain, random),
    }
    plain
}

fn query(plain: &mut Plain, random: &mut Random) {
    let (id, hash, transaction) = (random.bytes(20), random.bytes(20), random.bytes(2));
    plain.dict(|message| {
        message.string("a").dict(|arguments| {
            arguments.string("id").string(id).string("info_hash").string(hash);
        });
        message.string("q").string("get_peers");
        envelope(message, &transaction, "q");
    });
}

fn response(plain: &mut Plain, random: &mut Random, peers: usize, token: usize) {
    let (id, nodes) = (random.bytes(20), random.bytes(8 * 26));
    let (token, transaction) = (random.bytes(token), random.bytes(2));
    plain.dict(|message| {
        message.string("r").dict(|reply| {
            reply.string("id").string(id).string("nodes").string(nodes);
            reply.string("token").string(token).string("values");
            reply.strings((0..peers).map(|_| random.bytes(6)));
        });
        envelope(message, &transaction, "r");
    });
}

fn bare(plain: &mut Plain, random: &mut Random) {
    let (id, transaction) = (random.bytes(20), random.bytes(2));
    plain.dict(|message| {
        message.string("r").dict(|reply| {
            reply.string("id").string(id);
        });
        envelope(message, &transaction, "r");
    });
}

fn envelope(message: &mut Plain, transaction: &[u8], kind: &str) {
    message.string("t").string(transaction).string("v").string(b"LT\x01\x02");
    message.string("y").string(kind);
}
