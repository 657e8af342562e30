//! Values, dictionaries and integers of this crate, from any format.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::strings::keep;
use crate::byte_str::ByteStr;
use crate::raw::{INTEGER, VALUE};
use crate::value::{Dict, Integer, List, Value};

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(VALUE, ValueVisitor(PhantomData))
    }
}

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

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value<'a>, A::Error> {
        let mut list = alloc::vec::Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(List::from(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Value<'a>, A::Error> {
        DictVisitor(PhantomData).visit_map(entries).map(Value::Dict)
    }

    /// The digits of a long integer, from this crate's format.
    fn visit_enum<A: EnumAccess<'de>>(self, whole: A) -> Result<Value<'a>, A::Error> {
        IntegerVisitor(PhantomData).visit_enum(whole).map(Value::Int)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Dict<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(DictVisitor(PhantomData))
    }
}

struct DictVisitor<'a>(PhantomData<Dict<'a>>);

impl<'de: 'a, 'a> Visitor<'de> for DictVisitor<'a> {
    type Value = Dict<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("dictionary")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Dict<'a>, A::Error> {
        let mut pairs = alloc::vec::Vec::new();
        while let Some(entry) = entries.next_entry::<ByteStr<'a>, Value<'a>>()? {
            pairs.push(entry);
        }
        Ok(pairs.into_iter().collect())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for List<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        alloc::vec::Vec::deserialize(deserializer).map(List::from)
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
        Integer::from_text(digits).ok_or_else(|| A::Error::custom("integer without digits"))
    }
}
