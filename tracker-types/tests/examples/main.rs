//! What the examples run on: the tracker, its HTTP, the client, and both on a loopback port.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics has failed"
)]

#[path = "../../examples/client/mod.rs"]
mod client;
#[path = "../../examples/lint.rs"]
#[expect(dead_code, reason = "its main")]
mod lint;
#[path = "../../examples/server/mod.rs"]
mod server;

mod arguments;
mod expiry;
mod deviations;
mod failover;
mod framing;
mod loopback;
mod replies;
mod targets;
