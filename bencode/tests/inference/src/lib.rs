//! Lines of programs that never name these libraries. In each of them the compiler infers a type
//! because only one implementation fits. Another one, in a crate that is merely linked, would make the
//! line ambiguous.
//!
//! Without the two libraries all of this compiles, too. What `bytes` makes ambiguous by itself is left
//! out: the order (not the equality) of text and of bytes with something inferred.

extern crate bencode as _;
extern crate tracker_types as _;

pub mod addresses;
pub mod bytes;
pub mod frames;
pub mod lists;
pub mod numbers;
pub mod text;
