//! The goals in counts: bounds of instructions, absolute or against a peer.

use crate::documents;
use crate::goal::{Goal, LOOSE, any, each, structured};
use crate::table::{Figure, Table};

/// The other side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rival {
    /// One subject, of `counts.tsv` or of `reference.tsv`.
    Named(&'static str),
    /// The best Rust peer.
    Best,
    /// A copy of the bytes, one instruction for each, and 150 instructions for each token.
    Copy,
    /// This many instructions for the whole document.
    Instructions(u32),
}

/// All goals in counts.
pub const GOALS: [Goal<Rival>; 62] = [
    each("validate", "bencode-strict", 1.1, Rival::Named("hand-written"), unnested).missed(
        "a call for each token keeps its state in memory, two stores and four loads that a run over \
         all of them (bencode-skip) does without",
    ),
    each("validate", "bencode-skip", 1.1, Rival::Named("hand-written"), unnested),
    each("document", "bencode-reused", 0.55, Rival::Named("libtorrent"), any),
    each("document", "bencode-reused", 0.35, Rival::Best, any).missed(
        "the small ones pay 200 instructions before the first token; the torrents take what the \
         hand-written floor takes",
    ),
    each("document", "bencode-reused", 1.1, Rival::Named("hand-written"), any)
        .missed("200 instructions before the first token: an empty dictionary takes 278"),
    each("document", "bencode-value", 1.0, Rival::Named("bencode-minimal"), any).missed(
        "malloc and free are 44 % of nested_1k: a list or dictionary has no room to spare, and is \
         moved there when it is complete",
    ),
    Goal { mean: Some(1.0), ..each("borrowed", "bencode", 1.08, Rival::Named("librqbit"), any) }
        .missed("keys of a map are compared whole (scrape_10k): time saw little of the shorter way"),
    each("borrowed", "bencode", 0.95, Rival::Named("bt_bencode"), unnested),
    Goal {
        mean: Some(1.0),
        each: None,
        ..each("owned", "bencode", 1.0, Rival::Named("librqbit"), any)
    },
    each("encode", "bencode-reused", 0.19, Rival::Best, structured),
    each("encode", "bencode-reused", 1.15, Rival::Best, flat)
        .missed("by integers: hints that save 10 % of them cost structs half as much again"),
    each("encode", "bencode-reused", 1.1, Rival::Copy, payload),
    each("tree-encode", "bencode-value", 0.8, Rival::Best, |name| !payload(name)).missed(
        "the long way of numbers of 9 digits and more is 36 % of ints_100k; levels are kept in a \
         list and not on the stack, which a deep tree would exhaust",
    ),
    bar("parse-query", 2_100, |name| name == "query_qb"),
    bar("parse-query", 1_650, |name| name == "query_tr"),
    bar("parse-query", 1_200, |name| name == "query_curl"),
    bar("build-query", 1_200, |name| name == "query_qb"),
    bar("parse-scrape", 3_800, any),
    bar("parse-request", 2_300, any),
    bar("decode-reply", 900, |name| name == "reply_100"),
    bar("decode-reply", 25_000, |name| name == "ann_dict_50"),
    bar("decode-reply", 200, |name| name == "reply_failure"),
    bar("visit-peers", 2_000, |name| name == "reply_100"),
    bar("decode-addresses", 2_200, |name| name == "reply_100").missed(
        "the ports are looked at twice: one of 0 is reported when the reply is decoded, and left out \
         of the addresses",
    ),
    bar("encode-packed", 550, any),
    bar("encode-addresses", 1_250, any)
        .missed("what is said besides the peers is laid out as its table has it before it is written"),
    bar("encode-scrape", 1_500, any)
        .missed("180 a file, of which its three numbers are 92; the bar was a guess"),
    into("decode-packet", 430, |name| name == "packet_ping"),
    into("decode-packet", 470, |name| name == "packet_get_peers"),
    into("decode-packet", 550, |name| name == "packet_nodes"),
    into("decode-packet", 850, |name| name == "packet_values"),
    into("decode-packet", 1_100, |name| name == "packet_unsorted"),
    into("decode-packet", 2_000, |name| name == "packet_unknown"),
    bar("encode-packet", 390, |name| name == "packet_ping"),
    bar("encode-packet", 420, |name| name == "packet_get_peers"),
    bar("encode-packet", 640, |name| name == "packet_nodes"),
    bar("encode-packet", 840, |name| name == "packet_values"),
    bar("udp-decode-request", 45, |name| name == "udp_connect"),
    bar("udp-decode-request", 110, |name| name == "udp_announce"),
    bar("udp-decode-request", 60, |name| name.starts_with("udp_scrape")),
    bar("udp-encode-request", 35, |name| name == "udp_connect"),
    bar("udp-encode-request", 120, |name| name == "udp_announce"),
    bar("udp-encode-request", 95, |name| name == "udp_scrape_10"),
    bar("udp-encode-request", 240, |name| name == "udp_scrape_74"),
    bar("udp-decode-response", 48, |name| name == "udp_connected"),
    bar("udp-decode-response", 78, |name| name.starts_with("udp_announced")),
    bar("udp-decode-response", 60, |name| name.starts_with("udp_scraped")),
    bar("udp-decode-response", 75, |name| name == "udp_failure"),
    bar("udp-encode-response", 38, |name| name == "udp_connected"),
    bar("udp-encode-response", 75, |name| name == "udp_announced_0"),
    bar("udp-encode-response", 165, |name| name == "udp_announced_100"),
    bar("udp-encode-response", 85, |name| name == "udp_scraped_10"),
    bar("udp-encode-response", 180, |name| name == "udp_scraped_74"),
    bar("udp-encode-response", 75, |name| name == "udp_failure"),
    bar("decode-client", 62_000, |name| name == "ws_announce_5"),
    bar("decode-client", 6_300, |name| name == "ws_announce"),
    bar("encode-client", 6_000, |name| name == "ws_announce_5"),
    bar("encode-client", 1_600, |name| name == "ws_announce"),
    bar("decode-tracker", 4_900, |name| name == "ws_reply"),
    bar("decode-tracker", 16_000, |name| name == "ws_offer"),
    bar("encode-tracker", 1_100, |name| name == "ws_reply"),
    bar("encode-tracker", 1_900, |name| name == "ws_offer"),
];

/// A bound of `instructions` on the tracker wire.
const fn bar(operation: &'static str, instructions: u32, counts: fn(&str) -> bool) -> Goal<Rival> {
    each(operation, "tracker-types", 1.0, Rival::Instructions(instructions), counts)
}

/// A bound of `instructions` on the DHT's wire, into a reused message.
const fn into(operation: &'static str, instructions: u32, counts: fn(&str) -> bool) -> Goal<Rival> {
    let rival = Rival::Instructions(instructions);
    each(operation, "tracker-types-into", 1.0, rival, counts)
}

fn unnested(document: &str) -> bool {
    document != "nested_1k"
}

fn flat(document: &str) -> bool {
    ["ints", "strs", "nested"].iter().any(|begin| document.starts_with(begin))
}

fn payload(document: &str) -> bool {
    !structured(document) && !flat(document)
}

impl Goal<Rival> {
    /// Our figure divided by the rival's; `None` if the document does not count or one of the two is not known.
    pub fn ratio(&self, counts: &Table, document: &str) -> Option<f64> {
        let ours = counts.get(self.operation, document, self.subject)?.per_token();
        let rival = self.rival.per_token(counts, self.operation, document)?;
        (self.counts)(document).then_some(ours / rival)
    }

    /// The documents on which the goal is missed, and the geometric mean if that is, with the ratios.
    pub fn misses(&self, counts: &Table) -> Vec<(&'static str, f64)> {
        self.above(self.ratios(counts), 1.0)
    }

    /// Whether every figure is below four fifths of its bound, so that the bound is too loose.
    pub fn is_loose(&self, counts: &Table) -> bool {
        self.above(self.ratios(counts), LOOSE).is_empty()
    }

    fn ratios(&self, counts: &Table) -> Vec<(&'static str, f64)> {
        let ratio = |name| Some((name, self.ratio(counts, name)?));
        documents::names().filter_map(ratio).collect()
    }
}

impl Rival {
    /// The rival's instructions per token.
    pub fn per_token(self, counts: &Table, operation: &str, document: &str) -> Option<f64> {
        match self {
            Rival::Named(subject) => {
                counts.get(operation, document, subject).map(Figure::per_token)
            }
            Rival::Best => counts.best_peer(operation, document),
            Rival::Copy => counts.any(document).map(copy),
            Rival::Instructions(number) => counts.any(document).map(|it| each_of(number, it)),
        }
    }

    /// Name in the tables.
    pub fn name(self) -> String {
        match self {
            Rival::Named(subject) => subject.to_owned(),
            Rival::Best => "best peer".to_owned(),
            Rival::Copy => "copy".to_owned(),
            Rival::Instructions(number) => number.to_string(),
        }
    }
}

/// The bound is 1.1 times the sum of the copy and 150 for each token; the factor 1.1 is part of the goal.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn copy(figure: &Figure) -> f64 {
    figure.bytes as f64 / figure.tokens as f64 + 150.0 / 1.1
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn each_of(instructions: u32, figure: &Figure) -> f64 {
    f64::from(instructions) / figure.tokens as f64
}
