//! Quirks in serde: as their descriptions, with counts.

use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::{Quirk, Quirks};
use crate::from_bytes::FromBytes;

/// The description that `Display` writes.
impl Serialize for Quirk {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.words())
    }
}

/// Reads what `Serialize` writes.
impl<'de> Deserialize<'de> for Quirk {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Quirk, D::Error> {
        let read = |words: &[u8]| {
            Quirk::ALL.iter().copied().find(|quirk| quirk.words().as_bytes() == words)
        };
        deserializer.deserialize_str(FromBytes { what: "the words of a quirk", read })
    }
}

/// A map from the description of each quirk to its count; the keys where quirks were found are left
/// out.
///
/// ```
/// use tracker_types::http::announce;
///
/// let (_, quirks) = announce::decode(b"d5:peers6:\x7f\0\0\x01\0\08:intervali1800ee")?;
/// assert_eq!(serde_json::to_string(&quirks)?, r#"{"port is 0":1,"unsorted key":1}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Serialize for Quirks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

/// Reads what `Serialize` writes.
impl<'de> Deserialize<'de> for Quirks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Quirks, D::Error> {
        deserializer.deserialize_map(QuirksVisitor)
    }
}

struct QuirksVisitor;

impl<'de> Visitor<'de> for QuirksVisitor {
    type Value = Quirks;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("quirks and how often they were met")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Quirks, A::Error> {
        let mut quirks = Quirks::new();
        while let Some((quirk, times)) = map.next_entry()? {
            quirks.report_times(quirk, times);
        }
        Ok(quirks)
    }
}
