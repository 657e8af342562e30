//! Everything public, tested from outside: one module per theme, one binary to link.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

#[cfg(feature = "alloc")]
mod access;
#[cfg(feature = "alloc")]
mod api;
#[cfg(feature = "alloc")]
mod captures;
#[cfg(feature = "alloc")]
mod corpus;
#[path = "../common/decoders.rs"]
mod decoders;
#[cfg(feature = "serde")]
mod digits;
#[cfg(feature = "serde")]
mod editing;
mod encoder;
mod errors;
#[cfg(feature = "alloc")]
mod expected;
#[cfg(feature = "alloc")]
mod hex;
#[cfg(all(feature = "serde", feature = "std"))]
mod interrupts;
mod layers;
#[cfg(all(feature = "serde", feature = "std", feature = "bytes"))]
mod messages;
#[cfg(feature = "alloc")]
mod paths;
#[cfg(all(feature = "serde", feature = "std", feature = "bytes"))]
mod serde_any;
#[cfg(all(feature = "serde", feature = "std", feature = "bytes"))]
mod serde_errors;
#[cfg(all(feature = "serde", feature = "std", feature = "bytes"))]
mod serde_limits;
#[cfg(feature = "serde")]
mod serde_model;
#[cfg(all(feature = "serde", feature = "std", feature = "bytes"))]
mod serde_pairs;
#[cfg(all(feature = "serde", feature = "std", feature = "bytes"))]
mod serde_raw;
#[cfg(all(feature = "serde", feature = "std", feature = "bytes"))]
mod serde_other;
mod scanner;
mod sizes;
#[cfg(feature = "std")]
mod stream;
#[cfg(all(feature = "serde", feature = "std", feature = "bytes"))]
mod suites;
mod traps;
#[cfg(feature = "serde")]
mod typed;
#[cfg(feature = "alloc")]
mod values;
#[cfg(feature = "alloc")]
// The verdicts on lengths that are too large, and the digit at which they are, are those for 64 bits.
#[cfg(target_pointer_width = "64")]
mod vectors;
#[cfg(feature = "alloc")]
mod byte_str;
#[cfg(feature = "alloc")]
mod json;
#[cfg(feature = "alloc")]
mod value;
#[cfg(all(feature = "nom", feature = "alloc"))]
mod parse;
#[cfg(feature = "std")]
#[path = "../common/pieces.rs"]
mod pieces;
#[cfg(all(feature = "nom", feature = "alloc"))]
#[path = "../common/strings.rs"]
mod strings;
