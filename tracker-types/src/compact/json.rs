//! Packed entries in serde: a byte string, as on the wire, or a list in human-readable formats.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use bencode::ByteStr;
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::{Compact, Packed};

/// Serializes as a byte string, or as a list in human-readable formats such as JSON.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use tracker_types::CompactPeers;
///
/// // Your own message that contains packed peers, such as ut_pex (BEP 11).
/// #[derive(Serialize, Deserialize)]
/// struct Exchange {
///     added: CompactPeers<'static>,
/// }
///
/// let exchange: Exchange = bencode::from_slice(b"d5:added6:\x7f\0\0\x01\x1a\xe1e")?;
/// assert_eq!(exchange.added.iter().next(), "127.0.0.1:6881".parse().ok());
/// assert_eq!(bencode::to_vec(&exchange)?, b"d5:added6:\x7f\0\0\x01\x1a\xe1e");
/// assert_eq!(serde_json::to_string(&exchange)?, r#"{"added":["127.0.0.1:6881"]}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl<T: Packed + Serialize> Serialize for Compact<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_seq(self)
        } else {
            serializer.serialize_bytes(&self.bytes)
        }
    }
}

/// Reads both forms into an owned value. A byte string that ends inside an entry is an error. To
/// borrow, or to accept such strings, read a [`ByteStr`] and call [`Compact::from_bytes`].
impl<'de, T: Packed + Deserialize<'de>> Deserialize<'de> for Compact<'_, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = CompactVisitor(PhantomData);
        if deserializer.is_human_readable() {
            // A list, or bytes that serde has buffered for an enum.
            deserializer.deserialize_any(visitor)
        } else {
            deserializer.deserialize_bytes(visitor)
        }
    }
}

struct CompactVisitor<T>(PhantomData<fn() -> T>);

impl<'de, T: Packed + Deserialize<'de>> Visitor<'de> for CompactVisitor<T> {
    type Value = Compact<'static, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list, or packed entries of {} bytes each", T::SIZE)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        match Compact::from_bytes(bytes) {
            (entries, []) => Ok(entries.into_owned()),
            _ => Err(E::invalid_length(bytes.len(), &self)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut packed = Vec::new();
        while let Some(entry) = items.next_element::<T>()? {
            entry.pack(&mut packed);
        }
        Ok(Compact::of(ByteStr::from(packed)))
    }
}
