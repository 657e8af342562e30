//! Waiting times are within limits, whatever a tracker sends.

use std::time::Duration;

use tracker_types::{
    DEFAULT_INTERVAL, Failure, LONGEST_INTERVAL, RetryIn, SHORTEST_INTERVAL, clamp_interval,
};

#[test]
fn intervals_are_within_limits() {
    let rows = [
        (None, None, DEFAULT_INTERVAL),
        (Some(1_800), None, Duration::from_secs(1_800)),
        (Some(1_723), Some(861), Duration::from_secs(1_723)),
        (Some(60), Some(900), Duration::from_secs(900)),
        (Some(-5), None, DEFAULT_INTERVAL),
        (Some(0), Some(0), DEFAULT_INTERVAL),
        (Some(i64::MIN), Some(i64::MIN), DEFAULT_INTERVAL),
        (Some(1), None, SHORTEST_INTERVAL),
        (Some(30), Some(-1), SHORTEST_INTERVAL),
        (Some(i64::MAX), None, LONGEST_INTERVAL),
        (Some(60), Some(i64::MAX), LONGEST_INTERVAL),
        (None, Some(3_600), Duration::from_secs(3_600)),
    ];
    for (interval, min_interval, wait) in rows {
        assert_eq!(clamp_interval(interval, min_interval), wait, "{interval:?} {min_interval:?}");
    }
}

/// `retry in` has precedence over the intervals that Ocelot sends with failures.
#[test]
fn failures_have_waiting_times() {
    let minutes = |minutes| Some(RetryIn::Minutes(minutes));
    let rows = [
        (None, None, None, Some(DEFAULT_INTERVAL)),
        (None, Some(5_400), Some(5_400), Some(Duration::from_secs(5_400))),
        (None, None, Some(3_600), Some(Duration::from_secs(3_600))),
        (None, Some(u32::MAX), None, Some(LONGEST_INTERVAL)),
        (minutes(5), Some(5_400), None, Some(Duration::from_secs(300))),
        (minutes(0), None, None, Some(SHORTEST_INTERVAL)),
        (minutes(u32::MAX), None, None, Some(LONGEST_INTERVAL)),
        (Some(RetryIn::Never), Some(60), None, None),
    ];
    for (retry_in, interval, min_interval, wait) in rows {
        let mut failure = Failure::new("gone");
        (failure.retry_in, failure.interval) = (retry_in, interval);
        failure.min_interval = min_interval;
        assert_eq!(failure.wait(), wait, "{failure:?}");
    }
}
