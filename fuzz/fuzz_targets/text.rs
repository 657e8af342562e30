//! The laws of `laws::text`.
#![no_main]
use fuzz::laws::{hold, text};

libfuzzer_sys::fuzz_target!(|input: &[u8]| hold(text::LAWS, input));
