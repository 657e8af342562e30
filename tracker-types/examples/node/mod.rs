//! A small node of the DHT, built on `tracker_types::krpc`.
//!
//! ```text
//! socket (and timers)   ─┬─ lookup
//!                        └─ state (query → reply) ─┬─ table (nodes)
//!                                                  └─ storage (peers, items)
//! ```
#![allow(unreachable_pub, reason = "the example and the tests include these files, nobody else")]
#![allow(dead_code, unused_imports, reason = "each of them uses a part")]

mod table;
mod storage;
pub mod state;
mod socket;
mod lookup;
mod story;

pub use lookup::Found;
pub use socket::Node;
pub use socket::random_id;
pub use story::story;
