//! Hexdumps: what people paste becomes bytes, and bytes at fault become a hexdump with a caret.
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
mod address;
#[cfg(feature = "alloc")]
mod decode;
#[cfg(feature = "alloc")]
mod error;
mod excerpt;
#[cfg(feature = "alloc")]
mod line;

#[cfg(feature = "alloc")]
pub use decode::MAX_REPEATED;
#[cfg(feature = "alloc")]
pub use decode::decode;
#[cfg(feature = "alloc")]
pub use error::HexError;
#[cfg(feature = "alloc")]
pub use error::HexErrorKind;
pub use excerpt::Excerpt;
