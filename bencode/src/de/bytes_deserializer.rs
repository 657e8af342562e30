//! Deserializes a byte string that was already read: a key, the name of a variant, the bytes of a raw
//! value, or a value for a type that accepts any kind.

use core::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, VariantAccess, Visitor};

use super::decoder::Lend;
use crate::error::{Error, ErrorKind, nowhere};

/// Deserializes a byte string. Its errors have no offset: the caller adds it.
pub(super) struct BytesDeserializer<'i, L> {
    bytes: &'i [u8],
    /// [`Deserializer::utf8_as_str`](super::Deserializer::utf8_as_str).
    utf8_as_str: bool,
    lend: PhantomData<L>,
}

impl<'i, L> BytesDeserializer<'i, L> {
    #[inline]
    pub(super) fn new(bytes: &'i [u8], utf8_as_str: bool) -> BytesDeserializer<'i, L> {
        BytesDeserializer { bytes, utf8_as_str, lend: PhantomData }
    }

    #[inline]
    fn utf8(&self) -> Result<&'i str, Error> {
        core::str::from_utf8(self.bytes).map_err(|_| not_utf8())
    }

    #[cold]
    fn text_or_bytes<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        match core::str::from_utf8(self.bytes) {
            Ok(text) => L::text(text, visitor),
            Err(_) => L::bytes(self.bytes, visitor),
        }
    }
}

/// The error for bytes that are not UTF-8, without an offset.
#[cold]
pub(super) fn not_utf8() -> Error {
    Error::new(ErrorKind::NotUtf8, crate::error::NOWHERE)
}

/// The methods that ask for another kind of value.
macro_rules! refuse {
    ($($method:ident($($argument:ty),*): $expected:literal)*) => {$(
        #[cold]
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)* _: V) -> Result<V::Value, Error> {
            let text = concat!("expected ", $expected, ", found byte string");
            Err(nowhere(ErrorKind::WrongType, text.into()))
        }
    )*};
}

impl<'i, 'de, L: Lend<'i, 'de>> Deserializer<'de> for BytesDeserializer<'i, L> {
    type Error = Error;

    /// Bytes, whatever they contain: the kind of a value does not depend on its content.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_identifier(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.utf8_as_str {
            return self.text_or_bytes(visitor);
        }
        L::bytes(self.bytes, visitor)
    }

    #[inline]
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        L::bytes(self.bytes, visitor)
    }

    #[inline]
    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        L::bytes(self.bytes, visitor)
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        L::text(self.utf8()?, visitor)
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        L::text(self.utf8()?, visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        L::text(self.utf8()?, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    refuse! {
        deserialize_bool(): "bool"
        deserialize_i8(): "integer"
        deserialize_i16(): "integer"
        deserialize_i32(): "integer"
        deserialize_i64(): "integer"
        deserialize_i128(): "integer"
        deserialize_u8(): "integer"
        deserialize_u16(): "integer"
        deserialize_u32(): "integer"
        deserialize_u64(): "integer"
        deserialize_u128(): "integer"
        deserialize_f32(): "float"
        deserialize_f64(): "float"
        deserialize_unit(): "unit"
        deserialize_unit_struct(&'static str): "unit"
        deserialize_seq(): "list"
        deserialize_tuple(usize): "list"
        deserialize_tuple_struct(&'static str, usize): "list"
        deserialize_map(): "dictionary"
        deserialize_struct(&'static str, &'static [&'static str]): "dictionary"
    }
}

/// The name of a variant without a value.
impl<'i, 'de, L: Lend<'i, 'de>> EnumAccess<'de> for BytesDeserializer<'i, L> {
    type Error = Error;
    type Variant = NoValue;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, NoValue), Error> {
        seed.deserialize(self).map(|name| (name, NoValue))
    }
}

/// What follows the name of such a variant.
pub(super) struct NoValue;

impl<'de> VariantAccess<'de> for NoValue {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Error> {
        Err(needs_value())
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(needs_value())
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        Err(needs_value())
    }
}

#[cold]
fn needs_value() -> Error {
    let text = "expected dictionary of one key (a variant and its value), found byte string";
    nowhere(ErrorKind::WrongType, text.into())
}

/// Bytes for a type of this crate, which knows what they are.
pub(super) struct RawBytes<'i, L> {
    bytes: &'i [u8],
    lend: PhantomData<L>,
}

impl<'i, L> RawBytes<'i, L> {
    pub(super) fn new(bytes: &'i [u8]) -> RawBytes<'i, L> {
        RawBytes { bytes, lend: PhantomData }
    }
}

impl<'i, 'de, L: Lend<'i, 'de>> EnumAccess<'de> for RawBytes<'i, L> {
    type Error = Error;
    type Variant = NoValue;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, NoValue), Error> {
        seed.deserialize(BytesDeserializer::<L>::new(self.bytes, false))
            .map(|bytes| (bytes, NoValue))
    }
}

impl<'i, 'de, L: Lend<'i, 'de>> serde::Deserializer<'de> for RawBytes<'i, L> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_enum(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
