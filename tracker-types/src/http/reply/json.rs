//! Replies in serde: the same dictionary as on the wire, with human-readable values.

use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Content, Draft, FAILURE, KEYS, Showing, table};
use crate::announce::{AnnounceReply, AnnounceResponse};
use crate::message::{Found, Incomplete, members};
use crate::peer::Peers;
use crate::reply::{Failure, Reply, RetryIn};

impl<T: Serialize> Serialize for Reply<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Reply::Success(success) => success.serialize(serializer),
            Reply::Failure(failure) => failure.serialize(serializer),
        }
    }
}

impl Serialize for AnnounceResponse<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let content = Content::success(self, &self.peers);
        table::show::<{ u64::MAX }, _>(&Showing::success(&content, ()), &mut map)?;
        map.end()
    }
}

impl Serialize for Failure<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let peers = Peers::default();
        let content = Content::failure(self, &peers);
        table::show::<FAILURE, _>(&Showing::failure(self, &self.reason, &content), &mut map)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for AnnounceReply<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        members(deserializer, "a reply", |draft: Draft, found| match draft.reason {
            Some(_) => failure(draft).map(Reply::Failure),
            None => response(draft, found).map(Reply::Success),
        })
    }
}

impl<'de> Deserialize<'de> for AnnounceResponse<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        members(deserializer, "a response to an announce", |draft: Draft, found| {
            draft.is_no_failure()?;
            response(draft, found)
        })
    }
}

impl<'de> Deserialize<'de> for Failure<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        members(deserializer, "a failure", |draft: Draft, _| failure(draft))
    }
}

fn response(draft: Draft, found: Found) -> Result<AnnounceResponse<'static>, Incomplete> {
    if !found.has(const { KEYS.index("peers") }) {
        return Err(Incomplete::Missing("peers"));
    }
    Ok(draft.response)
}

impl Draft {
    /// Whether there is a reason for a failure.
    pub(in crate::http) fn is_failure(&self) -> bool {
        self.reason.is_some()
    }

    /// Refuses a failure where a response is expected.
    pub(in crate::http) fn is_no_failure(&self) -> Result<(), Incomplete> {
        if self.is_failure() {
            return Err(Incomplete::Other("a failure, not a response"));
        }
        Ok(())
    }
}

/// Builds the failure from a draft.
pub(in crate::http) fn failure(mut draft: Draft) -> Result<Failure<'static>, Incomplete> {
    let reason = draft.reason.ok_or(Incomplete::Missing("failure reason"))?;
    Ok(super::failure_of(reason, draft.retry_in, &mut draft.response))
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

/// Minutes, or `never`.
impl<'de> Deserialize<'de> for RetryIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RetryIn, D::Error> {
        deserializer.deserialize_any(RetryInVisitor)
    }
}

struct RetryInVisitor;

impl Visitor<'_> for RetryInVisitor {
    type Value = RetryIn;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("minutes or `never`")
    }

    fn visit_u64<E: Error>(self, minutes: u64) -> Result<RetryIn, E> {
        let wrong = |_| E::invalid_value(Unexpected::Unsigned(minutes), &self);
        u32::try_from(minutes).map(RetryIn::Minutes).map_err(wrong)
    }

    fn visit_i64<E: Error>(self, minutes: i64) -> Result<RetryIn, E> {
        let wrong = |_| E::invalid_value(Unexpected::Signed(minutes), &self);
        u32::try_from(minutes).map(RetryIn::Minutes).map_err(wrong)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<RetryIn, E> {
        match text {
            "never" => Ok(RetryIn::Never),
            _ => Err(E::invalid_value(Unexpected::Str(text), &self)),
        }
    }

    fn visit_bytes<E: Error>(self, text: &[u8]) -> Result<RetryIn, E> {
        match text {
            b"never" => Ok(RetryIn::Never),
            _ => Err(E::invalid_value(Unexpected::Bytes(text), &self)),
        }
    }
}
