//! Announces: a client tells a tracker how far it is and asks for peers.

mod event;
mod request;

pub use event::Event;
pub use request::AnnounceRequest;
