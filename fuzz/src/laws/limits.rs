//! Limits, exact to the item; memory bounded by a multiple of the input.

use allocation_counter::measure;
use bencode::{Document, ErrorKind, EventReader, Reader, Rules, Scanner, Token, Value};
use serde::de::IgnoredAny;
use tracker_types::http::{announce, scrape};
use tracker_types::websocket::{client, tracker};
use tracker_types::{AnnounceRequest, MagnetLink, Metainfo, ScrapeRequest};

use crate::ways::{self, LAX, RULES};

laws![
    limits_hold_exactly,
    never_deeper_than_the_limit,
    memory_is_bounded,
    memory_of_messages_is_bounded,
];

/// How much of each limit a value uses.
struct Size {
    depth: usize,
    items: usize,
    longest: usize,
}

impl Size {
    /// Counted token by token.
    fn of(input: &[u8]) -> Option<Size> {
        let mut size = Size { depth: 0, items: 0, longest: 0 };
        let mut reader = Reader::with_rules(input, LAX);
        while let Some(token) = reader.next().ok()? {
            size.depth = size.depth.max(reader.depth());
            size.items += usize::from(token != Token::End);
            if let Token::Bytes(text) = token {
                size.longest = size.longest.max(text.len());
            }
        }
        Some(size)
    }
}

/// Every decoder accepts a value that uses a limit up, and with a limit lower by one returns that limit's
/// error.
pub fn limits_hold_exactly(input: &[u8]) {
    let Some(Size { depth, items, longest }) = Size::of(input) else { return };
    let tight = LAX.max_depth(depth).max_items(items).max_length(longest).max_input(input.len());
    accepted(input, tight);
    refused(input, depth, |max| (LAX.max_depth(max), ErrorKind::DepthLimit { max }));
    refused(input, items, |max| (LAX.max_items(max), ErrorKind::ItemLimit { max }));
    refused(input, longest, |max| (LAX.max_length(max), ErrorKind::LengthLimit { max }));
    refused(input, input.len(), |max| (LAX.max_input(max), ErrorKind::InputLimit { max }));
}

fn accepted(input: &[u8], rules: Rules) {
    for (name, decode) in ways::all() {
        assert_eq!(decode(input, rules), Ok(()), "{name}");
    }
}

/// Checks that a limit of one less than what was used is an error.
fn refused(input: &[u8], used: usize, less: impl Fn(usize) -> (Rules, ErrorKind)) {
    let Some(max) = used.checked_sub(1) else { return };
    let (rules, kind) = less(max);
    for (name, decode) in ways::all() {
        assert_eq!(decode(input, rules).map_err(|(kind, _)| kind), Err(kind), "{name}");
    }
}

/// No decoder opens more lists and dictionaries than it may, however many the input opens.
pub fn never_deeper_than_the_limit(input: &[u8]) {
    for max in [0, 1, 3, 128] {
        let rules = Rules::TOLERANT.max_depth(max);
        let mut reader = Reader::with_rules(input, rules);
        while let Ok(Some(_)) = reader.next() {
            assert!(reader.depth() <= max);
        }
        let verdicts: Vec<_> = ways::all().map(|(_, decode)| decode(input, rules)).collect();
        assert!(verdicts.iter().all(|verdict| *verdict == verdicts[0]), "{verdicts:?}");
    }
}

/// Bytes live at the same time for each byte of input, in addition to [`STATE`].
///
/// These are the figures that the library's docs promise.
const DOCUMENT: u64 = 7;
const VALUE: u64 = 25;
const SERDE_VALUE: u64 = 25;
const STREAM: u64 = 0;
/// One token and the last key of every open dictionary, in memory that doubles.
const EVENTS: u64 = 4;

/// Bytes that may be live at the same time for any input: a few levels of nesting, an error with its path.
const STATE: u64 = 2048;

/// At no moment are more bytes live than a constant times the input, and none of them leak.
pub fn memory_is_bounded(input: &[u8]) {
    for rules in RULES {
        bounded(input, STREAM, || drop(Reader::with_rules(input, rules).skip_value()));
        bounded(input, STREAM, || drop(Scanner::with_rules(rules).scan(input)));
        bounded(input, EVENTS, || drop(EventReader::with_rules(input, rules).skip_value()));
        bounded(input, DOCUMENT, || drop(Document::parse_with(input, rules)));
        bounded(input, VALUE, || drop(Value::parse_with(input, rules)));
        bounded(input, SERDE_VALUE, || drop(ways::typed::<Value<'_>>(input, rules)));
        bounded(input, DOCUMENT, || drop(ways::typed::<IgnoredAny>(input, rules)));
    }
}

/// A list of packed peers of 8 bytes, each of which becomes 48 bytes; twice that when the list has just grown.
const REPLY: u64 = 12;
/// `announce-list` of lists of one short text takes 37.2, when a list has just grown.
const METAINFO: u64 = 44;
/// Scattered unknown parameters are joined, in memory that doubles, in addition to the space for the hashes of
/// a scrape.
const QUERY: u64 = 5;
/// `&tr=a&tr=a…` takes 14.6, when the list of them has just grown.
const MAGNET: u64 = 22;
/// `[1,1,1…]` takes 60, when the list has just grown.
const JSON: u64 = 64;

/// Offers that are `{}` take 48 each, in memory that doubles.
const WEBSOCKET: u64 = 52;

/// The same holds for types built from values: replies, torrents, queries, links and JSON.
pub fn memory_of_messages_is_bounded(input: &[u8]) {
    bounded(input, REPLY, || drop(announce::decode(input)));
    bounded(input, REPLY, || drop(scrape::decode(input)));
    bounded(input, METAINFO, || drop(Metainfo::parse(input)));
    bounded(input, QUERY, || drop(AnnounceRequest::parse_query(input)));
    bounded(input, QUERY, || drop(ScrapeRequest::parse_query(input)));
    bounded(input, WEBSOCKET, || drop(client::decode(input)));
    bounded(input, WEBSOCKET, || drop(tracker::decode(input)));
    let Ok(text) = std::str::from_utf8(input) else { return };
    bounded(input, MAGNET, || drop(text.parse::<MagnetLink>()));
    bounded(input, JSON, || drop(Value::from_json(text)));
}

fn bounded(input: &[u8], factor: u64, decode: impl FnOnce()) {
    let used = measure(decode);
    assert_eq!(used.bytes_current, 0, "memory is lost");
    let most = factor * input.len() as u64 + STATE;
    assert!(used.bytes_max <= most, "{} bytes for {}", used.bytes_max, input.len());
}
