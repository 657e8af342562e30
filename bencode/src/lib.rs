//! Bencode, BitTorrent's data format, without copying.
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// In dependency order: a module uses only modules above it. `tests/it/layers.rs` holds us to it.
pub mod hex;
mod quirk;
mod error;
mod rules;
mod token;
mod grammar;
mod cursor;
mod structure;
mod reader;

pub use error::Error;
pub use error::ErrorKind;
pub use quirk::Quirk;
pub use reader::Reader;
pub use rules::Rules;
pub use token::Int;
pub use token::OutOfRange;
pub use token::Token;
