//! The laws of `laws::text`.
#![no_main]
use fuzz::laws::{text, hold};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(text::LAWS, input));
