//! A client that announces itself and shows what it is told.
#![allow(unreachable_pub, reason = "the example and the tests include these files, nobody else")]

mod options;
pub mod torrent;
pub mod http;
pub mod session;
mod show;
pub mod watch;
mod demo;
mod run;

pub use demo::demo;
pub use options::Command;
pub use options::HELP;
pub use run::run;
