//! Bencode, BitTorrent's data format ([BEP 3]), without copying.
//!
//! ```
//! use serde::Deserialize;
//!
//! #[derive(Deserialize)]
//! struct Reply<'a> {
//!     interval: u32,
//!     #[serde(borrow)]
//!     peers: bencode::ByteStr<'a>,
//! }
//!
//! let reply: Reply = bencode::from_slice(b"d8:intervali1800e5:peers6:\x7f\0\0\x01\x1a\xe1e")?;
//! assert_eq!((reply.interval, reply.peers.len()), (1800, 6));
//! # Ok::<(), bencode::Error>(())
//! ```
//!
//! Types of your own need `cargo add serde -F derive` beside this crate; fields that
//! [own](de#borrowing-and-owning) what they hold need no lifetime.
//!
//! | I have | I want | use |
//! |---|---|---|
//! | a slice | a Rust struct | [`from_slice`]; [`take_from_slice`] if more follows |
//! | a [`Bytes`](bytes::Bytes) frame | a struct that owns slices of it | [`from_bytes`]; [`from_reader`] for a file |
//! | a slice | to look around; exact bytes; everything that is odd | [`Document`], [`Tape`] to parse often |
//! | a slice | token by token, without allocating | [`Reader`] |
//! | a file or a socket | token by token, in bounded memory | [`EventReader`] |
//! | a growing buffer | to know when a message is whole | [`Scanner`] |
//! | a struct field | its exact bytes, to hash them | [`WithRaw`], [`RawValue`] |
//! | a `.torrent` | to edit it, with the same info-hash | [a map of `RawValue`](RawValue#editing-a-torrent-without-changing-its-info-hash) |
//! | a Rust struct | canonical bytes | [`to_vec`], [`to_slice`], [`to_writer`] |
//! | nothing yet | a value to build and edit | [`Value`], [`bencode!`] |
//! | nothing yet | to write it by hand | [`Encoder`] |
//! | a hexdump in a test | bytes | [`hex::decode`] |
//! | bytes | readable JSON | [`Display`](core::fmt::Display) of [`Value`], [`Document`], [`Item`] |
//! | such JSON | bytes | [`Value::from_json`], and its [`to_vec`](Value::to_vec) |
//!
//! # Layers
//!
//! ```text
//!  hex  quirk ─ error ─ rules ─ token ─ grammar (nom) ─ cursor
//!                                                        ├── structure ── reader, scanner, event reader, encoder
//!                                                        ├── locate (offset → path)
//!                                                        ├── byte strings ── bytes
//!                                                        ├── document, value, JSON
//!                                                        └── raw, de, ser ── serde
//! ```
//!
//! Tokens know nothing of each other; the structure knows what may follow what; meaning is above.
//! The grammar reports what is odd ([`Quirk`]), [`Rules`] decide whether that is an error.
//!
//! # Promises
//!
//! - Whatever the bytes: an error, never a panic, an abort, a wrapped number, quadratic work, or
//!   memory beyond a constant times the input. Nesting costs no stack but in serde, which stops at
//!   128 levels, or where [`Deserializer`] says.
//! - At most so many bytes of memory for each byte of input, and 2 KiB: 1.25 for [`Reader`], [`Scanner`]
//!   and serde's `IgnoredAny`, 7 for a [`Document`], 25 for a [`Value`], by serde too, and
//!   16 for [`Document::quirks`]. Errors and deviations say what they say in a line of at most
//!   1 KiB.
//! - Output is canonical and reads back; raw bytes are handed on as they came, never re-encoded.
//! - Errors say kind, offset and path: `info.files[2].length: expected integer, found byte string
//!   at byte 71`.
//! - Adding this crate changes the meaning of no line of yours: it implements no comparison for a type
//!   that is not its own, so that `n == text.parse()?` still finds the type of `n`. Write
//!   `value == 1800`, not `1800 == value`. (The dependency [`bytes`] does implement `PartialOrd` for
//!   text and byte slices.)
//!
//! # Limits
//!
//! Inputs below 4 GiB, but for [`EventReader`]; 2^29 items in a [`Document`]; 128 levels unless
//! [`Rules`] say otherwise.
//! Floats, units and a `None` in a list have no bencode ([`ser`]).
//!
//! # Features
//!
//! | feature | default | brings |
//! |---|---|---|
//! | `std` | yes | readers and writers of `std::io`; `alloc` |
//! | `alloc` | yes | documents, values, JSON, text in errors |
//! | `serde` | yes | the data format; `alloc` |
//! | `bytes` | yes | [`Bytes`](bytes::Bytes) in, slices of it out; `alloc` |
//! | `nom` | no | the grammar as composable nom 8 parsers, in `parse` |
//! | `proptest` | no | strategies for tests of your own, in `proptest`; `std` |
//!
//! Without any of them the reader, scanner and encoder remain, on `core` alone.
//!
//! [BEP 3]: https://www.bittorrent.org/beps/bep_0003.html
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
mod locate;
#[cfg(feature = "std")]
mod stream;
mod sink;
mod decimal;
mod write;
mod encoder;
#[cfg(feature = "alloc")]
mod duplicate;
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
#[cfg(all(doc, feature = "serde", feature = "std", feature = "bytes"))]
#[doc = include_str!("docs/migration.md")]
pub mod migration {}
#[cfg(feature = "proptest")]
pub mod proptest;

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
#[cfg(all(feature = "serde", feature = "std", feature = "bytes"))]
pub use de::from_bytes_with;
#[cfg(all(feature = "serde", feature = "std"))]
pub use de::from_reader;
#[cfg(all(feature = "serde", feature = "std"))]
pub use de::from_reader_with;
#[cfg(feature = "serde")]
pub use de::from_slice;
#[cfg(feature = "serde")]
pub use de::from_slice_with;
#[cfg(feature = "serde")]
pub use de::from_value;
#[cfg(feature = "serde")]
pub use de::take_from_slice;
#[cfg(feature = "serde")]
pub use de::take_from_slice_with;
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
pub use encoder::AnyInteger;
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
#[cfg(feature = "std")]
pub use stream::EventReader;
pub use token::Int;
pub use token::OutOfRange;
pub use token::Token;
#[cfg(feature = "alloc")]
pub use value::Dict;
#[cfg(feature = "alloc")]
pub use value::Entry;
#[cfg(feature = "alloc")]
pub use value::Integer;
#[cfg(feature = "alloc")]
pub use value::List;
#[cfg(feature = "alloc")]
pub use value::Value;
