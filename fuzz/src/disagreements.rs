//! Known disagreements of other libraries, each with an input that shows it.

/// A library, what it reads differently, and why we do not follow it.
#[derive(Debug)]
pub struct Disagreement {
    /// `bendy`, `bt_bencode`, `aquatic`, or for datagrams `aquatic_udp asked` or `aquatic_udp answered`.
    pub peer: &'static str,
    /// The kind of input concerned.
    pub what: &'static str,
    /// Why the difference stays.
    pub why: &'static str,
    /// One such input.
    pub example: &'static [u8],
}

const fn row(
    (peer, what): (&'static str, &'static str),
    why: &'static str,
    example: &'static [u8],
) -> Disagreement {
    Disagreement { peer, what, why, example }
}

/// An announce that every library reads, followed by the given text.
macro_rules! announce {
    ($tail:literal) => {
        concat!(
            "info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=1&uploaded=2",
            "&downloaded=3&left=4",
            $tail
        )
        .as_bytes()
    };
}

/// An announce over UDP up to its event, which every library reads, followed by the given bytes.
macro_rules! datagram {
    ($after:literal) => {
        concat!(
            "\0\0\0\0\0\0\0\x01\0\0\0\x01\0\0\0\x02aaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbb",
            "\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0\x05",
            $after
        )
        .as_bytes()
    };
}

/// All known disagreements: the laws of [`peers`](crate::laws::peers) and of [`udp`](crate::laws::udp) leave
/// these inputs out, and a test shows that each is still a disagreement.
pub const KNOWN: &[Disagreement] = &[
    row(
        ("bendy", "more than one value"),
        "its tokens are those of a stream; one input is one value here",
        b"i1ei2e",
    ),
    row(
        ("bendy", "no value at all"),
        "an empty stream is a stream; an empty input is cut short here",
        b"",
    ),
    row(
        ("bt_bencode", "integers beyond i64 and u64"),
        "it has no type for them; BEP 3 sets no bound",
        b"i18446744073709551616e",
    ),
    row(
        ("bt_bencode", "i64::MIN"),
        "it negates a magnitude that i64 cannot hold",
        b"i-9223372036854775808e",
    ),
    row(
        ("bt_bencode", "lengths close to the largest of 64 bits"),
        "it adds the offset unchecked and panics",
        b"18446744073709551615:a",
    ),
    row(
        ("bt_bencode", "nesting"),
        "it recurses without a limit: not asked where 200 levels are open",
        [[b'l'; 150], [b'e'; 150]].as_flattened(),
    ),
    row(
        ("aquatic", "parameters it does not know"),
        "it does not look whether they make sense",
        announce!("&corrupt=x"),
    ),
    row(
        ("aquatic", "`compact` that is not 1"),
        "it refuses it; BEP 23 asks for a list with 0",
        announce!("&compact=0"),
    ),
    row(
        ("aquatic", "`#`"),
        "it takes it for data; a fragment begins there and is no part of the query",
        announce!("#x=1"),
    ),
    row(
        ("aquatic", "signs in numbers"),
        "it reads `+5` as Rust does; a sign is no digit of a query",
        announce!("&numwant=+5"),
    ),
    row(
        ("aquatic", "`numwant` beyond 32 bits"),
        "it keeps 64 of them; nobody has that many peers, and the largest there is counts here",
        announce!("&numwant=4294967296"),
    ),
    row(
        ("aquatic", "a parameter that is there twice"),
        "it keeps the last, the first counts here",
        announce!("&left=5"),
    ),
    row(
        ("aquatic", "raw bytes above 127"),
        "it takes a two-byte letter of UTF-8 for one byte",
        "info_hash=\u{e9}aaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=1&uploaded=2\
            &downloaded=3&left=4"
            .as_bytes(),
    ),
    row(
        ("aquatic", "parameters without `=`"),
        "it counts `&` and `=` in step and mixes up what follows",
        announce!("&x&numwant=5"),
    ),
    row(
        ("aquatic", "`key`"),
        "it keeps text that is UTF-8 and no longer than 100 bytes",
        announce!("&key=%ff"),
    ),
    row(
        ("aquatic_udp asked", "port 0"),
        "it refuses it; a client that cannot be reached still counts",
        datagram!("\0\0\0\0\0\0\0\0\0\0\0\x05\0\0\0\x06\0\0"),
    ),
    row(
        ("aquatic_udp asked", "event 4, paused, and numbers of no event"),
        "it refuses them; BEP 21 has paused, and opentracker passes over the others",
        datagram!("\0\0\0\x04\0\0\0\0\0\0\0\x05\0\0\0\x06\x1a\x21"),
    ),
    row(
        ("aquatic_udp asked", "options of an announce (BEP 41)"),
        "it passes over them",
        datagram!("\0\0\0\x02\0\0\0\0\0\0\0\x05\0\0\0\x06\x1a\x21\x02\x01/"),
    ),
    row(
        ("aquatic_udp asked", "action 4 with an address of 16 bytes"),
        "it does not know it; opentracker did in 2007, and some clients may still",
        concat!(
            "\0\0\0\0\0\0\0\x01\0\0\0\x04\0\0\0\x02aaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbb",
            "\0\0\0\0\0\0\0\x03\0\0\0\0\0\0\0\x04\0\0\0\0\0\0\0\x05\0\0\0\x02",
            "cccccccccccccccc\0\0\0\x05\0\0\0\x06\x1a\x21"
        )
        .as_bytes(),
    ),
    row(
        ("aquatic_udp asked", "a scrape that ends inside an info-hash"),
        "it refuses it; the whole ones are read here",
        b"\0\0\0\0\0\0\0\x01\0\0\0\x02\0\0\0\x02aaaaaaaaaaaaaaaaaaaabbb",
    ),
    row(
        ("aquatic_udp asked", "a scrape of nothing"),
        "it refuses it; what to answer is the tracker's to decide",
        b"\0\0\0\0\0\0\0\x01\0\0\0\x02\0\0\0\x02",
    ),
    row(
        ("aquatic_udp answered", "peers that end inside an entry"),
        "it refuses them, as libtorrent does; the whole ones are read here",
        b"\0\0\0\x01\0\0\0\x02\0\0\x07\x08\0\0\0\0\0\0\0\x01\x01\x02\x03\x04\x1a\x21xx",
    ),
    row(
        ("aquatic_udp answered", "numbers above i32::MAX"),
        "it keeps them negative; none is written here",
        b"\0\0\0\x01\0\0\0\x02\xff\xff\xff\xff\0\0\0\0\0\0\0\x01",
    ),
    row(
        ("aquatic_udp answered", "numbers of torrents that end inside an entry"),
        "it refuses them; the whole ones are read here",
        b"\0\0\0\x02\0\0\0\x02\0\0\0\x01\0\0\0\x02\0\0\0\x03xx",
    ),
    row(
        ("aquatic_udp answered", "a NUL at the end of an error"),
        "it keeps it as text",
        b"\0\0\0\x03\0\0\0\x02Connection ID missmatch.\0",
    ),
    row(
        ("aquatic_udp answered", "an error in little-endian order"),
        "it does not know it; opentracker sent it until 2014",
        b"\x03\0\0\0\0\0\0\x02no",
    ),
    row(
        ("aquatic_udp answered", "action 4"),
        "it does not know it",
        b"\0\0\0\x04\0\0\0\x02\0\0\x07\x08\0\0\0\0\0\0\0\x01",
    ),
];
