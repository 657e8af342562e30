//! The laws of both libraries: properties that hold for every input, however hostile.
//!
//! Each law is a plain function in [`laws`], whose doc comment states the property. Three runners call them:
//! `tests/replay.rs` with every committed seed, `tests/{properties,strategies}` with inputs that proptest
//! generates, and `fuzz_targets/` with inputs that libFuzzer finds.
//!
//! `fuzz/run TARGET SECONDS` runs a target on stable Rust, and
//! `cargo +nightly fuzz run --features libfuzzer TARGET` runs it with cargo-fuzz. To turn a finding into a
//! regression test, copy its file into `seeds/`, with a name that describes it; `fuzz/run TARGET distil`
//! lists the inputs of a corpus that reach code that no seed reaches.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::format_push_string,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a law that is broken panics"
)]

mod ways;
mod contents;
mod messages;
mod krpc_document;
mod krpc_peers;
pub mod disagreements;
pub mod laws;
