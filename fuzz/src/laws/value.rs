//! Trees, their bytes and their JSON.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use bencode::{Reader, Rules, Token, Value};
use bytes::Bytes;

use crate::ways::LAX;

laws![
    canonical_bytes_come_out_as_they_went_in,
    what_is_written_is_canonical_and_means_the_same,
    order_equality_and_hash_agree,
    copies_are_equal,
    json_comes_back,
    json_is_json,
    serde_json_writes_what_is_printed,
    integers_convert_exactly,
];

/// The consecutive values in the input, as many as can be read, but at most four.
fn values(input: &[u8]) -> Vec<Value<'_>> {
    let mut rest = input;
    let mut values = Vec::new();
    while values.len() < 4 {
        let mut reader = Reader::with_rules(rest, Rules::TOLERANT);
        let Ok(Some(raw)) = reader.raw_value() else { break };
        values.push(Value::parse_with(raw, LAX).unwrap());
        rest = reader.rest();
    }
    values
}

/// Input that strict rules accept is written again byte for byte.
pub fn canonical_bytes_come_out_as_they_went_in(input: &[u8]) {
    if let Ok(value) = Value::parse_with(input, Rules::STRICT) {
        assert_eq!(value.to_vec(), input);
    }
}

/// Every value is written canonically, and is read as the same value.
pub fn what_is_written_is_canonical_and_means_the_same(input: &[u8]) {
    for value in values(input) {
        let written = value.to_vec();
        assert_eq!(Value::parse_with(&written, Rules::STRICT), Ok(value));
    }
}

/// Values are equal exactly if their encodings are; order and hash agree with that, and the order is total.
pub fn order_equality_and_hash_agree(input: &[u8]) {
    let values = values(input);
    for a in &values {
        for b in &values {
            let order = a.cmp(b);
            assert_eq!(a == b, a.to_vec() == b.to_vec());
            assert_eq!(a == b, order.is_eq());
            assert_eq!(a.partial_cmp(b), Some(order));
            assert_eq!(b.cmp(a), order.reverse());
            assert!(a != b || hash(a) == hash(b));
            for c in &values {
                assert!(a > b || b > c || a <= c, "{a} {b} {c}");
            }
        }
    }
}

fn hash(value: &Value<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A clone, an owned copy and one that shares the frame are equal to the original value.
pub fn copies_are_equal(input: &[u8]) {
    let Ok(value) = Value::parse(input) else { return };
    assert_eq!(value.clone(), value);
    assert_eq!(value.clone().into_owned(), value);
    let frame = Bytes::copy_from_slice(input);
    let shared = Value::parse(&frame).unwrap().share(&frame);
    drop(frame);
    assert_eq!(shared, value);
    assert_eq!(format!("{shared:?}"), format!("{value:?}"));
}

/// A value printed as JSON, on one line or on many, reads as the same value.
pub fn json_comes_back(input: &[u8]) {
    for value in values(input) {
        assert_eq!(Value::from_json(&value.to_string()).as_ref(), Ok(&value));
        assert_eq!(Value::from_json(&format!("{value:#}")).as_ref(), Ok(&value));
    }
}

/// A value printed as JSON is read by `serde_json`: with the same text, and the same number of items and keys.
pub fn json_is_json(input: &[u8]) {
    let Ok(value) = Value::parse_with(input, Rules::STRICT.max_depth(100)) else { return };
    let json: serde_json::Value = serde_json::from_str(&value.to_string()).unwrap();
    match (&json, &value) {
        (serde_json::Value::Number(number), Value::Int(int)) => {
            assert_eq!(number.to_string(), int.to_string());
        }
        (serde_json::Value::String(text), Value::Bytes(bytes)) => {
            assert_eq!(text.as_bytes(), &bytes[..]);
        }
        (serde_json::Value::Object(object), Value::Bytes(_)) => {
            assert!(object.keys().eq(["$hex"]));
        }
        (serde_json::Value::Array(items), Value::List(list)) => {
            assert_eq!(items.len(), list.len());
        }
        (serde_json::Value::Object(object), Value::Dict(dict)) => {
            assert_eq!(object.len(), dict.len());
        }
        _ => panic!("{json} is not {value}"),
    }
}

/// `serde_json` writes a value as it is printed, except integers beyond 128 bits, and reads it back.
pub fn serde_json_writes_what_is_printed(input: &[u8]) {
    let Ok(value) = Value::parse_with(input, Rules::STRICT.max_depth(100)) else { return };
    if has_integers_beyond_128_bits(input) {
        return;
    }
    let json = value.to_string();
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
    assert_eq!(serde_json::from_str::<Value<'_>>(&json).unwrap(), value);
}

fn has_integers_beyond_128_bits(input: &[u8]) -> bool {
    let mut reader = Reader::new(input);
    while let Ok(Some(token)) = reader.next() {
        if matches!(token, Token::Int(int) if int.to_i128().is_err() && int.to_u128().is_err()) {
            return true;
        }
    }
    false
}

/// An integer fits a type exactly if its decimal digits do, and integers are ordered as numbers.
pub fn integers_convert_exactly(input: &[u8]) {
    let mut reader = Reader::with_rules(input, Rules::TOLERANT);
    let mut last = None;
    while let Ok(Some(token)) = reader.next() {
        let Token::Int(int) = token else { continue };
        let digits = int.to_string();
        assert_eq!(int.to_i64().ok(), digits.parse().ok());
        assert_eq!(int.to_u64().ok(), digits.parse().ok());
        assert_eq!(int.to_i128().ok(), digits.parse().ok());
        assert_eq!(int.to_u128().ok(), digits.parse().ok());
        let number = int.to_i128().ok();
        if let (Some((before, Some(a))), Some(b)) = (last, number) {
            assert_eq!(int.cmp(&before), i128::cmp(&b, &a));
        }
        last = Some((int, number));
    }
}
