//! The laws of `laws::writing`.
#![no_main]
use fuzz::laws::{hold, writing};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(writing::LAWS, input));
