//! The laws of `laws::agreement`.
#![no_main]
use fuzz::laws::{agreement, hold};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(agreement::LAWS, input));
