//! What we want to reach in time, in both profiles.

use crate::documents;
use crate::times::{Times, mean};

/// More than a goal by less than this is still the goal: so much differs from one layout to another.
const SLACK: f64 = 1.03;

/// Whom a time is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rival {
    /// One subject.
    Named(&'static str),
    /// The fastest peer.
    Best,
    /// Our own time on another document.
    Twin(&'static str),
}

/// Times of one of our subjects, held against a rival's.
#[derive(Clone, Copy, Debug)]
pub struct TimeGoal {
    /// Name of the operation.
    pub operation: &'static str,
    /// Our subject.
    pub subject: &'static str,
    /// At most this times the rival, on each document that counts.
    pub each: Option<f64>,
    /// At most this times the rival, on the geometric mean of them.
    pub mean: Option<f64>,
    /// The rival.
    pub rival: Rival,
    /// Which documents count.
    pub counts: fn(&str) -> bool,
    /// Why it is missed in a profile, as profilers say.
    pub missed: Option<&'static str>,
}

/// All of them.
pub const TIME_GOALS: [TimeGoal; 28] = [
    on_mean("borrowed", "bencode", 1.0, Rival::Named("librqbit")),
    each("borrowed", "bencode", 1.15, Rival::Named("librqbit"), any),
    each("borrowed", "bencode", 1.05, Rival::Named("librqbit"), large),
    on_mean("owned", "bencode", 1.0, Rival::Named("librqbit")),
    each("encode", "bencode", 0.25, Rival::Named("bt_bencode"), structured),
    on_mean("tree-encode", "bencode-value", 0.55, Rival::Named("bencode-minimal")),
    each("decode-reply", "tracker-types-into", 0.9, Rival::Named("librqbit"), |it| {
        it == "reply_100"
    }),
    each("decode-reply", "tracker-types", 1.0, Rival::Named("librqbit"), |it| {
        it == "reply_failure"
    }),
    each("decode-reply", "tracker-types", 2.5, Rival::Twin("reply_sorted"), |it| {
        it == "reply_chihaya"
    }),
    each("visit-peers", "tracker-types-into", 0.9, Rival::Named("librqbit"), |it| {
        it == "reply_100"
    }),
    each("encode-packed", "tracker-types", 1.0, Rival::Best, any),
    each("encode-addresses", "tracker-types", 1.0, Rival::Best, any),
    each("encode-failure", "tracker-types", 1.0, Rival::Best, any),
    each("encode-scrape", "tracker-types", 1.0, Rival::Best, any),
    each("decode-packet", "tracker-types-into", 0.5, Rival::Named("librqbit"), without_values),
    each("decode-packet", "tracker-types-into", 0.2, Rival::Named("librqbit"), |it| {
        it == "packet_values"
    }),
    each("encode-packet", "tracker-types", 0.5, Rival::Best, any),
    each("udp-decode-request", "tracker-types", 1.0, Rival::Best, any),
    each("udp-encode-request", "tracker-types", 1.0, Rival::Best, |it| it != "udp_announce"),
    each("udp-encode-request", "tracker-types", 2.0, Rival::Best, |it| it == "udp_announce"),
    each("udp-decode-response", "tracker-types", 1.0, Rival::Best, any),
    each("udp-encode-response", "tracker-types", 1.0, Rival::Best, any),
    each("decode-client", "tracker-types", 1.0, Rival::Best, any),
    each("encode-client", "tracker-types", 0.6, Rival::Best, any),
    each("decode-tracker", "tracker-types", 1.0, Rival::Best, any),
    each("encode-tracker", "tracker-types", 1.0, Rival::Best, any),
    each("parse-query", "tracker-types", 1.0, Rival::Best, any),
    each("build-query", "tracker-types", 1.0, Rival::Best, any),
];

const fn each(
    operation: &'static str,
    subject: &'static str,
    factor: f64,
    rival: Rival,
    counts: fn(&str) -> bool,
) -> TimeGoal {
    TimeGoal { operation, subject, each: Some(factor), mean: None, rival, counts, missed: None }
}

const fn on_mean(
    operation: &'static str,
    subject: &'static str,
    factor: f64,
    rival: Rival,
) -> TimeGoal {
    let counts = any;
    TimeGoal { operation, subject, each: None, mean: Some(factor), rival, counts, missed: None }
}

fn any(_: &str) -> bool {
    true
}

fn large(document: &str) -> bool {
    ["ann_dict", "torrent_multi", "ints", "scrape"].iter().any(|begin| document.starts_with(begin))
}

fn structured(document: &str) -> bool {
    ["ann_dict", "torrent_multi", "krpc", "scrape"].iter().any(|begin| document.starts_with(begin))
}

fn without_values(document: &str) -> bool {
    document != "packet_values"
}

impl TimeGoal {
    /// Our time, held against the rival's; none where the document does not count or one of the two
    /// is not known.
    pub fn ratio(&self, times: &Times, document: &str, profile: &str) -> Option<f64> {
        let of = |document, subject| times.get(self.operation, document, profile, subject);
        let ours = of(document, self.subject)?;
        let rival = match self.rival {
            Rival::Named(subject) => of(document, subject)?,
            Rival::Best => times.best_peer(self.operation, document, profile)?.0,
            Rival::Twin(twin) => of(twin, self.subject)?,
        };
        (self.counts)(document).then_some(ours / rival)
    }

    /// Where it is missed: documents and profiles, and by how much.
    pub fn misses(&self, times: &Times) -> Vec<String> {
        let misses =
            times.profiles().into_iter().flat_map(|profile| self.missed_in(times, profile));
        misses.collect()
    }

    fn missed_in(&self, times: &Times, profile: &str) -> Vec<String> {
        let ratio = |name| Some((name, self.ratio(times, name, profile)?));
        let ratios: Vec<_> = documents::names().filter_map(ratio).collect();
        let known: Vec<f64> = ratios.iter().map(|(_, ratio)| *ratio).collect();
        let mean = mean(&known).map(|mean| ("geometric mean", mean));
        let above = |bound: Option<f64>, ratio: f64| bound.is_some_and(|it| ratio > it * SLACK);
        let each = ratios.into_iter().filter(|(_, ratio)| above(self.each, *ratio));
        let mean = mean.into_iter().filter(|(_, ratio)| above(self.mean, *ratio));
        each.chain(mean).map(|(name, ratio)| format!("{name} {profile} {ratio:.2}")).collect()
    }

    /// What it asks for, in words.
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
