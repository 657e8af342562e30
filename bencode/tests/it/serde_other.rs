//! The crate's own types in other formats, read from the values that those pass, and the errors of visitors.

use std::collections::BTreeMap;
use std::fmt::Debug;

use bencode::{
    ByteArray, ByteStr, Deserializer, Dict, Error, ErrorKind, Integer, List, RawValue, Rules,
    Serializer,
};
use bencode::{Value, WithRaw, bencode};
use serde::de::IgnoredAny;
use serde::de::value::{BytesDeserializer, EnumAccessDeserializer, MapDeserializer};
use serde::de::value::{SeqDeserializer, StrDeserializer};
use serde::de::{Error as _, IntoDeserializer, Unexpected};
use serde::{Deserialize, forward_to_deserialize_any};

/// Reads a `T` from a plain value, with this crate's errors.
fn from<'de, T: Deserialize<'de>>(value: impl IntoDeserializer<'de, Error>) -> Result<T, Error> {
    T::deserialize(value.into_deserializer())
}

#[track_caller]
fn refused<'de, T: Deserialize<'de> + Debug>(
    value: impl IntoDeserializer<'de, Error>,
    expected: &str,
) {
    assert_eq!(from::<T>(value).unwrap_err().to_string(), expected);
}

#[test]
fn trees_from_plain_values() {
    assert_eq!(from::<Value<'_>>(true).unwrap(), 1);
    assert_eq!(from::<Value<'_>>(-5i64).unwrap(), -5);
    assert_eq!(from::<Value<'_>>(u64::MAX).unwrap(), u64::MAX);
    assert_eq!(from::<Value<'_>>(i128::MIN).unwrap(), i128::MIN);
    assert_eq!(from::<Value<'_>>(u128::MAX).unwrap(), u128::MAX);
    assert_eq!(from::<Value<'_>>("spam").unwrap(), "spam");
    assert_eq!(from::<Value<'_>>(String::from("spam")).unwrap(), "spam");
    let bytes = Value::deserialize(BytesDeserializer::<Error>::new(b"\xff")).unwrap();
    assert_eq!(bytes, b"\xff");
    let list = SeqDeserializer::<_, Error>::new([1u8, 2].into_iter());
    assert_eq!(List::deserialize(list.clone()).unwrap(), List::from([1.into(), 2.into()]));
    assert_eq!(Value::deserialize(list).unwrap(), bencode!([1, 2]));
    let dict = MapDeserializer::<_, Error>::new([("b", 1u8), ("a", 2)].into_iter());
    assert_eq!(
        Dict::deserialize(dict.clone()).unwrap(),
        [("a", 2), ("b", 1)].into_iter().collect()
    );
    assert_eq!(Value::deserialize(dict).unwrap(), bencode!({ "a": 2, "b": 1 }));
}

#[test]
fn integers_and_byte_strings_from_plain_values() {
    assert_eq!(from::<Integer<'_>>(i128::MIN).unwrap(), i128::MIN);
    assert_eq!(from::<Integer<'_>>(u64::MAX).unwrap(), u64::MAX);
    let json = serde_json::json!({ "number": -5, "text": "spam" });
    assert_eq!(Integer::deserialize(&json["number"]).unwrap(), -5);
    assert_eq!(ByteStr::deserialize(&json["text"]).unwrap(), "spam");
    // The form in which this crate passes long integers to itself, which no other format should use.
    let digits = |text: &'static str| {
        Integer::deserialize(EnumAccessDeserializer::new(StrDeserializer::<Error>::new(text)))
    };
    assert_eq!(digits("-00170141183460469231731687303715884105728").unwrap(), i128::MIN);
    for text in ["", "-", "12x", "+1"] {
        assert_eq!(digits(text).unwrap_err().to_string(), "expected an integer", "{text}");
    }
    assert_eq!(from::<ByteStr<'_>>("spam").unwrap(), "spam");
    assert_eq!(from::<ByteStr<'_>>(String::from("spam")).unwrap(), "spam");
}

/// The behavior of other formats: to announce that a value is present, like RON, or to pass its bytes by value.
enum Other {
    There(&'static str),
    Owned(Vec<u8>),
}

impl<'de> serde::Deserializer<'de> for Other {
    type Error = Error;

    fn deserialize_any<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Other::There(text) => {
                visitor.visit_some(IntoDeserializer::<Error>::into_deserializer(text))
            }
            Other::Owned(bytes) => visitor.visit_byte_buf(bytes),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[test]
fn what_other_formats_pass_is_accepted() {
    assert_eq!(Value::deserialize(Other::There("spam")).unwrap(), "spam");
    assert_eq!(Value::deserialize(Other::Owned(vec![0xff])).unwrap(), b"\xff");
    assert_eq!(ByteStr::deserialize(Other::Owned(vec![0xff])).unwrap(), b"\xff");
}

/// Values that `flatten` buffers from a reader cannot be borrowed.
#[test]
fn byte_strings_that_serde_owns_are_kept() {
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(bound(deserialize = "'de: 'static"))]
    struct Flat {
        #[serde(flatten)]
        all: BTreeMap<String, ByteStr<'static>>,
    }
    let flat: Flat = bencode::from_reader(&b"d1:a1:\xff1:b4:spame"[..]).unwrap();
    assert_eq!((&flat.all["a"], &flat.all["b"]), (&ByteStr::from(b"\xff"), &ByteStr::from("spam")));
}

/// A dictionary can be ignored when a dictionary is expected, and not only when any value is accepted.
#[test]
fn a_dictionary_can_be_ignored() {
    let ignored = |input| {
        serde::Deserializer::deserialize_map(&mut Deserializer::from_slice(input), IgnoredAny)
    };
    assert!(ignored(b"d1:\xffi1e1:bdee").is_ok());
    assert_eq!(ignored(b"le").unwrap_err().kind(), ErrorKind::WrongType);
}

#[test]
fn other_types_are_errors_that_name_both_types() {
    let value = "expected integer, byte string, list or dictionary, found unit value";
    refused::<Value<'_>>((), value);
    refused::<Dict<'_>>(1u8, "expected dictionary, found integer");
    refused::<Integer<'_>>("1", "expected integer, found byte string");
    refused::<ByteStr<'_>>(1u8, "expected byte string, found integer");
    refused::<RawValue<'_>>(1u8, "expected the exact bytes of a bencode value, found integer");
    let raw = "expected a bencode value with its exact bytes, found integer";
    refused::<WithRaw<'_, u8>>(1u8, raw);
    let one = SeqDeserializer::<_, Error>::new([1u8].into_iter());
    let error = WithRaw::<'_, u8>::deserialize(one).unwrap_err();
    assert!(error.to_string().starts_with("`WithRaw` can only be read from bencode"), "{error}");
}

#[test]
fn errors_of_visitors_use_the_terms_of_bencode() {
    let invalid = |found: Unexpected<'_>| Error::invalid_value(found, &"a port").to_string();
    assert_eq!(invalid(Unexpected::Signed(-5)), "expected a port, found integer -5");
    assert_eq!(invalid(Unexpected::Unsigned(5)), "expected a port, found integer 5");
    assert_eq!(invalid(Unexpected::Bytes(b"\xff")), "expected a port, found b\"\\xff\"");
    // Text of 48 bytes is shown in full.
    let escapes = "\u{1b}".repeat(48);
    assert_eq!(invalid(Unexpected::Str(&escapes)), format!("expected a port, found {escapes:?}"));
    assert_eq!(invalid(Unexpected::Seq), "expected a port, found list");
    assert_eq!(invalid(Unexpected::Unit), "expected a port, found unit value");
    let text = Error::invalid_type(Unexpected::Bytes(b"\xff"), &"a port").to_string();
    assert_eq!(text, "expected a port, found byte string");
    let unfit = |found: Unexpected<'_>, kind| Error::invalid_type(found, &kind).to_string();
    let hint = "(to read bytes, use `ByteStr` or `serde_bytes`)";
    for list in ["a sequence", "an array of length 4", "a tuple of size 2", "tuple struct Pair"] {
        let bytes = format!("expected {list}, found byte string {hint}");
        assert_eq!(unfit(Unexpected::Bytes(b"ab"), list), bytes);
        assert_eq!(unfit(Unexpected::Str("ab"), list), bytes);
        assert_eq!(unfit(Unexpected::Map, list), format!("expected {list}, found dictionary"));
    }
    assert_eq!(unfit(Unexpected::Str("ab"), "a port"), "expected a port, found byte string");
    assert_eq!(unfit(Unexpected::Other("a host"), "a port"), "expected a port, found a host");
    let none = Error::unknown_field("ip", &[]);
    assert_eq!(
        (none.kind(), &*none.to_string()),
        (ErrorKind::UnknownField, "unknown field `ip`, there are none")
    );
}

#[derive(Debug, PartialEq, Deserialize)]
enum Event {
    Port(u8, u8),
    Peer { port: u8 },
}

#[test]
fn a_variant_with_fields_needs_them() {
    let value = "expected dictionary of one key (a variant and its value), found byte string";
    for input in [&b"4:Port"[..], b"4:Peer"] {
        let error = bencode::from_slice::<Event>(input).unwrap_err();
        assert_eq!(error.to_string(), format!("{value} at byte 0"));
    }
    let cut = bencode::from_slice::<Event>(b"4:Por").unwrap_err();
    assert_eq!(cut.to_string(), "unexpected end of input at byte 5 (at least 1 more byte needed)");
    let flat = Rules::default().max_depth(0);
    let error = Event::deserialize(&mut Deserializer::with_rules(b"d4:Portli1ei2eee", flat));
    assert_eq!(error.unwrap_err().kind(), ErrorKind::DepthLimit { max: 0 });
    assert_eq!(bencode::from_slice(b"d4:Peerd4:porti7eee"), Ok(Event::Peer { port: 7 }));
    assert_eq!(bencode::from_slice(b"d4:Portli1ei2eee"), Ok(Event::Port(1, 2)));
}

/// Integers are passed in the narrowest type that they fit.
#[test]
fn integers_of_every_width_pass_from_format_to_format() {
    let narrow = [i128::from(i64::MIN), -1, 0, i128::from(u64::MAX), i128::MIN, i128::MAX];
    let mut widths: Vec<_> = narrow.map(|width| format!("i{width}e")).into();
    widths.push(format!("i{}e", u128::MAX));
    let input = format!("l{}e", widths.concat());
    let mut to = Serializer::new(Vec::new());
    serde_transcode::transcode(&mut Deserializer::from_slice(input.as_bytes()), &mut to).unwrap();
    assert_eq!(to.finish().unwrap(), input.as_bytes());
}

#[test]
fn other_formats_see_plain_types() {
    let tree =
        bencode!({ "interval": 1800, "peers": ["x"], "big": 18_446_744_073_709_551_616u128 });
    let json = serde_json::to_string(&tree).unwrap();
    assert_eq!(json, r#"{"big":18446744073709551616,"interval":1800,"peers":["x"]}"#);
    let wide = "[-170141183460469231731687303715884105728,340282366920938463463374607431768211455]";
    assert_eq!(serde_json::to_string(&bencode!([i128::MIN, u128::MAX])).unwrap(), wide);
    let small = r#"{"interval":1800,"peers":["x"]}"#;
    let back: Value<'_> = serde_json::from_str(small).unwrap();
    assert_eq!(back, bencode!({ "interval": 1800, "peers": ["x"] }));
    assert_eq!(serde_json::to_string(&ByteStr::borrowed(b"\xff")).unwrap(), r#"{"$hex":"ff"}"#);
    assert_eq!(serde_json::from_str::<ByteStr<'_>>("[255]").unwrap(), b"\xff");
    assert_eq!(serde_json::from_str::<ByteArray<2>>("[1,2]").unwrap(), ByteArray([1, 2]));
}

#[test]
fn transcoding_to_json_and_back() {
    let bytes = b"d8:completei5e8:intervali1800e5:peersld2:ip7:1.2.3.44:porti6881eeee";
    let mut json = Vec::new();
    let mut from = bencode::Deserializer::from_slice(bytes).utf8_as_str();
    serde_transcode::transcode(&mut from, &mut serde_json::Serializer::new(&mut json)).unwrap();
    let text = r#"{"complete":5,"interval":1800,"peers":[{"ip":"1.2.3.4","port":6881}]}"#;
    assert_eq!(String::from_utf8(json.clone()).unwrap(), text);

    let mut to = bencode::Serializer::new(Vec::new());
    let shuffled = r#"{"peers":[{"port":6881,"ip":"1.2.3.4"}],"interval":1800,"complete":5}"#;
    let plain: BTreeMap<String, serde_json::Value> = serde_json::from_str(shuffled).unwrap();
    assert_eq!(plain.len(), 3);
    let small = r#"{"peers":["x"],"complete":"5"}"#;
    serde_transcode::transcode(&mut serde_json::Deserializer::from_str(small), &mut to).unwrap();
    assert_eq!(to.finish().unwrap(), b"d8:complete1:55:peersl1:xee");
}

#[test]
fn parts_of_a_tree_of_another_kind_are_errors() {
    let of_bencode = |input: &'static [u8]| {
        let list = bencode::from_slice::<List<'_>>(input).map(drop);
        let dict = bencode::from_slice::<Dict<'_>>(input).map(drop);
        [list, dict].map(|read| read.map_err(|error| error.to_string()))
    };
    let [list, dict] = of_bencode(b"de");
    assert!(list.unwrap_err().contains("expected list") && dict.is_ok());
    let [list, dict] = of_bencode(b"le");
    assert!(list.is_ok() && dict.unwrap_err().contains("expected dictionary"));
    refused::<List<'_>>(7_u8, "expected list, found integer");
    refused::<Dict<'_>>(7_u8, "expected dictionary, found integer");
}

#[test]
fn keys_of_a_tree_are_bytes_in_any_format() {
    let value: Value<'_> = from(MapDeserializer::new([(&b"\xff"[..], 7_u8)].into_iter())).unwrap();
    assert_eq!(value, Value::from_iter([(&b"\xff"[..], 7)]));
    let numbered = MapDeserializer::new([(1_u8, 7_u8)].into_iter());
    refused::<Value<'_>>(numbered, "expected key, found integer");
}
