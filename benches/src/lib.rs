//! Instruction counts and timings of both libraries next to their peers.
//!
//! ```text
//! cargo run --profile count -p benches --bin counts -- validate            # one operation
//! cargo run --profile count -p benches --bin counts -- bencode 'ann_*'     # subject, documents
//! cargo run --profile count -p benches --features peers --bin counts       # all, and the peers
//! cargo run -p benches --bin counts -- --print encode                      # the tables alone
//! cargo run -p benches --bin counts -- --chart                             # chart.svg of them
//! cargo run --profile count -p benches --bin counts -- --check             # ours, still as good?
//! ```
//!
//! Counting needs valgrind. Time is measured by `ratios`, together with the peers in one process, and decides
//! where the two disagree; see [`times`]. Each case is checked before it is counted: what the subject
//! understood of the document, written out plainly, must equal the document. The figures go to `counts.tsv`; a
//! filtered run replaces only its own rows. Real torrents are included if the environment variable
//! `BENCODE_CORPUS` names a folder that has them in `files/`. To examine one case:
//!
//! ```text
//! cargo build --profile count -p benches
//! valgrind --tool=callgrind target/count/count bencode validate ann_dict_50 100
//! ```
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "no library: a benchmark that meets the unexpected should stop"
)]

pub mod random;
pub mod plain;
pub mod written;
pub mod structs;
pub mod path;
pub mod documents;
pub mod facts;
pub mod operation;
pub mod subjects;
pub mod run;
pub mod table;
pub mod filter;
pub mod valgrind;
pub mod goal;
pub mod goals;
pub mod report;
pub mod check;
pub mod times;
pub mod time_goals;
pub mod chart;
