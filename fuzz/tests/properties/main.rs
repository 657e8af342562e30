//! What proptest makes up, through the laws and through promises of one wire. `strategies.rs` has what
//! needs the strategies of the libraries.
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

/// A quarter of the default: each case goes through some sixty laws.
fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) }
}
