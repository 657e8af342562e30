//! The data model in both directions: every row of the tables in the docs of `de` and `ser`, and the known faults
//! of other crates.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::net::Ipv4Addr;

use bencode::{ByteArray, ByteStr, Integer, RawValue, Value, bencode, from_slice, to_vec};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

/// Reads, or returns the text of the error.
fn read<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Result<T, String> {
    from_slice(input).map_err(|error| error.to_string())
}

/// Writes, or returns the text of the error.
fn written<T: Serialize + ?Sized>(value: &T) -> Result<String, String> {
    to_vec(value).map(|bytes| bytes.escape_ascii().to_string()).map_err(|error| error.to_string())
}

/// `value` is written as `bytes`, and `bytes` are read as `value`.
#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "rows read better")]
fn both<'de, T: Deserialize<'de> + Serialize + PartialEq + Debug>(value: T, bytes: &'de [u8]) {
    assert_eq!(to_vec(&value).unwrap(), bytes, "{value:?}");
    assert_eq!(from_slice::<T>(bytes).unwrap(), value);
}

#[track_caller]
fn refused<'de, T: Deserialize<'de> + Debug>(input: &'de [u8], expected: &str) {
    assert_eq!(read::<T>(input).unwrap_err(), expected, "{}", input.escape_ascii());
}

#[track_caller]
fn unwritten<T: Serialize + ?Sized>(value: &T, expected: &str) {
    assert_eq!(written(value).unwrap_err(), expected);
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Newtype(i64);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Pair(i64, i64);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Choice {
    Unit,
    New(i64),
    Tup(i64, i64),
    St { x: i64 },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Untagged {
    I(i64),
    S(String),
    L(Vec<i64>),
    B(ByteBuf),
    D { x: Choice },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t")]
enum Internal {
    A { x: i64 },
    B,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    A(i64),
    B,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct S {
    a: i64,
    b: Option<String>,
}

/// Its fields are in the wrong order, and so are those of its fields.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Reversed {
    z: i64,
    m: Option<Box<Reversed>>,
    a: i64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Flat {
    z: i64,
    #[serde(flatten)]
    inner: Inner,
    a: i64,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Inner {
    x: i64,
    y: Option<i64>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct FlatMap {
    a: i64,
    #[serde(flatten)]
    rest: BTreeMap<String, i64>,
}

#[test]
fn integers_of_every_width() {
    both(0u8, b"i0e");
    both(i64::MIN, b"i-9223372036854775808e");
    both(i64::MAX, b"i9223372036854775807e");
    both(u64::MAX, b"i18446744073709551615e");
    both(5i128, b"i5e");
    both(1u128 << 64, b"i18446744073709551616e");
    both(i128::MIN, b"i-170141183460469231731687303715884105728e");
    both(i128::MAX, b"i170141183460469231731687303715884105727e");
    both(u128::MAX, b"i340282366920938463463374607431768211455e");
    refused::<u8>(b"i300e", "integer 300 does not fit u8 at byte 0");
    refused::<i8>(b"i-129e", "integer -129 does not fit i8 at byte 0");
    refused::<u16>(b"i65536e", "integer 65536 does not fit u16 at byte 0");
    refused::<i16>(b"i-32769e", "integer -32769 does not fit i16 at byte 0");
    refused::<u32>(b"i4294967296e", "integer 4294967296 does not fit u32 at byte 0");
    refused::<i32>(b"i2147483648e", "integer 2147483648 does not fit i32 at byte 0");
    refused::<u64>(b"i-1e", "integer -1 does not fit u64 at byte 0");
    refused::<u64>(
        b"i18446744073709551616e",
        "integer 18446744073709551616 does not fit u64 at byte 0",
    );
    refused::<i64>(
        b"i9223372036854775808e",
        "integer 9223372036854775808 does not fit i64 at byte 0",
    );
    refused::<i64>(
        b"i-9223372036854775809e",
        "integer -9223372036854775809 does not fit i64 at byte 0",
    );
    refused::<u128>(
        b"i340282366920938463463374607431768211456e",
        "integer 340282366920938463463374607431768211456 does not fit u128 at byte 0",
    );
    refused::<i128>(
        b"i170141183460469231731687303715884105728e",
        "integer 170141183460469231731687303715884105728 does not fit i128 at byte 0",
    );
    refused::<i64>(b"i03e", "leading zero in an integer at byte 2");
    refused::<i64>(b"i-0e", "negative zero at byte 2");
    refused::<i64>(b"i+3e", "expected a digit or `-`, found `+` at byte 1");
    refused::<i64>(b"i-e", "expected a digit, found `e` at byte 2");
}

#[test]
fn an_integer_of_any_length_as_integer_or_tree() {
    let long = format!("i-{}e", "1234567890".repeat(20));
    let integer: Integer<'_> = from_slice(long.as_bytes()).unwrap();
    assert_eq!(format!("i{integer}e"), long);
    both(integer, long.as_bytes());
    let tree = format!("d1:a{long}1:bl{long}ee");
    both(Value::parse(tree.as_bytes()).unwrap(), tree.as_bytes());
}

#[test]
fn bools_are_0_and_1() {
    both(true, b"i1e");
    both(false, b"i0e");
    refused::<bool>(b"i2e", "expected 0 or 1 (a bool), found integer 2 at byte 0");
    refused::<bool>(b"i-1e", "expected 0 or 1 (a bool), found integer -1 at byte 0");
    let text = "expected 0 or 1 (a bool), found another integer at byte 0";
    refused::<bool>(b"i18446744073709551616e", text);
    refused::<bool>(b"4:true", "expected integer, found byte string at byte 0");
}

#[test]
fn there_are_no_floats_and_no_units() {
    refused::<f64>(b"i1e", "a float cannot be represented in bencode at byte 0");
    refused::<f32>(b"3:1.5", "a float cannot be represented in bencode at byte 0");
    refused::<()>(b"le", "a unit cannot be represented in bencode at byte 0");
    refused::<()>(b"0:", "a unit cannot be represented in bencode at byte 0");
    refused::<Unit>(b"le", "a unit cannot be represented in bencode at byte 0");
    unwritten(&1.5f64, "a float cannot be represented in bencode at byte 0 of the output");
    unwritten(&1.0f32, "a float cannot be represented in bencode at byte 0 of the output");
    unwritten(&(), "a unit cannot be represented in bencode at byte 0 of the output");
    unwritten(&Unit, "a unit cannot be represented in bencode at byte 0 of the output");
    unwritten(
        &BTreeMap::from([("ratio", [1.5])]),
        "ratio[0]: a float cannot be represented in bencode at byte 9 of the output",
    );
}

#[test]
fn text_is_a_byte_string_that_is_utf8() {
    both("hi".to_owned(), b"2:hi");
    both("hi", b"2:hi");
    both(Cow::Borrowed("hi"), b"2:hi");
    both(String::new(), b"0:");
    both('x', b"1:x");
    both('\u{1f9f2}', "4:\u{1f9f2}".as_bytes());
    refused::<String>(b"2:\xff\xfe", "expected text, found bytes that are not UTF-8 at byte 0");
    refused::<&str>(b"2:\xff\xfe", "expected text, found bytes that are not UTF-8 at byte 0");
    refused::<char>(b"2:xy", "expected a character, found \"xy\" at byte 0");
    refused::<String>(b"i5e", "expected byte string, found integer at byte 0");
    refused::<String>(b"03:abc", "leading zero in a length at byte 1");
}

#[test]
fn bytes_are_byte_strings() {
    both(ByteBuf::from([0xff, 0xfe]), b"2:\xff\xfe");
    both(serde_bytes::Bytes::new(b"hi"), b"2:hi");
    both(serde_bytes::ByteArray::new(*b"abc"), b"3:abc");
    both(ByteArray(*b"abc"), b"3:abc");
    both(ByteStr::borrowed(b"\xff\0"), b"2:\xff\0");
    assert_eq!(read::<&[u8]>(b"2:hi").unwrap(), b"hi");
    refused::<ByteArray<3>>(b"4:abcd", "expected byte string of 3 bytes, found length 4 at byte 0");
    for input in [&b"i5e"[..], b"d1:ai1ee", b"li1ee"] {
        assert!(read::<ByteBuf>(input).unwrap_err().starts_with("expected byte string, found "));
        assert!(
            read::<ByteStr<'_>>(input).unwrap_err().starts_with("expected byte string, found ")
        );
    }
}

#[test]
fn vectors_of_bytes_are_lists() {
    both(vec![1u8, 2], b"li1ei2ee");
    both([1u8, 2], b"li1ei2ee");
    let hint = "expected list, found byte string (to read bytes, use `ByteStr` or `serde_bytes`) \
                at byte 0";
    refused::<Vec<u8>>(b"3:abc", hint);
    refused::<[u8; 3]>(b"3:abc", hint);
}

#[test]
fn lists_tuples_and_newtypes() {
    both(Vec::<i64>::new(), b"le");
    both((1, 2), b"li1ei2ee");
    both((1, "a".to_owned()), b"li1e1:ae");
    both(Pair(1, 2), b"li1ei2ee");
    both(Newtype(1), b"i1e");
    both(vec![Some(1), Some(2)], b"li1ei2ee");
    both([("a".to_owned(), 1), ("b".to_owned(), 2)], b"ll1:ai1eel1:bi2eee");
    refused::<(i64, i64)>(b"li1ei2ei3ee", "[2]: list or dictionary longer than expected at byte 7");
    refused::<(i64, i64)>(b"li1ee", "expected a tuple of size 2, found length 1 at byte 0");
    refused::<Pair>(
        b"li1ee",
        "expected tuple struct Pair with 2 elements, found length 1 at byte 0",
    );
    refused::<[u8; 2]>(b"li1ee", "expected an array of length 2, found length 1 at byte 0");
    refused::<Vec<i64>>(b"d1:ai1ee", "expected list, found dictionary at byte 0");
}

#[test]
fn none_is_left_out_of_dictionaries_and_belongs_nowhere_else() {
    both(Some(1), b"i1e");
    both(S { a: 1, b: Some("x".into()) }, b"d1:ai1e1:b1:xe");
    both(S { a: 1, b: None }, b"d1:ai1ee");
    both(BTreeMap::from([("b".to_owned(), Some(1))]), b"d1:bi1ee");
    let map = BTreeMap::from([("a", None), ("b", Some(1))]);
    assert_eq!(written(&map).unwrap(), "d1:bi1ee");
    assert_eq!(
        written(&Flat { z: 1, inner: Inner { x: 1, y: None }, a: 2 }).unwrap(),
        "d1:ai2e1:xi1e1:zi1ee"
    );
    let text =
        "`None` cannot be represented in bencode (a field or a key that is `None` is left out)";
    unwritten(&None::<i64>, &format!("{text} at byte 0 of the output"));
    unwritten(&[Some(1), None], &format!("[1]: {text} at byte 4 of the output"));
    unwritten(&Choice2::New(None), &format!("New: {text} at byte 6 of the output"));
}

#[derive(Serialize)]
enum Choice2 {
    New(Option<i64>),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Maybe(Option<i64>);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
struct Transparent(Option<i64>);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Field<T> {
    x: T,
}

#[test]
fn a_newtype_of_none_is_left_out_and_read_back_only_if_transparent() {
    both(Field { x: Maybe(Some(1)) }, b"d1:xi1ee");
    assert_eq!(written(&Field { x: Maybe(None) }).unwrap(), "de");
    refused::<Field<Maybe>>(b"de", "missing field `x` at byte 0");
    both(Field { x: Transparent(None) }, b"de");
}

#[test]
fn enums_in_four_forms() {
    both(Choice::Unit, b"4:Unit");
    both(Choice::New(1), b"d3:Newi1ee");
    both(Choice::Tup(1, 2), b"d3:Tupli1ei2eee");
    both(Choice::St { x: 1 }, b"d2:Std1:xi1eee");
    both(Untagged::I(1), b"i1e");
    both(Untagged::S("a".into()), b"1:a");
    both(Untagged::L(vec![1]), b"li1ee");
    both(Untagged::B(ByteBuf::from([0xff, 0xfe])), b"2:\xff\xfe");
    both(Untagged::D { x: Choice::New(1) }, b"d1:xd3:Newi1eee");
    both(Internal::A { x: 1 }, b"d1:t1:A1:xi1ee");
    both(Internal::B, b"d1:t1:Be");
    both(Adjacent::A(1), b"d1:ci1e1:t1:Ae");
    both(Adjacent::B, b"d1:t1:Be");
    both(vec![Choice::Unit, Choice::New(1)], b"l4:Unitd3:Newi1eee");
    refused::<Choice>(
        b"3:Bad",
        "unknown variant `Bad`, expected one of `Unit`, `New`, `Tup`, `St` at byte 0",
    );
    refused::<Choice>(
        b"d3:Badi1ee",
        "unknown variant `Bad`, expected one of `Unit`, `New`, `Tup`, `St` at byte 1",
    );
    refused::<Choice>(
        b"i1e",
        "expected byte string or dictionary of one key (a variant), found integer at byte 0",
    );
    refused::<Choice>(
        b"3:New",
        "expected dictionary of one key (a variant and its value), found byte string at byte 0",
    );
    refused::<Choice>(
        b"d4:Uniti1ee",
        "Unit: this variant has no value: expected its name alone at byte 7",
    );
    refused::<Choice>(
        b"de",
        "expected dictionary of one key (a variant), found an empty one at byte 1",
    );
    refused::<Choice>(b"d3:Newi1e3:Newi1ee", "list or dictionary longer than expected at byte 9");
}

#[test]
fn structs_take_fields_in_any_order_and_skip_what_they_do_not_know() {
    assert_eq!(read::<S>(b"d1:b1:x1:ai1ee").unwrap(), S { a: 1, b: Some("x".into()) });
    assert_eq!(read::<S>(b"d1:ai1e1:qld1:xi1eeee").unwrap(), S { a: 1, b: None });
    assert_eq!(read::<S>(b"d1:ai1e2:\xff\xfei1ee").unwrap(), S { a: 1, b: None });
    assert_eq!(read::<S>(b"d1:ai1e1:qi99999999999999999999999999ee").unwrap(), S { a: 1, b: None });
    refused::<S>(b"d1:ai1e1:qi-ee", "q: expected a digit, found `e` at byte 12");
    refused::<S>(
        b"d1:ai1ee3:xyz",
        "trailing data after the value at byte 8 (`take_from_slice` returns it, `Rules::accept` ignores it)",
    );
    refused::<S>(b"d1:ai1e", "unexpected end of input at byte 7 (at least 1 more byte needed)");
    refused::<S>(b"li1ee", "expected dictionary, found list at byte 0");
}

#[test]
fn structs_are_written_sorted() {
    let inner = |m| Reversed { z: 1, m, a: 3 };
    assert_eq!(written(&inner(None)).unwrap(), "d1:ai3e1:zi1ee");
    both(inner(Some(Box::new(inner(None)))), b"d1:ai3e1:md1:ai3e1:zi1ee1:zi1ee");
    let list = [inner(Some(Box::new(inner(None)))), inner(None)];
    assert_eq!(written(&list).unwrap(), "ld1:ai3e1:md1:ai3e1:zi1ee1:zi1eed1:ai3e1:zi1eee");
    both(Flat { z: 1, inner: Inner { x: 2, y: Some(3) }, a: 4 }, b"d1:ai4e1:xi2e1:yi3e1:zi1ee");
    both(
        FlatMap { a: 1, rest: [("x".into(), 2), ("y".into(), 3)].into() },
        b"d1:ai1e1:xi2e1:yi3ee",
    );
}

/// Bencode is not human-readable.
#[test]
fn types_with_a_compact_form_use_it() {
    both(Ipv4Addr::LOCALHOST, b"li127ei0ei0ei1ee");
    both(BTreeMap::from([("ip", Ipv4Addr::LOCALHOST)]), b"d2:ipli127ei0ei0ei1eee");
    both(BTreeMap::from([("a", Choice::New(1))]), b"d1:ad3:Newi1eee");
}

#[test]
fn maps_have_keys_of_bytes_in_the_order_of_bytes() {
    both(BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]), b"d1:ai1e1:bi2ee");
    both(HashMap::from([("z", 1), ("a", 2), ("m", 3)]), b"d1:ai2e1:mi3e1:zi1ee");
    both(BTreeMap::from([(ByteBuf::from([0xff, 0xfe]), 1)]), b"d2:\xff\xfei1ee");
    both(
        BTreeMap::from([(ByteArray([0xff; 20]), 1)]),
        &[b"d20:", &[0xff; 20][..], b"i1ee"].concat(),
    );
    both(BTreeMap::from([(serde_bytes::ByteArray::new(*b"abc"), 1)]), b"d3:abci1ee");
    both(HashMap::from([("aa", 1), ("b", 2)]), b"d2:aai1e1:bi2ee");
    both(
        HashMap::from([(ByteBuf::from([0xff]), 1), (ByteBuf::from([0x7f]), 2)]),
        b"d1:\x7fi2e1:\xffi1ee",
    );
    both(BTreeMap::from([('a', 2)]), b"d1:ai2ee");
    both(BTreeMap::from([(Key("k".into()), 2)]), b"d1:ki2ee");
    both(BTreeMap::from([(Side::Left, 2)]), b"d4:Lefti2ee");
    both(BTreeMap::from([(Some("a"), 2)]), b"d1:ai2ee");
    both(BTreeMap::from([(String::new(), BTreeMap::from([(String::new(), 1)]))]), b"d0:d0:i1eee");
    refused::<BTreeMap<i64, i64>>(b"d1:1i2ee", "expected integer, found byte string at byte 1");
    refused::<BTreeMap<bool, i64>>(b"d1:1i2ee", "expected bool, found byte string at byte 1");
    refused::<BTreeMap<String, i64>>(
        b"d1:\xffi2ee",
        "expected text, found bytes that are not UTF-8 at byte 1",
    );
    refused::<BTreeMap<Ipv4Addr, i64>>(
        b"d9:127.0.0.1i2ee",
        "expected list, found byte string at byte 1",
    );
    refused::<BTreeMap<String, i64>>(b"d1:ai1e1:ai2ee", "duplicate key `a` at byte 7");
    refused::<BTreeMap<String, i64>>(b"d1:ai1e1:bi2e1:ai3ee", "duplicate key `a` at byte 13");
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Key(String);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Side {
    Left,
    With(i64),
}

#[test]
fn optional_keys_are_read_as_some() {
    let map: BTreeMap<Option<&str>, u8> = from_slice(b"d0:i1e1:ai2ee").unwrap();
    assert_eq!(map, BTreeMap::from([(Some(""), 1), (Some("a"), 2)]));
}

#[test]
fn other_keys_cannot_be_written() {
    let text =
        |found| format!("expected a byte string as the key, found {found} at byte 1 of the output");
    unwritten(&BTreeMap::from([(1, 2)]), &text("integer"));
    unwritten(&BTreeMap::from([(true, 2)]), &text("bool"));
    unwritten(&BTreeMap::from([(vec![1], 2)]), &text("list"));
    unwritten(&BTreeMap::from([(Ipv4Addr::LOCALHOST, 2)]), &text("list"));
    unwritten(&BTreeMap::from([((), 2)]), &text("unit"));
    unwritten(&BTreeMap::from([(None::<i64>, 2)]), &text("`None`"));
    unwritten(&BTreeMap::from([(Side::With(1), 2)]), &text("variant with a value"));
    let raw = RawValue::new(b"i1e").unwrap();
    unwritten(&HashMap::from([(raw, 2)]), &text("raw value or long integer"));
    let Value::Int(long) = Value::from_json("340282366920938463463374607431768211456").unwrap()
    else {
        panic!("no integer");
    };
    unwritten(&BTreeMap::from([(long, 2)]), &text("raw value or long integer"));
}

/// Writes pairs as a map, in their order.
struct Pairs(&'static [(&'static str, i64)]);

impl Serialize for Pairs {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        for (index, (key, value)) in self.0.iter().enumerate() {
            if index % 2 == 0 {
                map.serialize_entry(key, value)?;
            } else {
                map.serialize_key(key)?;
                map.serialize_value(value)?;
            }
        }
        map.end()
    }
}

#[test]
fn duplicate_keys_are_not_written() {
    assert_eq!(written(&Pairs(&[("b", 1), ("a", 2), ("c", 3)])).unwrap(), "d1:ai2e1:bi1e1:ci3ee");
    unwritten(&Pairs(&[("a", 1), ("a", 2)]), "duplicate key `a` at byte 7 of the output");
    let far = Pairs(&[("a", 1), ("c", 2), ("b", 3), ("a", 4)]);
    assert!(written(&far).unwrap_err().contains("duplicate key `a` at byte 25"));
}

#[test]
fn serde_buffers_cannot_hold_every_value() {
    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    enum Wide {
        #[expect(dead_code)]
        I(i128),
    }
    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    enum Truth {
        #[expect(dead_code)]
        B(bool),
    }
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Either<A, B> {
        A(A),
        B(B),
    }
    type BytesFirst<'a> = Either<ByteStr<'a>, Vec<u8>>;
    type ListFirst<'a> = Either<Vec<u8>, ByteStr<'a>>;
    assert!(read::<Wide>(b"i5e").is_err());
    assert!(read::<Untagged>(b"i5e").is_ok());
    assert!(read::<Untagged>(b"i18446744073709551616e").is_err());
    assert!(read::<Truth>(b"i1e").is_err());
    // It cannot be distinguished from the bytes of JSON text: the first variant that fits is used.
    assert_eq!(read(b"li7ee"), Ok(BytesFirst::A(ByteStr::from(b"\x07"))));
    assert_eq!(read(b"li7ee"), Ok(ListFirst::A(vec![7])));
    assert_eq!(read(b"1:\x07"), Ok(ListFirst::B(ByteStr::from(b"\x07"))));
    let error = from_slice::<Untagged>(b"d1:xi1ee").unwrap_err();
    assert_eq!((error.kind(), error.offset()), (bencode::ErrorKind::Custom, 0));
}

#[test]
fn trees_can_be_serialized_and_deserialized() {
    let tree = bencode!({ "a": [1, "x"], "b": { "": b"\xff" } });
    both(tree.clone(), b"d1:ali1e1:xe1:bd0:1:\xffee");
    both(tree["b"].as_dict().unwrap().clone(), b"d0:1:\xffe");
    assert_eq!(bencode::to_value(&tree).unwrap(), tree);
    assert_eq!(bencode::from_value::<Value<'_>>(tree.clone()).unwrap(), tree);
    let s: S = bencode::from_value(bencode!({ "a": 1, "b": "x" })).unwrap();
    assert_eq!(bencode::to_value(&s).unwrap(), bencode!({ "a": 1, "b": "x" }));
    let err = bencode::from_value::<S>(bencode!({ "a": "x" })).unwrap_err();
    assert_eq!(err.to_string(), "a: expected integer, found byte string at byte 4");
}

#[test]
fn any_value_can_be_ignored() {
    for input in [&b"i1e"[..], b"1:a", b"lli1eee", b"d1:ad1:bleee"] {
        assert!(read::<IgnoredAny>(input).is_ok());
    }
    refused::<IgnoredAny>(
        b"lli1ee",
        "[1]: unexpected end of input at byte 6 (at least 1 more byte needed)",
    );
}
