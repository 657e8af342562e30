//! The documents as structs, written as a user of any serde format would write them.
//!
//! Fields are in the order of their keys, so that libraries that serialize them in the order of declaration
//! write canonical bencode.

pub mod borrowed;
pub mod owned;
pub mod packet;
mod pairs;
pub mod reply;

pub use pairs::Pairs;
