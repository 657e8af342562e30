//! Lines of programs that never name these libraries. In each of them the compiler infers a type
//! because only one implementation fits. Another one, in a crate that is merely linked, would make the
//! line ambiguous.
//!
//! All of this also compiles without the two libraries. Code that `bytes` alone makes ambiguous is left out:
//! ordering (not equality) of text and of bytes with something inferred.

extern crate bencode as _;
extern crate tracker_types as _;

pub mod addresses;
pub mod bytes;
pub mod frames;
pub mod lists;
pub mod numbers;
pub mod text;
