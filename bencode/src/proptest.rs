//! Strategies of proptest, for your own tests.
//!
//! | strategy | makes | for |
//! |---|---|---|
//! | [`value`] | a tree | code that takes a [`Value`](crate::Value) |
//! | [`canonical`] | canonical bytes | code that must read all valid input |
//! | [`twin`] | bytes with quirks, and the canonical bytes with the same meaning | code that accepts quirks |
//! | [`damaged`] | bytes that strict rules refuse, and the error | code that must refuse |
//!
//! ```
//! use bencode::{Document, Rules, Value};
//! use bencode::proptest::{damaged, twin};
//! use proptest::prelude::*;
//!
//! proptest!(|(twin in twin(), damaged in damaged())| {
//!     let odd = Value::parse_with(&twin.input, Rules::TOLERANT).unwrap();
//!     prop_assert_eq!(odd.to_vec(), twin.canonical);
//!
//!     let error = Document::parse_with(&damaged.input, Rules::STRICT).unwrap_err();
//!     prop_assert_eq!((error.kind(), error.offset()), (damaged.kind, damaged.offset));
//! });
//! ```

mod damage;
mod tree;
mod twin;

pub use damage::Damaged;
pub use damage::damaged;
pub use tree::canonical;
pub use tree::value;
pub use twin::Twin;
pub use twin::twin;
