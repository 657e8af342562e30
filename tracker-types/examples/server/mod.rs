//! A small in-memory tracker, built on `tracker-types`, that both examples and the tests run.
//!
//! ```text
//! serve (sockets, time) ─┬─ http ─ answer ─┬─ tracker ─ shard ─ swarm ─ table
//!                        │    └─ websocket ─┤
//!                        └─ udp ────────────┘
//! ```
#![allow(unreachable_pub, reason = "the examples and the tests include these files, nobody else")]
#![allow(dead_code, unused_imports, reason = "each of them uses a part")]

mod room;
mod table;
pub mod swarm;
mod shard;
mod tracker;
pub mod answer;
mod gate;
pub mod udp;
pub mod websocket;
mod http;
mod serve;

pub use gate::Limits;
pub use serve::Local;
pub use serve::Server;
pub use tracker::Settings;
pub use tracker::Tracker;
