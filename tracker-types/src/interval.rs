//! How long to wait before the next announce.

use core::time::Duration;

/// The time to wait if a tracker does not state one: half an hour, as in most clients.
pub const DEFAULT_INTERVAL: Duration = Duration::from_secs(1_800);

/// The shortest time to wait, whatever a tracker says: half a minute.
///
/// Clients that trusted `interval` blindly announced 190 times a second when it was negative.
pub const SHORTEST_INTERVAL: Duration = Duration::from_secs(30);

/// The longest time to wait, whatever a tracker says: a day.
pub const LONGEST_INTERVAL: Duration = Duration::from_secs(86_400);

/// Returns the time to wait after a reply with this `interval` and `min interval`, in seconds:
/// never below [`SHORTEST_INTERVAL`] nor above [`LONGEST_INTERVAL`], and [`DEFAULT_INTERVAL`] where
/// `interval` is missing, zero or negative.
///
/// ```
/// use std::time::Duration;
/// use tracker_types::clamp_interval;
///
/// assert_eq!(clamp_interval(Some(1_939), Some(969)), Duration::from_secs(1_939));
/// assert_eq!(clamp_interval(Some(-5), None), Duration::from_secs(1_800));
/// assert_eq!(clamp_interval(Some(1), None), Duration::from_secs(30));
/// assert_eq!(clamp_interval(Some(i64::MAX), None), Duration::from_secs(86_400));
/// // A `min interval` above the interval counts.
/// assert_eq!(clamp_interval(Some(60), Some(900)), Duration::from_secs(900));
/// ```
pub fn clamp_interval(interval: Option<i64>, min_interval: Option<i64>) -> Duration {
    let stated = positive(interval).unwrap_or(DEFAULT_INTERVAL);
    let least = positive(min_interval).unwrap_or(SHORTEST_INTERVAL);
    stated.max(least).clamp(SHORTEST_INTERVAL, LONGEST_INTERVAL)
}

fn positive(seconds: Option<i64>) -> Option<Duration> {
    let seconds = u64::try_from(seconds?).ok().filter(|&seconds| seconds > 0)?;
    Some(Duration::from_secs(seconds))
}
