//! Failures: refusals of a tracker.

use core::fmt;
use core::time::Duration;

use bencode::ByteStr;
use bytes::Bytes;

use super::retry_in::RetryIn;
use crate::interval::{LONGEST_INTERVAL, SHORTEST_INTERVAL, clamp_interval};

/// A tracker's refusal, with the other fields it sends.
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
    /// The reason, for people: usually text, but not always UTF-8.
    pub reason: ByteStr<'a>,
    /// When to ask again (BEP 31).
    pub retry_in: Option<RetryIn>,
    /// Seconds until the next announce, as Ocelot sends it in failures.
    pub interval: Option<u32>,
    /// Seconds that a client should wait at least before it announces again.
    pub min_interval: Option<u32>,
    /// The value to send back in the next announce.
    pub tracker_id: Option<ByteStr<'a>>,
    /// The number of seeders.
    pub complete: Option<u32>,
    /// The number of completed downloads.
    pub downloaded: Option<u32>,
    /// The number of leechers.
    pub incomplete: Option<u32>,
}

impl<'a> Failure<'a> {
    /// A refusal with a reason.
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

    /// Returns the time to wait before the next announce, within limits; `None` for never.
    ///
    /// It is `retry in`, or else it is computed from `interval` and `min interval`, which Ocelot
    /// sends in failures; see [`clamp_interval`].
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

    /// Copies everything that is borrowed.
    pub fn into_owned(self) -> Failure<'static> {
        Failure {
            reason: self.reason.into_owned(),
            tracker_id: self.tracker_id.map(ByteStr::into_owned),
            ..self
        }
    }

    /// Shares `frame`, and copies only what is not in it.
    pub fn share(&self, frame: &Bytes) -> Failure<'static> {
        Failure {
            reason: self.reason.share(frame),
            tracker_id: self.tracker_id.as_ref().map(|id| id.share(frame)),
            ..*self
        }
    }
}

/// Writes the reason, safe to print, and when to retry.
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
