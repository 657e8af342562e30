//! Messages of WebSocket trackers.

use std::collections::BTreeMap;

use serde_json::Value;

/// The members that every library knows.
const KNOWN: [&str; 12] = [
    "action",
    "complete",
    "event",
    "incomplete",
    "info_hash",
    "interval",
    "left",
    "numwant",
    "offer",
    "offer_id",
    "offers",
    "peer_id",
];

/// What the message says; what is `null` says nothing.
pub fn message(frame: &[u8]) -> BTreeMap<String, Value> {
    let mut facts: BTreeMap<String, Value> = serde_json::from_slice(frame).expect("a message");
    facts.retain(|name, value| KNOWN.contains(&name.as_str()) && !value.is_null());
    facts
}
