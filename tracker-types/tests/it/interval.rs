//! Waiting times, whatever a tracker says.

use std::time::Duration;

use tracker_types::{DEFAULT_INTERVAL, LONGEST_INTERVAL, SHORTEST_INTERVAL, clamp_interval};

#[test]
fn intervals_are_sane() {
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
