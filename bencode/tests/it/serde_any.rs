//! Types that accept any value get a byte string as bytes, whatever it contains; as text on request.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Debug};
use std::net::{IpAddr, SocketAddrV4};

use bencode::{ByteStr, Deserializer, Dict, Error, ErrorKind, Value, WithRaw, from_slice};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny, SeqAccess, Visitor};
use serde_bytes::{ByteBuf, Bytes};

/// Contents that are text, that are not, and that look like something else; ids of 20 bytes.
const CONTENTS: &[&[u8]] = &[
    b"",
    b"spam",
    b"\xff\xfe",
    b"\x7f\0\0\x01\x1a\xe1",
    b"\x01\x02\x03\x04\x05\x06",
    b"-TR2940-0890apv0oznf",
    b"\xd1\x10\x1a+\x9d (\x11\xa0^\x8cW\xc5W\xa2\x0b\xf9t\xdc\x8a",
    b"i1e",
    b"d1:ai1ee",
    "é".as_bytes(),
];

fn encoded(content: &[u8]) -> Vec<u8> {
    [format!("{}:", content.len()).as_bytes(), content].concat()
}

/// `template` with the encoding of `content` in place of `_`.
fn within(template: &str, content: &[u8]) -> Vec<u8> {
    let (before, after) = template.split_once('_').unwrap();
    [before.as_bytes(), &encoded(content), after.as_bytes()].concat()
}

/// Bytes, through a visitor that accepts any kind of value and understands only bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Plain(Vec<u8>);

struct PlainVisitor;

impl Visitor<'_> for PlainVisitor {
    type Value = Plain;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Plain, E> {
        Ok(Plain(bytes.into()))
    }
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Plain, D::Error> {
        deserializer.deserialize_any(PlainVisitor)
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Field<T> {
    x: T,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Flat<T> {
    #[serde(flatten)]
    inner: Field<T>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct FlatMap<K: Eq + std::hash::Hash, T> {
    #[serde(flatten)]
    rest: HashMap<K, T>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Untagged<T> {
    Number(u8),
    Field { x: T },
    Plain(T),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "t")]
enum Internal<T> {
    A { x: T },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "t", content = "c")]
enum Adjacent<T> {
    A(T),
}

#[derive(Debug, PartialEq, Deserialize)]
enum External<T> {
    A(T),
}

/// With every entry point, `content` in the place of `_` reads as `expected`.
fn reads<T: DeserializeOwned + Debug + PartialEq>(template: &str, content: &[u8], expected: T) {
    let input = within(template, content);
    let (of, expected) = (input.escape_ascii().to_string(), Ok(expected));
    assert_eq!(from_slice(&input), expected, "{of}");
    assert_eq!(
        from_slice(&input).map(|both: WithRaw<'_, T>| both.into_parts().0),
        expected,
        "{of}"
    );
    assert_eq!(bencode::from_reader(&input[..]), expected, "{of}");
    assert_eq!(bencode::from_value(Value::parse(&input).unwrap()), expected, "{of}");
    assert_eq!(bencode::from_bytes(input.into()), expected, "{of}");
}

/// The same in every place that a value can have.
fn reads_everywhere<T: DeserializeOwned + Clone + Debug + PartialEq>(content: &[u8], expected: &T) {
    let x = || expected.clone();
    reads("_", content, x());
    reads("_", content, Some(x()));
    reads("l_e", content, vec![x()]);
    reads("d1:x_e", content, Field { x: Some(x()) });
    reads("d1:x_e", content, Flat { inner: Field { x: x() } });
    reads("d1:x_e", content, FlatMap { rest: HashMap::from([(ByteBuf::from("x"), x())]) });
    reads("d1:x_e", content, Untagged::Field { x: x() });
    reads("_", content, Untagged::Plain(x()));
    reads("d1:t1:A1:x_e", content, Internal::A { x: x() });
    reads("d1:xl_e1:t1:Ae", content, Internal::A { x: vec![x()] });
    reads("d1:c_1:t1:Ae", content, Adjacent::A(x()));
    reads("d1:t1:A1:c_e", content, Adjacent::A(x()));
    reads("d1:A_e", content, External::A(x()));
}

/// The same as the key of a dictionary.
fn reads_as_key<K>(content: &[u8], key: &K)
where
    K: DeserializeOwned + Clone + Debug + Eq + std::hash::Hash,
{
    let map = || HashMap::from([(key.clone(), 1u8)]);
    reads("d_i1ee", content, map());
    reads("d_i1ee", content, FlatMap { rest: map() });
    reads("d_i1ee", content, Untagged::Plain(map()));
    reads("d1:xd_i1eee", content, Flat { inner: Field { x: map() } });
    reads("d1:xd_i1ee1:t1:Ae", content, Internal::A { x: map() });
    reads("d1:cd_i1ee1:t1:Ae", content, Adjacent::A(map()));
}

#[test]
fn bytes_are_bytes_whatever_they_hold() {
    for &content in CONTENTS {
        reads_everywhere(content, &Plain(content.into()));
        reads_everywhere(content, &ByteBuf::from(content));
        reads_everywhere(content, &IgnoredAny);
        reads_as_key(content, &Plain(content.into()));
        reads_as_key(content, &ByteBuf::from(content));
        if let Ok(text) = std::str::from_utf8(content) {
            reads_everywhere(content, &text.to_owned());
            reads_everywhere(content, &Cow::<'static, str>::Owned(text.to_owned()));
            reads_as_key(content, &text.to_owned());
        }
    }
}

/// Types that borrow from the input also do so through serde's buffer.
#[test]
fn bytes_are_borrowed_where_the_input_allows() {
    type Row<'a> = (ByteStr<'a>, &'a Bytes, &'a [u8]);
    for &content in CONTENTS {
        let inside = |slice: &[u8], input: &[u8]| {
            assert_eq!(slice, content);
            assert!(input.as_ptr_range().contains(&slice.as_ptr()) || slice.is_empty());
        };
        let input = within("d1:x_e", content);
        let flat: Flat<&Bytes> = from_slice(&input).unwrap();
        inside(flat.inner.x, &input);
        let untagged: Untagged<ByteStr<'_>> = from_slice(&input).unwrap();
        assert_eq!(untagged, Untagged::Field { x: ByteStr::from(content) });
        let Untagged::Field { x } = &untagged else { unreachable!() };
        inside(x, &input);
        let input = within("d_i1ee", content);
        let keys: BTreeMap<&Bytes, u8> = from_slice(&input).unwrap();
        inside(keys.keys().next().unwrap(), &input);
        let flat: FlatMap<&Bytes, u8> = from_slice(&input).unwrap();
        inside(flat.rest.keys().next().unwrap(), &input);
        let input = [&b"l"[..], &encoded(content).repeat(3), b"e"].concat();
        let (a, b, c): Row<'_> = from_slice(&input).unwrap();
        for slice in [&a[..], b, c] {
            inside(slice, &input);
        }
    }
}

/// Peers as rqbit and aquatic read them: packed bytes, or a list.
#[derive(Debug, PartialEq)]
enum Peers {
    Packed(Vec<SocketAddrV4>),
    Listed(usize),
}

struct PeersVisitor;

impl<'de> Visitor<'de> for PeersVisitor {
    type Value = Peers;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of peers, packed or not")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Peers, E> {
        let peer = |peer: &[u8]| {
            let (ip, port): ([u8; 4], [u8; 2]) =
                (peer[..4].try_into().unwrap(), peer[4..].try_into().unwrap());
            SocketAddrV4::new(ip.into(), u16::from_be_bytes(port))
        };
        match bytes.len() % 6 {
            0 => Ok(Peers::Packed(bytes.chunks(6).map(peer).collect())),
            _ => Err(E::invalid_length(bytes.len(), &self)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Peers, A::Error> {
        let mut count = 0;
        while items.next_element::<IgnoredAny>()?.is_some() {
            count += 1;
        }
        Ok(Peers::Listed(count))
    }
}

impl<'de> Deserialize<'de> for Peers {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Peers, D::Error> {
        deserializer.deserialize_any(PeersVisitor)
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Announce {
    interval: u32,
    peers: Peers,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Response {
    Announce(Announce),
    Scrape { files: BTreeMap<Plain, BTreeMap<String, u32>> },
    Failure { reason: String },
}

#[test]
fn untagged_peers_are_read_for_any_swarm() {
    let packed =
        |peers: &[&str]| Peers::Packed(peers.iter().map(|at| at.parse().unwrap()).collect());
    let rows: &[(&[u8], Peers)] = &[
        (b"0:", packed(&[])),
        (b"6:\x7f\0\0\x01\x1a\xe1", packed(&["127.0.0.1:6881"])),
        (b"6:\xc0\xa8\0\x01\xc8\xd5", packed(&["192.168.0.1:51413"])),
        (b"12:12345678abcd", packed(&["49.50.51.52:13622", "55.56.97.98:25444"])),
        (b"le", Peers::Listed(0)),
        (b"ld2:ip9:127.0.0.14:porti6881eee", Peers::Listed(1)),
    ];
    for (peers, expected) in rows {
        let input = [b"d8:intervali1800e5:peers", *peers, b"e"].concat();
        let reply: Announce = from_slice(&input).unwrap();
        assert_eq!((reply.interval, &reply.peers), (1800, expected));
        assert_eq!(bencode::from_bytes(input.clone().into()).as_ref(), Ok(&reply));
        assert_eq!(from_slice(&input), Ok(Response::Announce(reply)));
    }
    for id in CONTENTS.iter().filter(|id| id.len() == 20) {
        let input = within("d5:filesd_d8:completei1eeee", id);
        let stats = BTreeMap::from([("complete".into(), 1)]);
        let files = BTreeMap::from([(Plain(id.to_vec()), stats)]);
        assert_eq!(from_slice(&input), Ok(Response::Scrape { files }));
    }
    let reason = || "gone".into();
    assert_eq!(from_slice(b"d6:reason4:gonee"), Ok(Response::Failure { reason: reason() }));
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Event {
    Started,
    Stopped,
}

fn as_text<'de, T: Deserialize<'de>>(input: &'de [u8]) -> Result<T, Error> {
    let mut deserializer = Deserializer::from_slice(input).utf8_as_str();
    let value = T::deserialize(&mut deserializer)?;
    deserializer.end().map(|()| value)
}

/// Types that serde's buffer cannot convert from bytes are an error in each place with the buffer, but not without.
fn needs_text_inside_a_buffer<T>(content: &[u8], expected: &T, kind: ErrorKind)
where
    T: DeserializeOwned + Clone + Debug + PartialEq,
{
    let x = || expected.clone();
    let input = within("d1:x_e", content);
    assert_eq!(from_slice(&input), Ok(Field { x: x() }));
    assert_eq!(as_text(&input), Ok(Field { x: x() }));
    assert_eq!(as_text(&input), Ok(Flat { inner: Field { x: x() } }));
    assert_eq!(as_text(&input), Ok(Untagged::Field { x: x() }));
    let error = from_slice::<Flat<T>>(&input).unwrap_err();
    assert_eq!(error.kind(), kind);
    assert!(error.to_string().contains("set `Deserializer::utf8_as_str`"), "{error}");
    from_slice::<Untagged<T>>(&input).unwrap_err();
    let input = within("d1:t1:A1:x_e", content);
    assert_eq!(as_text(&input), Ok(Internal::A { x: x() }));
    let error = from_slice::<Internal<T>>(&input).unwrap_err().to_string();
    assert!(error.contains("set `Deserializer::utf8_as_str`"), "{error}");
}

#[test]
fn unit_variants_and_characters_inside_a_buffer_need_the_setting() {
    needs_text_inside_a_buffer(b"started", &Event::Started, ErrorKind::WrongType);
    needs_text_inside_a_buffer("é".as_bytes(), &'é', ErrorKind::WrongType);
    let input = b"d1:x9:127.0.0.1e";
    let ip = IpAddr::from([127, 0, 0, 1]);
    assert_eq!(as_text(input), Ok(Flat { inner: Field { x: ip } }));
    let error = from_slice::<Flat<IpAddr>>(input).unwrap_err().to_string();
    assert!(error.contains("set `Deserializer::utf8_as_str`"), "{error}");
    // Tags are names, and names are never in doubt.
    assert_eq!(from_slice(b"d1:ci1e1:t1:Ae"), Ok(Adjacent::A(1)));
    assert_eq!(from_slice(b"d1:t1:A1:xi1ee"), Ok(Internal::A { x: 1 }));
    // But for the tag next to a content, if the whole enum is in the buffer.
    let input = b"d1:xd1:ci1e1:t1:Aee";
    assert_eq!(from_slice(input), Ok(Field { x: Adjacent::A(1) }));
    assert_eq!(as_text(input), Ok(Flat { inner: Field { x: Adjacent::A(1) } }));
    let error = from_slice::<Flat<Adjacent<u8>>>(input).unwrap_err().to_string();
    assert!(error.contains("expected string or map, found byte string"), "{error}");
    let keys = HashMap::from([(Event::Stopped, 1)]);
    assert_eq!(from_slice(b"d7:stoppedi1ee"), Ok(keys.clone()));
    assert_eq!(as_text(b"d7:stoppedi1ee"), Ok(FlatMap { rest: keys }));
}

/// An integer becomes a float in serde's buffer, and nowhere else.
#[test]
fn a_float_inside_a_buffer_is_a_rounded_integer() {
    let input = b"d1:xi9007199254740993ee";
    let flat: Flat<f64> = from_slice(input).unwrap();
    assert_eq!(flat.inner.x.to_string(), "9007199254740992");
    from_slice::<Untagged<f32>>(input).unwrap();
    let error = from_slice::<Field<f64>>(input).unwrap_err().to_string();
    assert!(error.contains("a float cannot be represented in bencode"), "{error}");
}

#[test]
fn json_needs_the_setting_and_the_error_names_it() {
    let input = b"d5:peers6:\x7f\0\0\x01\x1a\xe110:tracker id4:spame";
    let error = from_slice::<serde_json::Value>(b"d10:tracker id4:spame").unwrap_err();
    assert_eq!(
        error.to_string(),
        "tracker id: expected any valid JSON value, found byte string (to hand UTF-8 as text, set \
         `Deserializer::utf8_as_str`) at byte 14"
    );
    let error = as_text::<serde_json::Value>(input).unwrap_err();
    assert_eq!(error.to_string(), "expected any valid JSON value, found byte string at byte 8");
    let json = as_text::<serde_json::Value>(b"d2:id4:spam4:listl0:i1eee").unwrap();
    assert_eq!(json, serde_json::json!({ "id": "spam", "list": ["", 1] }));
}

/// Types that ask for bytes also get them with the setting, and so do keys of any bytes.
#[test]
fn the_setting_only_affects_types_that_accept_any_value() {
    for &content in CONTENTS {
        let input = within("d1:x_e", content);
        assert_eq!(as_text(&input), Ok(Field { x: ByteBuf::from(content) }));
        assert_eq!(as_text(&input), Ok(Flat { inner: Field { x: ByteBuf::from(content) } }));
        assert_eq!(as_text(&input), Ok(Untagged::Field { x: ByteStr::from(content) }));
        assert_eq!(as_text::<Value<'_>>(&input), Value::parse(&input));
        assert_eq!(as_text::<Dict<'_>>(&input).unwrap()["x"], content);
        let is_text = std::str::from_utf8(content).is_ok();
        assert_eq!(as_text::<Field<Plain>>(&input).is_err(), is_text);
    }
    let mut stream = Deserializer::from_slice(b"1:a1:b").utf8_as_str().into_iter();
    assert_eq!(stream.next(), Some(Ok(serde_json::json!("a"))));
    assert_eq!(stream.clone().next(), Some(Ok(serde_json::json!("b"))));
}

/// Bytes where a list, a number or a map is expected are not text either.
#[test]
fn the_setting_is_not_named_if_it_does_not_help() {
    let errors = [
        from_slice::<Flat<Vec<u8>>>(b"d1:x4:spame").unwrap_err(),
        from_slice::<Flat<u8>>(b"d1:x4:spame").unwrap_err(),
        from_slice::<Flat<i128>>(b"d1:x4:spame").unwrap_err(),
        from_slice::<Flat<bool>>(b"d1:x4:spame").unwrap_err(),
        from_slice::<Flat<Field<u8>>>(b"d1:x4:spame").unwrap_err(),
        from_slice::<Flat<HashMap<String, u8>>>(b"d1:x4:spame").unwrap_err(),
        from_slice::<Flat<String>>(b"d1:x1:\xffe").unwrap_err(),
        from_slice::<Flat<Event>>(b"d1:x1:\xffe").unwrap_err(),
    ];
    for error in errors {
        assert!(!error.to_string().contains("utf8_as_str"), "{error}");
    }
}
