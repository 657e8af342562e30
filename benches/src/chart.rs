//! `chart.svg`: our library compared with the best other one, with three bars for each operation: time in a build
//! with fat LTO, time in a plain release build, and instructions.

use std::fmt::Write;

use crate::documents;
use crate::goal::mean;
use crate::operation::Operation;
use crate::subjects::PEERS;
use crate::table::{Figure, Table};
use crate::times::{Pair, Times};

/// Our subjects that do the same as the others: they keep nothing from one run to the next.
const OURS: [&str; 2] = ["bencode", "tracker-types"];

/// The bars of an operation: their class, and their meaning.
const BARS: [(&str, &str); 3] =
    [("lto", "time, fat LTO"), ("plain", "time, plain release build"), ("counts", "instructions")];

/// The bars of one operation.
struct Row {
    operation: &'static str,
    /// The ratios to the best other library, geometric means over the documents, in the order of [`BARS`].
    ratios: [Option<f64>; 3],
    documents: usize,
    /// The other library that is fastest on most documents.
    peer: &'static str,
}

const LINE: usize = 44;
const TOP: usize = 84;
const LEFT: f64 = 160.0;
const UNIT: f64 = 260.0;

const STYLE: &str = "\
text { font: 13px system-ui, sans-serif; fill: #24292f }\n\
.small { font-size: 11px; fill: #57606a }\n\
.lto { fill: #1a7f5a }\n\
.plain { fill: #6fbf9f }\n\
.counts { fill: #b8bec6 }\n\
.peer { stroke: #24292f; stroke-dasharray: 2 3 }\n\
@media (prefers-color-scheme: dark) {\n\
  text { fill: #e6edf3 }\n\
  .small { fill: #9198a1 }\n\
  .lto { fill: #3fb98a }\n\
  .plain { fill: #2b6f57 }\n\
  .counts { fill: #545d68 }\n\
  .peer { stroke: #e6edf3 }\n\
}\n";

/// The picture of these figures.
pub fn chart(counts: &Table, times: &Times) -> String {
    let rows = Operation::ALL.into_iter().filter_map(|one| row(counts, times, one));
    let rows: Vec<Row> = rows.collect();
    let height = TOP + rows.len() * LINE + 6;
    let one = LEFT + UNIT;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 820 {height}\" role=\"img\">\n\
         <title>Time and instructions of this workspace beside the best other Rust library</title>\n\
         <style>\n{STYLE}</style>\n\
         <text x=\"12\" y=\"24\">Time and instructions beside the best other Rust library (= 1)</text>\n\
         <text x=\"12\" y=\"42\" class=\"small\">less is better; geometric mean over the documents; \
         the best peer of each document, the one that is the fastest most often named</text>\n"
    );
    legend(&mut svg);
    for (index, row) in rows.iter().enumerate() {
        put(&mut svg, TOP + index * LINE, row);
    }
    let _ = write!(
        svg,
        "<line class=\"peer\" x1=\"{one}\" y1=\"{TOP}\" x2=\"{one}\" y2=\"{height}\"/>\n</svg>\n"
    );
    svg
}

fn legend(svg: &mut String) {
    for (index, (class, shows)) in BARS.iter().enumerate() {
        let x = 12 + index * 170;
        // Writing to a `String` does not fail.
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{x}\" y=\"54\" width=\"12\" height=\"10\"/>\n\
             <text x=\"{}\" y=\"63\" class=\"small\">{shows}</text>\n",
            x + 18,
        );
    }
}

fn put(svg: &mut String, y: usize, row: &Row) {
    let Row { operation, ratios, documents, peer } = row;
    let plural = if *documents == 1 { "" } else { "s" };
    let _ = write!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{operation}</text>\n\
         <text x=\"{}\" y=\"{}\" text-anchor=\"end\" class=\"small\">{peer}, {documents} \
         document{plural}</text>\n",
        LEFT - 10.0,
        y + 14,
        LEFT - 10.0,
        y + 28,
    );
    for (index, ((class, _), ratio)) in BARS.iter().zip(ratios).enumerate() {
        let (y, Some(ratio)) = (y + index * 12, ratio) else { continue };
        let (width, end) = (ratio * UNIT, LEFT + ratio * UNIT + 6.0);
        let _ = write!(
            svg,
            "<rect class=\"{class}\" x=\"{LEFT}\" y=\"{y}\" width=\"{width:.0}\" height=\"10\"/>\n\
             <text x=\"{end:.0}\" y=\"{}\" class=\"small\">{ratio:.2}</text>\n",
            y + 9,
        );
    }
}

fn row(counts: &Table, times: &Times, operation: Operation) -> Option<Row> {
    let operation = operation.name();
    let fastest = |profile| {
        let pairs = OURS.into_iter().map(|ours| times.pairs(operation, profile, ours));
        pairs.into_iter().find(|pairs| !pairs.is_empty()).unwrap_or_default()
    };
    let ratio = |pairs: &[Pair]| mean(&pairs.iter().map(Pair::ratio).collect::<Vec<_>>());
    let (lto, plain) = (fastest("count"), fastest("release"));
    let counted: Vec<f64> =
        documents::names().filter_map(|name| counted(counts, operation, name)).collect();
    let often = |peer: &&str| lto.iter().filter(|pair| pair.peer == *peer).count();
    let peer = PEERS.into_iter().rev().max_by_key(often)?;
    let documents = lto.len();
    let ratios = [ratio(&lto), ratio(&plain), mean(&counted)];
    (documents > 0).then_some(Row { operation, ratios, documents, peer })
}

/// The ratio of our instructions to those of the best other library, on one document.
fn counted(counts: &Table, operation: &str, document: &str) -> Option<f64> {
    let of = |subject| counts.get(operation, document, subject).map(Figure::per_token);
    Some(OURS.into_iter().find_map(of)? / counts.best_peer(operation, document)?)
}
