//! Exact bytes, borrowed and shared frames.

use std::collections::BTreeMap;

use bencode::{
    ByteStr, ErrorKind, RawValue, Rules, Value, WithRaw, bencode, from_bytes, from_slice,
    to_raw_value, to_value, to_vec,
};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};

/// Unsorted keys, and one that the struct does not know.
const INFO: &[u8] = b"d4:name4:spam6:lengthi1e7:unknownli1eee";

fn torrent() -> Vec<u8> {
    [b"d8:announce3:url4:info", INFO, b"e"].concat()
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Info<'a> {
    length: u64,
    #[serde(borrow)]
    name: ByteStr<'a>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Torrent<'a> {
    #[serde(borrow)]
    announce: ByteStr<'a>,
    #[serde(borrow)]
    info: WithRaw<'a, Info<'a>>,
}

#[derive(Debug, Deserialize, Serialize)]
struct RawTorrent<'a> {
    #[serde(borrow)]
    info: RawValue<'a>,
}

#[test]
fn value_and_bytes_in_one_pass() {
    let input = torrent();
    let torrent: Torrent<'_> = from_slice(&input).unwrap();
    assert_eq!(torrent.info.value(), &Info { length: 1, name: "spam".into() });
    assert_eq!(torrent.info.raw().as_bytes(), INFO);
    assert_eq!(torrent.info.raw().as_bytes().as_ptr(), input[22..].as_ptr());
    assert_eq!(Sha1::digest(torrent.info.raw().as_bytes()), Sha1::digest(INFO));
    // Unknown and unsorted contents are written unchanged.
    assert_eq!(to_vec(&torrent).unwrap(), input);
}

#[test]
fn raw_values_are_read_later_and_written_verbatim() {
    let input = torrent();
    let torrent: RawTorrent<'_> = from_slice(&input).unwrap();
    assert_eq!(torrent.info.as_bytes(), INFO);
    assert_eq!(torrent.info.get::<Info<'_>>().unwrap().length, 1);
    assert_eq!(to_vec(&torrent).unwrap(), [b"d4:info", INFO, b"e"].concat());
    let owned: RawValue<'static> = torrent.info.clone().into_owned();
    assert_eq!(owned, torrent.info);
    assert_eq!(to_vec(&[&owned, &owned]).unwrap(), [b"l", INFO, INFO, b"e"].concat());
    let raw: Vec<RawValue<'_>> =
        from_slice(b"li1e1:ale").map(|l: [RawValue<'_>; 3]| l.into()).unwrap_or_default();
    assert!(raw.is_empty(), "the list is cut");
    let raw: [RawValue<'_>; 3] = from_slice(b"li1e1:alee").unwrap();
    assert_eq!(raw.map(RawValue::into_bytes), [&b"i1e"[..], b"1:a", b"le"]);
}

#[test]
fn a_raw_value_is_one_value() {
    assert!(RawValue::new(&b"i03e"[..]).is_ok(), "signatures cover what was sent");
    assert_eq!(RawValue::new(&b"i1ei2e"[..]).unwrap_err().kind(), ErrorKind::TrailingData);
    assert_eq!(
        RawValue::new(&b"l"[..]).unwrap_err().kind(),
        ErrorKind::UnexpectedEnd { missing: 1 }
    );
    assert_eq!(
        to_raw_value(&BTreeMap::from([("b", 1), ("a", 2)])).unwrap().as_bytes(),
        b"d1:ai2e1:bi1ee"
    );
}

#[test]
fn raw_values_convert_to_trees() {
    let raw = RawValue::new(&b"d1:bi03e1:ai1e1:bi-0ee"[..]).unwrap();
    assert_eq!(to_value(&raw).unwrap(), bencode!({ "a": 1, "b": 0 }));
    let rules = Rules::default().max_depth(200);
    let deep = Value::parse_with(&[[b'l'; 200], [b'e'; 200]].concat(), rules).unwrap().into_owned();
    assert_eq!(to_value(&deep).unwrap(), deep);
}

#[derive(Debug, Deserialize)]
struct Flat<'a> {
    #[serde(flatten, borrow)]
    #[expect(dead_code)]
    inner: RawTorrent<'a>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code)]
enum Untagged<'a> {
    #[serde(borrow)]
    Raw(RawValue<'a>),
}

#[derive(Debug, Deserialize)]
#[serde(tag = "t")]
#[expect(dead_code)]
enum Internal<'a> {
    A {
        #[serde(borrow)]
        info: WithRaw<'a, i64>,
    },
}

#[test]
fn raw_values_cannot_be_read_from_serde_buffers() {
    let text = |name| {
        format!(
            "`{name}` can only be read from bencode, and not inside `flatten`, `untagged` or internally \
             tagged enums, which do not keep the exact bytes at byte 0"
        )
    };
    assert_eq!(from_slice::<Flat<'_>>(b"d4:infoi1ee").unwrap_err().to_string(), text("RawValue"));
    assert_eq!(
        from_slice::<Internal<'_>>(b"d4:infoi1e1:t1:Ae").unwrap_err().to_string(),
        text("WithRaw")
    );
    assert!(from_slice::<Untagged<'_>>(b"i1e").is_err());
}

#[test]
fn other_formats_cannot_forge_raw_values() {
    for json in [r#""i1e""#, "[105,49,101]", r#"{"$bencode::RawValue":"x"}"#] {
        assert!(serde_json::from_str::<RawValue<'_>>(json).is_err());
    }
    let bytes = serde::de::value::BytesDeserializer::<serde::de::value::Error>::new(b"not bencode");
    assert!(RawValue::deserialize(bytes).is_err());
    assert_eq!(serde_json::to_string(&RawValue::new(&b"i1e"[..]).unwrap()).unwrap(), r#""i1e""#);
}

/// A struct with all types that can be a slice of a frame.
#[derive(Debug, Deserialize, Serialize)]
struct Message<'a> {
    #[serde(borrow)]
    a: Vec<BTreeMap<ByteStr<'a>, ByteStr<'a>>>,
    #[serde(borrow)]
    r: WithRaw<'a, Value<'a>>,
    #[serde(borrow)]
    t: Option<ByteStr<'a>>,
}

const MESSAGE: &[u8] =
    b"d1:ald2:id20:abcdefghij01234567892:ip7:1.2.3.4ee1:rd5:nodes6:\xff\0\xff\0\xff\0e1:t2:aae";

fn inside(frame: &[u8], part: &[u8]) -> bool {
    let (frame, part) = (frame.as_ptr_range(), part.as_ptr_range());
    frame.start <= part.start && part.end <= frame.end
}

#[test]
fn byte_strings_of_a_frame_are_slices_of_it() {
    let frame = Bytes::from(MESSAGE.to_vec());
    let message: Message<'static> = from_bytes(frame.clone()).unwrap();
    for (key, value) in &message.a[0] {
        assert!(inside(&frame, key) && inside(&frame, value));
    }
    assert!(inside(&frame, message.r.raw().as_bytes()));
    assert!(inside(&frame, message.r["nodes"].as_bytes().unwrap()));
    assert!(inside(&frame, message.t.as_ref().unwrap()));
    assert_eq!(to_vec(&message).unwrap(), MESSAGE);
    // The same type borrows from a slice.
    let borrowed: Message<'_> = from_slice(&frame).unwrap();
    assert!(inside(&frame, borrowed.t.as_ref().unwrap()));
    drop(borrowed);
    drop(frame);
    assert_eq!(message.t.unwrap(), b"aa");
}

#[test]
fn a_field_of_bytes_is_shared_or_copied() {
    #[derive(Deserialize)]
    struct Reply {
        #[serde(deserialize_with = "bencode::de::shared")]
        peers: Bytes,
    }
    let frame = Bytes::from_static(b"d5:peers2:\xff\0e");
    let shared: Reply = from_bytes(frame.clone()).unwrap();
    let copied: Reply = from_slice(&frame).unwrap();
    assert_eq!((&shared.peers[..], &copied.peers[..]), (&b"\xff\0"[..], &b"\xff\0"[..]));
    assert!(inside(&frame, &shared.peers) && !inside(&frame, &copied.peers));
    assert_eq!(
        from_slice::<Reply>(b"d5:peersi1ee").err().map(|e| e.kind()),
        Some(ErrorKind::WrongType)
    );
}

#[test]
fn frames_do_not_leak_into_each_other() {
    /// Decodes another frame while its own is decoded.
    #[derive(Debug)]
    struct Nested(ByteStr<'static>, ByteStr<'static>);
    impl<'de> Deserialize<'de> for Nested {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let outer = <Vec<u8> as serde_bytes::Deserialize>::deserialize(deserializer)?;
            let inner: ByteStr<'static> = from_bytes(Bytes::from(outer.clone())).unwrap();
            Ok(Nested(inner, outer.into()))
        }
    }
    let frame = Bytes::from_static(b"l6:4:spam3:abce");
    let (nested, last): (Nested, ByteStr<'static>) = from_bytes(frame.clone()).unwrap();
    assert_eq!((nested.0, nested.1), ("spam".into(), "4:spam".into()));
    assert!(inside(&frame, &last));
    let copy: ByteStr<'static> =
        bencode::from_reader(&frame[11..14].to_vec()[..]).unwrap_or_default();
    assert!(!inside(&frame, &copy));
}

#[test]
fn text_cannot_be_borrowed_from_a_frame() {
    let err = from_bytes::<&'static str>(Bytes::from_static(b"2:hi")).unwrap_err();
    assert_eq!(err.kind(), ErrorKind::WrongType);
}
