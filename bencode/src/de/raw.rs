//! Raw values through serde.
//!
//! The types ask for a newtype struct with a name that only this format knows. This format answers as no other
//! format does: with an enum, or with a pair whose second element is an enum.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, EnumAccess, Error as _, SeqAccess, Visitor};

use super::bytes_deserializer::RawBytes;
use super::decoder::{Deserializer, Lend};
use crate::byte_str::ByteStr;
use crate::document::Item;
use crate::error::Error;
use crate::quirk::Quirk;
use crate::raw::{RAW, RawValue, WITH_RAW, WithRaw};
use crate::rules::Rules;

/// A value, and then its bytes.
pub(super) struct ValueThenRaw<'d, 'i, L> {
    de: &'d mut Deserializer<'i, L>,
    before: &'i [u8],
    is_read: bool,
}

impl<'d, 'i, L> ValueThenRaw<'d, 'i, L> {
    pub(super) fn new(de: &'d mut Deserializer<'i, L>) -> ValueThenRaw<'d, 'i, L> {
        ValueThenRaw { before: de.cursor.rest, de, is_read: false }
    }
}

impl<'i, 'de, L: Lend<'i, 'de>> SeqAccess<'de> for ValueThenRaw<'_, 'i, L> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if self.is_read {
            let raw = RawBytes::<L>::new(self.de.since(self.before));
            return seed.deserialize(raw).map(Some);
        }
        self.is_read = true;
        seed.deserialize(&mut *self.de).map(Some)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for RawValue<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW, RawVisitor(PhantomData))
    }
}

struct RawVisitor<'a>(PhantomData<RawValue<'a>>);

impl<'de: 'a, 'a> Visitor<'de> for RawVisitor<'a> {
    type Value = RawValue<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the exact bytes of a bencode value")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, whole: A) -> Result<RawValue<'a>, A::Error> {
        let (bytes, _): (ByteStr<'a>, _) = whole.variant()?;
        Ok(RawValue::trusted(bytes))
    }

    fn visit_newtype_struct<D: serde::Deserializer<'de>>(
        self,
        _: D,
    ) -> Result<RawValue<'a>, D::Error> {
        Err(D::Error::custom(not_raw("RawValue")))
    }
}

/// The message where only the decoded value is available, not its bytes.
#[cold]
fn not_raw(name: &str) -> impl fmt::Display {
    alloc::format!(
        "`{name}` can only be read from bencode, and not inside `flatten`, `untagged` or internally \
         tagged enums, which do not keep the exact bytes"
    )
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for WithRaw<'a, T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(WITH_RAW, WithRawVisitor(PhantomData))
    }
}

struct WithRawVisitor<'a, T>(PhantomData<WithRaw<'a, T>>);

impl<'de: 'a, 'a, T: Deserialize<'de>> Visitor<'de> for WithRawVisitor<'a, T> {
    type Value = WithRaw<'a, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bencode value with its exact bytes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut both: A) -> Result<WithRaw<'a, T>, A::Error> {
        match (both.next_element()?, both.next_element()?) {
            (Some(value), Some(raw)) => Ok(WithRaw::trusted(value, raw)),
            _ => Err(A::Error::custom(not_raw("WithRaw"))),
        }
    }

    fn visit_newtype_struct<D: serde::Deserializer<'de>>(
        self,
        _: D,
    ) -> Result<WithRaw<'a, T>, D::Error> {
        Err(D::Error::custom(not_raw("WithRaw")))
    }
}

impl RawValue<'_> {
    /// Decodes the bytes, under [`Rules::default`](crate::Rules).
    ///
    /// # Errors
    /// As [`from_slice`](crate::from_slice).
    pub fn get<'v, T: Deserialize<'v>>(&'v self) -> Result<T, Error> {
        super::from_slice(self.as_bytes())
    }
}

impl<'d> Item<'d> {
    /// Deserializes this value into a type, which may borrow from the document's input.
    ///
    /// ```
    /// #[derive(serde::Deserialize)]
    /// struct Peer<'a> {
    ///     ip: &'a str,
    ///     port: u16,
    /// }
    ///
    /// let document = bencode::Document::parse(b"d5:peersld2:ip7:1.2.3.44:porti51413eeee")?;
    /// let peer: Peer = document.find("peers[0]").unwrap().deserialize()?;
    /// assert_eq!((peer.ip, peer.port), ("1.2.3.4", 51413));
    /// # Ok::<(), bencode::Error>(())
    /// ```
    ///
    /// # Errors
    /// For values that do not fit `T`, with offset and path in the document, and for nesting of more than 128
    /// levels. Whatever the document's rules accepted is accepted here.
    pub fn deserialize<T: Deserialize<'d>>(&self) -> Result<T, Error> {
        let rules = Rules::TOLERANT.refuse(Quirk::TrailingData);
        super::from_slice_with(self.raw(), rules).map_err(|error| self.outer(error))
    }

    /// Converts an error inside this value into an error of the document.
    #[cold]
    fn outer(&self, error: Error) -> Error {
        let offset = self.span().start.saturating_add(error.offset());
        error.with_offset(offset).in_document(self.tape().0)
    }
}
