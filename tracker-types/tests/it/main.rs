//! Everything public, tested from outside: one module per theme, one binary to link.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod announce_requests;
mod article;
mod article_replies;
mod captures;
mod collections;
mod errors;
mod ids;
mod interval;
mod krpc_captures;
mod krpc_kept;
mod krpc_lookup;
mod krpc_quirks;
mod krpc_shown;
mod krpc_start;
mod krpc_vectors;
#[path = "../../../bencode/tests/it/layers.rs"]
mod layers;
mod magnets;
mod metainfo;
mod params;
mod peers;
mod percent;
mod question_mark;
mod replies;
mod reply_errors;
mod reply_json;
mod reply_memory;
mod reply_quirks;
mod request_quirks;
mod scrape_quirks;
mod scrape_requests;
mod serde_forms;
mod sinks;
mod sizes;
mod suites;
mod targets;
mod text_forms;
mod udp_captures;
mod udp_connection_ids;
mod udp_exchange;
mod udp_model;
mod udp_quirks;
mod udp_replies;
mod unknown_keys;
mod urls;
mod websocket_captures;
mod websocket_errors;
mod websocket_quirks;
mod words;
