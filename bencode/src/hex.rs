//! Hexdumps and literals: pasted text becomes bytes, and bytes become a dump, with a caret under the faulty
//! one.
//!
//! ```
//! # #[cfg(feature = "alloc")] {
//! // curl … | hexdump -C
//! let dump = "00000000  64 35 3a 70 65 65 72 73  30 3a 65                 |d5:peers0:e|
//! 0000000b";
//! assert_eq!(bencode::hex::decode(dump).unwrap(), b"d5:peers0:e");
//! # }
//! ```
#[cfg(feature = "alloc")]
mod error;
#[cfg(feature = "alloc")]
mod text;
#[cfg(feature = "alloc")]
mod line;
#[cfg(feature = "alloc")]
mod column;
#[cfg(feature = "alloc")]
mod address;
#[cfg(feature = "alloc")]
mod dump;
#[cfg(feature = "alloc")]
mod source;
#[cfg(feature = "alloc")]
mod literal;
#[cfg(feature = "alloc")]
mod numbers;
#[cfg(feature = "alloc")]
mod base64;
#[cfg(feature = "alloc")]
mod decode;

pub use crate::hexdump::Dump;
pub use crate::hexdump::Excerpt;
#[cfg(feature = "alloc")]
pub use crate::hexdump::encode;
#[cfg(feature = "alloc")]
pub use decode::decode;
#[cfg(feature = "alloc")]
pub use dump::MAX_REPEATED;
#[cfg(feature = "alloc")]
pub use error::HexError;
#[cfg(feature = "alloc")]
pub use error::HexErrorKind;
