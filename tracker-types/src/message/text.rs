//! Byte strings and addresses in human-readable formats.
//!
//! What is deserialized owns its bytes, so that it can be read from readers and values too, and a struct with
//! such a field needs no `borrow`. To borrow, decode the bytes that came over the wire.

use alloc::vec::Vec;
use core::fmt;
use core::net::IpAddr;

use bencode::ByteStr;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::json::{Incomplete, Taken, members, put};
use super::message;
use crate::from_bytes::FromBytes;
use crate::percent::hex_byte;

/// A byte string: in human-readable formats as text or, if it is not UTF-8, as `{"$hex":"…"}`, as in
/// `bencode`.
pub(crate) struct Shown<'a>(pub(crate) &'a [u8]);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_bytes(self.0);
        }
        if let Ok(text) = core::str::from_utf8(self.0) {
            return serializer.serialize_str(text);
        }
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("$hex", &DisplayOf(Hex(self.0)))?;
        map.end()
    }
}

/// Serializes a value as the string that it displays as.
pub(crate) struct DisplayOf<T>(pub(crate) T);

impl<T: fmt::Display> Serialize for DisplayOf<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A byte string in either of the forms of [`Shown`].
pub(crate) struct Read(pub(crate) ByteStr<'static>);

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Read, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(TextVisitor)
        } else {
            deserializer.deserialize_bytes(TextVisitor)
        }
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text or {\"$hex\":\"…\"}")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Read, E> {
        self.visit_bytes(text.as_bytes())
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Read, E> {
        Ok(Read(ByteStr::from(bytes.to_vec())))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Read, A::Error> {
        let deserializer = serde::de::value::MapAccessDeserializer::new(map);
        members(deserializer, "{\"$hex\":\"…\"}", |escaped: Escaped, _| {
            escaped.bytes.map(Read).ok_or(Incomplete::Missing("$hex"))
        })
    }
}

#[derive(Default)]
struct Escaped {
    bytes: Option<ByteStr<'static>>,
}

message!(mod escaped, take Escaped = {
    "$hex" => bytes: HexDigits,
});

struct HexDigits;

impl Taken<Option<ByteStr<'static>>> for HexDigits {
    fn take<'de, A: MapAccess<'de>>(
        place: &mut Option<ByteStr<'static>>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        put(place, map, |Digits(bytes)| Some(ByteStr::from(bytes)))
    }
}

struct Digits(Vec<u8>);

impl<'de> Deserialize<'de> for Digits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Digits, D::Error> {
        let read = |digits: &[u8]| {
            let pair = |pair: &[u8]| match *pair {
                [high, low] => hex_byte(high, low),
                _ => None,
            };
            digits.chunks(2).map(pair).collect::<Option<_>>().map(Digits)
        };
        deserializer.deserialize_str(FromBytes { what: "pairs of hex digits", read })
    }
}

/// An address: in human-readable formats as text, otherwise as its 4 or 16 bytes (BEP 24).
pub(crate) struct Octets(pub(crate) IpAddr);

impl Serialize for Octets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            ip if serializer.is_human_readable() => serializer.collect_str(&ip),
            IpAddr::V4(ip) => serializer.serialize_bytes(&ip.octets()),
            IpAddr::V6(ip) => serializer.serialize_bytes(&ip.octets()),
        }
    }
}

impl<'de> Deserialize<'de> for Octets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Octets, D::Error> {
        let what = "an IP address";
        if !deserializer.is_human_readable() {
            let read = |bytes: &[u8]| octets(bytes).map(Octets);
            return deserializer.deserialize_bytes(FromBytes { what, read });
        }
        // serde's buffer for `flatten` is always human-readable, also if the format is not.
        let read = |bytes: &[u8]| {
            let text = core::str::from_utf8(bytes).ok().and_then(|text| text.parse().ok());
            text.or_else(|| octets(bytes)).map(Octets)
        };
        deserializer.deserialize_str(FromBytes { what, read })
    }
}

/// Reads an address from its 4 or 16 bytes.
pub(crate) fn octets(bytes: &[u8]) -> Option<IpAddr> {
    if let Ok(octets) = <[u8; 4]>::try_from(bytes) {
        return Some(IpAddr::from(octets));
    }
    <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from)
}

/// Recovers 20 bytes that were taken for Latin-1 and written as UTF-8, as bittorrent-tracker 11 does.
///
/// This is unambiguous: it is never called for 20 bytes, and no other 20 characters below U+0100 are
/// encoded as these bytes.
pub(crate) fn undo_latin1(bytes: &[u8]) -> Option<[u8; 20]> {
    let mut undone = [0; 20];
    let mut chars = core::str::from_utf8(bytes).ok()?.chars();
    for place in &mut undone {
        *place = u8::try_from(u32::from(chars.next()?)).ok()?;
    }
    chars.next().is_none().then_some(undone)
}
