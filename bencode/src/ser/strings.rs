//! Byte strings of this crate, to any format.

use serde::{Serialize, Serializer};

use crate::byte_str::{ByteArray, ByteStr};

/// As bytes; where people read along, as text if it is any.
#[inline(always)]
fn bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        if let Ok(text) = core::str::from_utf8(bytes) {
            return serializer.serialize_str(text);
        }
    }
    serializer.serialize_bytes(bytes)
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
