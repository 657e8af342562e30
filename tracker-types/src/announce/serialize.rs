//! Replies to announces for serde: the dictionary of BEP 3, its peers listed.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::response::AnnounceResponse;
use crate::serialize::{Octets, Text, entry};

impl Serialize for AnnounceResponse<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        entry(&mut map, "complete", self.complete)?;
        entry(&mut map, "downloaded", self.downloaded)?;
        entry(&mut map, "external ip", self.external_ip.map(Octets))?;
        entry(&mut map, "incomplete", self.incomplete)?;
        entry(&mut map, "interval", self.interval)?;
        entry(&mut map, "min interval", self.min_interval)?;
        map.serialize_entry("peers", &self.peers)?;
        entry(&mut map, "tracker id", self.tracker_id.as_deref().map(Text))?;
        entry(&mut map, "warning message", self.warning_message.as_deref().map(Text))?;
        map.end()
    }
}
