//! Trees, and their only encoding.

use alloc::format;
use alloc::vec::Vec;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::value::{Dict, Value};

/// The most levels of a tree; the default rules allow 128.
const DEPTH: u32 = 6;

/// A tree of up to a few hundred values: numbers at the limits of their types and beyond, text, binary, keys of
/// real messages.
///
/// ```
/// use bencode::{Value, proptest::value};
/// use proptest::prelude::*;
///
/// proptest!(|(tree in value())| {
///     let json = tree.to_string();
///     let back = Value::from_json(&json);
///     prop_assert_eq!(back, Ok(tree));
/// });
/// ```
pub fn value() -> impl Strategy<Value = Value<'static>> + Clone {
    let leaf = prop_oneof![integer(), text().prop_map(Value::from)].boxed();
    leaf.prop_recursive(DEPTH, 64, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..8).prop_map(Value::from),
            vec((key(), inner), 0..8).prop_map(|pairs| Value::Dict(Dict::from_iter(pairs))),
        ]
    })
}

/// The canonical encoding of any tree.
pub fn canonical() -> impl Strategy<Value = Vec<u8>> + Clone {
    value().prop_map(|value| value.to_vec())
}

/// Small integers, those at the limits of 64 and 128 bits, and some wider than any Rust type.
fn integer() -> impl Strategy<Value = Value<'static>> + Clone {
    let edges = [i128::MIN, i64::MIN.into(), -1, 0, i64::MAX.into(), u64::MAX.into(), i128::MAX];
    prop_oneof![
        (-9i8..=9).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<i128>().prop_map(Value::from),
        select(edges.to_vec()).prop_map(Value::from),
        "-?[1-9][0-9]{38,60}".prop_map(|digits| long(&digits)),
    ]
    .boxed()
}

fn long(digits: &str) -> Value<'static> {
    let text = format!("i{digits}e");
    Value::parse(text.as_bytes()).map(Value::into_owned).unwrap_or_default()
}

/// Empty, text, or bytes.
fn text() -> impl Strategy<Value = Vec<u8>> + Clone {
    prop_oneof![
        "[ -~]{0,12}".prop_map(Vec::from),
        "\\PC{0,6}".prop_map(Vec::from),
        vec(any::<u8>(), 0..20),
        vec(any::<u8>(), 95..105),
    ]
    .boxed()
}

/// Short, so that two dictionaries have some in common, and those of announces and torrents.
pub(super) fn key() -> impl Strategy<Value = Vec<u8>> + Clone {
    let real = ["announce", "complete", "info", "interval", "length", "name", "peers", "peers6"];
    prop_oneof![
        "[a-c]{0,2}".prop_map(Vec::from),
        select(real.to_vec()).prop_map(Vec::from),
        vec(any::<u8>(), 0..4),
    ]
    .boxed()
}
