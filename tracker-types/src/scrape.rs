//! Scrapes: how many seed, leech and ever completed, without joining a swarm (BEP 48).

mod request;
mod response;

pub use request::ScrapeRequest;
pub use response::ScrapeReply;
pub use response::ScrapeResponse;
pub use response::ScrapeStats;
