//! Scrapes: how many seed, leech and ever completed, without joining a swarm (BEP 48).

mod request;

pub use request::ScrapeRequest;
