//! Bencode, BitTorrent's data format ([BEP 3]), without copying.
//!
//! ```console
//! $ cargo add bencode
//! $ cargo add serde -F derive
//! ```
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
//! Fields of [owning types](de#borrowing-and-owning) need no lifetime. A `ByteStr` field that borrows needs
//! `#[serde(borrow)]`. If the attribute is missing, the compiler reports "lifetime may not live long enough"
//! and suggests the bound `'de: 'a`: add the attribute, not the bound.
//!
//! Recipes for common tasks are in the [cookbook]; the names that other crates use are in [migration].
//!
//! | I have | I want | use |
//! |---|---|---|
//! | a slice | a Rust struct | [`from_slice`]; [`take_from_slice`] if more follows; [`from_slice_with`] under [`Rules`] |
//! | a [`Bytes`] frame | a struct that owns slices of it | [`from_bytes`]; [`from_reader`] for a file |
//! | a slice | to look around; exact bytes; every deviation | [`Document`]; [`Tape`] to parse many |
//! | a slice | token by token, without allocating | [`Reader`] |
//! | a file or a socket | token by token, in bounded memory | [`EventReader`] |
//! | a growing buffer | to know when a message is whole | [`Scanner`] |
//! | a struct field | its exact bytes, to hash them | [`WithRaw`], [`RawValue`] |
//! | a `.torrent` | to edit it, with the same info-hash | [a map of `RawValue`](RawValue#editing-a-torrent-without-changing-its-info-hash) |
//! | a Rust struct | canonical bytes | [`to_vec`], [`to_slice`], [`to_writer`] |
//! | nothing yet | a value to build and edit | [`Value`], [`bencode!`] |
//! | nothing yet | to write it by hand | [`Encoder`] |
//! | a hexdump in a test | bytes | [`hex::decode`] |
//! | bytes | readable JSON | [`Display`](core::fmt::Display) of [`Value`], [`Document`], [`Item`]; `serde_json::to_string(&value)` |
//! | that JSON | bytes | [`Value::from_json`], then [`to_vec`](Value::to_vec) |
//!
//! # Layers
//!
//! ```text
//! serde          de, ser, raw values
//! trees          document, value, JSON
//! byte strings   ByteStr, ByteArray
//! streams        reader, scanner, event reader, encoder
//! structure      token order, limits; paths
//! tokens         grammar (nom), rules, quirks, errors
//! ```
//!
//! Each layer uses only those below it. The grammar reads one token and reports every deviation
//! ([`Quirk`]); [`Rules`] decide whether that is an error.
//!
//! # Promises
//!
//! - Any input gives a value or an error, never a panic, an abort, a wrapped number, quadratic work, or memory
//!   beyond a constant times the input. Nesting uses no stack, except in serde, which stops at 128 levels, or
//!   at the limit described at [`Deserializer`].
//! - Memory is at most 2 KiB plus, for each byte of input: 1.25 bytes for [`Reader`], [`Scanner`] and serde's
//!   `IgnoredAny`, 7 for a [`Document`], 26 for a [`Value`], also through serde, and 16 for
//!   [`Document::quirks`]. The text of an error or a deviation is one line of at most 1 KiB.
//! - Output is canonical and reads back; raw bytes are written exactly as received, never re-encoded.
//! - Errors have a kind, an offset and a path:
//!   `info.files[2].length: expected integer, found byte string at byte 71`.
//! - Adding this crate does not change what your code means: it implements no comparisons for foreign types, so
//!   the type of `n` in `n == text.parse()?` is still inferred. Write `value == 1800`, not `1800 == value`.
//!   (The dependency `bytes` does implement `PartialOrd` for text and byte slices.)
//!
//! # Limits
//!
//! Inputs must be below 4 GiB, except with [`EventReader`]. A [`Document`] holds at most 2^29 items. Values
//! nest up to 128 levels unless [`Rules`] set another limit. Bencode cannot represent floats, units or a `None`
//! in a list ([`ser`]). Integers that some old programs wrote as floats (`i-2.69E+18e`) are errors under any
//! rules.
//!
//! # Names
//!
//! Import names one by one: `use bencode::*` also imports the modules `hex` and `proptest`, which collide with
//! the crates of the same names.
//!
//! # Features
//!
//! | feature | default | brings |
//! |---|---|---|
//! | `std` | yes | readers and writers of `std::io`; `alloc` |
//! | `alloc` | yes | documents, values, JSON, text in errors |
//! | `serde` | yes | the data format; `alloc` |
//! | `bytes` | yes | [`Bytes`] in, slices of it out; `alloc` |
//! | `nom` | no | the grammar as composable nom 8 parsers, in `parse` |
//! | `proptest` | no | strategies for your own tests, in `proptest`; `std` |
//!
//! Without any of them the reader, scanner and encoder remain, on `core` alone.
//!
//! [`Bytes`]: https://docs.rs/bytes/latest/bytes/struct.Bytes.html
//! [BEP 3]: https://www.bittorrent.org/beps/bep_0003.html
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// In dependency order: a module uses only modules above it. `tests/it/layers.rs` holds us to it.
mod hexdump;
mod quirk;
mod error;
mod rules;
mod token;
mod grammar;
mod short;
mod cursor;
#[cfg(feature = "alloc")]
mod offset_stack;
mod structure;
mod reader;
mod scanner;
mod path;
#[cfg(feature = "std")]
mod stream;
mod sink;
mod decimal;
mod write;
mod encoder;
pub mod hex;
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
#[doc = include_str!("docs/cookbook.md")]
pub mod cookbook {}
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
pub use path::Path;
pub use path::Segment;
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
