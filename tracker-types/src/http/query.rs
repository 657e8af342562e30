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

use crate::params::Param;

pub use options::QueryOptions;
pub use target::Target;

/// Whether an announce gives a meaning to the name of a parameter.
pub(crate) fn is_of_announce(param: &Param<'_>) -> bool {
    name::Name::of(&param.name()).is_some()
}
