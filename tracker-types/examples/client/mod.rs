//! A client that announces itself and shows the reply.
#![allow(unreachable_pub, reason = "the example and the tests include these files, nobody else")]
#![allow(dead_code, reason = "each of them uses a part")]

mod options;
pub mod target;
pub mod question;
pub mod show;
pub mod http;
pub mod udp;
pub mod websocket;
pub mod session;
pub mod watch;
mod demo;
mod wires;
mod run;

pub use demo::demo;
pub use options::Command;
pub use options::HELP;
pub use run::run;
pub use wires::wires;
