//! The messages of `tracker-types`: each is decoded, displayed, copied and written again, and errors are
//! displayed.

use std::fmt::Display;

use serde::Serialize;
use tracker_types::websocket::{client, tracker};
use tracker_types::{
    AnnounceRequest, InfoHashes, MagnetLink, Metainfo, Quirks, ScrapeRequest, http, krpc, udp,
};

use crate::{Entry, Group};

/// The operations of programs on a decoded message.
fn shown<T: Clone, E: Display>(
    read: Result<(T, Quirks), E>,
    write: fn(&T, &mut Vec<u8>),
) -> Option<T> {
    match read {
        Ok((message, quirks)) => {
            drop(quirks.to_string());
            write(&message.clone(), &mut Vec::new());
            Some(message)
        }
        Err(error) => {
            drop(error.to_string());
            None
        }
    }
}

fn as_json<T: Serialize>(message: Option<T>) {
    drop(message.and_then(|message| serde_json::to_vec(&message).ok()));
}

const ANNOUNCE: &[Entry] = &[("announce reply", |body| {
    as_json(shown(http::announce::decode(body), |reply, out| {
        http::announce::encode(reply, http::PeerForm::List, out);
    }));
})];
const SCRAPE: &[Entry] = &[("scrape reply", |body| {
    as_json(shown(http::scrape::decode(body), http::scrape::encode));
})];
const TORRENT: &[Entry] = &[("torrent", |torrent| {
    as_json(shown(Metainfo::parse(torrent), |metainfo, _| {
        drop(metainfo.magnet_link().to_string());
        assert_eq!(metainfo.files().len(), metainfo.files().count());
    }));
    drop(InfoHashes::from_metainfo(torrent));
})];
const LINK: &[Entry] = &[("magnet link", |link| {
    let text = String::from_utf8_lossy(link);
    shown(MagnetLink::parse(&text), |link, _| drop(link.to_string()));
})];
const QUERY: &[Entry] = &[("query", |query| {
    shown(AnnounceRequest::parse_query(query), AnnounceRequest::write_query);
    shown(ScrapeRequest::parse_query(query), ScrapeRequest::write_query);
})];
const KRPC: &[Entry] = &[("KRPC", |datagram| {
    shown(krpc::decode(datagram), krpc::encode);
})];
const UDP: &[Entry] = &[("UDP", |datagram| {
    shown(udp::request::decode(datagram), udp::request::encode);
    shown(udp::response::decode(datagram, udp::Family::V4), udp::response::encode);
    shown(udp::response::decode(datagram, udp::Family::V6), udp::response::encode);
})];
const WEBSOCKET: &[Entry] = &[("WebSocket", |message| {
    shown(client::decode(message), client::encode);
    shown(tracker::decode(message), tracker::encode);
})];

pub(crate) const GROUPS: &[Group] = &[
    (
        ANNOUNCE,
        &[
            ("packed peers", ["d8:intervali9e5:peersl", "6:abcdef", "", "ee"]),
            ("listed peers", ["d8:intervali9e5:peersl", "d2:ip7:1.2.3.44:porti1ee", "", "ee"]),
            ("named peers", ["d8:intervali9e5:peersl", "d2:ip3:a.b4:porti1ee", "", "ee"]),
            ("broken peers", ["d8:intervali9e5:peersl", "d2:ip1:x4:port0:e", "", "ee"]),
            ("keys of a peer", ["d8:intervali9e5:peersld2:ip7:1.2.3.4", "1:a0:", "", "eee"]),
            ("unknown keys", ["d8:intervali9e5:peers0:", "1:z0:", "", "e"]),
            ("unknown keys, unsorted", ["d8:intervali9e5:peers0:", "1:b0:1:a0:", "", "e"]),
            ("known keys again", ["d", "8:intervali9e5:peers0:", "", "e"]),
            ("failures again", ["d", "14:failure reason1:x7:failure1:y", "", "e"]),
            ("nesting under a key", ["d8:intervali9e5:peers0:1:z", "l", "e", "e"]),
            ("zeros under a key", ["d8:intervali9e5:peers0:1:zl", "i00e", "", "ee"]),
            ("warnings again", ["d8:intervali9e5:peers0:", "15:warning message3:abc", "", "e"]),
        ],
    ),
    (
        SCRAPE,
        &[
            ("files", ["d5:filesd", "20:aaaaaaaaaaaaaaaaaaaad8:completei1ee", "", "ee"]),
            ("files of odd names", ["d5:filesd", "1:ade", "", "ee"]),
            ("keys of a file", ["d5:filesd20:aaaaaaaaaaaaaaaaaaaad", "1:a0:", "", "eee"]),
            ("files again", ["d", "5:filesde", "", "e"]),
            ("keys beside files", ["d5:filesde", "4:hostde", "", "e"]),
        ],
    ),
    (
        TORRENT,
        &[
            ("v1 files", ["d4:infod5:filesl", "d6:lengthi1e4:pathl1:aee", "", "e4:name1:xee"]),
            (
                "a path's parts",
                ["d4:infod5:filesld6:lengthi1e4:pathl", "2:..", "", "eee4:name1:xee"],
            ),
            ("v2 files", ["d4:infod9:file treed", "1:ad0:d6:lengthi1eee", "", "e4:name1:xee"]),
            ("v2 directories", ["d4:infod9:file treed", "1:ad", "e", "e4:name1:xee"]),
            ("tiers", ["d13:announce-listl", "l3:a:be", "", "e4:infod4:name1:xee"]),
            ("a tier", ["d13:announce-listll", "3:a:b", "", "ee4:infod4:name1:xee"]),
            ("web seeds", ["d4:infod4:name1:xe8:url-listl", "8:http://a", "", "ee"]),
            ("nodes", ["d4:infod4:name1:xe5:nodesl", "l1:ai1ee", "", "ee"]),
            ("infos", ["d", "4:infod4:name1:xe", "", "e"]),
            ("keys of the info", ["d4:infod4:name1:x", "1:z0:", "", "ee"]),
        ],
    ),
    (
        LINK,
        &[
            (
                "trackers of a link",
                [
                    "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567",
                    "&tr=udp://a",
                    "",
                    "",
                ],
            ),
            (
                "topics",
                ["magnet:?", "&xt=urn:btih:0123456789abcdef0123456789abcdef01234567", "", ""],
            ),
            (
                "unknown parameters",
                ["magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567", "&a=b", "", ""],
            ),
            (
                "escapes of a name",
                [
                    "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&dn=",
                    "%41%zz",
                    "",
                    "",
                ],
            ),
            (
                "select-only ranges",
                [
                    "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567&so=1",
                    ",3-5",
                    "",
                    "",
                ],
            ),
        ],
    ),
    (
        QUERY,
        &[
            (
                "hashes",
                [
                    "",
                    "&info_hash=aaaaaaaaaaaaaaaaaaaa",
                    "",
                    "&peer_id=aaaaaaaaaaaaaaaaaaaa&port=1&left=0",
                ],
            ),
            (
                "parameters",
                [
                    "info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=aaaaaaaaaaaaaaaaaaaa&port=1&left=0",
                    "&a=b",
                    "",
                    "",
                ],
            ),
            (
                "addresses",
                [
                    "info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=aaaaaaaaaaaaaaaaaaaa&port=1&left=0",
                    "&ip=1.2.3.4",
                    "",
                    "",
                ],
            ),
            (
                "escapes of a key",
                [
                    "info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=aaaaaaaaaaaaaaaaaaaa&port=1&left=0&key=",
                    "%41",
                    "",
                    "",
                ],
            ),
        ],
    ),
    (
        KRPC,
        &[
            (
                "values",
                ["d1:rd2:id20:aaaaaaaaaaaaaaaaaaaa6:valuesl", "6:abcdef", "", "ee1:t1:a1:y1:re"],
            ),
            (
                "odd values",
                ["d1:rd2:id20:aaaaaaaaaaaaaaaaaaaa6:valuesl", "3:abci1e", "", "ee1:t1:a1:y1:re"],
            ),
            (
                "keys of the reply",
                ["d1:rd2:id20:aaaaaaaaaaaaaaaaaaaa", "1:b0:1:a0:", "", "e1:t1:a1:y1:re"],
            ),
            ("keys of the message", ["d1:t1:a1:y1:q1:q4:ping", "1:x0:", "", "e"]),
            ("an item", ["d1:rd2:id20:aaaaaaaaaaaaaaaaaaaa1:v", "l", "e", "e1:t1:a1:y1:re"]),
            ("an error's list", ["d1:el", "i201e", "", "e1:t1:a1:y1:ee"]),
        ],
    ),
    (
        UDP,
        &[
            (
                "options",
                [
                    "\0\0\0\0\0\0\0\0\0\0\0\u{1}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                    "\u{1}\u{2}\u{2}/a",
                    "",
                    "",
                ],
            ),
            (
                "hashes of a scrape",
                ["\0\0\0\0\0\0\0\0\0\0\0\u{2}aaaa", "aaaaaaaaaaaaaaaaaaaa", "", ""],
            ),
            (
                "peers of a reply",
                ["\0\0\0\u{1}aaaa\0\0\0\u{1}\0\0\0\u{1}\0\0\0\u{1}", "aaaaaaaaaaaaaaaaaa", "", ""],
            ),
            (
                "an error's text",
                [
                    "\0\0\0\u{3}aaaa",
                    "no such torrent, and a text that ends in an escape sequence\u{1b}[0m ",
                    "",
                    "",
                ],
            ),
        ],
    ),
    (
        WEBSOCKET,
        &[
            (
                "offers",
                [
                    r#"{"action":"announce","info_hash":"aaaaaaaaaaaaaaaaaaaa","peer_id":"aaaaaaaaaaaaaaaaaaaa","offers":[{}"#,
                    r#",{"offer_id":"a","offer":{"type":"offer","sdp":"v"}}"#,
                    "",
                    "]}",
                ],
            ),
            (
                "hashes of a list",
                [
                    r#"{"action":"scrape","info_hash":["aaaaaaaaaaaaaaaaaaaa""#,
                    r#","aaaaaaaaaaaaaaaaaaaa""#,
                    "",
                    "]}",
                ],
            ),
            (
                "files of an object",
                [
                    r#"{"action":"scrape","files":{"aaaaaaaaaaaaaaaaaaaa":{}"#,
                    r#","aaaaaaaaaaaaaaaaaaaa":{"complete":1}"#,
                    "",
                    "}}",
                ],
            ),
            ("members", [r#"{"action":"announce""#, r#","a":1"#, "", "}"]),
            (
                "members again",
                [r#"{"action":"announce""#, r#","info_hash":"aaaaaaaaaaaaaaaaaaaa""#, "", "}"],
            ),
            ("escapes of a text", [r#"{"failure reason":""#, r"\u0041\n", "", r#""}"#]),
            ("nested members", [r#"{"action":"announce","a":"#, "[", "]", "}"]),
        ],
    ),
];
