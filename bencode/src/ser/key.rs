//! Keys: byte strings, and the types that are written as byte strings.

use alloc::vec::Vec;

use serde::Serialize;
use serde::ser::{Impossible, Serializer};

use super::serializer::no_key;
use super::strings::unhexed;
use crate::error::Error;
use crate::raw;

/// What to do with the bytes of a key.
pub(super) trait HandleKey {
    fn handle(self, key: &[u8]) -> Result<(), Error>;
}

/// Keeps the key for the value that comes later.
impl HandleKey for &mut Vec<u8> {
    fn handle(self, key: &[u8]) -> Result<(), Error> {
        self.extend_from_slice(key);
        Ok(())
    }
}

/// Accepts strings, bytes, characters and names of variants, and newtypes of them.
pub(super) struct KeySerializer<T>(pub(super) T);

/// Types that cannot be keys.
macro_rules! refuse {
    ($($method:ident($($argument:ty),*) $(-> $output:ident)?: $found:literal)*) => {$(
        #[cold]
        fn $method(self, $(_: $argument),*) -> Result<refuse!(@ $($output)?), Error> {
            Err(no_key($found))
        }
    )*};
    (@) => { () };
    (@ $output:ident) => { Self::$output };
}

impl<T: HandleKey> Serializer for KeySerializer<T> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Impossible<(), Error>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Impossible<(), Error>;
    type SerializeStruct = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    #[inline]
    fn serialize_str(self, key: &str) -> Result<(), Error> {
        self.0.handle(key.as_bytes())
    }

    #[inline]
    fn serialize_bytes(self, key: &[u8]) -> Result<(), Error> {
        self.0.handle(key)
    }

    fn serialize_char(self, key: char) -> Result<(), Error> {
        self.0.handle(key.encode_utf8(&mut [0; 4]).as_bytes())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.0.handle(variant.as_bytes())
    }

    fn serialize_newtype_struct<K: Serialize + ?Sized>(
        self,
        name: &'static str,
        key: &K,
    ) -> Result<(), Error> {
        if name == raw::RAW {
            return Err(no_key("raw value or long integer"));
        }
        if name == raw::HEX {
            return self.0.handle(&unhexed(key)?);
        }
        key.serialize(self)
    }

    fn serialize_some<K: Serialize + ?Sized>(self, key: &K) -> Result<(), Error> {
        key.serialize(self)
    }

    fn serialize_newtype_variant<K: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        key: &K,
    ) -> Result<(), Error> {
        if name == raw::HEX {
            return self.0.handle(&unhexed(key)?);
        }
        Err(no_key("variant with a value"))
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    refuse! {
        serialize_bool(bool): "bool"
        serialize_i8(i8): "integer"
        serialize_i16(i16): "integer"
        serialize_i32(i32): "integer"
        serialize_i64(i64): "integer"
        serialize_i128(i128): "integer"
        serialize_u8(u8): "integer"
        serialize_u16(u16): "integer"
        serialize_u32(u32): "integer"
        serialize_u64(u64): "integer"
        serialize_u128(u128): "integer"
        serialize_f32(f32): "float"
        serialize_f64(f64): "float"
        serialize_none(): "`None`"
        serialize_unit(): "unit"
        serialize_unit_struct(&'static str): "unit"
        serialize_seq(Option<usize>) -> SerializeSeq: "list"
        serialize_tuple(usize) -> SerializeTuple: "list"
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct: "list"
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant:
            "variant with a value"
        serialize_map(Option<usize>) -> SerializeMap: "dictionary"
        serialize_struct(&'static str, usize) -> SerializeStruct: "dictionary"
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant:
            "variant with a value"
    }
}
