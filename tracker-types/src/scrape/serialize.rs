//! Replies to scrapes for serde: the dictionary of BEP 48, info-hashes as hex for people.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::response::{ScrapeResponse, ScrapeStats};
use crate::serialize::{Text, entry};

impl Serialize for ScrapeResponse<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("files", &self.files)?;
        entry(&mut map, "flags", self.min_request_interval.map(Flags))?;
        map.end()
    }
}

struct Flags(u32);

impl Serialize for Flags {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("min_request_interval", self.0)])
    }
}

impl Serialize for ScrapeStats<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        entry(&mut map, "complete", self.complete)?;
        entry(&mut map, "downloaded", self.downloaded)?;
        entry(&mut map, "downloaders", self.downloaders)?;
        entry(&mut map, "incomplete", self.incomplete)?;
        entry(&mut map, "name", self.name.as_deref().map(Text))?;
        map.end()
    }
}
