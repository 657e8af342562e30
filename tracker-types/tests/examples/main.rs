//! The example tracker, the example client, and both on a loopback port.
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
#[path = "../../examples/node/mod.rs"]
mod node;
#[path = "../../examples/lint.rs"]
#[expect(dead_code, reason = "its main")]
mod lint;
#[path = "../../examples/server/mod.rs"]
mod server;

mod arguments;
mod connections;
mod dht;
mod expiry;
mod deviations;
mod failover;
mod loopback;
mod memory;
mod replies;
mod targets;
mod udp;
mod websocket;
