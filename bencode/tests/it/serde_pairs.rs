//! Maps that serialize keys and values separately, as serde allows.

use std::collections::BTreeMap;

use bencode::{Error, ErrorKind, bencode};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// A call of a type on the map that it writes.
#[derive(Clone, Copy)]
enum Call {
    Key(&'static str),
    Value(u8),
    Nothing,
    Entry(&'static str, u8),
}

use Call::{Entry, Key, Nothing, Value};

struct Calls(&'static [Call]);

impl Serialize for Calls {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for call in self.0 {
            match *call {
                Key(key) => map.serialize_key(key)?,
                Value(value) => map.serialize_value(&value)?,
                Nothing => map.serialize_value(&None::<u8>)?,
                Entry(key, value) => map.serialize_entry(key, &value)?,
            }
        }
        map.end()
    }
}

/// A type that ignores an error, and continues.
struct Hidden(&'static [Call]);

impl Serialize for Hidden {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for call in self.0 {
            let _ = match *call {
                Key(key) => map.serialize_key(key),
                Value(value) => map.serialize_value(&value),
                Nothing => map.serialize_value(&None::<u8>),
                Entry(key, value) => map.serialize_entry(key, &value),
            };
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Field<T> {
    x: T,
}

#[derive(Serialize)]
struct Flat<T> {
    #[serde(flatten)]
    inner: T,
    #[serde(rename = "~")]
    last: u8,
}

#[derive(Serialize)]
enum Variant<T> {
    New(T),
    Pair(u8, T),
}

const WHOLE: &[(&[Call], &str)] = &[
    (&[], "de"),
    (&[Key("a"), Value(1)], "d1:ai1ee"),
    (&[Key("b"), Value(1), Entry("c", 2), Key("a"), Value(3)], "d1:ai3e1:bi1e1:ci2ee"),
    (&[Key("a"), Nothing, Key("b"), Value(1)], "d1:bi1ee"),
    (&[Key(""), Value(1), Key("a"), Nothing], "d0:i1ee"),
];

const NO_KEY: &str = "unexpected call: a key was expected";
const NO_VALUE: &str = "unexpected call: the value of a key was expected";

const TORN: &[(&[Call], &str)] = &[
    (&[Value(1)], NO_KEY),
    (&[Nothing], NO_KEY),
    (&[Key("a"), Value(1), Value(2)], NO_KEY),
    (&[Key("a"), Nothing, Value(2)], NO_KEY),
    (&[Entry("a", 1), Value(2)], NO_KEY),
    (&[Key("b"), Value(1), Key("a"), Value(2), Value(3)], NO_KEY),
    (&[Key("a")], NO_VALUE),
    (&[Key("a"), Key("b"), Value(1)], NO_VALUE),
    (&[Key("a"), Key("a"), Value(1)], NO_VALUE),
    (&[Key("a"), Entry("b", 1)], NO_VALUE),
    (&[Entry("b", 1), Key("a")], NO_VALUE),
    (&[Key("b"), Value(1), Key("a"), Value(2), Key("c")], NO_VALUE),
];

/// Every serializer reports the same error.
fn everywhere<T: Serialize>(value: &T) -> Result<Vec<u8>, Error> {
    let written = bencode::to_vec(value);
    let error = written.clone().map(drop);
    assert_eq!(bencode::to_slice(&mut [0; 99], value).map(drop), error);
    assert_eq!(bencode::to_sink(bytes::BytesMut::new(), value).map(drop), error);
    assert_eq!(bencode::to_writer(Vec::new(), value), error);
    assert_eq!(bencode::to_value(value).map(drop), error);
    assert_eq!(bencode::to_raw_value(value).map(drop), error);
    written
}

#[test]
fn keys_and_values_may_be_serialized_separately() {
    for (calls, expected) in WHOLE {
        assert_eq!(everywhere(&Calls(calls)).unwrap(), expected.as_bytes());
        assert_eq!(everywhere(&Hidden(calls)).unwrap(), expected.as_bytes());
    }
    let flat = Flat { inner: Calls(&[Key("a"), Value(1)]), last: 2 };
    assert_eq!(bencode::to_value(&flat), Ok(bencode!({ "a": 1, "~": 2 })));
}

#[track_caller]
fn torn<T: Serialize>(value: &T, expected: &str) {
    let error = everywhere(value).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unbalanced);
    assert!(error.to_string().contains(expected), "{error}");
}

#[test]
fn a_key_without_a_value_and_a_value_without_a_key_are_errors() {
    for (calls, expected) in TORN {
        torn(&Calls(calls), expected);
        torn(&[Calls(calls)], expected);
        torn(&Field { x: Calls(calls) }, expected);
        torn(&Field { x: Some(Field { x: Calls(calls) }) }, expected);
        torn(&BTreeMap::from([("k", Calls(calls))]), expected);
        torn(&Variant::New(Calls(calls)), expected);
        torn(&Variant::Pair(1, Calls(calls)), expected);
        torn(&Hidden(calls), "");
        torn(&[Hidden(calls)], "");
    }
    // The field after a flattened map is an entry of the same dictionary.
    torn(&Flat { inner: Calls(&[Value(1)]), last: 1 }, NO_KEY);
    torn(&Flat { inner: Calls(&[Key("a")]), last: 1 }, NO_VALUE);
}

#[test]
fn errors_have_a_path_and_an_offset() {
    let no_key = bencode::to_vec(&Field { x: [Calls(&[Entry("a", 1), Value(2)])] });
    let no_value = bencode::to_vec(&Field { x: Calls(&[Entry("a", 1), Key("b")]) });
    let rows = [
        (no_key, "x[0]: unexpected call: a key was expected at byte 12 of the output"),
        (no_value, "x: unexpected call: the value of a key was expected at byte 11 of the output"),
    ];
    for (written, expected) in rows {
        assert_eq!(written.unwrap_err().to_string(), expected);
    }
}
