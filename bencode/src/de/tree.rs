//! Values, dictionaries and integers of this crate, from any format.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::strings::{AnyKey, hex_digits, keep};
use crate::byte_str::ByteStr;
use crate::document::Tape;
use crate::raw::{DICT, INTEGER, LIST, VALUE};
use crate::rules::Rules;
use crate::value::{Dict, Integer, List, Value, tree};

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(VALUE, ValueVisitor(PhantomData))
    }
}

/// The name under which `serde_json` passes a number beyond 64 bits, with its feature `arbitrary_precision`.
const WIDE_NUMBER: &str = "$serde_json::private::Number";

struct ValueVisitor<'a>(PhantomData<Value<'a>>);

/// Integers of primitive types.
macro_rules! integers {
    ($($visit:ident $type:ty)*) => {$(
        fn $visit<E: Error>(self, value: $type) -> Result<Self::Value, E> {
            Ok(Integer::from(value).into())
        }
    )*};
}

impl<'de: 'a, 'a> Visitor<'de> for ValueVisitor<'a> {
    type Value = Value<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("integer, byte string, list or dictionary")
    }

    integers! { visit_i64 i64 visit_u64 u64 visit_i128 i128 visit_u128 u128 }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value<'a>, E> {
        self.visit_u64(value.into())
    }

    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Value<'a>, E> {
        Ok(Value::Bytes(ByteStr::borrowed(bytes)))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Value<'a>, E> {
        self.visit_borrowed_bytes(text.as_bytes())
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Value<'a>, E> {
        Ok(Value::Bytes(keep(bytes)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value<'a>, E> {
        self.visit_bytes(text.as_bytes())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'a>, D::Error> {
        Value::deserialize(deserializer)
    }

    /// Another format, which sees a newtype.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value<'a>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Value<'a>, A::Error> {
        ListVisitor(PhantomData).visit_seq(items).map(Value::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value<'a>, A::Error> {
        let first = match entries.next_key()? {
            Some(AnyKey::Hex) => return hex_digits(entries).map(Value::Bytes),
            Some(AnyKey::Bytes(key)) if key == WIDE_NUMBER => {
                return integer(entries.next_value()?).map(Value::Int);
            }
            Some(AnyKey::Bytes(key)) => Some((key, entries.next_value()?)),
            None => None,
        };
        rest_of_dict(first, entries).map(Value::Dict)
    }

    /// From this crate's format: the digits of a long integer, or the encoding of a list or dictionary.
    fn visit_enum<A: EnumAccess<'de>>(self, whole: A) -> Result<Value<'a>, A::Error> {
        let (bytes, _): (ByteStr<'a>, _) = whole.variant()?;
        match bytes.first() {
            Some(b'l' | b'd') => parse(&bytes).map_err(A::Error::custom),
            _ => integer(bytes).map(Value::Int),
        }
    }
}

/// The tree of an encoding that was already checked against the rules.
fn parse<'a>(encoding: &ByteStr<'a>) -> Result<Value<'a>, crate::error::Error> {
    let rules = Rules::TOLERANT_UNLIMITED;
    if let Some(borrowed) = encoding.as_borrowed() {
        return Value::parse_with(borrowed, rules);
    }
    let mut tape = Tape::new();
    tape.fill(encoding, rules)?;
    Ok(tree(encoding, &tape.into_nodes(), |text| encoding.part(&text)))
}

/// Another format, which sees a newtype; and this one, which passes the encoding.
macro_rules! part_of_value {
    ($variant:ident, $expected:literal) => {
        fn visit_newtype_struct<D: Deserializer<'de>>(
            self,
            deserializer: D,
        ) -> Result<Self::Value, D::Error> {
            deserializer.deserialize_any(self)
        }

        fn visit_enum<A: EnumAccess<'de>>(self, whole: A) -> Result<Self::Value, A::Error> {
            match ValueVisitor(PhantomData).visit_enum(whole)? {
                Value::$variant(value) => Ok(value),
                _ => Err(A::Error::custom(concat!("expected ", $expected))),
            }
        }
    };
}

impl<'de: 'a, 'a> Deserialize<'de> for Dict<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(DICT, DictVisitor(PhantomData))
    }
}

struct DictVisitor<'a>(PhantomData<Dict<'a>>);

impl<'de: 'a, 'a> Visitor<'de> for DictVisitor<'a> {
    type Value = Dict<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("dictionary")
    }

    part_of_value!(Dict, "dictionary");

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Dict<'a>, A::Error> {
        rest_of_dict(None, entries)
    }
}

/// Reads the rest of a dictionary whose `first` entry another format has already passed.
fn rest_of_dict<'de: 'a, 'a, A: MapAccess<'de>>(
    first: Option<(ByteStr<'a>, Value<'a>)>,
    mut entries: A,
) -> Result<Dict<'a>, A::Error> {
    let mut pairs: Vec<_> = first.into_iter().collect();
    while let Some(key) = entries.next_key()? {
        match key {
            AnyKey::Bytes(key) => pairs.push((key, entries.next_value()?)),
            AnyKey::Hex => return Err(A::Error::custom("`$hex` beside other keys")),
        }
    }
    Ok(pairs.into_iter().collect())
}

impl<'de: 'a, 'a> Deserialize<'de> for List<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(LIST, ListVisitor(PhantomData))
    }
}

struct ListVisitor<'a>(PhantomData<List<'a>>);

impl<'de: 'a, 'a> Visitor<'de> for ListVisitor<'a> {
    type Value = List<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("list")
    }

    part_of_value!(List, "list");

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<List<'a>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(List::from(list))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Integer<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(INTEGER, IntegerVisitor(PhantomData))
    }
}

struct IntegerVisitor<'a>(PhantomData<Integer<'a>>);

impl<'de: 'a, 'a> Visitor<'de> for IntegerVisitor<'a> {
    type Value = Integer<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("integer")
    }

    integers! { visit_i64 i64 visit_u64 u64 visit_i128 i128 visit_u128 u128 }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Integer<'a>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, whole: A) -> Result<Integer<'a>, A::Error> {
        let (digits, _): (ByteStr<'a>, _) = whole.variant()?;
        integer(digits)
    }
}

fn integer<E: Error>(digits: ByteStr<'_>) -> Result<Integer<'_>, E> {
    Integer::from_text(digits).ok_or_else(|| E::custom("expected an integer"))
}
