//! The example tracker and client on a loopback port.

use std::str;

use crate::client;
use crate::server::{Limits, Local, Settings, Tracker};

/// A tracker that runs until it is dropped.
pub(crate) fn start_tracker() -> Local {
    Local::start(Tracker::new(Settings::default()), Limits::default()).unwrap()
}

#[test]
fn without_arguments_the_example_prints_what_is_committed() {
    let mut out = Vec::new();
    client::demo(&mut out).unwrap();
    let committed = include_str!("announce.txt");
    assert_eq!(str::from_utf8(&out).unwrap(), committed);
    assert!(include_str!("../../../README.md").contains(committed), "and what the README shows");
}

#[test]
fn with_wires_the_example_prints_what_is_committed() {
    let mut out = Vec::new();
    client::wires(&mut out).unwrap();
    let committed = concat!(include_str!("announce.txt"), include_str!("wires.txt"));
    assert_eq!(str::from_utf8(&out).unwrap(), committed);
}
