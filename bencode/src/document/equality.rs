//! Items compared with the types that Rust has for them, one way round: see `value/convert.rs`.

use alloc::string::String;
use alloc::vec::Vec;

use super::item::Item;
use crate::byte_str::ByteStr;
use crate::token::Int;

/// Equality with integers.
macro_rules! eq_int {
    ($($primitive:ident)*) => {$(
        impl PartialEq<$primitive> for Item<'_> {
            fn eq(&self, other: &$primitive) -> bool {
                self.as_int().and_then(|int: Int<'_>| $primitive::try_from(int).ok()) == Some(*other)
            }
        }
    )*};
}

eq_int! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize }

/// Equality with bytes.
macro_rules! eq_bytes {
    ($($other:ty $(, $n:ident)?;)*) => {$(
        impl<$(const $n: usize)?> PartialEq<$other> for Item<'_> {
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
