//! `chart.svg`: ours beside the best peer, one pair of bars for each operation.

use std::fmt::Write;

use crate::documents;
use crate::operation::Operation;
use crate::subjects::PEERS;
use crate::table::{Figure, Table};

/// Ours that do what the peers do: nothing is kept from one run to the next.
const OURS: [&str; 2] = ["bencode", "tracker-types"];

/// One pair of bars.
struct Row {
    operation: &'static str,
    /// Ours to the best peer, geometric mean over the documents.
    ratio: f64,
    documents: usize,
    /// The peer that is the best most often.
    peer: &'static str,
}

const LINE: usize = 34;
const TOP: usize = 62;
const LEFT: f64 = 150.0;
const UNIT: f64 = 300.0;

const STYLE: &str = "\
text { font: 13px system-ui, sans-serif; fill: #24292f }\n\
.small { font-size: 11px; fill: #57606a }\n\
.ours { fill: #1a7f5a }\n\
.peer { fill: #b8bec6 }\n\
@media (prefers-color-scheme: dark) {\n\
  text { fill: #e6edf3 }\n\
  .small { fill: #9198a1 }\n\
  .ours { fill: #3fb98a }\n\
  .peer { fill: #545d68 }\n\
}\n";

/// The picture of these figures.
pub fn chart(counts: &Table) -> String {
    let rows: Vec<Row> = Operation::ALL.into_iter().filter_map(|one| row(counts, one)).collect();
    let height = TOP + rows.len() * LINE + 6;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 {height}\" role=\"img\">\n\
         <title>Instructions of this workspace beside the best Rust peer</title>\n\
         <style>\n{STYLE}</style>\n\
         <text x=\"12\" y=\"24\">Instructions beside the best other Rust library (= 1)</text>\n\
         <text x=\"12\" y=\"42\" class=\"small\">less is better; geometric mean over the documents; \
         best peer of each document, the most frequent one named</text>\n"
    );
    for (index, row) in rows.iter().enumerate() {
        put(&mut svg, TOP + index * LINE, row);
    }
    svg.push_str("</svg>\n");
    svg
}

fn put(svg: &mut String, y: usize, row: &Row) {
    let Row { operation, ratio, documents, peer } = row;
    let (ours, end) = (ratio * UNIT, LEFT + ratio * UNIT + 6.0);
    let plural = if *documents == 1 { "" } else { "s" };
    // A `String` takes whatever is written.
    let _ = write!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{operation}</text>\n\
         <rect class=\"ours\" x=\"{LEFT}\" y=\"{y}\" width=\"{ours:.0}\" height=\"13\"/>\n\
         <text x=\"{end:.0}\" y=\"{}\">{ratio:.2}</text>\n\
         <rect class=\"peer\" x=\"{LEFT}\" y=\"{}\" width=\"{UNIT}\" height=\"11\"/>\n\
         <text x=\"{}\" y=\"{}\" class=\"small\">{peer}, {documents} document{plural}</text>\n",
        LEFT - 10.0,
        y + 17,
        y + 11,
        y + 14,
        LEFT + UNIT + 6.0,
        y + 24,
    );
}

fn row(counts: &Table, operation: Operation) -> Option<Row> {
    let pairs: Vec<_> =
        documents::names().filter_map(|name| pair(counts, operation.name(), name)).collect();
    let logarithms: f64 = pairs.iter().map(|(ratio, _)| ratio.ln()).sum();
    let often = |peer: &&str| pairs.iter().filter(|(_, best)| best == peer).count();
    let peer = PEERS.into_iter().rev().max_by_key(often)?;
    let ratio = (logarithms / f64::from(u32::try_from(pairs.len()).ok()?)).exp();
    let documents = pairs.len();
    (documents > 0).then_some(Row { operation: operation.name(), ratio, documents, peer })
}

/// Ours to the best peer on one document, and who that is.
fn pair(counts: &Table, operation: &str, document: &str) -> Option<(f64, &'static str)> {
    let of = |subject| counts.get(operation, document, subject).map(Figure::per_token);
    let ours = OURS.into_iter().find_map(of)?;
    let peers = PEERS.into_iter().filter_map(|peer| Some((of(peer)?, peer)));
    let (best, peer) = peers.min_by(|one, other| one.0.total_cmp(&other.0))?;
    Some((ours / best, peer))
}
