//! The laws of both libraries: what holds for every input, however hostile.
//!
//! Each law is a plain function in [`laws`] whose doc comment is the promise. Three runners call
//! them: `tests/replay.rs` with every committed seed, `tests/properties.rs` with what proptest
//! makes up, and `fuzz_targets/` with what libFuzzer finds.
//!
//! A new finding of libFuzzer becomes a regression test by copying its file into `seeds/`.
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
mod messages;
pub mod laws;
