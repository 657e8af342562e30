//! The HTTP wire: requests as query strings, replies in bencode (BEP 3, BEP 48).
//!
//! Requests know their query strings: [`AnnounceRequest`](crate::AnnounceRequest) and
//! [`ScrapeRequest`](crate::ScrapeRequest). What comes back is decoded and encoded by
//! [`announce`] and [`scrape`], with the same two verbs.

mod query;
mod peer;
mod reply;
pub mod announce;
pub mod scrape;

#[cfg(all(test, feature = "proptest"))]
pub(crate) use reply::written_keys;

pub use announce::AnnounceResponseWriter;
pub use announce::PeerForm;
pub use query::QueryOptions;
pub use query::Target;
pub(crate) use query::is_of_announce;
pub use scrape::ScrapeResponseWriter;
