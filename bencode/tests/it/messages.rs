//! The exact text of every message that a user may see, in one list for review: what was found, what was expected,
//! and where.

use std::collections::BTreeMap;

use bencode::{
    ByteArray, Dict, Document, Encoder, Error, EventReader, FixedBuffer, Integer, RawValue, Reader,
    Rules, Scanner, Serializer, Value, WithRaw, from_slice, from_slice_with, to_slice, to_vec,
};
use serde::de::IgnoredAny;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer as _};

#[derive(Debug, Deserialize, Serialize)]
struct Torrent {
    info: Info,
}

#[derive(Debug, Deserialize, Serialize)]
struct Info {
    name: String,
    #[serde(default)]
    length: u32,
    #[serde(default)]
    private: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Closed {
    #[serde(default)]
    #[expect(dead_code, reason = "only what is refused matters")]
    a: u8,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Event {
    Started,
    Stopped,
    Other(u8),
}

#[derive(Debug, Deserialize)]
struct Flat {
    #[serde(flatten)]
    #[expect(dead_code, reason = "only what is refused matters")]
    rest: BTreeMap<String, u8>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Untagged {
    #[expect(dead_code, reason = "only what is refused matters")]
    Int(u8),
}

fn read<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Error {
    from_slice::<T>(input).map(|_| ()).unwrap_err()
}

fn refused<'de, T: Deserialize<'de>>(input: &'de [u8], rules: Rules) -> Error {
    from_slice_with::<T>(input, rules).map(|_| ()).unwrap_err()
}

fn write(value: &impl Serialize) -> Error {
    to_vec(value).unwrap_err()
}

#[track_caller]
fn check(rows: &[(Error, &str)]) {
    for (error, text) in rows {
        assert_eq!(error.to_string(), *text);
    }
}

#[test]
fn errors_of_syntax() {
    check(&[
        (read::<Value<'_>>(b""), "unexpected end of input at byte 0 (at least 1 more byte needed)"),
        (
            read::<Torrent>(b"d4:infod4:name9:sp"),
            "info.name: unexpected end of input at byte 18 (at least 7 more bytes needed)",
        ),
        (read::<Value<'_>>(b"x"), "expected a value, found `x` at byte 0"),
        (read::<Value<'_>>(b"\n"), "expected a value, found byte 0x0a at byte 0"),
        (read::<Value<'_>>(b"li1e\xffe"), "[1]: expected a value, found byte 0xff at byte 4"),
        (read::<Value<'_>>(b"e"), "expected a value, found `e` at byte 0"),
        (read::<Torrent>(b"d4:infod4:namee"), "info.name: expected a value, found `e` at byte 14"),
        (read::<Value<'_>>(b"d4:namee"), "name: expected a value, found `e` at byte 7"),
        (
            read::<Value<'_>>(b"di1e1:ae"),
            "expected a key or the end of the dictionary, found an integer at byte 1",
        ),
        (
            read::<Torrent>(b"dle1:ae"),
            "expected a key or the end of the dictionary, found a list at byte 1",
        ),
        (
            read::<Value<'_>>(b"d1:ad-"),
            "a: expected a key or the end of the dictionary, found `-` at byte 5",
        ),
        (read::<Value<'_>>(b"i+1e"), "expected a digit or `-`, found `+` at byte 1"),
        (read::<Value<'_>>(b"ie"), "expected a digit or `-`, found `e` at byte 1"),
        (read::<Value<'_>>(b"i-e"), "expected a digit, found `e` at byte 2"),
        (read::<Value<'_>>(b"i1.5e"), "expected a digit or `e`, found `.` at byte 2"),
        (read::<u8>(b"i-2.69E+18e"), "expected a digit or `e`, found `.` at byte 3"),
        (read::<Value<'_>>(b"12;"), "expected a digit or `:`, found `;` at byte 2"),
        (
            read::<Value<'_>>(b"99999999999999999999:"),
            "length of a byte string too large at byte 19",
        ),
        (
            read::<u8>(b"i1ei2e"),
            "trailing data after the value at byte 3 (`take_from_slice` returns it, `Rules::accept` ignores it)",
        ),
        (
            Document::parse(b"i1ei2e").unwrap_err(),
            "trailing data after the value at byte 3 (`Rules::accept` ignores it)",
        ),
        (RawValue::new(b"i1ei2e").unwrap_err(), "trailing data after the value at byte 3"),
    ]);
}

#[test]
fn errors_of_rules_and_limits() {
    let (strict, default) = (Rules::STRICT, Rules::default());
    check(&[
        (refused::<Value<'_>>(b"i007e", default), "leading zero in an integer at byte 2"),
        (refused::<Value<'_>>(b"i-0e", default), "negative zero at byte 2"),
        (refused::<Value<'_>>(b"01:a", default), "leading zero in a length at byte 1"),
        (refused::<Value<'_>>(b"d1:b0:1:a0:e", strict), "unsorted key `a` after `b` at byte 6"),
        (refused::<Value<'_>>(b"d1:a0:1:a0:e", default), "duplicate key `a` at byte 6"),
        (
            refused::<Torrent>(b"d4:infod4:name1:a4:name1:bee", default),
            "info: duplicate field `name` at byte 17",
        ),
        (
            refused::<Value<'_>>(b"lllleeee", default.max_depth(3)),
            "[0][0][0]: nesting deeper than 3 levels at byte 3",
        ),
        (
            refused::<Value<'_>>(b"li1ei2ee", default.max_items(2)),
            "[1]: more than 2 items at byte 4",
        ),
        (
            refused::<Value<'_>>(b"3:abc", default.max_length(2)),
            "byte string longer than 2 bytes at byte 0",
        ),
        (
            refused::<Value<'_>>(b"3:abc", default.max_input(1)),
            "input longer than 1 byte at byte 0",
        ),
    ]);
}

#[test]
fn errors_of_types() {
    check(&[
        (read::<Torrent>(b"d4:infoi1ee"), "info: expected dictionary, found integer at byte 7"),
        (
            read::<Torrent>(b"d4:infod4:namei1eee"),
            "info.name: expected byte string, found integer at byte 14",
        ),
        (
            read::<Torrent>(b"d4:infod6:length1:14:name1:aee"),
            "info.length: expected integer, found byte string at byte 16",
        ),
        (
            read::<Torrent>(b"d4:infod6:lengthi-1e4:name1:aee"),
            "info.length: integer -1 does not fit u32 at byte 16",
        ),
        (
            read::<Torrent>(b"d4:infod4:name1:a7:privatei2eee"),
            "info.private: expected 0 or 1 (a bool), found integer 2 at byte 26",
        ),
        (
            read::<Torrent>(b"d4:infod4:name1:\xffee"),
            "info.name: expected text, found bytes that are not UTF-8 at byte 14",
        ),
        (read::<Torrent>(b"d4:infodee"), "info: missing field `name` at byte 7"),
        (read::<Closed>(b"d1:bi1ee"), "unknown field `b`, expected `a` at byte 1"),
        (
            read::<Event>(b"6:paused"),
            "unknown variant `paused`, expected one of `started`, `stopped`, `other` at byte 0",
        ),
        (
            read::<Event>(b"i1e"),
            "expected byte string or dictionary of one key (a variant), found integer at byte 0",
        ),
        (
            read::<Event>(b"5:other"),
            "expected dictionary of one key (a variant and its value), found byte string at byte 0",
        ),
        (read::<(u8, u8)>(b"li1ee"), "expected a tuple of size 2, found length 1 at byte 0"),
        (
            read::<(u8, u8)>(b"li1ei2ei3ee"),
            "[2]: list or dictionary longer than expected at byte 7",
        ),
        (
            read::<ByteArray<20>>(b"3:abc"),
            "expected byte string of 20 bytes, found length 3 at byte 0",
        ),
        (
            read::<Vec<u8>>(b"3:abc"),
            "expected list, found byte string (to read bytes, use `ByteStr` or `serde_bytes`) at byte 0",
        ),
        (read::<char>(b"2:ab"), "expected a character, found \"ab\" at byte 0"),
        (read::<f64>(b"i1e"), "a float cannot be represented in bencode at byte 0"),
        (read::<()>(b"i1e"), "a unit cannot be represented in bencode at byte 0"),
        (read::<Dict<'_>>(b"le"), "expected dictionary, found list at byte 0"),
        (read::<Flat>(b"d1:a1:be"), "a: expected u8, found byte string at byte 4"),
        (
            read::<Untagged>(b"le"),
            "data did not match any variant of untagged enum Untagged at byte 0",
        ),
        (
            read::<serde_json::Value>(b"1:a"),
            "expected any valid JSON value, found byte string (to hand UTF-8 as text, set `Deserializer::utf8_as_str`) at byte 0",
        ),
    ]);
}

#[test]
fn errors_of_serialization() {
    let mut duplicate = Serializer::new(Vec::new());
    let mut map = duplicate.serialize_map(None).unwrap();
    map.serialize_entry("a", &1).unwrap();
    let twice = map.serialize_entry("a", &2).unwrap_err();
    let no_value = map.serialize_key("b").and_then(|()| map.end()).unwrap_err();
    check(&[
        (write(&1.5), "a float cannot be represented in bencode at byte 0 of the output"),
        (
            write(&BTreeMap::from([("a", [1.5])])),
            "a[0]: a float cannot be represented in bencode at byte 5 of the output",
        ),
        (write(&()), "a unit cannot be represented in bencode at byte 0 of the output"),
        (
            write(&[None::<u8>]),
            "[0]: `None` cannot be represented in bencode (a field or a key that is `None` is left out) at byte 1 of the output",
        ),
        (
            write(&BTreeMap::from([(1, 2)])),
            "expected a byte string as the key, found integer at byte 1 of the output",
        ),
        (twice, "duplicate key `a` at byte 7"),
        (no_value, "unexpected call: the value of a key was expected at byte 7 of the output"),
        (to_slice(&mut [0; 4], "spam").unwrap_err(), "buffer full at byte 2 of the output"),
        (
            Serializer::new(Vec::new()).finish().unwrap_err(),
            "unexpected call: the value is not complete at byte 0 of the output",
        ),
        (
            WithRaw::of(1.5).unwrap_err(),
            "a float cannot be represented in bencode at byte 0 of the output",
        ),
        (Dict::try_from_pairs([("a", 1), ("a", 2)]).unwrap_err(), "duplicate key `a`"),
    ]);
}

#[test]
fn errors_of_encoder_calls() {
    let mut encoder = Encoder::new(Vec::new());
    let start = encoder.key(b"a").unwrap_err();
    encoder.dict().unwrap();
    let key = encoder.int(1).unwrap_err();
    encoder.key(b"b").unwrap();
    let value = encoder.end().unwrap_err();
    encoder.list().unwrap();
    let item = encoder.key(b"c").unwrap_err();
    encoder.end().unwrap();
    let unsorted = encoder.key(b"a").unwrap_err();
    let duplicate = encoder.key(b"b").unwrap_err();
    encoder.end().unwrap();
    let done = encoder.int(1).unwrap_err();
    let mut small = Encoder::new(FixedBuffer::new(&mut []));
    check(&[
        (start, "unexpected call: a value was expected at byte 0 of the output"),
        (
            key,
            "unexpected call: a key or the end of the dictionary was expected at byte 1 of the output",
        ),
        (value, "unexpected call: the value of a key was expected at byte 4 of the output"),
        (
            item,
            "unexpected call: an item or the end of the list was expected at byte 5 of the output",
        ),
        (unsorted, "unsorted key `a` at byte 6 of the output"),
        (duplicate, "duplicate key `b` at byte 6 of the output"),
        (done, "unexpected call: the value is complete at byte 7 of the output"),
        (small.list().unwrap_err(), "buffer full at byte 0 of the output"),
    ]);
}

#[test]
fn errors_of_json() {
    let json = |text| Value::from_json(text).unwrap_err();
    check(&[
        (json("["), "unexpected end of input at byte 1 (at least 1 more byte needed)"),
        (json("[1 2]"), "expected `,` or the end, found `2` at byte 3"),
        (json("[,]"), "expected a value, found `,` at byte 1"),
        (json("{1:2}"), "expected a string, found `1` at byte 1"),
        (json(r#"{"a" 1}"#), "expected `:`, found `1` at byte 5"),
        (json("01"), "expected no digit after a leading zero, found `1` at byte 1"),
        (json("-x"), "expected a digit, found `x` at byte 1"),
        (json("\"a\nb\""), "expected `\"` or an escape, found \\u{a} at byte 2"),
        (json(r#""\x""#), "expected an escape, found `x` at byte 2"),
        (json(r#""\u12g4""#), "expected a hex digit, found `g` at byte 5"),
        (json(r#""\ud800""#), "expected a surrogate pair, found half of one at byte 1"),
        (json("null"), "`null` cannot be represented in bencode at byte 0"),
        (
            json("1.5"),
            "expected an integer, found a number with a fraction or an exponent at byte 1",
        ),
        (json(r#"{"$hex":"x"}"#), "expected hex digits as the value of `$hex` at byte 8"),
        (json(r#"{"$hex:x":1}"#), "expected hex digits after `$hex:` at byte 1"),
        (json(r#"{"a":1,"$hex":"ff"}"#), "`$hex` beside other keys at byte 7"),
        (json("1 x"), "trailing data after the value at byte 2"),
        ("1e3".parse::<Integer<'_>>().unwrap_err(), "expected an integer, found `1e3`"),
    ]);
}

/// Layers without paths have the same messages.
#[test]
fn every_reader_names_what_was_found() {
    let rows: &[(&[u8], &str)] = &[
        (b"x", "expected a value, found `x` at byte 0"),
        (b"li1x", "expected a digit or `e`, found `x` at byte 3"),
        (b"d1:ae", "expected a value, found `e` at byte 4"),
        (b"di1ee", "expected a key or the end of the dictionary, found an integer at byte 1"),
        (b"i-e", "expected a digit, found `e` at byte 2"),
        (b"3;", "expected a digit or `:`, found `;` at byte 1"),
    ];
    for (input, text) in rows {
        let mut reader = Reader::new(input);
        assert_eq!(reader.skip_value().unwrap_err().to_string(), *text);
        assert_eq!(Scanner::new().scan(input).unwrap_err().to_string(), *text);
        let mut events = EventReader::new(*input);
        let error = loop {
            match events.next() {
                Ok(Some(_)) => {}
                Ok(None) => panic!("{text}"),
                Err(error) => break error,
            }
        };
        assert_eq!(error.to_string(), *text);
        let skipped = from_slice::<IgnoredAny>(input).unwrap_err().to_string();
        assert!(skipped.ends_with(text), "{skipped}");
    }
}

/// serde's buffers keep no offsets: the value that an error reports as found is located by its content, if it
/// is unique.
#[test]
fn a_field_in_a_buffer_is_named() {
    #[derive(Debug, Deserialize)]
    struct Reply {
        #[expect(dead_code, reason = "only what is refused matters")]
        interval: u32,
        #[serde(flatten)]
        #[expect(dead_code, reason = "only what is refused matters")]
        counts: Counts,
    }
    #[derive(Debug, Deserialize)]
    struct Counts {
        #[expect(dead_code, reason = "only what is refused matters")]
        complete: Option<u8>,
        #[serde(default)]
        #[expect(dead_code, reason = "only what is refused matters")]
        ports: Vec<u16>,
    }
    check(&[
        (
            read::<Reply>(b"d8:completei300e8:intervali300000ee"),
            "complete: expected u8, found integer 300 at byte 11",
        ),
        (
            read::<Reply>(b"d8:complete4:many8:intervali1ee"),
            "complete: expected u8, found byte string at byte 11",
        ),
        (
            read::<Reply>(b"d8:intervali1e5:portsli1ei-1eee"),
            "ports[1]: expected u16, found integer -1 at byte 25",
        ),
        (
            read::<Vec<Reply>>(b"ld8:intervali1eed8:completei-2e8:intervali1eee"),
            "[1].complete: expected u8, found integer -2 at byte 27",
        ),
        // A key is not a value.
        (
            read::<Reply>(b"d8:complete8:complete8:intervali1ee"),
            "complete: expected u8, found byte string at byte 11",
        ),
        // Two equal values cannot be told apart.
        (
            read::<Reply>(b"d8:completei300e8:intervali300ee"),
            "expected u8, found integer 300 at byte 0",
        ),
        (read::<Reply>(b"d8:completele8:intervali1ee"), "expected u8, found list at byte 0"),
    ]);
}
