//! The most memory that decoding takes for each byte of input, found by a search.
//!
//! A separate test binary: the search needs a release build, which takes little time for so small a program.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)]

#[path = "../../bencode/tests/common/cores.rs"]
mod cores;
#[path = "../../bencode/tests/memory/shapes.rs"]
mod shapes;

use allocation_counter::measure;
use tracker_types::{
    AnnounceRequest, InfoHashes, MagnetLink, Metainfo, ScrapeRequest, http, krpc, websocket,
};

use crate::cores::on_all_cores;
use crate::shapes::{Effort, QUICK, WIDE, beyond, worst};

/// The bytes that may be allocated at once whatever the input is.
const STATE: u64 = 2 * 1024;

/// The bytes that an entry point may take in addition to [`STATE`], for each byte of input.
struct Entry {
    name: &'static str,
    bound: f64,
    /// The text around a shape, with `@` at the place of the shape.
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

/// Parameters, each of which can be repeated.
const PARAMETERS: &[&str] = &[
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

/// Items of an array, and members, in JSON.
const JSON: &[&str] = &[
    "1,",
    "null,",
    "[],",
    "{},",
    "[[[",
    "\"\",",
    "\"aaaaaaaaaaaaaaaaaaaa\",",
    "\"\\u0061aaaaaaaaaaaaaaaaaaa\",",
    r#"{"offer":1},"#,
    r#"{"offer":{},"offer_id":"aaaaaaaaaaaaaaaaaaaa"},"#,
    r#"{"offer":{"sdp":"","type":"offer"},"offer_id":"aaaaaaaaaaaaaaaaaaaa"},"#,
    r#""":1,"#,
    r#""offers":[],"#,
    r#""\u006ceft":1,"#,
    r#""aaaaaaaaaaaaaaaaaaaa":{},"#,
    r#""aaaaaaaaaaaaaaaaaaaa":{"complete":1},"#,
    "\\ud83d\\ude00",
    "\\n",
];

const FROM_CLIENT: &[&str] = &[
    r#"{"action":"announce","info_hash":"aaaaaaaaaaaaaaaaaaaa","peer_id":"aaaaaaaaaaaaaaaaaaaa","offers":[@1]}"#,
    r#"{"action":"announce","info_hash":"aaaaaaaaaaaaaaaaaaaa","peer_id":"aaaaaaaaaaaaaaaaaaaa",@"x":1}"#,
    r#"{"action":"announce","info_hash":"aaaaaaaaaaaaaaaaaaaa","peer_id":"aaaaaaaaaaaaaaaaaaaa","key":"@"}"#,
    r#"{"action":"announce","info_hash":"aaaaaaaaaaaaaaaaaaaa","peer_id":"aaaaaaaaaaaaaaaaaaaa","x":@"#,
    r#"{"action":"scrape","info_hash":[@"aaaaaaaaaaaaaaaaaaaa"]}"#,
];

const FROM_TRACKER: &[&str] = &[
    r#"{"action":"scrape","files":{@"aaaaaaaaaaaaaaaaaaaa":{}}}"#,
    r#"{"action":"announce","info_hash":"aaaaaaaaaaaaaaaaaaaa",@"interval":1}"#,
    r#"{"action":"announce","failure reason":"@"}"#,
    r#"{"action":"announce","info_hash":"aaaaaaaaaaaaaaaaaaaa","x":[@1]}"#,
];

/// The same for text in which one of `repeated` is repeated at the place of `@`.
struct TextEntry {
    name: &'static str,
    bound: f64,
    around: &'static [&'static str],
    repeated: &'static [&'static str],
    run: fn(&[u8]),
}

const REQUEST: &[&str] =
    &["info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=aaaaaaaaaaaaaaaaaaaa&port=1&left=0@"];

const TEXT_ENTRIES: &[TextEntry] = &[
    TextEntry {
        name: "AnnounceRequest::parse_query",
        bound: 5.0,
        around: REQUEST,
        repeated: PARAMETERS,
        run: |query| drop(AnnounceRequest::parse_query(query)),
    },
    TextEntry {
        name: "ScrapeRequest::parse_query",
        bound: 5.0,
        around: REQUEST,
        repeated: PARAMETERS,
        run: |query| drop(ScrapeRequest::parse_query(query)),
    },
    TextEntry {
        name: "MagnetLink",
        bound: 22.0,
        around: &["magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567@"],
        repeated: PARAMETERS,
        run: |link| drop(std::str::from_utf8(link).unwrap().parse::<MagnetLink>()),
    },
    TextEntry {
        name: "websocket::client::decode",
        bound: 64.0,
        around: FROM_CLIENT,
        repeated: JSON,
        run: |message| drop(websocket::client::decode(message)),
    },
    TextEntry {
        name: "websocket::tracker::decode",
        bound: 8.0,
        around: FROM_TRACKER,
        repeated: JSON,
        run: |message| drop(websocket::tracker::decode(message)),
    },
];

#[expect(clippy::cast_precision_loss, reason = "inputs are small")]
fn cost(input: &[u8], run: fn(&[u8])) -> f64 {
    let used = measure(|| run(input));
    assert_eq!(used.bytes_current, 0, "memory is lost");
    used.bytes_max.saturating_sub(STATE) as f64 / input.len().max(1) as f64
}

/// A shape together with the text around it.
fn inside(around: &str, shape: &[u8]) -> Vec<u8> {
    let parts: Vec<_> = around.split('@').map(str::as_bytes).collect();
    parts.join(shape)
}

fn search(effort: Effort) {
    let mut found = on_all_cores(ENTRIES, |Entry { name, bound, around, run }| {
        let all = |shape: &[u8]| {
            let costs = around.iter().map(|around| cost(&inside(around, shape), *run));
            costs.fold(0.0, f64::max)
        };
        let (most, shape) = worst(effort, all);
        beyond(name, *bound, most, &shape)
    });
    found.extend(on_all_cores(TEXT_ENTRIES, |entry| {
        let TextEntry { name, bound, around, repeated, run } = entry;
        let (mut most, mut which) = (0.0, None);
        for count in (3..effort.most).flat_map(|power| [-1, 0, 1].map(|odd| (1 << power) + odd)) {
            let all =
                repeated.iter().flat_map(|text| around.iter().map(move |place| (text, place)));
            for (text, around) in all {
                let times = usize::try_from(count).unwrap();
                let cost = cost(&inside(around, text.repeat(times).as_bytes()), *run);
                if cost > most {
                    (most, which) = (cost, Some((count, text, around)));
                }
            }
        }
        beyond(name, *bound, most, &which)
    }));
    assert_eq!(found, [""; 0]);
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
