//! The laws of `laws::value`.
#![no_main]
use fuzz::laws::{hold, value};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(value::LAWS, input));
