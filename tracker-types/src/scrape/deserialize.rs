//! Replies to scrapes from serde.

use std::collections::BTreeMap;

use serde::de::{Deserialize, Deserializer, Error, MapAccess};

use super::response::{ScrapeReply, ScrapeResponse, ScrapeStats};
use crate::deserialize::{Draft, Text, dictionary, put, put_as, skip};
use crate::id::InfoHash;
use crate::reply::{Failure, ReplyDraft, SuccessDraft};

impl<'de> Deserialize<'de> for ScrapeReply<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        dictionary::<ReplyDraft<ResponseDraft>, D>(deserializer)
    }
}

impl<'de> Deserialize<'de> for ScrapeResponse<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        dictionary::<ResponseDraft, D>(deserializer)
    }
}

#[derive(Default)]
struct ResponseDraft {
    files: Option<BTreeMap<InfoHash, ScrapeStats<'static>>>,
    flags: Option<Flags>,
}

impl Draft for ResponseDraft {
    type Whole = ScrapeResponse<'static>;
    const WHAT: &'static str = "a response to a scrape";

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "files" => put(&mut self.files, key, map),
            "flags" => put(&mut self.flags, key, map),
            "failure reason" => Err(A::Error::custom("a failure, not a response")),
            _ => skip(map),
        }
    }

    fn finish<E: Error>(self) -> Result<ScrapeResponse<'static>, E> {
        let files = self.files.ok_or_else(|| E::missing_field("files"))?;
        let min_request_interval = self.flags.and_then(|flags| flags.0);
        Ok(ScrapeResponse { files, min_request_interval })
    }
}

impl SuccessDraft for ResponseDraft {
    const OWN: &'static [&'static str] = &["files", "flags"];

    fn adopt(&mut self, _: Failure<'static>) {}
}

/// Its `min_request_interval`.
#[derive(Default)]
struct Flags(Option<u32>);

impl<'de> Deserialize<'de> for Flags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Flags, D::Error> {
        dictionary::<Flags, D>(deserializer)
    }
}

impl Draft for Flags {
    type Whole = Flags;
    const WHAT: &'static str = "a dictionary of flags";

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if key == "min_request_interval" { put(&mut self.0, key, map) } else { skip(map) }
    }

    fn finish<E: Error>(self) -> Result<Flags, E> {
        Ok(self)
    }
}

impl<'de> Deserialize<'de> for ScrapeStats<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        dictionary::<ScrapeStats<'static>, D>(deserializer)
    }
}

impl Draft for ScrapeStats<'static> {
    type Whole = ScrapeStats<'static>;
    const WHAT: &'static str = "the numbers of a swarm";

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "complete" => put(&mut self.complete, key, map),
            "downloaded" => put(&mut self.downloaded, key, map),
            "downloaders" => put(&mut self.downloaders, key, map),
            "incomplete" => put(&mut self.incomplete, key, map),
            "name" => put_as::<Text, _, _>(&mut self.name, key, map),
            _ => skip(map),
        }
    }

    fn finish<E: Error>(self) -> Result<ScrapeStats<'static>, E> {
        Ok(self)
    }
}
