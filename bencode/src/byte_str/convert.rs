//! From and to, and equality with, the types that hold bytes elsewhere.
//!
//! Equality is one way round: see `value/convert.rs`.

use alloc::{borrow::Cow, string::String, vec::Vec};

use super::{ByteArray, ByteStr, Repr};

/// Equality with other types that hold bytes.
macro_rules! eq_as_bytes {
    ($($other:ty $(, $n:ident)?;)*) => {$(
        impl<$(const $n: usize)?> PartialEq<$other> for ByteStr<'_> {
            fn eq(&self, other: &$other) -> bool {
                self.as_bytes() == AsRef::<[u8]>::as_ref(other)
            }
        }
    )*};
}

eq_as_bytes! {
    [u8];
    &[u8];
    [u8; N], N;
    &[u8; N], N;
    Vec<u8>;
    str;
    &str;
    String;
}

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
