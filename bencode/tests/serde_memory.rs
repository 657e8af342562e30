//! Typed decoding and encoding allocate nothing if the types need no memory.
//!
//! A separate test binary, because its allocator counts.
#![cfg(all(feature = "serde", feature = "bytes", feature = "std"))]
#![allow(
    clippy::format_collect,
    clippy::unwrap_used,
    clippy::zero_sized_map_values,
    clippy::arithmetic_side_effects
)]

use std::collections::BTreeMap;

use allocation_counter::measure;
use bencode::{ByteStr, Deserializer, Rules, Value, WithRaw, from_bytes, from_slice};
use bytes::Bytes;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize, Serialize)]
struct Reply<'a> {
    complete: u32,
    incomplete: u32,
    interval: u32,
    #[serde(borrow)]
    peers: ByteStr<'a>,
    #[serde(borrow)]
    warning: Option<&'a str>,
}

const REPLY: &[u8] =
    b"d8:completei2068e10:incompletei177e8:intervali1800e5:peers12:\x7f\0\0\x01\x1a\xe1\x7f\0\0\x02\x1a\xe1e";

#[derive(Debug, Deserialize, Serialize)]
struct Krpc<'a> {
    #[serde(borrow)]
    r: WithRaw<'a, Nodes<'a>>,
    #[serde(borrow)]
    t: &'a str,
    #[serde(borrow)]
    y: &'a str,
}

#[derive(Debug, Deserialize, Serialize)]
struct Nodes<'a> {
    #[serde(borrow)]
    id: ByteStr<'a>,
    #[serde(borrow)]
    nodes: ByteStr<'a>,
}

const KRPC: &[u8] =
    b"d1:rd2:id20:abcdefghij01234567895:nodes26:abcdefghij0123456789\x7f\0\0\x01\x1a\xe11:xl1:y1:zee1:t2:aa1:y1:re";

#[derive(Deserialize)]
struct Shared<'a> {
    #[serde(borrow)]
    peers: ByteStr<'a>,
}

/// The number of allocations.
fn allocations(run: impl FnOnce()) -> u64 {
    measure(run).count_total
}

#[test]
fn borrowed_messages_allocate_nothing() {
    assert_eq!(allocations(|| drop(from_slice::<Reply<'_>>(REPLY).unwrap())), 0);
    assert_eq!(allocations(|| drop(from_slice::<Krpc<'_>>(KRPC).unwrap())), 0);
    assert_eq!(allocations(|| assert!(from_slice::<IgnoredAny>(KRPC).is_ok())), 0);
    let strict = || Krpc::deserialize(&mut Deserializer::with_rules(KRPC, Rules::STRICT)).unwrap();
    assert_eq!(allocations(|| drop(strict())), 0);
}

#[test]
fn a_frame_is_shared_and_not_copied() {
    let frame = Bytes::from(KRPC.to_vec());
    let krpc =
        || drop(from_bytes::<BTreeMap<ByteStr<'static>, IgnoredAny>>(frame.clone()).unwrap());
    krpc();
    // One node of the tree; and the keys, which might come unsorted.
    assert_eq!(allocations(krpc), 2);
    let reply = Bytes::from(REPLY.to_vec());
    let shared =
        || assert_eq!(from_bytes::<Shared<'static>>(reply.clone()).unwrap().peers.len(), 12);
    shared();
    assert_eq!(allocations(shared), 0);
}

#[test]
fn encoding_in_order_allocates_nothing() {
    let reply: Reply<'_> = from_slice(REPLY).unwrap();
    let mut packet = [0; 256];
    assert_eq!(
        allocations(|| assert_eq!(bencode::to_slice(&mut packet, &reply).unwrap(), REPLY)),
        0
    );
    let mut buffer = Vec::with_capacity(256);
    assert_eq!(allocations(|| assert!(bencode::to_sink(&mut buffer, &reply).is_ok())), 0);
    assert_eq!(buffer, REPLY);
}

#[test]
fn memory_stays_below_a_multiple_of_the_input() {
    let keys = |step: usize| {
        let key = |index: usize| format!("5:{:05}le", (index * step) % 20_011);
        format!("d{}e", (0..20_011).map(key).collect::<String>()).into_bytes()
    };
    let inputs = [
        [b"l".as_slice(), &b"0:".repeat(100_000), b"e"].concat(),
        [b"l".as_slice(), &b"de".repeat(100_000), b"e"].concat(),
        keys(1),
        keys(7_919),
        [b"l".as_slice(), &b"0:".repeat(100_000)].concat(),
        b"l99999999999:".repeat(15_000),
    ];
    for input in inputs {
        let info = measure(|| drop(from_slice::<Value<'_>>(&input)));
        // A value of 40 bytes for 2 bytes, and a node of 8.
        assert!(info.bytes_max < 25 * input.len() as u64, "{info:?} for {}", input.len());
    }
}
