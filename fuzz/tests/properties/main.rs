//! Runs the laws, and properties of single wires, with inputs that proptest generates. Tests that need the
//! strategies of the libraries are in `strategies.rs`.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a broken promise fails the test"
)]

mod laws;
mod replies;
mod udp_loopback;
mod urls;

use proptest::prelude::ProptestConfig;

/// A quarter of the default, because each case is checked by some sixty laws.
fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) }
}
