//! Where other libraries are known to see something else, each with an input that shows it.

/// A peer, what it sees otherwise, and why we do not follow.
#[derive(Debug)]
pub struct Disagreement {
    /// `bendy`, `bt_bencode` or `aquatic`.
    pub peer: &'static str,
    /// What kind of input it is about.
    pub what: &'static str,
    /// Why it stays.
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

/// An announce that everybody reads, and what comes behind it.
macro_rules! announce {
    ($behind:literal) => {
        concat!(
            "info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=1&uploaded=2",
            "&downloaded=3&left=4",
            $behind
        )
        .as_bytes()
    };
}

/// All there are: the laws of [`peers`](crate::laws::peers) leave these inputs out, and a test shows
/// each of them to be one still.
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
];
