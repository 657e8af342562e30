//! What users try first: the conversions between types, under the names that other crates use.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bencode::{ByteStr, Dict, Document, ErrorKind, Integer, Value, bencode};

const REPLY: &[u8] = b"d8:completei1e5:peersld2:ip7:1.2.3.44:porti51413eee7:privatei1ee";

#[test]
fn borrowed_bytes_keep_the_lifetime_of_the_input() {
    fn name(input: &[u8]) -> &[u8] {
        let text = ByteStr::borrowed(input);
        text.as_borrowed().unwrap()
    }
    assert_eq!(name(b"spam"), b"spam");
    let owned = ByteStr::from(b"spam".to_vec());
    assert_eq!(owned.as_borrowed(), None);
    assert!(matches!(Cow::from(ByteStr::from("spam")), Cow::Borrowed(b"spam")));
    assert!(matches!(Cow::from(owned), Cow::Owned(bytes) if bytes == b"spam"));
    assert_eq!((ByteStr::new().len(), ByteStr::new().is_empty()), (0, true));
    assert_eq!((ByteStr::from("spam").len(), ByteStr::from("spam").is_empty()), (4, false));
}

#[test]
fn integers_from_text() {
    for (text, value) in [
        ("0", 0),
        ("-0", 0),
        ("007", 7),
        ("-5", -5),
        ("9223372036854775808", 1i128 << 63),
        ("-9223372036854775809", -(1i128 << 63) - 1),
    ] {
        assert_eq!(text.parse::<Integer<'_>>().unwrap(), value, "{text}");
    }
    let digits = "9".repeat(200);
    assert_eq!(digits.parse::<Integer<'_>>().unwrap().to_string(), digits);
    for text in ["", "-", "+1", "1.5", "1e3", " 1", "1 ", "--1", "0x10"] {
        let error = text.parse::<Integer<'_>>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WrongValue);
        assert_eq!(error.to_string(), format!("expected an integer, found `{text}`"));
    }
}

#[test]
fn items_and_values_have_the_same_methods() {
    let document = Document::parse(REPLY).unwrap();
    let value = Value::parse(REPLY).unwrap();
    for path in ["complete", "peers", "peers[0]", "peers[0].ip", "peers[0].port", "private", "x"] {
        let (Some(item), found) = (document.find(path), value.find(path)) else {
            assert_eq!(value.find(path), None);
            continue;
        };
        let found = found.unwrap();
        assert_eq!(item.to_value(), *found);
        assert_eq!((item.len(), item.is_empty()), (found.len(), found.is_empty()));
        assert_eq!(item.as_bool(), found.as_bool());
        assert_eq!((item.is_int(), item.is_bytes()), (found.is_int(), found.is_bytes()));
        assert_eq!((item.is_list(), item.is_dict()), (found.is_list(), found.is_dict()));
    }
    assert_eq!(document.get("private").and_then(|flag| flag.as_bool()), Some(true));
    assert_eq!(bencode!([0, 1, 2, "1"])[0].as_bool(), Some(false));
    assert_eq!(bencode!([0, 1, 2, "1"])[2].as_bool(), None);
    assert_eq!(bencode!("1").as_bool(), None);
    for (value, length, is_empty) in [
        (bencode!(0), 0, false),
        (bencode!(""), 0, true),
        (bencode!("abc"), 3, false),
        (bencode!([]), 0, true),
        (bencode!([0]), 1, false),
        (bencode!({}), 0, true),
        (bencode!({ "a": 1, "b": 2 }), 2, false),
    ] {
        let bytes = value.to_vec();
        let item = Document::parse(&bytes).unwrap();
        assert_eq!((value.len(), value.is_empty()), (length, is_empty), "{value}");
        assert_eq!((item.root().len(), item.root().is_empty()), (length, is_empty), "{value}");
    }
}

#[test]
fn items_equal_their_content() {
    let document = Document::parse(REPLY).unwrap();
    let [ip, port] = ["peers[0].ip", "peers[0].port"].map(|path| document.find(path).unwrap());
    let (text, shared) = (String::from("1.2.3.4"), ByteStr::from("1.2.3.4"));
    assert!(ip == "1.2.3.4" && ip == *"1.2.3.4" && ip == text && ip == shared);
    assert!(ip == b"1.2.3.4" && ip == b"1.2.3.4"[..] && ip == b"1.2.3.4".to_vec());
    assert!(ip != "1.2.3.5" && ip != 1u8);
    assert!(port == 51413 && port == 51413u16 && port != 51413u64 + 65536 && port != "51413");
    assert!(port != 85u8, "a number is not cut down to a byte");
    let ports: Vec<_> = document.get("peers").unwrap().into_iter().map(|peer| peer.len()).collect();
    assert_eq!(ports, [2]);
}

#[test]
fn keys_with_dots_are_quoted() {
    let torrent = bencode!({ info: { "name.utf-8": 1, "": 2, "a[0]": 3, "\"": 4, b"\xff": 5 } });
    let bytes = torrent.to_vec();
    let document = Document::parse(&bytes).unwrap();
    for (path, value) in [
        (r#"info."name.utf-8""#, 1),
        (r#"info."""#, 2),
        (r#"info."a[0]""#, 3),
        (r#"info."\"""#, 4),
        (r#"info."\xff""#, 5),
    ] {
        assert!(torrent.find(path).is_some_and(|found| *found == value), "{path}");
        let item = document.find(path).unwrap();
        assert_eq!((item == value, item.path().to_string().as_str()), (true, path));
    }
    assert_eq!(torrent.find("info.name.utf-8"), None);
}

#[test]
fn values_are_edited_by_index() {
    let mut reply = bencode!({ interval: 1800, "old": 1 });
    reply["interval"] = 900.into();
    reply["peers"]["a"] = "b".into();
    assert_eq!(reply.insert("interval", 60), Some(900.into()));
    assert_eq!(reply.insert("complete", 5), None);
    assert_eq!(reply.remove("old"), Some(1.into()));
    assert_eq!(reply.remove("old"), None);
    assert_eq!(reply, bencode!({ complete: 5, interval: 60, peers: { a: "b" } }));

    // A value that is not a dictionary becomes one.
    let mut value = bencode!([1]);
    assert_eq!((value.remove("a"), value.insert("a", 1)), (None, None));
    assert_eq!(value, bencode!({ a: 1 }));
    value["a"]["b"] = 2.into();
    assert_eq!(value, bencode!({ a: { b: 2 } }));
}

#[test]
fn dictionaries_from_arrays_and_by_entry() {
    let mut dict = Dict::from([("b", 1), ("a", 2), ("b", 3)]);
    assert_eq!(Value::from(dict.clone()), bencode!({ a: 2, b: 3 }));
    assert_eq!(dict.entry("a").key(), "a");
    *dict.entry("a").or_insert(9) = 7.into();
    dict.entry("c").and_modify(|_| panic!("there is none")).or_insert("x");
    dict.entry("c").and_modify(|c| *c = "y".into()).or_insert("z");
    dict["d"]["e"] = 1.into();
    for (key, value) in &mut dict {
        if key == "b" {
            *value = 0.into();
        }
    }
    assert_eq!(Value::from(dict), bencode!({ a: 7, b: 0, c: "y", d: { e: 1 } }));
}

#[test]
fn the_macro_leaves_out_none_and_takes_identifiers() {
    let (some, none) = (Some("x"), None::<u32>);
    let interval = "not this one";
    let value = bencode!({
        interval: 1800, (interval): 1, "none": none, type: some, nested: [{ none: none }],
    });
    assert_eq!(
        value.to_vec(),
        b"d8:intervali1800e6:nestedldee12:not this onei1e4:type1:xe".to_vec()
    );
    let map: BTreeMap<&str, u8> = [("a", 1)].into();
    let tree: Value<'_> = map.into_iter().collect();
    assert_eq!(
        bencode!({ map: tree, list: bencode!([1]) }),
        bencode!({ list: [1], map: { a: 1 } })
    );
    assert_eq!(bencode!({ a: Some(bencode!([])), b: Some(1u8), }), bencode!({ a: [], b: 1 }));
}

#[cfg(feature = "serde")]
mod serde {
    use std::borrow::Cow;

    use bencode::{
        ByteArray, ByteStr, Deserializer, Dict, Document, Encoder, ErrorKind, Integer, List,
        RawValue, Rules, Serializer, Value, WithRaw, bencode, from_slice_with,
        take_from_slice_with,
    };
    use serde::{Deserialize, Serialize};

    use super::REPLY;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Peer<'a> {
        ip: Cow<'a, str>,
        port: u16,
    }

    #[test]
    fn every_input_can_be_read_under_other_rules() {
        let zeros = b"i007e!";
        assert_eq!(from_slice_with(zeros, Rules::TOLERANT), Ok(7));
        let refused = from_slice_with::<u8>(zeros, Rules::default()).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::LeadingZeroInteger);
        assert_eq!(take_from_slice_with(zeros, Rules::TOLERANT), Ok((7, &b"!"[..])));
        assert!(take_from_slice_with::<u8>(zeros, Rules::STRICT).is_err());
        #[cfg(all(feature = "std", feature = "bytes"))]
        {
            let frame = bytes::Bytes::from_static(zeros);
            assert_eq!(bencode::from_bytes_with(frame.clone(), Rules::TOLERANT), Ok(7));
            assert!(bencode::from_bytes_with::<u8>(frame, Rules::STRICT).is_err());
        }
    }

    #[test]
    fn a_part_of_a_document_is_read_as_a_type() {
        let document = Document::parse(REPLY).unwrap();
        let peer: Peer<'_> = document.find("peers[0]").unwrap().deserialize().unwrap();
        assert_eq!(peer, Peer { ip: "1.2.3.4".into(), port: 51413 });
        let wrong = document.get("peers").unwrap().deserialize::<Vec<Peer<'_>>>();
        assert!(wrong.is_ok());
        let wrong = document.get("peers").unwrap().deserialize::<Vec<u8>>().unwrap_err();
        assert_eq!(wrong.to_string(), "peers[0]: expected integer, found dictionary at byte 22");
        // As tolerant as the document.
        let odd = Document::parse_with(b"d1:ai007ee", Rules::TOLERANT).unwrap();
        assert_eq!(odd.get("a").unwrap().deserialize(), Ok(7));
    }

    #[test]
    fn values_with_their_bytes_are_created_and_mapped() {
        let peer = Peer { ip: "1.2.3.4".into(), port: 1 };
        let with_raw = WithRaw::of(peer).unwrap();
        let bytes = b"d2:ip7:1.2.3.44:porti1ee";
        assert_eq!(with_raw.raw().as_bytes(), bytes);
        assert_eq!(bencode::to_vec(&with_raw).unwrap(), bytes);
        let port = with_raw.map(|peer| peer.port);
        assert_eq!((*port.value(), port.raw().as_bytes()), (1, &bytes[..]));
        assert_eq!(WithRaw::of(1.5).unwrap_err().kind(), ErrorKind::Unsupported);
        let raw: RawValue<'_> = bencode::from_slice(bytes).unwrap();
        assert_eq!(raw.as_borrowed(), Some(&bytes[..]));
        assert_eq!(raw.into_owned().as_borrowed(), None);
    }

    #[test]
    fn the_rest_of_the_input_and_the_output_can_be_inspected() {
        let mut deserializer = Deserializer::from_slice(b"i1ei2e");
        assert_eq!(u8::deserialize(&mut deserializer), Ok(1));
        assert_eq!(deserializer.rest(), b"i2e");
        let mut serializer = Serializer::new(Vec::new());
        [1, 2].serialize(&mut serializer).unwrap();
        assert_eq!(serializer.get_ref(), b"li1ei2ee");
        let mut encoder = Encoder::new(Vec::new());
        encoder.list().unwrap();
        assert_eq!(encoder.get_ref(), b"l");
    }

    /// Every type that may be empty has a path for `skip_serializing_if`.
    #[test]
    fn empty_fields_are_skipped() {
        #[derive(Default, Serialize)]
        struct Fields<'a> {
            #[serde(skip_serializing_if = "ByteStr::is_empty")]
            bytes: ByteStr<'a>,
            #[serde(skip_serializing_if = "Dict::is_empty")]
            dict: Dict<'a>,
            #[serde(skip_serializing_if = "List::is_empty")]
            list: List<'a>,
            #[serde(skip_serializing_if = "Value::is_empty")]
            value: Value<'a>,
        }
        assert_eq!(bencode::to_vec(&Fields::default()).unwrap(), b"de");
        let full = Fields {
            bytes: "a".into(),
            dict: [("k", 1)].into(),
            list: [1.into()].into(),
            value: 0.into(),
        };
        let expected = b"d5:bytes1:a4:dictd1:ki1ee4:listli1ee5:valuei0ee";
        assert_eq!(bencode::to_vec(&full).unwrap(), expected);
    }

    /// In serde's buffers an integer stays an integer; the helper converts it.
    #[test]
    fn bools_are_read_inside_serde_buffers() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Flag {
            #[serde(default, deserialize_with = "bencode::de::bool_from_int")]
            f: bool,
        }
        #[derive(Debug, PartialEq, Deserialize)]
        struct Flat {
            #[serde(flatten)]
            flag: Flag,
        }
        #[derive(Debug, PartialEq, Deserialize)]
        #[serde(tag = "t")]
        enum Tagged {
            A(Flag),
        }
        #[derive(Debug, PartialEq, Deserialize)]
        #[serde(untagged)]
        enum Untagged {
            A(Flag),
        }
        for (digit, f) in [("0", false), ("1", true)] {
            let bytes = format!("d1:fi{digit}e1:t1:Ae");
            let bytes = bytes.as_bytes();
            assert_eq!(bencode::from_slice(bytes), Ok(Flag { f }));
            assert_eq!(bencode::from_slice(bytes), Ok(Flat { flag: Flag { f } }));
            assert_eq!(bencode::from_slice(bytes), Ok(Tagged::A(Flag { f })));
            assert_eq!(bencode::from_slice(bytes), Ok(Untagged::A(Flag { f })));
            assert_eq!(
                serde_json::from_str::<Flag>(&format!(r#"{{"f":{f}}}"#)).unwrap(),
                Flag { f }
            );
        }
        assert_eq!(bencode::from_slice::<Flat>(b"de"), Ok(Flat { flag: Flag { f: false } }));
        for (bytes, text) in [
            (&b"d1:fi2ee"[..], "f: expected 0 or 1 (a bool), found integer 2 at byte 4"),
            (b"d1:fi-1ee", "f: expected 0 or 1 (a bool), found integer -1 at byte 4"),
            (b"d1:f1:1e", "f: expected 0 or 1 (a bool), found byte string at byte 4"),
        ] {
            assert_eq!(bencode::from_slice::<Flag>(bytes).unwrap_err().to_string(), text);
        }
    }

    /// serde's buffers say that they are human-readable, but bencode written through one stays bencode.
    #[test]
    fn bytes_are_still_bytes_after_a_serde_buffer() {
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        enum Inner<'a> {
            Pair(#[serde(borrow)] ByteStr<'a>, ByteArray<2>),
            Tree {
                #[serde(borrow)]
                value: Value<'a>,
                raw: RawValue<'a>,
            },
        }
        #[derive(Serialize)]
        #[serde(tag = "t")]
        enum Outer<'a> {
            A(Inner<'a>),
        }
        let pair = Outer::A(Inner::Pair(ByteStr::from(b"\xff"), ByteArray([0, 1])));
        assert_eq!(bencode::to_vec(&pair).unwrap(), b"d4:Pairl1:\xff2:\0\x01e1:t1:Ae");
        let huge: Integer<'_> = "9".repeat(60).parse().unwrap();
        let value = bencode!({ b"\x01\xff": b"\xfe", "$hex": [huge.clone()] });
        let raw = RawValue::new(b"d1:b0:1:a0:e").unwrap();
        let tree = Outer::A(Inner::Tree { value, raw });
        let digits = huge.to_string();
        let expected = [
            b"d4:Treed3:rawd1:b0:1:a0:e5:valued2:\x01\xff1:\xfe4:$hexli".as_slice(),
            digits.as_bytes(),
            b"eeee1:t1:Ae",
        ];
        assert_eq!(bencode::to_vec(&tree).unwrap(), expected.concat());
    }

    /// Bytes that are not readable text are `$hex` in every human-readable format, and are read back.
    #[test]
    fn other_formats_show_bytes_as_display_does() {
        assert_eq!(json(&ByteStr::from(b"\xff\0")), r#"{"$hex":"ff00"}"#);
        assert_eq!(json(&ByteStr::from("\u{1}")), r#"{"$hex":"01"}"#);
        assert_eq!(json(&ByteStr::from("a\tb\r\n")), r#""a\tb\r\n""#);
        assert_eq!(json(&ByteArray(*b"\x01\x02")), r#"{"$hex":"0102"}"#);
        assert_eq!(json(&ByteArray(*b"ab")), r#""ab""#);
        assert_eq!(json(&RawValue::new(b"2:\xff\0").unwrap()), r#"{"$hex":"323aff00"}"#);
        assert_eq!(json(&RawValue::new(b"le").unwrap()), r#""le""#);
        let read = |json| serde_json::from_str::<ByteStr<'_>>(json);
        assert_eq!(read(r#"{"$hex":"FF00"}"#).unwrap(), b"\xff\0");
        assert_eq!(read(r#""ab""#).unwrap().as_borrowed(), Some(&b"ab"[..]));
        assert_eq!(read("[255,0]").unwrap(), b"\xff\0");
        let array = serde_json::from_str::<ByteArray<2>>(r#"{"$hex":"ff00"}"#);
        assert_eq!(array.unwrap(), ByteArray([255, 0]));
        for (wrong, text) in [
            (r#"{"$hex":"f"}"#, "expected hex digits as the value of `$hex`"),
            (r#"{"$hex":"ff","a":1}"#, "`$hex` beside other keys"),
            (r#"{"a":1}"#, "invalid type: map, expected byte string"),
            ("1", "invalid type: integer `1`, expected byte string"),
        ] {
            let error = read(wrong).unwrap_err().to_string();
            assert!(error.starts_with(text), "{error}");
        }
        assert!(serde_json::from_str::<ByteArray<2>>(r#"{"$hex":"ff"}"#).is_err());
        let value = |json| serde_json::from_str::<Value<'_>>(json);
        assert!(value(r#"{"a":1,"$hex":"ff"}"#).is_err());
        assert!(value(r#"{"$hex:f":1}"#).is_err());
        assert!(serde_json::from_str::<Dict<'_>>(r#"{"$hex":"ff"}"#).is_err());
    }

    fn json(value: &impl Serialize) -> String {
        serde_json::to_string(value).unwrap()
    }
}
