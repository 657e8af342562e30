//! Replies to announces from serde.

use serde::de::{Deserialize, Deserializer, Error, MapAccess};

use super::response::{AnnounceReply, AnnounceResponse};
use crate::deserialize::{Draft, Ip, Text, dictionary, put, put_as, skip};
use crate::peer::Peers;
use crate::reply::{Failure, ReplyDraft, SuccessDraft};

impl<'de> Deserialize<'de> for AnnounceReply<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        dictionary::<ReplyDraft<ResponseDraft>, D>(deserializer)
    }
}

impl<'de> Deserialize<'de> for AnnounceResponse<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        dictionary::<ResponseDraft, D>(deserializer)
    }
}

#[derive(Default)]
struct ResponseDraft {
    peers: Option<Peers<'static>>,
    /// All but the peers.
    others: AnnounceResponse<'static>,
}

impl Draft for ResponseDraft {
    type Whole = AnnounceResponse<'static>;
    const WHAT: &'static str = "a response to an announce";

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let others = &mut self.others;
        match key {
            "complete" => put(&mut others.complete, key, map),
            "downloaded" => put(&mut others.downloaded, key, map),
            "external ip" => put_as::<Ip, _, _>(&mut others.external_ip, key, map),
            "incomplete" => put(&mut others.incomplete, key, map),
            "interval" => put(&mut others.interval, key, map),
            "min interval" => put(&mut others.min_interval, key, map),
            "peers" => put(&mut self.peers, key, map),
            "tracker id" => put_as::<Text, _, _>(&mut others.tracker_id, key, map),
            "warning message" => put_as::<Text, _, _>(&mut others.warning_message, key, map),
            "failure reason" => Err(A::Error::custom("a failure, not a response")),
            _ => skip(map),
        }
    }

    fn finish<E: Error>(self) -> Result<AnnounceResponse<'static>, E> {
        let peers = self.peers.ok_or_else(|| E::missing_field("peers"))?;
        Ok(AnnounceResponse { peers, ..self.others })
    }
}

impl SuccessDraft for ResponseDraft {
    const OWN: &'static [&'static str] = &["external ip", "peers", "warning message"];

    fn adopt(&mut self, others: Failure<'static>) {
        self.others.complete = others.complete;
        self.others.downloaded = others.downloaded;
        self.others.incomplete = others.incomplete;
        self.others.interval = others.interval;
        self.others.min_interval = others.min_interval;
        self.others.tracker_id = others.tracker_id;
    }
}
