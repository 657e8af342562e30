//! Replies from serde: a failure if there is a reason for one.

use std::fmt;

use bencode::ByteStr;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};

use super::{Failure, Reply, RetryIn};
use crate::deserialize::{Draft, Text, dictionary, put, put_as, skip};

/// A response while it is read, perhaps in vain.
pub(crate) trait SuccessDraft: Draft {
    /// The keys that no failure has.
    const OWN: &'static [&'static str];

    /// Takes what came under the other keys.
    fn adopt(&mut self, others: Failure<'static>);
}

#[derive(Default)]
pub(crate) struct ReplyDraft<S> {
    success: S,
    failure: FailureDraft,
}

impl<S: SuccessDraft> Draft for ReplyDraft<S> {
    type Whole = Reply<'static, S::Whole>;
    const WHAT: &'static str = "a reply";

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if S::OWN.contains(&key) {
            self.success.take(key, map)
        } else {
            self.failure.take(key, map)
        }
    }

    fn finish<E: Error>(mut self) -> Result<Self::Whole, E> {
        if self.failure.reason.is_some() {
            return self.failure.finish().map(Reply::Failure);
        }
        self.success.adopt(self.failure.others);
        self.success.finish().map(Reply::Success)
    }
}

impl<'de> Deserialize<'de> for Failure<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        dictionary::<FailureDraft, D>(deserializer)
    }
}

#[derive(Default)]
struct FailureDraft {
    reason: Option<ByteStr<'static>>,
    /// All but the reason.
    others: Failure<'static>,
}

impl Draft for FailureDraft {
    type Whole = Failure<'static>;
    const WHAT: &'static str = "a failure";

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        key: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let others = &mut self.others;
        match key {
            "complete" => put(&mut others.complete, key, map),
            "downloaded" => put(&mut others.downloaded, key, map),
            "failure reason" => put_as::<Text, _, _>(&mut self.reason, key, map),
            "incomplete" => put(&mut others.incomplete, key, map),
            "interval" => put(&mut others.interval, key, map),
            "min interval" => put(&mut others.min_interval, key, map),
            "retry in" => put(&mut others.retry_in, key, map),
            "tracker id" => put_as::<Text, _, _>(&mut others.tracker_id, key, map),
            _ => skip(map),
        }
    }

    fn finish<E: Error>(self) -> Result<Failure<'static>, E> {
        let reason = self.reason.ok_or_else(|| E::missing_field("failure reason"))?;
        Ok(Failure { reason, ..self.others })
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
}
