//! From bencode to Rust types, through serde.
//!
//! # The data model
//!
//! What [`ser`](crate::ser) writes reads back; each row is tested in both directions.
//!
//! | Rust | bencode | exceptions |
//! |---|---|---|
//! | `bool` | `i0e`, `i1e` | any other integer is an error |
//! | `i8` … `i128`, `u8` … `u128` | integer | exact, or an error that names the type |
//! | [`Integer`](crate::Integer), [`Value`] | integer | of any length |
//! | `f32`, `f64`, `()`, unit structs | – | an error in both directions; serde's buffer makes a float of an integer, see below |
//! | `char`, `str`, `String` | byte string | an error unless UTF-8 |
//! | [`ByteStr`](crate::ByteStr), [`ByteArray`](crate::ByteArray), `serde_bytes` | byte string | a `ByteArray` has one length |
//! | newtype structs | the inner value | a field that is a newtype of an `Option` is left out with its `None`, but missing when read: give it `#[serde(default)]`, or the newtype `#[serde(transparent)]` |
//! | `Vec`, arrays, tuples, tuple structs | list | arrays and tuples have one length; `Vec<u8>` and `[u8; N]` are lists of integers, as everywhere in serde |
//! | structs | dictionary | read in any order, written sorted; keys that the struct does not know are skipped, UTF-8 or not |
//! | maps | dictionary | keys are strings, bytes, characters, unit variants, or newtypes of them; a repeated key is an error |
//! | `Option` in a dictionary | the value, or nothing | |
//! | `Option` elsewhere | the value | `None` is an error |
//! | unit variants | byte string | |
//! | other variants | dictionary of one key | |
//! | enums by `tag`, `tag` and `content`, `untagged`; `flatten` | dictionary | see below |
//! | [`RawValue`](crate::RawValue), [`WithRaw`](crate::WithRaw) | any value | not where serde buffers |
//! | `IgnoredAny`, unknown fields | any value | nested as deep as the rules allow, integers of any length |
//! | types that call `deserialize_any` | byte string | they get bytes, borrowed where the input allows; text only with [`utf8_as_str`](Deserializer::utf8_as_str) |
//!
//! A struct refuses a repeated field under any [`Rules`], because the code that serde derives does. Maps and
//! trees keep the last value where the rules accept duplicates. Skipped values are searched for adjacent
//! duplicates only, or for all duplicates if keys must be sorted.
//!
//! # Bytes and text
//!
//! A byte string, whatever it contains, is bytes to every type that does not ask for text: a type that reads
//! one info-hash, or one list of packed peers, reads all others. Types that ask for text (`String`, `&str`,
//! `char`) get it or an error. With [`Deserializer::utf8_as_str`], types that do not ask also get UTF-8 as
//! text.
//!
//! # What serde buffers
//!
//! Untagged and internally tagged enums and `flatten` read through a buffer inside serde, and so do adjacently
//! tagged enums whose content comes before the tag. This buffer holds no integers beyond 64 bits, no integers
//! as `bool`, no exact bytes, and no offsets. An error inside it has the offset and the path of the value that
//! the error reports as found, if exactly one value in the buffer equals it; otherwise those of the whole
//! buffered value. The buffer does not say which format its content comes from, and some formats write bytes as
//! lists of integers: inside it, a `ByteStr`, like `serde_bytes`, accepts such a list, even an empty one. In an
//! untagged enum put the variant for lists first.
//!
//! | inside the buffer | bytes | text, with [`utf8_as_str`](Deserializer::utf8_as_str) |
//! |---|---|---|
//! | field names, tags, names of variants that have a value | yes | yes |
//! | `String`, `&str`, `Cow`, as keys too | yes | yes |
//! | `ByteStr`, `ByteArray`, `Value`, `serde_bytes` | yes | yes |
//! | unit variants, `char`, as keys too | no | yes |
//! | the tag of an enum by `tag` and `content` that is itself inside the buffer | no | yes |
//! | `IpAddr` and other types that have a text form | no | yes, from text |
//! | `bool` | with [`bool_from_int`] | with [`bool_from_int`] |
//! | `f32`, `f64` | from an integer, rounded | from an integer, rounded |
//!
//! Bencode is not human-readable to serde: a type that has two forms uses the compact one, so an `Ipv4Addr` is
//! a list of four integers and an info-hash is 20 bytes. For addresses as text (the peers of BEP 3) use a
//! `ByteStr` or a `String` and parse it.
//!
//! # Borrowing and owning
//!
//! | fields | read by | |
//! |---|---|---|
//! | `&str`, `&[u8]` with `serde_bytes` | [`from_slice`] | borrowed |
//! | `ByteStr<'a>`, `RawValue<'a>`, `Value<'a>` with `#[serde(borrow)]` | [`from_slice`] | borrowed |
//! | the same struct, as `Reply<'static>` | `from_bytes`, `from_reader` | slices of the frame; copies |
//! | `ByteStr<'static>` and so on, in a struct without a lifetime | `from_bytes`, `from_reader` | slices of the frame; copies |
//! | `Bytes` with `shared` | all of them | a slice of the frame from `from_bytes`, otherwise a copy |
//! | `String`, `Vec<u8>` with `serde_bytes`, `ByteArray<N>` | all of them | copies |
//!
//! A struct without a lifetime needs the bound below; without it the compiler reports that `'de` must
//! outlive `'static`:
//!
//! ```
//! use bencode::ByteStr;
//!
//! #[derive(serde::Deserialize)]
//! #[serde(bound(deserialize = "'de: 'static"))]
//! struct Reply {
//!     peers: ByteStr<'static>,
//!     #[serde(rename = "tracker id")]
//!     tracker_id: Option<ByteStr<'static>>,
//! }
//!
//! let frame = bytes::Bytes::from(b"d5:peers6:\x7f\0\0\x01\x1a\xe1e".to_vec());
//! let reply: Reply = bencode::from_bytes(frame)?;
//! assert_eq!((reply.peers.len(), reply.tracker_id), (6, None));
//! # Ok::<(), bencode::Error>(())
//! ```
//!
//! # Coming from another crate
//!
//! See [the migration page](crate::migration).

mod access;
mod bytes_deserializer;
mod decoder;
mod error;
mod format;
#[cfg(all(feature = "std", feature = "bytes"))]
mod frame;
mod raw;
mod stream;
mod strings;
mod tree;

use alloc::vec::Vec;

use serde::Deserialize;

use crate::error::Error;
use crate::rules::Rules;
use crate::value::Value;

pub use decoder::Deserializer;
pub use stream::StreamDeserializer;

/// Reads one value from all of `input`, under [`Rules::default`].
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Reply<'a> {
///     interval: u32,
///     #[serde(with = "serde_bytes")]
///     peers: &'a [u8],
/// }
///
/// let reply: Reply = bencode::from_slice(b"d8:intervali1800e5:peers6:\x7f\0\0\x01\x1a\xe1e")?;
/// assert_eq!((reply.interval, reply.peers.len()), (1800, 6));
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// For wrong input, and for values that do not fit `T`. The error has a path.
pub fn from_slice<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Result<T, Error> {
    Deserializer::from_slice(input).whole()
}

/// Reads one value from all of `input`, under `rules`.
///
/// ```
/// use bencode::{ErrorKind, Rules};
///
/// // BEP 3 allows neither leading zeros nor data after the value, but some programs write them.
/// let reply = b"d8:intervali01800ee\r\n";
/// let tolerant: bencode::Value = bencode::from_slice_with(reply, Rules::TOLERANT)?;
/// assert_eq!(tolerant["interval"], 1800);
/// let strict = bencode::from_slice_with::<bencode::Value>(reply, Rules::STRICT).unwrap_err();
/// assert_eq!(strict.kind(), ErrorKind::LeadingZeroInteger);
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// As [`from_slice`], and what `rules` refuse.
pub fn from_slice_with<'de, T: Deserialize<'de>>(
    input: &'de [u8],
    rules: Rules,
) -> Result<T, Error> {
    Deserializer::with_rules(input, rules).whole()
}

/// Reads one value from the start of `input`, and returns it with the bytes that follow.
///
/// For messages with a payload after the dictionary, such as metadata pieces (BEP 9).
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Piece {
///     piece: u32,
/// }
///
/// let message = b"d8:msg_typei1e5:piecei0e10:total_sizei4eespam";
/// let (header, payload): (Piece, _) = bencode::take_from_slice(message)?;
/// assert_eq!((header.piece, payload), (0, &b"spam"[..]));
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// For a value that is wrong or does not fit `T`. The error has a path.
pub fn take_from_slice<'de, T: Deserialize<'de>>(
    input: &'de [u8],
) -> Result<(T, &'de [u8]), Error> {
    take_from_slice_with(input, Rules::DEFAULT)
}

/// Reads one value from the start of `input` under `rules`, and returns it with the bytes that follow.
///
/// # Errors
/// As [`take_from_slice`], and what `rules` refuse.
pub fn take_from_slice_with<'de, T: Deserialize<'de>>(
    input: &'de [u8],
    rules: Rules,
) -> Result<(T, &'de [u8]), Error> {
    let mut deserializer = Deserializer::with_rules(input, rules);
    let value = deserializer.value()?;
    Ok((value, deserializer.rest()))
}

/// Reads one value from all of `frame`; its byte strings are slices of the frame.
///
/// No byte of a [`ByteStr`](crate::ByteStr), a [`RawValue`](crate::RawValue) or a byte string of a [`Value`] is
/// copied at any depth, except where serde buffers (untagged and internally tagged enums, `flatten`). `T` is
/// the type that [`from_slice`] reads, with the lifetime `'static`, or a type [without a
/// lifetime](self#borrowing-and-owning). `&str` and `&[u8]` fields are not possible; a field of type `Bytes`
/// needs [`shared`].
///
/// ```
/// use bencode::ByteStr;
///
/// #[derive(serde::Deserialize)]
/// struct Reply<'a> {
///     #[serde(borrow)]
///     peers: ByteStr<'a>,
/// }
///
/// let frame = bytes::Bytes::from_static(b"d5:peers6:\x7f\0\0\x01\x1a\xe1e");
/// let reply: Reply<'static> = bencode::from_bytes(frame.clone())?;
/// assert_eq!(reply.peers.as_ptr(), frame[10..].as_ptr());
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// For a wrong frame, and for values that do not fit `T`. The error has a path.
#[cfg(all(feature = "std", feature = "bytes"))]
pub fn from_bytes<T: Deserialize<'static>>(frame: bytes::Bytes) -> Result<T, Error> {
    from_bytes_with(frame, Rules::DEFAULT)
}

/// Reads one value from all of `frame` under `rules`; its byte strings are slices of the frame.
///
/// # Errors
/// As [`from_bytes`], and what `rules` refuse.
#[cfg(all(feature = "std", feature = "bytes"))]
pub fn from_bytes_with<T: Deserialize<'static>>(
    frame: bytes::Bytes,
    rules: Rules,
) -> Result<T, Error> {
    let input = frame.clone();
    frame::within(frame, || Deserializer::shared(&input, rules).whole())
}

/// Reads one value from everything in `reader`, under [`Rules::default`].
///
/// The bytes are collected first; for input from a peer, set a limit with [`from_reader_with`].
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Torrent {
///     announce: String,
/// }
///
/// # let file = &b"d8:announce30:http://127.0.0.1:6969/announce4:infodee"[..];
/// // let file = std::fs::File::open("a.torrent")?;
/// let torrent: Torrent = bencode::from_reader(file)?;
/// assert_eq!(torrent.announce, "http://127.0.0.1:6969/announce");
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// [`Io`](crate::ErrorKind::Io) if reading fails; otherwise as [`from_slice`].
#[cfg(feature = "std")]
pub fn from_reader<R: std::io::Read, T: Deserialize<'static>>(reader: R) -> Result<T, Error> {
    from_reader_with(reader, Rules::DEFAULT)
}

/// Reads one value from everything in `reader`, under `rules`.
///
/// Reads at most [`Rules::max_input`] bytes, plus one to detect longer input.
///
/// ```
/// use bencode::{ErrorKind, Rules};
///
/// let endless = std::io::repeat(b'l');
/// let rules = Rules::default().max_input(1 << 16);
/// let err = bencode::from_reader_with::<_, bencode::Value>(endless, rules).unwrap_err();
/// assert_eq!(err.kind(), ErrorKind::InputLimit { max: 65_536 });
/// ```
///
/// # Errors
/// [`Io`](crate::ErrorKind::Io) if reading fails; otherwise as [`from_slice`].
#[cfg(feature = "std")]
pub fn from_reader_with<R: std::io::Read, T: Deserialize<'static>>(
    reader: R,
    rules: Rules,
) -> Result<T, Error> {
    let cap = rules.input().min(crate::cursor::MAX_INPUT);
    let mut input = Vec::new();
    let mut reader = reader.take((cap as u64).saturating_add(1));
    std::io::Read::read_to_end(&mut reader, &mut input)
        .map_err(|error| Error::io(&error, input.len()))?;
    Deserializer::shared(&input, rules).whole()
}

/// Deserializes a field of type `Bytes`: [`from_bytes`] makes it a slice of the frame, the other functions
/// copy.
///
/// ```
/// use bytes::Bytes;
///
/// #[derive(serde::Deserialize)]
/// struct Reply {
///     #[serde(deserialize_with = "bencode::de::shared")]
///     peers: Bytes,
/// }
///
/// let frame = Bytes::from_static(b"d5:peers6:\x7f\0\0\x01\x1a\xe1e");
/// let reply: Reply = bencode::from_bytes(frame.clone())?;
/// assert_eq!(reply.peers.as_ptr(), frame[10..].as_ptr());
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// If the value is not a byte string.
#[cfg(feature = "bytes")]
pub fn shared<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bytes::Bytes, D::Error> {
    crate::byte_str::ByteStr::deserialize(deserializer).map(bytes::Bytes::from)
}

/// Deserializes a field of type `bool` where serde [buffers](self#what-serde-buffers): inside `flatten`,
/// untagged and tagged enums. Accepts 0 and 1, and the `bool` of other formats.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct File {
///     length: u64,
///     #[serde(flatten)]
///     flags: Flags,
/// }
/// #[derive(serde::Deserialize)]
/// struct Flags {
///     #[serde(default, deserialize_with = "bencode::de::bool_from_int")]
///     private: bool,
/// }
///
/// let file: File = bencode::from_slice(b"d6:lengthi7e7:privatei1ee")?;
/// assert!(file.flags.private);
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// For any value except 0 and 1.
pub fn bool_from_int<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    deserializer.deserialize_any(format::BoolVisitor)
}

/// Deserializes a tree into a type.
///
/// It goes through the canonical encoding, so that there is only one data model; the offsets of errors are
/// offsets in that encoding.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Reply {
///     interval: u32,
/// }
///
/// let reply: Reply = bencode::from_value(bencode::bencode!({ "interval": 1800 }))?;
/// assert_eq!(reply.interval, 1800);
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// For values that do not fit `T`. The error has a path.
pub fn from_value<T: Deserialize<'static>>(value: Value<'_>) -> Result<T, Error> {
    let encoded = value.to_vec();
    drop(value);
    from_buffer(encoded)
}

/// Deserializes from a buffer that was encoded or received for this call.
#[cfg(all(feature = "std", feature = "bytes"))]
fn from_buffer<T: Deserialize<'static>>(buffer: Vec<u8>) -> Result<T, Error> {
    from_bytes(buffer.into())
}

/// Deserializes from a buffer that was encoded or received for this call.
#[cfg(not(all(feature = "std", feature = "bytes")))]
#[expect(clippy::needless_pass_by_value, reason = "with `bytes` it becomes the frame")]
fn from_buffer<T: Deserialize<'static>>(buffer: Vec<u8>) -> Result<T, Error> {
    Deserializer::shared(&buffer, Rules::DEFAULT).whole()
}
