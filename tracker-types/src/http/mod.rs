//! The HTTP wire: a query string asks, bencode answers (BEP 3, BEP 48).

mod query;

pub use query::QueryOptions;
pub use query::Target;
