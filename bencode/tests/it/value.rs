//! The tree: building, editing, searching, comparing, reading and writing.

mod deep;
mod dict;
mod integer;
mod parse;

use std::borrow::Cow;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use bencode::{ByteArray, ByteStr, Dict, ErrorKind, List, Value, bencode};

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The reply of the source article, TRACKER post.
const REPLY: &[u8] = b"d8:completei2068e10:incompletei177e8:intervali1800e5:peersl\
    d2:ip7:1.2.3.47:peer id20:-TR2940-0890apv0oznf4:porti51413eeee";

fn reply() -> Value<'static> {
    let id = "peer id";
    bencode!({
        "interval": 1800,
        b"complete": 2068_u64,
        "incomplete": 100 + 77,
        "peers": [{ "ip": "1.2.3.4", (id): *b"-TR2940-0890apv0oznf", "port": 51413 }],
    })
}

#[test]
fn the_macro_builds_the_value_that_parsing_returns() {
    assert_eq!(Value::parse(REPLY).unwrap(), reply());
    assert_eq!(reply().to_vec(), REPLY);
}

#[test]
fn the_macro_accepts_everything_that_converts_to_a_value() {
    let lent = ByteArray(*b"c");
    let table: &[(Value<'_>, &[u8])] = &[
        (bencode!([]), b"le"),
        (bencode!({}), b"de"),
        (bencode!([[], {}, [[]],]), b"lledelleee"),
        (bencode!(-1), b"i-1e"),
        (bencode!(true), b"i1e"),
        (
            bencode!([1, -2, 3 * 4, u64::MAX, "x", b"\xff", vec![1u8, 2], String::from("s")]),
            b"li1ei-2ei12ei18446744073709551615e1:x1:\xff2:\x01\x021:se",
        ),
        (
            bencode!([ByteArray(*b"ab"), &lent, Cow::from("d"), Cow::from(vec![7])]),
            b"l2:ab1:c1:d1:\x07e",
        ),
        (bencode!([Cow::from(String::from("s")), Cow::from(&b"t"[..])]), b"l1:s1:te"),
        (bencode!({ "b": [1], "a": { "c": [] }, "": 0 }), b"d0:i0e1:ad1:clee1:bli1eee"),
        (bencode!({ "a": 1, "a": 2 }), b"d1:ai2ee"),
        (bencode!([bencode!({ "a": 1 }), Dict::new(), List::new()]), b"ld1:ai1eedelee"),
    ];
    for (value, encoding) in table {
        assert_eq!(value.to_vec(), *encoding, "{value:?}");
        assert_eq!(Value::parse(encoding).unwrap(), *value);
    }
}

#[test]
fn lookups_find_exactly_what_is_present() {
    let reply = reply();
    assert_eq!(reply.get("interval").and_then(Value::as_i64), Some(1800));
    assert_eq!(reply.get(b"interval").and_then(Value::as_u64), Some(1800));
    assert_eq!(
        reply
            .get("peers")
            .and_then(|peers| peers.at(0))
            .and_then(|peer| peer.get("ip"))
            .and_then(Value::as_str),
        Some("1.2.3.4")
    );
    assert_eq!(reply["peers"][0]["port"], 51413);
    assert_eq!(reply["peers"][0]["peer id"].as_bytes(), Some(&b"-TR2940-0890apv0oznf"[..]));
    assert_eq!(reply[&b"complete"[..]], 2068u16);
    assert_eq!(reply[b"complete"], reply[&String::from("complete")]);
    assert_eq!(reply[&ByteStr::from("complete")], 2068u16);
    for absent in [&reply["nobody"], &reply[0], &reply["peers"][1], &reply["peers"][0]["x"]["y"][7]]
    {
        assert_eq!(*absent, Value::default());
        assert_eq!(absent.as_dict().map(Dict::len), Some(0));
    }
    assert_eq!(reply.find("peers[0].ip"), Some(&bencode!("1.2.3.4")));
    assert_eq!(reply.find("peers[0].\"peer id\""), reply["peers"][0].get("peer id"));
    assert_eq!(reply.find(""), Some(&reply));
    assert!(
        ["nobody", "peers[1]", "peers[+0]", "peers.ip", "[0]", "interval.x", "peers[", "."]
            .into_iter()
            .all(|path| reply.find(path).is_none())
    );
    assert_eq!(reply.get("nobody"), None);
    assert_eq!(reply.at(0), None);
    assert_eq!(bencode!(b"\xff").as_str(), None);
    assert_eq!((bencode!(-1).as_u64(), bencode!(u64::MAX).as_i64()), (None, None));
    let kinds =
        |value: &Value<'_>| [value.is_int(), value.is_bytes(), value.is_list(), value.is_dict()];
    assert_eq!(kinds(&bencode!(1)), [true, false, false, false]);
    assert_eq!(kinds(&bencode!("1")), [false, true, false, false]);
    assert_eq!(kinds(&bencode!([1])), [false, false, true, false]);
    assert_eq!(kinds(&reply), [false, false, false, true]);
}

#[test]
fn values_are_edited_in_place() {
    let mut reply = reply();
    *reply.get_mut("interval").unwrap() = 900.into();
    let peers = reply.get_mut("peers").and_then(Value::as_list_mut).unwrap();
    peers.push(bencode!({ "ip": "::1", "port": 6881 }));
    let first = peers[0].take();
    assert_eq!((first["port"].as_u64(), peers[0].to_vec()), (Some(51413), b"de".to_vec()));
    assert_eq!(peers.remove(0), bencode!({}));
    assert_eq!(reply.get_mut("peers").unwrap().at_mut(0).unwrap().replace("gone")["ip"], "::1");
    let dict = reply.as_dict_mut().unwrap();
    assert_eq!(dict.remove("complete").unwrap(), 2068);
    assert_eq!(dict.remove("complete"), None);
    assert_eq!(reply.to_vec(), b"d10:incompletei177e8:intervali900e5:peersl4:goneee");
}

#[test]
fn a_value_is_taken_apart_by_matching() {
    let Value::Dict(dict) = reply() else { panic!() };
    let keys: Vec<_> = dict.into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["complete", "incomplete", "interval", "peers"]);
    let Value::List(list) = bencode!([1, "a"]) else { panic!() };
    assert_eq!(list.into_vec(), [bencode!(1), bencode!("a")]);
}

#[test]
fn values_are_collected() {
    assert_eq!((1..4).collect::<Value<'_>>(), bencode!([1, 2, 3]));
    let pairs = [("b", 1), ("a", 2), ("b", 3)];
    assert_eq!(pairs.into_iter().collect::<Value<'_>>(), bencode!({ "a": 2, "b": 3 }));
    let mut list: List<'_> = ["x"].into_iter().collect();
    list.extend(["y", "z"]);
    assert_eq!(Value::from(list), bencode!(["x", "y", "z"]));
}

#[test]
fn the_order_is_total_and_agrees_with_equality_and_hash() {
    let ascending = [
        bencode!(i128::MIN),
        bencode!(i64::MIN),
        bencode!(-1),
        bencode!(0),
        bencode!(1),
        bencode!(u64::MAX),
        bencode!(""),
        bencode!(b"\0"),
        bencode!("a"),
        bencode!("aa"),
        bencode!("b"),
        bencode!(b"\xff"),
        bencode!([]),
        bencode!([1]),
        bencode!([1, 0]),
        bencode!([1, "x"]),
        bencode!([2]),
        bencode!(["x"]),
        bencode!([[]]),
        bencode!([[], 1]),
        bencode!([[1]]),
        bencode!([{}]),
        bencode!({}),
        bencode!({ "a": 1 }),
        bencode!({ "a": 1, "b": 0 }),
        bencode!({ "a": 2 }),
        bencode!({ "a": [] }),
        bencode!({ "b": 0 }),
    ];
    for (i, a) in ascending.iter().enumerate() {
        for (j, b) in ascending.iter().enumerate() {
            assert_eq!(a.cmp(b), i.cmp(&j), "{a:?} {b:?}");
            assert_eq!(a == b, i == j, "{a:?} {b:?}");
            assert_eq!(hash(a) == hash(b), i == j, "{a:?} {b:?}");
        }
    }
}

#[test]
fn copies_are_equal_and_independent() {
    let text = String::from_utf8(REPLY.to_vec()).unwrap();
    let borrowed = Value::parse(text.as_bytes()).unwrap();
    let copy = borrowed.clone();
    assert_eq!(hash(&copy), hash(&borrowed));
    let mut owned: Value<'static> = borrowed.into_owned();
    drop(copy);
    drop(text);
    assert_eq!(owned, reply());
    let before = owned.clone();
    owned.as_dict_mut().unwrap().insert("interval", 1);
    assert_eq!(before, reply());
    let (Value::Dict(dict), list) = (reply(), bencode!([1, ["x"]])) else { panic!() };
    assert_eq!(dict.clone(), dict);
    assert_eq!(list.as_list().cloned().as_ref(), list.as_list());
    assert_eq!(dict.cmp(&Dict::new()), std::cmp::Ordering::Greater);
    assert_eq!(format!("{:?}", list.as_list().unwrap()), r#"[1, [b"x"]]"#);
}

#[cfg(feature = "bytes")]
#[test]
fn shared_values_point_into_their_frame() {
    let big = b"d3:bigi340282366920938463463374607431768211456e4:listl5:abcdeee";
    let frame = bytes::Bytes::copy_from_slice(big);
    let shared = Value::parse(&frame).unwrap().share(&frame);
    let inside = |part: &[u8]| frame.as_ptr_range().contains(&part.as_ptr());
    assert!(inside(shared["list"][0].as_bytes().unwrap()));
    assert!(shared.as_dict().unwrap().keys().all(|key| inside(key)));
    assert_eq!(shared.to_vec(), big);
}

#[test]
fn values_are_written_into_an_encoder() {
    let mut encoder = bencode::Encoder::new(Vec::new());
    encoder.dict().unwrap();
    encoder.key(b"r").unwrap();
    bencode!({ "id": [1, -2, i128::MAX] }).write(&mut encoder).unwrap();
    let err = bencode!(1).write(&mut encoder).unwrap_err();
    assert_eq!(err.kind(), ErrorKind::Unbalanced);
    encoder.end().unwrap();
    let bytes = encoder.finish().unwrap();
    assert_eq!(bytes, b"d1:rd2:idli1ei-2ei170141183460469231731687303715884105727eeee");
    let mut packet = [0; 8];
    let mut encoder = bencode::Encoder::new(bencode::FixedBuffer::new(&mut packet));
    let err = bencode!(["too long for that"]).write(&mut encoder).unwrap_err();
    assert_eq!(err.kind(), ErrorKind::BufferFull);
}

#[test]
fn debug_is_readable() {
    let value = bencode!({ "a": [1, "x\n", b"\xff"], b"\xfe": {} });
    assert_eq!(format!("{value:?}"), r#"{b"a": [1, b"x\n", b"\xff"], b"\xfe": {}}"#);
    let pretty =
        "{\n  b\"a\": [\n    1,\n    b\"x\\n\",\n    b\"\\xff\"\n  ],\n  b\"\\xfe\": {}\n}";
    assert_eq!(format!("{value:#?}"), pretty);
    let Value::Dict(dict) = value else { panic!("{value:?} is a dictionary") };
    assert_eq!(format!("{dict:#?}"), pretty);
}
