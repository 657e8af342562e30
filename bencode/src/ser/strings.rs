//! Byte strings of this crate, to any format.

use alloc::format;
use alloc::vec::Vec;

use serde::{Serialize, Serializer};

use super::key::KeySerializer;
use crate::byte_str::{ByteArray, ByteStr};
use crate::display::{readable, readable_key, unhex};
use crate::error::{Error, ErrorKind, NOWHERE};
use crate::hex;
use crate::raw::HEX;

/// As bytes; in a format for people as text, or as `{"$hex":"…"}` where people cannot read it.
#[inline(always)]
pub(super) fn bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        return for_people(bytes, serializer);
    }
    serializer.serialize_bytes(bytes)
}

fn for_people<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    match readable(bytes) {
        Some(text) => serializer.serialize_str(text),
        None => serializer.serialize_newtype_variant(HEX, 0, "$hex", &hex::encode(bytes)),
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

/// A key of a [`Dict`](crate::Dict): in a format for people as text, or as `$hex:…`.
pub(super) struct Key<'v>(pub(super) &'v [u8]);

impl Serialize for Key<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_bytes(self.0);
        }
        if let Some(text) = readable_key(self.0) {
            return serializer.serialize_str(text);
        }
        let text = format!("$hex:{}", hex::encode(self.0));
        serializer.serialize_newtype_struct(HEX, &text)
    }
}

/// The bytes that were written for people, into a buffer of serde's, and are to be bencode after all.
#[cold]
pub(super) fn unhexed<T: Serialize + ?Sized>(text: &T) -> Result<Vec<u8>, Error> {
    let mut digits = Vec::new();
    text.serialize(KeySerializer(&mut digits))?;
    let digits = digits.strip_prefix(b"$hex:").unwrap_or(&digits);
    let wrong =
        || Error::new(ErrorKind::WrongValue, NOWHERE).with_text("expected hex digits".into());
    unhex(digits).ok_or_else(wrong)
}
