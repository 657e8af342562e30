//! Byte strings of this crate, from any format.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use crate::byte_str::{ByteArray, ByteStr};

impl<'de: 'a, 'a> Deserialize<'de> for ByteStr<'a> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(ByteStrVisitor(PhantomData))
    }
}

struct ByteStrVisitor<'a>(PhantomData<ByteStr<'a>>);

impl<'de: 'a, 'a> Visitor<'de> for ByteStrVisitor<'a> {
    type Value = ByteStr<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("byte string")
    }

    #[inline]
    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<ByteStr<'a>, E> {
        Ok(ByteStr::borrowed(bytes))
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<ByteStr<'a>, E> {
        Ok(ByteStr::borrowed(text.as_bytes()))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<ByteStr<'a>, E> {
        Ok(keep(bytes))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<ByteStr<'a>, E> {
        Ok(keep(text.as_bytes()))
    }

    fn visit_byte_buf<E: Error>(self, bytes: Vec<u8>) -> Result<ByteStr<'a>, E> {
        Ok(bytes.into())
    }

    fn visit_string<E: Error>(self, text: alloc::string::String) -> Result<ByteStr<'a>, E> {
        Ok(text.into())
    }

    /// Formats without byte strings write lists of integers.
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<ByteStr<'a>, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = items.next_element()? {
            bytes.push(byte);
        }
        Ok(bytes.into())
    }
}

/// Bytes that are gone after this: shared with their frame, or copied.
#[cfg(all(feature = "std", feature = "bytes"))]
pub(super) fn keep(bytes: &[u8]) -> ByteStr<'static> {
    super::frame::share(bytes)
}

/// Bytes that are gone after this.
#[cfg(not(all(feature = "std", feature = "bytes")))]
pub(super) fn keep(bytes: &[u8]) -> ByteStr<'static> {
    ByteStr::borrowed(bytes).into_owned()
}

impl<'de, const N: usize> Deserialize<'de> for ByteArray<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(ByteArrayVisitor::<N>)
    }
}

struct ByteArrayVisitor<const N: usize>;

impl<'de, const N: usize> Visitor<'de> for ByteArrayVisitor<N> {
    type Value = ByteArray<N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte string of {N} bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<ByteArray<N>, E> {
        bytes.try_into().map_err(|_| E::invalid_length(bytes.len(), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<ByteArray<N>, E> {
        self.visit_bytes(text.as_bytes())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<ByteArray<N>, A::Error> {
        let mut array = ByteArray([0; N]);
        for (index, place) in array.0.iter_mut().enumerate() {
            *place = items.next_element()?.ok_or_else(|| A::Error::invalid_length(index, &self))?;
        }
        Ok(array)
    }
}
