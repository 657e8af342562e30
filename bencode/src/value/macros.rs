//! The macro `bencode!`.

use alloc::vec::Vec;

use super::{Dict, Value};
use crate::byte_str::ByteStr;

/// What the macro accepts as the value of a key.
pub trait Field<'a> {
    /// The value, if the key has one.
    fn into_value(self) -> Option<Value<'a>>;
}

impl<'a, T> Field<'a> for T
where
    Value<'a>: From<T>,
{
    fn into_value(self) -> Option<Value<'a>> {
        Some(Value::from(self))
    }
}

impl<'a, T> Field<'a> for Option<T>
where
    Value<'a>: From<T>,
{
    fn into_value(self) -> Option<Value<'a>> {
        self.map(Value::from)
    }
}

impl<'a> Value<'a> {
    /// For `bencode!` only.
    #[doc(hidden)]
    pub fn __field(field: impl Field<'a>) -> Option<Value<'a>> {
        field.into_value()
    }

    /// For `bencode!` only.
    #[doc(hidden)]
    pub fn __dict<const N: usize>(pairs: [(ByteStr<'a>, Option<Value<'a>>); N]) -> Value<'a> {
        let pairs = pairs.into_iter().filter_map(|(key, value)| Some((key, value?)));
        Value::Dict(Dict::from_unsorted(pairs.collect::<Vec<_>>()))
    }
}

/// A [`Value`](crate::Value), written as it would be in JSON.
///
/// A key is an identifier that is taken literally, a literal, or an expression in parentheses. A value is a
/// list, a dictionary, or any expression that converts [`into`](crate::Value#trait-implementations) a value.
/// The value of a key may also be an `Option`; if it is `None`, the key is left out. Keys may be in any order;
/// if a key is repeated, the last value wins, as in a map collected from pairs.
///
/// ```
/// use bencode::bencode;
///
/// let port = 6881u16;
/// let name = "peer id";
/// let warning: Option<&str> = None;
/// let reply = bencode!({
///     interval: 1800,
///     "warning message": warning,
///     peers: [
///         { (name): b"-TR2940-0890apv0oznf", ip: "1.2.3.4", port: port + 1 },
///     ],
/// });
/// assert_eq!(reply["peers"][0]["port"], 6882);
/// assert_eq!(reply["peers"][0]["peer id"], "-TR2940-0890apv0oznf");
/// assert_eq!(reply.get("warning message"), None);
/// ```
#[macro_export]
macro_rules! bencode {
    // The items or pairs read so far are in brackets; here, none are left to read.
    (@list [$($done:expr,)*]) => {
        $crate::Value::List($crate::List::from([$($done),*]))
    };
    (@dict [$($done:expr,)*]) => {
        $crate::Value::__dict([$($done),*])
    };

    // An item: a list, a dictionary, an expression.
    (@list [$($done:expr,)*] [$($inner:tt)*] $(, $($rest:tt)*)?) => {
        $crate::bencode!(@list [$($done,)* $crate::bencode!([$($inner)*]),] $($($rest)*)?)
    };
    (@list [$($done:expr,)*] {$($inner:tt)*} $(, $($rest:tt)*)?) => {
        $crate::bencode!(@list [$($done,)* $crate::bencode!({$($inner)*}),] $($($rest)*)?)
    };
    (@list [$($done:expr,)*] $next:expr $(, $($rest:tt)*)?) => {
        $crate::bencode!(@list [$($done,)* $crate::Value::from($next),] $($($rest)*)?)
    };

    // A pair: its key becomes an expression in parentheses, then its value is handled as above.
    (@dict [$($done:expr,)*] $key:ident : $($rest:tt)+) => {
        $crate::bencode!(@dict [$($done,)*] (::core::stringify!($key)) : $($rest)+)
    };
    (@dict [$($done:expr,)*] $key:literal : $($rest:tt)+) => {
        $crate::bencode!(@dict [$($done,)*] ($key) : $($rest)+)
    };
    (@dict [$($done:expr,)*] ($key:expr) : [$($inner:tt)*] $(, $($rest:tt)*)?) => {
        $crate::bencode!(@pair [$($done,)*] $key, $crate::bencode!([$($inner)*]); $($($rest)*)?)
    };
    (@dict [$($done:expr,)*] ($key:expr) : {$($inner:tt)*} $(, $($rest:tt)*)?) => {
        $crate::bencode!(@pair [$($done,)*] $key, $crate::bencode!({$($inner)*}); $($($rest)*)?)
    };
    (@dict [$($done:expr,)*] ($key:expr) : $value:expr $(, $($rest:tt)*)?) => {
        $crate::bencode!(@pair [$($done,)*] $key, $value; $($($rest)*)?)
    };
    (@pair [$($done:expr,)*] $key:expr, $value:expr; $($rest:tt)*) => {
        $crate::bencode!(
            @dict [$($done,)* ($crate::ByteStr::from($key), $crate::Value::__field($value)),] $($rest)*
        )
    };

    ([$($items:tt)*]) => { $crate::bencode!(@list [] $($items)*) };
    ({$($pairs:tt)*}) => { $crate::bencode!(@dict [] $($pairs)*) };
    ($value:expr) => { $crate::Value::from($value) };
}
