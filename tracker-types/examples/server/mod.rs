//! A small tracker in memory, built on `tracker-types`: what both examples and the tests run.
//!
//! ```text
//! serve (sockets, time) ── http ── answer (request → reply) ── tracker ── shard ── swarm ── table
//! ```
#![allow(unreachable_pub, reason = "the examples and the tests include these files, nobody else")]

mod room;
mod table;
pub mod swarm;
mod shard;
mod tracker;
pub mod answer;
mod gate;
mod http;
mod serve;

pub use gate::Limits;
pub use serve::Local;
pub use serve::Server;
pub use tracker::Settings;
pub use tracker::Tracker;
