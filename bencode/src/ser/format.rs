//! serde's `Serializer`: each call writes a token.

use serde::Serialize;

use super::containers::{ListWriter, MapWriter, StructWriter};
use super::key::{HandleKey, KeySerializer};
use super::serializer::Serializer;
use super::strings::unhexed;
use crate::error::Error;
use crate::raw;
use crate::sink::Sink;

const NO_FLOATS: &str = "a float cannot be represented in bencode";
const NO_UNIT: &str = "a unit cannot be represented in bencode";
const NO_NONE: &str =
    "`None` cannot be represented in bencode (a field or a key that is `None` is left out)";

/// Integers of a width.
macro_rules! integers {
    (signed: $($signed:ident $i:ty)*; unsigned: $($unsigned:ident $u:ty)*) => {
        $(
            #[inline]
            fn $signed(self, value: $i) -> Result<(), Error> {
                self.write_integer(value < 0, value.unsigned_abs().into())
            }
        )*
        $(
            #[inline]
            fn $unsigned(self, value: $u) -> Result<(), Error> {
                self.write_integer(false, value.into())
            }
        )*
    };
}

impl<'s, S: Sink> serde::Serializer for &'s mut Serializer<S> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = ListWriter<'s, S>;
    type SerializeTuple = ListWriter<'s, S>;
    type SerializeTupleStruct = ListWriter<'s, S>;
    type SerializeTupleVariant = ListWriter<'s, S>;
    type SerializeMap = MapWriter<'s, S>;
    type SerializeStruct = StructWriter<'s, S>;
    type SerializeStructVariant = StructWriter<'s, S>;

    integers! {
        signed: serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64;
        unsigned: serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 serialize_u64 u64
    }

    fn serialize_i128(self, value: i128) -> Result<(), Error> {
        self.write_wide(value < 0, value.unsigned_abs())
    }

    fn serialize_u128(self, value: u128) -> Result<(), Error> {
        self.write_wide(false, value)
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.write_integer(false, value.into())
    }

    #[cold]
    fn serialize_f32(self, _: f32) -> Result<(), Error> {
        Err(self.unsupported(NO_FLOATS))
    }

    #[cold]
    fn serialize_f64(self, _: f64) -> Result<(), Error> {
        Err(self.unsupported(NO_FLOATS))
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.write_string(value.encode_utf8(&mut [0; 4]).as_bytes())
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.write_string(value.as_bytes())
    }

    #[inline]
    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        self.write_string(value)
    }

    #[cold]
    fn serialize_none(self) -> Result<(), Error> {
        Err(self.unsupported(NO_NONE))
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    #[cold]
    fn serialize_unit(self) -> Result<(), Error> {
        Err(self.unsupported(NO_UNIT))
    }

    #[cold]
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        Err(self.unsupported(NO_UNIT))
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        if name == raw::RAW {
            return value.serialize(KeySerializer(Splice(self)));
        }
        if name == raw::DIGITS {
            return value.serialize(KeySerializer(Digits(self)));
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        if name == raw::HEX {
            return self.serialize_bytes(&unhexed(value)?);
        }
        self.variant(variant)?;
        value.serialize(&mut *self)?;
        self.close()
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<ListWriter<'s, S>, Error> {
        ListWriter::new(self, false)
    }

    #[inline]
    fn serialize_tuple(self, _: usize) -> Result<ListWriter<'s, S>, Error> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<ListWriter<'s, S>, Error> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<ListWriter<'s, S>, Error> {
        self.variant(variant)?;
        ListWriter::new(self, true)
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<MapWriter<'s, S>, Error> {
        MapWriter::new(self)
    }

    #[inline]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<StructWriter<'s, S>, Error> {
        StructWriter::new(self, false)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<StructWriter<'s, S>, Error> {
        self.variant(variant)?;
        StructWriter::new(self, true)
    }

    /// Bencode is binary: types that have a compact form use it.
    fn is_human_readable(&self) -> bool {
        false
    }
}

/// Copies an encoded value as it is.
struct Splice<'s, S>(&'s mut Serializer<S>);

impl<S: Sink> HandleKey for Splice<'_, S> {
    fn handle(self, value: &[u8]) -> Result<(), Error> {
        self.0.write_verbatim(value)
    }
}

/// Writes the integer of these digits.
struct Digits<'s, S>(&'s mut Serializer<S>);

impl<S: Sink> HandleKey for Digits<'_, S> {
    fn handle(self, digits: &[u8]) -> Result<(), Error> {
        self.0.write_verbatim(b"i")?;
        self.0.write_verbatim(digits)?;
        self.0.write_verbatim(b"e")
    }
}
