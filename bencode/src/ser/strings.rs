//! Byte strings and raw values of this crate, to any format.

use alloc::format;
use alloc::vec::Vec;

use serde::{Serialize, Serializer};

use super::key::KeySerializer;
use crate::byte_str::{ByteArray, ByteStr};
use crate::display::{readable, readable_key, unhex};
use crate::error::{Error, ErrorKind, nowhere};
use crate::hexdump;
use crate::raw::{HEX, RAW, RawValue, WithRaw};

/// Writes bytes; in a human-readable format as text, or as `{"$hex":"…"}` where the bytes are not readable
/// text.
#[inline]
pub(super) fn bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        return for_people(bytes, serializer);
    }
    serializer.serialize_bytes(bytes)
}

fn for_people<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    match readable(bytes) {
        Some(text) => serializer.serialize_str(text),
        None => serializer.serialize_newtype_variant(HEX, 0, "$hex", &hexdump::encode(bytes)),
    }
}

impl Serialize for ByteStr<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        bytes(self, serializer)
    }
}

impl<const N: usize> Serialize for ByteArray<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        bytes(&self.0, serializer)
    }
}

/// A key of a [`Dict`](crate::Dict): in a human-readable format as text, or as `$hex:…`.
pub(super) struct DictKey<'v>(pub(super) &'v [u8]);

impl Serialize for DictKey<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_bytes(self.0);
        }
        if let Some(text) = readable_key(self.0) {
            return serializer.serialize_str(text);
        }
        let text = format!("$hex:{}", hexdump::encode(self.0));
        serializer.serialize_newtype_struct(HEX, &text)
    }
}

/// Recovers bytes that were written in human-readable form into a serde buffer and now become bencode.
#[cold]
pub(super) fn unhexed<T: Serialize + ?Sized>(text: &T) -> Result<Vec<u8>, Error> {
    let mut digits = Vec::new();
    text.serialize(KeySerializer(&mut digits))?;
    let digits = digits.strip_prefix(b"$hex:").unwrap_or(&digits);
    let wrong = || nowhere(ErrorKind::WrongValue, "expected hex digits".into());
    unhex(digits).ok_or_else(wrong)
}

/// Bytes as bytes.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        bytes(self.0, serializer)
    }
}

impl Serialize for RawValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(RAW, &Bytes(self.as_bytes()))
    }
}

impl<T> Serialize for WithRaw<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw().serialize(serializer)
    }
}

impl<T: Serialize> WithRaw<'static, T> {
    /// Combines a value with its canonical encoding, for a struct that is built and then written.
    ///
    /// ```
    /// use bencode::WithRaw;
    ///
    /// #[derive(serde::Serialize)]
    /// struct Info {
    ///     name: String,
    ///     length: u64,
    /// }
    ///
    /// let info = WithRaw::of(Info { name: "spam".into(), length: 1 })?;
    /// assert_eq!(info.raw().as_bytes(), b"d6:lengthi1e4:name4:spame"); // what an info-hash is made of
    /// assert_eq!(info.name, "spam");
    /// # Ok::<(), bencode::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`to_vec`](crate::to_vec).
    pub fn of(value: T) -> Result<WithRaw<'static, T>, Error> {
        let raw = super::to_raw_value(&value)?;
        Ok(WithRaw::trusted(value, raw))
    }
}
