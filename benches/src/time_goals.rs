//! The goals in time: bounds in both profiles.

use crate::documents;
use crate::goal::{Goal, LOOSE, any, each, structured};
use crate::times::Times;

/// A goal is still met if it is exceeded by less than this: times differ that much from one layout to another.
const SLACK: f64 = 1.03;

/// The other side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rival {
    /// One subject.
    Named(&'static str),
    /// The fastest peer.
    Best,
    /// Our own time on another document.
    Twin(&'static str),
}

/// For requests over UDP.
const JUDGED: &str = "aquatic takes an announce as it is, 98 bytes at once, and passes over options; here \
    numbers are turned into the machine's order, and what is odd is looked for";

/// For the peers of a reply with 100 packed ones.
const PEERS: &str = "met in a plain build; with fat LTO the two take the same time, but this library also \
    looks at the port of each peer, and for quirks";

/// All goals in time.
pub const TIME_GOALS: [Goal<Rival>; 31] = [
    on_mean("borrowed", "bencode", 1.0, Rival::Named("librqbit")),
    each("borrowed", "bencode", 1.15, Rival::Named("librqbit"), any),
    each("borrowed", "bencode", 1.05, Rival::Named("librqbit"), large),
    on_mean("owned", "bencode", 1.0, Rival::Named("librqbit")),
    each("encode", "bencode", 0.25, Rival::Named("bt_bencode"), structured),
    on_mean("tree-encode", "bencode-value", 0.55, Rival::Named("bencode-minimal")),
    each("parse-query", "tracker-types", 0.42, Rival::Best, any),
    each("build-query", "tracker-types", 0.9, Rival::Best, any).missed(
        "by qBittorrent's query with fat LTO: aquatic does not know four of its parameters, and writes none \
         of them",
    ),
    each("parse-scrape", "tracker-types", 0.3, Rival::Best, any),
    each("parse-request", "tracker-types", 0.36, Rival::Best, any),
    each("decode-reply", "tracker-types-into", 0.9, Rival::Named("librqbit"), full),
    each("decode-reply", "tracker-types", 1.0, Rival::Named("librqbit"), failure),
    each("decode-reply", "tracker-types", 2.2, Rival::Twin("reply_sorted"), unsorted),
    each("visit-peers", "tracker-types-into", 0.9, Rival::Named("librqbit"), full).missed(PEERS),
    each("encode-packed", "tracker-types", 0.08, Rival::Best, any),
    each("encode-addresses", "tracker-types", 0.6, Rival::Best, any),
    each("encode-failure", "tracker-types", 1.0, Rival::Best, any)
        .missed("whether it is a failure that says nothing else, and is ASCII, is looked at first"),
    each("encode-scrape", "tracker-types", 1.0, Rival::Best, any)
        .missed("the peer does not know how often a torrent was downloaded, and writes 0"),
    each("decode-packet", "tracker-types-into", 0.5, Rival::Named("librqbit"), straight),
    each("decode-packet", "tracker-types-into", 0.2, Rival::Named("librqbit"), values),
    each("decode-packet", "tracker-types-into", 1.0, Rival::Named("librqbit"), odd).missed(
        "what is unsorted or unknown is looked up, counted and reported in memory of its own",
    ),
    each("encode-packet", "tracker-types", 0.06, Rival::Best, any),
    each("udp-decode-request", "tracker-types", 1.0, Rival::Best, any).missed(JUDGED),
    each("udp-encode-request", "tracker-types", 1.0, Rival::Best, without_options),
    each("udp-encode-request", "tracker-types", 2.0, Rival::Best, with_options)
        .missed("aquatic writes an announce as it is, 98 bytes at once, and no options after it"),
    each("udp-decode-response", "tracker-types", 1.0, Rival::Best, any),
    each("udp-encode-response", "tracker-types", 1.0, Rival::Best, any)
        .missed("what of the numbers is above 2^31-1, and a reason that is not UTF-8, is mended"),
    each("decode-client", "tracker-types", 0.75, Rival::Best, any),
    each("encode-client", "tracker-types", 0.5, Rival::Best, any),
    each("decode-tracker", "tracker-types", 0.6, Rival::Best, any),
    each("encode-tracker", "tracker-types", 0.45, Rival::Best, any),
];

const fn on_mean(
    operation: &'static str,
    subject: &'static str,
    factor: f64,
    rival: Rival,
) -> Goal<Rival> {
    Goal { mean: Some(factor), each: None, ..each(operation, subject, factor, rival, any) }
}

fn large(document: &str) -> bool {
    ["ann_dict", "torrent_multi", "ints", "scrape"].iter().any(|begin| document.starts_with(begin))
}

fn full(document: &str) -> bool {
    document == "reply_100"
}

fn failure(document: &str) -> bool {
    document == "reply_failure"
}

fn unsorted(document: &str) -> bool {
    document == "reply_chihaya"
}

fn straight(document: &str) -> bool {
    !values(document) && !odd(document)
}

fn values(document: &str) -> bool {
    document == "packet_values"
}

fn odd(document: &str) -> bool {
    ["packet_unsorted", "packet_unknown"].contains(&document)
}

fn with_options(document: &str) -> bool {
    document == "udp_announce"
}

fn without_options(document: &str) -> bool {
    !with_options(document)
}

impl Goal<Rival> {
    /// Our time divided by the rival's; `None` if the document does not count or one of the two is not known.
    pub fn ratio(&self, times: &Times, document: &str, profile: &str) -> Option<f64> {
        if !(self.counts)(document) {
            return None;
        }
        let of = |document, subject| times.get(self.operation, document, profile, subject);
        let ours = of(document, self.subject)?;
        let rival = match self.rival {
            Rival::Named(subject) => of(document, subject)?,
            Rival::Best => times.best_peer(self.operation, document, profile)?.0,
            Rival::Twin(twin) => of(twin, self.subject)?,
        };
        Some(ours / rival)
    }

    /// The documents and profiles in which the goal is missed, with the ratios.
    pub fn misses(&self, times: &Times) -> Vec<String> {
        let misses =
            times.profiles().into_iter().flat_map(|profile| self.missed_in(times, profile));
        misses.collect()
    }

    /// Whether every figure is below four fifths of its bound, so that the bound is too loose.
    pub fn is_loose(&self, times: &Times) -> bool {
        let above = |profile| self.above(self.ratios(times, profile), LOOSE);
        times.profiles().into_iter().all(|profile| above(profile).is_empty())
    }

    fn ratios(&self, times: &Times, profile: &str) -> Vec<(&'static str, f64)> {
        let ratio = |name| Some((name, self.ratio(times, name, profile)?));
        documents::names().filter_map(ratio).collect()
    }

    fn missed_in(&self, times: &Times, profile: &str) -> Vec<String> {
        let above = self.above(self.ratios(times, profile), SLACK).into_iter();
        above.map(|(name, ratio)| format!("{name} {profile} {ratio:.2}")).collect()
    }

    /// The goal as text.
    pub fn words(&self) -> String {
        let rival = match self.rival {
            Rival::Named(subject) => subject,
            Rival::Best => "best peer",
            Rival::Twin(document) => document,
        };
        let bound = self.each.or(self.mean).unwrap_or_default();
        format!("{} {} / {rival} <= {bound}", self.operation, self.subject)
    }
}
