//! Serializes the structs of [`crate::structs`] in the order of their fields, so that the result of a typed decode
//! can be compared with the document.
#![expect(clippy::unnecessary_wraps, reason = "the trait asks for results")]

use std::fmt::Display;

use serde::ser::{Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

use crate::plain::Plain;

/// The bencode of `value`, with keys in the order of `value`.
///
/// # Panics
/// For values that bencode cannot represent.
pub fn to_vec<T: Serialize>(value: &T) -> Vec<u8> {
    let mut plain = Plain::default();
    value.serialize(Writer(&mut plain)).expect("bencode can hold it");
    plain.0
}

type Error = serde::de::value::Error;
type Never = Impossible<(), Error>;

struct Writer<'p>(&'p mut Plain);

fn refused<T>() -> Result<T, Error> {
    Err(serde::ser::Error::custom("no struct here holds that"))
}

impl Writer<'_> {
    fn int(self, number: impl Display) -> Result<(), Error> {
        self.0.int(number);
        Ok(())
    }

    fn string(self, text: &[u8]) -> Result<(), Error> {
        self.0.string(text);
        Ok(())
    }

    fn open(self, letter: &[u8]) -> Result<Self, Error> {
        self.0.raw(letter);
        Ok(self)
    }

    fn close(self) -> Result<(), Error> {
        self.0.raw(b"e");
        Ok(())
    }

    fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(Writer(self.0))
    }
}

macro_rules! integers {
    ($($method:ident: $integer:ty),*) => {
        $(fn $method(self, number: $integer) -> Result<(), Error> {
            self.int(number)
        })*
    };
}

macro_rules! refusals {
    ($($method:ident($($argument:ty),*) -> $answer:ty;)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$answer, Error> {
            refused()
        })*
    };
}

type Name = &'static str;

impl Serializer for Writer<'_> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Never;

    integers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64);
    integers!(serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64);

    refusals! {
        serialize_bool(bool) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(Name) -> ();
        serialize_unit_variant(Name, u32, Name) -> ();
        serialize_tuple_struct(Name, usize) -> Never;
        serialize_tuple_variant(Name, u32, Name, usize) -> Never;
        serialize_struct_variant(Name, u32, Name, usize) -> Never;
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        self.string(text.as_bytes())
    }

    fn serialize_bytes(self, text: &[u8]) -> Result<(), Error> {
        self.string(text)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: Name,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: Name,
        _: u32,
        _: Name,
        _: &T,
    ) -> Result<(), Error> {
        refused()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Error> {
        self.open(b"l")
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Error> {
        self.open(b"l")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Error> {
        self.open(b"d")
    }

    fn serialize_struct(self, _: Name, _: usize) -> Result<Self, Error> {
        self.open(b"d")
    }
}

impl SerializeSeq for Writer<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.put(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl serde::ser::SerializeTuple for Writer<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.put(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl SerializeMap for Writer<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.put(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.put(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}

impl SerializeStruct for Writer<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: Name,
        value: &T,
    ) -> Result<(), Error> {
        self.put(key)?;
        self.put(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close()
    }
}
