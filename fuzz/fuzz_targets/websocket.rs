//! The laws of `laws::websocket`.
#![no_main]
use fuzz::laws::{hold, websocket};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(websocket::LAWS, input));
