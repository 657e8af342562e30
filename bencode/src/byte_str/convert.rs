//! Conversions from and to other types that hold bytes, and equality with them.
//!
//! A `ByteStr` can be compared with a slice, but not a slice with a `ByteStr`, and likewise a value with a
//! number: an implementation of `PartialEq` for a standard library type would give other code two candidates
//! where it had one (`n == text.parse().unwrap()`). `tests/inference` checks this.

use alloc::{borrow::Cow, boxed::Box, string::String, vec::Vec};

use super::{ByteArray, ByteStr, Repr};

/// Equality with the types that hold bytes, from `as_bytes`, which may return an `Option`.
macro_rules! eq_bytes {
    ($type:ident) => {
        $crate::byte_str::eq_bytes! { $type:
            [u8]; &[u8]; [u8; N], N; &[u8; N], N; alloc::vec::Vec<u8>; str; &str; alloc::string::String;
        }
    };
    ($type:ident: $($other:ty $(, $n:ident)?;)*) => {$(
        impl<$(const $n: usize)?> PartialEq<$other> for $type<'_> {
            fn eq(&self, other: &$other) -> bool {
                let bytes: Option<&[u8]> = self.as_bytes().into();
                bytes == Some(AsRef::<[u8]>::as_ref(other))
            }
        }
    )*};
}

/// Equality with the integers of Rust, from `as_int`.
macro_rules! eq_int {
    ($type:ident) => {
        $crate::byte_str::eq_int! { $type:
            i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize
        }
    };
    ($type:ident: $($primitive:ident)*) => {$(
        impl PartialEq<$primitive> for $type<'_> {
            fn eq(&self, other: &$primitive) -> bool {
                self.as_int().and_then(|int| $primitive::try_from(int).ok()) == Some(*other)
            }
        }
    )*};
}

pub(crate) use {eq_bytes, eq_int};

eq_bytes!(ByteStr);

impl<'a> From<&'a [u8]> for ByteStr<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        ByteStr::borrowed(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for ByteStr<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        ByteStr::borrowed(bytes)
    }
}

impl<'a> From<&'a str> for ByteStr<'a> {
    fn from(text: &'a str) -> Self {
        ByteStr::borrowed(text.as_bytes())
    }
}

impl<'a> From<Cow<'a, [u8]>> for ByteStr<'a> {
    fn from(bytes: Cow<'a, [u8]>) -> Self {
        match bytes {
            Cow::Borrowed(bytes) => bytes.into(),
            Cow::Owned(bytes) => bytes.into(),
        }
    }
}

impl<'a> From<Cow<'a, str>> for ByteStr<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        match text {
            Cow::Borrowed(text) => text.into(),
            Cow::Owned(text) => text.into(),
        }
    }
}

impl<const N: usize> From<ByteArray<N>> for ByteStr<'_> {
    fn from(bytes: ByteArray<N>) -> Self {
        bytes.0.into()
    }
}

impl<'a, const N: usize> From<&'a ByteArray<N>> for ByteStr<'a> {
    fn from(bytes: &'a ByteArray<N>) -> Self {
        ByteStr::borrowed(&bytes.0)
    }
}

impl<const N: usize> From<[u8; N]> for ByteStr<'_> {
    fn from(bytes: [u8; N]) -> Self {
        Vec::from(bytes).into()
    }
}

impl From<Vec<u8>> for ByteStr<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        ByteStr(Repr::Owned(bytes.into()))
    }
}

impl From<String> for ByteStr<'_> {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

/// Boxed byte strings from the same types, for a rare field that is boxed to keep its struct small.
macro_rules! boxed {
    ($($type:ty $(, $n:ident)?;)*) => {$(
        impl<'a $(, const $n: usize)?> From<$type> for Box<ByteStr<'a>> {
            fn from(bytes: $type) -> Self {
                Box::new(bytes.into())
            }
        }
    )*};
}

boxed! { &'a [u8]; &'a [u8; N], N; &'a str; Vec<u8>; String; }

#[cfg(feature = "bytes")]
impl From<bytes::Bytes> for ByteStr<'_> {
    fn from(bytes: bytes::Bytes) -> Self {
        ByteStr(Repr::Owned(bytes))
    }
}

#[cfg(feature = "bytes")]
impl From<ByteStr<'_>> for bytes::Bytes {
    fn from(text: ByteStr<'_>) -> Self {
        match text.0 {
            Repr::Borrowed(bytes) => bytes::Bytes::copy_from_slice(bytes),
            Repr::Owned(bytes) => bytes,
        }
    }
}

impl From<ByteStr<'_>> for Vec<u8> {
    fn from(text: ByteStr<'_>) -> Self {
        match text.0 {
            Repr::Borrowed(bytes) => bytes.into(),
            Repr::Owned(bytes) => bytes.into(),
        }
    }
}

impl<'a> From<ByteStr<'a>> for Cow<'a, [u8]> {
    fn from(text: ByteStr<'a>) -> Self {
        match text.0 {
            Repr::Borrowed(bytes) => Cow::Borrowed(bytes),
            Repr::Owned(bytes) => Cow::Owned(bytes.into()),
        }
    }
}
