//! Replies to scrapes in serde: the dictionary of BEP 48, with info-hashes as hex in human-readable
//! formats.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::table::{Draft, FILES, Limits, show, show_limits, show_stats};
use crate::http::reply;
use crate::message::{Found, Incomplete, members};
use crate::reply::Reply;
use crate::scrape::{ScrapeReply, ScrapeResponse, ScrapeStats};

impl Serialize for ScrapeResponse<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        show(self, &mut map)?;
        map.end()
    }
}

impl Serialize for ScrapeStats<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        show_stats(self, &mut map)?;
        map.end()
    }
}

impl Serialize for Limits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        show_limits(*self, &mut map)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for ScrapeReply<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        members(deserializer, "a reply", |(draft, other): Drafts, found| {
            if other.is_failure() {
                return reply::failure(other).map(Reply::Failure);
            }
            response(draft, found).map(Reply::Success)
        })
    }
}

impl<'de> Deserialize<'de> for ScrapeResponse<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        members(deserializer, "a response to a scrape", |(draft, other): Drafts, found| {
            other.is_no_failure()?;
            response(draft, found)
        })
    }
}

/// A success, and a possible failure from the other keys.
type Drafts = (Draft, reply::Draft);

fn response(draft: Draft, found: Found) -> Result<ScrapeResponse<'static>, Incomplete> {
    if !found.has(FILES) {
        return Err(Incomplete::Missing("files"));
    }
    let mut response = ScrapeResponse::new(draft.files);
    response.min_request_interval = draft.flags.and_then(|flags| flags.min_request_interval);
    Ok(response)
}

impl<'de> Deserialize<'de> for ScrapeStats<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        members(deserializer, "the numbers of a swarm", |stats: ScrapeStats<'static>, _| Ok(stats))
    }
}

impl<'de> Deserialize<'de> for Limits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        members(deserializer, "a dictionary of flags", |limits: Limits, _| Ok(limits))
    }
}
