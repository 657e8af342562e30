//! serde's `Deserializer`: each method reads a value of the type that is asked for.

use serde::de::Visitor;

use super::access::{Entries, Fields, Items};
use super::decoder::Deserializer;
use super::enums::Variant;
use super::lend::Lend;
use super::text;
use crate::error::{Error, ErrorKind};
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

/// Byte strings that are to be UTF-8.
macro_rules! texts {
    ($($method:ident)*) => {$(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let before = self.cursor.rest.len();
            let bytes = self.string()?;
            let result = match core::str::from_utf8(bytes) {
                Ok(text) => L::text(text, visitor),
                Err(_) => Err(text::not_utf8()),
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

/// What bencode has nothing for.
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
            Ok(other) => Err(text::no_bool(&format_args!("integer {other}"))),
            Err(error) if matches!(error.kind(), ErrorKind::OutOfRange { .. }) => {
                Err(text::no_bool(&"another integer"))
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
        match visitor.visit_seq(Items(self)) {
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
        let mut entries = Entries::new(self);
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
        match visitor.visit_map(Fields::new(self)) {
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
