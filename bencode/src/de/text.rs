//! A byte string that was read already: a key, the name of a variant, the bytes of a raw value, or a
//! value for a type that takes whatever comes.

use alloc::format;
use core::fmt::Display;
use core::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Unexpected, VariantAccess, Visitor};

use super::error::nowhere;
use super::lend::Lend;
use crate::error::{Error, ErrorKind};

/// Deserializes as the byte string it is. Its errors have no place: the caller knows it.
pub(super) struct Text<'i, L> {
    bytes: &'i [u8],
    /// [`Deserializer::utf8_as_str`](super::Deserializer::utf8_as_str).
    utf8_as_str: bool,
    lend: PhantomData<L>,
}

impl<'i, L> Text<'i, L> {
    #[inline]
    pub(super) fn new(bytes: &'i [u8]) -> Text<'i, L> {
        Text { bytes, utf8_as_str: false, lend: PhantomData }
    }

    #[inline]
    pub(super) fn utf8_as_str(self, utf8_as_str: bool) -> Text<'i, L> {
        Text { utf8_as_str, ..self }
    }

    #[inline]
    fn utf8(&self) -> Result<&'i str, Error> {
        core::str::from_utf8(self.bytes).map_err(|_| not_utf8())
    }
}

impl<'i, L> Text<'i, L> {
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

/// The methods that ask for something that no byte string is.
macro_rules! refuse {
    ($($method:ident($($argument:ty),*): $expected:literal)*) => {$(
        #[cold]
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)* _: V) -> Result<V::Value, Error> {
            let text = concat!("expected ", $expected, ", found byte string");
            Err(nowhere(ErrorKind::WrongType, text.into()))
        }
    )*};
}

impl<'i, 'de, L: Lend<'i, 'de>> Deserializer<'de> for Text<'i, L> {
    type Error = Error;

    /// Bytes, whatever they are: the kind of a value does not depend on its content.
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
impl<'i, 'de, L: Lend<'i, 'de>> EnumAccess<'de> for Text<'i, L> {
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

/// The error for an integer other than 0 and 1, without an offset.
#[cold]
pub(super) fn no_bool(found: &dyn Display) -> Error {
    nowhere(ErrorKind::WrongValue, format!("expected 0 or 1 (a bool), found {found}"))
}

/// A bool, as the integer that it is in bencode or as itself.
pub(super) struct BoolVisitor;

impl Visitor<'_> for BoolVisitor {
    type Value = bool;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("0 or 1 (a bool)")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<bool, E> {
        Ok(value)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<bool, E> {
        match value {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(E::invalid_value(Unexpected::Unsigned(value), &self)),
        }
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<bool, E> {
        let wrong = |_| E::invalid_value(Unexpected::Signed(value), &self);
        u64::try_from(value).map_err(wrong).and_then(|value| self.visit_u64(value))
    }
}
