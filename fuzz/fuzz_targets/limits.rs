//! The laws of `laws::limits`.
#![no_main]
use fuzz::laws::{hold, limits};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(limits::LAWS, input));
