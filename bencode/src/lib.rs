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
mod scanner;
mod sink;
mod decimal;
mod encoder;
mod locate;
#[cfg(feature = "alloc")]
mod byte_str;
#[cfg(feature = "alloc")]
mod document;
#[cfg(feature = "alloc")]
mod value;
#[cfg(feature = "alloc")]
mod display;
#[cfg(feature = "serde")]
mod raw;
#[cfg(feature = "serde")]
pub mod de;
#[cfg(feature = "serde")]
pub mod ser;

#[cfg(feature = "nom")]
pub mod parse;

#[cfg(feature = "alloc")]
pub use byte_str::ByteArray;
#[cfg(feature = "alloc")]
pub use byte_str::ByteStr;
#[cfg(feature = "serde")]
pub use de::Deserializer;
#[cfg(feature = "serde")]
pub use de::StreamDeserializer;
#[cfg(all(feature = "serde", feature = "std", feature = "bytes"))]
pub use de::from_bytes;
#[cfg(all(feature = "serde", feature = "std"))]
pub use de::from_reader;
#[cfg(all(feature = "serde", feature = "std"))]
pub use de::from_reader_with;
#[cfg(feature = "serde")]
pub use de::from_slice;
#[cfg(feature = "serde")]
pub use de::from_value;
#[cfg(feature = "serde")]
pub use de::take_from_slice;
#[cfg(feature = "alloc")]
pub use document::Deviation;
#[cfg(feature = "alloc")]
pub use document::Document;
#[cfg(feature = "alloc")]
pub use document::Entries;
#[cfg(feature = "alloc")]
pub use document::Item;
#[cfg(feature = "alloc")]
pub use document::Items;
#[cfg(feature = "alloc")]
pub use document::Tape;
pub use encoder::Encoder;
pub use error::Error;
pub use error::ErrorKind;
pub use locate::Path;
pub use locate::Segment;
pub use quirk::Quirk;
#[cfg(feature = "serde")]
pub use raw::RawValue;
#[cfg(feature = "serde")]
pub use raw::WithRaw;
pub use reader::Reader;
pub use rules::Rules;
pub use scanner::Progress;
pub use scanner::Scanner;
#[cfg(feature = "serde")]
pub use ser::Serializer;
#[cfg(feature = "serde")]
pub use ser::to_raw_value;
#[cfg(feature = "serde")]
pub use ser::to_sink;
#[cfg(feature = "serde")]
pub use ser::to_slice;
#[cfg(feature = "serde")]
pub use ser::to_value;
#[cfg(feature = "serde")]
pub use ser::to_vec;
#[cfg(all(feature = "serde", feature = "std"))]
pub use ser::to_writer;
pub use sink::FixedBuffer;
pub use sink::Sink;
pub use token::Int;
pub use token::OutOfRange;
pub use token::Token;
#[cfg(feature = "alloc")]
pub use value::Dict;
#[cfg(feature = "alloc")]
pub use value::Integer;
#[cfg(feature = "alloc")]
pub use value::List;
#[cfg(feature = "alloc")]
pub use value::Value;
