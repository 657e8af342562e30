//! Replies take at most a multiple of their length in memory, whatever they contain.

use allocation_counter::measure;
use tracker_types::http::{announce, scrape};

/// The bytes that decoding may have allocated at once for each byte of a body that is bencode.
const FACTOR: u64 = 12;

/// The bytes that it may allocate in addition: counts of quirks, the first items of lists.
const BESIDE: u64 = 2_048;

/// The parts of a body: the start, the part that is repeated, the end.
const SHAPES: &[[&[u8]; 3]] = &[
    [b"d5:peersl", b"6:\x01\x02\x03\x04\x05\x06", b"ee"],
    [b"d5:peersl", b"d2:ip1:a4:porti1ee", b"ee"],
    [b"d5:peersl", b"d4:porti1e2:ip1:ae", b"ee"],
    [b"d5:peersl", b"de", b"ee"],
    [b"d5:peersl", b"le", b"ee"],
    [b"d5:peersl", b"0:", b"ee"],
    [b"d5:peersd", b"0:6:\x01\x02\x03\x04\x05\x06", b"ee"],
    [b"d5:peersd1:z0:", b"0:de", b"ee"],
    [b"d6:peers6l", b"6:\x01\x02\x03\x04\x05\x06", b"ee"],
    [b"d5:peersl6:\x01\x02\x03\x04\x05\x06e6:peers6l", b"6:\x01\x02\x03\x04\x05\x06", b"ee"],
    [b"d1:z0:", b"0:0:", b"e"],
    [b"d", b"0:0:", b"e"],
    [b"d", b"5:peers0:", b"e"],
    [b"d1:x", b"li1ee1:y", b"0:e"],
    [b"d1:xl", b"le", b"ee"],
    [b"d1:xd1:z0:", b"0:0:", b"ee"],
    [b"d1:xl", b"d1:b0:1:ale", b"ee"],
    [b"d14:failure reasonl", b"i1e", b"ee"],
    [b"d5:filesd", b"20:0123456789abcdefghijde", b"ee"],
    [b"d5:filesd", b"20:0123456789abcdefghij0:", b"ee"],
    [b"d5:filesd", b"0:0:", b"ee"],
    [b"d5:filesd1:z0:", b"0:0:", b"ee"],
    [b"d4:hostd", b"20:0123456789abcdefghijde", b"ee"],
];

fn body([start, item, end]: &[&[u8]; 3], count: usize) -> Vec<u8> {
    let mut body = start.to_vec();
    for index in 0..count {
        let from = body.len();
        body.extend_from_slice(item);
        // Separate files, each with another hash.
        if let Some(place) = body[from..].strip_prefix(b"20:").map(|_| from + 3) {
            body[place..place + 8].copy_from_slice(&(index as u64).to_be_bytes());
        }
    }
    [&body[..], end].concat()
}

/// Around powers of two, where lists grow.
fn counts() -> impl Iterator<Item = usize> {
    (0..14).flat_map(|power| {
        let power = 1_usize << power;
        [power.saturating_sub(1), power, power + 1, power * 3 / 2]
    })
}

#[test]
fn decoding_allocates_no_more_than_a_multiple_of_the_body() {
    let mut worst = (0, 0, "");
    for shape in SHAPES {
        for count in counts() {
            let body = body(shape, count);
            for (which, used) in [
                ("announce", measure(|| drop(announce::decode(&body)))),
                ("scrape", measure(|| drop(scrape::decode(&body)))),
            ] {
                assert_eq!(used.bytes_current, 0, "memory is lost");
                let most = FACTOR * body.len() as u64 + BESIDE;
                let shown = body[..body.len().min(60)].escape_ascii();
                assert!(
                    used.bytes_max <= most,
                    "{which}: {} for {}: {shown}",
                    used.bytes_max,
                    body.len()
                );
                let tenths = used.bytes_max.saturating_sub(BESIDE) * 10 / body.len() as u64;
                worst = worst.max((tenths, body.len(), which));
            }
        }
    }
    println!("worst: {} tenths of a byte for each of {} bytes, {}", worst.0, worst.1, worst.2);
}
