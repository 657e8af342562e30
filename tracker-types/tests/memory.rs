//! The most memory that decoding takes for each byte of input, found by a search.
//!
//! A test binary of its own: the search wants a release build, which is soon made of so little.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)]

#[path = "../../bencode/tests/common/cores.rs"]
mod cores;
#[path = "../../bencode/tests/memory/shapes.rs"]
mod shapes;

use allocation_counter::measure;
use tracker_types::{AnnounceRequest, InfoHashes, MagnetLink, Metainfo, ScrapeRequest, http, krpc};

use crate::cores::on_all_cores;
use crate::shapes::{Effort, QUICK, WIDE, worst};

/// What may live at once whatever the input is.
const STATE: u64 = 2 * 1024;

/// What an entry point may take beside [`STATE`], for each byte of input.
struct Entry {
    name: &'static str,
    bound: f64,
    /// What a shape stands in, `@` for the shape.
    around: &'static [&'static str],
    run: fn(&[u8]),
}

const ANNOUNCE: &[&str] = &[
    "@",
    "d8:intervali1800e5:peers@e",
    "d5:flags@8:intervali1800e5:peers0:e",
    "d8:intervali1800e6:peers6@e",
    "d8:intervali1800e5:peersld2:ip7:1.2.3.44:porti1ee@ee",
    "d14:failure reason@e",
];
const SCRAPE: &[&str] = &[
    "@",
    "d5:files@e",
    "d5:filesd20:aaaaaaaaaaaaaaaaaaaad8:completei1ee20:bbbbbbbbbbbbbbbbbbbb@ee",
    "d14:failure reason@e",
];
const PACKET: &[&str] = &[
    "@",
    "d1:ad2:id20:aaaaaaaaaaaaaaaaaaaa6:target@e1:q9:find_node1:t2:xy1:y1:qe",
    "d1:ad2:id20:aaaaaaaaaaaaaaaaaaaa1:v@e1:q3:put1:t2:xy1:y1:qe",
    "d1:e@1:t2:xy1:y1:ee",
    "d1:rd2:id20:aaaaaaaaaaaaaaaaaaaa6:values@e1:t2:xy1:v@1:y1:re",
    "d1:r@1:t2:xy1:y1:re",
];
const TORRENT: &[&str] = &[
    "@",
    "d8:announce3:a:b13:announce-list@4:infod4:name1:xee",
    "d13:announce-listl@e4:infod4:name1:xee",
    "d4:infod5:files@4:name1:xee",
    "d4:infod4:name@ee",
];

const ENTRIES: &[Entry] = &[
    Entry {
        name: "http::announce::decode",
        bound: 12.0,
        around: ANNOUNCE,
        run: |body| drop(http::announce::decode(body)),
    },
    Entry {
        name: "http::scrape::decode",
        bound: 12.0,
        around: SCRAPE,
        run: |body| drop(http::scrape::decode(body)),
    },
    Entry {
        name: "krpc::decode",
        bound: 12.0,
        around: PACKET,
        run: |packet| drop(krpc::decode(packet)),
    },
    Entry {
        name: "Metainfo",
        bound: 60.0,
        around: TORRENT,
        run: |torrent| drop(Metainfo::parse(torrent)),
    },
    Entry {
        name: "InfoHashes",
        bound: 60.0,
        around: TORRENT,
        run: |torrent| drop(InfoHashes::from_metainfo(torrent)),
    },
];

/// What has parameters, and such as cost much: each is repeated.
const TEXTS: &[&str] = &[
    "&",
    "&=",
    "&a",
    "&a=",
    "&a=b",
    "&%",
    "&%25=%25",
    "&a=%zz",
    "&a=+",
    "&tr=",
    "&tr=a:b",
    "&tr.1=a:b",
    "&tr=udp://a",
    "&x.pe=a:1",
    "&x.pe=",
    "&xt=",
    "&dn=%20",
    "&ws=a",
    "&info_hash=",
    "&so=1",
    "&info_hash=%aa%aa%aa%aa%aa%aa%aa%aa%aa%aa%aa%aa%aa%aa%aa%aa%aa%aa%aa%aa",
    "&info_hash=aaaaaaaaaaaaaaaaaaaa",
    "&ip=1.2.3.4",
    "&ip=",
    "&ipv6=::1",
    "&key=x",
    "&numwant=9",
];

/// The same for texts: what begins them, and what is repeated.
struct TextEntry {
    name: &'static str,
    bound: f64,
    front: &'static str,
    run: fn(&[u8]),
}

const HASH: &str = "info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=aaaaaaaaaaaaaaaaaaaa&port=1&left=0";

const TEXT_ENTRIES: &[TextEntry] = &[
    TextEntry {
        name: "AnnounceRequest::parse_query",
        bound: 5.0,
        front: HASH,
        run: |query| drop(AnnounceRequest::parse_query(query)),
    },
    TextEntry {
        name: "ScrapeRequest::parse_query",
        bound: 5.0,
        front: HASH,
        run: |query| drop(ScrapeRequest::parse_query(query)),
    },
    TextEntry {
        name: "MagnetLink",
        bound: 22.0,
        front: "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567",
        run: |link| drop(std::str::from_utf8(link).unwrap().parse::<MagnetLink>()),
    },
];

#[expect(clippy::cast_precision_loss, reason = "inputs are small")]
fn cost(input: &[u8], run: fn(&[u8])) -> f64 {
    let used = measure(|| run(input));
    assert_eq!(used.bytes_current, 0, "memory is lost");
    used.bytes_max.saturating_sub(STATE) as f64 / input.len().max(1) as f64
}

/// A shape inside what stands around it.
fn inside(around: &str, shape: &[u8]) -> Vec<u8> {
    let parts: Vec<_> = around.split('@').map(str::as_bytes).collect();
    parts.join(shape)
}

fn search(effort: Effort) {
    let mut beyond = on_all_cores(ENTRIES, |Entry { name, bound, around, run }| {
        let all = |shape: &[u8]| {
            let costs = around.iter().map(|around| cost(&inside(around, shape), *run));
            costs.fold(0.0, f64::max)
        };
        let (most, shape) = worst(effort, all);
        println!("{most:6.2} of {bound:5.2}  {name}: {shape:?}");
        (most > *bound).then_some(*name)
    });
    for TextEntry { name, bound, front, run } in TEXT_ENTRIES {
        let counts = (3..effort.most).flat_map(|power| [-1, 0, 1].map(|odd| (1 << power) + odd));
        let (most, what) = counts
            .flat_map(|count| TEXTS.iter().map(move |text| (count, text)))
            .map(|(count, text): (i32, _)| {
                let input = [*front, &text.repeat(count.unsigned_abs() as usize)].concat();
                (cost(input.as_bytes(), *run), (count, text))
            })
            .max_by(|(a, _), (b, _)| a.total_cmp(b))
            .unwrap();
        println!("{most:6.2} of {bound:5.2}  {name}: {what:?}");
        if most > *bound {
            beyond.push(*name);
        }
    }
    assert_eq!(beyond, [""; 0]);
}

#[test]
fn no_decoder_takes_more_than_its_share() {
    search(QUICK);
}

#[test]
#[ignore = "a minute in release"]
fn no_decoder_takes_more_than_its_share_however_long_one_looks() {
    search(WIDE);
}
