//! Conversions from, and equality with, the Rust types that hold integers and bytes.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::ops::{Index, IndexMut};

use super::{Dict, Integer, List, NOTHING, Value};
use crate::byte_str::{ByteArray, ByteStr, eq_bytes, eq_int};
use crate::token::Int;

/// Conversions from types that make one of the four variants.
macro_rules! from {
    ($($variant:ident: $(($source:ty $(, $n:ident)?))*;)*) => {$($(
        impl<'a $(, const $n: usize)?> From<$source> for Value<'a> {
            #[inline]
            fn from(source: $source) -> Self {
                Value::$variant(source.into())
            }
        }
    )*)*};
}

from! {
    Int: (i8) (i16) (i32) (i64) (i128) (isize) (u8) (u16) (u32) (u64) (u128) (usize);
    Int: (Int<'a>) (Integer<'a>);
    Bytes: (&'a [u8]) (&'a [u8; N], N) ([u8; N], N) (Vec<u8>) (&'a str) (String) (ByteStr<'a>);
    Bytes: (Cow<'a, [u8]>) (Cow<'a, str>) (ByteArray<N>, N) (&'a ByteArray<N>, N);
    List: (Vec<Value<'a>>) ([Value<'a>; N], N) (List<'a>);
    Dict: (Dict<'a>);
}

#[cfg(feature = "bytes")]
impl From<bytes::Bytes> for Value<'_> {
    fn from(bytes: bytes::Bytes) -> Self {
        Value::Bytes(bytes.into())
    }
}

/// `false` is 0 and `true` is 1, as `private` in a torrent (BEP 27).
impl From<bool> for Value<'_> {
    fn from(flag: bool) -> Self {
        Value::from(u8::from(flag))
    }
}

/// A list.
impl<'a, T: Into<Value<'a>>> FromIterator<T> for Value<'a> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Value::List(items.into_iter().collect())
    }
}

/// A dictionary; if a key is repeated, the last value wins.
impl<'a, K: Into<ByteStr<'a>>, V: Into<Value<'a>>> FromIterator<(K, V)> for Value<'a> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Value::Dict(pairs.into_iter().collect())
    }
}

eq_int!(Value);
eq_bytes!(Value);
eq_bytes! { Value: ByteStr<'_>; }

impl PartialEq<Value<'_>> for ByteStr<'_> {
    fn eq(&self, other: &Value<'_>) -> bool {
        other == self
    }
}

/// Indexing by keys of the types that keys are written as.
macro_rules! index {
    ($($key:ty $(, $n:ident)?;)*) => {$(
        /// The value of a key; an absent one reads as an empty dictionary.
        ///
        /// [`get`](Value::get) distinguishes absent from empty.
        impl<'a $(, const $n: usize)?> Index<$key> for Value<'a> {
            type Output = Value<'a>;

            fn index(&self, key: $key) -> &Value<'a> {
                self.get(key).unwrap_or(&NOTHING)
            }
        }

        /// The value of a key, to assign to. An absent key is inserted first, and a value that is not a
        /// dictionary is replaced by one.
        impl<'a $(, const $n: usize)?> IndexMut<$key> for Value<'a> {
            fn index_mut(&mut self, key: $key) -> &mut Value<'a> {
                if !self.is_dict() {
                    *self = Value::default();
                }
                match self {
                    Value::Dict(dict) => &mut dict[key],
                    other => other,
                }
            }
        }
    )*};
}

index! {
    &str;
    &String;
    &[u8];
    &[u8; N], N;
    &ByteStr<'_>;
}

/// The item of a list; an absent one reads as an empty dictionary.
impl<'a> Index<usize> for Value<'a> {
    type Output = Value<'a>;

    fn index(&self, index: usize) -> &Value<'a> {
        self.at(index).unwrap_or(&NOTHING)
    }
}
