//! The laws of `laws::peers`.
#![no_main]
use fuzz::laws::{peers, hold};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(peers::LAWS, input));
