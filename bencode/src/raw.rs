//! The exact bytes of a value, with or without the decoded value.

use core::fmt;
use core::ops::Deref;

use crate::byte_str::ByteStr;
use crate::error::Error;
use crate::reader::check_one;

/// Names of newtype structs by which the types of this crate ask this format for special treatment. Any other
/// format sees an ordinary newtype.
pub(crate) const RAW: &str = "$bencode::RawValue";
pub(crate) const WITH_RAW: &str = "$bencode::WithRaw";
pub(crate) const VALUE: &str = "$bencode::Value";
pub(crate) const LIST: &str = "$bencode::List";
pub(crate) const DICT: &str = "$bencode::Dict";
/// Bytes as hex digits for human-readable formats: a value is a variant with the digits, a key is `$hex:` and
/// the digits. serde's buffers say that they are human-readable, whatever format is written later.
pub(crate) const HEX: &str = "$bencode::Hex";
/// An integer beyond 128 bits, as text for human-readable formats.
pub(crate) const DIGITS: &str = "$bencode::Digits";
pub(crate) const INTEGER: &str = "$bencode::Integer";

/// serde recurses: under any rules, at most this number of levels is opened on the stack.
///
/// Measured for trees and untagged enums, a level takes 5 KiB without optimization and 0.7 KiB with
/// it: either way at least a third of a stack of 2 MiB is left.
pub(crate) const CEILING: usize = if cfg!(debug_assertions) { 256 } else { 1024 };

/// The exact encoding of one value, as it was received and as it will be sent.
///
/// Hash or sign these bytes, never a re-encoding: the info-hash of a torrent is the hash of its `info` as
/// found, including unsorted keys. Writing a raw value copies it verbatim.
///
/// It is read from this crate's format only, and not inside `#[serde(flatten)]`, `#[serde(untagged)]`
/// or internally tagged enums: serde buffers those as decoded values, which do not keep the bytes.
/// The error says so, except in untagged enums, which only report that no variant matches.
///
/// ```
/// use bencode::RawValue;
///
/// #[derive(serde::Deserialize)]
/// struct Torrent<'a> {
///     #[serde(borrow)]
///     info: RawValue<'a>,
/// }
///
/// let torrent: Torrent = bencode::from_slice(b"d4:infod4:name4:spam6:lengthi1eee")?;
/// assert_eq!(torrent.info.as_bytes(), b"d4:name4:spam6:lengthi1ee");
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// # Editing a torrent without changing its info-hash
///
/// A map of raw values is a dictionary in which each value keeps its bytes until it is replaced.
/// A [`Value`](crate::Value) or a struct writes `info` canonically, which changes the info-hash if
/// `info` was not canonical before. [`Rules::TOLERANT`](crate::Rules::TOLERANT) also accepts repeated keys, in
/// `info` too (outside, the map keeps the last), and data after the torrent, which is not written again.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use bencode::{ByteStr, RawValue, Rules, from_slice_with, to_raw_value};
///
/// // The keys of `info` are out of order.
/// let file = b"d8:announce14:http://a.exam/4:infod4:name4:spam6:lengthi1eee\n";
/// let mut torrent: BTreeMap<ByteStr, RawValue> = from_slice_with(file, Rules::TOLERANT)?;
///
/// torrent.insert("announce".into(), to_raw_value("https://b.example/")?);
/// torrent.insert("comment".into(), to_raw_value("moved")?);
/// let mut tiers: Vec<Vec<String>> = match torrent.get("announce-list".as_bytes()) {
///     Some(tiers) => tiers.get()?,
///     None => Vec::new(),
/// };
/// tiers.push(vec!["https://b.example/".into(), "udp://b.example:6969".into()]);
/// torrent.insert("announce-list".into(), to_raw_value(&tiers)?);
///
/// assert_eq!(
///     bencode::to_vec(&torrent)?,
///     b"d8:announce18:https://b.example/13:announce-listll18:https://b.example/\
///       20:udp://b.example:6969ee7:comment5:moved4:infod4:name4:spam6:lengthi1eee",
/// );
/// # Ok::<(), bencode::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct RawValue<'a>(ByteStr<'a>);

impl<'a> RawValue<'a> {
    /// Takes bytes that are exactly one value under [`Rules::TOLERANT`](crate::Rules::TOLERANT), of any depth.
    ///
    /// # Errors
    /// Errors of syntax; [`TrailingData`](crate::ErrorKind::TrailingData) if there are bytes after the value.
    pub fn new(bytes: impl Into<ByteStr<'a>>) -> Result<RawValue<'a>, Error> {
        let bytes = bytes.into();
        check_one(&bytes)?;
        Ok(RawValue(bytes))
    }

    /// Creates a raw value from bytes that are known to be one value.
    pub(crate) fn trusted(bytes: ByteStr<'a>) -> RawValue<'a> {
        RawValue(bytes)
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes with the lifetime of the input, if they are borrowed from it.
    pub const fn as_borrowed(&self) -> Option<&'a [u8]> {
        self.0.as_borrowed()
    }

    /// The bytes, borrowed or owned.
    pub fn into_bytes(self) -> ByteStr<'a> {
        self.0
    }

    /// Copies the bytes if they are borrowed.
    pub fn into_owned(self) -> RawValue<'static> {
        RawValue(self.0.into_owned())
    }
}

impl fmt::Debug for RawValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawValue({:?})", self.0)
    }
}

/// A value and the exact bytes from which it was read, in one pass.
///
/// ```
/// use bencode::WithRaw;
///
/// #[derive(serde::Deserialize)]
/// struct Info<'a> {
///     name: &'a str,
/// }
/// #[derive(serde::Deserialize)]
/// struct Torrent<'a> {
///     #[serde(borrow)]
///     info: WithRaw<'a, Info<'a>>,
/// }
///
/// let torrent: Torrent = bencode::from_slice(b"d4:infod6:lengthi1e4:name4:spamee")?;
/// assert_eq!(torrent.info.name, "spam");
/// assert_eq!(torrent.info.raw().as_bytes(), b"d6:lengthi1e4:name4:spame");
/// # Ok::<(), bencode::Error>(())
/// ```
///
/// The value cannot be changed in place, because the bytes would not change with it. Serializing writes the
/// bytes. [`of`](WithRaw::of) encodes your own value. The limits of [`RawValue`] apply here too.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WithRaw<'a, T> {
    value: T,
    raw: RawValue<'a>,
}

impl<'a, T> WithRaw<'a, T> {
    /// Creates a value with its encoding; the caller knows that they belong together.
    pub(crate) fn trusted(value: T, raw: RawValue<'a>) -> WithRaw<'a, T> {
        WithRaw { value, raw }
    }

    /// The decoded value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The exact bytes.
    pub fn raw(&self) -> &RawValue<'a> {
        &self.raw
    }

    /// The value and the exact bytes.
    pub fn into_parts(self) -> (T, RawValue<'a>) {
        (self.value, self.raw)
    }

    /// Converts the value with `change`, and keeps the bytes.
    ///
    /// ```
    /// use bencode::WithRaw;
    ///
    /// let info = WithRaw::of(std::collections::BTreeMap::from([("length", 1)]))?;
    /// let length = info.map(|info| info["length"]);
    /// assert_eq!((*length.value(), length.raw().as_bytes()), (1, &b"d6:lengthi1ee"[..]));
    /// # Ok::<(), bencode::Error>(())
    /// ```
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> WithRaw<'a, U> {
        WithRaw { value: change(self.value), raw: self.raw }
    }
}

impl<T> Deref for WithRaw<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
