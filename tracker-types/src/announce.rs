//! Announces: a client tells a tracker how far it is and asks for peers.

mod event;
mod request;
mod response;
mod serialize;
mod deserialize;

pub use event::Event;
pub use request::AnnounceRequest;
pub use response::AnnounceReply;
pub use response::AnnounceResponse;
