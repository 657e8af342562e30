//! The WebSocket wire: JSON messages, as WebTorrent has them.

mod action;
mod string;
mod number;
mod members;
mod write;
mod offer;
mod fields;
pub mod tracker;
pub mod client;

pub use action::Action;
pub use client::Announce;
pub use client::Answer;
pub use client::ClientMessage;
pub use client::Scrape;
pub use offer::Offer;
pub use offer::OfferId;
pub use offer::Sdp;
pub use tracker::AnswerToPeer;
pub use tracker::OfferToPeer;
pub use tracker::TrackerMessage;
