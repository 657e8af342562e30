//! Nodes and lists of peers in serde: packed, as on the wire, or as text in human-readable formats.

use alloc::vec::Vec;
use core::fmt;
use core::net::{SocketAddr, SocketAddrV4, SocketAddrV6};
use core::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};

use super::node_info::NodeInfo;
use super::values::{self, Values};
use crate::compact::Packed;

/// Serializes as text in human-readable formats, as `Display` writes it, and as 26 packed bytes
/// otherwise.
impl Serialize for NodeInfo<SocketAddrV4> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        show(*self, serializer)
    }
}

/// Serializes as text in human-readable formats, as `Display` writes it, and as 38 packed bytes
/// otherwise.
impl Serialize for NodeInfo<SocketAddrV6> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        show(*self, serializer)
    }
}

/// Serializes as text in human-readable formats, as `Display` writes it, and as 26 or 38 packed
/// bytes otherwise.
impl Serialize for NodeInfo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.address {
            SocketAddr::V4(address) => show(NodeInfo::new(self.id, address), serializer),
            SocketAddr::V6(address) => show(NodeInfo::new(self.id, address), serializer),
        }
    }
}

/// Reads both forms.
impl<'de> Deserialize<'de> for NodeInfo<SocketAddrV4> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer, exact)
    }
}

/// Reads both forms.
impl<'de> Deserialize<'de> for NodeInfo<SocketAddrV6> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(deserializer, exact)
    }
}

/// Reads both forms.
impl<'de> Deserialize<'de> for NodeInfo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<NodeInfo, D::Error> {
        read(deserializer, |bytes| {
            let v4 = exact::<NodeInfo<SocketAddrV4>>(bytes).map(NodeInfo::from);
            v4.or_else(|| exact::<NodeInfo<SocketAddrV6>>(bytes).map(NodeInfo::from))
        })
    }
}

/// Serializes as a list: of text in human-readable formats, and of packed addresses otherwise.
impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Entry))
    }
}

/// Reads both forms.
impl<'de> Deserialize<'de> for Values<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ValuesVisitor)
    }
}

/// An address in a list.
struct Entry(SocketAddr);

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            SocketAddr::V4(address) => show(address, serializer),
            SocketAddr::V6(address) => show(address, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entry, D::Error> {
        read(deserializer, values::address).map(Entry)
    }
}

struct ValuesVisitor;

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = Values<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of addresses")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Values<'static>, A::Error> {
        let mut addresses = Vec::new();
        while let Some(Entry(address)) = items.next_element()? {
            addresses.push(address);
        }
        Ok(addresses.into_iter().collect())
    }
}

/// Serializes as text in human-readable formats, and as a packed entry otherwise.
fn show<T: Packed + fmt::Display, S: Serializer>(
    value: T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        return serializer.collect_str(&value);
    }
    let mut packed = Vec::with_capacity(T::SIZE);
    value.pack(&mut packed);
    serializer.serialize_bytes(&packed)
}

/// An entry of the right length.
fn exact<T: Packed>(bytes: &[u8]) -> Option<T> {
    (bytes.len() == T::SIZE).then(|| T::unpack(bytes))
}

/// Reads what [`show`] writes.
fn read<'de, T: FromStr, D: Deserializer<'de>>(
    deserializer: D,
    unpack: fn(&[u8]) -> Option<T>,
) -> Result<T, D::Error> {
    if deserializer.is_human_readable() {
        deserializer.deserialize_str(EntryVisitor { unpack })
    } else {
        deserializer.deserialize_bytes(EntryVisitor { unpack })
    }
}

struct EntryVisitor<T> {
    unpack: fn(&[u8]) -> Option<T>,
}

impl<T: FromStr> Visitor<'_> for EntryVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a packed address or its text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }

    /// Also reads bytes from serde's buffer for enums, which loses whether a format is
    /// human-readable.
    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<T, E> {
        (self.unpack)(bytes).ok_or_else(|| E::invalid_value(Unexpected::Bytes(bytes), &self))
    }
}
