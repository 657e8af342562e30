//! The laws of `laws::response`.
#![no_main]
use fuzz::laws::{hold, response};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(response::LAWS, input));
