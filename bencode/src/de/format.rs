//! serde's `Deserializer`: each method reads a value of the type that is asked for.

use alloc::format;
use core::fmt::{self, Display};

use serde::Deserializer as _;
use serde::de::{Unexpected, Visitor};

use super::access::{ListItems, MapEntries, StructFields, Variant};
use super::bytes_deserializer::{BytesDeserializer, RawBytes, not_utf8};
use super::decoder::{Deserializer, Lend};
use super::raw::ValueThenRaw;
use crate::error::{Error, ErrorKind, nowhere};
use crate::raw;
use crate::token::Int;

/// Integers of a width: exact or an error.
macro_rules! integers {
    ($($method:ident $visit:ident $type:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let before = self.cursor.rest.len();
            let value = match self.short_number() {
                Some(value) => value,
                None => self.integer(|int| $type::try_from(int))?,
            };
            match visitor.$visit(value) {
                Ok(value) => Ok(value),
                Err(error) => Err(self.place(error, before)),
            }
        }
    )*};
}

/// Byte strings that must be UTF-8.
macro_rules! texts {
    ($($method:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let before = self.cursor.rest.len();
            let bytes = self.string()?;
            let result = match core::str::from_utf8(bytes) {
                Ok(text) => L::text(text, visitor),
                Err(_) => Err(not_utf8()),
            };
            match result {
                Ok(value) => Ok(value),
                Err(error) => Err(self.place(error, before)),
            }
        }
    )*};
}

/// Byte strings of any bytes.
macro_rules! bytes {
    ($($method:ident)*) => {$(
        #[inline(always)]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let before = self.cursor.rest.len();
            match L::bytes(self.string()?, visitor) {
                Ok(value) => Ok(value),
                Err(error) => Err(self.place(error, before)),
            }
        }
    )*};
}

/// Types that cannot be represented in bencode.
macro_rules! refuse {
    ($($method:ident($($argument:ty)?): $what:literal)*) => {$(
        #[cold]
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)? _: V) -> Result<V::Value, Error> {
            Err(self.unsupported($what))
        }
    )*};
}

impl<'i, 'de, L: Lend<'i, 'de>> serde::Deserializer<'de> for &mut Deserializer<'i, L> {
    type Error = Error;

    integers! {
        deserialize_i8 visit_i8 i8
        deserialize_i16 visit_i16 i16
        deserialize_i32 visit_i32 i32
        deserialize_i64 visit_i64 i64
        deserialize_i128 visit_i128 i128
        deserialize_u8 visit_u8 u8
        deserialize_u16 visit_u16 u16
        deserialize_u32 visit_u32 u32
        deserialize_u64 visit_u64 u64
        deserialize_u128 visit_u128 u128
    }

    texts! { deserialize_str deserialize_string deserialize_char }

    bytes! { deserialize_bytes deserialize_byte_buf }

    refuse! {
        deserialize_f32(): "a float"
        deserialize_f64(): "a float"
        deserialize_unit(): "a unit"
        deserialize_unit_struct(&'static str): "a unit"
    }

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.any(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let before = self.cursor.rest.len();
        let bytes = self.string()?;
        let result = self.text(bytes).deserialize_identifier(visitor);
        result.map_err(|error| self.place(error, before))
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let before = self.cursor.rest.len();
        let result = match self.integer(Int::to_i64) {
            Ok(0) => visitor.visit_bool(false),
            Ok(1) => visitor.visit_bool(true),
            Ok(other) => Err(no_bool(&format_args!("integer {other}"))),
            Err(error) if matches!(error.kind(), ErrorKind::OutOfRange { .. }) => {
                Err(no_bool(&"another integer"))
            }
            Err(error) => Err(error),
        };
        result.map_err(|error| self.place(error, before))
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        match name {
            raw::RAW => self.raw(visitor),
            raw::WITH_RAW => self.with_raw(visitor),
            raw::VALUE => self.tree(visitor),
            raw::LIST => self.branch(b'l', "list", visitor),
            raw::DICT => self.branch(b'd', "dictionary", visitor),
            raw::INTEGER => self.digits(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let before = self.cursor.rest.len();
        self.open(b'l', "list")?;
        match visitor.visit_seq(ListItems(self)) {
            Ok(value) => self.close().map(|()| value),
            Err(error) => Err(self.place(error, before)),
        }
    }

    #[inline]
    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    #[inline]
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let before = self.cursor.rest.len();
        self.open(b'd', "dictionary")?;
        let mut entries = MapEntries::new(self);
        match visitor.visit_map(&mut entries) {
            Ok(value) => {
                entries.end()?;
                self.close().map(|()| value)
            }
            Err(error) => Err(self.place(error, before)),
        }
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let before = self.cursor.rest.len();
        self.open(b'd', "dictionary")?;
        match visitor.visit_map(StructFields::new(self)) {
            Ok(value) => self.close().map(|()| value),
            Err(error) => Err(self.place(error, before)),
        }
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let before = self.cursor.rest.len();
        let result = match self.cursor.rest {
            [b'd', ..] => self.variant(visitor),
            [b'i' | b'l', ..] => {
                Err(self.mismatch("byte string or dictionary of one key (a variant)"))
            }
            _ => {
                let name = self.string()?;
                visitor.visit_enum(self.text(name))
            }
        };
        result.map_err(|error| self.place(error, before))
    }

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.skip()?;
        visitor.visit_unit()
    }

    /// Bencode is binary: types that have a compact form use it.
    fn is_human_readable(&self) -> bool {
        false
    }
}

impl<'i, L> Deserializer<'i, L> {
    fn variant<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        self.open(b'd', "dictionary")?;
        let value = visitor.visit_enum(Variant(self))?;
        self.close()?;
        Ok(value)
    }
}

/// The narrowest type that an integer fits.
enum Fit {
    I64(i64),
    U64(u64),
    I128(i128),
    U128(u128),
}

impl Fit {
    fn new(int: Int<'_>) -> Result<Fit, crate::token::OutOfRange> {
        let fit = int.to_u64().map(Fit::U64).or_else(|_| int.to_i64().map(Fit::I64));
        fit.or_else(|_| int.to_i128().map(Fit::I128)).or_else(|_| int.to_u128().map(Fit::U128))
    }

    fn visit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Fit::I64(value) => visitor.visit_i64(value),
            Fit::U64(value) => visitor.visit_u64(value),
            Fit::I128(value) => visitor.visit_i128(value),
            Fit::U128(value) => visitor.visit_u128(value),
        }
    }
}

impl<'i, L> Deserializer<'i, L> {
    /// A byte string that was read here.
    #[inline]
    pub(super) fn text(&self, bytes: &'i [u8]) -> BytesDeserializer<'i, L> {
        BytesDeserializer::new(bytes, self.utf8_as_str)
    }

    /// A value of any kind.
    pub(super) fn any<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        let before = self.cursor.rest.len();
        let result = match self.cursor.rest {
            [b'0'..=b'9', ..] => {
                let bytes = self.string()?;
                self.text(bytes).deserialize_any(visitor)
            }
            [b'i', ..] => self.integer(Fit::new)?.visit(visitor),
            [b'l', ..] => return self.deserialize_seq(visitor),
            [b'd', ..] => return self.deserialize_map(visitor),
            _ => return Err(self.mismatch("value")),
        };
        result.map_err(|error| self.place(error, before))
    }

    /// A value of any kind for a tree: byte strings as bytes, integers of any length.
    pub(super) fn tree<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        match self.cursor.rest {
            [b'0'..=b'9', ..] => self.deserialize_bytes(visitor),
            [b'i', ..] => self.digits(visitor),
            [b'l' | b'd', ..] => self.nested(visitor),
            _ => Err(self.mismatch("value")),
        }
    }

    /// A list or dictionary that begins with `letter`, for a tree.
    pub(super) fn branch<'de, V: Visitor<'de>>(
        &mut self,
        letter: u8,
        name: &str,
        visitor: V,
    ) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        match self.cursor.rest.first() {
            Some(first) if *first == letter => self.nested(visitor),
            _ => Err(self.mismatch(name)),
        }
    }

    /// The bytes of the list or dictionary here, checked: a tree built from all of it takes less memory than
    /// one built from serde's items, whose number is not known in advance.
    fn nested<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        let before = self.cursor.rest;
        let length = match self.check(before) {
            Ok(length) => length,
            Err(error) => return Err(self.within(error)),
        };
        self.cursor.rest = before.get(length..).unwrap_or_default();
        visitor.visit_enum(RawBytes::<L>::new(self.since(before)))
    }

    /// An integer that may be of any length.
    pub(super) fn digits<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        let int = self.integer(Ok)?;
        match int.to_i64() {
            Ok(small) => visitor.visit_i64(small),
            Err(_) => visitor.visit_enum(RawBytes::<L>::new(int.digits())),
        }
    }

    /// The exact bytes of the value here.
    pub(super) fn raw<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        let before = self.cursor.rest;
        self.skip()?;
        visitor.visit_enum(RawBytes::<L>::new(self.since(before)))
    }

    /// The value here, and then its exact bytes.
    pub(super) fn with_raw<'de, V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error>
    where
        L: Lend<'i, 'de>,
    {
        visitor.visit_seq(ValueThenRaw::new(self))
    }

    /// Returns the bytes read since `before` was the rest.
    pub(super) fn since(&self, before: &'i [u8]) -> &'i [u8] {
        let length = before.len().saturating_sub(self.cursor.rest.len());
        before.get(..length).unwrap_or_default()
    }
}

/// The error for an integer other than 0 and 1, without an offset.
#[cold]
fn no_bool(found: &dyn Display) -> Error {
    nowhere(ErrorKind::WrongValue, format!("expected 0 or 1 (a bool), found {found}"))
}

/// A bool, as the integer that it is in bencode or as itself.
pub(super) struct BoolVisitor;

impl Visitor<'_> for BoolVisitor {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
