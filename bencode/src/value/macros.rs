//! The macro `bencode!`.

/// A [`Value`](crate::Value) written as it would be in JSON.
///
/// Keys are literals, or expressions in parentheses; values are lists, dictionaries, or any
/// expression that a value is made [`from`](crate::Value#trait-implementations). Keys stand in any
/// order; of a key that stands there twice the last value stays, as in a map collected from pairs.
///
/// ```
/// use bencode::bencode;
///
/// let port = 6881u16;
/// let name = "peer id";
/// let reply = bencode!({
///     "interval": 1800,
///     "peers": [
///         { (name): b"-TR2940-0890apv0oznf", "ip": "1.2.3.4", "port": port + 1 },
///     ],
/// });
/// assert_eq!(reply["peers"][0]["port"], 6882);
/// assert_eq!(reply["peers"][0]["peer id"], "-TR2940-0890apv0oznf");
/// ```
#[macro_export]
macro_rules! bencode {
    // What is munched already stands in brackets; here nothing is left.
    (@list [$($done:expr,)*]) => {
        $crate::Value::List($crate::List::from([$($done),*]))
    };
    (@dict [$($done:expr,)*]) => {
        $crate::Value::Dict($crate::Dict::from([$($done),*]))
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

    // A pair: its key goes into parentheses if it is a literal, then its value is as above.
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
        $crate::bencode!(@pair [$($done,)*] $key, $crate::Value::from($value); $($($rest)*)?)
    };
    (@pair [$($done:expr,)*] $key:expr, $value:expr; $($rest:tt)*) => {
        $crate::bencode!(@dict [$($done,)* ($crate::ByteStr::from($key), $value),] $($rest)*)
    };

    ([$($items:tt)*]) => { $crate::bencode!(@list [] $($items)*) };
    ({$($pairs:tt)*}) => { $crate::bencode!(@dict [] $($pairs)*) };
    ($value:expr) => { $crate::Value::from($value) };
}
