//! JSON out and in, without loss.

use bencode::{Document, ErrorKind, Rules, Value, bencode};

/// The reply of the article that the hexdump comes from.
const REPLY: &[u8] = b"d8:completei2068e10:incompletei177e8:intervali1800e5:peersl\
    d2:ip7:1.2.3.47:peer id20:-TR2940-0890apv0oznf4:porti51413eeee";

const PRETTY: &str = r#"{
  "complete": 2068,
  "incomplete": 177,
  "interval": 1800,
  "peers": [
    {
      "ip": "1.2.3.4",
      "peer id": "-TR2940-0890apv0oznf",
      "port": 51413
    }
  ]
}"#;

/// Prints as expected, is JSON to other libraries, and reads back.
fn check(value: &Value<'_>, expected: &str) {
    let dense = value.to_string();
    assert_eq!(dense, expected);
    check_serde(value, expected);
    for json in [dense, format!("{value:#}")] {
        let other: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(Value::from_json(&json).unwrap(), *value, "{json}");
        assert_eq!(Value::from_json(&other.to_string()).unwrap(), *value, "{json}");
    }
}

#[test]
fn the_reply_prints_as_in_the_article() {
    let reply = Value::parse(REPLY).unwrap();
    assert_eq!(format!("{reply:#}"), PRETTY);
    assert_eq!(Value::from_json(PRETTY).unwrap().to_vec(), REPLY);
}

/// In the order of the input, which a tree would not keep.
#[test]
fn items_print_the_document_as_it_was_sent() {
    let document = Document::parse_with(b"d1:bli03e1:\xffe1:ade1:b0:e\n", Rules::TOLERANT).unwrap();
    let expected = r#"{"b":[3,{"$hex":"ff"}],"a":{},"b":""}"#;
    assert_eq!(document.to_string(), expected);
    assert_eq!(document.root().to_string(), expected);
    let reply = Document::parse(REPLY).unwrap();
    assert_eq!(format!("{reply:#}"), PRETTY);
}

#[test]
fn every_kind_has_its_form() {
    check(&bencode!([]), "[]");
    check(&bencode!({}), "{}");
    check(&bencode!([[], {}, [{}]]), "[[],{},[{}]]");
    check(
        &bencode!([0, -1, i64::MIN, u64::MAX, i128::MIN]),
        "[0,-1,-9223372036854775808,18446744073709551615,-170141183460469231731687303715884105728]",
    );
    check(&bencode!({ "a": { "b": [1] }, "c": "d" }), r#"{"a":{"b":[1]},"c":"d"}"#);
    check(&bencode!(""), r#""""#);
    check(&bencode!(b"\xff\0"), r#"{"$hex":"ff00"}"#);
    check(&bencode!({ "peers": b"\x7f\0\0\x01\x1a\xe1" }), r#"{"peers":{"$hex":"7f0000011ae1"}}"#);
    check(&bencode!({ b"\xd1\x10": 1 }), r#"{"$hex:d110":1}"#);
}

#[test]
fn text_is_escaped_for_json_and_terminals() {
    check(&bencode!("\"\\/\n\r\t"), r#""\"\\/\n\r\t""#);
    check(&bencode!("gr\u{fc}n \u{1f331} \u{2028}"), "\"gr\u{fc}n \u{1f331} \u{2028}\"");
}

/// Control characters except tab, CR and LF indicate bytes that happen to be UTF-8.
#[test]
fn text_with_control_characters_is_shown_as_bytes() {
    check(&bencode!("\u{1}\u{2}"), r#"{"$hex":"0102"}"#);
    check(&bencode!("\u{1b}[2J"), r#"{"$hex":"1b5b324a"}"#);
    check(&bencode!("a\u{7f}"), r#"{"$hex":"617f"}"#);
    check(&bencode!("\u{9b}"), r#"{"$hex":"c29b"}"#);
    check(&bencode!({ "\u{0}": "\t" }), r#"{"$hex:00":"\t"}"#);
    check(&bencode!({ "\r\n": "\u{c}" }), r#"{"\r\n":{"$hex":"0c"}}"#);
}

/// Every human-readable serializer writes the same.
#[cfg(feature = "serde")]
fn check_serde(value: &Value<'_>, json: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    assert_eq!(
        serde_json::to_value(value).unwrap(),
        serde_json::from_str::<serde_json::Value>(json).unwrap()
    );
    assert_eq!(serde_json::from_str::<Value<'_>>(json).unwrap(), *value, "{json}");
}

#[cfg(not(feature = "serde"))]
fn check_serde(_: &Value<'_>, _: &str) {}

#[test]
fn keys_that_look_like_escapes_are_escaped() {
    check(&bencode!({ "$hex": "ff" }), r#"{"$hex:24686578":"ff"}"#);
    check(&bencode!({ "$hex:ff": 1 }), r#"{"$hex:246865783a6666":1}"#);
    check(&bencode!({ "$hexagon": 1 }), r#"{"$hex:2468657861676f6e":1}"#);
    check(&bencode!({ "$he": 1, "$": 2 }), r#"{"$":2,"$he":1}"#);
    check(&bencode!("$hex"), r#""$hex""#);
    check(&bencode!({ "a": "$hex:ff" }), r#"{"a":"$hex:ff"}"#);
}

#[test]
fn no_two_values_print_alike() {
    let strings =
        [&b""[..], b"$hex", b"$hex:", b"$hex:ff", b"ff", b"\xff", b"\"", b"\\", b"1", b"24686578"];
    let mut values: Vec<Value<'_>> = strings.map(Value::from).into();
    values.push(1.into());
    for key in strings {
        values.extend(strings.map(|text| [(key, text)].into_iter().collect::<Value<'_>>()));
    }
    for value in &values {
        check(value, &value.to_string());
    }
    let mut printed: Vec<_> = values.iter().map(Value::to_string).collect();
    printed.sort();
    printed.dedup();
    assert_eq!(printed.len(), values.len());
}

/// A key of any map is written as it is, or not at all; only `Value` and `Dict` escape keys.
#[test]
fn keys_of_other_maps_are_text_or_refused() {
    let json = |key: &[u8]| {
        let map = std::collections::BTreeMap::from([(bencode::ByteStr::from(key), 1)]);
        serde_json::to_string(&map).map_err(|error| error.to_string())
    };
    assert_eq!(json(b"$hex:61").as_deref(), Ok(r#"{"$hex:61":1}"#));
    assert_eq!(json(b"\xff"), Err("key must be a string".to_owned()));
    let array = std::collections::BTreeMap::from([(bencode::ByteArray([0xff]), 1)]);
    assert_eq!(serde_json::to_string(&array).unwrap_err().to_string(), "key must be a string");
}

#[test]
fn any_json_spelling_is_read() {
    let table: &[(&str, Value<'_>)] = &[
        (" \t\r\n[ 1 ,\n2 ] ", bencode!([1, 2])),
        (r#"{ "b" : 1 , "a" : { } }"#, bencode!({ "a": {}, "b": 1 })),
        (r#""\u0041\ud83c\udf31\/\b\f""#, bencode!("A\u{1f331}/\u{8}\u{c}")),
        ("-0", bencode!(0)),
        (r#"{ "\u0024hex" : "FFfe" }"#, bencode!(b"\xff\xfe")),
        (r#"{"$hex":""}"#, bencode!("")),
        (r#"{"$hexagon":1}"#, bencode!({ "$hexagon": 1 })),
        (r#"{"$hex:61":1}"#, bencode!({ "a": 1 })),
    ];
    for (json, expected) in table {
        assert_eq!(Value::from_json(json).unwrap(), *expected, "{json}");
    }
}

#[test]
fn invalid_json_is_refused_at_its_offset() {
    let cut = ErrorKind::UnexpectedEnd { missing: 1 };
    let (byte, wrong) = (ErrorKind::UnexpectedByte, ErrorKind::WrongValue);
    let table = [
        ("", cut, 0),
        ("[", cut, 1),
        ("[1", cut, 2),
        ("[1,", cut, 3),
        ("{\"a\"", cut, 4),
        ("\"ab", cut, 3),
        ("\"\\", cut, 2),
        ("-", cut, 1),
        ("-.5", byte, 1),
        ("\"\\u12", cut, 5),
        ("[1,]", byte, 3),
        ("[,1]", byte, 1),
        ("[1 2]", byte, 3),
        ("{,}", byte, 1),
        ("{\"a\":1,}", byte, 7),
        ("{\"a\" 1}", byte, 5),
        ("{1:2}", byte, 1),
        ("[}", byte, 1),
        ("{]", byte, 1),
        ("\"a\nb\"", byte, 2),
        ("\"\\x\"", byte, 2),
        ("\"\\u12g4\"", byte, 5),
        ("01", byte, 1),
        ("-x", byte, 1),
        ("+1", byte, 0),
        ("'a'", byte, 0),
        ("nul", byte, 0),
        ("1 x", ErrorKind::TrailingData, 2),
        ("[]]", ErrorKind::TrailingData, 2),
        ("null", wrong, 0),
        ("[true]", wrong, 1),
        ("{\"a\":false}", wrong, 5),
        ("[1.5]", wrong, 2),
        ("1e3", wrong, 1),
        ("-2E3", wrong, 2),
        ("\"\\ud800\"", wrong, 1),
        ("\"a\\udc00\"", wrong, 2),
        ("\"\\ud800\\u0041\"", wrong, 1),
        ("{\"$hex\":\"f\"}", wrong, 8),
        ("{\"$hex\":\"fg\"}", wrong, 8),
        ("{\"$hex\":\"\u{e9}\"}", wrong, 8),
        ("{\"$hex\":1}", byte, 8),
        ("{\"$hex\":\"ff\",\"a\":1}", byte, 12),
        ("{\"a\":1,\"$hex\":\"ff\"}", wrong, 7),
        ("{\"$hex:f\":1}", wrong, 1),
        ("{\"$hex::ff\":1}", wrong, 1),
        ("{\"a\":1,\"a\":2}", ErrorKind::DuplicateKey, 7),
        ("[{\"b\":1,\"a\":{\"b\":[]}, \"b\":2}]", ErrorKind::DuplicateKey, 22),
        ("{\"a\":1,\"$hex:61\":2}", ErrorKind::DuplicateKey, 7),
    ];
    for (json, kind, offset) in table {
        let err = Value::from_json(json).unwrap_err();
        assert_eq!((err.kind(), err.offset()), (kind, offset), "{json}");
        let ours = [ErrorKind::WrongValue, ErrorKind::DuplicateKey].contains(&kind)
            || json.contains("$hex");
        assert!(ours || serde_json::from_str::<serde_json::Value>(json).is_err(), "{json}");
    }
}

#[test]
fn refusals_are_explained() {
    let message = |json| Value::from_json(json).unwrap_err().to_string();
    assert_eq!(message("[null]"), "`null` cannot be represented in bencode at byte 1");
    assert_eq!(
        message("[1.5]"),
        "expected an integer, found a number with a fraction or an exponent at byte 2"
    );
    assert_eq!(message(r#"{"$hex":"x"}"#), "expected hex digits as the value of `$hex` at byte 8");
    assert_eq!(message(r#"{"$hex:x":1}"#), "expected hex digits after `$hex:` at byte 1");
    assert_eq!(message(r#"{"a":1,"$hex":"ff"}"#), "`$hex` beside other keys at byte 7");
    assert_eq!(message(r#"{"$hex:1b":1,"\u001b":1}"#), "duplicate key `\\x1b` at byte 13");
    assert_eq!(message(r#""\ud800""#), "expected a surrogate pair, found half of one at byte 1");
}
