//! Peers for serde: however they came, a list of dictionaries (BEP 3).

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::list::{Peer, Peers};
use crate::serialize::{DisplayOf, entry};

impl Serialize for Peer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("ip", &DisplayOf(&self.host))?;
        entry(&mut map, "peer id", self.id)?;
        map.serialize_entry("port", &self.port)?;
        map.end()
    }
}

impl Serialize for Peers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
