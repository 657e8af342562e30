//! The value of a key: the key is written only when there is a value.

use core::marker::PhantomData;

use serde::Serialize;

use super::containers::{ListWriter, MapWriter, StructWriter};
use super::serializer::Serializer;
use crate::error::Error;
use crate::raw;
use crate::sink::Sink;

/// A key that is not written yet.
pub(super) trait Keyed<'e, S> {
    /// Writes it; its value comes next.
    fn begin(self) -> Result<&'e mut Serializer<S>, Error>;
}

/// A key, and the dictionary it belongs to.
pub(super) struct EntryValue<'e, K, S> {
    key: K,
    sink: PhantomData<&'e mut S>,
}

impl<'e, S, K: Keyed<'e, S>> EntryValue<'e, K, S> {
    #[inline(always)]
    pub(super) fn new(key: K) -> EntryValue<'e, K, S> {
        EntryValue { key, sink: PhantomData }
    }

    #[inline(always)]
    fn begin(self) -> Result<&'e mut Serializer<S>, Error> {
        self.key.begin()
    }
}

/// Writes the key, and then the value like any other.
macro_rules! after_key {
    ($($method:ident($($name:ident: $type:ty),*) $(-> $output:ident)?)*) => {$(
        #[inline(always)]
        fn $method(self, $($name: $type),*) -> Result<after_key!(@ $($output)?), Error> {
            self.begin()?.$method($($name),*)
        }
    )*};
    (@) => { () };
    (@ $output:ident) => { Self::$output };
}

impl<'e, S: Sink, K: Keyed<'e, S>> serde::Serializer for EntryValue<'e, K, S> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = ListWriter<'e, S>;
    type SerializeTuple = ListWriter<'e, S>;
    type SerializeTupleStruct = ListWriter<'e, S>;
    type SerializeTupleVariant = ListWriter<'e, S>;
    type SerializeMap = MapWriter<'e, S>;
    type SerializeStruct = StructWriter<'e, S>;
    type SerializeStructVariant = StructWriter<'e, S>;

    /// The whole entry is left out.
    #[inline]
    fn serialize_none(self) -> Result<(), Error> {
        Ok(())
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        if name == raw::RAW {
            return self.begin()?.serialize_newtype_struct(name, value);
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.begin()?.serialize_newtype_variant(name, index, variant, value)
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    after_key! {
        serialize_bool(value: bool)
        serialize_i8(value: i8)
        serialize_i16(value: i16)
        serialize_i32(value: i32)
        serialize_i64(value: i64)
        serialize_i128(value: i128)
        serialize_u8(value: u8)
        serialize_u16(value: u16)
        serialize_u32(value: u32)
        serialize_u64(value: u64)
        serialize_u128(value: u128)
        serialize_f32(value: f32)
        serialize_f64(value: f64)
        serialize_char(value: char)
        serialize_str(value: &str)
        serialize_bytes(value: &[u8])
        serialize_unit()
        serialize_unit_struct(name: &'static str)
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str)
        serialize_seq(length: Option<usize>) -> SerializeSeq
        serialize_tuple(length: usize) -> SerializeTuple
        serialize_tuple_struct(name: &'static str, length: usize) -> SerializeTupleStruct
        serialize_tuple_variant(
            name: &'static str,
            index: u32,
            variant: &'static str,
            length: usize
        ) -> SerializeTupleVariant
        serialize_map(length: Option<usize>) -> SerializeMap
        serialize_struct(name: &'static str, length: usize) -> SerializeStruct
        serialize_struct_variant(
            name: &'static str,
            index: u32,
            variant: &'static str,
            length: usize
        ) -> SerializeStructVariant
    }
}
