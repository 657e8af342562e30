//! Announces: a client tells a tracker its progress and asks for peers.

mod event;
mod request;
mod response;

pub use event::Event;
pub use request::AnnounceRequest;
pub use response::AnnounceReply;
pub use response::AnnounceResponse;
