//! Scrapes: the numbers of seeders, leechers and downloads of swarms (BEP 48).

mod request;
mod response;

pub use request::ScrapeRequest;
pub use response::ScrapeReply;
pub use response::ScrapeResponse;
pub use response::ScrapeStats;
