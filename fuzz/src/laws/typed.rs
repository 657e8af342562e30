//! Values decoded through serde agree with the bytes.

use std::cell::OnceCell;
use std::fmt::Debug;

use aquatic_http_protocol::response::Response;
use bencode::{ByteArray, Deserializer, Error, RawValue, Rules, Value, WithRaw};
use bytes::Bytes;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::contents::{Plain, check_key, check_replies, check_value};
use crate::messages::{Flat, Krpc, Metainfo, Model, Parts, Reply};
use crate::ways::{LAX, RULES, typed};

laws![
    trees_through_serde_are_trees,
    frames_are_shared,
    messages_come_back,
    values_follow_each_other,
    raw_values_are_the_bytes,
    other_formats_make_trees,
    contents_do_not_choose_the_type,
];

/// A tree read through serde is equal to the parsed one, fails if parsing fails, and is written the same.
pub fn trees_through_serde_are_trees(input: &[u8]) {
    for rules in RULES {
        let parsed = Value::parse_with(input, rules);
        let Ok(tree) = typed::<Value<'_>>(input, rules) else {
            assert!(parsed.is_err());
            continue;
        };
        assert_eq!(parsed.as_ref(), Ok(&tree));
        let written = bencode::to_vec(&tree);
        assert_eq!(written, Ok(tree.to_vec()));
        assert_eq!(bencode::to_value(&tree), Ok(tree.clone()));
        assert_eq!(bencode::from_value::<Value<'_>>(tree.clone()), Ok(tree));
    }
}

/// A tree read from a frame is equal to a borrowed one, and its byte strings are inside the frame.
pub fn frames_are_shared(input: &[u8]) {
    let frame = Bytes::copy_from_slice(input);
    let tree = bencode::from_bytes::<Value<'static>>(frame.clone());
    assert_eq!(tree, bencode::from_slice::<Value<'_>>(input));
    if let Ok(tree) = tree {
        inside(&tree, &frame);
    }
}

fn inside(tree: &Value<'_>, frame: &Bytes) {
    let is_inside = |text: &[u8]| text.is_empty() || frame.as_ptr_range().contains(&text.as_ptr());
    match tree {
        Value::Int(_) => {}
        Value::Bytes(text) => assert!(is_inside(text)),
        Value::List(items) => items.iter().for_each(|item| inside(item, frame)),
        Value::Dict(dict) => dict.iter().for_each(|(key, value)| {
            assert!(is_inside(key));
            inside(value, frame);
        }),
    }
}

/// A message that can be read can be written, canonically except for its raw parts, and is read as the same
/// message; one that cannot be read has an error with an offset and a path.
pub fn messages_come_back(input: &[u8]) {
    comes_back::<Reply<'_>>(input, &OnceCell::new());
    comes_back::<Metainfo<'_>>(input, &OnceCell::new());
    comes_back::<Krpc<'_>>(input, &OnceCell::new());
    comes_back::<Model>(input, &OnceCell::new());
    comes_back::<Flat>(input, &OnceCell::new());
    comes_back::<Parts<'_>>(input, &OnceCell::new());
    owned_comes_back::<Model>(input);
}

fn comes_back<'a, T: Deserialize<'a> + Serialize + PartialEq + Debug>(
    input: &'a [u8],
    space: &'a OnceCell<Vec<u8>>,
) {
    match bencode::from_slice::<T>(input) {
        Err(error) => inside_input(&error, input),
        Ok(message) => {
            let written = space.get_or_init(|| bencode::to_vec(&message).unwrap());
            assert!(Value::parse_with(written, LAX).is_ok());
            let mut space = vec![0; written.len()];
            assert_eq!(bencode::to_slice(&mut space, &message).unwrap(), written);
            assert_eq!(bencode::from_slice::<T>(written), Ok(message));
        }
    }
}

fn inside_input(error: &Error, input: &[u8]) {
    assert!(error.offset() <= input.len(), "{error}");
    let path: String = error.path(input).to_string().chars().take(80).collect();
    assert!(error.to_string().starts_with(&path), "{error} at {path}");
}

/// A type that owns its text is read the same through a tree and through a reader.
fn owned_comes_back<T: DeserializeOwned + Serialize + PartialEq + Debug>(input: &[u8]) {
    let Ok(message) = bencode::from_slice::<T>(input) else { return };
    assert_eq!(bencode::from_reader::<_, T>(input).as_ref(), Ok(&message));
    let tree = bencode::to_value(&message).unwrap();
    assert_eq!(bencode::to_vec(&message), Ok(tree.to_vec()));
    assert_eq!(bencode::from_value::<T>(tree), Ok(message));
}

/// A stream returns the same values as reading them one by one, with the offset of the end of each.
pub fn values_follow_each_other(input: &[u8]) {
    let mut stream = Deserializer::from_slice(input).into_iter::<Value<'_>>();
    let mut rest = input;
    while let Some(Ok(value)) = stream.next() {
        let (taken, tail) = bencode::take_from_slice::<Value<'_>>(rest).unwrap();
        assert_eq!(taken, value);
        assert_eq!(stream.byte_offset(), input.len() - tail.len());
        rest = tail;
    }
    assert!(rest.is_empty() || bencode::take_from_slice::<Value<'_>>(rest).is_err());
}

/// A raw value is the input, byte for byte, with all quirks; so is the raw part of a typed one.
pub fn raw_values_are_the_bytes(input: &[u8]) {
    for rules in [Rules::STRICT, LAX] {
        let Ok(raw) = typed::<RawValue<'_>>(input, rules) else { continue };
        assert_eq!(raw.as_bytes(), input);
        assert_eq!(bencode::to_vec(&raw).as_deref(), Ok(input));
        let both = typed::<WithRaw<'_, Value<'_>>>(input, rules).unwrap();
        assert_eq!(both.raw(), &raw);
        assert_eq!(Value::parse_with(input, rules).as_ref(), Ok(both.value()));
    }
}

/// A tree read from another format is written canonically and is read as the same tree; the crate's own types
/// that are read from another format are written the same again.
pub fn other_formats_make_trees(text: &[u8]) {
    if let Ok(parts) = serde_json::from_slice::<Parts<'_>>(text) {
        let written = bencode::to_vec(&parts).unwrap();
        let again = bencode::from_slice::<Parts<'_>>(&written).unwrap();
        assert_eq!(bencode::to_vec(&again), Ok(written.clone()));
    }
    let Ok(tree) = serde_json::from_slice::<Value<'_>>(text) else { return };
    let written = tree.to_vec();
    assert_eq!(Value::parse_with(&written, Rules::STRICT), Ok(tree));
}

/// Whether a type reads a byte string depends only on the type's own conversion, at every place and in serde's
/// buffers: any bytes, text if it is UTF-8, an array if it has that length.
pub fn contents_do_not_choose_the_type(content: &[u8]) {
    let (is_text, is_id) = (std::str::from_utf8(content).is_ok(), content.len() == 20);
    check_value::<Plain>(content, true);
    check_value::<ByteBuf>(content, true);
    check_value::<IgnoredAny>(content, true);
    check_value::<String>(content, is_text);
    check_value::<ByteArray<20>>(content, is_id);
    check_key::<Plain>(content, true);
    check_key::<ByteBuf>(content, true);
    check_key::<String>(content, is_text);
    check_replies::<Response>(content);
}
