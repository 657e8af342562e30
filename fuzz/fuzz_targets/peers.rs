//! The laws of `laws::peers`.
#![no_main]
use fuzz::laws::{hold, peers};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(peers::LAWS, input));
