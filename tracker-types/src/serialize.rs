//! What the serde impls of replies have in common.

use std::fmt;
use std::net::IpAddr;

use serde::ser::{Serialize, SerializeMap, Serializer};

/// Writes an entry of a dictionary, unless there is none.
pub(crate) fn entry<M: SerializeMap>(
    map: &mut M,
    key: &'static str,
    value: Option<impl Serialize>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(key, &value),
        None => Ok(()),
    }
}

/// A byte string: for people as text or, if it is none, as `{"$hex":"…"}`, as the codec has it.
pub(crate) struct Text<'a>(pub(crate) &'a [u8]);

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !serializer.is_human_readable() {
            return serializer.serialize_bytes(self.0);
        }
        if let Ok(text) = std::str::from_utf8(self.0) {
            return serializer.serialize_str(text);
        }
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("$hex", &DisplayOf(Hex(self.0)))?;
        map.end()
    }
}

/// What is displayed, as a string.
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

/// `external ip`: for people as text, otherwise as its 4 or 16 bytes (BEP 24).
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
