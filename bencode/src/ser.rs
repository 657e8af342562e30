//! From Rust types to bencode, through serde.
//!
//! The data model is the table of [`de`](crate::de), read from left to right. In short:
//!
//! | Rust | written |
//! |---|---|
//! | `true`, `u64::MAX`, `i128::MIN` | `i1e`, `i18446744073709551615e`, `i-170141183460469231731687303715884105728e` |
//! | `'x'`, `"hi"`, `ByteStr` | `1:x`, `2:hi`, `<length>:<bytes>` |
//! | `[1, 2]`, `(1, 2)`, `struct Pair(u8, u8)` | `li1ei2ee` |
//! | `struct Rev { z: 1, a: 2 }` | `d1:ai2e1:zi1ee` |
//! | `None` as a field or the value of a key | nothing, nor its key |
//! | `Choice::Unit`, `Choice::New(1)` | `4:Unit`, `d3:Newi1ee` |
//! | `Choice::Tup(1, 2)`, `Choice::St { x: 1 }` | `d3:Tupli1ei2eee`, `d2:Std1:xi1eee` |
//! | `RawValue`, `WithRaw` | their bytes |
//! | floats, units, `None` elsewhere, other keys, repeated keys | an error |
//!
//! Output is canonical. Keys that arrive sorted are written at once; a dictionary whose keys do not is sorted
//! in place when it ends.

mod containers;
mod entry;
mod format;
mod key;
mod serializer;
mod strings;
mod tree;

use alloc::vec::Vec;

use serde::Serialize;

use crate::byte_str::ByteStr;
use crate::error::Error;
use crate::raw::RawValue;
use crate::sink::{FixedBuffer, Sink};
use crate::value::Value;
use crate::write::FIRST;

pub use serializer::Serializer;

/// Encodes `value` canonically.
///
/// ```
/// #[derive(serde::Serialize)]
/// struct Reply<'a> {
///     interval: u32,
///     complete: Option<u32>,
///     warning: Option<&'a str>,
/// }
///
/// // Keys come out sorted, whatever the order of the fields; what is `None` is left out.
/// let reply = Reply { interval: 1800, complete: Some(5), warning: None };
/// assert_eq!(bencode::to_vec(&reply)?, b"d8:completei5e8:intervali1800ee");
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// For values that bencode cannot represent: floats, units, `None` outside a dictionary, keys that are not byte
/// strings; for repeated keys; for nesting that is too deep. The error has a path.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    to_sink(Vec::with_capacity(FIRST), value)
}

/// Appends the encoding of `value` to `sink`: a `Vec<u8>`, a `BytesMut`, or a mutable reference to one.
///
/// As long as keys arrive sorted, only the sink allocates.
///
/// ```
/// let mut buffer = Vec::with_capacity(64);
/// for port in [6881, 6882] {
///     buffer.clear();
///     bencode::to_sink(&mut buffer, &("127.0.0.1", port))?;
/// }
/// assert_eq!(buffer, b"l9:127.0.0.1i6882ee");
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// As [`to_vec`]. A sink passed by reference keeps what was written before the error.
pub fn to_sink<S: Sink, T: Serialize + ?Sized>(sink: S, value: &T) -> Result<S, Error> {
    let mut serializer = Serializer::new(sink);
    match value.serialize(&mut serializer) {
        Ok(()) => serializer.finish(),
        Err(error) => Err(serializer.explain(error)),
    }
}

/// Encodes `value` into `buffer`, and returns the part that was written.
///
/// ```
/// let error = (203, "Protocol Error"); // BEP 5
/// let mut packet = [0; 32];
/// assert_eq!(bencode::to_slice(&mut packet, &error)?, b"li203e14:Protocol Errore");
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// As [`to_vec`]; [`BufferFull`](crate::ErrorKind::BufferFull).
pub fn to_slice<'b, T: Serialize + ?Sized>(
    buffer: &'b mut [u8],
    value: &T,
) -> Result<&'b mut [u8], Error> {
    to_sink(FixedBuffer::new(buffer), value).map(FixedBuffer::into_written)
}

/// Encodes `value` and then writes it in a single call: `writer` needs no buffer.
///
/// ```
/// # let mut file = Vec::new();
/// // let mut file = std::fs::File::create("nodes")?;
/// bencode::to_writer(&mut file, &[("router.bittorrent.com", 6881)])?;
/// assert_eq!(file, b"ll21:router.bittorrent.comi6881eee");
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// As [`to_vec`]; [`Io`](crate::ErrorKind::Io) if writing fails.
#[cfg(feature = "std")]
pub fn to_writer<W: std::io::Write, T: Serialize + ?Sized>(
    mut writer: W,
    value: &T,
) -> Result<(), Error> {
    let bytes = to_vec(value)?;
    writer.write_all(&bytes).map_err(|error| Error::io(&error, crate::error::NOWHERE))
}

/// Serializes `value` into a tree.
///
/// ```
/// let tree = bencode::to_value(&("127.0.0.1", 6881))?;
/// assert_eq!(tree, bencode::bencode!(["127.0.0.1", 6881]));
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// As [`to_vec`].
pub fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value<'static>, Error> {
    tree::from_bytes(to_vec(value)?)
}

/// Encodes `value` once, to be written inside other values.
///
/// ```
/// let info = bencode::to_raw_value(&std::collections::BTreeMap::from([("length", 1)]))?;
/// assert_eq!(info.as_bytes(), b"d6:lengthi1ee");
/// assert_eq!(bencode::to_vec(&(&info, 2))?, b"ld6:lengthi1eei2ee");
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Errors
/// As [`to_vec`].
pub fn to_raw_value<T: Serialize + ?Sized>(value: &T) -> Result<RawValue<'static>, Error> {
    // It may be kept together with many others, so it has no spare capacity.
    to_sink(Vec::new(), value).map(|bytes| RawValue::trusted(ByteStr::from(bytes)))
}
