//! What the serde impls of replies have in common on the way in.
//!
//! What is read owns its bytes, so that it comes from readers and values, too, and a struct that has
//! it as a field needs no `borrow`; who wants to borrow decodes what came over the wire.

use std::fmt;
use std::marker::PhantomData;
use std::net::IpAddr;

use bencode::ByteStr;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Unexpected, Visitor};

use crate::percent::hex_byte;

/// A reply, or a part of one, while its dictionary is read.
pub(crate) trait Draft: Default {
    type Whole;

    /// What is expected where no dictionary is.
    const WHAT: &'static str;

    /// Takes or skips the value of a key, which is empty if nobody knows it.
    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error>;

    /// The whole, unless something that it needs did not come.
    fn finish<E: Error>(self) -> Result<Self::Whole, E>;
}

/// Reads a dictionary.
pub(crate) fn dictionary<'de, T: Draft, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T::Whole, D::Error> {
    deserializer.deserialize_map(DictionaryOf::<T>(PhantomData))
}

struct DictionaryOf<T>(PhantomData<T>);

impl<'de, T: Draft> Visitor<'de> for DictionaryOf<T> {
    type Value = T::Whole;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T::Whole, A::Error> {
        let mut draft = T::default();
        while let Some(Key(key)) = map.next_key()? {
            draft.take(key, &mut map)?;
        }
        draft.finish()
    }
}

/// Takes a value as it is; `null` is none.
pub(crate) fn put<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    place: &mut Option<T>,
    key: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    put_as::<T, T, A>(place, key, map)
}

/// Takes a value in the form `T`; `null` is none.
pub(crate) fn put_as<'de, T: Deserialize<'de> + Into<V>, V, A: MapAccess<'de>>(
    place: &mut Option<V>,
    key: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    if place.is_some() {
        return Err(A::Error::duplicate_field(key));
    }
    *place = map.next_value::<Option<T>>()?.map(T::into);
    Ok(())
}

/// Skips a value.
pub(crate) fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// A key of [`KEYS`], or nothing.
struct Key(&'static str);

const KEYS: &[&str] = &[
    "$hex",
    "complete",
    "downloaded",
    "downloaders",
    "external ip",
    "failure reason",
    "files",
    "flags",
    "incomplete",
    "interval",
    "ip",
    "min interval",
    "min_request_interval",
    "name",
    "peer id",
    "peers",
    "port",
    "retry in",
    "tracker id",
    "warning message",
];

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key, D::Error> {
        let known = |key: &[u8]| KEYS.iter().find(|known| known.as_bytes() == key).copied();
        let read = |key: &[u8]| Some(Key(known(key).unwrap_or_default()));
        deserializer.deserialize_identifier(Bytes { what: "a key", read })
    }
}

/// A byte string with a meaning, whether it comes as text or as bytes.
pub(crate) struct Bytes<F> {
    pub(crate) what: &'static str,
    pub(crate) read: F,
}

impl<T, F: Fn(&[u8]) -> Option<T>> Visitor<'_> for Bytes<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        let wrong = || E::invalid_value(Unexpected::Str(text), &self);
        (self.read)(text.as_bytes()).ok_or_else(wrong)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<T, E> {
        let wrong = || E::invalid_value(Unexpected::Bytes(bytes), &self);
        (self.read)(bytes).ok_or_else(wrong)
    }
}

/// A byte string in either of the forms that [`Text`](crate::serialize::Text) writes.
pub(crate) struct Text(ByteStr<'static>);

impl From<Text> for ByteStr<'static> {
    fn from(Text(bytes): Text) -> ByteStr<'static> {
        bytes
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(TextVisitor)
        } else {
            deserializer.deserialize_bytes(TextVisitor)
        }
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text or {\"$hex\":\"…\"}")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
        self.visit_bytes(text.as_bytes())
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Text, E> {
        Ok(Text(ByteStr::from(bytes.to_vec())))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Text, A::Error> {
        DictionaryOf::<HexDraft>(PhantomData).visit_map(map)
    }
}

#[derive(Default)]
struct HexDraft(Option<Hex>);

impl Draft for HexDraft {
    type Whole = Text;
    const WHAT: &'static str = "{\"$hex\":\"…\"}";

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if key == "$hex" { put(&mut self.0, key, map) } else { skip(map) }
    }

    fn finish<E: Error>(self) -> Result<Text, E> {
        let Hex(bytes) = self.0.ok_or_else(|| E::missing_field("$hex"))?;
        Ok(Text(ByteStr::from(bytes)))
    }
}

struct Hex(Vec<u8>);

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Hex, D::Error> {
        let read = |digits: &[u8]| {
            let pair = |pair: &[u8]| match *pair {
                [high, low] => hex_byte(high, low),
                _ => None,
            };
            digits.chunks(2).map(pair).collect::<Option<_>>().map(Hex)
        };
        deserializer.deserialize_str(Bytes { what: "pairs of hex digits", read })
    }
}

/// An address as [`Octets`](crate::serialize::Octets) writes it.
pub(crate) struct Ip(IpAddr);

impl From<Ip> for IpAddr {
    fn from(Ip(ip): Ip) -> IpAddr {
        ip
    }
}

impl<'de> Deserialize<'de> for Ip {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Ip, D::Error> {
        let what = "an IP address";
        if !deserializer.is_human_readable() {
            let read = |bytes: &[u8]| octets(bytes).map(Ip);
            return deserializer.deserialize_bytes(Bytes { what, read });
        }
        // serde's buffer for `flatten` forgets that a format is binary.
        let read = |bytes: &[u8]| {
            let text = std::str::from_utf8(bytes).ok().and_then(|text| text.parse().ok());
            text.or_else(|| octets(bytes)).map(Ip)
        };
        deserializer.deserialize_str(Bytes { what, read })
    }
}

/// An address as its 4 or 16 bytes.
pub(crate) fn octets(bytes: &[u8]) -> Option<IpAddr> {
    if let Ok(octets) = <[u8; 4]>::try_from(bytes) {
        return Some(IpAddr::from(octets));
    }
    <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from)
}
