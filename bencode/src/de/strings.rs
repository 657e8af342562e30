//! Byte strings of this crate, from any format.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use crate::byte_str::{ByteArray, ByteStr};
use crate::display::unhex;

impl<'de: 'a, 'a> Deserialize<'de> for ByteStr<'a> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(ByteStrVisitor(PhantomData));
        }
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

    /// `{"$hex":"…"}`, from a human-readable format.
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<ByteStr<'a>, A::Error> {
        match entries.next_key()? {
            Some(AnyKey::Hex) => hex_digits(entries),
            _ => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

/// A key from any format: the marker `$hex`, or bytes, of which text may have the form `$hex:…`.
pub(super) enum AnyKey<'a> {
    Hex,
    Bytes(ByteStr<'a>),
}

impl<'de: 'a, 'a> Deserialize<'de> for AnyKey<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeyVisitor(PhantomData))
    }
}

struct KeyVisitor<'a>(PhantomData<AnyKey<'a>>);

impl<'de: 'a, 'a> Visitor<'de> for KeyVisitor<'a> {
    type Value = AnyKey<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("key")
    }

    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<AnyKey<'a>, E> {
        Ok(AnyKey::Bytes(ByteStr::borrowed(bytes)))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<AnyKey<'a>, E> {
        Ok(AnyKey::Bytes(keep(bytes)))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<AnyKey<'a>, E> {
        key(text.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<AnyKey<'a>, E> {
        key(keep(text.as_bytes()))
    }
}

/// A key received as text.
fn key<E: Error>(text: ByteStr<'_>) -> Result<AnyKey<'_>, E> {
    match text.strip_prefix(b"$hex") {
        Some([]) => Ok(AnyKey::Hex),
        Some([b':', digits @ ..]) => match unhex(digits) {
            Some(bytes) => Ok(AnyKey::Bytes(bytes.into())),
            None => Err(E::custom("expected hex digits after `$hex:`")),
        },
        _ => Ok(AnyKey::Bytes(text)),
    }
}

/// Reads the byte string written as `{"$hex":"…"}`, after its key.
pub(super) fn hex_digits<'de, 'a, A: MapAccess<'de>>(
    mut entries: A,
) -> Result<ByteStr<'a>, A::Error> {
    let digits: ByteStr<'_> = entries.next_value()?;
    match (unhex(&digits), entries.next_key()?) {
        (Some(bytes), None::<AnyKey<'_>>) => Ok(bytes.into()),
        (None, _) => Err(A::Error::custom("expected hex digits as the value of `$hex`")),
        (_, Some(_)) => Err(A::Error::custom("`$hex` beside other keys")),
    }
}

/// Bytes that do not outlive the call: shared with their frame, or copied.
#[cfg(all(feature = "std", feature = "bytes"))]
pub(super) fn keep(bytes: &[u8]) -> ByteStr<'static> {
    super::frame::share(bytes)
}

/// Bytes that do not outlive the call, copied.
#[cfg(not(all(feature = "std", feature = "bytes")))]
pub(super) fn keep(bytes: &[u8]) -> ByteStr<'static> {
    ByteStr::borrowed(bytes).into_owned()
}

impl<'de, const N: usize> Deserialize<'de> for ByteArray<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return deserializer.deserialize_any(ByteArrayVisitor::<N>);
        }
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

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<ByteArray<N>, A::Error> {
        self.visit_bytes(&ByteStrVisitor(PhantomData).visit_map(entries)?)
    }
}
