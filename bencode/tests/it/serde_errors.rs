//! The exact text of errors through serde: what is wrong, where, and in which field.

use std::collections::BTreeMap;

use bencode::{
    ByteArray, ByteStr, Deserializer, Error, ErrorKind, FixedBuffer, Integer, RawValue, Rules,
    Serializer, Value, from_slice, to_vec,
};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Metainfo {
    announce: Option<String>,
    info: Info,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Info {
    files: Option<Vec<File>>,
    name: String,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct File {
    length: u64,
    path: Vec<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Closed {
    #[serde(default)]
    a: i64,
}

fn error<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Error {
    match from_slice::<T>(input) {
        Ok(_) => panic!("{} was accepted", input.escape_ascii()),
        Err(error) => error,
    }
}

fn torrent(third: &str) -> String {
    let file = "d6:lengthi1e4:pathl1:aee";
    format!("d4:infod5:filesl{file}{file}{third}e4:name1:nee")
}

#[test]
fn a_field_of_the_wrong_type_is_named() {
    let input = torrent("d6:length1:x4:pathl1:aee");
    let error = error::<Metainfo>(input.as_bytes());
    assert_eq!(
        error.to_string(),
        "info.files[2].length: expected integer, found byte string at byte 73"
    );
    assert_eq!((error.kind(), error.offset()), (ErrorKind::WrongType, 73));
    assert!(error.is_data());
    assert_eq!(error.path(input.as_bytes()).to_string(), "info.files[2].length");
}

#[test]
fn a_missing_field_names_its_dictionary() {
    let rows: &[(&str, &str, usize)] = &[
        ("d4:pathl1:aee", "info.files[2]: missing field `length` at byte 64", 64),
        ("d6:lengthi1ee", "info.files[2]: missing field `path` at byte 64", 64),
    ];
    for (third, text, offset) in rows {
        let input = torrent(third);
        let error = error::<Metainfo>(input.as_bytes());
        assert_eq!(error.to_string(), *text);
        assert_eq!((error.kind(), error.offset()), (ErrorKind::MissingField, *offset));
    }
    assert_eq!(error::<Metainfo>(b"de").to_string(), "missing field `info` at byte 0");
}

/// Input, kind and text.
type Row = (&'static [u8], ErrorKind, &'static str);

#[track_caller]
fn check<T: for<'de> Deserialize<'de>>(rows: &[Row]) {
    for (input, kind, text) in rows {
        let error = error::<T>(input);
        assert_eq!(error.to_string(), *text, "{}", input.escape_ascii());
        assert_eq!(error.kind(), *kind, "{}", input.escape_ascii());
    }
}

#[test]
fn duplicate_unknown_and_cut_fields() {
    check::<File>(&[
        (
            b"d6:lengthi1e6:lengthi2e4:pathlee",
            ErrorKind::DuplicateField,
            "duplicate field `length` at byte 12",
        ),
        (
            b"d4:pathl1:ae6:lengthi1e4:pathlee",
            ErrorKind::DuplicateField,
            "duplicate field `path` at byte 23",
        ),
        (
            b"d6:lengthi1e4:pathli1eee",
            ErrorKind::WrongType,
            "path[0]: expected byte string, found integer at byte 19",
        ),
        (
            b"d6:lengthi-1e",
            ErrorKind::OutOfRange { range: "u64" },
            "length: integer -1 does not fit u64 at byte 9",
        ),
        (
            b"d6:length",
            ErrorKind::UnexpectedEnd { missing: 1 },
            "length: unexpected end of input at byte 9 (at least 1 more byte needed)",
        ),
        (b"d6:lengthe", ErrorKind::MissingValue, "length: expected a value, found `e` at byte 9"),
        (
            b"d6:lengthi1e4:pathl3:ab",
            ErrorKind::UnexpectedEnd { missing: 1 },
            "path[0]: unexpected end of input at byte 23 (at least 1 more byte needed)",
        ),
        (
            b"di1ei2ee",
            ErrorKind::KeyNotString,
            "expected a key or the end of the dictionary, found an integer at byte 1",
        ),
        (b"d1:xlxee", ErrorKind::UnexpectedByte, "x[0]: expected a value, found `x` at byte 5"),
        (b"x", ErrorKind::UnexpectedByte, "expected a value, found `x` at byte 0"),
        (b"e", ErrorKind::UnexpectedByte, "expected a value, found `e` at byte 0"),
        (
            b"",
            ErrorKind::UnexpectedEnd { missing: 1 },
            "unexpected end of input at byte 0 (at least 1 more byte needed)",
        ),
        (b"1:x", ErrorKind::WrongType, "expected dictionary, found byte string at byte 0"),
    ]);
    check::<Closed>(&[(
        b"d1:ai1e1:bi1ee",
        ErrorKind::UnknownField,
        "unknown field `b`, expected `a` at byte 7",
    )]);
}

/// Even if the visitor fails after the value, or only after the last one, the error is at the key.
#[test]
fn a_duplicate_field_is_reported_at_its_last_key() {
    #[derive(Debug)]
    struct Entries<const AT: usize>;
    impl<'de, const AT: usize> Deserialize<'de> for Entries<AT> {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(Entries)
        }
    }
    impl<'de, const AT: usize> Visitor<'de> for Entries<AT> {
        type Value = Entries<AT>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a map")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self, A::Error> {
            for _ in 0..AT {
                map.next_entry::<&str, Vec<u8>>()?;
            }
            Err(A::Error::duplicate_field("a"))
        }
    }
    let input = b"d1:ale1:bli7ee1:ai7ee";
    assert_eq!(error::<Entries<1>>(input).offset(), 1);
    assert_eq!(error::<Entries<2>>(input).offset(), 6);
}

#[test]
fn a_list_that_is_a_byte_string_gets_a_hint() {
    check::<BTreeMap<String, Vec<u8>>>(&[(
        b"d6:pieces4:abcde",
        ErrorKind::WrongType,
        "pieces: expected list, found byte string (to read bytes, use `ByteStr` or `serde_bytes`) \
         at byte 9",
    )]);
}

#[test]
fn values_that_do_not_fit() {
    use std::num::NonZeroU16;
    check::<BTreeMap<String, NonZeroU16>>(&[(
        b"d4:porti0ee",
        ErrorKind::WrongValue,
        "port: expected a nonzero u16, found integer 0 at byte 7",
    )]);
    check::<Vec<bool>>(&[(
        b"li0ei2ee",
        ErrorKind::WrongValue,
        "[1]: expected 0 or 1 (a bool), found integer 2 at byte 4",
    )]);
    check::<Vec<String>>(&[(
        b"l1:a1:\xffe",
        ErrorKind::NotUtf8,
        "[1]: expected text, found bytes that are not UTF-8 at byte 4",
    )]);
    check::<BTreeMap<String, u8>>(&[(
        b"d1:ai1e1:\xffi1ee",
        ErrorKind::NotUtf8,
        "expected text, found bytes that are not UTF-8 at byte 7",
    )]);
    assert_eq!(error::<BTreeMap<&str, u8>>(b"d1:\xffi1ee").kind(), ErrorKind::NotUtf8);
    assert_eq!(error::<BTreeMap<char, u8>>(b"d1:\xffi1ee").kind(), ErrorKind::NotUtf8);
}

#[test]
fn custom_errors_of_a_type_get_an_offset() {
    #[derive(Debug, Deserialize)]
    #[serde(try_from = "u16")]
    struct Port;
    impl TryFrom<u16> for Port {
        type Error = &'static str;
        fn try_from(port: u16) -> Result<Port, &'static str> {
            if port == 0 { Err("nobody listens on port 0") } else { Ok(Port) }
        }
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code)]
    enum Listen {
        On(Port),
        Both(u8, Port),
        Named { port: Port },
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code)]
    struct Reply {
        first: Option<Port>,
        #[serde(default, deserialize_with = "open")]
        last: u16,
    }
    fn open<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
        Port::deserialize(deserializer).map(|Port| 1)
    }
    let said = |input: &'static str, text| -> Row { (input.as_bytes(), ErrorKind::Custom, text) };
    check::<Port>(&[said("i0e", "nobody listens on port 0 at byte 0")]);
    check::<BTreeMap<String, Vec<Port>>>(&[said(
        "d5:portsli1ei0eee",
        "ports[1]: nobody listens on port 0 at byte 12",
    )]);
    check::<(u8, Option<Port>)>(&[said("li0ei0ee", "[1]: nobody listens on port 0 at byte 4")]);
    check::<Reply>(&[
        said("d5:firsti0e4:lasti1ee", "first: nobody listens on port 0 at byte 8"),
        said("d5:firsti1e4:lasti0ee", "last: nobody listens on port 0 at byte 17"),
        said("d4:lasti0e1:zi0ee", "last: nobody listens on port 0 at byte 7"),
    ]);
    check::<Vec<Listen>>(&[
        said("ld2:Oni0eee", "[0].On: nobody listens on port 0 at byte 6"),
        said("ld4:Bothli0ei0eeee", "[0].Both[1]: nobody listens on port 0 at byte 12"),
        said("ld5:Namedd4:porti0eeee", "[0].Named.port: nobody listens on port 0 at byte 16"),
    ]);
}

/// Text from the input in a message is short, and escaped for terminals.
#[test]
fn names_from_the_input_are_escaped() {
    #[derive(Debug, Deserialize)]
    enum Event {
        Started,
    }
    let long = format!("d100:{}i1ee", "x".repeat(100));
    let shown = "x".repeat(48);
    assert_eq!(
        error::<Closed>(long.as_bytes()).to_string(),
        format!("unknown field `{shown}…`, expected `a` at byte 1")
    );
    let long = [b"50:".as_slice(), &[b'k'; 50]].concat();
    let shortened = format!(r#"expected a character, found "{}…" at byte 0"#, "k".repeat(48));
    let rows: [(Error, &str); 4] = [
        (error::<char>(&long), &shortened),
        (
            error::<Event>(b"5:\x1b[31m"),
            "unknown variant `\\x1b[31m`, expected `Started` at byte 0",
        ),
        (error::<char>(b"3:\x1b[3"), r#"expected a character, found "\u{1b}[3" at byte 0"#),
        (
            error::<ByteArray<2>>(b"1:\x1b"),
            "expected byte string of 2 bytes, found length 1 at byte 0",
        ),
    ];
    for (error, text) in rows {
        assert_eq!(error.to_string(), text);
    }
}

/// serde buffers values in its own types.
#[test]
fn values_that_serde_cannot_buffer_are_reported() {
    #[derive(Debug, Deserialize)]
    #[serde(tag = "t", content = "c")]
    #[expect(dead_code)]
    enum Late {
        Wide(i128),
        Truth(bool),
    }
    check::<Late>(&[
        (
            b"d1:ci18446744073709551616e1:t4:Widee",
            ErrorKind::WrongType,
            "c: expected any value, found integer `18446744073709551616` as i128 (`flatten`, \
             `untagged` and tagged enums take 64 bits at most) at byte 4",
        ),
        (
            b"d1:ci1e1:t5:Truthe",
            ErrorKind::WrongType,
            "c: expected a boolean, found integer (inside `flatten`, `untagged` and tagged enums, use \
             `bencode::de::bool_from_int`) at byte 4",
        ),
    ]);
}

#[test]
fn a_deserializer_can_be_cloned_to_try_one_type_and_then_another() {
    let mut deserializer = Deserializer::from_slice(b"li1ei2eei3e");
    assert!(String::deserialize(&mut deserializer.clone()).is_err());
    let mut first = deserializer.clone().into_iter::<Value<'_>>();
    let mut second = first.clone();
    assert_eq!(first.next(), second.next());
    assert_eq!((first.byte_offset(), deserializer.byte_offset()), (8, 0));
    assert_eq!(<(u8, u8)>::deserialize(&mut deserializer), Ok((1, 2)));
}

#[test]
fn a_variant_without_a_value_has_none() {
    #[derive(Debug, Deserialize)]
    enum Event {
        Started,
    }
    check::<Event>(&[
        (
            b"d7:Startedlee",
            ErrorKind::WrongType,
            "Started: this variant has no value: expected its name alone at byte 10",
        ),
        (
            b"d7:Startede",
            ErrorKind::MissingValue,
            "Started: expected a value, found `e` at byte 10",
        ),
        (
            b"d7:Startedx",
            ErrorKind::UnexpectedByte,
            "Started: expected a value, found `x` at byte 10",
        ),
        (
            b"d7:Started",
            ErrorKind::UnexpectedEnd { missing: 1 },
            "Started: unexpected end of input at byte 10 (at least 1 more byte needed)",
        ),
    ]);
}

#[test]
fn order_and_duplicates() {
    let unsorted = b"d4:infod1:bi1e1:ai2eee";
    assert_eq!(strict(b"d4:name1:a5:filesle"), "unsorted key `files` after `name` at byte 10");
    assert_eq!(strict(b"d4:name1:a4:name1:be"), "duplicate key `name` at byte 10");
    // Keys that differ in the first eight bytes, and keys that do not.
    for (keys, text) in [
        ("8:info-tag0:8:announce0:", "unsorted key `announce` after `info-tag` at byte 13"),
        ("9:private-b0:9:private-a0:", "unsorted key `private-a` after `private-b` at byte 14"),
        ("9:private-a0:9:private-a0:", "duplicate key `private-a` at byte 14"),
    ] {
        assert_eq!(strict(format!("d{keys}4:name1:ae").as_bytes()), text);
    }
    let error = error_of_tree(unsorted, Rules::STRICT);
    assert_eq!(error.to_string(), "info: unsorted key `a` after `b` at byte 14");
    let twice = b"d4:infod1:bi1e1:ai2e1:bi3eee";
    let error = error_of_tree(twice, Rules::default());
    assert_eq!(error.to_string(), "info: duplicate key `b` at byte 20");
}

fn strict(input: &[u8]) -> String {
    let mut stream = Deserializer::with_rules(input, Rules::STRICT).into_iter::<Info>();
    stream.next().unwrap().unwrap_err().to_string()
}

fn error_of_tree(input: &[u8], rules: Rules) -> Error {
    let mut stream = Deserializer::with_rules(input, rules).into_iter::<Value<'_>>();
    stream.next().unwrap().unwrap_err()
}

#[test]
fn streams_count_from_the_start_of_the_input() {
    let mut stream =
        Deserializer::from_slice(b"d1:ai1eed1:a1:xe").into_iter::<BTreeMap<&str, i64>>();
    assert!(stream.next().unwrap().is_ok());
    assert_eq!(stream.byte_offset(), 8);
    assert_eq!(format!("{stream:?}"), "StreamDeserializer { offset: 8, .. }");
    let error = stream.next().unwrap().unwrap_err();
    assert_eq!(error.to_string(), "a: expected integer, found byte string at byte 12");
    assert_eq!(stream.byte_offset(), 8);
    assert!(stream.next().is_none());
}

#[test]
fn trailing_data_is_refused_unless_taken_or_accepted() {
    check::<i64>(&[(
        b"i1ei2e",
        ErrorKind::TrailingData,
        "trailing data after the value at byte 3 (`take_from_slice` returns it, `Rules::accept` ignores it)",
    )]);
    assert_eq!(bencode::take_from_slice::<i64>(b"i1ei2e").unwrap(), (1, &b"i2e"[..]));
    let mut tolerant = Deserializer::with_rules(b"i1e\r\n", Rules::TOLERANT);
    assert_eq!(i64::deserialize(&mut tolerant).unwrap(), 1);
    assert_eq!(format!("{tolerant:?}"), "Deserializer { offset: 3, .. }");
    assert!(tolerant.end().is_ok());
}

#[test]
fn errors_of_serialization_have_paths() {
    struct Loud;
    impl Serialize for Loud {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("no"))
        }
    }
    #[derive(Serialize)]
    struct Reply {
        files: Vec<BTreeMap<&'static str, Option<f64>>>,
    }
    let reply = Reply { files: vec![BTreeMap::new(), BTreeMap::from([("ratio", Some(0.5))])] };
    let error = to_vec(&reply).unwrap_err();
    assert_eq!(
        error.to_string(),
        "files[1].ratio: a float cannot be represented in bencode at byte 19 of the output"
    );
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    let error = to_vec(&[("x", Loud)]).unwrap_err();
    assert_eq!(error.to_string(), "[0][1]: no at byte 5 of the output");
}

#[derive(Serialize)]
struct Twice {
    a: u8,
    #[serde(rename = "a")]
    b: u8,
}

/// A serializer returns exactly one complete value, without repeated fields.
#[test]
fn an_incomplete_value_is_not_returned() {
    let unbalanced = |serializer: Serializer<Vec<u8>>| {
        let error = serializer.finish().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unbalanced);
        error.offset()
    };
    assert_eq!(unbalanced(Serializer::new(b"front".to_vec())), 5);
    let mut serializer = Serializer::new(Vec::new());
    assert!(serde::Serializer::serialize_seq(&mut serializer, None).is_ok());
    assert_eq!(unbalanced(serializer), 1);
    let error = to_vec(&Twice { a: 1, b: 2 }).unwrap_err();
    assert_eq!(error.to_string(), "duplicate key `a` at byte 7 of the output");
}

#[test]
fn readers_and_writers_may_fail() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("unplugged"))
        }
    }
    impl std::io::Write for Broken {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("unplugged"))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let error = bencode::from_reader::<_, i64>(Broken).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Io, "unplugged at byte 0"));
    assert!(!error.is_syntax() && !error.is_eof() && !error.is_data());
    let kind = |error: Error| std::io::Error::from(error).kind();
    assert_eq!(kind(error), std::io::ErrorKind::Other);
    assert_eq!(kind(from_slice::<i64>(b"i1").unwrap_err()), std::io::ErrorKind::UnexpectedEof);
    assert_eq!(kind(from_slice::<i64>(b"0:").unwrap_err()), std::io::ErrorKind::InvalidData);
    let error = bencode::to_writer(Broken, "x").unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Io, "unplugged"));
}

/// A type may hide an error; the incomplete value is not returned as complete.
#[test]
fn a_hidden_error_is_not_a_success() {
    struct Hides<T>(T);
    impl<T: Serialize> Serialize for Hides<T> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::SerializeMap;
            let mut map = serializer.serialize_map(None)?;
            let _ = map.serialize_entry("a", &self.0);
            map.end()
        }
    }
    for result in [to_vec(&Hides(1.5)), to_vec(&Hides(())), to_vec(&Hides([1.5]))] {
        assert_eq!(result.unwrap_err().kind(), ErrorKind::Unbalanced);
    }
    let error = bencode::to_slice(&mut [0; 9], &Hides("spam and eggs")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BufferFull);
    let mut space = [0; 9];
    let mut lent = FixedBuffer::new(&mut space);
    let mut serializer = Serializer::new(&mut lent);
    Hides("spam and eggs").serialize(&mut serializer).unwrap_err();
    assert_eq!(serializer.finish().unwrap_err().kind(), ErrorKind::BufferFull);
    assert_eq!(to_vec(&Hides("spam")).unwrap(), b"d1:a4:spame");
}

#[test]
fn a_full_buffer_is_an_error() {
    let mut buffer = [0; 8];
    assert_eq!(bencode::to_slice(&mut buffer, "spam").unwrap(), b"4:spam");
    let error = bencode::to_slice(&mut buffer, "spam and eggs").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BufferFull);
}

#[derive(Serialize)]
enum Form {
    Unit,
    New(u8),
    Tuple(u8, u8),
    Fields { b: u8, a: u8 },
}

/// One of each form that serde has; the fields are out of order.
#[derive(Serialize)]
struct Forms<'a> {
    variants: [Form; 4],
    option: Option<Form>,
    text: &'a str,
    number: Integer<'a>,
    raw: RawValue<'a>,
    raw_option: Option<RawValue<'a>>,
    tree: Value<'a>,
    map: BTreeMap<&'a str, (i64, bool)>,
    bytes: BTreeMap<ByteStr<'a>, ByteStr<'a>>,
}

#[test]
fn a_buffer_that_is_too_short_is_full_wherever_it_ends() {
    let digits = "9".repeat(40);
    let forms = Forms {
        variants: [Form::Unit, Form::New(1), Form::Tuple(2, 3), Form::Fields { b: 4, a: 5 }],
        option: Some(Form::New(6)),
        text: "spam and eggs",
        number: digits.parse().unwrap(),
        raw: RawValue::new(b"d1:ai1ee").unwrap(),
        raw_option: Some(RawValue::new(b"le").unwrap()),
        tree: bencode::bencode!({ "list": [1, "two"], "dict": { "": -3 } }),
        map: BTreeMap::from([("a", (7, true)), ("b", (i64::MIN, false))]),
        bytes: BTreeMap::from([(ByteStr::borrowed(b"\xfe"), ByteStr::borrowed(b"\xff"))]),
    };
    let whole = to_vec(&forms).unwrap();
    assert!(bencode::Document::parse_with(&whole, Rules::STRICT).is_ok());
    let mut buffer = vec![0; whole.len()];
    assert_eq!(bencode::to_slice(&mut buffer, &forms).unwrap(), whole);
    for length in 0..whole.len() {
        let error = bencode::to_slice(&mut buffer[..length], &forms).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BufferFull, "{length}");
    }
}
