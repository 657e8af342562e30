//! A small HTTP tracker in memory, built on `tracker-types`: what both examples and the tests run.
//!
//! ```text
//! service (sockets, threads, time) ── framing (HTTP) ── answer (request → reply) ── tracker ── swarm
//! ```
#![allow(unreachable_pub, reason = "the examples and the tests include these files, nobody else")]

mod swarm;
mod tracker;
pub mod answer;
pub mod framing;
mod service;

pub use service::Service;
pub use tracker::Settings;
pub use tracker::Tracker;
