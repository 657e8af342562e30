//! Requests from query strings, and back.

mod options;
mod target;
mod name;
mod value;
mod cursor;
mod announce;
mod unusual;
mod scrape;
mod write;

pub use options::QueryOptions;
pub use target::Target;
