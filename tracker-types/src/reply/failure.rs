//! Failures: refusals of a tracker.

use core::fmt;
use core::time::Duration;

use bencode::ByteStr;
use bytes::Bytes;

use super::retry_in::RetryIn;
use crate::interval::{LONGEST_INTERVAL, SHORTEST_INTERVAL, clamp_interval};

/// A tracker's refusal, with whatever it says besides.
///
/// ```
/// use tracker_types::{Failure, RetryIn};
///
/// let mut failure = Failure::new("Torrent not found");
/// failure.retry_in = Some(RetryIn::Minutes(5));
/// assert_eq!(failure.to_string(), "Torrent not found (retry in 5 minutes)");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure<'a> {
    /// Why, for people: text as a rule, but not always UTF-8.
    pub reason: ByteStr<'a>,
    /// When to ask again (BEP 31).
    pub retry_in: Option<RetryIn>,
    /// Seconds until the next announce, as Ocelot has it in its failures.
    pub interval: Option<u32>,
    /// Seconds before which no client should announce again.
    pub min_interval: Option<u32>,
    /// What to send back in the next announce.
    pub tracker_id: Option<ByteStr<'a>>,
    /// How many seed.
    pub complete: Option<u32>,
    /// How many ever completed.
    pub downloaded: Option<u32>,
    /// How many leech.
    pub incomplete: Option<u32>,
}

impl<'a> Failure<'a> {
    /// A refusal that says why.
    pub fn new(reason: impl Into<ByteStr<'a>>) -> Failure<'a> {
        Failure {
            reason: reason.into(),
            retry_in: None,
            interval: None,
            min_interval: None,
            tracker_id: None,
            complete: None,
            downloaded: None,
            incomplete: None,
        }
    }

    /// How long to wait before the next announce, within reason; `None` for never.
    ///
    /// What `retry in` says, or else `interval` and `min interval`, as Ocelot has them in its
    /// failures; see [`clamp_interval`].
    ///
    /// ```
    /// use std::time::Duration;
    /// use tracker_types::{Failure, RetryIn};
    ///
    /// let mut failure = Failure::new("Torrent not found");
    /// assert_eq!(failure.wait(), Some(Duration::from_secs(1_800)));
    /// failure.retry_in = Some(RetryIn::Minutes(5));
    /// assert_eq!(failure.wait(), Some(Duration::from_secs(300)));
    /// failure.retry_in = Some(RetryIn::Never);
    /// assert_eq!(failure.wait(), None);
    /// ```
    pub fn wait(&self) -> Option<Duration> {
        match self.retry_in {
            Some(RetryIn::Never) => None,
            Some(RetryIn::Minutes(minutes)) => {
                let stated = Duration::from_secs(u64::from(minutes).saturating_mul(60));
                Some(stated.clamp(SHORTEST_INTERVAL, LONGEST_INTERVAL))
            }
            None => {
                let (interval, least) = (self.interval, self.min_interval);
                Some(clamp_interval(interval.map(i64::from), least.map(i64::from)))
            }
        }
    }

    /// The same failure, owned.
    pub fn into_owned(self) -> Failure<'static> {
        Failure {
            reason: self.reason.into_owned(),
            tracker_id: self.tracker_id.map(ByteStr::into_owned),
            ..self
        }
    }

    /// The same failure without a copy of what lies in `frame`.
    pub fn share(&self, frame: &Bytes) -> Failure<'static> {
        Failure {
            reason: self.reason.share(frame),
            tracker_id: self.tracker_id.as_ref().map(|id| id.share(frame)),
            ..*self
        }
    }
}

/// The reason, safe to print, and when to retry.
impl fmt::Display for Failure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.reason.is_empty() {
            f.write_str("no reason given")?;
        }
        self.reason.fmt(f)?;
        match self.retry_in {
            Some(retry_in) => write!(f, " ({retry_in})"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for Failure<'_> {}
