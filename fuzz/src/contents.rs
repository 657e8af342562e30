//! Types that hold one byte string in every position, decoded through every entry point.

use std::collections::BTreeMap;
use std::fmt;

use bencode::{Value, WithRaw};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Visitor};

/// Bytes, read by a visitor that takes any kind of value and understands bytes only.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Plain;

impl Visitor<'_> for Plain {
    type Value = Plain;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Plain, E> {
        Ok(Plain)
    }
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Plain, D::Error> {
        deserializer.deserialize_any(Plain)
    }
}

#[derive(Deserialize)]
struct Field<T> {
    #[serde(rename = "x")]
    _x: T,
}

#[derive(Deserialize)]
struct Flat<T> {
    #[serde(flatten, bound(deserialize = "T: Deserialize<'de>"))]
    _inner: T,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Untagged<T> {
    A(T),
}

#[derive(Deserialize)]
#[serde(tag = "t")]
enum Internal<T> {
    A {
        #[serde(rename = "x")]
        _x: T,
    },
}

#[derive(Deserialize)]
#[serde(tag = "t", content = "x")]
enum Adjacent<T> {
    A(T),
}

#[derive(Deserialize)]
enum External<T> {
    A(T),
}

/// Puts `content` as a byte string in the place of `_`.
fn within(template: &str, content: &[u8]) -> Vec<u8> {
    let (before, after) = template.split_once('_').unwrap();
    let length = content.len().to_string();
    [before.as_bytes(), length.as_bytes(), b":", content, after.as_bytes()].concat()
}

/// Checks that every way to read a `T` gives the verdict of `accepts`.
fn check<T: DeserializeOwned>(template: &str, content: &[u8], accepts: bool) {
    let input = within(template, content);
    let tree = Value::parse(&input).unwrap();
    let ways = [
        bencode::from_slice::<T>(&input).is_ok(),
        bencode::from_slice::<WithRaw<'_, T>>(&input).is_ok(),
        bencode::from_reader::<_, T>(&input[..]).is_ok(),
        bencode::from_bytes::<T>(input.clone().into()).is_ok(),
        bencode::from_value::<T>(tree).is_ok(),
    ];
    assert_eq!(ways, [accepts; 5], "{} as {}", input.escape_ascii(), std::any::type_name::<T>());
}

/// Checks it as a value in every position: plain, in a list, as a field, inside each of serde's buffers.
pub(crate) fn check_value<T: DeserializeOwned>(content: &[u8], accepts: bool) {
    check::<T>("_", content, accepts);
    check::<Option<T>>("_", content, accepts);
    check::<Vec<T>>("l_e", content, accepts);
    check::<Field<T>>("d1:x_e", content, accepts);
    check::<Flat<Field<T>>>("d1:x_e", content, accepts);
    check::<Flat<BTreeMap<String, T>>>("d1:x_e", content, accepts);
    check::<Untagged<T>>("_", content, accepts);
    check::<Untagged<Field<Option<T>>>>("d1:x_e", content, accepts);
    check::<Internal<T>>("d1:t1:A1:x_e", content, accepts);
    check::<Internal<Vec<T>>>("d1:xl_e1:t1:Ae", content, accepts);
    check::<Adjacent<T>>("d1:t1:A1:x_e", content, accepts);
    check::<Adjacent<T>>("d1:x_1:t1:Ae", content, accepts);
    check::<External<T>>("d1:A_e", content, accepts);
}

/// Checks it as a key of a dictionary, read whole and inside each of serde's buffers.
pub(crate) fn check_key<K: DeserializeOwned + Ord>(content: &[u8], accepts: bool) {
    check::<BTreeMap<K, u8>>("d_i1ee", content, accepts);
    check::<Flat<BTreeMap<K, u8>>>("d_i1ee", content, accepts);
    check::<Untagged<BTreeMap<K, u8>>>("d_i1ee", content, accepts);
    check::<Internal<BTreeMap<K, u8>>>("d1:t1:A1:xd_i1eee", content, accepts);
    check::<Adjacent<BTreeMap<K, u8>>>("d1:xd_i1ee1:t1:Ae", content, accepts);
}

/// Checks it as the peers and the info-hash in replies that another library reads.
pub(crate) fn check_replies<T: DeserializeOwned>(content: &[u8]) {
    let announce = "d8:completei1e10:incompletei1e8:intervali1e5:peers_e";
    check::<T>(announce, content, content.len().is_multiple_of(6));
    let scrape = "d5:filesd_d8:completei1e10:downloadedi1e10:incompletei1eeee";
    check::<T>(scrape, content, content.len() == 20);
    check::<T>("d14:failure reason_e", content, std::str::from_utf8(content).is_ok());
}
