//! Replies for serde: the dictionary that they are on the wire.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Failure, Reply, RetryIn};
use crate::serialize::{Text, entry};

impl<T: Serialize> Serialize for Reply<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Reply::Success(success) => success.serialize(serializer),
            Reply::Failure(failure) => failure.serialize(serializer),
        }
    }
}

impl Serialize for Failure<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        entry(&mut map, "complete", self.complete)?;
        entry(&mut map, "downloaded", self.downloaded)?;
        map.serialize_entry("failure reason", &Text(&self.reason))?;
        entry(&mut map, "incomplete", self.incomplete)?;
        entry(&mut map, "interval", self.interval)?;
        entry(&mut map, "min interval", self.min_interval)?;
        entry(&mut map, "retry in", self.retry_in)?;
        entry(&mut map, "tracker id", self.tracker_id.as_deref().map(Text))?;
        map.end()
    }
}

/// Minutes, or `never`.
impl Serialize for RetryIn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            RetryIn::Minutes(minutes) => serializer.serialize_u32(*minutes),
            RetryIn::Never => serializer.serialize_str("never"),
        }
    }
}
