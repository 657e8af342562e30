//! Values from, and compared with, the types that Rust has for them.
//!
//! A value is compared with a number, never a number with a value: an implementation of `PartialEq`
//! for a type of the standard library would leave other people's code with two candidates where it
//! had one (`n == text.parse().unwrap()`). `tests/inference` checks it.

use alloc::{borrow::Cow, string::String, vec::Vec};
use core::ops::{Index, IndexMut};

use super::{Dict, Integer, List, NOTHING, Value};
use crate::byte_str::{ByteArray, ByteStr};
use crate::token::Int;

/// From what makes one of the four variants.
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

/// A dictionary; of a key that comes twice the last value stays.
impl<'a, K: Into<ByteStr<'a>>, V: Into<Value<'a>>> FromIterator<(K, V)> for Value<'a> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Value::Dict(pairs.into_iter().collect())
    }
}

/// Equality with integers.
macro_rules! eq_int {
    ($($primitive:ty)*) => {$(
        impl PartialEq<$primitive> for Value<'_> {
            fn eq(&self, other: &$primitive) -> bool {
                self.as_int().is_some_and(|int| int == other)
            }
        }
    )*};
}

eq_int! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

/// Equality with bytes.
macro_rules! eq_bytes {
    ($($other:ty $(, $n:ident)?;)*) => {$(
        impl<$(const $n: usize)?> PartialEq<$other> for Value<'_> {
            fn eq(&self, other: &$other) -> bool {
                self.as_bytes() == Some(AsRef::<[u8]>::as_ref(other))
            }
        }
    )*};
}

eq_bytes! {
    [u8];
    &[u8];
    [u8; N], N;
    &[u8; N], N;
    Vec<u8>;
    str;
    &str;
    String;
    ByteStr<'_>;
}

impl PartialEq<Value<'_>> for ByteStr<'_> {
    fn eq(&self, other: &Value<'_>) -> bool {
        other == self
    }
}

/// By keys of the types that they are written as.
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
