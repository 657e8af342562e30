//! What we want to reach, and against whom.

use crate::table::{Figure, Table};

/// Whom a figure is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rival {
    /// One subject, of `counts.tsv` or of `reference.tsv`.
    Named(&'static str),
    /// The best Rust peer.
    Best,
    /// A copy of the bytes, an instruction each, and 150 for each token.
    Copy,
}

/// Figures of one of our subjects, held against a rival's.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// Name of the operation.
    pub operation: &'static str,
    /// Our subject.
    pub subject: &'static str,
    /// At most this times the rival, on each document that counts.
    pub each: Option<f64>,
    /// At most this times the rival, on the geometric mean.
    pub mean: Option<f64>,
    /// The rival.
    pub rival: Rival,
    /// Which documents count.
    pub counts: fn(&str) -> bool,
}

/// All of them.
pub const GOALS: [Goal; 12] = [
    each("validate", "bencode-strict", 1.1, Rival::Named("hand-written"), unnested),
    each("document", "bencode-reused", 0.55, Rival::Named("libtorrent"), any),
    each("document", "bencode-reused", 0.35, Rival::Best, any),
    each("document", "bencode-reused", 1.1, Rival::Named("hand-written"), any),
    each("document", "bencode-value", 1.0, Rival::Named("bencode-minimal"), any),
    Goal { mean: Some(1.0), ..each("borrowed", "bencode", 1.08, Rival::Named("librqbit"), any) },
    each("borrowed", "bencode", 0.95, Rival::Named("bt_bencode"), unnested),
    Goal {
        mean: Some(1.0),
        each: None,
        ..each("owned", "bencode", 1.0, Rival::Named("librqbit"), any)
    },
    each("encode", "bencode-reused", 0.22, Rival::Best, structured),
    each("encode", "bencode-reused", 1.15, Rival::Best, flat),
    each("encode", "bencode-reused", 1.1, Rival::Copy, payload),
    each("tree-encode", "bencode-reused", 0.8, Rival::Best, |name| !payload(name)),
];

const fn each(
    operation: &'static str,
    subject: &'static str,
    factor: f64,
    rival: Rival,
    counts: fn(&str) -> bool,
) -> Goal {
    Goal { operation, subject, each: Some(factor), mean: None, rival, counts }
}

fn any(_: &str) -> bool {
    true
}

fn unnested(document: &str) -> bool {
    document != "nested_1k"
}

fn structured(document: &str) -> bool {
    ["ann_dict", "torrent_multi", "krpc", "scrape"].iter().any(|begin| document.starts_with(begin))
}

fn flat(document: &str) -> bool {
    ["ints", "strs", "nested"].iter().any(|begin| document.starts_with(begin))
}

fn payload(document: &str) -> bool {
    !structured(document) && !flat(document)
}

impl Rival {
    /// The rival's instructions for a token.
    pub fn per_token(self, counts: &Table, operation: &str, document: &str) -> Option<f64> {
        match self {
            Rival::Named(subject) => {
                counts.get(operation, document, subject).map(Figure::per_token)
            }
            Rival::Best => counts.best_peer(operation, document),
            Rival::Copy => counts.any(document).map(copy),
        }
    }

    /// Name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Rival::Named(subject) => subject,
            Rival::Best => "best peer",
            Rival::Copy => "copy",
        }
    }
}

/// 1.1 times the copy plus 150 a token is asked for; the factor 1.1 is the goal's.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn copy(figure: &Figure) -> f64 {
    figure.bytes as f64 / figure.tokens as f64 + 150.0 / 1.1
}
